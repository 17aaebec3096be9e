//! The minutes beginning: planned, typed, drafted, saved as a version, printed as Markdown.

use daqu::desk::Desk;
use daqu::desk::home::Home;
use daqu::desk::service::{Reply, Request};
use daqu::desk::system::{FixedClock, SeededEntropy};
use daqu::i18n::Lang;
use daqu::term::headless::Headless;
use std::sync::Arc;

use crate::support::{desk, now, window};

fn planned(folder: &std::path::Path) -> Headless {
    let mut window = window(desk(folder), Lang::Zh, (120, 40));
    window
        .press("4 ctrl-n text:省干项目协调会 tab tab text:2026-11-25_14:00 tab text:南京 f2")
        .unwrap();
    assert_eq!(window.model.overview.meetings.len(), 1, "{}", window.text());
    window
}

fn reopened(folder: &std::path::Path) -> Headless {
    let home = Home::at(folder.join("desk"));
    let desk = Desk::open(home, None, Arc::new(FixedClock(now())), Box::new(SeededEntropy::new(8)))
        .unwrap();
    window(desk, Lang::Zh, (120, 40))
}

#[test]
fn a_draft_is_on_disk_800_ms_after_the_first_key() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = planned(folder.path());
    first.press("enter text:一、省干项目").unwrap();
    first.wait(799);
    drop(first);
    let mut second = reopened(folder.path());
    second.press("4 enter").unwrap();
    assert!(!second.text().contains("一、省干项目"), "too early to be kept");
    second.press("text:二、标段划分").unwrap();
    second.wait(800);
    drop(second);
    let mut third = reopened(folder.path());
    third.press("4 enter").unwrap();
    assert!(third.text().contains("二、标段划分"), "{}", third.text());
}

#[test]
fn leaving_the_editor_never_discards_text() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = planned(folder.path());
    window.press("enter text:未保存的一行 esc").unwrap();
    assert!(window.model.layers.is_empty());
    window.press("enter").unwrap();
    assert!(window.text().contains("未保存的一行"), "{}", window.text());
}

#[test]
fn saving_makes_a_version_and_markdown_comes_out() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = planned(folder.path());
    window.press("enter text:#_省干项目协调 enter text:！由一分公司牵头 f2").unwrap();
    window.press("enter text:？赞成4 ctrl-s esc").unwrap();
    assert_eq!(window.model.overview.meetings[0].minutes_version, 2, "{}", window.text());
    assert!(
        !window.model.overview.meetings[0].has_draft,
        "a saved version takes the draft's place"
    );
    let number = window.model.overview.meetings[0].number.clone();
    let exports = folder.path().join("出口");
    let request = Request::ExportMinutes {
        number: number.clone(),
        folder: exports.to_string_lossy().into_owned(),
    };
    assert!(matches!(window.service().answer(request), Reply::Done(_)));
    let page = std::fs::read_to_string(exports.join(format!("{number}.md"))).unwrap();
    for part in [
        "省干项目协调会",
        "2026-11-25 14:00",
        "南京",
        "# 省干项目协调\n！由一分公司牵头\n？赞成4",
        "草稿",
    ] {
        assert!(page.contains(part), "{part} is not in\n{page}");
    }
}

#[test]
fn the_caret_stands_after_the_last_chinese_glyph_on_a_wrapped_line() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = planned(folder.path());
    window.press(&format!("enter text:{}", "会".repeat(70))).unwrap();
    let (buffer, cursor) = window.cells();
    let (x, y) = cursor.expect("the hardware cursor is shown in the editor");
    assert_eq!(buffer[(x - 2, y)].symbol(), "会", "the glyph before the caret");
    assert_ne!(buffer[(x, y)].symbol(), "会", "nothing stands at the caret");
}

#[test]
fn a_paste_with_carriage_returns_keeps_its_lines() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = planned(folder.path());
    window.press("enter").unwrap();
    window.send(daqu::app::Msg::Paste("第一行\r第二行\r\n第三行\u{1b}[31m".to_owned()));
    let screen = window.text();
    assert!(
        screen.lines().any(|line| line.contains("第二行") && !line.contains("第一行")),
        "{screen}"
    );
    assert!(!screen.contains('\u{1b}'));
}

/// Minutes that are written while the meeting is under way: it began twelve minutes ago.
fn under_way(folder: &std::path::Path, lang: Lang, size: (u16, u16)) -> Headless {
    let mut window = window(desk(folder), lang, size);
    let plan = "4 ctrl-n text:省干项目协调会 tab tab text:2026-11-23_09:00 tab text:南京 tab text:林岚 tab \
                text:小周 tab text:李工,F1 f2 enter";
    window.press(plan).unwrap();
    window
}

