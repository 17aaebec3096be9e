//! What a trip says of customers and places: where a unit goes that a decision keeps from a customer, the watch over orders
//! sees it here.

use chrono::{DateTime, Utc};

use super::{Trip, TripState};

/// A customer or a place that a unit visits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// Unit code.
    pub unit: String,
    /// Customer code, where one is named.
    pub customer: Option<String>,
    /// GB/T 2260 code of the place.
    pub place: Option<String>,
    /// From when.
    pub from: Option<DateTime<Utc>>,
    /// Until when.
    pub to: Option<DateTime<Utc>>,
    /// It took place; otherwise it is only planned.
    pub happened: bool,
}

impl Trip {
    /// The visits that it tells of: those that were made once it is closed, until then those that are planned; none of a trip
    /// that was called off. Where other than planned a customer was visited, that one counts.
    pub fn visits(&self) -> Vec<Visit> {
        let visited = self.closed().and_then(|entry| entry.args.get("visited"));
        let customer = visited.or_else(|| self.planned("customer"));
        let visit = (self.state != TripState::Cancelled).then(|| Visit {
            unit: self.filed.unit().to_owned(),
            customer: customer.map(str::to_owned),
            place: self.planned("destination").map(str::to_owned),
            from: self.left_at(),
            to: self.back_at(),
            happened: self.state == TripState::Closed,
        });
        visit.into_iter().collect()
    }
}
