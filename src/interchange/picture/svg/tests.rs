//! What a page would show: every row, every tile, no gap closed, no text taken for structure.

#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::svg;
use crate::interchange::picture::sample;
use crate::interchange::picture::{Bar, Bars, Figure, Picture, Series, TileMap};

/// The names of the elements in order, each opened and closed as XML wants it; `Err` says where it is not.
fn elements(text: &str) -> Result<Vec<String>, String> {
    let body = text.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n").ok_or("head")?;
    let (mut open, mut all) = (Vec::new(), Vec::new());
    for part in body.split('<').skip(1) {
        let (tag, text) = part.split_once('>').ok_or_else(|| part.to_owned())?;
        if text.contains('>') || !entities_only(text) || !entities_only(tag) {
            return Err(part.to_owned());
        }
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop().as_deref() != Some(name) {
                return Err(part.to_owned());
            }
            continue;
        }
        if tag.matches('"').count() % 2 == 1 {
            return Err(part.to_owned());
        }
        let name: String = tag.chars().take_while(char::is_ascii_alphabetic).collect();
        all.push(name.clone());
        if !tag.ends_with('/') {
            open.push(name);
        }
    }
    if open.is_empty() { Ok(all) } else { Err(format!("{open:?} left open")) }
}

/// Whether each `&` begins one of the five names that are written.
fn entities_only(text: &str) -> bool {
    let known = ["amp;", "lt;", "gt;", "quot;", "#39;"];
    text.split('&').skip(1).all(|after| known.iter().any(|name| after.starts_with(name)))
}

fn bars_of(label: &str) -> Picture {
    let row = Bar { label: label.to_owned(), value: 3, text: label.to_owned(), ..Bar::default() };
    Picture::new(Bars { title: label.to_owned(), unit: label.to_owned(), rows: vec![row] })
        .noted(label)
}

fn series_of(values: &[Option<i64>]) -> String {
    let lines = vec![("江苏".to_owned(), values.to_vec())];
    svg(&Picture::new(Series { lines, ..Series::default() }))
}

/// The path of the only line: the first of that thickness.
fn path(shown: &str) -> &str {
    let (before, _) =
        shown.split_once("\" fill=\"none\" stroke=\"#1f4e86\" stroke-width=\"2.5\"").unwrap();
    before.rsplit('"').next().unwrap()
}

#[test]
fn every_figure_is_one_well_formed_picture_that_stands_alone() {
    for picture in sample::all() {
        let shown = svg(&picture);
        let all = elements(&shown).unwrap();
        assert_eq!(all.first().map(String::as_str), Some("svg"));
        assert_eq!(all.get(1..3).unwrap(), ["title", "desc"]);
        assert!(shown.contains("role=\"img\"") && shown.contains("viewBox=\"0 0 "));
        for foreign in ["<script", "href", "<image", "<style", "@import", "onload"] {
            assert!(!shown.contains(foreign), "{foreign}");
        }
        assert_eq!(shown.matches("://").count(), 1, "the name of SVG and no other address");
        assert_eq!(shown, svg(&picture), "the same datum gives the same picture");
    }
}

#[test]
fn what_is_seen_is_told_too() {
    for picture in sample::all() {
        let shown = svg(&picture);
        let told = shown.split_once("<desc>").unwrap().1.split_once("</desc>").unwrap().0;
        let expected: &[&str] = match &picture.figure {
            Figure::Bars(_) => {
                &["一分公司: 12 件 / 15 件", "三分公司: 0 件 / 8 件 逾期", "只计已公示的"]
            }
            Figure::Series(_) => &["江苏: 2026-08 3 条, 2026-09 ?, 2026-10 0 条"],
            Figure::Spans(_) => &["张工 2025-07-01–2026-03-31", "李工 2026-04-01–"],
            Figure::Map(_) => &["未结冲突", "苏: EC"],
        };
        for words in expected {
            assert!(told.contains(words), "{words} in {told}");
        }
    }
}

