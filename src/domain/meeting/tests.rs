#![allow(clippy::unwrap_used)]

use chrono::Duration;

use super::action::{ACTIONS, Situation, find};
use super::follow_up::{BOUND, Stage, follow_up};
use super::lint::{Checked, check};
use super::roll::roll;
use super::survey::tally;
use super::*;
use crate::domain::hlc::Hlc;
use crate::domain::minutes::records;
use crate::domain::rulebook::Rulebook;
use crate::domain::strict::Texts;

const EAST: Authority = Authority::Region(RegionCode::EC);
const SOUTH: Authority = Authority::Region(RegionCode::SC);

/// 2026-11-24 14:00 in Shanghai, a Tuesday.
fn start() -> DateTime<Utc> {
    "2026-11-24T06:00:00Z".parse().unwrap()
}

fn planned(kind: MeetingKind) -> Planned {
    Planned {
        number: "HY-EC-26-A-001".into(),
        kind,
        title: "省干协调会".into(),
        place: Some("南京".into()),
        start: start(),
        chair: Some("林岚".into()),
        recorder: Some("小周".into()),
        participants: vec!["F1".into(), "李工".into()],
        cases: Vec::new(),
        follows: None,
        end: None,
        purpose: None,
        mode: None,
        convener: None,
    }
}

/// A meeting that one desk takes step by step, an hour each, from the morning before.
struct Tale(Vec<Recorded>);

impl Tale {
    fn of(kind: MeetingKind) -> Tale {
        Tale(Vec::new()).with(EAST, Fact::MeetingPlanned(planned(kind)))
    }

    fn begun() -> Tale {
        Tale::of(MeetingKind::Coordination)
    }

    fn with(mut self, authority: Authority, fact: Fact) -> Tale {
        let n = self.0.len() as i64;
        let at = start() - Duration::hours(29) + Duration::hours(n);
        self.0.push(Recorded {
            id: format!("e{n}"),
            subject: "meeting:018bcfe5-6800-7000-8000-000000000000".parse().unwrap(),
            base: self.0.last().map(|event| event.id.clone()).into_iter().collect(),
            hlc: Hlc { millis: at.timestamp_millis(), counter: 0 },
            actor: "林岚".into(),
            office: String::new(),
            author: "desk".into(),
            authority,
            fact,
            parts: Vec::new(),
        });
        self
    }

    fn by(self, authority: Authority, id: &str, args: &[(&str, &str)]) -> Tale {
        let args = args.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
        let at = start() - Duration::hours(29) + Duration::hours(self.0.len() as i64);
        let act =
            Act { args: Texts(args.collect()), at, rulebase: String::new(), lint: Vec::new() };
        self.with(authority, Fact::MeetingActed(find(id).unwrap(), act))
    }

    fn then(self, id: &str, args: &[(&str, &str)]) -> Tale {
        self.by(EAST, id, args)
    }

    fn noticed(self) -> Tale {
        let sent_at = start() - Duration::hours(29) + Duration::hours(self.0.len() as i64);
        self.with(
            EAST,
            Fact::MeetingNoticed(Noticed { sent_at, channel: "mail".into(), ..Noticed::default() }),
        )
    }

    fn held(self) -> Tale {
        self.then("hold", &[("began", "2026-11-24T06:00:00Z"), ("ended", "2026-11-24T07:00:00Z")])
    }

    fn minuted(self) -> Tale {
        let version = 1;
        self.with(EAST, Fact::MinutesSaved(MinutesSaved { version, characters: 9 }))
    }

    fn signed(self) -> Tale {
        let args = [("signed_by", "林岚"), (HASH, "sha256:00"), (VERSION, "1")];
        self.held().minuted().then("sign", &args)
    }

    fn meeting(&self) -> Meeting {
        Meeting::fold(&self.0).unwrap()
    }
}

fn unmet(meeting: &Meeting, id: &str, args: &[(&str, &str)]) -> Vec<String> {
    unmet_with(meeting, id, args, "【】@李工 周五前 报送踏勘记录")
}

