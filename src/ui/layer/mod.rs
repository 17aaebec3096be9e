//! What lies above the main screen: popups (help, palette, form), the search line, and the full screens of a case, a
//! lead and the minutes.
//!
//! Layers are drawn from the lowest to the topmost. Each puts the terminal's cursor where its own caret or selected row
//! is, so that the topmost, drawn last, has it: the window of an input method and a screen reader follow that cursor.
//!
//! | module | the thought |
//! |---|---|
//! | `paint`, `popup` | lines of a known width, hints of keys, windows over a field; a box above what lies below |
//! | `triage`, `preview` | what the inbox says of a lead; what a verdict on several would do |
//! | `value`, `notice`, `claims` | values, notice fields and claims in words, shared by several screens |
//! | `meeting`, `records` | what a meeting says beside its table; the records of minutes while they are written |
//! | `case`, `lead`, `claim`, `protections`, `editor` | full screens |
//! | `divergence` | what desks differ on, side by side |
//! | `place` | a province in full, on a day |
//! | `survey`, `awaiting` | the regional digest as pictures; what awaits headquarters |
//! | `intake` | a pasted text beside what was recognised of it |
//! | `form`, `help`, `palette`, `search` | popups and the search line |

mod awaiting;
mod case;
mod claim;
mod claims;
mod compare;
mod divergence;
mod editor;
mod fairness;
mod file;
mod form;
mod help;
mod intake;
mod lead;
pub mod likeness;
mod meeting;
mod notice;
mod page;
mod paint;
mod palette;
mod phrases;
mod place;
mod popup;
mod preview;
mod protections;
mod records;
mod roll;
#[cfg(test)]
mod sample;
mod search;
mod survey;
pub mod triage;
mod value;

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::model::Model;
use crate::model::layer::Layer;

use super::theme::Theme;

/// Draws one layer over what is there already. Nothing happens where `area` is empty; every size is allowed.
pub fn draw(layer: &Layer, model: &Model, frame: &mut Frame<'_>, area: Rect, theme: Theme) {
    let area = area.intersection(frame.area());
    if area.is_empty() {
        return;
    }
    match layer {
        Layer::Help { scroll } => help::draw(*scroll, model, frame, area, theme),
        Layer::Palette { query, selected } => {
            palette::draw(query, *selected, model, frame, area, theme);
        }
        Layer::Search { query } => search::draw(query, model, frame, area, theme),
        Layer::Form(form) => form::draw(form, model, frame, area, theme),
        Layer::Case(screen) => case::draw(screen, model, frame, area, theme),
        Layer::Intake(intake) => intake::draw(intake, model, frame, area, theme),
        Layer::Preview { preview, scroll, waiting } => {
            preview::draw(preview, *scroll, *waiting, model, frame, area, theme);
        }
        Layer::Lead { detail, scroll, claim } => {
            lead::draw(detail, (*scroll, *claim), model, frame, area, theme);
        }
        Layer::Claim(screen) => claim::draw(screen, model, frame, area, theme),
        Layer::Protections { rows, days, selected } => {
            protections::draw(rows, *selected, *days, model, frame, area, theme);
        }
        Layer::Survey { survey, scroll, .. } => {
            survey::draw(survey, *scroll, model, frame, area, theme);
        }
        Layer::Awaiting { rows, selected } => {
            awaiting::draw(rows, *selected, model, frame, area, theme);
        }
        Layer::Place(screen) => place::draw(screen, model, frame, area, theme),
        Layer::Fairness { report, scroll } => {
            fairness::draw(report, *scroll, model, frame, area, theme);
        }
        Layer::Files { group, rows, selected } => {
            file::draw_list((*group, rows, *selected), model, frame, area, theme);
        }
        Layer::Divergences(list) => divergence::draw(list, model, frame, area, theme),
        Layer::File(screen) => file::draw(screen, model, frame, area, theme),
        Layer::Compare(state) => compare::draw(state, model, frame, area, theme),
        Layer::Phrases(list) => phrases::draw(list, model, frame, area, theme),
        Layer::Roll(roll) => roll::draw(roll, model, frame, area, theme),
        Layer::Page(page) => page::draw(page, model, frame, area, theme),
        Layer::Editor(editor) => editor::draw(editor, model, frame, area, theme),
    }
}

