//! Each kind of figure as a table and a chart.

use rust_xlsxwriter::{
    Chart, ChartEmptyCells, ChartFormat, ChartType, ColNum, Color, Format, FormatAlign,
    FormatBorder, RowNum,
};

use super::page::{Done, HEADINGS, Page, last_row, serial, solid};
use crate::interchange::picture::axis::letter;
use crate::interchange::picture::palette::{INK, PAPER, hue};
use crate::interchange::picture::{Bars, Series, Span, Spans, Tile, TileMap, told};
use crate::t;

/// The first row of a table.
const FIRST: RowNum = HEADINGS + 1;

/// Width of a column of tiles, in letters.
const TILE: u32 = 8;

/// Amounts: whose, how much, as shown, of how much, the mark; and lying bars in the same order.
pub(super) fn bars(page: &mut Page<'_>, of: &Bars) -> Done {
    page.unit(&of.unit)?;
    let words = page.words;
    page.headings(&[
        t!(words, "picture-label"),
        if of.unit.is_empty() { t!(words, "picture-value") } else { of.unit.clone() },
        t!(words, "picture-shown"),
        t!(words, "picture-target"),
        t!(words, "picture-mark"),
    ])?;
    for (bar, row) in of.rows.iter().zip(FIRST..) {
        page.text(row, 0, &bar.label)?;
        page.number(row, 1, Some(bar.value))?;
        page.text(row, 2, &bar.text)?;
        page.number(row, 3, bar.of)?;
        page.text(row, 4, bar.mark.as_deref().unwrap_or_default())?;
    }
    let Some(last) = last_row(of.rows.len()) else { return Ok(()) };
    let mut chart = Chart::new(ChartType::Bar);
    add(&mut chart, page.name, 1, last, &mut solid(hue(0).deep));
    if of.rows.iter().any(|bar| bar.of.is_some()) {
        add(&mut chart, page.name, 3, last, &mut solid(hue(1).fill));
    }
    // Lying bars count from below, and their rows stand on the axis called y.
    chart.y_axis().set_reverse();
    page.chart(&mut chart, HEADINGS, 6)
}

/// Months: a column a line; and lines with gaps.
pub(super) fn series(page: &mut Page<'_>, of: &Series) -> Done {
    page.unit(&of.unit)?;
    let mut headings = vec![t!(page.words, "picture-month")];
    headings.extend(of.lines.iter().map(|(name, _)| name.clone()));
    page.headings(&headings)?;
    for (label, row) in of.labels.iter().zip(FIRST..) {
        page.text(row, 0, label)?;
    }
    for ((_, values), column) in of.lines.iter().zip(1_u16..) {
        for (value, row) in values.iter().zip(FIRST..) {
            page.number(row, column, *value)?;
        }
    }
    let Some(last) = last_row(of.months()) else { return Ok(()) };
    if of.lines.is_empty() {
        return Ok(());
    }
    let mut chart = Chart::new(ChartType::Line);
    let mut beside = 2;
    for (_, column) in of.lines.iter().zip(1_u16..) {
        let series = chart.add_series();
        series.set_values((page.name, FIRST, column, last, column));
        series.set_categories((page.name, FIRST, 0_u16, last, 0_u16));
        series.set_name((page.name, HEADINGS, column));
        beside = column + 2;
    }
    chart.show_empty_cells_as(ChartEmptyCells::Gaps);
    page.chart(&mut chart, HEADINGS, beside)
}

