-- Files of relief: appeals and remedies, for their lists.
CREATE TABLE relief_row (
    subject TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    about TEXT NOT NULL,
    open INTEGER NOT NULL,
    number TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX relief_about ON relief_row (about);
