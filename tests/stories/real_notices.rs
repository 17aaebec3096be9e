//! Real notices, where they are at hand: every row in or named, and the same file twice adds nothing. They have no licence to
//! be copied, so a clone without them says that it skipped.

use std::path::Path;
use std::sync::Arc;

use daqu::desk::Desk;
use daqu::desk::home::Home;
use daqu::desk::intake::unheard;
use daqu::desk::system::{FixedClock, SeededEntropy};
use daqu::domain::territory::RegionCode;

use crate::support::now;

const FILES: [(&str, usize); 4] =
    [("mobile", 800), ("telecom", 410), ("tower", 182), ("unicom", 51)];

#[test]
fn the_1443_notices_of_four_operators_come_in_once() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/notices");
    if !folder.exists() {
        println!("skipped: no ../shared/data");
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let clock = Arc::new(FixedClock(now()));
    let entropy = Box::new(SeededEntropy::new(7));
    let place = Home::at(home.path().join("desk"));
    let mut desk = Desk::init(place, RegionCode::EC, "华东", "林岚", None, clock, entropy).unwrap();
    let file = |name: &str| folder.join(format!("operator-{name}-notices.json"));
    let mut new = 0;
    for (name, rows) in FILES {
        let intake = desk.take_in(&file(name), &mut unheard).unwrap();
        assert_eq!((intake.read, intake.rejected, intake.known), (rows, 0, 0), "{name}");
        new += intake.new;
    }
    assert_eq!(new, 1443);
    for (name, rows) in FILES {
        let again = desk.take_in(&file(name), &mut unheard).unwrap();
        assert_eq!((again.new, again.known, again.revised), (0, rows, 0), "{name} twice");
    }
    for name in ["operator-utf8bom.csv", "operator-gb18030.csv"] {
        let table = desk.take_in(&folder.join(name), &mut unheard).unwrap();
        let counts = (table.read, table.new, table.known, table.revised, table.rejected);
        assert_eq!(counts, (643, 0, 643, 0, 0), "{name} repeats what is here, known by address");
    }
    assert_eq!(desk.audit().unwrap().findings, []);
}
