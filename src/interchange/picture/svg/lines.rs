//! Amounts month by month as lines over a scale that begins at nought. A month that is unknown breaks its line.

use super::canvas::{Canvas, MARGIN, TEXT, Type, wide};
use crate::interchange::picture::Series;
use crate::interchange::picture::axis::{share, ticks};
use crate::interchange::picture::palette::{GRID, HUES, INK, MUTED, PAPER, hex, hue};

/// Height of the scale.
const HEIGHT: usize = 300;

/// Small text beside the axes.
const SMALL: Type = Type { size: 12, colour: MUTED, ..TEXT };

/// Where the points stand.
#[derive(Debug, Clone)]
struct Plan {
    left: usize,
    top: usize,
    room: usize,
    months: usize,
    scale: Vec<i128>,
}

impl Plan {
    fn of(series: &Series, canvas: &Canvas) -> Plan {
        let (low, high) = series.range();
        let scale = ticks(low, high);
        let figures = scale.iter().map(|tick| wide(&tick.to_string(), SMALL.size)).max();
        let left = MARGIN + figures.unwrap_or(0) + 10;
        let room = canvas.width.saturating_sub(left + MARGIN);
        Plan { left, top: canvas.y, room, months: series.months().max(1), scale }
    }

    /// The middle of a month's room.
    fn x(&self, month: usize) -> usize {
        self.left + self.room * (2 * month + 1) / (2 * self.months)
    }

    /// How far down an amount stands.
    fn y(&self, amount: i128) -> usize {
        let low = self.scale.first().copied().unwrap_or(0);
        let high = self.scale.last().copied().unwrap_or(1);
        self.top + HEIGHT - share(amount - low, high - low, HEIGHT)
    }

    /// Every how many months there is room for a label.
    fn every(&self, labels: &[String]) -> usize {
        let widest = labels.iter().map(|label| wide(label, SMALL.size)).max().unwrap_or(0) + 10;
        widest.div_ceil((self.room / self.months).max(1)).max(1)
    }
}

pub(super) fn draw(canvas: &mut Canvas, series: &Series) {
    if !series.unit.is_empty() {
        canvas.text((MARGIN, canvas.y + SMALL.size), &series.unit, SMALL);
        canvas.y += 24;
    }
    let plan = Plan::of(series, canvas);
    axes(canvas, &plan, series);
    for (index, (name, values)) in series.lines.iter().enumerate() {
        canvas.open(name);
        line(canvas, &plan, index, values);
        canvas.close();
    }
    canvas.y = plan.top + HEIGHT + 30;
    let names: Vec<String> = series.lines.iter().map(|(name, _)| name.clone()).collect();
    canvas.legend(&names, |canvas, index, (x, y)| {
        let path = format!("M{x} {}L{} {}", y + 9, x + 36, y + 9);
        canvas.add(&stroke(&path, index));
        canvas.add(&point(index, (x + 18, y + 9)));
    });
}

fn axes(canvas: &mut Canvas, plan: &Plan, series: &Series) {
    let right = plan.left + plan.room;
    for tick in &plan.scale {
        let y = plan.y(*tick);
        let (colour, wide) = if *tick == 0 { (INK, 2) } else { (GRID, 1) };
        let look = format!("stroke=\"{}\" stroke-width=\"{wide}\"", hex(colour));
        canvas.stroke((plan.left, y), (right, y), &look);
        let end = Type { anchor: "end", ..SMALL };
        canvas.text((plan.left - 6, y + 4), &tick.to_string(), end);
    }
    let middle = Type { anchor: "middle", ..SMALL };
    let every = plan.every(&series.labels);
    for (month, label) in series.labels.iter().enumerate().step_by(every) {
        canvas.text((plan.x(month), plan.top + HEIGHT + 20), label, middle);
    }
}

fn line(canvas: &mut Canvas, plan: &Plan, index: usize, values: &[Option<i64>]) {
    let places: Vec<Option<(usize, usize)>> = (0..)
        .zip(values)
        .map(|(month, value)| value.map(|value| (plan.x(month), plan.y(i128::from(value)))))
        .collect();
    let path = path(&places);
    if !path.is_empty() {
        canvas.add(&stroke(&path, index));
    }
    for place in places.into_iter().flatten() {
        canvas.add(&point(index, place));
    }
}

/// A path through the known places; it is lifted over each unknown one.
fn path(places: &[Option<(usize, usize)>]) -> String {
    let mut path = String::new();
    let mut down = false;
    for place in places {
        if let Some((x, y)) = place {
            path.push_str(&format!("{}{x} {y}", if down { 'L' } else { 'M' }));
        }
        down = place.is_some();
    }
    path
}

fn stroke(path: &str, index: usize) -> String {
    let hue = hue(index);
    let dashes = match hue.dashes {
        "" => String::new(),
        dashes => format!(" stroke-dasharray=\"{dashes}\""),
    };
    let colour = hex(hue.deep);
    format!("<path d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2.5\"{dashes}/>")
}

/// The mark of a known month; its shape tells the line without colour.
fn point(index: usize, (x, y): (usize, usize)) -> String {
    let shape = match index % HUES.len() {
        0 => "m-4 -4h8v8h-8z",
        1 => "m0 -6l6 10h-12z",
        2 => "m0 -6l6 6l-6 6l-6 -6z",
        3 => "m0 6l6 -10h-12z",
        4 => "m-5 -5l10 10m0 -10l-10 10",
        _ => "m-6 0h12m-6 -6v12",
    };
    let (paper, deep) = (hex(PAPER), hex(hue(index).deep));
    format!(
        "<path d=\"M{x} {y}{shape}\" fill=\"{paper}\" stroke=\"{deep}\" stroke-width=\"2\" \
         class=\"point\"/>"
    )
}
