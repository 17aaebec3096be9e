//! What was once wrong on the desk, each as the story that showed it.

use chrono::{DateTime, Duration, Utc};
use daqu::desk::command::{Command, Done, NewClaim, NewMeeting, Refusal};
use daqu::desk::intake::Intake;
use daqu::desk::service::{DeskService, Reply, Request, Service};
use daqu::desk::view::{CaseRow, Filter, LeadRow};
use daqu::domain::case::State;
use daqu::domain::event::{Authority, Fact, Recorded, Retracted};
use daqu::domain::fold::History;
use daqu::domain::hlc::Hlc;
use daqu::domain::lead::{Captured, Lead, Screened, Verdict};
use daqu::domain::meeting::MeetingKind;
use daqu::domain::organisation::Territory;
use daqu::domain::strict::Texts;
use daqu::domain::subject::{Subject, SubjectKind};
use daqu::domain::territory::RegionCode;
use daqu::domain::why::Why;
use daqu::i18n::{Lang, Words};

use crate::support::{NOTICES, desk, now};

/// What a command came to: what was done, or why it was refused.
type Outcome = Result<Done, Vec<Why>>;

/// A desk of 华东 with the two made-up tenders, reached as the screen reaches it.
struct Office {
    service: DeskService,
    _folder: tempfile::TempDir,
}

impl Office {
    fn opened() -> Office {
        let folder = tempfile::tempdir().unwrap();
        let service = DeskService::new(desk(folder.path()), Words::new(Lang::Zh));
        Office { service, _folder: folder }
    }

    fn take_in(&mut self, file: &str) -> Intake {
        self.service.desk().take_in_bytes(file.as_bytes()).unwrap()
    }

    fn perform(&mut self, command: Command) -> Outcome {
        self.service.desk().perform(command).map_err(|refusal| match refusal {
            Refusal::Refused(whys) => whys,
            Refusal::Store(fault) => panic!("{fault}"),
        })
    }

    /// The lead of a publisher's identity.
    fn lead(&mut self, identity: &str) -> LeadRow {
        let subject = Subject::derived(SubjectKind::Lead, &[identity]);
        let filter = Filter::default();
        let asked = Request::Overview { filter, leads_from: 0, leads_count: 200 };
        let Reply::Overview(_, overview) = self.service.answer(asked) else { panic!("no list") };
        overview.leads.rows.into_iter().find(|row| row.subject == subject).unwrap()
    }

    fn claim(&mut self, lead: &str, unit: &str) -> Outcome {
        let (lead, unit) = (self.lead(lead).number, unit.to_owned());
        let (basis, lots, proofs) = ("已与客户对接".to_owned(), Vec::new(), Vec::new());
        self.perform(Command::Claim(NewClaim {
            lead,
            lots,
            unit,
            basis,
            proofs,
            ..NewClaim::default()
        }))
    }

    /// The only case there is, over or not.
    fn case(&mut self) -> CaseRow {
        let mut cases = self.service.desk().cases(true).unwrap();
        assert_eq!(cases.len(), 1, "one case");
        cases.remove(0)
    }

    /// Performs a row of the action table on the only case; what is entered is written `name=text`.
    fn act(&mut self, action: &str, entered: &str) {
        let pairs = entered.split_whitespace().filter_map(|pair| pair.split_once('='));
        let args = Texts(pairs.map(|(name, text)| (name.to_owned(), text.to_owned())).collect());
        let (number, action) = (self.case().number, action.to_owned());
        self.perform(Command::Act { number, action, args }).unwrap();
    }

    /// What keeps that row from being performed, by the keys of the sentences.
    fn unmet(&mut self, action: &str) -> Vec<String> {
        let case = self.case();
        let row = case.actions.iter().find(|row| row.id == action).unwrap();
        row.unmet.iter().map(|why| why.key.clone()).collect()
    }

    /// Two branches claim the tender, and the manager begins to consult.
    fn consult_about(&mut self, lead: &str) {
        self.claim(lead, "F1").unwrap();
        self.claim(lead, "F3").unwrap();
        self.act("accept", "recusal=无回避情形");
        self.act("consult", "notified=F1,F3 channel=phone gist=已告知主张和期限");
    }

