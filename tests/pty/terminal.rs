//! A pseudo-terminal with the program in it. A thread reads what the program writes; the parser is
//! fed frame by frame, so that a screen that stood only for a moment is seen all the same, and no
//! half-drawn one is.

use std::io::{ErrorKind, Read, Write};
use std::num::NonZeroU16;
use std::process::Command;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use daqu::model::key::{Code, Key};
use portable_pty::{
    Child, CommandBuilder, ExitStatus, MasterPty, PtyPair, PtySize, native_pty_system,
};
use tempfile::TempDir;
use vt100::{Parser, Screen};

/// How long anything may take on a loaded machine before it counts as never happening.
const PATIENCE: Duration = Duration::from_secs(20);

/// The program draws each frame between these two.
const FRAME_BEGIN: &str = "\u{1b}[?2026h";
const FRAME_END: &str = "\u{1b}[?2026l";

/// The program in a terminal of its own; dropping it ends the program.
pub struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    keyboard: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    /// Everything the program wrote.
    raw: Vec<u8>,
    /// How much of it is on the screen.
    fed: usize,
    parser: Parser,
    /// The program is gone and all it wrote was read.
    ended: bool,
    /// The line's modes before the program came.
    cooked: String,
    /// `HOME` and `TMPDIR`, so that a killed demo leaves nothing behind.
    _home: TempDir,
}

impl Terminal {
    /// Starts the program with these arguments in a terminal of so many columns and rows. Of the
    /// tests' own environment it gets the path alone.
    pub fn start(args: &[&str], size: (u16, u16), env: &[(&str, &str)]) -> Terminal {
        Terminal::start_program(env!("CARGO_BIN_EXE_daqu"), args, size, env)
    }

    /// As [`Terminal::start`], another program.
    pub fn start_program(
        program: &str,
        args: &[&str],
        size: (u16, u16),
        env: &[(&str, &str)],
    ) -> Terminal {
        let home = tempfile::tempdir().unwrap();
        let PtyPair { slave, master } = native_pty_system().openpty(pty_size(size)).unwrap();
        let cooked = line_modes(master.as_ref());
        let mut command = CommandBuilder::new(program);
        command.args(args);
        command.cwd(home.path());
        command.env_clear();
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("HOME", home.path());
        command.env("TMPDIR", home.path());
        command.env("TERM", "xterm-256color");
        command.env("LANG", "zh_CN.UTF-8");
        for (name, value) in env {
            command.env(name, value);
        }
        let child = slave.spawn_command(command).unwrap();
        // Were this end kept, the output would not end with the program.
        drop(slave);
        let output = listen(master.try_clone_reader().unwrap());
        let keyboard = master.take_writer().unwrap();
        let (columns, rows) = cells(size);
        Terminal {
            child,
            master,
            keyboard,
            output,
            raw: Vec::new(),
            fed: 0,
            parser: Parser::new(rows, columns, 0),
            ended: false,
            cooked,
            _home: home,
        }
    }

