-- What the program makes of the user's entities so that it finds them in reports: opaque
-- bytes in parts, of the version of the entities that meta has as 'own index'. They can be
-- made again at any time, but for a million entities that takes longer than reading
-- most reports.
CREATE TABLE own_index (
    part INTEGER PRIMARY KEY,
    data BLOB NOT NULL
);
