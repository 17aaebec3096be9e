//! Whether something waits in the channel of the last time. A share may hang, so its folder is listed on a thread of its own, and
//! one at a time; who asks gets what is known. Asked once a minute, and by nothing else: a folder elsewhere tells nobody.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use crate::store::{StoreError, Writing};

use super::super::context::Context;
use super::channel::{CHANNEL, inbox, named_by_content};
use super::medium::{files_in, is_elsewhere};

/// A folder that is at hand answers within this time.
const PATIENCE: Duration = Duration::from_millis(100);

/// The last look into a folder, and one that has not come back yet.
#[derive(Debug, Default)]
pub struct Watch {
    seen: (PathBuf, Vec<String>),
    coming: Option<(PathBuf, Receiver<Vec<String>>)>,
}

impl Watch {
    /// How many files wait in the channel that were not taken in, as far as is known by now; 0 where there is no channel.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn waiting(&mut self, tx: &Writing<'_>, context: &Context) -> Result<usize, StoreError> {
        // A store elsewhere is asked when a person asks: each question may cost something there.
        let Some(channel) = tx.meta(CHANNEL)?.filter(|channel| !is_elsewhere(channel)) else {
            return Ok(0);
        };
        let folder = inbox(Path::new(&channel), &context.profile.key);
        let mut count = 0;
        for name in self.look(folder) {
            count += usize::from(!tx.was_taken_as(&name)?);
        }
        Ok(count)
    }

    /// The names of bundles in a folder.
    fn look(&mut self, folder: PathBuf) -> Vec<String> {
        let (from, names) = self.coming.take().unwrap_or_else(|| {
            let (tell, names) = channel();
            let there = folder.clone();
            std::thread::spawn(move || {
                // Nobody may be waiting any more.
                let _ = tell.send(list(&there));
            });
            (folder.clone(), names)
        });
        match names.recv_timeout(PATIENCE) {
            Ok(found) => self.seen = (from, found),
            Err(RecvTimeoutError::Timeout) => self.coming = Some((from, names)),
            Err(RecvTimeoutError::Disconnected) => {}
        }
        if self.seen.0 == folder { self.seen.1.clone() } else { Vec::new() }
    }
}

/// Files are named by their content; what is called otherwise was not put there by a desk.
fn list(folder: &Path) -> Vec<String> {
    let files = files_in(folder);
    files.iter().filter_map(|file| named_by_content(file)).map(str::to_owned).collect()
}
