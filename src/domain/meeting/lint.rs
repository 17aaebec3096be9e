//! The check of minutes before they are signed: what is missing, what does not fit, and what minutes must not hold.
//!
//! It names the line, so that the editor can go there. It never says how the text should read: of words that are signs of
//! collusion it only tells that they stand there.

use chrono::NaiveDate;

use super::roll::{is_same, roll};
use super::{Meeting, TEXT_CLASS};
use crate::domain::lint;
use crate::domain::minutes::{Record, Said};
use crate::domain::procedure::{PRIVATE, moment};
use crate::domain::rulebook::Rulebook;
use crate::domain::why::Why;
use crate::text::{fold, halfwidth};

/// Something the check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The line, from 0; nothing where it is about the meeting as a whole.
    pub line: Option<usize>,
    /// What.
    pub why: Why,
    /// Minutes are not signed with it, whatever is said for it.
    pub bars: bool,
}

/// What is checked.
#[derive(Clone, Copy)]
pub struct Checked<'a> {
    /// The meeting.
    pub meeting: &'a Meeting,
    /// The text of its minutes.
    pub text: &'a str,
    /// The records of that text.
    pub records: &'a [Record],
    /// The day of the meeting.
    pub day: NaiveDate,
    /// Whether the company has a unit of that code or name.
    pub is_unit: &'a dyn Fn(&str) -> bool,
    /// The rules in force.
    pub book: &'a Rulebook,
}

/// Everything the check finds: of the meeting first, then line by line.
pub fn check(checked: &Checked<'_>) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    let of_meeting = |why: Why| Finding { line: None, why, bars: false };
    found.extend(notice_fields(checked.meeting).into_iter().map(of_meeting));
    found.extend(attendance(checked.meeting).into_iter().map(of_meeting));
    found.extend(times(checked.meeting).map(of_meeting));
    if checked.meeting.move_is_unreported() {
        found.push(of_meeting(Why::rule("move-unreported", "HYT-2")));
    }
    if !checked.meeting.reviewed && checked.meeting.latest().is_some() {
        found.push(of_meeting(Why::rule("minutes-unreviewed", "HY-3.4")));
    }
    let mut lines = of_records(checked);
    lines.extend(of_lines(checked.text));
    lines.sort_by_key(|finding| finding.line);
    found.extend(lines);
    found
}

/// What a notice has to state (篇1 §3).
fn notice_fields(meeting: &Meeting) -> Vec<Why> {
    let planned = &meeting.planned;
    let missing = |name: &str| Why::rule("argument-missing", "HYT-3").with("argument", name);
    let mut whys = Vec::new();
    if planned.place.is_none() {
        whys.push(missing("place"));
    }
    if planned.participants.is_empty() {
        whys.push(missing("participants"));
    }
    for (name, person) in [("chair", &planned.chair), ("recorder", &planned.recorder)] {
        if person.is_none() {
            whys.push(Why::rule("argument-missing", "HY-3.4").with("argument", name));
        }
    }
    if planned.chair.is_some() && planned.chair == planned.recorder {
        whys.push(Why::rule("recorder-is-chair", "HY-3.4"));
    }
    whys
}

