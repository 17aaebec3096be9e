//! The inbox: its list by score with marks, a lead with its reasons, a preview, and the watch words, at the three sizes.

use daqu::i18n::Lang;
use daqu::ui::theme::Theme;

use super::{demo_window, look};

const SIZES: [(u16, u16); 3] = [(120, 40), (80, 24), (60, 16)];

#[test]
fn the_inbox_by_score_with_marks_and_its_preview() {
    for (lang, tag) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        for size in SIZES {
            let (_folder, mut window) = demo_window(lang, size, Theme::Mono);
            let name = |what: &str| format!("triage_{what}_{}x{}_{tag}", size.0, size.1);
            window.press("3 o space space").unwrap();
            insta::assert_snapshot!(name("list"), look(&window));
            window.press("- text:不属施工 f2").unwrap();
            insta::assert_snapshot!(name("preview"), look(&window));
        }
    }
}

#[test]
fn a_lead_says_where_it_goes_and_why_it_stands_there() {
    for (lang, tag) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        for size in SIZES {
            let (_folder, mut window) = demo_window(lang, size, Theme::Mono);
            window.press("3 o enter").unwrap();
            let name = format!("triage_lead_{}x{}_{tag}", size.0, size.1);
            insta::assert_snapshot!(name, look(&window));
        }
    }
}

#[test]
fn each_verdict_asks_only_for_what_it_needs() {
    let (_folder, mut window) = demo_window(Lang::Zh, (80, 24), Theme::Mono);
    for (key, what) in [("d", "defer"), ("r", "duplicate"), ("t", "pass"), ("w", "watch")] {
        window.press(&format!("3 {key}")).unwrap();
        insta::assert_snapshot!(format!("triage_form_{what}"), look(&window));
        window.press("esc").unwrap();
    }
}
