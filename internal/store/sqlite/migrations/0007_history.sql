-- What stories were, and what the user decided about them: docs/corrections.md.

-- When the state of a story that is in data was written (unix milliseconds), and how many there
-- were before. What was before this release kept track begins now.
ALTER TABLE story ADD COLUMN at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE story ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
UPDATE story SET at = CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER);

-- The states before that one. data is package codec's: most rows are what differs from the
-- next one. A row without data says that the id was given up.
CREATE TABLE story_past (
    id      TEXT    NOT NULL,
    version INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    data    BLOB,
    PRIMARY KEY (id, version)
) WITHOUT ROWID;

-- Which reports a story once held and does not hold now, so that an id that was shown leads to
-- what holds its reports.
CREATE TABLE story_left (
    id     TEXT NOT NULL,
    report TEXT NOT NULL,
    PRIMARY KEY (id, report)
) WITHOUT ROWID;
CREATE INDEX story_left_report ON story_left (report);

-- What the user decided about stories; taking one back deletes its row. Numbers are never used twice.
CREATE TABLE story_decision (
    number  INTEGER PRIMARY KEY AUTOINCREMENT,
    kind    TEXT    NOT NULL,
    stories TEXT    NOT NULL,     -- JSON list
    parts   TEXT    NOT NULL,     -- JSON list of lists of report ids; after those of a split, what the first keeps away from
    at      INTEGER NOT NULL      -- unix milliseconds
);
