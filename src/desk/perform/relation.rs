//! Declaring what ties the desk's person to a unit.

use chrono::NaiveDate;

use crate::domain::event::Fact;
use crate::domain::procedure::PRIVATE;
use crate::domain::relation::{Declared, Tie, may_declare};
use crate::domain::subject::SubjectKind;
use crate::domain::why::Why;
use crate::text::clean::clean_text;

use super::super::command::{Done, NewRelation, Refusal};
use super::super::query::unit_of;
use super::super::relation::TEXT;
use super::super::session::Session;

/// Records a declaration; the particulars stay out of its body.
pub fn declare(session: &mut Session<'_, '_>, new: NewRelation) -> Result<Done, Refusal> {
    let missing = |name: &str| Why::rule("argument-missing", "G12").with("argument", name);
    let mut unmet = Vec::new();
    let tie = Tie::parse(&new.tie);
    if tie.is_none() {
        unmet.push(missing("tie"));
    }
    let text = clean_text(&new.text);
    if text.trim().is_empty() {
        unmet.push(missing(TEXT));
    }
    let unit = match unit_of(session.context, new.unit.trim(), session.now) {
        Some(unit) => Some(unit.code),
        None if new.unit.trim().is_empty() => {
            unmet.push(missing("unit"));
            None
        }
        None => {
            unmet.push(Why::plain("no-unit").with("unit", new.unit));
            None
        }
    };
    let left_on = match new.left_on.as_deref().map(str::trim).filter(|day| !day.is_empty()) {
        None => None,
        Some(day) => match day.parse::<NaiveDate>() {
            Ok(day) => Some(day),
            Err(_) => {
                let why = Why::plain("argument-misfit").with("argument", "left_on");
                unmet.push(why.with("expected", "2024-06-30"));
                None
            }
        },
    };
    let (Some(tie), Some(unit), true) = (tie, unit, unmet.is_empty()) else {
        return Err(Refusal::Refused(unmet));
    };
    let profile = &session.context.profile;
    let mut declared = Declared {
        number: String::new(),
        tie,
        unit,
        person: profile.actor.clone(),
        left_on,
        owner: profile.region(),
        at: session.now,
    };
    if let Some(why) = may_declare(&declared) {
        return Err(Refusal::because(why));
    }
    let subject = session.new_subject(SubjectKind::Relation);
    declared.number = session.next_number(SubjectKind::Relation, subject)?;
    let number = declared.number.clone();
    let parts = vec![(TEXT, PRIVATE, text.into_bytes())];
    session.record_with(subject, &Fact::RelationDeclared(declared), parts)?;
    Ok(Done::to("relation-declared", subject, &number))
}
