//! Under which name a notice is known here.

use crate::domain::lead::Notice;
use crate::matching::identity::joined_by_address;
use crate::store::StoreError;

use super::history;
use super::session::Session;

/// The notice under the name that it has here. A table that somebody made has no ids, the publisher's file has: the same
/// notice in both is one lead, because it stands at one address. Whichever came first named it.
///
/// # Errors
/// When the store cannot be read.
pub(super) fn known_here(
    session: &Session<'_, '_>,
    mut notice: Notice,
) -> Result<Notice, StoreError> {
    let Some(url) = notice.url.as_deref() else { return Ok(notice) };
    let own = notice.subject().to_string();
    if session.tx.lead_row(&own)?.is_some() {
        return Ok(notice);
    }
    for lead in session.tx.leads_at(url)? {
        let Ok(subject) = lead.parse() else { continue };
        let Some(lead) = history::lead(&*session.tx, session.context, subject)? else { continue };
        if joined_by_address(&notice, &lead.notice) {
            notice.identity = lead.notice.identity;
            break;
        }
    }
    Ok(notice)
}
