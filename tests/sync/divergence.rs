//! 分歧: two desks decide without knowing of each other, a key writes in two places; both sides are seen beside each other, and
//! headquarters lets one of them stand.

use std::sync::Arc;

use daqu::desk::Desk;
use daqu::desk::command::{Command, Screening};
use daqu::desk::divergence::Divergence;
use daqu::desk::query::Reading;
use daqu::desk::service::DeskService;
use daqu::desk::system::{FixedClock, SeededEntropy};
use daqu::domain::lead::Verdict;
use daqu::domain::strict::Texts;
use daqu::domain::territory::RegionCode;
use daqu::i18n::{Lang, Words};
use daqu::model::Model;
use daqu::term::headless::Headless;
use daqu::ui::theme::Theme;

use super::support::{House, NOTICES, PIPES, Pair, down, enrol, exchange, pair, up};

/// What a desk's list holds.
fn divergences(house: &mut House) -> Vec<Divergence> {
    let context = house.desk().context().clone();
    let now = house.desk().now();
    house.look(|tx| Reading { tx, context: &context, now }.divergences())
}

/// A case that one desk of 华东 accepted and the other rejected; both are at headquarters.
pub fn contested() -> (Pair, House) {
    let mut pair = pair();
    let mut other = House::region(pair.folder.path(), "ec-b", RegionCode::EC, 900_000);
    enrol(&mut pair.hq, &mut other);
    pair.ec.claim("F1");
    pair.ec.claim("F2");
    exchange(&mut pair.ec, &mut pair.hq);
    down(&mut pair.hq, &mut other);
    pair.ec.accept();
    let number = other.desk().cases(true).unwrap().remove(0).number;
    let args = Texts::from([("reasons", "客户已书面确认由一分公司牵头"), ("ground", "no_fact")]);
    other.perform(Command::Act { number, action: "reject".to_owned(), args });
    up(&mut other, &mut pair.hq);
    exchange(&mut pair.ec, &mut pair.hq);
    (pair, other)
}

pub fn window(house: &mut House, lang: Lang, size: (u16, u16)) -> Headless {
    house.close();
    let clock = Arc::new(FixedClock("2026-03-03T02:00:00Z".parse().unwrap()));
    let entropy = Box::new(SeededEntropy::new(41));
    let desk = Desk::open(house.home.clone(), None, clock, entropy).unwrap();
    let model = Model::new(lang, size, desk.now());
    let service = DeskService::new(desk, Words::new(lang));
    Headless::open(model, Box::new(service), Theme::Mono)
}

#[test]
fn two_sides_of_a_case_stand_beside_each_other_and_headquarters_lets_one_stand() {
    let (mut pair, _other) = contested();
    for house in [&mut pair.hq, &mut pair.ec] {
        let [Divergence::Contest(contest)] = &divergences(house)[..] else { panic!("one case") };
        let states: Vec<&str> = contest.sides.iter().map(|side| side.state).collect();
        assert_eq!(states, ["rejected", "accepted"]);
        let queue = house.desk().cases(false).unwrap();
        assert_eq!(queue.len(), 1, "it is not over while it is contested");
    }
    for (lang, size) in [(Lang::Zh, (120, 40)), (Lang::En, (80, 24)), (Lang::Zh, (60, 16))] {
        let mut window = window(&mut pair.ec, lang, size);
        window.press("f2").unwrap();
        let seen = window.text();
        let both =
            if lang == Lang::Zh { "不予受理 ≠ 已受理" } else { "rejected ≠ accepted" };
        assert!(seen.contains(both), "{lang:?} {size:?}\n{seen}");
        if size.0 >= 72 {
            let beside = seen.lines().any(|line| line.contains('▸') && line.contains('│'));
            assert!(beside, "{seen}");
        }
        window.press("x").unwrap();
        assert_eq!(window.model.layers.len(), 1, "only headquarters resolves:\n{}", window.text());
    }
    let mut window = window(&mut pair.hq, Lang::Zh, (120, 40));
    window.press("D tab x tab tab text:客户确认在先 f2").unwrap();
    let seen = window.text();
    assert!(seen.contains("没有分歧"), "{seen}");
    drop(window);
    down(&mut pair.hq, &mut pair.ec);
    assert_eq!(divergences(&mut pair.ec), []);
    assert_eq!(pair.ec.desk().cases(true).unwrap()[0].state.name(), "accepted");
}

#[test]
fn a_key_that_writes_in_two_places_is_shown_with_both_branches_and_what_to_do() {
    let Pair { hq, ec, .. } = &mut pair();
    exchange(ec, hq);
    let copy = ec.backup();
    ec.claim("F1");
    let original = ec.export(None);
    ec.restore(&copy);
    ec.claim("F2");
    let clone = ec.export(None);
    hq.take(&original);
    hq.take(&clone);
    let [Divergence::Fork(fork)] = &divergences(hq)[..] else { panic!("{:?}", divergences(hq)) };
    assert_eq!((fork.branches.len(), fork.ended), (2, false));
    assert!(fork.branches.iter().all(|branch| branch.events == 1), "{fork:?}");
    let seen = {
        let mut window = window(hq, Lang::Zh, (80, 24));
        window.press("D").unwrap();
        window.text()
    };
    assert!(seen.contains("hq enrol") && seen.contains("sha256:"), "{seen}");
    hq.desk().revoke("ec-a", "两台电脑同用一把钥匙", None).unwrap();
    let [Divergence::Fork(fork)] = &divergences(hq)[..] else { panic!("{:?}", divergences(hq)) };
    assert!(fork.ended, "what was to be done is done");
}

