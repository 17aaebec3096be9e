//! Questions about claims: beside each other in their order, one in full, and protections that run out.

use chrono::{DateTime, Duration, Utc};

use crate::domain::claim::action::{ACTIONS, ClaimAction, Situation};
use crate::domain::claim::priority::Ranking;
use crate::domain::claim::{Claim, condition, told};
use crate::domain::event::PartRef;
use crate::domain::lead::{Lead, Notice};
use crate::domain::subject::Subject;
use crate::store::StoreError;

use super::claims::{Around, ranking};
use super::history;
use super::query::Reading;
use super::view::{ActionRow, ClaimDetail, ClaimLotRow, ClaimRow, LeadRow, ProtectionRow};

type Answer<T> = Result<T, StoreError>;

impl Reading<'_, '_> {
    /// The claims on a lead and its family: those that count first, lot by lot in their order; then those that are over.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn claims_on(&self, lead: Subject) -> Answer<Vec<ClaimRow>> {
        let claims = history::claims_of_family(self.tx, self.context, lead)?;
        let mut rows = Vec::with_capacity(claims.len());
        for claim in &claims {
            rows.push(self.claim_row(claim, &claims)?);
        }
        let place = |row: &ClaimRow| {
            let rank = row.standing.iter().filter_map(|lot| lot.rank).min();
            (rank.unwrap_or(usize::MAX), row.claimed_at)
        };
        rows.sort_by(|a, b| {
            (!a.live, &a.lots, place(a), &a.number).cmp(&(!b.live, &b.lots, place(b), &b.number))
        });
        Ok(rows)
    }

    fn claim_row(&self, claim: &Claim, all: &[Claim]) -> Answer<ClaimRow> {
        let (submitted, time) = (&claim.submitted, claim.time());
        let (lead, _) = self.lead_names(submitted.lead)?;
        let mut cross_entity = false;
        let mut standing = Vec::with_capacity(claim.lots.len());
        for own in &claim.lots {
            let state = own.state_at(self.now);
            let ranking = if state.is_live() {
                ranking(all, &own.lot, self.now, self.context.calendar())
            } else {
                Ranking::default()
            };
            cross_entity |= ranking.cross_entity;
            let place = ranking.place(claim.subject);
            standing.push(ClaimLotRow {
                lot: own.lot.clone(),
                state,
                contested: own.contested.clone(),
                until: own.until,
                rank: place.and_then(|place| place.rank),
                tied: place.is_some_and(|place| place.tied),
                why: place.map(|place| place.why.clone()),
            });
        }
        Ok(ClaimRow {
            subject: claim.subject,
            number: submitted.number.clone(),
            lead,
            lots: submitted.lots.clone(),
            unit: submitted.unit.clone(),
            basis: submitted.basis.clone(),
            claimant: submitted.claimant.clone(),
            claimed_at: time.own(),
            time_grade: time.grade(),
            backdated: time.is_backdated(),
            legal_entity: submitted.legal_entity.clone(),
            stage: submitted.stage,
            state: claim.state_at(self.now),
            live: claim.is_live_at(self.now),
            standing,
            cross_entity,
            reason: claim.reason().map(str::to_owned),
            delivery: self.delivery(&claim.subject.to_string())?,
        })
    }

    /// Number and title of a lead; empty where this desk does not hold it.
    fn lead_names(&self, lead: Subject) -> Answer<(String, String)> {
        let data = self.tx.lead_row(&lead.to_string())?;
        let row = data.and_then(|data| serde_json::from_str::<LeadRow>(&data).ok());
        Ok(row.map(|row| (row.number, row.title)).unwrap_or_default())
    }

    /// A claim in full, by its number.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn claim(&self, number: &str) -> Answer<Option<ClaimDetail>> {
        let Some(subject) = self.numbered(number)? else { return Ok(None) };
        let Some(claim) = history::claim(self.tx, self.context, subject)? else { return Ok(None) };
        let all = history::claims_of_family(self.tx, self.context, claim.submitted.lead)?;
        let around = Around::of(self.tx, self.context, &claim, self.now)?;
        let situation = around.situation(&claim, self.context, self.now);
        let number_of = |subject: Subject| {
            let other = all.iter().find(|other| other.subject == subject);
            other.map(|other| other.submitted.number.clone())
        };
        let later = all.iter().filter(|other| other.submitted.refiles == Some(subject));
        let mut offered = Vec::new();
        for (_, part) in &claim.proofs {
            offered.push(self.part_text(part.as_ref())?);
        }
        Ok(Some(ClaimDetail {
            row: self.claim_row(&claim, &all)?,
            title: self.lead_names(claim.submitted.lead)?.1,
            contact: self.part_text(claim.contact.as_ref())?,
            offered,
            refiles: claim.submitted.refiles.and_then(number_of),
            refiled_by: later.map(|other| other.submitted.number.clone()).collect(),
            suggested: suggested(&claim, situation.lead),
            missing: condition::missing(&situation),
            actions: action_rows(&situation),
            told: told::told(&claim, self.now, around.is_cross_entity(&claim)),
            claim,
        }))
    }

    pub(super) fn part_text(&self, part: Option<&PartRef>) -> Answer<Option<String>> {
        part.map_or(Ok(None), |part| history::text_of(self.tx, part))
    }

    /// Protections that end within so many days from now, the nearest end first. What has run out already is not among
    /// them: there is nothing left to prolong.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn protections(&self, days: i64) -> Answer<Vec<ProtectionRow>> {
        let span = Duration::try_days(days).unwrap_or(Duration::MAX);
        let by = self.now.checked_add_signed(span).unwrap_or(DateTime::<Utc>::MAX_UTC);
        let mut rows = Vec::new();
        for subject in self.tx.claims_ending(&self.stamp(by))? {
            let Ok(subject) = subject.parse() else { continue };
            let Some(claim) = history::claim(self.tx, self.context, subject)? else { continue };
            let running = claim.live_lots(self.now).filter(|lot| lot.state.is_protected());
            let Some(until) = running.filter_map(|lot| lot.until).min() else { continue };
            if until > by {
                continue;
            }
            let all = history::claims_of_family(self.tx, self.context, claim.submitted.lead)?;
            let around = Around::of(self.tx, self.context, &claim, self.now)?;
            let situation = around.situation(&claim, self.context, self.now);
            rows.push(ProtectionRow {
                claim: self.claim_row(&claim, &all)?,
                title: self.lead_names(claim.submitted.lead)?.1,
                until,
                actions: action_rows(&situation),
            });
        }
        rows.sort_by(|a, b| (a.until, &a.claim.number).cmp(&(b.until, &b.claim.number)));
        Ok(rows)
    }
}

/// Customer and site: as they stand in the claim, else as the notice has them.
fn suggested(claim: &Claim, lead: Option<&Lead>) -> Vec<(&'static str, String)> {
    let notice = lead.map(|lead| &lead.notice);
    let customer = claim.customer.clone().or_else(|| notice.and_then(Notice::customer_said));
    let site = claim.site.clone().or_else(|| notice.and_then(Notice::site_said));
    let named = [("customer", customer), ("site", site)];
    named.into_iter().filter_map(|(name, text)| Some((name, text?))).collect()
}

fn action_rows(situation: &Situation<'_>) -> Vec<ActionRow> {
    let row = |action: &&'static ClaimAction| ActionRow {
        id: action.id,
        unmet: action.unmet(situation),
        arguments: action.arguments,
    };
    ACTIONS.iter().map(row).collect()
}
