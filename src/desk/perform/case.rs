//! Performing a row of the action table: preconditions, arguments, the event. There is no other way a case moves.

use crate::domain::calendar::Calendar;
use crate::domain::case::Act;
use crate::domain::case::action::{Kind, Situation, To, Who, find};
use crate::domain::case::guard::{Bidder, Gate, blocked};
use crate::domain::case::standing::may_act;
use crate::domain::case::{Case, State};
use crate::domain::event::Fact;
use crate::domain::lead::{Lead, LotLife};
use crate::domain::rulebook::Rulebook;
use crate::domain::strict::Texts;
use crate::domain::subject::SubjectKind;
use crate::domain::unit::Unit;
use crate::domain::why::Why;
use crate::store::StoreError;

use super::super::command::{Done, Refusal};
use super::super::history;
use super::super::query::units;
use super::super::session::Session;
use super::{numbered, vanished};

/// Performs an action, or says everything that is unmet.
pub fn act(
    session: &mut Session<'_, '_>,
    number: &str,
    id: &str,
    args: Texts,
) -> Result<Done, Refusal> {
    let subject = numbered(session, number, SubjectKind::Conflict)?;
    let (case, lead) =
        history::case(session.tx, session.context, subject)?.ok_or_else(|| vanished(subject))?;
    let action =
        find(id).ok_or_else(|| Refusal::because(Why::plain("no-action").with("action", id)))?;
    let args = Texts(
        args.0
            .into_iter()
            .map(|(name, text)| (name, crate::text::clean::clean_text(&text)))
            .collect(),
    );
    let calendar = Calendar::bundled();
    let situation = Situation {
        case: &case,
        authority: session.context.profile.authority(),
        now: session.now,
        calendar,
    };
    let mut unmet = action.unmet(&situation);
    // What is missing in the input is only worth saying where the act itself is open.
    if unmet.is_empty() {
        unmet = action.unmet_by(&situation, &args);
        let lives = history::lives_of_round(session.tx, session.context, case.lead)?;
        let units = units(session.tx)?;
        unmet.extend(bid_in_the_way(&case, lead.as_ref(), &lives, &units, &args));
        for argument in action.arguments.iter().filter(|argument| argument.kind == Kind::Case) {
            if let Some(other) = args.get(argument.name) {
                unmet.extend(numbered(session, other, SubjectKind::Conflict).err().and_then(first));
            }
        }
    }
    if !unmet.is_empty() {
        return Err(Refusal::Refused(unmet));
    }
    // Accepting a case fixes its limits.
    let track = (action.to == To::State(State::Accepted)).then(|| case.track(calendar));
    let act = Act { args, rulebase: Rulebook::bundled_hash().to_owned(), track };
    record_due(session, &case)?;
    session.record(subject, &Fact::Acted(action, act))?;
    let mut done = Done::to("acted", subject, number);
    done.args.push(("action".to_owned(), action.id.to_owned()));
    Ok(done)
}

/// A decision names who bids: where a bid of another unit of its legal person lies with the customer already, that one has to
/// be withdrawn first.
fn bid_in_the_way(
    case: &Case,
    lead: Option<&Lead>,
    lives: &[LotLife],
    units: &[Unit],
    args: &Texts,
) -> Vec<Why> {
    let Some(lead) = lead else { return Vec::new() };
    let person = |unit: &str| {
        let party = case.parties.iter().find(|party| party.unit == unit);
        let known = party.map(|party| party.legal_entity.clone());
        known.or_else(|| units.iter().find(|u| u.code == unit).map(|u| u.legal_entity.clone()))
    };
    let clause = lead.notice.branch_clause.text.as_deref();
    let leading = args.list("lead_unit");
    let blocked = leading.iter().filter_map(|unit| {
        let entity = person(unit)?;
        let bidder = Bidder { unit, legal_entity: &entity, lot: &case.lot };
        Some(blocked(Gate::Order, bidder, lives, person, clause))
    });
    blocked.flatten().collect()
}

fn first(refusal: Refusal) -> Option<Why> {
    match refusal {
        Refusal::Refused(whys) => whys.into_iter().next(),
        Refusal::Store(_) => None,
    }
}

/// Records what has happened to a case by itself: service on every party made its decision effective. The owner's next act,
/// or the next bundle, writes it down. A lapse stays told from the clock whenever the case is read: written down under a
/// wrong clock, it could never heal.
///
/// # Errors
/// When the store cannot be written.
pub fn record_due(session: &mut Session<'_, '_>, case: &Case) -> Result<bool, StoreError> {
    let recorded = matches!(case.state, State::Ordered | State::Settled);
    if !recorded || case.state_at(session.now) != State::Effective {
        return Ok(false);
    }
    let owns = may_act(Who::System, session.context.profile.authority(), case.owner);
    let Some(action) = find("take-effect").filter(|_| owns) else { return Ok(false) };
    let rulebase = Rulebook::bundled_hash().to_owned();
    let act = Act { args: Texts::default(), rulebase, track: None };
    session.record(case.subject, &Fact::Acted(action, act))?;
    Ok(true)
}

/// As [`record_due`], for every open case: before a bundle is sealed, so that headquarters reads what the desk sees.
///
/// # Errors
/// When the store cannot be read or written.
pub fn record_all_due(session: &mut Session<'_, '_>) -> Result<(), StoreError> {
    for subject in session.tx.cases(None, false)? {
        let Ok(subject) = subject.parse() else { continue };
        if let Some((case, _)) = history::case(session.tx, session.context, subject)? {
            record_due(session, &case)?;
        }
    }
    Ok(())
}
