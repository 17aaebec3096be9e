//! `daqu handover`: the pack for a new manager, and whether one is what its signer signed.

use std::path::{Path, PathBuf};

use clap::{ArgMatches, Command};
use serde_json::{Value, json};

use crate::desk::handover::Handover;
use crate::i18n::Words;
use crate::t;

use super::report::Report;
use super::{Call, Ending, Outcome, option, text};

/// How it is called.
pub fn command() -> Command {
    Command::new("handover")
        .about(
            "The pack for a new manager: open cases, protections, promises, unsigned minutes with their drafts; a signed file and \
             a text",
        )
        .arg(option("to", "NAME", "Who takes over"))
        .arg(option("out", "DIR", "Where the two files go; the folder of exports unless given"))
        .arg(
            option("check", "FILE", "Check a signed pack by this desk's directory")
                .conflicts_with_all(["to", "out"]),
        )
        .arg_required_else_help(true)
}

/// Runs `daqu handover`.
pub fn run(call: &mut Call, matches: &ArgMatches) -> Outcome {
    if let Some(file) = text(matches, "check") {
        return check(call, Path::new(&file));
    }
    let Some(to) = text(matches, "to").filter(|to| !to.trim().is_empty()) else {
        return Err(Report::new(t!(call.words, "cli-handover-whom")).usage());
    };
    let mut desk = call.desk()?;
    let of_desk = |error| Report::of_desk(&error, &call.words);
    let to = crate::text::clean::clean_line(&to);
    let handover = desk.handover(&to).map_err(|error| of_desk(error.into()))?;
    let folder = text(matches, "out").map_or_else(|| call.home.exports(), PathBuf::from);
    let pack = desk.write_handover(&handover, &folder, &call.words).map_err(of_desk)?;
    let words = &call.words;
    call.out.answer(
        || json!({ "signed": pack.signed, "text": pack.text, "handover": handover }),
        || {
            let files = [&pack.signed, &pack.text].map(|file| file.display().to_string());
            let [signed, text] = files;
            let mut lines = vec![counts(&handover, words)];
            lines.push(t!(words, "cli-handover-written", signed = signed, text = text));
            if handover.exchange.local + handover.exchange.exported > 0 {
                lines.push(format!("! {}", t!(words, "cli-handover-unsent")));
            }
            lines
        },
    );
    Ok(Ending::Done)
}

fn counts(handover: &Handover, words: &Words) -> String {
    t!(
        words,
        "cli-handover-counts",
        cases = handover.cases.len(),
        protections = handover.protections.len(),
        promises = handover.promises.len(),
        minutes = handover.minutes.len(),
        files = handover.files.len()
    )
}

fn check(call: &mut Call, file: &Path) -> Outcome {
    let desk = call.desk()?;
    let name = file.display().to_string();
    let bytes = call.read(file)?;
    let (pack, signer) = desk.check_handover(bytes.trim_ascii()).map_err(|fault| {
        let detail = fault.to_string();
        Report::new(t!(call.words, "why-digest-bad", file = name.as_str(), detail = detail))
    })?;
    let pack: Value = serde_json::from_str(&pack).unwrap_or_default();
    let said =
        |field: &str| crate::text::clean::clean_line(pack[field].as_str().unwrap_or_default());
    let told = t!(
        call.words,
        "cli-handover-checked",
        file = name.as_str(),
        signer = signer.as_str(),
        from = said("from"),
        to = said("to"),
        issued = said("issued")
    );
    call.out.answer(|| json!({ "signer": signer, "handover": pack }), || vec![told]);
    Ok(Ending::Done)
}
