//! The command line: the screen's linear twin. Every act of the screen is a subcommand that builds the same
//! [`Command`](crate::desk::command::Command); `--json` is for programs, the rest for people in their language.
//!
//! Exit codes: 0 done · 1 refused or failed, and said why · 2 wrong usage · 3 partly done, each part left out is named.

mod ask;
mod backup;
mod bundle;
mod case;
mod claim;
mod complaint;
mod demo;
mod desk;
mod digest;
mod fairness;
mod handover;
mod headquarters;
mod inspect;
mod lead;
mod matching;
mod meeting;
mod output;
mod passphrase;
mod paste;
mod publish;
mod relief;
mod report;
mod survey;
mod sync;
mod territory;
mod trace;
mod triage;
mod trust;
mod view;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Arg, ArgAction, ArgMatches, Command};

use crate::desk::command::Refusal;
use crate::desk::home::Home;
use crate::desk::system::{SystemClock, SystemEntropy, read_bounded};
use crate::desk::{Desk, DeskError};
use crate::i18n::{Lang, Words};
use crate::sync::keyfile::KeyFileError;
use crate::term;

use output::Output;
use report::Report;

/// What every subcommand needs.
pub(crate) struct Call {
    /// Where the desk lives.
    pub home: Home,
    /// Words of the language asked for.
    pub words: Words,
    /// Where answers go.
    pub out: Output,
}

/// The end of a subcommand.
pub(crate) type Outcome = Result<Ending, Report>;

/// How a subcommand ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// Done.
    Done,
    /// Partly done; what was left out is named.
    Partly,
    /// It found something wrong and said so.
    Found,
}

/// One subcommand: how it is called, and what it does.
struct Verb {
    command: fn() -> Command,
    run: fn(&mut Call, &ArgMatches) -> Outcome,
}

const VERBS: &[Verb] = &[
    Verb { command: demo::command, run: demo::run },
    Verb { command: desk::init_command, run: desk::init },
    Verb { command: headquarters::command, run: headquarters::run },
    Verb { command: bundle::command, run: bundle::run },
    Verb { command: sync::command, run: sync::run },
    Verb { command: inspect::receipt_command, run: inspect::write_receipt },
    Verb { command: lead::command, run: lead::run },
    Verb { command: matching::command, run: matching::run },
    Verb { command: claim::command, run: claim::run },
    Verb { command: case::command, run: case::run },
    Verb { command: relief::appeal, run: relief::run_appeal },
    Verb { command: relief::remedy, run: relief::run_remedy },
    Verb { command: relief::relation, run: relief::run_relation },
    Verb { command: relief::trip, run: relief::run_trip },
    Verb { command: relief::report, run: relief::run_report },
    Verb { command: relief::violation, run: relief::run_violation },
    Verb { command: relief::proposal, run: relief::run_proposal },
    Verb { command: complaint::command, run: complaint::run },
    Verb { command: digest::command, run: digest::run },
    Verb { command: trace::command, run: trace::run },
    Verb { command: fairness::command, run: fairness::run },
    Verb { command: meeting::command, run: meeting::run },
    Verb { command: territory::command, run: territory::run },
    Verb { command: view::command, run: view::run },
    Verb { command: handover::command, run: handover::run },
    Verb { command: passphrase::command, run: passphrase::run },
    Verb { command: desk::undo_command, run: desk::undo },
    Verb { command: desk::audit_command, run: desk::audit },
    Verb { command: desk::rebuild_command, run: desk::rebuild },
    Verb { command: backup::backup_command, run: backup::backup },
    Verb { command: backup::restore_command, run: backup::restore },
    Verb { command: backup::rescue_command, run: backup::rescue },
    Verb { command: backup::doctor_command, run: backup::doctor },
];

fn command() -> Command {
    let base = Command::new("daqu")
        .version(env!("CARGO_PKG_VERSION"))
        .about("A regional manager's desk: tender leads, conflicts between branches, minutes, signed exchange")
        .long_about(
            "A regional manager's desk in the terminal. Without a subcommand it opens the screen.\n\
             `daqu demo` shows a month of made-up work in a temporary folder.",
        )
        .arg(
            Arg::new("home")
                .long("home")
                .value_name("DIR")
                .global(true)
                .value_parser(clap::value_parser!(PathBuf))
                .help("Keep everything of this desk in DIR instead of the user's data folder"),
        )
        .arg(
            Arg::new("lang")
                .long("lang")
                .value_name("LANG")
                .global(true)
                .help("zh or en; otherwise LC_ALL or LANG decides, and Chinese where neither does"),
        )
        .arg(
            Arg::new("json")
                .long("json")
                .global(true)
                .action(ArgAction::SetTrue)
                .help("Print lists and results as JSON"),
        );
    VERBS.iter().fold(base, |base, verb| base.subcommand((verb.command)()))
}

