//! Taking in what a person points at: a bundle, a file of notices, or a folder of such files.
//!
//! Notices may be many. Between two batches the desk answers what else is asked of it, so that a draft is on disk in time
//! however long the file is, and looks whether the import is still wanted.

use std::fs::File;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::Path;

use crate::domain::why::Why;
use crate::i18n::Words;
use crate::interchange::FileFault;
use crate::interchange::table::mapping::Mapping;
use crate::sync::outer::Outer;
use crate::sync::reader::read_lines;

use super::exchange::ExchangeError;
use super::exchange::channel::Step;
use super::intake::{Intake, IntakeError, Place, Told, files_of};
use super::service::{Line, Progress, Reply, done, failed, respond};
use super::{Desk, DeskError};

/// A bundle's first line is an envelope, and no longer than this.
const FIRST_LINE: u64 = 1024 * 1024;

/// Takes a path in.
pub(super) fn import(
    desk: &mut Desk,
    words: &Words,
    path: &Path,
    mapping: Option<&Mapping>,
    line: &mut dyn Line,
) -> Reply {
    let files = match files_of(path) {
        Ok(files) => files,
        Err(error) => return failed("file", &format!("{}: {error}", path.display())),
    };
    let mut sum = Sum::default();
    for file in &files {
        match looks_like_a_bundle(file) {
            Ok(true) if files.len() == 1 => return bundle(desk, file),
            // A folder of notices is no way for a bundle to come in: it is named, and taken in by itself.
            Ok(true) => {
                sum.failed += 1;
                continue;
            }
            Ok(false) => {}
            Err(error) if files.len() == 1 => {
                return failed("file", &format!("{}: {error}", file.display()));
            }
            Err(_) => {
                sum.failed += 1;
                continue;
            }
        }
        match notices(desk, words, file, mapping, line) {
            Ok(intake) => sum.add(&intake),
            // A lone file says what is wrong with it; among many it is counted, and the others go on.
            Err(error) if files.len() == 1 => return refused(file, error),
            Err(error) => {
                tracing::warn!(%error, "a file was not taken in");
                sum.failed += 1;
            }
        }
        if sum.stopped {
            break;
        }
    }
    sum.reply(files.len())
}

fn notices(
    desk: &mut Desk,
    words: &Words,
    file: &Path,
    mapping: Option<&Mapping>,
    line: &mut dyn Line,
) -> Result<Intake, IntakeError> {
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    desk.take_in_mapped(file, mapping, &mut |desk, told| {
        let Told::Kept(intake, place) = told else { return ControlFlow::Continue(()) };
        let percent = percent(place);
        let progress = Progress::Import { file: name.clone(), percent, rows: intake.read };
        between(desk, words, progress, line)
    })
}

/// Compares what is new with all that is there; see [`Desk::compare`].
pub(super) fn compare(desk: &mut Desk, words: &Words, line: &mut dyn Line) -> Reply {
    let compared =
        desk.compare(&mut |desk, compared| between(desk, words, Progress::Compare(compared), line));
    match compared {
        Ok(compared) => Reply::Compared(compared),
        Err(error) => failed("store", &error.to_string()),
    }
}

/// Exchanges through a folder, and remembers it for the next time.
pub(super) fn sync(desk: &mut Desk, words: &Words, folder: &str, line: &mut dyn Line) -> Reply {
    let mut go_on = |desk: &mut Desk, step: Step| between(desk, words, Progress::Sync(step), line);
    let synced = match desk.sync(Path::new(folder), None, &mut go_on) {
        Ok(synced) => synced,
        Err(DeskError::Exchange(ExchangeError::NoChannel(_))) => {
            return Reply::Refused(vec![Why::plain("no-channel").with("folder", folder)]);
        }
        Err(error) => return failed("export", &error.to_string()),
    };
    if let Err(error) = desk.remember_channel(folder) {
        return failed("store", &error.to_string());
    }
    let bad = synced.bad.len() + synced.import.rejected.len();
    let key = if synced.stopped { "sync-stopped" } else { "synced" };
    let args = [
        ("taken", synced.taken.to_string()),
        ("events", synced.import.events.to_string()),
        ("acknowledged", synced.import.acknowledged.to_string()),
        ("sent", synced.sent.len().to_string()),
        ("bad", bad.to_string()),
    ];
    done(key, &args)
}

/// Between two batches: says how far it is, answers what was asked meanwhile, and looks whether to go on.
fn between(
    desk: &mut Desk,
    words: &Words,
    progress: Progress,
    line: &mut dyn Line,
) -> ControlFlow<()> {
    line.tell(Reply::Progress(progress));
    while let Some(request) = line.meanwhile() {
        let reply = respond(desk, words, request);
        line.tell(reply);
    }
    if line.is_wanted() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
}

fn percent(place: Place) -> u8 {
    let hundredth = place.at.saturating_mul(100).checked_div(place.of).unwrap_or(100);
    u8::try_from(hundredth.min(100)).unwrap_or(100)
}

/// What came of all files together.
#[derive(Default)]
struct Sum {
    read: usize,
    new: usize,
    known: usize,
    rejected: usize,
    failed: usize,
    broken: usize,
    stopped: bool,
}

impl Sum {
    fn add(&mut self, intake: &Intake) {
        self.read += intake.read;
        self.new += intake.new;
        self.known += intake.known;
        self.rejected += intake.rejected;
        self.broken += usize::from(intake.broken.is_some());
        self.stopped |= intake.stopped;
    }

    fn reply(&self, files: usize) -> Reply {
        let key = if self.stopped {
            "taken-in-stopped"
        } else if self.failed > 0 || self.broken > 0 {
            "taken-in-partly"
        } else {
            "taken-in"
        };
        done(
            key,
            &[
                ("read", self.read.to_string()),
                ("new", self.new.to_string()),
                ("known", self.known.to_string()),
                ("rejected", self.rejected.to_string()),
                ("failed", (self.failed + self.broken).to_string()),
                ("files", files.to_string()),
            ],
        )
    }
}

fn refused(file: &Path, error: IntakeError) -> Reply {
    match error {
        IntakeError::Fault(FileFault::MappingNeeded { headings }) => {
            Reply::HeadingsUnknown { file: file.display().to_string(), headings }
        }
        IntakeError::Fault(fault) => {
            Reply::Failed { key: fault.key().to_owned(), args: fault.args() }
        }
        error => failed("file", &error.to_string()),
    }
}

fn bundle(desk: &mut Desk, file: &Path) -> Reply {
    match desk.import(file, None) {
        Ok(import) => done(
            "bundle-taken",
            &[
                ("events", import.events.to_string()),
                ("acknowledged", import.acknowledged.to_string()),
                ("rejected", import.rejected.len().to_string()),
            ],
        ),
        Err(ExchangeError::FingerprintNeeded { found }) => {
            Reply::Failed { key: "fingerprint".to_owned(), args: vec![("found".to_owned(), found)] }
        }
        Err(error) => failed("bundle", &error.to_string()),
    }
}

/// Whether a file is a bundle rather than notices: one of its outer layers, or a first line that is an envelope.
fn looks_like_a_bundle(path: &Path) -> std::io::Result<bool> {
    let mut head = Vec::new();
    File::open(path)?.take(FIRST_LINE).read_to_end(&mut head)?;
    if !matches!(Outer::of(&head), Outer::Plain) {
        return Ok(true);
    }
    let first = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    Ok(read_lines(first).next().is_some_and(|(_, line)| line.is_ok()))
}
