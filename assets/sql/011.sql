-- On which version a draft was begun: one that came meanwhile from elsewhere is shown beside it and overwrites nothing.
ALTER TABLE draft ADD COLUMN base TEXT NOT NULL DEFAULT '';
