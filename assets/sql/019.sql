-- How far units are with lots, and what a lot is worth where the notice says so: what pipeline and wins are counted from. `month`
-- is that of the step (`2026-11`); `fen` is null where the value is unknown.
CREATE TABLE lot_row (
    subject TEXT NOT NULL,
    lot TEXT NOT NULL,
    unit TEXT NOT NULL,
    province TEXT NOT NULL,
    step TEXT NOT NULL,
    month TEXT NOT NULL,
    fen INTEGER,
    PRIMARY KEY (subject, lot, unit)
) STRICT, WITHOUT ROWID;

CREATE INDEX lot_row_step ON lot_row (step, month);
