//! What a reader sees at every width.

#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use ratatui::text::Line;

use super::{bars, series, spans, sparkline};
use crate::interchange::picture::{Bar, Bars, Series, Span, Spans, sample};
use crate::text::width::columns;
use crate::ui::theme::Theme;
use crate::ui::widget::width_of;

fn shown(lines: &[Line<'_>]) -> Vec<String> {
    let text = |line: &Line<'_>| line.spans.iter().map(|piece| piece.content.as_ref()).collect();
    lines.iter().map(text).collect()
}

fn bar(label: &str, value: i64, of: Option<i64>) -> Bar {
    let (label, text) = (label.to_owned(), value.to_string());
    Bar { label, value, of, text, mark: None }
}

fn drawn(rows: Vec<Bar>, width: usize, ascii: bool) -> Vec<String> {
    let of = Bars { rows, ..Bars::default() };
    shown(&bars(&of, width, Theme::Mono, ascii))
}

#[test]
fn a_bar_is_as_long_as_its_amount_to_an_eighth() {
    let rows =
        || vec![bar("苏", 8, None), bar("浙", 4, None), bar("皖", 1, None), bar("沪", 0, None)];
    let lines = drawn(rows(), 13, false);
    assert_eq!(lines, ["苏 ████████ 8", "浙 ████     4", "皖 █        1", "沪          0"]);
    let lines = drawn(rows(), 9, false);
    assert_eq!(lines, ["苏 ████ 8", "浙 ██   4", "皖 ▌    1", "沪      0"]);
    assert_eq!(drawn(rows(), 13, true)[1], "浙 ####     4");
}

#[test]
fn a_target_is_a_stroke_that_a_reached_bar_touches() {
    let rows = || vec![bar("苏", 8, Some(8)), bar("浙", 2, Some(4)), bar("皖", 0, None)];
    let lines = drawn(rows(), 14, false);
    assert_eq!(lines, ["苏 ████████│ 8", "浙 ██  │     2", "皖           0"]);
    assert_eq!(drawn(rows(), 14, true)[1], "浙 ##  |     2");
}

#[test]
fn a_loss_is_drawn_otherwise_than_an_amount_and_the_least_is_seen() {
    let rows = || vec![bar("苏", 1000, None), bar("浙", -500, None), bar("皖", 1, None)];
    let lines = drawn(rows(), 16, false);
    assert_eq!(lines, ["苏 ████████ 1000", "浙 ▒▒▒▒     -500", "皖 ▏           1"]);
    assert_eq!(drawn(rows(), 16, true)[1..], ["浙 ----     -500", "皖 #           1"]);
}

#[test]
fn label_and_amount_stay_where_a_bar_has_no_room() {
    let of = sample::bars();
    let lines = shown(&bars(&of, 17, Theme::Mono, false));
    assert!(lines.iter().all(|line| !line.contains('█')), "{lines:?}");
    assert!(lines.iter().any(|line| line.contains("12")), "{lines:?}");
    let wide = shown(&bars(&of, 60, Theme::Mono, false));
    assert!(wide.iter().any(|line| line.ends_with("逾期")), "{wide:?}");
}

#[test]
fn an_unknown_amount_is_a_gap_and_never_the_lowest_block() {
    let values = [Some(0), None, Some(7), Some(14)];
    assert_eq!(sparkline(&values, 9, false), "▁·▄█");
    assert_eq!(sparkline(&values, 9, true), "_?~#");
    assert_eq!(sparkline(&values, 2, false), "▄█", "the newest stay");
    assert_eq!(sparkline(&values, 0, false), "");
    assert_eq!(sparkline(&[None, None], 9, false), "··");
    assert_eq!(sparkline(&[Some(i64::MIN), Some(i64::MAX)], 9, false), "▁█");
}

#[test]
fn a_series_is_a_line_each_with_its_last_amount() {
    let lines = shown(&series(&sample::series(), 40, Theme::Mono, false));
    assert_eq!(lines, ["江苏 ▃·▁█ 8 条", "浙江 ▅▄··    ?"]);
}

#[test]
fn bands_stand_under_their_months() {
    let lines = shown(&spans(&sample::spans(), 41, Theme::Mono, false));
    let [head, jiangsu, zhejiang, beside, taiwan] = &lines[..] else { panic!("{lines:?}") };
    assert!(head.starts_with("     │2026-01"), "{head}");
    assert!(jiangsu.starts_with("江苏 ◂张工"), "{jiangsu}");
    assert!(jiangsu.contains("┤├李工") && jiangsu.ends_with('▸'), "{jiangsu}");
    assert_eq!(columns(jiangsu), 41);
    assert!(zhejiang.contains("├王工") && zhejiang.ends_with('┤'), "{zhejiang}");
    assert!(beside.trim() == "│" && beside.starts_with("     "), "two at a time: {beside}");
    assert_eq!(taiwan.trim(), "台湾");
    let typed = shown(&spans(&sample::spans(), 41, Theme::Mono, true));
    assert!(typed[1].starts_with("江苏 <张工") && typed[1].ends_with("->"), "{}", typed[1]);
}

fn any_day() -> impl Strategy<Value = chrono::NaiveDate> {
    (1990..2100_i32, 1..366_u32)
        .prop_map(|(year, day)| chrono::NaiveDate::from_yo_opt(year, day).unwrap())
}

fn any_span() -> impl Strategy<Value = Span> {
    (any_day(), proptest::option::of(any_day()), "\\PC{0,6}").prop_map(|(from, to, text)| Span {
        from,
        to,
        text,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_line_is_ever_wider_than_its_place(
        rows in proptest::collection::vec(("\\PC{0,9}", any::<i64>(), any::<Option<i64>>(), "\\PC{0,9}", proptest::option::of("\\PC{0,4}")), 0..5),
        lines in proptest::collection::vec(("\\PC{0,9}", proptest::collection::vec(any::<Option<i64>>(), 0..30)), 0..4),
        stood in proptest::collection::vec(("\\PC{0,9}", proptest::collection::vec(any_span(), 0..5)), 0..4),
        (from, to) in (any_day(), any_day()),
        ascii in any::<bool>(),
    ) {
        let rows = rows.into_iter().map(|(label, value, of, text, mark)| Bar { label, value, of, text, mark });
        let of_bars = Bars { rows: rows.collect(), ..Bars::default() };
        let of_series = Series { unit: "件".to_owned(), lines, ..Series::default() };
        let of_spans = Spans { from, to, rows: stood, ..Spans::default() };
        for width in 0..=200 {
            let all = [
                bars(&of_bars, width, Theme::Named, ascii),
                series(&of_series, width, Theme::Mono, ascii),
                spans(&of_spans, width, Theme::Named, ascii),
            ];
            for line in all.iter().flatten() {
                prop_assert!(width_of(&line.spans) <= width, "{:?} in {}", line, width);
            }
            for (_, values) in &of_series.lines {
                let line = sparkline(values, width, ascii);
                prop_assert!(columns(&line) <= width, "{} in {}", line, width);
            }
        }
    }
}
