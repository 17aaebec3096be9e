//! Deriving the rows of the lists from the events of a subject. The same code serves the act in hand and a rebuild.

use std::collections::{BTreeSet, HashMap};
use std::sync::mpsc::sync_channel;

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;

use crate::domain::calendar::{Calendar, local};
use crate::domain::case::Case;
use crate::domain::claim::Life;
use crate::domain::customer::find_operator;
use crate::domain::event::{Authority, Fact, PartRef, Recorded};
use crate::domain::fairness::lasting::Lasting;
use crate::domain::fold::History;
use crate::domain::lead::class::classify;
use crate::domain::lead::gap::gaps;
use crate::domain::lead::link;
use crate::domain::lead::score::{WatchWord, lasting, total};
use crate::domain::lead::{self, Lead, LotLife, Numbers, Verdict, WHOLE_LOT};
use crate::domain::meeting::action::distribute::SERIAL;
use crate::domain::organisation::{self, standard};
use crate::domain::rulebook::hash_of;
use crate::domain::subject::{Subject, SubjectKind};
use crate::domain::territory::RegionCode;
use crate::store::leads::{LeadProjection, PreparedLead};
use crate::store::log::StoredEvent;
use crate::store::lots::LotRow;
use crate::store::projection::{CaseProjection, ClaimProjection, NEVER};
use crate::store::relief::ReliefProjection;
use crate::store::search::Field;
use crate::store::triage::Place;
use crate::store::{StoreError, Writing};

use crate::sync::cores::spread;

use super::context::Context;
use super::relief::FileKind;
use super::triage::watch_words;
use super::view::{Delivery, LeadRow, Triage};
use super::{history, likeness};

/// What the rows of the lists are made of; counted up whenever a version of daqu derives them otherwise.
const VERSION: &str = "17";

const VERSION_KEY: &str = "projections";

/// Derives every row anew where they were derived by another version of daqu; a store made today has nothing to derive.
///
/// # Errors
/// When the store cannot be read or written; the old rows stay then.
pub fn renew(tx: &mut Writing<'_>, context: &Context) -> Result<(), StoreError> {
    if tx.meta(VERSION_KEY)?.as_deref() != Some(VERSION) {
        rebuild(tx, context)?;
        tx.set_meta(VERSION_KEY, VERSION)?;
    }
    Ok(())
}

/// So many leads are read and written at a time, while the next are made ready on another thread.
pub const BATCH: usize = 4_096;

/// Fewer are not worth a thread.
const FEW: usize = 32;

/// Derives the rows of subjects, and of what depends on them. `known` are the events of subjects that are known without
/// asking the store.
///
/// # Errors
/// When the store cannot be read or written.
pub fn subjects(
    tx: &mut Writing<'_>,
    context: &Context,
    subjects: &BTreeSet<Subject>,
    mut known: HashMap<Subject, Vec<Recorded>>,
) -> Result<(), StoreError> {
    let (recorded, others): (BTreeSet<Subject>, BTreeSet<Subject>) =
        subjects.iter().partition(|subject| subject.kind.is_of_the_organisation());
    // The organisation before all: whose business a lead is follows from it.
    let changed = organisation(tx, context, &recorded)?;
    let context = changed.as_ref().map_or(context, |changed| &changed.context);
    let moved = changed.iter().flat_map(|changed| changed.touched.iter().copied());
    let others: BTreeSet<Subject> = others.into_iter().chain(moved).collect();
    // Then leads: cases read their tender.
    let (leads, others): (Vec<Subject>, Vec<Subject>) =
        others.iter().partition(|subject| subject.kind == SubjectKind::Lead);
    self::leads(tx, context, &leads, &mut known)?;
    for lead in leads {
        // Whose manager decides on a claim follows the province of the works.
        for (about, _) in tx.claims_on(&lead.to_string())? {
            if let Ok(about) = about.parse() {
                claim(tx, context, about)?;
            }
        }
        // A case's last moment follows the tender's times.
        for (about, _) in tx.cases_on(&lead.to_string())? {
            if let Ok(about) = about.parse() {
                case(tx, context, about)?;
            }
        }
    }
    for subject in others {
        self::subject(tx, context, subject)?;
    }
    Ok(())
}