/// The model as it was before the topmost layer opened. Help and palette speak of commands of the place below them, and
/// a command tells by the topmost layer what is selected and so whether it is possible.
fn below_top(model: &Model) -> Model {
    let mut below = model.clone();
    below.layers.pop();
    below
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;
    use ratatui::layout::Position;

    use super::*;
    use crate::i18n::Lang;
    use crate::model::form::FormState;
    use crate::model::layer::CaseTab;

    fn drawn(model: &Model, width: u16, height: u16, theme: Theme) -> Terminal<TestBackend> {
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        let all = |frame: &mut Frame<'_>| {
            let area = frame.area();
            for layer in &model.layers {
                draw(layer, model, frame, area, theme);
            }
        };
        terminal.draw(all).unwrap();
        terminal
    }

    fn text(terminal: &Terminal<TestBackend>) -> String {
        terminal.backend().buffer().content().iter().map(|cell| cell.symbol()).collect()
    }

    fn put_away() -> FormState {
        let verdict = crate::domain::lead::Verdict::Irrelevant;
        FormState::screen(vec!["XS-EC-26-A-001".to_owned()], verdict, None, None)
    }

    fn with(layer: Layer, lang: Lang) -> Model {
        let mut model = sample::model(lang);
        model.layers = vec![layer];
        model
    }

    #[test]
    fn every_layer_is_drawn_at_every_size_in_both_languages() {
        for lang in [Lang::Zh, Lang::En] {
            for layer in sample::layers() {
                let mut model = with(layer, lang);
                for width in (0..=130).step_by(13).chain([1, 2, 3, 60, 80, 99, 100]) {
                    for height in (0..=45).step_by(5).chain([1, 2, 3, 16, 24]) {
                        model.size = (width, height);
                        drawn(&model, width, height, Theme::Mono);
                    }
                }
            }
        }
    }

    #[test]
    fn the_caret_of_a_form_stands_after_the_last_chinese_character() {
        let mut form = put_away();
        form.paste("不属江苏移动");
        let terminal = drawn(&with(Layer::Form(form), Lang::Zh), 80, 24, Theme::Named);
        let Position { x, y } = terminal.backend().cursor_position();
        let buffer = terminal.backend().buffer();
        assert_eq!(buffer[(x - 2, y)].symbol(), "动", "it ends where the caret stands");
        assert_eq!(buffer[(x, y)].symbol(), " ");
    }

    #[test]
    fn a_field_longer_than_its_room_keeps_the_caret_in_view() {
        let mut form = put_away();
        form.paste(&"长".repeat(300));
        let terminal = drawn(&with(Layer::Form(form), Lang::Zh), 40, 16, Theme::Named);
        let Position { x, y } = terminal.backend().cursor_position();
        assert!(x < 39 && y < 15);
        assert_eq!(terminal.backend().buffer()[(x - 2, y)].symbol(), "长");
    }

    #[test]
    fn an_action_that_is_not_possible_stays_in_view_and_cites_its_article() {
        for (width, height) in [(80, 24), (60, 16), (120, 40)] {
            let mut screen = sample::case_screen();
            // The order is the thirteenth row of the ladder, far below what fits.
            let actions = &screen.detail.row.actions;
            screen.action = actions.iter().position(|row| row.id == "order").unwrap();
            let model = with(Layer::Case(Box::new(screen)), Lang::Zh);
            let terminal = drawn(&model, width, height, Theme::Mono);
            let Position { y, .. } = terminal.backend().cursor_position();
            let buffer = terminal.backend().buffer();
            assert_eq!(buffer[(0, y)].symbol(), "▸");
            assert_eq!(buffer[(1, y)].symbol(), "×");
            let row: String = (0..width).map(|x| buffer[(x, y)].symbol()).collect();
            assert!(row.replace(' ', "").contains("第8条"), "{row}");
        }
    }

    #[test]
    fn claims_that_differ_are_marked_without_colour() {
        let mut screen = sample::case_screen();
        screen.tab = CaseTab::Claims;
        let marked = with(Layer::Case(Box::new(screen.clone())), Lang::Zh);
        assert!(text(&drawn(&marked, 120, 40, Theme::Mono)).contains('≠'));
        for claim in &mut screen.detail.claims {
            claim.basis = "踏勘".to_owned();
            claim.claimed_at = sample::at("2026-11-19 10:00");
            claim.time_grade = crate::domain::claim::TimeGrade::A;
            claim.claimant = None;
        }
        let alike = with(Layer::Case(Box::new(screen)), Lang::Zh);
        assert!(!text(&drawn(&alike, 120, 40, Theme::Mono)).contains('≠'));
    }
}
