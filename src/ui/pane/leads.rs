//! Pane 3: the inbox of tenders. What was not screened yet has a `*`; a time that is not known says in which way it is not
//! known. The desk sends a window of the list; a row outside it shows `…` until it arrives.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::{Tender, heading};
use crate::desk::view::{Field, LeadOrder, LeadRow};
use crate::domain::lead::gap::Gap;
use crate::domain::lead::{FieldState, Verdict};
use crate::i18n::Words;
use crate::model::{Model, Pane};
use crate::t;
use crate::text::Sought;
use crate::text::width::{columns, elide};
use crate::ui::layer::likeness::proposal;
use crate::ui::layer::triage::recipient;
use crate::ui::theme::{Role, Theme};
use crate::ui::widget::{list, span, spread};
use crate::ui::{format, working};

/// Columns of a piece of text that shows what a search found.
const PIECE: usize = 36;

/// Characters of the title shown before what was found in it.
const BEFORE_HIT: usize = 4;

/// The mark of a lead that the next verdict is for.
const MARKED: &str = "✓ ";

/// The mark of a lead without a verdict, or back from being deferred.
const UNSCREENED: &str = "* ";

pub(super) fn title(model: &Model) -> String {
    let (words, overview) = (&model.words, &model.overview);
    let total = format::counted(words, overview.leads.total, overview.leads.more);
    let mut text = t!(words, "ui-title-leads", fresh = overview.new_leads, total = total);
    if model.lead_order == LeadOrder::Score {
        text = format!("{text} · {}", t!(words, "ui-by-score"));
    }
    if !model.marks.is_empty() {
        text = format!("{text} · {}", t!(words, "ui-marked", n = model.marks.len()));
    }
    text
}

pub(super) fn draw(model: &Model, frame: &mut Frame<'_>, area: Rect, theme: Theme) {
    if model.overview.leads.total == 0 {
        let hint = t!(model.words, "ui-empty-leads", key = format::key_of("import"));
        super::empty(model, frame, area, theme, &hint);
        return;
    }
    let rows = super::rows(model, Pane::Leads);
    list::draw(frame, area, theme, &rows, |index, width| match model.overview.leads.get(index) {
        Some(lead) => lines(model, lead, width, theme),
        None => vec![Line::from(span("…", theme.style(Role::Dim)))],
    });
}

fn lines(model: &Model, lead: &LeadRow, width: usize, theme: Theme) -> Vec<Line<'static>> {
    let fresh = lead.verdict.is_none() || lead.triage.back;
    let mark = match (model.marks.contains(&lead.number), fresh) {
        (true, _) => MARKED,
        (false, true) => UNSCREENED,
        (false, false) => "  ",
    };
    let clock = clock(model, lead, theme);
    let room = width.saturating_sub(columns(mark) + columns(&clock.content) + 1);
    let tender = Tender {
        customer: lead.customer.as_deref(),
        province: lead.province.as_deref(),
        title: &lead.title,
    };
    let mut left = vec![span(mark, theme.style(Role::Key))];
    left.extend(heading(model, theme, &tender, room));
    let badge = theme.style(format::delivery_role(lead.delivery));
    let mut right = triage(model, lead, theme);
    right.push(span(format::delivery_badge(lead.delivery), badge));
    let hidden = hidden_hit(model, lead, &tender, room);
    let standing = standing(model, lead, hidden, theme);
    vec![spread(left, vec![clock], width), spread(standing, right, width)]
}

/// Where a search found the lead, when not every word of it is to be seen in the row: the field, and a piece of it.
fn hidden_hit(
    model: &Model,
    lead: &LeadRow,
    tender: &Tender<'_>,
    room: usize,
) -> Option<(Field, String)> {
    let sought = Sought::new(model.search.as_deref()?);
    let (who, title) = super::shown(model, tender, room);
    let title = title.unwrap_or_default();
    let seen = |sought: &Sought| sought.is_in(&[&who, &title, &lead.number]);
    if seen(&sought) {
        return None;
    }
    if let Some(excerpt) = &lead.found {
        return Some((excerpt.field, excerpt.text.clone()));
    }
    // It stands in the part of the title that had no room.
    let unseen = sought.words().iter().map(|word| Sought::new(word)).find(|word| !seen(word))?;
    let place = unseen.ranges(&lead.title, Field::Title.way()).into_iter().next()?;
    let before = lead.title.get(..place.start)?.chars().rev().take(BEFORE_HIT);
    let mut piece: String = before.collect::<Vec<_>>().into_iter().rev().collect();
    piece.push_str(lead.title.get(place.start..)?);
    Some((Field::Title, format!("…{piece}")))
}

/// At the right: the working time left to the time that comes next, and the score where the list goes by it.
fn triage(model: &Model, lead: &LeadRow, theme: Theme) -> Vec<Span<'static>> {
    let words = &model.words;
    let mut spans = Vec::new();
    if model.lead_order == LeadOrder::Score {
        let text = t!(words, "ui-score", n = lead.triage.score);
        spans.push(span(format!("{text} "), theme.style(Role::Key)));
    }
    let coming = [lead.sale_end, lead.deadline].into_iter().flatten().filter(|at| *at > model.now);
    if let Some(at) = coming.min() {
        let left = working::left(words, model.calendar(), model.now, at);
        spans.push(span(format!("{} ", left.text), theme.style(left.role)));
    }
    spans
}

