//! Two desks of headquarters: both are members of every audience, each makes up for what the other lost.

use super::support::{House, Pair, down, enrol, exchange, pair, up};

struct Three {
    a: House,
    b: House,
    ec: House,
    _folder: tempfile::TempDir,
}

fn three() -> Three {
    let Pair { folder, hq: mut a, ec } = pair();
    let mut b = House::second_headquarters(folder.path(), 700_000);
    enrol(&mut a, &mut b);
    assert_eq!(b.id, "hq-b");
    Three { a, b, ec, _folder: folder }
}

/// Both ways between two desks of headquarters.
fn confer(one: &mut House, other: &mut House) {
    for (from, to) in [(0, 1), (1, 0)] {
        let pair: [&mut House; 2] = [&mut *one, &mut *other];
        let id = pair[to].id.clone();
        let id = if id.is_empty() { "HQ".to_owned() } else { id };
        let file = pair[from].export(Some(&id));
        pair[to].take(&file);
    }
}

#[test]
fn what_a_region_sent_to_one_reaches_the_other_and_either_answers() {
    let Three { a, b, ec, .. } = &mut three();
    exchange(ec, a);
    ec.claim("F1");
    up(ec, a);
    assert_eq!(b.desk().claims().unwrap().len(), 0);
    confer(a, b);
    assert_eq!(b.events(), a.events());
    assert_eq!(b.desk().claims().unwrap().len(), 1);
    let import = down(b, ec);
    assert!(import.acknowledged > 0, "the other one acknowledges as well: {import:?}");
    assert!(import.rejected.is_empty(), "{import:?}");
}

#[test]
fn a_regions_file_is_for_both_and_encrypted_to_both() {
    let Three { a, b, ec, .. } = &mut three();
    down(a, ec);
    ec.claim("F1");
    let (export, sealed) = ec.write(None, false);
    assert!(export.encrypted);
    a.take(&sealed);
    b.take(&sealed);
    assert_eq!((a.events(), b.events()), (ec.events(), ec.events()));
}

#[test]
fn headquarters_own_acts_reach_the_other_machine_and_the_region_once() {
    let Three { a, b, ec, .. } = &mut three();
    ec.claim("F1");
    exchange(ec, a);
    let event = ec.events().into_keys().next().unwrap();
    let ruling = daqu::desk::exchange::revocation::Ruling::Return;
    a.desk().rule(&[event], ruling, Some("缺材料")).unwrap();
    confer(a, b);
    assert_eq!(a.events(), b.events());
    down(a, ec);
    let before = ec.events().len();
    let import = down(b, ec);
    assert_eq!((import.events, ec.events().len()), (0, before), "the same act by the other way");
    assert_eq!(ec.events(), a.events());
    for house in [a, b, ec] {
        assert!(house.audit().is_empty());
    }
}

#[test]
fn a_headquarters_that_lost_everything_gets_it_back_from_the_other() {
    let Three { a, b, ec, .. } = &mut three();
    exchange(ec, a);
    let empty = b.backup();
    ec.claim("F1");
    up(ec, a);
    confer(a, b);
    b.restore(&empty);
    assert_eq!(b.desk().claims().unwrap().len(), 0);
    confer(a, b);
    confer(a, b);
    assert_eq!(b.events(), a.events());
}
