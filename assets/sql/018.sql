-- Parts whose bytes headquarters ordered to be erased: they are neither kept nor asked for again. The events that name them stay.
CREATE TABLE purged (
    hash TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
