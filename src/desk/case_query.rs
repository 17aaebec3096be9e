//! Questions about cases: the queue with the reason of each rank, and a case in full.

use chrono::{DateTime, Utc};

use crate::domain::calendar::Calendar;
use crate::domain::case::action::{ACTIONS, Situation};
use crate::domain::case::{Case, State, timing};
use crate::domain::event::Authority;
use crate::domain::lead::{Lead, lots_meet};
use crate::text::Sought;

use super::family::family;
use super::history;
use super::query::{Answer, Reading};
use super::view::{ActionRow, CaseDetail, CaseRow, Delivery, Filter};

impl Reading<'_, '_> {
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
        let delivery = self.delivery(&case.subject.to_string())?;
        Ok(case_row(case, lead, self.context.profile.authority(), self.now, delivery))
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
        Ok(Some(CaseDetail {
            row: self.case_row(&case, lead.as_ref())?,
            limits: timing::record(&case, self.now, Calendar::bundled()),
            merged: self.merged_into(&case)?,
            case,
            lead,
            claims,
        }))
    }

    /// Numbers of the cases about the same tender that were merged into a case.
    fn merged_into(&self, case: &Case) -> Answer<Vec<String>> {
        let mut merged = Vec::new();
        for lead in family(self.tx, case.lead)?.members {
            for (other, _) in self.tx.cases_on(&lead.to_string())? {
                let Ok(other) = other.parse() else { continue };
                let Some((other, _)) = history::case(self.tx, self.context, other)? else {
                    continue;
                };
                let into =
                    other.entries("merge").any(|e| e.args.get("master") == Some(&case.number));
                if other.state == State::Merged && into {
                    merged.push(other.number);
                }
            }
        }
        Ok(merged)
    }
}

/// The row of a case in the queue, for a desk at an instant.
pub fn case_row(
    case: &Case,
    lead: Option<&Lead>,
    authority: Authority,
    now: DateTime<Utc>,
    delivery: Delivery,
) -> CaseRow {
    let calendar = Calendar::bundled();
    let situation = Situation { case, authority, now, calendar };
    let actions = ACTIONS.iter().map(|action| ActionRow {
        id: action.id,
        unmet: action.unmet(&situation),
        arguments: action.arguments,
    });
    let limits = timing::record(case, now, calendar);
    let state = case.state_at(now);
    CaseRow {
        subject: case.subject,
        number: case.number.clone(),
        state,
        contested: case.contested.clone(),
        track: case.track(calendar),
        hard_stop: case.hard_stop,
        last_moment: case.last_moment(calendar),
        trunk: case.trunk,
        rank: timing::rank(case, now, calendar),
        at_hand: limits.at_hand().cloned(),
        to_escalate: limits.calls_for_escalation() && !state.is_terminal(),
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
        delivery,
        actions: actions.collect(),
    }
}

/// Whether a case is among what is looked for.
pub(super) fn fits(row: &CaseRow, filter: &Filter) -> bool {
    let here = filter.province.is_none() || filter.province == row.province;
    here && filter.search.as_deref().is_none_or(|words| {
        let parties = row.parties.join(" ");
        let customer = row.customer.as_deref().unwrap_or_default();
        Sought::new(words).is_in(&[&row.number, &row.title, &parties, &row.lead, customer])
    })
}
