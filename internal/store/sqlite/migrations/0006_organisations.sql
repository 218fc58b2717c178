-- Sounds of names that too many share: whoever has one is no longer compared with the others
-- for its sake. A key stays one, as rows of sighting_key do.
CREATE TABLE crowded (
    key TEXT NOT NULL PRIMARY KEY
) WITHOUT ROWID;

-- Organisations are settled as people are, and people have finer keys: the reports that are here are
-- looked at once more.
INSERT INTO job (kind, key) SELECT 'see', id FROM report WHERE id NOT IN (SELECT key FROM job WHERE kind = 'see') ORDER BY n;
