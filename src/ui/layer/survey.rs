//! The regional digest of a month: targets beside wins as bars, the year as a line, reports by topic, then the headings of art. 31
//! with what was put to use, and who is credited.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Clear;

use crate::desk::survey::Survey;
use crate::interchange::picture::{Figure, Picture};
use crate::model::Model;
use crate::t;
use crate::ui::format;
use crate::ui::theme::{Role, Theme};
use crate::ui::widget::{chart, split_rows};

use super::paint::{self, Sheet};

/// Draws the digest from line `scroll` on.
pub fn draw(
    survey: &Survey,
    scroll: usize,
    model: &Model,
    frame: &mut Frame<'_>,
    area: Rect,
    theme: Theme,
) {
    frame.render_widget(Clear, area);
    let words = &model.words;
    let region = survey.region.map(|region| format::region_name(words, region));
    let whose = region.unwrap_or_else(|| t!(words, "owner-hq"));
    let month = survey.month.as_str();
    let title = t!(words, "survey-title", whose = whose, month = month);
    let keys = ["survey-earlier", "survey-later", "survey-write", "survey-issue", "down", "close"];
    let room = usize::from(area.width);
    let head = [
        Line::styled(title, theme.style(Role::Title)),
        paint::hints_within(words, theme, &keys, room),
    ];
    let (top, body) = split_rows(area, 2);
    paint::lines(frame, top, &head, 0);
    let mut sheet = Sheet::new(theme, body.width);
    let unit = |code: &str| format::unit_name(model, code);
    sheet.text(&t!(words, "survey-as-of", day = survey.as_of.to_string()), Role::Dim);
    picture(&mut sheet, &survey.target_bars(words, &unit), survey.targets.is_empty(), model);
    picture(&mut sheet, &survey.month_lines(words), false, model);
    picture(&mut sheet, &survey.topic_bars(words), false, model);
    for section in &survey.sections {
        let name = words.say(&format!("choice-{}", section.id));
        sheet.hanging(("", Role::Title), &name, Role::Title);
        if section.lines.is_empty() {
            sheet.hanging(("  ", Role::Dim), &t!(words, "survey-nothing"), Role::Dim);
        }
        for (number, gist) in &section.lines {
            sheet.hanging(("  · ", Role::Dim), &format!("{gist} ({number})"), Role::Text);
        }
    }
    credit(&mut sheet, survey, model);
    let left = paint::scrolled(frame, body, sheet.lines(), scroll);
    paint::more_below(frame, top, left, theme);
    paint::cursor(frame, body, 0, 0);
}

fn picture(sheet: &mut Sheet, picture: &Picture, is_empty: bool, model: &Model) {
    sheet.text(picture.title(), Role::Title);
    if is_empty {
        sheet.hanging(("  ", Role::Dim), &t!(model.words, "ui-undecided"), Role::Dim);
    }
    let (width, theme) = (sheet.width(), sheet.theme());
    let lines = match &picture.figure {
        Figure::Bars(bars) => chart::bars(bars, width, theme, false),
        Figure::Series(series) => chart::series(series, width, theme, false),
        Figure::Spans(spans) => chart::spans(spans, width, theme, false),
        Figure::Map(_) => Vec::new(),
    };
    for line in lines {
        sheet.push(line);
    }
    if let Some(note) = &picture.note {
        sheet.text(note, Role::Dim);
    }
    sheet.blank();
}

fn credit(sheet: &mut Sheet, survey: &Survey, model: &Model) {
    if survey.credit.is_empty() {
        return;
    }
    let words = &model.words;
    sheet.blank();
    sheet.text(&t!(words, "survey-credit"), Role::Title);
    for line in survey.credit_lines(words, &|code| format::unit_name(model, code)) {
        sheet.hanging(("  ", Role::Dim), &line, Role::Text);
    }
}
