//! A simulation of the whole exchange over the real engine and real stores: two desks of headquarters and three regions, whose
//! files are lost, doubled, reordered, cut, damaged, replayed and forged; whose stores are set back and cloned; and of whom one is
//! stolen and revoked. Whatever happened, when the lines are quiet again everybody holds what he is to hold, and nothing else.
//!
//! The same world with one rule of the exchange taken away must fail: that shows that the checks bite.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use daqu::desk::command::{Command, NewMeeting};
use daqu::desk::exchange::revocation::Ruling;
use daqu::domain::event::Body;
use daqu::domain::territory::RegionCode;
use daqu::sync::keys::DeskKey;
use daqu::sync::reader::{Line, read_lines};
use daqu::sync::segment::{LogId, Segment, Tip};
use daqu::sync::status::Status;
use tempfile::TempDir;

use super::support::{House, enrol, join, split};

/// Steps before the lines are quiet.
const STEPS: usize = 90;

/// Rounds of everybody with everybody at the most, until nothing is new.
const ROUNDS: usize = 14;

/// The regions, each with one desk.
const REGIONS: [RegionCode; 3] = [RegionCode::EC, RegionCode::SC, RegionCode::SW];

/// What a forger writes into events.
const FORGED: &str = "篡改";

/// A rule of the exchange that is taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ablation {
    /// Nothing.
    None,
    /// Tips name a number and not which branch of a fork: whoever hears them takes his own for meant.
    NoTipHash,
    /// Nobody hands anything on but what he wrote himself.
    NoEcho,
}

/// SplitMix64: the same on every machine.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    fn per_mille(&mut self) -> u64 {
        self.next() % 1_000
    }
}

/// A running copy of a desk.
struct Instance {
    house: House,
    /// Its place among the desks.
    who: usize,
    /// In a thief's hands: what it writes from now on is his.
    stolen: bool,
}

/// The five desks as they were enrolled, made once: every world begins with a copy of their folders.
struct Origin {
    folder: TempDir,
    ids: Vec<String>,
}

fn origin() -> &'static Origin {
    static ORIGIN: OnceLock<Origin> = OnceLock::new();
    ORIGIN.get_or_init(|| {
        let folder = memory();
        let mut a = House::headquarters(folder.path(), 10_000);
        let mut b = House::second_headquarters(folder.path(), 20_000);
        enrol(&mut a, &mut b);
        let mut houses = vec![];
        for (n, region) in REGIONS.into_iter().enumerate() {
            let seed = 30_000 + n as u64 * 1_000;
            let mut desk = House::region(folder.path(), region.as_str(), region, seed);
            enrol(&mut a, &mut desk);
            houses.push(desk);
        }
        a.id = "hq-a".to_owned();
        // Everybody knows everybody.
        for house in houses.iter_mut().chain([&mut b]) {
            let file = a.export(Some(&house.id.clone()));
            house.take(&file);
        }
        let mut ids = vec![a.id.clone(), b.id.clone()];
        ids.extend(houses.iter().map(|house| house.id.clone()));
        Origin { folder, ids }
    })
}

/// A folder in memory where there is one, for a simulation waits for the disk more than for anything else.
fn memory() -> TempDir {
    let shared = Path::new("/dev/shm");
    let folder = shared.is_dir().then(|| tempfile::tempdir_in(shared).ok()).flatten();
    folder.unwrap_or_else(|| tempfile::tempdir().unwrap())
}

const FOLDERS: [&str; 5] = ["hq", "hq-b", "EC", "SC", "SW"];

struct World {
    chance: Chance,
    ablation: Ablation,
    folder: TempDir,
    live: Vec<Instance>,
    /// Files on their way: for whom, and the lines.
    air: Vec<(usize, Vec<String>)>,
    old: Vec<(usize, Vec<String>)>,
    backups: BTreeMap<usize, PathBuf>,
    /// Which region a meeting is of.
    owner: BTreeMap<String, usize>,
    revoked: Option<usize>,
    stolen_events: BTreeSet<String>,
    written: u64,
    copies: usize,
}

