//! What awaits headquarters: cases that desks moved apart.

use daqu::i18n::Lang;

use super::divergence::{contested, window};
use super::support::House;

/// Kind and number of each row.
fn waits(house: &mut House) -> Vec<(&'static str, String)> {
    let rows = house.desk().awaiting().unwrap();
    rows.into_iter().map(|row| (row.kind, row.number)).collect()
}

#[test]
fn a_contested_case_awaits_a_word_on_it_and_was_not_sent_over() {
    let (mut pair, _other) = contested();
    let number = pair.hq.desk().cases(true).unwrap().remove(0).number;
    assert_eq!(waits(&mut pair.hq), [("contested", number.clone())]);
    for (lang, word, other) in
        [(Lang::Zh, "待裁定", "移送"), (Lang::En, "contested", "transferred")]
    {
        let mut window = window(&mut pair.hq, lang, (120, 40));
        window.press("6").unwrap();
        let seen = window.text();
        assert!(seen.contains(word) && !seen.contains(other), "{seen}");
        window.press("enter").unwrap();
        assert!(window.text().contains(&number), "the case opens\n{}", window.text());
    }
}
