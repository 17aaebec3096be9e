//! Passphrases: asked for on the terminal, never shown, and changed without changing the key.

use super::terminal::Terminal;
use super::{WIDE, say};

/// Runs the program in a terminal and answers each question; gives the screen and whether it ended well.
fn answered(args: &[&str], answers: &[(&str, &str)]) -> (String, bool) {
    let mut terminal = Terminal::start(args, WIDE, &[]);
    for (question, answer) in answers {
        terminal.wait_text(question);
        terminal.type_text(answer);
        // The question that follows may be the same: the answer is taken when the line has ended.
        let row = terminal.cursor().1;
        terminal.press("enter");
        terminal.wait_for(|screen| screen.cursor_position().0 > row, "the next line");
    }
    let well = terminal.wait_exit().success();
    let shown = terminal.screen_text();
    for (_, answer) in answers {
        assert!(!shown.contains(answer), "a passphrase is never shown:\n{shown}");
    }
    (shown, well)
}

#[test]
fn a_passphrase_is_changed_and_the_old_one_no_longer_opens_the_desk() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("desk");
    let home = home.to_str().unwrap();
    let (asked, again) = (say("cli-passphrase"), say("cli-passphrase-again"));
    let new = say("cli-passphrase-new");
    let init = ["--home", home, "init", "--region", "EC", "--name", "华东测试"];
    let (shown, well) = answered(&init, &[(&asked, "rain-7"), (&again, "rain-7")]);
    assert!(well, "{shown}");
    let change = ["--home", home, "passphrase"];
    let all = |old, first, second| [(&*asked, old), (&*new, first), (&*again, second)];
    let (shown, well) = answered(&change, &all("rain-7", "snow-8", "snow-9"));
    assert!(!well && shown.contains(&say("cli-passphrase-differs")), "{shown}");
    let (shown, well) = answered(&change, &all("rain-7", "snow-8", "snow-8"));
    assert!(well, "{shown}");
    let audit = ["--home", home, "audit"];
    let (shown, well) = answered(&audit, &[(&*asked, "rain-7")]);
    assert!(!well && shown.contains(&say("cli-passphrase-wrong")), "{shown}");
    let (shown, well) = answered(&audit, &[(&*asked, "snow-8")]);
    assert!(well, "{shown}");
}
