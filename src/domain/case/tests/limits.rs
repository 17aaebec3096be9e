//! How the limits are kept.

use super::*;

#[test]
fn a_step_in_time_is_kept_and_one_past_its_limit_is_late() {
    let calendar = Calendar::bundled();
    let tale = Tale::begun();
    let running = timing::record(&tale.case(), start() + Duration::hours(1), calendar);
    assert_eq!(running.track, Track::Express);
    let accept = &running.steps[0];
    assert_eq!(accept.due, Some(start() + Duration::hours(2)), "two working hours");
    assert_eq!(accept.verdict, Verdict::Running);
    assert!(accept.latest < Some(start() + Duration::days(3)), "and the rest must still fit");
    let late = timing::record(&tale.case(), start() + Duration::hours(5), calendar);
    assert_eq!(late.steps[0].verdict, Verdict::Overdue);
    let done = tale.then("accept").case();
    let record = timing::record(&done, start() + Duration::hours(5), calendar);
    assert_eq!(record.steps[0].verdict, Verdict::Kept, "done after one hour");
    assert_eq!(record.at_hand().unwrap().step, Step::StateCase);
}

#[test]
fn the_clock_stands_still_while_the_case_is_suspended() {
    let calendar = Calendar::bundled();
    let tale = Tale::begun().then("suspend").then("resume");
    let record = timing::record(&tale.case(), start() + Duration::minutes(150), calendar);
    assert_eq!(record.suspended, 60);
    let due = record.steps[0].due.unwrap();
    assert_eq!(due, start() + Duration::hours(3), "two working hours and the one of the pause");
    assert_eq!(record.steps[0].verdict, Verdict::Running);
}

#[test]
fn what_was_missed_twice_goes_up_and_an_ended_case_keeps_its_verdicts() {
    let calendar = Calendar::bundled();
    let mut tale = Tale::begun().recommended().replied("F1", "refuse").then("order");
    let reckoned = timing::record(&tale.case(), start() + Duration::days(2), calendar);
    let verdict = |step: Step| reckoned.steps.iter().find(|t| t.step == step).unwrap().verdict;
    assert_eq!(verdict(Step::Accept), Verdict::Kept);
    assert_eq!(verdict(Step::Service), Verdict::Overdue);
    let frozen = timing::at_end(&tale.case(), start() + Duration::days(2), calendar);
    let late = frozen.steps.iter().filter(|time| time.verdict == Verdict::Late).count();
    assert_eq!(late, 1, "{frozen:?}");
    assert!(!frozen.calls_for_escalation() && frozen.calendar.contains("2024-2026"));
    tale = tale.served().then("take-effect").then("close");
    if let Some(Fact::Acted(_, act)) = tale.0.last_mut().map(|event| &mut event.fact) {
        act.closing = Some(frozen.clone());
    }
    let none = Calendar::default();
    assert_eq!(timing::record(&tale.case(), start() + Duration::days(900), &none), frozen);
    assert!(!timing::at_end(&tale.case(), start(), &none).certain, "a year without a calendar");
}

#[test]
fn a_trunk_line_ranks_earlier_and_the_reason_says_so() {
    let calendar = Calendar::bundled();
    let plain = Tale::begun().case();
    let trunk = Case { trunk: true, ..plain.clone() };
    assert!(trunk.last_moment(calendar) < plain.last_moment(calendar));
    let reasons = |case: &Case, hours: i64| {
        let rank = timing::rank(case, start() + Duration::hours(hours), calendar);
        rank.reasons.into_iter().map(|why| why.key).collect::<Vec<_>>()
    };
    assert_eq!(reasons(&trunk, 1), ["queue-slack", "queue-trunk"]);
    assert_eq!(reasons(&plain, 1), ["queue-slack"]);
    assert_eq!(reasons(&plain, 60), ["queue-past", "queue-urgent-only"]);
    let silent = Case { hard_stop: None, ..plain };
    assert_eq!(reasons(&silent, 1), ["queue-no-time"]);
}