impl World {
    fn new(seed: u64, ablation: Ablation) -> World {
        let folder = memory();
        let live = FOLDERS.iter().enumerate().map(|(who, name)| {
            let to = folder.path().join(name);
            copy(&origin().folder.path().join(name), &to);
            let house =
                House::found(to, &origin().ids[who], seed * 1_000_000 + who as u64 * 10_000);
            Instance { house, who, stolen: false }
        });
        World {
            chance: Chance(seed),
            ablation,
            live: live.collect(),
            folder,
            air: Vec::new(),
            old: Vec::new(),
            backups: BTreeMap::new(),
            owner: BTreeMap::new(),
            revoked: None,
            stolen_events: BTreeSet::new(),
            written: 0,
            copies: 0,
        }
    }

    fn is_headquarters(who: usize) -> bool {
        who < 2
    }

    fn peers(who: usize) -> Vec<usize> {
        let all = 0..FOLDERS.len();
        let peer = |other: &usize| {
            *other != who && (World::is_headquarters(who) || World::is_headquarters(*other))
        };
        all.filter(peer).collect()
    }

    fn step(&mut self) {
        let at = self.chance.below(self.live.len());
        match self.chance.per_mille() {
            0..=399 => self.write(at),
            400..=679 => {
                let peers = World::peers(self.live[at].who);
                let to = peers[self.chance.below(peers.len())];
                if let Some(lines) = self.export(at, to) {
                    self.air.push((to, lines.clone()));
                    self.old.push((to, lines));
                }
            }
            680..=889 => self.fly(),
            890..=919 if !self.old.is_empty() => {
                let (to, lines) = self.old[self.chance.below(self.old.len())].clone();
                self.deliver(to, &lines);
            }
            920..=944 => {
                let house = &mut self.live[at].house;
                house.close();
                self.copies += 1;
                let kept = self.folder.path().join(format!("backup-{}", self.copies));
                copy(house.home.folder(), &kept);
                self.backups.insert(self.live[at].who, kept);
            }
            945..=964 => self.restore(at),
            965..=974 if self.live.len() < FOLDERS.len() + 2 => self.clone_of(at),
            975..=984 if self.revoked.is_none() && self.written > 20 => self.steal(),
            _ => {}
        }
    }

    /// Somebody does something: a region plans a meeting, headquarters sends something back.
    fn write(&mut self, at: usize) {
        self.written += 1;
        let who = self.live[at].who;
        if World::is_headquarters(who) {
            let events: Vec<String> = self.live[at].house.events().into_keys().collect();
            if events.is_empty() {
                return;
            }
            let event = events[self.chance.below(events.len())].clone();
            let desk = self.live[at].house.desk();
            desk.rule(&[event], Ruling::Return, Some(&format!("第{}次", self.written))).unwrap();
            return;
        }
        let meeting = NewMeeting {
            title: format!("第{}次会", self.written),
            start: "2026-03-10T01:00:00Z".parse().unwrap(),
            ..NewMeeting::default()
        };
        let done = self.live[at].house.perform(Command::PlanMeeting(meeting));
        self.owner.insert(done.subject.unwrap().to_string(), who);
        if self.live[at].stolen {
            let newest = self.live[at].house.events().into_iter();
            let own = newest.filter(|(_, body)| body.contains(&format!("第{}次会", self.written)));
            self.stolen_events.extend(own.map(|(id, _)| id));
        }
    }

    fn export(&mut self, at: usize, to: usize) -> Option<Vec<String>> {
        let id = &origin().ids[to];
        let at_headquarters = World::is_headquarters(self.live[at].who);
        if self.revoked == Some(to) && at_headquarters {
            return None;
        }
        let house = &mut self.live[at].house;
        let file =
            if at_headquarters { house.try_export(Some(id))? } else { house.try_export(None)? };
        let mut lines = split(&file);
        if self.ablation == Ablation::NoEcho {
            let own = house.key().public().key_id();
            lines.retain(|line| segment_of(line).is_none_or(|segment| segment.log.key == own));
        }
        Some(lines)
    }

