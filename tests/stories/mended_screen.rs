//! What was once wrong on the screen, each as the story that showed it. The desk's answers are handed over by hand, so that
//! one may come late, or be that something failed.

use chrono::{DateTime, Duration, Utc};
use daqu::app::{Msg, next_deadline, start, update};
use daqu::desk::command::{Command, NewClaim, NewMeeting};
use daqu::desk::service::{DeskService, MinutesText, Reply, Request, Service};
use daqu::desk::view::Filter;
use daqu::domain::case::State;
use daqu::domain::meeting::MeetingKind;
use daqu::domain::strict::Texts;
use daqu::i18n::{Lang, Words};
use daqu::model::editor::MinutesEditor;
use daqu::model::effect::Effect;
use daqu::model::form::FormState;
use daqu::model::key::Key;
use daqu::model::layer::{CaseTab, Layer};
use daqu::model::{Hit, Model, Pane};
use daqu::term::headless::text;
use daqu::ui::theme::Theme;

use crate::support::{desk, now, window};

const TYPED: &str = "一、省干项目";

/// A window, and behind it a desk that answers when it is let.
struct Window {
    model: Model,
    now: DateTime<Utc>,
    service: DeskService,
    _folder: tempfile::TempDir,
}

impl Window {
    /// Two cases in the queue, and a meeting to come.
    fn opened() -> Window {
        let folder = tempfile::tempdir().unwrap();
        let service = DeskService::new(desk(folder.path()), Words::new(Lang::Zh));
        let model = Model::new(Lang::Zh, (120, 40), now());
        let mut window = Window { model, now: now(), service, _folder: folder };
        window.read();
        for lead in window.model.overview.leads.rows.clone() {
            for unit in ["F1", "F3"] {
                let (lead, unit) = (lead.number.clone(), unit.to_owned());
                let (basis, lots, proofs) = ("已与客户对接".to_owned(), Vec::new(), Vec::new());
                let claim = NewClaim { lead, lots, unit, basis, proofs, ..NewClaim::default() };
                window.perform(Command::Claim(claim));
            }
        }
        window.perform(Command::PlanMeeting(NewMeeting {
            kind: MeetingKind::Coordination,
            title: "省干项目协调会".to_owned(),
            start: now() + Duration::days(2),
            place: None,
            chair: None,
            recorder: None,
            participants: Vec::new(),
            cases: Vec::new(),
            ..NewMeeting::default()
        }));
        window.read();
        assert_eq!(window.model.overview.cases.len(), 2);
        window
    }

    /// The minutes are open, and a line is typed that is on no disk yet.
    fn writing() -> Window {
        let mut window = Window::opened();
        let asked = window.press("4 enter");
        window.settle(asked);
        window.press(&format!("text:{TYPED}"));
        assert_eq!(window.editor().text(), TYPED);
        window
    }

    /// The main screen as the desk has it now.
    fn read(&mut self) {
        let asked = start(&self.model);
        self.settle(asked);
    }

    /// Something is done at the desk, and the window hears nothing of it.
    fn perform(&mut self, command: Command) {
        self.service.desk().perform(command).unwrap();
    }

    /// Presses keys, written as in the other stories; gives what is asked of the desk.
    fn press(&mut self, keys: &str) -> Vec<Effect> {
        let mut asked = Vec::new();
        for word in keys.split_whitespace() {
            let row: Vec<Key> = match word.strip_prefix("text:") {
                Some(text) => text.chars().map(Key::char).collect(),
                None => vec![word.parse().unwrap()],
            };
            for key in row {
                asked.extend(update(&mut self.model, Msg::Key(key), self.now));
            }
        }
        asked
    }

    /// An instant comes that the program waited for.
    fn wait_until(&mut self, instant: DateTime<Utc>) -> Vec<Effect> {
        self.now = instant;
        update(&mut self.model, Msg::Deadline, self.now)
    }

    /// The desk answers, and the answers are on their way.
    fn answers(&mut self, asked: Vec<Effect>) -> Vec<Reply> {
        let mut replies = Vec::new();
        for effect in asked {
            if let Effect::Ask(request) = effect {
                replies.push(self.service.answer(request));
            }
        }
        replies
    }

    /// An answer comes.
    fn take(&mut self, reply: Reply) -> Vec<Effect> {
        update(&mut self.model, Msg::Reply(Box::new(reply)), self.now)
    }

    /// Everything is answered at once, and what follows from it too.
    fn settle(&mut self, mut asked: Vec<Effect>) {
        while !asked.is_empty() {
            let mut next = Vec::new();
            for reply in self.answers(asked) {
                next.extend(self.take(reply));
            }
            asked = next;
        }
    }

    /// The selected case is opened.
    fn open_case(&mut self) {
        let asked = self.press("enter");
        self.settle(asked);
        assert!(
            matches!(self.model.layers.as_slice(), [Layer::Case(_)]),
            "an answer in time opens"
        );
    }

