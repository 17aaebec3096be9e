//! The registers of the field: trips, information, violations, proposals of change; the digest they end in; and what awaits
//! headquarters.

use std::collections::BTreeSet;
use std::fs;

use daqu::desk::command::{Command, Done, NewClaim, NewText};
use daqu::desk::relief::{FileDetail, FileKind};
use daqu::desk::service::{Reply, Request, Service};
use daqu::desk::survey::Survey;
use daqu::domain::case::timing::Verdict;
use daqu::domain::lead::Step;
use daqu::domain::strict::Texts;
use daqu::i18n::{Lang, Words};

use crate::support::office::Office;
use crate::support::story::Story;
use crate::support::{daqu, desk, window};

impl Office {
    /// Opens a file of a register; what is entered is written `name=text`.
    fn enter(&mut self, kind: FileKind, entered: &str) -> Result<Done, Vec<String>> {
        self.perform(Command::OpenFile { kind, args: texts(entered) })
    }

    fn move_file(&mut self, number: &str, row: &str, entered: &str) -> Result<Done, Vec<String>> {
        let (number, action) = (number.to_owned(), row.to_owned());
        self.perform(Command::ActOnFile { number, action, args: texts(entered) })
    }

    fn file(&mut self, number: &str) -> FileDetail {
        let Reply::File(detail) = self.service.answer(Request::File(number.to_owned())) else {
            panic!("no file {number}")
        };
        *detail
    }

    /// F1 claims a lead, so that it can be assigned it.
    fn claims(&mut self, lead: &str) {
        let (lead, unit, basis) = (lead.to_owned(), "F1".to_owned(), "已踏勘".to_owned());
        self.perform(Command::Claim(NewClaim { lead, unit, basis, ..NewClaim::default() }))
            .unwrap();
    }

    /// A case that was settled so that F3 keeps away from the tender of 江苏; it is not served yet.
    fn settled_unserved(&mut self) -> String {
        let case = self.conflict();
        self.act(&case, "accept", "recusal=无").unwrap();
        self.act(&case, "consult", "notified=F1,F3 channel=phone gist=告知").unwrap();
        self.act(&case, "statement", "party=F1,F3 text=同意 result=agreed").unwrap();
        let settle = "agreed=F1,F3 terms=三分公司退出 outcome=sole lead_unit=F1 proof=签字页";
        self.act(&case, "settle", settle).unwrap();
        case
    }

    fn serve(&mut self, case: &str) {
        self.act(case, "serve", "party=F1,F3 proof=receipt channel=邮件").unwrap();
    }

    /// As [`Office::settled_unserved`], and served on both.
    fn settled(&mut self) -> String {
        let case = self.settled_unserved();
        self.serve(&case);
        case
    }

    /// Enters [`TRIP`], and closes it two days later; the keys of what the desk says to that.
    fn travel(&mut self, meanwhile: impl FnOnce(&mut Office, &str), ends: &str) -> Vec<String> {
        let number = self.enter(FileKind::Trip, TRIP).unwrap().number.unwrap();
        self.later(48);
        meanwhile(self, &number);
        let closed = format!("{CLOSED} | {ends}");
        let done = self.move_file(&number, "close", &closed).unwrap();
        done.notices.into_iter().map(|why| why.key).collect()
    }
}

fn texts(entered: &str) -> Texts {
    let pairs = entered.split('|').filter_map(|pair| pair.split_once('='));
    Texts(pairs.map(|(name, text)| (name.trim().to_owned(), text.trim().to_owned())).collect())
}

const TRIP: &str = "who=张某 | unit=三分公司 | errand=拜访客户 | customer=移动 | destination=南京 | \
                    leaves=2026-11-24 09:00 | returns=2026-11-24 18:00 | companions=李某";

