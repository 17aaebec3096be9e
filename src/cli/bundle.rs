//! Bundles on the command line.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command};

use crate::t;

use super::ask::{confirm, file_argument};
use super::lead::import::compare;
use super::report::Report;
use super::{Call, Ending, Outcome, option, text};
use crate::desk::exchange::ExchangeError;
use crate::desk::exchange::export::Packing;
use crate::desk::exchange::import::Import;

/// So many bad lines are told one by one; `--json` tells all.
const SHOWN: usize = 20;

/// `daqu bundle`.
pub fn command() -> Command {
    Command::new("bundle")
        .about("Signed bundles: seal and write one, take one in, tell what one is")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(
            Command::new("export")
                .about("Seal what is unsealed and write what the reader lacks")
                .arg(option("to", "WHO", "At headquarters: a region (EC) or a desk (ec-a)"))
                .arg(option("out", "FILE", "Where the bundle goes; the exports folder unless given"))
                .arg(
                    option("max-size", "SIZE", "Split it into files of at most so much: 15M, 900K")
                        .value_parser(size),
                )
                .arg(
                    Arg::new("plain-json")
                        .long("plain-json")
                        .action(ArgAction::SetTrue)
                        .help("Neither compressed nor encrypted: readable by jq and openssl"),
                ),
        )
        .subcommand(super::inspect::inspect_command())
        .subcommand(super::inspect::verify_command())
        .subcommand(
            Command::new("import")
                .about("Verify a bundle line by line and take it in")
                .arg(file_argument("FILE", "The bundle"))
                .arg(option(
                    "org-fingerprint",
                    "DIGITS",
                    "The organisation's thirty digits, compared by another way; the first directory needs them",
                )),
        )
}

/// Runs `daqu bundle …`.
pub fn run(call: &mut Call, matches: &ArgMatches) -> Outcome {
    match matches.subcommand() {
        Some(("export", matches)) => export(call, matches),
        Some(("import", matches)) => import(call, matches),
        Some(("inspect", matches)) => super::inspect::inspect(call, matches),
        Some(("verify", matches)) => super::inspect::verify(call, matches),
        _ => Ok(Ending::Done),
    }
}

fn export(call: &mut Call, matches: &ArgMatches) -> Outcome {
    let mut desk = call.desk()?;
    let default =
        || call.home.exports().join(format!("{}.daqu", desk.now().format("%Y%m%dT%H%M%SZ")));
    let file = text(matches, "out").map_or_else(default, PathBuf::from);
    let to = text(matches, "to");
    let packing = Packing {
        plain: matches.get_flag("plain-json"),
        most: matches.get_one::<usize>("max-size").copied(),
    };
    let export = desk
        .export(to.as_deref(), &file, packing)
        .map_err(|error| Report::of_desk(&error, &call.words))?;
    let args =
        [("file".to_owned(), export.named()), ("events".to_owned(), export.events.to_string())];
    call.out.answer(
        || serde_json::to_value(&export).unwrap_or_default(),
        || vec![call.words.say_with("done-exported", &args)],
    );
    Ok(Ending::Done)
}

/// A size in bytes, or in K, M and G of 1024.
fn size(text: &str) -> Result<usize, String> {
    let text = text.trim().to_ascii_uppercase();
    let digits = text.trim_end_matches("IB").trim_end_matches('B');
    let units = [('K', 1 << 10), ('M', 1 << 20), ('G', 1 << 30)];
    let unit = units.iter().find(|(unit, _)| digits.ends_with(*unit));
    let (number, times) = match unit {
        Some((unit, times)) => (digits.trim_end_matches(*unit), *times),
        None => (digits, 1usize),
    };
    let size = number.trim().parse::<usize>().ok().and_then(|number| number.checked_mul(times));
    size.filter(|size| *size > 0).ok_or_else(|| "a size as 15M, 900K or 20000000".to_owned())
}

fn import(call: &mut Call, matches: &ArgMatches) -> Outcome {
    let file = matches.get_one::<PathBuf>("file").cloned().unwrap_or_default();
    let fingerprint = text(matches, "org-fingerprint");
    let mut desk = call.desk()?;
    let words = call.words.clone();
    let import = match desk.import(&file, fingerprint.as_deref()) {
        Err(ExchangeError::FingerprintNeeded { found }) => {
            let question = t!(words, "cli-compare-org", digits = found.clone());
            if !confirm(&question) {
                return Err(Report::of_exchange(
                    &ExchangeError::FingerprintNeeded { found },
                    &words,
                ));
            }
            desk.import(&file, Some(&found))
        }
        other => other,
    };
    let import = import.map_err(|error| Report::of_exchange(&error, &words))?;
    compare(&mut desk, call);
    call.out.answer(|| serde_json::to_value(&import).unwrap_or_default(), || lines(call, &import));
    Ok(if is_whole(&import) { Ending::Done } else { Ending::Partly })
}

/// Whether everything that was for this desk was taken in. A file for several desks carries lines for the others: that is no
/// failure here, if anything was for us.
pub(super) fn is_whole(import: &Import) -> bool {
    let ours = import.segments + import.known + import.acknowledged + import.directories > 0;
    let others_only = ours && import.rejected.iter().all(|bad| bad.key == "not-for-us");
    (import.rejected.is_empty() || others_only) && import.held == 0
}

/// What an import brought, in sentences.
pub(super) fn lines(call: &Call, import: &Import) -> Vec<String> {
    let words = &call.words;
    let mut lines = vec![t!(
        words,
        "cli-imported",
        events = import.events,
        segments = import.segments,
        known = import.known,
        directories = import.directories,
        acknowledged = import.acknowledged
    )];
    if import.held > 0 {
        lines.push(t!(words, "cli-held", count = import.held));
    }
    if import.purged > 0 {
        lines.push(t!(words, "cli-purged", count = import.purged));
    }
    if import.new_incarnation {
        lines.push(t!(words, "cli-restored"));
    }
    lines.extend(import.forks.iter().map(|log| t!(words, "cli-fork", log = log.clone())));
    for bad in import.rejected.iter().take(SHOWN) {
        let what = words.say(&format!("line-{}", bad.key));
        lines.push(t!(
            words,
            "cli-line",
            line = bad.line,
            what = what,
            detail = bad.detail.clone()
        ));
    }
    if let Some(more) = import.rejected.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        lines.push(t!(words, "cli-more-lines", count = more));
    }
    lines
}