    /// Consultation fails, and the manager recommends.
    fn recommend_about(&mut self, lead: &str) {
        self.consult_about(lead);
        self.act("statement", "party=F1,F3 text=各持己见 result=failed");
        self.act("finding", "party=F1 criterion=K6 found=favours text=在先");
        self.act("finding", "party=F3 criterion=K6 found=against text=在后");
        let said = "facts=均已对接 outcome=sole lead_unit=F1 criterion=K6 reasons=一分公司在先 rules=SCXT-8";
        self.act("recommend", &format!("{said} reply_limit=2026-11-24T09:00:00Z"));
    }

    /// A third unit claims when the case is over: it is told so, and which case it was.
    fn claim_too_late(&mut self) {
        let number = self.case().number;
        let late = self.claim("made-1", "F5").unwrap();
        assert_eq!(told(&late.notices), [("decided-already", number.as_str())]);
        assert_eq!(self.service.desk().claims().unwrap().len(), 3, "the claim itself is kept");
    }

    fn plan(&mut self) -> (String, Subject) {
        let (kind, title) = (MeetingKind::Coordination, "省干项目协调会".to_owned());
        let (start, place, chair, recorder) = (now() + Duration::days(2), None, None, None);
        let (participants, cases) = (Vec::new(), Vec::new());
        let meeting = NewMeeting {
            kind,
            title,
            start,
            place,
            chair,
            recorder,
            participants,
            cases,
            ..NewMeeting::default()
        };
        let done = self.perform(Command::PlanMeeting(meeting)).unwrap();
        (done.number.unwrap(), done.subject.unwrap())
    }

    fn save(&mut self, number: &str, text: &str, ends_draft: bool) {
        let (number, text) = (number.to_owned(), text.to_owned());
        self.perform(Command::SaveMinutes { number, text, ends_draft, seen_others: true }).unwrap();
    }

    /// What the editor would open: the text, its version, whether it is a draft.
    fn minutes(&mut self, number: &str) -> (String, u32, bool) {
        let answer = self.service.answer(Request::Minutes(number.to_owned()));
        let Reply::Minutes(minutes) = answer else { panic!("no minutes") };
        (minutes.text, minutes.version, minutes.is_draft)
    }
}

/// A row of a file of notices, three weeks old; without a sale window it states no time of the tender.
fn tender(identity: &str, region: &str, sale: &str) -> String {
    serde_json::json!({
        "id": identity, "title": "中国移动2026年管道迁改工程采购公告", "operator": "中国移动",
        "region": region, "category": "采购公告", "createDate": "2026-11-02 09:00:00",
        "saleTime": sale,
    })
    .to_string()
}

/// The keys of sentences, each with the number it names.
fn told(whys: &[Why]) -> Vec<(&str, &str)> {
    let told = whys.iter().map(|why| {
        let number = why.args.iter().find(|(name, _)| name == "number");
        (why.key.as_str(), number.map_or("", |(_, number)| number.as_str()))
    });
    told.collect()
}

#[test]
fn undo_goes_back_act_by_act_and_what_is_done_again_stands() {
    let mut office = Office::opened();
    office.consult_about("made-1");
    office.perform(Command::Undo).unwrap();
    assert_eq!(office.case().state, State::Accepted);
    office.perform(Command::Undo).unwrap();
    assert_eq!(office.case().state, State::Detected);
    office.act("accept", "recusal=无回避情形");
    assert_eq!(office.case().state, State::Accepted);
    office.perform(Command::Undo).unwrap();
    assert_eq!(office.case().state, State::Detected);
    // The claims themselves carry the case.
    let refused = office.perform(Command::Undo).unwrap_err();
    assert_eq!(told(&refused), [("undo-built-on", "")]);
}

#[test]
fn undo_finds_the_last_act_behind_an_import_of_many_leads() {
    let mut office = Office::opened();
    let claim = office.claim("made-1", "F1").unwrap();
    let many: Vec<String> = (100..160).map(|n| tender(&format!("made-{n}"), "安徽", "")).collect();
    assert_eq!(office.take_in(&format!("[{}]", many.join(","))).new, 60);
    let undone = office.perform(Command::Undo).unwrap();
    assert_eq!(undone.subject, claim.subject);
    assert!(office.service.desk().claims().unwrap().is_empty());
}

