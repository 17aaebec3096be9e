//! A bundle's bytes as lines, each on its own: one bad line never costs the others.
//!
//! Mail gateways and editors leave a BOM, carriage returns and blank lines; these are passed over.
//! A last line without a line end counts if it is whole.

use super::envelope::Envelope;
use super::fault::LineFault;
use super::{DIRECTORY, ENROL, PART, SEGMENT, STATUS, limits};

const BOM: &[u8] = b"\xef\xbb\xbf";

/// One readable line, told apart by its payload type. Nothing of it is verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// See [`directory`](super::directory).
    Directory(Envelope),
    /// See [`segment`](super::segment).
    Segment(Envelope),
    /// See [`status`](super::status).
    Status(Envelope),
    /// See [`enrol`](super::enrol).
    Enrol(Envelope),
    /// See [`part`](super::part).
    Part(Envelope),
    /// A line type of a later version: kept and passed on, never applied.
    Unknown(Envelope),
}

impl Line {
    /// Tells the kind by the payload type.
    pub fn of(envelope: Envelope) -> Line {
        match envelope.payload_type.as_str() {
            DIRECTORY => Line::Directory(envelope),
            SEGMENT => Line::Segment(envelope),
            STATUS => Line::Status(envelope),
            ENROL => Line::Enrol(envelope),
            PART => Line::Part(envelope),
            _ => Line::Unknown(envelope),
        }
    }

    /// The envelope, of whatever kind.
    pub fn envelope(&self) -> &Envelope {
        match self {
            Line::Directory(envelope)
            | Line::Segment(envelope)
            | Line::Status(envelope)
            | Line::Enrol(envelope)
            | Line::Part(envelope)
            | Line::Unknown(envelope) => envelope,
        }
    }
}

/// Reads the lines of a bare file, each with its number from 1 (blank lines count in the number).
/// A file beyond the limits gives one fault and ends.
pub fn read_lines(file: &[u8]) -> impl Iterator<Item = (usize, Result<Line, LineFault>)> {
    Lines { rest: Some(file), number: 0, read: 0 }
}

struct Lines<'a> {
    /// What has not been read; `None` after the end.
    rest: Option<&'a [u8]>,
    number: usize,
    read: usize,
}

impl Iterator for Lines<'_> {
    type Item = (usize, Result<Line, LineFault>);

    fn next(&mut self) -> Option<Self::Item> {
        // the whole file is still there only before its first line
        if let Some(file) = self.rest.filter(|file| file.len() > limits::FILE_BYTES) {
            self.rest = None;
            let (found, limit) = (file.len(), limits::FILE_BYTES);
            return Some((1, Err(LineFault::FileTooLarge { found, limit })));
        }
        while let Some(rest) = self.rest {
            let end = rest.iter().position(|byte| *byte == b'\n');
            let line = end.map_or(rest, |end| &rest[..end]);
            self.rest = end.map(|end| &rest[end + 1..]);
            self.number += 1;
            let line = line.strip_prefix(BOM).unwrap_or(line).trim_ascii();
            if line.is_empty() {
                continue;
            }
            self.read += 1;
            if self.read > limits::FILE_LINES {
                self.rest = None;
                let limit = limits::FILE_LINES;
                return Some((self.number, Err(LineFault::TooManyLines { limit })));
            }
            return Some((self.number, Envelope::from_line(line).map(Line::of)));
        }
        None
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::sync::testing::key;

    fn file() -> String {
        let east = key("east");
        let types = [DIRECTORY, SEGMENT, STATUS, ENROL, "application/vnd.daqu.poll.v1+json"];
        let lines = types.map(|kind| Envelope::signed(kind, b"{}".to_vec(), &[&east]).to_line());
        lines.join("\n") + "\n"
    }

    fn read(file: &[u8]) -> Vec<(usize, Result<Line, LineFault>)> {
        read_lines(file).collect()
    }

    #[test]
    fn each_line_is_told_by_its_type_and_the_unknown_is_kept() {
        let lines = read(file().as_bytes());
        assert_eq!(lines.len(), 5);
        assert!(matches!(&lines[0], (1, Ok(Line::Directory(_)))));
        assert!(matches!(&lines[1], (2, Ok(Line::Segment(_)))));
        assert!(matches!(&lines[3], (4, Ok(Line::Enrol(_)))));
        assert!(matches!(&lines[4], (5, Ok(Line::Unknown(_)))));
    }

    #[test]
    fn what_mail_and_editors_do_to_a_file_changes_nothing() {
        let plain = file();
        let envelopes = |file: &[u8]| -> Vec<Envelope> {
            read(file).into_iter().map(|(_, line)| line.unwrap().envelope().clone()).collect()
        };
        let expected = envelopes(plain.as_bytes());
        let mailed = format!("\u{feff}{}", plain.replace('\n', "\r\n\r\n"));
        assert_eq!(envelopes(mailed.as_bytes()), expected);
        assert_eq!(envelopes(plain.trim_end().as_bytes()), expected, "no end of line at the end");
        assert!(read(b"").is_empty());
    }

    #[test]
    fn a_bad_line_and_a_cut_one_cost_only_themselves() {
        let mut lines: Vec<String> = file().lines().map(str::to_owned).collect();
        lines[1] = "{\"payloadType\":7}".to_owned();
        lines[4].truncate(100);
        let lines = read(lines.join("\n").as_bytes());
        assert!(matches!(lines[1].1, Err(LineFault::Malformed { .. })));
        assert!(lines[2].1.is_ok() && lines[3].1.is_ok());
        assert_eq!(lines[4], (5, Err(LineFault::Truncated)));
    }

    #[test]
    fn endless_files_end() {
        let many = "{}\n".repeat(limits::FILE_LINES + 5);
        let lines = read(many.as_bytes());
        assert_eq!(lines.len(), limits::FILE_LINES + 1);
        let limit = limits::FILE_LINES;
        assert_eq!(lines[limit].1, Err(LineFault::TooManyLines { limit }));
        let large = vec![b'{'; limits::FILE_BYTES + 1];
        assert!(matches!(read(&large)[..], [(1, Err(LineFault::FileTooLarge { .. }))]));
        let long = vec![b'{'; limits::LINE_BYTES + 1];
        assert!(matches!(read(&long)[..], [(1, Err(LineFault::LineTooLong { .. }))]));
        let deep = b"{\"x\":".repeat(1_000_000);
        assert_eq!(read(&deep), [(1, Err(LineFault::Truncated))]);
    }
}