#[test]
fn a_claim_that_two_desks_moved_apart_is_shown_and_ends_with_the_next_act() {
    let mut pair = pair();
    let mut other = House::region(pair.folder.path(), "ec-b", RegionCode::EC, 900_000);
    enrol(&mut pair.hq, &mut other);
    pair.ec.claim("F1");
    exchange(&mut pair.ec, &mut pair.hq);
    down(&mut pair.hq, &mut other);
    let number = pair.ec.desk().claims().unwrap().remove(0).number;
    let act = |house: &mut House, action: &str, args: &[(&str, &str)]| {
        let args = args.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
        let (number, action, args) = (number.clone(), action.to_owned(), Texts(args.collect()));
        house.perform(Command::ActOnClaim { number, action, args });
    };
    act(&mut pair.ec, "release", &[("reasons", "力量不足")]);
    act(&mut other, "return", &[("reasons", "缺对接记录")]);
    up(&mut other, &mut pair.hq);
    exchange(&mut pair.ec, &mut pair.hq);
    let [Divergence::Contest(contest)] = &divergences(&mut pair.ec)[..] else { panic!("a claim") };
    let mut states: Vec<&str> = contest.sides.iter().map(|side| side.state).collect();
    states.sort_unstable();
    assert_eq!((contest.number.as_str(), states), (number.as_str(), vec!["released", "returned"]));
    for (lang, size) in [(Lang::Zh, (120, 40)), (Lang::En, (80, 24)), (Lang::Zh, (60, 16))] {
        let mut window = window(&mut pair.ec, lang, size);
        window.press("f2").unwrap();
        assert!(
            window.text().contains(&number) && window.text().contains('≠'),
            "{}",
            window.text()
        );
        window.press("x").unwrap();
        assert_eq!(window.model.layers.len(), 1, "no row resolves it:\n{}", window.text());
        window.press("enter").unwrap();
        assert_eq!(window.model.layers.len(), 2, "{}", window.text());
    }
}

#[test]
fn two_verdicts_and_two_notices_of_one_lead_stand_beside_each_other_until_the_next_word() {
    let mut pair = pair();
    let mut other = House::region(pair.folder.path(), "ec-b", RegionCode::EC, 900_000);
    enrol(&mut pair.hq, &mut other);
    exchange(&mut pair.ec, &mut pair.hq);
    down(&mut pair.hq, &mut other);
    let number = pair.ec.lead(PIPES);
    let judge = |house: &mut House, verdict: Verdict, reason: &str| {
        let reason = Some(reason.to_owned());
        house.perform(Command::Screen(Screening::of_one(&number, verdict, reason)));
    };
    judge(&mut pair.ec, Verdict::Accept, "主业");
    judge(&mut other, Verdict::Irrelevant, "设备采购");
    // The publisher put the deadline off, and each desk read another version.
    for (house, at) in [(&mut pair.ec, "11日"), (&mut other, "12日")] {
        let notice = String::from_utf8(NOTICES.to_vec()).unwrap();
        let revised =
            notice.replacen("2026年03月10日09时30分", &format!("2026年03月{at}09时30分"), 1);
        assert_ne!(revised, notice);
        house.desk().take_in_bytes(revised.as_bytes()).unwrap();
    }
    up(&mut other, &mut pair.hq);
    exchange(&mut pair.ec, &mut pair.hq);
    let kept = divergences(&mut pair.ec);
    let states: Vec<Vec<&str>> = kept
        .iter()
        .map(|kept| match kept {
            Divergence::Contest(contest) => contest.sides.iter().map(|side| side.state).collect(),
            Divergence::Fork(_) => Vec::new(),
        })
        .collect();
    assert_eq!(states, [vec!["notice", "notice"], vec!["accept", "irrelevant"]], "{kept:?}");
    let Divergence::Contest(notices) = &kept[0] else { panic!("two notices") };
    let told: Vec<Vec<&str>> =
        notices.sides.iter().map(|side| side.args.0.keys().map(String::as_str).collect()).collect();
    assert_eq!(told, [["deadline"], ["deadline"]], "only what differs is weighed");
    for (lang, size) in [(Lang::Zh, (120, 40)), (Lang::En, (80, 24)), (Lang::Zh, (60, 16))] {
        let mut window = window(&mut pair.ec, lang, size);
        window.press("f2 end").unwrap();
        let both = if lang == Lang::Zh { "接受 ≠ 不相关" } else { " ≠ " };
        assert!(window.text().contains(both), "{}", window.text());
        assert!(!window.text().contains("No localization"), "{}", window.text());
    }
    let rebuilt = |house: &mut House| {
        let before = house.look(|tx| tx.dump_projections());
        house.desk().rebuild().unwrap();
        assert_eq!(house.look(|tx| tx.dump_projections()), before);
    };
    rebuilt(&mut pair.ec);
    judge(&mut pair.ec, Verdict::Accept, "主业");
    let left = divergences(&mut pair.ec);
    assert_eq!(left.len(), kept.len() - 1, "who has seen both has said which: {left:?}");
}
