//! A meeting from plan to close: notice with its calendar file, roll, minutes that are checked, signed, sent and followed up.

use std::fs;

use daqu::i18n::Lang;
use serde_json::Value;

use crate::support::schema::faults;
use crate::support::story::Story;
use crate::support::{desk, window};

const TEXT: &str = "# 省干项目协调（14:05）\n@F1：已踏勘\n！依据市场协调制度第8条，由一分公司牵头\n？赞成3 反对0\n\
                    【】@F3 周五前 报送踏勘记录\n";

/// A meeting that took place an hour ago, and the roll of those who came.
fn held(story: &Story) -> String {
    let home = ["--home", "D", "--json"];
    let run = |args: &[&str]| story.json(&[&home, args].concat());
    let plan = ["meeting", "plan", "--title", "省干项目协调会", "--start", "2026-11-24 14:00"];
    let more = ["--place", "南京", "--chair", "林岚", "--recorder", "小周"];
    let who = ["--participant", "F1", "--participant", "F3"];
    let planned = run(&[&plan[..], &more, &who].concat());
    let number = planned["number"].as_str().unwrap().to_owned();
    run(&["meeting", "agenda", &number, "--item", "省干项目协调", "--minutes", "30"]);
    run(&["meeting", "notice", &number, "--channel", "mail"]);
    run(&[
        "meeting",
        "hold",
        &number,
        "--began",
        "2026-11-24 14:00",
        "--ended",
        "2026-11-24 15:00",
    ]);
    for who in ["F1", "F3", "林岚", "小周"] {
        run(&["meeting", "attend", &number, "--attendee", who, "--presence", "present"]);
    }
    number
}

fn minuted(story: &Story, text: &str) -> String {
    let number = held(story);
    fs::write(story.path().join("minutes.txt"), text).unwrap();
    story.ok(&["--home", "D", "meeting", "minutes", &number, "--file", "minutes.txt"]);
    story.ok(&["--home", "D", "meeting", "review", &number, "--reviewer", "李工"]);
    number
}

