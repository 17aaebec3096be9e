//! Asking for a passphrase: nothing of it is shown, and the terminal is as before afterwards.

use std::io::{self, Write};

use crossterm::event::{Event, KeyCode, KeyEventKind, KeyModifiers, read};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};

/// Asks on the terminal; `None` when the person gives up (Esc, Ctrl-C).
///
/// # Errors
/// When there is no terminal to ask on.
pub fn ask(question: &str) -> io::Result<Option<String>> {
    let mut out = io::stderr();
    // Nothing is echoed any more when the question stands there: people answer what they see.
    enable_raw_mode()?;
    let asked = write!(out, "{question} ").and_then(|()| out.flush());
    let answer = asked.and_then(|()| read_hidden());
    let restored = disable_raw_mode();
    writeln!(out)?;
    restored?;
    answer
}

fn read_hidden() -> io::Result<Option<String>> {
    let mut text = String::new();
    loop {
        let Event::Key(key) = read()? else { continue };
        if key.kind == KeyEventKind::Release {
            continue;
        }
        let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Enter => return Ok(Some(text)),
            KeyCode::Esc => return Ok(None),
            KeyCode::Char('c') if ctrl => return Ok(None),
            // A line feed ends the line as well: what scripts and some terminals send.
            KeyCode::Char('j') if ctrl => return Ok(Some(text)),
            KeyCode::Char(c) if !ctrl => text.push(c),
            KeyCode::Backspace => {
                text.pop();
            }
            _ => {}
        }
    }
}
