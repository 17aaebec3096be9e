//! Two homes in one folder, headquarters and a region's desk: their clocks stand still, their
//! randomness comes from seeds, and bundles are bytes in memory.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};
use daqu::desk::audit::Finding;
use daqu::desk::command::{Command, Done, NewClaim, NewMeeting, Screening};
use daqu::desk::exchange::export::{Export, Packing};
use daqu::desk::exchange::headquarters::{RootFlag, read_enrolment};
use daqu::desk::exchange::import::Import;
use daqu::desk::home::Home;
use daqu::desk::query::Reading;
use daqu::desk::system::{FixedClock, SeededEntropy};
use daqu::desk::view::{Delivery, Filter};
use daqu::desk::{Desk, OwnedEntropy, SharedClock};
use daqu::domain::lead::Verdict;
use daqu::domain::meeting::MeetingKind;
use daqu::domain::strict::Texts;
use daqu::domain::territory::RegionCode;
use daqu::store::log::StoredPart;
use daqu::store::{Store, StoreError, Writing};
use daqu::sync::envelope::Envelope;
use daqu::sync::event::SignedEvent;
use daqu::sync::keyfile;
use daqu::sync::keys::DeskKey;
use daqu::sync::segment::{HEADQUARTERS, LogId, Segment};
use tempfile::TempDir;

/// Three invented notices: 江苏 (two lots), 广东, and one whose province cannot be told.
pub const NOTICES: &[u8] = include_bytes!("../fixtures/notices/made-up.json");

/// A word in the title of the notice of 江苏.
pub const PIPES: &str = "青禾";

/// A word in the title of the notice of 广东.
pub const ROOM: &str = "机房";

/// A desk with its folder; it can be closed, opened later, and set back to a backup.
pub struct House {
    /// Where it lives.
    pub home: Home,
    /// How headquarters calls the desk; empty before it is enrolled.
    pub id: String,
    /// Now, by its clock.
    pub now: DateTime<Utc>,
    seed: u64,
    files: usize,
    desk: Option<Desk>,
}

/// A copy of a home's files, as some backup program would keep them.
pub struct Backup(Vec<(PathBuf, Option<Vec<u8>>)>);

/// Headquarters and the enrolled desk of 华东, which has taken the three notices in.
pub struct Pair {
    /// Both homes; gone when this is dropped.
    pub folder: TempDir,
    /// Headquarters, with one root key.
    pub hq: House,
    /// The desk of 华东.
    pub ec: House,
}

/// A pair; the same on every run.
pub fn pair() -> Pair {
    pair_of(0)
}

/// A pair whose keys differ from those of another number.
pub fn pair_of(organisation: u64) -> Pair {
    let folder = tempfile::tempdir().unwrap();
    let seed = organisation * 100_000;
    let mut hq = House::headquarters(folder.path(), seed + 1_000);
    let mut ec = House::region(folder.path(), "ec", RegionCode::EC, seed + 2_000);
    enrol(&mut hq, &mut ec);
    ec.take_in();
    Pair { folder, hq, ec }
}

fn clock(now: DateTime<Utc>) -> SharedClock {
    Arc::new(FixedClock(now))
}

impl House {
    fn empty(folder: PathBuf, seed: u64) -> House {
        // 09:00 in Shanghai, two days before the documents of the first notice are sold out
        let now = "2026-03-03T01:00:00Z".parse().unwrap();
        House { home: Home::at(folder), id: String::new(), now, seed, files: 0, desk: None }
    }

    /// A home that is there already.
    pub fn found(folder: PathBuf, id: &str, seed: u64) -> House {
        House { id: id.to_owned(), ..House::empty(folder, seed) }
    }

    /// A bare bundle; nothing where there is nobody to write to.
    pub fn try_export(&mut self, to: Option<&str>) -> Option<Vec<u8>> {
        self.files += 1;
        let file = self.home.exports().join(format!("{}.daqu", self.files));
        let packing = Packing { plain: true, most: None };
        self.desk().export(to, &file, packing).ok()?;
        let bytes = std::fs::read(&file).unwrap();
        std::fs::remove_file(file).unwrap();
        Some(bytes)
    }