#[test]
fn an_item_of_the_agenda_gets_its_time_when_its_line_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = under_way(folder.path(), Lang::Zh, (80, 24));
    window.press("text:＃省干项目协调 enter text:讨论 enter").unwrap();
    assert!(window.text().contains("＃省干项目协调（09:12）"), "{}", window.text());
    window.press("up up end enter").unwrap();
    assert_eq!(window.text().matches("09:12").count(), 1, "once:\n{}", window.text());
    let before = tempfile::tempdir().unwrap();
    let mut window = planned(before.path());
    window.press("enter text:＃省干项目协调 enter").unwrap();
    assert!(!window.text().contains("（09:12）"), "the meeting is two days off");
}

#[test]
fn records_stand_beside_the_text_as_it_is_typed() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = under_way(folder.path(), Lang::Zh, (120, 40));
    window
        .press(
            "text:@李工：已踏勘 enter text:！由一分公司牵头 enter text:【】@李工_周五前_报送记录",
        )
        .unwrap();
    let screen = window.text();
    for said in ["记录 · 3 条", "@ 李工 已踏勘", "决议 由一分公司牵头", "待办 李工 11-27 报送记录"]
    {
        assert!(screen.contains(said), "{said}\n{screen}");
    }
    window.press("enter text:【】再议").unwrap();
    assert!(window.text().contains("! 无责任人 ! 无期限 再议"), "{}", window.text());
    window.press("f4").unwrap();
    assert!(!window.text().contains("记录 · 4 条"));
    for (lang, size) in [(Lang::En, (80, 24)), (Lang::Zh, (60, 16))] {
        let folder = tempfile::tempdir().unwrap();
        let mut window = under_way(folder.path(), lang, size);
        window.press("text:！由一分公司牵头").unwrap();
        let word = if lang == Lang::Zh { "决议 由" } else { "Resolved 由" };
        assert!(!window.text().contains(word), "no room beside the text");
        window.press("f4").unwrap();
        assert!(window.text().contains(word), "{}", window.text());
    }
}

#[test]
fn the_check_goes_from_finding_to_finding_and_says_what_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = under_way(folder.path(), Lang::Zh, (120, 40));
    window
        .press("text:！由一分公司牵头 enter text:讨论 enter text:【】@赵工_周五前_报送 f7")
        .unwrap();
    let screen = window.text();
    assert!(screen.contains("决议没有写依据") && screen.contains("1:1"), "{screen}");
    window.press("f7").unwrap();
    assert!(window.text().contains("赵工 不在与会名单"), "{}", window.text());
    assert!(window.text().contains("3:1"), "{}", window.text());
}

#[test]
fn a_sentence_becomes_a_resolution_an_action_or_a_fact_by_one_key() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = under_way(folder.path(), Lang::Zh, (120, 40));
    window.press("text:各方介绍情况。由一分公司牵头。李工报送记录 ctrl-t").unwrap();
    let lines = |window: &Headless| -> Vec<String> {
        let screen = window.text();
        screen
            .lines()
            .skip(1)
            .take(4)
            .map(|l| l.split('│').next().unwrap().trim_end().to_owned())
            .collect()
    };
    assert_eq!(lines(&window)[..2], ["各方介绍情况。由一分公司牵头。", "【】李工报送记录"]);
    window.press("up home right right right right right right right right ctrl-r").unwrap();
    assert_eq!(lines(&window)[..3], ["各方介绍情况。", "！由一分公司牵头。", "【】李工报送记录"]);
    window.press("ctrl-k").unwrap();
    assert_eq!(lines(&window)[1], "～由一分公司牵头。", "a mark takes the place of another");
    window.press("ctrl-z ctrl-z ctrl-z ctrl-z esc enter").unwrap();
    window.press("ctrl-l").unwrap();
    assert!(matches!(window.model.top(), Some(daqu::model::layer::Layer::Intake(_))));
    window.press("esc").unwrap();
    assert!(matches!(window.model.top(), Some(daqu::model::layer::Layer::Editor(_))));
}

