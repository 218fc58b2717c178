-- What the user decided about the follow-ups of commitments: docs/commitments.md. Taking one back deletes its row;
-- numbers are never used twice. data is package codec's.
CREATE TABLE verdict (
    number   INTEGER PRIMARY KEY AUTOINCREMENT,
    accepted INTEGER NOT NULL,
    who      TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    data     TEXT    NOT NULL
);
