//! Who this desk is and whom it believes: the profile in the store, and the verified directory.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::domain::calendar::Calendar;
use crate::domain::event::Authority;
use crate::domain::number::Series;
use crate::domain::organisation::{Company, Standards, Territory};
use crate::domain::rulebook::Rulebook;
use crate::domain::territory::RegionCode;
use crate::i18n::{Lang, Words};
use crate::store::{StoreError, Writing};
use crate::sync::directory::{Role, TrustedDirectory, verify_chain};
use crate::sync::envelope::Envelope;

use super::cover::Cover;
use super::organisation::{self, Roster};
use super::view::UnitRow;

/// What a desk is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seat {
    /// A desk of headquarters.
    Headquarters,
    /// The desk of a region.
    Region(RegionCode),
}

/// What a desk knows of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Where it sits.
    pub seat: Seat,
    /// What it is called.
    pub name: String,
    /// The person named in its events.
    pub actor: String,
    /// Key id.
    pub key: String,
    /// Present incarnation.
    pub inc: String,
    /// How many incarnations came before.
    pub lives_before: usize,
    /// Its key file has no passphrase.
    pub trial: bool,
    /// The organisation's fingerprint, once a person compared it.
    pub org_fingerprint: Option<String>,
}

/// Profile and directory together.
#[derive(Debug, Clone)]
pub struct Context {
    /// What the desk knows of itself.
    pub profile: Profile,
    /// The newest directory; `None` before enrolment.
    pub directory: Option<TrustedDirectory>,
    /// What revoked keys still count for.
    pub cover: Arc<Cover>,
    /// The organisation as far as this desk knows it.
    pub company: Arc<Company>,
    /// Its units as the screen lists them.
    pub roster: Arc<Roster>,
    /// By what everything is judged and counted.
    pub standards: Arc<Standards>,
    /// Which state of the store `company` was read from.
    pub company_of: Option<String>,
}

const HEADQUARTERS: &str = "HQ";

impl Profile {
    /// Writes the profile of a new desk.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn save(&self, tx: &mut Writing<'_>) -> Result<(), StoreError> {
        let seat = match self.seat {
            Seat::Headquarters => HEADQUARTERS.to_owned(),
            Seat::Region(region) => region.to_string(),
        };
        let trial = if self.trial { "yes" } else { "no" };
        let pairs = [("seat", seat.as_str()), ("name", &self.name), ("actor", &self.actor)];
        for (key, value) in pairs.into_iter().chain([
            ("key", self.key.as_str()),
            ("inc", &self.inc),
            ("trial", trial),
        ]) {
            tx.set_meta(key, value)?;
        }
        if let Some(fingerprint) = &self.org_fingerprint {
            tx.set_meta("org_fingerprint", fingerprint)?;
        }
        Ok(())
    }

    /// Reads the profile; `None` in a store that no desk was made in.
    ///
    /// # Errors
    /// When the store cannot be read, or the profile is damaged.
    pub fn load(tx: &Writing<'_>) -> Result<Option<Profile>, StoreError> {
        let Some(seat) = tx.meta("seat")? else { return Ok(None) };
        let seat = if seat == HEADQUARTERS {
            Seat::Headquarters
        } else {
            let region =
                seat.parse().map_err(|_| StoreError::Damaged(format!("unknown region {seat}")))?;
            Seat::Region(region)
        };
        let text = |key: &str| tx.meta(key).map(Option::unwrap_or_default);
        Ok(Some(Profile {
            seat,
            name: text("name")?,
            actor: text("actor")?,
            key: text("key")?,
            inc: text("inc")?,
            lives_before: text(super::witness::OLD)?.split_whitespace().count(),
            trial: text("trial")? == "yes",
            org_fingerprint: tx.meta("org_fingerprint")?,
        }))
    }

    /// The post named in events.
    pub fn office(&self) -> String {
        match self.seat {
            Seat::Headquarters => "总部市场部".to_owned(),
            Seat::Region(region) => {
                format!("大区经理/{}", region.region().map_or("", |r| r.name.as_str()))
            }
        }
    }

    /// The region, unless this is headquarters.
    pub fn region(&self) -> Option<RegionCode> {
        match self.seat {
            Seat::Headquarters => None,
            Seat::Region(region) => Some(region),
        }
    }

    /// Its place in the order of powers.
    pub fn authority(&self) -> Authority {
        match self.seat {
            Seat::Headquarters => Authority::Headquarters,
            Seat::Region(region) => Authority::Region(region),
        }
    }
}

impl Context {
    /// Loads both; the directory's chain is verified anew from its first version.
    ///
    /// # Errors
    /// When the store cannot be read, or what it holds no longer verifies.
    pub fn load(tx: &Writing<'_>) -> Result<Option<Context>, StoreError> {
        let Some(profile) = Profile::load(tx)? else { return Ok(None) };
        let directory = load_directory(tx, profile.org_fingerprint.as_deref())?;
        let at_headquarters = profile.seat == Seat::Headquarters;
        let cover = match &directory {
            Some(directory) => Cover::load(tx, directory, at_headquarters)?,
            None => Cover::default(),
        };
        let mut context = Context { directory, cover: Arc::new(cover), ..Context::of(profile) };
        context.refresh(tx)?;
        Ok(Some(context))
    }

    /// A desk that knows nothing but itself.
    pub fn of(profile: Profile) -> Context {
        Context {
            profile,
            directory: None,
            cover: Arc::default(),
            company: Arc::default(),
            roster: Arc::default(),
            standards: Arc::default(),
            company_of: None,
        }
    }

