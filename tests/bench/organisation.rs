//! A large company: 3,000 cities, 10,000 units with an office head each, 6,000 customers. What it takes headquarters to look a
//! publication over and to sign it, and a regional manager to go over the map and into a province.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use daqu::desk::Desk;
use daqu::desk::command::Command;
use daqu::desk::exchange::headquarters::RootFlag;
use daqu::desk::home::Home;
use daqu::desk::service::DeskService;
use daqu::desk::system::{FixedClock, SeededEntropy};
use daqu::domain::calendar::local;
use daqu::domain::territory::provinces;
use daqu::i18n::{Lang, Words};
use daqu::interchange::organisation::read;
use daqu::model::Model;
use daqu::term::headless::Headless;
use daqu::ui::theme::Theme;

use crate::timed;

/// What was measured.
pub struct Measured {
    /// The file is read, and looked over for what refuses it and what to look at twice.
    pub looked_over: Duration,
    /// It is signed and kept.
    pub signed: Duration,
    /// Every key that was pressed on the map and in a province, until the frame stands.
    pub keys: Vec<Duration>,
}

/// So many cities, units, and customers.
const CITIES: usize = 3_000;
const UNITS: usize = 10_000;
const CUSTOMERS: usize = 6_000;

/// Keys: over the map, and through the changes and cities of a province.
const KEYS: &str = "1 left right up down left enter left right left down down up esc 0 0 0";

/// Measures it.
pub fn measure() -> Measured {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = headquarters(folder.path());
    let (company, today) = (desk.company().unwrap(), local(desk.now()).date());
    let text = large();
    let mut facts = Vec::new();
    let looked_over = timed(|| {
        facts = read(&text, &company, today).unwrap();
        assert!(desk.foresee(&facts).unwrap().refusals.is_empty());
    });
    let signed = timed(|| drop(desk.perform(Command::Record(facts)).unwrap()));
    let model = Model::new(Lang::Zh, (120, 40), desk.now());
    let service = Box::new(DeskService::new(desk, Words::new(Lang::Zh)));
    let mut window = Headless::open(model, service, Theme::Mono);
    let mut keys = Vec::new();
    for _ in 0..6 {
        for key in KEYS.split(' ') {
            keys.push(timed(|| {
                window.press(key).unwrap();
                std::hint::black_box(window.text());
            }));
        }
    }
    keys.sort_unstable();
    Measured { looked_over, signed, keys }
}

fn headquarters(folder: &Path) -> Desk {
    let clock = Arc::new(FixedClock("2026-11-23T01:12:00Z".parse().unwrap()));
    let one = RootFlag { threshold: 1, keys: 1 };
    let entropy = Box::new(SeededEntropy::new(7));
    let home = Home::at(folder.join("hq"));
    Desk::init_headquarters(home, "总部", one, None, clock, entropy).unwrap()
}

/// The publication, in TOML. Codes of cities are counted up in every province: most of them are invented.
fn large() -> String {
    let mut text = "by = \"R\"\nfrom = 2026-01-01\n\
        [[resolution]]\nnumber = \"R\"\ndate = 2026-01-01\ntitle = \"全部\"\nkind = \"set_up\"\n\
        [[entity]]\ncode = \"LE0\"\nname = \"示例\"\n"
        .to_owned();
    for unit in 0..UNITS {
        let parent = unit % 6 + 1;
        let _ = write!(
            text,
            "[[unit]]\ncode = \"U{unit}\"\nkind = \"office\"\nname = \"办事处{unit}\"\nentity = \"LE0\"\nparent = \"F{parent}\"\n\
             [[post]]\npost = \"office_head\"\nunit = \"U{unit}\"\nholder = \"某{unit}\"\n"
        );
    }
    let cities = (1..98).flat_map(|city| {
        provinces().iter().map(move |province| format!("{}{city:02}00", &province.code[..2]))
    });
    for (n, city) in cities.take(CITIES).enumerate() {
        let _ = write!(text, "[[area]]\nunit = \"U{n}\"\nplace = \"{city}\"\nright = \"home\"\n");
        if n % 3 == 0 {
            let _ = write!(text, "[[division]]\nplace = \"{city}\"\nregion = \"SC\"\n");
        }
    }
    for customer in 0..CUSTOMERS {
        let _ = write!(
            text,
            "[[customer]]\ncode = \"K{customer}\"\nkind = \"operator\"\nlevel = \"city\"\nparent = \"CMCC\"\nname = \"客户{customer}\"\n"
        );
    }
    text
}
