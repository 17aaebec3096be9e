//! The inbox on the command line: verdicts on one lead or many, and watch words.

use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::{Value, json};

use crate::desk::command::{Command as Act, PassTo, Refusal, Screening};
use crate::desk::service::{Reply, Request};
use crate::desk::triage::MAX_BATCH;
use crate::desk::view::{Filter, Preview, PreviewRow};
use crate::domain::calendar::local;
use crate::domain::lead::Verdict;
use crate::domain::lead::score::WATCH_WEIGHT;
use crate::domain::when::read_day;
use crate::i18n::Words;
use crate::t;

use super::ask::ask;
use super::report::Report;
use super::{Call, Ending, Outcome, desk, option, text};

/// `daqu lead screen`.
pub(super) fn screen_command() -> Command {
    Command::new("screen")
        .about("Give the inbox verdict on leads; several are one act, which one undo takes back")
        .arg(
            Arg::new("number")
                .value_name("NUMBER")
                .action(ArgAction::Append)
                .num_args(0..)
                .help("Leads, XS-…"),
        )
        .arg(
            option("verdict", "WORD", "accept, duplicate, irrelevant, defer or pass_on")
                .required(true)
                .value_parser(Verdict::ALL.map(Verdict::name)),
        )
        .arg(option("reason", "TEXT", "Why; asked for where the facts do not say it"))
        .arg(option("until", "DAY", "defer: 2026-12-01, 下周三, 3个工作日后"))
        .arg(option("of", "NUMBER", "duplicate: the lead that they repeat"))
        .arg(option(
            "to",
            "WHOM",
            "pass_on: NE, EC, SC, SW, HQ or KAM; else the region of the works",
        ))
        .arg(option("search", "TEXT", "Every lead that this finds"))
        .arg(
            Arg::new("dry-run")
                .long("dry-run")
                .action(ArgAction::SetTrue)
                .help("Show what would become of each, and record nothing"),
        )
}

/// `daqu lead watch`.
pub(super) fn watch_command() -> Command {
    let word = || Arg::new("word").value_name("WORD").required(true);
    Command::new("watch")
        .about("This desk's watch words: leads that say them count more, or less")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(
            Command::new("add").about("Watch for a word").arg(word()).arg(
                option("weight", "N", "Points, 10 unless given; may be negative")
                    .allow_negative_numbers(true)
                    .value_parser(clap::value_parser!(i32)),
            ),
        )
        .subcommand(Command::new("list").about("The words and their weights"))
        .subcommand(Command::new("remove").about("Watch no more").arg(word()))
}

/// Runs `daqu lead screen`.
pub(super) fn screen(call: &mut Call, matches: &ArgMatches) -> Outcome {
    let screening = screening(call, matches)?;
    let dry = matches.get_flag("dry-run");
    // One lead by its number is the plain act; what is found or many is looked at first.
    if let ([_], false, None) = (screening.numbers.as_slice(), dry, text(matches, "search")) {
        return desk::act(call, Act::Screen(screening));
    }
    let Reply::Preview(preview) = ask(call, Request::Preview(screening))? else {
        return Ok(Ending::Done);
    };
    let (possible, all) = (preview.screening.numbers.len(), preview.rows.len());
    if !dry && possible > 0 {
        ask(call, Request::Perform(Act::Screen(preview.screening.clone())))?;
    }
    call.out.answer(
        || json!({"dry_run": dry, "leads": preview.rows.iter().map(|row| row_json(row, &call.words)).collect::<Vec<_>>()}),
        || lines(&preview, dry, &call.words),
    );
    Ok(match (possible, possible == all) {
        (0, _) => Ending::Found,
        (_, true) => Ending::Done,
        _ => Ending::Partly,
    })
}

