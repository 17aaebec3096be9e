//! Fairness on the command line: the branch tables of a period.

use chrono::NaiveDate;
use clap::{ArgMatches, Command};
use serde_json::json;

use crate::desk::command::Refusal;
use crate::desk::fairness::{Fairness, Period};
use crate::desk::service::{Reply, Request};
use crate::domain::fairness::table::{FEWEST, Reading, Row};
use crate::domain::why::Why;
use crate::i18n::Words;
use crate::t;

use super::ask::ask;
use super::report::Report;
use super::{Call, Ending, Outcome, option, text};

/// `daqu fairness`.
pub fn command() -> Command {
    Command::new("fairness")
        .about("How often each branch was favoured, beside drawing lots; exact, and no verdict")
        .arg(option("from", "DAY", "First day, 2026-01-01"))
        .arg(option("to", "DAY", "Last day"))
}

/// Runs `daqu fairness`.
pub fn run(call: &mut Call, matches: &ArgMatches) -> Outcome {
    let day = |name: &str| match text(matches, name) {
        Some(written) => match written.trim().parse::<NaiveDate>() {
            Ok(day) => Ok(Some(day)),
            Err(_) => Err(Why::plain("argument-misfit")
                .with("argument", name)
                .with("expected", "2026-11-23")),
        },
        None => Ok(None),
    };
    let refused = |why| Report::of_refusal(&Refusal::because(why), &call.words);
    let period = Period { from: day("from").map_err(refused)?, to: day("to").map_err(refused)? };
    let Reply::Fairness(report) = ask(call, Request::Fairness(period))? else {
        return Ok(Ending::Done);
    };
    call.out.answer(|| json!(*report), || lines(&report, &call.words));
    Ok(Ending::Done)
}

fn lines(report: &Fairness, words: &Words) -> Vec<String> {
    let mut lines = Vec::new();
    let tables = [
        (t!(words, "layer-fairness-all", cases = report.table.cases.to_string()), &report.table),
        (
            t!(words, "layer-fairness-judged", cases = report.discretion.cases.to_string()),
            &report.discretion,
        ),
    ];
    for (title, table) in tables {
        lines.push(title);
        lines.extend(table.rows.iter().map(|row| format!("  {}", line(row, words))));
    }
    let kept = &report.limits;
    lines.push(t!(
        words,
        "layer-fairness-kept",
        decided = kept.decided.to_string(),
        closed = kept.closed.to_string(),
        lapsed = kept.lapsed.to_string()
    ));
    lines
}

fn line(row: &Row, words: &Words) -> String {
    let told = t!(
        words,
        "layer-fairness-row",
        favoured = row.favoured.to_string(),
        cases = row.cases.to_string(),
        expected = format!("{:.1}", row.expected)
    );
    let tail = row.tail.map(|tail| format!("{:.1}", tail * 100.0)).unwrap_or_default();
    let reading = match row.reading {
        Reading::TooFew => {
            let (n, fewest) = (row.compared.to_string(), FEWEST.to_string());
            t!(words, "layer-fairness-few", n = n, fewest = fewest)
        }
        Reading::Usual => t!(words, "layer-fairness-usual", tail = tail),
        Reading::Ask => t!(words, "layer-fairness-ask", tail = tail),
    };
    format!("{}  {told}  {reading}", row.unit)
}
