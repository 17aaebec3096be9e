//! Cases on the command line: lists, and one verb for each row of the action table, made from the row.

use std::path::PathBuf;

use clap::{ArgMatches, Command};
use serde_json::{Value, json};

use crate::desk::Desk;
use crate::desk::command::{Command as Act, Done, NewCase, Refusal};
use crate::desk::entry::moments;
use crate::desk::service::{Reply, Request};
use crate::desk::view::{ActionRow, Basis, CaseDetail, CaseRow};
use crate::domain::case::action::{ACTIONS, Action};
use crate::domain::case::evidence::{evidence, frozen_stands};
use crate::domain::case::grid::{Line, deciding, grid};
use crate::domain::case::hearing::hearing;
use crate::domain::case::ledger::ledger;
use crate::domain::case::{Case, Trigger};
use crate::domain::procedure::{Argument, Kind};
use crate::domain::rulebook::Rulebook;
use crate::domain::strict::Texts;
use crate::domain::why::Why;
use crate::i18n::Words;
use crate::t;

use super::ask::{ask_of, number};
use super::claim::row_json;
use super::lead::name_province;
use super::report::Report;
use super::{Call, Ending, Outcome, option, text};

/// `daqu case`.
pub fn command() -> Command {
    let base = Command::new("case")
        .about("Conflict cases: the queue, a case in full, and every act of the action table")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(
            Command::new("list").about("Open cases, the most pressing first").arg(
                clap::Arg::new("all")
                    .long("all")
                    .action(clap::ArgAction::SetTrue)
                    .help("Also those that are over"),
            ),
        )
        .subcommand(
            Command::new("new")
                .about("Open a case that no two claims show yet")
                .arg(option("lead", "NUMBER", "The lead, XS-…").required(true))
                .arg(option("lot", "LOT", "The lot; the undivided whole where it is left out"))
                .arg(option("parties", "CODES", "Unit codes with commas, two at least"))
                .arg(option("reasons", "TEXT", "What the conflict is"))
                .arg(
                    option("trigger", "WORD", "Who made it known")
                        .value_parser(Trigger::BY_HAND.map(Trigger::name))
                        .default_value(Trigger::Manager.name()),
                ),
        )
        .subcommand(
            Command::new("file")
                .about("Write the file of a piece of evidence for one's own eyes; a copy for others is made by `copy`")
                .arg(number())
                .arg(option("entry", "N", "Its number in the timeline").required(true))
                .arg(option("out", "FILE", "Where to").required(true)),
        )
        .subcommand(
            Command::new("note")
                .about("Keep a note for yourself on a case: it stays on this desk and goes into no bundle")
                .arg(number())
                .arg(option("text", "TEXT", "The note; an empty one drops it").required(true)),
        )
        .subcommand(
            Command::new("show")
                .about("A case with its claims, timeline and possible acts")
                .arg(number()),
        );
    ACTIONS.iter().fold(base, |base, action| base.subcommand(verb(action)))
}

/// The verb of a row. Nothing is required here: what is missing is refused with its article, like everything else.
fn verb(action: &'static Action) -> Command {
    let about = format!(
        "{} (by {})",
        Words::new(crate::i18n::Lang::En).say(&format!("action-{}-help", action.id)),
        action.rule
    );
    let base = Command::new(action.id).about(about).arg(number());
    action.arguments.iter().fold(base, |base, argument| base.arg(argument_option(argument)))
}

/// The option of an argument.
pub(super) fn argument_option(argument: &'static Argument) -> clap::Arg {
    let flag = argument.name.replace('_', "-");
    let help = match argument.kind {
        Kind::Choice(words) => words.join(", "),
        Kind::Units | Kind::Parties => "unit codes with commas".to_owned(),
        Kind::Rules => "rule ids with commas".to_owned(),
        Kind::Moment => "2026-11-23 17:30 (Shanghai) or RFC 3339".to_owned(),
        Kind::Case => "the number of another case".to_owned(),
        Kind::Region => "NE, EC, SC or SW".to_owned(),
        Kind::Shares => "shares per mille, F1:600,F3:400".to_owned(),
        Kind::Entries => "numbers of entries in the timeline, with commas".to_owned(),
        Kind::File => "path of a file".to_owned(),
        Kind::Entry => "the number of an entry in the timeline".to_owned(),
        Kind::Day => "a day: 2026-11-23, 下周三".to_owned(),
        Kind::Sum => "a sum: 1200元, 3.5万元".to_owned(),
        Kind::Place => "a place: 南京, 320100".to_owned(),
        Kind::Unit => "a unit: F1".to_owned(),
        Kind::Customer => "a customer: 移动, CMCC".to_owned(),
        Kind::About => "numbers of leads, claims, cases, trips, meetings, with commas".to_owned(),
        Kind::Text => "text".to_owned(),
    };
    let due = if argument.required.is_some() { "" } else { "; may be left out" };
    clap::Arg::new(argument.name).long(flag).value_name("VALUE").help(format!("{help}{due}"))
}