    fn form(&self) -> &FormState {
        match self.model.top() {
            Some(Layer::Form(form)) => form,
            other => panic!("no form but {other:?}"),
        }
    }

    fn editor(&self) -> &MinutesEditor {
        match self.model.top() {
            Some(Layer::Editor(editor)) => editor,
            other => panic!("no editor but {other:?}"),
        }
    }

    /// The line above the minutes: what it says of the text's safety.
    fn head(&self) -> String {
        let backend = ratatui::backend::TestBackend::new(120, 40);
        let mut terminal = ratatui::Terminal::new(backend).unwrap();
        let frame = terminal.draw(|frame| daqu::ui::draw(&self.model, frame, Theme::Mono)).unwrap();
        text(frame.buffer).lines().next().unwrap_or_default().to_owned()
    }

    /// What another program would find of the minutes at the desk.
    fn at_the_desk(&mut self) -> MinutesText {
        let number = self.model.overview.meetings[0].number.clone();
        match self.service.answer(Request::Minutes(number)) {
            Reply::Minutes(minutes) => *minutes,
            other => panic!("no minutes but {other:?}"),
        }
    }
}

fn failed() -> Reply {
    let args = vec![("detail".to_owned(), "磁盘已满".to_owned())];
    Reply::Failed { key: "store".to_owned(), args }
}

fn is_case(reply: &Reply) -> bool {
    matches!(reply, Reply::Case(_))
}

/// The text that is asked to disk as a draft, if that alone is asked.
fn draft(asked: &[Effect]) -> Option<&str> {
    match asked {
        [Effect::Ask(Request::Perform(Command::KeepDraft { text, .. }))] => Some(text.as_str()),
        _ => None,
    }
}

#[test]
fn an_answer_that_comes_late_does_not_cover_a_form() {
    let mut window = Window::opened();
    let asked = window.press("enter");
    let late = window.answers(asked);
    assert!(late.len() == 1 && is_case(&late[0]), "{late:?}");
    window.press("a text:无回避情形");
    for reply in late {
        window.take(reply);
    }
    assert_eq!(window.model.layers.len(), 1);
    assert_eq!(window.form().texts().get("recusal"), Some("无回避情形"));
}

#[test]
fn a_case_that_was_closed_before_its_answer_came_stays_closed() {
    let mut window = Window::opened();
    window.open_case();
    let asked = window.press("a text:无回避情形 f2");
    let mut reread = Vec::new();
    for reply in window.answers(asked) {
        reread.extend(window.take(reply));
    }
    let late = window.answers(reread);
    assert!(late.iter().any(is_case), "the case in view is read again: {late:?}");
    window.press("esc");
    for reply in late {
        window.take(reply);
    }
    assert!(window.model.layers.is_empty(), "{:?}", window.model.layers);
}

#[test]
fn a_case_read_again_is_renewed_in_its_place_under_a_form() {
    let mut window = Window::opened();
    let number = window.model.selected_case().unwrap().number.clone();
    window.open_case();
    window.press("tab x right tab text:双方均无对接事实");
    let (action, args) = ("accept".to_owned(), Texts::from([("recusal", "无回避情形")]));
    window.perform(Command::Act { number: number.clone(), action, args });
    let answer = window.service.answer(Request::Case(number));
    window.take(answer);
    assert_eq!(window.form().texts().get("reasons"), Some("双方均无对接事实"));
    let [Layer::Case(screen), Layer::Form(_)] = window.model.layers.as_slice() else {
        panic!("the case, and the form above it: {:?}", window.model.layers)
    };
    assert_eq!((screen.detail.row.state, screen.tab), (State::Accepted, CaseTab::Claims));
}

#[test]
fn the_selected_case_stays_selected_when_the_queue_is_sorted_anew() {
    let mut window = Window::opened();
    window.press("down");
    assert_eq!(window.model.cursors.conflicts, 1);
    let case = window.model.selected_case().unwrap().number.clone();
    let lead = window.model.selected_lead().unwrap().number.clone();
    let mut overview = (*window.model.overview).clone();
    overview.cases.reverse();
    overview.leads.rows.reverse();
    window.take(Reply::Overview(Filter::default(), Box::new(overview)));
    assert_eq!(window.model.selected_case().unwrap().number, case);
    assert_eq!(window.model.selected_lead().unwrap().number, lead);
}

#[test]
fn esc_in_a_filled_form_discards_nothing() {
    let mut window = Window::opened();
    window.press("a text:无回避情形 esc");
    assert!(window.model.layers.is_empty());
    window.press("x");
    assert!(window.form().texts().0.is_empty(), "another form is another form");
    window.press("esc a");
    assert_eq!(window.form().texts().get("recusal"), Some("无回避情形"));
}

