//! What a status of headquarters acknowledges: own events in segments it holds leave the outbox.

use crate::domain::event::Authority;
use crate::store::{StoreError, Writing};
use crate::sync::have::{Index, covered};
use crate::sync::status::Status;

use super::super::context::{Context, Seat};
use super::{index, statuses_of};

/// Settles every own event by the newest statuses of headquarters; gives how many are acknowledged that were not.
///
/// # Errors
/// When the store cannot be read or written.
pub fn acknowledged(tx: &mut Writing<'_>, context: &Context) -> Result<usize, StoreError> {
    let region = context.profile.seat != Seat::Headquarters;
    let Some(directory) = context.directory.as_ref().filter(|_| region) else { return Ok(0) };
    let keys: Vec<String> = directory.desks.iter().filter_map(|desk| desk.key_id()).collect();
    let (statuses, index) = (statuses_of(tx, directory, &keys)?, index(tx)?);
    settle(tx, context, &index, &statuses)
}

/// Brings the outbox in line with everything any headquarters desk says it holds. What one of them lost again (restored
/// from a backup) is back in the outbox, and the next bundle carries it.
///
/// # Errors
/// When the store cannot be read or written.
fn settle(
    tx: &mut Writing<'_>,
    context: &Context,
    index: &Index,
    statuses: &[Status],
) -> Result<usize, StoreError> {
    let own = &context.profile.key;
    let of_hq: Vec<&Status> = statuses
        .iter()
        .filter(|status| context.authority(&status.from) == Authority::Headquarters)
        .collect();
    let mut acknowledged = 0;
    for (log, links) in index.iter().filter(|(log, _)| log.key == *own) {
        for (seq, id) in links.keys() {
            let held = of_hq.iter().any(|status| {
                let tips = status
                    .have
                    .iter()
                    .filter(|have| have.log == *log)
                    .flat_map(|have| have.tips.iter());
                let tips: Vec<_> = tips.cloned().collect();
                covered(index, log, *seq, id, &tips)
            });
            for event in tx.sealed_in(id)? {
                if held {
                    acknowledged += usize::from(tx.drop_outbox(&event)?);
                } else if let Some(stored) = tx.event(&event)? {
                    tx.put_outbox(&event, &stored.subject, true)?;
                }
            }
        }
    }
    Ok(acknowledged)
}
