//! In which encoding a file is written, and its text as UTF-8, read as it comes.
//!
//! The whole file is looked at once before it is read, because its beginning does not tell: a table may be plain ASCII for
//! its first megabyte and GB18030 after that. Both passes hold a few kilobytes, however long the file is.
//!
//! | told by | encoding |
//! |---|---|
//! | a byte order mark | what it says |
//! | NUL bytes on every other place | UTF-16, little or big endian |
//! | sequences of several bytes, more often right than wrong as UTF-8 | UTF-8 |
//! | any other byte above 7F | GB18030, which holds GBK and GB2312 |
//!
//! A byte that is no text does not lose the file: [`WRONG`] stands in its place, so that a reader can reject just the row
//! where it stands ([`is_wrong`]). No text can say that it holds one: U+FFFF is no character and never will be.

use std::io::{self, Read, SeekFrom};

use encoding_rs::{Decoder, DecoderResult, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::{Bytes, FileFault, Glance, Opened};

/// Stands for bytes that are no text in the file's encoding.
pub const WRONG: char = '\u{FFFF}';

/// How much is read at once.
const STEP: usize = 16 * 1024;

/// Of so many bytes one at least is NUL in any UTF-16 file: commas, figures, blanks and line ends have one.
const SPARSEST: u64 = 1024;

/// An encoding of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// With or without a byte order mark.
    Utf8,
    /// Excel's "Unicode text".
    Utf16Le,
    /// The same, the other way round.
    Utf16Be,
    /// What Chinese Windows writes.
    Gb18030,
}

impl Encoding {
    /// Its name, the same in every language.
    pub fn name(self) -> &'static str {
        self.of().name()
    }

    fn of(self) -> &'static encoding_rs::Encoding {
        match self {
            Encoding::Utf8 => UTF_8,
            Encoding::Utf16Le => UTF_16LE,
            Encoding::Utf16Be => UTF_16BE,
            Encoding::Gb18030 => GB18030,
        }
    }
}

/// Whether a text holds bytes that were none.
pub fn is_wrong(text: &str) -> bool {
    text.contains(WRONG)
}

/// The file's text as UTF-8, from the beginning and without a byte order mark. Read it to the end like any file.
///
/// # Errors
/// [`FileFault::Unreadable`] where the system cannot read the file.
pub fn decode<'b>(opened: &'b mut Opened<'_>) -> Result<Decoded<'b>, FileFault> {
    opened.bytes.seek(SeekFrom::Start(0))?;
    let mut signs = Signs::default();
    let mut chunk = vec![0; STEP];
    while !signs.is_settled() {
        let read = opened.bytes.read(&mut chunk)?;
        if read == 0 {
            break;
        }
        signs.take(chunk.get(..read).unwrap_or_default());
    }
    opened.bytes.seek(SeekFrom::Start(0))?;
    Ok(Decoded::new(&mut *opened.bytes, signs.encoding()))
}

/// The beginning of a file as text, for `detect`; its last character may be cut off. Bytes that are no text are `U+FFFF`.
pub fn text_of_glance(glance: &Glance) -> String {
    let mut signs = Signs::default();
    signs.take(&glance.head);
    let mut decoder = signs.encoding().of().new_decoder_with_bom_removal();
    let mut text = String::new();
    let mut at = 0;
    loop {
        let rest = glance.head.get(at..).unwrap_or_default();
        text.reserve(decoder.max_utf8_buffer_length(rest.len()).unwrap_or(STEP));
        let (result, read) = decoder.decode_to_string_without_replacement(rest, &mut text, false);
        at += read;
        match result {
            DecoderResult::InputEmpty => return text,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => text.push(WRONG),
        }
    }
}

/// What the bytes of a file tell of their encoding.
#[derive(Default)]
struct Signs {
    /// The first three bytes.
    head: Vec<u8>,
    /// Bytes seen.
    seen: u64,
    /// NUL bytes on even and on odd places.
    nul: [u64; 2],
    /// Sequences of several bytes that are UTF-8.
    right: u64,
    /// Bytes above 7F that are none.
    wrong: u64,
    /// The bytes of a sequence that has begun: how many are still to come, and the bounds of the next.
    open: Option<(u8, u8, u8)>,
}

