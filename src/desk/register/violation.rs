//! The register of violations. Complaints of favour and of leaks are not among them: those go to the committee, sealed.

use chrono::{DateTime, Utc};

use crate::domain::event::{Fact, Recorded};
use crate::domain::procedure::{Argument, Row};
use crate::domain::relief::{Act, Entry};
use crate::domain::strict::Texts;
use crate::domain::subject::SubjectKind;
use crate::domain::territory::RegionCode;
use crate::domain::violation::action::{ACTIONS, Situation, ViolationAction};
use crate::domain::violation::{self, OPENING, VIOLATIONS, Violation};
use crate::domain::why::Why;

use super::super::relief::{FileKind, is_open};
use super::{By, Kept, Told};

/// Violations.
#[derive(Debug)]
pub struct Violations;

impl Kept for Violations {
    type Matter = Violation;
    const KIND: FileKind = FileKind::Violation;
    const SUBJECT: SubjectKind = SubjectKind::Violation;
    const OPENING: &'static [Argument] = OPENING;

    fn fold(events: &[Recorded]) -> Option<Violation> {
        Violation::fold(events)
    }

    fn rows() -> &'static [&'static ViolationAction] {
        ACTIONS
    }

    fn situation<'a>(violation: &'a Violation, by: &By<'a>) -> Situation<'a> {
        Situation { violation, authority: by.authority, book: by.book }
    }

    fn fact(row: &'static Row<Violation>, act: Act) -> Fact {
        Fact::ViolationActed(row, act)
    }

    fn opened(
        number: String,
        owner: Option<RegionCode>,
        args: &Texts,
        now: DateTime<Utc>,
    ) -> Result<Fact, Vec<Why>> {
        violation::open(number, owner, args, now).map(Fact::ViolationReported)
    }

    fn timeline(violation: &mut Violation) -> &mut Vec<Entry> {
        &mut violation.timeline
    }

    fn told(violation: &Violation, _: &By<'_>) -> Told {
        let reported = &violation.reported;
        let measured = reported.rule().map(|rule| Why::rule("violation-measured", rule));
        Told {
            number: reported.number.clone(),
            said: reported.args.clone(),
            open: is_open(violation.state.is_terminal(), &violation.contested),
            at: reported.at,
            concerns: reported.unit().to_owned(),
            sort: VIOLATIONS.iter().copied().find(|kind| *kind == reported.violation()),
            limits: Vec::new(),
            notes: measured.into_iter().collect(),
        }
    }
}