#[test]
fn minutes_whose_saving_is_undone_are_a_draft_again() {
    let mut office = Office::opened();
    let (number, meeting) = office.plan();
    office.save(&number, "一、省干项目", true);
    office.perform(Command::Undo).unwrap();
    assert_eq!(office.minutes(&number), ("一、省干项目".to_owned(), 0, true));
    // A newer draft is not written over by what comes back.
    office.save(&number, "二、标段划分", true);
    let text = "三、正在写的一行".to_owned();
    office.perform(Command::KeepDraft { meeting, text: text.clone() }).unwrap();
    office.perform(Command::Undo).unwrap();
    assert_eq!(office.minutes(&number), (text, 0, true));
}

#[test]
fn minutes_saved_from_elsewhere_leave_the_editors_draft_alone() {
    let mut office = Office::opened();
    let (number, meeting) = office.plan();
    let text = "编辑器里未保存的一行".to_owned();
    office.perform(Command::KeepDraft { meeting, text: text.clone() }).unwrap();
    office.save(&number, "来自文件的一稿", false);
    assert_eq!(office.minutes(&number), (text, 1, true));
    let page = office.service.desk().minutes_page(&number, &Words::new(Lang::Zh));
    assert!(page.unwrap().unwrap().contains("来自文件的一稿"));
    office.save(&number, "编辑器里的一稿", true);
    assert_eq!(office.minutes(&number), ("编辑器里的一稿".to_owned(), 2, false));
}

#[test]
fn a_unit_written_in_another_case_does_not_claim_twice() {
    let mut office = Office::opened();
    let first = office.claim("made-1", "F1").unwrap().number.unwrap();
    let refused = office.claim("made-1", "f1").unwrap_err();
    assert_eq!(told(&refused), [("already-claimed", first.as_str())]);
    assert_eq!(office.service.desk().claims().unwrap().len(), 1);
}

#[test]
fn an_older_file_taken_in_again_rolls_no_notice_back() {
    let mut office = Office::opened();
    let newer = NOTICES.replace("2026年12月10日09时30分", "2026年12月12日09时30分");
    let counts = |taken: Intake| (taken.new, taken.known, taken.revised);
    assert_eq!(counts(office.take_in(&newer)), (0, 2, 1));
    assert_eq!(counts(office.take_in(NOTICES)), (0, 2, 0));
    let later: DateTime<Utc> = "2026-12-12T01:30:00Z".parse().unwrap();
    assert_eq!(office.lead("made-1").deadline, Some(later));
}

#[test]
fn a_new_claim_after_a_decision_took_effect_leaves_the_decision_and_says_so() {
    let mut office = Office::opened();
    office.consult_about("made-1");
    office.act("statement", "party=F1,F3 text=愿由一分公司投标 result=agreed");
    office.act(
        "settle",
        "agreed=F1,F3 terms=三分公司退出 outcome=sole lead_unit=F1 proof=签字的备忘录",
    );
    office.act("serve", "party=F1 proof=receipt channel=邮件");
    assert_eq!(office.case().state, State::Settled, "one party does not know of it yet");
    office.act("serve", "party=F3 proof=receipt channel=邮件");
    assert_eq!(office.case().state, State::Effective);
    office.claim_too_late();
    let case = office.case();
    assert_eq!((case.state, case.parties), (State::Effective, vec!["F1".into(), "F3".into()]));
}

#[test]
fn a_new_claim_after_a_rejected_case_says_which_case_it_was() {
    let mut office = Office::opened();
    office.claim("made-1", "F1").unwrap();
    office.claim("made-1", "F3").unwrap();
    office.act("reject", "ground=no_fact reasons=双方均无对接事实");
    office.claim_too_late();
    assert_eq!(office.case().state, State::Rejected);
}

#[test]
fn a_release_that_is_taken_back_lets_the_claim_meet_its_rival() {
    let mut office = Office::opened();
    // While the notice names another region, two claims on it are not this desk's conflict.
    office.take_in(&format!("[{}]", tender("made-9", "广东", "")));
    office.claim("made-9", "F1").unwrap();
    let claim = office.claim("made-9", "F3").unwrap().number.unwrap();
    let (action, args) = ("release".to_owned(), Texts::from([("reasons", "让与一分公司")]));
    office.perform(Command::ActOnClaim { number: claim, action, args }).unwrap();
    office.take_in(&format!("[{}]", tender("made-9", "江苏", "")));
    assert!(office.service.desk().cases(true).unwrap().is_empty(), "one claim is no conflict");
    office.perform(Command::Undo).unwrap();
    let case = office.case();
    assert_eq!((case.state, case.parties), (State::Detected, vec!["F1".into(), "F3".into()]));
}

