//! `evidence`: something that shows a fact: what it is, where it comes from, how its time is proven, and the file by its hash.

use super::{Action, Kind, To, Who, optional, required};
use crate::domain::case::{State, condition};

/// What evidence can be.
pub const KINDS: &[&str] = &[
    "notice_text",
    "doc_receipt",
    "mail",
    "chat_export",
    "photo",
    "visit",
    "contract",
    "letter",
    "statement",
    "portal_receipt",
    "testimony",
];

/// Something that shows a fact. It is open to cases between legal persons too: facts are all that is recorded there.
pub const ROW: Action = Action {
    id: "evidence",
    from: State::OPEN,
    to: To::Same,
    who: Who::Manager,
    rule: "SCXT-7",
    arguments: &[
        required("evidence_kind", Kind::Choice(KINDS), "SCXT-7"),
        required("title", Kind::Text, "SCXT-7"),
        required("origin", Kind::Choice(&["lawful", "unclear"]), "SCXT-7"),
        optional("offered_by", Kind::Units),
        optional("author", Kind::Text),
        optional("proof_kind", Kind::Choice(&["portal", "mail", "sealed", "device"])),
        optional("seen", Kind::Moment),
        optional("file", Kind::File),
        optional("travels", Kind::Choice(&["no", "yes"])),
        optional("evidence_class", Kind::Choice(&["3", "4"])),
        optional("weight_note", Kind::Text),
    ],
    conditions: &[],
    on_arguments: &[condition::offered_by_a_party, condition::seen_in_the_past],
};
