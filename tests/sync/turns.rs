//! A place goes over to another region: what was done before stands, nobody acts where he does not answer, and nobody learns what
//! is not his business.

use chrono::{DateTime, Utc};
use daqu::desk::command::{Command, Refusal};
use daqu::domain::claim::ClaimState;
use daqu::domain::organisation::OrganisationFact;
use daqu::domain::strict::Texts;
use daqu::domain::territory::RegionCode;
use daqu::interchange::organisation::read;

use super::support::{House, NOTICES, Pair, down, enrol, pair, up};

/// 江苏 goes over to a seat, on a day, by a resolution of another.
fn turn(seat: &str, from: &str, passed: &str) -> String {
    format!(
        "by = \"R1\"\n[[resolution]]\nnumber = \"R1\"\ndate = {passed}\ntitle = \"江苏\"\nkind = \"area\"\n\
         [[division]]\nplace = \"江苏\"\nregion = \"{seat}\"\nfrom = {from}\n"
    )
}

fn facts(house: &mut House, text: &str) -> Vec<OrganisationFact> {
    let company = house.desk().company().unwrap();
    read(text, &company, "2026-03-03".parse().unwrap()).unwrap()
}

fn publish(house: &mut House, text: &str) -> Vec<String> {
    let facts = facts(house, text);
    let done = house.perform(Command::Record(facts));
    done.notices.into_iter().map(|why| why.key).collect()
}

fn refusals(house: &mut House, text: &str) -> Vec<String> {
    let facts = facts(house, text);
    match house.desk().perform(Command::Record(facts)) {
        Err(Refusal::Refused(whys)) => whys.into_iter().map(|why| why.key).collect(),
        other => panic!("{other:?}"),
    }
}

fn at(house: &mut House, moment: &str) {
    let to: DateTime<Utc> = moment.parse().unwrap();
    let hours = (to - house.now).num_hours();
    house.later(hours);
}

fn act(house: &mut House, number: &str, action: &str) -> Result<(), Vec<String>> {
    let (number, action) = (number.to_owned(), action.to_owned());
    let args = Texts::from([("reasons", "核对无误")]);
    match house.desk().perform(Command::ActOnClaim { number, action, args }) {
        Ok(_) => Ok(()),
        Err(Refusal::Refused(whys)) => Err(whys.into_iter().map(|why| why.key).collect()),
        Err(Refusal::Store(fault)) => panic!("{fault}"),
    }
}

fn state(house: &mut House) -> ClaimState {
    house.desk().claims().unwrap().remove(0).state
}

#[test]
fn a_resolution_that_comes_late_takes_back_nothing_that_was_done() {
    let Pair { hq, ec, .. } = &mut pair();
    at(ec, "2026-11-25T01:00:00Z");
    at(hq, "2026-11-26T01:00:00Z");
    let number = ec.claim("F1").number.unwrap();
    act(ec, &number, "return").unwrap();
    assert_eq!(state(ec), ClaimState::Returned);
    let told = publish(hq, &turn("SC", "2026-11-01", "2026-10-20"));
    assert!(told.contains(&"publish-behind".to_owned()), "{told:?}");
    down(hq, ec);
    up(ec, hq);
    for house in [&mut *hq, &mut *ec] {
        assert_eq!(state(house), ClaimState::Returned, "he decided when it was his to decide");
        assert!(house.audit().is_empty());
    }
    ec.later(48);
    let refused = act(ec, &number, "return").unwrap_err();
    assert!(refused.contains(&"claim-jurisdiction".to_owned()), "now it is another's: {refused:?}");
}

#[test]
fn where_headquarters_coordinates_itself_it_decides_and_no_region_does() {
    let Pair { hq, ec, .. } = &mut pair();
    publish(hq, &turn("HQ", "2026-01-01", "2025-12-20"));
    down(hq, ec);
    let number = ec.claim("F1").number.unwrap();
    ec.claim("F3");
    assert!(ec.desk().cases(true).unwrap().is_empty(), "no region takes the case on");
    let refused = act(ec, &number, "return").unwrap_err();
    assert!(refused.contains(&"headquarters-decides".to_owned()), "{refused:?}");
    up(ec, hq);
    let cases = hq.desk().cases(true).unwrap();
    assert_eq!(cases.len(), 1, "headquarters finds the conflict");
    assert_eq!(cases[0].owner, None);
    hq.accept();
    act(hq, &number, "return").unwrap();
    down(hq, ec);
    for house in [hq, ec] {
        assert!(house.audit().is_empty());
    }
}

#[test]
fn a_bundle_that_brings_the_turn_and_the_claims_opens_no_case_in_the_wrong_region() {
    let Pair { folder, hq, ec } = &mut pair();
    let mut sc = House::region(folder.path(), "sc", RegionCode::SC, 3_000);
    enrol(hq, &mut sc);
    ec.claim("F1");
    up(ec, hq);
    publish(hq, &turn("SC", "2026-01-01", "2025-12-20"));
    down(hq, &mut sc);
    sc.desk().take_in_bytes(NOTICES).unwrap();
    sc.claim("F3");
    up(&mut sc, hq);
    down(hq, ec);
    assert!(ec.desk().cases(true).unwrap().is_empty(), "it learned of the turn in the same bundle");
    assert_eq!(sc.desk().cases(true).unwrap().len(), 1, "the region of the works has it");
    for house in [&mut *hq, &mut *ec, &mut sc] {
        assert!(house.audit().is_empty());
    }
}

