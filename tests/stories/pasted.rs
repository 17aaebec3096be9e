//! Paste-anything intake: a message becomes a lead by keys and by command line, and nothing pasted is lost.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use daqu::app::Msg;
use daqu::i18n::Lang;
use daqu::model::layer::Layer;
use daqu::term::headless::Headless;
use serde_json::Value;

use crate::support::{daqu, desk, window};

/// As a branch passes it on in a chat.
pub const MESSAGE: &str = "江苏移动苏州分公司 2026年传输线路施工询比，编号 JSYD-2026-0312，预算约320万（不含税），\
                           12月3日17:00前买标书，12月10日9:30开标，不接受联合体";

fn opened() -> (tempfile::TempDir, Headless) {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(desk(folder.path()), Lang::Zh, (120, 40));
    window.press("3").unwrap();
    (folder, window)
}

fn paste(window: &mut Headless, text: &str) {
    window.send(Msg::Paste(text.to_owned()));
}

/// Moves over the fields until the one of this label is selected.
fn move_to(window: &mut Headless, label: &str, key: &str) {
    let selected = |line: &str| line.split('▸').nth(1).is_some_and(|field| field.contains(label));
    while !window.text().lines().any(selected) {
        window.press(key).unwrap();
    }
}

#[test]
fn a_message_pasted_in_the_inbox_becomes_a_lead_after_it_was_checked() {
    let (_folder, mut window) = opened();
    paste(&mut window, MESSAGE);
    let screen = window.text();
    assert!(screen.contains("JSYD-2026-0312") && screen.contains("苏州"), "{screen}");
    assert!(screen.contains("待核"), "an approximate budget is for a person:\n{screen}");
    assert_eq!(window.model.overview.leads.total, 2, "nothing is recorded before it is checked");
    // Down to the budget, corrected by what was understood of it.
    move_to(&mut window, "预算", "down");
    window.press("enter enter").unwrap();
    assert!(window.text().contains("320.00万元"), "{}", window.text());
    window.press("f2").unwrap();
    assert_eq!(window.model.overview.leads.total, 3);
    let Some(Layer::Lead { detail, .. }) = window.model.top() else {
        panic!("the lead is shown:\n{}", window.text())
    };
    let notice = &detail.lead.notice;
    assert_eq!(notice.budget.value.map(|sum| sum.fen), Some(320_000_000));
    assert_eq!(notice.budget.source.as_ref().map(|source| source.field.as_str()), Some("person"));
    assert_eq!(notice.city.value.as_deref(), Some("320500"));
    assert!(window.text().contains("开标"), "{}", window.text());
}

#[test]
fn the_same_text_twice_shows_the_lead_that_is_here() {
    let (_folder, mut window) = opened();
    paste(&mut window, MESSAGE);
    window.press("f2 esc").unwrap();
    let number = window.model.overview.leads.rows[0].number.clone();
    paste(&mut window, MESSAGE);
    assert!(window.text().contains(&format!("已有 {number}")), "{}", window.text());
    window.press("f2").unwrap();
    assert_eq!(window.model.overview.leads.total, 3, "nothing is doubled");
    assert!(
        matches!(window.model.top(), Some(Layer::Lead { detail, .. }) if detail.row.number == number)
    );
}

#[test]
fn what_was_pasted_comes_back_and_what_is_no_notice_stays() {
    let (_folder, mut window) = opened();
    window.press("f4").unwrap();
    assert!(window.text().contains("在此粘贴"), "{}", window.text());
    paste(&mut window, "🙂 你好");
    assert!(
        window.text().contains("没有认出") && window.text().contains("你好"),
        "{}",
        window.text()
    );
    window.press("f2").unwrap();
    assert!(matches!(window.model.top(), Some(Layer::Intake(_))), "nothing was recorded");
    window.press("esc").unwrap();
    paste(&mut window, MESSAGE);
    window.press("esc f4").unwrap();
    assert!(window.text().contains("JSYD-2026-0312"), "{}", window.text());
    window.press("f2 esc p").unwrap();
    assert!(window.text().contains("你好"), "the one before is not lost:\n{}", window.text());
    window.press("esc").unwrap();
    paste(&mut window, &"长".repeat(400_000));
    assert!(window.text().contains("KB"), "{}", window.text());
}

#[test]
fn a_paste_is_read_from_a_lead_too_and_a_field_that_does_not_fit_stays_in_its_line() {
    let (_folder, mut window) = opened();
    window.press("enter").unwrap();
    paste(&mut window, MESSAGE);
    move_to(&mut window, "开标", "j");
    window.press("enter ctrl-u text:尽快 enter").unwrap();
    let screen = window.text();
    assert!(screen.contains("尽快") && screen.contains("填写不符"), "{screen}");
    window.press("esc").unwrap();
    assert!(window.text().contains("2026-12-10 09:30"), "Esc drops the edit alone");
}

