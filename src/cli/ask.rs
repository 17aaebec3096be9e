//! What several subcommands ask: of the person, of the arguments, of the desk.

use std::io::{BufRead, IsTerminal, Write, stderr, stdin};
use std::path::PathBuf;

use clap::Arg;

use crate::desk::Desk;
use crate::desk::command::Refusal;
use crate::desk::service::{DeskService, Reply, Request, Service};

use super::Call;
use super::report::Report;

/// A positional number.
pub(super) fn number() -> Arg {
    Arg::new("number").value_name("NUMBER").required(true)
}

/// A positional file.
pub(super) fn file_argument(value: &'static str, help: &'static str) -> Arg {
    let parser = clap::value_parser!(PathBuf);
    Arg::new("file").value_name(value).required(true).value_parser(parser).help(help)
}

/// Asks on the terminal; anything but y, yes or 是 is no, and so is the absence of a terminal.
pub(super) fn confirm(question: &str) -> bool {
    if !stdin().is_terminal() {
        return false;
    }
    let mut answer = String::new();
    let asked = write!(stderr(), "{question} [y/N] ").and_then(|()| stderr().flush());
    let read = asked.and_then(|()| stdin().lock().read_line(&mut answer));
    read.is_ok() && matches!(answer.trim().to_lowercase().as_str(), "y" | "yes" | "是")
}

/// Asks the desk of the home a question of the screen.
pub(super) fn ask(call: &Call, request: Request) -> Result<Reply, Report> {
    ask_of(call, call.desk()?, request)
}

/// Asks a desk that is open already.
pub(super) fn ask_of(call: &Call, desk: Desk, request: Request) -> Result<Reply, Report> {
    match DeskService::new(desk, call.words.clone()).answer(request) {
        Reply::Refused(whys) => Err(Report::of_refusal(&Refusal::Refused(whys), &call.words)),
        Reply::Failed { key, args } => {
            Err(Report::new(call.words.say_with(&format!("fail-{key}"), &args)))
        }
        reply => Ok(reply),
    }
}