#[test]
fn a_region_learns_nothing_of_what_began_in_another_after_the_turn() {
    let Pair { folder, hq, ec } = &mut pair();
    let mut sc = House::region(folder.path(), "sc", RegionCode::SC, 3_000);
    enrol(hq, &mut sc);
    publish(hq, &turn("SC", "2020-01-01", "2019-12-20"));
    down(hq, &mut sc);
    sc.take_in();
    sc.claim("F2");
    sc.claim("F3");
    assert_eq!(sc.desk().cases(true).unwrap().len(), 1);
    up(&mut sc, hq);
    down(hq, ec);
    assert!(ec.desk().claims().unwrap().is_empty(), "they never were its business");
    assert!(ec.desk().cases(true).unwrap().is_empty());
}

#[test]
fn what_cannot_rest_on_its_resolution_is_refused_and_nothing_is_signed_twice() {
    let Pair { hq, .. } = &mut pair();
    let draft = "by = \"R2\"\n[[resolution]]\nnumber = \"R2\"\ndate = 2026-01-01\ntitle = \"草案\"\nkind = \"area\"\nstatus = \"draft\"\n\
                 [[confirm]]\ngap = \"G1\"\n[[target]]\nunit = \"F1\"\nmonth = \"2026-03\"\namount = \"100万\"\n";
    publish(hq, draft);
    let company = hq.desk().company().unwrap();
    assert!(!company.is_confirmed("G1"), "a draft confirms nothing");
    assert!(company.target("F1", "2026-03").is_none());
    publish(hq, &turn("SC", "2026-01-01", "2025-12-20"));
    assert_eq!(refusals(hq, &turn("SC", "2026-01-01", "2025-12-20")), ["publish-nothing"]);
    let revoked = "[[resolution]]\nnumber = \"R1\"\ndate = 2025-12-20\ntitle = \"江苏\"\nkind = \"area\"\nstatus = \"revoked\"\nrevoked_on = 2026-06-01\n";
    publish(hq, revoked);
    let late = "[[area]]\nunit = \"F3\"\nplace = \"江苏\"\nright = \"home\"\nby = \"R1\"\nfrom = 2026-06-01\n";
    assert_eq!(refusals(hq, late), ["publish-resolution-revoked"]);
    let told = publish(hq, &turn("SC", "2026-02-01", "2025-12-20"));
    assert!(told.contains(&"publish-revived".to_owned()), "{told:?}");
    let strange = "[[area]]\nunit = \"F3\"\nplace = \"江苏\"\nright = \"home\"\nby = \"R1\"\nfrom = 0026-06-01\n";
    assert_eq!(refusals(hq, strange), ["publish-strange-day"]);
    let alike = "[[unit]]\ncode = \"f1\"\nkind = \"branch\"\nname = \"甲\"\nentity = \"LE0\"\nby = \"R1\"\nfrom = 2026-06-01\n";
    let unlike = alike.replace("f1", "Z1");
    publish(hq, &unlike);
    assert_eq!(refusals(hq, &alike.replace("f1", "z1")), ["publish-unit-alike"]);
    assert_eq!(refusals(hq, alike), ["publish-unit-alike"], "also of the six that come along");
}

#[test]
fn a_unit_that_is_not_at_work_makes_no_claim() {
    let Pair { hq, ec, .. } = &mut pair();
    let units = "by = \"R3\"\n[[resolution]]\nnumber = \"R3\"\ndate = 2026-01-01\ntitle = \"单位\"\nkind = \"set_up\"\n\
                 [[unit]]\ncode = \"F8\"\nkind = \"branch\"\nname = \"八分公司\"\nentity = \"LE0\"\nfrom = 2020-01-01\nuntil = 2020-12-31\n\
                 [[unit]]\ncode = \"F9\"\nkind = \"branch\"\nname = \"九分公司\"\nentity = \"LE0\"\nfrom = 2030-01-01\n";
    publish(hq, units);
    down(hq, ec);
    let lead = ec.lead(super::support::PIPES);
    for (unit, key) in [("F8", "unit-closed"), ("F9", "unit-planned")] {
        let claim = daqu::desk::command::NewClaim {
            lead: lead.clone(),
            lots: vec!["1".to_owned()],
            unit: unit.to_owned(),
            basis: "首报".to_owned(),
            ..Default::default()
        };
        match ec.desk().perform(Command::Claim(claim)) {
            Err(Refusal::Refused(whys)) => assert_eq!(whys[0].key, key),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn two_legal_persons_of_one_control_group_are_one_to_the_same_lot_guard() {
    let Pair { hq, ec, .. } = &mut pair();
    let group = "by = \"R4\"\nfrom = 2020-01-01\n[[resolution]]\nnumber = \"R4\"\ndate = 2020-01-01\ntitle = \"控股\"\nkind = \"set_up\"\n\
                 [[entity]]\ncode = \"LE0\"\nname = \"甲\"\ncontrol_group = \"G\"\n\
                 [[entity]]\ncode = \"LE1\"\nname = \"乙\"\ncontrol_group = \"G\"\n\
                 [[unit]]\ncode = \"Z1\"\nkind = \"subsidiary\"\nname = \"乙公司\"\nentity = \"LE1\"\n";
    publish(hq, group);
    down(hq, ec);
    ec.claim("F1");
    let told = ec.claim("Z1").notices;
    assert!(told.iter().any(|why| why.key == "guard-warning"), "{told:?}");
    assert!(ec.desk().cases(true).unwrap()[0].cross_entity, "nothing is allocated between them");
}
