//! Leads on the command line.

mod export;
pub(super) mod import;

use clap::{ArgMatches, Command};
use serde_json::{Value, json};

use crate::desk::command::Command as Act;
use crate::desk::service::{Reply, Request};
use crate::desk::view::{Filter, LeadDetail, LeadOrder, LeadRow};
use crate::domain::lead::anchor::anchors;
use crate::domain::lead::class::classify;
use crate::domain::lead::link::Relation;
use crate::domain::lead::{LotLife, Step};
use crate::domain::territory;
use crate::domain::why::Why;
use crate::i18n::Words;
use crate::t;
use crate::ui::notice;

use super::ask::{ask, number};
use super::claim::{row_json, row_lines};
use super::report::Report;
use super::{Call, Ending, Outcome, desk, option, text, triage};

/// `daqu lead`.
pub fn command() -> Command {
    Command::new("lead")
        .about("Tender leads: take in, paste, list, show, screen, link, export")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(import::command())
        .subcommand(export::command())
        .subcommand(super::paste::command())
        .subcommand(
            Command::new("list")
                .about("The inbox, newest first or by score")
                .arg(
                    option("sort", "ORDER", "newest, or score: with the reasons in --json")
                        .value_parser(["newest", "score"]),
                )
                .arg(
                    option("limit", "N", "At most so many")
                        .value_parser(clap::value_parser!(usize)),
                )
                .arg(option("search", "TEXT", "Chinese, pinyin or initials: 江苏移动, jsyd"))
                .arg(option("province", "NAME", "Only this province")),
        )
        .subcommand(Command::new("show").about("A lead in full").arg(number()))
        .subcommand(
            Command::new("link")
                .about("Say what two leads are to each other; nothing is merged")
                .arg(number())
                .arg(option("to", "NUMBER", "The other lead").required(true))
                .arg(
                    option("as", "WORD", "duplicate, round, pre_notice_of, sibling or not_same")
                        .required(true)
                        .value_parser(Relation::ALL.map(Relation::name)),
                )
                .arg(option("reason", "TEXT", "Why, in your words")),
        )
        .subcommand(triage::screen_command())
        .subcommand(triage::watch_command())
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
        Some(("import", matches)) => import::run(call, matches),
        Some(("export", matches)) => export::run(call, matches),
        Some(("paste", matches)) => super::paste::run(call, matches),
        Some(("list", matches)) => list(call, matches),
        Some(("show", matches)) => show(call, matches),
        Some(("link", matches)) => {
            let relation = text(matches, "as").and_then(|word| Relation::parse(&word));
            let link = Act::Link {
                number: text(matches, "number").unwrap_or_default(),
                other: text(matches, "to").unwrap_or_default(),
                relation: relation.unwrap_or(Relation::NotSame),
                reason: text(matches, "reason"),
            };
            desk::act(call, link)
        }
        Some(("screen", matches)) => triage::screen(call, matches),
        Some(("watch", matches)) => triage::watch(call, matches),
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

/// What the options narrow the list to, and its order.
fn filter(call: &Call, matches: &ArgMatches) -> Result<Filter, Report> {
    let province = match text(matches, "province") {
        None => None,
        Some(name) => {
            Some(territory::find_province(&name).map(|province| province.code.clone()).ok_or_else(
                || Report::new(t!(call.words, "cli-no-province", name = name.clone())),
            )?)
        }
    };
    Ok(Filter { province, search: text(matches, "search"), order: LeadOrder::default() })
}

fn list(call: &mut Call, matches: &ArgMatches) -> Outcome {
    let order = match text(matches, "sort").as_deref() {
        Some("score") => LeadOrder::Score,
        _ => LeadOrder::Newest,
    };
    let filter = Filter { order, ..filter(call, matches)? };
    let limit = matches.get_one::<usize>("limit").copied().unwrap_or(usize::MAX);
    let request = Request::Overview { filter, leads_from: 0, leads_count: limit };
    let Reply::Overview(_, overview) = ask(call, request)? else { return Ok(Ending::Done) };
    let rows = &overview.leads.rows;
    call.out.answer(
        || Value::Array(rows.iter().map(lead_json).collect()),
        || {
            let line = |row: &LeadRow| match order {
                LeadOrder::Newest => lead_line(row, &call.words),
                LeadOrder::Score => {
                    format!("{:>4}  {}", row.triage.score, lead_line(row, &call.words))
                }
            };
            rows.iter().map(line).collect()
        },
    );
    Ok(Ending::Done)
}

fn lead_line(row: &LeadRow, words: &Words) -> String {
    let deadline = match row.deadline {
        Some(at) => crate::domain::calendar::to_the_minute(at),
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
            "likely_in_full".to_owned(),
            serde_json::to_value(&detail.likely).unwrap_or_default(),
        );
        fields.insert("links".to_owned(), serde_json::to_value(&detail.links).unwrap_or_default());
        fields.insert(
            "claims_in_full".to_owned(),
            Value::Array(detail.claims.iter().map(|claim| row_json(claim, words)).collect()),
        );
        fields.insert("routes".to_owned(), json!(detail.routes));
        fields.insert("report_by".to_owned(), json!(detail.report_by));
        fields.insert("passed_on".to_owned(), json!(detail.lead.passed_on));
        fields.insert("screened".to_owned(), json!(detail.lead.verdict));
        fields.insert("class_field".to_owned(), json!(classify(&detail.lead.notice)));
        let hints = anchors(&detail.lead.notice, desk::now());
        let hint = |why: Why| json!({"key": why.key.as_str(), "rule": why.rule, "sentence": words.why(&why)});
        fields.insert("hints".to_owned(), hints.into_iter().map(hint).collect());
        fields
            .insert("progress".to_owned(), serde_json::to_value(&detail.lives).unwrap_or_default());
    }
    value
}

