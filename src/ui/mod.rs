//! The screen: a pure function of the model.
//!
//! Four panes between a header and a footer, and above them the layers. Nothing here changes anything, reads a clock or
//! asks the desk; the same model gives the same cells, at every size. Styles come by role from [`theme`], words from the
//! catalogues, and what style tells is told by a word or a mark as well.
//!
//! | module | the thought |
//! |---|---|
//! | `screen` | where everything stands |
//! | `header`, `footer` | whose desk, when, what is pending; what one can do here, and what was just done or refused |
//! | `pane` | the four panes |
//! | `hit` | what stands where a pointer points |
//! | [`layer`] | what lies above the main screen |
//! | [`quiet`] | what one key hides from strangers |
//! | [`working`] | what is left in working time |
//! | [`format`] | times, names and marks as a person reads them |
//! | [`widget`] | lines, boxes, lists, bars |

mod footer;
pub mod format;
mod header;
mod hit;
pub mod layer;
pub mod notice;
mod pane;
pub mod quiet;
mod screen;
pub mod theme;
pub mod widget;
pub mod working;

pub use hit::hit;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::model::{Form, Model};
use crate::t;
use crate::text::wrap::wrap;
use theme::{Role, Theme};

/// Draws the model. Every size is allowed; under 60x16 there is a notice and nothing else.
pub fn draw(model: &Model, frame: &mut Frame<'_>, theme: Theme) {
    let area = frame.area();
    if area.is_empty() {
        return;
    }
    if model.form() == Form::TooSmall {
        too_small(model, frame, area, theme);
        return;
    }
    let plan = screen::plan(model, area);
    header::draw(model, frame, plan.header, theme);
    for place in &plan.panes {
        pane::draw(place, model, frame, theme);
    }
    footer::draw(model, frame, plan.footer, theme);
    for layer in &model.layers {
        layer::draw(layer, model, frame, area, theme);
    }
    footer::toast(model, frame, area, theme);
    if model.quiet {
        quiet::hide(model, frame);
    }
}