#[test]
fn minutes_are_signed_sent_and_followed_until_every_action_is_done() {
    let story = Story::begun();
    let number = minuted(&story, TEXT);
    let home = ["--home", "D", "--json"];
    let run = |args: &[&str]| story.json(&[&home, args].concat());
    let shown = run(&["meeting", "show", &number]);
    assert_eq!(faults("file-show", &shown), Vec::<String>::new());
    assert_eq!(shown["state"], "reviewed");
    assert_eq!(shown["meeting"]["findings"], Value::Array(Vec::new()), "{shown}");
    let other = story.refused(&["--home", "D", "meeting", "sign", &number, "--signed-by", "小周"]);
    assert!(other.contains("林岚"), "{other}");
    let signed = run(&["meeting", "sign", &number, "--signed-by", "林岚"]);
    let signature = &signed["meeting"]["signature"];
    assert_eq!((&signature["by"], &signature["version"]), (&"林岚".into(), &1.into()));
    let save = ["--home", "D", "meeting", "minutes", &number, "--file", "minutes.txt"];
    assert!(story.refused(&save).contains("修订"), "signed minutes are amended first");
    let own = story.ok(&["--home", "D", "meeting", "export", &number]);
    assert!(own.contains("留底") && !own.contains("草稿"), "it is nobody's copy: {own}");
    // What stands in the way of the second copy takes the first one back.
    let exports = story.path().join("D/exports");
    let in_the_way = exports.join("JY-EC-26-A-002-F3.docx");
    fs::create_dir_all(&in_the_way).unwrap();
    story.refused(&["--home", "D", "meeting", "distribute", &number, "--recipient", "all"]);
    let copies = |end: &str| {
        let names = fs::read_dir(&exports).unwrap().map(|entry| entry.unwrap().file_name());
        names.filter(|name| name.to_string_lossy().ends_with(end)).count()
    };
    assert_eq!((copies(".md"), copies(".json"), copies(".part")), (0, 0, 0));
    fs::remove_dir(&in_the_way).unwrap();
    let sent = run(&["meeting", "distribute", &number, "--recipient", "F3"]);
    assert_eq!(sent["done"]["values"]["serial"], "JY-EC-26-A-001", "no serial was used");
    let files = sent["done"]["values"]["file"].as_str().unwrap().to_owned();
    let files: Vec<&str> = files.split(' ').collect();
    let of = |end: &str| {
        let file = files.iter().find(|file| file.ends_with(end)).unwrap();
        fs::read(story.path().join(file)).unwrap()
    };
    let page = String::from_utf8(of(".md")).unwrap();
    let serial = sent["done"]["values"]["serial"].as_str().unwrap();
    for said in ["依据市场协调制度第8条", serial, "F3", signature["hash"].as_str().unwrap()]
    {
        assert!(page.contains(said), "{said}\n{page}");
    }
    assert!(!page.contains("草稿"), "{page}");
    let data: Value = serde_json::from_slice(&of(".json")).unwrap();
    assert_eq!(faults("minutes", &data), Vec::<String>::new());
    assert_eq!(&of(".docx")[..2], b"PK");
    let calendar = String::from_utf8(of(".ics")).unwrap();
    assert!(calendar.contains("DUE;VALUE=DATE:20261127"), "{calendar}");
    assert_eq!(run(&["meeting", "receipt", &number, "--recipient", "F3"])["state"], "distributed");
    let leaked = run(&["trace", serial]);
    assert_eq!(faults("trace", &leaked), Vec::<String>::new());
    assert_eq!((&leaked[0]["who"], &leaked[0]["mark"]), (&"F3".into(), &"serial".into()));
    let paper = files.iter().find(|file| file.ends_with(".docx")).unwrap();
    assert_eq!(run(&["trace", paper])[0]["copy"]["serial"], serial, "the Word document bears it");
    let all = run(&["meeting", "distribute", &number, "--recipient", "all"]);
    assert_eq!(all["done"]["values"]["n"], "3", "one for each who had none");
    let again = ["--home", "D", "meeting", "distribute", &number, "--recipient", "all"];
    assert!(story.refused(&again).contains("副本"));
    // Copies of what was signed before an amendment are of another text: everybody gets the new one, under a new serial.
    run(&["meeting", "amend", &number, "--proposed-by", "李工", "--reasons", "补一项"]);
    story.ok(&["--home", "D", "meeting", "minutes", &number, "--file", "minutes.txt"]);
    let unread = ["--home", "D", "meeting", "sign", &number, "--signed-by", "林岚"];
    assert!(story.refused(&unread).contains('1'), "the amended text nobody has reviewed");
    run(&["meeting", "review", &number, "--reviewer", "李工"]);
    run(&["meeting", "sign", &number, "--signed-by", "林岚"]);
    let anew = run(&["meeting", "distribute", &number, "--recipient", "all"]);
    let shown = run(&["meeting", "show", &number]);
    let amendment = &shown["meeting"]["amendments"][0];
    assert_eq!(
        (&amendment["proposed_by"], &amendment["reasons"]),
        (&"李工".into(), &"补一项".into())
    );
    assert_eq!(
        (&amendment["before"]["version"], &amendment["after"]["version"]),
        (&1.into(), &2.into())
    );
    assert_eq!(&amendment["before"]["hash"], &signature["hash"]);
    let own = story.ok(&["--home", "D", "meeting", "export", &number]);
    assert!(own.contains("李工提出：补一项；原第1版"), "{own}");
    assert_eq!(anew["done"]["values"]["n"], "4", "{anew}");
    assert!(!anew["done"]["values"]["serials"].as_str().unwrap().contains(serial));
    let next = ["meeting", "plan", "--title", "", "--start", "2027-01-05 14:00"];
    let next = run(&[&next[..], &["--follows", &number]].concat());
    assert_eq!(next["values"]["n"], "1");
    let next = run(&["meeting", "show", next["number"].as_str().unwrap()]);
    assert_eq!(
        (&next["said"]["place"], &next["concerns"]),
        (&"南京".into(), &"省干项目协调会".into())
    );
    let carried = &next["timeline"][1]["arguments"];
    assert_eq!(carried["item"], "上次待办：报送踏勘记录");
    assert_eq!(carried["carried_from"], format!("{number} [1]"));
    let open = run(&["meeting", "actions"]);
    assert_eq!(faults("meeting-actions", &open), Vec::<String>::new());
    assert_eq!((&open[0]["meeting"], &open[0]["owner"]), (&number.as_str().into(), &"F3".into()));
    let figures = run(&["meeting", "figures", "--quarter", "2026Q4"]);
    assert_eq!(faults("meeting-figures", &figures), Vec::<String>::new());
    let review = &figures["review"];
    let one = serde_json::json!({"kept": 1, "of": 1});
    assert_eq!((&review["held"], &review["agenda"], &review["signed"]), (&1.into(), &one, &one));
    assert_eq!(review["punctual"], serde_json::json!({"kept": 4, "of": 4}));
    assert_eq!(review["notices"]["kept"], 0, "its notice was recorded after it");
    story.refused(&["--home", "D", "meeting", "figures", "--quarter", "2026Q5"]);
    let early = story.refused(&["--home", "D", "meeting", "close", &number]);
    assert!(early.contains('1'), "{early}");
    let done = ["meeting", "progress", &number, "--task", "1", "--stage", "done"];
    let done = run(&[&done[..], &["--proof", "邮件 2026-11-27"]].concat());
    assert_eq!(done["meeting"]["tasks"][0]["stage"], "done");
    assert_eq!(run(&["meeting", "close", &number])["state"], "closed");
    story.ok(&["--home", "D", "audit"]);
    story.ok(&["--home", "D", "rebuild"]);
    story.ok(&["--home", "D", "audit"]);
    story.ok(&["--home", "D", "bundle", "export", "--out", "up.daqu"]);
    story.ok(&["--home", "Q", "bundle", "import", "up.daqu"]);
    let here = run(&["meeting", "show", &number]);
    let signature = &here["meeting"]["signature"];
    assert_eq!(signature["version"], 2, "the amended one");
    let there = story.json(&["--home", "Q", "--json", "meeting", "show", &number]);
    assert_eq!((&there["state"], &there["meeting"]["signature"]), (&"closed".into(), signature));
}

