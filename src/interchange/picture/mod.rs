//! Figures to look at: one plain datum, drawn three ways.
//!
//! Whoever counts fills one of these and words it; nothing here counts, translates, or knows a clock. The same datum becomes a
//! picture for a page ([`svg`]), a table with a chart in a workbook ([`sheet`]), or lines of a terminal (the screen's own
//! `chart`). What is unknown is a gap in all three, never a zero; what a colour tells, a pattern, a letter or a word tells too.
//!
//! | module | the thought |
//! |---|---|
//! | [`axis`] | how much of a room a part takes, round figures, months, who stands beside whom |
//! | [`palette`] | colours that stay apart for the colour-blind, each with a pattern |
//! | [`svg`] | as SVG |
//! | [`sheet`] | as a workbook |

pub mod axis;
pub mod palette;
#[cfg(test)]
pub mod sample;
pub mod sheet;
pub mod svg;
mod told;

use chrono::NaiveDate;

/// A figure with what is to be said of it besides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The figure.
    pub figure: Figure,
    /// A sentence below it: where the numbers come from, what they do not say.
    pub note: Option<String>,
}

/// What is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Figure {
    /// Amounts side by side.
    Bars(Bars),
    /// Amounts month by month.
    Series(Series),
    /// Who stood where from when until when.
    Spans(Spans),
    /// The provinces as tiles.
    Map(TileMap),
}

/// Amounts side by side, one a row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bars {
    /// What is shown.
    pub title: String,
    /// In what it is counted; empty where that is plain.
    pub unit: String,
    /// The rows, from the top.
    pub rows: Vec<Bar>,
}

/// One row of [`Bars`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bar {
    /// Whose amount.
    pub label: String,
    /// The amount, in the unit of the figure.
    pub value: i64,
    /// The target, or the whole of which it is a part, in the same unit.
    pub of: Option<i64>,
    /// The amount as a person reads it.
    pub text: String,
    /// A word that sets the row off: 逾期.
    pub mark: Option<String>,
}

/// Amounts month by month, one or several lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Series {
    /// What is shown.
    pub title: String,
    /// In what it is counted; empty where that is plain.
    pub unit: String,
    /// The months, from the left.
    pub labels: Vec<String>,
    /// A name and an amount a month; `None` where it is unknown. A line that is too short is unknown at its end.
    pub lines: Vec<(String, Vec<Option<i64>>)>,
}

/// Who stood where from when until when.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spans {
    /// What is shown.
    pub title: String,
    /// The first day shown.
    pub from: NaiveDate,
    /// The last day shown.
    pub to: NaiveDate,
    /// A label and its spans, in any order.
    pub rows: Vec<(String, Vec<Span>)>,
}

/// One piece of a row of [`Spans`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Span {
    /// The first day.
    pub from: NaiveDate,
    /// The last day; `None` where it still goes on.
    pub to: Option<NaiveDate>,
    /// Who, or what.
    pub text: String,
}

/// The provinces as tiles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TileMap {
    /// What is shown.
    pub title: String,
    /// The tiles.
    pub tiles: Vec<Tile>,
    /// The names of the groups.
    pub groups: Vec<String>,
    /// What the numbers on the tiles count; `None` where there are none.
    pub scale: Option<String>,
}

/// One tile.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tile {
    /// Its column, from 0.
    pub column: u8,
    /// Its line, from 0.
    pub line: u8,
    /// The province's character or letters.
    pub sign: String,
    /// Its group, by its place in [`TileMap::groups`]; beyond them where it belongs to none.
    pub group: usize,
    /// Whether it is the reader's own.
    pub strong: bool,
    /// How much; `None` where that is unknown.
    pub value: Option<i64>,
    /// How much as a person reads it.
    pub text: String,
}

impl Picture {
    /// A figure with nothing said besides.
    pub fn new(figure: impl Into<Figure>) -> Picture {
        Picture { figure: figure.into(), note: None }
    }

    /// The same with a sentence below it.
    #[must_use]
    pub fn noted(self, note: impl Into<String>) -> Picture {
        Picture { note: Some(note.into()), ..self }
    }

    /// What is shown.
    pub fn title(&self) -> &str {
        match &self.figure {
            Figure::Bars(of) => &of.title,
            Figure::Series(of) => &of.title,
            Figure::Spans(of) => &of.title,
            Figure::Map(of) => &of.title,
        }
    }
}

impl Bars {
    /// The least and the greatest amount or target; nought is between them, so that lengths are honest.
    pub fn range(&self) -> (i64, i64) {
        ends(self.rows.iter().flat_map(|row| [Some(row.value), row.of]).flatten())
    }
}

impl Series {
    /// How many months there are.
    pub fn months(&self) -> usize {
        let longest = self.lines.iter().map(|(_, values)| values.len()).max().unwrap_or(0);
        self.labels.len().max(longest)
    }

    /// The least and the greatest known amount; nought is between them, so that heights are honest.
    pub fn range(&self) -> (i64, i64) {
        ends(self.lines.iter().flat_map(|(_, values)| values.iter().copied().flatten()))
    }
}

impl TileMap {
    /// The greatest number on a tile; none where all are unknown.
    pub fn most(&self) -> Option<i64> {
        self.tiles.iter().filter_map(|tile| tile.value).max()
    }

    /// The name of a tile's group; `None` where it belongs to none.
    pub fn group(&self, tile: &Tile) -> Option<&str> {
        self.groups.get(tile.group).map(String::as_str)
    }
}

/// The least and the greatest of some amounts and nought.
pub(crate) fn ends(amounts: impl Iterator<Item = i64>) -> (i64, i64) {
    amounts.fold((0, 0), |(low, high), amount| (low.min(amount), high.max(amount)))
}

impl From<Bars> for Figure {
    fn from(of: Bars) -> Figure {
        Figure::Bars(of)
    }
}

impl From<Series> for Figure {
    fn from(of: Series) -> Figure {
        Figure::Series(of)
    }
}

impl From<Spans> for Figure {
    fn from(of: Spans) -> Figure {
        Figure::Spans(of)
    }
}

impl From<TileMap> for Figure {
    fn from(of: TileMap) -> Figure {
        Figure::Map(of)
    }
}
