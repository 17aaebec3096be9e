-- Rulebases by the hash of their text: what an old decision cites is read in the book that was in force then.
CREATE TABLE rulebase (
    hash TEXT PRIMARY KEY,
    text TEXT NOT NULL
) STRICT, WITHOUT ROWID;
