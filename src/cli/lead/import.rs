//! `daqu lead import`: files and folders of notices, with how far it is on a terminal, and each row that was left out.

use std::collections::BTreeSet;
use std::io::{IsTerminal, Write, stderr};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::{Value, json};

use crate::cli::report::Report;
use crate::cli::{Call, Ending, Outcome, option, text};
use crate::desk::Desk;
use crate::desk::intake::{Intake, IntakeError, Place, RejectedRow, Told, files_of};
use crate::i18n::Words;
use crate::interchange::table::mapping::Mapping;
use crate::t;

/// The subcommand.
pub(super) fn command() -> Command {
    let help = "Notices as operators publish them, open data, tables, pages; a folder stands for its files";
    Command::new("import")
        .about("Take files of notices in; the same file twice adds nothing")
        .arg(
            Arg::new("file")
                .value_name("FILE")
                .required(true)
                .action(ArgAction::Append)
                .num_args(1..)
                .value_parser(clap::value_parser!(PathBuf))
                .help(help),
        )
        .arg(option(
            "map",
            "COLUMN=HEADING,…",
            "What the headings of a table mean, where they are not known; remembered",
        ))
}

/// What was said of headings.
fn mapping(matches: &ArgMatches, words: &Words) -> Result<Option<Mapping>, Report> {
    let parsed = text(matches, "map").map(|said| Mapping::parse(&said)).transpose();
    parsed.map_err(|fault| {
        Report::new(words.say_with(&format!("fail-{}", fault.key()), &fault.args()))
    })
}

/// What came of one file.
struct Taken {
    name: String,
    intake: Result<Intake, IntakeError>,
}

/// Runs it: one file after the other, each to its end.
pub(super) fn run(call: &mut Call, matches: &ArgMatches) -> Outcome {
    let mapping = mapping(matches, &call.words)?;
    let mut desk = call.desk()?;
    let mut taken = Vec::new();
    let mut seen = BTreeSet::new();
    for path in matches.get_many::<PathBuf>("file").into_iter().flatten() {
        match files_of(path) {
            Ok(files) => {
                for file in files.into_iter().filter(|file| seen.insert(file.clone())) {
                    taken.push(one(&mut desk, &file, mapping.as_ref(), call));
                }
            }
            Err(error) => taken.push(Taken {
                name: path.display().to_string(),
                intake: Err(IntakeError::File(error)),
            }),
        }
    }
    let likely = compare(&mut desk, call);
    let words = &call.words;
    let files = || taken.iter().map(|file| as_json(file, words)).collect::<Vec<_>>();
    call.out.answer(
        || json!({ "files": files(), "likely": likely }),
        || {
            if likely > 0 { vec![t!(words, "cli-likely", n = likely)] } else { Vec::new() }
        },
    );
    let failed = taken.iter().filter(|file| file.intake.is_err()).count();
    let partial = taken.iter().any(|file| file.intake.as_ref().is_ok_and(Intake::is_partial));
    Ok(match (failed, partial) {
        (0, false) => Ending::Done,
        (n, _) if n == taken.len() => Ending::Found,
        _ => Ending::Partly,
    })
}

/// Compares what came in with all that is there; tells how many of the new leads look like another one. A failure here takes
/// nothing away from the import: what was not compared is compared the next time.
pub(in crate::cli) fn compare(desk: &mut Desk, call: &Call) -> usize {
    let gauge = Gauge { shown: stderr().is_terminal() };
    let before = desk.likely_duplicates().unwrap_or(0);
    let compared = desk.compare(&mut |_, compared| {
        gauge.say(&t!(call.words, "ui-comparing", done = compared.done, of = compared.of));
        ControlFlow::Continue(())
    });
    gauge.clear();
    if let Err(error) = compared {
        tracing::warn!(%error, "leads were not compared");
    }
    desk.likely_duplicates().unwrap_or(0).saturating_sub(before)
}

fn one(desk: &mut Desk, file: &Path, mapping: Option<&Mapping>, call: &Call) -> Taken {
    let name = file.display().to_string();
    let words = &call.words;
    let gauge = Gauge { shown: stderr().is_terminal() };
    let intake = desk.take_in_mapped(file, mapping, &mut |_, told| {
        match told {
            // A file may reject a million rows: each is said as it comes, none is held.
            Told::Rejected(row) => {
                gauge.clear();
                call.out.answer_plain(|| vec![row_line(row, words)]);
            }
            Told::Kept(intake, place) => gauge.show(&name, intake, place, words),
        }
        ControlFlow::Continue(())
    });
    gauge.clear();
    call.out.answer_plain(|| lines(&name, &intake, words));
    Taken { name, intake }
}

/// How far an import is, on one line of the terminal that is written over.
struct Gauge {
    shown: bool,
}

impl Gauge {
    fn show(&self, name: &str, intake: &Intake, place: Place, words: &Words) {
        if self.shown {
            let percent = place.at.saturating_mul(100).checked_div(place.of).unwrap_or(100);
            let file = crate::text::clean::clean_line(name);
            let text =
                t!(words, "ui-importing", file = file, percent = percent, rows = intake.read);
            self.say(&text);
        }
    }

    fn say(&self, text: &str) {
        if self.shown {
            let _ = write!(stderr(), "\r\x1b[K{text}");
        }
    }

    fn clear(&self) {
        if self.shown {
            let _ = write!(stderr(), "\r\x1b[K");
        }
    }
}

fn as_json(file: &Taken, words: &Words) -> Value {
    match &file.intake {
        Ok(intake) => {
            let reason = |row: &RejectedRow| json!({"row": row.row, "reason": words.say_with(row.key, &row.args)});
            let format = intake.broken.is_none().then_some(intake.format);
            let mut value = json!({
                "file": file.name, "format": format, "read": intake.read, "new": intake.new,
                "known": intake.known, "revised": intake.revised,
                "rejected_rows": intake.rejected,
                "rejected": intake.reasons.iter().map(reason).collect::<Vec<_>>(),
            });
            if let (Some(fault), Value::Object(fields)) = (&intake.broken, &mut value) {
                let error = words.say_with(&format!("fail-{}", fault.key()), &fault.args());
                fields.insert("error".to_owned(), json!(error));
            }
            value
        }
        Err(error) => json!({
            "file": file.name, "read": 0, "new": 0, "known": 0, "revised": 0, "rejected": [],
            "error": fault(error, words),
        }),
    }
}

fn lines(name: &str, intake: &Result<Intake, IntakeError>, words: &Words) -> Vec<String> {
    match intake {
        Ok(intake) => {
            let counts = t!(
                words,
                "cli-taken-in",
                file = name,
                read = intake.read,
                new = intake.new,
                known = intake.known,
                rejected = intake.rejected
            );
            let broken = intake.broken.as_ref().map(|fault| {
                let fault = words.say_with(&format!("fail-{}", fault.key()), &fault.args());
                let kept: usize = intake.new + intake.known;
                t!(words, "cli-broken-off", fault = fault, kept = kept)
            });
            let revised =
                (intake.revised > 0).then(|| t!(words, "cli-revised", n = intake.revised));
            std::iter::once(counts).chain(revised).chain(broken).collect()
        }
        Err(error) => vec![format!("{name}: {}", fault(error, words))],
    }
}

fn row_line(row: &RejectedRow, words: &Words) -> String {
    t!(words, "cli-row", row = row.row, reason = words.say_with(row.key, &row.args))
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
