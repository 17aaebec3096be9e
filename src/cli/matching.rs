//! `daqu match`: which records of a file are one tender. It needs no desk and writes nothing.

mod row;

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command};
use serde_json::json;

use crate::i18n::Words;
use crate::matching::{Index, Judgement, Print, Side, Verdict};
use crate::t;

use super::report::Report;
use super::{Call, Ending, Outcome, option};
use row::{Row, Unread};

/// Longest line that is read, in bytes.
const LONGEST_LINE: u64 = 1 << 20;

/// `daqu match`.
pub fn command() -> Command {
    Command::new("match")
        .about("Which records of a file are the same tender, and why")
        .long_about(
            "Reads one JSON object a line: id, title, and where known src, buyer, province, published, deadline, amount (元), \
             text. Prints one JSON object a line for each pair: a, b, verdict, score, why. In a round, a is the earlier one; in \
             pre_notice_of, a is the pre-notice.",
        )
        .arg(
            Arg::new("file")
                .value_name("FILE")
                .required(true)
                .value_parser(clap::value_parser!(PathBuf))
                .help("Records, one JSON object a line"),
        )
        .arg(
            option("verdicts", "WORDS", "Only these, with commas; otherwise all but different")
                .value_delimiter(',')
                .value_parser(Verdict::ALL.map(Verdict::name)),
        )
}

/// Runs `daqu match`.
pub fn run(call: &mut Call, matches: &ArgMatches) -> Outcome {
    let Some(path) = matches.get_one::<PathBuf>("file") else { return Ok(Ending::Done) };
    let wanted = wanted(matches);
    let mut lines = Lines::open(path, &call.words)?;
    let mut found = Found {
        names: Vec::new(),
        known: HashSet::new(),
        index: Index::new(),
        wanted,
        words: &call.words,
    };
    let mut out = BufWriter::new(io::stdout().lock());
    while let Some((number, line)) = lines.next() {
        let taken = line
            .map_err(|_| Unread::plain("match-line-unreadable"))
            .and_then(|line| found.take(&line));
        match taken {
            Ok((pairs, unread)) => {
                unread.iter().for_each(|unread| lines.name(number, unread));
                for pair in pairs {
                    // `daqu match FILE | head` closes the pipe early; what was wanted is printed.
                    if writeln!(out, "{pair}").is_err() {
                        return Ok(Ending::Done);
                    }
                }
            }
            Err(unread) => lines.name(number, &unread),
        }
    }
    if out.flush().is_err() || (lines.named == 0 && !found.names.is_empty()) {
        return Ok(Ending::Done);
    }
    if found.names.is_empty() && lines.named == 0 {
        return Err(Report::new(t!(call.words, "fail-file-empty")));
    }
    Ok(if found.names.is_empty() { Ending::Found } else { Ending::Partly })
}

fn wanted(matches: &ArgMatches) -> Vec<Verdict> {
    match matches.get_many::<String>("verdicts") {
        Some(words) => words.filter_map(|word| Verdict::parse(word)).collect(),
        None => Verdict::ALL.into_iter().filter(|verdict| *verdict != Verdict::Different).collect(),
    }
}

/// The records so far.
struct Found<'w> {
    /// Their names, by their place in the file.
    names: Vec<String>,
    known: HashSet<String>,
    index: Index<usize>,
    wanted: Vec<Verdict>,
    words: &'w Words,
}

impl Found<'_> {
    /// Takes a line in; the pairs that it makes with those before it, and its fields that could not be read.
    fn take(&mut self, line: &str) -> Result<(Vec<String>, Vec<Unread>), Unread> {
        let Row { id, record, unread } = row::read(line)?;
        if !self.known.insert(id.clone()) {
            return Err(Unread::with("match-line-twice", id));
        }
        let here = self.names.len();
        let print = Print::of(&record);
        let judged: Vec<(usize, Judgement)> = if self.wanted.contains(&Verdict::Different) {
            let others = self.index.candidates(&print).into_iter().copied();
            others.filter_map(|other| Some((other, self.index.judge(&print, &other)?))).collect()
        } else {
            let matches = self.index.matches(&here, &record);
            matches.into_iter().map(|found| (found.key, found.judgement)).collect()
        };
        self.index.insert(here, &record);
        self.names.push(id);
        let wanted =
            judged.into_iter().filter(|(_, judgement)| self.wanted.contains(&judgement.verdict));
        let pairs = wanted.filter_map(|(other, judgement)| self.pair(here, other, &judgement));
        Ok((pairs.collect(), unread))
    }

    /// A pair as one line; the one that comes first is `a`.
    fn pair(&self, here: usize, other: usize, judgement: &Judgement) -> Option<String> {
        let turned = judgement.first != Some(Side::A);
        let (a, b) = if turned { (other, here) } else { (here, other) };
        let judgement = if turned { judgement.clone().exchanged() } else { judgement.clone() };
        let why: Vec<String> =
            judgement.reasons.iter().map(|why| self.words.say_with(&why.key, &why.args)).collect();
        let score = (f64::from(judgement.score) * 1000.0).round() / 1000.0;
        let pair = json!({"a": self.names.get(a)?, "b": self.names.get(b)?, "verdict": judgement.verdict.name(),
                          "score": score, "why": why});
        Some(pair.to_string())
    }
}

/// The lines of a file with their numbers, and how many faults were named.
struct Lines<'w> {
    reader: BufReader<File>,
    number: usize,
    named: usize,
    words: &'w Words,
}

impl<'w> Lines<'w> {
    fn open(path: &Path, words: &'w Words) -> Result<Lines<'w>, Report> {
        let failed = |error: io::Error| {
            Report::new(t!(
                words,
                "match-file",
                file = path.display().to_string(),
                detail = error.to_string()
            ))
        };
        let file = File::open(path).map_err(failed)?;
        if file.metadata().is_ok_and(|about| about.is_dir()) {
            return Err(failed(ErrorKind::IsADirectory.into()));
        }
        Ok(Lines { reader: BufReader::new(file), number: 0, named: 0, words })
    }

    /// The next line that is not blank; an error where it is not UTF-8 or longer than a line may be.
    fn next(&mut self) -> Option<(usize, io::Result<String>)> {
        loop {
            let mut bytes = Vec::new();
            self.number += 1;
            let read = io::Read::take(&mut self.reader, LONGEST_LINE).read_until(b'\n', &mut bytes);
            match read {
                Ok(0) => return None,
                // A file that cannot be read on ends here, and is named.
                Err(error) => {
                    let number = self.number;
                    self.name(number, &Unread::with("match-line-broken", error.to_string()));
                    return None;
                }
                Ok(_) => {}
            }
            if bytes.len() as u64 == LONGEST_LINE && bytes.last() != Some(&b'\n') {
                // The rest of the line is passed over without being kept.
                let _ = self.reader.skip_until(b'\n');
                return Some((self.number, Err(ErrorKind::InvalidData.into())));
            }
            let line = String::from_utf8(bytes).map_err(|_| ErrorKind::InvalidData.into());
            let blank = line.as_ref().is_ok_and(|line: &String| {
                line.trim_matches(['\u{feff}', ' ', '\t', '\r', '\n']).is_empty()
            });
            if !blank {
                return Some((self.number, line));
            }
        }
    }

    /// Names what was left out of a line.
    fn name(&mut self, number: usize, unread: &Unread) {
        self.named += 1;
        let reason = self.words.say_with(unread.key, &unread.args);
        let _ = writeln!(
            io::stderr(),
            "daqu: {}",
            t!(self.words, "match-line", line = number, reason = reason)
        );
    }
}
