//! The states of a report.

use serde::{Deserialize, Serialize};

/// Where a report stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportState {
    /// 新报.
    New,
    /// 已转 to a department.
    Routed,
    /// 已阅 by the department.
    Read,
    /// 已采用: it became a lead, or a line of the digest.
    Used,
    /// 已归档.
    Archived,
}

impl ReportState {
    /// Every state, in the order of a report's life.
    pub const ALL: [ReportState; 5] = [
        ReportState::New,
        ReportState::Routed,
        ReportState::Read,
        ReportState::Used,
        ReportState::Archived,
    ];

    /// The word in data; the catalogue key is `state-report-<name>`.
    pub fn name(self) -> &'static str {
        match self {
            ReportState::New => "new",
            ReportState::Routed => "routed",
            ReportState::Read => "read",
            ReportState::Used => "used",
            ReportState::Archived => "archived",
        }
    }

    /// Nothing follows, and nothing more is done.
    pub fn is_terminal(self) -> bool {
        self == ReportState::Archived
    }
}
