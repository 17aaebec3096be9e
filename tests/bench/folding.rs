//! Cases for the table: histories of ten events each, as a desk writes them, folded beside a bare parse of the same texts.

use daqu::domain::calendar::Calendar;
use daqu::domain::case::action::find;
use daqu::domain::case::{Act, Case, Detected, Party, Trigger};
use daqu::domain::event::{Authority, Fact, Recorded};
use daqu::domain::hlc::Hlc;
use daqu::domain::strict::Texts;
use daqu::domain::subject::Subject;
use daqu::domain::territory::RegionCode;

/// Events of one case.
pub const EVENTS: usize = 10;

/// The acts of a case, after it was found.
const ACTS: [&str; EVENTS - 1] = [
    "accept",
    "consult",
    "statement",
    "statement",
    "recommend",
    "reply",
    "reply",
    "agree",
    "serve",
];

/// The texts of the facts of so many cases, and their events.
pub fn cases(count: usize) -> (Vec<String>, Vec<Vec<Recorded>>) {
    let (mut texts, mut histories) = (Vec::new(), Vec::new());
    for n in 0..count {
        let history = history(n);
        texts.extend(history.iter().filter_map(|e| Some(e.fact.data().ok()?.get().to_owned())));
        histories.push(history);
    }
    (texts, histories)
}

/// Folds one.
pub fn fold(history: &[Recorded]) -> Option<Case> {
    Case::fold(history, None, Calendar::bundled())
}

fn history(n: usize) -> Vec<Recorded> {
    let lead: Subject = format!("lead:018bcfe5-6800-7000-8000-{n:012x}").parse().unwrap();
    let at = "2026-11-23T01:00:00Z".parse().unwrap();
    let party =
        |unit: &str| Party { unit: unit.to_owned(), legal_entity: "LE0".to_owned(), claim: None };
    let detected = Fact::CaseDetected(Detected {
        number: format!("XT-EC-26-A-{n:05}"),
        lead,
        lot: "0".to_owned(),
        round: 1,
        trigger: Trigger::Claims,
        parties: vec![party("F1"), party("F3")],
        hard_stop: None,
        owner: Some(RegionCode::EC),
        at,
        reasons: None,
    });
    let args = Texts::from([
        ("party", "F1,F3"),
        ("notified", "F1,F3"),
        ("text", "已踏勘两处，资料齐备"),
        ("result", "failed"),
        ("answer", "accept"),
        ("proof", "receipt"),
        ("outcome", "sole"),
        ("lead_unit", "F1"),
    ]);
    let acts = ACTS.iter().map(|row| {
        let act = Act { args: args.clone(), at: Some(at), ..Act::default() };
        Fact::Acted(find(row).unwrap(), act)
    });
    let facts = std::iter::once(detected).chain(acts);
    let mut events: Vec<Recorded> = Vec::with_capacity(EVENTS);
    for (place, fact) in facts.enumerate() {
        let millis = 1_764_000_000_000 + i64::try_from(place).unwrap();
        events.push(Recorded {
            id: format!("sha256:{n:056x}{place:08x}"),
            subject: Case::subject(lead, "0", 1),
            base: events.last().map(|last| last.id.clone()).into_iter().collect(),
            hlc: Hlc { millis, counter: 0 },
            actor: "林岚".to_owned(),
            office: "大区经理".to_owned(),
            author: "desk".to_owned(),
            authority: Authority::Region(RegionCode::EC),
            fact,
            parts: Vec::new(),
        });
    }
    events
}
