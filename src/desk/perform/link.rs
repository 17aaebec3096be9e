//! A person's word on two leads.

use crate::domain::event::Fact;
use crate::domain::lead::link::{Linked, Relation, in_order};
use crate::domain::subject::SubjectKind;
use crate::domain::why::Why;

use super::super::command::{Done, Refusal};
use super::super::family::family;
use super::super::history;
use super::super::session::Session;
use super::detect::detect_all;
use super::{numbered, taken_back};

/// Records what two leads are to each other. Which of them goes on follows from the notices, not from the order in which the
/// person named them. Where the two become one tender, claims on both may meet.
pub fn link(
    session: &mut Session<'_, '_>,
    number: &str,
    other: &str,
    relation: Relation,
    reason: Option<String>,
) -> Result<Done, Refusal> {
    let (one, two) = (
        numbered(session, number, SubjectKind::Lead)?,
        numbered(session, other, SubjectKind::Lead)?,
    );
    if one == two {
        return Err(Refusal::because(Why::plain("link-itself").with("number", number)));
    }
    let read = |subject| -> Result<_, Refusal> {
        let lead = history::lead(session.tx, session.context, subject)?;
        lead.ok_or_else(taken_back)
    };
    let (one, two) = (read(one)?, read(two)?);
    let (from, to) = in_order(&one, &two, relation);
    let reason = reason.map(|text| crate::text::clean::clean_line(&text));
    let reason = reason.filter(|text| !text.is_empty());
    let (here, linked) = Linked::between(from.subject, to.subject, relation);
    session.record(here, &Fact::LeadLinked(Linked { reason, ..linked }))?;
    session.derive()?;
    if relation.joins() {
        detect_all(session, family(session.tx, to.subject)?.head)?;
    }
    let mut done = Done::to("linked", from.subject, &from.number);
    done.args.push(("other".to_owned(), to.number.clone()));
    done.args.push(("relation".to_owned(), relation.name().to_owned()));
    Ok(done)
}