    /// Makes an organisation with one root key.
    pub fn headquarters(folder: &Path, seed: u64) -> House {
        House::headquarters_of(folder, seed, RootFlag { threshold: 1, keys: 1 })
    }

    /// Makes an organisation with so many root keys.
    pub fn headquarters_of(folder: &Path, seed: u64, flag: RootFlag) -> House {
        let mut house = House::empty(folder.join("hq"), seed);
        let (home, entropy) = (house.home.clone(), house.entropy());
        let clock = clock(house.now);
        let desk = Desk::init_headquarters(home, "示例总部", flag, None, clock, entropy);
        house.desk = Some(desk.unwrap());
        house
    }

    /// Makes another desk of headquarters that nobody has enrolled yet.
    pub fn second_headquarters(folder: &Path, seed: u64) -> House {
        let mut house = House::empty(folder.join("hq-b"), seed);
        let (home, entropy) = (house.home.clone(), house.entropy());
        let clock = clock(house.now);
        let desk = Desk::join_headquarters(home, "总部二号", "陈某", None, clock, entropy);
        house.desk = Some(desk.unwrap());
        house
    }

    /// Makes a region's desk that nobody has enrolled yet.
    pub fn region(folder: &Path, name: &str, region: RegionCode, seed: u64) -> House {
        let mut house = House::empty(folder.join(name), seed);
        let (home, entropy) = (house.home.clone(), house.entropy());
        let clock = clock(house.now);
        let desk = Desk::init(home, region, name, "林某", None, clock, entropy);
        house.desk = Some(desk.unwrap());
        house
    }

    /// A seed is used once, so that a desk that was set back does not draw the same bytes again.
    fn entropy(&mut self) -> OwnedEntropy {
        self.seed += 1;
        Box::new(SeededEntropy::new(self.seed))
    }

    /// The desk, opened if it was closed.
    pub fn desk(&mut self) -> &mut Desk {
        if self.desk.is_none() {
            let (home, entropy) = (self.home.clone(), self.entropy());
            let desk = Desk::open(home, None, clock(self.now), entropy);
            self.desk = Some(desk.unwrap());
        }
        self.desk.as_mut().unwrap()
    }

    /// Closes the desk; nobody has its files open then.
    pub fn close(&mut self) {
        self.desk = None;
    }

    /// Opens the desk again so many hours later.
    pub fn later(&mut self, hours: i64) {
        self.close();
        self.now += Duration::hours(hours);
    }

    /// The store, its journals, and last the witness beside it.
    fn database(&self) -> [PathBuf; 4] {
        ["daqu.db", "daqu.db-wal", "daqu.db-shm", "witness.json"]
            .map(|name| self.home.folder().join(name))
    }

    /// Copies the whole disk while the desk is closed: store and witness.
    pub fn backup(&mut self) -> Backup {
        self.close();
        let copy = |path: PathBuf| {
            let bytes = std::fs::read(&path).ok();
            (path, bytes)
        };
        Backup(self.database().into_iter().map(copy).collect())
    }

    /// Puts the store back as it was, and leaves its witness: a backup of the data alone.
    pub fn restore_data(&mut self, backup: &Backup) {
        let witness = std::fs::read(self.home.witness()).unwrap();
        self.restore(backup);
        std::fs::write(self.home.witness(), witness).unwrap();
    }

    /// Puts the whole disk back as it was.
    pub fn restore(&mut self, backup: &Backup) {
        self.close();
        for (path, bytes) in &backup.0 {
            match bytes {
                Some(bytes) => std::fs::write(path, bytes).unwrap(),
                None if path.exists() => std::fs::remove_file(path).unwrap(),
                None => {}
            }
        }
    }

    /// Takes the three notices in.
    pub fn take_in(&mut self) {
        let intake = self.desk().take_in_bytes(NOTICES).unwrap();
        assert_eq!((intake.new, intake.rejected), (3, 0));
    }

