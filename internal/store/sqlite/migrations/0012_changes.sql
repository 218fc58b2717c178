-- Which stories were written last, and which ids were given up: who follows the record reads from where they
-- stopped.
CREATE INDEX story_changed ON story (at, id);
CREATE INDEX story_gone ON story_past (at, id) WHERE data IS NULL;
