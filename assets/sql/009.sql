-- What a case adds to the statistics once nothing but an act changes it: derived, so that a year of decided cases is read and not
-- folded again at every look.
ALTER TABLE case_row ADD COLUMN lasting TEXT NOT NULL DEFAULT '';
