//! The footer: what one can do here, by the keys of the command table, nearest scope first; and the sentence that stands
//! for a few seconds in its place.
//!
//! A command that is not possible now is dimmed and says why in brackets, or shows `(…)` where the reason has no room: the
//! brackets tell it where style does not. Help always has its room at the right.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;

use super::format;
use super::theme::{Role, Theme};
use super::widget::{put, row, span, spread, width_of};
use crate::command::{self, Command};
use crate::model::Model;
use crate::model::layer::Layer;
use crate::text::width::{columns, elide};
use crate::text::wrap::wrap;

/// Columns that a reason may take.
const REASON: usize = 36;

/// A reason shorter than this says nothing.
const LEAST_REASON: usize = 12;

/// Lines that a sentence may take.
const TOAST_LINES: usize = 3;

/// A command as the footer offers it.
struct Item {
    key: String,
    name: String,
    /// Why it is not possible now.
    why: Option<String>,
    /// How much of the reason is shown.
    shown: Option<String>,
}

impl Item {
    fn new(model: &Model, command: &Command) -> Item {
        let key = command.keys.first().map(|key| format::key_label(key)).unwrap_or_default();
        let name = model.words.say(&format!("cmd-{}", command.id));
        let why = (command.enabled)(model).err().map(|why| model.words.why(&why));
        Item { key, name, why, shown: None }
    }

    fn columns(&self) -> usize {
        let mark = if self.why.is_some() { columns("(…)") } else { 0 };
        columns(&self.key) + 1 + columns(&self.name) + mark
    }

    fn spans(&self, theme: Theme) -> Vec<Span<'static>> {
        if self.why.is_some() {
            let reason = self.shown.as_deref().unwrap_or("…");
            let text = format!("{} {}({reason})", self.key, self.name);
            return vec![span(text, theme.style(Role::Dim))];
        }
        vec![
            span(self.key.clone(), theme.style(Role::Key)),
            span(format!(" {}", self.name), theme.style(Role::Text)),
        ]
    }
}

/// Draws the commands of what has the keys in the first line of the area.
pub fn draw(model: &Model, frame: &mut Frame<'_>, area: Rect, theme: Theme) {
    let place = row(area, 0);
    if place.is_empty() {
        return;
    }
    let width = usize::from(place.width);
    let here = command::here(model);
    let help = here.iter().find(|command| is_help(command)).map(|help| Item::new(model, help));
    let mut right = help.map(|help| help.spans(theme)).unwrap_or_default();
    right.push(Span::raw(" "));
    let room = width.saturating_sub(width_of(&right) + 2);
    let offered = here.iter().filter(|command| command.footer && !is_help(command));
    let items = chosen(offered.map(|command| Item::new(model, command)), room);
    let mut left = Vec::new();
    for item in &items {
        left.push(Span::raw(if left.is_empty() { " " } else { "  " }));
        left.extend(item.spans(theme));
    }
    put(frame, place, spread(left, right, width));
}

fn is_help(command: &Command) -> bool {
    command.id == "help" || command.id == "help-in-text"
}

/// The items that have room, in order; what room is left goes to the reasons, each said once.
fn chosen(all: impl Iterator<Item = Item>, room: usize) -> Vec<Item> {
    let mut used = 0;
    let mut items: Vec<Item> = Vec::new();
    for item in all {
        let wide = item.columns() + if items.is_empty() { 1 } else { 2 };
        if used + wide > room {
            break;
        }
        used += wide;
        items.push(item);
    }
    let mut left = room - used;
    let mut said: Vec<String> = Vec::new();
    for item in &mut items {
        let Some(why) = item.why.clone() else { continue };
        let most = REASON.min(left + 1);
        if said.contains(&why) || most < LEAST_REASON {
            continue;
        }
        let reason = elide(&why, most);
        left = (left + 1).saturating_sub(columns(&reason));
        item.shown = Some(reason);
        said.push(why);
    }
    items
}

/// Draws the sentence that stands for a few seconds over the lowest lines of the screen: with its mark, in full as far as
/// three lines hold it, since a refusal ends with the article it rests on.
pub fn toast(model: &Model, frame: &mut Frame<'_>, area: Rect, theme: Theme) {
    let Some(toast) = &model.toast else { return };
    // The search line has the caret in the lowest line.
    let kept = u16::from(matches!(model.top(), Some(Layer::Search { .. })));
    let area = Rect { height: area.height.saturating_sub(kept), ..area }.intersection(frame.area());
    if area.is_empty() {
        return;
    }
    let (mark, role) = if toast.alarm { ("!", Role::Alarm) } else { ("✓", Role::Good) };
    let width = usize::from(area.width).saturating_sub(4).max(1);
    let mut lines: Vec<String> = wrap(&toast.text, width).into_iter().map(str::to_owned).collect();
    let most = TOAST_LINES.min(usize::from(area.height));
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            *last = format!("{}…", elide(last, width.saturating_sub(1)));
        }
    }
    let first = usize::from(area.height).saturating_sub(lines.len());
    for (offset, text) in lines.into_iter().enumerate() {
        let place = row(area, first + offset);
        frame.render_widget(Clear, place);
        let mark = if offset == 0 { mark } else { " " };
        put(frame, place, Line::from(span(format!(" {mark} {text}"), theme.style(role))));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(key: &str, why: Option<&str>) -> Item {
        let why = why.map(str::to_owned);
        Item { key: key.to_owned(), name: "指令".to_owned(), why, shown: None }
    }

    #[test]
    fn the_first_commands_have_the_room_and_a_reason_is_said_once() {
        let why = Some("须先协商（第8条）");
        let items = || [item("a", None), item("o", why), item("r", why)].into_iter();
        let all = chosen(items(), 60);
        assert_eq!(all.len(), 3);
        assert_eq!(all.iter().filter(|item| item.shown.is_some()).count(), 1);
        assert_eq!(all.get(1).and_then(|item| item.shown.as_deref()), why);
        let few = chosen(items(), 18);
        assert_eq!(few.len(), 2, "six columns and a blank, nine and two blanks");
        assert!(few.iter().all(|item| item.shown.is_none()));
        assert!(chosen(items(), 0).is_empty());
    }
}
