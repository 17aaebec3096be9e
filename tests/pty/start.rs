//! Starting, at every size and without a terminal; what an input method sends; what the terminal
//! is never sent.

use std::fs;
use std::process::{Command, Stdio};

use vt100::Screen;

use super::terminal::{Terminal, first, line, text};
use super::{DEMO, Desk, TITLES, WIDE, say, shows_main_screen};

/// The main screen, and a box that ends in the screen's last column.
fn fills(screen: &Screen, (columns, rows): (u16, u16)) -> bool {
    let ends = |row| screen.cell(row, columns - 1).is_some_and(|cell| cell.contents() == "┐");
    shows_main_screen(screen) && (0..rows).any(ends)
}

#[test]
fn the_demo_shows_the_four_panes_and_q_leaves() {
    let mut terminal = Terminal::start(&["demo"], WIDE, DEMO);
    terminal.wait_for(|screen| fills(screen, WIDE), "the four panes");
    terminal.press("q");
    let status = terminal.wait_exit();
    assert!(status.success(), "{status}");
}

#[test]
fn a_small_screen_shows_one_pane_open_and_the_counts_of_the_others() {
    for size in [(80, 24), (60, 16)] {
        let mut terminal = Terminal::start(&["demo"], size, DEMO);
        terminal.wait_for(|screen| fills(screen, size), "the four titles");
        terminal.press("4");
        terminal.wait_text("▸4 会议与纪要");
        terminal.press("ctrl-q");
        let status = terminal.wait_exit();
        assert!(status.success(), "{size:?}: {status}");
    }
}

#[test]
fn the_screen_follows_the_size_of_its_window() {
    let mut terminal = Terminal::start(&["demo"], WIDE, DEMO);
    terminal.wait_for(|screen| fills(screen, WIDE), "the four panes");
    terminal.resize((80, 24));
    terminal.wait_for(|screen| fills(screen, (80, 24)), "the accordion");
    terminal.resize((50, 10));
    terminal.wait_text("50×10");
    let shown = terminal.screen_text();
    assert!(TITLES.iter().all(|title| !shown.contains(title)), "a plain notice:\n{shown}");
    terminal.resize((140, 45));
    terminal.wait_for(|screen| fills(screen, (140, 45)), "the four panes again");
    terminal.press("q");
    assert!(terminal.wait_exit().success());
}

#[test]
fn without_a_terminal_the_demo_prints_its_first_screen_and_says_why() {
    let output = Command::new(env!("CARGO_BIN_EXE_daqu"))
        .arg("demo")
        .env_remove("LC_ALL")
        .env("LANG", "zh_CN.UTF-8")
        .envs(DEMO.iter().copied())
        .stdin(Stdio::piped())
        .output()
        .unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{said}");
    for piece in TITLES.into_iter().chain(["华东大区", "周一 11-23", "? 帮助"]) {
        assert!(printed.contains(piece), "{piece} is not in\n{printed}");
    }
    assert!(!printed.contains('\u{1b}'), "text only:\n{printed}");
    assert!(said.contains(&say("cli-demo-no-terminal")), "{said}");
}

#[test]
fn a_full_width_mark_is_its_key_and_a_chinese_character_gets_a_hint() {
    let desk = Desk::made();
    let mut terminal = desk.opened();
    let heading = say("layer-help-always");
    terminal.type_text("？");
    terminal.wait_text(&heading);
    terminal.press("esc");
    terminal.wait_for(|screen| !text(screen).contains(&heading), "the main screen again");
    terminal.type_text("苏");
    terminal.wait_text(&say("hint-input-method"));
}

#[test]
fn control_characters_of_a_notice_never_reach_the_terminal() {
    // It would name the window, ring, colour what follows, and turn the rest of the line around.
    let title = r"\u001b]0;pwned\u0007光缆\u001b[31m红字\u202e工程采购";
    let shown = "␛]0;pwned␇光缆␛[31m红字⟨RLO⟩工程采购";
    let notice = format!(
        r#"{{"notices":[{{"id":"made-9","title":"{title}","operator":"中国移动","region":"江苏",
            "category":"询比公告","createDate":"2026-11-20 09:30:00",
            "url":"https://example.invalid/9","deadline":"2026年12月10日09时30分"}}]}}"#
    );
    let desk = Desk::made();
    fs::write(desk.folder.path().join("notices.json"), notice).unwrap();
    desk.run(&["lead", "import", "notices.json"]);
    let listed = desk.run(&["lead", "list"]);
    assert!(listed.contains(shown), "{listed}");
    assert!(!listed.chars().any(|c| c.is_control() && c != '\n'), "{listed:?}");

    let mut terminal = desk.opened();
    terminal.press("3");
    terminal.wait_text("▸3 线索");
    terminal.wait_text("␛]0;pwned␇");
    terminal.press("enter");
    terminal.wait_for(|screen| line(screen, 1).starts_with(shown), "the lead in full");
    for hostile in ["\u{1b}]0;pwned", "\u{7}", "\u{202e}"] {
        let at = first(terminal.raw_output(), hostile);
        assert_eq!(at, None, "{hostile:?} was sent to the terminal");
    }
}