fn unmet_with(meeting: &Meeting, id: &str, args: &[(&str, &str)], text: &str) -> Vec<String> {
    let found = records(text, start().date_naive());
    let tasks = follow_up(meeting, &found);
    let findings = checked(meeting, text);
    let situation = Situation {
        meeting,
        authority: EAST,
        now: start() + Duration::hours(2),
        calendar: Calendar::bundled(),
        has_text: true,
        has_draft: false,
        findings: &findings,
        masked: &[],
        facts: 0,
        tasks: &tasks,
    };
    let args = args.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
    let row = find(id).unwrap();
    let mut unmet = row.unmet(&situation);
    if unmet.is_empty() {
        unmet = row.unmet_by(&situation, &Texts(args.collect()));
    }
    unmet.into_iter().map(|why| why.key).collect()
}

fn checked(meeting: &Meeting, text: &str) -> Vec<super::lint::Finding> {
    let records = records(text, start().date_naive());
    let is_unit = |name: &str| ["F1", "一分公司", "三分公司"].contains(&name);
    let book = Rulebook::bundled();
    let day = start().date_naive();
    check(&Checked { meeting, text, records: &records, day, is_unit: &is_unit, book })
}

/// What the check says of the lines, without what it says of the meeting as a whole.
fn of_lines(text: &str) -> Vec<(usize, String)> {
    let found = checked(&Tale::begun().meeting(), text);
    found.into_iter().filter_map(|f| Some((f.line?, f.why.key))).collect()
}

/// The rows that each state of the table is open to.
const OPEN: &[(MeetingState, &str)] = &[
    (MeetingState::Planned, "agenda correct postpone report cancel hold attend"),
    (MeetingState::Held, "agenda report attend review sign survey"),
    (MeetingState::Reviewed, "report attend review sign survey"),
    (MeetingState::Signed, "report distribute receipt progress tell object amend survey close"),
    (MeetingState::Closed, "report"),
    (MeetingState::Cancelled, ""),
];

fn in_course(state: MeetingState) -> Meeting {
    let tale = match state {
        MeetingState::Planned => Tale::begun(),
        MeetingState::Held => Tale::begun().held().minuted(),
        MeetingState::Reviewed => {
            Tale::begun().held().minuted().then("review", &[("reviewer", "李工")])
        }
        MeetingState::Signed => Tale::begun().signed().then("distribute", &[("recipient", "F1")]),
        MeetingState::Closed => Tale::begun().signed().then("close", &[]),
        MeetingState::Cancelled => Tale::begun().then("cancel", &[("reasons", "改书面")]),
        derived => panic!("{derived:?} follows from others"),
    };
    let meeting = tale.meeting();
    assert_eq!(meeting.course, state);
    meeting
}

#[test]
fn every_state_by_every_row_is_open_or_refused_for_its_state() {
    for (state, open) in OPEN {
        let meeting = in_course(*state);
        let open: Vec<&str> = open.split(' ').collect();
        for row in ACTIONS {
            let keys = unmet(&meeting, row.id, &[]);
            if row.id == "resolve" {
                assert_eq!(keys, ["headquarters-decides", "not-contested"], "{state:?}");
                continue;
            }
            let refused = keys.iter().any(|key| key == "meeting-wrong-state");
            assert_eq!(refused, !open.contains(&row.id), "{} in {state:?}: {keys:?}", row.id);
        }
    }
}

#[test]
fn what_follows_from_notice_minutes_and_copies_is_shown_as_a_state() {
    assert_eq!(Tale::begun().noticed().meeting().state(), MeetingState::Noticed);
    assert_eq!(Tale::begun().held().meeting().state(), MeetingState::Held);
    assert_eq!(Tale::begun().held().minuted().meeting().state(), MeetingState::Minuted);
    let signed = Tale::begun().signed();
    assert_eq!(signed.meeting().state(), MeetingState::Signed);
    let sent = signed.then("distribute", &[("recipient", "F1")]);
    assert_eq!(sent.meeting().state(), MeetingState::Distributed);
}

