//! The roll of a meeting (rule 4): who came, who came late or left early, who stayed away and why, who spoke for whom.

use serde::Serialize;

use super::Meeting;
use crate::text::fold;

/// How somebody attended.
pub const PRESENCES: &[&str] = &["present", "came_late", "left_early", "absent", "proxy"];

/// Somebody on the roll.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Attendance {
    /// Name, post or unit code.
    pub person: String,
    /// He was invited.
    pub invited: bool,
    /// One of [`PRESENCES`]; nothing while it is not recorded.
    pub presence: Option<String>,
    /// Minutes late, or before the end.
    pub minutes: Option<u32>,
    /// Who spoke for him.
    pub proxy: Option<String>,
    /// Why he was not there.
    pub reasons: Option<String>,
}

impl Attendance {
    /// Whether he was there, himself or by somebody else.
    pub fn took_part(&self) -> bool {
        self.presence.as_deref().is_some_and(|presence| presence != "absent")
    }
}

/// The roll: those invited in the order of the notice, then those who came besides. What was recorded last of somebody stands.
pub fn roll(meeting: &Meeting) -> Vec<Attendance> {
    let mut roll: Vec<Attendance> = Vec::new();
    let named = meeting.planned.participants.iter().map(|name| (name.clone(), true));
    let chair = meeting.planned.chair.iter().chain(&meeting.planned.recorder);
    for (person, invited) in named.chain(chair.map(|name| (name.clone(), true))) {
        if !roll.iter().any(|known| is_same(&known.person, &person)) {
            let (presence, minutes, proxy, reasons) = (None, None, None, None);
            roll.push(Attendance { person, invited, presence, minutes, proxy, reasons });
        }
    }
    for entry in meeting.entries("attend") {
        let text = |name: &str| entry.args.get(name).map(str::to_owned);
        let Some(person) = text("attendee") else { continue };
        let invited = roll.iter().any(|known| known.invited && is_same(&known.person, &person));
        let told = Attendance {
            person,
            invited,
            presence: text("presence"),
            minutes: text("minutes").and_then(|minutes| minutes.parse().ok()),
            proxy: text("proxy"),
            reasons: text("reasons"),
        };
        match roll.iter_mut().find(|known| is_same(&known.person, &told.person)) {
            Some(known) => *known = Attendance { person: known.person.clone(), ..told },
            None => roll.push(told),
        }
    }
    roll
}

/// Whether two names are the same, however wide their characters are.
pub fn is_same(one: &str, other: &str) -> bool {
    fold(one) == fold(other)
}
