//! Cases from the first sign to the end, as the desk takes them: what the table gives, what stays out of events, what follows by
//! itself.

use std::fs;

use chrono::{DateTime, Utc};
use daqu::desk::command::{Command, NewCase, NewRelation};
use daqu::domain::case::{State, Trigger};
use daqu::domain::lead::Step;
use daqu::domain::strict::Texts;

use crate::support::office::Office;

#[test]
fn what_the_table_gives_is_entered_where_a_person_enters_nothing() {
    let mut office = Office::opened();
    let case = office.conflict();
    office.act(&case, "accept", "recusal=无").unwrap();
    office.act(&case, "consult", "notified=F1,F3 channel=phone gist=告知").unwrap();
    let detail = office.case(&case);
    // Monday 09:12, express: three working hours, noon is no work.
    let limit: DateTime<Utc> = "2026-11-23T05:12:00Z".parse().unwrap();
    assert_eq!(detail.case.consult_limit(), Some(limit));
    let early = office.act(&case, "statement", "party=F3 text=未陈述 result=default");
    assert_eq!(early.unwrap_err(), ["default-early"]);
    office.later(5);
    office.act(&case, "statement", "party=F3 text=未陈述 result=default").unwrap();
    let passed = "notified=F1,F3 channel=phone gist=告知 limit=2026-11-23T01:00:00Z";
    assert_eq!(office.act(&case, "consult", passed).unwrap_err(), ["limit-passed"]);
    let late = "notified=F1,F3 channel=phone gist=告知 limit=2026-11-30T01:00:00Z";
    assert_eq!(office.act(&case, "consult", late).unwrap_err(), ["limit-after-stop"]);
}

#[test]
fn a_statement_on_recusal_is_read_here_and_stands_in_no_event() {
    let mut office = Office::opened();
    let case = office.conflict();
    office.act(&case, "accept", "recusal=与一分公司经理系同学，已报备").unwrap();
    let talk =
        "party=F1 talked_at=2026-11-23T00:30:00Z channel=phone gist=询问投标意向 summary=问进度";
    office.act(&case, "ex-parte", talk).unwrap();
    let shown = office.case(&case).case;
    assert!(shown.timeline.iter().any(|e| e.args.get("gist") == Some("询问投标意向")));
    assert!(shown.timeline.iter().any(|e| e.args.get("recusal").is_some()));
    let bodies = bodies(&office);
    assert!(bodies.contains("问进度"), "the summary is for the parties");
    assert!(!bodies.contains("询问投标意向") && !bodies.contains("系同学"), "{bodies}");
}

/// Every signed body of the desk's store, as bytes on the disk show them.
fn bodies(office: &Office) -> String {
    let store = office.folder.path().join("desk").join("daqu.db");
    let connection = rusqlite::Connection::open(store).unwrap();
    let mut statement = connection.prepare("SELECT body FROM event").unwrap();
    let rows = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
    rows.map(Result::unwrap).collect::<Vec<_>>().join("\n")
}

