//! The desk itself: making one, opening the screen, undo, audit, rebuild.

use std::sync::Arc;

use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::json;

use crate::desk::command::Command as Act;
use crate::desk::home::Home;
use crate::desk::service::{DeskService, ReaderService};
use crate::desk::system::{SystemClock, SystemEntropy};
use crate::desk::{Desk, DeskError, OwnedEntropy, SharedClock};
use crate::domain::ports::Clock;
use crate::domain::territory::RegionCode;
use crate::model::Model;
use crate::t;
use crate::term;
use crate::ui::theme::Theme;

use super::report::Report;
use super::{Call, Ending, Outcome, option, text};

/// `daqu init`.
pub fn init_command() -> Command {
    Command::new("init")
        .about("Make a region's desk: keys, store, and enrol.daqu for headquarters")
        .arg(option("region", "CODE", "NE, EC, SC or SW, or the region's name").required(true))
        .arg(option("name", "NAME", "What the desk is called").required(true))
        .arg(option("person", "NAME", "Who works at it; the desk's name unless given"))
        .arg(without_passphrase())
}

/// `--no-passphrase`.
pub(super) fn without_passphrase() -> Arg {
    Arg::new("no-passphrase")
        .long("no-passphrase")
        .action(ArgAction::SetTrue)
        .help("Leave the key file unsealed: for trials; the directory says so")
}

/// Makes a region's desk.
pub fn init(call: &mut Call, matches: &ArgMatches) -> Outcome {
    let region = text(matches, "region").unwrap_or_default();
    let region: RegionCode = region.parse().map_err(|_| {
        Report::new(t!(call.words, "cli-no-region", region = region.clone())).usage()
    })?;
    make(call, matches, |home, name, person, passphrase, clock, entropy| {
        Desk::init(home, region, name, person, passphrase, clock, entropy)
    })
}

/// Makes a desk, and says what headquarters enrols it by.
pub(super) fn make(
    call: &mut Call,
    matches: &ArgMatches,
    make: impl FnOnce(
        Home,
        &str,
        &str,
        Option<&str>,
        SharedClock,
        OwnedEntropy,
    ) -> Result<Desk, DeskError>,
) -> Outcome {
    let name = text(matches, "name").unwrap_or_default();
    let person = text(matches, "person").unwrap_or_else(|| name.clone());
    let passphrase = call.new_passphrase(matches.get_flag("no-passphrase"))?;
    let (clock, entropy) = (Arc::new(SystemClock), Box::new(SystemEntropy));
    let desk = make(call.home.clone(), &name, &person, passphrase.as_deref(), clock, entropy)
        .map_err(|error| Report::of_desk(&error, &call.words))?;
    let (fingerprint, file) = (desk.fingerprint(), call.home.enrolment().display().to_string());
    let region = desk.context().profile.region().map(|region| region.to_string());
    call.out.answer(
        || json!({"fingerprint": fingerprint, "enrolment": file, "region": region}),
        || vec![fingerprint.clone(), t!(call.words, "cli-init-next", file = file.clone())],
    );
    Ok(Ending::Done)
}

/// Opens the screen on the desk of the home.
pub fn open(call: &mut Call) -> Outcome {
    let desk = call.desk()?;
    let _log = start_log(call);
    let home = call.home.clone();
    show(
        call,
        desk,
        move || ReaderService::open(&home, Arc::new(SystemClock)),
        Arc::new(SystemClock),
    )
}

/// Shows a desk on the terminal until the person leaves.
pub(super) fn show<R>(
    call: &Call,
    desk: Desk,
    reader: R,
    clock: Arc<dyn Clock + Send + Sync>,
) -> Outcome
where
    R: FnOnce() -> Result<ReaderService, crate::desk::DeskError> + Send + 'static,
{
    let theme = Theme::from_environment(|name| std::env::var(name).ok());
    let model = Model::new(call.words.lang(), (80, 24), clock.now());
    // Opened here, so that a store that cannot be read says so before the screen is taken.
    let reader = reader().map_err(|error| Report::of_desk(&error, &call.words))?;
    let words = call.words.clone();
    let writer = move || -> Box<dyn crate::desk::service::Service> {
        Box::new(DeskService::new(desk, words))
    };
    term::guard::install_panic_hook();
    let shown = term::open(model, theme, writer, move || Box::new(reader), clock);
    shown.map(|()| Ending::Done).map_err(|error| match error {
        term::TermError::NoTerminal => Report::new(t!(call.words, "cli-no-terminal")),
        error => Report::new(error.to_string()),
    })
}

