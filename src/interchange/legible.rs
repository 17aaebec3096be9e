//! What can be read of any file: the text of a plain one, the words of a Word document or of a workbook without their marks.
//!
//! It serves to find a number that a document bears, not to take anything in: what cannot be read is left out without a word.

use std::io::{Cursor, Read};

use super::Opened;
use super::encoding::decode;

/// At most so much is unpacked: a page of any office program is far smaller, and an archive that swells is none.
const MOST_BYTES: u64 = 64 << 20;

/// The text of a file's bytes, as far as it can be read.
pub fn legible(bytes: &[u8]) -> String {
    match zip::ZipArchive::new(Cursor::new(bytes)) {
        Ok(archive) => unpacked(archive),
        Err(_) => plain(bytes),
    }
}

fn plain(bytes: &[u8]) -> String {
    let (mut text, mut source) = (String::new(), Cursor::new(bytes));
    let mut opened = Opened::new("", &mut source);
    let decoded = decode(&mut opened).map(|mut decoded| decoded.read_to_string(&mut text));
    match decoded {
        Ok(Ok(_)) => text,
        // A number in the middle of a picture is still one.
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}

fn unpacked(mut archive: zip::ZipArchive<Cursor<&[u8]>>) -> String {
    let mut text = String::new();
    for at in 0..archive.len() {
        let Ok(entry) = archive.by_index(at) else { continue };
        if !entry.name().is_ok_and(|name| name.ends_with(".xml")) {
            continue;
        }
        let left = MOST_BYTES.saturating_sub(text.len() as u64);
        let mut bytes = Vec::new();
        // What breaks off is read as far as it goes.
        let _ = entry.take(left).read_to_end(&mut bytes);
        unmarked(&String::from_utf8_lossy(&bytes), &mut text);
        text.push('\n');
    }
    text
}

/// Adds a text without its tags: an editor may cut one number into several runs, and a paragraph ends a word.
fn unmarked(marked: &str, text: &mut String) {
    for (at, piece) in marked.split('<').enumerate() {
        if at == 0 {
            text.push_str(piece);
            continue;
        }
        let (tag, rest) = piece.split_once('>').unwrap_or((piece, ""));
        if ["/w:p", "/si", "/row"].contains(&tag) {
            text.push('\n');
        }
        text.push_str(rest);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::io::Write;

    use super::*;

    fn packed(name: &str, text: &str) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn a_number_cut_into_runs_is_read_whole_and_paragraphs_stay_apart() {
        let cut =
            "<w:p><w:r><w:t>ZL-EC-</w:t></w:r><w:r><w:t>1</w:t></w:r></w:p><w:p><w:t>2</w:t></w:p>";
        assert_eq!(legible(&packed("word/footer1.xml", cut)).trim(), "ZL-EC-1\n2");
        assert_eq!(legible(&packed("picture.png", "ZL-EC-1")).trim(), "");
    }

    #[test]
    fn any_bytes_give_a_text_and_never_a_panic() {
        assert_eq!(legible("编号".as_bytes()), "编号");
        assert_eq!(legible(b""), "");
        assert!(legible(b"\xff\xfe\x00\xd8 ZL-1").len() > 3);
        assert!(legible(b"PK\x03\x04 cut off ZJ-1").contains("ZJ-1"));
    }
}
