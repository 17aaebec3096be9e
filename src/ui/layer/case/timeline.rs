//! What happened in a case, the newest first: when, what, who, and the gist of what was entered.

use crate::ui::widget::split_rows;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::domain::case::{Case, Entry, action};
use crate::domain::procedure::Kind;
use crate::model::Model;
use crate::model::layer::CaseScreen;
use crate::t;
use crate::text::elide;
use crate::ui::format;
use crate::ui::layer::paint::{self, Sheet};
use crate::ui::layer::value;
use crate::ui::theme::{Role, Theme};

/// How many of the entered values a line tells.
const GIST_VALUES: usize = 4;

/// How many columns of a value it tells.
const GIST_COLUMNS: usize = 60;

/// Draws the timeline from line `screen.scroll` on.
pub fn draw(screen: &CaseScreen, model: &Model, frame: &mut Frame<'_>, area: Rect, theme: Theme) {
    let (heading, body) = split_rows(area, 1);
    let n = screen.detail.case.timeline.len().to_string();
    let title = t!(model.words, "layer-case-timeline", n = n);
    paint::lines(frame, heading, &[Line::styled(title, theme.style(Role::Title))], 0);

    let mut sheet = Sheet::new(theme, body.width.saturating_sub(1));
    for (n, entry) in screen.detail.case.timeline.iter().enumerate().rev() {
        write(&mut sheet, n + 1, entry, &screen.detail.case, model);
    }
    let left = paint::scrolled(frame, body, sheet.lines(), screen.scroll);
    paint::more_below(frame, heading, left, theme);
}

/// One entry with the number by which a correction names it.
fn write(sheet: &mut Sheet, n: usize, entry: &Entry, case: &Case, model: &Model) {
    let words = &model.words;
    let at = format!("{}  ", format::moment(words, model.now, entry.at));
    let action = words.say(&format!("action-{}", entry.action));
    let who = [entry.office.as_str(), entry.actor.as_str()];
    let who: Vec<&str> = who.into_iter().filter(|name| !name.is_empty()).collect();
    let what = if who.is_empty() { action } else { format!("{action} · {}", who.join(" ")) };
    sheet.hanging((at.as_str(), Role::Dim), &format!("{n} {what}"), Role::Title);
    match (entry.in_power, entry.counts) {
        (_, true) => {}
        (false, _) => {
            sheet.hanging(("  ! ", Role::Alarm), &t!(words, "layer-out-of-power"), Role::Alarm);
        }
        (true, false) => {
            sheet.hanging(("  ! ", Role::Warn), &t!(words, "layer-no-effect"), Role::Warn);
        }
    }
    let gist = gist(entry, case, model);
    if !gist.is_empty() {
        sheet.hanging(("  ", Role::Dim), &gist, Role::Text);
    }
}

/// The first values in the order in which the action asks for them.
fn gist(entry: &Entry, case: &Case, model: &Model) -> String {
    let words = &model.words;
    let arguments = action::find(entry.action).map(|action| action.arguments).unwrap_or_default();
    let values = arguments.iter().filter_map(|argument| {
        let text = entry.args.get(argument.name)?;
        let numbers = match argument.kind {
            Kind::Entry | Kind::Entries => Some(numbers(case, &entry.args.list(argument.name))),
            _ => None,
        };
        let text = numbers.as_deref().unwrap_or(text);
        let value = elide(&value::argument(model, entry.action, argument.name, text), GIST_COLUMNS);
        let name = value::label(words, argument.name);
        Some(t!(words, "layer-pair", name = name, value = value))
    });
    values.take(GIST_VALUES).collect::<Vec<_>>().join(" · ")
}

/// Entries by their number in the timeline; what is not here stays as it was signed.
fn numbers(case: &Case, events: &[String]) -> String {
    let number = |event: &String| {
        let place = case.timeline.iter().position(|entry| entry.event == *event);
        place.map_or_else(|| event.clone(), |place| (place + 1).to_string())
    };
    events.iter().map(number).collect::<Vec<_>>().join(",")
}
