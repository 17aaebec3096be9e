//! The preconditions of the table of meetings.

use super::MeetingKind;
use super::action::Situation;
use super::roll::{is_same, roll};
use super::survey::{FEWEST_SHOWN, points};
use crate::domain::procedure::moment;
use crate::domain::relief;
use crate::domain::strict::Texts;
use crate::domain::why::Why;

type Met = Result<(), Why>;

fn missing(name: &str, rule: &str) -> Why {
    Why::rule("argument-missing", rule).with("argument", name)
}

/// Desks recorded rival acts.
pub fn is_contested(s: &Situation<'_>) -> Met {
    relief::is_contested(&s.meeting.contested)
}

/// One of them is named.
pub fn names_a_rival(s: &Situation<'_>, args: &Texts) -> Met {
    relief::names_a_rival(&s.meeting.contested, &s.meeting.timeline, args)
}

/// Something of the plan is entered.
pub fn corrects_something(_: &Situation<'_>, args: &Texts) -> Met {
    if args.0.keys().any(|name| name != "reasons") {
        Ok(())
    } else {
        Err(Why::rule("nothing-corrected", "HYT-3"))
    }
}

/// The end that is planned is behind the start.
pub fn planned_end_is_behind_its_start(s: &Situation<'_>, args: &Texts) -> Met {
    match moment(args, "end") {
        Some(end) if end <= s.meeting.planned.start => {
            Err(Why::rule("ends-before-it-begins", "HY-3.3"))
        }
        _ => Ok(()),
    }
}

/// It is a special committee, and it was moved.
pub fn is_a_moved_committee(s: &Situation<'_>) -> Met {
    if s.meeting.planned.kind == MeetingKind::Committee && s.meeting.was_moved() {
        Ok(())
    } else {
        Err(Why::rule("no-moved-committee", "HYT-2"))
    }
}

/// Minutes are a figure.
pub fn minutes_are_a_number(_: &Situation<'_>, args: &Texts) -> Met {
    match args.get("minutes") {
        Some(text) if text.trim().parse::<u32>().is_err() => {
            Err(Why::plain("argument-misfit").with("argument", "minutes").with("expected", "15"))
        }
        _ => Ok(()),
    }
}

/// Who is late or leaves does so by some minutes; who is absent says why; who is spoken for says by whom.
pub fn presence_is_told_whole(_: &Situation<'_>, args: &Texts) -> Met {
    let due = match args.get("presence") {
        Some("came_late" | "left_early") => "minutes",
        Some("absent") => "reasons",
        Some("proxy") => "proxy",
        _ => return Ok(()),
    };
    if args.get(due).is_some() { Ok(()) } else { Err(missing(due, "HY-4")) }
}

/// A meeting does not end before it began, and neither is yet to come: what has happened is recorded.
pub fn ends_after_it_began(s: &Situation<'_>, args: &Texts) -> Met {
    let Some(began) = moment(args, "began") else { return Ok(()) };
    let ended = moment(args, "ended");
    for (name, at) in [("began", Some(began)), ("ended", ended)] {
        if at.is_some_and(|at| at > s.now) {
            return Err(Why::rule("in-the-future", "HY-3.3").with("argument", name));
        }
    }
    match ended {
        Some(ended) if ended < began => Err(Why::rule("ends-before-it-begins", "HY-3.3")),
        _ => Ok(()),
    }
}

/// A version of the minutes is saved, and its text is here: nobody reviews, signs or sends what he cannot read.
pub fn has_minutes(s: &Situation<'_>) -> Met {
    match s.meeting.standing() {
        None => Err(Why::rule("no-minutes", "HY-3.4")),
        Some(_) if !s.has_text => Err(Why::rule("minutes-not-here", "HY-3.4")),
        Some(_) => Ok(()),
    }
}

/// The versions were not saved apart, or somebody has brought them together.
pub fn versions_agree(s: &Situation<'_>) -> Met {
    match s.meeting.heads.len() {
        0 | 1 => Ok(()),
        n => Err(Why::rule("minutes-apart", "HY-3.4").with("n", n.to_string())),
    }
}

/// Nothing was typed since.
pub fn has_no_draft(s: &Situation<'_>) -> Met {
    if s.has_draft { Err(Why::rule("minutes-draft-open", "HY-3.4")) } else { Ok(()) }
}

/// Nothing in the minutes is of the kind that no minutes may hold.
pub fn nothing_forbidden(s: &Situation<'_>) -> Met {
    match s.findings.iter().find(|finding| finding.bars) {
        Some(finding) => Err(finding.why.clone()),
        None => Ok(()),
    }
}

/// What else the check found is answered with a reason.
pub fn findings_are_answered(s: &Situation<'_>, args: &Texts) -> Met {
    let open = s.findings.iter().filter(|finding| !finding.bars).count();
    if open == 0 || args.get("despite").is_some() {
        return Ok(());
    }
    Err(Why::rule("findings-open", "HY-3.4").with("n", open.to_string()))
}

/// Whoever reviews minutes has not written them.
pub fn is_not_the_recorder(s: &Situation<'_>, args: &Texts) -> Met {
    match (args.get("reviewer"), &s.meeting.planned.recorder) {
        (Some(one), Some(recorder)) if is_same(one, recorder) => {
            Err(Why::rule("reviewer-wrote", "HY-3.4").with("person", one))
        }
        _ => Ok(()),
    }
}

