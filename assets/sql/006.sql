-- A lead by its address: the same notice comes in shapes with and without the publisher's id.
CREATE INDEX lead_address ON lead_row (json_extract(data, '$.url'));
