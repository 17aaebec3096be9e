//! The triage inbox by keys and by command line: five verdicts, many leads at once with a preview, one undo, watch words, the
//! order by score. Twelve tenders of four provinces; all names are invented.

use std::fs;

use chrono::Duration;
use daqu::desk::command::{Command, PassTo, Screening};
use daqu::desk::service::{DeskService, Reply, Request, Service};
use daqu::desk::view::{Filter, LeadOrder, Preview};
use daqu::domain::lead::Verdict;
use daqu::domain::routing::Recipient;
use daqu::domain::territory::RegionCode;
use daqu::i18n::{Lang, Words};
use daqu::model::layer::Layer;
use daqu::term::headless::Headless;
use serde_json::{Value, json};

use crate::support::{daqu, desk, now, window};

/// Ten more tenders; every third is furniture, two lie in 广东.
fn notices() -> String {
    let row = |n: usize| {
        let (region, what) = match n {
            1 | 2 => ("广东", "管道工程施工"),
            3 | 6 | 9 => ("江苏", "办公家具采购"),
            4 => ("江苏", "省级干线光缆工程施工"),
            _ => ("浙江", "基站新建工程施工"),
        };
        json!({"id": format!("triage-{n}"), "title": format!("{region}移动2026年第{n}片区{what}"),
               "operator": "中国移动", "region": region, "category": "询比公告",
               "createDate": format!("2026-11-2{} 09:30:00", n % 3), "projectNo": format!("TR-{n}"),
               "saleTime": "2026年11月20日10时00分至2026年11月30日17时00分",
               "deadline": "2026年12月10日09时30分", "budget": format!("{}万元", 90 * n)})
    };
    json!({"notices": (1..=10).map(row).collect::<Vec<_>>()}).to_string()
}

fn opened() -> (tempfile::TempDir, Headless) {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = desk(folder.path());
    assert_eq!(desk.take_in_bytes(notices().as_bytes()).unwrap().new, 10);
    let mut window = window(desk, Lang::Zh, (120, 40));
    window.press("3").unwrap();
    (folder, window)
}

fn selected(window: &Headless) -> String {
    window.model.selected_lead().unwrap().number.clone()
}

fn find(window: &mut Headless, words: &str) -> String {
    window.press(&format!("3 / text:{words} enter")).unwrap();
    selected(window)
}

fn row(window: &Headless, number: &str) -> daqu::desk::view::LeadRow {
    let rows = &window.model.overview.leads.rows;
    rows.iter().find(|row| row.number == number).unwrap().clone()
}

/// Every lead, in the order of the inbox.
fn numbers(window: &mut Headless) -> Vec<String> {
    let request = Request::LeadNumbers { filter: Filter::default(), limit: 100 };
    match window.service().answer(request) {
        Reply::LeadNumbers(_, numbers, _) => numbers,
        other => panic!("{other:?}"),
    }
}

fn refused(window: &mut Headless, screening: Screening) -> Vec<String> {
    match window.service().answer(Request::Perform(Command::Screen(screening))) {
        Reply::Refused(whys) => whys.into_iter().map(|why| why.key).collect(),
        other => panic!("it was not refused: {other:?}"),
    }
}

fn preview(window: &Headless) -> Preview {
    match window.model.top() {
        Some(Layer::Preview { preview, .. }) => (**preview).clone(),
        other => panic!("no preview but {other:?}\n{}", window.text()),
    }
}

#[test]
fn each_verdict_has_one_key_and_each_is_undone() {
    let (_folder, mut window) = opened();
    let number = find(&mut window, "南京");
    for (keys, verdict) in [
        ("+", Verdict::Accept),
        ("- text:不属施工 f2", Verdict::Irrelevant),
        ("ctrl-d text:下周三 f2", Verdict::Defer),
        ("> right tab text:客户在外省 f2", Verdict::PassOn),
    ] {
        window.press(keys).unwrap();
        assert_eq!(row(&window, &number).verdict, Some(verdict), "{keys}\n{}", window.text());
        window.press("ctrl-z").unwrap();
        assert_eq!(row(&window, &number).verdict, None, "{keys} undone");
    }
    let other = numbers(&mut window).into_iter().find(|other| *other != number).unwrap();
    window.press(&format!("= text:{other} f2")).unwrap();
    assert_eq!(row(&window, &number).triage.duplicate_of.as_ref(), Some(&other));
    assert!(window.text().contains(&format!("与 {other} 重复")), "{}", window.text());
    window.press("u").unwrap();
    assert_eq!(row(&window, &number).verdict, None);
}