/// Runs `daqu case …`.
pub fn run(call: &mut Call, matches: &ArgMatches) -> Outcome {
    match matches.subcommand() {
        Some(("list", matches)) => list(call, matches.get_flag("all")),
        Some(("new", matches)) => new(call, matches),
        Some(("file", matches)) => file(call, matches),
        Some(("note", matches)) => note(call, matches),
        Some(("show", matches)) => show(call, &text(matches, "number").unwrap_or_default()),
        Some((id, matches)) => {
            let action = ACTIONS.iter().find(|action| action.id == id);
            action.map_or(Ok(Ending::Done), |action| act(call, action, matches))
        }
        None => Ok(Ending::Done),
    }
}

fn new(call: &mut Call, matches: &ArgMatches) -> Outcome {
    let parties = Texts::from([("parties", text(matches, "parties").unwrap_or_default().as_str())]);
    let trigger = text(matches, "trigger").and_then(|word| Trigger::parse(&word));
    let command = Act::OpenCase(NewCase {
        lead: text(matches, "lead").unwrap_or_default(),
        lot: text(matches, "lot"),
        parties: parties.list("parties"),
        trigger: trigger.unwrap_or(Trigger::Manager),
        reasons: text(matches, "reasons").unwrap_or_default(),
    });
    let mut desk = call.desk()?;
    let done = desk.perform(command);
    let done = done.map_err(|refusal| Report::of_refusal(&refusal, &call.words))?;
    let number = done.number.clone().unwrap_or_default();
    answer(call, desk, &number, Some(&done))
}

fn note(call: &mut Call, matches: &ArgMatches) -> Outcome {
    let number = text(matches, "number").unwrap_or_default();
    let note = text(matches, "text").unwrap_or_default();
    let mut desk = call.desk()?;
    let done = desk.perform(Act::Note { number: number.clone(), text: note });
    let done = done.map_err(|refusal| Report::of_refusal(&refusal, &call.words))?;
    answer(call, desk, &number, Some(&done))
}

fn act(call: &mut Call, action: &'static Action, matches: &ArgMatches) -> Outcome {
    let number = text(matches, "number").unwrap_or_default();
    let given =
        action.arguments.iter().filter_map(|a| Some((a.name.to_owned(), text(matches, a.name)?)));
    let refused = |refusal: &Refusal| Report::of_refusal(refusal, &call.words);
    let args = moments(action.id, Texts(given.collect()))
        .map_err(|why| refused(&Refusal::because(why)))?;
    let command = Act::Act { number: number.clone(), action: action.id.to_owned(), args };
    let mut desk = call.desk()?;
    let done = desk.perform(command).map_err(|refusal| refused(&refusal))?;
    answer(call, desk, &number, Some(&done))
}

/// Writes the file of a piece of evidence.
fn file(call: &mut Call, matches: &ArgMatches) -> Outcome {
    let number = text(matches, "number").unwrap_or_default();
    let entry = text(matches, "entry").unwrap_or_default();
    let mut desk = call.desk()?;
    let bytes = desk.evidence_file(&number, &entry);
    let bytes = bytes.map_err(|refusal| Report::of_refusal(&refusal, &call.words))?;
    let out = PathBuf::from(text(matches, "out").unwrap_or_default());
    std::fs::write(&out, bytes).map_err(|error| {
        let why = Why::plain("folder-unwritable").with("file", out.display().to_string());
        Report::of_refusal(&Refusal::because(why.with("detail", error.to_string())), &call.words)
    })?;
    call.out.answer(
        || json!({"file": out.display().to_string()}),
        || vec![t!(call.words, "done-file-written", file = out.display().to_string())],
    );
    Ok(Ending::Done)
}