    /// A file arrives, or it does not, or not as it was.
    fn fly(&mut self) {
        if self.air.is_empty() {
            return;
        }
        let at = self.chance.below(self.air.len());
        let (to, mut lines) =
            if self.chance.per_mille() < 250 { self.air[at].clone() } else { self.air.remove(at) };
        match self.chance.per_mille() {
            0..=249 => return,
            250..=349 => lines.truncate(self.chance.below(lines.len() + 1)),
            350..=419 if lines.len() > 1 => {
                let at = 1 + self.chance.below(lines.len() - 1);
                let cut = lines[at].len() / 2;
                lines[at].truncate(cut);
            }
            420..=479 => forge(&mut lines),
            _ => {}
        }
        self.deliver(to, &lines);
    }

    fn deliver(&mut self, to: usize, lines: &[String]) {
        for at in 0..self.live.len() {
            let is_copy = at >= FOLDERS.len();
            if self.live[at].who != to || (is_copy && self.chance.per_mille() < 500) {
                continue;
            }
            self.take(at, lines);
        }
    }

    fn take(&mut self, at: usize, lines: &[String]) -> usize {
        let mut lines = lines.to_vec();
        if self.ablation == Ablation::NoTipHash {
            let own = held(&mut self.live[at].house);
            for line in &mut lines {
                blind(line, &own);
            }
        }
        // A file of which nothing can be read is no bundle; that is said, and nothing else happens.
        match self.live[at].house.desk().import_bytes(&join(&lines), None) {
            Ok(import) => {
                import.segments + import.directories + usize::from(import.new_incarnation)
            }
            Err(_) => 0,
        }
    }

    fn restore(&mut self, at: usize) {
        let who = self.live[at].who;
        if at >= FOLDERS.len() || self.live[at].stolen {
            return;
        }
        let Some(backup) = self.backups.get(&who).cloned() else { return };
        let house = &mut self.live[at].house;
        house.close();
        let folder = house.home.folder().to_owned();
        // A backup of the data sets the store back alone; one of the whole disk its witness as well.
        let witness = std::fs::read(house.home.witness()).ok();
        let witness = witness.filter(|_| self.chance.per_mille() < 600);
        std::fs::remove_dir_all(&folder).unwrap();
        copy(&backup, &folder);
        if let Some(witness) = witness {
            std::fs::write(house.home.witness(), witness).unwrap();
        }
        if who == 0 && self.revoked.is_some() {
            // The root medium is put in again after headquarters was set back.
            let file = self.live[1].house.try_export(Some("hq-a"));
            if let Some(file) = file {
                let lines: Vec<String> = split(&file)
                    .into_iter()
                    .filter(|line| line.contains("vnd.daqu.directory"))
                    .collect();
                self.take(at, &lines);
            }
        }
    }

    fn clone_of(&mut self, at: usize) {
        let who = self.live[at].who;
        let copied = self.live.iter().filter(|instance| instance.who == who).count() > 1;
        if World::is_headquarters(who) || self.live[at].stolen || copied {
            return;
        }
        self.copies += 1;
        let to = self.folder.path().join(format!("clone-{}", self.copies));
        self.live[at].house.close();
        copy(self.live[at].house.home.folder(), &to);
        let seed = self.chance.next() % 1_000_000_000;
        let house = House::found(to, &origin().ids[who], seed);
        self.live.push(Instance { house, who, stolen: false });
    }

    /// A laptop of the last region is stolen with all its copies, and headquarters revokes by what it holds.
    fn steal(&mut self) {
        let who = FOLDERS.len() - 1;
        self.live[0].house.desk().revoke(&origin().ids[who], "遗失", None).unwrap();
        self.revoked = Some(who);
        for instance in self.live.iter_mut().filter(|instance| instance.who == who) {
            instance.stolen = true;
        }
        // The other machine of headquarters hears of it by the root medium.
        let file = self.live[0].house.export(Some("hq-b"));
        let lines: Vec<String> =
            split(&file).into_iter().filter(|line| line.contains("vnd.daqu.directory")).collect();
        self.take(1, &lines);
    }