#[test]
fn a_trip_is_entered_before_leaving_and_closed_after_return_with_people_kept_apart() {
    let mut office = Office::opened();
    let trip = office.enter(FileKind::Trip, TRIP).unwrap().number.unwrap();
    assert!(trip.starts_with("WC-EC-26-"), "{trip}");
    let file = office.file(&trip);
    assert!(file.notes.is_empty() && file.row.open, "in time");
    let said =
        |name: &str| file.said.iter().find(|(known, _)| *known == name).map(|(_, t)| t.as_str());
    assert_eq!((said("unit"), said("destination")), (Some("F3"), Some("320100")));
    assert_eq!((said("who"), said("companions")), (Some("张某"), Some("李某")), "from their parts");
    let early =
        "actual_from=2026-11-24 09:00 | actual_to=2026-11-24 17:00 | result=已见 | gifts=no";
    assert_eq!(office.move_file(&trip, "close", early).unwrap_err(), ["in-the-future"]);
    // Two days later it is late: one working day after the return is over.
    office.later(24 * 3);
    assert_eq!(office.file(&trip).limits[0].verdict, Verdict::Overdue);
    assert_eq!(
        office.move_file(&trip, "close", &format!("{early} | gift_amount=200元")).unwrap_err(),
        ["trip-gift-misplaced"]
    );
    office.move_file(&trip, "close", early).unwrap();
    let file = office.file(&trip);
    assert_eq!((file.row.state, file.limits[0].verdict), ("closed", Verdict::Late));
    assert_eq!(
        office.move_file(&trip, "cancel", "reasons=不去了").unwrap_err(),
        ["trip-wrong-state"]
    );
    let late = TRIP.replace("leaves=2026-11-24", "leaves=2026-11-20");
    let late = office.enter(FileKind::Trip, &late).unwrap().number.unwrap();
    assert_eq!(office.file(&late).notes[0].key, "trip-late", "taken all the same");
    let wrong = TRIP
        .replace("destination=南京", "destination=河外")
        .replace("unit=三分公司", "unit=七分公司");
    assert_eq!(
        office.enter(FileKind::Trip, &wrong).unwrap_err(),
        ["argument-misfit", "argument-misfit"]
    );
}

const CLOSED: &str =
    "actual_from=2026-11-24 09:00 | actual_to=2026-11-24 17:00 | result=已见 | gifts=no";

#[test]
fn a_file_is_told_in_words_on_the_command_line_and_in_codes_to_programs() {
    let story = Story::begun();
    let leads = story.json(&["--home", "D", "lead", "list", "--json", "--search", "nanjing"]);
    let lead = leads[0]["number"].as_str().unwrap();
    let entered = "--who 张某 --unit 三分公司 --errand 拜访客户 --customer 移动 --destination 南京";
    let mut args = vec!["--home", "D", "trip", "file", "--about", lead, "--json"];
    args.extend(["--leaves", "2026-11-24 09:00", "--returns", "2026-11-24 18:00"]);
    args.extend(entered.split(' '));
    let filed = story.json(&args);
    let number = filed["number"].as_str().unwrap();
    assert_eq!((&filed["said"]["unit"], &filed["concerns"]), (&"F3".into(), &"F3".into()));
    assert!(filed["said"]["about"].as_str().unwrap().starts_with("lead:"), "{filed}");
    for (lang, told) in [
        (
            "zh",
            "单位：三分公司|客户：中国移动|目的地：南京市|出发：2026-11-24 09:00|返回后销登：|限 2026-",
        ),
        (
            "en",
            "customer: China Mobile|destination: |leaves: 2026-11-24 09:00|close after return: |by 2026-",
        ),
    ] {
        let show = |verb: &[&str]| {
            let home = ["--home", "D", "--lang", lang, "trip"];
            story.ok(&[&home[..], verb].concat()).to_lowercase()
        };
        let shown = show(&["show", number]);
        for said in told.to_lowercase().split('|').chain([lead.to_lowercase().as_str()]) {
            assert!(shown.contains(said), "{said}\n{shown}");
        }
        for code in ["f3\n", "cmcc", "320100", "t01:00", "lead:"] {
            assert!(!shown.contains(code), "{code}\n{shown}");
        }
        assert!(!show(&["list"]).contains("f3"), "by its name");
    }
    let closed = story.ok(&[
        "--home",
        "D",
        "--lang",
        "zh",
        "trip",
        "cancel",
        number,
        "--reasons",
        "客户改期",
    ]);
    assert!(closed.contains("：客户改期"), "what an act said:\n{closed}");
}

#[test]
fn what_was_taken_back_is_gone_and_its_number_says_so() {
    let mut office = Office::opened();
    let trip = office.enter(FileKind::Trip, TRIP).unwrap().number.unwrap();
    office.perform(Command::Undo).unwrap();
    assert_eq!(office.move_file(&trip, "cancel", "reasons=不去了").unwrap_err(), ["taken-back"]);
    let again = office.enter(FileKind::Trip, TRIP).unwrap().number.unwrap();
    assert_ne!(again, trip, "a number is given once");
}

