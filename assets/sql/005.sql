-- What people said of two leads, the smaller subject first, and what likeness proposes.

CREATE TABLE lead_link (
    subject TEXT NOT NULL,
    other TEXT NOT NULL,
    relation TEXT NOT NULL,
    forward INTEGER NOT NULL,
    PRIMARY KEY (subject, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX lead_link_other ON lead_link (other);

-- A proposal, once for each pair, the smaller subject first. It derives from two leads and is renewed by comparing, not by
-- folding.
CREATE TABLE lead_match (
    subject TEXT NOT NULL,
    other TEXT NOT NULL,
    verdict TEXT NOT NULL,
    score REAL NOT NULL,
    why TEXT NOT NULL,
    PRIMARY KEY (subject, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX lead_match_other ON lead_match (other);

-- Leads whose words are new and were not compared yet.
CREATE TABLE lead_unmatched (
    subject TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