#[test]
fn a_deferred_lead_comes_back_by_itself_when_its_day_has_come() {
    let folder = tempfile::tempdir().unwrap();
    let home = daqu::desk::home::Home::at(folder.path().join("desk"));
    let number = {
        let mut window = window(desk(folder.path()), Lang::Zh, (120, 40));
        let number = find(&mut window, "南京");
        window.press("d text:3个工作日后 f2").unwrap();
        let deferred = row(&window, &number);
        assert_eq!(deferred.triage.until.unwrap().to_string(), "2026-11-26", "a Thursday");
        assert_eq!(window.model.overview.new_leads, 1);
        assert!(!deferred.triage.back && window.text().contains("暂缓至 11-26"));
        number
    };
    let at = |days: i64| {
        let clock = daqu::desk::system::FixedClock(now() + Duration::days(days));
        let entropy = Box::new(daqu::desk::system::SeededEntropy::new(9));
        let desk = daqu::desk::Desk::open(home.clone(), None, std::sync::Arc::new(clock), entropy);
        let mut window = window(desk.unwrap(), Lang::Zh, (120, 40));
        window.press("3").unwrap();
        window
    };
    assert_eq!(at(2).model.overview.new_leads, 1);
    let window = at(3);
    assert_eq!(window.model.overview.new_leads, 2, "no event made it come back");
    assert_eq!(selected(&window), number, "it stands first");
    assert!(window.text().contains("暂缓期满"), "{}", window.text());
}

#[test]
fn what_cannot_be_judged_so_is_refused_with_its_reason() {
    let (_folder, mut window) = opened();
    let number = find(&mut window, "南京");
    let one = |verdict| Screening::of_one(&number, verdict, None);
    assert_eq!(refused(&mut window, one(Verdict::Irrelevant)), ["argument-missing"]);
    assert_eq!(refused(&mut window, one(Verdict::Defer)), ["argument-missing"]);
    let today = Screening { until: Some(now().date_naive()), ..one(Verdict::Defer) };
    assert_eq!(refused(&mut window, today), ["day-not-ahead"]);
    let itself = Screening { of: Some(number.clone()), ..one(Verdict::Duplicate) };
    assert_eq!(refused(&mut window, itself), ["duplicate-of-itself"]);
    let nobody = Screening { of: Some("XS-EC-26-A-999".into()), ..one(Verdict::Duplicate) };
    assert_eq!(refused(&mut window, nobody), ["no-lead"]);
    let here = Screening { to: Some(PassTo::Region(RegionCode::EC)), ..one(Verdict::PassOn) };
    assert_eq!(refused(&mut window, here), ["pass-to-oneself"]);
    let away = Screening { to: Some(PassTo::Region(RegionCode::SC)), ..one(Verdict::PassOn) };
    assert_eq!(refused(&mut window, away), ["argument-missing"], "why, for works of our own?");
    assert_eq!(row(&window, &number).verdict, None, "nothing was recorded");
}

#[test]
fn two_leads_cannot_repeat_each_other() {
    let (_folder, mut window) = opened();
    let numbers = numbers(&mut window);
    let (one, other) = (numbers[0].as_str(), numbers[1].as_str());
    let repeats = |a: &str, b: &str| Screening {
        of: Some(b.to_owned()),
        ..Screening::of_one(a, Verdict::Duplicate, None)
    };
    let done = window.service().answer(Request::Perform(Command::Screen(repeats(one, other))));
    assert!(matches!(done, Reply::Done(_)));
    assert_eq!(refused(&mut window, repeats(other, one)), ["duplicate-circle"]);
}

#[test]
fn a_lead_of_another_region_goes_there_and_a_key_account_s_to_its_manager() {
    let (_folder, mut window) = opened();
    let number = find(&mut window, "广东");
    // The region of the works stands in the form already, and is reason enough.
    window.press("> f2").unwrap();
    let region = Recipient::Region { region: RegionCode::SC };
    assert_eq!(row(&window, &number).triage.passed_to, Some(region));
    assert!(window.text().contains("已转 华南大区"), "{}", window.text());
    window.press("u > left left f2").unwrap();
    let screen = window.text();
    assert!(screen.contains("移动大客户经理") || screen.contains("KAM"), "{screen}");
}