#[test]
fn a_plan_against_a_decision_is_warned_of_and_the_visit_is_written_into_the_case() {
    let mut office = Office::opened();
    let case = office.settled();
    let quiet = |done: Done| done.notices.is_empty();
    let elsewhere = TRIP.replace("destination=南京", "destination=杭州");
    assert!(quiet(office.enter(FileKind::Trip, &elsewhere).unwrap()), "another province");
    let allowed = TRIP.replace("unit=三分公司", "unit=F1");
    assert!(quiet(office.enter(FileKind::Trip, &allowed).unwrap()), "who may go");
    let told = office.enter(FileKind::Trip, TRIP).unwrap();
    assert_eq!(told.notices[0].key, "visit-planned");
    assert_eq!(office.case(&case).row.breaches, 0, "nobody has been there yet");
    let number = told.number.unwrap();
    office.later(24 * 3);
    let done = office.move_file(&number, "close", CLOSED).unwrap();
    assert_eq!(done.notices[0].key, "breach-recorded");
    let detail = office.case(&case);
    assert_eq!(detail.row.breaches, 1);
    let breach = detail.case.entries("breach").next().unwrap();
    assert_eq!(breach.args.get("breach"), Some("visited_customer"));
    assert_eq!(breach.args.get("text"), Some(number.as_str()));
    office.perform(Command::Undo).unwrap();
    assert_eq!(office.case(&case).row.breaches, 0, "it goes with the act that showed it");
}

#[test]
fn a_plan_that_came_to_nothing_or_led_elsewhere_breaks_no_decision() {
    let mut office = Office::opened();
    let case = office.settled();
    let cancelled = office.enter(FileKind::Trip, TRIP).unwrap().number.unwrap();
    office.move_file(&cancelled, "cancel", "reasons=客户改期").unwrap();
    let moved = |office: &mut Office, number: &str| {
        office.move_file(number, "amend", "destination=杭州 | reasons=客户改地点").unwrap();
    };
    assert!(office.travel(moved, "").is_empty());
    assert!(office.travel(|_, _| {}, "visited=电信").is_empty());
    assert_eq!(office.case(&case).row.breaches, 0);
}

#[test]
fn a_visit_is_measured_by_the_decision_as_it_stood_when_it_was_made() {
    // Served the day after he was there.
    let mut office = Office::opened();
    let case = office.settled_unserved();
    let told = office.travel(|office, _| office.serve(&case), "");
    assert_eq!((told.len(), office.case(&case).row.breaches), (0, 0));
    // Served before, and the case is over when the trip is closed.
    let mut office = Office::opened();
    let case = office.settled();
    let told = office.travel(
        |office, _| {
            office.act(&case, "close", "result=中标").unwrap();
        },
        "",
    );
    assert_eq!((told, office.case(&case).row.breaches), (vec!["breach-recorded".to_owned()], 1));
    // Served while he was under way: nobody knows which came first.
    let mut office = Office::opened();
    let case = office.settled_unserved();
    let number = office.enter(FileKind::Trip, TRIP).unwrap().number.unwrap();
    office.later(26);
    office.serve(&case);
    office.later(24);
    let done = office.move_file(&number, "close", CLOSED).unwrap();
    assert_eq!(done.notices[0].key, "visit-in-part");
    assert_eq!(office.case(&case).row.breaches, 0);
}

const REPORT: &str = "topic=rival | source=frontline | origin=lawful | role=sales | unit=F1 | gist=某工程局在苏州设点 | \
                      reporter=王某 | reliability=B | learned=2026-11-20 10:00";

