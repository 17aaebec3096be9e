//! The organisation as a whole: temporal invariants over random resolutions, and the as-of query beside a scan that knows no
//! shortcut.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use proptest::prelude::*;

use super::owner::{Question, Right};
use super::*;
use crate::domain::customer::CustomerKind;
use crate::domain::lead::class::BusinessClass;
use crate::domain::territory::{RegionCode, provinces};
use crate::domain::unit::{Unit, UnitKind, UnitState};

fn day(n: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + Days::new(n)
}

const PLACES: [&str; 6] = ["320000", "320100", "320500", "330000", "330100", "810000"];

const UNITS: [&str; 3] = ["F1", "F2", "F3"];

fn division(place: &str, region: Seat, from: u64, to: Option<u64>) -> DivisionAssigned {
    DivisionAssigned {
        division: place.to_owned(),
        name: None,
        region,
        resolution: "R".to_owned(),
        valid_from: day(from),
        valid_to: to.map(day),
        signed: None,
    }
}

fn area(unit: &str, place: &str, right: AreaRight, class: Option<BusinessClass>) -> AreaRecorded {
    AreaRecorded {
        unit: unit.to_owned(),
        division: place.to_owned(),
        class,
        right,
        resolution: "R".to_owned(),
        valid_from: day(0),
        valid_to: None,
    }
}

fn resolution(status: ResolutionStatus, revoked: Option<u64>) -> OrganisationFact {
    OrganisationFact::Resolution(ResolutionRecorded {
        number: "R".to_owned(),
        date: day(0),
        title: "区域调整".to_owned(),
        kind: ResolutionKind::Area,
        status,
        revoked_on: revoked.map(day),
        passed_by: None,
        file: None,
        signed: None,
    })
}

fn unit(code: &str, state: UnitState, from: u64) -> OrganisationFact {
    let unit = Unit {
        code: code.to_owned(),
        kind: UnitKind::Branch,
        name: code.to_owned(),
        en: String::new(),
        legal_entity: "LE0".to_owned(),
        parent: None,
        city: None,
        state,
        assumed: false,
    };
    OrganisationFact::Unit(UnitRecorded {
        unit,
        resolution: "R".to_owned(),
        valid_from: day(from),
        valid_to: None,
    })
}

fn seats() -> impl Strategy<Value = Seat> {
    prop_oneof![
        Just(Seat::Region(RegionCode::EC)),
        Just(Seat::Region(RegionCode::SC)),
        Just(Seat::Region(RegionCode::NE)),
        Just(Seat::Headquarters),
    ]
}

fn assignments() -> impl Strategy<Value = Vec<DivisionAssigned>> {
    let one = (0..PLACES.len(), seats(), 0u64..60, prop::option::of(0u64..30));
    let one = one.prop_map(|(place, seat, from, long)| {
        division(PLACES[place], seat, from, long.map(|n| from + n))
    });
    prop::collection::vec(one, 0..14)
}

fn rights() -> impl Strategy<Value = Vec<AreaRecorded>> {
    let right =
        prop_oneof![Just(AreaRight::Home), Just(AreaRight::Allowed), Just(AreaRight::Barred)];
    let class =
        prop::option::of(prop_oneof![Just(BusinessClass::Trunk), Just(BusinessClass::Local)]);
    let one = (0..UNITS.len(), 0..PLACES.len(), right, class, 0u64..60, prop::option::of(0u64..30));
    let one = one.prop_map(|(unit, place, right, class, from, long)| AreaRecorded {
        valid_from: day(from),
        valid_to: long.map(|n| day(from + n)),
        ..area(UNITS[unit], PLACES[place], right, class)
    });
    prop::collection::vec(one, 0..20)
}

