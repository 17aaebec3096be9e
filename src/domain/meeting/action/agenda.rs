//! `agenda`: an item is put on the agenda.

use super::{Kind, MeetingAction, To, Who, optional, required};
use crate::domain::meeting::{MeetingState, condition};

/// An item is put on the agenda: its title, who presents it, and for how many minutes (rule 3.2).
pub const ROW: MeetingAction = MeetingAction {
    id: "agenda",
    from: &[MeetingState::Planned, MeetingState::Held],
    to: To::Same,
    who: Who::Manager,
    rule: "HY-3.2",
    arguments: &[
        required("item", Kind::Text, "HY-3.2"),
        optional("item_kind", Kind::Choice(&["inform", "discuss", "decide"])),
        optional("presenter", Kind::Text),
        optional("minutes", Kind::Text),
        optional("carried_from", Kind::Text),
    ],
    conditions: &[],
    on_arguments: &[condition::minutes_are_a_number],
};
