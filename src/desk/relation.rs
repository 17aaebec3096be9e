//! Relations as the desk answers them: a file like the others, and what they keep the desk's person from.

use crate::domain::relation::{Bond, Relation, action};
use crate::domain::subject::Subject;
use crate::store::{StoreError, Writing};

use super::context::Context;
use super::history;
use super::query::{Answer, Reading};
use super::relief::{FileDetail, FileKind, FileRow};
use super::view::ActionRow;

/// A relation as it stands.
///
/// # Errors
/// When the store cannot be read.
pub fn relation(
    tx: &Writing<'_>,
    context: &Context,
    subject: Subject,
) -> Result<Option<Relation>, StoreError> {
    Ok(Relation::fold(&history::of(tx, context, subject)?))
}

impl Reading<'_, '_> {
    /// The relations in force of the person at this desk.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn bonds(&self) -> Answer<Vec<Bond>> {
        let mut bonds = Vec::new();
        for subject in self.tx.relief_of(FileKind::Relation.name())? {
            let Ok(subject) = subject.parse() else { continue };
            let relation = relation(self.tx, self.context, subject)?;
            let bond = relation.and_then(|r| r.bond(&self.context.profile.actor, self.now));
            bonds.extend(bond);
        }
        Ok(bonds)
    }

    pub(super) fn relation(&self, subject: Subject) -> Answer<Option<FileDetail>> {
        let Some(relation) = relation(self.tx, self.context, subject)? else { return Ok(None) };
        let authority = self.context.profile.authority();
        let situation = action::Situation { relation: &relation, authority };
        let actions = action::ACTIONS.iter().map(|row| ActionRow {
            id: row.id,
            unmet: row.unmet(&situation),
            arguments: row.arguments,
        });
        let declared = &relation.declared;
        let holds = relation.bond(&declared.person, self.now).is_some();
        let row = FileRow {
            subject,
            kind: FileKind::Relation,
            number: declared.number.clone(),
            case: None,
            concerns: declared.unit.clone(),
            state: relation.state.name(),
            open: holds,
            opened_at: declared.at,
            measure: Some(declared.tie.name()),
            delivery: self.delivery(&subject.to_string())?,
        };
        let day = |day: chrono::NaiveDate| day.to_string();
        let mut said = vec![("person", declared.person.clone())];
        said.extend(declared.left_on.map(|left| ("left_on", day(left))));
        said.extend(relation.until().map(|until| ("until", day(until))));
        if let Some(entry) = relation.timeline.first() {
            for part in entry.parts.iter().filter(|part| part.name == TEXT) {
                said.extend(self.part_text(Some(part))?.map(|text| (TEXT, text)));
            }
        }
        Ok(Some(FileDetail {
            row,
            said,
            limits: Vec::new(),
            actions: actions.collect(),
            notes: Vec::new(),
            contested: Vec::new(),
            timeline: relation.timeline.clone(),
            meeting: None,
            impact: None,
            numbers: Default::default(),
        }))
    }
}

/// The particulars of a relation, as an argument and as a part.
pub const TEXT: &str = "text";
