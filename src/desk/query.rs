//! Questions: the main screen in one read, and subjects in full.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, SecondsFormat, Utc};

use crate::domain::calendar::{self, Calendar};
use crate::domain::case::Case;
use crate::domain::case::action::{ACTIONS, Situation};
use crate::domain::customer;
use crate::domain::lead::{Lead, lots_meet};
use crate::domain::organisation::{AreaRecorded, KeyAccountRecorded, UnitRecorded};
use crate::domain::subject::Subject;
use crate::domain::territory;
use crate::domain::unit::{Unit, default_units};
use crate::store::projection::LeadQuery;
use crate::store::{StoreError, Writing};
use crate::text::pinyin::Pinyin;

use super::context::{Context, Seat};
use super::history;
use super::view::{
    ActionRow, AreaRow, CaseDetail, CaseRow, ClaimRow, Delivery, Filter, KeyAccountRow, LeadDetail,
    LeadRow, MeetingRow, Overview, Page, ProvinceRow, Summary, UnitRow,
};

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

type Answer<T> = Result<T, StoreError>;

impl Reading<'_, '_> {
    /// Everything on the main screen.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn overview(&self, filter: &Filter, from: usize, count: usize) -> Answer<Overview> {
        let units = self.units()?;
        let all_cases = self.cases(&Filter::default(), false)?;
        let cases = all_cases.iter().filter(|row| fits(row, filter)).cloned().collect();
        let by_province = self.tx.leads_by_province()?;
        Ok(Overview {
            summary: self.summary(&units, &all_cases)?,
            provinces: self.provinces(&all_cases, &by_province)?,
            key_accounts: self.key_accounts()?,
            units: units.iter().map(unit_row).collect(),
            cases,
            leads: self.leads(filter, from, count)?,
            new_leads: self.tx.count_unscreened()?,
            meetings: self.meetings(filter)?,
        })
    }

    fn summary(&self, units: &[Unit], cases: &[CaseRow]) -> Answer<Summary> {
        let profile = &self.context.profile;
        let outbox = self.tx.outbox_count()?;
        let today = calendar::local(self.now).date();
        let regions_assumed = territory::regions().iter().filter(|region| region.assumed).count();
        let units_assumed = units.iter().filter(|unit| unit.assumed).count();
        let stops_estimated = cases
            .iter()
            .filter(|case| case.hard_stop.as_ref().is_some_and(|stop| stop.estimated))
            .count();
        Ok(Summary {
            name: profile.name.clone(),
            region: profile.region(),
            enrolled: self.context.is_enrolled(),
            unsealed: outbox.local,
            unacknowledged: outbox.exported,
            heard_from_hq: self.heard_from_headquarters()?,
            assumed: regions_assumed + units_assumed + stops_estimated,
            trial: profile.trial,
            calendar_certain: Calendar::bundled()
                .is_certain(today, today + Duration::days(CALENDAR_DAYS)),
        })
    }

    fn heard_from_headquarters(&self) -> Answer<Option<DateTime<Utc>>> {
        use crate::domain::event::Authority;
        let statuses = self.tx.statuses()?;
        let of_hq = statuses
            .iter()
            .filter(|(key, ..)| self.context.authority(key) == Authority::Headquarters);
        Ok(of_hq.filter_map(|(_, received, _)| received.parse().ok()).max())
    }

    /// Units as headquarters recorded them, over the assumed defaults.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn units(&self) -> Answer<Vec<Unit>> {
        units(self.tx)
    }

    fn provinces(&self, cases: &[CaseRow], leads: &[(String, usize)]) -> Answer<Vec<ProvinceRow>> {
        let mut areas: BTreeMap<String, Vec<AreaRow>> = BTreeMap::new();
        for area in
            self.tx.organisation("area")?.iter().filter_map(|data| parse::<AreaRecorded>(data))
        {
            let row = AreaRow { unit: area.unit, right: area.right, resolution: area.resolution };
            areas.entry(area.division).or_default().push(row);
        }
        let mut rows = Vec::new();
        for province in territory::provinces() {
            let region = territory::region_of(&province.code);
            let assumed =
                region.and_then(|code| code.region()).is_some_and(|region| region.assumed);
            let mut rights = areas.remove(&province.code).unwrap_or_default();
            rights.sort_by(|a, b| (a.right, &a.unit).cmp(&(b.right, &b.unit)));
            rows.push(ProvinceRow {
                region,
                assumed,
                conflicts: cases
                    .iter()
                    .filter(|case| case.province.as_ref() == Some(&province.code))
                    .count(),
                leads: leads
                    .iter()
                    .find(|(code, _)| *code == province.code)
                    .map_or(0, |(_, count)| *count),
                areas: rights,
                code: province.code.clone(),
            });
        }
        Ok(rows)
    }

    fn key_accounts(&self) -> Answer<Vec<KeyAccountRow>> {
        let posts = self.tx.organisation("kam")?;
        let row = |post: KeyAccountRecorded| KeyAccountRow {
            name: customer::customer(&post.customer)
                .map_or(post.customer.clone(), |known| known.short.clone()),
            customer: post.customer,
            holder: post.holder,
            resolution: post.resolution,
        };
        Ok(posts.iter().filter_map(|data| parse(data)).map(row).collect())
    }

    /// A window of the leads.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn leads(&self, filter: &Filter, from: usize, count: usize) -> Answer<Page<LeadRow>> {
        let query = LeadQuery { province: filter.province.clone(), search: filter.search.clone() };
        let total = self.tx.count_leads(&query)?;
        let from = from.min(total);
        let mut rows = Vec::new();
        for (subject, data) in self.tx.leads(&query, from, count)? {
            if let Some(row) = parse::<LeadRow>(&data) {
                rows.push(self.living(row, &subject)?);
            }
        }
        Ok(Page { total, offset: from, rows })
    }

    /// Adds to a stored row what changes without the lead's own events.
    fn living(&self, row: LeadRow, subject: &str) -> Answer<LeadRow> {
        Ok(LeadRow {
            claims: self.tx.count_live_claims(subject, &self.stamp(self.now))?,
            in_conflict: self.tx.cases_on(subject)?.iter().any(|(_, open)| *open),
            delivery: self.delivery(subject)?,
            ..row
        })
    }

    /// Cases by slack; only open ones unless `all`.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn cases(&self, filter: &Filter, all: bool) -> Answer<Vec<CaseRow>> {
        let mut rows = Vec::new();
        for subject in self.tx.cases(filter.province.as_deref(), all)? {
            let Ok(subject) = subject.parse() else { continue };
            let Some((case, lead)) = history::case(self.tx, self.context, subject)? else {
                continue;
            };
            let row = self.case_row(&case, lead.as_ref())?;
            // A case that lapsed is over although no event says so yet.
            if fits(&row, filter) && (all || !row.state.is_terminal()) {
                rows.push(row);
            }
        }
        Ok(rows)
    }

    fn case_row(&self, case: &Case, lead: Option<&Lead>) -> Answer<CaseRow> {
        let calendar = Calendar::bundled();
        let authority = self.context.profile.authority();
        let situation = Situation { case, authority, now: self.now, calendar };
        let actions = ACTIONS.iter().map(|action| ActionRow {
            id: action.id,
            unmet: action.unmet(&situation),
            arguments: action.arguments,
        });
        Ok(CaseRow {
            subject: case.subject,
            number: case.number.clone(),
            state: case.state_at(self.now),
            contested: case.contested.clone(),
            track: case.track(calendar),
            hard_stop: case.hard_stop,
            last_moment: case.last_moment(calendar),
            detected_at: case.detected_at,
            parties: case.parties.iter().map(|party| party.unit.clone()).collect(),
            lead: lead.map(|lead| lead.number.clone()).unwrap_or_default(),
            title: lead.map(|lead| lead.notice.title.clone()).unwrap_or_default(),
            customer: lead.and_then(|lead| lead.notice.customer.value.clone()),
            province: lead.and_then(|lead| lead.notice.province.value.clone()),
            lot: case.lot.clone(),
            round: case.round,
            owner: case.owner,
            cross_entity: case.is_cross_entity(),
            delivery: self.delivery(&case.subject.to_string())?,
            actions: actions.collect(),
        })
    }

    /// A case in full, by its number.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn case(&self, number: &str) -> Answer<Option<CaseDetail>> {
        let Some(subject) = self.numbered(number)? else { return Ok(None) };
        let Some((case, lead)) = history::case(self.tx, self.context, subject)? else {
            return Ok(None);
        };
        let mut claims = self.claims_on(case.lead)?;
        claims.retain(|claim| claim.lots.iter().any(|lot| lots_meet(lot, &case.lot)));
        Ok(Some(CaseDetail { row: self.case_row(&case, lead.as_ref())?, case, lead, claims }))
    }

    /// A lead in full, by its number.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn lead(&self, number: &str) -> Answer<Option<LeadDetail>> {
        let Some(subject) = self.numbered(number)? else { return Ok(None) };
        let Some(lead) = history::lead(self.tx, self.context, subject)? else { return Ok(None) };
        let row = self.living(super::project::lead_row(&lead), &subject.to_string())?;
        let lives = lead.lives.clone();
        Ok(Some(LeadDetail { row, claims: self.claims_on(subject)?, lives, lead }))
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
                Pinyin::shared().find(words, &format!("{} {}", row.number, row.title)).is_some()
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
        let calendar = Calendar::bundled();
        let (mut cases, mut provinces) = (Vec::new(), Vec::new());
        for about in &meeting.planned.cases {
            if let Some((case, lead)) = history::case(self.tx, self.context, *about)? {
                cases.push(case.number);
                provinces.extend(lead.and_then(|lead| lead.notice.province.value));
            }
        }
        let notice = meeting.notice_state(self.now, calendar);
        let minutes_version = meeting.latest().map_or(0, |latest| latest.version);
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
            notice_limit: calendar.notice_limit(planned.start),
            notice,
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
        if self.context.profile.seat == Seat::Headquarters {
            return Ok(Delivery::Received);
        }
        Ok(match self.tx.outbox_of(subject)? {
            None => Delivery::Received,
            Some(true) => Delivery::Exported,
            Some(false) => Delivery::Local,
        })
    }
}

