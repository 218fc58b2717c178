-- The first schema. Why it is as it is: docs/store.md.
--
-- A report's number n is day << 24 | place within the day, where day counts from
-- 1 January of year 1 (1) and 0 holds the undated. So the order of numbers is the
-- order of days: what is added together lies together in every table, and the
-- word index yields the newest first. A report whose day changes, or whose
-- words do, gets a new number; the id stays.

-- Counts and settings, kept in the transaction that changes them.
CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) WITHOUT ROWID;

-- The days that have reports. next is the first free place.
CREATE TABLE day (
    day     INTEGER PRIMARY KEY,
    next    INTEGER NOT NULL,
    reports INTEGER NOT NULL,
    inexact INTEGER NOT NULL      -- of them not known to the day
);

-- The latest revision of each report: what lists filter by. Rows are narrow, so
-- that scanning them is; texts are in body.
CREATE TABLE report (
    n          INTEGER PRIMARY KEY,
    id         TEXT    NOT NULL UNIQUE,
    pub        INTEGER NOT NULL,  -- unix seconds, the smallest integer when undated
    first      TEXT    NOT NULL,  -- ISO dates of the publication, '' when undated
    last       TEXT    NOT NULL,
    exact      INTEGER NOT NULL,  -- 1: known to the day
    lang       TEXT    NOT NULL,
    source     TEXT    NOT NULL,
    revision   INTEGER NOT NULL,
    quotes     INTEGER NOT NULL,
    events     INTEGER NOT NULL,
    same       BLOB    NOT NULL,  -- digest of title, text and publication
    copy_of    TEXT    NOT NULL,
    story      INTEGER            -- story.s
);
CREATE INDEX report_order ON report (pub DESC, id);
CREATE INDEX report_inexact ON report (pub DESC, id) WHERE exact = 0;
CREATE INDEX report_story ON report (story) WHERE story IS NOT NULL;

-- The document itself. terms lists the posting terms it was written with
-- (varints of term.k, ascending), so that taking it out never depends on how a later
-- release would compute them.
CREATE TABLE body (
    n     INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    terms BLOB NOT NULL,
    data  BLOB NOT NULL           -- package codec
);

-- Earlier revisions.
CREATE TABLE revision (
    id     TEXT    NOT NULL,
    number INTEGER NOT NULL,
    data   BLOB    NOT NULL,
    PRIMARY KEY (id, number)
);

-- The dictionary of posting terms: entities, countries, names, events, features.
CREATE TABLE term (
    k    INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);

-- Which reports have a term. The day comes first: keyed by term first, every
-- report writes to as many far-apart pages as it has terms, and the rate falls as the
-- store grows.
CREATE TABLE posting (
    day INTEGER NOT NULL,
    k   INTEGER NOT NULL,
    seq INTEGER NOT NULL,         -- n = day << 24 | seq
    PRIMARY KEY (day, k, seq)
) WITHOUT ROWID;

-- Folded words of title and text, without the texts. The words come from our own
-- analyzer; the tokenizer only cuts them at spaces.
CREATE VIRTUAL TABLE words USING fts5 (
    title, body, content = '', contentless_delete = 1, tokenize = 'ascii'
);
-- One segment for each transaction, merged eight at a time: adding costs a sixth
-- less than with the defaults (1 MB, four), and finding no more.
INSERT INTO words (words, rank) VALUES ('hashsize', 8388608);
INSERT INTO words (words, rank) VALUES ('automerge', 8);

-- Feature rows for clustering.
CREATE TABLE feature (
    n    INTEGER PRIMARY KEY,
    data BLOB NOT NULL
);