#[test]
fn an_interim_order_that_nobody_confirms_lapses_and_the_ladder_is_open_again() {
    let mut office = Office::opened();
    let case = office.conflict();
    office.act(&case, "accept", "recusal=无").unwrap();
    let order = "ground=来不及协商 recusal=无 outcome=sole lead_unit=F1 duties=三分公司不购文件 \
                 reasons=在先 signed_by=林岚";
    assert_eq!(office.act(&case, "interim-order", order).unwrap_err(), ["ladder-fits"]);
    // Wednesday 16:12: the sale ends on Thursday at 17:00, and the express track needs eleven hours.
    office.later(55);
    office.act(&case, "interim-order", order).unwrap();
    for unit in ["F1", "F3"] {
        let served = format!("party={unit} proof=receipt channel=邮件");
        office.act(&case, "serve", &served).unwrap();
    }
    assert_eq!(office.case(&case).row.state, State::Effective);
    assert_eq!(office.act(&case, "close", "result=中标").unwrap_err(), ["interim-open"]);
    let confirm = "recusal=无 reasons=已听取 rules=SCXT-8";
    assert_eq!(office.act(&case, "confirm", confirm).unwrap_err(), ["not-heard"]);
    office.act(&case, "statement", "party=F1,F3 text=无异议 result=agreed").unwrap();
    // Eight working hours after Wednesday 16:12 are over on Thursday at 16:12; the sale is still open.
    office.later(24);
    let detail = office.case(&case);
    assert_eq!(detail.row.state, State::Accepted, "it has lapsed");
    let late = office.act(&case, "confirm", confirm).unwrap_err();
    assert!(late.contains(&"interim-lapsed".to_owned()), "{late:?}");
    office.act(&case, "consult", "notified=F1,F3 channel=phone gist=告知").unwrap();
    let detail = office.case(&case);
    assert_eq!(detail.row.state, State::Consulting);
    let written = detail.case.timeline.iter().any(|entry| entry.action == "expire-interim");
    assert!(written, "the next act wrote it down");
    let again = office.act(&case, "interim-order", order).unwrap_err();
    assert_eq!(again, ["interim-again"]);
}

#[test]
fn an_interim_order_that_is_confirmed_in_time_stays() {
    let mut office = Office::opened();
    let case = office.conflict();
    office.act(&case, "accept", "recusal=无").unwrap();
    office.later(55);
    let order = "ground=来不及协商 recusal=无 outcome=sole lead_unit=F1 duties=三分公司不购文件 \
                 reasons=在先 signed_by=林岚";
    office.act(&case, "interim-order", order).unwrap();
    office.act(&case, "serve", "party=F1,F3 proof=receipt channel=邮件").unwrap();
    office.act(&case, "statement", "party=F1,F3 text=无异议 result=agreed").unwrap();
    office.act(&case, "confirm", "recusal=无 reasons=已听取 rules=SCXT-8").unwrap();
    office.later(24 * 9);
    assert_eq!(office.case(&case).row.state, State::Effective);
    office.act(&case, "close", "result=一分公司中标").unwrap();
    let detail = office.case(&case);
    assert_eq!(detail.row.state, State::Closed);
    assert_eq!(detail.case.closing.as_ref(), Some(&detail.limits), "the verdicts are frozen");
    assert_eq!(detail.limits.calendar.split(':').next(), Some("2024-2026"));
}

#[test]
fn a_case_is_opened_by_hand_where_no_claims_met() {
    let mut office = Office::opened();
    let lead = office.lead("江苏");
    let new = |parties: &[&str], reasons: &str| {
        Command::OpenCase(NewCase {
            lead: lead.clone(),
            lot: None,
            parties: parties.iter().map(|unit| (*unit).to_owned()).collect(),
            trigger: Trigger::Party,
            reasons: reasons.to_owned(),
        })
    };
    assert_eq!(
        office.perform(new(&["F1"], "")).unwrap_err(),
        ["argument-missing", "case-one-party"]
    );
    assert_eq!(
        office.perform(new(&["F1", "X9"], "争")).unwrap_err(),
        ["no-unit", "case-one-party"]
    );
    let number = office.perform(new(&["f1", "F3"], "三分公司来函")).unwrap().number.unwrap();
    let detail = office.case(&number);
    assert_eq!(
        (detail.case.trigger, detail.case.reasons.as_deref()),
        (Trigger::Party, Some("三分公司来函"))
    );
    assert_eq!(detail.row.parties, ["F1", "F3"]);
    assert_eq!(office.perform(new(&["F1", "F3"], "再来")).unwrap_err(), ["case-exists"]);
    office.perform(new(&["F1", "F5"], "五分公司也来")).unwrap();
    assert_eq!(office.case(&number).row.parties, ["F1", "F3", "F5"]);
    // What lies in another region is that region's.
    let far = Command::OpenCase(NewCase {
        lead: "XS-EC-26-A-999".to_owned(),
        lot: None,
        parties: vec!["F1".to_owned(), "F3".to_owned()],
        trigger: Trigger::Manager,
        reasons: "远".to_owned(),
    });
    assert_eq!(office.perform(far).unwrap_err(), ["no-lead"]);
}

