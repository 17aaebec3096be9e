//! Keys that no longer count: replaced by another, or revoked with a cut-off; and what headquarters says of single events.
//!
//! A revocation names what headquarters held of the key when it decided. What comes later of that key is stored, so that nothing
//! is lost and everything can be shown, but has no effect: neither here nor, once voided, where it had escaped to before.

use std::collections::BTreeSet;

use crate::domain::event::{Body, Fact, Ruled};
use crate::domain::fold::History;
use crate::domain::subject::{Subject, SubjectKind};
use crate::store::StoreError;
use crate::sync::directory::{DeskState, Directory, Revocation, Role};
use crate::sync::have::tips;

use super::super::{Desk, history, perform, project};
use super::headquarters::Published;
use super::{ExchangeError, index};

/// What headquarters says of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ruling {
    /// It is taken up; what was without effect has it.
    Adopt,
    /// It goes back with a reason, and stays as it is.
    Return,
    /// It has no effect.
    Void,
    /// The bytes of its parts are erased, here and wherever this comes to.
    Purge,
}

impl Desk {
    /// Revokes a desk's key: what headquarters holds of it now keeps its effect, everything later has none.
    ///
    /// # Errors
    /// Where this is not headquarters, there is no such desk, or it is the last of headquarters.
    pub fn revoke(
        &mut self,
        desk: &str,
        reason: &str,
        passphrase: Option<&str>,
    ) -> Result<Published, ExchangeError> {
        let (mut next, key) = self.draft_without(desk)?;
        let reason = crate::text::clean_line(reason);
        next.revoked.push(self.cut_off(key, reason)?);
        self.publish(&next, passphrase)
    }

    /// A key counts as far as headquarters holds its logs.
    fn cut_off(&mut self, key: String, reason: String) -> Result<Revocation, ExchangeError> {
        let index = self.store.read(|tx| index(tx))?;
        let own = tips(&index).into_iter().filter(|(log, _)| log.key == key);
        let cut = own
            .flat_map(|(log, tips)| tips.into_iter().map(move |(seq, id)| (log.clone(), seq, id)));
        Ok(Revocation { cut: cut.collect(), key, reason })
    }

    /// Retires a desk's key: nothing is sent to it any more, and all that it signed stands, also what comes later: its successor
    /// passes on what was not sent. So a key is replaced that nobody else has; one that may be in other hands is revoked.
    ///
    /// # Errors
    /// As for [`Desk::revoke`].
    pub fn retire(
        &mut self,
        desk: &str,
        passphrase: Option<&str>,
    ) -> Result<Published, ExchangeError> {
        let (mut next, key) = self.draft_without(desk)?;
        for entry in &mut next.desks {
            if entry.key_id().as_deref() == Some(&key) {
                entry.state = DeskState::Retired;
            }
        }
        self.publish(&next, passphrase)
    }

    /// The next directory, and the key of a desk that is to write no more.
    fn draft_without(&self, desk: &str) -> Result<(Directory, String), ExchangeError> {
        let next = self.draft()?;
        let entry = next.desks.iter().find(|entry| entry.id.eq_ignore_ascii_case(desk.trim()));
        let entry = entry.ok_or_else(|| ExchangeError::NoAddressee(desk.to_owned()))?;
        let key = entry.key_id().unwrap_or_default();
        if next.revocation(&key).is_some() {
            return Err(ExchangeError::NoAddressee(desk.to_owned()));
        }
        let others = next.desks.iter().filter(|other| {
            let id = other.key_id().unwrap_or_default();
            other.role == Role::Hq
                && other.state == DeskState::Active
                && id != key
                && next.revocation(&id).is_none()
        });
        if entry.role == Role::Hq && others.count() == 0 {
            return Err(ExchangeError::LastOfHeadquarters);
        }
        Ok((next, key))
    }