#[test]
fn many_are_marked_looked_at_judged_in_one_act_and_undone_by_one_key() {
    let (_folder, mut window) = opened();
    window.press("/ text:家具 enter *").unwrap();
    assert_eq!(window.model.marks.len(), 3);
    window.press("- text:与施工无关 f2").unwrap();
    let shown = preview(&window);
    assert_eq!((shown.rows.len(), shown.screening.numbers.len()), (3, 3));
    assert!(window.text().contains("将处置 3 条"), "{}", window.text());
    assert_eq!(window.model.overview.new_leads, 12, "nothing was done yet");
    window.press("enter").unwrap();
    assert_eq!(window.model.overview.new_leads, 9, "{}", window.text());
    assert!(window.model.marks.is_empty() && window.model.layers.is_empty());
    window.press("esc u").unwrap();
    assert_eq!(window.model.overview.new_leads, 12, "{}", window.text());
    assert!(window.text().contains("3 条线索"), "{}", window.text());
}

#[test]
fn a_lead_with_a_live_claim_is_left_out_and_says_why() {
    let (_folder, mut window) = opened();
    window.press("/ text:家具 enter insert right tab tab text:已对接 f2").unwrap();
    let claimed = selected(&window);
    window.press("space space space").unwrap();
    assert_eq!(window.model.marks.len(), 3);
    window.press("- text:与施工无关 f2").unwrap();
    let shown = preview(&window);
    assert_eq!(shown.screening.numbers.len(), 2);
    let left_out = shown.rows.iter().find(|row| row.becomes.is_err()).unwrap();
    assert_eq!(left_out.number, claimed);
    assert!(window.text().contains("有效报备"), "{}", window.text());
    window.press("f2").unwrap();
    assert_eq!(row(&window, &claimed).verdict, None);
    assert_eq!(window.model.overview.new_leads, 10);
}

#[test]
fn after_a_large_batch_was_undone_the_act_before_it_is_undone_too() {
    let (_folder, mut window) = opened();
    let number = find(&mut window, "南京");
    window.press("+ esc *").unwrap();
    assert_eq!(window.model.marks.len(), 12);
    window.press("- text:试 f2").unwrap();
    window.press("f2 u").unwrap();
    assert_eq!(row(&window, &number).verdict, Some(Verdict::Accept), "{}", window.text());
    window.press("u").unwrap();
    assert_eq!(row(&window, &number).verdict, None, "{}", window.text());
}

#[test]
fn the_mark_of_all_shown_is_taken_away_by_the_same_key_and_esc_takes_marks_first() {
    let (_folder, mut window) = opened();
    window.press("/ text:家具 enter * *").unwrap();
    assert!(window.model.marks.is_empty());
    window.press("space esc").unwrap();
    assert!(window.model.marks.is_empty() && window.model.search.is_some());
}

#[test]
fn watch_words_move_a_lead_up_and_the_reasons_say_so() {
    let (_folder, mut window) = opened();
    window.press("o").unwrap();
    assert_eq!(window.model.lead_order, LeadOrder::Score);
    assert!(window.text().contains("按分值"), "{}", window.text());
    let rows = window.model.overview.leads.rows.clone();
    assert!(rows[0].title.contains("省级干线"), "art. 5: {}", rows[0].title);
    assert!(rows.windows(2).all(|pair| pair[0].triage.score >= pair[1].triage.score));
    window.press("ctrl-w text:第7片区 tab backspace backspace text:50 f2").unwrap();
    let first = window.model.overview.leads.rows[0].clone();
    assert!(first.title.contains("第7片区"), "{}", window.text());
    let why = first.triage.reasons.iter().find(|reason| reason.key == "watch").unwrap();
    assert_eq!(why.points, 50);
    window.press("g enter").unwrap();
    let screen = window.text();
    assert!(screen.contains("为什么") && screen.contains("关注词“第7片区” +50"), "{screen}");
    assert!(screen.contains("归口") && screen.contains("移动大客户经理"), "{screen}");
    window.press("esc w text:第7片区 tab backspace backspace text:0 f2").unwrap();
    assert!(window.model.overview.watch.is_empty());
    assert!(window.model.overview.leads.rows[0].title.contains("省级干线"));
}

#[test]
fn deriving_anew_gives_the_rows_that_grew_step_by_step() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = desk(folder.path());
    desk.take_in_bytes(notices().as_bytes()).unwrap();
    let mut service = DeskService::new(desk, Words::new(Lang::Zh));
    let request = Request::LeadNumbers { filter: Filter::default(), limit: 1 };
    let Reply::LeadNumbers(_, numbers, 12) = service.answer(request) else { panic!("no leads") };
    let number = numbers[0].clone();
    let desk = service.desk();
    let watch = |word: &str, weight| Command::Watch { word: word.to_owned(), weight };
    desk.perform(watch("基站", Some(12))).unwrap();
    desk.perform(watch("家具", Some(-30))).unwrap();
    desk.perform(watch("基站", None)).unwrap();
    let until = Some((now() + Duration::days(9)).date_naive());
    let defer = Screening { until, ..Screening::of_one(&number, Verdict::Defer, None) };
    desk.perform(Command::Screen(defer)).unwrap();
    let report = desk.audit().unwrap();
    assert!(report.findings.is_empty(), "{:?}", report.findings);
}

