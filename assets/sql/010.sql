-- Personal notes of a subject (class 5): on this desk alone, in no event and in no bundle.
CREATE TABLE note (
    subject TEXT PRIMARY KEY,
    text TEXT NOT NULL,
    kept TEXT NOT NULL
) STRICT, WITHOUT ROWID;
