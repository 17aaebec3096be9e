//! Appeals and remedies: opened on a party's behalf or by a person's proposal, and moved by the rows of their tables.

use crate::domain::appeal::action::AppealAction;
use crate::domain::appeal::{Appeal, Filed, action as appeal_action, filing};
use crate::domain::case::action::{self as case, annul, remand, ruling};
use crate::domain::event::Fact;
use crate::domain::procedure::{Argument, Kind};
use crate::domain::relation::action as relation_action;
use crate::domain::relief::{Act, Entry, entry};
use crate::domain::remedy::{Measure, Proposed, action as remedy_action, may_propose};
use crate::domain::strict::Texts;
use crate::domain::subject::{Subject, SubjectKind};
use crate::domain::why::Why;
use crate::text::clean::clean_text;

use super::super::command::{Done, NewAppeal, NewRemedy, Refusal};
use super::super::history;
use super::super::query::unit_of;
use super::super::register;
use super::super::relation::relation;
use super::super::relief::{FileKind, appeal, remedy};
use super::super::session::Session;
use super::case_act::{self, Part, cleaned, kept_apart};
use super::{meeting, numbered, taken_back};

/// What keeps an appeal from being recorded at all. Whether it is in time and admissible is the committee's to say: the manager
/// whose decision it attacks turns nobody away, he is only told.
const NO_APPEAL: &[&str] =
    &["not-a-party", "in-the-future", "appeal-no-request", "appeal-no-reasons"];

/// Records a party's appeal.
pub fn file(session: &mut Session<'_, '_>, new: NewAppeal) -> Result<Done, Refusal> {
    let case_subject = numbered(session, &new.case, SubjectKind::Conflict)?;
    let (case, _) =
        history::case(session.tx, session.context, case_subject)?.ok_or_else(taken_back)?;
    let (request, reasons) = (clean_text(&new.request), clean_text(&new.reasons));
    let filed_at = new.filed_at.unwrap_or(session.now);
    let unit = unit_of(session.context, &new.party, session.now);
    let unit = unit.map_or(new.party.clone(), |unit| unit.code);
    let about = filing::Filing { party: &unit, request: &request, reasons: &reasons, filed_at };
    let whys = filing::may_file(&case, &about, session.now, session.context.calendar());
    let (mut unmet, told): (Vec<Why>, Vec<Why>) =
        whys.into_iter().partition(|why| NO_APPEAL.contains(&why.key.as_str()));
    let Some(decision) = case.decision.as_ref().filter(|_| unmet.is_empty()) else {
        if unmet.is_empty() {
            let state = case.state_at(session.now).name();
            unmet.push(Why::rule("appeal-no-decision", "SCXT-9").with("state", state));
        }
        return Err(Refusal::Refused(unmet));
    };
    let subject = Appeal::subject(&decision.event, &unit);
    if let Some((known, _)) = appeal(session.tx, session.context, subject)? {
        let why = Why::plain("appeal-again").with("number", known.filed.number);
        return Err(Refusal::because(why.with("unit", unit)));
    }
    let number = session.next_number(SubjectKind::Appeal, subject)?;
    let live = case.hard_stop.is_some_and(|stop| stop.at > session.now);
    let filed = Filed {
        number: number.clone(),
        case: case_subject,
        case_number: case.number.clone(),
        party: unit,
        request,
        reasons,
        decision: decision.event.clone(),
        served_at: filing::runs_from(&case).unwrap_or(session.now),
        filed_at,
        express: live,
        owner: case.owner,
        at: session.now,
    };
    session.record(subject, &Fact::AppealFiled(filed))?;
    let mut done = Done::to("appeal-filed", subject, &number);
    done.notices = told;
    Ok(done)
}

