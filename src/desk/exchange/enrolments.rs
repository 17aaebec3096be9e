//! Enrolments that lie in the folder of the exchange: whoever put one there waits to be enrolled. Nothing of them is believed; the
//! fingerprint is compared by phone before `daqu hq enrol`, as with a file that was handed over.

use std::path::{Path, PathBuf};

use crate::store::StoreError;
use crate::sync::enrol::Enrol;

use super::super::Desk;
use super::super::system::read_bounded;
use super::headquarters::read_enrolment;
use super::medium::{files_in, is_elsewhere};

/// An enrolment is one signed line; a larger file is something else.
const MOST_BYTES: u64 = 64 * 1024;

/// A desk that waits to be enrolled.
#[derive(Debug, Clone, PartialEq)]
pub struct WaitingDesk {
    /// What it says of itself.
    pub enrol: Enrol,
    /// The file.
    pub file: PathBuf,
}

impl Desk {
    /// Enrolments in the folder of the last exchange, of desks that the directory does not name; none where the channel is no
    /// folder of this machine.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn enrolments_waiting(&mut self) -> Result<Vec<WaitingDesk>, StoreError> {
        let Some(folder) =
            self.channel()?.filter(|channel| !is_elsewhere(channel)).map(PathBuf::from)
        else {
            return Ok(Vec::new());
        };
        let enrolled = self.context().directory.as_ref();
        let is_known = |enrol: &Enrol| {
            enrolled.is_some_and(|all| all.desks.iter().any(|desk| desk.public == enrol.public))
        };
        let mut found: Vec<WaitingDesk> = files_in(&folder)
            .into_iter()
            .filter_map(|name| read(&folder.join(name)))
            .filter(|waiting| !is_known(&waiting.enrol))
            .collect();
        // The same desk may have put its file there twice.
        let mut seen = std::collections::BTreeSet::new();
        found.retain(|waiting| seen.insert(waiting.enrol.public.clone()));
        Ok(found)
    }
}

fn read(file: &Path) -> Option<WaitingDesk> {
    let is_small = std::fs::metadata(file).is_ok_and(|about| about.len() <= MOST_BYTES);
    let bytes = is_small.then(|| read_bounded(file).ok())??;
    let enrol = read_enrolment(&bytes).ok()?;
    Some(WaitingDesk { enrol, file: file.to_owned() })
}