#[test]
fn a_version_that_was_saved_elsewhere_meanwhile_is_shown_beside_the_draft() {
    for (lang, size) in [(Lang::Zh, (120, 40)), (Lang::En, (60, 16))] {
        let folder = tempfile::tempdir().unwrap();
        let mut window = under_way(folder.path(), lang, size);
        window.press("text:开场 enter text:由一分公司牵头 esc").unwrap();
        let number = window.model.overview.meetings[0].number.clone();
        let text = "开场\n由三分公司牵头\n散会".to_owned();
        let save = daqu::desk::command::Command::SaveMinutes {
            number,
            text,
            ends_draft: false,
            seen_others: false,
        };
        let reply = window.service().answer(Request::Perform(save));
        assert!(matches!(reply, Reply::Done(_)));
        window.press("enter").unwrap();
        assert!(window.text().contains("由一分公司牵头"), "the draft stays:\n{}", window.text());
        assert!(window.text().contains("F6"), "{}", window.text());
        window.press("f2").unwrap();
        assert!(
            window.text().contains("F6"),
            "nobody overtakes what he has not seen:\n{}",
            window.text()
        );
        window.press("f6").unwrap();
        let shown = window.text();
        for said in ["-由一分公司牵头", "+由三分公司牵头", "+散会"] {
            assert!(shown.contains(said), "{said}\n{shown}");
        }
        window.press("esc").unwrap();
        assert!(window.text().contains("由一分公司牵头"));
        window.press("f6 enter").unwrap();
        assert!(window.text().contains("由三分公司牵头"), "{}", window.text());
        window.press("ctrl-z").unwrap();
        assert!(window.text().contains("由一分公司牵头"), "as one edit:\n{}", window.text());
        window.press("f2").unwrap();
        assert!(!window.text().contains("F6 "), "a version that has seen both:\n{}", window.text());
    }
}

#[test]
fn a_megabyte_is_pasted_kept_and_undone_as_one_edit() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = under_way(folder.path(), Lang::Zh, (120, 40));
    window.press("text:开场 enter").unwrap();
    let line = "！依据第8条，由一分公司牵头，三分公司配合标段2\n";
    let pasted = line.repeat((1 << 20) / line.len());
    window.send(daqu::app::Msg::Paste(pasted.clone()));
    let screen = window.text();
    let count = pasted.lines().count();
    assert!(screen.contains(&format!("记录 · {count} 条")), "{screen}");
    window.wait(800);
    window.press("esc enter").unwrap();
    assert!(window.text().contains(&format!("记录 · {count} 条")), "it is on disk");
    window.send(daqu::app::Msg::Paste("甲\n乙".to_owned()));
    window.press("ctrl-z").unwrap();
    assert!(window.text().contains(&format!("记录 · {count} 条")), "{}", window.text());
}

#[test]
fn the_caret_goes_and_deletes_by_chinese_words() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = under_way(folder.path(), Lang::Zh, (80, 24));
    window.press("text:双方同意协商 ctrl-w").unwrap();
    assert!(window.text().contains("双方同意\n"), "{}", window.text());
    window.press("ctrl-left text:均").unwrap();
    assert!(window.text().contains("双方均同意"), "{}", window.text());
    window.press("home ctrl-right text:都").unwrap();
    assert!(window.text().contains("双方都均同意"), "{}", window.text());
}

#[test]
fn what_is_known_of_a_lead_goes_behind_its_number_by_one_key() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = under_way(folder.path(), Lang::Zh, (120, 40));
    let lead = window.model.overview.leads.rows.iter().find(|row| row.title.contains("江苏"));
    let number = lead.unwrap().number.clone();
    window.press("text:无编号 ctrl-g").unwrap();
    assert!(window.text().contains("没有案件或线索的编号"), "{}", window.text());
    window.press(&format!("enter text:就{}讨论 ctrl-g", number.to_lowercase())).unwrap();
    let screen = window.text();
    let shown: String =
        screen.lines().map(|line| line.split('│').next().unwrap_or_default().trim_end()).collect();
    assert!(shown.contains("（中国") && shown.contains("截止 2026-"), "{screen}");
    assert!(shown.contains("）讨论"), "it stands behind the number:\n{screen}");
    window.press("ctrl-z").unwrap();
    assert!(!window.text().contains("截止 2026-"), "as one edit:\n{}", window.text());
}

#[test]
fn one_key_hides_customers_titles_and_people_on_every_screen() {
    for (lang, size) in [(Lang::Zh, (120, 40)), (Lang::En, (80, 24)), (Lang::Zh, (60, 16))] {
        let folder = tempfile::tempdir().unwrap();
        let mut window = under_way(folder.path(), lang, size);
        window.press("text:@李工：预算320万元 f12").unwrap();
        let quiet = window.text();
        for name in ["李工", "320", "省干项目"] {
            assert!(!quiet.contains(name), "{name}\n{quiet}");
        }
        assert!(quiet.contains("F12"), "{quiet}");
        window.press("esc 3").unwrap();
        let leads = window.text();
        assert!(!leads.contains("中国移动") && leads.contains("**"), "{leads}");
        window.press("f12").unwrap();
        assert!(window.text().contains("中国"), "{}", window.text());
    }
}

