//! While nothing happens the program does nothing: it does not wake, writes nothing, and takes no
//! processor time.
//!
//! The one test that lets time pass, since it measures that something is absent.

use std::fs;
use std::time::Duration;

use super::terminal::Terminal;
use super::{DEMO, WIDE, shows_main_screen};

/// How long it is watched.
const WATCH: Duration = Duration::from_secs(3);

/// Of the first frame's work: threads that have answered go to sleep.
const SETTLE: Duration = Duration::from_millis(500);

/// What the kernel counts and the terminal got, so far or within a time.
#[derive(Debug, Clone, Copy)]
struct Doings {
    /// How often a thread went to sleep of its own accord, which is how often one was woken.
    wakings: u64,
    /// Processor time, in the kernel's hundredths of a second.
    ticks: u64,
    /// Bytes written to the terminal.
    bytes: usize,
}

impl Doings {
    fn so_far(terminal: &mut Terminal) -> Doings {
        let process = format!("/proc/{}", terminal.process());
        let threads = fs::read_dir(format!("{process}/task")).unwrap();
        let wakings: u64 = threads
            .map(|thread| {
                let status = fs::read_to_string(thread.unwrap().path().join("status")).unwrap();
                let count = status.lines().find_map(|l| l.strip_prefix("voluntary_ctxt_switches:"));
                count.unwrap().trim().parse::<u64>().unwrap()
            })
            .sum();
        let stat = fs::read_to_string(format!("{process}/stat")).unwrap();
        // The name in brackets may hold anything; the times are twelfth and thirteenth after it.
        let (_, fields) = stat.rsplit_once(')').unwrap();
        let times = fields.split_whitespace().skip(11).take(2);
        let ticks: u64 = times.map(|time| time.parse::<u64>().unwrap()).sum();
        Doings { wakings, ticks, bytes: terminal.raw_output().len() }
    }

    fn within(terminal: &mut Terminal, time: Duration) -> Doings {
        let before = Doings::so_far(terminal);
        terminal.watch(time);
        let after = Doings::so_far(terminal);
        Doings {
            wakings: after.wakings.saturating_sub(before.wakings),
            ticks: after.ticks.saturating_sub(before.ticks),
            bytes: after.bytes - before.bytes,
        }
    }

    /// Nothing, but for one waking: up to four seconds before a minute's end the runtime's timer
    /// wakes once, to set itself more exactly. A tick of a second would be three wakings, a loop
    /// that never sleeps hundreds of ticks.
    fn is_nothing(self) -> bool {
        self.wakings <= 1 && self.ticks <= 10 && self.bytes == 0
    }
}

#[test]
fn while_nothing_happens_the_program_does_nothing() {
    let mut terminal = Terminal::start(&["demo"], WIDE, DEMO);
    terminal.wait_for(shows_main_screen, "the main screen");
    terminal.watch(SETTLE);
    let mut seen = Doings::within(&mut terminal, WATCH);
    if !seen.is_nothing() {
        // The header's minute may have turned in that time: three wakings and a frame of some sixty
        // bytes. It does not turn again so soon.
        seen = Doings::within(&mut terminal, WATCH);
    }
    assert!(seen.is_nothing(), "{seen:?} in {WATCH:?}");
}
