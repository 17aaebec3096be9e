-- What headquarters said last of a subject, while nobody has acted on it since: taken up, or sent back with a reason.
CREATE TABLE ruling (
    subject TEXT PRIMARY KEY,
    state TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT, WITHOUT ROWID;
