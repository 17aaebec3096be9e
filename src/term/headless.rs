//! The program without a terminal: the same model, the same machine, the same drawing, into text.
//!
//! What `daqu view` prints, what `daqu demo` prints when there is no terminal, and what the screen tests look at. Requests
//! are answered in place, in order, so that a screen is what a person would see once everything has settled.

use std::collections::VecDeque;

use chrono::{DateTime, Duration, Utc};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use unicode_width::UnicodeWidthStr;

use crate::app::{Msg, start, update};
use crate::desk::service::Service;
use crate::model::Model;
use crate::model::effect::Effect;
use crate::model::key::{Key, NoKey};
use crate::ui::{draw, theme::Theme};

/// A window that nobody looks at.
pub struct Headless {
    /// What it shows.
    pub model: Model,
    service: Box<dyn Service>,
    theme: Theme,
    now: DateTime<Utc>,
}

impl Headless {
    /// Opens a window on a service and lets it settle.
    pub fn open(model: Model, service: Box<dyn Service>, theme: Theme) -> Headless {
        let now = model.now;
        let mut window = Headless { model, service, theme, now };
        let effects = start(&window.model);
        window.perform(effects);
        window
    }

    /// One message, and everything that follows from it.
    pub fn send(&mut self, msg: Msg) {
        let effects = update(&mut self.model, msg, self.now);
        self.perform(effects);
    }

    /// A row of keys as the command table writes them, blanks between; `text:…` types the rest of the word (`_` is a
    /// blank).
    ///
    /// # Errors
    /// A word that names no key; nothing of the row is pressed then.
    pub fn press(&mut self, keys: &str) -> Result<(), NoKey> {
        let mut row = Vec::new();
        for word in keys.split_whitespace() {
            match word.strip_prefix("text:") {
                Some(text) => {
                    row.extend(text.chars().map(|c| Key::char(if c == '_' { ' ' } else { c })))
                }
                None => row.push(word.parse()?),
            }
        }
        row.into_iter().for_each(|key| self.send(Msg::Key(key)));
        Ok(())
    }

    /// Time passes; deadlines that fall into it come.
    pub fn wait(&mut self, milliseconds: i64) {
        self.now += Duration::milliseconds(milliseconds);
        self.send(Msg::Deadline);
    }

    /// Everything asked of the desk so far is answered; the desk may be reached for what the screen cannot do.
    pub fn service(&mut self) -> &mut dyn Service {
        self.service.as_mut()
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        let mut waiting: VecDeque<Effect> = effects.into();
        while let Some(effect) = waiting.pop_front() {
            if let Effect::Ask(request) = effect {
                let reply = self.service.answer(request);
                waiting.extend(update(&mut self.model, Msg::Reply(Box::new(reply)), self.now));
            }
        }
    }

    /// The screen as cells, and where the hardware cursor stands.
    pub fn cells(&self) -> (Buffer, Option<(u16, u16)>) {
        let (width, height) = self.model.size;
        let Ok(mut terminal) = Terminal::new(TestBackend::new(width, height));
        let mut cursor = None;
        let Ok(frame) = terminal.draw(|frame| draw(&self.model, frame, self.theme));
        let buffer = frame.buffer.clone();
        if terminal.backend().cursor_visible() {
            let Ok(position) =
                ratatui::backend::Backend::get_cursor_position(terminal.backend_mut());
            cursor = Some((position.x, position.y));
        }
        (buffer, cursor)
    }

    /// The screen as lines of text, without blanks at their ends.
    pub fn text(&self) -> String {
        text(&self.cells().0)
    }
}

/// A buffer as lines of text. A glyph of two columns stands for two cells.
pub fn text(buffer: &Buffer) -> String {
    let area = buffer.area;
    let mut out = String::new();
    for y in area.top()..area.bottom() {
        let mut line = String::new();
        let mut x = area.left();
        while x < area.right() {
            let symbol = buffer[(x, y)].symbol();
            line.push_str(symbol);
            x += u16::try_from(symbol.width().max(1)).unwrap_or(1);
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}
