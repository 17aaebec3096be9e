//! One act as one transaction: events are signed and appended, and the rows they touch are derived anew, or nothing is.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;

use chrono::{DateTime, Datelike, Utc};

use crate::domain::calendar;
use crate::domain::event::{Body, Fact, MAX_BASE, PartRef, Recorded, VERSION};
use crate::domain::fold::History;
use crate::domain::hlc::Hlc;
use crate::domain::number::prefix;
use crate::domain::ports::Entropy;
use crate::domain::subject::{Subject, SubjectKind};
use crate::store::log::{StoredEvent, StoredPart};
use crate::store::projection::NOT_YET;
use crate::store::purged::PurgeOrder;
use crate::store::{StoreError, Writing};
use crate::sync::cores::spread;
use crate::sync::event::sign_event;
use crate::sync::keys::DeskKey;
use crate::sync::part::PartLine;

use super::context::{Context, Seat};
use super::home::Home;
use super::{history, instant, organisation, project};

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
    /// Where files of evidence are kept, and letters are written to.
    pub home: Home,
    /// Files that this act wrote for people.
    pub written: &'a mut Vec<PathBuf>,
    key: &'a DeskKey,
    clock: Hlc,
    /// Nothing waited to be told when the session began.
    all_said: bool,
    touched: BTreeSet<Subject>,
    /// Of those, the ones whose rows are not derived yet.
    underived: BTreeSet<Subject>,
    /// All events of leads that came in with this act and are not derived yet: they need not be read back.
    fresh: HashMap<Subject, Vec<Recorded>>,
}

const CLOCK: &str = "hlc";

/// The meta row that tells since when there have been events that are in no bundle.
pub(super) const UNSAID_SINCE: &str = "unsaid_since";

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
        (home, written): (Home, &'a mut Vec<PathBuf>),
    ) -> Result<Session<'a, 't>, StoreError> {
        let clock = tx.meta(CLOCK)?.and_then(|text| text.parse().ok()).unwrap_or_default();
        let all_said = tx.outbox_count()?.local == 0;
        Ok(Session {
            tx,
            context,
            now,
            entropy,
            home,
            written,
            key,
            clock,
            all_said,
            touched: BTreeSet::new(),
            underived: BTreeSet::new(),
            fresh: HashMap::new(),
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
        let mut refs = Vec::new();
        for (name, class, bytes) in parts {
            let size = bytes.len() as u64;
            let line = PartLine::new(bytes, self.entropy).map_err(|fault| unfit(&fault))?;
            refs.push(PartRef { name: name.to_owned(), class, size, hash: line.hash.clone() });
            self.tx.put_part(&StoredPart {
                hash: line.hash,
                class,
                salt: line.salt,
                bytes: line.bytes,
            })?;
        }
        let seen = match self.fresh.remove(&subject) {
            Some(events) => events,
            None => history::of(self.tx, self.context, subject)?,
        };
        let begun = seen.is_empty() && subject.kind == SubjectKind::Lead;
        let mut base = History::new(&seen).heads();
        base.truncate(MAX_BASE);
        let written = self.writing(subject, fact.clone(), base, refs);
        let (event, recorded) = written.sign(self.context, self.key)?;
        let id = event.id.clone();
        self.keep(&event)?;
        if matches!(fact, Fact::Purged(_)) {
            self.order_purge(&id, subject)?;
        }
        self.touch(subject);
        if begun {
            self.fresh.insert(subject, vec![recorded]);
            self.derive_when_many()?;
        }
        Ok(id)
    }

    /// Records the first fact of each of many subjects; they are signed on all cores. The subjects must have no events here,
    /// and be named once.
    ///
    /// # Errors
    /// As for [`Session::record`].
    pub fn record_first(&mut self, facts: Vec<(Subject, Fact)>) -> Result<(), StoreError> {
        let unsigned: Vec<Unsigned> = facts
            .into_iter()
            .map(|(subject, fact)| self.writing(subject, fact, Vec::new(), Vec::new()))
            .collect();
        let (context, key) = (self.context, self.key);
        for signed in spread(unsigned, LEAST_SHARE, |unsigned| unsigned.sign(context, key)) {
            let (event, recorded) = signed?;
            self.keep(&event)?;
            self.touch(recorded.subject);
            self.fresh.insert(recorded.subject, vec![recorded]);
        }
        self.derive_when_many()
    }

    fn writing(
        &mut self,
        subject: Subject,
        fact: Fact,
        base: Vec<String>,
        parts: Vec<PartRef>,
    ) -> Unsigned {
        self.clock = self.clock.tick(self.now);
        Unsigned { subject, fact, base, parts, hlc: self.clock }
    }

    fn keep(&mut self, event: &StoredEvent) -> Result<(), StoreError> {
        self.tx.append(event)?;
        if self.context.profile.seat != Seat::Headquarters {
            self.tx.put_outbox(&event.id, &event.subject, false)?;
        }
        Ok(())
    }

    /// What was taken in does not pile up in memory.
    fn derive_when_many(&mut self) -> Result<(), StoreError> {
        if self.fresh.len() >= project::BATCH { self.derive() } else { Ok(()) }
    }

    /// An order to erase parts came: the time until it is done runs from now, by this desk's clock.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn order_purge(&mut self, event: &str, subject: Subject) -> Result<(), StoreError> {
        let (event, subject, since) = (event.to_owned(), subject.to_string(), instant(self.now));
        self.tx.put_purge_order(&PurgeOrder { event, subject, since })
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
        self.next_in(prefix(kind), subject)
    }

    /// The next number with a prefix, as the serial of a letter has one; it leads to the subject.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn next_in(
        &mut self,
        prefix: &'static str,
        subject: Subject,
    ) -> Result<String, StoreError> {
        let series = self.context.series();
        let year = calendar::local(self.now).year();
        let first = series.numbered(prefix, year, 1);
        let name = first.rsplit_once('-').map_or(first.as_str(), |(name, _)| name);
        let number = series.numbered(prefix, year, self.tx.last_number(name)?.saturating_add(1));
        self.tx.put_number(&number, &subject.to_string(), NOT_YET)?;
        Ok(number)
    }

    /// What the facts of one act on several subjects share, so that undo takes all of them back.
    pub fn new_batch(&mut self) -> String {
        let mut random = [0; 8];
        self.entropy.fill(&mut random);
        random.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// A new subject of a kind.
    pub fn new_subject(&mut self, kind: SubjectKind) -> Subject {
        Subject::new(kind, self.now, self.entropy)
    }

    /// Marks a subject whose events came from elsewhere, so that its rows are derived anew.
    pub fn touch(&mut self, subject: Subject) {
        self.fresh.remove(&subject);
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
        let underived = std::mem::take(&mut self.underived);
        let fresh = std::mem::take(&mut self.fresh);
        // The organisation may have changed with this very act.
        let mut context = Cow::Borrowed(self.context);
        if organisation::is_stale(self.tx, &context)? {
            context.to_mut().refresh(self.tx)?;
        }
        project::subjects(self.tx, &context, &underived, fresh)
    }

    /// Goes on in the same transaction with another context: with the organisation as this act has changed it.
    pub fn under<T>(
        &mut self,
        context: &Context,
        act: impl FnOnce(&mut Session<'_, 't>) -> T,
    ) -> T {
        let mut session = Session {
            tx: &mut *self.tx,
            context,
            now: self.now,
            entropy: &mut *self.entropy,
            home: self.home.clone(),
            written: &mut *self.written,
            key: self.key,
            clock: self.clock,
            all_said: self.all_said,
            touched: std::mem::take(&mut self.touched),
            underived: std::mem::take(&mut self.underived),
            fresh: std::mem::take(&mut self.fresh),
        };
        let done = act(&mut session);
        let Session { clock, touched, underived, fresh, .. } = session;
        (self.clock, self.touched, self.underived, self.fresh) = (clock, touched, underived, fresh);
        done
    }

    /// Derives the touched rows and keeps the clock.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn close(mut self) -> Result<BTreeSet<Subject>, StoreError> {
        self.derive()?;
        self.tx.set_meta(CLOCK, &self.clock.to_string())?;
        if self.all_said && self.tx.outbox_count()?.local > 0 {
            self.tx.set_meta(UNSAID_SINCE, &instant(self.now))?;
        }
        Ok(self.touched)
    }
}

