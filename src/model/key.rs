//! Keys as the command table names them: `j`, `ctrl-s`, `enter`, `f1`, `shift-tab`, `:`.

use std::fmt;
use std::str::FromStr;

/// The key without its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    /// A character, upper case where shift gave it.
    Char(char),
    /// F1 to F12.
    F(u8),
    /// Enter.
    Enter,
    /// Escape.
    Esc,
    /// Tab.
    Tab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Insert.
    Insert,
    /// Arrow.
    Up,
    /// Arrow.
    Down,
    /// Arrow.
    Left,
    /// Arrow.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
}

/// A key press.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// Which key.
    pub code: Code,
    /// Ctrl held.
    pub ctrl: bool,
    /// Alt held.
    pub alt: bool,
    /// Shift held, for keys that are no characters.
    pub shift: bool,
}

const NAMES: [(Code, &str); 14] = [
    (Code::Enter, "enter"),
    (Code::Esc, "esc"),
    (Code::Tab, "tab"),
    (Code::Backspace, "backspace"),
    (Code::Delete, "delete"),
    (Code::Insert, "insert"),
    (Code::Up, "up"),
    (Code::Down, "down"),
    (Code::Left, "left"),
    (Code::Right, "right"),
    (Code::Home, "home"),
    (Code::End, "end"),
    (Code::PageUp, "pageup"),
    (Code::PageDown, "pagedown"),
];

impl Key {
    /// A key without modifiers.
    pub const fn plain(code: Code) -> Key {
        Key { code, ctrl: false, alt: false, shift: false }
    }

    /// A character key.
    pub const fn char(c: char) -> Key {
        Key::plain(Code::Char(c))
    }

    /// Whether it is a bare letter: such a key dies while an input method is on, so no command may have only those.
    pub fn is_letter(self) -> bool {
        matches!(self.code, Code::Char(c) if c.is_alphabetic()) && !self.ctrl && !self.alt
    }

    /// Outside text fields the full-width twins of punctuation and letters count as themselves (`？` is `?`).
    #[must_use]
    pub fn normalised(self) -> Key {
        match self.code {
            Code::Char(c) => {
                Key { code: Code::Char(crate::text::normal::halfwidth_char(c)), ..self }
            }
            _ => self,
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, word) in [(self.ctrl, "ctrl-"), (self.alt, "alt-"), (self.shift, "shift-")] {
            if held {
                f.write_str(word)?;
            }
        }
        match self.code {
            Code::Char(' ') => f.write_str("space"),
            Code::Char(c) => write!(f, "{c}"),
            Code::F(n) => write!(f, "f{n}"),
            code => f.write_str(
                NAMES.iter().find(|(known, _)| *known == code).map_or("", |(_, name)| name),
            ),
        }
    }
}

/// The text names no key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no such key: {0}")]
pub struct NoKey(pub String);

impl FromStr for Key {
    type Err = NoKey;

    fn from_str(text: &str) -> Result<Key, NoKey> {
        let (mut key, mut rest) = (Key::char(' '), text);
        loop {
            if let Some(tail) = rest.strip_prefix("ctrl-") {
                (key.ctrl, rest) = (true, tail);
            } else if let Some(tail) = rest.strip_prefix("alt-") {
                (key.alt, rest) = (true, tail);
            } else if let Some(tail) = rest.strip_prefix("shift-") {
                (key.shift, rest) = (true, tail);
            } else {
                break;
            }
        }
        let named = NAMES.iter().find(|(_, name)| *name == rest).map(|(code, _)| *code);
        let function =
            rest.strip_prefix('f').and_then(|n| n.parse().ok()).filter(|n| (1..=12).contains(n));
        let mut chars = rest.chars();
        let single = chars.next().filter(|_| chars.next().is_none());
        key.code = match (named, function, single) {
            (Some(code), ..) => code,
            (_, Some(n), _) => Code::F(n),
            (.., Some(c)) => Code::Char(c),
            _ if rest == "space" => Code::Char(' '),
            _ => return Err(NoKey(text.to_owned())),
        };
        Ok(key)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_key_is_written_as_it_is_read() {
        for text in
            ["j", "ctrl-s", "enter", "f1", "shift-tab", ":", "space", "-", "ctrl-alt-x", "G", "f"]
        {
            assert_eq!(text.parse::<Key>().unwrap().to_string(), text);
        }
        assert!("f13".parse::<Key>().is_err() && "hello".parse::<Key>().is_err());
    }

    #[test]
    fn the_full_width_twin_of_a_mark_is_the_mark() {
        assert_eq!(Key::char('？').normalised(), Key::char('?'));
        assert_eq!(Key::char('／').normalised(), Key::char('/'));
    }
}
