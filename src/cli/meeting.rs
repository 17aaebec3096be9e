//! Meetings and minutes on the command line.

use std::io::Read;
use std::path::PathBuf;

use clap::{ArgAction, ArgMatches, Command};
use serde_json::{Value, json};

use crate::desk::command::{Command as Act, NewMeeting, Refusal};
use crate::desk::entry::read_moment;
use crate::desk::fairness::Period;
use crate::desk::meeting_review;
use crate::desk::relief::FileKind;
use crate::desk::service::{Reply, Request};
use crate::domain::calendar::{local, to_the_minute};
use crate::domain::meeting::action::ACTIONS;
use crate::domain::meeting::plan::{MODES, PURPOSES};
use crate::domain::meeting::{COPIES, MeetingKind};
use crate::domain::why::Why;
use crate::t;

use super::ask::{ask, ask_of, number};
use super::relief::{self, with_rows};
use super::report::Report;
use super::{Call, Ending, Outcome, desk, option, text};

/// `daqu meeting`.
pub fn command() -> Command {
    let repeated = |name, value, help| option(name, value, help).action(ArgAction::Append);
    let kinds: Vec<&'static str> = MeetingKind::ALL.iter().map(|kind| kind.name()).collect();
    let rows = ACTIONS.iter().map(|row| (row.id, row.rule, row.arguments));
    let base = Command::new("meeting")
        .about("Meetings: planned, noticed, held, minuted, signed, sent and followed up")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(
            Command::new("plan")
                .about("Plan a meeting")
                .arg(option("title", "TEXT", "What it is about").required(true))
                .arg(
                    option("start", "TIME", "2026-11-25 14:00 (Shanghai) or RFC 3339")
                        .required(true),
                )
                .arg(
                    option("kind", "WORD", "Kind of meeting")
                        .value_parser(kinds)
                        .default_value("coordination"),
                )
                .arg(option("end", "TIME", "Until when"))
                .arg(option("place", "TEXT", "Where"))
                .arg(option("mode", "WORD", "How people meet").value_parser(MODES.to_vec()))
                .arg(option("purpose", "WORD", "What it is for").value_parser(PURPOSES.to_vec()))
                .arg(option("convener", "NAME", "The department or person that calls it"))
                .arg(option("chair", "NAME", "Who presides"))
                .arg(option("recorder", "NAME", "Who writes the minutes"))
                .arg(repeated("participant", "NAME", "Who is invited"))
                .arg(repeated("case", "NUMBER", "A case it is about"))
                .arg(option("follows", "NUMBER", "The meeting before it, HY-…: its open actions go on the agenda")),
        )
        .subcommand(Command::new("list").about("Meetings to come, then those past"))
        .subcommand(
            Command::new("notice")
                .about("Record that the notice sheet went out")
                .arg(number())
                .arg(option("channel", "WORD", "By which way").required(true))
                .arg(
                    repeated("cc", "NAME", "Who has a copy; the two offices that the rules name, if left out"),
                ),
        )
        .subcommand(
            Command::new("minutes")
                .about("Save the minutes as the next version, from a file or standard input")
                .arg(number())
                .arg(option("file", "FILE", "The text; - is standard input").default_value("-")),
        )
        .subcommand(
            Command::new("export")
                .about("Write the latest version of the minutes as Markdown")
                .arg(number())
                .arg(option("out", "DIR", "Where to; standard output unless given")),
        )
        .subcommand(
            Command::new("actions")
                .about("Actions of signed minutes that are still open, those to be pressed for first"),
        )
        .subcommand(
            Command::new("figures")
                .about("How the meetings of a quarter were held: notices, punctuality, agenda, actions")
                .arg(option("quarter", "QUARTER", "2026Q4; this one, if left out")),
        )
        .subcommand(
            Command::new("show")
                .about("One in full: roll, check, actions, and what may be done")
                .arg(number()),
        );
    with_rows(base, FileKind::Meeting, rows)
}

/// Runs `daqu meeting …`.
pub fn run(call: &mut Call, matches: &ArgMatches) -> Outcome {
    let number =
        || text(matches.subcommand().map_or(matches, |(_, m)| m), "number").unwrap_or_default();
    match matches.subcommand() {
        Some(("plan", matches)) => plan(call, matches),
        Some(("list", _)) => list(call),
        Some(("notice", matches)) => {
            let channel = text(matches, "channel").unwrap_or_default();
            let cc: Vec<String> =
                matches.get_many::<String>("cc").into_iter().flatten().cloned().collect();
            let usual = || COPIES.map(str::to_owned).to_vec();
            let cc = if cc.is_empty() { usual() } else { cc };
            desk::act(call, Act::NoticeMeeting { number: number(), channel, cc })
        }
        Some(("minutes", matches)) => {
            minutes(call, number(), &text(matches, "file").unwrap_or_default())
        }
        Some(("export", matches)) => export(call, &number(), text(matches, "out")),
        Some(("actions", _)) => actions(call),
        Some(("figures", matches)) => figures(call, &text(matches, "quarter").unwrap_or_default()),
        other => relief::run(call, FileKind::Meeting, other),
    }
}

