-- The triage inbox: what a lead is worth looking at (without what the clock adds), when it is over, when a deferred one returns;
-- and a person's own watch words, which are no events and belong to this desk alone.

ALTER TABLE lead_row ADD COLUMN score INTEGER NOT NULL DEFAULT 0;
-- The hard stop as RFC 3339; `~` sorts after every instant and stands where none is known.
ALTER TABLE lead_row ADD COLUMN stop TEXT NOT NULL DEFAULT '~';
-- When a deferred lead is in the inbox again.
ALTER TABLE lead_row ADD COLUMN back TEXT;

-- Those still open, without looking at any other row; those over, by score.
CREATE INDEX lead_open ON lead_row (away, stop, score, subject);
CREATE INDEX lead_score ON lead_row (away, score DESC, published DESC, subject, stop, back);
CREATE INDEX lead_back ON lead_row (back) WHERE back IS NOT NULL;

CREATE TABLE watch_word (
    word TEXT PRIMARY KEY,
    weight INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
