//! `expire-interim`: an interim order that nobody confirmed lapses; recorded by the owner's next act.

use super::{Action, To, Who};
use crate::domain::case::State;

/// An interim order that nobody confirmed lapses, and the case is where it was; recorded by the owner's next act.
pub const ROW: Action = Action {
    id: "expire-interim",
    from: &[State::Ordered, State::Effective],
    to: To::Back,
    who: Who::System,
    rule: "G7",
    arguments: &[],
    conditions: &[],
    on_arguments: &[],
};