#[test]
fn a_report_is_routed_used_for_the_digest_and_credited() {
    let mut office = Office::opened();
    let rival = office.enter(FileKind::Report, REPORT).unwrap().number.unwrap();
    let tender = REPORT.replace("topic=rival", "topic=tender");
    let tender = office.enter(FileKind::Report, &tender).unwrap().number.unwrap();
    let keys = |file: FileDetail| file.notes.into_iter().map(|why| why.key).collect::<Vec<_>>();
    assert_eq!(keys(office.file(&rival)), ["report-goes-to"], "three working days for this");
    // Learned on Friday morning, reported on Monday at nine: one working day is not over.
    assert_eq!(keys(office.file(&tender)), ["report-goes-to"]);
    let unclear = REPORT.replace("origin=lawful", "origin=unclear");
    let unclear = office.enter(FileKind::Report, &unclear).unwrap().number.unwrap();
    assert!(office.move_file(&unclear, "use", "how=digest").is_err(), "not by such a source");
    office.move_file(&rival, "route", "").unwrap();
    office.move_file(&rival, "use", "how=digest").unwrap();
    assert!(office.move_file(&tender, "use", "how=lead").is_err(), "which lead?");
    let lead = office.lead("江苏");
    office.move_file(&tender, "use", &format!("how=lead | about={lead}")).unwrap();
    let day = "2026-11-23".parse().unwrap();
    let survey = office.service.desk().survey(day).unwrap();
    let rivals = survey.sections.iter().find(|section| section.id == "rivals").unwrap();
    assert_eq!(rivals.lines, [(rival, "某工程局在苏州设点".to_owned())]);
    let credit = &survey.credit[0];
    assert_eq!((credit.filed, credit.used, credit.leads), (3, 2, 1));
    assert_eq!((credit.unit.as_deref(), credit.role.as_str()), (Some("F1"), "sales"));
    assert_eq!(survey.sections.len(), 8, "every heading of the article is there");
}

#[test]
fn a_proposal_tells_what_it_would_touch_and_goes_up_once_its_list_is_answered() {
    let mut office = Office::opened();
    let case = office.conflict();
    let draft = "change=move_area | title=江苏划归华南 | place=江苏 | to_region=SC | effective=2027-01-01 | pro=近 | con=远";
    let number = office.enter(FileKind::Proposal, draft).unwrap().number.unwrap();
    let file = office.file(&number);
    let impact = file.impact.unwrap();
    assert_eq!(
        impact.cases.iter().map(|one| one.number.as_str()).collect::<Vec<_>>(),
        [case.as_str()]
    );
    assert_eq!((impact.claims.len(), impact.leads), (2, 1), "of 江苏, and not of 浙江");
    let text = crate::stories::pasted::MESSAGE.to_owned();
    office.perform(Command::Paste(NewText { text, corrections: Vec::new() })).unwrap();
    let touched = |office: &mut Office, place: &str| {
        let draft = draft.replace("place=江苏", &format!("place={place}"));
        let number = office.enter(FileKind::Proposal, &draft).unwrap().number.unwrap();
        let impact = office.file(&number).impact.unwrap();
        (impact.cases.len(), impact.leads)
    };
    assert_eq!(touched(&mut office, "苏州"), (0, 1), "a tender of the city alone");
    assert_eq!(touched(&mut office, "江苏"), (1, 2), "the city goes with its province");
    assert_eq!(touched(&mut office, "无锡"), (0, 0));
    let refused = office.move_file(&number, "submit", "").unwrap_err();
    assert_eq!(refused, ["proposal-unchecked"; 3]);
    for item in ["pros_cons_weighed", "one_region", "handover"] {
        let entered = format!("check_item={item} | finding=已核 | holds=yes");
        office.move_file(&number, "check", &entered).unwrap();
    }
    office.move_file(&number, "submit", "").unwrap();
    assert_eq!(office.file(&number).row.state, "submitted");
    assert_eq!(
        office.move_file(&number, "resolve", "resolution=董决1号 | from=2027-01-01").unwrap_err(),
        ["headquarters-decides"]
    );
    let odd = "change=set_up | title=设点 | name=南京办事外 | place=杭州 | effective=2027-01-01 | pro=近 | con=远";
    let odd = office.enter(FileKind::Proposal, odd).unwrap().number.unwrap();
    let faults = office.file(&odd).impact.unwrap().faults;
    assert!(faults.iter().any(|why| why.key == "naming-ending"), "{faults:?}");
}