    /// Rules on events, each by an event of its own in the same subject.
    ///
    /// # Errors
    /// Where this is not headquarters, or an event is not here; nothing is recorded then.
    pub fn rule(
        &mut self,
        events: &[String],
        ruling: Ruling,
        reason: Option<&str>,
    ) -> Result<usize, ExchangeError> {
        if !self.is_headquarters() {
            return Err(ExchangeError::NotHeadquarters);
        }
        let mut subjects = Vec::new();
        for event in events {
            let found = self.store.read(|tx| tx.event(event))?;
            let subject = found.and_then(|event| event.subject.parse::<Subject>().ok());
            subjects.push(subject.ok_or_else(|| ExchangeError::NoEvent(event.clone()))?);
        }
        let reason = reason.map(crate::text::clean_line);
        self.act(|session| -> Result<(), StoreError> {
            for (event, subject) in events.iter().zip(&subjects) {
                let ruled = Ruled { event: event.clone(), reason: reason.clone() };
                let fact = match ruling {
                    Ruling::Adopt => Fact::Adopted(ruled),
                    Ruling::Return => Fact::Returned(ruled),
                    Ruling::Void => Fact::Voided(ruled),
                    Ruling::Purge => Fact::Purged(ruled),
                };
                session.record(*subject, &fact)?;
            }
            Ok(())
        })?;
        if ruling == Ruling::Purge {
            self.settle_purges()?;
        }
        Ok(events.len())
    }

    /// Events of revoked keys that have no effect: id, subject, what kind they are, and the person named.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn beyond(&mut self) -> Result<Vec<Beyond>, StoreError> {
        self.look(|tx, context, _| {
            let mut found = Vec::new();
            for key in context.cover.keys().filter(|key| **key != context.profile.key) {
                for event in tx.events_by(key)? {
                    if context.cover.counts(key, &event.id) {
                        continue;
                    }
                    let Ok((body, _)) = Body::read(&event.body) else { continue };
                    let Ok(subject) = event.subject.parse::<Subject>() else { continue };
                    let events = history::of(tx, context, subject)?;
                    // What headquarters voided: a thief who says it of his own act says nothing.
                    let voided = History::new(&events).is_voided(&event.id);
                    let stands = events.iter().any(|e| {
                        e.id == event.id && e.authority != crate::domain::event::Authority::Revoked
                    });
                    if stands {
                        continue;
                    }
                    let (kind, actor, at) = (body.kind, body.actor, body.hlc);
                    found.push(Beyond { event: event.id, subject, kind, actor, at, voided });
                }
            }
            Ok(found)
        })
    }

    /// After the directory or the log grew: rows of what revoked keys touched are derived anew, and headquarters voids what had
    /// escaped to a region before.
    pub(super) fn settle_revocations(&mut self) -> Result<(), StoreError> {
        let context = self.current()?;
        if context.cover.keys().next().is_none() {
            return Ok(());
        }
        let leads = self.store.write(|tx| -> Result<BTreeSet<Subject>, StoreError> {
            let mut subjects = BTreeSet::new();
            for key in context.cover.keys() {
                let touched = tx.events_by(key)?.into_iter();
                subjects.extend(touched.filter_map(|event| event.subject.parse::<Subject>().ok()));
            }
            project::subjects(tx, &context, &subjects, Default::default())?;
            let of_leads = |subject: Subject| -> Result<Option<Subject>, StoreError> {
                Ok(history::claim(tx, &context, subject)?.map(|claim| claim.submitted.lead))
            };
            let claims = subjects.into_iter().filter(|of| of.kind == SubjectKind::Claim);
            claims.filter_map(|claim| of_leads(claim).transpose()).collect()
        })?;
        // A claim that counts again, as what headquarters held of it came, may meet another.
        if !leads.is_empty() {
            self.act(|session| -> Result<(), StoreError> {
                leads.into_iter().try_for_each(|lead| perform::detect_all(session, lead))
            })?;
        }
        if !self.is_headquarters() {
            return Ok(());
        }
        let beyond = self.beyond()?;
        let escaped: Vec<Beyond> = self.look(|tx, context, _| -> Result<_, StoreError> {
            let mut escaped = Vec::new();
            for event in beyond.into_iter().filter(|event| !event.voided) {
                if context.was_told_to_a_desk(tx, &event.event)? {
                    escaped.push(event);
                }
            }
            Ok(escaped)
        })?;
        if escaped.is_empty() {
            return Ok(());
        }
        self.act(|session| -> Result<(), StoreError> {
            for event in escaped {
                let ruled = Ruled { event: event.event, reason: None };
                session.record(event.subject, &Fact::Voided(ruled))?;
            }
            Ok(())
        })
    }
}

/// An event of a revoked key that has no effect.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Beyond {
    /// Its id.
    pub event: String,
    /// What it is about.
    pub subject: Subject,
    /// Its kind.
    pub kind: String,
    /// The person named.
    pub actor: String,
    /// When, by its own clock.
    pub at: String,
    /// Headquarters voided it: it had reached a region before.
    pub voided: bool,
}