    /// Everybody exchanges with everybody until nothing is new.
    fn quiet(&mut self) {
        // A round may bring nothing but statuses, by which the next one knows what is lacking.
        let mut still = 0;
        for _ in 0..ROUNDS {
            let mut news = 0;
            for at in 0..self.live.len() {
                for to in World::peers(self.live[at].who) {
                    let Some(lines) = self.export(at, to) else { continue };
                    for other in 0..self.live.len() {
                        if self.live[other].who == to {
                            news += self.take(other, &lines);
                        }
                    }
                }
            }
            still = if news == 0 { still + 1 } else { 0 };
            if still > 1 {
                return;
            }
        }
    }

    /// What is not as it must be.
    fn faults(&mut self) -> Vec<String> {
        let mut faults = Vec::new();
        let (a, b) = (self.live[0].house.events(), self.live[1].house.events());
        if a.keys().ne(b.keys()) {
            faults.push(format!("headquarters disagrees: {} and {} events", a.len(), b.len()));
        }
        if a.values().any(|body| body.contains(FORGED)) {
            faults.push("a forged event was accepted".to_owned());
        }
        let (of_a, of_b) = (meetings(&mut self.live[0].house), meetings(&mut self.live[1].house));
        if of_a != of_b {
            faults.push("headquarters disagrees on what has effect".to_owned());
        }
        for at in 0..self.live.len() {
            let (who, stolen) = (self.live[at].who, self.live[at].stolen);
            let held = self.live[at].house.events();
            if !stolen {
                let lost = held.keys().filter(|id| !a.contains_key(*id)).count();
                if lost > 0 {
                    faults
                        .push(format!("{lost} events of {} are not at headquarters", FOLDERS[who]));
                }
            }
            if World::is_headquarters(who) || stolen {
                continue;
            }
            let subject = |body: &str| Body::read(body).ok().map(|(body, _)| body.subject);
            let of = |body: &String| subject(body).and_then(|s| self.owner.get(&s).copied());
            let leaked = held.values().filter(|body| of(body) != Some(who)).count();
            if leaked > 0 {
                faults.push(format!("{} holds {leaked} events of others", FOLDERS[who]));
            }
            let own = |subject: &&String| self.owner.get(*subject) == Some(&who);
            let wanted: BTreeSet<String> = of_a.iter().filter(own).cloned().collect();
            let got = meetings(&mut self.live[at].house);
            if wanted != got {
                let missing: Vec<&String> = wanted.difference(&got).collect();
                let held = held.values().filter(|b| missing.iter().any(|m| b.contains(*m))).count();
                let (place, waiting) = (FOLDERS[who], self.live[at].house.waiting());
                let numbers = (got.len(), wanted.len());
                faults.push(format!(
                    "{place} ({at}): {numbers:?} meetings, {held} held, {waiting:?}"
                ));
            }
        }
        if self.revoked.is_some() {
            let beyond = self.live[0].house.desk().beyond().unwrap();
            let beyond: BTreeSet<String> = beyond.into_iter().map(|event| event.event).collect();
            let arrived = self.stolen_events.iter().filter(|id| a.contains_key(*id));
            let counting = arrived.filter(|id| !beyond.contains(*id)).count();
            if counting > 0 {
                faults.push(format!("{counting} events of a thief have effect"));
            }
        }
        for instance in self.live.iter_mut().filter(|instance| !instance.stolen) {
            let audit = instance.house.audit();
            if !audit.is_empty() {
                faults.push(format!("the audit of {} finds {audit:?}", FOLDERS[instance.who]));
            }
        }
        faults
    }
}

/// Meetings that have effect.
fn meetings(house: &mut House) -> BTreeSet<String> {
    house.look(|tx| tx.meetings("", u32::MAX)).into_iter().collect()
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        if path.is_dir() {
            // What was written for people is no part of a desk.
            if name != "exports" {
                copy(&path, &to.join(name));
            }
        } else {
            std::fs::copy(&path, to.join(name)).unwrap();
        }
    }
}

fn segment_of(line: &str) -> Option<Segment> {
    match read_lines(line.as_bytes()).next()?.1.ok()? {
        Line::Segment(envelope) => serde_json::from_slice(&envelope.payload).ok(),
        _ => None,
    }
}

