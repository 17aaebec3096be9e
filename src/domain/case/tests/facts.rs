//! Evidence, hearing and the grid.

use super::*;

#[test]
fn evidence_is_graded_by_its_proof_and_tells_who_saw_it_and_who_objects() {
    let tale = Tale::begun().then("accept").shown("踏勘照片", "F1");
    let photo = tale.last();
    let shown = Texts::from([("entries", photo.as_str()), ("party", "F3")]);
    let objected = Texts::from([("of", photo.as_str()), ("party", "F3"), ("text", "非本标段")]);
    let tale = tale.with("disclose", EAST, shown).with("object", EAST, objected);
    let [piece] = evidence(&tale.case()).try_into().unwrap();
    assert_eq!((piece.n, piece.grade), (3, TimeGrade::D), "nothing proves its time");
    assert_eq!(piece.seen_by, ["F1", "F3"]);
    assert_eq!(piece.objections, [("F3".to_owned(), "非本标段".to_owned())]);
}

#[test]
fn a_decision_freezes_the_evidence_and_what_comes_later_is_marked() {
    let tale = Tale::begun().consulted().shown("照片", "F1");
    let frozen = list_hash(&tale.case());
    let mut tale = tale.then("settle");
    if let Some(Fact::Acted(_, act)) = tale.0.last_mut().map(|event| &mut event.fact) {
        act.evidence = Some(frozen);
    }
    assert_eq!(frozen_stands(&tale.case()), Some(true));
    let later = tale.shown("合同", "F3").case();
    assert_eq!(frozen_stands(&later), Some(true), "what came later was not on the table");
    let late: Vec<bool> = evidence(&later).iter().map(|piece| piece.late).collect();
    assert_eq!(late, [false, true]);
    let mut without = Tale::begun().consulted().then("settle");
    if let Some(Fact::Acted(_, act)) = without.0.last_mut().map(|event| &mut event.fact) {
        act.evidence = Some(list_hash(&later));
    }
    assert_eq!(frozen_stands(&without.case()), Some(false));
}

#[test]
fn what_another_machine_offered_meanwhile_was_not_on_the_table_of_who_decided() {
    let tale = Tale::begun().consulted().shown("照片", "F1");
    let (frozen, before) = (list_hash(&tale.case()), tale.last());
    let mut tale = tale.then("settle");
    if let Some(Fact::Acted(_, act)) = tale.0.last_mut().map(|event| &mut event.fact) {
        act.evidence = Some(frozen);
    }
    let args = Texts::from([("evidence_kind", "mail"), ("title", "邮件"), ("origin", "lawful")]);
    let mut meanwhile = act("evidence", &[&before], 1, EAST, args);
    meanwhile.author = "another machine".into();
    tale.0.push(meanwhile);
    let case = tale.case();
    let titles: Vec<(String, bool)> =
        evidence(&case).into_iter().map(|piece| (piece.title, piece.late)).collect();
    assert_eq!(titles, [("照片".to_owned(), false), ("邮件".to_owned(), true)]);
    assert_eq!(frozen_stands(&case), Some(true));
}

#[test]
fn equal_hearing_tells_who_lacks_what() {
    let tale = Tale::begun().consulted().shown("照片", "F1");
    let photo = tale.last();
    let talk = Texts::from([("party", "F1"), ("summary", "问施工队")]);
    let tale = tale.with("ex-parte", EAST, talk);
    let alone = tale.last();
    let rows = hearing(&tale.case());
    assert!(rows[0].is_whole() && same_limit(&rows));
    assert_eq!((rows[1].seen, rows[1].of, rows[1].behind_its_back), (0, 1, 1));
    let both = format!("{photo},{alone}");
    let opened =
        tale.with("disclose", EAST, Texts::from([("entries", both.as_str()), ("party", "F3")]));
    assert!(hearing(&opened.case()).iter().all(|row| row.is_whole()));
}

#[test]
fn the_first_criterion_that_tells_the_parties_apart_decides() {
    let met = |tale: &Tale, args: &Texts| {
        let case = tale.case();
        let now = start() + Duration::hours(12);
        let unmet = find("recommend").unwrap().unmet_by(&situation(&case, EAST, now), args);
        let keys = unmet.into_iter().map(|why| why.key).filter(|key| key != "argument-missing");
        keys.collect::<Vec<_>>()
    };
    let by = |criterion: &str| {
        Texts::from([("criterion", criterion), ("outcome", "sole"), ("lead_unit", "F1")])
    };
    let tale = Tale::begun().consulted();
    assert_eq!(met(&tale, &by("K6")), ["criterion-open"]);
    let even = tale.found("F1", "K6", "even").found("F3", "K6", "even");
    assert_eq!(met(&even, &by("K6")), ["criterion-even"]);
    let apart = even.found("F1", "K6", "favours");
    assert!(met(&apart, &by("K6")).is_empty(), "the later finding stands");
    let outranked = apart.found("F1", "K4", "against").found("F3", "K4", "favours");
    assert_eq!(met(&outranked, &by("K6")), ["criterion-outranked"]);
    let barred = outranked.found("F1", "K1", "against").found("F3", "K1", "even");
    assert_eq!(met(&barred, &by("K1")), ["criterion-against", "bidder-barred"]);
    let line = grid(&barred.case(), Rulebook::bundled()).into_iter().next().unwrap();
    assert_eq!((line.criterion.as_str(), line.tells_apart()), ("K1", true));
}

#[test]
fn words_of_collusion_carry_no_decision_and_a_settlement_names_no_price() {
    let case = Tale::begun().consulted().case();
    let refused = |id: &str, name: &str, text: &str| {
        let args = Texts::from([(name, text)]);
        let now = start() + Duration::hours(12);
        let unmet = find(id).unwrap().unmet_by(&situation(&case, EAST, now), &args);
        unmet.iter().any(|why| why.key == "forbidden-term")
    };
    assert!(refused("settle", "terms", "三分公司陪标"));
    assert!(refused("settle", "terms", "报价不得低于预算"));
    assert!(refused("order", "duties", "由三分公司转包"));
    assert!(!refused("order", "reasons", "报价由投标单位自行决定"), "a price alone bars no order");
    assert!(!refused("settle", "terms", "三分公司移交资料"));
}
