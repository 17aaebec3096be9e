//! The labelled pairs of notices, where they are at hand: what the matching engine must reach on them. They have no licence to
//! be copied, so a clone without them says that it skipped.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::Path;

use daqu::domain::territory::find_province;
use daqu::matching::{Index, Record};
use serde_json::Value;

type Pair = (String, String);

fn lines(path: &Path) -> Vec<Value> {
    let text = fs::read_to_string(path).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn text(row: &Value, name: &str) -> Option<String> {
    row[name].as_str().map(str::to_owned)
}

fn record(row: &Value) -> Record {
    let date = |name: &str| text(row, name).and_then(|date| date.parse().ok());
    Record {
        title: text(row, "title").unwrap(),
        buyer: text(row, "buyer"),
        province: text(row, "province").and_then(|name| Some(find_province(&name)?.code.clone())),
        published: date("published"),
        deadline: date("deadline"),
        amount_fen: row["amount"].as_i64().map(|yuan| yuan * 100),
        project_no: None,
        text: text(row, "text"),
        source: text(row, "src"),
    }
}

fn ordered(a: String, b: String) -> Pair {
    if a <= b { (a, b) } else { (b, a) }
}

/// Precision and recall of pairs of one source, as one number. Pairs whose truth is unknown do not count, unless the source
/// is one of which every pair is labelled.
fn f1(found: &HashSet<Pair>, truth: &HashMap<Pair, bool>, all_labelled: bool) -> f64 {
    let right = found.iter().filter(|pair| truth.get(pair) == Some(&true)).count();
    let wrong = found.iter().filter(|pair| match truth.get(pair) {
        Some(same) => !same,
        None => all_labelled,
    });
    let wanted = truth.values().filter(|same| **same).count();
    let share = |count: usize, of: usize| {
        f64::from(u32::try_from(count).unwrap()) / f64::from(u32::try_from(of.max(1)).unwrap())
    };
    let (precision, recall) = (share(right, right + wrong.count()), share(right, wanted));
    2.0 * precision * recall / (precision + recall).max(f64::MIN_POSITIVE)
}

#[test]
fn labelled_pairs_are_found_and_others_are_not() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/duplicates");
    if !folder.exists() {
        println!("skipped: no ../shared/data");
        return;
    }
    let rows = lines(&folder.join("notices.jsonl"));
    let source: HashMap<String, String> =
        rows.iter().map(|row| (text(row, "id").unwrap(), text(row, "src").unwrap())).collect();
    let mut truth: HashMap<String, HashMap<Pair, bool>> = HashMap::new();
    for pair in lines(&folder.join("pairs.jsonl")) {
        let (a, b) = (text(&pair, "a").unwrap(), text(&pair, "b").unwrap());
        let same = text(&pair, "rel").unwrap() == "same";
        truth.entry(source[&a].clone()).or_default().insert(ordered(a, b), same);
    }
    let mut found: HashMap<String, HashSet<Pair>> = HashMap::new();
    let mut across = 0;
    let mut index = Index::new();
    for row in &rows {
        let (id, record) = (text(row, "id").unwrap(), record(row));
        for other in index.matches(&id, &record) {
            if !other.judgement.verdict.is_same() {
                continue;
            }
            if source[&id] == source[&other.key] {
                let pairs = found.entry(source[&id].clone()).or_default();
                pairs.insert(ordered(id.clone(), other.key));
            } else {
                across += 1;
            }
        }
        index.insert(id, &record);
    }
    assert_eq!(across, 0, "publishers of different business have no tender in common here");
    let scores = ["yc", "jy", "tc"].map(|name| f1(&found[name], &truth[name], name == "yc"));
    let mean = scores.iter().sum::<f64>() / 3.0;
    assert!(mean >= 0.97 && scores.iter().all(|score| *score >= 0.95), "{scores:?}");
}
