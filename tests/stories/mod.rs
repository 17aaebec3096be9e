//! Scenarios in the words of the regulation: by keys alone, and by command line with two homes.

mod by_command_line;
mod by_keys;
mod claims;
mod claims_by_keys;
mod mended_desk;
mod mended_screen;
mod minutes;
mod real_notices;
mod rebuild;