fn too_small(model: &Model, frame: &mut Frame<'_>, area: Rect, theme: Theme) {
    let (width, height) = model.size;
    let text = t!(model.words, "ui-too-small", width = width, height = height);
    for (index, piece) in wrap(&text, usize::from(area.width)).into_iter().enumerate() {
        let line = Line::from(widget::span(piece, theme.style(Role::Text)));
        widget::put(frame, widget::row(area, index), line);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use chrono::{DateTime, Utc};
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;

    use super::*;
    use crate::desk::view::{
        CaseRow, Delivery, KeyAccountRow, LeadRow, MeetingRow, Overview, Page, ProvinceRow,
        Summary, Triage, UnitRow,
    };
    use crate::domain::case::State;
    use crate::domain::case::timing::Rank;
    use crate::domain::lead::FieldState;
    use crate::domain::meeting::{MeetingKind, NoticeState};
    use crate::domain::organisation::owner::{By, Question, Right, Standing};
    use crate::domain::organisation::{AreaRight, Company};
    use crate::domain::sla::Track;
    use crate::domain::subject::{Subject, SubjectKind};
    use crate::domain::territory::{RegionCode, TILES, region_of};
    use crate::i18n::Lang;
    use crate::model::{Pane, ProvinceFilter};

    const NOW: &str = "2026-11-23T01:12:00Z";
    const TITLE: &str = "甲运营商江苏公司2026年某市边缘机房改造工程施工采购（第二次）";

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn case() -> CaseRow {
        CaseRow {
            subject: Subject::derived(SubjectKind::Conflict, &["a"]),
            number: "XT-EC-26-A-042".into(),
            state: State::Consulting,
            contested: vec![State::Ordered],
            track: Track::Express,
            hard_stop: None,
            last_moment: Some(at("2026-11-23T07:30:00Z")),
            trunk: true,
            rank: Rank { slack: None, needs: 0, hopeless: false, reasons: Vec::new() },
            at_hand: None,
            to_escalate: false,
            breaches: 1,
            detected_at: at("2026-11-20T01:00:00Z"),
            parties: vec!["F1".into(), "F3".into()],
            lead: "XS-EC-26-A-311".into(),
            title: TITLE.into(),
            customer: None,
            province: Some("320000".into()),
            lot: "1".into(),
            round: 2,
            owner: Some(RegionCode::EC),
            cross_entity: true,
            delivery: Delivery::Exported,
            actions: Vec::new(),
        }
    }

    fn lead() -> LeadRow {
        LeadRow {
            subject: Subject::derived(SubjectKind::Lead, &["a"]),
            number: "XS-EC-26-A-311".into(),
            title: TITLE.into(),
            customer: Some("中国移动通信集团江苏有限公司".into()),
            province: Some("320000".into()),
            city: None,
            category: Some("采购公告".into()),
            project_no: None,
            published: None,
            sale_end: Some(at("2026-11-24T09:00:00Z")),
            deadline: None,
            deadline_state: FieldState::ToReview,
            budget_fen: None,
            url: None,
            lots: vec!["1".into()],
            content: None,
            number_joins: false,
            kept_both: 0,
            asked: false,
            likely: None,
            verdict: None,
            claims: 2,
            in_conflict: true,
            delivery: Delivery::Local,
            found: None,
            triage: Triage::default(),
        }
    }

    fn meeting() -> MeetingRow {
        MeetingRow {
            subject: Subject::derived(SubjectKind::Meeting, &["a"]),
            number: "HY-EC-26-A-007".into(),
            kind: MeetingKind::AdHoc,
            title: "省干项目协调".into(),
            place: None,
            start: at("2026-11-24T06:00:00Z"),
            chair: None,
            recorder: None,
            participants: Vec::new(),
            cases: vec!["XT-EC-26-A-042".into()],
            provinces: vec!["320000".into()],
            notice_limit: at("2026-11-23T09:30:00Z"),
            notice: NoticeState::Due,
            notice_outdated: false,
            move_unreported: false,
            minutes_version: 1,
            has_draft: true,
            delivery: Delivery::Received,
        }
    }

    fn overview() -> Overview {
        let day = "2026-11-23".parse().unwrap();
        let by = By { resolution: "董〔2026〕3号".into(), from: day, until: None };
        let right = |unit: &str, right, division: &str| Right {
            unit: unit.into(),
            right,
            division: division.into(),
            class: None,
            by: by.clone(),
        };
        let standing = |division: &str| {
            let asked = Question { division, class: None, customer: None, day };
            let answer = Company::default().owner(&asked)?;
            let home = vec![right("F1", AreaRight::Home, division)];
            let allowed = vec![right("F3", AreaRight::Allowed, division)];
            Some(Standing { home, allowed, ..answer })
        };
        let provinces = TILES.iter().map(|(code, ..)| ProvinceRow {
            code: (*code).into(),
            region: region_of(code),
            conflicts: 12,
            leads: 8,
            won: Default::default(),
            standing: standing(code),
        });
        let unit = |code: &str, name: &str, en: &str| UnitRow {
            code: code.into(),
            name: name.into(),
            en: en.into(),
            parent: None,
            city: None,
            kind: crate::domain::unit::UnitKind::Branch,
            state: crate::domain::unit::UnitState::Active,
            assumed: true,
        };
        let post = KeyAccountRow {
            customer: "CMCC".into(),
            name: "中国移动".into(),
            holder: None,
            resolution: String::new(),
        };
        Overview {
            standards: std::sync::Arc::default(),
            summary: Summary {
                name: "上海".into(),
                region: Some(RegionCode::EC),
                ..Summary::default()
            },
            provinces: provinces.collect(),
            key_accounts: vec![post],
            units: [unit("F1", "一分公司", "First Branch"), unit("F3", "三分公司", "Third Branch")]
                .into(),
            cases: vec![case(); 9],
            leads: Page { total: 1443, more: false, offset: 10, rows: vec![lead(); 5] },
            watch: Vec::new(),
            new_leads: 12,
            meetings: vec![meeting(); 3],
        }
    }

    fn made(lang: Lang) -> Model {
        let mut model = Model::new(lang, (0, 0), at(NOW));
        model.overview = overview().into();
        model.loaded = true;
        model.province = "320000".into();
        model.province_filter = Some(ProvinceFilter { code: "320000".into(), kept: false });
        model.search = Some("jsyd".into());
        model.cursors.leads = 12;
        model
    }

    fn drawn(model: &mut Model, width: u16, height: u16, theme: Theme) -> Terminal<TestBackend> {
        model.size = (width, height);
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        terminal.draw(|frame| draw(model, frame, theme)).unwrap();
        terminal
    }

    /// What stands on the screen, without blanks, as wide characters leave one behind them.
    fn text(terminal: &Terminal<TestBackend>) -> String {
        let cells = terminal.backend().buffer().content().iter();
        cells.map(|cell| cell.symbol()).collect::<String>().replace(' ', "")
    }

    #[test]
    fn every_size_is_drawn_in_both_languages() {
        for lang in [Lang::Zh, Lang::En] {
            for mut model in [Model::new(lang, (0, 0), at(NOW)), made(lang)] {
                for width in (0..=130u16).step_by(11).chain([1, 60, 80, 99, 100]) {
                    for height in (0..=45u16).step_by(4).chain([1, 15, 17, 30]) {
                        model.focus = Pane::ALL[usize::from(width + height) % Pane::ALL.len()];
                        model.zoomed = width.is_multiple_of(5);
                        if height.is_multiple_of(8) {
                            model.say("须先协商（市场协调制度第8条）".repeat(9), true);
                        } else {
                            model.toast = None;
                        }
                        drawn(&mut model, width, height, Theme::Mono);
                    }
                }
            }
        }
    }

    #[test]
    fn a_screen_that_shrank_before_the_model_heard_of_it_is_drawn() {
        let mut model = made(Lang::Zh);
        model.size = (120, 40);
        for (width, height) in [(0, 0), (1, 1), (7, 3), (43, 9), (120, 2)] {
            let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
            terminal.draw(|frame| draw(&model, frame, Theme::Named)).unwrap();
        }
    }

    #[test]
    fn the_cursor_stands_on_what_is_selected_in_the_pane_that_has_the_keys() {
        for (width, height) in [(60, 16), (80, 24), (120, 40)] {
            let mut model = made(Lang::Zh);
            for (pane, sign) in
                [(Pane::Territory, "苏"), (Pane::Conflicts, "▸"), (Pane::Leads, "▸")]
            {
                model.focus = pane;
                let terminal = drawn(&mut model, width, height, Theme::Mono);
                let position = terminal.backend().cursor_position();
                let cell = terminal.backend().buffer().cell(position).unwrap();
                assert_eq!(cell.symbol(), sign, "{pane:?} at {width}x{height}");
            }
        }
    }

    #[test]
    fn a_wide_screen_tells_the_case_its_clock_and_its_parties() {
        let mut model = made(Lang::Zh);
        let shown = text(&drawn(&mut model, 120, 40, Theme::Mono));
        for piece in
            ["XT-EC-26-A-042", "余6时", "一分公司×三分公司", "分歧", "▸2冲突", "苏+", "筛选:江苏"]
        {
            assert!(shown.contains(piece), "{piece} is not in {shown}");
        }
    }

    #[test]
    fn an_empty_list_says_what_would_stand_there_and_by_which_key() {
        let mut model = Model::new(Lang::Zh, (0, 0), at(NOW));
        model.loaded = true;
        let shown = text(&drawn(&mut model, 120, 40, Theme::Mono));
        assert!(shown.contains(&format!("按{}报备", format::key_of("claim"))), "{shown}");
        model.loaded = false;
        let waiting = text(&drawn(&mut model, 120, 40, Theme::Mono));
        assert!(!waiting.contains("报备"), "nothing is said of a list that was not read");
    }
}