#[test]
fn a_case_is_merged_only_into_an_open_one_about_the_same_tender() {
    let mut office = Office::opened();
    let here = office.conflict();
    let lead = office.lead("浙江");
    let other = office
        .perform(Command::OpenCase(NewCase {
            lead,
            lot: None,
            parties: vec!["F1".to_owned(), "F2".to_owned()],
            trigger: Trigger::Manager,
            reasons: "两家来问".to_owned(),
        }))
        .unwrap()
        .number
        .unwrap();
    let into = |number: &str| format!("master={number} reasons=同一项目");
    assert_eq!(office.act(&here, "merge", &into(&other)).unwrap_err(), ["merge-elsewhere"]);
    assert_eq!(office.act(&here, "merge", &into(&here)).unwrap_err(), ["merge-itself"]);
}

#[test]
fn a_file_is_kept_by_its_content_and_travels_only_when_it_is_told_to() {
    let mut office = Office::opened();
    let case = office.conflict();
    let photo = office.folder.path().join("photo.jpg");
    fs::write(&photo, b"jpeg of the site").unwrap();
    let path = photo.display().to_string();
    let entered = |more: &str| {
        format!("evidence_kind=photo title=踏勘 origin=lawful offered_by=F1 file={path} {more}")
    };
    office.act(&case, "evidence", &entered("")).unwrap();
    office.act(&case, "evidence", &entered("travels=yes")).unwrap();
    let missing = "evidence_kind=photo title=踏勘 origin=lawful file=/nowhere/at/all.jpg";
    assert_eq!(office.act(&case, "evidence", missing).unwrap_err(), ["file-unreadable"]);
    let detail = office.case(&case);
    let pieces = daqu::domain::case::evidence::evidence(&detail.case);
    assert_eq!(pieces.len(), 2);
    assert_eq!(pieces[0].file, pieces[1].file, "the same bytes are the same file");
    let parts: Vec<usize> =
        pieces.iter().map(|piece| detail.case.entry(&piece.event).unwrap().parts.len()).collect();
    assert_eq!(parts, [0, 1]);
    let n = pieces[0].n.to_string();
    let bytes = office.service.desk().evidence_file(&case, &n).unwrap();
    assert_eq!(bytes, b"jpeg of the site");
    fs::remove_dir_all(office.folder.path().join("desk").join("files")).unwrap();
    assert!(office.service.desk().evidence_file(&case, &n).is_err(), "only its hash is left");
    let travelled = pieces[1].n.to_string();
    assert!(office.service.desk().evidence_file(&case, &travelled).is_ok(), "its part is here");
}

#[test]
fn a_decision_names_the_rules_of_its_time() {
    let mut office = Office::opened();
    let case = office.conflict();
    office.act(&case, "accept", "recusal=无").unwrap();
    office.act(&case, "consult", "notified=F1,F3 channel=phone gist=告知").unwrap();
    office.act(&case, "statement", "party=F1,F3 text=各执一词 result=failed").unwrap();
    office.act(&case, "finding", "party=F1 criterion=K6 found=favours text=在先").unwrap();
    let open = "facts=均已对接 outcome=sole lead_unit=F1 reasons=在先 rules=SCXT-8 criterion=K6";
    assert_eq!(office.act(&case, "recommend", open).unwrap_err(), ["criterion-open"]);
    office.act(&case, "finding", "party=F3 criterion=K6 found=against text=在后").unwrap();
    let blank = open.replace("SCXT-8", "SCXT-11");
    assert_eq!(office.act(&case, "recommend", &blank).unwrap_err(), ["rules-blank"]);
    office.act(&case, "recommend", open).unwrap();
    office.act(&case, "reply", "party=F1,F3 answer=accept").unwrap();
    office.act(&case, "agree", "").unwrap();
    let basis = office.case(&case).basis.unwrap();
    assert!(basis.current && basis.version.is_some());
    let cited: Vec<&str> = basis.rules.iter().map(|rule| rule.id.as_str()).collect();
    assert_eq!(cited, ["SCXT-8"], "an acceptance cites what the recommendation cited");
}

