-- What reports mean, so that they are found across languages. Reports that were kept
-- before have no vectors until they are added again: the store cannot compute
-- them, the reading model does.

-- The reading models that made vectors. Those of different models say nothing about
-- each other.
CREATE TABLE vector_model (
    m    INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);

-- The vectors of neighbouring reports of one day together, about 32 KB a row: every
-- search by meaning reads all of them, and a row for each report costs two to three
-- times as much to read and, at 4 KB each, twice the disk. A row holds the
-- reports from c up to the c of the next row.
CREATE TABLE vector_chunk (
    c    INTEGER PRIMARY KEY,     -- report.n of the first
    data BLOB NOT NULL            -- chunk.go; of each report: package codec
);
