-- The entities that the user has told the program of. They are read whole by whoever
-- reads reports, by id for a list, and by name for a question.
CREATE TABLE own (
    o     INTEGER PRIMARY KEY,    -- a large import is written in the order of its file
    id    TEXT NOT NULL UNIQUE,
    names TEXT NOT NULL,          -- folded, a line each: what own_name has of it, whatever a later release would fold
    data  BLOB NOT NULL           -- package codec
);

CREATE TABLE own_name (
    folded TEXT    NOT NULL,
    o      INTEGER NOT NULL,
    PRIMARY KEY (folded, o)
) WITHOUT ROWID;
