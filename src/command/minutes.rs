//! Pane 4: meetings, their notice, their minutes.

use super::general::nothing_selected;
use super::{Command, Scope, row};
use crate::desk::fairness::Period;
use crate::desk::service::Request;
use crate::desk::view::MeetingRow;
use crate::domain::calendar::{local, to_the_minute};
use crate::domain::meeting::NoticeState;
use crate::domain::why::Why;
use crate::model::Model;
use crate::model::effect::Effect;
use crate::model::form::FormState;

const HERE: &[Scope] = &[Scope::Minutes];

/// Rows.
pub const ROWS: &[Command] = &[
    row("open-minutes", HERE, &["enter"], open).when(selected).in_footer(),
    row("meeting-file", HERE, &["m", "f3"], file).when(selected).in_footer(),
    row("plan", HERE, &["n", "ctrl-n"], plan).in_footer(),
    row("notice-sent", HERE, &["t", "ctrl-t"], noticed).when(selected).in_footer(),
    row("notice-penalty", HERE, &["B", "ctrl-g"], penalty).when(not_in_time),
    row("open-actions", HERE, &["a", "ctrl-a"], |_| vec![Effect::Ask(Request::OpenActions)])
        .in_footer(),
    row("meeting-review", HERE, &["w", "ctrl-w"], review),
    row("export-minutes", HERE, &["e", "ctrl-e"], export).when(has_minutes).in_footer(),
];

fn selected(model: &Model) -> Result<(), Why> {
    model.selected_meeting().map(|_| ()).ok_or_else(nothing_selected)
}

fn has_minutes(model: &Model) -> Result<(), Why> {
    let row = model.selected_meeting().ok_or_else(nothing_selected)?;
    if row.minutes_version > 0 { Ok(()) } else { Err(Why::rule("no-minutes", "HY-3.4")) }
}

fn number(model: &Model) -> Option<String> {
    model.selected_meeting().map(|row| row.number.clone())
}

fn open(model: &mut Model) -> Vec<Effect> {
    number(model).map_or_else(Vec::new, |number| model.open(&number, Request::Minutes))
}

fn file(model: &mut Model) -> Vec<Effect> {
    number(model).map_or_else(Vec::new, |number| model.open(&number, Request::File))
}

fn plan(model: &mut Model) -> Vec<Effect> {
    model.open_form(FormState::plan(None, ""));
    Vec::new()
}

fn noticed(model: &mut Model) -> Vec<Effect> {
    if let Some(number) = number(model) {
        model.open_form(FormState::notice(&number));
    }
    Vec::new()
}

fn export(model: &mut Model) -> Vec<Effect> {
    let folder = model.export_dir.clone();
    number(model)
        .map(|number| Effect::Ask(Request::ExportMinutes { number, folder }))
        .into_iter()
        .collect()
}

/// The notice of the meeting was not sent in time.
fn not_in_time(model: &Model) -> Result<(), Why> {
    let row = model.selected_meeting().ok_or_else(nothing_selected)?;
    match row.notice {
        _ if move_untold(row, model) => Ok(()),
        NoticeState::Late | NoticeState::Missed => Ok(()),
        NoticeState::Exempt | NoticeState::InTime | NoticeState::Due => {
            Err(Why::rule("notice-in-time", "HYT-1"))
        }
    }
}

/// A special committee was moved, has begun since, and the marketing director was not told why (篇1 §2).
fn move_untold(row: &MeetingRow, model: &Model) -> bool {
    row.move_unreported && row.start <= model.now
}

/// Proposes what the rules name for it (篇1 §1 and §2); a person confirms it, and says whom it concerns.
fn penalty(model: &mut Model) -> Vec<Effect> {
    let Some(row) = model.selected_meeting() else { return Vec::new() };
    let key = match row.notice {
        NoticeState::Late => "notice-late-facts",
        NoticeState::Missed => "notice-missed-facts",
        _ => "move-unreported-facts",
    };
    let facts = [
        ("number", row.number.clone()),
        ("title", row.title.clone()),
        ("start", to_the_minute(row.start)),
        ("limit", to_the_minute(row.notice_limit)),
    ];
    let facts = model.words.say_with(key, &facts.map(|(name, text)| (name.to_owned(), text)));
    let rule = if key == "move-unreported-facts" { "HYT-2" } else { "HYT-1" };
    model.open_form(FormState::notice_penalty(&facts, rule));
    Vec::new()
}

/// The figures of this quarter.
fn review(model: &mut Model) -> Vec<Effect> {
    let period = Period::quarter("", local(model.now).date());
    period.map(|period| Effect::Ask(Request::Review(period))).into_iter().collect()
}
