//! Headquarters publishes: facts of the organisation out of a file, and confirmations of assumed defaults.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::{Value, json};

use crate::desk::Desk;
use crate::desk::command::{Command as Act, Refusal};
use crate::desk::organisation::Published;
use crate::domain::calendar::local;
use crate::domain::organisation::standard::{self, Whole};
use crate::domain::organisation::{Confirmed, OrganisationFact, publish};
use crate::domain::rulebook::{Rule, Status};
use crate::i18n::{Lang, Words, value};
use crate::interchange::organisation::{Fault, read};
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
    let named = file.display().to_string();
    let bytes = call.read(&file)?;
    let mut desk = call.desk()?;
    let words = &call.words;
    let unread = |detail: String| {
        Report::new(t!(words, "cli-publish-unread", file = named.as_str(), detail = detail))
    };
    let written = String::from_utf8(bytes).map_err(|_| unread(t!(words, "cli-not-utf8")))?;
    if let Some(whole) = standard::whole(&written) {
        let resolution = text(matches, "by").unwrap_or_default();
        let published = match whole {
            Whole::Rules => Published::Rules { text: written, resolution },
            Whole::Calendar => Published::Calendar { text: written },
        };
        return publish_whole(call, &mut desk, matches, published);
    }
    let today = local(desk.now()).date();
    let stored = |error| Report::of_refusal(&Refusal::Store(error), words);
    let company = desk.company().map_err(stored)?;
    let facts = read(&written, &company, today).map_err(|fault| match fault {
        Fault::Text(detail) => unread(detail),
        Fault::Rows(whys) => {
            let n = whys.len();
            let head = t!(words, "cli-publish-rows", file = named.as_str(), n = n);
            let mut report = Report::of_refusal(&Refusal::Refused(whys), words);
            report.lines.insert(0, head);
            report
        }
    })?;
    let foreseen = desk.foresee(&facts).map_err(stored)?;
    if !foreseen.refusals.is_empty() {
        return Err(Report::of_refusal(&Refusal::Refused(foreseen.refusals), words));
    }
    let facts = foreseen.news;
    let labels: Vec<String> =
        facts.iter().map(|fact| value::fact(words, &publish::label(fact))).collect();
    let doubts: Vec<String> = foreseen.doubts.iter().map(|why| words.why(why)).collect();
    let n = facts.len();
    let preview = || {
        let head = t!(words, "cli-publish-would", n = n);
        let facts = labels.iter().map(|label| format!("  · {label}"));
        let doubts = doubts.iter().map(|doubt| format!("! {doubt}"));
        [head].into_iter().chain(facts).chain(doubts).collect::<Vec<String>>()
    };
    if matches.get_flag("dry-run") {
        call.out.answer(
            || json!({"facts": labels, "doubts": doubts, "signed": false}),
            || preview().into_iter().chain([t!(words, "cli-publish-dry")]).collect(),
        );
        return Ok(Ending::Done);
    }
    if !matches.get_flag("yes") {
        for line in preview() {
            eprintln!("{}", crate::text::clean::clean_text(&line));
        }
        if !ask(&t!(words, "cli-publish-ask", n = n)) {
            let report = Report::new(t!(words, "cli-publish-none"));
            return Err(report.hint(t!(words, "cli-publish-hint")));
        }
    }
    record(call, &mut desk, facts, &labels)
}

/// A rulebook or a year's paper: it is read and named before anybody signs it.
fn publish_whole(
    call: &Call,
    desk: &mut Desk,
    matches: &ArgMatches,
    published: Published,
) -> Outcome {
    let words = &call.words;
    let name = published.name();
    let name = name.map_err(|why| Report::of_refusal(&Refusal::because(why), words))?;
    let label = match &published {
        Published::Rules { .. } => t!(words, "cli-publish-rules", name = name),
        Published::Calendar { .. } => t!(words, "cli-publish-calendar", name = name),
    };
    if matches.get_flag("dry-run") {
        call.out.answer(
            || json!({"facts": [label], "doubts": [], "signed": false}),
            || vec![label.clone(), t!(words, "cli-publish-dry")],
        );
        return Ok(Ending::Done);
    }
    if !matches.get_flag("yes") {
        eprintln!("{label}");
        if !ask(&t!(words, "cli-publish-ask", n = 1)) {
            let report = Report::new(t!(words, "cli-publish-none"));
            return Err(report.hint(t!(words, "cli-publish-hint")));
        }
    }
    let done = desk.perform(Act::Publish(published));
    done.map_err(|refusal| Report::of_refusal(&refusal, words))?;
    call.out.answer(
        || json!({"facts": [label], "doubts": [], "signed": true}),
        || vec![label.clone(), t!(words, "cli-publish-done", n = 1)],
    );
    Ok(Ending::Done)
}

fn record(
    call: &Call,
    desk: &mut Desk,
    facts: Vec<OrganisationFact>,
    labels: &[String],
) -> Outcome {
    let words = &call.words;
    let n = facts.len();
    let done = desk.perform(Act::Record(facts));
    let done = done.map_err(|refusal| Report::of_refusal(&refusal, words))?;
    let doubts: Vec<String> = done.notices.iter().map(|why| words.why(why)).collect();
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
    record(call, &mut desk, facts, &labels)
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
