//! Performing a row of the action table: preconditions, arguments, the event. There is no other way a case moves.

use crate::domain::calendar::local;
use crate::domain::case::action::{Action, Situation, copy, find, letter};
use crate::domain::case::guard::{self, Bidder, Gate, blocked};
use crate::domain::case::standing::may_act;
use crate::domain::case::{Act, Case, State};
use crate::domain::event::Fact;
use crate::domain::fairness::CaseFact;
use crate::domain::fairness::precedent::deviates;
use crate::domain::lead::{Lead, LotLife};
use crate::domain::procedure::{Kind, To, Who};
use crate::domain::strict::Texts;
use crate::domain::subject::SubjectKind;
use crate::domain::unit::Unit;
use crate::domain::why::Why;
use crate::store::StoreError;

use super::super::command::{Done, Refusal};
use super::super::family::same_round;
use super::super::history;
use super::super::query::{Reading, units};
use super::super::session::Session;
use super::case_act::{entered, written};
use super::{bidders, numbered, taken_back};

/// Performs an action, or says everything that is unmet.
pub fn act(
    session: &mut Session<'_, '_>,
    number: &str,
    id: &str,
    args: Texts,
) -> Result<Done, Refusal> {
    let subject = numbered(session, number, SubjectKind::Conflict)?;
    let (case, lead) =
        history::case(session.tx, session.context, subject)?.ok_or_else(taken_back)?;
    let action =
        find(id).ok_or_else(|| Refusal::because(Why::plain("no-action").with("action", id)))?;
    let calendar = session.context.calendar();
    let now = session.now;
    let authority = session.context.profile.authority();
    let book = session.context.book();
    let bonds = Reading { tx: session.tx, context: session.context, now }.bonds()?;
    let situation = Situation { case: &case, authority, now, calendar, book, bonds: &bonds };
    let mut unmet = action.unmet(&situation);
    let args = entered(action, args, &situation);
    // What is missing in the input is only worth saying where the act itself is open.
    if unmet.is_empty() {
        unmet = action.unmet_by(&situation, &args);
        let lives = history::lives_of_round(session.tx, session.context, case.lead)?;
        let units = units(session.context, session.now);
        let day = local(session.now).date();
        let bids_as = |entity: &str| session.context.company.bids_as(entity, day);
        unmet.extend(bid_in_the_way(&case, lead.as_ref(), &lives, &units, bids_as, &args));
        unmet.extend(unexplained(session, &case, lead.as_ref(), action, &args)?);
        for argument in action.arguments.iter().filter(|argument| argument.kind == Kind::Case) {
            if let Some(other) = args.get(argument.name) {
                unmet.extend(other_case(session, &case, action, other)?);
            }
        }
    }
    if !unmet.is_empty() {
        return Err(Refusal::Refused(unmet));
    }
    let (mut act, parts) =
        written(action, &situation, args, &session.home.files()).map_err(Refusal::because)?;
    record_due(session, &case)?;
    let mut done = Done::to("acted", subject, number);
    done.args.push(("action".to_owned(), action.id.to_owned()));
    if action.to == To::State(State::Accepted) {
        done.notices.extend(guard_warning(session, &case));
    }
    if action.id == copy::ROW.id {
        let (made, path) = super::copy::write(session, subject, number, &act.args)?;
        done.key = "copy-written";
        done.args.push(("serial".to_owned(), made.serial.clone()));
        done.args.push(("file".to_owned(), path.display().to_string()));
        act.copy = Some(made);
    }
    if action.id == letter::ROW.id {
        let copy = super::letter::write(session, subject, number, &act.args)?;
        let files = copy.files.iter().map(|file| file.display().to_string());
        done.key = "letter-written";
        done.args.push(("serial".to_owned(), copy.copy.serial.clone()));
        done.args.push(("files".to_owned(), files.collect::<Vec<_>>().join(" ")));
        let over = copy.over_a_page.then(|| Why::rule("letter-over-a-page", "SCXT-7"));
        done.notices.extend(over);
        act.copy = Some(copy.copy);
    }
    if !act.lint.is_empty() {
        let signs: Vec<&str> = act.lint.iter().map(|sign| sign.name()).collect();
        done.notices.push(Why::rule("lint-fired", "TL-39").with("signs", signs.join(",")));
    }
    let parts = parts.iter().map(|(name, class, bytes)| (name.as_str(), *class, bytes.clone()));
    let parts = parts.collect();
    session.record_with(subject, &Fact::Acted(action, act), parts)?;
    Ok(done)
}

