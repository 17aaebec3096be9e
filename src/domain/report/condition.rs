//! Preconditions of the table of reports. Each looks at the [`Situation`] and either is met or says why not, with its rule.

use super::Filed;
use super::action::Situation;
use crate::domain::claim::Origin;
use crate::domain::procedure::about;
use crate::domain::relief;
use crate::domain::strict::Texts;
use crate::domain::subject::SubjectKind;
use crate::domain::why::Why;

type Met = Result<(), Why>;

/// A report was come by lawfully.
///
/// # Errors
/// That is not clear.
pub fn lawful(filed: &Filed) -> Met {
    match filed.origin() {
        Some(Origin::Lawful) => Ok(()),
        Some(Origin::Unclear) | None => Err(Why::rule("report-origin-unclear", "SCXT-7")),
    }
}

/// What is used was come by lawfully.
pub fn origin_lawful(s: &Situation<'_>) -> Met {
    lawful(&s.report.filed)
}

/// What became a lead names the lead.
///
/// # Errors
/// Nothing is named, or no lead among it.
pub fn lead_is_named(args: &Texts) -> Met {
    if args.get("how") != Some("lead") {
        return Ok(());
    }
    if args.get("about").is_none() {
        return Err(Why::rule("argument-missing", "SCXT-27").with("argument", "about"));
    }
    let named = about(args, "about");
    if named.iter().any(|subject| subject.kind == SubjectKind::Lead) {
        Ok(())
    } else {
        Err(Why::rule("report-no-lead", "SCXT-27"))
    }
}

/// What became a lead names it.
pub fn names_the_lead(_: &Situation<'_>, args: &Texts) -> Met {
    lead_is_named(args)
}

/// Desks disagree on the state; nothing else is done until headquarters resolves it.
pub fn is_contested(s: &Situation<'_>) -> Met {
    relief::is_contested(&s.report.contested)
}

/// Headquarters names one of the rivals.
pub fn names_a_rival(s: &Situation<'_>, args: &Texts) -> Met {
    relief::names_a_rival(&s.report.contested, &s.report.timeline, args)
}