fn plan(call: &mut Call, matches: &ArgMatches) -> Outcome {
    let many =
        |name: &str| matches.get_many::<String>(name).into_iter().flatten().cloned().collect();
    let moment = |name: &str, text: &str| {
        read_moment(text).ok_or_else(|| {
            let why = Why::plain("argument-misfit").with("argument", name);
            let why = why.with("expected", "2026-11-25 14:00");
            Report::of_refusal(&Refusal::because(why), &call.words)
        })
    };
    let start = moment("start", &text(matches, "start").unwrap_or_default())?;
    let end = text(matches, "end").map(|end| moment("end", &end)).transpose()?;
    let meeting = NewMeeting {
        kind: text(matches, "kind")
            .and_then(|kind| MeetingKind::parse(&kind))
            .unwrap_or(MeetingKind::Coordination),
        title: text(matches, "title").unwrap_or_default(),
        start,
        end,
        purpose: text(matches, "purpose"),
        mode: text(matches, "mode"),
        convener: text(matches, "convener"),
        place: text(matches, "place"),
        chair: text(matches, "chair"),
        recorder: text(matches, "recorder"),
        participants: many("participant"),
        cases: many("case"),
        follows: text(matches, "follows"),
    };
    desk::act(call, Act::PlanMeeting(meeting))
}

fn list(call: &mut Call) -> Outcome {
    let request = Request::Overview { filter: Default::default(), leads_from: 0, leads_count: 0 };
    let Reply::Overview(_, overview) = ask(call, request)? else { return Ok(Ending::Done) };
    let rows = &overview.meetings;
    call.out.answer(
        || Value::Array(rows.iter().filter_map(|row| serde_json::to_value(row).ok()).collect()),
        || {
            let line = |row: &crate::desk::view::MeetingRow| {
                format!("{}  {}  {}", row.number, to_the_minute(row.start), row.title)
            };
            rows.iter().map(line).collect()
        },
    );
    Ok(Ending::Done)
}

fn minutes(call: &mut Call, number: String, file: &str) -> Outcome {
    let mut text = String::new();
    let read = if file == "-" {
        std::io::stdin().lock().read_to_string(&mut text).map(|_| ())
    } else {
        std::fs::read_to_string(file).map(|read| text = read)
    };
    read.map_err(|error| {
        Report::new(t!(call.words, "fail-file", detail = format!("{file}: {error}")))
    })?;
    desk::act(call, Act::SaveMinutes { number, text, ends_draft: false, seen_others: false })
}

fn export(call: &mut Call, number: &str, folder: Option<String>) -> Outcome {
    let mut desk = call.desk()?;
    let none =
        || Report::of_refusal(&Refusal::because(Why::rule("no-minutes", "HY-3.4")), &call.words);
    match folder {
        Some(folder) => {
            let path = desk
                .write_minutes(number, &PathBuf::from(folder), &call.words)
                .map_err(|error| Report::of_desk(&error, &call.words))?
                .ok_or_else(none)?;
            let path = path.display().to_string();
            call.out.answer(|| json!({"file": path}), || vec![path.clone()]);
        }
        None => {
            let page = desk
                .minutes_page(number, &call.words)
                .map_err(|error| Report::of_refusal(&Refusal::Store(error), &call.words))?;
            let page = page.ok_or_else(none)?;
            call.out.answer(|| json!({"markdown": page}), || vec![page.trim_end().to_owned()]);
        }
    }
    Ok(Ending::Done)
}

fn actions(call: &mut Call) -> Outcome {
    let Reply::OpenActions(actions) = ask(call, Request::OpenActions)? else {
        return Ok(Ending::Done);
    };
    let words = &call.words;
    call.out.answer(|| json!(actions), || meeting_review::told(&actions, words, &str::to_owned));
    Ok(Ending::Done)
}

fn figures(call: &mut Call, quarter: &str) -> Outcome {
    let desk = call.desk()?;
    let Some(period) = Period::quarter(quarter, local(desk.now()).date()) else {
        let why = Why::plain("argument-misfit").with("argument", "quarter");
        let why = why.with("expected", "2026Q4");
        return Err(Report::of_refusal(&Refusal::because(why), &call.words));
    };
    let Reply::Review(review) = ask_of(call, desk, Request::Review(period))? else {
        return Ok(Ending::Done);
    };
    let words = &call.words;
    call.out.answer(
        || json!({"period": period, "review": review}),
        || meeting_review::figures(&review, words),
    );
    Ok(Ending::Done)
}