    /// The number of the lead whose title has these words.
    pub fn lead(&mut self, words: &str) -> String {
        let context = self.desk().context().clone();
        let now = self.now;
        let page = self.look(|tx| {
            let reading = Reading { tx, context: &context, now };
            reading.leads(&Filter::default(), 0, 100)
        });
        let mut rows = page.rows.into_iter();
        rows.find(|row| row.title.contains(words)).unwrap().number
    }

    /// Performs a command that is not refused.
    pub fn perform(&mut self, command: Command) -> Done {
        self.desk().perform(command).unwrap()
    }

    /// A unit claims lot 1 of the notice of 江苏; the second one makes a case.
    pub fn claim(&mut self, unit: &str) -> Done {
        let claim = NewClaim {
            lead: self.lead(PIPES),
            lots: vec!["1".to_owned()],
            unit: unit.to_owned(),
            basis: "首报".to_owned(),
            ..NewClaim::default()
        };
        self.perform(Command::Claim(claim))
    }

    /// The lead of 广东 is worth following.
    pub fn screen(&mut self) {
        let number = self.lead(ROOM);
        self.perform(Command::Screen(Screening::of_one(&number, Verdict::Accept, None)));
    }

    /// Takes the only case on.
    pub fn accept(&mut self) {
        let number = self.desk().cases(true).unwrap().remove(0).number;
        let args = Texts::from([("recusal", "无利害关系")]);
        self.perform(Command::Act { number, action: "accept".to_owned(), args });
    }

    /// Plans a meeting and saves its minutes; the text is a part. Gives the meeting's number.
    pub fn minutes(&mut self, text: &str) -> String {
        let meeting = NewMeeting {
            kind: MeetingKind::Coordination,
            title: "青禾园区协调会".to_owned(),
            start: self.now + Duration::days(2),
            place: None,
            chair: None,
            recorder: None,
            participants: Vec::new(),
            cases: Vec::new(),
            ..NewMeeting::default()
        };
        let number = self.perform(Command::PlanMeeting(meeting)).number.unwrap();
        let text = text.to_owned();
        self.perform(Command::SaveMinutes {
            number: number.clone(),
            text,
            ends_draft: true,
            seen_others: false,
        });
        number
    }

    /// Writes a bundle and gives its bytes.
    pub fn write(&mut self, to: Option<&str>, plain: bool) -> (Export, Vec<u8>) {
        self.files += 1;
        let file = self.home.exports().join(format!("{}.daqu", self.files));
        let packing = Packing { plain, most: None };
        let export = self.desk().export(to, &file, packing).unwrap();
        (export, std::fs::read(&file).unwrap())
    }

    /// A bare bundle.
    pub fn export(&mut self, to: Option<&str>) -> Vec<u8> {
        self.write(to, true).1
    }

    /// Takes a bundle in that can be opened.
    pub fn take(&mut self, bytes: &[u8]) -> Import {
        self.desk().import_bytes(bytes, None).unwrap()
    }