#[test]
fn what_the_check_finds_is_answered_and_what_is_forbidden_is_not_signed() {
    let story = Story::begun();
    let number = minuted(&story, "！由一分公司牵头\n");
    let sign = ["--home", "D", "meeting", "sign", &number, "--signed-by", "林岚"];
    let shown = story.json(&["--home", "D", "--json", "meeting", "show", &number]);
    let keys: Vec<&str> = shown["meeting"]["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|finding| finding["key"].as_str())
        .collect();
    assert_eq!(keys, ["resolution-no-basis", "resolution-off-agenda"]);
    assert!(story.refused(&sign).contains('2'));
    let number = minuted(&story, "三分公司陪标，一分公司牵头\n");
    let barred = ["--home", "D", "meeting", "sign", &number, "--signed-by", "林岚", "--despite"];
    let said = story.refused(&[&barred[..], &["双方同意"]].concat());
    assert!(said.contains("陪标"), "{said}");
}

#[test]
fn the_notice_is_a_calendar_file_and_calling_off_takes_it_back() {
    let story = Story::begun();
    let home = ["--home", "D", "--json"];
    let run = |args: &[&str]| story.json(&[&home, args].concat());
    let plan = ["meeting", "plan", "--title", "专题会", "--start", "2031-03-05 14:00"];
    let planned = run(&[&plan[..], &["--place", "苏州", "--participant", "F1"]].concat());
    let number = planned["number"].as_str().unwrap().to_owned();
    let file = |answer: &Value| {
        let file = answer["values"]["file"].as_str().or(answer["done"]["values"]["file"].as_str());
        let file = file.unwrap_or_else(|| panic!("{answer}"));
        fs::read_to_string(story.path().join(file)).unwrap()
    };
    let first = file(&run(&["meeting", "notice", &number, "--channel", "mail"]));
    assert!(first.contains("METHOD:REQUEST") && first.contains("SEQUENCE:0"), "{first}");
    assert!(first.contains("DTSTART:20310305T060000Z"), "{first}");
    let moved =
        ["meeting", "postpone", &number, "--start", "2031-03-06 09:00", "--reasons", "停电"];
    assert_eq!(run(&moved)["state"], "planned", "the notice told another time");
    let second = file(&run(&["meeting", "notice", &number, "--channel", "mail"]));
    assert!(second.contains("SEQUENCE:1") && second.contains("DTSTART:20310306T010000Z"));
    let gone = file(&run(&["meeting", "cancel", &number, "--reasons", "改书面"]));
    assert!(gone.contains("METHOD:CANCEL") && gone.contains("SEQUENCE:2"), "{gone}");
    let again = ["--home", "D", "meeting", "notice", &number, "--channel", "mail"];
    assert!(story.refused(&again).contains("取消"));
}

#[test]
fn a_meeting_is_opened_in_full_and_moved_by_keys() {
    for (lang, size) in [(Lang::Zh, (80, 24)), (Lang::En, (120, 40)), (Lang::Zh, (60, 16))] {
        let folder = tempfile::tempdir().unwrap();
        let mut screen = window(desk(folder.path()), lang, size);
        screen
            .press("4 ctrl-n text:协调会 tab tab text:2026-11-20_14:00 tab text:南京 f2")
            .unwrap();
        screen.press("f3").unwrap();
        let before = screen.text();
        assert!(before.contains("HY-EC-26-"), "{before}");
        screen.press(": text:hold enter").unwrap();
        screen.press("text:2026-11-20_14:00 f2").unwrap();
        let after = screen.text();
        let word = if lang == Lang::Zh { "已召开" } else { "held" };
        assert!(after.contains(word), "{after}");
    }
}

#[test]
fn the_roll_is_called_with_a_key_for_each_way_to_attend() {
    for (lang, size) in [(Lang::Zh, (80, 24)), (Lang::En, (60, 16))] {
        let folder = tempfile::tempdir().unwrap();
        let mut screen = window(desk(folder.path()), lang, size);
        let plan = "4 ctrl-n text:协调会 tab tab text:2026-11-23_09:00 tab text:南京 tab text:林岚 tab text:小周 tab";
        screen.press(&format!("{plan} text:F1,李工,王工 f2 f3 ctrl-r")).unwrap();
        screen.press("space").unwrap();
        screen.press("- text:10 f2").unwrap();
        screen.press("down delete text:病假 esc").unwrap();
        screen.press("up - ").unwrap();
        assert!(
            !screen.text().contains("病假"),
            "a form that was left is its person's:\n{}",
            screen.text()
        );
        screen.press("esc down delete ctrl-u text:出差 f2").unwrap();
        screen.press("insert text:赵总 tab right f2").unwrap();
        let shown = screen.text();
        let (late, away, guest) = match lang {
            Lang::Zh => ("~ 李工 迟到（10 分钟）", "× 王工 缺席（出差）", "未邀请"),
            Lang::En => ("~ 李工 came late (10 min)", "× 王工 absent (出差)", "not invited"),
        };
        for said in [late, away, guest] {
            assert!(shown.contains(said), "{said}\n{shown}");
        }
        screen.press("esc").unwrap();
        assert!(screen.text().contains("李工"), "the meeting lies below:\n{}", screen.text());
    }
}

#[test]
fn a_notice_that_was_missed_offers_the_proposal_and_names_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let mut screen = window(desk(folder.path()), Lang::Zh, (120, 40));
    screen
        .press("4 ctrl-n text:协调会 tab tab text:2026-12-01_14:00 tab text:南京 f2 ctrl-g")
        .unwrap();
    assert!(screen.text().contains("通知没有迟误"), "there is time:\n{}", screen.text());
    screen
        .press("ctrl-n text:急会 tab tab text:2026-11-23_14:00 tab text:南京 f2 home ctrl-g")
        .unwrap();
    let form = screen.text();
    for said in ["HYT-1", "100元", "急会", "未发"] {
        assert!(form.contains(said), "{said}\n{form}");
    }
    screen.press("f2").unwrap();
    assert!(!screen.model.layers.is_empty(), "whom it concerns a person says:\n{}", screen.text());
    screen.press("text:市场部负责人 f2").unwrap();
    assert!(screen.text().contains("JC-EC-26-"), "{}", screen.text());
}

