//! The triage inbox: what a verdict does to a lead or why it may not, where a lead goes, and what the clock adds to its row.
//!
//! The preview of a batch and the act itself ask the same [`judge`], so that what is shown is what happens.

use std::collections::BTreeSet;

use chrono::{DateTime, SecondsFormat, Utc};

use crate::domain::calendar::{Calendar, WORKDAY_MINUTES, local};
use crate::domain::customer::{self, Customer};
use crate::domain::lead::score::{Bands, WatchWord, total};
use crate::domain::lead::{Lead, Original, Screened, Verdict};
use crate::domain::organisation::KeyAccountRecorded;
use crate::domain::routing::{Facts, Recipient, Table};
use crate::domain::subject::{Subject, SubjectKind};
use crate::domain::why::Why;
use crate::store::leads::LeadQuery;
use crate::store::triage::TimePoints;
use crate::store::{StoreError, Writing};
use crate::text::clean::clean_line;

use super::command::{PassTo, Screening};
use super::context::Context;
use super::family::family;
use super::history;
use super::query::Reading;
use super::view::{Candidate, LeadOrder, LeadRow, Likely, Preview, PreviewRow, RouteRow};

/// At most so many leads in one act: what a person can look over.
pub const MAX_BATCH: usize = 500;

/// How many leads are suggested where one may repeat another.
const SUGGESTED: usize = 5;

/// Whose report a lead of this desk is, for the routing table: the manager's own.
pub const ROLE: &str = "regional_manager";

type Answer<T> = Result<T, StoreError>;

/// Numbers without blanks and repetitions, in the order given.
pub fn unique(numbers: &[String]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let numbers = numbers.iter().map(|number| number.trim()).filter(|number| !number.is_empty());
    numbers.filter(|number| seen.insert(*number)).map(str::to_owned).collect()
}

/// A lead, where there is one of the number, and what a verdict makes of it or why it may not.
pub type Judged = (Option<Lead>, Result<Screened, Vec<Why>>);

/// What a verdict makes of one lead, or why it may not.
///
/// # Errors
/// When the store cannot be read.
pub fn judge(
    tx: &Writing<'_>,
    context: &Context,
    now: DateTime<Utc>,
    number: &str,
    screening: &Screening,
) -> Answer<Judged> {
    let Some(lead) = numbered(tx, context, number)? else {
        return Ok((None, Err(vec![Why::plain("no-lead").with("number", number)])));
    };
    let about = |why: Why| why.with("number", lead.number.as_str());
    let reason = screening.reason.as_deref().map(clean_line).filter(|text| !text.is_empty());
    let mut screened = Screened::new(screening.verdict, reason);
    let mut whys = Vec::new();
    match screening.verdict {
        Verdict::Accept => {}
        Verdict::Irrelevant => {
            if screened.reason.is_none() {
                whys.push(missing("reason"));
            }
        }
        Verdict::Defer => match screening.until {
            Some(day) if day > local(now).date() => screened.until = Some(day),
            Some(day) => whys.push(Why::plain("day-not-ahead").with("day", day.to_string())),
            None => whys.push(missing("until")),
        },
        Verdict::Duplicate => match original(tx, context, &lead, screening.of.as_deref())? {
            Ok(original) => screened.of = Some(original),
            Err(why) => whys.push(why),
        },
        Verdict::PassOn => match recipient(context, &lead, screening.to, now) {
            Ok(recipient) => {
                // Where the works lie, or whose customer it is, is reason enough.
                let evident = match &recipient {
                    Recipient::Region { region } => lead.works.at(now) == Some(*region),
                    Recipient::KeyAccount { .. } => true,
                    _ => false,
                };
                if !evident && screened.reason.is_none() {
                    whys.push(missing("reason"));
                }
                screened.to = Some(recipient);
            }
            Err(why) => whys.push(why),
        },
    }
    // What the firm has begun to pursue is not put out of sight by one key.
    // What a duplicate has goes over to the lead that it repeats.
    let leaves = matches!(screening.verdict, Verdict::Irrelevant | Verdict::PassOn);
    if leaves {
        let live = history::live_claims(tx, context, lead.subject, now)?.len();
        if live > 0 {
            whys.push(about(Why::plain("lead-claimed")).with("n", live.to_string()));
        }
        if is_in_conflict(tx, context, now, lead.subject)? {
            whys.push(about(Why::plain("lead-in-conflict")));
        }
    }
    let stands = lead.verdict.as_ref().is_some_and(|known| {
        Screened { batch: None, ..known.clone() } == screened && whys.is_empty()
    });
    if stands {
        whys.push(about(Why::plain("screened-already")));
    }
    let outcome = if whys.is_empty() { Ok(screened) } else { Err(whys) };
    Ok((Some(lead), outcome))
}

