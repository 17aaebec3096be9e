//! The minutes beginning: planned, typed, drafted, saved as a version, printed as Markdown.

use daqu::desk::Desk;
use daqu::desk::home::Home;
use daqu::desk::service::{Reply, Request};
use daqu::desk::system::{FixedClock, SeededEntropy};
use daqu::i18n::Lang;
use daqu::term::headless::Headless;
use std::sync::Arc;

use crate::support::{desk, now, window};

fn planned(folder: &std::path::Path) -> Headless {
    let mut window = window(desk(folder), Lang::Zh, (120, 40));
    window
        .press("4 ctrl-n text:省干项目协调会 tab tab text:2026-11-25_14:00 tab text:南京 f2")
        .unwrap();
    assert_eq!(window.model.overview.meetings.len(), 1, "{}", window.text());
    window
}

fn reopened(folder: &std::path::Path) -> Headless {
    let home = Home::at(folder.join("desk"));
    let desk = Desk::open(home, None, Arc::new(FixedClock(now())), Box::new(SeededEntropy::new(8)))
        .unwrap();
    window(desk, Lang::Zh, (120, 40))
}

#[test]
fn a_draft_is_on_disk_800_ms_after_the_first_key() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = planned(folder.path());
    first.press("enter text:一、省干项目").unwrap();
    first.wait(799);
    drop(first);
    let mut second = reopened(folder.path());
    second.press("4 enter").unwrap();
    assert!(!second.text().contains("一、省干项目"), "too early to be kept");
    second.press("text:二、标段划分").unwrap();
    second.wait(800);
    drop(second);
    let mut third = reopened(folder.path());
    third.press("4 enter").unwrap();
    assert!(third.text().contains("二、标段划分"), "{}", third.text());
}

#[test]
fn leaving_the_editor_never_discards_text() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = planned(folder.path());
    window.press("enter text:未保存的一行 esc").unwrap();
    assert!(window.model.layers.is_empty());
    window.press("enter").unwrap();
    assert!(window.text().contains("未保存的一行"), "{}", window.text());
}

#[test]
fn saving_makes_a_version_and_markdown_comes_out() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = planned(folder.path());
    window.press("enter text:#_省干项目协调 enter text:！由一分公司牵头 f2").unwrap();
    window.press("enter text:？赞成4 ctrl-s esc").unwrap();
    assert_eq!(window.model.overview.meetings[0].minutes_version, 2, "{}", window.text());
    assert!(
        !window.model.overview.meetings[0].has_draft,
        "a saved version takes the draft's place"
    );
    let number = window.model.overview.meetings[0].number.clone();
    let exports = folder.path().join("出口");
    let request = Request::ExportMinutes {
        number: number.clone(),
        folder: exports.to_string_lossy().into_owned(),
    };
    assert!(matches!(window.service().answer(request), Reply::Done(_)));
    let page = std::fs::read_to_string(exports.join(format!("{number}.md"))).unwrap();
    for part in [
        "省干项目协调会",
        "2026-11-25 14:00",
        "南京",
        "# 省干项目协调\n！由一分公司牵头\n？赞成4",
        "草稿",
    ] {
        assert!(page.contains(part), "{part} is not in\n{page}");
    }
}

#[test]
fn the_caret_stands_after_the_last_chinese_glyph_on_a_wrapped_line() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = planned(folder.path());
    window.press(&format!("enter text:{}", "会".repeat(70))).unwrap();
    let (buffer, cursor) = window.cells();
    let (x, y) = cursor.expect("the hardware cursor is shown in the editor");
    assert_eq!(buffer[(x - 2, y)].symbol(), "会", "the glyph before the caret");
    assert_ne!(buffer[(x, y)].symbol(), "会", "nothing stands at the caret");
}

#[test]
fn a_paste_with_carriage_returns_keeps_its_lines() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = planned(folder.path());
    window.press("enter").unwrap();
    window.send(daqu::app::Msg::Paste("第一行\r第二行\r\n第三行\u{1b}[31m".to_owned()));
    let screen = window.text();
    assert!(
        screen.lines().any(|line| line.contains("第二行") && !line.contains("第一行")),
        "{screen}"
    );
    assert!(!screen.contains('\u{1b}'));
}
