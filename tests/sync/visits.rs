//! Visits against a decision, seen by the desks of a region and with the customers that headquarters published.

use daqu::desk::command::{Command, Done};
use daqu::desk::query::Reading;
use daqu::desk::relief::{FileDetail, FileKind};
use daqu::domain::strict::Texts;
use daqu::domain::territory::RegionCode;
use daqu::interchange::organisation::read;

use super::support::{House, Pair, down, enrol, exchange, pair, up};

/// The customer of the tender, its company in the province, and that one's in a city.
const CUSTOMERS: &str = r#"
from = 2026-01-01

[[customer]]
code = "JTX"
kind = "operator"
level = "group"
name = "甲通信"

[[customer]]
code = "JTX-JS"
kind = "operator"
level = "province"
parent = "JTX"
name = "江苏甲通信"

[[customer]]
code = "JTX-NJ"
kind = "operator"
level = "city"
parent = "JTX-JS"
name = "南京甲通信"
"#;

fn texts(entered: &str) -> Texts {
    let pairs = entered.split('|').filter_map(|pair| pair.split_once('='));
    Texts(pairs.map(|(name, text)| (name.trim().to_owned(), text.trim().to_owned())).collect())
}

fn act(house: &mut House, number: &str, action: &str, entered: &str) -> Done {
    let (number, action, args) = (number.to_owned(), action.to_owned(), texts(entered));
    house.perform(Command::Act { number, action, args })
}

fn move_file(house: &mut House, number: &str, action: &str, entered: &str) -> Done {
    let (number, action, args) = (number.to_owned(), action.to_owned(), texts(entered));
    house.perform(Command::ActOnFile { number, action, args })
}

/// A case that keeps F3 from the tender of 江苏, served on both; its number. Headquarters published the customers before.
fn settled(hq: &mut House, ec: &mut House) -> String {
    let company = hq.desk().company().unwrap();
    let facts = read(CUSTOMERS, &company, "2026-03-03".parse().unwrap()).unwrap();
    hq.perform(Command::Record(facts));
    down(hq, ec);
    ec.claim("F1");
    ec.claim("F3");
    ec.accept();
    let case = ec.desk().cases(true).unwrap().remove(0).number;
    act(ec, &case, "consult", "notified=F1,F3 | channel=phone | gist=告知");
    act(ec, &case, "statement", "party=F1,F3 | text=同意 | result=agreed");
    let settle = "agreed=F1,F3 | terms=三分公司退出 | outcome=sole | lead_unit=F1 | proof=签字页";
    act(ec, &case, "settle", settle);
    act(ec, &case, "serve", "party=F1,F3 | proof=receipt | channel=邮件");
    case
}

/// Enters a trip of F3 to a customer in 南京 on the next day.
fn trip(house: &mut House, customer: &str) -> Done {
    let entered = "who=张某 | unit=F3 | errand=拜访客户 | destination=南京 | leaves=2026-03-04 09:00 | \
                   returns=2026-03-04 18:00";
    let args = texts(&format!("{entered} | customer={customer}"));
    house.perform(Command::OpenFile { kind: FileKind::Trip, args })
}

const CLOSED: &str = "actual_from=2026-03-04 09:00 | actual_to=2026-03-04 17:00 | result=已见";

fn file(house: &mut House, number: &str) -> FileDetail {
    let (context, now) = (house.desk().context().clone(), house.now);
    house.look(|tx| Reading { tx, context: &context, now }.file_numbered(number)).unwrap()
}

fn breaches(house: &mut House) -> usize {
    house.desk().cases(true).unwrap().remove(0).breaches
}

#[test]
fn a_visit_to_a_company_that_headquarters_published_is_one_to_the_customer_above_it() {
    let Pair { hq, ec, folder: _folder } = &mut pair();
    settled(hq, ec);
    let planned = trip(ec, "南京甲通信");
    assert_eq!(planned.notices[0].key, "visit-planned");
    assert!(trip(ec, "移动").notices.is_empty(), "another customer");
    ec.later(48);
    let number = planned.number.unwrap();
    move_file(ec, &number, "close", &format!("{CLOSED} | gifts=no"));
    assert_eq!(breaches(ec), 1);
    exchange(ec, hq);
    assert_eq!(breaches(hq), 1);
}

/// A trip against a decision that two desks of 华东 end without knowing of each other, each in its own way; at headquarters, and
/// back at the first.
fn ended_twice(one: (&str, &str), other: (&str, &str)) -> (Pair, String) {
    let mut pair = pair();
    let mut colleague = House::region(pair.folder.path(), "ec-b", RegionCode::EC, 900_000);
    enrol(&mut pair.hq, &mut colleague);
    settled(&mut pair.hq, &mut pair.ec);
    let number = trip(&mut pair.ec, "甲通信").number.unwrap();
    exchange(&mut pair.ec, &mut pair.hq);
    down(&mut pair.hq, &mut colleague);
    for (house, (action, entered)) in [(&mut pair.ec, one), (&mut colleague, other)] {
        house.later(48);
        move_file(house, &number, action, entered);
        up(house, &mut pair.hq);
    }
    down(&mut pair.hq, &mut pair.ec);
    (pair, number)
}

/// Headquarters lets the rival that brought a state, and tells this, stand.
fn resolve(hq: &mut House, number: &str, stands: impl Fn(&str, &Texts) -> bool) {
    let file = file(hq, number);
    let rival = file.timeline.iter().position(|entry| stands(entry.action, &entry.args)).unwrap();
    move_file(hq, number, "resolve", &format!("decision={} | reasons=已核实", rival + 1));
}

#[test]
fn two_desks_that_close_one_trip_saw_one_breach_and_disagree_on_what_was_given() {
    let (none, some) =
        (format!("{CLOSED} | gifts=no"), format!("{CLOSED} | gifts=yes | gift_amount=200元"));
    let (mut pair, number) = ended_twice(("close", &none), ("close", &some));
    for house in [&mut pair.hq, &mut pair.ec] {
        assert_eq!(breaches(house), 1, "one trip, one unit");
        let contested = file(house, &number).contested;
        assert_eq!(contested.iter().map(|(state, _)| *state).collect::<Vec<_>>(), ["closed"; 2]);
    }
    resolve(&mut pair.hq, &number, |_, args| args.get("gifts") == Some("yes"));
    down(&mut pair.hq, &mut pair.ec);
    assert!(file(&mut pair.ec, &number).contested.is_empty());
    assert_eq!(breaches(&mut pair.ec), 1);
}

#[test]
fn a_breach_goes_when_headquarters_says_that_the_trip_was_called_off() {
    let closed = format!("{CLOSED} | gifts=no");
    let (mut pair, number) = ended_twice(("close", &closed), ("cancel", "reasons=客户改期"));
    assert_eq!(breaches(&mut pair.ec), 1, "nobody has said yet which of them is so");
    resolve(&mut pair.hq, &number, |action, _| action == "cancel");
    down(&mut pair.hq, &mut pair.ec);
    assert_eq!(breaches(&mut pair.ec), 0);
    exchange(&mut pair.ec, &mut pair.hq);
    assert_eq!(breaches(&mut pair.hq), 0);
}
