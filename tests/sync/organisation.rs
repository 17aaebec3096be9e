//! A year of three regions' changes: what headquarters publishes holds everywhere from its day on, and nothing that was done before
//! is rewritten by it.

use chrono::{DateTime, NaiveDate, Utc};
use daqu::desk::command::{Command, Refusal};
use daqu::desk::place::Asked;
use daqu::desk::query::Reading;
use daqu::domain::claim::ClaimState;
use daqu::domain::organisation::owner::{Question, Standing};
use daqu::domain::organisation::{Confirmed, OrganisationFact, Seat};
use daqu::domain::strict::Texts;
use daqu::domain::territory::RegionCode;
use daqu::i18n::{Lang, Words};
use daqu::interchange::organisation::{Fault, read};

use super::support::{House, Pair, down, enrol, pair, up};

const YEAR: &str = r#"
by = "董决〔2026〕3号"
from = 2026-01-01

[[resolution]]
number = "董决〔2026〕3号"
date = "2025-12-20"
title = "2026年机构与区域"
kind = "set_up"

[[resolution]]
number = "董决〔2026〕9号"
date = 2026-05-28
title = "江苏划归华南大区"
kind = "area"

[[resolution]]
number = "董决〔2026〕12号"
date = 2026-09-15
title = "二分公司收缩并撤销"
kind = "abolish"

[[entity]]
code = "LE0"
name = "示例通信建设有限公司"

[[unit]]
code = "F1"
kind = "branch"
name = "示例建设一分公司"
entity = "LE0"
city = "南京"

[[unit]]
code = "F2"
kind = "branch"
name = "示例建设二分公司"
entity = "LE0"
city = "杭州市"

[[unit]]
code = "F2"
kind = "branch"
name = "示例建设二分公司"
entity = "LE0"
city = "杭州市"
state = "shrinking"
by = "董决〔2026〕12号"
from = "2026-10-01"

[[unit]]
code = "F2"
kind = "branch"
name = "示例建设二分公司"
entity = "LE0"
city = "杭州市"
state = "closed"
by = "董决〔2026〕12号"
from = "2026-12-01"

[[area]]
unit = "示例建设一分公司"
place = "江苏"
right = "home"

[[area]]
unit = "F2"
place = "苏州"
right = "home"
class = "trunk"

[[area]]
unit = "F3"
place = "江苏"
right = "barred"

[[post]]
post = "rm"
region = "EC"
holder = "林岚"

[[post]]
post = "rm"
region = "SC"
holder = "周宁"

# A deputy for six weeks of summer.
[[post]]
post = "rm"
region = "SC"
holder = "贺清"
from = "2026-07-01"
until = "2026-08-15"

[[division]]
place = "江苏"
region = "SC"
by = "董决〔2026〕9号"
from = "2026-06-01"

# One city stays with 华东.
[[division]]
place = "苏州"
region = "EC"
by = "董决〔2026〕9号"
from = "2026-06-01"

[[key_account]]
customer = "移动"
holder = "叶承礼"

[[customer]]
code = "CMCC-JS"
kind = "operator"
level = "province"
parent = "CMCC"
name = "江苏移动"
place = "江苏"
key = true

[[confirm]]
gap = "G2"
"#;

