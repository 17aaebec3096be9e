//! Claims on the command line: record, list, show, what the claimant is told, and one verb for each row of the claim table,
//! made from the row.

use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::{Value, json};

use crate::desk::Desk;
use crate::desk::command::{Command as Act, NewClaim, Refusal};
use crate::desk::entry::{claim_moments, read_proof};
use crate::desk::service::{Reply, Request};
use crate::desk::view::{ClaimDetail, ClaimRow, ProtectionRow};
use crate::domain::calendar::{local, to_the_minute};
use crate::domain::claim::Origin;
use crate::domain::claim::action::{ACTIONS, ClaimAction};
use crate::domain::strict::Texts;
use crate::domain::why::Why;
use crate::i18n::{Lang, Words};
use crate::t;

use super::ask::{ask, ask_of, number};
use super::case::{action_json, argument_option};
use super::report::Report;
use super::{Call, Ending, Outcome, desk, option, text};

/// `daqu claim`.
pub fn command() -> Command {
    let base = Command::new("claim")
        .about(
            "Claims: record a branch's first report, list, show, and every act of the claim table",
        )
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(new_command())
        .subcommand(
            Command::new("list")
                .about("Every claim; or the protections that run out, by days left")
                .arg(
                    option("expiring", "DAYS", "Only protections that end within so many days")
                        .value_parser(clap::value_parser!(i64).range(0..=36_500)),
                )
                .arg(option("lead", "NUMBER", "Only claims on this lead, in their order")),
        )
        .subcommand(
            Command::new("show")
                .about("A claim in full: fields, proofs, order, timeline and possible acts")
                .arg(number()),
        )
        .subcommand(
            Command::new("told")
                .about(
                    "What the claimant may be told, as text: nothing of a rival's proofs or prices",
                )
                .arg(number()),
        );
    ACTIONS.iter().fold(base, |base, action| base.subcommand(verb(action)))
}

fn new_command() -> Command {
    let repeated = |name, value, help| option(name, value, help).action(ArgAction::Append);
    Command::new("new")
        .about("Record a claim on a branch's behalf; a conflict appears by itself")
        .arg(option("lead", "NUMBER", "The lead, XS-…").required(true))
        .arg(repeated("lot", "LOT", "A lot; 0 is the undivided whole"))
        .arg(option("unit", "CODE", "The branch, F1 to F6").required(true))
        .arg(option("basis", "TEXT", "On what the claim rests").required(true))
        .arg(option("claimant", "NAME", "Who reported it"))
        .arg(option("customer", "TEXT", "The customer, as you confirm it"))
        .arg(option("site", "TEXT", "Where the works are, as you confirm it"))
        .arg(option("scope", "TEXT", "What of the works the unit goes for"))
        .arg(option("contact", "TEXT", "Who was spoken with at the customer; kept at class 4"))
        .arg(
            option("origin", "WORD", "Whether the information was come by lawfully")
                .value_parser(["lawful", "unclear"]),
        )
        .arg(repeated(
            "proof",
            "KIND@TIME[#REF]",
            "portal, mail, sealed or device, with its time and what may be looked up",
        ))
        .arg(repeated(
            "proof-text",
            "TEXT",
            "Text offered with the proof of the same place; class 4",
        ))
        .arg(
            Arg::new("draft")
                .long("draft")
                .action(ArgAction::SetTrue)
                .help("Only write it down; `daqu claim submit` reports it"),
        )
}

/// The verb of a row. Nothing is required here: what is missing is refused with its rule, like everything else.
fn verb(action: &'static ClaimAction) -> Command {
    let help = Words::new(Lang::En).say(&format!("action-claim-{}-help", action.id));
    let base = Command::new(action.id).about(format!("{help} (by {})", action.rule)).arg(number());
    action.arguments.iter().fold(base, |base, argument| base.arg(argument_option(argument)))
}

/// Runs `daqu claim …`.
pub fn run(call: &mut Call, matches: &ArgMatches) -> Outcome {
    match matches.subcommand() {
        Some(("new", matches)) => new(call, matches),
        Some(("list", matches)) => match matches.get_one::<i64>("expiring") {
            Some(days) => expiring(call, *days),
            None => list(call, text(matches, "lead").as_deref()),
        },
        Some(("show", matches)) => {
            let desk = call.desk()?;
            show(call, desk, &text(matches, "number").unwrap_or_default())
        }
        Some(("told", matches)) => told(call, &text(matches, "number").unwrap_or_default()),
        Some((id, matches)) => {
            let action = ACTIONS.iter().find(|action| action.id == id);
            action.map_or(Ok(Ending::Done), |action| act(call, action, matches))
        }
        None => Ok(Ending::Done),
    }
}

