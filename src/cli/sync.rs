//! `daqu sync`: everything that a channel has for this desk, and everything that its peers lack.

use std::ops::ControlFlow;
use std::path::PathBuf;

use clap::{ArgMatches, Command};

use crate::desk::exchange::ExchangeError;
use crate::desk::exchange::channel::{Step, Synced};
use crate::desk::{Desk, DeskError};
use crate::t;

use super::ask::confirm;
use super::lead::import::compare;
use super::report::Report;
use super::{Call, Ending, Outcome, bundle, option, text};

/// `daqu sync`.
pub fn command() -> Command {
    Command::new("sync")
        .about("Exchange through a folder: a stick, a synced folder, a mounted share; or through a store elsewhere")
        .arg(option(
            "channel",
            "DIR",
            "The folder, or s3://bucket/folder, https://host/folder (WebDAV) where daqu was built with the feature remote; \
             the one of the last time, if left out",
        ))
        .arg(option(
            "org-fingerprint",
            "DIGITS",
            "The organisation's thirty digits, compared by another way; the first directory needs them",
        ))
}

/// Runs it.
pub fn run(call: &mut Call, matches: &ArgMatches) -> Outcome {
    let mut desk = call.desk()?;
    let words = call.words.clone();
    let of = |error: DeskError| Report::of_desk(&error, &words);
    let store = |error| Report::of_refusal(&crate::desk::command::Refusal::Store(error), &words);
    let channel = match text(matches, "channel") {
        Some(channel) => channel,
        None => desk
            .channel()
            .map_err(store)?
            .ok_or_else(|| Report::new(t!(words, "cli-no-channel")).usage())?,
    };
    let folder = PathBuf::from(&channel);
    let fingerprint = text(matches, "org-fingerprint");
    let mut tell = |_: &mut Desk, step: Step| {
        eprintln!(
            "{}",
            match step {
                Step::Takes { n, of } => {
                    t!(words, "cli-sync-takes", n = n.to_string(), of = of.to_string())
                }
                Step::Writes { desk } => t!(words, "cli-sync-writes", desk = desk),
            }
        );
        ControlFlow::Continue(())
    };
    let synced = match desk.sync(&folder, fingerprint.as_deref(), &mut tell) {
        Err(DeskError::Exchange(ExchangeError::FingerprintNeeded { found })) => {
            let question = t!(words, "cli-compare-org", digits = found.clone());
            if !confirm(&question) {
                let error = ExchangeError::FingerprintNeeded { found };
                return Err(Report::of_exchange(&error, &words));
            }
            desk.sync(&folder, Some(&found), &mut tell)
        }
        other => other,
    };
    let synced = synced.map_err(of)?;
    desk.remember_channel(&channel).map_err(store)?;
    compare(&mut desk, call);
    call.out.answer(|| serde_json::to_value(&synced).unwrap_or_default(), || lines(call, &synced));
    let whole = synced.bad.is_empty() && bundle::is_whole(&synced.import);
    Ok(if whole { Ending::Done } else { Ending::Partly })
}

fn lines(call: &Call, synced: &Synced) -> Vec<String> {
    let words = &call.words;
    let (taken, sent) = (synced.taken.to_string(), synced.sent.len().to_string());
    let mut lines = vec![t!(words, "cli-synced", taken = taken, sent = sent)];
    if synced.taken > 0 {
        lines.extend(bundle::lines(call, &synced.import));
    }
    for (file, why) in &synced.bad {
        let (file, why) = (file.display().to_string(), crate::text::clean_line(why));
        lines.push(t!(words, "cli-sync-bad", file = file, why = why));
    }
    if !synced.sent.is_empty() {
        lines.push(t!(words, "cli-sync-safe"));
    }
    lines
}
