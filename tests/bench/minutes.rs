//! From a key in the minutes to its frame, in a short text and in a long one.

use std::sync::Arc;
use std::time::{Duration, Instant};

use daqu::app::{Msg, update};
use daqu::desk::Desk;
use daqu::desk::command::{Command, NewMeeting};
use daqu::desk::home::Home;
use daqu::desk::service::DeskService;
use daqu::desk::system::{FixedClock, SeededEntropy};
use daqu::domain::meeting::MeetingKind;
use daqu::domain::territory::RegionCode;
use daqu::i18n::{Lang, Words};
use daqu::model::Model;
use daqu::model::key::Key;
use daqu::term::headless::Headless;
use daqu::ui::theme::Theme;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

/// Keys that are timed.
const KEYS: usize = 200;

/// Lines as minutes have them, each fifth of one kind.
fn text(lines: usize) -> String {
    let line = |n: usize| match n % 5 {
        0 => format!("# 议题{n}（14:05）"),
        1 => format!("@李工：第{n}条意见，一分公司已于9月踏勘，三分公司未购标书"),
        2 => format!("！依据第8条，第{n}项由一分公司牵头，三分公司配合标段2"),
        3 => format!("【】@李工 周五前 报送第{n}项踏勘记录"),
        _ => format!("第{n}条讨论，双方就标段划分交换意见，同意先行协商，再报大区。"),
    };
    (1..=lines).map(line).collect::<Vec<_>>().join("\n")
}

/// The median and the 99th of 100 of the time from a key to its frame, at the end of a text of so many lines.
pub fn key_to_frame(lines: usize) -> (Duration, Duration) {
    let folder = tempfile::tempdir().unwrap();
    let now = "2026-11-23T01:12:00Z".parse().unwrap();
    let (clock, entropy) = (Arc::new(FixedClock(now)), Box::new(SeededEntropy::new(7)));
    let home = Home::at(folder.path().join("desk"));
    let mut desk = Desk::init(home, RegionCode::EC, "台", "人", None, clock, entropy).unwrap();
    let meeting = NewMeeting {
        kind: MeetingKind::Coordination,
        title: "协调会".into(),
        start: now,
        place: Some("南京".into()),
        chair: None,
        recorder: None,
        participants: vec!["李工".into()],
        cases: Vec::new(),
        ..NewMeeting::default()
    };
    desk.perform(Command::PlanMeeting(meeting)).unwrap();
    let model = Model::new(Lang::Zh, (120, 40), now);
    let service = DeskService::new(desk, Words::new(Lang::Zh));
    let mut window = Headless::open(model, Box::new(service), Theme::Mono);
    window.press("4 enter").unwrap();
    window.send(Msg::Paste(text(lines)));
    let mut terminal = Terminal::new(TestBackend::new(120, 40)).unwrap();
    let mut times: Vec<Duration> = Vec::with_capacity(KEYS);
    for n in 0..KEYS {
        let key = if n % 20 == 19 { "enter".parse().unwrap() } else { Key::char('议') };
        let began = Instant::now();
        // What would be asked of the desk goes to its thread; here it is left.
        let _ = update(&mut window.model, Msg::Key(key), now);
        terminal.draw(|frame| daqu::ui::draw(&window.model, frame, Theme::Mono)).unwrap();
        times.push(began.elapsed());
    }
    times.sort_unstable();
    (times[KEYS / 2], times[KEYS * 99 / 100])
}
