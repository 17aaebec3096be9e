//! `daqu report digest`: the regional digest of a month, shown, written to files, issued; and those that regions issued.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::json;

use crate::desk::awaiting::Awaiting;
use crate::desk::command::{Command as Act, Refusal};
use crate::domain::calendar::local;
use crate::domain::survey;
use crate::i18n::Words;
use crate::t;
use crate::text::clean::clean_line;

use super::report::Report;
use super::{Call, Ending, Outcome, option, text};

/// The subcommands of `daqu report` that are here.
pub fn commands() -> Vec<Command> {
    vec![
        Command::new("digest")
            .about(
                "The regional digest of a month by the headings of art. 31, with targets and wins",
            )
            .arg(option("month", "MONTH", "2026-11; this month, if left out"))
            .arg(option("out", "DIR", "Write text, pictures (SVG) and a workbook there"))
            .arg(Arg::new("issue").long("issue").action(ArgAction::SetTrue).help(
                "Issue it to headquarters, once a month: an event of its own, which the next bundle carries",
            )),
        Command::new("digests")
            .about("Digests that were issued; with a number, its text")
            .arg(Arg::new("number").value_name("NUMBER")),
    ]
}

/// Runs one of them; nothing where it is none.
pub fn run(call: &mut Call, name: &str, matches: &ArgMatches) -> Option<Outcome> {
    match name {
        "digest" => Some(digest(call, matches)),
        "digests" => Some(digests(call, matches)),
        _ => None,
    }
}

fn digest(call: &mut Call, matches: &ArgMatches) -> Outcome {
    let mut desk = call.desk()?;
    let words = &call.words;
    let day = match text(matches, "month") {
        None => local(desk.now()).date(),
        Some(month) => {
            let wrong = || t!(words, "cli-no-month", month = clean_line(&month));
            survey::month(&month).ok_or_else(|| Report::new(wrong()).usage())?
        }
    };
    let refused = |why| Report::of_refusal(&Refusal::because(why), words);
    survey::is_told(day, local(desk.now()).date()).map_err(refused)?;
    let stored = |error| Report::of_refusal(&Refusal::Store(error), words);
    let survey = desk.survey(day).map_err(stored)?;
    let page = desk.survey_page(day, words).map_err(stored)?;
    let folder = text(matches, "out").map(PathBuf::from);
    let written = folder.map(|folder| desk.write_survey(&survey, &folder, words)).transpose();
    let written = written.map_err(|error| Report::of_desk(&error, words))?;
    let issued = match matches.get_flag("issue") {
        true => {
            let act = Act::IssueSurvey { day, text: page.clone() };
            let done = desk.perform(act);
            Some(done.map_err(|refusal| Report::of_refusal(&refusal, words))?)
        }
        false => None,
    };
    call.out.answer(
        || {
            let number = issued.as_ref().and_then(|done| done.number.clone());
            json!({"digest": survey, "files": written, "issued": number})
        },
        || {
            let mut lines: Vec<String> = page.lines().map(str::to_owned).collect();
            if let Some(written) = &written {
                let file = written.text.display().to_string();
                lines.push(t!(words, "done-survey-written", file = file));
            }
            if let Some(done) = &issued {
                lines.push(words.answer(&format!("done-{}", done.key), &done.args));
            }
            lines
        },
    );
    Ok(Ending::Done)
}

fn digests(call: &mut Call, matches: &ArgMatches) -> Outcome {
    let mut desk = call.desk()?;
    let words = &call.words;
    let stored = |error| Report::of_refusal(&Refusal::Store(error), words);
    if let Some(number) = text(matches, "number") {
        let page = desk.issued_survey(&number).map_err(stored)?;
        let none = || Report::new(t!(words, "cli-no-digest", number = clean_line(&number)));
        let page = page.ok_or_else(none)?;
        call.out.answer(
            || json!({"number": number, "text": page}),
            || page.lines().map(str::to_owned).collect(),
        );
        return Ok(Ending::Done);
    }
    let rows = desk.issued_surveys().map_err(stored)?;
    call.out.answer(|| json!(rows), || rows.iter().map(|row| line(row, words)).collect());
    Ok(Ending::Done)
}

/// A row of what awaits, or of the digests, as a line.
pub(super) fn line(row: &Awaiting, words: &Words) -> String {
    let kind = words.say(&format!("await-{}", row.kind));
    let from = row.from.map(|region| words.region_name(region)).unwrap_or_default();
    let since = row.since.map(|at| local(at).format("%Y-%m-%d").to_string()).unwrap_or_default();
    format!("{kind}  {}  {from}  {since}  {}", row.number, row.title)
}
