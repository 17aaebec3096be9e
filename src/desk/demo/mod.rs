//! The demo: a month in the life of the 华东 desk, all made up.
//!
//! Two real desks are made in a folder, headquarters and 华东, and the month is *played*: the clock is put to the time of
//! each act, and the act is performed as a person would perform it, with its preconditions, signatures and bundles. What
//! then stands on the screen was folded from events like any other desk's. For the same seed and day the leads, cases and
//! meetings are the same; deadlines follow the minute, so that what is urgent is urgent whenever one looks.
//!
//! | module | the thought |
//! |---|---|
//! | [`clock`] | a clock that can be moved |
//! | `month` | times relative to the day of the show |
//! | `company` | what headquarters records |
//! | `tenders` | the notices |
//! | `script` | who does what, and when |
//! | `play` | doing it |
//!
//! The data are in `assets/demo`: to change the story, change those.

pub mod clock;
mod company;
mod month;
mod play;
mod script;
mod tenders;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;

use crate::domain::territory::RegionCode;
use crate::domain::why::Why;

use super::command::Command;
use super::command::Refusal;
use super::exchange::export::Packing;
use super::exchange::headquarters::{RootFlag, read_enrolment};
use super::home::Home;
use super::system::SeededEntropy;
use super::{Desk, DeskError, SharedClock};

use clock::DemoClock;
use month::Month;
use play::Play;
use script::Script;

/// What the organisation is called.
const ORGANISATION: &str = "远通建设(演示)";

/// What the region's desk is called.
const DESK: &str = "华东大区(演示)";

/// The made-up regional manager.
const MANAGER: &str = "顾行舟";

/// When both desks are made.
const BEGINNING: &str = "b-22 09:00";

/// The bundle by which headquarters welcomes the desk.
const WELCOME: &str = "from-hq-1.daqu";

/// Makes the demo in a folder (`hq`, `desk`, and the bundles between them) and gives the region's desk, with a clock that
/// runs on from `now`.
///
/// # Errors
/// Where the folder already holds a demo or cannot be written, or an act of the story is refused; the error names it.
pub fn make(folder: &Path, now: DateTime<Utc>, seed: u64) -> Result<Desk, DeskError> {
    let (desk, clock) = build(folder, now, seed)?;
    clock.run_from(now);
    Ok(desk)
}

/// As [`make`], with a clock that stands still at `now`: for tests and pictures.
///
/// # Errors
/// As there.
pub fn make_frozen(folder: &Path, now: DateTime<Utc>, seed: u64) -> Result<Desk, DeskError> {
    let (desk, clock) = build(folder, now, seed)?;
    clock.set(now);
    Ok(desk)
}

fn build(
    folder: &Path,
    now: DateTime<Utc>,
    seed: u64,
) -> Result<(Desk, Arc<DemoClock>), DeskError> {
    let month = Month::around(now);
    let clock = Arc::new(DemoClock::standing(month.at(BEGINNING)?));
    let shared: SharedClock = clock.clone();
    // One stream of randomness for each of the three that roll: no seed shares one with its neighbour.
    let stream = |n: u64| seed.wrapping_mul(4).wrapping_add(n);
    let mut hq = Desk::init_headquarters(
        Home::at(folder.join("hq")),
        ORGANISATION,
        RootFlag { threshold: 1, keys: 1 },
        None,
        Arc::clone(&shared),
        Box::new(SeededEntropy::new(stream(0))),
    )?;
    let mut desk = Desk::init(
        Home::at(folder.join("desk")),
        RegionCode::EC,
        DESK,
        MANAGER,
        None,
        shared,
        Box::new(SeededEntropy::new(stream(1))),
    )?;
    let desk_id = welcome(folder, &mut hq, &mut desk, month)?;
    let tenders = tenders::read(month, stream(2))?;
    let script = Script::read()?;
    let steps = script.steps(month)?;
    Play {
        month,
        clock: &clock,
        folder,
        script: &script,
        hq: &mut hq,
        desk: &mut desk,
        desk_id: &desk_id,
        tenders: &tenders,
        taken: 0,
        triaged: 0,
        meetings: BTreeMap::new(),
        claims: BTreeMap::new(),
        files: BTreeMap::new(),
    }
    .run(&steps)?;
    Ok((desk, clock))
}

/// Headquarters enrols the desk, records the company, and sends both; gives the desk's name in the directory.
fn welcome(
    folder: &Path,
    hq: &mut Desk,
    desk: &mut Desk,
    month: Month,
) -> Result<String, DeskError> {
    let path = desk.home().enrolment();
    let bytes = std::fs::read(&path).map_err(|error| DeskError::file(&path, &error))?;
    let (entry, _) = hq.enrol(&read_enrolment(&bytes)?, None)?;
    hq.perform(Command::Record(company::read(month)?))
        .map_err(|refusal| refused("company", refusal))?;
    let file = folder.join(WELCOME);
    hq.export(Some(&entry.id), &file, Packing::default())?;
    let import = desk.import(&file, hq.org_fingerprint().as_deref())?;
    play::whole(WELCOME, &import)?;
    Ok(entry.id)
}

/// Reads one of the demo's files.
fn sheet<T: DeserializeOwned>(name: &str, text: &str) -> Result<T, DeskError> {
    toml::from_str(text).map_err(|error| fault(name, error.to_string()))
}

/// The story itself is at fault, at this place.
fn fault(place: &str, detail: impl Into<String>) -> DeskError {
    DeskError::File { path: PathBuf::from(format!("demo/{place}")), detail: detail.into() }
}

/// An act of the story was refused.
fn refused(what: &str, refusal: Refusal) -> DeskError {
    match refusal {
        Refusal::Store(error) => DeskError::Store(error),
        Refusal::Refused(whys) => {
            let why = |why: &Why| format!("{} {:?}", why.key, why.args);
            let whys: Vec<String> = whys.iter().map(why).collect();
            fault(what, whys.join("; "))
        }
    }
}

#[cfg(test)]
mod tests;
