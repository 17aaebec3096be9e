//! Who stood where, day by day: a band for each, pointed where it began earlier or goes on.
//!
//! A band too short for its words bears a letter, and the legend spells it out.

use super::canvas::{Canvas, MARGIN, TEXT, Type, patterned, short, wide};
use crate::interchange::picture::axis::{Days, Stretch, letter, month, months};
use crate::interchange::picture::palette::{GRID, MUTED, hex, hue};
use crate::interchange::picture::{Span, Spans, told};

/// Height of a line of bands, and of a band.
const ROW: usize = 34;
const THICK: usize = 26;

/// Room between label and bands.
const GAP: usize = 10;

/// Width of the strip with the pattern.
const STRIP: usize = 10;

/// How far a point stands out.
const POINT: usize = 7;

pub(super) fn draw(canvas: &mut Canvas, spans: &Spans) {
    let labels = spans.rows.iter().map(|(label, _)| wide(label, TEXT.size)).max().unwrap_or(0);
    let labels = labels.min(canvas.room() / 4);
    let left = MARGIN + labels + GAP;
    let room = canvas.width.saturating_sub(left + MARGIN);
    let days = Days::new(spans.from, spans.to, room);
    let names = names(spans);
    let head = canvas.y;
    canvas.y += 22;
    let rows: Vec<Vec<Vec<Stretch<'_>>>> =
        spans.rows.iter().map(|(_, row)| days.lanes(row)).collect();
    let lines: usize = rows.iter().map(|lanes| lanes.len().max(1)).sum();
    scale(canvas, spans, days, (left, head), canvas.y + lines * ROW);
    for ((label, _), lanes) in spans.rows.iter().zip(&rows) {
        let end = Type { anchor: "end", ..TEXT };
        let label_text = short(label, TEXT.size, labels);
        canvas.text((left - GAP, canvas.y + ROW / 2 + 5), &label_text, end);
        for (line, lane) in lanes.iter().enumerate() {
            for piece in lane {
                band(canvas, (left, canvas.y + line * ROW), label, piece, &names);
            }
        }
        canvas.y += lanes.len().max(1) * ROW;
    }
    let spelled: Vec<String> =
        names.iter().enumerate().map(|(at, name)| format!("{} {name}", letter(at))).collect();
    canvas.legend(&spelled, |canvas, index, place| {
        let look = format!("{} stroke=\"{}\"", patterned(index), hex(hue(index).deep));
        canvas.rect(place, (36, 18), &look);
    });
}

/// The texts of the bands, each once, in the order in which they are met.
fn names(spans: &Spans) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    let texts = spans.rows.iter().flat_map(|(_, row)| row).map(|span| span.text.as_str());
    for text in texts.filter(|text| !text.is_empty()) {
        if !names.contains(&text) {
            names.push(text);
        }
    }
    names
}

/// The months above, and a help line down from each.
fn scale(
    canvas: &mut Canvas,
    spans: &Spans,
    days: Days,
    (left, head): (usize, usize),
    bottom: usize,
) {
    let small = Type { size: 12, colour: MUTED, ..TEXT };
    let look = format!("stroke=\"{}\" stroke-width=\"1\"", hex(GRID));
    let room = canvas.width.saturating_sub(left + MARGIN);
    for day in months(spans.from, spans.to, room / 80) {
        let (x, told) = (left + days.place(day), month(day));
        canvas.stroke((x, head), (x, bottom), &look);
        if x + 4 + wide(&told, small.size) <= canvas.width {
            canvas.text((x + 4, head + small.size), &told, small);
        }
    }
}

fn band(
    canvas: &mut Canvas,
    (left, top): (usize, usize),
    label: &str,
    piece: &Stretch<'_>,
    names: &[&str],
) {
    let index = names.iter().position(|name| *name == piece.span.text).unwrap_or(names.len());
    let (x, y, wide_of) = (left + piece.start, top + (ROW - THICK) / 2, piece.end - piece.start);
    canvas.open(&format!("{label}: {}", said(piece.span)));
    let hue = hue(index);
    let border = format!("stroke=\"{}\" stroke-width=\"1.5\"", hex(hue.deep));
    let fill = format!("fill=\"{}\" {border}", hex(hue.fill));
    canvas.add(&format!("<path d=\"{}\" {fill}/>", outline(x, y, wide_of, piece)));
    // The strip stands clear of the point on the left.
    let strip = x + if piece.earlier { point(wide_of) } else { 0 };
    let strip_wide = STRIP.min((x + wide_of).saturating_sub(strip));
    if strip_wide > 2 {
        let look = format!("{} {border}", patterned(index));
        canvas.rect((strip, y), (strip_wide, THICK), &look);
    }
    let begin = strip + STRIP + 4;
    let room =
        (x + wide_of).saturating_sub(begin + 4 + if piece.later { point(wide_of) } else { 0 });
    canvas.text((begin, y + 18), &words(&piece.span.text, index, room), TEXT);
    canvas.close();
}

/// What stands on a band: its text, or its letter where that has no room, or nothing.
fn words(text: &str, index: usize, room: usize) -> String {
    if text.is_empty() {
        return String::new();
    }
    let fits = |text: &String| wide(text, TEXT.size) <= room;
    [text.to_owned(), letter(index)].into_iter().find(fits).unwrap_or_default()
}

fn said(span: &Span) -> String {
    format!("{} {}", span.text, told::days(span.from, span.to))
}

/// How far the points of a band stand out; one too short for them is a plain box.
fn point(wide: usize) -> usize {
    if wide > 3 * POINT { POINT } else { 0 }
}

/// A band with a point on each side where it goes on.
fn outline(x: usize, y: usize, wide: usize, piece: &Stretch<'_>) -> String {
    let point = point(wide);
    let (head, foot) = (y, y + THICK);
    let middle = y + THICK / 2;
    let from = x + if piece.earlier { point } else { 0 };
    let to = x + wide - if piece.later { point } else { 0 };
    let end = x + wide;
    format!("M{from} {head}L{to} {head}L{end} {middle}L{to} {foot}L{from} {foot}L{x} {middle}Z")
}