fn new(call: &mut Call, matches: &ArgMatches) -> Outcome {
    let many = |name: &str| matches.get_many::<String>(name).into_iter().flatten().cloned();
    let refused = |why: Why| Report::of_refusal(&Refusal::because(why), &call.words);
    let proofs: Result<Vec<_>, _> = many("proof").map(|proof| read_proof(&proof)).collect();
    let mut proofs = proofs.map_err(refused)?;
    let texts: Vec<String> = many("proof-text").collect();
    if texts.len() > proofs.len() {
        return Err(refused(Why::plain("argument-missing").with("argument", "proof")).usage());
    }
    for (proof, text) in proofs.iter_mut().zip(texts) {
        proof.text = Some(text);
    }
    let claim = NewClaim {
        lead: text(matches, "lead").unwrap_or_default(),
        lots: many("lot").collect(),
        unit: text(matches, "unit").unwrap_or_default(),
        basis: text(matches, "basis").unwrap_or_default(),
        claimant: text(matches, "claimant"),
        proofs,
        customer: text(matches, "customer"),
        site: text(matches, "site"),
        scope: text(matches, "scope"),
        contact: text(matches, "contact"),
        origin: text(matches, "origin").and_then(|word| Origin::parse(&word)),
        draft: matches.get_flag("draft"),
    };
    desk::act(call, Act::Claim(claim))
}

fn act(call: &mut Call, action: &'static ClaimAction, matches: &ArgMatches) -> Outcome {
    let number = text(matches, "number").unwrap_or_default();
    let given =
        action.arguments.iter().filter_map(|a| Some((a.name.to_owned(), text(matches, a.name)?)));
    let refused = |refusal: &Refusal| Report::of_refusal(refusal, &call.words);
    let args = claim_moments(action.id, Texts(given.collect()))
        .map_err(|why| refused(&Refusal::because(why)))?;
    let command = Act::ActOnClaim { number: number.clone(), action: action.id.to_owned(), args };
    let mut desk = call.desk()?;
    desk.perform(command).map_err(|refusal| refused(&refusal))?;
    show(call, desk, &number)
}

fn list(call: &mut Call, lead: Option<&str>) -> Outcome {
    let claims = match lead {
        None => {
            let claims = call.desk()?.claims();
            claims.map_err(|error| Report::of_refusal(&Refusal::Store(error), &call.words))?
        }
        Some(lead) => match ask(call, Request::Lead(lead.to_owned()))? {
            Reply::Lead(detail) => detail.claims,
            _ => Vec::new(),
        },
    };
    let words = &call.words;
    call.out.answer(
        || Value::Array(claims.iter().map(|claim| row_json(claim, words)).collect()),
        || claims.iter().flat_map(|claim| row_lines(claim, words)).collect(),
    );
    Ok(Ending::Done)
}

fn expiring(call: &mut Call, days: i64) -> Outcome {
    let mut desk = call.desk()?;
    let now = desk.now();
    let rows = desk.protections(days);
    let rows = rows.map_err(|error| Report::of_refusal(&Refusal::Store(error), &call.words))?;
    let words = &call.words;
    let left = |row: &ProtectionRow| (row.until - now).num_days();
    call.out.answer(
        || {
            let row = |row: &ProtectionRow| {
                let mut value = row_json(&row.claim, words);
                if let Value::Object(fields) = &mut value {
                    fields.insert("title".to_owned(), json!(row.title));
                    fields.insert("until".to_owned(), json!(row.until));
                    fields.insert("days_left".to_owned(), json!(left(row)));
                }
                value
            };
            Value::Array(rows.iter().map(row).collect())
        },
        || {
            if rows.is_empty() {
                return vec![t!(words, "cli-no-protections", days = days)];
            }
            let line = |row: &ProtectionRow| {
                let end = to_the_minute(row.until);
                let left = t!(words, "cli-days-left", days = left(row), end = end);
                let claim = &row.claim;
                format!("{}  {left}  {}  {}  {}", claim.number, claim.unit, claim.lead, row.title)
            };
            rows.iter().map(line).collect()
        },
    );
    Ok(Ending::Done)
}

fn state(words: &Words, state: crate::domain::claim::ClaimState) -> String {
    words.say(&format!("state-claim-{}", state.name()))
}

/// The row of a list, with every reason as the sentence it is.
pub(super) fn row_json(row: &ClaimRow, words: &Words) -> Value {
    let mut value = serde_json::to_value(row).unwrap_or_default();
    if let Some(lots) = value.get_mut("standing").and_then(Value::as_array_mut) {
        for (lot, own) in lots.iter_mut().zip(&row.standing) {
            lot["why"] = json!(own.why.as_ref().map(|why| words.why(why)));
        }
    }
    value
}

/// One line, and one more a lot on which the claim counts, saying its place and why.
pub(super) fn row_lines(row: &ClaimRow, words: &Words) -> Vec<String> {
    let grade = words.say(&format!("grade-{}", row.time_grade.letter()));
    let mut lines = vec![format!(
        "{}  {}  {} [{}]  {}  {grade}  {}",
        row.number,
        row.unit,
        row.lead,
        row.lots.join(","),
        state(words, row.state),
        row.basis
    )];
    for lot in &row.standing {
        let Some(why) = &lot.why else { continue };
        let place = match lot.rank {
            Some(rank) if lot.tied => t!(words, "cli-claim-tied", rank = rank),
            Some(rank) => t!(words, "cli-claim-place", rank = rank),
            None => t!(words, "cli-claim-no-order"),
        };
        lines.push(format!("    [{}] {place}: {}", lot.lot, words.why(why)));
    }
    lines
}