#[test]
fn a_meeting_that_was_moved_needs_a_new_notice_and_a_regular_one_its_first() {
    let calendar = Calendar::bundled();
    let state = |tale: &Tale| {
        let meeting = tale.meeting();
        meeting.notice_state(start() - Duration::hours(25), calendar)
    };
    let moved = [("start", "2026-11-26T06:00:00Z"), ("place", "苏州"), ("reasons", "停电")];
    let noticed = Tale::begun().noticed();
    assert_eq!(state(&noticed), NoticeState::InTime);
    let moved_after = noticed.then("postpone", &moved);
    let meeting = moved_after.meeting();
    assert_eq!(state(&moved_after), NoticeState::Due);
    assert_eq!(meeting.state(), MeetingState::Planned, "nobody was told of the new time");
    assert_eq!(meeting.planned.start, start() + Duration::days(2));
    assert_eq!((meeting.planned.place.as_deref(), meeting.sequence()), (Some("苏州"), 1));
    assert_eq!(state(&moved_after.noticed()), NoticeState::InTime);
    let regular = Tale::of(MeetingKind::Regular);
    assert_eq!(state(&regular), NoticeState::Exempt);
    assert_eq!(state(&regular.then("postpone", &moved)), NoticeState::Due);
}

#[test]
fn a_plan_is_corrected_while_its_time_stays_and_what_a_notice_told_is_told_anew() {
    let told = Tale::begun().noticed();
    let chair = told.then("correct", &[("chair", "李工"), ("reasons", "出差")]).meeting();
    assert_eq!(chair.planned.chair.as_deref(), Some("李工"));
    assert!(!chair.notice_outdated, "a notice does not tell who presides");
    assert_eq!(chair.sequence(), 0);
    let who = [("participants", "F1,李工,F3"), ("reasons", "补请")];
    let more = Tale::begun().noticed().then("correct", &who);
    let meeting = more.meeting();
    assert_eq!(meeting.planned.participants, ["F1", "李工", "F3"]);
    assert!(meeting.notice_outdated && meeting.noticed.is_some(), "the time was told in time");
    assert_eq!((meeting.state(), meeting.sequence()), (MeetingState::Noticed, 1));
    let again = more.noticed().meeting();
    assert!(!again.notice_outdated);
    assert_eq!(again.notices.len(), 2);
    let begun = Tale::begun().meeting();
    let keys = |args: &[(&str, &str)]| unmet(&begun, "correct", args);
    assert_eq!(keys(&[("reasons", "无")]), ["nothing-corrected"]);
    let before = [("end", "2026-11-24T05:00:00Z"), ("reasons", "误")];
    assert_eq!(keys(&before), ["ends-before-it-begins"]);
    assert_eq!(keys(&[("mode", "spirit"), ("reasons", "误")]), ["argument-misfit"]);
}

#[test]
fn of_a_moved_special_committee_the_marketing_director_is_told_why() {
    let moved = [("start", "2026-11-26T06:00:00Z"), ("reasons", "停电")];
    let report = [("recipient", "营销总监"), ("reasons", "停电，电话报告")];
    let committee = Tale::of(MeetingKind::Committee).then("postpone", &moved);
    let meeting = committee.meeting();
    assert!(meeting.move_is_unreported());
    let finds = |meeting: &Meeting| {
        checked(meeting, "讨论").iter().any(|finding| finding.why.key == "move-unreported")
    };
    assert!(finds(&meeting));
    let reported = committee.then("report", &report);
    assert!(!reported.meeting().move_is_unreported() && !finds(&reported.meeting()));
    assert!(reported.then("postpone", &moved).meeting().move_is_unreported(), "moved once more");
    for other in [Tale::of(MeetingKind::Committee), Tale::begun().then("postpone", &moved)] {
        assert!(!other.meeting().move_is_unreported());
        assert_eq!(unmet(&other.meeting(), "report", &report), ["no-moved-committee"]);
    }
}

