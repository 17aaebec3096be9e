-- A status of an incarnation that a later one of the same desk called old. It is served once more before it goes: where the desk
-- was cloned and not restored, the old one is alive and speaks.
ALTER TABLE peer_status ADD COLUMN old INTEGER NOT NULL DEFAULT 0;