-- Entities are the terms that mentions name, with what they say of them. Counts go
-- down again when a document is replaced; a row of 0 is deleted.
CREATE TABLE entity (
    k       INTEGER PRIMARY KEY,
    id      TEXT    NOT NULL,
    reports INTEGER NOT NULL
);
CREATE INDEX entity_order ON entity (reports DESC, id);
CREATE TABLE entity_form (
    k       INTEGER NOT NULL,
    name    TEXT    NOT NULL,
    kind    TEXT    NOT NULL,
    country TEXT    NOT NULL,
    sector  TEXT    NOT NULL,
    mentions INTEGER NOT NULL,
    PRIMARY KEY (k, name, kind, country, sector)
) WITHOUT ROWID;
CREATE TABLE alias (
    k        INTEGER NOT NULL,
    lang     TEXT    NOT NULL,
    name     TEXT    NOT NULL,
    mentions INTEGER NOT NULL,
    PRIMARY KEY (k, lang, name)
) WITHOUT ROWID;
CREATE TABLE name (
    folded   TEXT    NOT NULL,
    k        INTEGER NOT NULL,
    mentions INTEGER NOT NULL,
    PRIMARY KEY (folded, k)
) WITHOUT ROWID;
CREATE TABLE role (
    k       INTEGER NOT NULL,
    title   TEXT    NOT NULL,
    day     TEXT    NOT NULL,     -- ISO date, '' when undated
    reports INTEGER NOT NULL,
    PRIMARY KEY (k, title, day)
) WITHOUT ROWID;

CREATE TABLE story (
    s     INTEGER PRIMARY KEY,
    id    TEXT NOT NULL UNIQUE,
    first TEXT NOT NULL,
    last  TEXT NOT NULL,
    langs TEXT NOT NULL,          -- ' ar en fr '
    data  BLOB NOT NULL           -- package codec
);
CREATE INDEX story_order ON story (last DESC, id);

CREATE TABLE entry (
    e     INTEGER PRIMARY KEY AUTOINCREMENT,
    s     INTEGER NOT NULL,
    id    TEXT    NOT NULL,
    first TEXT    NOT NULL,
    last  TEXT    NOT NULL
);
CREATE INDEX entry_story ON entry (s);
CREATE INDEX entry_id ON entry (id);
CREATE INDEX entry_order ON entry (last DESC, id);

CREATE TABLE entry_term (
    k INTEGER NOT NULL,
    e INTEGER NOT NULL,
    PRIMARY KEY (k, e)
) WITHOUT ROWID;
CREATE INDEX entry_term_entry ON entry_term (e);

-- Work to do. Numbers are never used twice, so an old acknowledgement is harmless.
CREATE TABLE job (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    kind    TEXT    NOT NULL,
    key     TEXT    NOT NULL,
    payload BLOB,
    tries   INTEGER NOT NULL DEFAULT 0,
    free    INTEGER NOT NULL DEFAULT 0, -- unix milliseconds from which it may be leased
    leased  INTEGER NOT NULL DEFAULT 0,
    UNIQUE (kind, key)
);
CREATE INDEX job_order ON job (kind, id);

CREATE TABLE lease (
    name   TEXT PRIMARY KEY,
    holder TEXT    NOT NULL,      -- '' when it was released
    epoch  INTEGER NOT NULL,
    until  INTEGER NOT NULL       -- unix milliseconds
) WITHOUT ROWID;

CREATE TABLE feed (
    url           TEXT PRIMARY KEY,
    title         TEXT    NOT NULL,
    kind          TEXT    NOT NULL,
    paused        INTEGER NOT NULL,
    etag          TEXT    NOT NULL,
    last_modified TEXT    NOT NULL,
    next_poll     INTEGER,        -- unix milliseconds
    last_success  INTEGER,
    last_error    TEXT    NOT NULL,
    failures      INTEGER NOT NULL,
    reports       INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE set_aside (
    name   TEXT NOT NULL,
    reason TEXT NOT NULL,
    hint   TEXT NOT NULL,
    seen   INTEGER NOT NULL,      -- unix milliseconds, the first time
    PRIMARY KEY (name, reason)
) WITHOUT ROWID;
