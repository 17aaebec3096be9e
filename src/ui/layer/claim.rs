//! A claim in full: fields with what is missing, proofs with their grades, its place and why, what happened, what the
//! claimant may be told; and below, every row of the claim table with what keeps it from being performed.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;

use crate::domain::claim::Entry;
use crate::model::Model;
use crate::model::layer::ClaimScreen;
use crate::t;
use crate::ui::format;
use crate::ui::theme::{Role, Theme};
use crate::ui::widget::split_rows;

use super::case::actions::{self, Table};
use super::paint::{self, Sheet};
use super::{claims, value};

/// Rows that the actions keep: their heading and four of them.
const FEWEST_ACTION_ROWS: u16 = 5;

/// Draws the screen; `scroll` is clamped to the text here.
pub fn draw(screen: &ClaimScreen, model: &Model, frame: &mut Frame<'_>, area: Rect, theme: Theme) {
    frame.render_widget(Clear, area);
    let rows = if area.height < 20 { 1 } else { 2 };
    let mut head = vec![head(screen, model, theme)];
    for piece in paint::title_lines(&screen.detail.title, usize::from(area.width), rows) {
        head.push(Line::styled(piece, theme.style(Role::Title)));
    }
    let (top, rest) = split_rows(area, u16::try_from(head.len()).unwrap_or(u16::MAX));
    paint::lines(frame, top, &head, 0);
    let all = u16::try_from(screen.detail.actions.len()).unwrap_or(u16::MAX).saturating_add(1);
    let share = rest.height / 5 * 2;
    let below = share.min(all).max(FEWEST_ACTION_ROWS).min(rest.height);
    let (body, table) = split_rows(rest, rest.height - below);
    let sheet = sheet(screen, model, theme, body.width);
    let left = paint::scrolled(frame, body, sheet.lines(), screen.scroll);
    paint::more_below(frame, Rect { height: top.height.min(1), ..top }, left, theme);
    let table_of = Table {
        rows: &screen.detail.actions,
        selected: screen.action,
        prefix: "action-claim-",
        hints: &["perform-claim", "claim-down", "close"],
        keys: false,
    };
    actions::draw(&table_of, model, frame, table, theme);
}

fn head(screen: &ClaimScreen, model: &Model, theme: Theme) -> Line<'static> {
    let (words, row) = (&model.words, &screen.detail.row);
    let badge = format::delivery_badge(row.delivery);
    Line::from(vec![
        Span::styled(format!("{} {badge}  ", row.number), theme.style(Role::Key)),
        Span::styled(
            format!("{}  ", words.say(&format!("state-claim-{}", row.state.name()))),
            theme.style(Role::Title),
        ),
        Span::styled(format::unit_name(model, &row.unit), theme.style(Role::Text)),
        Span::styled(format!("  {}", row.lead), theme.style(Role::Dim)),
    ])
}

fn sheet(screen: &ClaimScreen, model: &Model, theme: Theme, width: u16) -> Sheet {
    let (words, detail) = (&model.words, &screen.detail);
    let mut sheet = Sheet::new(theme, width);
    if detail.row.cross_entity {
        sheet.hanging(("! ", Role::Alarm), &t!(words, "layer-claims-cross-entity"), Role::Alarm);
    }
    if detail.row.backdated {
        sheet.hanging(("! ", Role::Alarm), &t!(words, "layer-claim-backdated"), Role::Alarm);
    }
    for lot in &detail.row.standing {
        let standing = claims::standing(model, lot);
        sheet.labelled(&format::lot(words, &lot.lot), &standing, Role::Text);
        if let Some(why) = &lot.why {
            sheet.labelled(&claims::place(words, lot), &words.why(why), Role::Text);
        }
    }
    let at = format::moment(words, model.now, detail.row.claimed_at);
    let grade = claims::grade(words, detail.row.time_grade);
    sheet.labelled(&t!(words, "layer-claim-at"), &format!("{at}  {grade}"), Role::Text);
    fields(&mut sheet, screen, model);
    proofs(&mut sheet, screen, model);
    sheet.blank();
    for entry in &detail.claim.timeline {
        happened(&mut sheet, entry, model);
    }
    sheet.blank();
    sheet.text(&t!(words, "layer-claim-told"), Role::Title);
    for line in &detail.told {
        sheet.hanging(("· ", Role::Dim), &words.why(line), Role::Text);
    }
    sheet
}

