//! What a person sees: the demo's month at the three sizes, in both languages, as snapshots, and the rules of the screen.

mod minutes;
mod triage;

use daqu::desk::awaiting::Awaiting;
use daqu::desk::demo;
use daqu::i18n::{Lang, Words};
use daqu::model::layer::Layer;
use daqu::model::{Model, Pane};
use daqu::term::headless::Headless;
use daqu::ui::theme::Theme;

use crate::support::now;

fn demo_window(lang: Lang, size: (u16, u16), theme: Theme) -> (tempfile::TempDir, Headless) {
    let folder = tempfile::tempdir().unwrap();
    let desk = demo::make_frozen(folder.path(), now(), 1).unwrap();
    let model = Model::new(lang, size, desk.now());
    let service = daqu::desk::service::DeskService::new(desk, Words::new(lang));
    (folder, Headless::open(model, Box::new(service), theme))
}

/// The screen, and under it where the hardware cursor stands.
fn look(window: &Headless) -> String {
    let (_, cursor) = window.cells();
    format!("{}cursor {cursor:?}\n", window.text())
}

#[test]
fn the_first_screen_at_three_sizes_in_both_languages() {
    for (lang, tag) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        for size in [(120, 40), (80, 24), (60, 16)] {
            let (_folder, window) = demo_window(lang, size, Theme::Mono);
            insta::assert_snapshot!(format!("first_{}x{}_{tag}", size.0, size.1), look(&window));
        }
    }
}

#[test]
fn each_pane_has_the_keys_and_fills_the_screen_when_zoomed() {
    let (_folder, mut window) = demo_window(Lang::Zh, (80, 24), Theme::Mono);
    for (key, pane) in
        [("1", Pane::Territory), ("2", Pane::Conflicts), ("3", Pane::Leads), ("4", Pane::Minutes)]
    {
        window.press(key).unwrap();
        assert_eq!(window.model.focus, pane);
        window.press("z").unwrap();
        insta::assert_snapshot!(format!("zoomed_{}", pane.name()), look(&window));
        window.press("z").unwrap();
    }
}

#[test]
fn a_case_in_full_shows_its_timeline_and_every_act_with_what_is_unmet() {
    let (_folder, mut window) = demo_window(Lang::Zh, (120, 40), Theme::Mono);
    window.press("2 enter").unwrap();
    insta::assert_snapshot!("case", look(&window));
    window.press("tab").unwrap();
    insta::assert_snapshot!("case_claims", look(&window));
}

/// As a branch passes it on in a chat, with a page's lines under it.
const PASTED: &str = "江苏移动苏州分公司 2026年传输线路施工询比，编号 JSYD-2026-0312，预算约320万（不含税），\
    12月3日17:00前买标书，12月10日9:30开标，不接受联合体\n建设地点：苏州市吴江区\n采购内容：新建光缆 86 皮长公里。\n\
    投标截止时间：另行通知";

#[test]
fn a_pasted_text_stands_beside_what_was_recognised_of_it() {
    for (lang, tag) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        for size in [(120, 40), (80, 24), (60, 16)] {
            let (_folder, mut window) = demo_window(lang, size, Theme::Mono);
            window.press("3").unwrap();
            window.send(daqu::app::Msg::Paste(PASTED.to_owned()));
            window.press("down down down").unwrap();
            insta::assert_snapshot!(format!("intake_{}x{}_{tag}", size.0, size.1), look(&window));
        }
    }
    let (_folder, mut window) = demo_window(Lang::Zh, (60, 16), Theme::Mono);
    window.press("3 f4").unwrap();
    insta::assert_snapshot!("intake_empty", look(&window));
    window.send(daqu::app::Msg::Paste(PASTED.to_owned()));
    window.press("tab").unwrap();
    insta::assert_snapshot!("intake_text", look(&window));
}

#[test]
fn claims_and_protections_at_three_sizes_in_both_languages() {
    for (lang, tag) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        for size in [(120, 40), (80, 24), (60, 16)] {
            let (_folder, mut window) = demo_window(lang, size, Theme::Mono);
            let name = |what: &str| format!("{what}_{}x{}_{tag}", size.0, size.1);
            window.press("3 ctrl-e").unwrap();
            insta::assert_snapshot!(name("protections"), look(&window));
            window.press("enter").unwrap();
            insta::assert_snapshot!(name("claim"), look(&window));
            window.press("esc esc / text:政企园区 enter enter tab").unwrap();
            insta::assert_snapshot!(name("lead_claims"), look(&window));
        }
    }
}