#[test]
fn who_acts_against_a_decision_is_written_into_the_case_and_taken_back_with_the_act() {
    let mut office = Office::opened();
    let case = office.conflict();
    office.act(&case, "accept", "recusal=无").unwrap();
    office.act(&case, "consult", "notified=F1,F3 channel=phone gist=告知").unwrap();
    office.act(&case, "statement", "party=F1,F3 text=同意 result=agreed").unwrap();
    let settle = "agreed=F1,F3 terms=三分公司退出 outcome=sole lead_unit=F1 proof=签字页";
    office.act(&case, "settle", settle).unwrap();
    let lead = office.lead("江苏");
    let go = |office: &mut Office, to: Step| {
        let (number, lot, unit) = (lead.clone(), "0".to_owned(), Some("F3".to_owned()));
        office.perform(Command::Progress { number, lot, unit, to, note: None }).unwrap();
    };
    for to in [Step::Assigned, Step::Pursuing, Step::DocsBought] {
        go(&mut office, to);
    }
    assert_eq!(office.case(&case).row.breaches, 0, "nobody breaks what was not served on him");
    office.perform(Command::Undo).unwrap();
    office.act(&case, "serve", "party=F1,F3 proof=receipt channel=邮件").unwrap();
    go(&mut office, Step::DocsBought);
    let detail = office.case(&case);
    assert_eq!(detail.row.breaches, 1);
    let breach = detail.case.entries("breach").next().unwrap();
    assert_eq!(breach.args.get("unit"), Some("F3"));
    assert_eq!(breach.args.get("breach"), Some("bought_documents"));
    office.perform(Command::Undo).unwrap();
    assert_eq!(office.case(&case).row.breaches, 0, "it goes with the act that showed it");
}

#[test]
fn a_copy_of_a_letter_stays_in_the_ledger_whoever_regrets_it() {
    let mut office = Office::opened();
    let case = office.conflict();
    office.act(&case, "accept", "recusal=无").unwrap();
    office.act(&case, "letter", "letter=acceptance recipient=F1").unwrap();
    assert_eq!(office.perform(Command::Undo).unwrap_err(), ["undo-issued"]);
    assert_eq!(office.case(&case).case.entries("letter").count(), 1);
}

#[test]
fn what_was_taken_back_leaves_no_words_behind() {
    let mut office = Office::opened();
    let case = office.conflict();
    office.act(&case, "accept", "recusal=无").unwrap();
    let talk =
        "party=F1 talked_at=2026-11-23T00:30:00Z channel=phone gist=询问投标意向 summary=问进度";
    office.act(&case, "ex-parte", talk).unwrap();
    let held = |office: &Office| {
        let store = office.folder.path().join("desk").join("daqu.db");
        let connection = rusqlite::Connection::open(store).unwrap();
        let mut statement = connection.prepare("SELECT bytes FROM part").unwrap();
        let rows = statement.query_map([], |row| row.get::<_, Vec<u8>>(0)).unwrap();
        let parts: Vec<Vec<u8>> = rows.map(Result::unwrap).collect();
        parts.iter().filter(|bytes| bytes.as_slice() == "询问投标意向".as_bytes()).count()
    };
    assert_eq!(held(&office), 1);
    office.perform(Command::Undo).unwrap();
    assert_eq!(held(&office), 0, "no bundle carries it");
    assert!(office.service.desk().audit().unwrap().findings.is_empty());
}