fn subject(tx: &mut Writing<'_>, context: &Context, subject: Subject) -> Result<(), StoreError> {
    let events = history::of(tx, context, subject)?;
    let key = subject.to_string();
    tx.drop_numbers(&key)?;
    for (number, given) in numbers(context, &events) {
        tx.put_number(&number, &key, &given)?;
    }
    put_ruling(tx, &key, ruling(&events).as_ref())?;
    match subject.kind {
        SubjectKind::Lead => leads(tx, context, &[subject], &mut HashMap::new()),
        SubjectKind::Claim => claim(tx, context, subject),
        SubjectKind::Conflict => case(tx, context, subject),
        SubjectKind::Appeal
        | SubjectKind::Remedy
        | SubjectKind::Relation
        | SubjectKind::Trip
        | SubjectKind::Report
        | SubjectKind::Violation
        | SubjectKind::Proposal => relief(tx, context, subject),
        SubjectKind::Survey => survey(tx, &events, subject),
        SubjectKind::Meeting => meeting(tx, context, subject),
        // The organisation was derived before all others.
        _ => Ok(()),
    }
}

/// What headquarters said last of a subject, with its reason.
type Ruling = (&'static str, String);

fn ruling(events: &[Recorded]) -> Option<Ruling> {
    let said = events.iter().any(|e| matches!(e.fact, Fact::Adopted(_) | Fact::Returned(_)));
    // Most subjects were never ruled on, and need no order for it.
    let last = if said { History::new(events).ruling() } else { None };
    match &last?.fact {
        Fact::Adopted(ruled) => Some((ADOPTED, ruled.reason.clone().unwrap_or_default())),
        Fact::Returned(ruled) => Some((RETURNED, ruled.reason.clone().unwrap_or_default())),
        _ => None,
    }
}

/// Words of a ruling in the store.
pub(super) const ADOPTED: &str = "adopted";

/// See [`ADOPTED`].
pub(super) const RETURNED: &str = "returned";

fn put_ruling(
    tx: &mut Writing<'_>,
    subject: &str,
    ruling: Option<&Ruling>,
) -> Result<(), StoreError> {
    tx.put_ruling(subject, ruling.map(|(state, reason)| (*state, reason.as_str())))
}

/// The numbers that events gave, each in its author's own series, with when. A number once given is never given again, even when the act was taken back.
fn numbers(context: &Context, events: &[Recorded]) -> Vec<(String, String)> {
    let number = |event: &Recorded| match &event.fact {
        Fact::LeadCaptured(captured) => Some(captured.number.clone()),
        Fact::ClaimSubmitted(submitted) => Some(submitted.number.clone()),
        Fact::CaseDetected(detected) => Some(detected.number.clone()),
        Fact::AppealFiled(filed) => Some(filed.number.clone()),
        Fact::RemedyProposed(proposed) => Some(proposed.number.clone()),
        Fact::RelationDeclared(declared) => Some(declared.number.clone()),
        Fact::TripFiled(filed) => Some(filed.number.clone()),
        Fact::ReportFiled(filed) => Some(filed.number.clone()),
        Fact::ViolationReported(reported) => Some(reported.number.clone()),
        Fact::ProposalDrafted(drafted) => Some(drafted.number.clone()),
        Fact::SurveyIssued(issued) => Some(issued.number.clone()),
        Fact::MeetingPlanned(planned) => Some(planned.number.clone()),
        Fact::Acted(_, act) => act.copy.as_ref().map(|copy| copy.serial.clone()),
        Fact::MeetingActed(_, act) => act.args.get(SERIAL).map(str::to_owned),
        _ => None,
    };
    let given = |event: &Recorded| Some((number(event)?, format!("{} {}", event.hlc, event.id)));
    events.iter().filter(|event| gives_numbers(context, event)).filter_map(given).collect()
}

/// Nobody takes a number of another desk's series by dating back, and what has no effect takes none at all.
fn gives_numbers(context: &Context, event: &Recorded) -> bool {
    let number = match &event.fact {
        Fact::LeadCaptured(captured) => &captured.number,
        Fact::ClaimSubmitted(submitted) => &submitted.number,
        Fact::CaseDetected(detected) => &detected.number,
        Fact::AppealFiled(filed) => &filed.number,
        Fact::RemedyProposed(proposed) => &proposed.number,
        Fact::RelationDeclared(declared) => &declared.number,
        Fact::TripFiled(filed) => &filed.number,
        Fact::ReportFiled(filed) => &filed.number,
        Fact::ViolationReported(reported) => &reported.number,
        Fact::ProposalDrafted(drafted) => &drafted.number,
        Fact::SurveyIssued(issued) => &issued.number,
        Fact::MeetingPlanned(planned) => &planned.number,
        _ => return event.authority != Authority::Revoked,
    };
    match event.authority {
        Authority::Revoked => false,
        _ => context.may_number(&event.author, number),
    }
}

/// Drops every derived row and derives all of them anew.
///
/// # Errors
/// When the store cannot be read or written.
pub fn rebuild(tx: &mut Writing<'_>, context: &Context) -> Result<usize, StoreError> {
    tx.clear_projections()?;
    let known: BTreeSet<Subject> =
        tx.subjects()?.iter().filter_map(|text| text.parse().ok()).collect();
    subjects(tx, context, &known, HashMap::new())?;
    Ok(known.len())
}

/// What is known of a lead before its row is made.
enum Source {
    Stored(Vec<StoredEvent>),
    Known(Vec<Recorded>),
}

/// What is written of a lead.
struct Derived {
    subject: Subject,
    numbers: Vec<(String, String)>,
    row: Option<PreparedLead>,
    ruling: Option<Ruling>,
    /// It has no row yet.
    new: bool,
    /// The other lead, the relation, and whether this one goes before.
    links: Vec<(String, &'static str, bool)>,
    /// The lots in which units stand.
    lots: Vec<LotRow>,
}

/// Derives rows of leads. Of many, the next are read and made ready while those before them are written.
fn leads(
    tx: &mut Writing<'_>,
    context: &Context,
    leads: &[Subject],
    known: &mut HashMap<Subject, Vec<Recorded>>,
) -> Result<(), StoreError> {
    let watch = watch_words(tx)?;
    let make = |(subject, source)| derived(context, &watch, subject, source);
    if leads.len() <= BATCH {
        let made = spread(read(tx, leads, known)?, FEW, make);
        return write(tx, made.into_iter().collect::<Result<_, _>>()?);
    }
    std::thread::scope(|scope| {
        let (give, batches) = sync_channel::<Vec<(Subject, Source)>>(1);
        let (ready, made) = sync_channel(1);
        let make = &make;
        scope.spawn(move || {
            for batch in batches {
                let made: Result<Vec<Derived>, StoreError> = batch.into_iter().map(make).collect();
                if ready.send(made).is_err() {
                    return;
                }
            }
        });
        let lost = || StoreError::Failed("the thread that derives rows ended early".to_owned());
        let mut waiting = 0;
        for batch in leads.chunks(BATCH) {
            give.send(read(tx, batch, known)?).map_err(|_| lost())?;
            waiting += 1;
            if waiting > 1 {
                write(tx, made.recv().map_err(|_| lost())??)?;
                waiting -= 1;
            }
        }
        drop(give);
        for batch in made {
            write(tx, batch?)?;
        }
        Ok(())
    })
}

fn read(
    tx: &Writing<'_>,
    leads: &[Subject],
    known: &mut HashMap<Subject, Vec<Recorded>>,
) -> Result<Vec<(Subject, Source)>, StoreError> {
    let source = |subject: &Subject| match known.remove(subject) {
        Some(events) => Ok((*subject, Source::Known(events))),
        None => Ok((*subject, Source::Stored(tx.events(&subject.to_string())?))),
    };
    leads.iter().map(source).collect()
}

fn write(tx: &mut Writing<'_>, batch: Vec<Derived>) -> Result<(), StoreError> {
    let mut rows = Vec::with_capacity(batch.len());
    for derived in batch {
        let key = derived.subject.to_string();
        if !derived.new {
            tx.drop_numbers(&key)?;
        }
        for (number, given) in &derived.numbers {
            tx.put_number(number, &key, given)?;
        }
        if !derived.new || derived.ruling.is_some() {
            put_ruling(tx, &key, derived.ruling.as_ref())?;
        }
        if !derived.new || !derived.lots.is_empty() {
            tx.put_lots(&key, &derived.lots)?;
        }
        let Some(row) = derived.row else {
            tx.drop_lead(&key)?;
            continue;
        };
        if !(derived.new && derived.links.is_empty()) {
            tx.put_links(&key, &derived.links)?;
        }
        if derived.new || likeness::is_news(tx.lead_row(&key)?.as_deref(), row.data()) {
            tx.put_unmatched(&key)?;
        }
        rows.push(row);
    }
    tx.put_leads(rows)
}

fn derived(
    context: &Context,
    watch: &[WatchWord],
    subject: Subject,
    source: Source,
) -> Result<Derived, StoreError> {
    // What came in with the act in hand has no rows from before.
    let new = matches!(source, Source::Known(_));
    let events = match source {
        Source::Known(events) => events,
        Source::Stored(stored) => history::understood(&stored, context),
    };
    let lead = Lead::fold(&events, context.profile.authority(), context.territory());
    let links = link::links(&events).into_iter();
    let links = links
        .map(|(other, linked)| (other.to_string(), linked.relation.name(), linked.forward))
        .collect();
    let own = context.profile.region();
    let lots = lead.as_ref().map(lots).unwrap_or_default();
    let calendar = context.calendar();
    let prepared = |lead: Lead| projection(&lead, own, watch, calendar).map(PreparedLead::new);
    let mut row = lead.map(prepared).transpose()?;
    if new {
        row = row.map(PreparedLead::without_row);
    }
    let (numbers, ruling) = (numbers(context, &events), ruling(&events));
    Ok(Derived { subject, numbers, ruling, row, new, links, lots })
}

/// The lots in which units stand. Of an undivided tender the lot is worth what the tender is.
pub(super) fn lots(lead: &Lead) -> Vec<LotRow> {
    let notice = &lead.notice;
    let whole = notice.budget.value.or(notice.cap.value);
    let worth = |lot: &str| {
        let own = notice.lots.iter().find(|known| known.id == lot).and_then(|lot| lot.budget);
        own.or(whole.filter(|_| lot == WHOLE_LOT || notice.lots.len() < 2)).map(|sum| sum.fen)
    };
    let row = |life: &LotLife| {
        Some(LotRow {
            lot: life.lot.clone(),
            unit: life.unit.clone()?,
            province: notice.province.value.clone().unwrap_or_default(),
            step: life.step.name().to_owned(),
            month: local(life.at).format("%Y-%m").to_string(),
            fen: worth(&life.lot),
        })
    };
    lead.lives.iter().filter_map(row).collect()
}

fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn projection(
    lead: &Lead,
    own: Option<RegionCode>,
    watch: &[WatchWord],
    calendar: &Calendar,
) -> Result<LeadProjection, StoreError> {
    let row = lead_row(lead, own, watch, calendar);
    Ok(LeadProjection {
        subject: lead.subject.to_string(),
        fresh: lead.verdict.is_none(),
        away: lead.verdict.as_ref().is_some_and(|screened| screened.verdict != Verdict::Accept),
        // A message without a date is as new as its coming in.
        published: instant(row.published.unwrap_or(lead.captured_at)),
        province: row.province.clone(),
        data: json(&row)?,
        values: searchable(lead),
        place: Place {
            score: row.triage.score,
            stop: row.triage.hard_stop.map(|stop| instant(stop.at)),
            back: lead.verdict.as_ref().and_then(|screened| screened.back_at()).map(instant),
        },
    })
}

/// What search looks through, as written: title, customer and the name people call it by, numbers, and the text of the
/// notice.
pub fn searchable(lead: &Lead) -> Vec<(Field, String)> {
    let notice = &lead.notice;
    let mut values = vec![(Field::Title, notice.title.clone())];
    let mut add = |field: Field, value: Option<&String>| {
        values.extend(value.map(|value| (field, value.clone())));
    };
    let province = notice.province.value.as_deref().and_then(crate::domain::territory::province);
    let operator = notice.customer.value.as_deref().and_then(find_operator);
    let called = province.zip(operator);
    let called = called.map(|(place, (who, _))| format!("{}{}", place.short, who.short));
    add(Field::Customer, notice.customer.value.as_ref());
    add(Field::Customer, called.as_ref());
    add(Field::Unit, notice.customer_unit.value.as_ref());
    add(Field::Number, Some(&lead.number));
    add(Field::Project, notice.project_no.value.as_ref());
    add(Field::Identity, notice.ocid.as_ref());
    add(Field::Identity, Some(&notice.identity));
    for lot in &notice.lots {
        add(Field::Lot, Some(&lot.title));
    }
    for (field, said) in texts(notice) {
        // Words that a person must still read can be found like those that were read.
        add(field, said.value.as_ref().or(said.text.as_ref()));
    }
    values
}

/// The fields of a notice that are texts.
fn texts(notice: &lead::Notice) -> [(Field, &lead::Field<String>); 5] {
    [
        (Field::Agency, &notice.agency),
        (Field::Site, &notice.site),
        (Field::Content, &notice.content),
        (Field::Qualification, &notice.qualification),
        (Field::Performance, &notice.performance),
    ]
}

/// The row of a lead as the list shows it, without what changes by itself.
pub fn lead_row(
    lead: &Lead,
    own: Option<RegionCode>,
    watch: &[WatchWord],
    calendar: &Calendar,
) -> LeadRow {
    let notice = &lead.notice;
    let is_own = own.is_some() && lead.works.at(lead.captured_at) == own;
    let reasons = lasting(notice, is_own, watch);
    let screened = lead.verdict.as_ref();
    let triage = Triage {
        business_class: classify(notice).value,
        missing: gaps(notice),
        hard_stop: notice.hard_stop(calendar),
        score: total(&reasons),
        reasons,
        until: screened.and_then(|screened| screened.until),
        back: false,
        duplicate_of: screened.and_then(|screened| Some(screened.of.as_ref()?.number.clone())),
        passed_to: screened.and_then(|screened| screened.to.clone()),
    };
    LeadRow {
        subject: lead.subject,
        number: lead.number.clone(),
        title: notice.title.clone(),
        customer: notice.customer.value.clone(),
        province: notice.province.value.clone(),
        city: notice.city.value.clone(),
        category: notice.category.text.clone(),
        project_no: notice.project_no.value.clone(),
        published: notice.published.value,
        sale_end: notice.sale_end.value,
        deadline: notice.deadline.value,
        deadline_state: notice.deadline.state,
        budget_fen: notice.budget.value.map(|amount| amount.fen),
        url: notice.url.clone(),
        content: notice.content.value.as_deref().map(beginning),
        number_joins: matches!(&notice.number_scheme, Some(s) if s.numbers == Numbers::Project),
        kept_both: lead.kept_both,
        asked: screened.is_none() && !lead.passed_on.is_empty(),
        likely: None,
        lots: notice.lots.iter().map(|lot| lot.id.clone()).collect(),
        verdict: screened.map(|screened| screened.verdict),
        claims: 0,
        in_conflict: false,
        delivery: Delivery::Local,
        found: None,
        triage,
    }
}

/// How much of what is bought stands in a row, in characters.
const CONTENT: usize = 200;

fn beginning(text: &str) -> String {
    text.chars().take(CONTENT).collect()
}

fn claim(tx: &mut Writing<'_>, context: &Context, subject: Subject) -> Result<(), StoreError> {
    let Some(claim) = history::claim_alone(tx, context, subject)? else {
        return tx.drop_rows(&subject.to_string());
    };
    let written = |at: chrono::DateTime<chrono::Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
    let life = claim.lives_until();
    tx.put_claim(&ClaimProjection {
        subject: subject.to_string(),
        lead: claim.submitted.lead.to_string(),
        unit: claim.submitted.unit.clone(),
        live: life != Life::Over,
        lives: match life {
            Life::Over => String::new(),
            Life::Until(until) => written(until),
            Life::Open => NEVER.to_owned(),
        },
        ends: claim.first_end().map(written),
        recorded: claim.submitted.recorded_at.to_rfc3339_opts(SecondsFormat::Millis, true),
    })
}

fn case(tx: &mut Writing<'_>, context: &Context, subject: Subject) -> Result<(), StoreError> {
    let Some((case, lead)) = history::case(tx, context, subject)? else {
        return tx.drop_rows(&subject.to_string());
    };
    let lasting = Lasting::of(&case, lead.as_ref(), context.calendar());
    let lasting = lasting.map(|lasting| serde_json::to_string(&lasting)).transpose();
    tx.put_case(&CaseProjection {
        subject: subject.to_string(),
        open: !case.state.is_terminal() || !case.contested.is_empty(),
        last_moment: last_moment(&case, context.calendar()),
        province: lead.and_then(|lead| lead.notice.province.value),
        lead: case.lead.to_string(),
        lasting: lasting
            .map_err(|fault| StoreError::Damaged(fault.to_string()))?
            .unwrap_or_default(),
    })
}

fn last_moment(case: &Case, calendar: &Calendar) -> Option<String> {
    let moment = case.last_moment(calendar);
    moment.map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, true))
}

