//! Stepping over JSON byte by byte: to the end of a text, a value, an object with all that is in it.

use std::io::Read;

use crate::interchange::FileFault;

/// How much is read at once.
pub(super) const STEP: usize = 64 * 1024;

/// The longest name or member of a package that is kept, in bytes; a longer one is no name.
pub(super) const MEMBER: usize = 4 * 1024;

/// Nesting deeper than so many levels is counted, but its brackets are no longer told apart.
const LEVELS: usize = 1 << 23;

/// A text in UTF-8 while it is read, and the bytes of it that are wanted.
pub(super) struct Scan<R> {
    input: R,
    chunk: Vec<u8>,
    at: usize,
    /// Line ends, and bytes behind the last of them, in what was read before the chunk.
    lines: usize,
    column: usize,
    /// The row being read: its bytes while they are kept, and whether it grew too long.
    pub(super) row: Vec<u8>,
    pub(super) keeping: bool,
    pub(super) too_long: bool,
    limit: usize,
    /// A name or member being read; nothing, once it grew too long.
    pub(super) note: Option<Vec<u8>>,
    nesting: Nesting,
    /// Rows found.
    pub(super) number: usize,
}

impl<R: Read> Scan<R> {
    /// The beginning of a text of which rows up to `limit` bytes are kept.
    pub(super) fn new(input: R, limit: usize) -> Scan<R> {
        Scan {
            input,
            chunk: Vec::new(),
            at: 0,
            lines: 0,
            column: 0,
            row: Vec::new(),
            keeping: false,
            too_long: false,
            limit,
            note: None,
            nesting: Nesting::default(),
            number: 0,
        }
    }

    /// Steps over a value.
    pub(super) fn value(&mut self) -> Result<(), FileFault> {
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
    pub(super) fn string(&mut self) -> Result<(), FileFault> {
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
        self.close_all()
    }

    /// Steps over the rest of an object, whatever is in it, with its end.
    pub(super) fn rest_of_object(&mut self) -> Result<(), FileFault> {
        self.nesting.clear();
        self.nesting.open(true);
        self.close_all()
    }

    /// Reads on until every bracket is closed.
    fn close_all(&mut self) -> Result<(), FileFault> {
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
                        return Err(self.fault(BRACKETS));
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
    pub(super) fn next_sign(&mut self) -> Result<Option<u8>, FileFault> {
        self.run(|byte| !blank(byte))?;
        self.peek()
    }

    /// Bytes held in memory.
    #[cfg(test)]
    pub(super) fn held(&self) -> usize {
        self.row.capacity() + self.chunk.capacity()
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
    pub(super) fn consume(&mut self, count: usize) {
        let from = self.at;
        self.at = self.chunk.len().min(from + count);
        let bytes = self.chunk.get(from..self.at).unwrap_or_default();
        if self.keeping && !self.too_long {
            self.too_long = self.row.len() + bytes.len() > self.limit;
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

    pub(super) fn fault(&self, detail: &str) -> FileFault {
        let (lines, column) = self.position();
        let detail = detail.to_owned();
        FileFault::NotJson { row: self.number + 1, line: lines + 1, column: column + 1, detail }
    }
}

/// What is said of a file that breaks off.
pub(super) const ENDS: &str = "the file ends too early";

/// What is said of brackets that do not close as they opened: nobody can tell where the row ends.
pub(super) const BRACKETS: &str = "a bracket closes what another opened";

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
