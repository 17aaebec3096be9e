//! The program in a real pseudo-terminal: what a person sees, what stays after the process was
//! killed, what the terminal is like afterwards, and that nothing happens while nothing happens.
//!
//! [`terminal`] is the terminal: every wait is for something on its screen, never for a time to
//! pass. What the screen shows in detail is held by the screen tests, which need no process; here
//! stands what only a process can show.
#![cfg(unix)]

mod drafts;
#[cfg(target_os = "linux")]
mod idle;
mod meeting;
mod restore;
mod secrets;
mod start;
mod terminal;

use daqu::i18n::{Lang, Words};
use tempfile::TempDir;
use vt100::Screen;

use crate::support;
use terminal::{Terminal, line, text};

/// The demo at 09:12 on Monday, 23 November 2026, the same month each time.
const DEMO: &[(&str, &str)] = &[("DAQU_NOW", "2026-11-23T01:12:00Z"), ("DAQU_SEED", "1")];

/// Columns and rows on which all four panes are open.
const WIDE: (u16, u16) = (120, 40);

/// How the titles of the four panes begin; the one that has the keys has a mark before its number.
const TITLES: [&str; 4] = ["1 辖区 · ", "2 冲突 · ", "3 线索 · ", "4 会议与纪要 · "];

/// The main screen from its first line to its last, with what was read from the store.
fn shows_main_screen(screen: &Screen) -> bool {
    let shown = text(screen);
    let last = shown.lines().last().unwrap_or_default();
    // Until the desk has answered, the header says that it is being read, and names no region.
    line(screen, 0).contains("华东大区")
        && TITLES.iter().all(|title| shown.contains(title))
        && last.contains("? 帮助")
}

/// A sentence of the Chinese catalogue.
fn say(key: &str) -> String {
    Words::new(Lang::Zh).say(key)
}

/// A desk of 华东 in a folder of its own.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn made() -> Desk {
        let desk = Desk { folder: tempfile::tempdir().unwrap() };
        desk.run(&["init", "--region", "EC", "--name", "测试", "--no-passphrase"]);
        desk
    }

    /// Runs a subcommand that must succeed, and gives what it printed.
    fn run(&self, args: &[&str]) -> String {
        let all = [&["--home", "desk"][..], args].concat();
        let output = support::daqu(self.folder.path(), &all);
        let out = String::from_utf8(output.stdout).unwrap();
        let err = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{args:?}: {}\n{out}\n{err}", output.status);
        out
    }

    /// The screen on this desk, once the main screen is shown.
    fn opened(&self) -> Terminal {
        let home = self.folder.path().join("desk");
        let mut terminal = Terminal::start(&["--home", home.to_str().unwrap()], WIDE, &[]);
        terminal.wait_for(shows_main_screen, "the main screen");
        terminal
    }
}
