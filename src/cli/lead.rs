//! Leads on the command line.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::{Value, json};

use crate::desk::command::Command as Act;
use crate::desk::intake::{Intake, IntakeError};
use crate::desk::service::{Reply, Request};
use crate::desk::view::{Filter, LeadDetail, LeadRow};
use crate::domain::lead::{LotLife, Step, Verdict};
use crate::domain::territory;
use crate::i18n::Words;
use crate::t;

use super::ask::{ask, number};
use super::claim::{row_json, row_lines};
use super::report::Report;
use super::{Call, Ending, Outcome, desk, option, text};

/// `daqu lead`.
pub fn command() -> Command {
    Command::new("lead")
        .about("Tender leads: take in, list, show, screen")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(
            Command::new("import")
                .about("Take files of notices in; the same file twice adds nothing")
                .arg(
                    Arg::new("file")
                        .value_name("FILE")
                        .required(true)
                        .action(ArgAction::Append)
                        .num_args(1..)
                        .value_parser(clap::value_parser!(PathBuf))
                        .help("Notices as operators publish them, in JSON"),
                ),
        )
        .subcommand(
            Command::new("list")
                .about("The inbox, newest first")
                .arg(
                    option("limit", "N", "At most so many")
                        .value_parser(clap::value_parser!(usize)),
                )
                .arg(option("search", "TEXT", "Chinese, pinyin or initials: 江苏移动, jsyd"))
                .arg(option("province", "NAME", "Only this province")),
        )
        .subcommand(Command::new("show").about("A lead in full").arg(number()))
        .subcommand(
            Command::new("screen")
                .about("Give the inbox verdict")
                .arg(number())
                .arg(
                    option("verdict", "WORD", "accept, irrelevant or defer")
                        .required(true)
                        .value_parser(["accept", "irrelevant", "defer"]),
                )
                .arg(option("reason", "TEXT", "Why; asked for unless accepted")),
        )
        .subcommand(
            Command::new("progress")
                .about("Record how far a unit is with a lot; the same-lot guard stands before assignment, documents and bid")
                .arg(number())
                .arg(option("lot", "LOT", "The lot; 0 is the undivided whole").default_value("0"))
                .arg(
                    option("to", "STEP", "The step taken")
                        .required(true)
                        .value_parser(Step::ALL.map(Step::name)),
                )
                .arg(option("unit", "CODE", "The unit; left out where the lot itself came to an end"))
                .arg(option("note", "TEXT", "Why, or what came of it")),
        )
}

/// Runs `daqu lead …`.
pub fn run(call: &mut Call, matches: &ArgMatches) -> Outcome {
    match matches.subcommand() {
        Some(("import", matches)) => import(call, matches),
        Some(("list", matches)) => list(call, matches),
        Some(("show", matches)) => show(call, matches),
        Some(("screen", matches)) => {
            let verdict = match text(matches, "verdict").as_deref() {
                Some("irrelevant") => Verdict::Irrelevant,
                Some("defer") => Verdict::Defer,
                _ => Verdict::Accept,
            };
            let number = text(matches, "number").unwrap_or_default();
            desk::act(call, Act::Screen { number, verdict, reason: text(matches, "reason") })
        }
        Some(("progress", matches)) => {
            let step = text(matches, "to").and_then(|name| Step::parse(&name));
            let Some(to) = step else { return Ok(Ending::Done) };
            let number = text(matches, "number").unwrap_or_default();
            let lot = text(matches, "lot").unwrap_or_default();
            let (unit, note) = (text(matches, "unit"), text(matches, "note"));
            desk::act(call, Act::Progress { number, lot, unit, to, note })
        }
        _ => Ok(Ending::Done),
    }
}

fn import(call: &mut Call, matches: &ArgMatches) -> Outcome {
    let mut desk = call.desk()?;
    let words = call.words.clone();
    let files: Vec<PathBuf> =
        matches.get_many::<PathBuf>("file").into_iter().flatten().cloned().collect();
    let taken: Vec<(PathBuf, Result<Intake, IntakeError>)> =
        files.into_iter().map(|file| (file.clone(), desk.take_in(&file))).collect();
    call.out.answer(
        || json!({"files": taken.iter().map(|(file, intake)| file_json(file, intake, &words)).collect::<Vec<_>>()}),
        || taken.iter().flat_map(|(file, intake)| file_lines(file, intake, &words)).collect(),
    );
    let failed = taken.iter().filter(|(_, intake)| intake.is_err()).count();
    let rejected =
        taken.iter().any(|(_, intake)| intake.as_ref().is_ok_and(|i| !i.rejected.is_empty()));
    Ok(match (failed, rejected) {
        (0, false) => Ending::Done,
        (n, _) if n == taken.len() => Ending::Found,
        _ => Ending::Partly,
    })
}

fn file_json(file: &std::path::Path, intake: &Result<Intake, IntakeError>, words: &Words) -> Value {
    let name = file.display().to_string();
    match intake {
        Ok(intake) => {
            let rejected: Vec<Value> = intake
                .rejected
                .iter()
                .map(|row| json!({"row": row.row, "reason": words.say_with(row.key, &row.args)}))
                .collect();
            json!({"file": name, "read": intake.read, "new": intake.new, "known": intake.known,
                   "revised": intake.revised, "rejected": rejected})
        }
        Err(error) => {
            json!({"file": name, "read": 0, "new": 0, "known": 0, "revised": 0, "rejected": [],
                             "error": fault(error, words)})
        }
    }
}

