//! Exchange through a folder that both sides reach: a stick, a synced folder, a share.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use daqu::desk::exchange::ExchangeError;
use daqu::desk::exchange::channel::{Step, Synced};
use daqu::desk::{Desk, DeskError};
use daqu::domain::territory::RegionCode;

use crate::support::daqu;
use crate::support::story::Story;

use super::support::{House, Pair, enrol, pair};

fn sync(house: &mut House, channel: &Path) -> Synced {
    house.desk().sync(channel, None, &mut |_, _| ControlFlow::Continue(())).unwrap()
}

fn files(channel: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in std::fs::read_dir(channel).unwrap().flatten() {
        for file in std::fs::read_dir(folder.path()).unwrap().flatten() {
            found.push(file.path());
        }
    }
    found.sort();
    found
}

#[test]
fn a_stick_that_goes_back_and_forth_carries_everything_and_nothing_twice() {
    let Pair { hq, ec, .. } = &mut pair();
    let stick = tempfile::tempdir().unwrap();
    ec.claim("F1");
    let up = sync(ec, stick.path());
    assert_eq!((up.sent.len(), up.taken), (1, 0));
    let folder = up.sent[0].parent().unwrap().file_name().unwrap().to_string_lossy().into_owned();
    assert!(hq.key().public().key_id().starts_with(&folder) && folder.len() == 16, "{up:?}");
    let answer = sync(hq, stick.path());
    assert_eq!((answer.taken, answer.import.events, answer.sent.len()), (1, ec.events().len(), 1));
    let down = sync(ec, stick.path());
    assert_eq!(down.taken, 1);
    assert!(down.import.acknowledged > 0, "{down:?}");
    assert_eq!(hq.events(), ec.events());
    // Once both know that both have everything, the stick is left alone however often it is plugged in.
    sync(hq, stick.path());
    sync(ec, stick.path());
    sync(hq, stick.path());
    let before = files(stick.path());
    for _ in 0..2 {
        for house in [&mut *ec, &mut *hq] {
            let again = sync(house, stick.path());
            assert_eq!((again.taken, again.sent.len()), (0, 0), "{again:?}");
        }
    }
    assert_eq!(files(stick.path()), before);
}

#[test]
fn a_file_that_got_lost_on_the_way_is_written_again() {
    let Pair { hq, ec, .. } = &mut pair();
    let stick = tempfile::tempdir().unwrap();
    ec.claim("F1");
    let lost = sync(ec, stick.path()).sent.remove(0);
    std::fs::remove_file(&lost).unwrap();
    assert_eq!(sync(ec, stick.path()).sent.len(), 1, "it is not there any more");
    sync(hq, stick.path());
    assert_eq!(hq.events(), ec.events());
}

#[test]
fn names_are_never_believed_and_what_is_no_bundle_stays_where_it_is() {
    let Pair { hq, ec, .. } = &mut pair();
    let stick = tempfile::tempdir().unwrap();
    ec.claim("F1");
    let file = sync(ec, stick.path()).sent.remove(0);
    let own = file.parent().unwrap();
    let outside = stick.path().join("outside");
    std::fs::write(&outside, "not theirs").unwrap();
    // Renamed by some synchroniser, doubled, a leftover, noise, and a link that leads elsewhere.
    std::fs::rename(&file, own.join("conflicted copy (1).txt")).unwrap();
    std::fs::copy(own.join("conflicted copy (1).txt"), own.join("..%2f..%2fetc")).unwrap();
    std::fs::write(own.join("half.daqu.part"), "half").unwrap();
    std::fs::write(own.join("noise.daqu"), b"\x00\x01noise").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(&outside, own.join("link.daqu")).unwrap();
    let synced = sync(hq, stick.path());
    assert_eq!(synced.taken, 1, "the same content is one file: {synced:?}");
    assert_eq!(synced.bad.len(), 1, "{synced:?}");
    assert!(synced.bad[0].0.ends_with("noise.daqu") && synced.bad[0].0.exists());
    assert_eq!(hq.events(), ec.events());
    assert_eq!(std::fs::read_to_string(outside).unwrap(), "not theirs");
}

