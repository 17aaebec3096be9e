//! Who may have a copy of a letter, or of the file of a piece of evidence (art. 21).

use super::super::action::Situation;
use super::super::evidence::{Evidence, class_of, evidence, is_evidence};
use super::super::{Case, Entry, letter};
use super::{Met, entries_are};
use crate::domain::procedure::PARTIES;
use crate::domain::strict::Texts;
use crate::domain::territory::RegionCode;
use crate::domain::why::Why;

/// The case has what the letter tells.
pub fn the_letter_is_due(s: &Situation<'_>, args: &Texts) -> Met {
    let Some(letter) = args.get("letter").and_then(letter::find) else { return Ok(()) };
    if letter.is_due(s.case) {
        Ok(())
    } else {
        Err(Why::rule("letter-not-due", "SCXT-7")
            .with("letter", letter.id)
            .with("actions", letter.of.join(",")))
    }
}

/// A letter to the parties goes to a party; what is for region and headquarters goes to none of them.
pub fn may_have_a_copy(s: &Situation<'_>, args: &Texts) -> Met {
    let Some(letter) = args.get("letter").and_then(letter::find) else { return Ok(()) };
    let Some(recipient) = args.get("recipient") else { return Ok(()) };
    match whose(s.case, recipient) {
        Place::Inside => Ok(()),
        // Between legal persons nothing of the case reaches a party.
        _ if s.case.is_cross_entity() => Err(Why::rule("cross-entity", "TL-39")),
        Place::Party if letter.class <= PARTIES => Ok(()),
        Place::Stranger if letter.class <= PARTIES => Err(stranger(recipient)),
        Place::Party | Place::Stranger => Err(Why::rule("letter-for-inside", "SCXT-21")
            .with("letter", letter.id)
            .with("recipient", recipient)),
    }
}

/// Where somebody stands to whom a copy goes.
enum Place {
    /// Headquarters, the committee, a region.
    Inside,
    /// A party of the case.
    Party,
    /// Neither.
    Stranger,
}

fn whose(case: &Case, recipient: &str) -> Place {
    let recipient = recipient.trim();
    if COMMITTEE_AND_DESKS.contains(&recipient) || recipient.parse::<RegionCode>().is_ok() {
        Place::Inside
    } else if case.parties.iter().any(|party| party.unit == recipient) {
        Place::Party
    } else {
        Place::Stranger
    }
}

fn stranger(recipient: &str) -> Why {
    Why::rule("letter-to-stranger", "SCXT-21").with("recipient", recipient)
}

/// Who may have every letter of a case: headquarters and the Coordination Committee; regions by their code.
const COMMITTEE_AND_DESKS: [&str; 2] = ["HQ", "CC"];

/// Some evidence has a file.
pub fn there_is_a_file(s: &Situation<'_>) -> Met {
    if s.case.timeline.iter().any(has_file) {
        Ok(())
    } else {
        Err(Why::rule("no-evidence-file", "SCXT-21"))
    }
}

fn has_file(entry: &Entry) -> bool {
    is_evidence(entry) && entry.file.is_some()
}

/// A piece of evidence with a file is named.
pub fn names_a_file(s: &Situation<'_>, args: &Texts) -> Met {
    entries_are(s, args, "evidence", has_file, "no-file")
}

/// A party gets the file of what it offered itself or was shown; what is not for the parties goes to none of them.
pub fn may_have_the_file(s: &Situation<'_>, args: &Texts) -> Met {
    let named = args.get("evidence").and_then(|text| s.case.entry(text));
    let (Some(entry), Some(recipient)) = (named, args.get("recipient")) else { return Ok(()) };
    let unshown = |piece: &Evidence| !piece.seen_by.iter().any(|unit| unit == recipient.trim());
    match whose(s.case, recipient) {
        Place::Inside => Ok(()),
        _ if s.case.is_cross_entity() => Err(Why::rule("cross-entity", "TL-39")),
        Place::Stranger => Err(stranger(recipient)),
        Place::Party if class_of(entry) > PARTIES => {
            let n = s.case.timeline.iter().position(|e| e.event == entry.event);
            let n = n.map_or(0, |at| at + 1).to_string();
            Err(Why::rule("not-for-parties", "SCXT-21").with("entry", n))
        }
        Place::Party => {
            let piece = evidence(s.case).into_iter().find(|piece| piece.event == entry.event);
            match piece.filter(unshown) {
                Some(piece) => Err(Why::rule("not-disclosed", "SCXT-7")
                    .with("entry", piece.n.to_string())
                    .with("recipient", recipient)),
                None => Ok(()),
            }
        }
    }
}
