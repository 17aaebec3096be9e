-- What the lists ask of a claim without folding it: when it was recorded (the sign of backdating), how long it counts
-- against others ('' no longer, '~' without end, else until that instant), and the first end of a protection.

ALTER TABLE claim_row ADD COLUMN recorded TEXT NOT NULL DEFAULT '';
ALTER TABLE claim_row ADD COLUMN lives TEXT NOT NULL DEFAULT '';
ALTER TABLE claim_row ADD COLUMN ends TEXT;
CREATE INDEX claim_ends ON claim_row (ends) WHERE ends IS NOT NULL;
