//! The doctor: what is not well with a desk, and what to do about it. It looks and changes nothing.

use std::path::Path;

use chrono::{DateTime, Duration, Utc};
use serde::Serialize;

use crate::store::StoreError;

use super::context::Seat;
use super::query::Reading;
use super::{Desk, backup};

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// All is well.
    Well,
    /// It should be looked at.
    Watch,
    /// Work is at risk.
    Ill,
}

/// Something that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sign {
    /// Catalogue key after `doctor-`; the remedy is `doctor-<key>-remedy`.
    pub key: &'static str,
    /// How bad it is.
    pub level: Level,
    /// Named values for the sentence.
    pub args: Vec<(&'static str, String)>,
}

impl Sign {
    fn new(key: &'static str, level: Level, args: Vec<(&'static str, String)>) -> Sign {
        Sign { key, level, args }
    }
}

/// Events that wait longer than so many days to be exported are at risk.
pub const UNSAID_DAYS: i64 = 7;

/// Headquarters that was silent for so many days may not have heard.
pub const SILENT_DAYS: i64 = 14;

/// A backup older than so many days is no comfort.
const BACKUP_DAYS: i64 = 7;

/// Parts of a path by which folders are known that copy files while they are written.
const SYNCED: [&str; 9] = [
    "onedrive",
    "dropbox",
    "nutstore",
    "坚果云",
    "icloud",
    "google drive",
    "baidunetdisk",
    "百度网盘",
    "weiyun",
];

/// Whether a folder is one that a synchroniser copies: a store in it would be torn (SQLite, "How To Corrupt", 1.2 and 2.1).
pub fn is_synced(folder: &Path) -> bool {
    let path = folder.to_string_lossy().to_lowercase();
    SYNCED.iter().any(|part| path.contains(part))
}

fn days(since: DateTime<Utc>, now: DateTime<Utc>) -> i64 {
    (now - since).num_days()
}

impl Desk {
    /// Looks at everything.
    ///
    /// # Errors
    /// When the store cannot be read at all.
    pub fn doctor(&mut self) -> Result<Vec<Sign>, StoreError> {
        let now = self.now();
        let folder = self.home.folder().to_owned();
        let mut signs = Vec::new();
        let mut say = |key, level, args| signs.push(Sign::new(key, level, args));
        if is_synced(&folder) {
            say("synced", Level::Ill, vec![("folder", folder.display().to_string())]);
        }
        let audit = self.audit()?;
        let checked = (audit.events + audit.segments + audit.parts).to_string();
        match audit.findings.len() {
            0 => say("audit-well", Level::Well, vec![("n", checked)]),
            n => say("audit-wrong", Level::Ill, vec![("n", n.to_string())]),
        }
        if self.context.profile.trial {
            say("trial", Level::Watch, Vec::new());
        }
        self.exchange_signs(now, &mut say)?;
        let newest = backup::newest(&self.home);
        match newest.map(|at| days(at, now)) {
            Some(age) if age <= BACKUP_DAYS => {
                say("backup-well", Level::Well, vec![("days", age.to_string())]);
            }
            Some(age) => say("backup-old", Level::Watch, vec![("days", age.to_string())]),
            None => say("backup-none", Level::Watch, Vec::new()),
        }
        signs.sort_by_key(|sign| std::cmp::Reverse(sign.level));
        Ok(signs)
    }

    fn exchange_signs(
        &mut self,
        now: DateTime<Utc>,
        say: &mut dyn FnMut(&'static str, Level, Vec<(&'static str, String)>),
    ) -> Result<(), StoreError> {
        let Some(directory) = self.context.directory.clone() else {
            say("not-enrolled", Level::Watch, Vec::new());
            return Ok(());
        };
        let own = self.context.profile.key.clone();
        if directory.revocation(&own).is_some() {
            say("revoked", Level::Ill, Vec::new());
        }
        let review = directory.review_by.parse::<DateTime<Utc>>();
        if review.is_ok_and(|review| review < now) {
            say("directory-old", Level::Watch, vec![("day", directory.review_by.clone())]);
        }
        let (waiting, held, wanted, oldest) = self.store.read(|tx| -> Result<_, StoreError> {
            let count = tx.outbox_count()?;
            let oldest = tx.oldest_unsaid(&own)?;
            Ok((count.local, tx.held()?.len(), tx.wanted_parts()?.len(), oldest))
        })?;
        let region = matches!(self.context.profile.seat, Seat::Region(_));
        let oldest = oldest.and_then(|hlc| hlc.get(..24)?.parse::<DateTime<Utc>>().ok());
        if region && waiting > 0 {
            let age = oldest.map_or(0, |oldest| days(oldest, now));
            let level = if age > UNSAID_DAYS { Level::Ill } else { Level::Watch };
            let args = vec![("n", waiting.to_string()), ("days", age.to_string())];
            say("unsaid", level, args);
        }
        let returned = self.store.read(|tx| tx.ruled(super::project::RETURNED))?;
        if region && !returned.is_empty() {
            let named = returned.iter().map(|(number, reason)| format!("{number} ({reason})"));
            let named = named.collect::<Vec<_>>().join("; ");
            say(
                "returned",
                Level::Watch,
                vec![("n", returned.len().to_string()), ("named", named)],
            );
        }
        if held > 0 {
            say("held", Level::Watch, vec![("n", held.to_string())]);
        }
        if wanted > 0 {
            say("wanted", Level::Watch, vec![("n", wanted.to_string())]);
        }
        if region {
            let heard =
                self.look(|tx, context, now| Reading { tx, context, now }.headquarters_heard())?;
            match heard {
                Some((at, made)) => {
                    let age = days(at, now);
                    if age > SILENT_DAYS {
                        say("silent", Level::Watch, vec![("days", age.to_string())]);
                    }
                    // Their clock when they wrote is before ours when we read, unless ours is slow.
                    let slow = made - at;
                    if slow > Duration::days(1) {
                        say("clock", Level::Ill, vec![("days", slow.num_days().to_string())]);
                    }
                }
                None => say("never-heard", Level::Watch, Vec::new()),
            }
        }
        Ok(())
    }
}
