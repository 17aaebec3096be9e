//! `:`: every command and act of the place below, found by name, id or pinyin. One that is not possible stays in the list and
//! says why.

use crate::ui::widget::{split_columns, split_rows};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::command::{self, Offer};
use crate::model::Model;
use crate::model::line::Line as Text;
use crate::t;
use crate::text::{elide_middle, pad};
use crate::ui::format;
use crate::ui::theme::{Role, Theme};
use crate::ui::widget::list::window;

use super::{paint, popup};

/// Columns of the box at most.
const WIDTH: u16 = 84;

/// Columns of mark, keys and name.
const MARK: usize = 2;
const KEYS: usize = 15;
const NAME: usize = 22;

/// Draws the palette; the cursor stands at the caret of what was typed.
pub fn draw(
    query: &Text,
    selected: usize,
    model: &Model,
    frame: &mut Frame<'_>,
    area: Rect,
    theme: Theme,
) {
    let found = command::palette_matches(model);
    let rows = u16::try_from(found.len().max(1)).unwrap_or(u16::MAX);
    let height = rows.saturating_add(popup::FRAME_ROWS + 1);
    let outer = popup::centred(area, WIDTH, height);
    let inner = popup::open(frame, outer, &t!(model.words, "layer-palette-title"), theme);
    if inner.is_empty() {
        return;
    }
    let (field, list) = split_rows(inner, 1);
    if found.is_empty() {
        let none = Line::styled(t!(model.words, "layer-palette-none"), theme.style(Role::Dim));
        paint::lines(frame, list, &[none], 0);
    } else {
        draw_list(&found, selected.min(found.len() - 1), model, frame, list, theme);
    }
    let (sign, room) = split_columns(field, 2);
    paint::lines(frame, sign, &[Line::styled(":", theme.style(Role::Key))], 0);
    let (text, caret) = paint::window(query.text(), query.before_caret(), usize::from(room.width));
    paint::lines(frame, room, &[Line::styled(text, theme.style(Role::Text))], 0);
    paint::cursor(frame, room, caret, 0);
}

fn draw_list(
    found: &[Offer],
    selected: usize,
    model: &Model,
    frame: &mut Frame<'_>,
    area: Rect,
    theme: Theme,
) {
    let below = super::below_top(model);
    let seen = window(found.len(), selected, usize::from(area.height));
    let at = u16::try_from(selected.saturating_sub(seen.start)).unwrap_or(u16::MAX);
    let lines: Vec<Line<'static>> = seen
        .filter_map(|index| found.get(index).map(|offer| (index == selected, offer)))
        .map(|(marked, offer)| line(offer, marked, &below, theme, usize::from(area.width)))
        .collect();
    paint::lines(frame, area, &lines, 0);
    let (_, from) = split_rows(area, at);
    let row = Rect { height: from.height.min(1), ..from };
    frame.buffer_mut().set_style(row, theme.style(Role::Selected));
}

fn line(offer: &Offer, marked: bool, below: &Model, theme: Theme, width: usize) -> Line<'static> {
    let words = &below.words;
    let refused = offer.refused(below);
    let role = if refused.is_some() { Role::Dim } else { Role::Text };
    let mark = match (marked, refused.is_some()) {
        (true, _) => "▸ ",
        (false, true) => "× ",
        (false, false) => "  ",
    };
    let keys: Vec<String> = offer.keys().iter().map(|key| format::key_label(key)).collect();
    let name = words.say(&offer.name());
    let mut spans = vec![
        Span::styled(mark, theme.style(role)),
        Span::styled(pad(&keys.join(" "), KEYS), theme.style(Role::Key)),
        Span::styled(format!(" {}", pad(&name, NAME)), theme.style(role)),
    ];
    if let Some(why) = refused {
        let room = width.saturating_sub(MARK + KEYS + NAME + 2);
        let reason = elide_middle(&words.why(&why), room);
        spans.push(Span::styled(format!(" {reason}"), theme.style(Role::Dim)));
    }
    Line::from(spans)
}
