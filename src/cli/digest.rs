//! The decision register, and the signed digest that branches may read.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::{ArgMatches, Command};
use serde_json::{Value, json};

use crate::desk::command::Refusal;
use crate::desk::digest::Decided;
use crate::desk::fairness::Period;
use crate::desk::system::write_whole;
use crate::domain::calendar::local;
use crate::domain::why::Why;
use crate::i18n::Words;
use crate::i18n::value;
use crate::t;

use super::report::Report;
use super::{Call, Ending, Outcome, option, text};

/// `daqu digest`.
pub fn command() -> Command {
    Command::new("digest")
        .about("The decisions of a month without customers, sums or reasons; signed, with --out")
        .arg(option("month", "MONTH", "2026-11; this month, if left out"))
        .arg(option("out", "FILE", "Write the signed digest"))
        .arg(option("check", "FILE", "Check a signed digest by this desk's directory"))
}

/// Runs `daqu digest`.
pub fn run(call: &mut Call, matches: &ArgMatches) -> Outcome {
    if let Some(file) = text(matches, "check") {
        return check(call, Path::new(&file));
    }
    let mut desk = call.desk()?;
    let day = match text(matches, "month") {
        Some(month) => format!("{}-01", month.trim()).parse::<NaiveDate>().ok(),
        None => Some(local(desk.now()).date()),
    };
    let Some(period) = day.and_then(Period::month) else {
        let why =
            Why::plain("argument-misfit").with("argument", "month").with("expected", "2026-11");
        return Err(refused(call, why));
    };
    let stored = |error| Report::of_refusal(&Refusal::Store(error), &call.words);
    let register = desk.register(period).map_err(stored)?;
    if let Some(out) = text(matches, "out").map(PathBuf::from) {
        let line = desk.digest(period).map_err(stored)?;
        write_whole(&out, format!("{line}\n").as_bytes())
            .map_err(|error| Report::of_desk(&error, &call.words))?;
    }
    let words = &call.words;
    call.out.answer(
        || json!({"period": period, "register": register}),
        || register.iter().map(|row| line(row, words)).collect(),
    );
    Ok(Ending::Done)
}

fn refused(call: &Call, why: Why) -> Report {
    Report::of_refusal(&Refusal::because(why), &call.words)
}

fn line(row: &Decided, words: &Words) -> String {
    let at = local(row.at).format("%Y-%m-%d");
    let word = |word: &Option<String>| word.as_deref().map(|w| value::choice(words, w));
    let outcome = word(&row.outcome).unwrap_or_default();
    let criterion = word(&row.criterion).unwrap_or_default();
    format!(
        "{}  {at}  {}  {outcome} {}  {criterion}  {}",
        row.number,
        row.parties.join(" × "),
        row.bidders.join(","),
        row.rules.join(",")
    )
}

/// Whether a digest is what its signer signed.
fn check(call: &mut Call, file: &Path) -> Outcome {
    let desk = call.desk()?;
    let name = file.display().to_string();
    let unread = |error: std::io::Error| {
        let why =
            Why::plain("file-unreadable").with("file", &name).with("detail", error.to_string());
        refused(call, why)
    };
    let bytes = fs::read(file).map_err(unread)?;
    let checked = desk.check_digest(bytes.trim_ascii());
    let (digest, signer) = checked.map_err(|fault| {
        let why = Why::plain("digest-bad").with("file", &name).with("detail", fault.to_string());
        refused(call, why)
    })?;
    call.out.answer(
        || json!({"signer": signer, "digest": serde_json::from_str::<Value>(&digest).unwrap_or_default()}),
        || vec![t!(call.words, "done-digest-checked", file = name.as_str(), signer = signer.as_str())],
    );
    Ok(Ending::Done)
}
