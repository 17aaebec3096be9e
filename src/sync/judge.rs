//! A file judged line by line by somebody who has nothing but the root keys, told him by another way: an auditor, a court, a
//! branch. The same verdicts come from the script beside the schemas, without a line of this program.
//!
//! Good is what is signed by whom the directory names, and follows what came before it. A log that goes on from something that
//! was not shown is not good: something may have been left out. So files are judged one after the other, from the first.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::envelope::Envelope;
use super::fault::LineFault;
use super::have::{Index, covered};
use super::part::PartLine;
use super::reader::{Line, read_lines};
use super::roots::Roots;
use super::says::Says;
use super::segment::{LogId, Tip, VerifiedSegment};
use super::status::Status;
use super::trust::{TrustedDirectory, verify_first_by, verify_next};
use crate::domain::event::Body;

/// What a line counts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Verified.
    Good,
    /// Kept unread: a type of a later version, or one that no root key speaks for.
    Unread,
    /// Not what it says it is.
    Bad,
}

/// A line with its verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Judged {
    /// Its number in the file, from 1.
    pub line: usize,
    /// What it says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub says: Option<Says>,
    /// Id of what was signed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What it counts for.
    pub verdict: Verdict,
    /// Why, in English, where it is not simply good.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// A file as it was judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Judgement {
    /// No line of the file is bad, and there is one that is good.
    pub good: bool,
    /// Every line.
    pub lines: Vec<Judged>,
}

/// Judges bare files by root keys, in the order in which they came; a judgement for each.
pub fn judge(files: &[Vec<u8>], roots: &Roots) -> Vec<Judgement> {
    let mut bench = Bench::new(roots);
    files.iter().map(|file| of_file(&mut bench, file)).collect()
}

/// Headquarters held an event: by which desk, and when that desk said so by its own clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Held {
    /// Short name of the desk.
    pub by: String,
    /// When.
    pub made: String,
}

/// Whether files prove that headquarters held an event: a directory that the root keys speak for, the event in a segment as its
/// author signed it, and a status of a desk of headquarters that names this segment or one that follows it. What came before it
/// in the log need not be shown.
pub fn held(files: &[Vec<u8>], roots: &Roots, event: &str) -> Option<Held> {
    let mut bench = Bench::new(roots);
    let lines: Vec<Line> =
        files.iter().flat_map(|file| read_lines(file)).filter_map(|(_, line)| line.ok()).collect();
    for line in &lines {
        if let Line::Directory(envelope) = line {
            bench.directory(envelope);
        }
    }
    let directory = bench.directory.as_ref()?;
    let mut index = Index::new();
    let mut places = Vec::new();
    for line in &lines {
        let Line::Segment(envelope) = line else { continue };
        let Ok(verified) = VerifiedSegment::from_envelope(envelope, directory) else { continue };
        let (log, seq) = (verified.segment.log.clone(), verified.segment.seq);
        if verified.accepted().any(|(id, _)| id == event) {
            places.push((log.clone(), seq, verified.id.clone()));
        }
        let links = index.entry(log).or_default();
        links.insert((seq, verified.id), verified.segment.prev);
    }
    let statuses = lines.iter().filter_map(|line| match line {
        Line::Status(envelope) => Status::from_envelope(envelope, directory).ok(),
        _ => None,
    });
    let mut of_hq = statuses.filter(|status| directory.is_headquarters(&status.from));
    let status = of_hq.find(|status| {
        places.iter().any(|(log, seq, id)| {
            let of_log = status.have.iter().filter(|have| have.log == *log);
            let tips: Vec<Tip> = of_log.flat_map(|have| have.tips.clone()).collect();
            covered(&index, log, *seq, id, &tips)
        })
    })?;
    let by = directory.desk(&status.from).map(|desk| desk.id.clone()).unwrap_or_default();
    Some(Held { by, made: status.made })
}

fn of_file(bench: &mut Bench<'_>, file: &[u8]) -> Judgement {
    let read = |(line, read): (usize, Result<Line, LineFault>)| match read {
        Ok(read) => {
            let (verdict, why) = bench.line(&read);
            let id = Some(read.envelope().id());
            Judged { line, says: Some(Says::of(&read)), id, verdict, why }
        }
        Err(fault) => {
            let (verdict, why) = bad(&fault);
            Judged { line, says: None, id: None, verdict, why }
        }
    };
    let lines: Vec<Judged> = read_lines(file).map(read).collect();
    let is = |verdict: Verdict| move |judged: &Judged| judged.verdict == verdict;
    let good = lines.iter().any(is(Verdict::Good)) && !lines.iter().any(is(Verdict::Bad));
    Judgement { good, lines }
}

