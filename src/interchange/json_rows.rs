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

use std::io::Read;
use std::ops::ControlFlow;

use super::encoding::{self, is_wrong};
use super::{FileFault, Opened, Reason};

/// How much is read at once.
const STEP: usize = 64 * 1024;

/// The longest member of a package that is kept, in bytes; a longer one is no name.
const MEMBER: usize = 4 * 1024;

/// How much of members behind their lists is kept for the whole file.
const LATE: usize = 64 * 1024;

/// Nesting deeper than so many levels is counted, but its brackets are no longer told apart.
const LEVELS: usize = 1 << 23;

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
    input: R,
    plan: Plan,
    chunk: Vec<u8>,
    at: usize,
    /// Line ends and bytes behind the last of them, in what was read before the chunk.
    lines: usize,
    column: usize,
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
    /// The row being read: its bytes while they are kept, and whether it grew too long.
    row: Vec<u8>,
    keeping: bool,
    too_long: bool,
    number: usize,
    list: &'static str,
    members: Members,
    /// A key or member being read.
    note: Option<Vec<u8>>,
    /// The object's number, and members that stand behind the lists of their objects.
    object: usize,
    late: Vec<(usize, &'static str, String)>,
    /// Whether only such members are looked for, and no row is kept.
    skimming: bool,
    nesting: Nesting,
    /// The name of the file's encoding.
    encoding: &'static str,
}

impl<R: Read> JsonRows<R> {
    /// The rows of a text.
    pub(super) fn new(input: R, plan: Plan) -> JsonRows<R> {
        JsonRows {
            input,
            plan,
            chunk: Vec::new(),
            at: 0,
            lines: 0,
            column: 0,
            place: Place::Top,
            listed: false,
            fresh: true,
            fresh_element: true,
            package: false,
            marked: false,
            begun: false,
            row: Vec::new(),
            keeping: false,
            too_long: false,
            number: 0,
            list: "",
            members: Members::default(),
            note: None,
            object: 0,
            late: Vec::new(),
            skimming: false,
            nesting: Nesting::default(),
            encoding: "UTF-8",
        }
    }

