//! Questions: the main screen in one read, and subjects in full.

use std::sync::Arc;

use chrono::{DateTime, Datelike, Duration, NaiveDate, SecondsFormat, Utc};

use crate::domain::calendar::{self};
use crate::domain::customer;
use crate::domain::lead::Lead;
use crate::domain::lead::link::Relation;
use crate::domain::organisation::owner::{Question, Standing};
use crate::domain::organisation::{self, KeyAccountRecorded};
use crate::domain::subject::{Subject, SubjectKind};
use crate::domain::territory;
use crate::domain::unit::Unit;
use crate::matching::Side;
use crate::store::leads::LeadQuery;
use crate::store::{StoreError, Writing};
use crate::text::Sought;

use crate::sync::envelope::Envelope;
use crate::sync::status::Status;

use super::case_query::fits;
use super::context::{Context, Seat};
use super::exchange::channel::CHANNEL;
use super::family::family;
use super::project::{ADOPTED, RETURNED};
use super::session::UNSAID_SINCE;
use super::view::{
    CaseRow, ClaimRow, Delivery, Excerpt, Field, Filter, KeyAccountRow, LeadDetail, LeadRow,
    Likely, LinkRow, MeetingRow, Overview, Page, ProvinceRow, Summary,
};
use super::{history, likeness};

/// How many proposals of likeness a lead shows.
const LIKELY: usize = 12;

/// How many past meetings the list shows.
const PAST_MEETINGS: u32 = 50;

/// The calendar must know this many days ahead, or the screen says that it does not.
const CALENDAR_DAYS: i64 = 14;

/// A read transaction with the words of questions.
pub struct Reading<'a, 't> {
    /// The transaction.
    pub tx: &'a Writing<'t>,
    /// Who asks.
    pub context: &'a Context,
    /// When.
    pub now: DateTime<Utc>,
}

pub(super) type Answer<T> = Result<T, StoreError>;