#[test]
fn who_is_proposed_and_what_is_found_about_him_can_be_erased() {
    let story = Story::begun();
    let desk =
        |args: &[&str]| story.json(&[&["--home", "D", "proposal"], args, &["--json"]].concat());
    let draft = "draft --change appoint --title 补大区经理 --to-region EC --post rm --candidate 王小明 \
                 --effective 2027-01-01 --pro 熟悉 --con 无";
    let number = desk(&draft.split_whitespace().collect::<Vec<_>>())["number"].clone();
    let number = number.as_str().unwrap();
    let finding = "其妻李某为一分公司职员";
    desk(&["check", number, "--check-item", "no_bond", "--holds", "no", "--finding", finding]);
    story.carry("D", "Q", "up.daqu");
    // Region and headquarters read it, and no body has it.
    for home in ["D", "Q"] {
        let shown = story.shown(home, "proposal", number);
        assert_eq!(shown["said"]["candidate"], "王小明");
        assert_eq!(shown["timeline"][1]["arguments"]["finding"], finding);
        assert!(shown["notes"].to_string().contains(finding), "{}", shown["notes"]);
        let store = rusqlite::Connection::open(story.path().join(home).join("daqu.db")).unwrap();
        let told = "SELECT count(*) FROM event WHERE body LIKE '%王小明%' OR body LIKE '%李某%'";
        assert_eq!(store.query_row(told, [], |row| row.get::<_, i64>(0)).unwrap(), 0);
    }
    let shown = story.shown("Q", "proposal", number);
    for n in 0..2 {
        let event = shown["timeline"][n]["event"].as_str().unwrap();
        story.ok(&["--home", "Q", "hq", "purge", event, "--reason", "本人请求删除", "--yes"]);
    }
    story.carry("Q", "D", "down.daqu");
    for home in ["D", "Q"] {
        let shown = story.shown(home, "proposal", number);
        assert!(!shown.to_string().contains("李某") && !shown.to_string().contains("王小明"));
        let doubt = shown["notes"].as_array().unwrap().iter();
        assert!(doubt.into_iter().any(|note| note["key"] == "proposal-doubt-unread"), "{shown}");
    }
}

#[test]
fn bias_and_leaks_are_not_taken_here_and_others_go_to_the_committee() {
    let mut office = Office::opened();
    let told = "violation=bias | unit=F1 | facts=x";
    assert_eq!(office.enter(FileKind::Violation, told).unwrap_err(), ["argument-misfit"]);
    let told = "violation=unregistered_trip | unit=F1 | facts=未登记即外出 | informant=某人";
    let number = office.enter(FileKind::Violation, told).unwrap().number.unwrap();
    let file = office.file(&number);
    assert_eq!(file.notes[0].rule.as_deref(), Some("SCXT-24a"));
    office.move_file(&number, "refer", "reasons=属实").unwrap();
    assert_eq!(office.file(&number).row.state, "referred");
}

#[test]
fn headquarters_sees_what_awaits_it_takes_it_up_or_sends_it_back() {
    let story = Story::begun();
    let proposed = story.json(&[
        "--home",
        "D",
        "proposal",
        "draft",
        "--change",
        "appoint",
        "--title",
        "补大区经理",
        "--to-region",
        "EC",
        "--post",
        "rm",
        "--candidate",
        "林岚",
        "--effective",
        "2027-01-01",
        "--pro",
        "熟悉",
        "--con",
        "无",
        "--json",
    ]);
    let number = proposed["number"].as_str().unwrap();
    for item in ["pros_cons_weighed", "qualified", "no_bond"] {
        story.ok(&[
            "--home",
            "D",
            "proposal",
            "check",
            number,
            "--check-item",
            item,
            "--finding",
            "已核",
            "--holds",
            "yes",
        ]);
    }
    story.ok(&["--home", "D", "proposal", "submit", number]);
    story.ok(&["--home", "D", "report", "digest", "--issue", "--out", "digest"]);
    story.carry("D", "Q", "up.daqu");
    let waits = story.json(&["--home", "Q", "hq", "awaiting", "--json"]);
    let kinds: Vec<&str> =
        waits.as_array().unwrap().iter().map(|row| row["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["proposal", "survey"]);
    assert!(story.refused(&["--home", "D", "hq", "awaiting"]).contains("由总部决定"));
    let digest = waits[1]["number"].as_str().unwrap();
    let text = story.ok(&["--home", "Q", "--lang", "zh", "report", "digests", digest]);
    assert!(text.contains("华东大区综述") && text.contains("竞争对手"), "{text}");
    story.ok(&["--home", "Q", "hq", "adopt", digest]);
    story.ok(&["--home", "Q", "hq", "return", number, "--reason", "请补充材料"]);
    story.carry("Q", "D", "down.daqu");
    let back = story.shown("D", "proposal", number);
    assert_eq!(back["delivery"], "returned");
    let waits = story.json(&["--home", "Q", "hq", "awaiting", "--json"]);
    assert_eq!(waits.as_array().unwrap().len(), 1, "the digest was taken up");
    story.ok(&[
        "--home",
        "Q",
        "proposal",
        "resolve",
        number,
        "--resolution",
        "董决〔2026〕20号",
        "--from",
        "2027-01-01",
    ]);
    story.carry("Q", "D", "down2.daqu");
    assert_eq!(story.shown("D", "proposal", number)["state"], "resolved");
    for end in [".md", "-1.svg", "-4.svg", ".xlsx"] {
        let found = fs::read_dir(story.path().join("digest")).unwrap().flatten();
        let named = |name: &str| name.ends_with(end);
        assert!(found.into_iter().any(|file| named(&file.file_name().to_string_lossy())), "{end}");
    }
}

/// A tender that is published in December.
const LATER: &str = r#"{"notices":[
 {"id":"made-3","title":"中国移动江苏公司2027年省级干线光缆工程施工采购项目公告","operator":"中国移动","region":"江苏",
  "category":"采购公告","createDate":"2026-12-02 09:30:00","projectNo":"MADE-2026-003","budget":"9000万元（不含税）"}]}"#;

