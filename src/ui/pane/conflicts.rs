//! Pane 2: the queue of cases, most pressing first. Each row says why it stands where it stands: what is left until the
//! last responsible moment, and how much of the time since the conflict was found is gone.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::{Tender, heading};
use crate::desk::view::CaseRow;
use crate::model::{Model, Pane};
use crate::t;
use crate::text::width::columns;
use crate::ui::format;
use crate::ui::theme::{Role, Theme};
use crate::ui::widget::bar::{bar, used};
use crate::ui::widget::{list, span, spread, width_of};

/// Columns of the bar.
const BAR: usize = 10;

/// Rows narrower than this go without the bar.
const BAR_FROM: usize = 44;

pub(super) fn title(model: &Model) -> String {
    let cases = &model.overview.cases;
    let over = |case: &&CaseRow| case.last_moment.is_some_and(|at| at <= model.now);
    let overdue = cases.iter().filter(over).count();
    t!(model.words, "ui-title-conflicts", open = cases.len(), overdue = overdue)
}

pub(super) fn draw(model: &Model, frame: &mut Frame<'_>, area: Rect, theme: Theme) {
    if model.overview.cases.is_empty() {
        let hint = t!(model.words, "ui-empty-conflicts", key = format::key_of("claim"));
        super::empty(model, frame, area, theme, &hint);
        return;
    }
    let rows = super::rows(model, Pane::Conflicts);
    list::draw(frame, area, theme, &rows, |index, width| {
        let case = model.overview.cases.get(index);
        case.map(|case| lines(model, case, width, theme)).unwrap_or_default()
    });
}

fn lines(model: &Model, case: &CaseRow, width: usize, theme: Theme) -> Vec<Line<'static>> {
    let number = format!("{} ", case.number);
    let clock = clock(model, case, theme);
    let room = width.saturating_sub(columns(&number) + width_of(&clock) + 1);
    let tender = Tender {
        customer: case.customer.as_deref(),
        province: case.province.as_deref(),
        title: &case.title,
    };
    let mut left = list::marked(&number, model.search.as_deref(), theme, Role::Key);
    left.extend(heading(model, theme, &tender, room));
    let mut right = Vec::new();
    if width >= BAR_FROM
        && let Some(last) = case.last_moment
    {
        let left_of_it = format::countdown(&model.words, model.now, last);
        let gone = used(case.detected_at, last, model.now);
        right.push(span(bar(gone, BAR), theme.style(left_of_it.role)));
        right.push(Span::raw(" "));
    }
    let badge = theme.style(format::delivery_role(case.delivery));
    right.push(span(format::delivery_badge(case.delivery), badge));
    vec![spread(left, clock, width), spread(standing(model, case, theme), right, width)]
}

/// What is left until the last responsible moment; an estimate says so, and so does what is not known.
fn clock(model: &Model, case: &CaseRow, theme: Theme) -> Vec<Span<'static>> {
    let words = &model.words;
    let Some(last) = case.last_moment else {
        // What is decided has no last moment any more.
        if !case.state.is_before_decision() {
            return Vec::new();
        }
        return vec![span(t!(words, "ui-no-limit"), theme.style(Role::Warn))];
    };
    let countdown = format::countdown(words, model.now, last);
    let mut spans = Vec::new();
    if case.hard_stop.as_ref().is_some_and(|stop| stop.estimated) {
        spans.push(span(format!("{} ", t!(words, "ui-estimated")), theme.style(Role::Warn)));
    }
    spans.push(span(countdown.text, theme.style(countdown.role)));
    spans
}

/// State, track, parties, lot, and what is out of the ordinary.
fn standing(model: &Model, case: &CaseRow, theme: Theme) -> Vec<Span<'static>> {
    let words = &model.words;
    let text = theme.style(Role::Text);
    let dim = theme.style(Role::Dim);
    let state = words.say(&format!("state-{}", case.state.name()));
    let mut spans = vec![span(format!(" {state}"), theme.style(Role::Title))];
    if !case.contested.is_empty() {
        spans.push(span(format!(" {}", t!(words, "ui-contested")), theme.style(Role::Alarm)));
    }
    spans.push(span(format!("·{}", format::track(words, case.track)), text));
    spans.push(span(format!("  {}", format::parties(model, &case.parties)), text));
    spans.push(span(format!("  {}", format::lot(words, &case.lot)), dim));
    if case.trunk {
        spans.push(span(format!(" {}", t!(words, "ui-trunk")), theme.style(Role::Warn)));
    }
    if case.breaches > 0 {
        spans.push(span(format!(" {}", t!(words, "ui-breach")), theme.style(Role::Alarm)));
    }
    if case.to_escalate {
        spans.push(span(format!(" {}", t!(words, "ui-escalate")), theme.style(Role::Alarm)));
    } else if case.rank.hopeless && case.state.is_before_decision() {
        spans.push(span(format!(" {}", t!(words, "ui-urgent-only")), theme.style(Role::Alarm)));
    }
    if case.round > 1 {
        spans.push(span(format!(" {}", t!(words, "ui-round", n = case.round)), dim));
    }
    if case.cross_entity {
        spans.push(span(format!("  {}", t!(words, "ui-cross-entity")), theme.style(Role::Warn)));
    }
    if case.owner.is_some() && case.owner != model.overview.summary.region {
        let owner = case.owner.map(|code| format::region_name(words, code)).unwrap_or_default();
        spans.push(span(format!("  {owner}"), dim));
    }
    spans
}