/// Whoever presided signs, where one is named.
pub fn is_the_chair(s: &Situation<'_>, args: &Texts) -> Met {
    match (args.get("signed_by"), s.meeting.chair()) {
        (Some(one), Some(chair)) if !is_same(one, chair) => {
            Err(Why::rule("not-the-chair", "HY-3.4").with("person", one).with("chair", chair))
        }
        _ => Ok(()),
    }
}

/// Whoever objects took part.
pub fn took_part(s: &Situation<'_>, args: &Texts) -> Met {
    let Some(person) = args.get("attendee") else { return Ok(()) };
    let there = roll(s.meeting).iter().any(|one| one.took_part() && is_same(&one.person, person));
    if there {
        Ok(())
    } else {
        Err(Why::rule("not-at-the-meeting", "HY-3.4").with("person", person))
    }
}

/// Copies go to who was invited or came, and inside the company to headquarters and its committee.
pub fn may_have_the_minutes(s: &Situation<'_>, args: &Texts) -> Met {
    let Some(recipient) = args.get("recipient").map(str::trim) else { return Ok(()) };
    // Between legal persons the parties are masked from each other: what one said is not shown to the other.
    if s.masked.iter().any(|party| is_same(party, recipient)) {
        return Err(Why::rule("cross-entity", "TL-39"));
    }
    let on_roll = roll(s.meeting).iter().any(|one| is_same(&one.person, recipient));
    let inside = ["HQ", "CC"].contains(&recipient)
        || recipient.parse::<crate::domain::territory::RegionCode>().is_ok();
    if on_roll || inside {
        Ok(())
    } else {
        Err(Why::rule("minutes-to-stranger", "HY-4").with("recipient", recipient))
    }
}

/// Whoever confirms has a copy.
pub fn has_a_copy(s: &Situation<'_>, args: &Texts) -> Met {
    let Some(recipient) = args.get("recipient") else { return Ok(()) };
    let has = |entry: &crate::domain::relief::Entry| {
        entry.args.get("recipient").is_some_and(|own| is_same(own, recipient))
    };
    if s.meeting.since_signed("distribute").any(has) {
        Ok(())
    } else {
        Err(Why::rule("no-copy", "HY-5.2").with("recipient", recipient))
    }
}

/// The minutes hold facts, and the meeting was about a case.
pub fn has_facts_for_a_case(s: &Situation<'_>) -> Met {
    if s.meeting.planned.cases.is_empty() {
        return Err(Why::rule("meeting-no-case", "SCXT-7"));
    }
    if s.facts == 0 { Err(Why::rule("minutes-no-facts", "SCXT-7")) } else { Ok(()) }
}

/// The minutes have actions.
pub fn has_actions(s: &Situation<'_>) -> Met {
    if s.tasks.is_empty() { Err(Why::rule("no-actions", "HY-5.2")) } else { Ok(()) }
}

/// One of them is named.
pub fn names_an_action(s: &Situation<'_>, args: &Texts) -> Met {
    let Some(text) = args.get("task") else { return Ok(()) };
    let named = text.trim().parse::<usize>().ok();
    if s.tasks.iter().any(|task| Some(task.number) == named) {
        return Ok(());
    }
    let n = s.tasks.len().to_string();
    Err(Why::rule("no-such-action", "HY-5.2").with("number", text).with("n", n))
}

/// What is done is shown by something, what is put off has a new day and a reason, what is dropped a reason.
pub fn stage_is_told_whole(_: &Situation<'_>, args: &Texts) -> Met {
    let due: &[&str] = match args.get("stage") {
        Some("done") => &["proof"],
        Some("carried") => &["due", "reasons"],
        Some("dropped") => &["reasons"],
        _ => &[],
    };
    match due.iter().find(|name| args.get(name).is_none()) {
        Some(name) => Err(missing(name, "HY-5.2")),
        None => Ok(()),
    }
}

/// Points are counts of one to five, of three answers at least: two recorded by themselves would tell who said what.
pub fn points_are_counts(_: &Situation<'_>, args: &Texts) -> Met {
    let misfit = |name: &str, expected: &str| {
        Err(Why::plain("argument-misfit").with("argument", name).with("expected", expected))
    };
    if args.get("useful").is_some_and(|text| text.trim().parse::<u32>().is_err()) {
        return misfit("useful", "3");
    }
    let Some(text) = args.get("points") else { return Ok(()) };
    match points(text).map(|counts| counts.iter().fold(0u32, |sum, n| sum.saturating_add(*n))) {
        None => misfit("points", "3:1,4:3,5:2"),
        Some(answers) if answers < FEWEST_SHOWN => {
            Err(Why::rule("survey-too-few", "HY-5.1").with("n", answers.to_string()))
        }
        Some(_) => Ok(()),
    }
}

/// Somebody has a copy.
pub fn was_distributed(s: &Situation<'_>) -> Met {
    if s.meeting.since_signed("distribute").next().is_some() {
        Ok(())
    } else {
        Err(Why::rule("nobody-has-a-copy", "HY-5.2"))
    }
}

/// No action is left open.
pub fn every_action_is_over(s: &Situation<'_>) -> Met {
    let open: Vec<String> = s
        .tasks
        .iter()
        .filter(|task| !task.stage.is_over())
        .map(|task| task.number.to_string())
        .collect();
    if open.is_empty() {
        Ok(())
    } else {
        Err(Why::rule("actions-open", "HY-5.2").with("numbers", open.join("、")))
    }
}
