-- Saved filters, and what is to be sent for them: docs/watches.md. Times are unix milliseconds.

CREATE TABLE watch (
    id        TEXT    PRIMARY KEY,
    name      TEXT    NOT NULL,
    filter    TEXT    NOT NULL,     -- JSON, words included
    owner     TEXT    NOT NULL,     -- a user, '' for nobody
    made      INTEGER NOT NULL,
    looked    INTEGER NOT NULL,     -- the changes up to here were looked at
    paused    INTEGER NOT NULL,
    webhook   TEXT    NOT NULL,     -- '' for none
    secret    TEXT    NOT NULL,     -- signs what is sent: it must be had to sign, so no hash of it will do
    queued_at INTEGER NOT NULL,     -- the changes up to this mark were gone through
    queued_id TEXT    NOT NULL
) WITHOUT ROWID;

-- A story is to be sent once for a watch, in its newest version. What was sent is not here any more.
CREATE TABLE watch_delivery (
    watch TEXT    NOT NULL,
    story TEXT    NOT NULL,
    at    INTEGER NOT NULL,         -- when the version was written
    new   INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    next  INTEGER,                  -- NULL: given up
    error TEXT    NOT NULL,
    PRIMARY KEY (watch, story)
) WITHOUT ROWID;
