//! What one place of a text says of one field, and how several places agree.

use std::ops::Range;

use chrono::NaiveDate;

use crate::domain::lead::{Field, FieldState};
use crate::interchange::notice_json::said::{elsewhere, silent};

/// The name of the text in [`crate::domain::lead::Source`].
pub const TEXT: &str = "text";

/// Longest words that a field quotes, in bytes; a longer passage is quoted by its beginning.
const QUOTE: usize = 600;

/// What a place of the text says of a field.
#[derive(Debug, Clone)]
pub(super) struct Read<T> {
    pub(super) state: FieldState,
    pub(super) value: Option<T>,
    /// The words it was read from; none where nothing is said.
    pub(super) span: Option<Range<usize>>,
    /// What was understood of words that are left to a person, as he would write it.
    pub(super) proposal: Option<String>,
    /// Days that the words name.
    days: Vec<NaiveDate>,
}

impl<T> Read<T> {
    fn new(state: FieldState, value: Option<T>, span: Option<Range<usize>>) -> Read<T> {
        Read { state, value, span, proposal: None, days: Vec::new() }
    }

    pub(super) fn none() -> Read<T> {
        Read::new(FieldState::NotStated, None, None)
    }

    pub(super) fn known(value: T, span: Range<usize>) -> Read<T> {
        Read::new(FieldState::Recognised, Some(value), Some(span))
    }

    pub(super) fn doubt(span: Range<usize>) -> Read<T> {
        Read::new(FieldState::ToReview, None, Some(span))
    }

    pub(super) fn pending(span: Range<usize>) -> Read<T> {
        Read::new(FieldState::AttachmentPending, None, Some(span))
    }

    pub(super) fn proposing(self, proposal: Option<String>) -> Read<T> {
        Read { proposal, ..self }
    }

    pub(super) fn on(self, days: impl Iterator<Item = NaiveDate>) -> Read<T> {
        Read { days: days.collect(), ..self }
    }

    /// As a field of the notice.
    pub(super) fn field(self, text: &str) -> Field<T> {
        let words = self.span.clone().and_then(|span| text.get(span)).unwrap_or_default();
        let words = quoted(words);
        let field = match (self.state, self.value) {
            (FieldState::Recognised, Some(value)) => Field::recognised(value, words, TEXT),
            (FieldState::AttachmentPending, _) => Field::attachment_pending(words, TEXT),
            (FieldState::ToReview, _) => Field::to_review(words, TEXT),
            _ => return Field::not_stated(),
        };
        match self.span {
            Some(span) => field.at(span),
            None => field,
        }
    }
}

/// The beginning of long words.
fn quoted(words: &str) -> &str {
    let mut end = words.len().min(QUOTE);
    while !words.is_char_boundary(end) {
        end -= 1;
    }
    words.get(..end).unwrap_or(words)
}

/// One answer from all places: values that agree are one value, values that differ are for a person, and a value stands
/// beside doubtful words unless these name another day.
pub(super) fn agreed<T: PartialEq + Clone>(all: Vec<Read<T>>) -> Read<T> {
    let mut known: Option<Read<T>> = None;
    let mut rest: Option<Read<T>> = None;
    let mut doubtful_days = Vec::new();
    for read in all {
        match (read.state, &known) {
            (FieldState::NotStated, _) => {}
            (FieldState::Recognised, None) => known = Some(read),
            (FieldState::Recognised, Some(first)) if first.value == read.value => {}
            (FieldState::Recognised, Some(first)) => {
                // Two that differ: the words from the first to the second show both.
                let span = match (first.span.clone(), read.span) {
                    (Some(a), Some(b)) => a.start.min(b.start)..a.end.max(b.end),
                    (a, b) => a.or(b).unwrap_or(0..0),
                };
                return Read::doubt(span);
            }
            _ => {
                doubtful_days.extend(read.days.iter().copied());
                let better = rest.as_ref().is_none_or(|first| {
                    first.state == FieldState::AttachmentPending
                        && read.state == FieldState::ToReview
                });
                if better {
                    rest = Some(read);
                }
            }
        }
    }
    match (known, rest) {
        (Some(known), rest) => {
            let contradicted =
                !known.days.is_empty() && doubtful_days.iter().any(|day| !known.days.contains(day));
            if contradicted { rest.unwrap_or(known) } else { known }
        }
        (None, Some(rest)) => rest,
        (None, None) => Read::none(),
    }
}

/// What words say at all.
pub(super) enum Said {
    Nothing,
    Elsewhere,
    Something,
}

/// Whether words say something, nothing, or "look elsewhere".
pub(super) fn said(words: &str) -> Said {
    let words = words.trim();
    if words.is_empty() || silent(words) {
        Said::Nothing
    } else if elsewhere(words) {
        Said::Elsewhere
    } else {
        Said::Something
    }
}

/// Words that are their own value.
pub(super) fn words(text: &str, value: Range<usize>) -> Read<String> {
    let said_words = text.get(value.clone()).unwrap_or_default();
    match said(said_words) {
        Said::Nothing => Read::none(),
        Said::Elsewhere => Read::pending(value),
        // A heading whose contents were lost, or a number alone.
        Said::Something
            if said_words.ends_with(['：', ':'])
                || !said_words.chars().any(char::is_alphabetic) =>
        {
            Read::doubt(value)
        }
        Said::Something => Read::known(said_words.to_owned(), value),
    }
}