fn show(call: &Call, desk: Desk, number: &str) -> Outcome {
    let Reply::Claim(detail) = ask_of(call, desk, Request::Claim(number.to_owned()))? else {
        return Ok(Ending::Done);
    };
    let words = &call.words;
    call.out.answer(|| detail_json(&detail, words), || detail_lines(&detail, words));
    Ok(Ending::Done)
}

fn told(call: &mut Call, number: &str) -> Outcome {
    let Reply::Claim(detail) = ask(call, Request::Claim(number.to_owned()))? else {
        return Ok(Ending::Done);
    };
    let words = &call.words;
    let lines: Vec<String> = detail.told.iter().map(|why| words.why(why)).collect();
    call.out.answer(
        || json!({"number": detail.row.number, "state": detail.row.state, "text": lines}),
        || lines.clone(),
    );
    Ok(Ending::Done)
}

fn detail_json(detail: &ClaimDetail, words: &Words) -> Value {
    let claim = &detail.claim;
    let mut value = row_json(&detail.row, words);
    let proofs: Vec<Value> = claim
        .proofs
        .iter()
        .zip(&detail.offered)
        .map(|((proof, _), offered)| {
            json!({"kind": proof.kind, "grade": proof.kind.grade(), "at": proof.at,
                   "reference": proof.reference, "offered": offered})
        })
        .collect();
    let timeline: Vec<Value> = claim
        .timeline
        .iter()
        .map(|entry| {
            json!({"action": entry.action, "at": entry.at, "actor": entry.actor, "lots": entry.lots,
                   "arguments": entry.args, "missing": entry.missing, "event": entry.event,
                   "in_power": entry.in_power})
        })
        .collect();
    let actions = detail.actions.iter().map(|row| action_json(row, words)).collect();
    let told: Vec<String> = detail.told.iter().map(|why| words.why(why)).collect();
    let more = [
        ("title", json!(detail.title)),
        ("customer", json!(claim.customer)),
        ("site", json!(claim.site)),
        ("scope", json!(claim.scope)),
        ("origin", json!(claim.origin)),
        ("contact", json!(detail.contact)),
        ("compared", json!(detail.row.time_grade.compares())),
        ("proofs", Value::Array(proofs)),
        ("missing", json!(detail.missing)),
        ("refiles", json!(detail.refiles)),
        ("refiled_by", json!(detail.refiled_by)),
        ("timeline", Value::Array(timeline)),
        ("actions", Value::Array(actions)),
        ("told", json!(told)),
    ];
    if let Value::Object(fields) = &mut value {
        fields.extend(more.map(|(name, value)| (name.to_owned(), value)));
    }
    value
}

fn detail_lines(detail: &ClaimDetail, words: &Words) -> Vec<String> {
    let mut lines = row_lines(&detail.row, words);
    lines.push(format!("    {}", detail.title));
    let claim = &detail.claim;
    let fields = [
        ("customer", claim.customer.clone()),
        ("site", claim.site.clone()),
        ("scope", claim.scope.clone()),
        ("contact", detail.contact.clone()),
        ("origin", claim.origin.map(|origin| words.say(&format!("choice-{}", origin.name())))),
    ];
    for (name, value) in fields {
        let value = value.unwrap_or_else(|| t!(words, "layer-not-stated"));
        lines.push(format!("    {}: {value}", words.say(&format!("arg-{name}"))));
    }
    for (proof, _) in &claim.proofs {
        let at = to_the_minute(proof.at);
        let kind = words.say(&format!("choice-{}", proof.kind.name()));
        let reference = proof.reference.clone().unwrap_or_default();
        lines.push(format!("    {} {kind} {at} {reference}", proof.kind.grade().letter()));
    }
    for lot in detail.row.standing.iter().filter(|lot| lot.state.is_protected()) {
        if let Some(until) = lot.until {
            let end = to_the_minute(until);
            lines.push(format!(
                "    [{}] {}",
                lot.lot,
                t!(words, "cli-protected-until", end = end)
            ));
        }
    }
    for entry in &claim.timeline {
        let at = local(entry.at).format("%m-%d %H:%M");
        let power = if entry.in_power {
            String::new()
        } else {
            format!("  ! {}", words.say("layer-out-of-power"))
        };
        let name = words.say(&format!("action-claim-{}", entry.action));
        lines.push(format!("  {at}  {name}  {}{power}", entry.actor));
    }
    for action in &detail.actions {
        let name = words.say(&format!("action-claim-{}", action.id));
        match action.unmet.first() {
            None => lines.push(format!("  · {name} ({})", action.id)),
            Some(why) => lines.push(format!("  × {name} ({}): {}", action.id, words.why(why))),
        }
    }
    lines
}