fn list(call: &mut Call, all: bool) -> Outcome {
    let cases = call.desk()?.cases(all);
    let cases = cases.map_err(|error| Report::of_refusal(&Refusal::Store(error), &call.words))?;
    call.out.answer(
        || Value::Array(cases.iter().map(|row| case_json(row, &call.words)).collect()),
        || cases.iter().map(|row| line(row, &call.words)).collect(),
    );
    Ok(Ending::Done)
}

fn case_json(row: &CaseRow, words: &Words) -> Value {
    let mut value = serde_json::to_value(row).unwrap_or_default();
    if let Value::Object(fields) = &mut value {
        // An instant is what programs sort by; how sure it is stands beside it.
        fields.insert("hard_stop".to_owned(), json!(row.hard_stop.as_ref().map(|stop| stop.at)));
        name_province(fields, row.province.as_deref());
        let reasons = row.rank.reasons.iter().map(|why| why_json(why, words)).collect();
        fields["rank"]["reasons"] = Value::Array(reasons);
        fields.insert(
            "hard_stop_estimated".to_owned(),
            json!(row.hard_stop.as_ref().map(|stop| stop.estimated)),
        );
        fields.insert(
            "hard_stop_basis".to_owned(),
            json!(row.hard_stop.as_ref().map(|stop| stop.basis)),
        );
    }
    value
}

fn line(row: &CaseRow, words: &Words) -> String {
    let state = words.say(&format!("state-{}", row.state.name()));
    let moment = row.last_moment.map(crate::domain::calendar::to_the_minute);
    let moment = moment.unwrap_or_else(|| "-".to_owned());
    format!(
        "{}  {state}  {moment}  {}  [{}]  {}",
        row.number,
        row.parties.join(" × "),
        row.lot,
        row.title
    )
}

fn show(call: &mut Call, number: &str) -> Outcome {
    let desk = call.desk()?;
    answer(call, desk, number, None)
}

/// Prints a case from a desk that is open already, after what was done to it.
fn answer(call: &Call, desk: Desk, number: &str, done: Option<&Done>) -> Outcome {
    let Reply::Case(detail) = ask_of(call, desk, Request::Case(number.to_owned()))? else {
        return Ok(Ending::Done);
    };
    let words = &call.words;
    let json = || {
        let mut value = detail_json(&detail, words);
        if let (Value::Object(fields), Some(done)) = (&mut value, done) {
            fields.insert("done".to_owned(), done_json(done, words));
        }
        value
    };
    let lines = || {
        let said = done.map(|done| words.answer(&format!("done-{}", done.key), &done.args));
        let notices = done.into_iter().flat_map(|done| &done.notices);
        let notices = notices.map(|why| format!("! {}", words.why(why)));
        said.into_iter().chain(notices).chain(detail_lines(&detail, words)).collect()
    };
    call.out.answer(json, lines);
    Ok(Ending::Done)
}

/// What was done, with what the person should know besides.
pub(super) fn done_json(done: &Done, words: &Words) -> Value {
    let values: serde_json::Map<String, Value> =
        done.args.iter().map(|(name, text)| (name.clone(), json!(text))).collect();
    let notices: Vec<Value> = done.notices.iter().map(|why| why_json(why, words)).collect();
    json!({"key": done.key, "values": values, "notices": notices})
}