/// What was asked, with the leads that a search finds.
fn screening(call: &Call, matches: &ArgMatches) -> Result<Screening, Report> {
    let usage = |line: String| Report::new(line).usage();
    let mut numbers: Vec<String> =
        matches.get_many::<String>("number").into_iter().flatten().cloned().collect();
    if let Some(words) = text(matches, "search") {
        // An empty variable of a shell must not judge the whole inbox.
        if words.trim().is_empty() {
            return Err(Report::new(t!(call.words, "cli-search-empty")).usage());
        }
        let filter = Filter { search: Some(words), ..Filter::default() };
        let request = Request::LeadNumbers { filter, limit: MAX_BATCH };
        if let Reply::LeadNumbers(_, found, total) = ask(call, request)? {
            if total > found.len() {
                let most = MAX_BATCH;
                return Err(Report::new(t!(
                    call.words,
                    "cli-screen-more",
                    total = total,
                    most = most
                )));
            }
            numbers.extend(found);
        }
    }
    if numbers.is_empty() {
        return Err(usage(t!(call.words, "cli-no-leads")));
    }
    let until = match text(matches, "until") {
        None => None,
        Some(words) => {
            let today = local(desk::now()).date();
            let standards = call.desk()?.standards();
            let standards =
                standards.map_err(|e| Report::of_refusal(&Refusal::Store(e), &call.words))?;
            let day = read_day(&words, today, &standards.calendar);
            Some(day.ok_or_else(|| usage(t!(call.words, "cli-no-day", text = words.clone())))?)
        }
    };
    let to = match text(matches, "to") {
        None => None,
        Some(word) => Some(PassTo::parse(&word).ok_or_else(|| {
            let why = crate::domain::why::Why::plain("pass-to-unknown").with("word", word);
            usage(call.words.why(&why))
        })?),
    };
    let verdict = text(matches, "verdict").as_deref().and_then(Verdict::parse);
    Ok(Screening {
        numbers,
        verdict: verdict.unwrap_or(Verdict::Accept),
        reason: text(matches, "reason"),
        until,
        of: text(matches, "of"),
        to,
    })
}

fn row_json(row: &PreviewRow, words: &Words) -> Value {
    let (becomes, refused) = match &row.becomes {
        Ok(screened) => (serde_json::to_value(screened).unwrap_or_default(), Value::Null),
        Err(whys) => {
            let whys = whys
                .iter()
                .map(|why| json!({"key": why.key, "rule": why.rule, "sentence": words.why(why)}));
            (Value::Null, Value::Array(whys.collect()))
        }
    };
    json!({"number": row.number, "title": row.title, "from": row.from, "becomes": becomes, "refused": refused})
}

fn lines(preview: &Preview, dry: bool, words: &Words) -> Vec<String> {
    let possible = preview.screening.numbers.len();
    let refused = preview.rows.len() - possible.min(preview.rows.len());
    let mut lines = vec![t!(words, "cli-screen-count", n = possible, refused = refused)];
    for row in &preview.rows {
        lines.push(match &row.becomes {
            Ok(_) => format!("  {}  {}", row.number, row.title),
            Err(whys) => format!("× {}  {}：{}", row.number, row.title, words.whys(whys)),
        });
    }
    if dry {
        lines.push(t!(words, "cli-screen-dry"));
    }
    lines
}

/// Runs `daqu lead watch …`.
pub(super) fn watch(call: &mut Call, matches: &ArgMatches) -> Outcome {
    let word = |matches: &ArgMatches| text(matches, "word").unwrap_or_default();
    match matches.subcommand() {
        Some(("add", matches)) => {
            let weight = matches.get_one::<i32>("weight").copied().or(Some(WATCH_WEIGHT));
            desk::act(call, Act::Watch { word: word(matches), weight })
        }
        Some(("remove", matches)) => {
            desk::act(call, Act::Watch { word: word(matches), weight: None })
        }
        _ => {
            let request =
                Request::Overview { filter: Filter::default(), leads_from: 0, leads_count: 0 };
            let Reply::Overview(_, overview) = ask(call, request)? else { return Ok(Ending::Done) };
            let watch = &overview.watch;
            call.out.answer(
                || serde_json::to_value(watch).unwrap_or_default(),
                || watch.iter().map(|row| format!("{:+}  {}", row.weight, row.word)).collect(),
            );
            Ok(Ending::Done)
        }
    }
}
