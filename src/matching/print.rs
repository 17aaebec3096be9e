//! The print of a record: what the engine keeps of it, small enough for a hundred thousand.
//!
//! About 200 bytes with a title of usual length: the core as 16-bit units, marks and years as numbers, days as days, the text as
//! a hash of its beginning. Buyers repeat, so their names are shared. A print is not stored: it is read anew from the record,
//! so that better rules need no migration.

use std::num::{NonZeroI32, NonZeroI64, NonZeroU32};
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};

use crate::domain::territory::place_in;
use crate::text::normal::fold;

use super::buyer::{self, Buyer};
use super::record::Record;
use super::title::{self, Mark, Stage, Title};

/// A title that says less than this beside the buyer's name says nothing of its object (合同书, 某医院结果公告).
const SAYS_NOTHING: usize = 3;

/// What is kept of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Print {
    pub(super) core: Box<[u16]>,
    pub(super) marks: Box<[Mark]>,
    pub(super) buyer: Option<Arc<Buyer>>,
    /// First digits of the GB/T 2260 code.
    pub(super) province: Option<u8>,
    pub(super) published: Option<NonZeroI32>,
    pub(super) deadline: Option<NonZeroI32>,
    pub(super) amount: Option<NonZeroI64>,
    /// Hash of the number of the project.
    pub(super) project: Option<NonZeroU32>,
    /// Hash of the beginning of the text.
    pub(super) text: Option<NonZeroU32>,
    /// Hash of the source.
    pub(super) source: Option<NonZeroU32>,
    pub(super) year: Option<u16>,
    pub(super) works: u16,
    pub(super) named_round: Option<u8>,
    pub(super) supplement: bool,
    pub(super) subproject: bool,
    pub(super) and_so_on: bool,
    pub(super) stage: Stage,
    pub(super) awarded: bool,
    /// GB/T 2260 code of the city that the title names.
    pub(super) city: Option<u16>,
}

/// First digits of a GB/T 2260 code.
pub fn province_number(code: &str) -> Option<u8> {
    code.get(..2)?.parse().ok()
}

impl Print {
    /// Reads a record.
    pub fn of(record: &Record) -> Print {
        let mut title = title::read(&record.title);
        let buyer = record.buyer.as_deref().and_then(buyer::read);
        if beside_buyer(&title.core, buyer.as_ref()) < SAYS_NOTHING
            && let Some(named) = record.text.as_deref().and_then(project_name)
        {
            let (stage, awarded) = (title.stage, title.awarded);
            title = Title { stage, awarded, ..title::read(named) };
        }
        let place = place_in(&record.title);
        Print {
            core: title.core.iter().map(|c| unit(*c)).collect(),
            marks: title.marks.into_boxed_slice(),
            buyer: buyer.map(Arc::new),
            province: record
                .province
                .as_deref()
                .or(place.as_ref().map(|place| place.province.code.as_str()))
                .and_then(province_number),
            published: record.published.and_then(day),
            deadline: record.deadline.and_then(day),
            amount: record.amount_fen.filter(|fen| *fen > 0).and_then(NonZeroI64::new),
            project: record.project_no.as_deref().and_then(|number| short(&fold(number))),
            text: record.text.as_deref().and_then(|text| said(text, &title.core)),
            source: record.source.as_deref().and_then(short),
            year: title.year,
            works: title.works,
            named_round: title.round,
            supplement: title.supplement,
            subproject: title.subproject,
            and_so_on: title.and_so_on,
            stage: title.stage,
            awarded: title.awarded,
            city: place
                .and_then(|place| place.city)
                .and_then(|city| city.code.get(..4)?.parse().ok()),
        }
    }

    /// First digits of the GB/T 2260 code of its province; records of two provinces are never one tender.
    pub fn province(&self) -> Option<u8> {
        self.province
    }

    /// The round it names, else the first.
    pub(super) fn round(&self) -> u8 {
        self.named_round.unwrap_or(1)
    }

    /// Pairs of neighbouring units of the core, each once.
    pub(super) fn pairs(&self) -> Vec<u32> {
        let mut pairs: Vec<u32> = self
            .core
            .windows(2)
            .filter_map(|pair| match pair {
                [one, two] => Some(u32::from(*one) << 16 | u32::from(*two)),
                _ => None,
            })
            .collect();
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }
}

/// How much a core says beside the buyer's name.
fn beside_buyer(core: &[char], buyer: Option<&Buyer>) -> usize {
    let Some(buyer) = buyer else { return core.len() };
    let mut named = vec![false; core.len()];
    for (at, run) in core.windows(3).enumerate() {
        if buyer.whole.windows(3).any(|other| other == run) {
            named.iter_mut().skip(at).take(3).for_each(|named| *named = true);
        }
    }
    named.iter().filter(|named| !**named).count()
}

/// One character as a 16-bit unit; the few beyond them share one.
pub(super) fn unit(c: char) -> u16 {
    u16::try_from(u32::from(c)).unwrap_or(0xFFFD)
}

fn day(date: NaiveDate) -> Option<NonZeroI32> {
    NonZeroI32::new(date.num_days_from_ce())
}

/// The project's name that a text states behind 项目名称.
fn project_name(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once("项目名称")?;
    let rest = rest.trim_start_matches(['：', ':', ' ']);
    let end = ["，", "。", "；", "、项目", "一、", "二、", "三、", "四、", "五、", "采购", "\n"]
        .iter()
        .filter_map(|stop| rest.find(stop))
        .min();
    rest.get(..end.unwrap_or(rest.len())).filter(|name| (4..=60).contains(&name.chars().count()))
}

/// How much of the beginning of a text is remembered, in characters.
const BEGINNING: usize = 16;

/// How far a text is searched for words of the title, in characters.
const NEAR: usize = 200;

/// Hash of how a text begins, where it speaks of what the title says: 详见工程量清单 stands under every title and proves nothing.
fn said(text: &str, core: &[char]) -> Option<NonZeroU32> {
    let text: Vec<char> = fold(text).chars().filter(|c| c.is_alphanumeric()).take(NEAR).collect();
    let speaks = core.windows(3).any(|run| text.windows(3).any(|other| other == run));
    let beginning: String = text.get(..BEGINNING)?.iter().collect();
    if speaks { short(&beginning) } else { None }
}

/// FNV-1a: the same on every machine and in every version, so that hashes may be stored.
fn short(text: &str) -> Option<NonZeroU32> {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    NonZeroU32::new(u32::try_from((hash ^ hash >> 32) & 0xFFFF_FFFF).unwrap_or(1).max(1))
}
