//! One act as one transaction: events are signed and appended, and the rows they touch are derived anew, or nothing is.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, Utc};

use crate::domain::calendar;
use crate::domain::event::{Body, Fact, MAX_BASE, PartRef, VERSION};
use crate::domain::fold::History;
use crate::domain::hlc::Hlc;
use crate::domain::ports::Entropy;
use crate::domain::subject::{Subject, SubjectKind};
use crate::store::log::{StoredEvent, StoredPart};
use crate::store::{StoreError, Writing};
use crate::sync::event::{SignedEvent, sign_event};
use crate::sync::keys::DeskKey;
use crate::sync::part::PartLine;

use super::context::{Context, Seat};
use super::{history, project};

/// A transaction with a pen: what an act needs to read, decide and record.
pub struct Session<'a, 't> {
    /// The transaction.
    pub tx: &'a mut Writing<'t>,
    /// Who acts.
    pub context: &'a Context,
    /// The instant of the act.
    pub now: DateTime<Utc>,
    /// Randomness.
    pub entropy: &'a mut dyn Entropy,
    key: &'a DeskKey,
    clock: Hlc,
    touched: BTreeSet<Subject>,
    /// Of those, the ones whose rows are not derived yet.
    underived: BTreeSet<Subject>,
}

const CLOCK: &str = "hlc";

impl<'a, 't> Session<'a, 't> {
    /// Opens a session; [`Session::close`] ends it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn open(
        tx: &'a mut Writing<'t>,
        context: &'a Context,
        key: &'a DeskKey,
        entropy: &'a mut dyn Entropy,
        now: DateTime<Utc>,
    ) -> Result<Session<'a, 't>, StoreError> {
        let clock = tx.meta(CLOCK)?.and_then(|text| text.parse().ok()).unwrap_or_default();
        Ok(Session {
            tx,
            context,
            now,
            entropy,
            key,
            clock,
            touched: BTreeSet::new(),
            underived: BTreeSet::new(),
        })
    }

    /// Signs a fact and appends it.
    ///
    /// # Errors
    /// When the store cannot be written, or the fact does not fit into an event.
    pub fn record(&mut self, subject: Subject, fact: &Fact) -> Result<String, StoreError> {
        self.record_with(subject, fact, Vec::new())
    }

    /// As [`Session::record`], with a detachable part (name, class, bytes).
    ///
    /// # Errors
    /// As there; a part over the limit of the format is refused whole.
    pub fn record_with(
        &mut self,
        subject: Subject,
        fact: &Fact,
        parts: Vec<(&str, u8, Vec<u8>)>,
    ) -> Result<String, StoreError> {
        let unfit = |what: String| {
            StoreError::Damaged(format!("the act does not fit into an event: {what}"))
        };
        let mut refs = Vec::new();
        for (name, class, bytes) in parts {
            let size = bytes.len() as u64;
            let line =
                PartLine::new(bytes, self.entropy).map_err(|fault| unfit(fault.to_string()))?;
            refs.push(PartRef { name: name.to_owned(), class, size, hash: line.hash.clone() });
            self.tx.put_part(&StoredPart {
                hash: line.hash,
                class,
                salt: line.salt,
                bytes: line.bytes,
            })?;
        }
        self.clock = self.clock.tick(self.now);
        let mut base = History::new(&history::of(self.tx, self.context, subject)?).heads();
        base.truncate(MAX_BASE);
        let profile = &self.context.profile;
        let body = Body {
            v: VERSION,
            org: self.context.org().to_owned(),
            desk: profile.key.clone(),
            kind: fact.kind(),
            subject: subject.to_string(),
            base,
            hlc: self.clock.to_string(),
            actor: profile.actor.clone(),
            office: profile.office(),
            data: fact.data().map_err(|error| unfit(error.to_string()))?,
            parts: refs,
        };
        let body = serde_json::to_string(&body).map_err(|error| unfit(error.to_string()))?;
        let event = sign_event(body, self.key).map_err(|fault| unfit(fault.to_string()))?;
        let id = event.id();
        self.tx.append(&stored(&event, &id, subject, self.clock))?;
        if profile.seat != Seat::Headquarters {
            self.tx.put_outbox(&id, &subject.to_string(), false)?;
        }
        self.touch(subject);
        Ok(id)
    }

    /// The next human number of a kind.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn next_number(
        &mut self,
        kind: SubjectKind,
        subject: Subject,
    ) -> Result<String, StoreError> {
        let series = self.context.series();
        let year = calendar::local(self.now).year();
        let first = series.number(kind, year, 1);
        let name = first.rsplit_once('-').map_or(first.as_str(), |(name, _)| name);
        let number = series.number(kind, year, self.tx.last_number(name)?.saturating_add(1));
        self.tx.put_number(&number, &subject.to_string())?;
        Ok(number)
    }

    /// A new subject of a kind.
    pub fn new_subject(&mut self, kind: SubjectKind) -> Subject {
        Subject::new(kind, self.now, self.entropy)
    }

    /// Marks a subject whose events came from elsewhere, so that its rows are derived anew.
    pub fn touch(&mut self, subject: Subject) {
        self.touched.insert(subject);
        self.underived.insert(subject);
    }

    /// Follows the hybrid clock of an event from elsewhere, within bounds.
    pub fn observe(&mut self, remote: Hlc) {
        if let Some(clock) = self.clock.observe(remote, self.now) {
            self.clock = clock;
        }
    }

    /// Subjects touched so far.
    pub fn touched(&self) -> &BTreeSet<Subject> {
        &self.touched
    }

    /// Derives the rows of what was touched up to here, so that what follows in the same act sees them.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn derive(&mut self) -> Result<(), StoreError> {
        while let Some(subject) = self.underived.pop_first() {
            project::subject(self.tx, self.context, subject)?;
        }
        Ok(())
    }

    /// Derives the touched rows and keeps the clock.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn close(mut self) -> Result<BTreeSet<Subject>, StoreError> {
        self.derive()?;
        self.tx.set_meta(CLOCK, &self.clock.to_string())?;
        Ok(self.touched)
    }
}

fn stored(event: &SignedEvent, id: &str, subject: Subject, hlc: Hlc) -> StoredEvent {
    StoredEvent {
        id: id.to_owned(),
        key: event.key.clone(),
        sig: event.sig.clone(),
        subject: subject.to_string(),
        hlc: hlc.to_string(),
        body: event.body.clone(),
    }
}