    /// Looks into the store beside the open desk.
    pub fn look<T>(&mut self, look: impl FnOnce(&mut Writing<'_>) -> Result<T, StoreError>) -> T {
        self.desk();
        let mut store = Store::open_for_reading(&self.home.store()).unwrap();
        store.read(look).unwrap()
    }

    /// Every event held: id and exact text.
    pub fn events(&mut self) -> BTreeMap<String, String> {
        self.look(|tx| {
            let mut events = BTreeMap::new();
            tx.each_event(|stored| -> Result<(), StoreError> {
                events.insert(stored.id, stored.body);
                Ok(())
            })?;
            Ok(events)
        })
    }

    /// Every part held.
    pub fn parts(&mut self) -> Vec<StoredPart> {
        self.look(|tx| tx.all_parts())
    }

    /// Why lines wait, in the order they came.
    pub fn waiting(&mut self) -> Vec<String> {
        self.look(|tx| tx.held()).into_iter().map(|held| held.reason).collect()
    }

    /// How far each claim has travelled, and last the case if there is one.
    pub fn badges(&mut self) -> Vec<Delivery> {
        let claims = self.desk().claims().unwrap();
        let cases = self.desk().cases(true).unwrap();
        let claims = claims.iter().map(|row| row.delivery);
        claims.chain(cases.iter().map(|row| row.delivery)).collect()
    }

    /// What the audit finds wrong.
    pub fn audit(&mut self) -> Vec<Finding> {
        self.desk().audit().unwrap().findings
    }

    /// Version of the newest directory held.
    pub fn version(&mut self) -> u64 {
        self.look(|tx| tx.directory_version())
    }

    /// The desk's own signing key, from its unsealed key file: what a thief would have.
    pub fn key(&self) -> DeskKey {
        let text = std::fs::read_to_string(self.home.key_file()).unwrap();
        keyfile::open(&text, None).unwrap().key
    }

    /// The first link of a log of this desk that its own program did not write.
    pub fn segment(&mut self, events: Vec<SignedEvent>) -> Segment {
        let context = self.desk().context();
        let key = context.profile.key.clone();
        Segment {
            v: 1,
            org: context.org().to_owned(),
            log: LogId { key, inc: "crafted".to_owned(), aud: HEADQUARTERS.to_owned() },
            seq: 1,
            prev: None,
            made: "2026-03-03T01:00:00Z".to_owned(),
            min_reader: None,
            events,
        }
    }
}

/// Headquarters puts a desk into the directory; the welcome file is given, not yet taken in.
pub fn present(hq: &mut House, desk: &mut House) -> Vec<u8> {
    let enrolment = std::fs::read(desk.home.enrolment()).unwrap();
    let entry = hq.desk().enrol(&read_enrolment(&enrolment).unwrap(), None).unwrap();
    desk.id = entry.0.id;
    hq.export(Some(&desk.id))
}

/// As [`present`], and the desk takes the welcome file in by the digits it was told.
pub fn enrol(hq: &mut House, desk: &mut House) {
    let welcome = present(hq, desk);
    let digits = hq.desk().org_fingerprint().unwrap();
    let import = desk.desk().import_bytes(&welcome, Some(&digits)).unwrap();
    assert!(import.directories > 1 && import.rejected.is_empty(), "{import:?}");
}

/// A bare bundle from a desk to headquarters.
pub fn up(desk: &mut House, hq: &mut House) -> Import {
    let file = desk.export(None);
    hq.take(&file)
}

/// A bare bundle from headquarters to a desk.
pub fn down(hq: &mut House, desk: &mut House) -> Import {
    let file = hq.export(Some(&desk.id));
    desk.take(&file)
}

/// Both ways; what the desk said of the answer.
pub fn exchange(desk: &mut House, hq: &mut House) -> Import {
    up(desk, hq);
    down(hq, desk)
}

/// The lines of a bare bundle.
pub fn split(file: &[u8]) -> Vec<String> {
    String::from_utf8(file.to_vec()).unwrap().lines().map(str::to_owned).collect()
}

/// A bare bundle of lines.
pub fn join(lines: &[String]) -> Vec<u8> {
    lines.iter().fold(String::new(), |text, line| text + line + "\n").into_bytes()
}

/// The place of the `nth` line of a payload type, both from 0.
pub fn find(lines: &[String], kind: &str, nth: usize) -> usize {
    let named = lines.iter().enumerate().filter(|(_, line)| line.contains(kind));
    named.map(|(place, _)| place).nth(nth).unwrap()
}

/// A line as an envelope.
pub fn envelope(line: &str) -> Envelope {
    Envelope::from_line(line.as_bytes()).unwrap()
}

/// Lines that were not taken in: number from 1, and the name of the fault.
pub fn faults(import: &Import) -> Vec<(usize, &'static str)> {
    import.rejected.iter().map(|bad| (bad.line, bad.key)).collect()
}