#[test]
fn a_month_that_is_over_is_told_as_it_stood_at_its_end() {
    let mut office = Office::opened();
    let case = office.conflict_about("浙江");
    let pursued = office.lead("江苏");
    let step = |office: &mut Office, to: Step| {
        let (number, unit, note) =
            (pursued.clone(), Some("F1".to_owned()), Some("力量不足".to_owned()));
        office.perform(Command::Progress { number, lot: "0".to_owned(), unit, to, note })
    };
    office.claims(&pursued);
    step(&mut office, Step::Assigned).unwrap();
    let report = office.enter(FileKind::Report, REPORT).unwrap().number.unwrap();
    let of = |office: &mut Office, day: &str| {
        office.service.desk().survey(day.parse().unwrap()).unwrap()
    };
    let then = of(&mut office, "2026-11-30");
    assert_eq!((then.leads.len(), then.over), (2, false));
    assert_eq!(then.conflicts, [("330000".to_owned(), 1)]);
    assert_eq!((then.targets[0].unit.as_str(), then.targets[0].pipeline.fen), ("F1", 186_500_000));
    // In December a tender comes, the case ends, the lot is given up, and the report is put to use.
    office.later(24 * 10);
    office.service.desk().take_in_bytes(LATER.as_bytes()).unwrap();
    office.act(&case, "reject", "reasons=并无冲突 ground=no_fact").unwrap();
    step(&mut office, Step::NoGo).unwrap();
    office.move_file(&report, "use", "how=digest").unwrap();
    let november = of(&mut office, "2026-11-01");
    let numbers = |survey: &Survey| -> BTreeSet<String> {
        survey.leads.iter().map(|(number, ..)| number.clone()).collect()
    };
    assert_eq!(numbers(&november), numbers(&then), "and not what came in since");
    assert_eq!((&november.conflicts, &november.targets), (&then.conflicts, &then.targets));
    assert_eq!((&november.topics, &november.credit), (&then.topics, &then.credit));
    assert_eq!((november.as_of.to_string().as_str(), november.over), ("2026-11-30", true));
    let december = of(&mut office, "2026-12-03");
    assert_eq!((december.leads.len(), december.conflicts.len()), (1, 0));
    assert!(december.targets.is_empty(), "{:?}", december.targets);
    let october = of(&mut office, "2026-10-01");
    assert!(october.leads.is_empty() && october.conflicts.is_empty() && october.targets.is_empty());
}

