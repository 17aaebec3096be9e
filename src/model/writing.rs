//! How the screen is divided while minutes are written. The text's part of it is known here and not where it is drawn, because
//! the caret goes up and down by the rows that are seen.

use super::prose::Room;

/// Columns of the records beside the text, with the line between.
const RECORDS: u16 = 42;

/// The text keeps so many columns beside them.
const TEXT: u16 = 56;

/// Rows of the records below the text.
const BELOW: u16 = 6;

/// Where the records of the minutes stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Records {
    /// Not shown.
    Hidden,
    /// Beside the text, in so many columns with the line between.
    Beside(u16),
    /// Below the text, in so many rows.
    Below(u16),
}

/// The parts of the screen, from the top.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Writing {
    /// Rows of what the minutes belong to.
    pub head: u16,
    /// Columns and rows of the text.
    pub text: (u16, u16),
    /// The records.
    pub records: Records,
    /// Rows of the keys.
    pub keys: u16,
}

impl Writing {
    /// Divides a screen of so many columns and rows.
    pub fn on((width, height): (u16, u16), shows_records: bool) -> Writing {
        let head = u16::from(height > 2);
        let rest = height - head;
        let keys = u16::from(rest > 3);
        let body = rest - keys;
        let (text, records) = match shows_records {
            false => ((width, body), Records::Hidden),
            true if width >= TEXT + RECORDS => ((width - RECORDS, body), Records::Beside(RECORDS)),
            true => {
                let below = BELOW.min(body / 3);
                ((width, body - below), Records::Below(below))
            }
        };
        Writing { head, text, records, keys }
    }

    /// The room of the text.
    pub fn room(&self) -> Room {
        let (width, height) = self.text;
        Room { width: usize::from(width), height: usize::from(height) }
    }
}