fn fields(sheet: &mut Sheet, screen: &ClaimScreen, model: &Model) {
    let (words, detail) = (&model.words, &screen.detail);
    let claim = &detail.claim;
    let origin = claim.origin.map(|origin| value::choice(words, origin.name()));
    let rows = [
        ("basis", Some(detail.row.basis.clone())),
        ("claimant", detail.row.claimant.clone()),
        ("customer", claim.customer.clone()),
        ("site", claim.site.clone()),
        ("scope", claim.scope.clone()),
        ("contact", detail.contact.clone()),
        ("origin", origin),
    ];
    for (name, text) in rows {
        let lacks = detail.missing.contains(&name);
        let (text, role) = match text {
            Some(text) => (text, Role::Text),
            None if lacks => (format!("! {}", t!(words, "layer-claim-lacks")), Role::Warn),
            None => (t!(words, "layer-not-stated"), Role::Dim),
        };
        sheet.labelled(&value::label(words, name), &text, role);
    }
    if let Some(number) = &detail.refiles {
        sheet.labelled(&t!(words, "layer-claim-refiles"), number, Role::Text);
    }
    if !detail.refiled_by.is_empty() {
        let numbers = format::listed(words, &detail.refiled_by);
        sheet.labelled(&t!(words, "layer-claim-refiled"), &numbers, Role::Text);
    }
}

fn proofs(sheet: &mut Sheet, screen: &ClaimScreen, model: &Model) {
    let (words, detail) = (&model.words, &screen.detail);
    let label = value::label(words, "proof");
    if detail.claim.proofs.is_empty() {
        sheet.labelled(&label, &t!(words, "layer-not-stated"), Role::Dim);
    }
    for ((proof, part), offered) in detail.claim.proofs.iter().zip(&detail.offered) {
        let kind = value::choice(words, proof.kind.name());
        let at = format::moment(words, model.now, proof.at);
        let mut text = format!("{} {kind}  {at}", proof.kind.grade().letter());
        if let Some(reference) = &proof.reference {
            text.push_str(&format!("  {reference}"));
        }
        sheet.labelled(&label, &text, Role::Text);
        match (part, offered) {
            (_, Some(offered)) => sheet.labelled("", offered, Role::Dim),
            (Some(_), None) => sheet.labelled("", &t!(words, "layer-part-absent"), Role::Warn),
            (None, None) => {}
        }
    }
}

fn happened(sheet: &mut Sheet, entry: &Entry, model: &Model) {
    let words = &model.words;
    let at = format::moment(words, model.now, entry.at);
    let name = words.say(&format!("action-claim-{}", entry.action));
    let mut text = format!("{name}  {}", entry.actor);
    if !entry.in_power {
        text.push_str(&format!("  ! {}", t!(words, "layer-out-of-power")));
    }
    sheet.labelled(&at, &text, Role::Text);
    if !entry.missing.is_empty() {
        let names: Vec<String> =
            entry.missing.iter().map(|name| value::label(words, name)).collect();
        let text = t!(words, "layer-claim-missing", names = format::listed(words, &names));
        sheet.labelled("", &text, Role::Dim);
    }
    for (name, said) in entry.args.0.iter().filter(|(_, said)| !said.is_empty()) {
        let said = match name.as_str() {
            "proof_kind" | "bar_ground" | "origin" => value::choice(words, said),
            "seen" | "until" => said
                .parse()
                .map_or_else(|_| said.clone(), |at| format::moment(words, model.now, at)),
            "result" => words.say(&format!("step-{said}")),
            _ => said.clone(),
        };
        sheet.labelled("", &format!("{}: {said}", value::label(words, name)), Role::Dim);
    }
}
