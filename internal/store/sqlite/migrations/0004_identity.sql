-- Who is who across reports: docs/people.md. The ids that a report gives stay in its
-- body for ever; holding says which id holds for them, and posting, entity and what hangs
-- on it are written under the ids that hold.

-- How each report names each person, by the id that the report gives. The day comes
-- before the report so that the earliest and latest of somebody are read without the rest.
CREATE TABLE sighting (
    id     TEXT NOT NULL,
    day    TEXT NOT NULL,         -- ISO date, '' when undated
    report TEXT NOT NULL,
    data   BLOB NOT NULL,
    PRIMARY KEY (id, day, report)
) WITHOUT ROWID;

-- Under which keys the names of an id are looked for. Rows stay when a report is
-- revised: one too many costs a comparison and decides nothing.
CREATE TABLE sighting_key (
    key TEXT NOT NULL,
    id  TEXT NOT NULL,
    PRIMARY KEY (key, id)
) WITHOUT ROWID;

CREATE TABLE alike (
    a    TEXT NOT NULL,
    b    TEXT NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (a, b)
) WITHOUT ROWID;
CREATE INDEX alike_b ON alike (b);

CREATE TABLE holding (
    id     TEXT NOT NULL,
    report TEXT NOT NULL,         -- '' for all reports without a row of their own
    holder TEXT NOT NULL,
    PRIMARY KEY (id, report)
) WITHOUT ROWID;
CREATE INDEX holding_holder ON holding (holder);

-- What is likely but not sure. A proposal that is made again keeps its number.
CREATE TABLE proposal (
    number     INTEGER PRIMARY KEY AUTOINCREMENT,
    a          TEXT NOT NULL,
    b          TEXT NOT NULL,
    kind       TEXT NOT NULL,
    confidence REAL NOT NULL,
    reasons    TEXT NOT NULL,     -- JSON list
    reports    TEXT NOT NULL,     -- JSON list
    UNIQUE (a, b, kind)
);
CREATE INDEX proposal_b ON proposal (b);

-- What people decided; taking one back deletes its row. Numbers are never used twice.
CREATE TABLE decision (
    number  INTEGER PRIMARY KEY AUTOINCREMENT,
    step    INTEGER NOT NULL,     -- number of the first of those made together
    kind    TEXT    NOT NULL,
    a       TEXT    NOT NULL,
    b       TEXT    NOT NULL,
    reports TEXT    NOT NULL,     -- JSON list
    at      INTEGER NOT NULL      -- unix milliseconds
);

-- Whom the reports that are here name is not known yet: package app asks for it.
INSERT INTO job (kind, key) SELECT 'see', id FROM report ORDER BY n;
