//! Scenarios in the words of the regulation: by keys alone, and by command line with two homes.

mod benchmark;
mod by_command_line;
mod by_keys;
mod cases;
mod claims;
mod claims_by_keys;
mod disclosure;
mod fairness;
mod intake;
mod leads_out;
mod letters;
mod likeness;
mod matching;
mod meetings;
mod mended_desk;
mod mended_screen;
mod minutes;
mod open_contracting;
mod pasted;
mod real_notices;
mod rebuild;
mod relief;
mod search;
mod search_exact;
mod tables;
mod triage;