/// Changes an event inside a segment, as whoever holds the file can.
fn forge(lines: &mut [String]) {
    for line in lines {
        let Some((_, Ok(Line::Segment(mut envelope)))) = read_lines(line.as_bytes()).next() else {
            continue;
        };
        let text = String::from_utf8(envelope.payload.clone()).unwrap();
        envelope.payload = text.replacen("次会", FORGED, 1).into_bytes();
        *line = envelope.to_line();
        return;
    }
}

type Held = BTreeMap<LogId, Vec<Tip>>;

fn held(house: &mut House) -> Held {
    let mut held = Held::new();
    house.look(|tx| {
        tx.each_link(|[key, inc, aud], seq, id, _| {
            held.entry(LogId { key, inc, aud }).or_default().push((seq, id));
        })
    });
    held
}

/// A status as it would be understood if its tips were numbers alone: whoever hears "up to 7" takes his own branches for meant.
fn blind(line: &mut String, own: &Held) {
    let Some((_, Ok(Line::Status(envelope)))) = read_lines(line.as_bytes()).next() else { return };
    let Ok(mut status) = serde_json::from_slice::<Status>(&envelope.payload) else { return };
    for have in &mut status.have {
        let most = have.tips.iter().map(|(seq, _)| *seq).max().unwrap_or(0);
        let meant = own.get(&have.log).into_iter().flatten().filter(|(seq, _)| *seq <= most);
        let meant: Vec<Tip> = meant.cloned().collect();
        if !meant.is_empty() {
            have.tips = meant;
        }
    }
    if let Some(key) = keys().get(&status.from) {
        *line = status.sign(key).to_line();
    }
}

/// The keys of all desks by their ids: the ablation writes in their names.
fn keys() -> &'static BTreeMap<String, DeskKey> {
    static KEYS: OnceLock<BTreeMap<String, DeskKey>> = OnceLock::new();
    KEYS.get_or_init(|| {
        let key = |name: &&str| House::found(origin().folder.path().join(name), "", 0).key();
        FOLDERS.iter().map(key).map(|key| (key.public().key_id(), key)).collect()
    })
}

fn run(seed: u64, ablation: Ablation) -> Vec<String> {
    let mut world = World::new(seed, ablation);
    for _ in 0..STEPS {
        world.step();
    }
    world.quiet();
    world.faults()
}

/// How many worlds: few in everyday's tests, `DAQU_SEEDS` of them where the environment says so.
fn seeds(few: u64) -> u64 {
    std::env::var("DAQU_SEEDS").ok().and_then(|text| text.parse().ok()).unwrap_or(few)
}

/// Runs worlds on all cores; the seeds that failed, with what was wrong.
fn fail(count: u64, ablation: Ablation) -> Vec<(u64, Vec<String>)> {
    origin();
    let workers = std::thread::available_parallelism().map_or(1, usize::from) as u64;
    std::thread::scope(|scope| {
        let worker = |first: u64| {
            let seeds = (first..count).step_by(workers as usize);
            seeds.map(|seed| (seed, run(seed, ablation))).filter(|(_, faults)| !faults.is_empty())
        };
        let handles: Vec<_> =
            (0..workers).map(|n| scope.spawn(move || worker(n).collect::<Vec<_>>())).collect();
        handles.into_iter().flat_map(|handle| handle.join().unwrap()).collect()
    })
}

#[test]
fn whatever_happened_everybody_holds_what_he_is_to_hold_and_nothing_else() {
    let failed = fail(seeds(24), Ablation::None);
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn without_the_hash_of_a_tip_a_branch_of_a_fork_is_lost() {
    let failed = fail(seeds(24).min(60), Ablation::NoTipHash);
    assert!(!failed.is_empty(), "the checks do not bite");
}

#[test]
fn without_the_echo_of_others_segments_something_is_lost() {
    let failed = fail(seeds(24).min(60), Ablation::NoEcho);
    assert!(!failed.is_empty(), "the checks do not bite");
}