#[test]
fn the_text_of_a_digest_has_the_year_and_who_is_credited_and_a_name_is_no_mark() {
    let mut office = Office::opened();
    office.enter(FileKind::Report, REPORT).unwrap();
    let pursued = office.lead("江苏");
    office.claims(&pursued);
    let (to, unit) = (Step::Assigned, Some("F1".to_owned()));
    let lot = "0".to_owned();
    office.perform(Command::Progress { number: pursued, lot, unit, to, note: None }).unwrap();
    office.later(24 * 10);
    let survey = office.service.desk().survey("2026-11-23".parse().unwrap()).unwrap();
    for (lang, year, credit, as_of, today) in [
        (Lang::Zh, "近十二个月", "上报记功", "计至 2026-11-30", "截至今日"),
        (Lang::En, "Twelve months", "Credit", "Counted up to 2026-11-30", "as of today"),
    ] {
        let text = survey.markdown(&Words::new(lang), &|code| format!("[{code}*"));
        for heading in [year, credit] {
            assert!(text.contains(&format!("\n## {heading}\n")), "{text}");
        }
        assert!(text.contains(as_of) && text.contains(today), "{text}");
        assert!(text.contains("- 2025-12") && text.contains("- 2026-11"), "a line a month: {text}");
        assert_eq!(text.matches("\\[F1\\*").count(), 2, "target and credit: {text}");
        assert!(!text.contains(" [F1*"), "{text}");
    }
    let empty = office.service.desk().survey("2026-10-01".parse().unwrap()).unwrap();
    let text = empty.markdown(&Words::new(Lang::Zh), &str::to_owned);
    assert!(text.contains("本月没有信息上报"), "{text}");
}

#[test]
fn a_digest_is_issued_once_a_month_of_a_month_that_has_begun() {
    let mut office = Office::opened();
    let issue = |day: &str| {
        let (day, text) = (day.parse().unwrap(), "综述".to_owned());
        Command::IssueSurvey { day, text }
    };
    for absurd in ["-0001-01-01", "0000-01-01", "0001-01-01"] {
        assert_eq!(office.perform(issue(absurd)).unwrap_err(), ["survey-no-month"], "{absurd}");
    }
    assert_eq!(office.perform(issue("2026-12-01")).unwrap_err(), ["survey-ahead"]);
    let first = office.perform(issue("2026-11-23")).unwrap().number.unwrap();
    assert_eq!(office.perform(issue("2026-11-02")).unwrap_err(), ["survey-stands"]);
    office.perform(issue("2026-10-31")).unwrap();
    let listed = |office: &mut Office| office.service.desk().issued_surveys().unwrap().len();
    assert_eq!(listed(&mut office), 2, "each month has its own");
    let Reply::Refused(whys) =
        office.service.answer(Request::SurveyDraft("2026-11-30".parse().unwrap()))
    else {
        panic!("it is not even shown for issue")
    };
    assert!(whys[0].args.iter().any(|(_, text)| *text == first), "the one that stands: {whys:?}");
    office.perform(Command::Undo).unwrap();
    office.perform(Command::Undo).unwrap();
    assert_eq!(listed(&mut office), 0, "what was taken back does not stand");
    office.perform(issue("2026-11-23")).unwrap();
}

#[test]
fn a_digest_that_headquarters_returned_is_issued_anew() {
    let story = Story::begun();
    let issue = ["--home", "D", "report", "digest", "--issue"];
    story.ok(&issue);
    let listed = story.json(&["--home", "D", "report", "digests", "--json"]);
    let first = listed[0]["number"].as_str().unwrap();
    assert!(story.refused(&issue).contains(first), "the reason names the one that stands");
    for wrong in ["--month=-1-01", "--month=0000-01", "--month=2026-1"] {
        let output = daqu(story.path(), &["--home", "D", "report", "digest", wrong]);
        assert_eq!(output.status.code(), Some(2), "{wrong}");
    }
    let ahead = ["--home", "D", "report", "digest", "--month", "2099-01"];
    assert!(story.refused(&ahead).contains("2099-01"));
    story.refused(&[&ahead[..], &["--issue"]].concat());
    story.carry("D", "Q", "up.daqu");
    story.ok(&["--home", "Q", "hq", "return", first, "--reason", "缺经济形势"]);
    story.carry("Q", "D", "down.daqu");
    story.ok(&issue);
    assert!(story.refused(&issue).contains("ZS-"), "the second one stands");
}

