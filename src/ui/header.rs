//! The header: whose desk this is, what the lists are narrowed to, the time, and what one must know of the exchange with
//! headquarters. Where there is little room the least important goes first; a warning stays longest.

use chrono::{DateTime, Utc};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Span;

use super::format;
use super::theme::{Role, Theme};
use super::widget::{Part, cut, fit, put, row, span, spread, width_of};
use crate::desk::doctor::{SILENT_DAYS, UNSAID_DAYS};
use crate::desk::exchange::channel::Step;
use crate::desk::likeness::Compared;
use crate::desk::service::Progress;
use crate::model::Model;
use crate::t;

/// Draws the header in the first line of the area.
pub fn draw(model: &Model, frame: &mut Frame<'_>, area: Rect, theme: Theme) {
    let place = row(area, 0);
    let width = usize::from(place.width);
    // What the lists are narrowed to must not be pushed out, nor may it push the warnings out.
    let left = cut(left(model, theme), width.saturating_mul(2) / 3);
    let room = width.saturating_sub(width_of(&left) + 3);
    let mut right = fit(right(model, theme), " · ", room);
    if !right.is_empty() {
        right.push(Span::raw(" "));
    }
    put(frame, place, spread(left, right, width));
}

fn left(model: &Model, theme: Theme) -> Vec<Span<'static>> {
    let words = &model.words;
    let summary = &model.overview.summary;
    let whose = match summary.region {
        _ if !model.loaded => t!(words, "ui-loading"),
        Some(region) => format::region_name(words, region),
        None => t!(words, "ui-headquarters"),
    };
    let desk = match summary.name.as_str() {
        "" => whose,
        name => format!("{whose} · {name}"),
    };
    let mut spans = vec![span(format!(" {desk}"), theme.style(Role::Header))];
    for note in [filter(model), search(model)].into_iter().flatten() {
        spans.push(Span::raw("  "));
        spans.push(span(note, theme.style(Role::Match)));
    }
    spans
}

/// What the territory pane narrows the lists to, and the keys that keep and drop it.
fn filter(model: &Model) -> Option<String> {
    let filter = model.province_filter.as_ref()?;
    let province = format::province_name(&model.words, &filter.code);
    let drop = format::key_of("drop");
    if filter.kept {
        return Some(t!(model.words, "ui-filter-kept", province = province, drop = drop));
    }
    let keep = format::key_of("keep-filter");
    Some(t!(model.words, "ui-filter", province = province, keep = keep, drop = drop))
}

fn search(model: &Model) -> Option<String> {
    let sought = model.search.as_deref()?;
    Some(t!(model.words, "ui-search", words = sought, drop = format::key_of("drop")))
}

fn right(model: &Model, theme: Theme) -> Vec<Part> {
    let words = &model.words;
    let summary = &model.overview.summary;
    let clock = Part::new(format::clock(words, model.now), theme.style(Role::Text), 4);
    if !model.loaded {
        return vec![clock];
    }
    let warn = theme.style(Role::Warn);
    let dim = theme.style(Role::Dim);
    let pending = summary.unsealed.saturating_add(summary.unacknowledged);
    let days = |at: DateTime<Utc>| (model.now - at).num_days();
    let unsaid = summary.unsaid_since.map(days).filter(|days| *days > UNSAID_DAYS);
    let pending = match unsaid {
        Some(days) => Part::new(
            t!(words, "ui-pending-long", n = pending, days = days),
            theme.style(Role::Alarm),
            1,
        ),
        None => {
            let role = if pending > 0 { Role::Key } else { Role::Dim };
            Part::new(t!(words, "ui-pending", n = pending), theme.style(role), 3)
        }
    };
    let (heard, silent) = match summary.heard_from_hq {
        Some(at) => (t!(words, "ui-hq-heard", when = format::ago(words, model.now, at)), days(at)),
        None => (t!(words, "ui-hq-never"), 0),
    };
    // Work goes on whatever the silence; it only must not pass unseen.
    let heard = match silent {
        silent if silent > 2 * SILENT_DAYS => Part::new(heard, theme.style(Role::Alarm), 1),
        silent if silent > SILENT_DAYS => Part::new(heard, warn, 2),
        _ => Part::new(heard, dim, 5),
    };
    let importing = model.progress.as_ref().map(|progress| {
        let text = match progress {
            Progress::Import { file, percent, rows } => {
                t!(words, "ui-importing", file = file.as_str(), percent = percent, rows = rows)
            }
            Progress::Compare(Compared { done, of }) => {
                t!(words, "ui-comparing", done = done, of = of)
            }
            Progress::Sync(Step::Takes { n, of }) => {
                t!(words, "cli-sync-takes", n = n.to_string(), of = of.to_string())
            }
            Progress::Sync(Step::Writes { desk }) => {
                t!(words, "cli-sync-writes", desk = desk.as_str())
            }
        };
        Part::new(format!("{text} ({})", format::key_of("stop-import")), warn, 0)
    });
    let mut parts: Vec<Part> = importing.into_iter().collect();
    parts.extend([clock, pending]);
    if model.waiting > 0 {
        let key = format::key_of("sync");
        let waits = t!(words, "ui-channel-waits", n = model.waiting, key = key);
        parts.push(Part::new(waits, theme.style(Role::Key), 2));
    }
    if summary.region.is_some() {
        parts.push(heard);
    }
    if summary.review_by.is_some_and(|review| review < model.now) {
        parts.push(Part::new(t!(words, "ui-directory-old"), warn, 1));
    }
    if summary.assumed > 0 {
        parts.push(Part::new(t!(words, "ui-assumed-count", n = summary.assumed), dim, 6));
    }
    if !summary.calendar_certain {
        parts.push(Part::new(t!(words, "ui-calendar-stale"), warn, 1));
    }
    if summary.trial {
        parts.push(Part::new(t!(words, "ui-trial-key"), warn, 1));
    }
    if !summary.enrolled {
        parts.push(Part::new(t!(words, "ui-not-enrolled"), warn, 2));
    }
    parts
}
