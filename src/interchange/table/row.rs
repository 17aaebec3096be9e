//! One row of a table as a notice.
//!
//! A row that daqu wrote is read back cell by cell ([`cell`](super::cell)); every other by the rules that read operators' fields,
//! for which the columns have the operators' names. A cell that a person changed in a row of ours is read by those rules too.
//!
//! Who a notice is: its id; without one the operator with the platform's number; without that its address; and where a table
//! has none of them, a hash of what it does have: project number, title and round, or, where there is no project number
//! either, title, customer, place and day of publication. An id that is only a small number is a serial number of the table.

use std::ops::ControlFlow;

use sha2::{Digest, Sha256};

use super::cell::{self, WRITTEN};
use super::heading::Plan;
use crate::domain::lead::{Lot, Notice, WHOLE_LOT};
use crate::interchange::notice_json::row::Fields;
use crate::interchange::notice_json::{self, lots, said};
use crate::interchange::{MAX_ROW, Reason};
use crate::text::clean::clean_line;
use crate::text::normal::fold;

/// Figures with at most so many digits are no id.
const SERIAL: usize = 6;

/// Columns of figures that mean nothing once they are rounded.
const NUMBERS: [&str; 4] = ["id", "project_no", "source_id", "bid_no"];

/// Reads a row.
pub(super) fn notice(plan: &Plan, cells: &[String]) -> Result<Notice, Reason> {
    if cells.iter().map(String::len).sum::<usize>() > MAX_ROW {
        return Err(Reason::TooLarge);
    }
    let ours = plan.written.and_then(|at| cells.get(at)).is_some_and(|cell| cell == WRITTEN.1);
    let mut texts: Vec<(&'static str, String)> = Vec::new();
    for place in &plan.places {
        let Some(text) = cells.get(place.at).filter(|text| !text.trim().is_empty()) else {
            continue;
        };
        if NUMBERS.contains(&place.column.id) && is_rounded(text) {
            return Err(Reason::Rounded { column: place.column.heading });
        }
        let text = place
            .unit
            .filter(|_| is_figure(text))
            .map_or_else(|| text.clone(), |unit| format!("{}{unit}", text.trim()));
        texts.push((place.column.field, text));
    }
    let fields = Fields::of(texts.iter().map(|(field, text)| (*field, text.as_str())));
    let title = fields.get("title").ok_or(Reason::TitleMissing)?.to_owned();
    if ours && let Some(identity) = fields.get("id") {
        return Ok(as_written(plan, cells, loose(&fields, identity.to_owned(), title)));
    }
    let mut notice = loose(&fields, String::new(), title);
    notice.identity = identity(&fields, &notice);
    Ok(notice)
}

/// By the rules for operators' fields, and the columns that only tables have.
fn loose(fields: &Fields, identity: String, title: String) -> Notice {
    let mut notice = notice_json::notice_of(fields, identity, title, None);
    let clause = said::words(fields, "branchClause");
    if !clause.is_not_stated() {
        notice.branch_clause = clause;
    }
    if let Some(text) = fields.get("lots") {
        notice.lots = named_lots(text).unwrap_or(notice.lots);
    }
    notice
}

/// The cells as daqu wrote them, over what the other rules make of them.
fn as_written(plan: &Plan, cells: &[String], mut notice: Notice) -> Notice {
    for place in &plan.places {
        let text = cells.get(place.at).map(String::as_str).unwrap_or_default();
        // What a person changed stays as the rules for everybody's cells read it.
        let _: bool = cell::read(&mut notice, place.column.id, text);
    }
    notice
}

fn identity(fields: &Fields, notice: &Notice) -> String {
    let serial = |id: &str| id.len() <= SERIAL && id.bytes().all(|b| b.is_ascii_digit());
    let own = fields.get("id").filter(|id| !serial(id)).map(str::to_owned);
    own.or_else(|| notice_json::numbered(fields))
        .or_else(|| notice.url.clone().filter(|url| is_page(url)))
        .unwrap_or_else(|| hashed(fields, &notice.title))
}

/// Whether an address leads to more than a site's front page, which many notices share.
fn is_page(url: &str) -> bool {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split_once(['/', '?', '#'])
        .is_some_and(|(_, path)| !path.trim_matches(['/', '#', '?']).is_empty())
}

fn hashed(fields: &Fields, title: &str) -> String {
    let of = |name: &str| fold(fields.get(name).unwrap_or_default());
    let number = of("projectNo");
    let parts = if number.is_empty() {
        let day = fields.get("createDate").unwrap_or_default().chars().take(10).collect::<String>();
        vec![fold(title), of("round"), of("operator"), of("region"), of("city"), fold(&day)]
    } else {
        vec![number, fold(title), of("round")]
    };
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    let hex: String = hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("row-{hex}")
}

/// Whether a program has rounded a number: `2.08454E+18`, which Excel shows from sixteen digits on.
fn is_rounded(text: &str) -> bool {
    let Some((figure, power)) = text.trim().split_once(['E', 'e']) else { return false };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let power = power.strip_prefix('+');
    power.is_some_and(digits) && digits(&figure.replacen('.', "", 1))
}

fn is_figure(text: &str) -> bool {
    let text = text.trim();
    text.starts_with(|c: char| c.is_ascii_digit())
        && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','))
}

/// The lots of a cell: named as in titles (标包2), or bare numbers (1、2).
fn named_lots(text: &str) -> Option<Vec<Lot>> {
    let parts: Vec<&str> = text
        .split([',', '，', '、', ';', '；', '/', ' '])
        .filter(|part| !part.is_empty())
        .collect();
    let bare =
        |part: &str| part.len() <= 3 && part.bytes().all(|b| b.is_ascii_digit()) && part != "0";
    if !parts.is_empty() && parts.iter().all(|part| bare(part)) {
        let mut lots: Vec<Lot> = Vec::new();
        for id in parts {
            if lots.iter().all(|lot| lot.id != id) {
                lots.push(Lot { id: id.to_owned(), title: String::new(), budget: None });
            }
        }
        return Some(lots);
    }
    let lots = lots::lots(&clean_line(text), None);
    lots.iter().all(|lot| lot.id != WHOLE_LOT).then_some(lots)
}

/// For readers: go on.
pub(super) const ON: ControlFlow<()> = ControlFlow::Continue(());
