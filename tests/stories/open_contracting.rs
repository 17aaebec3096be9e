//! Open Contracting through the desk: what comes in once, what is named, and what another desk takes in from ours.

use daqu::interchange::export::ocds::{Outgoing, Publication, write};
use daqu::interchange::read_all;

use crate::support::{desk, now};

const RELEASES: &str = include_str!("../fixtures/ocds/release-package.json");
const RECORDS: &str = include_str!("../fixtures/ocds/record-package.json");

#[test]
fn releases_come_in_once_and_a_record_stands_beside_them() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = desk(folder.path());
    let first = desk.take_in_bytes(RELEASES.as_bytes()).unwrap();
    let rejected: Vec<usize> = first.reasons.iter().map(|row| row.row).collect();
    assert_eq!((first.read, first.new, rejected), (7, 4, vec![5, 6, 7]));
    let again = desk.take_in_bytes(RELEASES.as_bytes()).unwrap();
    assert_eq!((again.new, again.known, again.revised), (0, 4, 0));
    let records = desk.take_in_bytes(RECORDS.as_bytes()).unwrap();
    assert_eq!((records.read, records.new, records.rejected), (7, 3, 4));
}

#[test]
fn what_one_desk_writes_another_knows_as_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = desk(folder.path());
    let taken = desk.take_in_bytes(RELEASES.as_bytes()).unwrap();
    let (_, rows) = read_all(RELEASES.as_bytes()).unwrap();
    let notices: Vec<_> = rows.into_iter().filter_map(Result::ok).collect();
    let leads = notices.iter().map(|notice| Outgoing {
        subject: notice.subject(),
        number: "XS-EC-2026-A-1",
        notice,
    });
    let publication = Publication { org: "jia", publisher: "甲建设", at: now() };
    let mut package = Vec::new();
    write(leads, &publication, &mut package).unwrap();
    let ours = desk.take_in_bytes(&package).unwrap();
    assert_eq!((ours.read, ours.known, ours.revised), (taken.new, taken.new, 0));
}
