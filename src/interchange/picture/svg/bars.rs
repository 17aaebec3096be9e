//! Amounts as bars from a common nought: what is owed as a stroke across, what is lost to the left and hatched.

use super::canvas::{Canvas, MARGIN, TEXT, Type, patterned, short, wide};
use crate::interchange::picture::axis::share;
use crate::interchange::picture::palette::{GRID, INK, MUTED, hex, hue};
use crate::interchange::picture::{Bar, Bars};

/// Height of a row, and of the bar in it.
const ROW: usize = 32;
const THICK: usize = 18;

/// Room between label, bar and amount.
const GAP: usize = 10;

/// Where the bars stand.
#[derive(Debug, Clone, Copy)]
struct Plan {
    left: usize,
    room: usize,
    low: i128,
    high: i128,
}

impl Plan {
    fn of(bars: &Bars, canvas: &Canvas) -> Plan {
        let most = canvas.room() / 3;
        let labels = bars.rows.iter().map(|row| wide(&row.label, TEXT.size)).max();
        let amounts = bars.rows.iter().map(|row| wide(&amount(row), TEXT.size)).max();
        let (labels, amounts) = (labels.unwrap_or(0).min(most), amounts.unwrap_or(0).min(most));
        let (low, high) = bars.range();
        Plan {
            left: MARGIN + labels + GAP,
            room: canvas.room().saturating_sub(labels + amounts + 2 * GAP),
            low: i128::from(low),
            high: i128::from(high),
        }
    }

    /// Where an amount is reached.
    fn x(self, amount: i64) -> usize {
        self.left + share(i128::from(amount) - self.low, self.high - self.low, self.room)
    }
}

/// What stands behind a bar: the amount as a person reads it, and its mark.
fn amount(row: &Bar) -> String {
    match &row.mark {
        Some(mark) => format!("{} {mark}", row.text),
        None => row.text.clone(),
    }
}

pub(super) fn draw(canvas: &mut Canvas, bars: &Bars) {
    let plan = Plan::of(bars, canvas);
    if !bars.unit.is_empty() {
        let look = Type { size: 12, colour: MUTED, ..TEXT };
        canvas.text((plan.left, canvas.y + 12), &bars.unit, look);
        canvas.y += 20;
    }
    let top = canvas.y;
    for row in &bars.rows {
        bar(canvas, plan, row, &bars.unit);
        canvas.y += ROW;
    }
    let nought = plan.x(0);
    let look = format!("stroke=\"{}\" stroke-width=\"1\"", hex(GRID));
    canvas.stroke((nought, top), (nought, canvas.y), &look);
}

fn bar(canvas: &mut Canvas, plan: Plan, row: &Bar, unit: &str) {
    let y = canvas.y;
    let whole = row.of.map(|of| format!(" / {of} {unit}")).unwrap_or_default();
    canvas.open(&format!("{}: {}{whole}", row.label, amount(row)));
    let label_room = plan.left - MARGIN - GAP;
    let right = Type { anchor: "end", ..TEXT };
    let foot = y + ROW / 2 + 5;
    canvas.text((plan.left - GAP, foot), &short(&row.label, TEXT.size, label_room), right);
    let (from, to) = (plan.x(row.value.min(0)), plan.x(row.value.max(0)));
    if row.value != 0 {
        let plain = format!("fill=\"{}\"", hex(hue(0).deep));
        let fill = if row.value < 0 { patterned(1) } else { plain };
        let look = format!("{fill} stroke=\"{}\" stroke-width=\"1\"", hex(INK));
        canvas.rect((from, y + (ROW - THICK) / 2), ((to - from).max(1), THICK), &look);
    }
    if let Some(of) = row.of {
        let x = plan.x(of);
        let look = format!("stroke=\"{}\" stroke-width=\"3\"", hex(INK));
        canvas.stroke((x, y + 3), (x, y + ROW - 3), &look);
    }
    let x = plan.left + plan.room + GAP;
    let room = canvas.width.saturating_sub(MARGIN + x);
    let bold = Type { bold: row.mark.is_some(), ..TEXT };
    canvas.text((x, foot), &short(&amount(row), TEXT.size, room), bold);
    canvas.close();
}