fn file_lines(
    file: &std::path::Path,
    intake: &Result<Intake, IntakeError>,
    words: &Words,
) -> Vec<String> {
    let name = file.display().to_string();
    match intake {
        Ok(intake) => {
            let counts = t!(
                words,
                "cli-taken-in",
                file = name,
                read = intake.read,
                new = intake.new,
                known = intake.known,
                rejected = intake.rejected.len()
            );
            let row = |row: &crate::desk::intake::RejectedRow| {
                t!(words, "cli-row", row = row.row, reason = words.say_with(row.key, &row.args))
            };
            std::iter::once(counts).chain(intake.rejected.iter().map(row)).collect()
        }
        Err(error) => vec![format!("{name}: {}", fault(error, words))],
    }
}

fn fault(error: &IntakeError, words: &Words) -> String {
    match error {
        IntakeError::Fault(fault) => {
            words.say_with(&format!("fail-{}", fault.key()), &fault.args())
        }
        IntakeError::File(error) => t!(words, "fail-file", detail = error.to_string()),
        IntakeError::Store(error) => t!(words, "fail-store", detail = error.to_string()),
    }
}

/// Gives the province by name, and its code beside it.
pub(super) fn name_province(fields: &mut serde_json::Map<String, Value>, code: Option<&str>) {
    let name = code.and_then(territory::province).map(|province| province.short.clone());
    fields.insert("province".to_owned(), json!(name));
    fields.insert("province_code".to_owned(), json!(code));
}

/// The row of a list, with the province by name as well.
pub(super) fn lead_json(row: &LeadRow) -> Value {
    let mut value = serde_json::to_value(row).unwrap_or_default();
    if let Value::Object(fields) = &mut value {
        name_province(fields, row.province.as_deref());
    }
    value
}

fn list(call: &mut Call, matches: &ArgMatches) -> Outcome {
    let province = match text(matches, "province") {
        None => None,
        Some(name) => {
            Some(territory::find_province(&name).map(|province| province.code.clone()).ok_or_else(
                || Report::new(t!(call.words, "cli-no-province", name = name.clone())),
            )?)
        }
    };
    let filter = Filter { province, search: text(matches, "search") };
    let limit = matches.get_one::<usize>("limit").copied().unwrap_or(usize::MAX);
    let request = Request::Overview { filter, leads_from: 0, leads_count: limit };
    let Reply::Overview(_, overview) = ask(call, request)? else { return Ok(Ending::Done) };
    let rows = &overview.leads.rows;
    call.out.answer(
        || Value::Array(rows.iter().map(lead_json).collect()),
        || rows.iter().map(|row| lead_line(row, &call.words)).collect(),
    );
    Ok(Ending::Done)
}

fn lead_line(row: &LeadRow, words: &Words) -> String {
    let deadline = match row.deadline {
        Some(at) => crate::domain::calendar::local(at).format("%Y-%m-%d %H:%M").to_string(),
        None => words.say(&format!("field-{}", state_name(row.deadline_state))),
    };
    let province =
        row.province.as_deref().and_then(territory::province).map_or("", |p| p.short.as_str());
    let customer = row.customer.as_deref().unwrap_or_default();
    format!("{}  {customer}·{province}  {deadline}  {}", row.number, row.title)
}

fn state_name(state: crate::domain::lead::FieldState) -> String {
    serde_json::to_value(state)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default()
}

fn show(call: &mut Call, matches: &ArgMatches) -> Outcome {
    let number = text(matches, "number").unwrap_or_default();
    let Reply::Lead(detail) = ask(call, Request::Lead(number))? else { return Ok(Ending::Done) };
    call.out.answer(|| detail_json(&detail, &call.words), || detail_lines(&detail, &call.words));
    Ok(Ending::Done)
}

fn detail_json(detail: &LeadDetail, words: &Words) -> Value {
    let mut value = lead_json(&detail.row);
    if let Value::Object(fields) = &mut value {
        fields.insert(
            "notice".to_owned(),
            serde_json::to_value(&detail.lead.notice).unwrap_or_default(),
        );
        fields.insert(
            "claims_in_full".to_owned(),
            Value::Array(detail.claims.iter().map(|claim| row_json(claim, words)).collect()),
        );
        fields
            .insert("progress".to_owned(), serde_json::to_value(&detail.lives).unwrap_or_default());
    }
    value
}

fn detail_lines(detail: &LeadDetail, words: &Words) -> Vec<String> {
    let mut lines = vec![lead_line(&detail.row, words)];
    lines.extend(detail.row.url.clone());
    lines.extend(detail.lives.iter().map(|life| life_line(life, words)));
    for claim in &detail.claims {
        lines.extend(row_lines(claim, words).into_iter().map(|line| format!("  {line}")));
    }
    lines
}

fn life_line(life: &LotLife, words: &Words) -> String {
    let at = crate::domain::calendar::local(life.at).format("%Y-%m-%d %H:%M");
    let unit = life.unit.as_deref().unwrap_or_default();
    let note = life.note.as_deref().unwrap_or_default();
    format!(
        "  [{}] {unit} {}  {at}  {note}",
        life.lot,
        words.say(&format!("step-{}", life.step.name()))
    )
}
