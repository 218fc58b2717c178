-- Who may use the program over the network: docs/operations.md. No secret is here: passwords are
-- argon2id hashes, sessions and tokens SHA-256 of what the browser or program has. Times are unix
-- milliseconds.

CREATE TABLE user (
    name     TEXT    PRIMARY KEY,
    role     TEXT    NOT NULL,
    password TEXT    NOT NULL,
    made     INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE session (
    hash TEXT    PRIMARY KEY,
    user TEXT    NOT NULL,
    made INTEGER NOT NULL,
    seen INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE token (
    id      TEXT    PRIMARY KEY,
    hash    TEXT    NOT NULL,
    name    TEXT    NOT NULL,
    user    TEXT    NOT NULL,     -- '' for nobody's
    role    TEXT    NOT NULL,
    made    INTEGER NOT NULL,
    expires INTEGER,              -- NULL: never
    used    INTEGER               -- NULL: never
) WITHOUT ROWID;