impl Signs {
    fn take(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            if self.head.len() < 3 {
                self.head.push(byte);
            }
            if byte == 0 {
                self.nul[(self.seen % 2) as usize] += 1;
            }
            self.seen += 1;
            self.follow(byte);
        }
    }

    /// One step through UTF-8 (RFC 3629, section 4).
    fn follow(&mut self, byte: u8) {
        match self.open.take() {
            Some((left, from, to)) if (from..=to).contains(&byte) => {
                if left == 1 {
                    self.right += 1;
                } else {
                    self.open = Some((left - 1, 0x80, 0xBF));
                }
                return;
            }
            Some(_) => self.wrong += 1,
            None => {}
        }
        self.open = match byte {
            0x00..=0x7F => None,
            0xC2..=0xDF => Some((1, 0x80, 0xBF)),
            0xE0 => Some((2, 0xA0, 0xBF)),
            0xED => Some((2, 0x80, 0x9F)),
            0xE1..=0xEF => Some((2, 0x80, 0xBF)),
            0xF0 => Some((3, 0x90, 0xBF)),
            0xF1..=0xF3 => Some((3, 0x80, 0xBF)),
            0xF4 => Some((3, 0x80, 0x8F)),
            _ => {
                self.wrong += 1;
                None
            }
        };
    }

    fn marked(&self) -> Option<Encoding> {
        match self.head.as_slice() {
            [0xEF, 0xBB, 0xBF] => Some(Encoding::Utf8),
            [0xFF, 0xFE, ..] => Some(Encoding::Utf16Le),
            [0xFE, 0xFF, ..] => Some(Encoding::Utf16Be),
            _ => None,
        }
    }

    fn is_settled(&self) -> bool {
        self.marked().is_some()
    }

    /// NUL bytes are one way of UTF-16 only where they are many and (nearly) all on one side; a stray one is no sign.
    fn wide(&self) -> Option<Encoding> {
        let [even, odd] = self.nul;
        let many = (even + odd) * SPARSEST >= self.seen && even + odd > 0;
        // Where it reads well as UTF-8, wide text would be mostly ASCII, and then every other byte is NUL.
        let plain = self.wrong <= self.right && (even + odd) * 3 < self.seen;
        match (even, odd) {
            _ if !many || plain => None,
            (few, lots) if few * 16 <= lots => Some(Encoding::Utf16Le),
            (lots, few) if few * 16 <= lots => Some(Encoding::Utf16Be),
            _ => None,
        }
    }

    fn encoding(&self) -> Encoding {
        let narrow = if self.wrong <= self.right { Encoding::Utf8 } else { Encoding::Gb18030 };
        self.marked().or_else(|| self.wide()).unwrap_or(narrow)
    }
}

/// A file's text as UTF-8; see [`decode`].
pub struct Decoded<'b> {
    /// The encoding it is written in.
    pub encoding: Encoding,
    bytes: &'b mut dyn Bytes,
    decoder: Decoder,
    raw: Vec<u8>,
    raw_at: usize,
    text: Vec<u8>,
    text_at: usize,
    ended: bool,
}

impl<'b> Decoded<'b> {
    fn new(bytes: &'b mut dyn Bytes, encoding: Encoding) -> Decoded<'b> {
        Decoded {
            encoding,
            bytes,
            decoder: encoding.of().new_decoder_with_bom_removal(),
            raw: Vec::with_capacity(STEP),
            raw_at: 0,
            text: Vec::with_capacity(3 * STEP),
            text_at: 0,
            ended: false,
        }
    }

    /// Decodes one more step of the file; leaves no text only at the end.
    fn more(&mut self) -> io::Result<()> {
        self.text.clear();
        self.text_at = 0;
        while self.text.is_empty() && !self.ended {
            if self.raw_at == self.raw.len() {
                self.raw.resize(STEP, 0);
                let read = self.bytes.read(&mut self.raw);
                self.raw.truncate(*read.as_ref().unwrap_or(&0));
                self.raw_at = 0;
                read?;
            }
            self.step();
        }
        Ok(())
    }

    /// Decodes what is at hand, up to the first wrong byte. Nothing at hand means that the file ends here.
    fn step(&mut self) {
        let rest = self.raw.get(self.raw_at..).unwrap_or_default();
        let last = rest.is_empty();
        self.text.resize(3 * STEP, 0);
        let (result, read, written) =
            self.decoder.decode_to_utf8_without_replacement(rest, &mut self.text, last);
        self.raw_at += read;
        self.text.truncate(written);
        match result {
            DecoderResult::Malformed(..) => {
                self.text.extend(WRONG.encode_utf8(&mut [0; 4]).as_bytes());
            }
            DecoderResult::InputEmpty => self.ended = last,
            DecoderResult::OutputFull => {}
        }
    }
}

impl Read for Decoded<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.text_at == self.text.len() {
            self.more()?;
        }
        let rest = self.text.get(self.text_at..).unwrap_or_default();
        let count = rest.len().min(out.len());
        if let (Some(to), Some(from)) = (out.get_mut(..count), rest.get(..count)) {
            to.copy_from_slice(from);
        }
        self.text_at += count;
        Ok(count)
    }
}