fn detail_json(detail: &CaseDetail, words: &Words) -> Value {
    let mut value = case_json(&detail.row, words);
    let actions = detail.row.actions.iter().map(|row| action_json(row, words)).collect();
    let timeline: Vec<Value> = detail
        .case
        .timeline
        .iter()
        .map(|entry| {
            json!({"action": entry.action, "at": entry.at, "actor": entry.actor, "office": entry.office,
                   "arguments": entry.args, "event": entry.event,
                   "in_power": entry.in_power, "counts": entry.counts})
        })
        .collect();
    if let Value::Object(fields) = &mut value {
        fields.insert("actions".to_owned(), Value::Array(actions));
        fields.insert("timeline".to_owned(), Value::Array(timeline));
        fields.insert("trigger".to_owned(), json!(detail.case.trigger));
        fields.insert("reasons".to_owned(), json!(detail.case.reasons));
        fields.insert("limits".to_owned(), json!(detail.limits));
        fields.insert("merged".to_owned(), json!(detail.merged));
        fields.insert("evidence".to_owned(), json!(evidence(&detail.case)));
        fields.insert("evidence_stands".to_owned(), json!(frozen_stands(&detail.case)));
        fields.insert("hearing".to_owned(), json!(hearing(&detail.case)));
        fields.insert("copies".to_owned(), json!(ledger(&detail.case)));
        fields.insert("note".to_owned(), json!(detail.note));
        fields.insert("precedents".to_owned(), json!(detail.precedents));
        fields.insert("grid".to_owned(), grid_json(&detail.case, &words.book()));
        fields.insert("basis".to_owned(), json!(detail.basis.as_ref().map(basis_json)));
        let claims = detail.claims.iter().map(|claim| row_json(claim, words)).collect();
        fields.insert("claims".to_owned(), Value::Array(claims));
    }
    value
}

fn why_json(why: &Why, words: &Words) -> Value {
    json!({"key": why.key, "rule": why.rule, "text": words.why(why)})
}

/// A row of a table as it stands now.
pub(super) fn action_json(row: &ActionRow, words: &Words) -> Value {
    let why = (!row.unmet.is_empty()).then(|| words.whys(&row.unmet));
    let unmet: Vec<Value> = row.unmet.iter().map(|why| why_json(why, words)).collect();
    let arguments: Vec<Value> = row.arguments.iter().map(argument_json).collect();
    json!({"id": row.id, "enabled": row.unmet.is_empty(), "why": why, "unmet": unmet,
           "arguments": arguments})
}

/// The grid, a line for each criterion, with the one that tells the parties apart.
fn grid_json(case: &Case, book: &Rulebook) -> Value {
    let grid = grid(case, book);
    let cells = |line: &Line| -> Vec<Value> {
        let cells = line.cells.iter();
        cells.map(|(unit, cell)| json!({"unit": unit, "cell": cell})).collect()
    };
    let lines: Vec<Value> = grid
        .iter()
        .map(|line| json!({"criterion": line.criterion, "cells": cells(line)}))
        .collect();
    json!({"lines": lines, "decides": deciding(&grid).map(|line| &line.criterion)})
}

fn basis_json(basis: &Basis) -> Value {
    let rules: Vec<&str> = basis.rules.iter().map(|rule| rule.id.as_str()).collect();
    json!({"rulebase": basis.hash, "version": basis.version, "current": basis.current, "rules": rules})
}

/// An argument as programs read it.
fn argument_json(argument: &Argument) -> Value {
    let choices = match argument.kind {
        Kind::Choice(words) => json!(words),
        _ => Value::Null,
    };
    json!({"name": argument.name, "flag": format!("--{}", argument.name.replace('_', "-")),
           "required": argument.required.is_some(), "rule": argument.required,
           "kind": format!("{:?}", argument.kind).split('(').next().unwrap_or_default().to_lowercase(),
           "choices": choices})
}

fn detail_lines(detail: &CaseDetail, words: &Words) -> Vec<String> {
    let mut lines = vec![line(&detail.row, words)];
    let note = detail.note.as_ref();
    lines.extend(note.map(|note| format!("  {}：{note}", words.say("layer-field-note"))));
    lines.extend(detail.row.rank.reasons.iter().map(|why| format!("  {}", words.why(why))));
    for (n, entry) in detail.case.timeline.iter().enumerate() {
        let at = crate::domain::calendar::local(entry.at).format("%m-%d %H:%M");
        let name = words.say(&format!("action-{}", entry.action));
        let power = match (entry.in_power, entry.counts) {
            (_, true) => String::new(),
            (false, _) => format!("  ! {}", words.say("layer-out-of-power")),
            (true, false) => format!("  ! {}", words.say("layer-no-effect")),
        };
        lines.push(format!("  {:>2} {at}  {name}  {}{power}", n + 1, entry.actor));
    }
    for action in &detail.row.actions {
        let name = words.say(&format!("action-{}", action.id));
        match action.unmet.first() {
            None => lines.push(format!("  · {name} ({})", action.id)),
            Some(why) => lines.push(format!("  × {name} ({}): {}", action.id, words.why(why))),
        }
    }
    lines
}