fn piped(folder: &Path, args: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_daqu"))
        .args(args)
        .current_dir(folder)
        .env_remove("LC_ALL")
        .env("LANG", "zh_CN.UTF-8")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A refusal may come before all of it was read.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

fn said(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    format!("{}{}", text(&output.stdout), text(&output.stderr))
}

#[test]
fn the_command_line_tells_every_field_and_records_once() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path();
    let made =
        daqu(home, &["--home", "D", "init", "--region", "EC", "--name", "华东", "--no-passphrase"]);
    assert!(made.status.success(), "{}", said(&made));
    // Dated, so that the answer does not hang on the day of the test.
    let text = "中国铁塔苏州市分公司2026年机房改造询比公告\n项目编号：CG-2026-001\n预算：约20万元\n\
                投标截止时间：2026年12月2日09时30分\n联系人：某某 13800000000\n";
    let paste = |more: &[&str], input: &[u8]| {
        let args: Vec<&str> =
            ["--home", "D", "lead", "paste"].iter().chain(more).copied().collect();
        piped(home, &args, input)
    };
    let dry = paste(&["--dry-run", "--json"], text.as_bytes());
    let json: Value = serde_json::from_slice(&dry.stdout).unwrap();
    assert_eq!(json["number"], Value::Null);
    let deadline = &json["fields"]["deadline"];
    assert_eq!(deadline["quote"], "2026年12月2日09时30分");
    let span = |at: usize| deadline["span"][at].as_u64().unwrap() as usize;
    assert_eq!(text.get(span(0)..span(1)), deadline["quote"].as_str());
    assert_eq!(json["fields"]["budget"]["state"], "to_review");
    let done = paste(&["--set", "budget=20万元（不含税）"], text.as_bytes());
    assert!(done.status.success(), "{}", said(&done));
    assert!(said(&done).contains("XS-EC-") && said(&done).contains("20.00万元"), "{}", said(&done));
    let again = paste(&[], text.as_bytes());
    assert!(said(&again).contains("已有"), "{}", said(&again));
    let list = daqu(home, &["--home", "D", "lead", "list", "--json"]);
    let rows: Value = serde_json::from_slice(&list.stdout).unwrap();
    assert_eq!(rows.as_array().map(Vec::len), Some(1));
    let number = rows[0]["number"].as_str().unwrap();
    let shown = said(&daqu(home, &["--home", "D", "lead", "show", number]));
    assert!(shown.contains("2026-12-02 09:30") && shown.contains("苏州"), "{shown}");
    let body = said(&daqu(home, &["--home", "D", "lead", "show", number, "--json"]));
    assert!(!body.contains("13800000000"), "a telephone number is in the part alone");
}

#[test]
fn bad_input_is_refused_with_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path();
    daqu(home, &["--home", "D", "init", "--region", "EC", "--name", "华东", "--no-passphrase"]);
    let large = vec![b'a'; 1 << 20];
    let inputs: [(&[u8], &str); 5] = [
        (b"", "没有文字"),
        (b"PK\x03\x04\x00\x00", "不是文字"),
        (&large, "KB"),
        ("🙂🙂".as_bytes(), "没有认出"),
        (b"\xff\xfe\xfd", "不是文字"),
    ];
    for (input, sentence) in inputs {
        let output = piped(home, &["--home", "D", "lead", "paste"], input);
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
        assert!(said(&output).contains(sentence), "{}", said(&output));
    }
    let wrong = piped(
        home,
        &["--home", "D", "lead", "paste", "--set", "deadline=尽快"],
        "江苏移动2026年线路施工询比公告".as_bytes(),
    );
    assert!(said(&wrong).contains("应答截止"), "{}", said(&wrong));
}

#[test]
fn what_was_pasted_is_on_disk_before_the_window_closes() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = window(desk(folder.path()), Lang::Zh, (120, 40));
    first.press("3").unwrap();
    paste(&mut first, MESSAGE);
    first.wait(800);
    drop(first);
    let home = daqu::desk::home::Home::at(folder.path().join("desk"));
    let clock = std::sync::Arc::new(daqu::desk::system::FixedClock(crate::support::now()));
    let entropy = Box::new(daqu::desk::system::SeededEntropy::new(8));
    let desk = daqu::desk::Desk::open(home, None, clock, entropy).unwrap();
    let mut second = window(desk, Lang::Zh, (120, 40));
    second.press("3 p").unwrap();
    assert!(second.text().contains("JSYD-2026-0312"), "{}", second.text());
    second.press("f2").unwrap();
    second.wait(800);
    second.press("esc p").unwrap();
    assert!(second.text().contains("在此粘贴"), "recorded, and kept no longer:\n{}", second.text());
}

#[test]
fn a_page_copied_with_its_tags_is_read_as_the_page() {
    let folder = tempfile::tempdir().unwrap();
    let made = piped(
        folder.path(),
        &["--home", "D", "init", "--region", "EC", "--name", "测", "--no-passphrase"],
        b"",
    );
    assert!(made.status.success());
    let page = "<html><body><table><tr><td>项目名称</td><td>江西联通2026年传输线路工程采购公告</td></tr>\
                <tr><td>项目编号</td><td>JX-2026-77</td></tr></table></body></html>";
    let read = piped(
        folder.path(),
        &["--home", "D", "--json", "lead", "paste", "--dry-run"],
        page.as_bytes(),
    );
    let text = String::from_utf8(read.stdout).unwrap();
    assert!(text.contains("JX-2026-77") && !text.contains("<td>"), "{text}");
}