fn detail_lines(detail: &LeadDetail, words: &Words) -> Vec<String> {
    let mut lines = vec![lead_line(&detail.row, words)];
    lines.extend(detail.row.url.clone());
    for link in &detail.links {
        let relation = words.say(&format!("choice-{}", link.relation.name()));
        lines.push(format!("  {relation} {} {}", link.number, link.title));
    }
    for likely in &detail.likely {
        let verdict = words.say(&format!("likely-{}", likely.verdict.replace('_', "-")));
        lines.push(format!("  {verdict} {} {} {}", likely.score, likely.number, likely.title));
        let reason = |why: &Why| format!("    · {}", words.say_with(&why.key, &why.args));
        lines.extend(likely.reasons.iter().map(reason));
    }
    lines.extend(detail.lives.iter().map(|life| life_line(life, words)));
    for field in detail.lead.notice.fields().iter().filter(|field| field.is_said()) {
        if field.name == "title" {
            continue;
        }
        let label = crate::text::pad(&notice::label(words, field.name), 13);
        let value = notice::value(words, field).unwrap_or_else(|| {
            let state = notice::state(words, field.state);
            match field.text {
                Some(text) => {
                    let quote = t!(words, "layer-quote", text = text);
                    t!(words, "layer-pair", name = state, value = quote)
                }
                None => state,
            }
        });
        lines.push(format!("{} {label} {value}", notice::mark(field.state)));
    }
    for claim in &detail.claims {
        lines.extend(row_lines(claim, words).into_iter().map(|line| format!("  {line}")));
    }
    lines
}

fn life_line(life: &LotLife, words: &Words) -> String {
    let at = crate::domain::calendar::to_the_minute(life.at);
    let unit = life.unit.as_deref().unwrap_or_default();
    let note = life.note.as_deref().unwrap_or_default();
    format!(
        "  [{}] {unit} {}  {at}  {note}",
        life.lot,
        words.say(&format!("step-{}", life.step.name()))
    )
}