#[test]
fn open_actions_and_the_figures_of_the_quarter_are_read_by_keys() {
    for (lang, size) in [(Lang::Zh, (80, 24)), (Lang::En, (60, 16))] {
        let folder = tempfile::tempdir().unwrap();
        let mut screen = window(desk(folder.path()), lang, size);
        screen.press("4 ctrl-a").unwrap();
        let none = if lang == Lang::Zh { "没有未完的待办" } else { "No action" };
        assert!(screen.text().contains(none), "{}", screen.text());
        screen.press("esc ctrl-w").unwrap();
        let held = if lang == Lang::Zh { "召开 0 次" } else { "Held 0" };
        assert!(screen.text().contains(held), "{}", screen.text());
    }
}

#[test]
fn facts_of_signed_minutes_go_into_the_case_once() {
    let story = Story::begun();
    let case = story.conflict();
    let home = ["--home", "D", "--json"];
    let run = |args: &[&str]| story.json(&[&home, args].concat());
    let plan =
        ["meeting", "plan", "--title", "协调会", "--start", "2026-11-24 14:00", "--case", &case];
    let planned = run(&[&plan[..], &["--recorder", "小周"]].concat());
    let number = planned["number"].as_str().unwrap().to_owned();
    run(&["meeting", "hold", &number, "--began", "2026-11-24 14:00"]);
    fs::write(story.path().join("facts.txt"), "开场\n～三分公司未购标书\n").unwrap();
    story.ok(&["--home", "D", "meeting", "minutes", &number, "--file", "facts.txt"]);
    let early = story.refused(&["--home", "D", "meeting", "tell", &number]);
    assert!(early.contains("已签发"), "{early}");
    run(&["meeting", "sign", &number, "--signed-by", "林岚", "--despite", "已口头核对"]);
    assert_eq!(run(&["meeting", "tell", &number])["done"]["values"]["n"], "1");
    let evidence = &run(&["case", "show", &case])["evidence"];
    let title = evidence[0]["title"].as_str().unwrap();
    assert!(
        title.contains("三分公司未购标书") && title.contains(&number) && title.contains("第 2 行")
    );
    assert_eq!(evidence[0]["author"], "小周");
    let again = story.refused(&["--home", "D", "meeting", "tell", &number]);
    assert!(again.contains("入卷"), "{again}");
}

