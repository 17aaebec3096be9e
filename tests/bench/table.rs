//! What daqu takes for its work, as one table: `cargo bench`, or `cargo bench -- 1000 10000` for these sizes alone, or
//! `cargo bench --bench table -- --folding` for the folding of cases, `-- --minutes` for a key in the minutes, `-- --bundles`
//! for what goes from one desk to another, `-- --organisation` for a large company.
//!
//! Machines are shared and noisy: each figure is a median, and stands beside what bare SQLite takes for the same in the
//! same run. The ratio counts, not the milliseconds. Nothing here is a test.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod bundles;
mod folding;
mod made;
mod minutes;
mod organisation;

use std::hint::black_box;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use daqu::desk::Desk;
use daqu::desk::home::Home;
use daqu::desk::service::{ReaderService, Request, Service};
use daqu::desk::system::{FixedClock, SeededEntropy};
use daqu::desk::view::{Filter, LeadOrder};
use daqu::domain::territory::RegionCode;
use daqu::matching::{Index, Record};
use daqu::store::{Store, StoreError};
use daqu::text::Sought;
use daqu::text::normal::fold;

const SIZES: [usize; 3] = [1_000, 10_000, 100_000];

/// Rows of one file; a reader takes files up to a limit.
const FILE: usize = 10_000;

const RUNS: usize = 9;

/// Leads whose comparing is timed.
const COMPARED: usize = 2_000;

/// What is searched for: its kind, the words, and what bare SQLite is asked to find in the same folded texts.
const SEARCHES: [(&str, &str, &str); 10] = [
    ("two characters", "干线", "干线"),
    ("one character", "塔", "塔"),
    ("two words", "苏州 光缆", "苏州%光缆"),
    ("first letters", "jsyd", "江苏移动"),
    ("full pinyin", "jiangsuyidong", "江苏移动"),
    ("letters and Chinese", "5gwx", "5g无线"),
    ("digits of a number", "20260821", "20260821"),
    ("only in the text", "一级建造师", "一级建造师"),
    ("nothing", "宇宙飞船", "宇宙飞船"),
    ("half of all leads", "工程施工", "工程施工"),
];

/// Asks for the memory of a window at rest instead, at the folder that follows.
const MEMORY: &str = "--memory-of";

/// Measures the minutes editor alone.
const MINUTES: &str = "--minutes";

/// Lines of minutes.
const LINES: [usize; 3] = [10, 1_000, 10_000];

/// Measures the exchange alone, of so many leads.
const BUNDLES: &str = "--bundles";

/// Leads of a region's first bundle.
const EXCHANGED: [usize; 2] = [10_000, 100_000];

/// Measures a large company alone.
const ORGANISATION: &str = "--organisation";

/// Measures the folding of cases alone.
const FOLDING: &str = "--folding";

fn main() {
    let mut args = std::env::args().skip(1);
    if args.next().as_deref() == Some(MEMORY) {
        return at_rest(PathBuf::from(args.next().unwrap()));
    }
    if std::env::args().any(|arg| arg == FOLDING) {
        for events in SIZES {
            println!("fold {events} events of cases, events/s: {}", folded(events));
        }
        return;
    }
    if std::env::args().any(|arg| arg == BUNDLES) {
        let asked = numbers();
        let sizes = if asked.is_empty() { EXCHANGED.to_vec() } else { asked };
        return sizes.into_iter().for_each(exchanged);
    }
    if std::env::args().any(|arg| arg == ORGANISATION) {
        let organisation::Measured { looked_over, signed, keys } = organisation::measure();
        println!("10,000 units, 3,000 cities: looked over in {}", millis(looked_over));
        println!("10,000 units, 3,000 cities: signed in {}", millis(signed));
        let (middle, worst) = (keys[keys.len() / 2], keys[keys.len() - 1]);
        println!("key to frame: {} (worst of {}: {})", millis(middle), keys.len(), millis(worst));
        return;
    }
    if std::env::args().any(|arg| arg == MINUTES) {
        for lines in LINES {
            let (median, worst) = minutes::key_to_frame(lines);
            println!(
                "minutes of {lines} lines, key to frame: {} (p99 {})",
                millis(median),
                millis(worst)
            );
        }
        return;
    }
    let asked = numbers();
    let sizes = if asked.is_empty() { SIZES.to_vec() } else { asked };
    let columns: Vec<Column> = sizes.iter().map(|size| measure(*size)).collect();
    println!();
    print!("{:<34}", "median of daqu / of bare SQLite");
    sizes.iter().for_each(|size| print!("{:>24}", format!("{size} leads")));
    println!();
    for line in 0..columns[0].len() {
        print!("{:<34}", columns[0][line].0);
        columns.iter().for_each(|column| print!("{:>24}", column[line].1));
        println!();
    }
}

