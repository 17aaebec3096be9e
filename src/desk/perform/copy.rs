//! A copy of the file of a piece of evidence for one recipient: written first, so that the ledger names no copy that there never
//! was.

use std::path::PathBuf;

use crate::domain::case::evidence::class_of;
use crate::domain::case::ledger::Copy;
use crate::domain::strict::Texts;
use crate::domain::subject::Subject;
use crate::domain::why::Why;

use super::super::command::Refusal;
use super::super::exports;
use super::super::query::Reading;
use super::super::session::Session;

/// What the serial of such a copy begins with.
const SERIES: &str = "ZJ";

/// Writes the copy that was asked for; its name tells whose it is, its content is untouched.
///
/// # Errors
/// The file is not here as it was offered, or the copy cannot be written; nothing is recorded then.
pub fn write(
    session: &mut Session<'_, '_>,
    subject: Subject,
    number: &str,
    args: &Texts,
) -> Result<(Copy, PathBuf), Refusal> {
    let serial = session.next_in(SERIES, subject)?;
    let files = session.home.files();
    let reading = Reading { tx: session.tx, context: session.context, now: session.now };
    let no_case = || Refusal::because(Why::plain("no-case").with("number", number));
    let case = reading.case(number)?.ok_or_else(no_case)?.case;
    let named = args.get("evidence").unwrap_or_default();
    let (entry, bytes) = reading.evidence_file(&files, &case, named)?;
    let hash = entry.file.as_ref().map(|file| file.hash.clone()).unwrap_or_default();
    let recipient = args.get("recipient").unwrap_or_default();
    let name = format!("{serial}-{}.{}", exports::whose(recipient), ending(&bytes));
    let path = session.export(&name, &bytes)?;
    Ok((Copy { serial, hash, class: class_of(entry) }, path))
}

/// First bytes of the files that evidence mostly is, and how the names of such files end: a file is kept by its content, and what
/// it was called is not known.
const KNOWN: [(&[u8], &str); 6] = [
    (b"%PDF", "pdf"),
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG", "png"),
    (b"GIF8", "gif"),
    (b"PK\x03\x04", "zip"),
    (b"\xd0\xcf\x11\xe0", "doc"),
];

fn ending(bytes: &[u8]) -> &'static str {
    // What Word and Excel write are archives that name their kind in the first entries.
    let holds = |name: &[u8]| bytes.windows(name.len()).take(HEAD).any(|at| at == name);
    match KNOWN.iter().find(|(head, _)| bytes.starts_with(head)) {
        Some((_, "zip")) if holds(b"word/") => "docx",
        Some((_, "zip")) if holds(b"xl/") => "xlsx",
        Some((_, ending)) => ending,
        None if std::str::from_utf8(bytes).is_ok() => "txt",
        None => "bin",
    }
}

/// How far the name of an archive's entry is looked for.
const HEAD: usize = 64 << 10;

#[cfg(test)]
mod tests {
    use super::ending;

    #[test]
    fn a_copy_opens_with_what_such_files_open_with() {
        assert_eq!(ending(b"%PDF-1.7"), "pdf");
        assert_eq!(ending(b"\xff\xd8\xff\xe0JFIF"), "jpg");
        assert_eq!(ending(b"PK\x03\x04....word/document.xml"), "docx");
        assert_eq!(ending(b"PK\x03\x04....a.txt"), "zip");
        assert_eq!(ending("联系记录".as_bytes()), "txt");
        assert_eq!(ending(b"\xfe\x00\xff"), "bin");
    }
}