fn relief(tx: &mut Writing<'_>, context: &Context, subject: Subject) -> Result<(), StoreError> {
    let Some(kind) = FileKind::of(subject) else { return Ok(()) };
    let Some((about, open, number)) = (kind.table().outline)(tx, context, subject)? else {
        return tx.drop_rows(&subject.to_string());
    };
    tx.put_relief(&ReliefProjection {
        subject: subject.to_string(),
        kind: subject.kind.name().to_owned(),
        about: about.map(|about| about.to_string()).unwrap_or_default(),
        open,
        number,
    })
}

/// An issued digest stands in the lists of files, though no table moves it.
fn survey(tx: &mut Writing<'_>, events: &[Recorded], subject: Subject) -> Result<(), StoreError> {
    let history = History::new(events);
    let issued = history.effective().find_map(|event| match &event.fact {
        Fact::SurveyIssued(issued) => Some(issued.number.clone()),
        _ => None,
    });
    let Some(number) = issued else { return tx.drop_rows(&subject.to_string()) };
    tx.put_relief(&ReliefProjection {
        subject: subject.to_string(),
        kind: subject.kind.name().to_owned(),
        about: String::new(),
        open: false,
        number,
    })
}

fn meeting(tx: &mut Writing<'_>, context: &Context, subject: Subject) -> Result<(), StoreError> {
    let Some(meeting) = history::meeting(tx, context, subject)? else {
        return tx.drop_rows(&subject.to_string());
    };
    let start = meeting.planned.start.to_rfc3339_opts(SecondsFormat::Secs, true);
    tx.put_meeting(&subject.to_string(), &start)
}

