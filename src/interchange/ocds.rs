//! Open Contracting (OCDS) 1.0 and 1.1, in: release packages, record packages, lists of packages, bare lists of releases or
//! records, one of them alone, and one object a line. Unknown members are stepped over.
//!
//! # What becomes what
//!
//! | notice | from | rule |
//! |---|---|---|
//! | identity | `ocid`, `id` | `ocid#id`: a release is one notice, and an `ocid` joins many |
//! | identity of a record | `ocid` | `ocid#compiled`: the process as it stands; a later compilation revises it |
//! | ocid | `ocid` | |
//! | platform | the package's `publisher.name` | |
//! | url | the one `tender.documents[]` of type `tenderNotice` | none, if there are several |
//! | title | `tender.title` | else the first line of `tender.description`, `planning.budget.project`, or the title or description of the one award or contract |
//! | customer | `buyer.name` | else the one party with the role `buyer`; if only a `procuringEntity` is named, a person looks |
//! | agency, customer_unit | `tender.procuringEntity.name` | where it is not the buyer: who runs the procedure is the agency, unless its party is `memberOf` the buyer; a party with the role `procurementAgency` goes first |
//! | site, province, city | `tender.items[].deliveryAddress(es)`, `deliveryLocation.description` | the buyer's address is not the site |
//! | category | `tag` | as written |
//! | stage | `tag`, `tender.status`, `procurementMethod` | table in `sort` |
//! | method | `procurementMethodDetails`, else `procurementMethod` | 询比 and 比选 are a comparison, `open` is an open tender; `limited` and `selective` say too little |
//! | project_no | the one `tender.identifiers[]`, else `tender.id` | scheme: `identifiers.scheme`, else the prefix of the `ocid`; a tender's id stays over its releases |
//! | round | the title | |
//! | published | `date` | |
//! | deadline | `tender.tenderPeriod.endDate` | after its `startDate`, and after `date` while one may still bid |
//! | opening | `tender.bidOpening.date` | extension |
//! | sale window | `x_daqu.docSalePeriod` | ours; `enquiryPeriod` is for questions and no sale window |
//! | budget | `tender.value`, else `planning.budget.amount` | CNY only |
//! | cap | `tender.maximumValue` | CNY only |
//! | content | `tender.description`, else the descriptions of the items | |
//! | qualification | `tender.eligibilityCriteria` | with its clause on branches |
//! | performance | `tender.selectionCriteria` | a text, its `description`, or those of its `criteria` |
//! | lots | `tender.lots[]` | else the `relatedLot`s of the items, else what the title names, else the whole |
//!
//! # What is not guessed
//!
//! A date without an hour is for a person, and so is a period that begins at 00:00:00 or ends at 23:59:59: the standard tells
//! publishers who know only the day to write just that. A sum in another currency stays words. A value of the wrong type
//! spoils its field, not its row.
//!
//! # Rows
//!
//! A row is a release or a record. A record is read as its `compiledRelease`; without one each of its releases is a notice,
//! and those that are only linked are named ([`Reason::ReleaseLinked`]). No row is lost without a name.

mod lots;
mod ours;
mod party;
mod release;
mod sort;
mod value;

use std::ops::ControlFlow;

use super::json_rows::{self, Members, Plan};
use super::json_value::{Object, Value};
use super::{FileFault, Glance, Opened, Reason, Rejected, Row, Sink, encoding};

pub(super) use ours::{EXTENSION, LOCAL_OCID};

/// The format's name.
pub const ID: &str = "ocds";

/// The longest release or record that is read, in bytes; real records hold every version of their process.
pub const MAX_RELEASE: usize = 4 * 1024 * 1024;

const PLAN: Plan = Plan {
    lists: &["releases", "records"],
    marks: &["ocid"],
    members: &["publisher"],
    limit: MAX_RELEASE,
};

/// Whether the file begins like JSON and names what only Open Contracting has.
pub fn detect(glance: &Glance) -> bool {
    let text = encoding::text_of_glance(glance);
    let named = |name: &str| {
        text.match_indices(&format!("\"{name}\"")).any(|(at, word)| {
            text.get(at + word.len()..).is_some_and(|rest| rest.trim_start().starts_with(':'))
        })
    };
    text.trim_start().starts_with(['{', '['])
        && PLAN.lists.iter().chain(PLAN.marks).any(|n| named(n))
}

/// Reads such a file, row by row.
///
/// # Errors
/// [`FileFault`] when the file is empty, holds neither releases nor records, or is not JSON to its end; the rows before are
/// handed out.
pub fn read(opened: &mut Opened<'_>, sink: &mut Sink<'_>) -> Result<(), FileFault> {
    json_rows::each(opened, PLAN, &mut |row, package| {
        let mut give = |notice: Result<_, Reason>| -> ControlFlow<()> {
            let row: Row = notice.map_err(|reason| Rejected { row: row.number, reason });
            sink(row)
        };
        match row.text.and_then(object) {
            Err(reason) => give(Err(reason)),
            Ok(row) => releases(&row, package, &mut give),
        }
    })
}

fn object(json: &str) -> Result<Object<'_>, Reason> {
    if !json.starts_with('{') {
        return Err(Reason::NotAnObject);
    }
    Value::of_row(json).object().ok_or(Reason::Unreadable)
}

/// The notices of a row: one of a release, and of a record what its rule says.
fn releases(
    row: &Object<'_>,
    package: &Members,
    give: &mut dyn FnMut(Result<crate::domain::lead::Notice, Reason>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let publisher = publisher(package);
    let publisher = publisher.as_deref();
    let is_record =
        ["compiledRelease", "versionedRelease", "releases"].iter().any(|name| row.has(name));
    if !is_record {
        return give(release::notice(row, None, publisher));
    }
    let ocid = row.line("ocid");
    if let Some(compiled) = row.get("compiledRelease") {
        let compiled = compiled.object().ok_or(Reason::NotAnObject);
        let ocid = ocid.or_else(|| compiled.as_ref().ok()?.line("ocid"));
        let of = ocid.ok_or(Reason::IdentityMissing);
        return give(compiled.and_then(|row| release::notice(&row, Some(&of?), publisher)));
    }
    let held = row.get("releases").and_then(|list| list.list()).unwrap_or_default();
    if held.is_empty() {
        return give(Err(Reason::ReleaseMissing));
    }
    for release in held {
        let notice = match release.object() {
            None => Err(Reason::NotAnObject),
            Some(link) if link.has("url") && !link.has("id") => Err(Reason::ReleaseLinked),
            Some(release) => release::notice(&release, None, publisher),
        };
        give(notice)?;
    }
    ControlFlow::Continue(())
}

/// Who publishes the package.
fn publisher(package: &Members) -> Option<String> {
    Value::of_row(package.get("publisher")?).object()?.line("name")
}

#[cfg(test)]
mod tests;