#[test]
fn whoever_presided_signs_and_nothing_is_held_before_it_is_over() {
    let began = ("began", "2026-11-24T06:00:00Z");
    let meeting = Tale::begun().then("hold", &[began, ("presided", "李工")]).minuted().meeting();
    assert_eq!(meeting.chair(), Some("李工"));
    let sign = |by: &str| unmet(&meeting, "sign", &[("signed_by", by), ("despite", "已核对")]);
    assert_eq!(sign("林岚"), ["not-the-chair"]);
    assert!(sign("李工").is_empty());
    let hold = |ended: &str| unmet(&Tale::begun().meeting(), "hold", &[began, ("ended", ended)]);
    assert_eq!(hold("2026-11-24T09:00:00Z"), ["in-the-future"]);
    assert!(hold("2026-11-24T07:00:00Z").is_empty());
}

#[test]
fn parties_of_different_legal_persons_get_no_minutes_of_what_the_others_said() {
    let meeting = Tale::begun().signed().meeting();
    let masked = ["F1".to_owned(), "一分公司".to_owned()];
    let situation = Situation {
        meeting: &meeting,
        authority: EAST,
        now: start() + Duration::hours(2),
        calendar: Calendar::bundled(),
        has_text: true,
        has_draft: false,
        findings: &[],
        masked: &masked,
        facts: 0,
        tasks: &[],
    };
    let refused = |recipient: &str| {
        let args = Texts::from([("recipient", recipient)]);
        let row = find("distribute").unwrap();
        row.unmet_by(&situation, &args).first().map(|why| why.key.clone())
    };
    assert_eq!(refused("F1").as_deref(), Some("cross-entity"));
    assert_eq!(refused("Ｆ１").as_deref(), Some("cross-entity"));
    assert_eq!((refused("李工"), refused("HQ")), (None, None));
}

#[test]
fn the_chair_signs_what_is_saved_and_says_why_findings_stay() {
    let meeting = Tale::begun().held().minuted().meeting();
    let sign = |by: &str, more: &[(&str, &str)], text: &str| {
        let args = [&[("signed_by", by)], more].concat();
        unmet_with(&meeting, "sign", &args, text)
    };
    assert_eq!(unmet(&Tale::begun().held().meeting(), "sign", &[]), ["no-minutes"]);
    assert_eq!(sign("小周", &[("despite", "已口头核对")], "讨论"), ["not-the-chair"]);
    assert_eq!(sign("林岚", &[], "！由一分公司牵头"), ["findings-open"]);
    assert!(sign("林岚", &[("despite", "依据见案卷")], "！由一分公司牵头").is_empty());
    let barred = sign("林岚", &[("despite", "双方自愿")], "三分公司让标给一分公司");
    assert_eq!(barred, ["minutes-sign"], "no reason carries what minutes must not hold");
}

#[test]
fn a_signature_names_what_it_signs_and_ends_with_an_amendment() {
    let signed = Tale::begun().signed();
    let signature = signed.meeting().signature().unwrap();
    assert_eq!((signature.by.as_str(), signature.version), ("林岚", 1));
    assert_eq!(signature.hash, "sha256:00");
    let without = Tale::begun().held().minuted().then("sign", &[("signed_by", "林岚")]);
    assert_eq!(without.meeting().state(), MeetingState::Minuted, "it signs nothing");
    let foreign = Tale::begun().held().minuted().by(SOUTH, "sign", &[(HASH, "sha256:00")]);
    assert_eq!(foreign.meeting().signature(), None, "another region signs nothing here");
    let opened = signed.then("amend", &[("proposed_by", "李工"), ("reasons", "漏记")]);
    assert_eq!(opened.meeting().signature(), None);
    assert_eq!(opened.meeting().state(), MeetingState::Minuted);
    let entry = opened.meeting().entries("sign").next().unwrap().args.clone();
    assert_eq!(entry.get(HASH), Some("sha256:00"), "what was signed stays on record");
}