fn facts(house: &mut House, text: &str) -> Vec<OrganisationFact> {
    let company = house.desk().company().unwrap();
    read(text, &company, day("2026-03-03")).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn standing(house: &mut House, division: &str, on: &str) -> Standing {
    let company = house.desk().company().unwrap();
    let asked = Question { division, class: None, customer: Some("CMCC-JS"), day: day(on) };
    company.owner(&asked).unwrap()
}

fn manager(standing: &Standing) -> Option<&str> {
    standing.manager.as_ref()?.holder.as_deref()
}

fn at(house: &mut House, moment: &str) {
    let to: DateTime<Utc> = moment.parse().unwrap();
    let hours = (to - house.now).num_hours();
    house.later(hours);
}

fn validate(house: &mut House, number: &str) -> Result<(), Vec<String>> {
    let (number, action) = (number.to_owned(), "protect".to_owned());
    let args = Texts::from([("reasons", "核对无误")]);
    match house.desk().perform(Command::ActOnClaim { number, action, args }) {
        Ok(_) => Ok(()),
        Err(Refusal::Refused(whys)) => Err(whys.into_iter().map(|why| why.key).collect()),
        Err(Refusal::Store(fault)) => panic!("{fault}"),
    }
}

#[test]
fn what_headquarters_publishes_holds_at_every_desk_from_its_day_on() {
    let Pair { folder, hq, ec } = &mut pair();
    let mut sc = House::region(folder.path(), "sc", RegionCode::SC, 3_000);
    enrol(hq, &mut sc);
    let published = facts(hq, YEAR);
    let done = hq.perform(Command::Record(published));
    assert!(
        done.notices
            .iter()
            .any(|why| why.key == "publish-reaches-back" || why.key.starts_with("territory"))
    );
    down(hq, ec);
    down(hq, &mut sc);
    for house in [&mut *hq, &mut *ec, &mut sc] {
        let before = standing(house, "320000", "2026-05-31");
        assert_eq!(before.seat, Some(Seat::Region(RegionCode::EC)));
        assert!(before.assumed, "nobody decided it yet");
        assert_eq!(manager(&before), Some("林岚"));
        let after = standing(house, "320000", "2026-06-01");
        assert_eq!(after.seat, Some(Seat::Region(RegionCode::SC)));
        assert_eq!(after.by.as_ref().unwrap().resolution, "董决〔2026〕9号");
        assert_eq!(manager(&after), Some("周宁"));
        assert_eq!(after.home[0].unit, "F1");
        assert_eq!(after.barred[0].unit, "F3");
        assert_eq!(
            after.accounts[0].post.holder.as_deref(),
            Some("叶承礼"),
            "by the group of its family"
        );
        let city = standing(house, "320500", "2026-06-01");
        assert_eq!(
            city.seat,
            Some(Seat::Region(RegionCode::EC)),
            "the city goes before the province"
        );
        assert_eq!(manager(&standing(house, "320000", "2026-07-20")), Some("贺清"));
        assert_eq!(manager(&standing(house, "320000", "2026-08-16")), Some("周宁"), "he is back");
        let shrunk = |house: &mut House, on: &str| {
            let company = house.desk().company().unwrap();
            (company.unit("F2", day(on)).unwrap().state.name(), company.is_at_work("F2", day(on)))
        };
        assert_eq!(shrunk(house, "2026-10-01"), ("shrinking", true));
        assert_eq!(shrunk(house, "2026-12-01"), ("closed", false));
        assert!(house.audit().is_empty());
    }
}

#[test]
fn a_manager_acts_by_what_held_when_he_acted_and_his_successor_takes_over() {
    let Pair { folder, hq, ec } = &mut pair();
    let mut sc = House::region(folder.path(), "sc", RegionCode::SC, 3_000);
    enrol(hq, &mut sc);
    let published = facts(hq, YEAR);
    hq.perform(Command::Record(published));
    down(hq, ec);
    let claimed = ec.claim("F1").number.unwrap();
    let before = ec.desk().claims().unwrap().remove(0);
    up(ec, hq);
    down(hq, &mut sc);
    assert_eq!(sc.desk().claims().unwrap().len(), 0, "it is another's business until the day");
    for house in [&mut *hq, &mut *ec, &mut sc] {
        at(house, "2026-06-02T01:00:00Z");
    }
    down(hq, &mut sc);
    let seen = sc.desk().claims().unwrap().len();
    assert_eq!(seen, 1, "the region that takes over gets what is open");
    let refused = validate(ec, &claimed).unwrap_err();
    assert!(refused.contains(&"claim-jurisdiction".to_owned()), "{refused:?}");
    if let Err(refused) = validate(&mut sc, &claimed) {
        assert!(!refused.contains(&"claim-jurisdiction".to_owned()), "{refused:?}");
    }
    let after = ec.desk().claims().unwrap().remove(0);
    assert_eq!((before.state, after.state), (ClaimState::Submitted, ClaimState::Submitted));
    assert_eq!(before.number, after.number, "nothing that was done before is rewritten");
    for house in [hq, ec, &mut sc] {
        assert!(house.audit().is_empty());
    }
}

#[test]
fn a_region_publishes_nothing_and_what_could_not_be_true_is_refused_whole() {
    let Pair { hq, ec, .. } = &mut pair();
    let published = facts(hq, YEAR);
    let keys = |house: &mut House, facts: Vec<OrganisationFact>| match house
        .desk()
        .perform(Command::Record(facts))
    {
        Err(Refusal::Refused(whys)) => whys.into_iter().map(|why| why.key).collect(),
        other => vec![format!("{other:?}")],
    };
    assert_eq!(keys(ec, published.clone()), ["headquarters-decides"]);
    let unruled: Vec<OrganisationFact> = published
        .into_iter()
        .filter(|fact| !matches!(fact, OrganisationFact::Resolution(_)))
        .collect();
    let refused: Vec<String> = keys(hq, unruled);
    assert!(refused.iter().all(|key| key == "publish-resolution-unknown"), "{refused:?}");
    let held = hq.events().len();
    let backwards = "by = \"x\"\n[[resolution]]\nnumber = \"x\"\ndate = 2026-01-01\ntitle = \"x\"\nkind = \"area\"\n\
                     [[division]]\nplace = \"江苏\"\nregion = \"SC\"\nfrom = 2026-06-01\nuntil = 2026-05-01\n";
    let backwards = facts(hq, backwards);
    assert_eq!(keys(hq, backwards), ["publish-ends-first"]);
    assert_eq!(hq.events().len(), held, "nothing of it was signed");
}

#[test]
fn what_is_for_a_time_is_over_on_a_day_that_one_can_step_to() {
    let Pair { hq, .. } = &mut pair();
    let until = "by = \"x\"\n[[resolution]]\nnumber = \"x\"\ndate = 2026-01-01\ntitle = \"x\"\nkind = \"area\"\n\
                 [[division]]\nplace = \"江苏\"\nregion = \"SC\"\nfrom = 2026-06-01\nuntil = 2026-12-31\n";
    let published = facts(hq, until);
    hq.perform(Command::Record(published));
    hq.desk().company().unwrap();
    let (context, now) = (hq.desk().context().clone(), hq.now);
    let mut place = |on: &str| {
        let asked = Asked { division: "320000".to_owned(), day: Some(day(on)) };
        hq.look(|tx| Reading { tx, context: &context, now }.place(&asked)).unwrap()
    };
    let shown = place("2026-06-01");
    assert_eq!(shown.standing.seat, Some(Seat::Region(RegionCode::SC)));
    assert_eq!(shown.changes, [day("2026-06-01"), day("2027-01-01")]);
    assert_eq!(place("2027-01-01").standing.seat, Some(Seat::Region(RegionCode::EC)), "it is back");
}

#[test]
fn what_was_published_together_is_taken_back_together_and_named_in_words() {
    let Pair { hq, .. } = &mut pair();
    let published = facts(hq, YEAR);
    let n = published.len();
    hq.perform(Command::Record(published));
    let confirmed = |gap: &str| {
        let (gap, resolution) = (gap.to_owned(), String::new());
        OrganisationFact::Confirmed(Confirmed { gap, holds: true, resolution })
    };
    // In the same instant, and yet another act.
    hq.perform(Command::Record(vec![confirmed("G12"), confirmed("G13")]));
    hq.perform(Command::Record(vec![confirmed("G15")]));
    let words = Words::new(Lang::Zh);
    let mut undo = || {
        let done = hq.perform(Command::Undo);
        let company = hq.desk().company().unwrap();
        let confirmed = ["G12", "G13", "G15"].map(|gap| company.is_confirmed(gap));
        let said = words.answer(&format!("done-{}", done.key), &done.args);
        (said, confirmed, company.targets().count() + company.divisions_with_rights().count())
    };
    assert_eq!(undo().1, [true, true, false]);
    let (said, confirmed, rights) = undo();
    assert_eq!((confirmed, rights > 0), ([false; 3], true));
    assert_eq!(said, "已撤销一并发布的 2 项：假定 G12、假定 G13");
    let (said, _, rights) = undo();
    assert_eq!(rights, 0, "nothing of it is left");
    let names = ["管辖 F1 江苏省", "岗位 大区经理 SC", "董事会决议 董决〔2026〕9号"];
    let told = names.iter().all(|name| said.contains(name)) && said.contains(&n.to_string());
    assert!(told && !said.contains("recorded"), "{said}");
    assert!(standing(hq, "320000", "2026-07-01").by.is_none(), "by no resolution");
    let refused = hq.desk().perform(Command::Undo);
    assert!(matches!(refused, Err(Refusal::Refused(_))), "one publication was one act");
    assert!(hq.audit().is_empty());
}

#[test]
fn a_file_that_means_nothing_is_refused_with_its_places() {
    let Pair { hq, .. } = &mut pair();
    let company = hq.desk().company().unwrap();
    let fault = |text: &str| read(text, &company, day("2026-03-03")).unwrap_err();
    assert!(
        matches!(fault("[[division]]\nplce = \"江苏\""), Fault::Text(told) if told.contains("plce"))
    );
    assert!(matches!(fault("from = \"bald\""), Fault::Text(told) if told.contains("bald")));
    let lost = "from = 2026-01-01\n[[area]]\nunit = \"七分公司\"\nplace = \"江苏\"\nright = \"home\"\n\
                [[area]]\nunit = \"F1\"\nplace = \"河外\"\nright = \"home\"";
    let Fault::Rows(whys) = fault(lost) else { panic!("read") };
    let keys: Vec<&str> = whys.iter().map(|why| why.key.as_str()).collect();
    assert_eq!(keys, ["publish-unread-unit", "publish-unread-place"]);
    let undated = fault("[[division]]\nplace = \"江苏\"\nregion = \"SC\"");
    assert!(matches!(undated, Fault::Rows(whys) if whys[0].key == "publish-no-from"));
}