/// The sizes that were asked for.
fn numbers() -> Vec<usize> {
    std::env::args().skip(1).filter_map(|arg| arg.parse().ok()).collect()
}

/// Out of one desk and into another, beside what neither can do without.
fn exchanged(leads: usize) {
    let took = bundles::exchange(leads);
    let (files, bytes) = took.files;
    let bare = took.kept + took.checked;
    let times = took.taken_in.as_secs_f64() / bare.as_secs_f64();
    println!("{} events, {files} file(s) of {:.2} MB", took.events, bytes as f64 / 1e6);
    println!("  out: {} ms, {} events/s", millis(took.out), rate(took.events, took.out));
    println!("  in: {} ms, {} events/s", millis(took.taken_in), rate(took.events, took.taken_in));
    println!("  in once more: {} ms", millis(took.again));
    let (kept, checked) = (millis(took.kept), millis(took.checked));
    println!("  bare: {kept} ms kept + {checked} ms checked; in takes {times:.1} times that");
}

/// Names and figures of one size.
type Column = Vec<(String, String)>;

fn measure(size: usize) -> Column {
    eprintln!("{size} leads …");
    let folder = tempfile::tempdir().unwrap();
    let home = || Home::at(folder.path().join("desk"));
    let clock = Arc::new(FixedClock("2026-11-23T01:12:00Z".parse().unwrap()));
    let entropy = Box::new(SeededEntropy::new(7));
    let mut desk =
        Desk::init(home(), RegionCode::EC, "台", "人", None, clock.clone(), entropy).unwrap();
    let files: Vec<String> =
        (0..size).step_by(FILE).map(|from| made::notices(from, FILE.min(size - from))).collect();
    let mut column = Column::new();

    let began = Instant::now();
    for file in &files {
        assert_eq!(desk.take_in_bytes(file.as_bytes()).unwrap().rejected, 0);
    }
    let import = began.elapsed();
    let bare = bare_import(folder.path(), &files);
    column.push(("import, rows/s".to_owned(), rates(size, import, bare)));
    // The first batch reads all leads; those after it tell the rate. A hundred thousand take minutes, so a part of them must do.
    let (began, mut first) = (Instant::now(), None);
    let compared = desk.compare(&mut |_, compared| {
        first.get_or_insert((compared.done, began.elapsed()));
        if compared.done < COMPARED { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    let (compared, (before, reading)) = (compared.unwrap(), first.unwrap());
    let comparing = rate(compared - before, began.elapsed() - reading);
    column.push(("comparing, ms: first batch".to_owned(), millis(reading)));
    column.push(("comparing, rows/s".to_owned(), comparing));
    let sqlite = rusqlite::Connection::open(home().store()).unwrap();
    sqlite.execute("DELETE FROM lead_unmatched", []).unwrap();
    drop(sqlite);
    let one: Vec<String> = (0..RUNS).map(|n| made::notices(size + n, 1)).collect();
    let (mut taken, mut compared) = (Vec::new(), Vec::new());
    for file in &one {
        taken.push(timed(|| desk.take_in_bytes(file.as_bytes()).unwrap()));
        compared.push(timed(|| desk.compare(&mut |_, _| ControlFlow::Continue(())).unwrap()));
    }
    column.push(("one more lead, ms: kept".to_owned(), millis(median(taken.into_iter()))));
    column.push(("one more lead, ms: compared".to_owned(), millis(median(compared.into_iter()))));
    let mut index = Index::new();
    for (n, record) in files.iter().flat_map(|file| records(file)).enumerate() {
        index.insert(n, &record);
    }
    let added = median(one.iter().flat_map(|file| records(file)).enumerate().map(|(n, record)| {
        timed(|| {
            index.insert(size + n, &record);
            black_box(index.matches_within(&(size + n)))
        })
    }));
    drop(index);
    column.push(("one more in the index, ms".to_owned(), millis(added)));
    let rebuild = median((0..3).map(|_| timed(|| desk.rebuild().unwrap())));
    let bare = median((0..3).map(|_| timed(|| bare_read(&home()))));
    column.push(("rebuild, events/s".to_owned(), rates(size, rebuild, bare)));

    let mut store = Store::open_for_reading(&home().store()).unwrap();
    let sqlite = rusqlite::Connection::open(home().store()).unwrap();
    for (kind, words, like) in SEARCHES {
        let mut found = String::new();
        let search = median((0..RUNS).map(|_| {
            timed(|| {
                let hits =
                    store.read::<_, StoreError>(|tx| tx.search_leads(&Sought::new(words), None));
                let hits = hits.unwrap();
                found = format!("{}{}", hits.rows.len(), if hits.more { "+" } else { "" });
            })
        }));
        let pattern = format!("%{}%", fold(like));
        let mut scan = sqlite.prepare("SELECT count(*) FROM lead_text WHERE text LIKE ?1").unwrap();
        let bare = median((0..RUNS).map(|_| {
            timed(|| black_box(scan.query_row([&pattern], |row| row.get::<_, i64>(0)).unwrap()))
        }));
        let figure = format!("{} / {} ({found})", millis(search), millis(bare));
        column.push((format!("search, ms: {kind}"), figure));
    }

    let mut reader = ReaderService::open(&home(), clock).unwrap();
    let (newest, score) = (LeadOrder::Newest, LeadOrder::Score);
    for (name, order, from) in [
        ("first window", newest, 0),
        ("middle", newest, size / 2),
        ("end", newest, size.saturating_sub(60)),
        ("by score", score, 0),
        ("by score, middle", score, size / 2),
    ] {
        let filter = Filter { order, ..Filter::default() };
        let ask =
            || Request::Overview { filter: filter.clone(), leads_from: from, leads_count: 60 };
        let overview = median((0..RUNS).map(|_| timed(|| black_box(reader.answer(ask())))));
        let bare = median((0..RUNS).map(|_| {
            timed(|| {
                let sql = "SELECT data FROM lead_row ORDER BY published DESC LIMIT 60 OFFSET ?1";
                let mut rows = sqlite.prepare(sql).unwrap();
                let rows = rows
                    .query_map([i64::try_from(from).unwrap()], |row| row.get::<_, String>(0))
                    .unwrap();
                black_box(rows.count())
            })
        }));
        let figure = format!("{} / {}", millis(overview), millis(bare));
        column.push((format!("overview, ms: {name}"), figure));
    }
    drop((store, sqlite, reader, desk));
    column.push(("fold cases, events/s (10 each)".to_owned(), folded(size)));
    column.push(("window at rest, MiB".to_owned(), memory(folder.path())));
    column
}

/// As many events of cases as there are leads, folded; beside it, what it takes to parse their texts.
fn folded(size: usize) -> String {
    let (texts, histories) = folding::cases(size / folding::EVENTS);
    let ours =
        median((0..3).map(|_| {
            timed(|| histories.iter().filter_map(|history| folding::fold(history)).count())
        }));
    let bare = median((0..3).map(|_| {
        timed(|| {
            texts.iter().filter(|t| serde_json::from_str::<serde_json::Value>(t).is_ok()).count()
        })
    }));
    rates(texts.len(), ours, bare)
}

/// The records of a made file, as likeness reads them.
fn records(file: &str) -> Vec<Record> {
    let file: serde_json::Value = serde_json::from_str(file).unwrap();
    let text = |row: &serde_json::Value, key: &str| row[key].as_str().map(str::to_owned);
    let record = |row: &serde_json::Value| Record {
        title: text(row, "title").unwrap_or_default(),
        buyer: text(row, "operator"),
        text: text(row, "purchaseContent"),
        ..Record::default()
    };
    file["notices"].as_array().unwrap().iter().map(record).collect()
}

/// What another process holds in memory that has a desk open as a window has: one side writes, one reads.
fn memory(folder: &std::path::Path) -> String {
    let program = std::env::current_exe().unwrap();
    let output = std::process::Command::new(program).arg(MEMORY).arg(folder).output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn at_rest(folder: PathBuf) {
    let home = || Home::at(folder.join("desk"));
    let clock = Arc::new(FixedClock("2026-11-23T01:12:00Z".parse().unwrap()));
    let entropy = Box::new(SeededEntropy::new(7));
    let desk = Desk::open(home(), None, clock.clone(), entropy).unwrap();
    let mut reader = ReaderService::open(&home(), clock).unwrap();
    for search in [None, Some("jsyd".to_owned()), Some("工程施工".to_owned())] {
        let filter = Filter { search, ..Filter::default() };
        black_box(reader.answer(Request::Overview { filter, leads_from: 0, leads_count: 60 }));
    }
    // Linux alone says it so simply.
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = resident.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok());
    println!("{}", kib.map_or("-".to_owned(), |kib| format!("{:.1}", kib / 1024.0)));
    drop((desk, reader));
}

/// What SQLite takes to keep the same bytes under an index of their identities.
fn bare_import(folder: &std::path::Path, files: &[String]) -> Duration {
    let mut sqlite = rusqlite::Connection::open(folder.join("bare.db")).unwrap();
    sqlite.pragma_update(None, "journal_mode", "WAL").unwrap();
    sqlite.execute("CREATE TABLE row (id TEXT PRIMARY KEY, body TEXT)", []).unwrap();
    let rows: Vec<Vec<serde_json::Value>> = files
        .iter()
        .map(|file| {
            let mut file: serde_json::Value = serde_json::from_str(file).unwrap();
            file["notices"].as_array_mut().unwrap().drain(..).collect()
        })
        .collect();
    timed(|| {
        for rows in &rows {
            let transaction = sqlite.transaction().unwrap();
            let mut insert = transaction.prepare("INSERT INTO row VALUES (?1, ?2)").unwrap();
            for row in rows {
                insert.execute((row["id"].as_str(), row.to_string())).unwrap();
            }
            drop(insert);
            transaction.commit().unwrap();
        }
    })
}

/// What it takes to read every event and parse it.
fn bare_read(home: &Home) -> usize {
    let sqlite = rusqlite::Connection::open(home.store()).unwrap();
    let mut events = sqlite.prepare("SELECT body FROM event").unwrap();
    let bodies = events.query_map([], |row| row.get::<_, String>(0)).unwrap();
    bodies
        .filter(|body| {
            body.as_ref().is_ok_and(|body| serde_json::from_str::<serde_json::Value>(body).is_ok())
        })
        .count()
}

fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let began = Instant::now();
    black_box(work());
    began.elapsed()
}

fn median(times: impl Iterator<Item = Duration>) -> Duration {
    let mut times: Vec<Duration> = times.collect();
    times.sort();
    times[times.len() / 2]
}

fn millis(time: Duration) -> String {
    format!("{:.2}", time.as_secs_f64() * 1_000.0)
}

fn rate(rows: usize, time: Duration) -> String {
    format!("{}", (rows as f64 / time.as_secs_f64()).round() as u64)
}

fn rates(rows: usize, ours: Duration, bare: Duration) -> String {
    let rate = |time: Duration| (rows as f64 / time.as_secs_f64()).round() as u64;
    format!("{} / {}", rate(ours), rate(bare))
}