    /// Waits until a whole frame satisfies the predicate.
    #[track_caller]
    pub fn wait_for(&mut self, holds: impl Fn(&Screen) -> bool, what: &str) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if self.frame_is_whole() && holds(self.parser.screen()) {
                return;
            }
            if !self.next_frame() && !self.receive(deadline) {
                let how = if self.ended { "ended" } else { "went on" };
                panic!("the program {how} without showing {what}:\n{}", self.screen_text());
            }
        }
    }

    /// Waits until the text stands somewhere on one line of the screen.
    #[track_caller]
    pub fn wait_text(&mut self, wanted: &str) {
        self.wait_for(|screen| text(screen).contains(wanted), wanted);
    }

    /// Waits until the program has ended, and takes in all it wrote.
    #[track_caller]
    pub fn wait_exit(&mut self) -> ExitStatus {
        let deadline = Instant::now() + PATIENCE;
        while self.receive(deadline) {}
        while self.next_frame() {}
        assert!(self.ended, "the program did not end:\n{}", self.screen_text());
        self.child.wait().unwrap()
    }

    /// Presses keys, named as in the command table, blanks between. Escape is to be followed by a
    /// wait: a key right behind it is what terminals send for Alt and that key.
    pub fn press(&mut self, keys: &str) {
        for name in keys.split_whitespace() {
            let key: Key = name.parse().unwrap();
            self.type_text(&sent(key));
        }
    }

    /// Types text as an input method commits it: at once.
    pub fn type_text(&mut self, text: &str) {
        self.keyboard.write_all(text.as_bytes()).unwrap();
        self.keyboard.flush().unwrap();
    }

    /// Gives the terminal another size, of which the program is told by the system.
    pub fn resize(&mut self, size: (u16, u16)) {
        let (columns, rows) = cells(size);
        self.parser.set_size(rows, columns);
        self.master.resize(pty_size(size)).unwrap();
    }

    /// Sends a signal by its name: `TERM`, `HUP`, `KILL`.
    pub fn signal(&self, name: &str) {
        let id = self.child.process_id().unwrap();
        let kill = format!("kill -s {name} {id}");
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success(), "{kill}");
    }

    /// Ends the program as a power cut would: it can do nothing about it.
    pub fn kill9(&mut self) {
        self.signal("KILL");
        self.wait_exit();
    }

    /// What the terminal shows.
    pub fn screen(&self) -> &Screen {
        self.parser.screen()
    }

    /// What the terminal shows, as lines of text.
    pub fn screen_text(&self) -> String {
        text(self.parser.screen())
    }

    /// Column and row of the cursor, from 0.
    pub fn cursor(&self) -> (u16, u16) {
        let (row, column) = self.parser.screen().cursor_position();
        (column, row)
    }

    /// Every byte the program wrote so far.
    pub fn raw_output(&mut self) -> &[u8] {
        while let Ok(bytes) = self.output.try_recv() {
            self.raw.extend(bytes);
        }
        &self.raw
    }

    /// The line's modes as they are: echo, line by line, and so on.
    pub fn line_modes(&self) -> String {
        line_modes(self.master.as_ref())
    }

    /// The line's modes as they were before the program came.
    pub fn cooked_modes(&self) -> &str {
        &self.cooked
    }

    /// The process.
    #[cfg(target_os = "linux")]
    pub fn process(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    /// Lets time pass, to see that nothing happens in it.
    #[cfg(target_os = "linux")]
    pub fn watch(&mut self, time: Duration) {
        let until = Instant::now() + time;
        while self.receive(until) {}
        while self.next_frame() {}
    }

    /// Takes in what the program wrote next; `false` when the deadline has come, or nothing more
    /// will be written.
    fn receive(&mut self, deadline: Instant) -> bool {
        let left = deadline.saturating_duration_since(Instant::now());
        match self.output.recv_timeout(left) {
            Ok(bytes) => self.raw.extend(bytes),
            Err(error) => {
                self.ended = error == RecvTimeoutError::Disconnected;
                return false;
            }
        }
        !left.is_zero()
    }

    /// Puts the next frame on the screen, or what there is of it; `false` when everything is there.
    fn next_frame(&mut self) -> bool {
        if self.fed == self.raw.len() {
            return false;
        }
        // The end of a frame may have come in two pieces, the first of which is fed already.
        let from = self.fed.saturating_sub(FRAME_END.len() - 1);
        let end = first(&self.raw[from..], FRAME_END).map(|at| from + at + FRAME_END.len());
        let end = end.unwrap_or(self.raw.len());
        self.parser.process(&self.raw[self.fed..end]);
        self.fed = end;
        true
    }

    fn frame_is_whole(&self) -> bool {
        let shown = &self.raw[..self.fed];
        last(shown, FRAME_BEGIN) <= last(shown, FRAME_END)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // The number of a process that was waited for may be another's by now.
        if !matches!(self.child.try_wait(), Ok(Some(_))) {
            // A hangup, and what does not heed it is killed.
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

/// The screen as lines of text, without blanks at their ends.
pub fn text(screen: &Screen) -> String {
    let (_, columns) = screen.size();
    let rows: Vec<String> =
        screen.rows(0, columns.get()).map(|row| row.trim_end().to_owned()).collect();
    rows.join("\n")
}

/// A line of the screen, from 0.
pub fn line(screen: &Screen, row: usize) -> String {
    text(screen).lines().nth(row).unwrap_or_default().to_owned()
}

/// Where a piece first stands among the bytes.
pub fn first(bytes: &[u8], piece: &str) -> Option<usize> {
    bytes.windows(piece.len()).position(|window| window == piece.as_bytes())
}

/// Where a piece last stands among the bytes.
pub fn last(bytes: &[u8], piece: &str) -> Option<usize> {
    bytes.windows(piece.len()).rposition(|window| window == piece.as_bytes())
}

fn listen(mut reader: Box<dyn Read + Send>) -> Receiver<Vec<u8>> {
    let (sender, output) = channel();
    thread::spawn(move || {
        let mut buffer = [0; 8192];
        loop {
            match reader.read(&mut buffer) {
                Ok(count @ 1..) => {
                    if sender.send(buffer[..count].to_vec()).is_err() {
                        return;
                    }
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                // The program's end of the line is closed: systems tell it in either way.
                Ok(_) | Err(_) => return,
            }
        }
    });
    output
}

fn pty_size((cols, rows): (u16, u16)) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}

/// Columns and rows as the parser takes them.
fn cells((columns, rows): (u16, u16)) -> (NonZeroU16, NonZeroU16) {
    (NonZeroU16::new(columns).unwrap(), NonZeroU16::new(rows).unwrap())
}

fn line_modes(master: &(dyn MasterPty + Send)) -> String {
    let modes = master.get_termios().unwrap();
    format!("{:?} {:?} {:?}", modes.input_flags, modes.output_flags, modes.local_flags)
}

/// What xterm sends for a key.
fn sent(key: Key) -> String {
    let plain = match key.code {
        Code::Char(c) if key.ctrl => char::from(u8::try_from(c).unwrap() & 0x1f).to_string(),
        Code::Char(c) => c.to_string(),
        Code::Enter => "\r".to_owned(),
        Code::Esc => "\u{1b}".to_owned(),
        Code::Tab if key.shift => "\u{1b}[Z".to_owned(),
        Code::Tab => "\t".to_owned(),
        Code::Backspace => "\u{7f}".to_owned(),
        Code::Up => "\u{1b}[A".to_owned(),
        Code::Down => "\u{1b}[B".to_owned(),
        Code::Right => "\u{1b}[C".to_owned(),
        Code::Left => "\u{1b}[D".to_owned(),
        Code::F(n @ 1..=4) => format!("\u{1b}O{}", char::from(b'P' + n - 1)),
        Code::F(n @ 5..=12) => {
            // The numbers were given out with gaps.
            let number = [15, 17, 18, 19, 20, 21, 23, 24][usize::from(n - 5)];
            format!("\u{1b}[{number}~")
        }
        _ => panic!("no test presses {key} yet"),
    };
    if key.alt { format!("\u{1b}{plain}") } else { plain }
}
