-- Leads in the order of the list, counted as they change, and searched by terms of one or two characters. All derived:
-- the desk derives it anew when it opens a store of before.

DROP TABLE lead_search;
DROP TABLE lead_row;

-- The larger the id, the further up in the list: those not put away first, then the newest. The narrow indices end in it,
-- so that any place of a long list is reached without reading the rows before it.
CREATE TABLE lead_row (
    id INTEGER PRIMARY KEY,
    subject TEXT NOT NULL UNIQUE,
    fresh INTEGER NOT NULL,
    away INTEGER NOT NULL,
    published TEXT NOT NULL,
    province TEXT,
    data TEXT NOT NULL
) STRICT;
CREATE INDEX lead_list ON lead_row (away);
CREATE INDEX lead_province ON lead_row (province, away);

CREATE TABLE lead_count (
    province TEXT NOT NULL,
    away INTEGER NOT NULL,
    rows INTEGER NOT NULL,
    fresh INTEGER NOT NULL,
    PRIMARY KEY (province, away)
) STRICT, WITHOUT ROWID;

-- What search looks through, folded: each value after a record separator and the letter of its field.
CREATE TABLE lead_text (
    id INTEGER PRIMARY KEY,
    text TEXT NOT NULL
) STRICT;

-- Sets of terms. What it finds are candidates; whether a lead is found is told by its text.
CREATE VIRTUAL TABLE lead_search USING fts5 (
    terms, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii'
);
-- A large intake is written in few large pieces.
INSERT INTO lead_search (lead_search, rank) VALUES ('hashsize', 16777216);

-- How much waits in the outbox, by state; the header says so in every frame.
CREATE TABLE outbox_count (
    state INTEGER PRIMARY KEY,
    events INTEGER NOT NULL
) STRICT;
INSERT INTO outbox_count (state, events) VALUES (0, 0), (1, 0);
UPDATE outbox_count SET events = (SELECT count(*) FROM outbox WHERE outbox.state = outbox_count.state);
CREATE TRIGGER outbox_in AFTER INSERT ON outbox BEGIN
    UPDATE outbox_count SET events = events + 1 WHERE state = new.state;
END;
CREATE TRIGGER outbox_out AFTER DELETE ON outbox BEGIN
    UPDATE outbox_count SET events = events - 1 WHERE state = old.state;
END;
CREATE TRIGGER outbox_moved AFTER UPDATE OF state ON outbox BEGIN
    UPDATE outbox_count SET events = events - 1 WHERE state = old.state;
    UPDATE outbox_count SET events = events + 1 WHERE state = new.state;
END;
