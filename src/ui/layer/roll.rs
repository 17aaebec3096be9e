//! The roll of a meeting while it is called: who is expected, a line each, and how he attends.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;

use crate::domain::meeting::roll::Attendance;
use crate::model::Model;
use crate::model::layer::RollState;
use crate::t;
use crate::ui::theme::{Role, Theme};
use crate::ui::widget::list::{self, Rows};
use crate::ui::widget::split_rows;

use super::meeting::attended;
use super::paint;

/// Draws the roll.
pub fn draw(roll: &RollState, model: &Model, frame: &mut Frame<'_>, area: Rect, theme: Theme) {
    frame.render_widget(Clear, area);
    let words = &model.words;
    let there = roll.rows.iter().filter(|one| one.took_part()).count().to_string();
    let n = roll.rows.len().to_string();
    let number = roll.number.as_str();
    let title = t!(words, "layer-roll", number = number, there = there, n = n);
    let ids = [
        "roll-present",
        "roll-late",
        "roll-left",
        "roll-absent",
        "roll-proxy",
        "roll-guest",
        "close",
    ];
    let head = vec![
        Line::styled(title, theme.style(Role::Title)),
        paint::hints_within(words, theme, &ids, usize::from(area.width)),
    ];
    let (top, body) = split_rows(area, 2);
    paint::lines(frame, top, &head, 0);
    if roll.rows.is_empty() {
        let none = Line::styled(t!(words, "layer-roll-none"), theme.style(Role::Dim));
        paint::lines(frame, body, &[none], 0);
        paint::cursor(frame, body, 0, 0);
        return;
    }
    let (total, selected) = (roll.rows.len(), roll.selected);
    let of = Rows { total, selected, lines: 1, focused: true, cursor: true };
    list::draw(frame, body, theme, &of, |index, _| {
        roll.rows.get(index).map(|one| vec![line(one, model, theme)]).unwrap_or_default()
    });
}

/// Marks tell without colour how somebody attends.
fn line(one: &Attendance, model: &Model, theme: Theme) -> Line<'static> {
    let (mark, role) = match one.presence.as_deref() {
        Some("present") => ("✓", Role::Good),
        Some("absent") => ("×", Role::Warn),
        Some(_) => ("~", Role::Text),
        None => ("·", Role::Dim),
    };
    let mut spans = vec![
        Span::styled(format!(" {mark} "), theme.style(role)),
        Span::styled(attended(one, model), theme.style(Role::Text)),
    ];
    if !one.invited {
        let guest = format!("  {}", t!(model.words, "layer-roll-guest"));
        spans.push(Span::styled(guest, theme.style(Role::Warn)));
    }
    Line::from(spans)
}
