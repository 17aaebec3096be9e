#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;

/// 星期一.
fn monday() -> NaiveDate {
    "2026-11-23".parse().unwrap()
}

fn said(line: &str) -> Option<Said> {
    read(line, monday())
}

fn task(line: &str) -> Task {
    match said(line) {
        Some(Said::Action(task)) => task,
        other => panic!("{line}: {other:?}"),
    }
}

fn vote(line: &str) -> Vote {
    match said(line) {
        Some(Said::Vote(vote)) => vote,
        other => panic!("{line}: {other:?}"),
    }
}

#[test]
fn each_mark_and_its_full_width_twin_begin_the_same_record() {
    let twins = [
        ("# 省干项目协调", "＃省干项目协调", "item"),
        ("@张工：已踏勘", "＠张工：已踏勘", "statement"),
        ("!由一分公司牵头", "　！由一分公司牵头", "resolution"),
        ("-[]@李工 周五前 报送", "【】＠李工 周五前 报送", "action"),
        ("?赞成4 反对0 弃权1", "？赞成４ 反对０ 弃权１", "vote"),
        ("~三分公司未购标书", "～三分公司未购标书", "fact"),
    ];
    for (half, full, name) in twins {
        assert_eq!(said(half), said(full), "{half}");
        assert_eq!(said(half).unwrap().name(), name, "{half}");
    }
}

#[test]
fn what_only_looks_like_a_mark_is_discussion() {
    for line in [
        "",
        "  ",
        "## 二级标题",
        "！！注意",
        "- 一项",
        "【重要】通知",
        "-[待定] 某事",
        "- [",
        "——",
        "a@b.com",
    ] {
        assert_eq!(said(line), None, "{line}");
    }
}

#[test]
fn an_item_bears_the_time_at_which_it_was_reached() {
    let at = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0);
    let item = |line: &str| match said(line) {
        Some(Said::Item { title, at }) => (title, at),
        other => panic!("{other:?}"),
    };
    assert_eq!(item("# 省干协调（14:05）"), ("省干协调".to_owned(), at(14, 5)));
    assert_eq!(item("# 省干协调 (9:30)"), ("省干协调".to_owned(), at(9, 30)));
    assert_eq!(item("# 省干协调（14:05-15:00）"), ("省干协调".to_owned(), at(14, 5)));
    assert_eq!(item("# 省干协调（二期）"), ("省干协调（二期）".to_owned(), None));
    let now = at(14, 5).unwrap();
    assert_eq!(stamp("# 省干协调", now).unwrap(), "（14:05）");
    assert_eq!(stamp("# 省干协调（二期）", now).unwrap(), "（14:05）");
    for stays in ["# 省干协调（13:00）", "#", "！决议", "讨论"] {
        assert_eq!(stamp(stays, now), None, "{stays}");
    }
}

#[test]
fn who_speaks_stands_before_the_colon() {
    let of = |line: &str| match said(line) {
        Some(Said::Statement { who, text }) => (who, text),
        other => panic!("{other:?}"),
    };
    let told = |who: &str, text: &str| (who.to_owned(), text.to_owned());
    assert_eq!(of("@张工：一分公司已踏勘"), told("张工", "一分公司已踏勘"));
    assert_eq!(of("@ 三分公司: 未购标书"), told("三分公司", "未购标书"));
    assert_eq!(of("@张工 已踏勘"), told("张工", "已踏勘"));
    assert_eq!(of("@张工 已踏勘，时间：9月12日"), told("张工", "已踏勘，时间：9月12日"));
    assert_eq!(of("@张工"), told("张工", ""));
}

