//! Complaints of favouritism or of a leak: how to reach the committee, and a text sealed to headquarters of which nothing stays
//! here.

use std::io::{IsTerminal, Read, stdin};
use std::path::PathBuf;

use clap::{ArgMatches, Command};
use serde_json::json;

use crate::desk::exchange::complaint::LONGEST;
use crate::t;
use crate::text::clean::clean_text;

use super::report::Report;
use super::{Call, Ending, Outcome, option, text};

/// `daqu complaint`.
pub fn command() -> Command {
    Command::new("complaint")
        .about("A complaint of favouritism or of a leak: how to reach the committee; with --out, sealed to headquarters alone")
        .arg(option("out", "FILE", "Seal what standard input says to headquarters, in this file"))
        .arg(option("open", "FILE", "At headquarters: print a sealed complaint"))
}

/// Runs `daqu complaint`.
pub fn run(call: &mut Call, matches: &ArgMatches) -> Outcome {
    if let Some(file) = text(matches, "open").map(PathBuf::from) {
        let opened = call.desk()?.open_complaint(&file);
        let opened = opened.map_err(|error| Report::of_desk(&error, &call.words))?;
        let opened = clean_text(&opened);
        call.out.answer(|| json!({"text": opened}), || opened.lines().map(str::to_owned).collect());
        return Ok(Ending::Done);
    }
    let Some(file) = text(matches, "out").map(PathBuf::from) else {
        let how = t!(call.words, "complaint-how");
        call.out.answer(|| json!({"how": how}), || how.lines().map(str::to_owned).collect());
        return Ok(Ending::Done);
    };
    let mut desk = call.desk()?;
    if stdin().is_terminal() {
        eprintln!("{}", t!(call.words, "complaint-ask"));
    }
    // One byte more than may be, so that what is too long is refused and not cut.
    let mut said = String::new();
    let read = stdin().lock().take(LONGEST as u64 + 1).read_to_string(&mut said);
    read.map_err(|error| Report::new(t!(call.words, "fail-file", detail = error.to_string())))?;
    if said.trim().is_empty() {
        return Err(Report::new(t!(call.words, "complaint-empty")));
    }
    let sealed = desk.seal_complaint(said.trim(), &file);
    sealed.map_err(|error| Report::of_desk(&error, &call.words))?;
    let name = file.display().to_string();
    call.out.answer(
        || json!({"file": name}),
        || vec![t!(call.words, "complaint-sealed", file = name.as_str())],
    );
    Ok(Ending::Done)
}