/// Like cases are decided alike: a decision that departs from its precedents says in one sentence why.
fn unexplained(
    session: &Session<'_, '_>,
    case: &Case,
    lead: Option<&Lead>,
    action: &Action,
    args: &Texts,
) -> Result<Option<Why>, StoreError> {
    let explains = action.arguments.iter().any(|argument| argument.name == DEVIATION);
    if !explains || args.get(DEVIATION).is_some() {
        return Ok(None);
    }
    let text = |name: &str| args.get(name).map(str::to_owned);
    let proposed = CaseFact {
        criterion: text("criterion"),
        outcome: text("outcome"),
        favoured: args.list("lead_unit"),
        ..CaseFact::about(case, lead)
    };
    let reading = Reading { tx: session.tx, context: session.context, now: session.now };
    let precedents = reading.precedents(&proposed)?;
    let others: Vec<&str> =
        deviates(&proposed, &precedents).iter().map(|near| near.number.as_str()).collect();
    let why = Why::rule("deviation-unexplained", "SCXT-19").with("argument", DEVIATION);
    let named = others.iter().take(MOST_NAMED).copied().collect::<Vec<_>>().join("、");
    Ok((!others.is_empty()).then(|| why.with("numbers", named)))
}

/// The argument in which a departure from precedents is explained.
const DEVIATION: &str = "deviation";

/// A refusal names at most so many precedents, the nearest.
const MOST_NAMED: usize = 3;

/// What the same-lot guard has to say of the parties as they stand.
fn guard_warning(session: &Session<'_, '_>, case: &Case) -> Option<Why> {
    let parties = bidders(session, &case.parties);
    let units = guard::collisions(&parties);
    let named: Vec<String> =
        units.iter().map(|(one, other)| format!("{} × {}", one.unit, other.unit)).collect();
    let why = Why::rule("guard-warning", guard::RULE);
    (!named.is_empty()).then(|| why.with("lot", &case.lot).with("units", named.join("、")))
}

/// What keeps another case from being named: a master is about the same tender and round and still open; what takes a
/// decision's place is decided itself.
fn other_case(
    session: &Session<'_, '_>,
    case: &Case,
    action: &Action,
    number: &str,
) -> Result<Option<Why>, Refusal> {
    let subject = match numbered(session, number, SubjectKind::Conflict) {
        Ok(subject) => subject,
        Err(refusal) => return Ok(first(refusal)),
    };
    let Some((other, _)) = history::case(session.tx, session.context, subject)? else {
        return Err(taken_back());
    };
    let state = other.state_at(session.now);
    let wrong =
        |key: &str| Some(Why::plain(key).with("number", number).with("state", state.name()));
    Ok(match action.id {
        "merge" if !same_round(session.tx, case.lead)?.contains(&other.lead) => {
            wrong("merge-elsewhere")
        }
        "merge" if state.is_terminal() => wrong("merge-over"),
        "supersede" if other.subject == case.subject => wrong("supersede-itself"),
        "supersede" if state != State::Effective => wrong("supersede-undecided"),
        _ => None,
    })
}

/// A decision names who bids: where a bid of another unit of its legal person lies with the customer already, that one has to
/// be withdrawn first.
fn bid_in_the_way(
    case: &Case,
    lead: Option<&Lead>,
    lives: &[LotLife],
    units: &[Unit],
    bids_as: impl Fn(&str) -> String,
    args: &Texts,
) -> Vec<Why> {
    let Some(lead) = lead else { return Vec::new() };
    let person = |unit: &str| {
        let party = case.parties.iter().find(|party| party.unit == unit);
        let known = party.map(|party| party.legal_entity.clone());
        let known =
            known.or_else(|| units.iter().find(|u| u.code == unit).map(|u| u.legal_entity.clone()));
        known.map(|entity| bids_as(&entity))
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

/// Records what has happened to a case by itself: service on every party made its decision effective, or an interim order that
/// nobody confirmed lapsed. The owner's next act, or the next bundle, writes it down. That the hard stop passed stays told
/// from the clock whenever the case is read: written down under a wrong clock, it could never heal.
///
/// # Errors
/// When the store cannot be written.
pub fn record_due(session: &mut Session<'_, '_>, case: &Case) -> Result<bool, StoreError> {
    // What desks disagree on is headquarters' to say first.
    if !case.contested.is_empty() {
        return Ok(false);
    }
    let decided = matches!(case.state, State::Ordered | State::Settled | State::Effective);
    let lapsed = case.lapsed_interim(session.now).is_some();
    let row = match case.state_at(session.now) {
        _ if !decided => None,
        _ if lapsed => find("expire-interim"),
        State::Effective if case.state != State::Effective => find("take-effect"),
        _ => None,
    };
    let owns = may_act(Who::System, session.context.profile.authority(), case.owner);
    let Some(action) = row.filter(|_| owns) else { return Ok(false) };
    let rulebase = session.context.book().hash();
    let act = Act { rulebase, at: Some(session.now), ..Act::default() };
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
