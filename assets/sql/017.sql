-- Every subject that was given a number, not only the earliest: where that one loses its effect, as what a revoked key gave does,
-- the number names the next.
CREATE TABLE numbered (
    number TEXT NOT NULL,
    subject TEXT NOT NULL,
    series TEXT NOT NULL,
    n INTEGER NOT NULL,
    given TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (number, subject)
) STRICT, WITHOUT ROWID;
INSERT INTO numbered (number, subject, series, n, given) SELECT number, subject, series, n, given FROM number;
DROP TABLE number;
ALTER TABLE numbered RENAME TO number;
CREATE INDEX number_subject ON number (subject);
CREATE INDEX number_series ON number (series, n);
