//! The branch table, in the words of its rules.

use super::*;
use chrono::DateTime;

/// A decided case; `parties` and `favoured` are words of unit codes.
fn fact(parties: &str, favoured: &str) -> CaseFact {
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect();
    CaseFact {
        decided_at: Some(DateTime::UNIX_EPOCH),
        parties: words(parties),
        favoured: words(favoured),
        how: Some(How::Ordered),
        criterion: Some("K6".to_owned()),
        ..CaseFact::default()
    }
}

fn table_of(facts: &[CaseFact]) -> Table {
    table(facts, &BTreeMap::new())
}

#[test]
fn eight_cases_won_by_one_of_two_ask_both_for_an_explanation() {
    let rows = table_of(&vec![fact("F1 F3", "F1"); 8]).rows;
    assert_eq!(rows.iter().map(|row| row.unit.as_str()).collect::<Vec<_>>(), ["F1", "F3"]);
    assert_eq!((rows[0].favoured, rows[0].expected, rows[0].difference), (8, 4.0, 4.0));
    assert_eq!((rows[1].favoured, rows[1].expected, rows[1].difference), (0, 4.0, -4.0));
    for row in &rows {
        assert_eq!((row.tail, row.reading), (Some(1.0 / 256.0), Reading::Ask));
    }
}

#[test]
fn seven_cases_are_too_few_and_show_no_tail() {
    let rows = table_of(&vec![fact("F1 F3", "F1"); 7]).rows;
    assert_eq!((rows[0].tail, rows[0].reading), (None, Reading::TooFew));
}

#[test]
fn cases_that_could_turn_out_in_one_way_only_do_not_fill_a_sample() {
    let mut facts = vec![fact("F1 F3", "F1"); 7];
    facts.extend([fact("F1 F3", ""), fact("F1 F3", "F1 F3"), fact("F1", "F1")]);
    facts.push(fact("F1 F3", "F9"));
    let row = &table_of(&facts).rows[0];
    assert_eq!((row.cases, row.compared, row.favoured), (11, 7, 9));
    assert_eq!((row.expected, row.reading), (5.5, Reading::TooFew));
}

#[test]
fn an_even_hand_over_eight_cases_is_usual_in_whatever_order_they_came() {
    let mut facts = vec![fact("F1 F3 F3", "F1"); 4];
    facts.extend(vec![fact("F1 F2 F3", "F3"); 4]);
    let there = table_of(&facts);
    assert!(there.rows.iter().all(|row| row.unit == "F2" || row.reading == Reading::Usual));
    facts.reverse();
    assert_eq!(table_of(&facts), there);
}

#[test]
fn a_unit_that_only_claimed_has_a_row_of_zeros() {
    let claims = BTreeMap::from([("F5".to_owned(), 3), ("F1".to_owned(), 2)]);
    let rows = table(&[fact("F1 F3", "F1")], &claims).rows;
    assert_eq!(rows.iter().map(|r| r.claims).collect::<Vec<_>>(), [2, 0, 3]);
    let zeros = &rows[2];
    assert_eq!((zeros.unit.as_str(), zeros.cases, zeros.favoured), ("F5", 0, 0));
    assert!(zeros.expected.is_sign_positive() && zeros.difference.is_sign_positive());
    assert_eq!((zeros.median_minutes, zeros.reading), (None, Reading::TooFew));
}

#[test]
fn a_value_is_split_evenly_and_what_is_not_known_is_counted() {
    let worth = |fen, fact| CaseFact { value_fen: Some(fen), ..fact };
    let facts = [
        worth(60_000, fact("F1 F2 F3", "F1 F3")),
        worth(30_000, fact("F1 F3", "F1")),
        worth(10_000, fact("F1 F3", "")),
        worth(0, fact("F2 F3", "F3")),
        fact("F1 F3", "F3"),
    ];
    let table = table_of(&facts);
    assert_eq!((table.cases, table.value_fen, table.without_value), (5, 100_000, 2));
    let of = |row: &Row| (row.value_share, row.without_value);
    let rows: Vec<_> = table.rows.iter().map(of).collect();
    assert_eq!(rows, [(Some(600), 1), (Some(0), 1), (Some(300), 2)]);
    assert_eq!(table_of(&facts[3..]).rows[0].value_share, None);
}

#[test]
fn time_means_and_appeals_are_those_of_the_units_cases() {
    let with = |minutes, how, appeals| CaseFact {
        minutes,
        how: Some(how),
        appeals,
        appeals_upheld: appeals / 2,
        ..fact("F1 F3", "F1")
    };
    let mut facts = vec![
        with(Some(900), How::Ordered, 2),
        with(Some(300), How::Settled, 0),
        with(None, How::Recommended, 1),
        with(Some(401), How::Ruled, 0),
    ];
    let row = &table_of(&facts).rows[1];
    assert_eq!((row.median_minutes, row.appeals, row.appeals_upheld), (Some(401), 3, 1));
    assert_eq!(row.means, Means { settled: 1, recommended: 1, ordered: 1, ruled: 1 });
    facts.push(with(Some(500), How::Ordered, 0));
    assert_eq!(table_of(&facts).rows[1].median_minutes, Some(450));
}

#[test]
fn where_no_judgement_was_left_discretion_is_not_counted() {
    let by = |k: Option<&str>| CaseFact { criterion: k.map(str::to_owned), ..fact("F1 F3", "F1") };
    let facts = ["K1", "K2", "K3", "K4", "K5", "K10", "K11"].map(|k| by(Some(k)));
    assert_eq!(table_of(&facts).cases, 7);
    assert_eq!(discretion(&facts, &BTreeMap::new()).cases, 3);
    assert_eq!(discretion(&[by(None)], &BTreeMap::new()).cases, 1);
}

#[test]
fn a_lapsed_case_counts_against_the_manager_and_for_no_branch() {
    let lapsed = CaseFact { lapsed: true, decided_at: None, ..fact("F1 F3", "") };
    let interim = CaseFact { lapsed: true, ..fact("F1 F3", "F1") };
    let closed = CaseFact { closed: true, minutes: Some(90), ..fact("F1 F3", "F1") };
    let facts = [lapsed, interim, closed, fact("F1 F3", "F3")];
    assert_eq!(table_of(&facts).cases, 2);
    let summary = limits(&facts, Some(480));
    assert_eq!((summary.decided, summary.closed, summary.lapsed), (2, 1, 2));
    assert_eq!((summary.median_minutes, summary.suspended_minutes), (Some(90), Some(480)));
}
