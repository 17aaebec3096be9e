//! The rows of a JSON file, cut out of it one by one as raw text while the file is read, whatever its length.
//!
//! Rows are the elements of a list at the top, or of a list under a known name in a *package*: the object at the top, or
//! each object of the list at the top. An object that has no such list is a row itself; at the top only if it has one of
//! the marks of a row, and then others may follow it, one object behind the other (JSON Lines).
//!
//! What a package says of all its rows (its publisher) are its *members*. Those before the list are known when a row comes;
//! for those behind it the file is skimmed once before it is read ([`each`]), so that the order of members changes nothing.
//!
//! Memory is bounded by the row: of a longer one than [`Plan::limit`] nothing is kept, it is stepped over and named. Nesting
//! is one bit a level on a list of its own, never the call stack. What is inside a row is looked at only so far as to find
//! its end; a row that is no JSON is for its reader to reject, and the rest of the file stays. Where the brackets do not
//! close as they opened, or the file breaks off, every row before is handed out, and then the fault names row, line and byte.

mod scan;

use std::io::Read;
use std::ops::ControlFlow;

use self::scan::{BRACKETS, ENDS, Scan};
use super::encoding::{self, is_wrong};
use super::{FileFault, Opened, Reason};

/// How much of members behind their lists is kept for the whole file.
const LATE: usize = 64 * 1024;

/// What keeping one of them costs beside its text.
const ENTRY: usize = 64;

/// Which rows a format has.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plan {
    /// Names of lists of rows in a package.
    pub(super) lists: &'static [&'static str],
    /// Names by which an object shows before any list that it is a row itself.
    pub(super) marks: &'static [&'static str],
    /// Names of members of a package that are kept.
    pub(super) members: &'static [&'static str],
    /// The longest row, in bytes.
    pub(super) limit: usize,
}

/// A row as it stands in the file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct RawRow<'a> {
    /// Its number in the file, from 1.
    pub(super) number: usize,
    /// The name of the list it stands in; empty for a row of the list at the top or on its own.
    pub(super) list: &'static str,
    /// Its JSON text, or why there is none.
    pub(super) text: Result<&'a str, Reason>,
}

/// What a package says of all its rows: JSON texts by name.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Members(Vec<(&'static str, String)>);

impl Members {
    /// The JSON text of a member.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, text)| text.as_str())
    }

    /// A member that is a text.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        serde_json::from_str(self.get(name)?).ok()
    }

    fn set(&mut self, name: &'static str, text: String) {
        self.0.retain(|(known, _)| *known != name);
        self.0.push((name, text));
    }
}

