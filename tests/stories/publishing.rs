//! Headquarters publishes from the screen: the file is shown before it is signed, a default is confirmed, and what cannot be read
//! stays where it was typed.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use daqu::desk::Desk;
use daqu::desk::exchange::headquarters::RootFlag;
use daqu::desk::home::Home;
use daqu::desk::system::{FixedClock, SeededEntropy};
use daqu::i18n::Lang;

use crate::support::{desk, now, window};

const TURN: &str = "by = \"董决〔2026〕9号\"\nfrom = 2027-01-01\n\
    [[resolution]]\nnumber = \"董决〔2026〕9号\"\ndate = 2026-11-20\ntitle = \"江苏划归华南大区\"\nkind = \"area\"\n\
    [[division]]\nplace = \"江苏\"\nregion = \"SC\"\n";

fn headquarters(folder: &Path) -> Desk {
    let entropy = Box::new(SeededEntropy::new(7));
    let clock = Arc::new(FixedClock(now()));
    let home = Home::at(folder.join("hq"));
    let flag = RootFlag { threshold: 1, keys: 1 };
    Desk::init_headquarters(home, "示例总部", flag, None, clock, entropy).unwrap()
}

#[test]
fn a_file_is_shown_before_it_is_signed_and_a_default_is_confirmed() {
    for (lang, size, would, signed, confirmed) in [
        (Lang::Zh, (120, 40), "将记录 2 项", "已记录 2 项", "已记录 1 项"),
        (Lang::Zh, (60, 16), "将记录 2 项", "已记录 2 项", "已记录 1 项"),
        (Lang::En, (80, 24), "2 facts would be recorded", "2 facts recorded", "1 facts recorded"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("turn.toml");
        fs::write(&file, TURN).unwrap();
        let mut window = window(headquarters(folder.path()), lang, size);
        window.press(&format!("1 f4 text:{}x f2", file.display())).unwrap();
        assert!(window.text().contains("turn.tomlx"), "it stays typed\n{}", window.text());
        window.press("backspace f2").unwrap();
        let page = window.text();
        assert!(page.contains(would) && page.contains("董决〔2026〕9号"), "{page}");
        window.press("f2").unwrap();
        assert!(window.text().contains(signed), "{}", window.text());
        window.press("ctrl-g right f2").unwrap();
        assert!(window.text().contains(confirmed), "{}", window.text());
        window.press("ctrl-g right f2").unwrap();
        let screen = window.text();
        assert!(screen.contains("没有新内容") || screen.contains("nothing new"), "{screen}");
    }
}

#[test]
fn a_region_is_told_that_headquarters_publishes() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(desk(folder.path()), Lang::Zh, (120, 40));
    window.press("1 f4").unwrap();
    assert!(window.text().contains("由总部决定"), "{}", window.text());
}
