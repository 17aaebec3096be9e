//! Taking files in: a file that breaks off keeps what came before, one that is stopped goes on the next time, a folder stands
//! for its files, and a draft typed meanwhile does not wait for the end.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

use daqu::app::{Msg, update};
use daqu::desk::command::Command;
use daqu::desk::intake::{Intake, Told, unheard};
use daqu::desk::service::{DeskService, Line, Reply, Request, Service};
use daqu::i18n::{Lang, Words};
use daqu::model::Model;
use serde_json::Value;

use crate::support::{daqu, desk, now};

/// A file of so many made-up tenders.
fn many(count: usize) -> String {
    let row = |n: usize| {
        format!(
            r#"{{"id":"many-{n}","title":"某市第{n}号机房配套工程施工询比公告","operator":"中国移动","region":"江苏","category":"询比公告"}}"#
        )
    };
    format!("[{}]", (0..count).map(row).collect::<Vec<_>>().join(",\n"))
}

#[test]
fn an_import_that_is_stopped_keeps_its_batches_and_goes_on_the_next_time() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("many.json");
    fs::write(&file, many(900)).unwrap();
    let mut desk = desk(folder.path());
    let stopped = desk
        .take_in(&file, &mut |_, told| match told {
            Told::Kept(intake, _) if intake.read >= 500 => ControlFlow::Break(()),
            _ => ControlFlow::Continue(()),
        })
        .unwrap();
    assert!(stopped.stopped && stopped.is_partial());
    assert_eq!((stopped.read, stopped.new), (500, 500));
    let rest = desk.take_in(&file, &mut unheard).unwrap();
    assert_eq!((rest.read, rest.new, rest.known, rest.stopped), (900, 400, 500, false));
}

/// Asks for things while an import runs, and hears what is told.
struct Busy {
    requests: VecDeque<Request>,
    told: RefCell<Vec<Reply>>,
}

impl Line for Busy {
    fn tell(&mut self, reply: Reply) {
        self.told.get_mut().push(reply);
    }

    fn meanwhile(&mut self) -> Option<Request> {
        self.requests.pop_front()
    }

    fn is_wanted(&self) -> bool {
        true
    }
}

#[test]
fn a_verdict_given_while_a_long_file_comes_in_does_not_wait_for_its_end() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("many.json");
    fs::write(&file, many(1_100)).unwrap();
    let mut service = DeskService::new(desk(folder.path()), Words::new(Lang::Zh));
    let undo = Request::Perform(Command::Undo);
    let mut line = Busy { requests: VecDeque::from([undo]), told: RefCell::default() };
    let reply = service.work(Request::Import(file.display().to_string()), &mut line);
    assert!(matches!(&reply, Reply::Done(done) if done.key == "taken-in"), "{reply:?}");
    let told = line.told.into_inner();
    let kinds: Vec<&str> = told
        .iter()
        .map(|reply| match reply {
            Reply::Progress(_) => "progress",
            Reply::Refused(_) => "refused",
            _ => "other",
        })
        .collect();
    assert_eq!(
        kinds,
        ["progress", "refused", "progress"],
        "there is no act to undo, and it is said at once"
    );
}

#[test]
fn the_import_form_goes_when_the_first_rows_are_safe_and_the_header_says_how_far_it_is() {
    let progress = daqu::desk::service::Progress::Import {
        file: "many.json".to_owned(),
        percent: 41,
        rows: 500,
    };
    let mut model = Model::new(Lang::Zh, (120, 40), now());
    let press = |model: &mut Model, key: &str| {
        update(model, Msg::Key(key.parse().unwrap()), now());
    };
    press(&mut model, "f7");
    for key in ["m", ".", "j", "f2"] {
        press(&mut model, key);
    }
    assert_eq!(model.layers.len(), 1, "the form waits");
    update(&mut model, Msg::Reply(Box::new(Reply::Progress(progress))), now());
    assert!(model.layers.is_empty());
    assert!(model.progress.is_some());
    let effects = update(&mut model, Msg::Key("ctrl-c".parse().unwrap()), now());
    assert_eq!(effects, [daqu::model::effect::Effect::Stop]);
    assert!(!model.quit, "it stops the import, not the program");
    model.progress = None;
    update(&mut model, Msg::Key("ctrl-c".parse().unwrap()), now());
    assert!(model.quit, "where nothing goes on it asks to leave");
}

fn json(folder: &Path, args: &[&str]) -> (i32, Value) {
    let output = daqu(folder, args);
    let text = String::from_utf8(output.stdout).unwrap();
    (output.status.code().unwrap(), serde_json::from_str(&text).unwrap())
}

#[test]
fn a_folder_stands_for_its_files_and_each_that_is_none_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let made =
        daqu(path, &["--home", "D", "init", "--region", "EC", "--name", "测", "--no-passphrase"]);
    assert!(made.status.success());
    fs::create_dir(path.join("in")).unwrap();
    fs::write(path.join("in/b.json"), many(3)).unwrap();
    fs::write(path.join("in/a.json"), r#"[{"id":"one","title":"甲"}, {"title":"没有编号"}]"#)
        .unwrap();
    fs::write(path.join("in/c.bin"), [0xDE, 0xAD, 0xBE, 0xEF]).unwrap();
    fs::write(path.join("in/.hidden"), "nothing").unwrap();
    let (code, value) = json(path, &["--home", "D", "--json", "lead", "import", "in"]);
    assert_eq!(code, 3, "partly done");
    let files = value["files"].as_array().unwrap();
    let counts: Vec<(&str, u64)> = files
        .iter()
        .map(|file| (file["file"].as_str().unwrap(), file["new"].as_u64().unwrap()))
        .collect();
    assert_eq!(counts, [("in/a.json", 1), ("in/b.json", 3), ("in/c.bin", 0)]);
    assert_eq!(files[0]["rejected"][0]["row"], 2);
    assert!(files[2]["error"].as_str().is_some_and(|error| error.contains("格式")));
    let (code, _) = json(path, &["--home", "D", "--json", "lead", "import", "in/b.json"]);
    assert_eq!(code, 0);
}

#[test]
fn rows_of_one_file_meet_each_other_as_rows_of_two_files_do() {
    let rows = [
        r#"{"id":"m-1","title":"某市机房改造询比公告","url":"https://example.invalid/m"}"#,
        r#"{"title":"某市机房改造询比公告","url":"https://example.invalid/m"}"#,
        r#"{"id":"m-1","title":"某市机房改造询比公告（更正）","url":"https://example.invalid/m"}"#,
        r#"{"title":"某市线路工程询比公告","url":"https://example.invalid/n"}"#,
        r#"{"id":"m-2","title":"某市线路工程询比公告（二）","url":"https://example.invalid/n"}"#,
        r#"{"id":"m-3","title":"某市杆路整治询比公告","url":"https://example.invalid/m"}"#,
    ];
    let (one, many) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (mut together, mut apart) = (desk(one.path()), desk(many.path()));
    let counts = |intake: Intake| [intake.new, intake.known, intake.revised];
    let all = counts(together.take_in_bytes(format!("[{}]", rows.join(",")).as_bytes()).unwrap());
    assert_eq!(all, [3, 3, 2], "one by its name, two by their address");
    let mut sum = [0; 3];
    for row in rows {
        let each = counts(apart.take_in_bytes(format!("[{row}]").as_bytes()).unwrap());
        sum.iter_mut().zip(each).for_each(|(sum, each)| *sum += each);
    }
    assert_eq!(all, sum);
}
