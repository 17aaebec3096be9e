//! What is typed, as messages: the terminal's events in the words of the command table.
//!
//! Reading the terminal blocks, and it may block for ever when the terminal goes away in the wrong
//! moment. So a thread of its own does nothing else, and the loop hears it through a channel: it
//! can always keep the drafts and end.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::thread;

use crossterm::event::{
    Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
    read,
};
use futures_util::stream::Stream;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use crate::app::Msg;
use crate::model::Model;
use crate::model::key::{Code, Key};
use crate::ui;

/// The events of the terminal. The stream ends when the terminal fails.
#[derive(Debug)]
pub struct Keyboard {
    events: UnboundedReceiver<io::Result<Event>>,
}

impl Keyboard {
    /// Reads the terminal from now on, until the process ends: once in a process.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn listen() -> io::Result<Keyboard> {
        let (sender, events) = unbounded_channel();
        let reading = move || {
            loop {
                let event = read();
                let failed = event.is_err();
                if sender.send(event).is_err() || failed {
                    return;
                }
            }
        };
        thread::Builder::new().name("daqu-input".to_owned()).spawn(reading)?;
        Ok(Keyboard { events })
    }
}

impl Stream for Keyboard {
    type Item = io::Result<Event>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.events.poll_recv(cx)
    }
}

/// The message of an event, if it is one. What a pointer points at follows from what the screen shows.
pub fn translate(event: Event, model: &Model) -> Option<Msg> {
    match event {
        Event::Key(event) => key(event).map(Msg::Key),
        Event::Paste(text) => Some(Msg::Paste(text)),
        Event::Resize(width, height) => Some(Msg::Resize(width, height)),
        Event::FocusLost => Some(Msg::FocusLost),
        Event::Mouse(event) => pointer(event, model),
        Event::FocusGained => None,
    }
}

/// A press points at something; the wheel is the arrow keys.
fn pointer(event: MouseEvent, model: &Model) -> Option<Msg> {
    let key = |code| Some(Msg::Key(Key { code, ctrl: false, alt: false, shift: false }));
    match event.kind {
        MouseEventKind::Down(MouseButton::Left) => {
            ui::hit(model, event.column, event.row).map(Msg::Hit)
        }
        MouseEventKind::ScrollDown => key(Code::Down),
        MouseEventKind::ScrollUp => key(Code::Up),
        _ => None,
    }
}

/// The key of a press or a repetition.
fn key(event: KeyEvent) -> Option<Key> {
    let foreign = KeyModifiers::SUPER | KeyModifiers::HYPER | KeyModifiers::META;
    if event.kind == KeyEventKind::Release || event.modifiers.intersects(foreign) {
        return None;
    }
    let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
    let alt = event.modifiers.contains(KeyModifiers::ALT);
    let shift = event.modifiers.contains(KeyModifiers::SHIFT);
    let named = |code| Some(Key { code, ctrl, alt, shift });
    match event.code {
        KeyCode::Char(c) => character(c, ctrl, alt),
        KeyCode::F(n @ 1..=12) => named(Code::F(n)),
        KeyCode::Enter => named(Code::Enter),
        KeyCode::Esc => named(Code::Esc),
        KeyCode::Tab => named(Code::Tab),
        KeyCode::BackTab => Some(Key { code: Code::Tab, ctrl, alt, shift: true }),
        KeyCode::Backspace => named(Code::Backspace),
        KeyCode::Delete => named(Code::Delete),
        KeyCode::Insert => named(Code::Insert),
        KeyCode::Up => named(Code::Up),
        KeyCode::Down => named(Code::Down),
        KeyCode::Left => named(Code::Left),
        KeyCode::Right => named(Code::Right),
        KeyCode::Home => named(Code::Home),
        KeyCode::End => named(Code::End),
        KeyCode::PageUp => named(Code::PageUp),
        KeyCode::PageDown => named(Code::PageDown),
        _ => None,
    }
}