#[test]
fn the_roll_tells_of_those_invited_and_of_those_who_came_besides() {
    let tale = Tale::begun()
        .then("attend", &[("attendee", "Ｆ１"), ("presence", "present")])
        .then("attend", &[("attendee", "f1"), ("presence", "came_late"), ("minutes", "10")])
        .then("attend", &[("attendee", "王总"), ("presence", "present")]);
    let told: Vec<(String, bool, Option<String>)> = roll(&tale.meeting())
        .into_iter()
        .map(|one| (one.person, one.invited, one.presence))
        .collect();
    let of = |person: &str, invited: bool, presence: Option<&str>| {
        (person.to_owned(), invited, presence.map(str::to_owned))
    };
    let expected = [
        of("F1", true, Some("came_late")),
        of("李工", true, None),
        of("林岚", true, None),
        of("小周", true, None),
        of("王总", false, Some("present")),
    ];
    assert_eq!(told, expected);
    let meeting = tale.meeting();
    assert_eq!(
        unmet(&meeting, "attend", &[("attendee", "李工"), ("presence", "absent")]),
        ["argument-missing"]
    );
    let late = [("attendee", "李工"), ("presence", "came_late"), ("minutes", "一会儿")];
    assert_eq!(unmet(&meeting, "attend", &late), ["argument-misfit"]);
}

#[test]
fn an_action_is_followed_by_its_words_until_it_is_done() {
    let what = (BOUND, "李工：报送踏勘记录");
    let put_off = [what, ("stage", "carried"), ("due", "2026-12-04T00:00:00Z"), ("reasons", "雨")];
    let once = Tale::begun().signed().then("progress", &put_off);
    let text = "【】@王工 明天 订会议室\n【】@李工 周五前 报送踏勘记录";
    let found = records(text, start().date_naive());
    let now = start() + Duration::days(5);
    let of = |tale: &Tale, now: DateTime<Utc>| {
        let task = follow_up(&tale.meeting(), &found)[1].clone();
        (task.stage, task.carried, task.is_overdue(now), task.is_pressed(now))
    };
    let fresh = Tale::begun().signed();
    assert_eq!(of(&fresh, start()), (Stage::Open, 0, false, false));
    assert_eq!(of(&fresh, now), (Stage::Open, 0, true, false), "due on Friday");
    assert_eq!(of(&once, now), (Stage::Open, 1, false, false), "put off to the next Friday");
    assert_eq!(of(&once, now + Duration::days(7)), (Stage::Open, 1, true, true), "once more");
    let done = once.then("progress", &[what, ("stage", "done"), ("proof", "邮件")]);
    assert_eq!(of(&done, now + Duration::days(7)), (Stage::Done, 1, false, false));
    let meeting = done.meeting();
    let bare = [("task", "1"), ("stage", "done")];
    assert_eq!(unmet(&meeting, "progress", &bare), ["argument-missing"], "shown by nothing");
    assert_eq!(
        unmet(&meeting, "progress", &[("task", "7"), ("stage", "doing")]),
        ["no-such-action"]
    );
    let open = Tale::begun().signed().meeting();
    assert_eq!(unmet(&open, "close", &[]), ["nobody-has-a-copy", "actions-open"]);
    assert_eq!(unmet(&meeting, "close", &[]), ["nobody-has-a-copy"]);
}

#[test]
fn the_same_asked_of_two_is_two_actions() {
    let text = "【】@张工 周五前 报送踏勘记录\n【】@李工 周五前 报送踏勘记录\n【】@李工 周五前 报送踏勘记录";
    let found = records(text, start().date_naive());
    let done = [(BOUND, "李工：报送踏勘记录"), ("stage", "done"), ("proof", "邮件")];
    let meeting = Tale::begun().signed().then("progress", &done).meeting();
    let stages: Vec<Stage> = follow_up(&meeting, &found).iter().map(|task| task.stage).collect();
    assert_eq!(stages, [Stage::Open, Stage::Done, Stage::Open]);
}

#[test]
fn a_survey_is_counted_and_shows_nothing_of_two() {
    let answered = |points: &str| Tale::begun().held().then("survey", &[("points", points)]);
    let meeting = Tale::begun().held().meeting();
    assert_eq!(unmet(&meeting, "survey", &[("points", "4:1,5:1")]), ["survey-too-few"]);
    assert_eq!(
        unmet(&meeting, "survey", &[("points", "5:3"), ("useful", "三")]),
        ["argument-misfit"]
    );
    let two = tally(&answered("4:1,5:1").meeting());
    assert_eq!((two.answers(), two.mean_hundredths()), (2, None));
    let more = answered("4:1,5:1").then("survey", &[("points", "3：1"), ("useful", "3")]);
    let three = tally(&more.meeting());
    assert_eq!((three.answers(), three.mean_hundredths(), three.useful), (3, Some(400), Some(3)));
    for wrong in ["", "6:1", "0:1", "五", "4:0", "4:-1"] {
        assert_eq!(survey::points(wrong), None, "{wrong}");
    }
}