/// What follows from a change of the organisation.
struct Changed {
    /// With the organisation as it stands now.
    context: Context,
    /// What is derived anew for it: leads of places that belong to another region than before, or will; and all that counts
    /// working time, where working days are others.
    touched: Vec<Subject>,
}

/// Derives the rows of the organisation; `None` where none of it was touched.
fn organisation(
    tx: &mut Writing<'_>,
    context: &Context,
    subjects: &BTreeSet<Subject>,
) -> Result<Option<Changed>, StoreError> {
    if subjects.is_empty() {
        return Ok(None);
    }
    for subject in subjects {
        let key = subject.to_string();
        if matches!(subject.kind, SubjectKind::Rulebase | SubjectKind::Calendar) {
            let published = published(&history::of(tx, context, *subject)?);
            // Books that were in force once are read by what was done by them.
            for part in published.iter().filter(|_| subject.kind == SubjectKind::Rulebase) {
                if let Some(text) = history::text_of(tx, part)? {
                    tx.keep_rulebase(&hash_of(&text), &text)?;
                }
            }
            match published.last() {
                Some(part) => tx.put_organisation(&key, subject.kind.name(), &json(part)?)?,
                None => tx.drop_rows(&key)?,
            }
            continue;
        }
        let facts = organisation::fact::facts(&history::of(tx, context, *subject)?);
        match facts.is_empty() {
            true => tx.drop_rows(&key)?,
            false => tx.put_organisation(&key, subject.kind.name(), &json(&facts)?)?,
        }
    }
    super::organisation::stamp(tx)?;
    let mut now = context.clone();
    now.refresh(tx)?;
    let mut touched = Vec::new();
    if now.territory() != context.territory() {
        let moved = |code: &str| now.territory().works(code) != context.territory().works(code);
        let provinces = now.territory().codes().chain(context.territory().codes());
        let provinces: BTreeSet<&str> =
            provinces.filter(|code| moved(code)).filter_map(province_code).collect();
        for province in provinces {
            let rows = tx.leads_in(province)?.into_iter();
            touched.extend(rows.filter_map(|subject| subject.parse::<Subject>().ok()));
        }
    }
    if now.calendar() != context.calendar() {
        let counts =
            |subject: &Subject| matches!(subject.kind, SubjectKind::Lead | SubjectKind::Conflict);
        let known = tx.subjects()?;
        let known = known.iter().filter_map(|text| text.parse::<Subject>().ok());
        touched.extend(known.filter(counts));
    }
    Ok(Some(Changed { context: now, touched }))
}

/// The parts with the texts that were published, the last at the end.
fn published(events: &[Recorded]) -> Vec<PartRef> {
    let is_one = |event: &&Recorded| {
        matches!(event.fact, Fact::RulesPublished(_) | Fact::CalendarPublished(_))
    };
    let history = History::new(events);
    let texts = history.effective().filter(is_one).flat_map(|event| event.parts.iter());
    texts.filter(|part| part.name == standard::TEXT).cloned().collect()
}

fn province_code(code: &str) -> Option<&'static str> {
    crate::domain::territory::province_of(code).map(|province| province.code.as_str())
}

fn json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Damaged(error.to_string()))
}