#[test]
fn a_draft_that_could_not_be_kept_is_asked_for_again_and_the_editor_stays() {
    let mut window = Window::writing();
    let asked = window.press("esc");
    assert_eq!(draft(&asked), Some(TYPED));
    assert!(window.editor().leaving, "it goes when the draft is safe");
    window.take(failed());
    assert!(!window.editor().leaving && window.editor().keeping == 0);
    let due = window.editor().draft_due.expect("the draft is due again");
    assert!(due > window.now && next_deadline(&window.model) == due, "the program wakes for it");
    let asked = window.wait_until(due);
    assert_eq!(draft(&asked), Some(TYPED));
    window.settle(asked);
    assert_eq!(window.editor().draft_due, None);
    assert_eq!(window.at_the_desk().text, TYPED);
    let asked = window.press("esc");
    window.settle(asked);
    assert!(window.model.layers.is_empty(), "now one may leave");
}

#[test]
fn the_editor_says_kept_only_after_the_desk_said_so() {
    let mut window = Window::writing();
    assert!(window.head().contains("未存"), "{}", window.head());
    let asked = window.wait_until(now() + Duration::milliseconds(800));
    assert_eq!(draft(&asked), Some(TYPED));
    assert!(window.editor().keeping == 1 && window.editor().draft_due.is_none());
    assert!(window.head().contains("未存"), "{}", window.head());
    window.settle(asked);
    assert!(window.editor().keeping == 0);
    assert!(window.head().contains("草稿已存"), "{}", window.head());
}

#[test]
fn what_was_typed_since_a_draft_was_sent_is_not_called_kept() {
    let mut window = Window::writing();
    let asked = window.wait_until(now() + Duration::milliseconds(800));
    window.press("text:，另议");
    window.settle(asked);
    assert!(window.editor().draft_due.is_some());
    assert!(window.head().contains("未存"), "{}", window.head());
}

#[test]
fn a_save_that_fails_leaves_the_text_unsaved_with_a_draft_due() {
    let mut window = Window::writing();
    let asked = window.press("ctrl-s");
    assert_eq!(draft(&asked[..1]), Some(TYPED), "the draft goes before the version");
    assert!(matches!(
        asked.last(),
        Some(Effect::Ask(Request::Perform(Command::SaveMinutes { .. })))
    ));
    assert!(window.editor().saving.is_some());
    window.take(failed());
    let editor = window.editor();
    assert_eq!((editor.text().as_str(), editor.version), (TYPED, 0));
    assert!(editor.changed && editor.saving.is_none());
    let due = editor.draft_due.expect("a draft is due");
    assert!(window.head().contains("未存"), "{}", window.head());
    let asked = window.wait_until(due);
    window.settle(asked);
    let kept = window.at_the_desk();
    assert_eq!((kept.text.as_str(), kept.version, kept.is_draft), (TYPED, 0, true));
}

#[test]
fn esc_while_a_version_is_being_saved_waits_for_the_answer() {
    let mut window = Window::writing();
    let asked = window.press("ctrl-s esc");
    assert!(window.editor().leaving && !window.editor().is_safe());
    window.settle(asked);
    assert!(window.model.layers.is_empty(), "the version is safe, and the editor went");
    assert_eq!(window.at_the_desk().version, 1);
}

#[test]
fn of_two_drafts_on_the_way_the_first_answer_lets_nobody_leave() {
    let mut window = Window::writing();
    let first = window.wait_until(now() + Duration::milliseconds(800));
    window.press("text:，另议");
    let second = window.press("esc");
    window.settle(first);
    assert!(window.editor().leaving, "the second draft is still on its way");
    window.settle(second);
    assert!(window.model.layers.is_empty());
    assert_eq!(window.at_the_desk().text, format!("{TYPED}，另议"));
}

#[test]
fn a_pointer_leaves_the_province_as_the_keys_do() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(desk(folder.path()), Lang::Zh, (80, 24));
    let mut point = |keys: &str, hit: Hit| {
        window.press("1").unwrap();
        window.send(Msg::Hit(Hit::Province("330000".to_owned())));
        assert_eq!(window.model.overview.leads.total, 1, "of 浙江");
        window.press(keys).unwrap();
        window.send(Msg::Hit(hit));
        let filter = window.model.province_filter.take().map(|filter| filter.code);
        let lead = window.model.selected_lead().map(|row| row.title.contains("浙江"));
        (filter, window.model.focus, window.model.overview.leads.total, lead)
    };
    assert_eq!(point("", Hit::Pane(Pane::Conflicts)).0, None, "as by the key 2");
    // The row that was pointed at stays selected in the longer list.
    let row = Hit::Row(Pane::Leads, 0);
    assert_eq!(point("", row.clone()), (None, Pane::Leads, 2, Some(true)));
    assert_eq!(point("f", row), (Some("330000".to_owned()), Pane::Leads, 1, Some(true)), "kept");
    assert_eq!(point("", Hit::Pane(Pane::Territory)).0, Some("330000".to_owned()));
}