#[test]
fn a_party_that_refused_and_then_accepted_counts_as_accepting() {
    let mut office = Office::opened();
    office.recommend_about("made-1");
    office.act("reply", "party=F1 answer=accept");
    office.act("reply", "party=F3 answer=refuse");
    assert_eq!(office.unmet("agree"), ["not-accepted"]);
    office.act("reply", "party=F3 answer=accept");
    assert_eq!(office.unmet("order"), ["no-refusal"]);
    office.act("agree", "");
    assert_eq!(office.case().state, State::Settled);
}

#[test]
fn an_estimated_hard_stop_never_blocks_an_order_and_a_stated_one_does() {
    let sale = "2026年11月10日10时00分至2026年11月20日17时00分";
    for (sale, estimated, unmet) in [("", true, vec![]), (sale, false, vec!["hard-stop-passed"])] {
        let mut office = Office::opened();
        office.take_in(&format!("[{}]", tender("made-9", "江苏", sale)));
        office.recommend_about("made-9");
        office.act("reply", "party=F3 answer=refuse");
        let stop = office.case().hard_stop.unwrap();
        assert!(stop.estimated == estimated && stop.at < now(), "{stop:?}");
        assert_eq!(office.unmet("order"), unmet);
    }
}

const EAST: Authority = Authority::Region(RegionCode::EC);
const SOUTH: Authority = Authority::Region(RegionCode::SC);

/// An event about the first made-up tender, by the desk of a region.
fn event(id: &str, base: &[&str], by: Authority, fact: Fact) -> Recorded {
    let (id, subject) = (id.to_owned(), Subject::derived(SubjectKind::Lead, &["made-1"]));
    let base = base.iter().map(|id| (*id).to_owned()).collect();
    let (author, authority, hlc) = (format!("{by:?}"), by, Hlc::default());
    let (actor, office, parts) = (String::new(), String::new(), Vec::new());
    Recorded { id, subject, base, hlc, actor, office, author, authority, fact, parts }
}

fn captured() -> Recorded {
    let (_, rows) = daqu::interchange::read_all(NOTICES.as_bytes()).unwrap();
    let notice = rows.into_iter().next().unwrap().unwrap();
    let fact = Captured { number: "XS-EC-26-A-001".to_owned(), notice };
    event("captured", &[], EAST, Fact::LeadCaptured(fact))
}

fn screened(id: &str, base: &str, by: Authority, verdict: Verdict) -> Recorded {
    let fact = Screened::new(verdict, Some("不属施工".to_owned()));
    event(id, &[base], by, Fact::LeadScreened(fact))
}

#[test]
fn what_one_region_puts_away_is_still_new_to_another() {
    let verdict = |events: &[Recorded], seat: Authority| {
        Lead::fold(events, seat, &Territory::default())
            .unwrap()
            .verdict
            .map(|screened| screened.verdict)
    };
    let mut events = vec![captured(), screened("away", "captured", EAST, Verdict::Irrelevant)];
    assert_eq!(verdict(&events, EAST), Some(Verdict::Irrelevant));
    assert_eq!(verdict(&events, SOUTH), None);
    assert_eq!(verdict(&events, Authority::Headquarters), None);
    events.push(screened("wanted", "away", SOUTH, Verdict::Accept));
    assert_eq!(verdict(&events, EAST), Some(Verdict::Irrelevant), "each seat has its own verdict");
    assert_eq!(verdict(&events, SOUTH), Some(Verdict::Accept));
}

#[test]
fn an_undone_act_that_others_built_upon_is_not_undone() {
    let back = |base: &[&str]| {
        let fact = Retracted { event: "captured".to_owned() };
        event("back", base, EAST, Fact::Retracted(fact))
    };
    let stands = |events: &[Recorded]| History::new(events).effective().any(|e| e.id == "captured");
    let alone = [captured(), back(&["captured"])];
    assert!(!stands(&alone) && Lead::fold(&alone, EAST, &Territory::default()).is_none());
    let answer = screened("answer", "captured", SOUTH, Verdict::Accept);
    let mut built_on = [captured(), answer, back(&["answer"])];
    assert!(stands(&built_on) && Lead::fold(&built_on, EAST, &Territory::default()).is_some());
    built_on.reverse();
    assert!(stands(&built_on), "in whatever order they arrive");
}