/// The window over parts that follow each other is the whole list, wherever it begins.
#[test]
fn every_window_of_either_order_is_a_part_of_one_list() {
    let (_folder, mut window) = opened();
    window.press("/ text:家具 enter * - text:无关 f2 f2 esc d text:明天 f2").unwrap();
    for order in [LeadOrder::Newest, LeadOrder::Score] {
        let mut ask = |from: usize, count: usize| {
            let filter = Filter { order, ..Filter::default() };
            let request = Request::Overview { filter, leads_from: from, leads_count: count };
            match window.service().answer(request) {
                Reply::Overview(_, overview) => overview
                    .leads
                    .rows
                    .iter()
                    .map(|row| row.number.clone())
                    .collect::<Vec<String>>(),
                other => panic!("{other:?}"),
            }
        };
        let whole = ask(0, 100);
        assert_eq!(whole.len(), 12);
        for from in 0..12 {
            assert_eq!(ask(from, 4), whole[from..(from + 4).min(12)], "{order:?} from {from}");
        }
    }
}

fn run(folder: &std::path::Path, args: &[&str]) -> (Option<i32>, String, String) {
    let output = daqu(folder, &[&["--home", "D"], args].concat());
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn the_command_line_shows_first_judges_many_and_names_what_it_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    fs::write(path.join("notices.json"), notices()).unwrap();
    let json = |args: &[&str]| -> Value {
        let (code, out, err) = run(path, &[args, &["--json"]].concat());
        assert!(matches!(code, Some(0 | 3)), "{args:?}: {out}{err}");
        serde_json::from_str(&out).unwrap()
    };
    run(path, &["init", "--region", "EC", "--name", "华东测试", "--no-passphrase"]);
    run(path, &["lead", "import", "notices.json"]);
    let search =
        ["lead", "screen", "--verdict", "irrelevant", "--reason", "无关", "--search", "家具"];
    let dry = json(&[&search[..], &["--dry-run"]].concat());
    assert_eq!(dry["leads"].as_array().unwrap().len(), 3);
    let fresh = |leads: &Value| {
        leads.as_array().unwrap().iter().filter(|lead| lead["verdict"].is_null()).count()
    };
    assert_eq!(fresh(&json(&["lead", "list"])), 10, "a preview records nothing");
    json(&search);
    assert_eq!(fresh(&json(&["lead", "list"])), 7);
    let (code, ..) = run(path, &["undo"]);
    assert_eq!(code, Some(0));
    assert_eq!(fresh(&json(&["lead", "list"])), 10, "one undo takes all of it back");

    let list = json(&["lead", "list"]);
    let known = list[0]["number"].as_str().unwrap();
    let some = ["lead", "screen", "--verdict", "accept", known, "XS-EC-26-A-999"];
    let (code, out, _) = run(path, &some);
    assert_eq!(code, Some(3), "partly: {out}");
    assert!(out.contains("× XS-EC-26-A-999"), "{out}");
    let (code, _, err) = run(path, &["lead", "screen", "--verdict", "accept"]);
    assert_eq!((code, err.is_empty()), (Some(2), false), "no leads named");
    let unread = ["lead", "screen", "--verdict", "defer", "--until", "改天", known];
    let (code, _, err) = run(path, &unread);
    assert_eq!(code, Some(2), "{err}");

    json(&["lead", "watch", "add", "干线", "--weight", "7"]);
    assert_eq!(json(&["lead", "watch", "list"]), json!([{"word": "干线", "weight": 7}]));
    let first = json(&["lead", "list", "--sort", "score", "--limit", "1"])[0].clone();
    assert!(first["title"].as_str().unwrap().contains("省级干线"), "{first}");
    assert_eq!(first["business_class"], "trunk");
    let keys: Vec<&str> =
        first["reasons"].as_array().unwrap().iter().filter_map(|why| why["key"].as_str()).collect();
    assert!(keys.contains(&"own_region") && keys.contains(&"trunk") && keys.contains(&"watch"));
    let shown = json(&["lead", "show", first["number"].as_str().unwrap()]);
    assert_eq!(shown["routes"][0]["to"], "region");
    assert_eq!(shown["routes"][0]["rules"][0], "SCXT-18");
    assert_eq!(shown["routes"][1]["customer"], "CMCC");
    let (code, out, _) = run(path, &["audit"]);
    assert_eq!(code, Some(0), "{out}");
}
