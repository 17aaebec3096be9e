//! Tracing a leak on the command line: whose copy a serial or a document is.

use clap::{Arg, ArgMatches, Command};
use serde_json::json;

use crate::desk::service::{Reply, Request};
use crate::desk::trace::told;

use super::ask::ask;
use super::{Call, Ending, Outcome, text};

/// `daqu trace`.
pub fn command() -> Command {
    Command::new("trace")
        .about("Whose copy came to light: a serial (WS-…, ZL-…, ZJ-…) or a file, against the disclosure ledgers")
        .arg(Arg::new("sought").value_name("SERIAL|FILE").required(true).help("What came to light"))
}

/// Runs `daqu trace`.
pub fn run(call: &mut Call, matches: &ArgMatches) -> Outcome {
    let sought = text(matches, "sought").unwrap_or_default();
    let Reply::Holders(holders) = ask(call, Request::Trace(sought))? else {
        return Ok(Ending::Done);
    };
    let words = &call.words;
    call.out.answer(|| json!(holders), || told(&holders, words, &str::to_owned));
    Ok(if holders.is_empty() { Ending::Found } else { Ending::Done })
}