#[test]
fn an_action_names_owner_and_day_as_people_say_them() {
    let days = [
        ("【】@李工 周五前 报送踏勘记录", "2026-11-27"),
        ("-[ ] @李工 下周三 报送踏勘记录", "2026-12-02"),
        ("- [] @李工 11月30日 报送踏勘记录", "2026-11-30"),
        ("【 】报送踏勘记录，@李工，2026-12-05", "2026-12-05"),
        ("【】明天前，@李工：报送踏勘记录", "2026-11-24"),
        ("【】@李工周五前报送踏勘记录", "2026-11-27"),
        ("【】@李工 本月底前 报送踏勘记录", "2026-11-30"),
    ];
    for (line, day) in days {
        let read = task(line);
        assert_eq!(read.owner.as_deref(), Some("李工"), "{line}");
        assert_eq!(read.due, Some(day.parse().unwrap()), "{line}");
        assert_eq!(read.what, "报送踏勘记录", "{line}");
        assert!(!read.done, "{line}");
    }
}

#[test]
fn what_an_action_does_not_say_stays_unknown() {
    let read = task("【】尽快报送踏勘记录");
    assert_eq!((read.owner, read.due), (None, None));
    assert_eq!(read.what, "尽快报送踏勘记录");
    assert_eq!(task("【】@ 报送").owner, None);
    assert_eq!(task("【】材料发到 zhang@corp.cn").owner, None, "an address is nobody");
    assert!(task("【】@李工、@王工 周五前 报送").also && task("【】@张工和李工 周五前 报送").also);
    let late = task("【】@李工 核对11月20日会议记录，周五前报送");
    assert_eq!(late.due, Some("2026-11-27".parse().unwrap()), "the day that is said with 前");
    assert!(task("【x】@李工 已报送").done && task("-[√] 已报送").done);
}

#[test]
fn a_vote_is_counted_or_says_that_all_agreed() {
    let counts = |line: &str| {
        let vote = vote(line);
        (vote.aye, vote.nay, vote.abstained)
    };
    assert_eq!(counts("？赞成4 反对0 弃权1"), (Some(4), Some(0), Some(1)));
    assert_eq!(counts("?同意：五票，不同意：二票"), (Some(5), Some(2), None));
    assert_eq!(counts("?弃权1票 赞成3票"), (Some(3), None, Some(1)));
    assert_eq!(counts("?赞成 12 反对 零"), (Some(12), Some(0), None));
    assert_eq!(vote("?赞成3 反对4").carried(), Some(false));
    assert_eq!(vote("？一致通过").carried(), Some(true));
    assert_eq!(vote("？待定").carried(), None);
    assert!(!vote("？待定").is_counted());
    assert_eq!(counts("？4票赞成 1票反对 0票弃权"), (Some(4), Some(1), Some(0)));
    for not in ["？未能一致通过", "？一致反对", "？意见不一致"] {
        assert!(!vote(not).unanimous, "{not}");
    }
}

#[test]
fn records_keep_their_lines() {
    let text = "开场\n# 甲（09:00）\n@张工：好\n讨论\n！由一分公司牵头\n";
    let lines: Vec<usize> = records(text, monday()).iter().map(|record| record.line).collect();
    assert_eq!(lines, [1, 2, 4]);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is typed, reading it neither fails nor takes a line for two, and a stamp is put once.
    #[test]
    fn any_text_is_read(text in "\\PC{0,40}(\n\\PC{0,20}){0,4}") {
        let found = records(&text, monday());
        prop_assert!(found.len() <= text.split('\n').count());
        for line in text.split('\n') {
            let now = NaiveTime::from_hms_opt(14, 5, 0).unwrap();
            if let Some(stamped) = stamp(line, now) {
                let whole = format!("{line}{stamped}");
                prop_assert_eq!(stamp(&whole, now), None);
                let is_stamped = matches!(
                    said(&whole), Some(Said::Item { at: Some(at), .. }) if at == now
                );
                prop_assert!(is_stamped, "{}", whole);
            }
        }
    }

    /// Blanks around an action's parts, and their order, change nothing of what it says.
    #[test]
    fn the_parts_of_an_action_stand_in_any_order(order in Just(["@李工", "周五前", "报送记录"]).prop_shuffle(), blanks in 1..4usize) {
        let line = format!("【】{}", order.join(&" ".repeat(blanks)));
        let read = task(&line);
        prop_assert_eq!(read.owner.as_deref(), Some("李工"));
        prop_assert_eq!(read.due, "2026-11-27".parse().ok());
        prop_assert_eq!(read.what, "报送记录");
    }
}
