//! What stands around a claim: its tender, its unit, who else is on the ground, which cases are about it, and the order
//! among them. Acts and questions look at the same.

use chrono::{DateTime, Utc};

use crate::domain::calendar::{self, Calendar};
use crate::domain::case::{Case, State};
use crate::domain::claim::action::{CaseAbout, Rival, Situation};
use crate::domain::claim::priority::{Contender, Ranking, priority};
use crate::domain::claim::{Claim, terms};
use crate::domain::lead::Lead;
use crate::domain::lead::class::classify;
use crate::domain::organisation::owner::Question;
use crate::domain::subject::Subject;
use crate::domain::unit::Unit;
use crate::store::{StoreError, Writing};

use super::context::Context;
use super::family::family;
use super::history;
use super::query::unit_of;

/// The surroundings of one claim.
#[derive(Debug, Clone)]
pub struct Around {
    lead: Option<Lead>,
    unit: Option<Unit>,
    barred_by: Option<String>,
    rivals: Vec<Rival>,
    cases: Vec<CaseAbout>,
}

impl Around {
    /// Looks around a claim.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn of(
        tx: &Writing<'_>,
        context: &Context,
        claim: &Claim,
        now: DateTime<Utc>,
    ) -> Result<Around, StoreError> {
        let lead = history::lead(tx, context, claim.submitted.lead)?;
        let others = history::live_claims(tx, context, claim.submitted.lead, now)?;
        let rivals = others.iter().filter(|other| other.subject != claim.subject);
        Ok(Around {
            unit: unit_of(context, &claim.submitted.unit, now),
            barred_by: lead
                .as_ref()
                .and_then(|lead| barred_by(context, &claim.submitted.unit, lead, now)),
            rivals: rivals.map(|other| rival(other, now)).collect(),
            cases: cases_about(tx, context, claim.submitted.lead, now)?,
            lead,
        })
    }

    /// The situation that preconditions look at.
    pub fn situation<'a>(
        &'a self,
        claim: &'a Claim,
        context: &'a Context,
        now: DateTime<Utc>,
    ) -> Situation<'a> {
        Situation {
            claim,
            authority: context.profile.authority(),
            now,
            lead: self.lead.as_ref(),
            unit: self.unit.as_ref(),
            barred_by: self.barred_by.as_deref(),
            rivals: &self.rivals,
            cases: &self.cases,
            terms: &terms::DEFAULT,
            calendar: context.calendar(),
        }
    }

    /// Whether units of several legal persons are on the ground.
    pub fn is_cross_entity(&self, claim: &Claim) -> bool {
        let own = claim.submitted.legal_entity.trim();
        self.rivals.iter().any(|rival| own.is_empty() || rival.legal_entity.trim() != own)
    }
}

fn rival(claim: &Claim, now: DateTime<Utc>) -> Rival {
    Rival {
        number: claim.submitted.number.clone(),
        unit: claim.submitted.unit.clone(),
        legal_entity: claim.submitted.legal_entity.clone(),
        lots: claim.live_lots(now).map(|lot| (lot.lot.clone(), lot.state)).collect(),
    }
}

/// The resolution that bars a unit from the works of a tender today, if one does (art. 17, gap G3).
fn barred_by(context: &Context, unit: &str, lead: &Lead, now: DateTime<Utc>) -> Option<String> {
    let division = lead.notice.works_site()?;
    let (class, day) = (classify(&lead.notice).value, calendar::local(now).date());
    let asked = Question { division, class, customer: None, day };
    context.company.barred_by(unit, &asked)
}

/// The cases about a family of leads, with what they decide.
///
/// # Errors
/// When the store cannot be read.
pub fn cases_about(
    tx: &Writing<'_>,
    context: &Context,
    lead: Subject,
    now: DateTime<Utc>,
) -> Result<Vec<CaseAbout>, StoreError> {
    let mut about = Vec::new();
    for lead in family(tx, lead)?.members {
        for (subject, _) in tx.cases_on(&lead.to_string())? {
            let Ok(subject) = subject.parse() else { continue };
            if let Some((case, _)) = history::case(tx, context, subject)? {
                about.push(case_about(&case, now));
            }
        }
    }
    Ok(about)
}

fn case_about(case: &Case, now: DateTime<Utc>) -> CaseAbout {
    let state = case.state_at(now);
    let waits = state.is_before_decision() || state.is_paused();
    let holds = matches!(state, State::Ordered | State::Settled | State::Effective | State::Closed);
    let decision = case.decision.as_ref().filter(|_| holds);
    let bidders = decision.map(|decision| decision.args.list("lead_unit")).unwrap_or_default();
    CaseAbout { number: case.number.clone(), lot: case.lot.clone(), undecided: waits, bidders }
}

/// The order of the live claims on one lot. The undivided whole meets every lot; claims on several lots of a divided tender
/// do not meet on the whole unless somebody claims it.
pub fn ranking(claims: &[Claim], lot: &str, now: DateTime<Utc>, calendar: &Calendar) -> Ranking {
    let on = claims.iter().filter(|claim| claim.covers(lot, now));
    let contenders: Vec<Contender> = on.map(Contender::of).collect();
    priority(&contenders, &terms::DEFAULT, calendar)
}
