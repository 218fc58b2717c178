-- What the user says otherwise than the reports of an entry or a difference: docs/corrections.md. package codec's JSON, '' where
-- a decision is about which reports are of one story.
ALTER TABLE story_decision ADD COLUMN correction TEXT NOT NULL DEFAULT '';
