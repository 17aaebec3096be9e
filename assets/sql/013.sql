-- When a number was given, and by which event: where two copies of a desk gave the same one, the earlier keeps it, in whatever
-- order they became known.
ALTER TABLE number ADD COLUMN given TEXT NOT NULL DEFAULT '';