#[test]
fn a_plan_says_what_for_and_until_when_and_its_notice_who_has_a_copy() {
    let story = Story::begun();
    let home = ["--home", "D", "--json"];
    let run = |args: &[&str]| story.json(&[&home, args].concat());
    let plan = ["meeting", "plan", "--title", "省干项目协调会", "--start", "2026-12-24 14:00"];
    let more = ["--end", "2026-12-24 15:30", "--mode", "by_video", "--purpose", "solve"];
    let who = ["--place", "南京", "--convener", "市场部", "--participant", "F1"];
    let early = ["--end", "2026-12-24 13:30"];
    let refused = story.refused(&[&["--home", "D"], &plan[..], &early].concat());
    assert!(refused.contains("早于") || refused.contains("结束"), "{refused}");
    let planned = run(&[&plan[..], &more, &who].concat());
    let number = planned["number"].as_str().unwrap();
    let noticed = run(&["meeting", "notice", number, "--channel", "mail"]);
    let file = noticed["values"]["file"].as_str().unwrap();
    let invitation = || fs::read_to_string(story.path().join(file)).unwrap();
    assert!(invitation().contains("DTEND:20261224T073000Z"), "{}", invitation());
    let shown = run(&["meeting", "show", number]);
    for (name, text) in [
        ("end", "2026-12-24 15:30"),
        ("mode", "by_video"),
        ("aim", "solve"),
        ("convener", "市场部"),
        ("cc", "总经办、综合管理部"),
        ("notices", "1"),
    ] {
        assert_eq!(shown["said"][name], text, "{shown}");
    }
    let correct = ["meeting", "correct", number, "--participants", "F1、F3", "--reasons", "补请"];
    run(&correct);
    let list = run(&["meeting", "list"]);
    let row = list.as_array().unwrap().iter().find(|row| row["number"] == number).unwrap();
    assert_eq!((&row["notice_outdated"], &row["notice"]), (&true.into(), &"in_time".into()));
    let again = run(&["meeting", "notice", number, "--channel", "mail", "--cc", "总经办"]);
    assert!(again["notices"].to_string().contains("综合管理部"), "{again}");
    assert!(invitation().contains("SEQUENCE:1"), "{}", invitation());
    assert_eq!(run(&["meeting", "show", number])["said"]["notices"], "2");
}