    /// The row that [`JsonRows::advance`] found.
    pub(super) fn current(&self) -> (RawRow<'_>, &Members) {
        let text = match std::str::from_utf8(&self.row) {
            _ if self.too_long => Err(Reason::LongerThan { limit: self.plan.limit }),
            Ok(text) if !is_wrong(text) => Ok(text),
            _ => Err(Reason::NotText { encoding: self.encoding }),
        };
        (RawRow { number: self.number, list: self.list, text }, &self.members)
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
                Place::Members => self.member()?,
                Place::Rows(list) => self.listed_row(list)?,
            };
            if found {
                self.number += 1;
                return Ok(true);
            }
        }
    }

    fn top(&mut self) -> Result<ControlFlow<()>, FileFault> {
        match self.next_sign()? {
            None if self.begun => return Ok(ControlFlow::Break(())),
            None => return Err(FileFault::Empty),
            Some(b'[') if !self.begun => {
                self.consume(1);
                self.place = Place::Elements;
                self.listed = true;
            }
            Some(b'{') if !self.begun || self.marked => self.open(),
            Some(_) if self.begun => return Err(self.fault("something stands behind the end")),
            Some(b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n') => return Err(FileFault::NoNotices),
            Some(_) => return Err(self.fault("expected a list or an object")),
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
        self.consume(1);
        (self.place, self.fresh, self.package, self.marked) = (Place::Members, true, false, false);
        self.object += 1;
        self.members = Members::default();
        let object = self.object;
        for (_, name, text) in self.late.iter().filter(|(of, ..)| *of == object) {
            self.members.set(name, text.clone());
        }
    }

    fn member(&mut self) -> Result<bool, FileFault> {
        let fresh = std::mem::replace(&mut self.fresh, false);
        match self.separated(fresh, b'}')? {
            None => return self.close(),
            Some(b'"') => {}
            Some(_) => return Err(self.fault("expected a name in quotation marks")),
        }
        self.note = Some(Vec::new());
        self.string()?;
        let name = self.note.take().and_then(|raw| serde_json::from_slice::<String>(&raw).ok());
        let known = |names: &'static [&'static str]| {
            names.iter().copied().find(|known| Some(*known) == name.as_deref())
        };
        let (list, kept) = (known(self.plan.lists), known(self.plan.members));
        let mark = known(self.plan.marks).is_some();
        if self.next_sign()? != Some(b':') {
            return Err(self.fault("expected a colon"));
        }
        self.consume(1);
        let opening = self.next_sign()? == Some(b'[');
        if let Some(list) = list.filter(|_| opening && (self.package || !self.marked)) {
            self.drop_row();
            self.consume(1);
            (self.place, self.fresh, self.package) = (Place::Rows(list), true, true);
            return Ok(false);
        }
        self.marked |= mark;
        self.note = kept.map(|_| Vec::new());
        self.value()?;
        let text = self.note.take().filter(|raw| !raw.is_empty());
        if let (Some(name), Some(text)) = (kept, text.and_then(|raw| String::from_utf8(raw).ok())) {
            let room = self.late.iter().map(|(.., text)| text.len()).sum::<usize>() < LATE;
            if self.skimming && self.package && room {
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
        self.keeping = false;
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
        self.value()?;
        self.keeping = false;
        Ok(true)
    }

    fn begin_row(&mut self, list: &'static str) {
        self.row.clear();
        (self.keeping, self.too_long, self.list) = (!self.skimming, false, list);
    }

    fn drop_row(&mut self) {
        self.row.clear();
        self.keeping = false;
    }

    /// Steps over the comma between two things, or over the sign that ends them all, where `None` is the answer; else the
    /// first byte of the next thing.
    fn separated(&mut self, fresh: bool, end: u8) -> Result<Option<u8>, FileFault> {
        let mut sign = self.next_sign()?;
        if sign == Some(end) {
            self.consume(1);
            return Ok(None);
        }
        if !fresh && sign.is_some() {
            if sign != Some(b',') {
                return Err(self.fault("expected a comma or the end of the list"));
            }
            self.consume(1);
            sign = self.next_sign()?;
        }
        match sign {
            Some(b',' | b']' | b'}' | b':') => Err(self.fault("expected a value")),
            Some(sign) => Ok(Some(sign)),
            None => Err(self.fault(ENDS)),
        }
    }

    /// Steps over a value.
    fn value(&mut self) -> Result<(), FileFault> {
        match self.peek()? {
            Some(b'"') => self.string(),
            Some(b'{' | b'[') => self.nested(),
            Some(b',' | b']' | b'}' | b':') => Err(self.fault("expected a value")),
            Some(_) => self.run(|byte| {
                matches!(byte, b',' | b']' | b'}' | b'{' | b'[' | b'"' | b':') || blank(byte)
            }),
            None => Err(self.fault(ENDS)),
        }
    }

    /// Steps over all bytes before the first that fits.
    fn run(&mut self, fits: impl Fn(u8) -> bool) -> Result<(), FileFault> {
        while self.peek()?.is_some() {
            let rest = self.rest();
            let (found, left) = (rest.iter().position(|byte| fits(*byte)), rest.len());
            self.consume(found.unwrap_or(left));
            if found.is_some() {
                break;
            }
        }
        Ok(())
    }

    /// Steps over a text with its quotation marks.
    fn string(&mut self) -> Result<(), FileFault> {
        self.consume(1);
        loop {
            self.run(|byte| matches!(byte, b'"' | b'\\'))?;
            match self.peek()? {
                None => return Err(self.fault(ENDS)),
                Some(b'"') => {
                    self.consume(1);
                    return Ok(());
                }
                Some(_) => {
                    self.consume(1);
                    if self.peek()?.is_some() {
                        self.consume(1);
                    }
                }
            }
        }
    }

    /// Steps over an object or list with all that is in it.
    fn nested(&mut self) -> Result<(), FileFault> {
        self.nesting.clear();
        loop {
            self.run(|byte| matches!(byte, b'"' | b'{' | b'[' | b'}' | b']'))?;
            match self.peek()? {
                None => return Err(self.fault(ENDS)),
                Some(b'"') => self.string()?,
                Some(open @ (b'{' | b'[')) => {
                    self.nesting.open(open == b'{');
                    self.consume(1);
                }
                Some(close) => {
                    if !self.nesting.close(close == b'}') {
                        return Err(self.fault("a bracket closes what another opened"));
                    }
                    self.consume(1);
                    if self.nesting.depth == 0 {
                        return Ok(());
                    }
                }
            }
        }
    }

    /// The next byte that is no blank.
    fn next_sign(&mut self) -> Result<Option<u8>, FileFault> {
        self.run(|byte| !blank(byte))?;
        self.peek()
    }

    fn rest(&self) -> &[u8] {
        self.chunk.get(self.at..).unwrap_or_default()
    }

    fn peek(&mut self) -> Result<Option<u8>, FileFault> {
        if self.at >= self.chunk.len() {
            let (lines, column) = self.position();
            (self.lines, self.column, self.at) = (lines, column, 0);
            self.chunk.resize(STEP, 0);
            let read = loop {
                match self.input.read(&mut self.chunk) {
                    Err(fault) if fault.kind() == std::io::ErrorKind::Interrupted => {}
                    other => break other,
                }
            };
            self.chunk.truncate(*read.as_ref().unwrap_or(&0));
            read?;
        }
        Ok(self.rest().first().copied())
    }

    /// Steps over bytes of the chunk and keeps them where they are wanted.
    fn consume(&mut self, count: usize) {
        let from = self.at;
        self.at = self.chunk.len().min(from + count);
        let bytes = self.chunk.get(from..self.at).unwrap_or_default();
        if self.keeping && !self.too_long {
            self.too_long = self.row.len() + bytes.len() > self.plan.limit;
            if self.too_long {
                self.row.clear();
            } else {
                self.row.extend_from_slice(bytes);
            }
        }
        match &mut self.note {
            Some(note) if note.len() + bytes.len() > MEMBER => self.note = None,
            Some(note) => note.extend_from_slice(bytes),
            None => {}
        }
    }

    /// Line ends before the next byte, and bytes since the last of them.
    fn position(&self) -> (usize, usize) {
        let read = self.chunk.get(..self.at).unwrap_or_default();
        match read.iter().rposition(|byte| *byte == b'\n') {
            None => (self.lines, self.column + read.len()),
            Some(last) => {
                let ends = read.iter().filter(|byte| **byte == b'\n').count();
                (self.lines + ends, read.len() - last - 1)
            }
        }
    }

    fn fault(&self, detail: &str) -> FileFault {
        let (lines, column) = self.position();
        let detail = detail.to_owned();
        FileFault::NotJson { row: self.number + 1, line: lines + 1, column: column + 1, detail }
    }
}

const ENDS: &str = "the file ends too early";

fn blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// Which brackets are open: one bit a level, set for an object.
#[derive(Default)]
struct Nesting {
    bits: Vec<u64>,
    depth: usize,
}

impl Nesting {
    fn clear(&mut self) {
        self.bits.clear();
        self.depth = 0;
    }

    fn open(&mut self, object: bool) {
        let (word, bit) = (self.depth / 64, self.depth % 64);
        self.depth += 1;
        if self.depth > LEVELS {
            return;
        }
        if word == self.bits.len() {
            self.bits.push(0);
        }
        if let Some(bits) = self.bits.get_mut(word) {
            *bits = (*bits & !(1 << bit)) | (u64::from(object) << bit);
        }
    }

    /// Closes the innermost; `false` where it is of the other sort.
    fn close(&mut self, object: bool) -> bool {
        let Some(level) = self.depth.checked_sub(1) else { return false };
        self.depth = level;
        let bits = self.bits.get(level / 64).copied().unwrap_or(0);
        level >= LEVELS || (bits >> (level % 64) & 1 == 1) == object
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use std::io::Cursor;

    use super::*;

    const PLAN: Plan = Plan {
        lists: &["releases", "records"],
        marks: &["ocid"],
        members: &["publisher"],
        limit: 1000,
    };

    /// Rows as `list:text` or `!`, and the fault if there is one.
    fn cut(text: &str) -> (Vec<String>, Option<FileFault>) {
        let mut rows = Vec::new();
        let mut bytes = Cursor::new(text);
        let mut opened = Opened::new("", &mut bytes);
        let end = each(&mut opened, PLAN, &mut |row, members| {
            assert_eq!(row.number, rows.len() + 1);
            let publisher = members.text("publisher").unwrap_or_default();
            let text = row.text.map_or_else(|reason| reason.key().to_owned(), str::to_owned);
            rows.push(format!("{}{}:{text}", publisher, row.list));
            ControlFlow::Continue(())
        });
        (rows, end.err())
    }

    fn place(fault: Option<FileFault>) -> (usize, usize, usize) {
        let Some(FileFault::NotJson { row, line, column, .. }) = fault else {
            panic!("no place in {fault:?}")
        };
        (row, line, column)
    }

    #[test]
    fn rows_stand_in_a_list_or_in_the_lists_of_packages() {
        for (text, expected) in [
            (r#"[{"a":1}, 5, "x", [2]]"#, vec![r#":{"a":1}"#, ":5", r#":"x""#, ":[2]"]),
            ("[]", vec![]),
            (r#" {"releases": [ ] } "#, vec![]),
            (
                r#"{"x":{"releases":[7]},"releases":[{"s":"]}\"\\"},2]}"#,
                vec![r#"releases:{"s":"]}\"\\"}"#, "releases:2"],
            ),
            (
                r#"[{"publisher":"P","releases":[1]},{"records":[2],"releases":[3]},{"ocid":"o"}]"#,
                vec!["Preleases:1", "records:2", "releases:3", r#":{"ocid":"o"}"#],
            ),
            (r#"{"rele\u0061ses":[1]}"#, vec!["releases:1"]),
            (
                r#"[{"ocid":"o","releases":[1]}]"#,
                vec![r#":{"ocid":"o","releases":[1]}"#],
            ),
            ("{\"ocid\":1}\n{\"ocid\":2}\n", vec![r#":{"ocid":1}"#, r#":{"ocid":2}"#]),
            (r#"[{"releases":null}]"#, vec![r#":{"releases":null}"#]),
        ] {
            assert_eq!(cut(text), (expected.into_iter().map(str::to_owned).collect(), None), "{text}");
        }
    }

    #[test]
    fn what_a_package_says_may_stand_behind_its_rows() {
        let text = r#"[{"releases":[1,2],"publisher":"P"},{"releases":[3]},{"publisher":"Q","releases":[4]}]"#;
        let (rows, fault) = cut(text);
        assert_eq!(rows, ["Preleases:1", "Preleases:2", "releases:3", "Qreleases:4"]);
        assert_eq!(fault, None);
        let long = format!(r#"{{"publisher":"{}","releases":[1]}}"#, "长".repeat(MEMBER));
        assert_eq!(cut(&long).0, ["releases:1"], "a name of many pages is none");
    }

    #[test]
    fn a_broken_file_keeps_the_rows_before_and_says_where() {
        for (text, rows, at) in [
            ("[1,\n 2,\n  {\"a\":[}]", 2, (3, 3, 9)),
            ("[1, 2", 2, (3, 1, 6)),
            ("[1, {\"a\":\"", 1, (2, 1, 11)),
            ("[1,]", 1, (2, 1, 4)),
            ("[1 2]", 1, (2, 1, 4)),
            ("[1] 2", 1, (2, 1, 5)),
            ("[{\"releases\":[1,{\"x\":1}\n", 2, (3, 2, 1)),
            ("{\"releases\":[1],}", 1, (2, 1, 17)),
            ("{\"releases\":[1] 5", 1, (2, 1, 17)),
            ("{releases:[1]}", 0, (1, 1, 2)),
            ("{\"releases\" [1]}", 0, (1, 1, 13)),
            ("{\"releases\":[1]}{\"releases\":[2]}", 1, (2, 1, 17)),
            ("]", 0, (1, 1, 1)),
        ] {
            let (found, fault) = cut(text);
            assert_eq!((found.len(), place(fault)), (rows, at), "{text}");
        }
        assert_eq!(cut("{}").1, Some(FileFault::NoNotices));
        assert_eq!(cut("5").1, Some(FileFault::NoNotices));
        assert_eq!(cut(" \n").1, Some(FileFault::Empty));
    }

    #[test]
    fn a_long_row_is_stepped_over_and_a_wrong_byte_stays_in_its_row() {
        let long = format!(r#"[1,"{}",2]"#, "x".repeat(1000));
        assert_eq!(cut(&long).0, [":1", ":reject-too-large", ":2"]);
        let mut bytes = Cursor::new(b"[\"a\",\"\xFF\",\"\xE7\x94\xB2\"]".to_vec());
        let mut opened = Opened::new("", &mut bytes);
        let mut rows = Vec::new();
        let plan = Plan { limit: 9, ..PLAN };
        each(&mut opened, plan, &mut |row, _| {
            rows.push(row.text.map(str::to_owned));
            ControlFlow::Continue(())
        })
        .unwrap();
        let wrong = Err(Reason::NotText { encoding: "UTF-8" });
        assert_eq!(rows, [Ok("\"a\"".to_owned()), wrong, Ok("\"甲\"".to_owned())]);
    }

    #[test]
    fn a_million_levels_are_no_call_stack() {
        let levels = 1_000_000;
        let text = format!("[{}{},1]", "[".repeat(levels), "]".repeat(levels));
        assert_eq!(cut(&text).0, [":reject-too-large", ":1"]);
        let text = format!("[1,{}", "{\"a\":[".repeat(levels));
        let (rows, fault) = cut(&text);
        assert_eq!((rows.len(), place(fault)), (1, (2, 1, 4 + 6 * levels)));
    }

    /// 200 MB of rows that are made when they are asked for, in order, and never lie anywhere.
    struct Made {
        left: u64,
        row: Vec<u8>,
        at: usize,
        /// How far ahead of the rows taken it was read.
        given: std::rc::Rc<std::cell::Cell<u64>>,
    }

    impl Read for Made {
        fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
            if self.at == self.row.len() {
                self.at = 0;
                match self.left {
                    0 => return Ok(0),
                    1 => self.row = b"0]".to_vec(),
                    _ => {}
                }
                self.left -= 1;
            }
            let rest = &self.row[self.at..];
            let count = rest.len().min(out.len());
            out[..count].copy_from_slice(&rest[..count]);
            self.at += count;
            self.given.set(self.given.get() + u64::try_from(count).unwrap());
            Ok(count)
        }
    }

    #[test]
    fn two_hundred_megabytes_pass_through_one_row_of_memory() {
        let row = format!("{{\"title\":\"{}\",\"n\":[[1],{{}}]}},\n", "长".repeat(33_000));
        let (size, count) = (u64::try_from(row.len()).unwrap(), 2_000);
        assert!(size * count > 195_000_000);
        let given = std::rc::Rc::new(std::cell::Cell::new(0));
        let made = Made { left: count + 1, row: row.into_bytes(), at: 0, given: given.clone() };
        let plan = Plan { limit: 200_000, ..PLAN };
        let mut rows = JsonRows::new(Cursor::new(b"[").chain(made), plan);
        let mut taken = 0;
        while rows.advance().unwrap() {
            taken += 1;
            // No more was read than the rows handed out and one step, and no more is held than one row.
            assert!(given.get() <= taken * size + u64::try_from(STEP).unwrap());
            assert!(rows.row.capacity() + rows.chunk.capacity() < 2 * 200_000 + STEP);
        }
        assert_eq!((taken, rows.late.len()), (count + 1, 0));
    }

    #[test]
    fn a_taker_that_wants_no_more_ends_the_reading() {
        let mut taken = 0;
        let mut bytes = Cursor::new("[1,2,3,}");
        let mut opened = Opened::new("", &mut bytes);
        let plan = Plan { members: &[], ..PLAN };
        let end = each(&mut opened, plan, &mut |_, _| {
            taken += 1;
            if taken == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert_eq!((taken, end), (2, Ok(())));
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_end_in_rows_and_perhaps_a_fault(text in "[\\[\\]{},:\"\\\\a1 \n]{0,60}") {
            let _ = cut(&text);
        }

        #[test]
        fn every_element_of_a_list_comes_back_as_it_stands(
            rows in proptest::collection::vec("[^\u{ffff}]{0,12}", 0..12),
        ) {
            let values: Vec<serde_json::Value> =
                rows.iter().map(|text| serde_json::json!({ "t": text, "l": [text, {}] })).collect();
            let (found, fault) = cut(&serde_json::to_string_pretty(&values).unwrap());
            proptest::prop_assert_eq!(fault, None);
            let back: Vec<serde_json::Value> =
                found.iter().map(|row| serde_json::from_str(&row[1..]).unwrap()).collect();
            proptest::prop_assert_eq!(back, values);
        }
    }
}
