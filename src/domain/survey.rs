//! The regional digest (区域综述): what a region reports up to the marketing director month by month, under the headings of art. 31.
//!
//! Lines come from reports that were put to use for it; figures from the desk's own books. The text of art. 31 ends in its list of
//! headings, so the list is open; which topic stands under which heading by default is ours, and whoever uses a report may say
//! otherwise.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::territory::RegionCode;

/// The headings of art. 31: economy, demand and segments, growth, consumption, dealers, rivals, self, policy.
pub const SECTIONS: &[&str] =
    &["economy", "demand", "growth", "consumption", "dealers", "rivals", "self", "policy"];

/// The heading under which a topic of art. 28 stands, where nobody says otherwise.
pub fn section_of(topic: &str) -> &'static str {
    match topic {
        "policy" => "policy",
        "investment" => "growth",
        "tender" => "demand",
        "vendor" => "dealers",
        "rival" => "rivals",
        _ => "economy",
    }
}

/// The heading of that word.
pub fn section(word: &str) -> Option<&'static str> {
    SECTIONS.iter().copied().find(|known| *known == word)
}

/// A digest was issued; its text is a part.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Issued {
    /// `ZS-…`.
    pub number: String,
    /// The month: `2026-11`.
    pub month: String,
    /// The region that issued it; headquarters where it names none.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub owner: Option<RegionCode>,
    /// When, by the desk's clock.
    pub at: DateTime<Utc>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::report::TOPICS;

    #[test]
    fn every_topic_stands_under_a_heading() {
        assert!(TOPICS.iter().all(|topic| section(section_of(topic)).is_some()));
        assert_eq!((section("rivals"), section("gossip")), (Some("rivals"), None));
    }
}