/// A character carries no shift: the character says it.
fn character(c: char, ctrl: bool, alt: bool) -> Option<Key> {
    if c.is_control() {
        return None;
    }
    let key = Key { ctrl, alt, ..Key::char(c) };
    match (ctrl, alt) {
        // AltGr arrives as both on Windows, and what it gives is text.
        (true, true) if !c.is_ascii_alphanumeric() && c != ' ' => Some(Key::char(c)),
        (true, _) => Some(Key { code: Code::Char(c.to_ascii_lowercase()), ..key }),
        (false, _) => Some(key),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::i18n::Lang;
    use crate::model::{Hit, Pane};

    fn model() -> Model {
        Model::new(Lang::Zh, (120, 40), chrono::DateTime::<chrono::Utc>::UNIX_EPOCH)
    }

    fn translate(event: Event) -> Option<Msg> {
        super::translate(event, &model())
    }

    fn told(code: KeyCode, modifiers: KeyModifiers) -> Option<String> {
        match translate(Event::Key(KeyEvent::new(code, modifiers))) {
            Some(Msg::Key(key)) => Some(key.to_string()),
            _ => None,
        }
    }

    #[test]
    fn keys_are_named_as_in_the_command_table() {
        let (none, ctrl) = (KeyModifiers::NONE, KeyModifiers::CONTROL);
        for (code, modifiers, name) in [
            (KeyCode::Char('j'), none, "j"),
            (KeyCode::Char('G'), KeyModifiers::SHIFT, "G"),
            (KeyCode::Char('苏'), none, "苏"),
            (KeyCode::Char('S'), ctrl | KeyModifiers::SHIFT, "ctrl-s"),
            (KeyCode::Char(' '), ctrl, "ctrl-space"),
            (KeyCode::Char('x'), ctrl | KeyModifiers::ALT, "ctrl-alt-x"),
            (KeyCode::Char('@'), ctrl | KeyModifiers::ALT, "@"),
            (KeyCode::BackTab, KeyModifiers::SHIFT, "shift-tab"),
            (KeyCode::BackTab, none, "shift-tab"),
            (KeyCode::Down, ctrl, "ctrl-down"),
            (KeyCode::F(12), none, "f12"),
        ] {
            assert_eq!(told(code, modifiers).as_deref(), Some(name));
        }
    }

    #[test]
    fn ctrl_c_is_a_key_like_others_and_the_command_table_says_what_it_does() {
        assert_eq!(told(KeyCode::Char('c'), KeyModifiers::CONTROL).unwrap(), "ctrl-c");
        assert_eq!(told(KeyCode::Char('c'), KeyModifiers::NONE).unwrap(), "c");
    }

    #[test]
    fn what_is_no_key_of_ours_is_nothing() {
        for c in ['\u{1b}', '\r', '\u{9b}', '\u{7f}'] {
            assert_eq!(told(KeyCode::Char(c), KeyModifiers::NONE), None);
            assert_eq!(told(KeyCode::Char(c), KeyModifiers::CONTROL), None);
        }
        assert_eq!(told(KeyCode::F(13), KeyModifiers::NONE), None);
        assert_eq!(told(KeyCode::Char('v'), KeyModifiers::SUPER), None);
        let mut up = KeyEvent::new(KeyCode::Char('j'), KeyModifiers::NONE);
        up.kind = KeyEventKind::Release;
        assert!(translate(Event::Key(up)).is_none());
        up.kind = KeyEventKind::Repeat;
        assert!(translate(Event::Key(up)).is_some());
        assert!(translate(Event::FocusGained).is_none());
    }

    #[test]
    fn a_paste_a_new_size_and_a_lost_focus_are_messages() {
        let paste = translate(Event::Paste("江苏\r移动".to_owned()));
        assert!(matches!(paste, Some(Msg::Paste(text)) if text == "江苏\r移动"));
        assert!(matches!(translate(Event::Resize(80, 24)), Some(Msg::Resize(80, 24))));
        assert!(matches!(translate(Event::FocusLost), Some(Msg::FocusLost)));
    }

    #[test]
    fn a_press_points_and_the_wheel_is_the_arrows() {
        let mouse = |kind, column, row| {
            translate(Event::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }))
        };
        let left = MouseEventKind::Down(MouseButton::Left);
        assert!(matches!(mouse(left, 100, 38), Some(Msg::Hit(Hit::Pane(Pane::Minutes)))));
        assert!(mouse(MouseEventKind::Down(MouseButton::Right), 100, 38).is_none());
        assert!(mouse(MouseEventKind::Moved, 100, 38).is_none());
        let wheel = mouse(MouseEventKind::ScrollDown, 1, 1);
        assert!(matches!(wheel, Some(Msg::Key(key)) if key.to_string() == "down"));
    }
}
