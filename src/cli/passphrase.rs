//! `daqu passphrase`: another passphrase for the desk's key file, or for that of a root.

use std::path::PathBuf;

use clap::{ArgMatches, Command};
use serde_json::json;

use crate::desk::passphrase::change;
use crate::desk::system::SystemEntropy;
use crate::t;

use super::report::Report;
use super::{Call, Ending, Outcome, option, text};

/// How it is called.
pub fn command() -> Command {
    Command::new("passphrase")
        .about("Change the passphrase of the key file; copies of the old file still open with the old one")
        .arg(option("file", "FILE", "A root's key file; the desk's own unless given"))
}

/// Asks for the old passphrase once and for the new one twice.
pub fn run(call: &mut Call, matches: &ArgMatches) -> Outcome {
    let path = text(matches, "file").map_or_else(|| call.home.key_file(), PathBuf::from);
    if !path.exists() {
        let detail = path.display().to_string();
        return Err(Report::new(t!(call.words, "fail-file", detail = detail)));
    }
    let old = call.passphrase()?;
    let new = call.secret_twice(&t!(call.words, "cli-passphrase-new"))?;
    change(&path, &old, &new, &mut SystemEntropy)
        .map_err(|error| Report::of_desk(&error, &call.words))?;
    let file = path.display().to_string();
    let said = vec![t!(call.words, "cli-passphrase-changed", file = file.clone())];
    call.out.answer(|| json!({ "file": file }), || said);
    Ok(Ending::Done)
}
