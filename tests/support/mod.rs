//! Two homes and a window that nobody looks at.

pub mod office;
pub mod schema;
pub mod story;

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use daqu::desk::Desk;
use daqu::desk::home::Home;
use daqu::desk::service::DeskService;
use daqu::desk::system::{FixedClock, SeededEntropy};
use daqu::domain::territory::RegionCode;
use daqu::i18n::{Lang, Words};
use daqu::model::Model;
use daqu::term::headless::Headless;
use daqu::ui::theme::Theme;

/// Monday, 23 November 2026, 09:12 in Shanghai.
pub fn now() -> DateTime<Utc> {
    "2026-11-23T01:12:00Z".parse().unwrap()
}

/// A tender of 江苏 whose documents are sold for three more days, and one of 浙江 that says little of itself.
pub const NOTICES: &str = r#"{"notices":[
 {"id":"made-1","title":"中国移动江苏公司2026年南京至溧水光缆线路工程施工采购项目询比公告","operator":"中国移动",
  "region":"江苏","category":"询比公告","createDate":"2026-11-20 09:30:00","projectNo":"MADE-2026-001",
  "url":"https://example.invalid/1","saleTime":"2026年11月20日10时00分至2026年11月26日17时00分",
  "deadline":"2026年12月10日09时30分","budget":"186.5万元（不含税）"},
 {"id":"made-2","title":"浙江电信2026年杭州管道迁改工程意见征求公告","operator":"中国电信","region":"浙江",
  "category":"采购意见征求公告","createDate":"2026-11-21 10:05:00","deadline":"","deadlineStatus":"pending_attachment"}]}"#;

/// A desk of 华东 in a folder, with the two tenders in its inbox.
pub fn desk(folder: &Path) -> Desk {
    let entropy = Box::new(SeededEntropy::new(7));
    let clock = Arc::new(FixedClock(now()));
    let home = Home::at(folder.join("desk"));
    let mut desk =
        Desk::init(home, RegionCode::EC, "华东测试", "林岚", None, clock, entropy).unwrap();
    let intake = desk.take_in_bytes(NOTICES.as_bytes()).unwrap();
    assert_eq!((intake.read, intake.new, intake.rejected), (2, 2, 0));
    desk
}

/// A window on a desk.
pub fn window(desk: Desk, lang: Lang, size: (u16, u16)) -> Headless {
    let model = Model::new(lang, size, desk.now());
    Headless::open(model, Box::new(DeskService::new(desk, Words::new(lang))), Theme::Mono)
}

/// Runs the program.
pub fn daqu(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_daqu"))
        .args(args)
        .current_dir(folder)
        .env_remove("LC_ALL")
        .env("LANG", "zh_CN.UTF-8")
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

/// Runs the program and tells it something on its standard input.
pub fn daqu_told(folder: &Path, args: &[&str], said: &str) -> Output {
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
    // A program that refuses early reads no further; what it did not read is no fault here.
    let _ = child.stdin.take().unwrap().write_all(said.as_bytes());
    child.wait_with_output().unwrap()
}
