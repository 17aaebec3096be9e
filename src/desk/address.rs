//! Under which name a notice is known here.

use crate::domain::event::{Fact, Recorded};
use crate::domain::lead::{Lead, Notice};
use crate::domain::subject::{Subject, SubjectKind};
use crate::matching::identity::joined_by_address;
use crate::store::StoreError;

use super::history;
use super::session::Session;

/// The lead of a notice that has no name but its address.
pub(super) fn at(url: &str) -> Subject {
    Subject::derived(SubjectKind::Lead, &[url])
}

/// The notice under the name that it has here, and what was recorded under it. A table that somebody made has no ids, the
/// publisher's file has: the same notice in both is one lead, because it stands at one address. Whichever came first named
/// it.
///
/// # Errors
/// When the store cannot be read.
pub(super) fn known_here(
    session: &Session<'_, '_>,
    mut notice: Notice,
) -> Result<(Notice, Vec<Recorded>), StoreError> {
    let of = |subject| history::of(&*session.tx, session.context, subject);
    let own = of(notice.subject())?;
    let here =
        |event: &Recorded| matches!(event.fact, Fact::LeadCaptured(_) | Fact::LeadRevised(_));
    let Some(url) = notice.url.as_deref().filter(|_| !own.iter().any(here)) else {
        return Ok((notice, own));
    };
    // Of two notices at one address one has no name of its own: this one, or the other.
    let others: Vec<Subject> = if url == notice.identity {
        let there = session.tx.leads_at(url)?;
        there.iter().filter_map(|subject| subject.parse().ok()).collect()
    } else {
        vec![at(url)]
    };
    for subject in others {
        let events = of(subject)?;
        let Some(lead) =
            Lead::fold(&events, session.context.profile.authority(), session.context.territory())
        else {
            continue;
        };
        if joined_by_address(&notice, &lead.notice) {
            notice.identity = lead.notice.identity;
            return Ok((notice, events));
        }
    }
    Ok((notice, own))
}
