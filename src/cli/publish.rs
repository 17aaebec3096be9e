//! Headquarters publishes: facts of the organisation out of a file, and confirmations of assumed defaults.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::{Value, json};

use crate::desk::Desk;
use crate::desk::command::{Command as Act, Refusal};
use crate::desk::publication::told;
use crate::domain::organisation::{Confirmed, OrganisationFact, publish};
use crate::domain::rulebook::{Rule, Status};
use crate::i18n::{Lang, Words, value};
use crate::t;

use super::ask::{confirm as ask, file_argument};
use super::report::Report;
use super::{Call, Ending, Outcome, option, text};

/// The subcommands of `daqu hq` that are here.
pub fn commands() -> Vec<Command> {
    let yes = || {
        Arg::new("yes")
            .long("yes")
            .action(ArgAction::SetTrue)
            .help("It was looked over; do not ask")
    };
    vec![
        Command::new("publish")
            .about(
                "Sign what a TOML file says of the organisation: resolutions, divisions, units, areas, posts, key accounts, \
                 customers, targets, confirmations; or a whole rulebook (TOML with [[rule]]), or the working days of a year \
                 (JSON of holiday-cn)",
            )
            .arg(file_argument("FILE", "The file; README.md shows one"))
            .arg(
                Arg::new("dry-run")
                    .long("dry-run")
                    .action(ArgAction::SetTrue)
                    .help("Only say what it would record, and what to look at twice"),
            )
            .arg(option("by", "NUMBER", "The resolution behind a rulebook"))
            .arg(yes()),
        Command::new("confirm")
            .about("Confirm assumed defaults (假定) by the id of their gap; without one, list them")
            .arg(Arg::new("gap").value_name("GAP").num_args(0..).help("G1, G7, …"))
            .arg(option("by", "NUMBER", "The resolution behind it"))
            .arg(
                Arg::new("take-back")
                    .long("take-back")
                    .action(ArgAction::SetTrue)
                    .help("They are assumed again"),
            ),
    ]
}

/// Runs `daqu hq publish` and `daqu hq confirm`; `None` for another subcommand.
pub fn run(call: &mut Call, name: &str, matches: &ArgMatches) -> Option<Outcome> {
    match name {
        "publish" => Some(publish(call, matches)),
        "confirm" => Some(confirm(call, matches)),
        _ => None,
    }
}

fn publish(call: &mut Call, matches: &ArgMatches) -> Outcome {
    let file = matches.get_one::<PathBuf>("file").cloned().unwrap_or_default();
    let bytes = call.read(&file)?;
    let mut desk = call.desk()?;
    let words = &call.words;
    let by = text(matches, "by").unwrap_or_default();
    let read = desk.read_publication(&bytes, &by, words);
    let read = read.map_err(|refusal| Report::of_refusal(&refusal, words))?;
    if matches.get_flag("dry-run") {
        call.out.answer(
            || json!({"facts": read.facts, "doubts": read.doubts, "signed": false}),
            || read.lines(words).into_iter().chain([t!(words, "cli-publish-dry")]).collect(),
        );
        return Ok(Ending::Done);
    }
    if !matches.get_flag("yes") {
        for line in read.lines(words) {
            eprintln!("{}", crate::text::clean::clean_text(&line));
        }
        if !ask(&t!(words, "cli-publish-ask", n = read.facts.len())) {
            let report = Report::new(t!(words, "cli-publish-none"));
            return Err(report.hint(t!(words, "cli-publish-hint")));
        }
    }
    sign(call, &mut desk, read.command, &read.facts)
}

fn sign(call: &Call, desk: &mut Desk, command: Act, labels: &[String]) -> Outcome {
    let words = &call.words;
    let n = labels.len();
    let done = desk.perform(command);
    let done = done.map_err(|refusal| Report::of_refusal(&refusal, words))?;
    let doubts = told(&done.notices, words);
    call.out.answer(
        || json!({"facts": labels, "doubts": doubts, "signed": true}),
        || {
            let doubts = doubts.iter().map(|doubt| format!("! {doubt}"));
            [t!(words, "cli-publish-done", n = n)].into_iter().chain(doubts).collect()
        },
    );
    Ok(Ending::Done)
}

fn confirm(call: &mut Call, matches: &ArgMatches) -> Outcome {
    let gaps: Vec<String> =
        matches.get_many::<String>("gap").into_iter().flatten().cloned().collect();
    let mut desk = call.desk()?;
    if gaps.is_empty() {
        return assumptions(call, &mut desk);
    }
    let holds = !matches.get_flag("take-back");
    let resolution = text(matches, "by").unwrap_or_default();
    let fact = |gap: &String| {
        let gap = gap.trim().to_uppercase();
        OrganisationFact::Confirmed(Confirmed { gap, holds, resolution: resolution.clone() })
    };
    let facts: Vec<OrganisationFact> = gaps.iter().map(fact).collect();
    let labels: Vec<String> =
        facts.iter().map(|fact| value::fact(&call.words, &publish::label(fact))).collect();
    sign(call, &mut desk, Act::Record(facts), &labels)
}

/// The defaults for gaps, and whether headquarters confirmed them.
fn assumptions(call: &Call, desk: &mut Desk) -> Outcome {
    let words = &call.words;
    let company = desk.company();
    let company = company.map_err(|e| Report::of_refusal(&Refusal::Store(e), words))?;
    let zh = words.lang() == Lang::Zh;
    let book = words.book();
    let is_default =
        |rule: &&Rule| rule.status == Status::Assumed || company.is_confirmed(&rule.id);
    let rules: Vec<&Rule> = book.rules().iter().filter(is_default).collect();
    let badge = |id: &str, words: &Words| match company.is_confirmed(id) {
        true => t!(words, "assumption-confirmed"),
        false => t!(words, "ui-assumed"),
    };
    call.out.answer(
        || {
            let row = |rule: &&crate::domain::rulebook::Rule| {
                json!({"gap": rule.id, "confirmed": company.is_confirmed(&rule.id),
                       "title": rule.title.pick(zh), "default": rule.gist.pick(zh)})
            };
            Value::Array(rules.iter().map(row).collect())
        },
        || {
            let line = |rule: &&crate::domain::rulebook::Rule| {
                let badge = badge(&rule.id, words);
                format!("{:<4} [{badge}] {} — {}", rule.id, rule.title.pick(zh), rule.gist.pick(zh))
            };
            rules.iter().map(line).collect()
        },
    );
    Ok(Ending::Done)
}
