//! Leads that are one tender by somebody's word, read from the links of the store: a pre-notice with its notice, the rounds,
//! the duplicates. A claim on any of them keeps its time on all, and a conflict is about the one that goes on.

use crate::domain::lead::link::{self, Family, Relation};
use crate::domain::subject::Subject;
use crate::store::{StoreError, Writing};

/// The family of a lead, itself among the members.
///
/// # Errors
/// When the store cannot be read.
pub fn family(tx: &Writing<'_>, lead: Subject) -> Result<Family, StoreError> {
    joined(tx, lead, Relation::joins)
}

/// The leads that tell of the same round as a lead: what became of an earlier round binds nobody in the next.
///
/// # Errors
/// When the store cannot be read.
pub fn same_round(tx: &Writing<'_>, lead: Subject) -> Result<Vec<Subject>, StoreError> {
    let joins = |relation: Relation| relation.joins() && relation != Relation::Round;
    Ok(joined(tx, lead, joins)?.members)
}

fn joined(
    tx: &Writing<'_>,
    lead: Subject,
    joins: impl Fn(Relation) -> bool,
) -> Result<Family, StoreError> {
    link::family(lead, |here| {
        let links = tx.links_of(&here.to_string())?;
        let joining = links.iter().filter_map(|(from, to, relation)| {
            let joins = Relation::parse(relation).is_some_and(&joins);
            if joins { from.parse().ok().zip(to.parse().ok()) } else { None }
        });
        Ok(joining.collect())
    })
}