#[test]
fn a_text_is_a_text_wherever_it_stands() {
    let hostile =
        "</text><script>alert(\"1\")</script> & 'x' \u{0}\u{7}\u{1b}[2J\u{fffe}\u{202e}\r\n尾";
    let shown = svg(&bars_of(hostile));
    elements(&shown).unwrap();
    assert!(!shown.contains("<script"));
    assert!(shown.contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;"));
    let forbidden = |c: char| (c.is_control() && c != '\n') || c == '\u{fffe}' || c == '\u{202e}';
    assert!(!shown.contains(forbidden));
}

#[test]
fn an_unknown_month_is_a_gap_and_never_nought() {
    let shown = series_of(&[Some(4), Some(6), None, Some(8), Some(2)]);
    let path = path(&shown);
    assert_eq!(path.matches('M').count(), 2, "lifted once: {path}");
    assert_eq!(path.matches('L').count(), 2, "{path}");
    let points = shown.matches("class=\"point\"").count();
    assert_eq!(points, 4 + 1, "the known months, and the legend");
    let nought = series_of(&[Some(4), Some(6), Some(0), Some(8), Some(2)]);
    assert_eq!(self::path(&nought).matches('M').count(), 1, "nought is an amount");
    assert_eq!(series_of(&[None, None]).matches("class=\"point\"").count(), 1);
}

#[test]
fn every_province_has_its_tile_with_its_sign_and_its_letter() {
    let map = sample::map();
    let shown = svg(&Picture::new(map.clone()));
    for (tile, (code, ..)) in map.tiles.iter().zip(crate::domain::territory::TILES) {
        assert!(!tile.sign.is_empty(), "{code}");
        assert!(shown.contains(&format!(">{}</text>", tile.sign)), "{code} {}", tile.sign);
        assert!(shown.contains(&format!("<g><title>{}", tile.sign)), "{code}");
    }
    let own = map.tiles.iter().filter(|tile| tile.strong).count();
    assert!(own > 0);
    assert_eq!(shown.matches("stroke-width=\"5\"").count(), own, "a thick border each");
    for (letter, group) in ["A", "B", "C", "D"].into_iter().zip(&map.groups) {
        assert!(shown.contains(&format!(">{letter} {group}</text>")), "{group} in the legend");
        let members =
            map.tiles.iter().filter(|tile| map.group(tile) == Some(group.as_str())).count();
        assert_eq!(shown.matches(&format!(">{letter}</text>")).count(), members, "{group}");
    }
}

#[test]
fn a_tile_without_a_number_has_no_badge() {
    let mut map = sample::map();
    map.scale = None;
    let badges = |map: TileMap| svg(&Picture::new(map)).matches("rx=\"5\"").count();
    let known = map.tiles.iter().filter(|tile| tile.value.is_some()).count();
    assert_eq!(badges(map.clone()), known, "nought has one, the unknown has none");
    for tile in map.tiles.iter_mut().filter(|tile| tile.value.is_none()) {
        tile.text = "?".to_owned();
    }
    assert_eq!(badges(map.clone()), known + 1, "where something is said it is shown");
    assert!(svg(&Picture::new(map)).contains("stroke-dasharray=\"3 2\""), "but not as a number");
}

#[test]
fn who_stood_at_the_same_time_is_shown_side_by_side() {
    let shown = svg(&Picture::new(sample::spans()));
    for words in ["张工", "李工", "王工", "赵工"] {
        assert!(shown.contains(&format!(": {words} ")), "{words} in a band");
        let spelled = |letter: char| shown.contains(&format!(">{letter} {words}</text>"));
        assert!(('A'..='D').any(spelled), "{words} in the legend");
    }
    assert!(shown.contains(">台湾</text>"), "a row without a band stays");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_and_any_amount_give_a_well_formed_picture(
        text in "(?s:.){0,20}",
        values in proptest::collection::vec(any::<Option<i64>>(), 0..9),
        of in any::<Option<i64>>(),
    ) {
        let mut bars = sample::bars();
        bars.title.clone_from(&text);
        let row = |value: &Option<i64>| Bar {
            label: text.clone(),
            value: value.unwrap_or(0),
            of,
            text: text.clone(),
            mark: Some(text.clone()),
        };
        bars.rows.extend(values.iter().map(row));
        let lines = vec![(text.clone(), values.clone())];
        let series = Series { labels: vec![text.clone(); 3], lines, ..sample::series() };
        for picture in [Picture::new(bars), Picture::new(series)] {
            let shown = svg(&picture);
            prop_assert!(elements(&shown).is_ok(), "{:?}", elements(&shown));
        }
    }
}
