//! `daqu bundle inspect` and `verify`: what a file is, and whether it is to be believed, for somebody who need not have a desk.

use std::path::PathBuf;

use clap::{ArgMatches, Command};
use serde_json::json;

use crate::i18n::Words;
use crate::sync::fault::LineFault;
use crate::sync::judge::{Held, Judged, Judgement, Verdict, held, judge};
use crate::sync::outer::{Outer, unwrap};
use crate::sync::reader::{Line, read_lines};
use crate::sync::roots::Roots;
use crate::sync::says::Says;
use crate::t;
use crate::text::clean_line;

use super::ask::file_argument;
use super::report::Report;
use super::{Call, Ending, Outcome, option, text};

/// `inspect`.
pub fn inspect_command() -> Command {
    Command::new("inspect")
        .about("Tell what a file holds, line by line; nothing of it is verified or taken in")
        .arg(file_argument("FILE", "The bundle"))
}

/// `verify`.
pub fn verify_command() -> Command {
    Command::new("verify")
        .about("Verify files by root keys alone, in the order in which they came; exit code 1 where a line is bad")
        .arg(file_argument("FILE", "The bundles: a log is verified from its first segment on").num_args(1..))
        .arg(option(
            "receipt",
            "EVENT",
            "Only whether the files prove that headquarters held this event",
        ))
        .arg(
            option("roots", "FILE", "The root keys, told by another way: hexadecimal, one a line")
                .required(true),
        )
}

fn files(matches: &ArgMatches) -> Vec<PathBuf> {
    matches.get_many::<PathBuf>("file").into_iter().flatten().cloned().collect()
}

/// The bare lines of a file. One that is encrypted is opened by the desk that lives here, if it is for it.
fn plain(call: &Call, file: &std::path::Path) -> Result<Vec<u8>, Report> {
    let bytes = call.read(file)?;
    let opened = match Outer::of(&bytes) {
        Outer::Age => call.desk()?.open_outer(&bytes),
        Outer::Plain | Outer::Zstd => unwrap(&bytes, &[]),
    };
    opened.map_err(|fault| Report::new(fault.to_string()))
}

/// Runs `inspect`.
pub fn inspect(call: &mut Call, matches: &ArgMatches) -> Outcome {
    let plain = plain(call, &files(matches).remove(0))?;
    let lines: Vec<(usize, Result<Line, LineFault>)> = read_lines(&plain).collect();
    if lines.iter().all(|(_, line)| line.is_err()) {
        return Err(Report::new(t!(call.words, "cli-no-bundle")));
    }
    let says = |(line, read): &(usize, Result<Line, LineFault>)| match read {
        Ok(read) => (*line, Says::of(read), Some(read.envelope().id())),
        Err(fault) => (*line, Says::Unreadable { reason: fault.to_string() }, None),
    };
    let told: Vec<(usize, Says, Option<String>)> = lines.iter().map(says).collect();
    let words = call.words.clone();
    let names = Names::of(told.iter().map(|(_, says, _)| says));
    call.out.answer(
        || {
            told.iter()
                .map(|(line, says, id)| json!({"line": line, "says": says, "id": id}))
                .collect()
        },
        || {
            let line = |(line, says, _): &(usize, Says, Option<String>)| {
                format!("{line:>4}  {}", sentence(says, &names, &words))
            };
            let mut lines: Vec<String> = told.iter().map(line).collect();
            lines.push(t!(words, "cli-inspect-unverified"));
            lines
        },
    );
    Ok(Ending::Done)
}

/// Runs `verify`.
pub fn verify(call: &mut Call, matches: &ArgMatches) -> Outcome {
    let file = PathBuf::from(text(matches, "roots").unwrap_or_default());
    let told = String::from_utf8_lossy(&call.read(&file)?).into_owned();
    let Some(roots) = Roots::parse(&told) else {
        let file = file.display().to_string();
        return Err(Report::new(t!(call.words, "cli-no-roots", file = file)));
    };
    let files = files(matches);
    let plain: Result<Vec<Vec<u8>>, Report> = files.iter().map(|file| plain(call, file)).collect();
    let plain = plain?;
    if let Some(event) = text(matches, "receipt") {
        return receipt(call, held(&plain, &roots, event.trim()), &event);
    }
    let judgements = judge(&plain, &roots);
    let good = judgements.iter().all(|judgement| judgement.good);
    let words = call.words.clone();
    let of = |(file, judgement): (&PathBuf, &Judgement)| {
        let head = (files.len() > 1).then(|| file.display().to_string());
        head.into_iter().chain(lines(judgement, &words)).collect::<Vec<_>>()
    };
    call.out.answer(
        || json!({"good": good, "files": judgements}),
        || {
            let mut lines: Vec<String> = files.iter().zip(&judgements).flat_map(of).collect();
            let key = if good { "cli-verified" } else { "cli-not-verified" };
            lines.push(words.say(key));
            lines
        },
    );
    Ok(if good { Ending::Done } else { Ending::Found })
}

