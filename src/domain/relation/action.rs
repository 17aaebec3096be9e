//! The table of relations: what may be done to one that was declared.

use super::{Relation, RelationState};
use crate::domain::event::Authority;
use crate::domain::procedure::{Kind, Matter, Row, To, Who, private, required};
use crate::domain::relief;
use crate::domain::why::Why;

/// A row of the table.
pub type RelationAction = Row<Relation>;

impl Matter for Relation {
    type State = RelationState;
    type Situation<'a> = Situation<'a>;
}

/// Everything a precondition may look at.
#[derive(Debug, Clone, Copy)]
pub struct Situation<'a> {
    /// The relation.
    pub relation: &'a Relation,
    /// Who acts: the desk's place in the directory.
    pub authority: Authority,
}

/// The tie is no more; that it was there stays on record.
pub const END: RelationAction = RelationAction {
    id: "end",
    from: &[RelationState::Standing],
    to: To::State(RelationState::Ended),
    who: Who::Manager,
    rule: "G12",
    arguments: &[private(required("reasons", Kind::Text, "SCXT-19"))],
    conditions: &[],
    on_arguments: &[],
};

/// The table.
pub const ACTIONS: &[&RelationAction] = &[&END];

/// The row of that id.
pub fn find(id: &str) -> Option<&'static RelationAction> {
    ACTIONS.iter().find(|action| action.id == id).copied()
}

impl RelationAction {
    /// Everything that keeps this row from being performed now, before input; empty when it may be.
    pub fn unmet(&self, situation: &Situation<'_>) -> Vec<Why> {
        let relation = situation.relation;
        let owner = relation.declared.owner;
        let mut unmet = Vec::new();
        unmet.extend(relief::without_power(self.who, situation.authority, owner, self.rule));
        if !self.starts_from(relation.state) {
            unmet.push(Why::rule("relation-over", self.rule));
        }
        unmet.extend(self.unmet_conditions(situation));
        unmet
    }
}
