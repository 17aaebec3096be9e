//! The one transfer rule: what a file for a peer must contain.
//!
//! *Put into the file every segment I hold that your newest status says you lack, in every log you
//! may see.* Who wrote it does not matter: a peer's own lost segments go back to it by the same
//! rule. Resending, restoring, a new laptop, a second machine at headquarters and the repair of a
//! fork are all this rule and nothing else. Tips carry their id, not only their number: without it
//! two branches of a fork could not be told apart, and one would be lost.

use std::collections::{BTreeMap, BTreeSet};

use super::segment::{LogId, Tip};
use super::status::{Have, Status};

/// The segments of one log: number and id, with the id before.
pub type Links = BTreeMap<Tip, Option<String>>;

/// All segments held, by log.
pub type Index = BTreeMap<LogId, Links>;

/// The ends of each log's branches: segments that no other held one follows. Everything below a
/// tip is held too, because a segment is applied only after the one before.
pub fn tips(index: &Index) -> BTreeMap<LogId, Vec<Tip>> {
    index.iter().map(|(log, links)| (log.clone(), log_tips(links))).collect()
}

fn log_tips(links: &Links) -> Vec<Tip> {
    let followed: BTreeSet<&str> = links.values().filter_map(|prev| prev.as_deref()).collect();
    links.keys().filter(|(_, id)| !followed.contains(id.as_str())).cloned().collect()
}

/// What a status for a peer says of the logs that peer may see.
pub fn have(index: &Index, may_see: impl Fn(&LogId) -> bool) -> Vec<Have> {
    let seen = index.iter().filter(|(log, _)| may_see(log));
    seen.map(|(log, links)| Have { log: log.clone(), tips: log_tips(links) }).collect()
}

/// Whether the segment `seq`, `id` of `log` is one of `tips` or lies below one. A tip that is not
/// held here proves nothing, since it is unknown which branch it ends.
pub fn covered(index: &Index, log: &LogId, seq: u64, id: &str, tips: &[Tip]) -> bool {
    let none = Links::new();
    let links = index.get(log).unwrap_or(&none);
    tips.iter().any(|tip| below(links, tip).any(|(number, name)| number == seq && name == id))
}

/// Ids of the segments of a log that are one of `tips` or lie below one.
pub fn up_to(index: &Index, log: &LogId, tips: &[Tip]) -> BTreeSet<String> {
    let none = Links::new();
    let links = index.get(log).unwrap_or(&none);
    tips.iter().flat_map(|tip| below(links, tip)).map(|(_, id)| id.to_owned()).collect()
}

/// What a peer lacks, by its newest status of each live incarnation: a segment goes out if one of
/// them lacks it, and everything goes out if there is no status. Sorted so that each segment comes
/// after the one it follows.
pub fn lacks(
    index: &Index,
    peer_statuses: &[Status],
    may_see: impl Fn(&LogId) -> bool,
) -> Vec<(LogId, u64, String)> {
    let mut lacking = Vec::new();
    for (log, links) in index.iter().filter(|(log, _)| may_see(log)) {
        let held = peer_statuses.iter().map(|status| held_by(links, log, status));
        let held: Vec<BTreeSet<(u64, &str)>> = held.collect();
        for (seq, id) in links.keys() {
            let everywhere = held.iter().all(|held| held.contains(&(*seq, id.as_str())));
            if held.is_empty() || !everywhere {
                lacking.push((log.clone(), *seq, id.clone()));
            }
        }
    }
    lacking
}

/// The segments of one log that a status covers, each chain walked once.
fn held_by<'a>(links: &'a Links, log: &LogId, status: &'a Status) -> BTreeSet<(u64, &'a str)> {
    let mut held = BTreeSet::new();
    let same = status.have.iter().filter(|have| have.log == *log);
    for tip in same.flat_map(|have| &have.tips) {
        for link in below(links, tip) {
            if !held.insert(link) {
                break;
            }
        }
    }
    held
}