/// Whether headquarters held an event.
fn receipt(call: &Call, held: Option<Held>, event: &str) -> Outcome {
    let words = &call.words;
    let event = clean_line(event);
    call.out.answer(
        || json!({"event": event, "held": held}),
        || {
            vec![match &held {
                Some(held) => {
                    let (by, made) = (clean_line(&held.by), clean_line(&held.made));
                    t!(words, "cli-receipt-good", by = by, made = made, event = event.clone())
                }
                None => t!(words, "cli-receipt-none", event = event.clone()),
            }]
        },
    );
    Ok(if held.is_some() { Ending::Done } else { Ending::Found })
}

/// `daqu receipt`.
pub fn receipt_command() -> Command {
    Command::new("receipt")
        .about("Write the proof that headquarters held an event: bundle verify --receipt checks it without a desk")
        .arg(
            clap::Arg::new("what")
                .value_name("NUMBER|EVENT")
                .required(true)
                .help("A record's number, or the id of an event"),
        )
        .arg(option("out", "FILE", "Where the proof goes").required(true))
}

/// Writes a receipt.
pub fn write_receipt(call: &mut Call, matches: &ArgMatches) -> Outcome {
    let (what, out) = (text(matches, "what"), text(matches, "out"));
    let proof = call
        .desk()?
        .receipt(&what.unwrap_or_default(), &PathBuf::from(out.unwrap_or_default()))
        .map_err(|error| Report::of_desk(&error, &call.words))?;
    let words = &call.words;
    call.out.answer(
        || json!(proof),
        || {
            let (by, made) = (proof.by.clone(), proof.made.clone());
            let file = proof.file.display().to_string();
            let event = proof.event.clone();
            vec![t!(words, "cli-receipt", by = by, made = made, file = file, event = event)]
        },
    );
    Ok(Ending::Done)
}

fn lines(judgement: &Judgement, words: &Words) -> Vec<String> {
    let names = Names::of(judgement.lines.iter().filter_map(|judged| judged.says.as_ref()));
    let line = |judged: &Judged| {
        let mark = match judged.verdict {
            Verdict::Good => "✓",
            Verdict::Unread => "·",
            Verdict::Bad => "✗",
        };
        let says = judged.says.as_ref().map(|says| sentence(says, &names, words));
        let why = judged.why.as_ref().map(|why| format!(" ({})", clean_line(why)));
        let (says, why) = (says.unwrap_or_default(), why.unwrap_or_default());
        format!("{mark} {:>4}  {says}{why}", judged.line)
    };
    judgement.lines.iter().map(line).collect()
}

/// Short names of desks by their key ids, as the directories of the file tell them.
struct Names(std::collections::BTreeMap<String, String>);

impl Names {
    fn of<'a>(says: impl Iterator<Item = &'a Says>) -> Names {
        let desks = says.filter_map(|says| match says {
            Says::Directory { desks, .. } => Some(desks),
            _ => None,
        });
        let named = desks.flatten().map(|(key, named)| {
            let id = named.split(' ').next().unwrap_or_default();
            (key.clone(), clean_line(id))
        });
        Names(named.collect())
    }

    /// The name of a key, or the beginning of its id.
    fn name(&self, key: &str) -> String {
        let short = || key.chars().take(16).collect();
        self.0.get(key).cloned().unwrap_or_else(short)
    }
}

fn sentence(says: &Says, names: &Names, words: &Words) -> String {
    let args: Vec<(&str, String)> = match says {
        Says::Directory { version, fingerprint, issued, root, signatures, desks, revoked } => vec![
            ("version", version.to_string()),
            ("digits", fingerprint.clone()),
            ("issued", issued.clone()),
            ("needed", root.0.to_string()),
            ("of", root.1.to_string()),
            ("signatures", signatures.to_string()),
            ("desks", desks.len().to_string()),
            ("revoked", revoked.to_string()),
        ],
        Says::Segment { log, seq, made, events, .. } => vec![
            ("from", names.name(&log.key)),
            ("to", names.name(&log.aud)),
            ("seq", seq.to_string()),
            ("made", made.clone()),
            ("events", events.values().sum::<usize>().to_string()),
        ],
        Says::Status { from, to, made, app, directory, logs } => vec![
            ("from", names.name(from)),
            ("to", names.name(to)),
            ("made", made.clone()),
            ("app", app.clone()),
            ("directory", directory.to_string()),
            ("logs", logs.to_string()),
        ],
        Says::Part { hash, bytes } => {
            vec![("hash", hash.chars().take(23).collect()), ("bytes", bytes.to_string())]
        }
        Says::Enrol { name, region, fingerprint } => vec![
            ("name", name.clone()),
            ("region", region.clone().unwrap_or_else(|| "HQ".to_owned())),
            ("digits", fingerprint.clone()),
        ],
        Says::Unknown { payload_type } => vec![("type", payload_type.clone())],
        Says::Unreadable { reason } => vec![("reason", reason.clone())],
    };
    let args: Vec<(String, String)> =
        args.into_iter().map(|(name, text)| (name.to_owned(), clean_line(&text))).collect();
    words.say_with(&format!("says-{}", says.name()), &args)
}