/// Records a person's proposal.
pub fn propose(session: &mut Session<'_, '_>, new: NewRemedy) -> Result<Done, Refusal> {
    let case = match new.case.as_deref().map(str::trim).filter(|case| !case.is_empty()) {
        Some(number) => Some(numbered(session, number, SubjectKind::Conflict)?),
        None => None,
    };
    if let Some(subject) = case
        && let Some((case, _)) = history::case(session.tx, session.context, subject)?
        && case.is_cross_entity()
    {
        return Err(Refusal::because(Why::rule("cross-entity", "TL-39")));
    }
    let text = |text: Option<String>| text.map(|t| clean_text(&t)).filter(|t| !t.trim().is_empty());
    let unit = match text(new.unit) {
        Some(code) => match unit_of(session.context, &code, session.now) {
            Some(unit) => Some(unit.code),
            None => return Err(Refusal::because(Why::plain("no-unit").with("unit", code))),
        },
        None => None,
    };
    let Some(kind) = Measure::parse(new.measure.trim()) else {
        let why = Why::rule("argument-missing", "SCXT-9").with("argument", "measure");
        return Err(Refusal::because(why));
    };
    let subject = session.new_subject(SubjectKind::Remedy);
    let mut proposed = Proposed {
        number: String::new(),
        case,
        kind,
        unit,
        person_office: text(new.office),
        rule: new.rule.trim().to_owned(),
        facts: clean_text(&new.facts),
        amount_fen: new.amount_fen,
        proposed_by_person: true,
        owner: session.context.profile.region(),
        at: session.now,
    };
    let unmet = may_propose(&proposed, session.context.book());
    if !unmet.is_empty() {
        return Err(Refusal::Refused(unmet));
    }
    proposed.number = session.next_number(SubjectKind::Remedy, subject)?;
    let number = proposed.number.clone();
    session.record(subject, &Fact::RemedyProposed(proposed))?;
    Ok(Done::to("remedy-proposed", subject, &number))
}

/// Opens a file of a kind that is opened by itself.
pub fn open(session: &mut Session<'_, '_>, kind: FileKind, args: Texts) -> Result<Done, Refusal> {
    match &kind.table().opening {
        Some(opening) => (opening.open)(session, args, opening.verb),
        None => Err(unknown(kind, "open")),
    }
}

/// Performs a row of the table of a file, or says everything that is unmet.
pub fn act(
    session: &mut Session<'_, '_>,
    number: &str,
    id: &str,
    args: Texts,
) -> Result<Done, Refusal> {
    let subject = session.tx.numbered(number.trim())?.and_then(|text| text.parse::<Subject>().ok());
    let known = subject.and_then(|subject| Some((subject, FileKind::of(subject)?)));
    let Some((subject, kind)) = known else {
        return Err(Refusal::because(Why::plain("no-file-numbered").with("number", number)));
    };
    if kind == FileKind::Meeting {
        return meeting::act(session, subject, number, id, args);
    }
    let (fact, parts) = (kind.table().act)(session, subject, id, args)?;
    let parts = parts.iter().map(|(name, class, bytes)| (name.as_str(), *class, bytes.clone()));
    let parts = parts.collect();
    let event = session.record_with(subject, &fact, parts)?;
    let mut done = Done::to("acted", subject, number);
    done.args.push(("action".to_owned(), format!("{}-{id}", kind.name())));
    done.notices.extend(register::after(session, subject)?);
    if let Fact::AppealActed(row, act) = &fact {
        done.notices.extend(carry_into_the_case(session, subject, row, &act.args, &event)?);
    }
    Ok(done)
}

/// What the committee decides on an appeal moves the case: a decision that falls or has to be taken anew stands no more. What it
/// changes in a decision has to be said as a ruling of its own, which a person writes.
fn carry_into_the_case(
    session: &mut Session<'_, '_>,
    subject: Subject,
    decided: &AppealAction,
    args: &Texts,
    event: &str,
) -> Result<Option<Why>, Refusal> {
    let row = match decided.id {
        "annul" => &annul::ROW,
        "remand" => &remand::ROW,
        "modify" => &ruling::ROW,
        _ => return Ok(None),
    };
    let Some((appeal, Some(case))) = appeal(session.tx, session.context, subject)? else {
        return Ok(None);
    };
    let stands = case.decision.as_ref().is_some_and(|own| own.event == appeal.filed.decision);
    let situation = case::Situation {
        case: &case,
        authority: session.context.profile.authority(),
        now: session.now,
        calendar: session.context.calendar(),
        book: session.context.book(),
        bonds: &[],
    };
    let told = |key: &str| {
        let why = Why::rule(key, row.rule).with("number", &case.number);
        Some(why.with("action", row.id))
    };
    if !stands || row.id == ruling::ROW.id || !row.unmet(&situation).is_empty() {
        return Ok(told("appeal-case-by-hand"));
    }
    let names = row.arguments.iter().map(|argument| argument.name);
    let said = names.filter_map(|name| Some((name, args.get(name)?)));
    let said = Texts(said.map(|(name, text)| (name.to_owned(), text.to_owned())).collect());
    let files = session.home.files();
    let (mut act, _) =
        case_act::written(row, &situation, said, &files).map_err(Refusal::because)?;
    act.because = Some(event.to_owned());
    session.record(case.subject, &Fact::Acted(row, act))?;
    Ok(told("appeal-case-moved"))
}

