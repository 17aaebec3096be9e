//! An hour of minutes, typed by somebody whose laptop dies again and again: what the screen said was kept is there.

use std::collections::VecDeque;

use super::drafts::Office;
use super::say;
use super::terminal::{line, text};

/// Lines of minutes, as many as an hour gives.
const LINES: usize = 200;

/// Which line is waited for until the screen says that it is kept, and after which the process is killed, in steps of a
/// generator that is the same each time.
struct Chance(u64);

impl Chance {
    /// One of so many.
    fn of(&mut self, sides: u64) -> bool {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33).is_multiple_of(sides)
    }
}

fn written(n: usize) -> String {
    match n % 5 {
        0 => format!("# 议题{n}"),
        1 => format!("@李工：第{n}条意见，已踏勘"),
        2 => format!("！第{n}条决议，由一分公司牵头"),
        3 => format!("【】@李工 周五前 第{n}项待办"),
        _ => format!("第{n}条讨论，双方交换意见"),
    }
}

#[test]
fn nothing_that_the_screen_said_was_kept_is_lost_however_often_the_process_is_killed() {
    let office = Office::made();
    let mut chance = Chance(7);
    let mut terminal = office.minutes();
    let mut left: VecDeque<usize> = (1..=LINES).collect();
    let (mut kept, mut killed) = (0, 0);
    while let Some(n) = left.pop_front() {
        terminal.type_text(&written(n));
        terminal.press("enter");
        if chance.of(12) || left.is_empty() {
            let mark = format!("· {}  ", say("layer-editor-draft"));
            terminal.wait_for(
                |screen| text(screen).contains(&written(n)) && line(screen, 0).contains(&mark),
                &format!("line {n} {mark}"),
            );
            kept = n;
        }
        if chance.of(25) {
            terminal.kill9();
            killed += 1;
            let draft = office.draft();
            let there: Vec<&str> = draft.lines().collect();
            let whole = there.iter().take_while(|line| !line.is_empty()).count();
            assert!(whole >= kept, "the screen said that {kept} lines were kept: {draft}");
            for (at, line) in there.iter().take(kept).enumerate() {
                assert_eq!(*line, written(at + 1));
            }
            // Whoever looks at what is there goes on behind the last whole line.
            let whole = there.iter().zip(1..).take_while(|(line, n)| **line == written(*n)).count();
            terminal = office.minutes();
            if !draft.is_empty() && !draft.ends_with('\n') {
                let cut =
                    there.last().filter(|_| there.len() > whole).map_or(0, |l| l.chars().count());
                (0..cut).for_each(|_| terminal.press("backspace"));
                if cut == 0 {
                    terminal.press("enter");
                }
            }
            left = (whole + 1..=LINES).collect();
        }
    }
    assert!(killed >= 5, "the generator kills often enough: {killed}");
    terminal.press("ctrl-s");
    terminal.wait_for(
        |screen| line(screen, 0).contains(&say("layer-editor-saved")),
        "the saved version",
    );
    terminal.press("ctrl-q");
    assert!(terminal.wait_exit().success());
    let page = office.exported();
    let all: Vec<String> = (1..=LINES).map(written).collect();
    assert!(page.contains(&all.join("\n")), "{page}");
}
