//! What headquarters publishes whole: a rulebook and the working days of a year reach every desk with their text, and what was decided
//! before is read by the book of its time for ever.

use std::sync::Arc;

use daqu::desk::command::{Command, Refusal};
use daqu::desk::organisation::Published;
use daqu::desk::query::Reading;
use daqu::domain::organisation::{Confirmed, OrganisationFact, Standards};
use daqu::domain::rulebook::{Rulebook, Status};
use daqu::domain::strict::Texts;
use daqu::i18n::{Lang, Words};

use super::support::{House, Pair, down, pair, up};

/// A paper of a year that the program does not bring along.
const YEAR: &str = r#"{"year":2027,"days":[{"name":"元旦","date":"2027-01-01","isOffDay":true}]}"#;

fn book() -> Published {
    let text = Rulebook::source_text().replace("version = \"2026.1\"", "version = \"2027.1\"");
    assert_ne!(text, Rulebook::source_text());
    Published::Rules { text, resolution: "董决〔2026〕7号".to_owned() }
}

fn standards(house: &mut House) -> Arc<Standards> {
    house.desk().standards().unwrap()
}

/// The version of the book by which the last act on a case was done, read from the text that the desk keeps.
fn book_of_the_act(house: &mut House, number: &str) -> String {
    let (context, now) = (house.desk().context().clone(), house.now);
    let detail = house.look(|tx| Reading { tx, context: &context, now }.case(number));
    let case = detail.unwrap().case;
    let hash = case.timeline.iter().rev().find_map(|entry| entry.rulebase.clone()).unwrap();
    let text = house.look(|tx| tx.rulebase(&hash)).unwrap();
    Rulebook::parse(&text).unwrap().version()
}

#[test]
fn a_published_book_and_year_reach_every_desk_with_their_text() {
    let Pair { hq, ec, .. } = &mut pair();
    let old = standards(ec).book.hash();
    assert!(!standards(ec).calendar.has_year(2027));
    hq.perform(Command::Publish(book()));
    hq.perform(Command::Publish(Published::Calendar { text: YEAR.to_owned() }));
    let confirmed = Confirmed { gap: "G12".into(), holds: true, resolution: String::new() };
    hq.perform(Command::Record(vec![OrganisationFact::Confirmed(confirmed)]));
    down(hq, ec);
    for house in [&mut *hq, &mut *ec] {
        let now = standards(house);
        assert_eq!(now.book.version(), "2027.1");
        assert_ne!(now.book.hash(), old);
        assert!(now.calendar.has_year(2027) && now.calendar.has_year(2026));
        assert_eq!(now.book.get("G12").unwrap().status, Status::InForce, "it is assumed no more");
        assert_eq!(now.book.get("G13").unwrap().status, Status::Assumed);
        assert!(house.audit().is_empty());
    }
    let words = Words::new(Lang::Zh);
    words.adopt(&standards(ec).book);
    assert!(!daqu::i18n::value::rule(&words, "G12").contains("假定"));
    ec.later(1);
    assert_eq!(standards(ec).book.version(), "2027.1", "it is kept");
}

#[test]
fn what_was_done_before_is_read_by_the_book_of_its_time() {
    let Pair { hq, ec, .. } = &mut pair();
    ec.claim("F1");
    ec.claim("F3");
    ec.accept();
    let number = ec.desk().cases(true).unwrap().remove(0).number;
    assert_eq!(book_of_the_act(ec, &number), "2026.1");
    hq.perform(Command::Publish(book()));
    down(hq, ec);
    assert_eq!(book_of_the_act(ec, &number), "2026.1");
    up(ec, hq);
    assert_eq!(book_of_the_act(hq, &number), "2026.1", "wherever it is read");
    ec.later(1);
    let args = Texts::from([("ground", "facts_pending"), ("resume_when", "资料补齐")]);
    let (number, action) = (number.clone(), "suspend".to_owned());
    ec.perform(Command::Act { number: number.clone(), action, args });
    assert_eq!(book_of_the_act(ec, &number), "2027.1", "what is done now, by the book of now");
}

#[test]
fn a_text_that_cannot_be_read_is_refused_and_a_region_publishes_none() {
    let Pair { hq, ec, .. } = &mut pair();
    let publish =
        |house: &mut House, what: Published| match house.desk().perform(Command::Publish(what)) {
            Err(Refusal::Refused(whys)) => whys.into_iter().map(|why| why.key).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        };
    let broken = Published::Rules { text: "version = 1".to_owned(), resolution: String::new() };
    assert_eq!(publish(hq, broken), ["publish-unread-text"]);
    let broken = Published::Calendar { text: "{\"year\":2027,\"days\":7}".to_owned() };
    assert_eq!(publish(hq, broken), ["publish-unread-text"]);
    assert_eq!(publish(ec, book()), ["headquarters-decides"]);
    assert_eq!(standards(hq).book.hash(), Rulebook::bundled().hash());
}
