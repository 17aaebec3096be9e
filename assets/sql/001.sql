-- The first schema. Truth is `event`, `segment`, `sealed`, `part` and `directory`: append-only, held so by triggers.
-- Everything under "projections" is derived and may be dropped and rebuilt from truth at any time.

CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Truth ---------------------------------------------------------------------------------------------------------------

-- One signed event. `body` is the exact text that was signed; `arrival` is the order of arrival and orders nothing else.
CREATE TABLE event (
    arrival INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    key TEXT NOT NULL,
    sig TEXT NOT NULL,
    subject TEXT NOT NULL,
    hlc TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT;
CREATE INDEX event_subject ON event (subject);

-- One signed link of a log's chain: the envelope as it travels.
CREATE TABLE segment (
    id TEXT PRIMARY KEY,
    key TEXT NOT NULL,
    inc TEXT NOT NULL,
    aud TEXT NOT NULL,
    seq INTEGER NOT NULL,
    prev TEXT,
    line TEXT NOT NULL
) STRICT;
CREATE INDEX segment_log ON segment (key, inc, aud, seq);

-- Which event is in which segment.
CREATE TABLE sealed (
    event TEXT NOT NULL,
    segment TEXT NOT NULL,
    PRIMARY KEY (event, segment)
) STRICT, WITHOUT ROWID;
CREATE INDEX sealed_segment ON sealed (segment);

-- Bytes of detachable parts. A purge by signed directive is the one lawful deletion, so no trigger guards this table.
CREATE TABLE part (
    hash TEXT PRIMARY KEY,
    class INTEGER NOT NULL,
    salt BLOB NOT NULL,
    bytes BLOB NOT NULL
) STRICT;

-- Parts that events here refer to and whose bytes have not come: a status asks for them.
CREATE TABLE wanted_part (
    hash TEXT PRIMARY KEY,
    class INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE directory (
    version INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    line TEXT NOT NULL
) STRICT;

CREATE TRIGGER event_stays BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
CREATE TRIGGER event_kept BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;
CREATE TRIGGER segment_stays BEFORE UPDATE ON segment BEGIN SELECT RAISE(ABORT, 'segments are never changed'); END;
CREATE TRIGGER segment_kept BEFORE DELETE ON segment BEGIN SELECT RAISE(ABORT, 'segments are never deleted'); END;
CREATE TRIGGER sealed_stays BEFORE UPDATE ON sealed BEGIN SELECT RAISE(ABORT, 'seals are never changed'); END;
CREATE TRIGGER sealed_kept BEFORE DELETE ON sealed BEGIN SELECT RAISE(ABORT, 'seals are never deleted'); END;
CREATE TRIGGER directory_stays BEFORE UPDATE ON directory BEGIN SELECT RAISE(ABORT, 'directories are never changed'); END;
CREATE TRIGGER directory_kept BEFORE DELETE ON directory BEGIN SELECT RAISE(ABORT, 'directories are never deleted'); END;

-- Exchange ------------------------------------------------------------------------------------------------------------

-- The last status received from each incarnation of a peer.
CREATE TABLE peer_status (
    key TEXT NOT NULL,
    inc TEXT NOT NULL,
    received TEXT NOT NULL,
    line TEXT NOT NULL,
    PRIMARY KEY (key, inc)
) STRICT, WITHOUT ROWID;

-- Verified lines that wait for their predecessor, and lines whose key or kind this desk does not know (yet).
CREATE TABLE held (
    id TEXT PRIMARY KEY,
    reason TEXT NOT NULL,
    line TEXT NOT NULL
) STRICT;

-- Own events that headquarters has not acknowledged: 0 only here, 1 in a bundle.
CREATE TABLE outbox (
    event TEXT PRIMARY KEY,
    subject TEXT NOT NULL,
    state INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_subject ON outbox (subject);

-- What is being typed; no event.
CREATE TABLE draft (
    subject TEXT PRIMARY KEY,
    text TEXT NOT NULL,
    kept TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Projections ---------------------------------------------------------------------------------------------------------

CREATE TABLE number (
    number TEXT PRIMARY KEY,
    subject TEXT NOT NULL,
    series TEXT NOT NULL,
    n INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX number_subject ON number (subject);
CREATE INDEX number_series ON number (series, n);

CREATE TABLE lead_row (
    id INTEGER PRIMARY KEY,
    subject TEXT NOT NULL UNIQUE,
    fresh INTEGER NOT NULL,
    away INTEGER NOT NULL,
    published TEXT NOT NULL,
    province TEXT,
    data TEXT NOT NULL
) STRICT;
CREATE INDEX lead_inbox ON lead_row (away, published DESC, subject);
CREATE INDEX lead_fresh ON lead_row (id) WHERE fresh = 1;
CREATE INDEX lead_province ON lead_row (province, away, published DESC, subject);

-- Chinese by overlapping pairs, letters by overlapping pairs of full pinyin and of initials.
CREATE VIRTUAL TABLE lead_search USING fts5 (
    words, pinyin, initials, content = '', contentless_delete = 1, tokenize = 'unicode61'
);

CREATE TABLE claim_row (
    subject TEXT PRIMARY KEY,
    lead TEXT NOT NULL,
    unit TEXT NOT NULL,
    live INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX claim_lead ON claim_row (lead);

CREATE TABLE case_row (
    subject TEXT PRIMARY KEY,
    open INTEGER NOT NULL,
    last_moment TEXT NOT NULL,
    province TEXT,
    lead TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX case_queue ON case_row (open, last_moment, subject);
CREATE INDEX case_lead ON case_row (lead);

CREATE TABLE meeting_row (
    subject TEXT PRIMARY KEY,
    start TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX meeting_start ON meeting_row (start);

-- Units, areas and key account posts: few, kept as they fold.
CREATE TABLE organisation_row (
    subject TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    data TEXT NOT NULL
) STRICT, WITHOUT ROWID;