pub(in super::super) fn on_appeal(
    session: &Session<'_, '_>,
    subject: Subject,
    id: &str,
    args: Texts,
) -> Result<(Fact, Vec<Part>), Refusal> {
    let (appeal, case) = appeal(session.tx, session.context, subject)?.ok_or_else(taken_back)?;
    let row = appeal_action::find(id).ok_or_else(|| unknown(FileKind::Appeal, id))?;
    let took_part = case.as_ref().map(filing::took_part).unwrap_or_default();
    let situation = appeal_action::Situation {
        appeal: &appeal,
        authority: session.context.profile.authority(),
        now: session.now,
        took_part: &took_part,
        calendar: session.context.calendar(),
        book: session.context.book(),
    };
    let args = entered(row.arguments, &appeal.timeline, args);
    let mut unmet = row.unmet(&situation);
    if unmet.is_empty() {
        unmet = row.unmet_by(&situation, &args);
    }
    refuse(unmet)?;
    let (act, parts) = written(session, row.arguments, args);
    Ok((Fact::AppealActed(row, act), parts))
}

pub(in super::super) fn on_remedy(
    session: &Session<'_, '_>,
    subject: Subject,
    id: &str,
    args: Texts,
) -> Result<(Fact, Vec<Part>), Refusal> {
    let file = remedy(session.tx, session.context, subject)?.ok_or_else(taken_back)?;
    let remedy = &file.remedy;
    let row = remedy_action::find(id).ok_or_else(|| unknown(FileKind::Remedy, id))?;
    let situation = remedy_action::Situation {
        remedy,
        authority: session.context.profile.authority(),
        lot_value_fen: file.lot_value_fen,
        book: session.context.book(),
    };
    let args = entered(row.arguments, &remedy.timeline, args);
    let mut unmet = row.unmet(&situation);
    if unmet.is_empty() {
        unmet = row.unmet_by(&situation, &args);
    }
    refuse(unmet)?;
    let (act, parts) = written(session, row.arguments, args);
    Ok((Fact::RemedyActed(row, act), parts))
}

pub(in super::super) fn on_relation(
    session: &Session<'_, '_>,
    subject: Subject,
    id: &str,
    args: Texts,
) -> Result<(Fact, Vec<Part>), Refusal> {
    let relation = relation(session.tx, session.context, subject)?.ok_or_else(taken_back)?;
    let row = relation_action::find(id).ok_or_else(|| unknown(FileKind::Relation, id))?;
    let authority = session.context.profile.authority();
    let situation = relation_action::Situation { relation: &relation, authority };
    let args = entered(row.arguments, &relation.timeline, args);
    let mut unmet = row.unmet(&situation);
    if unmet.is_empty() {
        unmet = row.unmet_by(&situation, &args);
    }
    refuse(unmet)?;
    let (act, parts) = written(session, row.arguments, args);
    Ok((Fact::RelationActed(row, act), parts))
}

pub(in super::super) fn unknown(kind: FileKind, id: &str) -> Refusal {
    Refusal::because(Why::plain("no-action").with("action", format!("{}-{id}", kind.name())))
}

pub(in super::super) fn refuse(unmet: Vec<Why>) -> Result<(), Refusal> {
    if unmet.is_empty() { Ok(()) } else { Err(Refusal::Refused(unmet)) }
}

/// What was entered, cleaned, with entries of the timeline by the id of their event.
pub(in super::super) fn entered(arguments: &[Argument], timeline: &[Entry], args: Texts) -> Texts {
    let mut args = cleaned(args);
    for argument in arguments.iter().filter(|argument| argument.kind == Kind::Entry) {
        let named = args.get(argument.name).and_then(|text| entry(timeline, text));
        if let Some(event) = named.map(|entry| entry.event.clone()) {
            args.0.insert(argument.name.to_owned(), event);
        }
    }
    args
}

pub(in super::super) fn written(
    session: &Session<'_, '_>,
    arguments: &[Argument],
    mut args: Texts,
) -> (Act, Vec<Part>) {
    let (parts, lint) = kept_apart(arguments, 0, &mut args);
    let act = Act { args, at: session.now, rulebase: session.context.book().hash(), lint };
    (act, parts)
}
