//! Rows that grew step by step equal rows derived anew from the events.

use daqu::desk::demo;

use crate::support::now;

#[test]
fn a_month_of_work_derives_to_the_same_rows_and_every_signature_holds() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = demo::make_frozen(folder.path(), now(), 1).unwrap();
    let before = desk.audit().unwrap();
    assert_eq!(before.findings, [], "incremental and rebuilt agree, and nothing else is wrong");
    assert!(before.events > 150 && before.segments > 2 && before.rows > 100, "{before:?}");
    desk.rebuild().unwrap();
    assert_eq!(desk.audit().unwrap().findings, []);
}