#[test]
fn a_phrase_is_found_by_its_initials_and_put_where_something_is_to_be_said() {
    for (lang, size) in [(Lang::Zh, (120, 40)), (Lang::En, (80, 24)), (Lang::Zh, (60, 16))] {
        let folder = tempfile::tempdir().unwrap();
        let mut window = under_way(folder.path(), lang, size);
        let (find, with) = match lang {
            Lang::Zh => ("hytql", "会议听取了李工关于踏勘的汇报"),
            Lang::En => ("heard", "The meeting heard 李工 on 踏勘"),
        };
        window.press("f8").unwrap();
        if size.0 >= 100 {
            assert!(
                window.text().contains("记录 · 0"),
                "the text stays where it is:\n{}",
                window.text()
            );
        }
        window.press(&format!("text:{find} enter text:李工 tab text:踏勘")).unwrap();
        assert!(window.text().contains(with), "{}", window.text());
        window.press("end enter text:由三分公司报送全部踏勘记录 ctrl-b").unwrap();
        window.press("enter f8 text:ysfgs enter").unwrap();
        let screen = window.text();
        let written = screen.lines().filter(|line| line.starts_with("由三分公司报送")).count();
        assert_eq!(written, 2, "{screen}");
        window.press("f8").unwrap();
        assert!(
            window.text().contains("* 由三分公司报送全部"),
            "one's own stand first:\n{}",
            window.text()
        );
        window.press("ctrl-x").unwrap();
        assert!(!window.text().contains("* 由三分公司"), "{}", window.text());
        window.press("ctrl-x").unwrap();
        let kept = if lang == Lang::Zh { "自带" } else { "comes with" };
        assert!(
            window.text().contains(kept),
            "what comes with the program stays:\n{}",
            window.text()
        );
        window.press("text:没有这样的").unwrap();
        window.press("esc").unwrap();
        assert!(matches!(window.model.top(), Some(daqu::model::layer::Layer::Editor(_))));
    }
}

#[test]
fn a_marked_phrase_begins_a_line_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = under_way(folder.path(), Lang::Zh, (120, 40));
    window.press("text:各方发言 f8 text:赞成 enter text:4 tab text:0 tab text:1").unwrap();
    let screen = window.text();
    assert!(screen.contains("各方发言 ") && screen.contains("？赞成4 反对0 弃权1"), "{screen}");
    assert!(screen.contains("表决 赞成 4 反对 0 弃权 1"), "{screen}");
    window.press("text:…… home tab").unwrap();
    assert!(window.text().contains("弃权1……"), "the dots of Chinese are no gap");
}

#[test]
fn the_saved_version_comes_back_by_one_key_and_the_draft_by_one_undo() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = under_way(folder.path(), Lang::Zh, (80, 24));
    window.press("f9").unwrap();
    assert!(window.text().contains("没有不同"), "nothing is saved yet:\n{}", window.text());
    window.press("text:由一分公司牵头 f2 enter text:改由三分公司牵头 f9").unwrap();
    assert!(!window.text().contains("改由三分公司"), "{}", window.text());
    window.wait(800);
    window.press("esc").unwrap();
    assert!(!window.model.overview.meetings[0].has_draft, "it is as it was saved");
    window.press("enter end enter text:再议 f9 ctrl-z").unwrap();
    assert!(window.text().contains("再议"), "{}", window.text());
    window.wait(800);
    window.press("esc").unwrap();
    assert!(window.model.overview.meetings[0].has_draft);
}

#[test]
fn amended_minutes_stand_beside_what_was_signed_before() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = under_way(folder.path(), Lang::Zh, (120, 40));
    window.press("text:由一分公司牵头 f2").unwrap();
    let number = window.model.overview.meetings[0].number.clone();
    let act = |window: &mut Headless, id: &str, args: &[(&str, &str)]| {
        let args = args.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
        let args = daqu::domain::strict::Texts(args.collect());
        let (number, action) = (number.clone(), id.to_owned());
        let act = daqu::desk::command::Command::ActOnFile { number, action, args };
        let reply = window.service().answer(Request::Perform(act));
        assert!(matches!(reply, Reply::Done(_)), "{id}: {reply:?}");
    };
    act(&mut window, "hold", &[("began", "2026-11-23T01:00:00Z")]);
    act(&mut window, "sign", &[("signed_by", "林岚"), ("despite", "已核对")]);
    act(&mut window, "amend", &[("proposed_by", "李工"), ("reasons", "笔误")]);
    window.press("esc enter f6").unwrap();
    assert!(!window.text().contains("-由一分公司"), "nothing differs yet:\n{}", window.text());
    window.press("esc enter text:标段二由三分公司配合 f6").unwrap();
    let shown = window.text();
    assert!(shown.contains("-标段二由三分公司配合"), "{shown}");
    assert!(!shown.contains("-由一分公司牵头"), "{shown}");
}
