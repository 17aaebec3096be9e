//! `daqu demo`: a month of made-up work at the 华东 desk, in a temporary folder that goes when the program ends.

use std::io::IsTerminal;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use clap::{ArgMatches, Command};

use crate::desk::demo;
use crate::desk::service::{DeskService, ReaderService};
use crate::desk::system::SystemClock;
use crate::domain::ports::Clock;
use crate::model::Model;
use crate::t;
use crate::term::headless::Headless;
use crate::ui::theme::Theme;

use super::report::Report;
use super::{Call, Ending, Outcome, desk, option, text, view};

/// The seed unless another is asked for.
const SEED: u64 = 1;

/// `daqu demo`.
pub fn command() -> Command {
    Command::new("demo")
        .about("Look around: a desk with a month of made-up work, in a temporary folder")
        .arg(
            option("seed", "N", "Another month; DAQU_SEED does the same")
                .value_parser(clap::value_parser!(u64)),
        )
        .arg(
            option("size", "COLSxROWS", "Without a terminal: size of the screen printed")
                .default_value("120x40"),
        )
}

/// Shows the demo, or prints its first screen where there is no terminal.
pub fn run(call: &mut Call, matches: &ArgMatches) -> Outcome {
    let environment = |name: &str| std::env::var(name).ok();
    let from_environment = environment("DAQU_SEED").and_then(|seed| seed.parse().ok());
    let seed = matches.get_one::<u64>("seed").copied().or(from_environment).unwrap_or(SEED);
    let fixed = environment("DAQU_NOW").and_then(|now| now.parse::<DateTime<Utc>>().ok());
    let now = fixed.unwrap_or_else(|| SystemClock.now());
    let folder = tempfile::Builder::new().prefix("daqu-demo-").tempdir();
    let folder = folder
        .map_err(|error| Report::new(t!(call.words, "fail-file", detail = error.to_string())))?;
    let desk = demo::make(folder.path(), now, seed)
        .map_err(|error| Report::of_desk(&error, &call.words))?;
    if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        let asked = text(matches, "size").unwrap_or_default();
        let size = view::size(&asked).ok_or_else(|| {
            Report::new(t!(call.words, "cli-no-size", size = asked.clone())).usage()
        })?;
        eprintln!("{}", t!(call.words, "cli-demo-no-terminal"));
        let model = Model::new(call.words.lang(), size, desk.now());
        let service = DeskService::new(desk, call.words.clone());
        let window = Headless::open(model, Box::new(service), Theme::Mono);
        call.out.print(window.text().trim_end());
        return Ok(Ending::Done);
    }
    let (home, clock) = (desk.home().clone(), desk.clock());
    let reader_clock = Arc::clone(&clock);
    desk::show(call, desk, move || ReaderService::open(&home, reader_clock), clock)
}
