//! Who is credited with reports: how many came from a unit and a role, how many of them in time, and what became of them.
//!
//! It counts and ranks nobody. Persons do not appear: who reported is no matter for the body of a report.

use std::collections::BTreeMap;

use super::Report;
use crate::domain::calendar::Calendar;

/// What came from one role of one unit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Credit {
    /// Unit code; `None` for reports that name no unit.
    pub unit: Option<String>,
    /// A word of [`ROLES`](super::ROLES).
    pub role: String,
    /// Reports.
    pub filed: usize,
    /// Of these, reported in time (gap G25).
    pub in_time: usize,
    /// Of these, put to use.
    pub used: usize,
    /// Of these, those that led to a lead.
    pub leads: usize,
}

/// The credit of every unit and role that reported anything, by their codes.
pub fn credit(reports: &[Report], calendar: &Calendar) -> Vec<Credit> {
    let mut credits: BTreeMap<(Option<&str>, &str), Credit> = BTreeMap::new();
    for report in reports {
        let (unit, role) = (report.filed.unit(), report.filed.role());
        let credit = credits.entry((unit, role)).or_insert_with(|| Credit {
            unit: unit.map(str::to_owned),
            role: role.to_owned(),
            ..Credit::default()
        });
        credit.filed += 1;
        credit.in_time += usize::from(!report.is_late(calendar));
        credit.used += usize::from(report.is_used());
        credit.leads += usize::from(report.led_to_a_lead());
    }
    credits.into_values().collect()
}
