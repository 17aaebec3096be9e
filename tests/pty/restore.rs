//! Whoever ends the program gets the terminal back as it was, and what was being typed is on disk.
//!
//! The program offers no way to cause a panic, so the test's own binary opens the window in a terminal, on a clock that
//! breaks when it is told to.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{DateTime, Utc};
use daqu::desk::home::Home;
use daqu::desk::service::{DeskService, ReaderService, Service};
use daqu::desk::system::{SystemClock, SystemEntropy};
use daqu::domain::ports::Clock;
use daqu::i18n::{Lang, Words};
use daqu::model::Model;
use daqu::ui::theme::Theme;
use vt100::CursorStyle;

use super::drafts::{Office, TYPED, wait_typed};
use super::terminal::{Terminal, last};
use super::{DEMO, WIDE, shows_main_screen};

/// What turns a mode of the terminal on, and what turns it off: alternate screen, focus events,
/// bracketed paste, frames that are shown whole. The last pair hides the cursor and shows it.
const PAIRS: [(&str, &str); 5] = [
    ("\u{1b}[?1049h", "\u{1b}[?1049l"),
    ("\u{1b}[?1004h", "\u{1b}[?1004l"),
    ("\u{1b}[?2004h", "\u{1b}[?2004l"),
    ("\u{1b}[?2026h", "\u{1b}[?2026l"),
    ("\u{1b}[?25l", "\u{1b}[?25h"),
];

/// The terminal is in the program's mode; without this the check below would prove nothing.
#[track_caller]
fn assert_taken(terminal: &Terminal) {
    let screen = terminal.screen();
    assert!(screen.alternate_screen(), "the alternate screen");
    assert!(screen.bracketed_paste(), "bracketed paste");
    assert_eq!(screen.cursor_style(), CursorStyle::SteadyVerticalBar);
    assert_ne!(terminal.line_modes(), terminal.cooked_modes(), "raw mode");
}

/// The terminal is as it was before the program came.
#[track_caller]
fn assert_given_back(terminal: &mut Terminal) {
    let screen = terminal.screen();
    assert!(!screen.alternate_screen(), "the alternate screen");
    assert!(!screen.bracketed_paste(), "bracketed paste");
    assert!(!screen.hide_cursor(), "the cursor is shown");
    assert_eq!(screen.cursor_style(), CursorStyle::Default);
    assert_eq!(terminal.line_modes(), terminal.cooked_modes(), "echo and lines");
    let raw = terminal.raw_output();
    for (on, off) in PAIRS {
        assert!(last(raw, off) > last(raw, on), "the last is {off:?}, not {on:?}");
    }
}

#[test]
fn quitting_gives_the_terminal_back() {
    for key in ["q", "f10", "ctrl-q", "ctrl-c"] {
        let mut terminal = Terminal::start(&["demo"], WIDE, DEMO);
        terminal.wait_for(shows_main_screen, "the main screen");
        assert_taken(&terminal);
        terminal.press(key);
        let status = terminal.wait_exit();
        assert!(status.success(), "{key}: {status}");
        assert_given_back(&mut terminal);
    }
}

/// Types, and has the signal sent while the screen still says that the text is not kept.
fn ends_in_order_on(signal: &str) {
    let office = Office::made();
    let mut terminal = office.minutes();
    assert_taken(&terminal);
    terminal.type_text(TYPED);
    wait_typed(&mut terminal, "layer-editor-unsaved");
    terminal.signal(signal);
    let status = terminal.wait_exit();
    assert_eq!(status.signal(), None, "it ends by itself and is not killed");
    assert_given_back(&mut terminal);
    wait_typed(&mut office.minutes(), "layer-editor-draft");
}

#[test]
fn sigterm_while_typing_keeps_the_draft_and_gives_the_terminal_back() {
    ends_in_order_on("TERM");
}

#[test]
fn a_hangup_while_typing_keeps_the_draft_and_gives_the_terminal_back() {
    ends_in_order_on("HUP");
}

/// Where the child finds its desk, and the file that breaks its clock.
const CHILD_HOME: &str = "DAQU_TEST_PANIC_HOME";

/// A clock that breaks once, when the file is there.
struct BreakingClock {
    file: PathBuf,
    broken: AtomicBool,
}

impl Clock for BreakingClock {
    fn now(&self) -> DateTime<Utc> {
        if self.file.exists() && !self.broken.swap(true, Ordering::SeqCst) {
            panic!("the clock broke");
        }
        SystemClock.now()
    }
}

/// Not a test of its own: what [`a_panic_while_typing_keeps_the_draft_and_gives_the_terminal_back`] runs in a terminal.
#[test]
fn the_child_that_panics() {
    let Ok(folder) = std::env::var(CHILD_HOME) else { return };
    let home = Home::at(&folder);
    let clock = Arc::new(SystemClock);
    let desk =
        daqu::desk::Desk::open(home.clone(), None, clock.clone(), Box::new(SystemEntropy)).unwrap();
    let reader = ReaderService::open(&home, clock).unwrap();
    let words = Words::new(Lang::Zh);
    let model = Model::new(Lang::Zh, (80, 24), SystemClock.now());
    let file = PathBuf::from(folder).join("break");
    let breaking = Arc::new(BreakingClock { file, broken: AtomicBool::new(false) });
    let writer = move || -> Box<dyn Service> { Box::new(DeskService::new(desk, words)) };
    daqu::term::open(model, Theme::Named, writer, move || Box::new(reader), breaking).unwrap();
}

#[test]
fn a_panic_while_typing_keeps_the_draft_and_gives_the_terminal_back() {
    let office = Office::made();
    let program = std::env::current_exe().unwrap();
    let args = ["--exact", "pty::restore::the_child_that_panics", "--nocapture"];
    let home = office.home();
    let env = [(CHILD_HOME, home.to_str().unwrap())];
    let mut terminal = Terminal::start_program(program.to_str().unwrap(), &args, WIDE, &env);
    terminal.wait_for(shows_main_screen, "the main screen");
    office.open_minutes(&mut terminal);
    assert_taken(&terminal);
    terminal.type_text(TYPED);
    wait_typed(&mut terminal, "layer-editor-unsaved");
    std::fs::write(home.join("break"), "").unwrap();
    let status = terminal.wait_exit();
    assert!(!status.success(), "a panic is not success: {status}");
    assert_given_back(&mut terminal);
    let raw = terminal.raw_output();
    assert!(
        last(raw, "the clock broke") > last(raw, "\u{1b}[?1049l"),
        "the message comes after the screen"
    );
    std::fs::remove_file(home.join("break")).unwrap();
    wait_typed(&mut office.minutes(), "layer-editor-draft");
}