/// The time that comes next, the end of sale or the deadline; else the deadline that has passed, or what is known of it.
fn clock(model: &Model, lead: &LeadRow, theme: Theme) -> Span<'static> {
    let (words, now) = (&model.words, model.now);
    let sale = lead.sale_end.filter(|at| *at > now);
    let bid = lead.deadline.filter(|at| *at > now);
    let sale_is_next = sale.is_some_and(|sale| bid.is_none_or(|bid| sale <= bid));
    let next = if sale_is_next { sale } else { bid };
    if let Some(at) = next {
        let when = format::moment(words, now, at);
        let text = if sale_is_next {
            t!(words, "ui-sale-end", when = when)
        } else {
            t!(words, "ui-deadline", when = when)
        };
        return span(text, theme.style(format::countdown(words, now, at).role));
    }
    match lead.deadline {
        Some(at) => {
            let when = format::moment(words, now, at);
            span(t!(words, "ui-deadline-past", when = when), theme.style(Role::Dim))
        }
        None => span(unknown(words, lead.deadline_state), theme.style(Role::Warn)),
    }
}

/// In which way the deadline is not known.
fn unknown(words: &Words, state: FieldState) -> String {
    match state {
        FieldState::AttachmentPending => t!(words, "ui-deadline-attachment-pending"),
        FieldState::ToReview => t!(words, "ui-deadline-to-review"),
        FieldState::NotStated | FieldState::Recognised => t!(words, "ui-deadline-not-stated"),
    }
}

/// The verdict with what belongs to it.
fn verdict(words: &Words, lead: &LeadRow) -> String {
    let triage = &lead.triage;
    match (lead.verdict, triage.until, &triage.duplicate_of, &triage.passed_to) {
        (None, ..) => t!(words, "ui-verdict-new"),
        (Some(Verdict::Defer), ..) if triage.back => t!(words, "ui-verdict-back"),
        (Some(Verdict::Defer), Some(day), ..) => {
            t!(words, "ui-verdict-until", day = day.format("%m-%d").to_string())
        }
        (Some(Verdict::Duplicate), _, Some(of), _) => {
            t!(words, "ui-verdict-repeats", number = of.as_str())
        }
        (Some(Verdict::PassOn), _, _, Some(to)) => {
            t!(words, "ui-verdict-passed", who = recipient(words, to))
        }
        (Some(verdict), ..) => {
            words.say(&format!("ui-verdict-{}", verdict.name().replace('_', "-")))
        }
    }
}

fn standing(
    model: &Model,
    lead: &LeadRow,
    hidden: Option<(Field, String)>,
    theme: Theme,
) -> Vec<Span<'static>> {
    let words = &model.words;
    let dim = theme.style(Role::Dim);
    let verdict = verdict(words, lead);
    let mut spans = vec![Span::raw("  ")];
    let query = model.search.as_deref();
    spans.extend(list::marked_as(&lead.number, query, Field::Number.way(), theme, Role::Dim));
    spans.push(span(format!("  {verdict}"), theme.style(Role::Text)));
    if let Some((field, piece)) = hidden {
        let place = t!(words, "ui-found", field = format::field_name(words, field));
        spans.push(span(format!("  {place}"), dim));
        let piece = elide(&piece, PIECE);
        spans.extend(list::marked_as(&piece, query, field.way(), theme, Role::Text));
    }
    if let Some(likely) = &lead.likely {
        let text = format!("  {} {}", proposal(words, likely), likely.number);
        spans.push(span(text, theme.style(Role::Warn)));
    }
    if lead.in_conflict {
        spans.push(span(format!("  {}", t!(words, "ui-in-conflict")), theme.style(Role::Alarm)));
    }
    if lead.claims > 0 {
        let claims = t!(words, "ui-claims", n = lead.claims);
        spans.push(span(format!("  {claims}"), theme.style(Role::Text)));
    }
    // Where the end of sale stands on the first line, what is not known of the deadline must not go unsaid.
    if lead.deadline.is_none() && lead.sale_end.is_some_and(|at| at > model.now) {
        let text = unknown(words, lead.deadline_state);
        spans.push(span(format!("  {text}"), theme.style(Role::Warn)));
    }
    // An undivided tender and one that says nothing of lots look alike: that alone is no warning here.
    if lead.triage.missing.iter().any(|gap| *gap != Gap::Lots) {
        let gaps = lead.triage.missing.iter();
        let gaps: Vec<String> = gaps.map(|gap| words.say(&format!("gap-{}", gap.name()))).collect();
        let (n, which) = (gaps.len(), format::listed(words, &gaps));
        let text = t!(words, "ui-missing", n = n, which = which);
        spans.push(span(format!("  ⚠ {text}"), theme.style(Role::Warn)));
    }
    if let Some(category) = &lead.category {
        spans.push(span(format!("  {category}"), dim));
    }
    spans
}