/// Fewer events are not worth a thread.
const LEAST_SHARE: usize = 16;

/// An event before it is signed.
struct Unsigned {
    subject: Subject,
    fact: Fact,
    base: Vec<String>,
    parts: Vec<PartRef>,
    hlc: Hlc,
}

impl Unsigned {
    /// The event as it is stored, and as it will be understood when it is read again.
    fn sign(self, context: &Context, key: &DeskKey) -> Result<(StoredEvent, Recorded), StoreError> {
        let profile = &context.profile;
        let (subject, hlc) = (self.subject.to_string(), self.hlc.to_string());
        let body = Body {
            v: VERSION,
            org: context.org().to_owned(),
            desk: profile.key.clone(),
            kind: self.fact.kind(),
            subject: subject.clone(),
            base: self.base,
            hlc: hlc.clone(),
            actor: profile.actor.clone(),
            office: profile.office(),
            data: self.fact.data().map_err(|error| unfit(&error))?,
            parts: self.parts,
        };
        let text = serde_json::to_string(&body).map_err(|error| unfit(&error))?;
        let event = sign_event(text, key).map_err(|fault| unfit(&fault))?;
        let id = event.id();
        let recorded = Recorded {
            id: id.clone(),
            subject: self.subject,
            base: body.base,
            hlc: self.hlc,
            actor: body.actor,
            office: body.office,
            author: event.key.clone(),
            authority: context.authority(&event.key),
            fact: self.fact,
            parts: body.parts,
        };
        let stored =
            StoredEvent { id, key: event.key, sig: event.sig, subject, hlc, body: event.body };
        Ok((stored, recorded))
    }
}

fn unfit(what: &dyn std::fmt::Display) -> StoreError {
    StoreError::TooLarge(what.to_string())
}