type Told = (Verdict, Option<String>);

fn bad(why: &dyn std::fmt::Display) -> Told {
    (Verdict::Bad, Some(why.to_string()))
}

/// What was verified so far.
struct Bench<'a> {
    roots: &'a Roots,
    directory: Option<TrustedDirectory>,
    /// Ids of that one and of those before it.
    directories: BTreeSet<String>,
    /// Ids of the segments of each log by number.
    logs: BTreeMap<LogId, BTreeMap<u64, BTreeSet<String>>>,
    /// Hashes that events refer to.
    parts: BTreeSet<String>,
}

impl<'a> Bench<'a> {
    fn new(roots: &'a Roots) -> Bench<'a> {
        Bench {
            roots,
            directory: None,
            directories: BTreeSet::new(),
            logs: BTreeMap::new(),
            parts: BTreeSet::new(),
        }
    }

    fn line(&mut self, line: &Line) -> Told {
        match line {
            Line::Directory(envelope) => self.directory(envelope),
            Line::Segment(envelope) => self.segment(envelope),
            Line::Status(envelope) => match &self.directory {
                Some(directory) => match Status::from_envelope(envelope, directory) {
                    Ok(_) => (Verdict::Good, None),
                    Err(refusal) => bad(&refusal),
                },
                None => bad(&NO_DIRECTORY),
            },
            Line::Part(envelope) => match PartLine::from_envelope(envelope) {
                Ok(part) if self.parts.contains(&part.hash) => (Verdict::Good, None),
                Ok(_) => (Verdict::Unread, Some("no event before it refers to it".into())),
                Err(refusal) => bad(&refusal),
            },
            Line::Enrol(envelope) => match super::enrol::Enrol::from_envelope(envelope) {
                Ok(_) => (Verdict::Unread, Some("it vouches for itself alone".into())),
                Err(refusal) => bad(&refusal),
            },
            Line::Unknown(_) => (Verdict::Unread, Some("a type of a later version".into())),
        }
    }

    fn directory(&mut self, envelope: &Envelope) -> Told {
        // Files carry every directory that their reader may need, and most come more than once.
        if self.directories.contains(&envelope.id()) {
            return (Verdict::Good, None);
        }
        let next = match &self.directory {
            None => verify_first_by(envelope, self.roots),
            Some(current) => verify_next(current, envelope),
        };
        match next {
            Ok(next) => {
                self.directories.insert(next.id().to_owned());
                self.directory = Some(next);
                (Verdict::Good, None)
            }
            Err(fault) => bad(&fault),
        }
    }

    fn segment(&mut self, envelope: &Envelope) -> Told {
        let Some(directory) = &self.directory else { return bad(&NO_DIRECTORY) };
        let verified = match VerifiedSegment::from_envelope(envelope, directory) {
            Ok(verified) => verified,
            Err(refusal) => return bad(&refusal),
        };
        let faults = verified.verdicts.iter().enumerate();
        let faults: Vec<String> = faults
            .filter_map(|(at, verdict)| {
                Some(format!("event {}: {}", at + 1, verdict.as_ref().err()?))
            })
            .collect();
        for (_, event) in verified.accepted() {
            if let Ok((body, _)) = Body::read(&event.body) {
                self.parts.extend(body.parts.into_iter().map(|part| part.hash));
            }
        }
        let segment = &verified.segment;
        let log = self.logs.entry(segment.log.clone()).or_default();
        let before = segment.seq.checked_sub(1).and_then(|seq| log.get(&seq));
        let follows = match (&segment.prev, before) {
            (None, _) => true,
            (Some(prev), Some(before)) => before.contains(prev),
            (Some(_), None) => false,
        };
        let same = log.entry(segment.seq).or_default();
        let forks = !same.is_empty() && !same.contains(&verified.id);
        same.insert(verified.id.clone());
        match follows {
            _ if !faults.is_empty() => bad(&faults.join("; ")),
            _ if forks => bad(&format!("a fork: two different segments {}", segment.seq)),
            false => bad(&format!("segment {} was not seen before it", segment.seq - 1)),
            true => (Verdict::Good, None),
        }
    }
}

const NO_DIRECTORY: &str = "no directory before it names who may sign";