#[test]
fn a_stopped_exchange_goes_on_where_it_was() {
    let Pair { folder, hq, ec } = &mut pair();
    let mut sc = House::region(folder.path(), "sc", RegionCode::SC, 500_000);
    enrol(hq, &mut sc);
    let stick = tempfile::tempdir().unwrap();
    for house in [&mut *ec, &mut sc] {
        house.minutes("纪要");
        sync(house, stick.path());
    }
    let mut steps = 0;
    let mut once = |_: &mut Desk, _: Step| {
        steps += 1;
        if steps < 2 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    let stopped = hq.desk().sync(stick.path(), None, &mut once).unwrap();
    assert!(stopped.stopped && stopped.taken == 1 && stopped.sent.is_empty(), "{stopped:?}");
    let whole = sync(hq, stick.path());
    assert_eq!((whole.taken, whole.sent.len()), (1, 2), "{whole:?}");
    let gone = hq
        .desk()
        .sync(Path::new("/nowhere/stick"), None, &mut |_, _| ControlFlow::Continue(()))
        .unwrap_err();
    assert!(matches!(gone, DeskError::Exchange(ExchangeError::NoChannel(_))), "{gone}");
}

#[test]
fn the_command_line_exchanges_through_a_folder_and_remembers_it() {
    let story = Story::begun();
    story.conflict();
    std::fs::create_dir(story.path().join("U盘 一")).unwrap();
    let said = story.ok(&["--home", "D", "sync", "--channel", "U盘 一"]);
    assert!(said.contains("可以拔下"), "{said}");
    let answer = story.json(&["--home", "Q", "--json", "sync", "--channel", "U盘 一"]);
    assert_eq!((&answer["taken"], &answer["import"]["events"]), (&1.into(), &5.into()), "{answer}");
    let down = story.ok(&["--home", "D", "sync"]);
    assert!(down.contains("收进 1"), "{down}");
    let none = daqu(story.path(), &["--home", "E", "sync"]);
    assert_ne!(none.status.code(), Some(0));
    let never = daqu(story.path(), &["--home", "Q", "sync", "--channel", "gone"]);
    assert_eq!(never.status.code(), Some(1));
    assert!(!String::from_utf8_lossy(&never.stderr).is_empty());
}

#[test]
fn on_the_screen_one_key_exchanges_and_the_folder_is_asked_for_once() {
    use daqu::i18n::{Lang, Words};
    for (lang, size) in [(Lang::Zh, (120, 40)), (Lang::En, (80, 24)), (Lang::Zh, (60, 16))] {
        let folder = tempfile::tempdir().unwrap();
        let now = crate::support::now();
        let desk = daqu::desk::demo::make_frozen(folder.path(), now, 1).unwrap();
        let stick = tempfile::tempdir().unwrap();
        let model = daqu::model::Model::new(lang, size, desk.now());
        let service = daqu::desk::service::DeskService::new(desk, Words::new(lang));
        let theme = daqu::ui::theme::Theme::Mono;
        let mut window = daqu::term::headless::Headless::open(model, Box::new(service), theme);
        window.press("S text:/nowhere/stick f2").unwrap();
        assert!(window.text().contains("/nowhere/stick"), "{}", window.text());
        let missing = if lang == Lang::Zh { "U 盘" } else { "plugged in" };
        assert!(window.text().contains(missing), "{}", window.text());
        let path = stick.path().to_string_lossy().into_owned();
        window.press(&format!("ctrl-u text:{path} f2")).unwrap();
        let done = if lang == Lang::Zh { "已同步" } else { "Synchronised" };
        assert!(window.text().contains(done), "{}", window.text());
        assert_eq!(files(stick.path()).len(), 1, "a file for headquarters");
        assert!(window.model.progress.is_none() && window.model.layers.is_empty());
        window.press("f11").unwrap();
        assert!(window.text().contains(done), "without a question:\n{}", window.text());
        assert_eq!(files(stick.path()).len(), 1, "nothing is new");
        window.press("ctrl-s").unwrap();
        assert!(!window.model.layers.is_empty(), "another folder may be named");
    }
}

#[test]
fn what_waits_in_the_channel_is_seen_within_a_minute_and_taken_in_by_one_key() {
    use daqu::desk::Desk;
    use daqu::desk::home::Home;
    use daqu::desk::system::{FixedClock, SeededEntropy};
    use daqu::i18n::{Lang, Words};
    for (lang, size) in [(Lang::Zh, (120, 40)), (Lang::En, (80, 24)), (Lang::Zh, (60, 16))] {
        let folder = tempfile::tempdir().unwrap();
        let stick = tempfile::tempdir().unwrap();
        let now = crate::support::now();
        let desk = daqu::desk::demo::make_frozen(folder.path(), now, 1).unwrap();
        let model = daqu::model::Model::new(lang, size, desk.now());
        let service = daqu::desk::service::DeskService::new(desk, Words::new(lang));
        let theme = daqu::ui::theme::Theme::Mono;
        let mut window = daqu::term::headless::Headless::open(model, Box::new(service), theme);
        let path = stick.path().to_string_lossy().into_owned();
        window.press(&format!("S text:{path} f2")).unwrap();
        let waits = if lang == Lang::Zh { "待收 1" } else { "1 to take in" };
        window.wait(60_000);
        assert!(!window.text().contains(waits), "{}", window.text());
        // Headquarters comes by.
        let home = Home::at(folder.path().join("hq"));
        let (clock, entropy) = (std::sync::Arc::new(FixedClock(now)), SeededEntropy::new(5));
        let mut hq = Desk::open(home, None, clock, Box::new(entropy)).unwrap();
        hq.sync(stick.path(), None, &mut |_, _| std::ops::ControlFlow::Continue(())).unwrap();
        drop(hq);
        std::fs::write(files(stick.path())[0].with_file_name("notes.txt"), "x").unwrap();
        window.wait(1_000);
        assert!(!window.text().contains(waits), "it is asked once a minute");
        window.wait(60_000);
        assert!(window.text().contains(waits), "{}", window.text());
        window.press("f11").unwrap();
        assert!(!window.text().contains(waits), "{}", window.text());
        window.wait(60_000);
        assert!(!window.text().contains(waits), "{}", window.text());
    }
}

#[cfg(not(feature = "remote"))]
#[test]
fn a_store_elsewhere_is_refused_by_a_program_that_was_built_without() {
    let story = Story::begun();
    for channel in ["s3://bucket/folder", "https://example.invalid/folder"] {
        let said = story.refused(&["--home", "D", "--lang", "en", "sync", "--channel", channel]);
        assert!(said.contains(channel) && said.contains("--features remote"), "{said}");
    }
    let secret = "https://region:rain-7@example.invalid/folder";
    let said = story.refused(&["--home", "D", "--lang", "en", "sync", "--channel", secret]);
    assert!(said.contains("environment") && !said.contains("rain-7"), "{said}");
}
