-- Phrases that the person at this desk keeps for minutes: on this desk alone, in no event and in no bundle.
CREATE TABLE phrase (
    text TEXT PRIMARY KEY,
    kept TEXT NOT NULL
) STRICT, WITHOUT ROWID;
