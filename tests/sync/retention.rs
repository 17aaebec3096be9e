//! What has been kept as long as it must be is listed at headquarters, and goes by its order alone.

use daqu::desk::command::{Command, NewClaim, Refusal};
use daqu::desk::exchange::revocation::Ruling;
use daqu::domain::strict::Texts;

use super::support::{House, PIPES, Pair, down, pair, up};

/// Hours of a year and a day.
const YEAR: i64 = 24 * 366;

fn claimed(ec: &mut House) -> String {
    let claim = NewClaim {
        lead: ec.lead(PIPES),
        lots: vec!["1".to_owned()],
        unit: "F1".to_owned(),
        basis: "首报".to_owned(),
        contact: Some("王工 13800000000".to_owned()),
        ..NewClaim::default()
    };
    ec.perform(Command::Claim(claim)).number.unwrap()
}

#[test]
fn a_claim_that_is_over_is_kept_five_years_and_then_goes_by_order() {
    let Pair { hq, ec, .. } = &mut pair();
    let number = claimed(ec);
    up(ec, hq);
    hq.later(6 * YEAR);
    assert!(hq.desk().outlived().unwrap().is_empty(), "it still goes on");
    let (action, args) = ("release".to_owned(), Texts::from([("reasons", "不再跟进")]));
    ec.perform(Command::ActOnClaim { number: number.clone(), action, args });
    up(ec, hq);
    let listed = hq.desk().outlived().unwrap();
    let [one] = listed.as_slice() else { panic!("{listed:?}") };
    assert_eq!((one.number.as_str(), one.kept, one.parts), (number.as_str(), "lead", 1));
    assert!(
        matches!(ec.desk().outlived(), Err(Refusal::Refused(whys)) if whys[0].key == "headquarters-decides")
    );
    hq.desk().rule(&one.events, Ruling::Purge, Some("保存期满")).unwrap();
    assert!(hq.desk().outlived().unwrap().is_empty(), "nothing is ordered twice");
    ec.later(6 * YEAR);
    down(hq, ec);
    for house in [hq, ec] {
        house.later(24 * 8);
        let desk = house.desk();
        desk.claims().unwrap();
        assert!(house.audit().is_empty());
    }
}

#[test]
fn a_claim_of_late_is_kept() {
    let Pair { hq, ec, .. } = &mut pair();
    let number = claimed(ec);
    let (action, args) = ("release".to_owned(), Texts::from([("reasons", "不再跟进")]));
    ec.perform(Command::ActOnClaim { number, action, args });
    up(ec, hq);
    hq.later(4 * YEAR);
    assert!(hq.desk().outlived().unwrap().is_empty());
    hq.later(2 * YEAR);
    assert_eq!(hq.desk().outlived().unwrap().len(), 1);
}