impl Reading<'_, '_> {
    /// Everything on the main screen.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn overview(&self, filter: &Filter, from: usize, count: usize) -> Answer<Overview> {
        let all_cases = self.cases(&Filter::default(), false)?;
        let cases = all_cases.iter().filter(|row| fits(row, filter)).cloned().collect();
        let mut by_province = self.tx.leads_by_province()?;
        by_province.extend(self.tx.back_by_province(&self.instant())?);
        Ok(Overview {
            summary: self.summary(&all_cases)?,
            provinces: self.provinces(&all_cases, &by_province)?,
            key_accounts: self.key_accounts(),
            units: self.context.roster_on(self.today()),
            cases,
            leads: self.leads(filter, from, count)?,
            new_leads: self.tx.count_unscreened()? + self.tx.count_back(None, &self.instant())?,
            watch: super::triage::watch_words(self.tx)?,
            meetings: self.meetings(filter)?,
            standards: Arc::clone(&self.context.standards),
        })
    }

    /// The day, by the clock here and Shanghai's.
    pub(super) fn today(&self) -> NaiveDate {
        calendar::local(self.now).date()
    }

    fn summary(&self, cases: &[CaseRow]) -> Answer<Summary> {
        let profile = &self.context.profile;
        let outbox = self.tx.outbox_count()?;
        let today = self.today();
        let regions_assumed = self.context.territory().assumed(today).len();
        let units_assumed =
            self.context.roster_on(today).iter().filter(|unit| unit.assumed).count();
        let stops_estimated = cases
            .iter()
            .filter(|case| case.hard_stop.as_ref().is_some_and(|stop| stop.estimated))
            .count();
        Ok(Summary {
            name: profile.name.clone(),
            region: profile.region(),
            enrolled: self.context.is_enrolled(),
            unsealed: outbox.local,
            unsaid_since: self.unsaid_since(outbox.local)?,
            unacknowledged: outbox.exported,
            heard_from_hq: self.heard_from_headquarters()?,
            review_by: self.context.directory.as_ref().and_then(|d| d.review_by.parse().ok()),
            assumed: regions_assumed + units_assumed + stops_estimated,
            trial: profile.trial,
            channel: self.tx.meta(CHANNEL)?,
            calendar_certain: self
                .context
                .calendar()
                .is_certain(today, today + Duration::days(CALENDAR_DAYS)),
        })
    }

    fn unsaid_since(&self, unsaid: usize) -> Answer<Option<DateTime<Utc>>> {
        if unsaid == 0 {
            return Ok(None);
        }
        if let Some(since) = self.tx.meta(UNSAID_SINCE)? {
            return Ok(since.parse().ok());
        }
        // A store of an earlier version did not write it down.
        let oldest = self.tx.oldest_unsaid(&self.context.profile.key)?;
        Ok(oldest.and_then(|hlc| hlc.get(..24)?.parse().ok()))
    }

    fn heard_from_headquarters(&self) -> Answer<Option<DateTime<Utc>>> {
        Ok(self.headquarters_heard()?.map(|(received, _)| received))
    }

    /// When headquarters was heard last, by the clock here, and when it had written that, by its own.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn headquarters_heard(&self) -> Answer<Option<(DateTime<Utc>, DateTime<Utc>)>> {
        use crate::domain::event::Authority;
        let statuses = self.tx.statuses()?;
        let of_hq = statuses
            .iter()
            .filter(|(key, ..)| self.context.authority(key) == Authority::Headquarters);
        let heard = of_hq.filter_map(|(_, received, line)| {
            let received: DateTime<Utc> = received.parse().ok()?;
            let envelope = Envelope::from_line(line.as_bytes()).ok()?;
            let status: Status = serde_json::from_slice(&envelope.payload).ok()?;
            Some((received, status.made.parse().unwrap_or(received)))
        });
        Ok(heard.max())
    }

    fn provinces(&self, cases: &[CaseRow], leads: &[(String, usize)]) -> Answer<Vec<ProvinceRow>> {
        let won = self.tx.won_by_province(&format!("{}-01", self.today().year()))?;
        let row = |code: &String| {
            let standing = self.owner(code);
            let of_leads = leads.iter().filter(|(province, _)| province == code);
            ProvinceRow {
                code: code.clone(),
                conflicts: cases.iter().filter(|case| case.province.as_ref() == Some(code)).count(),
                leads: of_leads.map(|(_, count)| *count).sum(),
                region: standing
                    .as_ref()
                    .and_then(|at| at.seat)
                    .and_then(organisation::Seat::region),
                won: won.iter().find(|(of, _)| of == code).map(|(_, sum)| *sum).unwrap_or_default(),
                standing,
            }
        };
        Ok(territory::provinces().iter().map(|province| row(&province.code)).collect())
    }

    /// Who answers for a place today.
    fn owner(&self, division: &str) -> Option<Standing> {
        let asked = Question { division, class: None, customer: None, day: self.today() };
        self.context.company.owner(&asked)
    }

    fn key_accounts(&self) -> Vec<KeyAccountRow> {
        let day = self.today();
        let row = |post: &KeyAccountRecorded| KeyAccountRow {
            name: customer::customer(&post.customer)
                .map_or_else(
                    || {
                        self.context
                            .company
                            .find_customer(&post.customer, day)
                            .map(|node| node.name)
                    },
                    |known| Some(known.short.clone()),
                )
                .unwrap_or_else(|| post.customer.clone()),
            customer: post.customer.clone(),
            holder: post.holder.clone(),
            resolution: post.resolution.clone(),
        };
        self.context.company.key_accounts(day).map(row).collect()
    }

    /// A window of the leads.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn leads(&self, filter: &Filter, from: usize, count: usize) -> Answer<Page<LeadRow>> {
        let sought = filter.search.as_deref().map(Sought::new).unwrap_or_default();
        if !sought.is_empty() {
            return self.found_leads(&sought, filter.province.as_deref(), from, count);
        }
        let query = LeadQuery { province: filter.province.clone() };
        let (total, _) = self.tx.count_leads(&query)?;
        let from = from.min(total);
        let rows = self.lead_rows(&self.ordered(&query, filter.order, from, count)?)?;
        Ok(Page { total, more: false, offset: from, rows })
    }

    fn lead_rows(&self, stored: &[(String, String)]) -> Answer<Vec<LeadRow>> {
        let mut rows = Vec::with_capacity(stored.len());
        for (subject, data) in stored {
            if let Some(row) = parse::<LeadRow>(data) {
                rows.push(self.living(row, subject)?);
            }
        }
        Ok(rows)
    }

    /// A window of what a search found, best first.
    fn found_leads(
        &self,
        sought: &Sought,
        province: Option<&str>,
        from: usize,
        count: usize,
    ) -> Answer<Page<LeadRow>> {
        let hits = self.tx.search_leads(sought, province)?;
        let total = hits.rows.len();
        let from = from.min(total);
        let window = &hits.rows[from..from.saturating_add(count).min(total)];
        let mut rows = Vec::with_capacity(window.len());
        for hit in window {
            for mut row in self.lead_rows(&self.tx.lead_rows(&[hit.id])?)? {
                if hit.field != Field::Title {
                    let lead = history::lead(self.tx, self.context, row.subject)?;
                    row.found = lead.and_then(|lead| excerpt(sought, hit.field, &lead));
                }
                rows.push(row);
            }
        }
        Ok(Page { total, more: hits.more, offset: from, rows })
    }

    /// Adds to a stored row what changes without the lead's own events.
    fn living(&self, row: LeadRow, subject: &str) -> Answer<LeadRow> {
        let row = super::triage::timely(row, self.now, self.context.calendar());
        // A claim on one of the family counts on all, and so does a conflict.
        let (mut claims, mut in_conflict) = (0, false);
        for member in family(self.tx, row.subject)?.members {
            let member = member.to_string();
            claims += self.tx.count_live_claims(&member, &self.stamp(self.now))?;
            in_conflict |= self.tx.cases_on(&member)?.iter().any(|(_, open)| *open);
        }
        Ok(LeadRow {
            claims,
            in_conflict,
            delivery: self.delivery(subject)?,
            likely: self.likely(subject, 1)?.into_iter().find(Likely::is_same),
            ..row
        })
    }

    /// A lead in full, by its number.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn lead(&self, number: &str) -> Answer<Option<LeadDetail>> {
        let Some(subject) = self.numbered(number)? else { return Ok(None) };
        let Some(lead) = history::lead(self.tx, self.context, subject)? else { return Ok(None) };
        let watch = super::triage::watch_words(self.tx)?;
        let row = super::project::lead_row(
            &lead,
            self.context.profile.region(),
            &watch,
            self.context.calendar(),
        );
        let key = subject.to_string();
        let row = self.living(row, &key)?;
        Ok(Some(LeadDetail {
            row,
            claims: self.claims_on(subject)?,
            routes: self.routes(&lead, super::triage::ROLE)?,
            report_by: super::triage::report_by(&lead, self.context.calendar()),
            likely: self.likely(&key, LIKELY)?,
            links: self.links(&key)?,
            lives: lead.lives.clone(),
            lead,
        }))
    }

    /// What likeness proposes about a lead and nobody has decided, the likeliest first.
    pub(super) fn likely(&self, subject: &str, limit: usize) -> Answer<Vec<Likely>> {
        let mut rows = Vec::new();
        for found in self.tx.open_matches(subject, limit)? {
            let Some((other, judgement)) = likeness::from_side(found, subject) else { continue };
            let Some((number, title)) = self.named(&other)? else { continue };
            rows.push(Likely {
                number,
                title,
                verdict: judgement.verdict.name().to_owned(),
                first: judgement.first.map(|side| side == Side::A),
                score: (judgement.score * 100.0).round().clamp(0.0, 100.0) as u8,
                reasons: judgement.reasons,
            });
        }
        Ok(rows)
    }

    /// What people said of a lead and others.
    fn links(&self, subject: &str) -> Answer<Vec<LinkRow>> {
        let mut rows = Vec::new();
        for (from, to, relation) in self.tx.links_of(subject)? {
            let before = from == subject;
            let Some((number, title)) = self.named(if before { &to } else { &from })? else {
                continue;
            };
            let Some(relation) = Relation::parse(&relation) else { continue };
            rows.push(LinkRow { number, title, relation, before });
        }
        Ok(rows)
    }

    /// Number and title of a lead.
    fn named(&self, subject: &str) -> Answer<Option<(String, String)>> {
        let row = self.tx.lead_row(subject)?.and_then(|data| parse::<LeadRow>(&data));
        Ok(row.map(|row| (row.number, row.title)))
    }

    /// The number of the lead that a notice of this identity is already.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn lead_of(&self, identity: &str) -> Answer<Option<String>> {
        let subject = Subject::derived(SubjectKind::Lead, &[identity]);
        Ok(history::lead(self.tx, self.context, subject)?.map(|lead| lead.number))
    }

    /// Every claim.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn claims(&self) -> Answer<Vec<ClaimRow>> {
        let mut rows: Vec<ClaimRow> = Vec::new();
        for subject in self.tx.claims()? {
            let Ok(subject) = subject.parse::<Subject>() else { continue };
            // Claims on one tender are read together, for their order.
            if rows.iter().any(|row| row.subject == subject) {
                continue;
            }
            if let Some(claim) = history::claim_alone(self.tx, self.context, subject)? {
                rows.extend(self.claims_on(claim.submitted.lead)?);
            }
        }
        rows.sort_by_key(|row| row.subject);
        rows.dedup_by_key(|row| row.subject);
        Ok(rows)
    }

    /// An instant as the store compares it.
    pub(super) fn stamp(&self, at: DateTime<Utc>) -> String {
        at.to_rfc3339_opts(SecondsFormat::Secs, true)
    }

    /// Meetings to come first, then those past.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn meetings(&self, filter: &Filter) -> Answer<Vec<MeetingRow>> {
        let mut rows = Vec::new();
        let now = self.now.to_rfc3339_opts(SecondsFormat::Secs, true);
        for text in self.tx.meetings(&now, PAST_MEETINGS)? {
            let Ok(subject) = text.parse() else { continue };
            let Some(row) = self.meeting(subject)? else { continue };
            let here = filter.province.as_ref().is_none_or(|code| row.provinces.contains(code));
            let found = filter.search.as_deref().is_none_or(|words| {
                Sought::new(words).is_in(&[row.number.as_str(), row.title.as_str()])
            });
            if here && found {
                rows.push(row);
            }
        }
        Ok(rows)
    }

    fn meeting(&self, subject: Subject) -> Answer<Option<MeetingRow>> {
        let Some(meeting) = history::meeting(self.tx, self.context, subject)? else {
            return Ok(None);
        };
        let calendar = self.context.calendar();
        let (mut cases, mut provinces) = (Vec::new(), Vec::new());
        for about in &meeting.planned.cases {
            if let Some((case, lead)) = history::case(self.tx, self.context, *about)? {
                cases.push(case.number);
                provinces.extend(lead.and_then(|lead| lead.notice.province.value));
            }
        }
        let notice = meeting.notice_state(self.now, calendar);
        let minutes_version = meeting.latest().map_or(0, |latest| latest.version);
        let (notice_limit, notice_outdated) =
            (meeting.notice_limit(calendar), meeting.notice_outdated);
        let move_unreported = meeting.move_is_unreported();
        let planned = meeting.planned;
        Ok(Some(MeetingRow {
            subject,
            number: planned.number,
            kind: planned.kind,
            title: planned.title,
            place: planned.place,
            start: planned.start,
            chair: planned.chair,
            recorder: planned.recorder,
            participants: planned.participants,
            cases,
            provinces,
            notice_limit,
            notice,
            notice_outdated,
            move_unreported,
            minutes_version,
            has_draft: self.tx.draft(&subject.to_string())?.is_some(),
            delivery: self.delivery(&subject.to_string())?,
        }))
    }

    /// The subject a number names.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn numbered(&self, number: &str) -> Answer<Option<Subject>> {
        Ok(self.tx.numbered(number.trim())?.and_then(|text| text.parse().ok()))
    }

    /// How far a subject has travelled. Headquarters holds what it holds.
    pub(super) fn delivery(&self, subject: &str) -> Answer<Delivery> {
        let at_headquarters = self.context.profile.seat == Seat::Headquarters;
        match self.tx.outbox_of(subject)?.filter(|_| !at_headquarters) {
            Some(true) => return Ok(Delivery::Exported),
            Some(false) => return Ok(Delivery::Local),
            None => {}
        }
        Ok(match self.tx.ruling(subject)?.map(|(state, _)| state).as_deref() {
            Some(ADOPTED) => Delivery::Adopted,
            Some(RETURNED) => Delivery::Returned,
            _ => Delivery::Received,
        })
    }
}

