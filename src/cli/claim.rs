//! Claims on the command line.

use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::Value;

use crate::desk::command::{Command as Act, NewClaim, Refusal};
use crate::desk::entry::read_proof;
use crate::domain::claim::ClaimState;
use crate::t;

use super::report::Report;
use super::{Call, Ending, Outcome, desk, option, text};

/// `daqu claim`.
pub fn command() -> Command {
    let repeated = |name, value, help| option(name, value, help).action(ArgAction::Append);
    Command::new("claim")
        .about("Claims: record a branch's first report, list, release")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(
            Command::new("new")
                .about("Record a claim on a branch's behalf; a conflict appears by itself")
                .arg(option("lead", "NUMBER", "The lead, XS-…").required(true))
                .arg(repeated("lot", "LOT", "A lot; 0 is the undivided whole"))
                .arg(option("unit", "CODE", "The branch, F1 to F6").required(true))
                .arg(option("basis", "TEXT", "On what the claim rests").required(true))
                .arg(option("claimant", "NAME", "Who reported it"))
                .arg(repeated(
                    "proof",
                    "KIND@TIME",
                    "portal, mail, sealed or device, with its time",
                )),
        )
        .subcommand(Command::new("list").about("Every claim"))
        .subcommand(
            Command::new("release")
                .about("Give a claim up")
                .arg(Arg::new("number").value_name("NUMBER").required(true))
                .arg(option("reason", "TEXT", "Why").required(true)),
        )
}

/// Runs `daqu claim …`.
pub fn run(call: &mut Call, matches: &ArgMatches) -> Outcome {
    match matches.subcommand() {
        Some(("new", matches)) => new(call, matches),
        Some(("list", _)) => list(call),
        Some(("release", matches)) => {
            let number = text(matches, "number").unwrap_or_default();
            let reason = text(matches, "reason").unwrap_or_default();
            desk::act(call, Act::ReleaseClaim { number, reason })
        }
        _ => Ok(Ending::Done),
    }
}

fn new(call: &mut Call, matches: &ArgMatches) -> Outcome {
    let many = |name: &str| matches.get_many::<String>(name).into_iter().flatten().cloned();
    let proofs: Result<Vec<_>, _> = many("proof").map(|proof| read_proof(&proof)).collect();
    let proofs = proofs.map_err(|why| Report::of_refusal(&Refusal::because(why), &call.words))?;
    let claim = NewClaim {
        lead: text(matches, "lead").unwrap_or_default(),
        lots: many("lot").collect(),
        unit: text(matches, "unit").unwrap_or_default(),
        basis: text(matches, "basis").unwrap_or_default(),
        claimant: text(matches, "claimant"),
        proofs,
    };
    desk::act(call, Act::Claim(claim))
}

fn list(call: &mut Call) -> Outcome {
    let claims = call.desk()?.claims();
    let claims = claims.map_err(|error| Report::of_refusal(&Refusal::Store(error), &call.words))?;
    call.out.answer(
        || {
            Value::Array(
                claims.iter().filter_map(|claim| serde_json::to_value(claim).ok()).collect(),
            )
        },
        || {
            let grade = |letter: &str| call.words.say(&format!("grade-{letter}"));
            let state = |claim: &crate::desk::view::ClaimRow| match claim.state {
                ClaimState::Submitted => String::new(),
                ClaimState::Released => format!("  ({})", t!(call.words, "cli-released")),
            };
            let line = |c: &crate::desk::view::ClaimRow| {
                format!(
                    "{}  {}  {} [{}]  {}{}",
                    c.number,
                    c.unit,
                    c.lead,
                    c.lots.join(","),
                    grade(c.time_grade.letter()),
                    state(c)
                )
            };
            claims.iter().map(line).collect()
        },
    );
    Ok(Ending::Done)
}
