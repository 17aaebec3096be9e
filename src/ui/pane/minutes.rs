//! Pane 4: meetings to come and past, a line each, with the clock of their notice and the standing of their minutes.

use chrono::{DateTime, Utc};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::desk::view::MeetingRow;
use crate::domain::meeting::NoticeState;
use crate::i18n::Words;
use crate::model::{Model, Pane};
use crate::t;
use crate::text::width::{columns, elide_middle, pad};
use crate::ui::format;
use crate::ui::theme::{Role, Theme};
use crate::ui::widget::{Part, fit, list, span, spread, width_of};

/// Columns in which most times stand, so that titles begin below each other.
const WHEN: usize = 11;

/// Where the title has less, the kind of the meeting is left out.
const LEAST_TITLE: usize = 12;

pub(super) fn title(model: &Model) -> String {
    let meetings = &model.overview.meetings;
    let coming = |meeting: &&MeetingRow| meeting.start > model.now;
    let missed = |meeting: &&MeetingRow| coming(meeting) && meeting.notice == NoticeState::Missed;
    let missed = meetings.iter().filter(missed).count();
    let coming = meetings.iter().filter(coming).count();
    t!(model.words, "ui-title-minutes", coming = coming, missed = missed)
}

pub(super) fn draw(model: &Model, frame: &mut Frame<'_>, area: Rect, theme: Theme) {
    if model.overview.meetings.is_empty() {
        let hint = t!(model.words, "ui-empty-minutes", key = format::key_of("plan"));
        super::empty(model, frame, area, theme, &hint);
        return;
    }
    let rows = super::rows(model, Pane::Minutes);
    list::draw(frame, area, theme, &rows, |index, width| {
        let meeting = model.overview.meetings.get(index);
        meeting.map(|meeting| vec![line(model, meeting, width, theme)]).unwrap_or_default()
    });
}

fn line(model: &Model, meeting: &MeetingRow, width: usize, theme: Theme) -> Line<'static> {
    let words = &model.words;
    let right = fit(standing(model, meeting, theme), "  ", width.saturating_mul(3) / 5);
    let when = format::moment(words, model.now, meeting.start);
    let when = if columns(&when) < WHEN { pad(&when, WHEN) } else { when };
    let role = if meeting.start > model.now { Role::Title } else { Role::Dim };
    let mut left = vec![span(format!("{when} "), theme.style(role))];
    let cases = cases(meeting);
    let room = |left: &[Span<'static>]| {
        width.saturating_sub(width_of(left) + width_of(&right) + columns(&cases) + 1)
    };
    let kind = format!("{} ", format::meeting_kind(words, meeting.kind));
    if room(&left) >= LEAST_TITLE + columns(&kind) {
        left.push(span(kind, theme.style(Role::Text)));
    }
    let title = elide_middle(&meeting.title, room(&left));
    left.extend(list::marked(&title, model.search.as_deref(), theme, Role::Text));
    left.push(span(cases, theme.style(Role::Key)));
    spread(left, right, width)
}

/// Running numbers of the cases it is about: ` (042, 040)`.
fn cases(meeting: &MeetingRow) -> String {
    if meeting.cases.is_empty() {
        return String::new();
    }
    let numbers: Vec<&str> = meeting.cases.iter().map(|number| format::running(number)).collect();
    format!(" ({})", numbers.join(", "))
}

fn standing(model: &Model, meeting: &MeetingRow, theme: Theme) -> Vec<Part> {
    let words = &model.words;
    let coming = meeting.start > model.now;
    let (notice, role) = notice(words, model.now, meeting);
    // What was missed of a meeting that is over can no longer be mended.
    let role = if coming { role } else { Role::Dim };
    let mut parts = vec![Part::new(notice, theme.style(role), 1)];
    if meeting.move_unreported {
        parts.push(Part::new(t!(words, "ui-move-unreported"), theme.style(Role::Warn), 2));
    }
    if meeting.has_draft {
        parts.push(Part::new(t!(words, "ui-minutes-draft"), theme.style(Role::Warn), 2));
    }
    if meeting.minutes_version > 0 {
        let version = t!(words, "ui-minutes-version", n = meeting.minutes_version);
        parts.push(Part::new(version, theme.style(Role::Text), 3));
    } else if !coming {
        parts.push(Part::new(t!(words, "ui-minutes-none"), theme.style(Role::Warn), 3));
    }
    let badge = theme.style(format::delivery_role(meeting.delivery));
    parts.push(Part::new(format::delivery_badge(meeting.delivery), badge, 0));
    parts
}

fn notice(words: &Words, now: DateTime<Utc>, meeting: &MeetingRow) -> (String, Role) {
    match meeting.notice {
        NoticeState::InTime | NoticeState::Late if meeting.notice_outdated => {
            (t!(words, "ui-notice-outdated"), Role::Warn)
        }
        NoticeState::Exempt => (t!(words, "ui-notice-exempt"), Role::Dim),
        NoticeState::InTime => (t!(words, "ui-notice-in-time"), Role::Good),
        NoticeState::Late => (t!(words, "ui-notice-late"), Role::Warn),
        // The desk's answer may be older than the limit.
        NoticeState::Due if meeting.notice_limit >= now => {
            let when = format::moment(words, now, meeting.notice_limit);
            let role = format::countdown(words, now, meeting.notice_limit).role;
            (t!(words, "ui-notice-due", when = when), role)
        }
        NoticeState::Due | NoticeState::Missed => (t!(words, "ui-notice-missed"), Role::Alarm),
    }
}