/// Characters of an excerpt before and after what was found.
const AROUND: usize = 10;

/// The piece of a field around what was found in it, in the words of the notice.
fn excerpt(sought: &Sought, field: Field, lead: &Lead) -> Option<Excerpt> {
    let values = super::project::searchable(lead);
    let places = |value: &str| sought.ranges(value, field.way());
    let (value, hit) = values
        .iter()
        .filter(|(of, _)| *of == field)
        .find_map(|(_, value)| Some((value, places(value).into_iter().next()?)))?;
    let start = value[..hit.start].char_indices().rev().nth(AROUND - 1).map_or(0, |(at, _)| at);
    let end =
        value[hit.end..].char_indices().nth(AROUND).map_or(value.len(), |(at, _)| hit.end + at);
    let before = if start > 0 { "…" } else { "" };
    let after = if end < value.len() { "…" } else { "" };
    let piece = value[start..end].split_whitespace().collect::<Vec<_>>().join(" ");
    Some(Excerpt { field, text: format!("{before}{piece}{after}") })
}

/// Units as headquarters recorded them, over the assumed defaults, by code.
pub fn units(context: &Context, now: DateTime<Utc>) -> Vec<Unit> {
    context.company.units(calendar::local(now).date())
}

/// The unit of a code.
pub fn unit_of(context: &Context, code: &str, now: DateTime<Utc>) -> Option<Unit> {
    context.company.unit(code, calendar::local(now).date())
}

fn parse<T: serde::de::DeserializeOwned>(data: &str) -> Option<T> {
    serde_json::from_str(data).ok()
}