/// Who was invited and is not on the roll, and who came uninvited.
fn attendance(meeting: &Meeting) -> Vec<Why> {
    let roll = roll(meeting);
    let of = |key: &str, names: Vec<&str>| {
        let why = Why::rule(key, "HY-4").with("persons", names.join("、"));
        (!names.is_empty()).then_some(why)
    };
    let unrecorded = roll.iter().filter(|one| one.presence.is_none());
    let uninvited = roll.iter().filter(|one| !one.invited);
    let names = |of: &mut dyn Iterator<Item = &super::roll::Attendance>| -> Vec<String> {
        of.map(|one| one.person.clone()).collect()
    };
    let (unrecorded, uninvited) =
        (names(&mut unrecorded.into_iter()), names(&mut uninvited.into_iter()));
    [
        of("roll-unrecorded", unrecorded.iter().map(String::as_str).collect()),
        of("roll-uninvited", uninvited.iter().map(String::as_str).collect()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn times(meeting: &Meeting) -> Option<Why> {
    let held = meeting.entries("hold").next_back()?;
    let (began, ended) = (moment(&held.args, "began")?, moment(&held.args, "ended")?);
    (ended < began).then(|| Why::rule("ends-before-it-begins", "HY-3.3"))
}

fn of_records(checked: &Checked<'_>) -> Vec<Finding> {
    let agenda: Vec<String> = checked
        .meeting
        .entries("agenda")
        .filter_map(|entry| entry.args.get("item").map(|item| fold(unnumbered(item))))
        .collect();
    let roll = roll(checked.meeting);
    let is_known = |name: &str| {
        let on_roll = roll.iter().any(|one| {
            is_same(&one.person, name) || one.proxy.as_deref().is_some_and(|p| is_same(p, name))
        });
        on_roll || (checked.is_unit)(name)
    };
    let mut item: Option<String> = None;
    let mut found = Vec::new();
    for record in checked.records {
        let mut say = |key: &str, rule: &str, args: &[(&str, &str)]| {
            let why =
                args.iter().fold(Why::rule(key, rule), |why, (name, text)| why.with(name, *text));
            found.push(Finding { line: Some(record.line), why, bars: false });
        };
        match &record.said {
            Said::Item { title, .. } => item = Some(fold(unnumbered(title))),
            Said::Statement { who, .. } => {
                if who.is_empty() {
                    say("statement-nobody", "HY-3.4", &[]);
                } else if !is_known(who) {
                    say("person-unknown", "HY-3.4", &[("person", who)]);
                }
            }
            Said::Resolution { text } => {
                if !has_basis(text, checked.book) {
                    say("resolution-no-basis", "HY-3.4", &[]);
                }
                let on_agenda = item.as_ref().is_some_and(|title| agenda.contains(title));
                if !agenda.is_empty() && !on_agenda {
                    say("resolution-off-agenda", "HY-4", &[]);
                }
            }
            Said::Action(task) => {
                match &task.owner {
                    None => say("action-no-owner", "HY-5.2", &[]),
                    Some(owner) if !is_known(owner) => {
                        say("person-unknown", "HY-5.2", &[("person", owner)]);
                    }
                    Some(_) => {}
                }
                if task.due.is_some_and(|due| due < checked.day) {
                    say("action-due-past", "HY-5.2", &[]);
                }
                if task.also {
                    say("action-owners", "HY-5.2", &[]);
                }
                if task.due.is_none() {
                    say("action-no-due", "HY-5.2", &[]);
                }
                if task.what.is_empty() {
                    say("action-empty", "HY-5.2", &[]);
                }
            }
            Said::Vote(vote) if !vote.is_counted() => say("vote-uncounted", "HY-3.4", &[]),
            Said::Vote(_) | Said::Fact { .. } => {}
        }
    }
    found
}

/// Words by which a resolution says on what it rests.
const BASES: [&str; 6] = ["依据", "根据", "按照", "遵照", "据此", "第"];

/// Whether a resolution says on what it rests: a rule by its id, an article, or one of the [`BASES`].
fn has_basis(text: &str, book: &Rulebook) -> bool {
    let by_id = |word: &str| book.get(word).is_some();
    let ids = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '.'));
    let named = BASES.iter().any(|word| match *word {
        "第" => text.split('第').skip(1).any(|rest| {
            rest.find('条').is_some_and(|at| rest[..at].chars().count() <= LONGEST_ARTICLE)
        }),
        word => text.contains(word),
    });
    named || ids.into_iter().any(by_id)
}

/// 第一百二十三条.
const LONGEST_ARTICLE: usize = 6;

/// Words with which prices are told.
const PRICES: [&str; 6] = ["报价", "投标价", "底价", "成本", "折扣", "让利"];

/// Words behind which a sum stands.
const SUMS: [&str; 7] = ["金额", "报价", "预算", "限价", "合同额", "造价", "产值"];

fn of_lines(text: &str) -> Vec<Finding> {
    let mut found = Vec::new();
    for (line, text) in text.split('\n').enumerate() {
        for finding in lint::findings(text) {
            let why =
                Why::rule("minutes-sign", finding.sign.rule()).with("sign", finding.sign.name());
            let bars = finding.sign.is_barred() && !is_forbidden(&text[..finding.at]);
            found.push(Finding { line: Some(line), why, bars });
        }
        let priced = PRICES.iter().any(|word| text.contains(word));
        if priced && TEXT_CLASS < PRIVATE && text.chars().any(|c| c.is_numeric()) {
            found.push(Finding { line: Some(line), why: Why::plain("minutes-class"), bars: false });
        }
        if let Some(figure) = bare_sum(text) {
            let why = Why::plain("sum-without-unit").with("figure", figure);
            found.push(Finding { line: Some(line), why, bars: false });
        }
    }
    found
}

/// Words that forbid what follows them.
const FORBIDS: [&str; 8] = ["严禁", "不得", "禁止", "杜绝", "不准", "不许", "防止", "抵制"];

/// Whether what stands before a word forbids it, in the same sentence: whoever warns of cover bids has not arranged one.
fn is_forbidden(before: &str) -> bool {
    let sentence = before.rsplit(['。', '；', '！', '？', ';']).next().unwrap_or_default();
    FORBIDS.iter().any(|word| sentence.contains(word))
}

/// A title without the number that it has in a list: `一、省干协调`, `1. 省干协调`, `（一）省干协调`.
pub fn unnumbered(title: &str) -> &str {
    let counts = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let inner = title.trim().trim_start_matches(['(', '（']);
    let rest = inner.trim_start_matches(counts);
    let behind = rest.trim_start_matches([')', '）', '、', '.', '．', ' ', '：', ':']);
    if rest.len() < inner.len() && behind.len() < rest.len() && !behind.is_empty() {
        behind
    } else {
        title.trim()
    }
}

/// A figure behind one of the [`SUMS`] that says no unit.
fn bare_sum(text: &str) -> Option<String> {
    let text = halfwidth(text);
    SUMS.iter().find_map(|word| {
        let (_, behind) = text.split_once(word)?;
        let behind = behind.trim_start_matches(|c: char| " :为是约共计达".contains(c));
        let figure: String =
            behind.chars().take_while(|c| c.is_ascii_digit() || ".,".contains(*c)).collect();
        let unit = behind[figure.len()..].trim_start().chars().next();
        let digits = figure.chars().filter(char::is_ascii_digit).count();
        let counted = unit.is_some_and(|c| "元万亿千百%‰折".contains(c));
        (digits > 0 && !counted).then_some(figure)
    })
}