    /// Reads the organisation again where the store holds another than is known here; tells whether it did.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn refresh(&mut self, tx: &Writing<'_>) -> Result<bool, StoreError> {
        if !organisation::is_stale(tx, self)? {
            return Ok(false);
        }
        self.company = Arc::new(organisation::load(tx)?);
        self.standards = Arc::new(organisation::standards(tx, &self.company)?);
        self.roster = Arc::default();
        self.company_of = Some(organisation::stamp_of(tx)?);
        Ok(true)
    }

    /// The units as the screen lists them on a day.
    pub fn roster_on(&self, day: NaiveDate) -> Arc<[UnitRow]> {
        self.roster.on(&self.company, day)
    }

    /// The rules in force.
    pub fn book(&self) -> &Rulebook {
        &self.standards.book
    }

    /// Words that cite the rules in force.
    pub fn words(&self, lang: Lang) -> Words {
        let words = Words::new(lang);
        words.adopt(&self.standards.book);
        words
    }

    /// Working time.
    pub fn calendar(&self) -> &Calendar {
        &self.standards.calendar
    }

    /// Which place belongs to which region.
    pub fn territory(&self) -> &Territory {
        self.company.territory()
    }

    /// The organisation's id; empty before enrolment.
    pub fn org(&self) -> &str {
        self.directory.as_ref().map_or("", |directory| directory.org.as_str())
    }

    /// Whether the directory names this desk.
    pub fn is_enrolled(&self) -> bool {
        self.directory.as_ref().is_some_and(|directory| directory.desk(&self.profile.key).is_some())
    }

    /// What the directory says of the author of an event: nothing counts that a revoked key signed beyond its cut-off.
    pub fn authority_of(&self, key: &str, event: &str) -> Authority {
        if key != self.profile.key && !self.cover.counts(key, event) {
            return Authority::Revoked;
        }
        self.authority(key)
    }

    /// Whether a desk of headquarters, this one or another or one that is no more, passed an event on to a single desk.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn was_told_to_a_desk(&self, tx: &Writing<'_>, event: &str) -> Result<bool, StoreError> {
        let by = tx.told_to_a_desk_by(event)?;
        Ok(by.iter().any(|key| self.authority(key) == Authority::Headquarters))
    }

    /// What the directory says of an author; this desk's own place is known before any directory.
    pub fn authority(&self, key: &str) -> Authority {
        if key == self.profile.key {
            return self.profile.authority();
        }
        let entry = self.directory.as_ref().and_then(|directory| directory.desk(key));
        match entry.map(|entry| (entry.role, entry.region.as_deref())) {
            Some((Role::Hq, _)) => Authority::Headquarters,
            Some((Role::Region, Some(region))) => {
                region.parse().map_or(Authority::Unknown, Authority::Region)
            }
            _ => Authority::Unknown,
        }
    }

    /// Whether a number is of the series of an author: of its region, by the letter that the directory gave it, or by what it was
    /// called before it had one. What this desk numbered itself is its own.
    pub fn may_number(&self, author: &str, number: &str) -> bool {
        let Some(entry) = self.directory.as_ref().and_then(|directory| directory.desk(author))
        else {
            return true;
        };
        let mut parts = number.split('-').skip(1);
        let (region, device) = (parts.next(), parts.nth(1));
        let own = entry.region.as_deref().unwrap_or(HEADQUARTERS);
        let device = device.unwrap_or_default();
        let letter = device.trim_end_matches(|digit: char| digit.is_ascii_digit());
        region == Some(own) && (letter == entry.letter || device.starts_with(&provisional(author)))
    }

    /// What this desk's numbers share. Before the directory gives it a letter the series is provisional: `T` and the first
    /// digits of the key, so that two new desks of a region do not count alike.
    pub fn series(&self) -> Series {
        let entry = self.directory.as_ref().and_then(|directory| directory.desk(&self.profile.key));
        let letter = entry.map(|entry| entry.letter.clone()).filter(|letter| !letter.is_empty());
        let region =
            self.profile.region().map_or(HEADQUARTERS.to_owned(), |region| region.to_string());
        let letter = letter.unwrap_or_else(|| provisional(&self.profile.key));
        // A restored desk does not know what it gave out before it was lost: it counts under another name, A2.
        let device = match self.profile.lives_before {
            0 => letter,
            before => format!("{letter}{}", before + 1),
        };
        Series { region, device }
    }
}

/// What a desk is called in numbers before the directory gives it a letter.
fn provisional(key: &str) -> String {
    format!("T{}", key.get(..3).unwrap_or_default().to_uppercase())
}

fn load_directory(
    tx: &Writing<'_>,
    fingerprint: Option<&str>,
) -> Result<Option<TrustedDirectory>, StoreError> {
    let lines = tx.directories()?;
    let Some(fingerprint) = fingerprint.filter(|_| !lines.is_empty()) else { return Ok(None) };
    let damaged =
        |what: String| StoreError::Damaged(format!("the directory does not verify: {what}"));
    let envelopes: Result<Vec<Envelope>, _> =
        lines.iter().map(|line| Envelope::from_line(line.as_bytes())).collect();
    let envelopes = envelopes.map_err(|fault| damaged(fault.to_string()))?;
    verify_chain(&envelopes, fingerprint).map(Some).map_err(|fault| damaged(fault.to_string()))
}