/// Hands out every row of a file with what its package says, until the file ends or the taker wants no more.
///
/// # Errors
/// [`FileFault`] where the file cannot be read on. Rows handed out before stay good.
pub(super) fn each(
    opened: &mut Opened<'_>,
    plan: Plan,
    take: &mut dyn FnMut(RawRow<'_>, &Members) -> ControlFlow<()>,
) -> Result<(), FileFault> {
    let late = if plan.members.is_empty() {
        Vec::new()
    } else {
        JsonRows::new(encoding::decode(opened)?, plan).late()
    };
    let text = encoding::decode(opened)?;
    let encoding = text.encoding.name();
    let mut rows = JsonRows::new(text, plan);
    (rows.late, rows.encoding) = (late, encoding);
    while rows.advance()? {
        let (row, members) = rows.current();
        if take(row, members).is_break() {
            break;
        }
    }
    Ok(())
}

/// Where in the file the next row is looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Outside of everything.
    Top,
    /// In the list at the top.
    Elements,
    /// In an object that may be a package.
    Members,
    /// In a package's list of this name.
    Rows(&'static str),
}

/// The rows of a text in UTF-8.
pub(super) struct JsonRows<R> {
    scan: Scan<R>,
    plan: Plan,
    place: Place,
    /// Whether the list at the top is open.
    listed: bool,
    /// Whether nothing stands yet in the list or object of the place; the list at the top keeps its own.
    fresh: bool,
    fresh_element: bool,
    /// Whether the object of the place had a list of rows, or a mark that it is one.
    package: bool,
    marked: bool,
    /// Whether anything was at the top, and whether more objects may follow.
    begun: bool,
    /// The list of the row being read.
    list: &'static str,
    members: Members,
    /// The object's number, and members that stand behind the lists of their objects.
    object: usize,
    late: Vec<(usize, &'static str, String)>,
    /// Whether only such members are looked for, and no row is kept.
    skimming: bool,
    /// The name of the file's encoding.
    encoding: &'static str,
}

impl<R: Read> JsonRows<R> {
    /// The rows of a text.
    pub(super) fn new(input: R, plan: Plan) -> JsonRows<R> {
        JsonRows {
            scan: Scan::new(input, plan.limit),
            plan,
            place: Place::Top,
            listed: false,
            fresh: true,
            fresh_element: true,
            package: false,
            marked: false,
            begun: false,
            list: "",
            members: Members::default(),
            object: 0,
            late: Vec::new(),
            skimming: false,
            encoding: "UTF-8",
        }
    }

    /// The row that [`JsonRows::advance`] found.
    pub(super) fn current(&self) -> (RawRow<'_>, &Members) {
        let text = match std::str::from_utf8(&self.scan.row) {
            _ if self.scan.too_long => Err(Reason::LongerThan { limit: self.plan.limit }),
            Ok(text) if !is_wrong(text) => Ok(text),
            _ => Err(Reason::NotText { encoding: self.encoding }),
        };
        (RawRow { number: self.scan.number, list: self.list, text }, &self.members)
    }

    /// Skims the whole text for members that stand behind their package's list.
    fn late(mut self) -> Vec<(usize, &'static str, String)> {
        self.skimming = true;
        // A fault ends this as well; it is told when the rows are read.
        while self.advance().is_ok_and(|more| more) {}
        self.late
    }

    /// Reads on to the end of the next row; `false` at the end of the file.
    pub(super) fn advance(&mut self) -> Result<bool, FileFault> {
        loop {
            let found = match self.place {
                Place::Top => match self.top()? {
                    ControlFlow::Break(()) => return Ok(false),
                    ControlFlow::Continue(()) => false,
                },
                Place::Elements => self.element()?,
                Place::Members => self.member_or_row()?,
                Place::Rows(list) => self.listed_row(list)?,
            };
            if found {
                self.scan.number += 1;
                return Ok(true);
            }
        }
    }

    fn top(&mut self) -> Result<ControlFlow<()>, FileFault> {
        match self.scan.next_sign()? {
            None if self.begun => return Ok(ControlFlow::Break(())),
            None => return Err(FileFault::Empty),
            Some(b'[') if !self.begun => {
                self.scan.consume(1);
                self.place = Place::Elements;
                self.listed = true;
            }
            Some(b'{') if !self.begun || self.marked => self.open(),
            Some(_) if self.begun => {
                return Err(self.scan.fault("something stands behind the end"));
            }
            Some(b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n') => {
                return Err(FileFault::NoNotices);
            }
            Some(_) => return Err(self.scan.fault("expected a list or an object")),
        }
        self.begun = true;
        Ok(ControlFlow::Continue(()))
    }

    fn element(&mut self) -> Result<bool, FileFault> {
        let fresh = std::mem::replace(&mut self.fresh_element, false);
        match self.separated(fresh, b']')? {
            None => {
                // The list at the top is all that a file has: no object may follow it.
                (self.place, self.listed, self.marked) = (Place::Top, false, false);
                Ok(false)
            }
            Some(b'{') => {
                self.open();
                Ok(false)
            }
            Some(_) => {
                self.members = Members::default();
                self.whole_row("")
            }
        }
    }

    /// Begins an object that may be a package or a row.
    fn open(&mut self) {
        self.begin_row("");
        self.scan.consume(1);
        (self.place, self.fresh, self.package, self.marked) = (Place::Members, true, false, false);
        self.object += 1;
        self.members = Members::default();
        let object = self.object;
        for (_, name, text) in self.late.iter().filter(|(of, ..)| *of == object) {
            self.members.set(name, text.clone());
        }
    }

    /// Reads a member. An object that is no package is a row, and where such a row is no JSON between its brackets that is
    /// for its reader to say.
    fn member_or_row(&mut self) -> Result<bool, FileFault> {
        match self.member() {
            Err(FileFault::NotJson { detail, .. })
                if detail != ENDS && detail != BRACKETS && self.is_surely_row() =>
            {
                self.scan.note = None;
                self.scan.rest_of_object()?;
                self.close()
            }
            other => other,
        }
    }

    fn is_surely_row(&self) -> bool {
        !self.package && (self.listed || self.marked)
    }

    fn member(&mut self) -> Result<bool, FileFault> {
        let fresh = std::mem::replace(&mut self.fresh, false);
        match self.separated(fresh, b'}')? {
            None => return self.close(),
            Some(b'"') => {}
            Some(_) => return Err(self.scan.fault("expected a name in quotation marks")),
        }
        self.scan.note = Some(Vec::new());
        self.scan.string()?;
        let name =
            self.scan.note.take().and_then(|raw| serde_json::from_slice::<String>(&raw).ok());
        let known = |names: &'static [&'static str]| {
            names.iter().copied().find(|known| Some(*known) == name.as_deref())
        };
        let (list, kept) = (known(self.plan.lists), known(self.plan.members));
        let mark = known(self.plan.marks).is_some();
        if self.scan.next_sign()? != Some(b':') {
            return Err(self.scan.fault("expected a colon"));
        }
        self.scan.consume(1);
        let opening = self.scan.next_sign()? == Some(b'[');
        if let Some(list) = list.filter(|_| opening && (self.package || !self.marked)) {
            self.drop_row();
            self.scan.consume(1);
            (self.place, self.fresh, self.package) = (Place::Rows(list), true, true);
            return Ok(false);
        }
        self.marked |= mark;
        self.scan.note = kept.map(|_| Vec::new());
        self.scan.value()?;
        let text = self.scan.note.take().filter(|raw| !raw.is_empty());
        if let (Some(name), Some(text)) = (kept, text.and_then(|raw| String::from_utf8(raw).ok())) {
            let held = self.late.iter().map(|(.., text)| ENTRY + text.len()).sum::<usize>();
            if self.skimming && self.package && held < LATE {
                self.late.push((self.object, name, text.clone()));
            }
            self.members.set(name, text);
        }
        Ok(false)
    }

    /// Ends the object of the place: it was a package, or a row, or at the top neither.
    fn close(&mut self) -> Result<bool, FileFault> {
        let is_row = !self.package;
        self.place = if self.listed { Place::Elements } else { Place::Top };
        self.scan.keeping = false;
        if is_row && !self.listed && !self.marked {
            return Err(FileFault::NoNotices);
        }
        // Only rows may follow each other at the top.
        self.marked &= is_row;
        Ok(is_row)
    }

    fn listed_row(&mut self, list: &'static str) -> Result<bool, FileFault> {
        let fresh = std::mem::replace(&mut self.fresh, false);
        if self.separated(fresh, b']')?.is_none() {
            (self.place, self.fresh) = (Place::Members, false);
            return Ok(false);
        }
        self.whole_row(list)
    }

    fn whole_row(&mut self, list: &'static str) -> Result<bool, FileFault> {
        self.begin_row(list);
        self.scan.value()?;
        self.scan.keeping = false;
        Ok(true)
    }

    fn begin_row(&mut self, list: &'static str) {
        self.scan.row.clear();
        (self.scan.keeping, self.scan.too_long, self.list) = (!self.skimming, false, list);
    }

    fn drop_row(&mut self) {
        self.scan.row.clear();
        self.scan.keeping = false;
    }

    /// Steps over the comma between two things, or over the sign that ends them all, where `None` is the answer; else the
    /// first byte of the next thing.
    fn separated(&mut self, fresh: bool, end: u8) -> Result<Option<u8>, FileFault> {
        let mut sign = self.scan.next_sign()?;
        if sign == Some(end) {
            self.scan.consume(1);
            return Ok(None);
        }
        if !fresh && sign.is_some() {
            if sign != Some(b',') {
                return Err(self.scan.fault("expected a comma or the end of the list"));
            }
            self.scan.consume(1);
            sign = self.scan.next_sign()?;
        }
        match sign {
            Some(b',' | b']' | b'}' | b':') => Err(self.scan.fault("expected a value")),
            Some(sign) => Ok(Some(sign)),
            None => Err(self.scan.fault(ENDS)),
        }
    }
}

#[cfg(test)]
mod tests;
