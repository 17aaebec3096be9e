//! A case that headquarters entrusts to another region: that region gets what it needs for it, and nothing before.

use daqu::desk::command::Command;
use daqu::domain::case::State;
use daqu::domain::strict::Texts;
use daqu::domain::territory::RegionCode;

use super::support::{House, Pair, down, enrol, pair, up};

fn act(house: &mut House, number: &str, action: &str, args: &[(&str, &str)]) {
    let args = args.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    let (number, action) = (number.to_owned(), action.to_owned());
    house.perform(Command::Act { number, action, args: Texts(args) });
}

#[test]
fn the_deputy_of_a_recused_manager_gets_the_case_with_its_tender_and_claims() {
    let Pair { folder, hq, ec } = &mut pair();
    let mut sc = House::region(folder.path(), "sc", RegionCode::SC, 3_000);
    enrol(hq, &mut sc);
    down(hq, ec);
    ec.claim("F1");
    ec.claim("F3");
    let number = ec.desk().cases(true).unwrap().remove(0).number;
    let transfer = [("to", "SC"), ("ground", "recused"), ("reasons", "亲属任职")];
    act(ec, &number, "transfer", &transfer);
    up(ec, hq);
    down(hq, &mut sc);
    assert!(sc.desk().cases(true).unwrap().is_empty(), "not before headquarters says so");
    act(hq, &number, "assign", &[("to", "SC"), ("reasons", "代理")]);
    down(hq, &mut sc);
    let cases = sc.desk().cases(true).unwrap();
    assert_eq!((cases.len(), cases[0].state), (1, State::Detected));
    assert_eq!(sc.desk().claims().unwrap().len(), 2);
    assert!(!cases[0].title.is_empty(), "its tender is here");
    act(&mut sc, &number, "accept", &[("recusal", "无")]);
    up(&mut sc, hq);
    down(hq, ec);
    let state = |house: &mut House| house.desk().cases(true).unwrap().remove(0).state;
    assert_eq!((state(hq), state(ec)), (State::Accepted, State::Accepted));
    for house in [hq, ec, &mut sc] {
        assert!(house.audit().is_empty());
    }
}
