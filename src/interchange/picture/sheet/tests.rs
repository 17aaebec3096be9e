//! What another program finds in the workbook.

#![allow(clippy::unwrap_used)]

use std::io::{Cursor, Read};

use calamine::{Data, Range, Reader, Xlsx};
use zip::ZipArchive;

use super::workbook;
use crate::i18n::{Lang, Words};
use crate::interchange::picture::{Bar, Bars, Picture, Series, Span, Spans, Tile, TileMap, sample};

const HOSTILE: &str = "=HYPERLINK(\"https://example.invalid\")";

fn written(pictures: &[Picture]) -> Vec<u8> {
    workbook(pictures, &Words::new(Lang::Zh)).unwrap()
}

/// The sheets in their order: name, cells, and whether a formula stands anywhere.
fn sheets(bytes: &[u8]) -> Vec<(String, Range<Data>, bool)> {
    let mut book = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
    let names = book.sheet_names();
    let read = |name: String| {
        let cells = book.worksheet_range(&name).unwrap();
        let formulas = book.worksheet_formula(&name).unwrap();
        let any = formulas.used_cells().any(|(_, _, formula)| !formula.is_empty());
        (name, cells, any)
    };
    names.into_iter().map(read).collect()
}

fn text(cells: &Range<Data>, row: u32, column: u32) -> Option<String> {
    match cells.get_value((row, column)) {
        Some(Data::String(text)) => Some(text.clone()),
        _ => None,
    }
}

fn number(cells: &Range<Data>, row: u32, column: u32) -> Option<f64> {
    match cells.get_value((row, column)) {
        Some(Data::Float(number)) => Some(*number),
        _ => None,
    }
}

/// The charts as they are packed, in their order.
fn charts(bytes: &[u8]) -> Vec<String> {
    let mut packed = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut names: Vec<String> =
        packed.file_names().map(|name| name.unwrap().into_owned()).collect();
    names.retain(|name| name.starts_with("xl/charts/chart"));
    names.sort();
    let mut read = |name: &String| {
        let mut text = String::new();
        packed.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    names.iter().map(&mut read).collect()
}

#[test]
fn every_figure_is_a_sheet_with_its_table_and_a_chart() {
    let bytes = written(&sample::all());
    let sheets = sheets(&bytes);
    let names: Vec<&str> = sheets.iter().map(|(name, ..)| name.as_str()).collect();
    assert_eq!(names, ["各分公司中标", "每月线索", "各省由谁负责", "四大区"]);
    assert_eq!(charts(&bytes).len(), 4);
    let [(_, bars, _), (_, series, _), (_, spans, _), (_, map, _)] = &sheets[..] else {
        panic!("four sheets")
    };
    assert_eq!(text(bars, 0, 0).as_deref(), Some("各分公司中标"));
    assert_eq!(text(bars, 2, 0).as_deref(), Some("只计已公示的"));
    assert_eq!(text(bars, 5, 0).as_deref(), Some("一分公司"));
    assert_eq!((number(bars, 5, 1), number(bars, 5, 3)), (Some(12.0), Some(15.0)));
    assert_eq!(number(bars, 7, 1), Some(-3.0));
    assert_eq!(text(bars, 6, 4).as_deref(), Some("逾期"));
    assert_eq!(text(series, 4, 1).as_deref(), Some("江苏"));
    assert_eq!(text(spans, 6, 1).as_deref(), Some("李工"));
    assert!(matches!(spans.get_value((6, 2)), Some(Data::DateTime(_))), "a day is a day");
    assert_eq!(number(spans, 5, 4), Some(274.0), "2025-07-01 to 2026-03-31, both included");
    let signs: Vec<String> = (5..39).filter_map(|row| text(map, row, 0)).collect();
    assert_eq!(signs.len(), crate::domain::territory::TILES.len());
}

#[test]
fn what_is_unknown_is_an_empty_cell_and_never_nought() {
    let bytes = written(&[Picture::new(sample::series()), Picture::new(sample::map())]);
    let sheets = sheets(&bytes);
    let [(_, series, _), (_, map, _)] = &sheets[..] else { panic!("two sheets") };
    let cells: Vec<Option<f64>> = (5..9).map(|row| number(series, row, 1)).collect();
    assert_eq!(cells, [Some(3.0), None, Some(0.0), Some(8.0)]);
    assert!(series.get_value((6, 1)).is_none_or(|cell| *cell == Data::Empty));
    assert!(map.get_value((6, 2)).is_none_or(|cell| *cell == Data::Empty));
    assert_eq!(number(map, 5, 2), Some(0.0), "nought is a number");
    let charts = charts(&bytes);
    let [lines, _] = &charts[..] else { panic!("two charts") };
    assert!(lines.contains("<c:dispBlanksAs val=\"gap\"/>"));
    let values = lines.split_once("<c:val>").unwrap().1.split_once("</c:val>").unwrap().0;
    assert!(!values.contains("<c:pt idx=\"1\">"), "the gap is in the chart too: {values}");
}

#[test]
fn no_text_becomes_a_formula_or_a_reference() {
    let text_of = || HOSTILE.to_owned();
    let day = sample::spans().from;
    let pictures = [
        Picture::new(Bars {
            title: text_of(),
            unit: text_of(),
            rows: vec![Bar {
                label: text_of(),
                value: 1,
                text: text_of(),
                of: Some(2),
                mark: Some(text_of()),
            }],
        })
        .noted(HOSTILE),
        Picture::new(Series {
            title: text_of(),
            unit: text_of(),
            labels: vec![text_of()],
            lines: vec![(text_of(), vec![Some(1)])],
        }),
        Picture::new(Spans {
            title: text_of(),
            from: day,
            to: day,
            rows: vec![(text_of(), vec![Span { from: day, to: None, text: text_of() }])],
        }),
        Picture::new(TileMap {
            title: text_of(),
            tiles: vec![Tile {
                sign: text_of(),
                value: Some(1),
                text: text_of(),
                ..Tile::default()
            }],
            groups: vec![text_of()],
            scale: Some(text_of()),
        }),
    ];
    let bytes = written(&pictures);
    for (name, cells, formulas) in sheets(&bytes) {
        assert!(!formulas, "{name}");
        assert_eq!(text(&cells, 0, 0).as_deref(), Some(HOSTILE), "{name}");
    }
    for chart in charts(&bytes) {
        for reference in chart.split("<c:f>").skip(1) {
            let reference = reference.split("</c:f>").next().unwrap();
            let (sheet, place) = reference.rsplit_once('!').unwrap();
            assert!(sheet.starts_with('\'') && sheet.ends_with('\''), "{reference}");
            assert!(place.starts_with('$'), "{reference}");
        }
    }
}

#[test]
fn a_figure_without_rows_is_a_sheet_without_a_chart() {
    let pictures = [
        Picture::new(Bars::default()),
        Picture::new(Series::default()),
        Picture::new(Spans::default()),
        Picture::new(TileMap::default()),
    ];
    let bytes = written(&pictures);
    assert_eq!(sheets(&bytes).len(), 4);
    assert!(charts(&bytes).is_empty());
    let long = Picture::new(Bars { title: "长".repeat(40_000), ..Bars::default() });
    assert_eq!(sheets(&written(&[long.clone(), long])).len(), 2, "too long a title is shortened");
}
