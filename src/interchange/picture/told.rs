//! A figure in words, for those who cannot see it: every row with what is known of it, without a word of our own.

use chrono::NaiveDate;

use super::{Bar, Bars, Figure, Picture, Series, Span, Spans, Tile, TileMap};

/// What stands for what is unknown.
const UNKNOWN: &str = "?";

impl Picture {
    /// The figure as a text: its rows with `; ` between them, and the note.
    pub fn told(&self) -> String {
        let mut parts = match &self.figure {
            Figure::Bars(of) => bars(of),
            Figure::Series(of) => series(of),
            Figure::Spans(of) => spans(of),
            Figure::Map(of) => map(of),
        };
        parts.extend(self.note.clone());
        parts.join("; ")
    }
}

fn bars(of: &Bars) -> Vec<String> {
    let row = |row: &Bar| {
        let whole = row.of.map(|whole| format!("/ {whole} {}", of.unit));
        let words = [Some(row.text.clone()), whole, row.mark.clone()];
        said(&row.label, &joined(words.into_iter().flatten(), " "))
    };
    of.rows.iter().map(row).collect()
}

fn series(of: &Series) -> Vec<String> {
    let line = |(name, values): &(String, Vec<Option<i64>>)| {
        let month = |at: usize| {
            let label = of.labels.get(at).map_or("", String::as_str);
            let value = match values.get(at).copied().flatten() {
                Some(value) => format!("{value} {}", of.unit),
                None => UNKNOWN.to_owned(),
            };
            joined([label.to_owned(), value], " ")
        };
        said(name, &joined((0..of.months()).map(month), ", "))
    };
    of.lines.iter().map(line).collect()
}

fn spans(of: &Spans) -> Vec<String> {
    let row = |(label, spans): &(String, Vec<Span>)| {
        let pieces = spans.iter().map(|span| format!("{} {}", span.text, days(span.from, span.to)));
        said(label, &joined(pieces, ", "))
    };
    of.rows.iter().map(row).collect()
}

/// From when until when; nothing after the stroke where it still goes on.
pub(super) fn days(from: NaiveDate, to: Option<NaiveDate>) -> String {
    let to = to.map(|day| day.to_string()).unwrap_or_default();
    format!("{from}–{to}")
}

fn map(of: &TileMap) -> Vec<String> {
    let tile = |tile: &Tile| {
        let words = [of.group(tile).unwrap_or_default().to_owned(), number(tile)];
        said(&tile.sign, &joined(words, ", "))
    };
    of.scale.iter().cloned().chain(of.tiles.iter().map(tile)).collect()
}

/// The number of a tile as it is shown; nothing where it is unknown and nothing is said of that.
pub(super) fn number(tile: &Tile) -> String {
    match tile.value {
        Some(value) if tile.text.is_empty() => value.to_string(),
        _ => tile.text.clone(),
    }
}

/// A label and what is said of it.
fn said(label: &str, what: &str) -> String {
    joined([label.to_owned(), what.to_owned()], ": ")
}

/// Texts with a separator between them, without the empty ones.
fn joined(texts: impl IntoIterator<Item = String>, separator: &str) -> String {
    let texts = texts.into_iter().map(|text| text.trim().to_owned());
    texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(separator)
}
