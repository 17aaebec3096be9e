//! What was done to a text, so that it can be taken back: by edit, not by character. What is typed or erased at a stretch is one
//! edit, as long as it is one clause.

use super::{Place, behind};

/// One text put in the place of another.
#[derive(Debug, Clone)]
pub(super) struct Edit {
    /// Where both begin.
    pub at: Place,
    /// What was there.
    pub removed: String,
    /// What is there now.
    pub inserted: String,
    /// Where the caret stood before and behind it.
    pub carets: (Place, Place),
}

impl Edit {
    /// What is different between the lines from `from` on as they were and as they are; `None` where nothing is.
    pub fn between(
        from: usize,
        old: &[String],
        new: &[String],
        carets: (Place, Place),
    ) -> Option<Edit> {
        let (old, new) = (old.join("\n"), new.join("\n"));
        if old == new {
            return None;
        }
        let same = |(a, b): &(char, char)| a == b;
        let head: usize =
            old.chars().zip(new.chars()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
        let (old_rest, new_rest) = (&old[head..], &new[head..]);
        let backward = old_rest.chars().rev().zip(new_rest.chars().rev());
        let tail: usize = backward.take_while(same).map(|(c, _)| c.len_utf8()).sum();
        let at = behind(Place { line: from, column: 0 }, &old[..head]);
        let removed = old_rest[..old_rest.len() - tail].to_owned();
        let inserted = new_rest[..new_rest.len() - tail].to_owned();
        Some(Edit { at, removed, inserted, carets })
    }

    /// Takes the next edit into this one if both are of one stretch of typing, or of erasing.
    fn join(&mut self, next: &Edit) -> bool {
        if next.at.line != self.at.line || next.carets.0 != self.carets.1 {
            return false;
        }
        let types = self.removed.is_empty() && next.removed.is_empty();
        let erases = self.inserted.is_empty() && next.inserted.is_empty();
        if types && behind(self.at, &self.inserted) == next.at && goes_on(self, next) {
            self.inserted.push_str(&next.inserted);
        } else if erases && behind(next.at, &next.removed) == self.at {
            self.removed.insert_str(0, &next.removed);
            self.at = next.at;
        } else if erases && next.at == self.at {
            self.removed.push_str(&next.removed);
        } else {
            return false;
        }
        self.carets.1 = next.carets.1;
        true
    }
}

/// Whether what is typed next belongs to the clause before it: the end of a line or of a clause ends it.
fn goes_on(before: &Edit, next: &Edit) -> bool {
    let breaks = |text: &str| text.contains('\n');
    if breaks(&before.inserted) || breaks(&next.inserted) {
        return false;
    }
    let last = before.inserted.chars().next_back();
    let first = next.inserted.chars().next();
    last.is_none_or(char::is_alphanumeric) || !first.is_some_and(char::is_alphanumeric)
}

/// The edits of a text, those that were taken back at the end of their own list.
#[derive(Debug, Clone, Default)]
pub(super) struct History {
    past: Vec<Edit>,
    future: Vec<Edit>,
    /// The next edit begins a stretch of its own.
    paused: bool,
}

impl History {
    /// Takes an edit in; what was taken back before it is gone.
    pub fn push(&mut self, edit: Edit) {
        self.future.clear();
        let joined = !self.paused && self.past.last_mut().is_some_and(|last| last.join(&edit));
        self.paused = false;
        if !joined {
            self.past.push(edit);
        }
    }

    /// Ends the stretch.
    pub fn pause(&mut self) {
        self.paused = true;
    }

    /// The edit to take back.
    pub fn back(&mut self) -> Option<Edit> {
        let edit = self.past.pop()?;
        self.paused = true;
        self.future.push(edit.clone());
        Some(edit)
    }

    /// The edit to make anew.
    pub fn on(&mut self) -> Option<Edit> {
        let edit = self.future.pop()?;
        self.paused = true;
        self.past.push(edit.clone());
        Some(edit)
    }
}
