//! One screen without a terminal: `daqu view conflicts --size 120x40 --keys "j enter"`.

use clap::{ArgMatches, Command};
use serde_json::json;

use crate::desk::service::DeskService;
use crate::desk::system::SystemClock;
use crate::domain::ports::Clock;
use crate::model::{Model, Pane};
use crate::t;
use crate::term::headless::Headless;
use crate::ui::theme::Theme;

use super::report::Report;
use super::{Call, Ending, Outcome, option, text};

/// `daqu view`.
pub fn command() -> Command {
    Command::new("view")
        .about("Print one screen as text, after pressing keys")
        .arg(
            clap::Arg::new("pane")
                .value_name("PANE")
                .required(true)
                .value_parser(Pane::ALL.map(Pane::name)),
        )
        .arg(option("size", "COLSxROWS", "Size of the screen").default_value("120x40"))
        .arg(option(
            "keys",
            "KEYS",
            "Keys to press first, blanks between; text:… types the rest of the word",
        ))
}

/// Reads `120x40`.
pub(super) fn size(text: &str) -> Option<(u16, u16)> {
    let (width, height) = text.split_once('x')?;
    let bounded = |n: &str| n.parse::<u16>().ok().filter(|n| *n <= 500);
    Some((bounded(width)?, bounded(height)?))
}

/// Prints a screen.
pub fn run(call: &mut Call, matches: &ArgMatches) -> Outcome {
    let asked = text(matches, "size").unwrap_or_default();
    let size = size(&asked)
        .ok_or_else(|| Report::new(t!(call.words, "cli-no-size", size = asked.clone())).usage())?;
    let pane = text(matches, "pane").and_then(|name| Pane::parse(&name)).unwrap_or(Pane::Conflicts);
    let service = DeskService::new(call.desk()?, call.words.clone());
    let mut model = Model::new(call.words.lang(), size, SystemClock.now());
    model.focus = pane;
    let theme = Theme::from_environment(|name| std::env::var(name).ok());
    let mut window = Headless::open(model, Box::new(service), theme);
    window
        .press(&text(matches, "keys").unwrap_or_default())
        .map_err(|no_key| Report::new(t!(call.words, "cli-no-key", key = no_key.0)))?;
    let screen = window.text();
    call.out.answer(
        || json!({"lines": screen.lines().collect::<Vec<_>>()}),
        || vec![screen.trim_end().to_owned()],
    );
    Ok(Ending::Done)
}
