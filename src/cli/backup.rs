//! `daqu backup`, `restore` and `doctor`.

use std::path::PathBuf;
use std::sync::Arc;

use clap::{ArgMatches, Command};
use serde_json::json;

use crate::desk::doctor::{Level, Sign};
use crate::desk::system::{SystemClock, SystemEntropy};
use crate::desk::{Desk, SharedClock};
use crate::t;

use super::ask::file_argument;
use super::desk::without_passphrase;
use super::report::Report;
use super::{Call, Ending, Outcome, option, text};

/// `daqu backup`.
pub fn backup_command() -> Command {
    Command::new("backup")
        .about("Copy the store and the files of evidence into a dated folder, read back and checked; keys are no part of it")
        .arg(option("out", "DIR", "Where the folder goes; beside the store unless given, where the last seven are kept"))
}

/// Makes a backup.
pub fn backup(call: &mut Call, matches: &ArgMatches) -> Outcome {
    let out = text(matches, "out").map(PathBuf::from);
    let made = call.desk()?.backup(out.as_deref());
    let made = made.map_err(|error| Report::of_desk(&error, &call.words))?;
    let words = call.words.clone();
    call.out.answer(
        || json!(made),
        || {
            let (folder, files) = (made.folder.display().to_string(), made.files.to_string());
            let size = (made.bytes / 1024).to_string();
            vec![t!(words, "cli-backed-up", folder = folder, size = size, files = files)]
        },
    );
    Ok(Ending::Done)
}

/// `daqu restore`.
pub fn restore_command() -> Command {
    Command::new("restore")
        .about("Put a backup in the place of what is here; without the desk's key a new one is made and has to be enrolled")
        .arg(file_argument("DIR", "The backup's folder"))
        .arg(without_passphrase())
}

/// Restores a backup.
pub fn restore(call: &mut Call, matches: &ArgMatches) -> Outcome {
    let folder = matches.get_one::<PathBuf>("file").cloned().unwrap_or_default();
    let passphrase = if call.home.key_file().exists() {
        None
    } else {
        call.new_passphrase(matches.get_flag("no-passphrase"))?
    };
    let clock: SharedClock = Arc::new(SystemClock);
    let entropy = Box::new(SystemEntropy);
    let restored = Desk::restore(&call.home, &folder, passphrase.as_deref(), &clock, entropy)
        .map_err(|error| Report::of_desk(&error, &call.words))?;
    let words = call.words.clone();
    call.out.answer(
        || json!(restored),
        || {
            let mut lines = vec![t!(words, "cli-restored-backup")];
            if let Some(aside) = &restored.set_aside {
                lines.push(t!(words, "cli-set-aside", folder = aside.display().to_string()));
            }
            if let (Some(file), Some(digits)) = (&restored.enrolment, &restored.fingerprint) {
                lines.push(digits.clone());
                lines.push(t!(words, "cli-init-next", file = file.display().to_string()));
            } else {
                lines.push(t!(words, "cli-restore-next"));
            }
            lines
        },
    );
    Ok(Ending::Done)
}

/// `daqu rescue`.
pub fn rescue_command() -> Command {
    Command::new("rescue").about(
        "Make a new store of what can be read of a damaged one, which is set aside; headquarters sends what is missing",
    )
}

/// Rescues a damaged store.
pub fn rescue(call: &mut Call, _: &ArgMatches) -> Outcome {
    let clock: SharedClock = Arc::new(SystemClock);
    let rescued = crate::desk::rescue::rescue(&call.home, &clock, Box::new(SystemEntropy))
        .map_err(|error| Report::of_desk(&error, &call.words))?;
    let words = call.words.clone();
    let complete = rescued.incomplete.is_empty();
    call.out.answer(
        || json!(rescued),
        || {
            let mut lines = vec![t!(words, "cli-rescued", events = rescued.events)];
            if !complete {
                let parts = rescued.incomplete.join(", ");
                lines.push(format!("! {}", t!(words, "cli-rescue-incomplete", parts = parts)));
            }
            if let Some(aside) = &rescued.set_aside {
                lines.push(t!(words, "cli-set-aside", folder = aside.display().to_string()));
            }
            lines.push(t!(words, "cli-restore-next"));
            lines
        },
    );
    Ok(if complete { Ending::Done } else { Ending::Partly })
}

/// `daqu doctor`.
pub fn doctor_command() -> Command {
    Command::new("doctor")
        .about("Look at everything and say what is not well and what to do; exit code 1 where work is at risk")
}

/// Looks at everything.
pub fn doctor(call: &mut Call, _: &ArgMatches) -> Outcome {
    let signs = call.desk()?.doctor();
    let refused =
        |error| Report::of_refusal(&crate::desk::command::Refusal::Store(error), &call.words);
    let signs: Vec<Sign> = signs.map_err(refused)?;
    let words = call.words.clone();
    let args = |sign: &Sign| -> Vec<(String, String)> {
        sign.args.iter().map(|(name, text)| ((*name).to_owned(), text.clone())).collect()
    };
    let said = |sign: &Sign| words.say_with(&format!("doctor-{}", sign.key), &args(sign));
    let remedy = |sign: &Sign| {
        let ill = sign.level > Level::Well;
        ill.then(|| words.say_with(&format!("doctor-{}-remedy", sign.key), &args(sign)))
    };
    call.out.answer(
        || {
            let sign = |sign: &Sign| {
                json!({"key": sign.key, "level": sign.level, "text": said(sign), "remedy": remedy(sign)})
            };
            signs.iter().map(sign).collect()
        },
        || {
            let lines = |sign: &Sign| {
                let mark = match sign.level {
                    Level::Well => "✓",
                    Level::Watch => "!",
                    Level::Ill => "✗",
                };
                let first = format!("{mark} {}", said(sign));
                std::iter::once(first).chain(remedy(sign).map(|text| format!("    {text}")))
            };
            signs.iter().flat_map(|sign| lines(sign).collect::<Vec<_>>()).collect()
        },
    );
    let ill = signs.iter().any(|sign| sign.level == Level::Ill);
    Ok(if ill { Ending::Found } else { Ending::Done })
}