/// Whether a case about a lead, or about another of its family, is open; one that lapsed is not.
fn is_in_conflict(
    tx: &Writing<'_>,
    context: &Context,
    now: DateTime<Utc>,
    lead: Subject,
) -> Answer<bool> {
    for member in family(tx, lead)?.members {
        for (case, open) in tx.cases_on(&member.to_string())? {
            let Some(case) = case.parse().ok().filter(|_| open) else { continue };
            let found = history::case(tx, context, case)?;
            if found.is_some_and(|(case, _)| !case.state_at(now).is_terminal()) {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

fn missing(argument: &str) -> Why {
    Why::plain("argument-missing").with("argument", argument)
}

fn numbered(tx: &Writing<'_>, context: &Context, number: &str) -> Answer<Option<Lead>> {
    let subject = tx.numbered(number.trim())?.and_then(|text| text.parse().ok());
    match subject.filter(|subject: &Subject| subject.kind == SubjectKind::Lead) {
        Some(subject) => history::lead(tx, context, subject),
        None => Ok(None),
    }
}

/// The lead that another one repeats: one that is here, not itself, and not one that repeats this very lead.
fn original(
    tx: &Writing<'_>,
    context: &Context,
    lead: &Lead,
    number: Option<&str>,
) -> Answer<Result<Original, Why>> {
    let Some(number) = number.map(str::trim).filter(|number| !number.is_empty()) else {
        return Ok(Err(missing("duplicate_of")));
    };
    let Some(other) = numbered(tx, context, number)? else {
        return Ok(Err(Why::plain("no-lead").with("number", number)));
    };
    if other.subject == lead.subject {
        return Ok(Err(Why::plain("duplicate-of-itself").with("number", number)));
    }
    // What is itself a duplicate stands for nothing: the way goes on to the lead that stays.
    let mut seen = BTreeSet::from([lead.subject]);
    let mut standing = other;
    while let Some(of) = standing.verdict.as_ref().and_then(|screened| screened.of.clone()) {
        if !seen.insert(standing.subject) {
            break;
        }
        let Some(next) = history::lead(tx, context, of.subject)? else { break };
        standing = next;
    }
    if seen.contains(&standing.subject) {
        let why = Why::plain("duplicate-circle").with("number", number);
        return Ok(Err(why.with("other", lead.number.as_str())));
    }
    Ok(Ok(Original { subject: standing.subject, number: standing.number }))
}

/// To whom exactly a lead is passed on.
fn recipient(
    context: &Context,
    lead: &Lead,
    to: Option<PassTo>,
    now: DateTime<Utc>,
) -> Result<Recipient, Why> {
    let own = context.profile.region();
    let to =
        to.or_else(|| lead.works.at(now).filter(|region| Some(*region) != own).map(PassTo::Region));
    match to {
        None => Err(missing("pass_to")),
        Some(PassTo::Region(region)) if Some(region) == own => {
            Err(Why::rule("pass-to-oneself", "SCXT-18").with("region", region.as_str()))
        }
        Some(PassTo::Region(region)) => Ok(Recipient::Region { region }),
        Some(PassTo::Headquarters) if own.is_none() => Err(Why::plain("pass-headquarters-itself")),
        Some(PassTo::Headquarters) => Ok(Recipient::Headquarters),
        Some(PassTo::KeyAccount) => {
            let posts = posts(context, now);
            let facts = facts(lead, context, &posts, now);
            match facts.customer.filter(|_| facts.has_key_account()) {
                Some(customer) => {
                    Ok(Recipient::KeyAccount { customer: customer.today().code.clone() })
                }
                None => {
                    Err(Why::rule("no-key-account", "SCXT-25").with("number", lead.number.as_str()))
                }
            }
        }
    }
}

/// Key account posts that headquarters recorded, as they are held now.
fn posts(context: &Context, now: DateTime<Utc>) -> Vec<KeyAccountRecorded> {
    context.company.key_accounts(local(now).date()).cloned().collect()
}

fn is_for(post: &KeyAccountRecorded, customer: &'static Customer) -> bool {
    customer::customer(&post.customer).is_some_and(|known| known.today() == customer.today())
}

fn facts(
    lead: &Lead,
    context: &Context,
    posts: &[KeyAccountRecorded],
    now: DateTime<Utc>,
) -> Facts {
    let customer = lead.notice.customer.value.as_deref().and_then(customer::named);
    let recorded = |customer| posts.iter().any(|post| is_for(post, customer));
    Facts {
        works: lead.notice.works_site().and_then(|code| {
            let assigned = context.territory().on(code, local(now).date())?;
            Some((assigned.seat, assigned.assumed))
        }),
        customer,
        post_recorded: customer.is_some_and(recorded),
        own: context.profile.region(),
    }
}

/// The watch words of this desk.
///
/// # Errors
/// When the store cannot be read.
pub fn watch_words(tx: &Writing<'_>) -> Answer<Vec<WatchWord>> {
    let words = tx.watch_words()?.into_iter();
    Ok(words.map(|(word, weight)| WatchWord { word, weight }).collect())
}

/// Until when headquarters' market department must have a tender's information: one working day after it came in (art. 27, G25).
pub fn report_by(lead: &Lead, calendar: &Calendar) -> DateTime<Utc> {
    calendar.add_working(lead.captured_at, WORKDAY_MINUTES)
}

/// What the time left at an instant is worth, as the store orders by it.
pub fn time_points(at: DateTime<Utc>, calendar: &Calendar) -> TimePoints {
    let bands = Bands::at(at, calendar);
    let until = vec![
        (instant(bands.now), Bands::OVER),
        (instant(bands.express_from), Bands::URGENT),
        (instant(bands.standard_from), Bands::EXPRESS),
    ];
    TimePoints { until, later: Bands::STANDARD }
}

/// Adds to a row what the clock says: that a deferred lead is back, and what the time left is worth.
pub fn timely(mut row: LeadRow, now: DateTime<Utc>, calendar: &Calendar) -> LeadRow {
    let triage = &mut row.triage;
    let deferred = row.verdict == Some(Verdict::Defer);
    triage.back = deferred && triage.until.is_some_and(|day| day <= local(now).date());
    let bands = Bands::at(now, calendar);
    triage.reasons.extend(bands.reason(triage.hard_stop.map(|stop| stop.at)));
    triage.score = total(&triage.reasons);
    row
}

impl Reading<'_, '_> {
    /// Now as the store writes instants.
    pub(super) fn instant(&self) -> String {
        instant(self.now)
    }

    /// A window of the leads in the order asked for.
    pub(super) fn ordered(
        &self,
        query: &LeadQuery,
        order: LeadOrder,
        from: usize,
        count: usize,
    ) -> Answer<Vec<(String, String)>> {
        let now = self.instant();
        match order {
            LeadOrder::Newest => self.tx.leads_newest(query, &now, from, count),
            LeadOrder::Score => {
                let points = time_points(self.now, self.context.calendar());
                self.tx.leads_by_score(query, &now, &points, from, count)
            }
        }
    }

    /// Where a lead goes that a person of `role` reports.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn routes(&self, lead: &Lead, role: &str) -> Answer<Vec<RouteRow>> {
        let posts = posts(self.context, self.now);
        let facts = facts(lead, self.context, &posts, self.now);
        let routes = Table::bundled().route(&facts, role).into_iter();
        let row = |route: crate::domain::routing::Route| {
            let holder = match (&route.recipient, facts.customer) {
                (Recipient::KeyAccount { .. }, Some(customer)) => {
                    let mut held = posts.iter().filter(|post| is_for(post, customer));
                    held.find_map(|post| post.holder.clone())
                }
                _ => None,
            };
            RouteRow { route, holder }
        };
        Ok(routes.map(row).collect())
    }

    /// Leads that the one of this number may repeat.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn candidates(&self, number: &str) -> Answer<Vec<Candidate>> {
        let Some(subject) = self.numbered(number)? else { return Ok(Vec::new()) };
        let likely = self.likely(&subject.to_string(), SUGGESTED)?.into_iter();
        let same = likely.filter(Likely::is_same);
        Ok(same.map(|likely| Candidate { number: likely.number, title: likely.title }).collect())
    }

    /// What a verdict would do to each lead it names.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn preview(&self, screening: Screening) -> Answer<Preview> {
        let (mut rows, mut possible) = (Vec::new(), Vec::new());
        for number in unique(&screening.numbers) {
            let (lead, becomes) = judge(self.tx, self.context, self.now, &number, &screening)?;
            if becomes.is_ok() {
                possible.push(number.clone());
            }
            rows.push(PreviewRow {
                number,
                title: lead.as_ref().map(|lead| lead.notice.title.clone()).unwrap_or_default(),
                from: lead.and_then(|lead| lead.verdict).map(|screened| screened.verdict),
                becomes,
            });
        }
        Ok(Preview { screening: Screening { numbers: possible, ..screening }, rows })
    }
}

fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