/// Spans: where, who, from, until, how many days; and lying bars that begin on their day.
pub(super) fn spans(page: &mut Page<'_>, of: &Spans) -> Done {
    let words = page.words;
    page.headings(&[
        t!(words, "picture-label"),
        t!(words, "picture-who"),
        t!(words, "picture-from"),
        t!(words, "picture-until"),
        t!(words, "picture-days"),
    ])?;
    let mut rows = 0;
    let all = of.rows.iter().flat_map(|(label, spans)| spans.iter().map(move |span| (label, span)));
    for ((label, span), row) in all.zip(FIRST..) {
        page.text(row, 0, label)?;
        page.text(row, 1, &span.text)?;
        page.day(row, 2, span.from)?;
        if let Some(to) = span.to {
            page.day(row, 3, to)?;
        }
        page.number(row, 4, Some(days(of, span)))?;
        rows += 1;
    }
    let (Some(last), Some(from), Some(to)) = (last_row(rows), serial(of.from), serial(of.to))
    else {
        return Ok(());
    };
    let mut chart = Chart::new(ChartType::BarStacked);
    // The way to the first day is there and not seen.
    add(&mut chart, page.name, 2, last, ChartFormat::new().set_no_fill().set_no_line());
    add(&mut chart, page.name, 4, last, &mut solid(hue(0).deep));
    chart.y_axis().set_reverse();
    chart.x_axis().set_min(from).set_max(to + 1.0).set_num_format("yyyy-mm");
    page.chart(&mut chart, HEADINGS, 6)
}

/// The days of a span; one that goes on is counted to the last day shown.
fn days(of: &Spans, span: &Span) -> i64 {
    let last = span.to.unwrap_or(of.to);
    (last.signed_duration_since(span.from).num_days() + 1).max(0)
}

/// Provinces: which, in which group, how much, as shown, whether the reader's own; beside it the tiles, below them columns.
pub(super) fn map(page: &mut Page<'_>, of: &TileMap) -> Done {
    let words = page.words;
    page.headings(&[
        t!(words, "picture-place"),
        t!(words, "picture-group"),
        of.scale.clone().unwrap_or_else(|| t!(words, "picture-value")),
        t!(words, "picture-shown"),
        t!(words, "picture-own"),
    ])?;
    let beside: ColNum = 6;
    let mut below = HEADINGS;
    for (tile, row) in of.tiles.iter().zip(FIRST..) {
        page.text(row, 0, &tile.sign)?;
        page.text(row, 1, of.group(tile).unwrap_or_default())?;
        page.number(row, 2, tile.value)?;
        page.text(row, 3, &tile.text)?;
        page.text(row, 4, if tile.strong { "✓" } else { "" })?;
        let place = (FIRST + RowNum::from(tile.line), beside + ColNum::from(tile.column));
        square(page, of, tile, place)?;
        below = below.max(place.0 + 2);
    }
    let Some(last) = last_row(of.tiles.len()).filter(|_| of.most().is_some()) else {
        return Ok(());
    };
    let mut chart = Chart::new(ChartType::Column);
    add(&mut chart, page.name, 2, last, &mut solid(hue(0).deep));
    page.chart(&mut chart, below, beside)
}

/// A tile as a cell: its sign, its number, the letter of its group.
fn square(page: &mut Page<'_>, of: &TileMap, tile: &Tile, (row, column): (RowNum, ColNum)) -> Done {
    let grouped = of.group(tile).is_some();
    let ground = if grouped { hue(tile.group).fill } else { PAPER };
    let border = if tile.strong { FormatBorder::Thick } else { FormatBorder::Thin };
    let look = Format::new()
        .set_background_color(Color::RGB(ground))
        .set_font_color(Color::RGB(INK))
        .set_align(FormatAlign::Center)
        .set_border(border);
    let letter = letter(tile.group);
    let parts =
        [tile.sign.clone(), told::number(tile), if grouped { letter } else { String::new() }];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    page.sheet.set_column_width(column, TILE)?;
    page.cell(row, column, &parts.join(" "), &look)
}

/// A series of a column of the table, named by its heading, with the first column as its categories.
fn add(chart: &mut Chart, name: &str, column: ColNum, last: RowNum, look: &mut ChartFormat) {
    let series = chart.add_series();
    series.set_values((name, FIRST, column, last, column));
    series.set_categories((name, FIRST, 0_u16, last, 0_u16));
    series.set_name((name, HEADINGS, column));
    series.set_format(look);
}