#[test]
fn a_digest_is_seen_before_it_is_issued_on_the_screen() {
    for (lang, ahead, stands) in
        [(Lang::Zh, "还没有到", "已签发"), (Lang::En, "has not begun", "was issued already")]
    {
        let folder = tempfile::tempdir().unwrap();
        let mut window = window(desk(folder.path()), lang, (120, 40));
        window.press("5 tab tab tab v right").unwrap();
        assert!(window.text().contains(ahead), "{}", window.text());
        window.press("i i").unwrap();
        assert_eq!(window.model.layers.len(), 3, "the text to be issued lies open, once");
        assert!(window.text().contains("2026-11") && !window.text().contains("ZS-"));
        window.press("esc i").unwrap();
        assert!(!window.text().contains(stands), "leaving it issues nothing");
        window.press("enter").unwrap();
        assert!(window.text().contains("ZS-"), "{}", window.text());
        window.press("i").unwrap();
        assert_eq!(window.model.layers.len(), 2);
        assert!(window.text().contains(stands), "{}", window.text());
    }
}

#[test]
fn headquarters_publishes_a_file_confirms_defaults_and_anybody_asks_who_answers() {
    let story = Story::begun();
    let told = "by = \"董决〔2026〕3号\"\nfrom = 2026-01-01\n\
                [[resolution]]\nnumber = \"董决〔2026〕3号\"\ndate = 2025-12-20\ntitle = \"区域\"\nkind = \"area\"\n\
                [[division]]\nplace = \"江苏\"\nregion = \"EC\"\n\
                [[area]]\nunit = \"F1\"\nplace = \"江苏\"\nright = \"home\"\n\
                [[post]]\npost = \"rm\"\nregion = \"EC\"\nholder = \"林岚\"\n\
                [[target]]\nunit = \"F1\"\nmonth = \"2026-11\"\namount = \"120万元\"\n";
    fs::write(story.path().join("org.toml"), told).unwrap();
    let dry = story.json(&["--home", "Q", "hq", "publish", "org.toml", "--dry-run", "--json"]);
    assert_eq!((dry["facts"].as_array().unwrap().len(), &dry["signed"]), (5, &false.into()));
    assert!(
        story.refused(&["--home", "Q", "hq", "publish", "org.toml"]).contains("--yes"),
        "nobody was asked"
    );
    story.ok(&["--home", "Q", "hq", "publish", "org.toml", "--yes"]);
    story.ok(&["--home", "Q", "hq", "confirm", "G2"]);
    assert!(story.refused(&["--home", "Q", "hq", "confirm", "G99"]).contains("G99"));
    story.carry("Q", "D", "down.daqu");
    let answer =
        story.json(&["--home", "D", "territory", "owner", "苏州", "--on", "2026-03-01", "--json"]);
    assert_eq!(
        (&answer["manager"]["holder"], &answer["home"][0]["unit"]),
        (&"林岚".into(), &"F1".into())
    );
    assert_eq!(answer["assumed"], false);
    let before =
        story.json(&["--home", "D", "territory", "owner", "江苏", "--on", "2025-12-31", "--json"]);
    assert_eq!((&before["assumed"], &before["home"]), (&true.into(), &serde_json::json!([])));
    story.ok(&["--home", "D", "territory", "map", "--out", "map.svg"]);
    assert!(fs::read_to_string(story.path().join("map.svg")).unwrap().contains("<svg"));
    story.ok(&["--home", "D", "territory", "map", "--heat", "leads", "--out", "map.xlsx"]);
    let units = story.json(&["--home", "D", "territory", "units", "--json"]);
    assert!(units.as_array().unwrap().iter().all(|unit| unit["assumed"] == false), "confirmed");
}

#[test]
fn a_province_opens_with_its_cities_and_the_registers_are_a_key_away() {
    for (lang, city, register) in [(Lang::Zh, "南京", "外出"), (Lang::En, "南京", "Trips")] {
        for size in [(120, 40), (80, 24), (60, 16)] {
            let folder = tempfile::tempdir().unwrap();
            let mut window = window(desk(folder.path()), lang, size);
            // 上海 is selected first; one to the left lies 江苏.
            window.press("1 left enter").unwrap();
            let screen = window.text();
            assert!(screen.contains(city), "{size:?}\n{screen}");
            window.press("down").unwrap();
            assert!(window.text().contains("2026-11-23"), "{}", window.text());
            window.press("esc 5").unwrap();
            assert!(window.text().contains(register), "{size:?}\n{}", window.text());
            window.press("tab tab tab v").unwrap();
            assert!(window.text().contains("2026-11"), "{}", window.text());
            window.press("esc esc 1 0 0 5").unwrap();
        }
    }
}
