//! Minutes being written outlive the process, however it ends.

use daqu::text::columns;

use super::terminal::{Terminal, line, text};
use super::{Desk, say};

/// What is typed.
pub const TYPED: &str = "一、省干光缆：由一分公司牵头";

/// A desk with a meeting to come.
pub struct Office {
    desk: Desk,
    /// `HY-…`.
    number: String,
}

impl Office {
    /// Makes the desk and plans the meeting.
    pub fn made() -> Office {
        let desk = Desk::made();
        desk.run(&["meeting", "plan", "--title", "协调会", "--start", "2027-01-05 14:00"]);
        let meetings = desk.run(&["--json", "meeting", "list"]);
        let meetings: serde_json::Value = serde_json::from_str(&meetings).unwrap();
        let number = meetings[0]["number"].as_str().unwrap().to_owned();
        Office { desk, number }
    }

    /// The folder of the desk.
    pub fn home(&self) -> std::path::PathBuf {
        self.desk.folder.path().join("desk")
    }

    /// The minutes of the meeting, opened in a terminal.
    pub fn minutes(&self) -> Terminal {
        let mut terminal = self.desk.opened();
        self.open_minutes(&mut terminal);
        terminal
    }

    /// The draft as it lies on disk.
    pub fn draft(&self) -> String {
        let store = rusqlite::Connection::open(self.home().join("daqu.db")).unwrap();
        let drafts: Result<String, _> =
            store.query_row("SELECT text FROM draft", [], |row| row.get(0));
        drafts.unwrap_or_default()
    }

    /// The minutes as Markdown.
    pub fn exported(&self) -> String {
        self.desk.run(&["meeting", "export", &self.number])
    }

    /// Opens the minutes from the main screen.
    pub fn open_minutes(&self, terminal: &mut Terminal) {
        terminal.press("4");
        terminal.wait_text("▸4 会议与纪要");
        terminal.press("enter");
        terminal.wait_for(|screen| line(screen, 0).starts_with(&self.number), "the minutes");
    }
}

/// Waits until what was typed is shown, and the head of the minutes says how safe it is.
#[track_caller]
pub fn wait_typed(terminal: &mut Terminal, key: &str) {
    let mark = format!("· {}  ", say(key));
    terminal.wait_for(
        |screen| text(screen).contains(TYPED) && line(screen, 0).contains(&mark),
        &format!("{TYPED} {mark}"),
    );
}

#[test]
fn a_kept_draft_outlives_kill_9_and_becomes_the_saved_version() {
    let office = Office::made();
    let mut terminal = office.minutes();
    terminal.type_text(TYPED);
    wait_typed(&mut terminal, "layer-editor-draft");
    let caret = (u16::try_from(columns(TYPED)).unwrap(), 1);
    assert_eq!(terminal.cursor(), caret, "the caret follows the last glyph");
    terminal.kill9();

    let mut terminal = office.minutes();
    wait_typed(&mut terminal, "layer-editor-draft");
    terminal.press("ctrl-s");
    wait_typed(&mut terminal, "layer-editor-saved");
    let head = line(terminal.screen(), 0);
    assert!(head.contains("第1版"), "{head}");
    terminal.press("ctrl-q");
    assert!(terminal.wait_exit().success());

    let page = office.desk.run(&["meeting", "export", &office.number]);
    assert!(page.contains(TYPED), "{page}");
}

#[test]
fn leaving_by_one_key_in_the_middle_of_a_line_loses_nothing() {
    let office = Office::made();
    let mut terminal = office.minutes();
    terminal.type_text(TYPED);
    wait_typed(&mut terminal, "layer-editor-unsaved");
    terminal.press("ctrl-q");
    assert!(terminal.wait_exit().success());
    wait_typed(&mut office.minutes(), "layer-editor-draft");
}
