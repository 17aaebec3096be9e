//! Figures for the tests: one of each kind, with gaps, targets, marks and spans that go on.

use chrono::NaiveDate;

use super::{Bar, Bars, Picture, Series, Span, Spans, Tile, TileMap};
use crate::domain::territory::{RegionCode, TILES, province, region_of};

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

/// Amounts with a target, a mark and a loss.
pub fn bars() -> Bars {
    let row = |label: &str, value, of, mark: Option<&str>| Bar {
        label: label.to_owned(),
        value,
        of,
        text: format!("{value} 件"),
        mark: mark.map(str::to_owned),
    };
    Bars {
        title: "各分公司中标".to_owned(),
        unit: "件".to_owned(),
        rows: vec![
            row("一分公司", 12, Some(15), None),
            row("三分公司", 0, Some(8), Some("逾期")),
            row("五分公司", -3, None, None),
        ],
    }
}

/// A line with a gap, and one that is too short.
pub fn series() -> Series {
    Series {
        title: "每月线索".to_owned(),
        unit: "条".to_owned(),
        labels: ["2026-08", "2026-09", "2026-10", "2026-11"].map(str::to_owned).to_vec(),
        lines: vec![
            ("江苏".to_owned(), vec![Some(3), None, Some(0), Some(8)]),
            ("浙江".to_owned(), vec![Some(5), Some(4)]),
        ],
    }
}

/// Two provinces, one of them with two at a time and one that goes on.
pub fn spans() -> Spans {
    let span = |from, to, text: &str| Span { from, to, text: text.to_owned() };
    Spans {
        title: "各省由谁负责".to_owned(),
        from: day(2026, 1, 1),
        to: day(2026, 12, 31),
        rows: vec![
            (
                "江苏".to_owned(),
                vec![
                    span(day(2025, 7, 1), Some(day(2026, 3, 31)), "张工"),
                    span(day(2026, 4, 1), None, "李工"),
                ],
            ),
            (
                "浙江".to_owned(),
                vec![
                    span(day(2026, 2, 1), Some(day(2026, 8, 31)), "王工"),
                    span(day(2026, 6, 1), Some(day(2026, 6, 2)), "赵工"),
                ],
            ),
            ("台湾".to_owned(), Vec::new()),
        ],
    }
}

/// Every province, as bundled; the number of one is unknown, that of another nought.
pub fn map() -> TileMap {
    let tile = |(at, (code, line, column)): (usize, &(&str, u8, u8))| {
        let region = region_of(code);
        let value = if at == 1 { None } else { i64::try_from(at % 7).ok() };
        Tile {
            column: *column,
            line: *line,
            sign: province(code).and_then(|known| known.abbr.clone()).unwrap_or_default(),
            group: RegionCode::ALL.iter().position(|known| Some(*known) == region).unwrap_or(99),
            strong: region == RegionCode::ALL.first().copied(),
            value,
            text: value.map(|value| value.to_string()).unwrap_or_default(),
        }
    };
    TileMap {
        title: "四大区".to_owned(),
        tiles: TILES.iter().enumerate().map(tile).collect(),
        groups: RegionCode::ALL.iter().map(|region| region.to_string()).collect(),
        scale: Some("未结冲突".to_owned()),
    }
}

/// One of each kind.
pub fn all() -> Vec<Picture> {
    vec![
        Picture::new(bars()).noted("只计已公示的"),
        Picture::new(series()),
        Picture::new(spans()),
        Picture::new(map()),
    ]
}