/// Parses, does, answers, and gives the exit code.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let matches = match command().try_get_matches_from(args) {
        Ok(matches) => matches,
        Err(error) => {
            // Help and version are no error; clap knows where each of its texts belongs.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let lang = match matches.get_one::<String>("lang") {
        Some(tag) => Lang::parse(tag),
        None => Lang::from_environment(|name| std::env::var(name).ok()),
    };
    let chosen = matches.get_one::<PathBuf>("home").map(Home::at);
    let Some(home) = chosen.or_else(Home::of_user) else {
        eprintln!("daqu: this system names no folder for your data; choose one with --home DIR");
        return ExitCode::from(1);
    };
    let out = Output::new(matches.get_flag("json"));
    let mut call = Call { home, words: Words::new(lang), out };
    let outcome = match matches.subcommand() {
        None => desk::open(&mut call),
        Some((name, arguments)) => {
            let verb = VERBS.iter().find(|verb| (verb.command)().get_name() == name);
            verb.map_or(Ok(Ending::Done), |verb| (verb.run)(&mut call, arguments))
        }
    };
    match outcome {
        Ok(Ending::Done) => ExitCode::SUCCESS,
        Ok(Ending::Found) => ExitCode::from(1),
        Ok(Ending::Partly) => ExitCode::from(3),
        Err(report) => {
            call.out.report(&report);
            ExitCode::from(if report.usage { 2 } else { 1 })
        }
    }
}

impl Call {
    /// Opens the desk, asking for the passphrase where its key file has one.
    fn desk(&self) -> Result<Desk, Report> {
        let mut desk = self.opened()?;
        // What is cited from here on is what headquarters published.
        let standards =
            desk.standards().map_err(|e| Report::of_refusal(&Refusal::Store(e), &self.words))?;
        self.words.adopt(&standards.book);
        Ok(desk)
    }

    fn opened(&self) -> Result<Desk, Report> {
        let open = |passphrase: Option<&str>| {
            Desk::open(
                self.home.clone(),
                passphrase,
                Arc::new(SystemClock),
                Box::new(SystemEntropy),
            )
        };
        match open(None) {
            Err(DeskError::Key { fault: KeyFileError::NeedsPassphrase, .. }) => {
                let passphrase = self.passphrase()?;
                open(Some(&passphrase)).map_err(|error| Report::of_desk(&error, &self.words))
            }
            other => other.map_err(|error| Report::of_desk(&error, &self.words)),
        }
    }

    /// The bytes of a file that somebody handed over.
    fn read(&self, file: &Path) -> Result<Vec<u8>, Report> {
        read_bounded(file).map_err(|error| {
            let detail = format!("{}: {error}", file.display());
            Report::new(crate::t!(self.words, "fail-file", detail = detail))
        })
    }

    /// Asks for the passphrase on the terminal.
    fn passphrase(&self) -> Result<String, Report> {
        self.secret(&crate::t!(self.words, "cli-passphrase"))
    }

    fn secret(&self, question: &str) -> Result<String, Report> {
        let none = || Report::new(crate::t!(self.words, "cli-passphrase-none"));
        term::secret::ask(question).map_err(|_| none())?.ok_or_else(none)
    }

    /// A new passphrase, asked twice; `None` where the person chose to go without.
    fn new_passphrase(&self, without: bool) -> Result<Option<String>, Report> {
        if without {
            return Ok(None);
        }
        self.secret_twice(&crate::t!(self.words, "cli-passphrase")).map(Some)
    }

    fn secret_twice(&self, question: &str) -> Result<String, Report> {
        let first = self.secret(question)?;
        let again = crate::t!(self.words, "cli-passphrase-again");
        let second = term::secret::ask(&again).ok().flatten();
        if first.is_empty() || second.as_deref() != Some(&first) {
            return Err(Report::new(crate::t!(self.words, "cli-passphrase-differs")));
        }
        Ok(first)
    }
}

/// An option with a value.
fn option(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value).help(help)
}

/// The text of an option.
fn text(matches: &ArgMatches, name: &str) -> Option<String> {
    matches.get_one::<String>(name).cloned()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_command_line_is_coherent() {
        super::command().debug_assert();
    }
}
