//! A lead in full: every field of the notice with what is known of it, its lots, and the claims on it.

use crate::ui::widget::split_rows;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;

use crate::desk::view::LeadDetail;
use crate::model::Model;
use crate::t;
use crate::text::bigram::Way;
use crate::ui::format;
use crate::ui::notice::lots;
use crate::ui::theme::{Role, Theme};
use crate::ui::widget::list;

use super::notice::Fields;
use super::paint::{self, Sheet};
use super::{claims, likeness, triage};

/// Columns at the end of the first line that say how much is below.
const MORE: usize = 6;

/// Draws the screen; `scroll` is clamped to the text here, and the claim stepped to is held in view.
pub fn draw(
    detail: &LeadDetail,
    (scroll, claim): (usize, Option<usize>),
    model: &Model,
    frame: &mut Frame<'_>,
    area: Rect,
    theme: Theme,
) {
    frame.render_widget(Clear, area);
    let rows = if area.height < 20 { 1 } else { 2 };
    let mut head = vec![head(detail, model, theme, area.width)];
    for piece in paint::title_lines(&detail.lead.notice.title, usize::from(area.width), rows) {
        let query = model.search.as_deref();
        head.push(Line::from(list::marked(&piece, query, theme, Role::Title)));
    }
    let (top, body) = split_rows(area, u16::try_from(head.len()).unwrap_or(u16::MAX));
    paint::lines(frame, top, &head, 0);
    let (sheet, first) = sheet(detail, model, theme, body.width, claim);
    let scroll = if claim.is_some() { first } else { scroll };
    let left = paint::scrolled(frame, body, sheet.lines(), scroll);
    paint::more_below(frame, Rect { height: top.height.min(1), ..top }, left, theme);
    let below = sheet.lines().len().saturating_sub(usize::from(body.height));
    let row = if claim.is_some() { first.saturating_sub(scroll.min(below)) } else { 0 };
    paint::cursor(frame, body, 0, row);
}

/// Number, delivery, verdict, other versions, and the keys of this screen.
fn head(detail: &LeadDetail, model: &Model, theme: Theme, width: u16) -> Line<'static> {
    let words = &model.words;
    let mut spans = vec![
        Span::styled(detail.row.number.clone(), theme.style(Role::Key)),
        Span::raw(format!(" {}  ", format::delivery_badge(detail.row.delivery))),
    ];
    if let Some(screened) = &detail.lead.verdict {
        let word = triage::verdict(words, screened);
        spans.push(Span::styled(format!("{word}  "), theme.style(Role::Text)));
    }
    if detail.lead.other_versions > 0 {
        let n = detail.lead.other_versions.to_string();
        let text = t!(words, "layer-lead-versions", n = n);
        spans.push(Span::styled(format!("{text}  "), theme.style(Role::Warn)));
    }
    let ids = [
        "claim",
        "next-claim",
        "open-claim",
        "progress",
        "lead-accept",
        "lead-irrelevant",
        "lead-defer",
        "lead-duplicate",
        "lead-pass",
        "link",
        "close",
    ];
    let used: usize = spans.iter().map(Span::width).sum();
    let room = usize::from(width).saturating_sub(used + MORE);
    spans.extend(paint::hints_within(words, theme, &ids, room).spans);
    Line::from(spans)
}

/// The text, and the line on which the claims, or the one stepped to, begin.
fn sheet(
    detail: &LeadDetail,
    model: &Model,
    theme: Theme,
    width: u16,
    claim: Option<usize>,
) -> (Sheet, usize) {
    let words = &model.words;
    let notice = &detail.lead.notice;
    let fields = Fields { model, sources: true };
    let mut sheet = Sheet::new(theme, width);
    let query = model.search.as_deref();
    triage::write(&mut sheet, detail, model);
    sheet.seek(query, Way::Sound);
    fields.identity(&mut sheet, notice);
    sheet.seek(query, Way::Letter);
    fields.kind(&mut sheet, notice);
    fields.times(&mut sheet, notice);
    fields.demands(&mut sheet, notice);
    fields.branch_clause(&mut sheet, notice);
    sheet.labelled(&t!(words, "layer-field-lots"), &lots(words, &notice.lots), Role::Text);
    let stated = |text: &Option<String>| match text {
        Some(text) => (text.clone(), Role::Text),
        None => (t!(words, "layer-not-stated"), Role::Dim),
    };
    let (platform, role) = stated(&notice.platform);
    sheet.labelled(&t!(words, "layer-field-platform"), &platform, role);
    let (url, role) = stated(&notice.url);
    sheet.labelled(&t!(words, "layer-field-url"), &url, role);
    sheet.labelled(&t!(words, "layer-field-identity"), &notice.identity, Role::Dim);
    sheet.seek(None, Way::Letter);
    let captured = format::moment(words, model.now, detail.lead.captured_at);
    sheet.labelled(&t!(words, "layer-field-captured"), &captured, Role::Dim);
    likeness::write(&mut sheet, detail, words);
    lives(&mut sheet, detail, model);
    sheet.blank();
    let n = detail.claims.len().to_string();
    sheet.text(&t!(words, "layer-lead-claims", n = n), Role::Title);
    let first = claims::side_by_side(&mut sheet, model, &detail.claims, claim);
    (sheet, first)
}

/// How far each unit is with each lot.
fn lives(sheet: &mut Sheet, detail: &LeadDetail, model: &Model) {
    let words = &model.words;
    if detail.lives.is_empty() {
        return;
    }
    sheet.blank();
    sheet.text(&t!(words, "layer-lead-progress"), Role::Title);
    for life in &detail.lives {
        let unit = life.unit.as_deref().map(|unit| format::unit_name(model, unit));
        let at = format::moment(words, model.now, life.at);
        let step = words.say(&format!("step-{}", life.step.name()));
        let mut text = match unit {
            Some(unit) => format!("{unit}  {step}  {at}"),
            None => format!("{step}  {at}"),
        };
        if let Some(note) = &life.note {
            text.push_str(&format!("  {note}"));
        }
        if !life.contested.is_empty() {
            let rivals: Vec<String> = life
                .contested
                .iter()
                .map(|step| words.say(&format!("step-{}", step.name())))
                .collect();
            let states = format::listed(words, &rivals);
            text.push_str(&format!("  ! {}", t!(words, "layer-case-contested", states = states)));
        }
        sheet.labelled(&format::lot(words, &life.lot), &text, Role::Text);
    }
}
