//! Preconditions of the action table. Each looks at the [`Situation`] and either is met or says why not, with its article.

use crate::domain::event::Authority;
use crate::domain::rulebook::Rulebook;
use crate::domain::sla;
use crate::domain::strict::Texts;
use crate::domain::why::Why;

use super::action::Situation;
use super::{State, guard};

type Met = Result<(), Why>;

/// The desk belongs to the region of the works site (arts. 6 and 18).
pub fn jurisdiction(s: &Situation<'_>) -> Met {
    match s.case.owner {
        None => Err(Why::rule("province-unknown", "SCXT-6")),
        // Headquarters could, but its powers on a case have rows of their own: what a manager does is the manager's.
        Some(owner) if s.authority == Authority::Region(owner) => Ok(()),
        Some(owner) => Err(Why::rule("jurisdiction", "SCXT-6").with("region", owner.to_string())),
    }
}

/// Parties of one legal person: otherwise only the referral is open (implementing regulation, arts. 39-40).
pub fn one_legal_person(s: &Situation<'_>) -> Met {
    if s.case.is_cross_entity() { Err(Why::rule("cross-entity", "TL-39")) } else { Ok(()) }
}

/// The referral is for parties of several legal persons.
pub fn several_legal_persons(s: &Situation<'_>) -> Met {
    if s.case.is_cross_entity() { Ok(()) } else { Err(Why::rule("not-cross-entity", "TL-39")) }
}

/// No decision has taken effect: before that the manager settles, after it the committee gives relief (arts. 8 and 9).
pub fn before_decision(s: &Situation<'_>) -> Met {
    let state = s.case.state_at(s.now);
    if state.is_before_decision() || state == State::Suspended {
        Ok(())
    } else {
        Err(Why::rule("after-decision", "SCXT-9"))
    }
}

/// The opportunity has not passed.
pub fn hard_stop_ahead(s: &Situation<'_>) -> Met {
    match &s.case.hard_stop {
        Some(stop) if !stop.estimated && stop.at <= s.now => {
            Err(Why::rule("hard-stop-passed", "SCXT-8"))
        }
        _ => Ok(()),
    }
}

/// Every party was heard, or its default noted: consultation was truly tried (art. 8).
pub fn everyone_heard(s: &Situation<'_>) -> Met {
    let unheard = s.case.unheard();
    if unheard.is_empty() {
        return Ok(());
    }
    Err(Why::rule("not-heard", "SCXT-8").with("units", unheard.join("、")))
}

/// The consultation's limit has passed, or a party says that it failed.
pub fn consultation_over(s: &Situation<'_>) -> Met {
    let failed =
        s.case.entries("statement").any(|entry| entry.args.get("result") == Some("failed"));
    let limits = s.case.entries("consult").filter_map(|entry| moment(&entry.args, "limit"));
    let passed = limits.max().is_some_and(|limit| limit <= s.now);
    if failed || passed { Ok(()) } else { Err(Why::rule("consultation-open", "SCXT-8")) }
}

/// A party refused the recommendation, or stayed silent past the limit to reply (silence is refusal).
pub fn refused_or_silent(s: &Situation<'_>) -> Met {
    let (silent, refused) = s.case.replies();
    let limits = s.case.entries("recommend").filter_map(|entry| moment(&entry.args, "reply_limit"));
    let passed = limits.max().is_some_and(|limit| limit <= s.now);
    if !refused.is_empty() || (!silent.is_empty() && passed) {
        Ok(())
    } else {
        Err(Why::rule("no-refusal", "SCXT-8"))
    }
}

/// Every party accepted the recommendation.
pub fn everyone_accepted(s: &Situation<'_>) -> Met {
    let (silent, refused) = s.case.replies();
    let open: Vec<String> = silent.into_iter().chain(refused).collect();
    if open.is_empty() {
        Ok(())
    } else {
        Err(Why::rule("not-accepted", "SCXT-8").with("units", open.join("、")))
    }
}

/// So little time is left that even the normal ladder no longer fits: only then an interim order (art. 8, default G7).
pub fn no_time_for_the_ladder(s: &Situation<'_>) -> Met {
    let (Some(stop), Some(stage)) = (&s.case.hard_stop, s.case.stage()) else {
        return Err(Why::rule("no-hard-stop", "SCXT-8"));
    };
    let urgent = s.case.track(s.calendar) == sla::Track::Urgent;
    if urgent || !sla::normal_track_fits(s.now, stop.at, stage, s.calendar) {
        Ok(())
    } else {
        Err(Why::rule("ladder-fits", "SCXT-8"))
    }
}

/// The decision is served on every party.
pub fn served(s: &Situation<'_>) -> Met {
    let unserved = s.case.unserved();
    if unserved.is_empty() {
        Ok(())
    } else {
        Err(Why::rule("not-served", "SCXT-7").with("units", unserved.join("、")))
    }
}

/// Desks disagree on the state; nothing else is done until headquarters resolves it.
pub fn is_contested(s: &Situation<'_>) -> Met {
    if s.case.contested.is_empty() { Err(Why::plain("not-contested")) } else { Ok(()) }
}

/// The parties named are those of the case, and each was notified: needed before consultation (art. 8).
pub fn names_every_party(s: &Situation<'_>, args: &Texts) -> Met {
    let named = args.list("notified");
    let open: Vec<String> =
        s.case.unnotified().into_iter().filter(|unit| !named.contains(unit)).collect();
    if open.is_empty() {
        Ok(())
    } else {
        Err(Why::rule("not-notified", "SCXT-8").with("units", open.join("、")))
    }
}

/// A party named under `party` is one of the case.
pub fn names_a_party(s: &Situation<'_>, args: &Texts) -> Met {
    let stranger =
        args.list("party").into_iter().find(|unit| !s.case.parties.iter().any(|p| p.unit == *unit));
    match stranger {
        Some(unit) => Err(Why::plain("not-a-party").with("unit", unit)),
        None => Ok(()),
    }
}

/// The outcome passes the same-lot guard.
pub fn guard_passes(s: &Situation<'_>, args: &Texts) -> Met {
    guard::check(s.case, args)
}

/// Every rule cited exists and may carry a decision: none blank, truncated or repealed (gaps G5 and G6).
pub fn rules_in_force(_: &Situation<'_>, args: &Texts) -> Met {
    let book = Rulebook::bundled();
    let cited = args.list("rules");
    for id in &cited {
        if book.get(id).is_none() {
            return Err(Why::plain("rule-unknown").with("rule", id));
        }
    }
    let carries = |id: &String| book.get(id).is_some_and(|rule| rule.may_be_sole_basis());
    if cited.is_empty() || cited.iter().any(carries) {
        return Ok(());
    }
    Err(Why::rule("rules-blank", "SCXT-7").with("rules", cited.join("、")))
}

/// Another case is named as master.
pub fn names_another_case(s: &Situation<'_>, args: &Texts) -> Met {
    if args.get("master") == Some(s.case.number.as_str()) {
        Err(Why::plain("merge-itself"))
    } else {
        Ok(())
    }
}

fn moment(args: &Texts, name: &str) -> Option<chrono::DateTime<chrono::Utc>> {
    args.get(name).and_then(|text| text.parse().ok())
}