/// What a clerk finds who reads every fact from the first to the last and keeps, of those about exactly this thing that cover the
/// day, the one that begins last.
fn scan<'a, T: Decided>(facts: impl Iterator<Item = &'a T>, on: NaiveDate) -> Option<&'a T> {
    let facts: Vec<&T> = facts.collect();
    let mut best: Option<&T> = None;
    for (n, fact) in facts.iter().copied().enumerate() {
        if facts[n + 1..].iter().any(|later| later.from() == fact.from()) {
            continue; // It was corrected.
        }
        let ends = fact.until().unwrap_or(NaiveDate::MAX);
        if fact.from() <= on && on <= ends && best.is_none_or(|best| fact.from() >= best.from()) {
            best = Some(fact);
        }
    }
    best
}

/// The rights of every unit for a place and class, found without tables: the four ways a right may be given, from near to far.
fn scan_rights(
    facts: &[AreaRecorded],
    asked: &Question<'_>,
    province: &str,
) -> BTreeMap<String, (AreaRight, usize)> {
    let mut found = BTreeMap::new();
    for unit in UNITS {
        let ways = [
            (asked.division, asked.class),
            (asked.division, None),
            (province, asked.class),
            (province, None),
        ];
        for (near, (place, class)) in ways.into_iter().enumerate() {
            let same =
                |f: &&AreaRecorded| f.unit == unit && f.division == place && f.class == class;
            if let Some(fact) = scan(facts.iter().filter(same), asked.day) {
                found.insert(unit.to_owned(), (fact.right, near));
                break;
            }
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// On any date each of the 34 province-level divisions lies in exactly one region, or with headquarters.
    #[test]
    fn each_province_lies_in_exactly_one_region_on_any_date(
        facts in assignments(), confirmed: bool, revoked in prop::option::of(0u64..80),
    ) {
        let status = if revoked.is_some() { ResolutionStatus::Revoked } else { ResolutionStatus::Passed };
        let all = facts.into_iter().map(OrganisationFact::Division).chain([resolution(status, revoked)]);
        let company = Company::new(all);
        let territory = Territory::new([], confirmed);
        let seats: Vec<Seat> =
            RegionCode::ALL.map(Seat::Region).into_iter().chain([Seat::Headquarters]).collect();
        for n in (0..100).step_by(7) {
            for territory in [company.territory(), &territory] {
                let mut times: BTreeMap<&str, usize> = BTreeMap::new();
                for code in seats.iter().flat_map(|seat| territory.provinces(*seat, day(n))) {
                    *times.entry(code).or_default() += 1;
                }
                prop_assert_eq!(times.len(), provinces().len());
                prop_assert!(times.values().all(|count| *count == 1));
            }
        }
    }

    /// The as-of answer is what a scan of all facts finds; whatever order things of different codes were recorded in.
    #[test]
    fn an_answer_is_what_a_scan_finds(
        divisions in assignments(), areas in rights(), place in 0..PLACES.len(), n in 0u64..100, class: bool,
    ) {
        let class = class.then_some(BusinessClass::Trunk);
        let asked = Question { division: PLACES[place], class, customer: None, day: day(n) };
        let province = format!("{}0000", &asked.division[..2]);
        let facts = divisions.iter().cloned().map(OrganisationFact::Division);
        let facts: Vec<OrganisationFact> =
            facts.chain(areas.iter().cloned().map(OrganisationFact::Area)).collect();
        let answer = Company::new(facts.clone()).owner(&asked).unwrap();

        let of = |code: &str| scan(divisions.iter().filter(|f| f.division == code), asked.day);
        let by = of(asked.division).or_else(|| of(&province));
        let assumed = Territory::default();
        let default = assumed.on(asked.division, asked.day).unwrap();
        prop_assert_eq!(answer.seat, Some(by.map_or(default.seat, |fact| fact.region)));
        prop_assert_eq!(answer.assumed, by.is_none());

        if class.is_some() {
            let mut wanted = scan_rights(&areas, &asked, &province);
            let nearest = wanted.values().filter(|(right, _)| *right == AreaRight::Home).map(|(_, near)| *near).min();
            // Of several 主责 the nearest answers.
            wanted.retain(|_, (right, near)| *right != AreaRight::Home || Some(*near) == nearest);
            let got: BTreeMap<String, AreaRight> = answer.home.iter().chain(&answer.allowed).chain(&answer.barred)
                .map(|Right { unit, right, .. }| (unit.clone(), *right)).collect();
            let wanted: BTreeMap<String, AreaRight> = wanted.into_iter().map(|(unit, (right, _))| (unit, right)).collect();
            prop_assert_eq!(got, wanted);
        }

        let mut shuffled = facts;
        shuffled.sort_by_key(OrganisationFact::subject);
        let again = Company::new(shuffled).owner(&asked).unwrap();
        prop_assert_eq!(again, answer);
    }

    /// A place's region day by day, as acts are judged by it, is what is answered for each day.
    #[test]
    fn the_region_of_works_follows_every_turn(facts in assignments(), place in 0..PLACES.len()) {
        let territory = Territory::new(facts, false);
        let works = territory.works(PLACES[place]);
        for n in 0..100 {
            let seat = territory.on(PLACES[place], day(n)).map(|assigned| assigned.seat);
            prop_assert_eq!(works.seat_on(day(n)), seat);
        }
    }
}

#[test]
fn what_rests_on_a_draft_does_not_hold_and_what_rests_on_a_revoked_resolution_ends() {
    let moved =
        OrganisationFact::Division(division("320000", Seat::Region(RegionCode::SC), 10, None));
    let region = |status, revoked, n| {
        let company = Company::new([resolution(status, revoked), moved.clone()]);
        company.territory().region_on("320000", day(n))
    };
    assert_eq!(region(ResolutionStatus::Draft, None, 50), Some(RegionCode::EC));
    assert_eq!(region(ResolutionStatus::Passed, None, 50), Some(RegionCode::SC));
    let revoked = |n| region(ResolutionStatus::Revoked, Some(40), n);
    assert_eq!([revoked(39), revoked(40)], [Some(RegionCode::SC), Some(RegionCode::EC)]);
}

#[test]
fn overlaps_and_holes_are_found_and_named() {
    let facts = [
        OrganisationFact::Area(area("F1", "320000", AreaRight::Home, None)),
        OrganisationFact::Area(area("F3", "320000", AreaRight::Home, None)),
        OrganisationFact::Area(area("F2", "330000", AreaRight::Home, Some(BusinessClass::Trunk))),
        OrganisationFact::Area(area("F1", "340000", AreaRight::Home, None)),
        unit("F1", UnitState::Closed, 30),
    ];
    let company = Company::new(facts);
    let keys = |division: &str, class, n| {
        let asked = Question { division, class, customer: None, day: day(n) };
        let faults = company.owner(&asked).unwrap().faults;
        faults.into_iter().map(|why| why.key).collect::<Vec<_>>()
    };
    let both = ["territory-overlap", "territory-no-manager"];
    assert_eq!(keys("320000", None, 5), both);
    assert_eq!(keys("320500", None, 5), both, "a city has what its province has");
    assert_eq!(keys("350000", None, 5), ["territory-hole", "territory-no-manager"]);
    assert_eq!(keys("330000", Some(BusinessClass::Trunk), 5), ["territory-no-manager"]);
    assert_eq!(
        keys("330000", Some(BusinessClass::Local), 5),
        ["territory-hole", "territory-no-manager"],
        "主责 for one class is none for another"
    );
    assert!(keys("340000", None, 31).contains(&"territory-idle-unit".to_owned()));
    assert!(keys("810000", None, 5).is_empty(), "headquarters coordinates without 主责");
    let all = company.faults(day(5));
    let overlaps = all.iter().filter(|why| why.key == "territory-overlap").count();
    assert_eq!(overlaps, 1, "each is told once");
}

#[test]
fn a_bar_near_at_hand_holds_whatever_is_allowed_further_out() {
    let company = Company::new([
        OrganisationFact::Area(area("F1", "320000", AreaRight::Home, None)),
        OrganisationFact::Area(area("F1", "320500", AreaRight::Barred, None)),
    ]);
    let barred = |division| {
        company.barred_by("f1", &Question { division, class: None, customer: None, day: day(1) })
    };
    assert_eq!(barred("320500").as_deref(), Some("R"));
    assert_eq!(barred("320100"), None);
}

#[test]
fn a_confirmed_default_is_no_assumption_any_more() {
    let confirmed = |gap: &str, holds| {
        OrganisationFact::Confirmed(Confirmed {
            gap: gap.to_owned(),
            holds,
            resolution: "R".to_owned(),
        })
    };
    let assumed = |facts: Vec<OrganisationFact>| {
        let company = Company::new(facts);
        let units = company.units(day(0)).into_iter().filter(|unit| unit.assumed).count();
        (company.territory().assumed(day(0)).len(), units)
    };
    assert_eq!(assumed(vec![]), (4, 6));
    assert_eq!(assumed(vec![confirmed("G1", true)]), (0, 6));
    assert_eq!(assumed(vec![confirmed("G1", true), confirmed("G2", true)]), (0, 0));
    let back = vec![confirmed("G1", true), confirmed("G1", false)];
    assert_eq!(assumed(back), (4, 6), "a confirmation can be taken back");
}

#[test]
fn a_deputy_of_the_regions_own_goes_before_the_ring() {
    let post = |post, region, holder: &str| {
        OrganisationFact::Post(PostRecorded {
            post,
            region: Some(region),
            unit: None,
            seat: 1,
            holder: Some(holder.to_owned()),
            resolution: "R".to_owned(),
            valid_from: day(0),
            valid_to: None,
        })
    };
    let asked = Question { division: "320000", class: None, customer: None, day: day(1) };
    let rms =
        [post(PostKind::Rm, RegionCode::EC, "林岚"), post(PostKind::Rm, RegionCode::SC, "周宁")];
    let by_ring = Company::new(rms.clone()).owner(&asked).unwrap();
    assert_eq!(by_ring.manager.unwrap().holder.as_deref(), Some("林岚"));
    let deputy = by_ring.deputy.unwrap();
    assert_eq!((deputy.ring, deputy.post.holder.as_deref()), (Some(RegionCode::SC), Some("周宁")));
    let own = post(PostKind::Deputy, RegionCode::EC, "贺清");
    let answer = Company::new(rms.into_iter().chain([own])).owner(&asked).unwrap();
    let deputy = answer.deputy.unwrap();
    assert_eq!((deputy.ring, deputy.post.holder.as_deref()), (None, Some("贺清")));
}

fn manager(region: RegionCode, seat: u8, holder: Option<&str>) -> OrganisationFact {
    OrganisationFact::Post(PostRecorded {
        post: PostKind::Rm,
        region: Some(region),
        unit: None,
        seat,
        holder: holder.map(str::to_owned),
        resolution: "R".to_owned(),
        valid_from: day(0),
        valid_to: None,
    })
}

#[test]
fn a_home_for_some_business_leaves_the_rest_open_and_two_managers_are_one_too_many() {
    let facts = [
        OrganisationFact::Area(area("F2", "330000", AreaRight::Home, Some(BusinessClass::Trunk))),
        manager(RegionCode::EC, 1, None),
        manager(RegionCode::EC, 2, Some("林岚")),
        manager(RegionCode::EC, 3, Some("贺清")),
    ];
    let company = Company::new(facts);
    let asked = Question { division: "330000", class: None, customer: None, day: day(5) };
    let answer = company.owner(&asked).unwrap();
    let keys: Vec<&str> = answer.faults.iter().map(|why| why.key.as_str()).collect();
    assert_eq!(keys, ["territory-hole-class", "territory-two-managers"]);
    let held = answer.manager.unwrap().holder;
    assert_eq!(held.as_deref(), Some("林岚"), "a vacant seat stands behind one that is filled");
}

#[test]
fn a_manager_is_judged_by_what_was_signed_when_he_acted() {
    let at = |n: u64| day(n).and_hms_opt(1, 0, 0).unwrap().and_utc();
    let signed = |fact: OrganisationFact, n| fact.signed(at(n));
    let moved = division("320000", Seat::Region(RegionCode::SC), 10, None);
    let moved = || OrganisationFact::Division(moved.clone());
    let stood = |company: &Company, n| company.territory().works("320000").stood_at(at(n));
    let (ec, sc) = (Some(Seat::Region(RegionCode::EC)), Some(Seat::Region(RegionCode::SC)));
    let passed = || resolution(ResolutionStatus::Passed, None);
    let late = Company::new([passed(), signed(moved(), 20)]);
    assert_eq!([stood(&late, 15), stood(&late, 21)], [ec, sc], "nobody could know before");
    assert_eq!(late.territory().works("320000").seat_on(day(15)), sc, "though it holds from then");
    let draft = signed(resolution(ResolutionStatus::Draft, None), 5);
    let drafted = Company::new([draft, signed(passed(), 30), signed(moved(), 5)]);
    assert_eq!([stood(&drafted, 29), stood(&drafted, 31)], [ec, sc], "while it was a draft");
    let revoked = signed(resolution(ResolutionStatus::Revoked, Some(12)), 30);
    let revoked = Company::new([revoked, signed(moved(), 5)]);
    let seen = [stood(&revoked, 11), stood(&revoked, 29), stood(&revoked, 31)];
    assert_eq!(seen, [sc, sc, ec], "it was not revoked yet when he acted");
}

#[test]
fn a_unit_out_of_its_time_is_planned_before_and_closed_after() {
    let mut ended = unit("F9", UnitState::Active, 10);
    if let OrganisationFact::Unit(it) = &mut ended {
        it.valid_to = Some(day(20));
    }
    let company = Company::new([ended]);
    let state = |n| company.unit("f9", day(n)).unwrap().state;
    assert_eq!(
        [state(9), state(10), state(21)],
        [UnitState::Planned, UnitState::Active, UnitState::Closed]
    );
}

#[test]
fn a_customer_is_one_with_those_above_it_and_with_who_took_its_business_over() {
    let customer = |code: &str, parent: &str, name: &str, successor_of: &[&str]| {
        OrganisationFact::Customer(CustomerRecorded {
            code: code.into(),
            kind: CustomerKind::Operator,
            level: CustomerLevel::City,
            parent: Some(parent.into()),
            name: name.into(),
            en: None,
            aliases: Vec::new(),
            division: None,
            successor_of: successor_of.iter().map(|code| (*code).to_owned()).collect(),
            key: false,
            resolution: String::new(),
            valid_from: day(0),
            valid_to: None,
        })
    };
    let company = Company::new([
        customer("CMCC-JS", "CMCC", "江苏移动", &[]),
        customer("CMCC-NJ", "CMCC-JS", "南京移动", &["CTT-NJ"]),
        customer("CMCC-SZ", "CMCC-JS", "苏州移动", &[]),
        customer("CTT-NJ", "CTT-X", "南京铁通", &[]),
    ]);
    let one = |one: &str, other: &str| {
        let (forth, back) = (
            company.is_one_customer(one, other, day(1)),
            company.is_one_customer(other, one, day(1)),
        );
        assert_eq!(forth, back, "{one} {other}");
        forth
    };
    assert!(one("CMCC-NJ", "CMCC-NJ") && one("CMCC-NJ", "CMCC-JS") && one("CMCC-NJ", "CMCC"));
    assert!(one("CTT-NJ", "CMCC-NJ") && one("CTT-NJ", "CMCC"), "its business went over");
    assert!(!one("CMCC-NJ", "CMCC-SZ"), "a sister");
    assert!(!one("CMCC-NJ", "CTCC"));
    let named = |name: &str| company.customer_named(name, day(1));
    assert_eq!(named("南京移动").as_deref(), Some("CMCC-NJ"));
    let full = named("中国移动通信集团浙江有限公司");
    assert_eq!(full.as_deref(), Some("CMCC"), "the operator named in it");
    assert_eq!(named("某公司"), None);
}
