-- Files of a channel that were taken in, by their content: a name says nothing.
CREATE TABLE taken (
    hash TEXT PRIMARY KEY,
    at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
