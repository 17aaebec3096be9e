//! The states of a trip.

use serde::{Deserialize, Serialize};

/// Where a trip stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TripState {
    /// 已登记: planned, or under way.
    Filed,
    /// 已销登: back, with what came of it.
    Closed,
    /// 已取消: it did not take place.
    Cancelled,
}

impl TripState {
    /// Every state.
    pub const ALL: [TripState; 3] = [TripState::Filed, TripState::Closed, TripState::Cancelled];

    /// The word in data; the catalogue key is `state-trip-<name>`.
    pub fn name(self) -> &'static str {
        match self {
            TripState::Filed => "filed",
            TripState::Closed => "closed",
            TripState::Cancelled => "cancelled",
        }
    }

    /// Nothing follows, and nothing more is done.
    pub fn is_terminal(self) -> bool {
        self >= TripState::Closed
    }
}
