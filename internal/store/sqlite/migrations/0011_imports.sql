-- What others coded, read from files of theirs: docs/formats/imports.md. It is kept apart: no other table knows of it.

-- The files. Numbers are never used twice, so that the order in which they came stays.
CREATE TABLE import (
    i      INTEGER PRIMARY KEY AUTOINCREMENT,
    name   TEXT    NOT NULL UNIQUE,
    file   TEXT    NOT NULL,
    format TEXT    NOT NULL,
    at     INTEGER NOT NULL       -- unix milliseconds
);

-- Their records. first and last are the days of what they tell, '' where an event of theirs is undated; kinds are the types
-- of their events, each with a space before and behind.
CREATE TABLE imported_entry (
    i        INTEGER NOT NULL,
    line     INTEGER NOT NULL,
    original TEXT    NOT NULL,    -- the id that the file gives it
    first    TEXT    NOT NULL,
    last     TEXT    NOT NULL,
    kinds    TEXT    NOT NULL,
    raw      BLOB    NOT NULL,    -- as it stands in the file
    data     BLOB    NOT NULL,    -- package codec: a document with what the record codes as its events
    PRIMARY KEY (i, line)
) WITHOUT ROWID;
