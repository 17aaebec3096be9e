//! Where a meeting stands.

use serde::Serialize;

/// Where a meeting stands. What the table moves is [`Planned`](MeetingState::Planned), [`Held`](MeetingState::Held),
/// [`Reviewed`](MeetingState::Reviewed), [`Signed`](MeetingState::Signed), [`Closed`](MeetingState::Closed) and
/// [`Cancelled`](MeetingState::Cancelled); the others follow from the notice, the minutes and the copies that there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MeetingState {
    /// 已安排.
    Planned,
    /// 已通知.
    Noticed,
    /// 已召开.
    Held,
    /// 已成纪要.
    Minuted,
    /// 已审阅.
    Reviewed,
    /// 已签发.
    Signed,
    /// 已分发.
    Distributed,
    /// 已办结: every action is done or dropped.
    Closed,
    /// 已取消.
    Cancelled,
}

impl MeetingState {
    /// All states, in the order of the procedure.
    pub const ALL: [MeetingState; 9] = [
        MeetingState::Planned,
        MeetingState::Noticed,
        MeetingState::Held,
        MeetingState::Minuted,
        MeetingState::Reviewed,
        MeetingState::Signed,
        MeetingState::Distributed,
        MeetingState::Closed,
        MeetingState::Cancelled,
    ];

    /// Before it is held.
    pub const BEFORE: &'static [MeetingState] = &[MeetingState::Planned];

    /// From its beginning until its minutes are signed.
    pub const DURING: &'static [MeetingState] = &[MeetingState::Held, MeetingState::Reviewed];

    /// Since its minutes were signed.
    pub const AFTER: &'static [MeetingState] = &[MeetingState::Signed];

    /// The word in data; the catalogue key is `state-meeting-<name>`.
    pub fn name(self) -> &'static str {
        match self {
            MeetingState::Planned => "planned",
            MeetingState::Noticed => "noticed",
            MeetingState::Held => "held",
            MeetingState::Minuted => "minuted",
            MeetingState::Reviewed => "reviewed",
            MeetingState::Signed => "signed",
            MeetingState::Distributed => "distributed",
            MeetingState::Closed => "closed",
            MeetingState::Cancelled => "cancelled",
        }
    }

    /// Whether nothing more is done about it.
    pub fn is_over(self) -> bool {
        matches!(self, MeetingState::Closed | MeetingState::Cancelled)
    }
}