/// Whether a case is among what is looked for.
fn fits(row: &CaseRow, filter: &Filter) -> bool {
    let here = filter.province.is_none() || filter.province == row.province;
    here && filter.search.as_deref().is_none_or(|words| {
        let text = format!("{} {} {}", row.number, row.title, row.parties.join(" "));
        Pinyin::shared().find(words, &text).is_some()
    })
}

/// Units as headquarters recorded them, over the assumed defaults, by code.
///
/// # Errors
/// When the store cannot be read.
pub fn units(tx: &Writing<'_>) -> Answer<Vec<Unit>> {
    let mut units: BTreeMap<String, Unit> =
        default_units().iter().map(|unit| (unit.code.clone(), unit.clone())).collect();
    for fact in tx.organisation("unit")?.iter().filter_map(|data| parse::<UnitRecorded>(data)) {
        units.insert(fact.unit.code.clone(), fact.unit);
    }
    Ok(units.into_values().collect())
}

/// The unit of a code.
///
/// # Errors
/// When the store cannot be read.
pub fn unit_of(tx: &Writing<'_>, code: &str) -> Answer<Option<Unit>> {
    Ok(units(tx)?.into_iter().find(|unit| unit.code.eq_ignore_ascii_case(code.trim())))
}

fn unit_row(unit: &Unit) -> UnitRow {
    UnitRow {
        code: unit.code.clone(),
        name: unit.name.clone(),
        en: unit.en.clone(),
        parent: unit.parent.clone(),
        city: unit.city.clone(),
        assumed: unit.assumed,
    }
}

fn parse<T: serde::de::DeserializeOwned>(data: &str) -> Option<T> {
    serde_json::from_str(data).ok()
}
