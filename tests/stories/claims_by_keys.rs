//! The life of a claim by keys alone: from the lead to the claim, what is missing, protection, the list of those that run
//! out. No letter is needed for any of it.

use daqu::i18n::Lang;
use daqu::model::layer::Layer;
use daqu::term::headless::Headless;

use crate::support::{desk, window};

/// The 江苏 tender with a claim of F1, and the claim opened from the lead.
fn opened(lang: Lang, size: (u16, u16)) -> (tempfile::TempDir, Headless) {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(desk(folder.path()), lang, size);
    window.press("3 / text:南京 enter insert right tab tab text:已踏勘 f2").unwrap();
    assert!(window.model.layers.is_empty(), "{}", window.text());
    window.press("enter tab enter").unwrap();
    assert!(matches!(window.model.top(), Some(Layer::Claim(_))), "{}", window.text());
    (folder, window)
}

fn state(window: &Headless) -> &'static str {
    match window.model.top() {
        Some(Layer::Claim(screen)) => screen.detail.row.state.name(),
        other => panic!("no claim screen: {other:?}"),
    }
}

/// Selects a row of the claim table.
fn select(window: &mut Headless, id: &str) {
    window.press("home").unwrap();
    let Some(Layer::Claim(screen)) = window.model.top() else { panic!("no claim screen") };
    let place = screen.detail.actions.iter().position(|row| row.id == id).unwrap();
    window.press(&"down ".repeat(place)).unwrap();
}

fn protected() -> (tempfile::TempDir, Headless) {
    let (folder, mut window) = opened(Lang::Zh, (120, 40));
    select(&mut window, "supplement");
    // Customer and site stand there as the notice has them.
    window.press("enter tab tab text:全线 tab text:王工 tab right f2").unwrap();
    assert!(matches!(window.model.top(), Some(Layer::Claim(_))), "{}", window.text());
    select(&mut window, "validate");
    window.press("enter f2").unwrap();
    assert_eq!(state(&window), "valid", "{}", window.text());
    select(&mut window, "protect");
    window.press("enter tab text:2026-12-10 space text:17:30 f2").unwrap();
    assert_eq!(state(&window), "protected", "{}", window.text());
    (folder, window)
}

#[test]
fn what_a_claim_lacks_stands_in_the_row_that_is_not_possible() {
    let (_folder, mut window) = opened(Lang::Zh, (120, 40));
    select(&mut window, "validate");
    let screen = window.text();
    assert!(screen.contains("! 缺") && screen.contains("未写明范围"), "{screen}");
    window.press("enter").unwrap();
    assert_eq!(window.model.layers.len(), 2, "no form opens for what is not possible");
    assert!(window.text().contains("未写明范围"), "{}", window.text());
}

#[test]
fn a_claim_is_completed_validated_and_protected() {
    let (_folder, window) = protected();
    let screen = window.text();
    assert!(screen.contains("保护中") && screen.contains("余 17天"), "{screen}");
    assert!(screen.contains("王工"), "{screen}");
}

#[test]
fn protections_that_run_out_are_listed_renewed_and_then_not_again() {
    let (_folder, mut window) = protected();
    window.press("esc esc ctrl-e").unwrap();
    let screen = window.text();
    assert!(screen.contains("30 日内到期的保护 · 1 项"), "{screen}");
    window.press("+ f2").unwrap();
    assert!(window.text().contains("进展证明"), "asked for: {}", window.text());
    window.press("tab text:已出设计 f2").unwrap();
    let Some(Layer::Protections { rows, .. }) = window.model.top() else {
        panic!("{}", window.text())
    };
    assert!(rows.is_empty(), "thirty days more are beyond the list");
    window.press("delete").unwrap();
    assert_eq!(window.model.layers.len(), 1, "nothing is selected, so nothing opens");
}

#[test]
fn a_lot_s_progress_is_recorded_on_the_lead_and_the_guard_stops_the_second_unit() {
    let (_folder, mut window) = opened(Lang::Zh, (120, 40));
    window.press("esc esc insert right right right tab tab text:已踏勘 f2 enter f3").unwrap();
    let Some(Layer::Form(_)) = window.model.top() else { panic!("{}", window.text()) };
    window.press("right tab tab right f2").unwrap();
    let screen = window.text();
    assert!(matches!(window.model.top(), Some(Layer::Lead { .. })), "{screen}");
    window.press("f3 right tab tab right right f2").unwrap();
    assert!(window.text().contains("第34条"), "{}", window.text());
}

#[test]
fn claims_stand_beside_each_other_with_their_order_at_every_size() {
    for lang in [Lang::Zh, Lang::En] {
        for size in [(120, 40), (80, 24), (60, 16)] {
            let (_folder, mut window) = opened(lang, size);
            let tied = if lang == Lang::Zh { "并列第 1" } else { "place 1" };
            window.press("esc esc insert right right right tab tab text:已踏勘 f2").unwrap();
            window.press("enter tab").unwrap();
            let screen = window.text();
            assert!(screen.contains('▸') && screen.contains(tied), "{size:?}\n{screen}");
        }
    }
}