#[test]
fn evidence_that_is_not_for_the_parties_is_not_told_in_a_body() {
    let mut office = Office::opened();
    let case = office.conflict();
    let kept = "evidence_kind=mail title=一分公司报价底稿 author=匿名举报人 origin=unclear \
                evidence_class=4 weight_note=待核";
    office.act(&case, "evidence", kept).unwrap();
    office.act(&case, "evidence", "evidence_kind=photo title=踏勘照片 origin=lawful").unwrap();
    let detail = office.case(&case);
    let [secret, open] = daqu::domain::case::evidence::evidence(&detail.case).try_into().unwrap();
    assert_eq!((secret.title.as_str(), secret.class), ("一分公司报价底稿", 4), "read here");
    assert_eq!((open.title.as_str(), open.class), ("踏勘照片", 3));
    let bodies = bodies(&office);
    assert!(bodies.contains("踏勘照片"));
    for words in ["报价底稿", "匿名举报人", "待核"] {
        assert!(!bodies.contains(words), "{words}");
    }
    let shown = format!("entries={} party=F3 channel=mail", secret.n);
    assert_eq!(office.act(&case, "disclose", &shown).unwrap_err(), ["not-for-parties"]);
}

#[test]
fn who_declared_a_relation_to_a_party_hands_the_case_to_his_deputy() {
    let mut office = Office::opened();
    let case = office.conflict();
    let declare = |tie: &str, unit: &str, left_on: Option<&str>| {
        Command::DeclareRelation(NewRelation {
            tie: tie.to_owned(),
            unit: unit.to_owned(),
            text: "其经理系我表兄".to_owned(),
            left_on: left_on.map(str::to_owned),
        })
    };
    let bare = NewRelation {
        tie: "friend".to_owned(),
        unit: "X9".to_owned(),
        text: String::new(),
        left_on: Some("去年".to_owned()),
    };
    let refused = office.perform(Command::DeclareRelation(bare)).unwrap_err();
    assert_eq!(refused, ["argument-missing", "argument-missing", "no-unit", "argument-misfit"]);
    assert_eq!(
        office.perform(declare("former_unit", "F3", None)).unwrap_err(),
        ["argument-missing"]
    );
    // Left more than three years ago, or a unit that is no party: nothing is in the way.
    office.perform(declare("former_unit", "F3", Some("2023-06-30"))).unwrap();
    office.perform(declare("kin", "F5", None)).unwrap();
    let kin = office.perform(declare("kin", "F1", None)).unwrap();
    assert_eq!(office.act(&case, "accept", "recusal=无").unwrap_err(), ["tied"]);
    let accept = office.case(&case).row.actions.into_iter().find(|row| row.id == "accept").unwrap();
    assert_eq!(accept.unmet[0].rule.as_deref(), Some("G12"), "the screen says so before");
    assert!(!bodies(&office).contains("表兄"), "the particulars are for headquarters");
    // The relation is ended, and the case is his again.
    let number = kin.number.unwrap();
    let end = |reasons: &str| Command::ActOnFile {
        number: number.clone(),
        action: "end".to_owned(),
        args: Texts::from([("reasons", reasons)]),
    };
    office.perform(end("已不在该公司任职")).unwrap();
    assert_eq!(office.perform(end("再来")).unwrap_err(), ["relation-over"]);
    office.act(&case, "accept", "recusal=无").unwrap();
    office.perform(Command::Undo).unwrap();
    office.perform(Command::Undo).unwrap();
    assert_eq!(office.act(&case, "accept", "recusal=无").unwrap_err(), ["tied"], "in force again");
    // Whose deputy takes it is not his choice: 东北 → 华东 → 华南.
    let elsewhere = office.act(&case, "transfer", "to=SW ground=recused reasons=亲属");
    assert_eq!(elsewhere.unwrap_err(), ["transfer-to-deputy"]);
    office.act(&case, "transfer", "ground=recused reasons=亲属").unwrap();
    let detail = office.case(&case);
    let transfer = detail.case.entries("transfer").next().unwrap();
    assert_eq!(transfer.args.get("to"), Some("SC"));
    assert_eq!(detail.row.state, State::Transferred);
}
