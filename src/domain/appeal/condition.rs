//! Preconditions of the table of appeals. Each looks at the [`Situation`] and either is met or says why not, with its rule.

use super::action::Situation;
use super::{QUORUM, SEATS, filing, sitting};
use crate::domain::calendar::to_the_minute;
use crate::domain::procedure;
use crate::domain::relief;
use crate::domain::strict::Texts;
use crate::domain::why::Why;

type Met = Result<(), Why>;

/// No stay holds yet.
pub fn not_stayed(s: &Situation<'_>) -> Met {
    if s.appeal.stay().is_none() { Ok(()) } else { Err(Why::rule("appeal-stayed", "G23")) }
}

/// The manager's dossier is here, or its limit has passed: before that the committee would decide on one side's words.
pub fn dossier_not_awaited(s: &Situation<'_>) -> Met {
    match s.appeal.dossier_due(s.calendar) {
        Some(due) if s.appeal.dossier_at().is_none() && s.now <= due => {
            Err(Why::rule("appeal-dossier-awaited", "G23").with("limit", to_the_minute(due)))
        }
        _ => Ok(()),
    }
}

/// The dossier was handed over within its limit: what was not counts as no basis, and a decision without one is not upheld
/// (after the pattern of the administrative reconsideration law, art. 70).
pub fn dossier_came_in_time(s: &Situation<'_>) -> Met {
    let Some(due) = s.appeal.dossier_due(s.calendar) else { return Ok(()) };
    let missed = match s.appeal.dossier_at() {
        Some(handed) => handed > due,
        None => s.now > due,
    };
    if missed {
        Err(Why::rule("appeal-no-basis", "FY-70").with("limit", to_the_minute(due)))
    } else {
        Ok(())
    }
}

/// The ground that is named stands, as far as it can be told from what was filed.
pub fn ground_stands(s: &Situation<'_>, args: &Texts) -> Met {
    let filed = &s.appeal.filed;
    let stated = |text: &str| !text.trim().is_empty();
    match args.get("ground") {
        Some("late") if filing::late(filed.served_at, filed.filed_at, s.calendar).is_ok() => {
            let limit = filing::in_time_until(filed.served_at, s.calendar);
            Err(Why::rule("appeal-in-time", "G23").with("limit", to_the_minute(limit)))
        }
        Some("no_reasons") if stated(&filed.request) && stated(&filed.reasons) => {
            Err(Why::rule("appeal-reasoned", "SCXT-9"))
        }
        _ => Ok(()),
    }
}

/// No more members are named than the committee has (gap G11).
pub fn seats_are_not_exceeded(_: &Situation<'_>, args: &Texts) -> Met {
    let named = sitting(&Texts::from([("members", args.get("members").unwrap_or_default())]));
    if named.len() <= SEATS {
        return Ok(());
    }
    Err(Why::rule("appeal-too-many", "G11")
        .with("n", named.len().to_string())
        .with("most", SEATS.to_string()))
}

/// A member who took part in the case does not sit over the appeal (gap G11).
pub fn nobody_sits_over_his_own_act(s: &Situation<'_>, args: &Texts) -> Met {
    match sitting(args).into_iter().find(|member| s.took_part.contains(member)) {
        Some(member) => Err(Why::rule("appeal-took-part", "G11").with("member", member)),
        None => Ok(()),
    }
}

/// Without those recused enough members remain (gap G11).
pub fn quorum_remains(_: &Situation<'_>, args: &Texts) -> Met {
    let remain = sitting(args).len();
    if remain >= QUORUM || args.get("members").is_none() {
        return Ok(());
    }
    Err(Why::rule("appeal-no-quorum", "G11")
        .with("n", remain.to_string())
        .with("quorum", QUORUM.to_string()))
}

/// Every rule cited exists, and one of them may carry a decision.
pub fn rules_in_force(s: &Situation<'_>, args: &Texts) -> Met {
    procedure::rules_in_force(s.book, args)
}

/// What is decided contains nothing that no decision may contain. Reasons may name what was found.
pub fn nothing_forbidden_is_decided(_: &Situation<'_>, args: &Texts) -> Met {
    relief::nothing_forbidden(args, &["changes", "instructions"])
}

/// Desks disagree on the state; nothing else is done until headquarters resolves it.
pub fn is_contested(s: &Situation<'_>) -> Met {
    relief::is_contested(&s.appeal.contested)
}

/// Headquarters names one of the rivals.
pub fn names_a_rival(s: &Situation<'_>, args: &Texts) -> Met {
    relief::names_a_rival(&s.appeal.contested, &s.appeal.timeline, args)
}