/// The log file of the program: what happened, never what it said.
fn start_log(call: &Call) -> Option<tracing_appender::non_blocking::WorkerGuard> {
    let folder = call.home.logs();
    std::fs::create_dir_all(&folder).ok()?;
    let appender = tracing_appender::rolling::Builder::new()
        .rotation(tracing_appender::rolling::Rotation::DAILY)
        .filename_prefix("daqu")
        .filename_suffix("log")
        .max_log_files(14)
        .build(folder)
        .ok()?;
    let (writer, guard) = tracing_appender::non_blocking(appender);
    let logging = tracing_subscriber::fmt().with_writer(writer).with_ansi(false).try_init();
    logging.ok().map(|()| guard)
}

/// `daqu undo`.
pub fn undo_command() -> Command {
    Command::new("undo")
        .about("Take the latest own act back, while it is only here and nothing was built on it")
}

/// Takes the latest act back.
pub fn undo(call: &mut Call, _: &ArgMatches) -> Outcome {
    act(call, Act::Undo)
}

/// Performs a command and says what was done.
pub(super) fn act(call: &mut Call, act: Act) -> Outcome {
    let done =
        call.desk()?.perform(act).map_err(|refusal| Report::of_refusal(&refusal, &call.words))?;
    let words = &call.words;
    let notices: Vec<String> = done.notices.iter().map(|notice| words.why(notice)).collect();
    call.out.answer(
        || {
            let values = done.args.iter().map(|(name, text)| (name.clone(), json!(text)));
            let values: serde_json::Map<String, serde_json::Value> = values.collect();
            json!({"number": done.number, "subject": done.subject, "values": values,
                   "notices": notices})
        },
        || {
            let mut lines = vec![words.answer(&format!("done-{}", done.key), &done.args)];
            lines.extend(notices.iter().map(|notice| format!("! {notice}")));
            lines
        },
    );
    Ok(Ending::Done)
}

/// `daqu audit`.
pub fn audit_command() -> Command {
    Command::new("audit")
        .about("Check every signature, chain and derived row again; exit 1 if something is wrong")
}

/// Audits the desk.
pub fn audit(call: &mut Call, _: &ArgMatches) -> Outcome {
    let audit = call.desk()?.audit();
    let audit = audit
        .map_err(|error| Report::new(t!(call.words, "fail-store", detail = error.to_string())))?;
    let words = &call.words;
    call.out.answer(
        || serde_json::to_value(&audit).unwrap_or_default(),
        || {
            let mut lines = vec![t!(
                words,
                "cli-audited",
                events = audit.events,
                segments = audit.segments,
                parts = audit.parts,
                directories = audit.directories,
                rows = audit.rows
            )];
            for finding in &audit.findings {
                let what = words.say(&format!("audit-{}", finding.key));
                lines.push(format!("✗ {what} · {} · {}", finding.subject, finding.detail));
            }
            lines.push(if audit.findings.is_empty() {
                t!(words, "cli-audit-well")
            } else {
                t!(words, "cli-audit-wrong", count = audit.findings.len())
            });
            lines
        },
    );
    Ok(if audit.findings.is_empty() { Ending::Done } else { Ending::Found })
}

/// `daqu rebuild`.
pub fn rebuild_command() -> Command {
    Command::new("rebuild").about("Derive every list anew from the signed events")
}

/// Now, by the system's clock.
pub(super) fn now() -> chrono::DateTime<chrono::Utc> {
    SystemClock.now()
}

/// Rebuilds the derived rows.
pub fn rebuild(call: &mut Call, _: &ArgMatches) -> Outcome {
    let count = call.desk()?.rebuild();
    let count = count
        .map_err(|error| Report::new(t!(call.words, "fail-store", detail = error.to_string())))?;
    call.out.answer(
        || json!({"subjects": count}),
        || vec![t!(call.words, "cli-rebuilt", count = count)],
    );
    Ok(Ending::Done)
}