impl std::fmt::Debug for Decoded<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Decoded({})", self.encoding.name())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use std::io::Cursor;

    use super::*;

    const TEXT: &str = "项目名称,截止时间\n某市机房改造（第二次）,2026-03-12 09:30\n";

    fn wide(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    fn read(bytes: &[u8]) -> (Encoding, String) {
        let mut text = String::new();
        let mut bytes = Cursor::new(bytes);
        let mut opened = Opened::new("", &mut bytes);
        let mut decoded = decode(&mut opened).unwrap();
        decoded.read_to_string(&mut text).unwrap();
        (decoded.encoding, text)
    }

    fn gb(text: &str) -> Vec<u8> {
        GB18030.encode(text).0.into_owned()
    }

    #[test]
    fn every_encoding_is_told_with_and_without_its_mark() {
        let marked = format!("\u{feff}{TEXT}");
        for (bytes, encoding) in [
            (TEXT.as_bytes().to_vec(), Encoding::Utf8),
            (marked.as_bytes().to_vec(), Encoding::Utf8),
            (wide(&marked, u16::to_le_bytes), Encoding::Utf16Le),
            (wide(&marked, u16::to_be_bytes), Encoding::Utf16Be),
            (wide(TEXT, u16::to_le_bytes), Encoding::Utf16Le),
            (wide(TEXT, u16::to_be_bytes), Encoding::Utf16Be),
            (gb(TEXT), Encoding::Gb18030),
        ] {
            assert_eq!(read(&bytes), (encoding, TEXT.to_owned()));
            let glance = Glance { extension: String::new(), head: bytes };
            assert_eq!(text_of_glance(&glance), TEXT);
        }
        let ascii = "id,title\n1,a\n";
        assert_eq!(read(&wide(ascii, u16::to_le_bytes)), (Encoding::Utf16Le, ascii.to_owned()));
        assert_eq!(read(ascii.as_bytes()), (Encoding::Utf8, ascii.to_owned()));
        assert_eq!(read(b""), (Encoding::Utf8, String::new()));
    }

    #[test]
    fn a_file_may_be_plain_for_a_megabyte() {
        let mut text = "a,b,c\n".repeat(200_000);
        text.push_str(TEXT);
        assert_eq!(read(&gb(&text)), (Encoding::Gb18030, text.clone()));
        assert_eq!(read(text.as_bytes()), (Encoding::Utf8, text));
    }

    #[test]
    fn a_wrong_byte_stays_in_its_row() {
        let mut bytes = TEXT.as_bytes().to_vec();
        let second = TEXT.find('某').unwrap();
        bytes.insert(second, 0xFF);
        let (encoding, text) = read(&bytes);
        let wrong: Vec<bool> = text.lines().map(is_wrong).collect();
        assert_eq!((encoding, wrong), (Encoding::Utf8, vec![false, true]));
        assert_eq!(text.replace(WRONG, ""), TEXT);

        let mut bytes = gb(TEXT);
        let second = bytes.iter().position(|b| *b == b'\n').unwrap() + 1;
        bytes.insert(second, 0xFF);
        let (encoding, text) = read(&bytes);
        assert_eq!((encoding, is_wrong(&text)), (Encoding::Gb18030, true));
        assert!(text.starts_with("项目名称,截止时间\n\u{ffff}"), "{text:?}");
    }

    #[test]
    fn a_file_cut_off_inside_a_character_says_so_at_its_end() {
        let bytes = "项目名称\n某".as_bytes();
        let (_, text) = read(&bytes[..bytes.len() - 1]);
        assert_eq!(text, "项目名称\n\u{ffff}");
        let wide = wide(TEXT, u16::to_le_bytes);
        assert!(read(&wide[..wide.len() - 1]).1.ends_with(WRONG));
        let head = Glance { extension: String::new(), head: bytes[..bytes.len() - 1].to_vec() };
        assert_eq!(text_of_glance(&head), "项目名称\n", "a glance is cut off as a rule");
    }

    #[test]
    fn a_stray_nul_is_no_sign_of_wide_text() {
        let text = "标题\u{0},甲\nabcdefgh\n";
        assert_eq!(read(text.as_bytes()), (Encoding::Utf8, text.to_owned()));
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn chinese_text_comes_back_from_every_encoding(text in "[一-龥，。a-z0-9,\n]{40,400}") {
            let lines = format!("标题,id\n{text}\n");
            for bytes in [lines.as_bytes().to_vec(), wide(&lines, u16::to_le_bytes), wide(&lines, u16::to_be_bytes)] {
                proptest::prop_assert_eq!(read(&bytes).1, lines.clone());
            }
        }

        #[test]
        fn no_bytes_break_the_reader(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..600)) {
            let (_, text) = read(&bytes);
            proptest::prop_assert!(text.len() <= 3 * bytes.len() + 3);
        }
    }
}