#[test]
fn help_and_palette_come_from_the_command_table() {
    let (_folder, mut window) = demo_window(Lang::En, (120, 40), Theme::Mono);
    window.press("2 ?").unwrap();
    insta::assert_snapshot!("help_en", look(&window));
    window.press("esc : text:accept").unwrap();
    insta::assert_snapshot!("palette_en", look(&window));
}

#[test]
fn colour_tells_nothing_that_a_mark_does_not() {
    let (_folder, mono) = demo_window(Lang::Zh, (120, 40), Theme::Mono);
    let (_other, named) = demo_window(Lang::Zh, (120, 40), Theme::Named);
    assert_eq!(mono.text(), named.text());
    let (buffer, _) = mono.cells();
    use ratatui::style::Color;
    assert!(buffer.content.iter().all(|cell| cell.fg == Color::Reset && cell.bg == Color::Reset));
}

#[test]
fn no_size_makes_the_screen_fail() {
    let (_folder, mut window) = demo_window(Lang::Zh, (120, 40), Theme::Named);
    for keys in [
        "",
        "2 enter",
        "esc 3 enter",
        "esc 3 ctrl-e",
        "enter",
        "esc esc 4 enter",
        "esc 4 ctrl-n",
        "esc ?",
        "esc :",
        "esc /",
    ] {
        window.press(keys).unwrap();
        for width in (0..=200).step_by(17) {
            for height in (0..=200).step_by(23) {
                window.send(daqu::app::Msg::Resize(width, height));
                let _ = window.cells();
            }
        }
        window.send(daqu::app::Msg::Resize(120, 40));
    }
}

#[test]
fn the_hardware_cursor_stands_on_the_selected_row_and_in_the_text() {
    let (_folder, mut window) = demo_window(Lang::Zh, (120, 40), Theme::Mono);
    window.press("2").unwrap();
    let (_, first) = window.cells();
    window.press("j").unwrap();
    let (_, second) = window.cells();
    let ((_, y1), (_, y2)) = (first.unwrap(), second.unwrap());
    assert_eq!(y2, y1 + 2, "rows of two lines");
    window.press("/ text:江苏").unwrap();
    let (buffer, caret) = window.cells();
    let (x, y) = caret.unwrap();
    assert_eq!(buffer[(x - 2, y)].symbol(), "苏", "the caret stands after the last glyph");
}

#[test]
fn a_quiet_screen_hides_people_and_sums_of_places_registers_and_the_digest() {
    for lang in [Lang::Zh, Lang::En] {
        let (_folder, mut window) = demo_window(lang, (120, 40), Theme::Mono);
        let mut hidden = |keys: &str, names: &[&str]| {
            window.press(keys).unwrap();
            let plain = window.text();
            window.press("f12").unwrap();
            let quiet = window.text();
            window.press("f12").unwrap();
            for name in names {
                assert!(plain.contains(name) && !quiet.contains(name), "{name}\n{plain}\n{quiet}");
            }
            quiet
        };
        let (customer, won, scale) = match lang {
            Lang::Zh => ("中国移动", "元", "186 万元"),
            Lang::En => ("China Mobile", "CNY", "186 × CNY 10,000"),
        };
        // Manager, deputy and a key account manager.
        let place = hidden("1 left enter", &["顾行舟", "周宁", "叶承礼", customer]);
        assert!(place.contains("2026-11-23"), "days stay:\n{place}");
        hidden("esc 5 tab enter", &["郑予安", "福州室分项目"]);
        let digest = hidden("esc esc v", &["某省工程局", "传输投资", scale]);
        let sums = digest.lines().filter(|line| line.contains(won));
        assert!(sums.clone().count() >= 6, "{digest}");
        assert!(sums.clone().all(|line| !line.contains(|c: char| c.is_ascii_digit())), "{digest}");
        let row = |kind: &'static str, title: &str| Awaiting {
            kind,
            number: String::new(),
            title: title.to_owned(),
            from: None,
            since: None,
        };
        let rows = vec![row("remedy", "某办事处主任"), row("survey", "2026-11")];
        window.model.layers = vec![Layer::Awaiting { rows, selected: 0 }];
        window.press("f12").unwrap();
        let quiet = window.text();
        assert!(!quiet.contains("办事处主任") && quiet.contains("2026-11"), "{quiet}");
    }
}