#[test]
fn the_check_names_the_line_and_what_is_wrong_with_it() {
    let table = [
        ("！由一分公司牵头（市场协调制度第8条）", None),
        ("！依据SCXT-8由一分公司牵头", None),
        ("！由一分公司牵头", Some("resolution-no-basis")),
        ("@李工：好", None),
        ("@三分公司：好", None),
        ("@赵工：好", Some("person-unknown")),
        ("@：好", Some("statement-nobody")),
        ("【】@李工 周五前 报送记录", None),
        ("【】周五前 报送记录", Some("action-no-owner")),
        ("【】@李工 尽快 报送记录", Some("action-no-due")),
        ("【】@李工 周五前", Some("action-empty")),
        ("【】@赵工 周五前 报送", Some("person-unknown")),
        ("？赞成4 反对0", None),
        ("？大家再想想", Some("vote-uncounted")),
        ("合同额约1200万元", None),
        ("合同额约1200", Some("sum-without-unit")),
        ("双方报价相差不大", Some("minutes-sign")),
        ("施工成本约320万元", Some("minutes-class")),
        ("由三分公司陪标", Some("minutes-sign")),
        ("【】@李工 11月20日前 报送", Some("action-due-past")),
        ("【】@李工、@三分公司 周五前 报送", Some("action-owners")),
    ];
    for (line, key) in table {
        let expected: Vec<(usize, String)> =
            key.map(|key| (1, key.to_owned())).into_iter().collect();
        assert_eq!(of_lines(&format!("开场\n{line}")), expected, "{line}");
    }
}

#[test]
fn whoever_warns_of_collusion_has_arranged_none() {
    let bars = |text: &str| checked(&Tale::begun().meeting(), text).iter().any(|f| f.bars);
    assert!(bars("三分公司陪标"));
    assert!(!bars("会议强调：严禁围标、串标、陪标"), "it is answered with a reason");
    assert!(bars("严禁转包。三分公司陪标"), "in another sentence nothing forbids it");
}

#[test]
fn a_resolution_off_the_agenda_is_named_where_there_is_an_agenda() {
    let tale = Tale::begun().then("agenda", &[("item", "省干协调")]);
    let text = "# 一、省干协调（14:05-15:00）\n！依据第8条牵头\n# 人事\n！依据第8条任命";
    let found = checked(&tale.meeting(), text);
    let lines: Vec<(Option<usize>, String)> =
        found.into_iter().filter(|f| f.line.is_some()).map(|f| (f.line, f.why.key)).collect();
    assert_eq!(lines, [(Some(3), "resolution-off-agenda".to_owned())]);
    assert!(of_lines(text).is_empty(), "without an agenda nothing is off it");
}

#[test]
fn the_check_tells_of_the_meeting_what_is_missing() {
    let bare = Planned {
        place: None,
        chair: None,
        recorder: None,
        participants: Vec::new(),
        ..planned(MeetingKind::AdHoc)
    };
    let tale = Tale(Vec::new()).with(EAST, Fact::MeetingPlanned(bare));
    let keys: Vec<(String, Vec<(String, String)>)> =
        checked(&tale.meeting(), "讨论").into_iter().map(|f| (f.why.key, f.why.args)).collect();
    let names: Vec<&str> = keys.iter().map(|(_, args)| args[0].1.as_str()).collect();
    assert_eq!(names, ["place", "participants", "chair", "recorder"]);
}

#[test]
fn versions_that_were_saved_apart_are_not_signed_until_one_brings_them_together() {
    let mut tale = Tale::begun().held().minuted();
    let mut apart = tale.0.last().unwrap().clone();
    apart.id = "elsewhere".into();
    apart.author = "another machine".into();
    tale.0.push(apart);
    let meeting = Meeting::fold(&tale.0).unwrap();
    assert_eq!(meeting.heads.len(), 2);
    assert_eq!(unmet(&meeting, "sign", &[])[0], "minutes-apart");
    let mut together = tale.minuted();
    let last = together.0.last_mut().unwrap();
    last.base = vec!["elsewhere".into(), "e2".into()];
    assert_eq!(together.meeting().heads, ["e4"]);
}