/// The tip, if it is held, and everything below it. Numbers fall by one with each step, so the
/// walk ends whatever the links say.
fn below<'a>(links: &'a Links, tip: &'a Tip) -> impl Iterator<Item = (u64, &'a str)> {
    let first = links.contains_key(tip).then_some(tip);
    let mut next = first.map(|(seq, id)| (*seq, id.as_str()));
    std::iter::from_fn(move || {
        let (seq, id) = next?;
        let prev = links.get(&(seq, id.to_owned())).and_then(|prev| prev.as_deref());
        let before = prev.zip(seq.checked_sub(1)).map(|(id, seq)| (seq, id));
        next = before.filter(|(seq, id)| links.contains_key(&(*seq, (*id).to_owned())));
        Some((seq, id))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(key: &str, aud: &str) -> LogId {
        LogId { key: key.to_owned(), inc: "i".to_owned(), aud: aud.to_owned() }
    }

    fn links(chain: &[(u64, &str, Option<&str>)]) -> Links {
        let link = |(seq, id, prev): &(u64, &str, Option<&str>)| {
            ((*seq, (*id).to_owned()), prev.map(str::to_owned))
        };
        chain.iter().map(link).collect()
    }

    fn status(have: Vec<Have>) -> Status {
        Status {
            v: 1,
            org: String::new(),
            from: String::new(),
            inc: String::new(),
            old: Vec::new(),
            to: String::new(),
            made: String::new(),
            app: String::new(),
            directory: (1, String::new()),
            have,
            want: Vec::new(),
        }
    }

    fn holds(log: &LogId, tips: &[(u64, &str)]) -> Have {
        let tips = tips.iter().map(|(seq, id)| (*seq, (*id).to_owned())).collect();
        Have { log: log.clone(), tips }
    }

    fn names(lacking: &[(LogId, u64, String)]) -> Vec<&str> {
        lacking.iter().map(|(_, _, id)| id.as_str()).collect()
    }

    /// One log that forked after its first segment: a - b - c and a - x.
    fn forked() -> (LogId, Index) {
        let log = log("east", "role:hq");
        let chain = [(1, "a", None), (2, "b", Some("a")), (2, "x", Some("a")), (3, "c", Some("b"))];
        (log.clone(), Index::from([(log, links(&chain))]))
    }

    #[test]
    fn a_fork_has_two_tips_and_both_branches_arrive() {
        let (log, index) = forked();
        assert_eq!(tips(&index)[&log], [(2, "x".to_owned()), (3, "c".to_owned())]);
        let knows = status(vec![holds(&log, &[(3, "c")])]);
        assert_eq!(names(&lacks(&index, &[knows], |_| true)), ["x"]);
        let knows = status(vec![holds(&log, &[(2, "x")])]);
        assert_eq!(names(&lacks(&index, &[knows], |_| true)), ["b", "c"]);
        let knows_all = status(have(&index, |_| true));
        assert!(lacks(&index, &[knows_all], |_| true).is_empty());
        let tip = [(3, "c".to_owned())];
        assert!(covered(&index, &log, 1, "a", &tip) && !covered(&index, &log, 2, "x", &tip));
    }

    #[test]
    fn a_tip_never_seen_here_proves_nothing() {
        let (log, index) = forked();
        let ahead = status(vec![holds(&log, &[(9, "z")])]);
        assert_eq!(names(&lacks(&index, &[ahead], |_| true)), ["a", "b", "x", "c"]);
        assert!(!covered(&index, &log, 1, "a", &[(9, "z".to_owned())]));
    }

    #[test]
    fn without_a_status_everything_goes_and_every_clone_is_served() {
        let (log, index) = forked();
        assert_eq!(names(&lacks(&index, &[], |_| true)), ["a", "b", "x", "c"]);
        let one = status(vec![holds(&log, &[(2, "x"), (3, "c")])]);
        let clone = status(vec![holds(&log, &[(2, "b")])]);
        assert_eq!(names(&lacks(&index, &[one, clone], |_| true)), ["x", "c"]);
    }

    #[test]
    fn a_peer_gets_back_its_own_lost_segments_and_nothing_of_others() {
        let (own, mut index) = forked();
        index.insert(log("hq", "south"), links(&[(1, "s", None)]));
        index.insert(log("hq", "east"), links(&[(1, "e", None)]));
        let restored = status(vec![holds(&own, &[(1, "a")])]);
        let lacking = lacks(&index, &[restored], |log| log.visible_to("east", false));
        assert_eq!(names(&lacking), ["b", "x", "c", "e"]);
    }
}
