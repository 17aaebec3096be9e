//! Exchange between desks: the wire format byte by byte, and every fault of the way by name.
//!
//! This page is the good way: badges, encryption, relay, and the audit that holds the store to it.

mod awaiting;
mod backups;
mod channel;
mod divergence;
mod entrusted;
mod fault_table;
mod faults;
mod organisation;
mod power_cut;
mod purged;
#[cfg(feature = "remote")]
mod remote;
mod rescue;
mod retention;
mod revoked;
mod roots;
mod simulator;
mod sizes;
mod standards;
mod support;
mod turns;
mod two_headquarters;
mod vectors;
mod verify;
mod visits;

use daqu::desk::exchange::ExchangeError;
use daqu::desk::view::Delivery;
use daqu::domain::territory::RegionCode;
use daqu::sync::event::sign_event;
use daqu::sync::outer::OuterFault;
use rusqlite::Connection;

use self::support::{House, PIPES, Pair, down, enrol, envelope, exchange, join, pair, pair_of};

#[test]
fn badges_go_from_local_by_exported_to_received() {
    let Pair { hq, ec, .. } = &mut pair();
    ec.claim("F1");
    ec.claim("F2");
    assert_eq!(ec.badges(), [Delivery::Local; 3], "two claims and their case");
    let file = ec.export(None);
    assert_eq!(ec.badges(), [Delivery::Exported; 3]);
    hq.take(&file);
    assert_eq!(ec.badges(), [Delivery::Exported; 3], "sent is not received");
    let import = down(hq, ec);
    assert_eq!(import.acknowledged, ec.events().len());
    assert_eq!(ec.badges(), [Delivery::Received; 3]);
    ec.accept();
    assert_eq!(ec.badges()[2], Delivery::Local, "a new act on the case is only here");
    assert_eq!(ec.badges()[..2], [Delivery::Received; 2]);
}

#[test]
fn a_bundle_is_encrypted_by_default_and_only_its_reader_opens_it() {
    let Pair { hq, ec, .. } = &mut pair();
    let (export, sealed) = ec.write(None, false);
    assert!(export.encrypted && sealed.starts_with(b"age-encryption.org/"));
    let mut other = pair_of(1);
    for reader in [ec.desk(), other.hq.desk()] {
        let fault = reader.import_bytes(&sealed, None).unwrap_err();
        assert!(matches!(fault, ExchangeError::Outer(OuterFault::NotForUs)), "{fault}");
    }
    assert_eq!(hq.take(&sealed).segments, 1);
    assert_eq!(hq.events(), ec.events());
}

#[test]
fn an_event_of_an_unknown_kind_is_stored_and_relayed_byte_by_byte() {
    let Pair { folder, hq, ec } = &mut pair();
    let number = ec.lead(PIPES);
    let subject = ec.look(|tx| tx.numbered(&number)).unwrap();
    let org = ec.desk().context().org().to_owned();
    let head = format!(r#"{{"v":1,"org":"{org}","kind":"lead.sung","subject":"{subject}","#);
    let tail = concat!(
        r#""base":[],"hlc":"2026-03-03T01:00:00.000Z-0009","actor":"林某","office":"","#,
        r#""data":{ "tune": [1, 2] },"later":true}"#,
    );
    let event = sign_event(head + tail, &ec.key()).unwrap();
    let line = ec.segment(vec![event.clone()]).sign(&ec.key()).to_line();
    let import = hq.take(&join(&[line]));
    assert_eq!((import.events, import.rejected.len()), (1, 0));
    assert_eq!(hq.events().get(&event.id()), Some(&event.body));
    let mut colleague = House::region(folder.path(), "ec-b", RegionCode::EC, 5_000);
    enrol(hq, &mut colleague);
    assert_eq!(colleague.events().get(&event.id()), Some(&event.body));
    assert!(hq.audit().is_empty() && colleague.audit().is_empty());
}

#[test]
fn after_work_on_both_sides_the_audit_finds_nothing_wrong() {
    let Pair { hq, ec, .. } = &mut pair();
    ec.claim("F1");
    ec.claim("F2");
    exchange(ec, hq);
    ec.later(1);
    ec.accept();
    ec.minutes("第一行");
    hq.minutes("总部记录");
    exchange(ec, hq);
    assert_eq!(hq.desk().cases(true).unwrap().len(), 1);
    for house in [hq, ec] {
        let audit = house.desk().audit().unwrap();
        assert!(audit.findings.is_empty(), "{:?}", audit.findings);
        assert!(audit.events >= 9 && audit.segments >= 2 && audit.parts >= 1, "{audit:?}");
        assert_eq!(audit.directories, 2);
    }
}

#[test]
fn the_audit_finds_a_flipped_bit_in_an_event_a_segment_and_a_part() {
    let Pair { ec, .. } = &mut pair();
    ec.claim("F1");
    ec.minutes("第一行");
    ec.export(None);
    assert!(ec.audit().is_empty());
    ec.close();
    let file = Connection::open(ec.home.store()).unwrap();
    file.execute_batch("DROP TRIGGER event_stays; DROP TRIGGER segment_stays;").unwrap();
    let row = |sql: &str| -> (String, String) {
        file.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap()
    };
    let (event, body) = row("SELECT id, body FROM event WHERE body LIKE '%claim.submitted%'");
    // c and b, 第 and 笭 differ in one bit
    let body = body.replacen("claim.submitted", "blaim.submitted", 1);
    file.execute("UPDATE event SET body = ?1 WHERE id = ?2", [&body, &event]).unwrap();
    let (sealed, line) = row("SELECT id, line FROM segment");
    let mut envelope = envelope(&line);
    envelope.payload[40] ^= 1;
    file.execute("UPDATE segment SET line = ?1", [envelope.to_line()]).unwrap();
    let (part, _) = row("SELECT hash, hash FROM part");
    file.execute("UPDATE part SET bytes = ?1", ["笭一行".as_bytes()]).unwrap();
    drop(file);

    let found: Vec<(&str, String)> =
        ec.audit().into_iter().map(|finding| (finding.key, finding.subject)).collect();
    let altered = ("event-signature", &event);
    for (key, subject) in [("event-id", &event), altered, ("segment", &sealed), ("part", &part)] {
        assert!(found.contains(&(key, subject.clone())), "{key}: {found:?}");
    }
}