#[test]
fn what_comes_from_elsewhere_takes_nothing_from_under_a_signature() {
    let args = [("signed_by", "林岚"), (HASH, "sha256:00"), (VERSION, "1"), (SIGNED, "e2")];
    let mut tale = Tale::begun().held().minuted().then("sign", &args);
    let mut apart = tale.0[2].clone();
    apart.id = "elsewhere".into();
    apart.hlc.millis += 100_000_000;
    if let Fact::MinutesSaved(saved) = &mut apart.fact {
        saved.version = u32::MAX;
    }
    tale.0.push(apart);
    let meeting = tale.meeting();
    assert_eq!(meeting.latest().unwrap().event, "elsewhere");
    assert_eq!(meeting.standing().unwrap().event, "e2", "what was signed stands");
}

#[test]
fn another_regions_notice_and_minutes_move_nothing() {
    let sent_at = start() - Duration::hours(30);
    let notice =
        Fact::MeetingNoticed(Noticed { sent_at, channel: "mail".into(), ..Noticed::default() });
    let minutes = Fact::MinutesSaved(MinutesSaved { version: 1, characters: 9 });
    let meeting = Tale::begun().with(SOUTH, notice).with(SOUTH, minutes).meeting();
    assert_eq!((meeting.noticed.is_some(), meeting.versions.len()), (false, 0));
    assert!(meeting.heads.is_empty());
}

#[test]
fn who_was_told_once_is_told_that_it_is_off_and_nobody_is_alarmed_by_it() {
    let moved = [("start", "2026-11-26T06:00:00Z"), ("reasons", "停电")];
    let off =
        Tale::begun().noticed().then("postpone", &moved).then("cancel", &[("reasons", "并会")]);
    let meeting = off.meeting();
    assert!(!meeting.notices.is_empty() && meeting.noticed.is_none());
    let calendar = Calendar::bundled();
    assert_eq!(meeting.notice_state(start() + Duration::days(9), calendar), NoticeState::Exempt);
    let regular =
        Tale::of(MeetingKind::Regular).then("postpone", &[("start", "2026-11-24T08:00:00Z")]);
    let told = regular.noticed().meeting();
    assert_eq!(told.notice_state(start(), calendar), NoticeState::InTime, "told before it began");
}

#[test]
fn what_two_machines_recorded_apart_waits_for_headquarters_and_goes_on_from_there() {
    let mut tale = Tale::begun().then("cancel", &[("reasons", "改书面")]);
    let held = Tale::begun().held().0.remove(1);
    tale.0.push(Recorded { id: "held".into(), author: "another machine".into(), ..held });
    let meeting = tale.meeting();
    assert_eq!(meeting.contested.len(), 2);
    assert_eq!(
        unmet(&meeting, "agenda", &[])[0],
        "contested",
        "nothing is accepted without effect"
    );
    let mut resolved = tale.by(Authority::Headquarters, "resolve", &[("decision", "held")]);
    resolved.0.last_mut().unwrap().base = vec!["e1".into(), "held".into()];
    let meeting = resolved.meeting();
    assert_eq!((meeting.course, meeting.contested.len()), (MeetingState::Held, 0));
}

#[test]
fn a_review_is_of_the_version_that_was_read() {
    let by = [("reviewer", "李工")];
    let reviewed = Tale::begun().held().minuted().then("review", &by);
    assert_eq!(reviewed.meeting().state(), MeetingState::Reviewed);
    let again = reviewed.minuted();
    assert_eq!(again.meeting().state(), MeetingState::Minuted, "the new version nobody has read");
    let found = checked(&again.meeting(), "讨论");
    assert!(found.iter().any(|finding| finding.why.key == "minutes-unreviewed"));
    assert_eq!(again.then("review", &by).meeting().state(), MeetingState::Reviewed);
}
