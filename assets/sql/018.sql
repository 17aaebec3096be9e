-- Orders of headquarters to erase the parts of an event, with when each came: a while passes before bytes go for good. Once they
-- are gone there is nothing to look after any more.
CREATE TABLE purge_order (
    event TEXT PRIMARY KEY,
    subject TEXT NOT NULL,
    since TEXT NOT NULL,
    done INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- Parts that are so ordered away: neither shown, nor passed on, nor asked for; erased once their bytes are overwritten. The
-- events that name them stay.
CREATE TABLE purged (
    hash TEXT PRIMARY KEY,
    erased INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
