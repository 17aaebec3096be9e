//! Leads as an Open Contracting 1.1 release package, written one by one.
//!
//! The standard's members say what they can say, by the mapping of the [reader](super::super::ocds). Beside them one member of
//! ours, `x_daqu`, holds the rest:
//!
//! | `x_daqu.` | what |
//! |---|---|
//! | `lead` | the lead's number here (`XS-…`) |
//! | `localOcid` | true where the `ocid` was made here (`ocds-local-<org>-<uuid>`): registered nowhere, for exchange between our own desks, never to be published |
//! | `dateOfExport` | true where `date` is the time of this export, because the notice's own is not known to the hour |
//! | `docSalePeriod` | 标书售卖期, which the standard has no member for |
//! | `registrationEnd` | 报名截止 |
//! | `taxIncluded` | whether `tender.value` and `tender.maximumValue` include tax, where stated |
//! | `consortium` | whether 联合体 may bid |
//! | `branchClause`, `authorisationClause` | the clauses, quoted |
//! | `round` | 第几次 |
//! | `notice` | the notice field by field with state, words and source; what reads it back exactly |
//!
//! Any program may ignore `x_daqu`. On reading, `notice` counts only while the release still says what follows from it, so a
//! release that another hand changed is read as it is now.
//!
//! libcoveocds, the standard's own checker, finds no error in such a package (schema 1.1.5 and the extensions named, all at
//! hand locally). It remarks that the prefix of a local `ocid` is none of the registry's, which is so, and lists `x_daqu`,
//! `statusDetails` and `maximumValue` as additional members.
//!
//! A way of buying by comparison (询比、比选) is `selective` here; the standard knows no open comparison. A stage that is not
//! known is tagged `tender`, since a release must have a tag; `notice` keeps that it is not known. Extensions are named as
//! plain addresses; nothing is fetched.

use std::io::{self, Write};

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Map, Value, json};

use super::super::ocds::{EXTENSION, LOCAL_OCID};
use crate::domain::hard_stop::MethodKind;
use crate::domain::lead::{Amount, Field, Lot, Notice, Stage, WHOLE_LOT};
use crate::domain::subject::Subject;
use crate::domain::territory;

/// Extensions whose members a release may use, and the one that another of them needs (awardCriteria).
const EXTENSIONS: [&str; 6] = [
    "https://raw.githubusercontent.com/open-contracting-extensions/ocds_lots_extension/v1.1.5/extension.json",
    "https://raw.githubusercontent.com/open-contracting-extensions/ocds_bidOpening_extension/master/extension.json",
    "https://raw.githubusercontent.com/open-contracting-extensions/ocds_location_extension/v1.1.5/extension.json",
    "https://raw.githubusercontent.com/open-contracting-extensions/ocds_selectionCriteria_extension/master/extension.json",
    "https://raw.githubusercontent.com/open-contracting-extensions/ocds_awardCriteria_extension/master/extension.json",
    "https://raw.githubusercontent.com/open-contracting-extensions/ocds_memberOf_extension/master/extension.json",
];

/// How a tender's id begins that was made here for a tender without a number.
pub(in crate::interchange) const LOCAL_NUMBER: &str = "x-daqu:";

/// Sums up to this many 分 are exact as a JSON number in every program; larger ones are left to `x_daqu.notice`.
const EXACT: i64 = 999_999_999_999_999;

/// Who publishes, and when.
#[derive(Debug, Clone, Copy)]
pub struct Publication<'a> {
    /// Our organisation's short name or id; what is no letter or figure is left out of ids.
    pub org: &'a str,
    /// The publisher's name.
    pub publisher: &'a str,
    /// The instant of publication.
    pub at: DateTime<Utc>,
}

/// A lead to be written.
#[derive(Debug, Clone, Copy)]
pub struct Outgoing<'a> {
    /// Its identity.
    pub subject: Subject,
    /// Its number.
    pub number: &'a str,
    /// The notice that stands.
    pub notice: &'a Notice,
}

/// Writes a release package with one release for each lead, holding one at a time.
///
/// # Errors
/// When the writer fails.
pub fn write<'a>(
    leads: impl IntoIterator<Item = Outgoing<'a>>,
    publication: &Publication<'_>,
    out: &mut impl Write,
) -> io::Result<()> {
    let stamp = publication.at.format("%Y%m%dT%H%M%SZ");
    let head = json!({
        "uri": format!("urn:x-daqu:{}:{stamp}", slug(publication.org)),
        "version": "1.1",
        "publishedDate": moment(publication.at),
        "publisher": { "name": publication.publisher },
        "extensions": EXTENSIONS,
    });
    let head = head.to_string();
    let open = head.strip_suffix('}').unwrap_or(&head);
    write!(out, "{open},\"releases\":[")?;
    for (index, lead) in leads.into_iter().enumerate() {
        out.write_all(if index == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, &release(lead, publication))?;
    }
    out.write_all(b"\n]}\n")
}

/// One lead as a release.
#[must_use]
pub fn release(lead: Outgoing<'_>, publication: &Publication<'_>) -> Value {
    let Outgoing { subject, number, notice } = lead;
    let local = || format!("{LOCAL_OCID}{}-{}", slug(publication.org), subject.uuid);
    let ocid = notice.ocid.clone().unwrap_or_else(local);
    // The same lead may go out again after a change, and a release's id must not name two different releases.
    let id = format!("{number}-{}", publication.at.format("%Y%m%dT%H%M%SZ"));
    let mut release = Map::new();
    release.insert("ocid".to_owned(), json!(ocid));
    release.insert("id".to_owned(), json!(id));
    release.insert("date".to_owned(), json!(moment(publication.at)));
    release.append(&mut derived(notice));
    release.insert(EXTENSION.to_owned(), ours(number, notice));
    Value::Object(release)
}

/// The members of a release that follow from the notice alone.
pub(in crate::interchange) fn derived(notice: &Notice) -> Map<String, Value> {
    let mut release = Map::new();
    if let Some(ocid) = &notice.ocid {
        release.insert("ocid".to_owned(), json!(ocid));
    }
    if let Some(published) = notice.published.value {
        release.insert("date".to_owned(), json!(moment(published)));
    }
    release.insert("tag".to_owned(), json!([tag(notice.stage.value)]));
    release.insert("initiationType".to_owned(), json!("tender"));
    release.insert("language".to_owned(), json!("zh"));
    let parties = parties(notice);
    if !parties.is_empty() {
        release.insert("parties".to_owned(), Value::Array(parties));
    }
    if let Some(name) = &notice.customer.value {
        release.insert("buyer".to_owned(), json!({ "id": BUYER, "name": name }));
    }
    release.insert("tender".to_owned(), tender(notice));
    release
}

fn tag(stage: Option<Stage>) -> &'static str {
    match stage {
        Some(Stage::PreNotice) => "planning",
        Some(Stage::Notice | Stage::DirectAward) | None => "tender",
        Some(Stage::Change) => "tenderAmendment",
        Some(Stage::Candidates) => "tenderUpdate",
        Some(Stage::Award) => "award",
        Some(Stage::Cancelled) => "tenderCancellation",
    }
}

fn status(stage: Stage) -> &'static str {
    match stage {
        Stage::PreNotice => "planned",
        Stage::Notice | Stage::DirectAward | Stage::Change | Stage::Candidates => "active",
        Stage::Award => "complete",
        Stage::Cancelled => "cancelled",
    }
}

const BUYER: &str = "buyer";
const UNIT: &str = "buyer-unit";
const AGENCY: &str = "agency";

/// Buyer, the buyer's unit and the agency, with their roles.
fn parties(notice: &Notice) -> Vec<Value> {
    let (buyer, unit, agency) =
        (&notice.customer.value, &notice.customer_unit.value, &notice.agency.value);
    let mut parties = Vec::new();
    if let Some(name) = buyer {
        let alone = unit.is_none() && agency.is_none();
        let roles = if alone { vec!["buyer", "procuringEntity"] } else { vec!["buyer"] };
        parties.push(json!({ "id": BUYER, "name": name, "roles": roles }));
    }
    if let Some(name) = unit {
        let mut party = json!({ "id": UNIT, "name": name, "roles": ["procuringEntity"] });
        if let (Some(buyer), Some(members)) = (buyer, party.as_object_mut()) {
            members.insert("memberOf".to_owned(), json!([{ "id": BUYER, "name": buyer }]));
        }
        parties.push(party);
    }
    if let Some(name) = agency {
        let mut roles = vec!["procurementAgency"];
        if unit.is_none() {
            roles.insert(0, "procuringEntity");
        }
        parties.push(json!({ "id": AGENCY, "name": name, "roles": roles }));
    }
    parties
}

/// Members of an object, put in where there is something to say.
#[derive(Default)]
struct Members(Map<String, Value>);

impl Members {
    fn put(&mut self, name: &str, value: impl Into<Option<Value>>) {
        if let Some(value) = value.into() {
            self.0.insert(name.to_owned(), value);
        }
    }

    fn text(&mut self, name: &str, field: &Field<String>) {
        self.put(name, field.value.as_ref().map(|text| json!(text)));
    }
}

fn tender(notice: &Notice) -> Value {
    let mut tender = Members::default();
    let number = notice.project_no.value.clone();
    tender.put("id", json!(number.unwrap_or_else(|| format!("{LOCAL_NUMBER}{}", notice.identity))));
    tender.put("title", json!(notice.title));
    tender.text("description", &notice.content);
    tender.put("status", notice.stage.value.map(|stage| json!(status(stage))));
    tender.text("statusDetails", &notice.category);
    let entity =
        [(UNIT, &notice.customer_unit), (AGENCY, &notice.agency), (BUYER, &notice.customer)];
    let entity = entity.into_iter().find_map(|(id, field)| Some((id, field.value.as_ref()?)));
    tender.put("procuringEntity", entity.map(|(id, name)| json!({ "id": id, "name": name })));
    if notice.stage.value == Some(Stage::DirectAward) {
        tender.put("procurementMethod", json!("direct"));
    } else if let Some(method) = notice.method.value {
        let (code, word) = way(method);
        tender.put("procurementMethod", code.map(|code| json!(code)));
        tender.put("procurementMethodDetails", word.map(|word| json!(word)));
    }
    tender.put("value", notice.budget.value.and_then(sum));
    tender.put("maximumValue", notice.cap.value.and_then(sum));
    let end = notice.deadline.value.map(|at| json!({ "endDate": moment(at) }));
    tender.put("tenderPeriod", end);
    tender.put("bidOpening", notice.opening.value.map(|at| json!({ "date": moment(at) })));
    tender.text("eligibilityCriteria", &notice.qualification);
    let performance = notice.performance.value.as_ref();
    tender.put("selectionCriteria", performance.map(|text| json!({ "description": text })));
    tender.put("items", item(notice));
    let divided = notice.lots.iter().any(|lot| lot.id != WHOLE_LOT);
    let lots: Vec<Value> = notice.lots.iter().map(lot).collect();
    tender.put("lots", divided.then_some(Value::Array(lots)));
    let document = |url| json!([{ "id": "notice", "documentType": "tenderNotice", "url": url }]);
    tender.put("documents", notice.url.as_ref().filter(|url| is_uri(url)).map(document));
    Value::Object(tender.0)
}

fn way(method: MethodKind) -> (Option<&'static str>, Option<&'static str>) {
    match method {
        MethodKind::OpenTender => (Some("open"), Some("招标")),
        MethodKind::Comparison => (Some("selective"), Some("询比")),
        MethodKind::Purchase => (None, Some("采购")),
        MethodKind::Unknown => (None, None),
    }
}

/// The works as the one item, where it is known where they are.
fn item(notice: &Notice) -> Option<Value> {
    let province = notice.province.value.as_deref().and_then(territory::province);
    let city = notice.city.value.as_deref().and_then(territory::division);
    let mut address = Members::default();
    address.put("region", province.map(|province| json!(province.name)));
    address.put("locality", city.map(|city| json!(city.name)));
    address.text("streetAddress", &notice.site);
    let located = !address.0.is_empty();
    located.then(
        || json!([{ "id": "works", "description": notice.title, "deliveryAddress": address.0 }]),
    )
}

fn lot(lot: &Lot) -> Value {
    let mut members = Members::default();
    members.put("id", json!(lot.id));
    members.put("title", (!lot.title.is_empty()).then(|| json!(lot.title)));
    members.put("value", lot.budget.and_then(sum));
    Value::Object(members.0)
}

fn sum(amount: Amount) -> Option<Value> {
    if !(-EXACT..=EXACT).contains(&amount.fen) {
        return None;
    }
    // The quotient is the double nearest to the decimal, and is written as that decimal.
    #[allow(clippy::cast_precision_loss)]
    let yuan = if amount.fen % 100 == 0 {
        json!(amount.fen / 100)
    } else {
        json!(amount.fen as f64 / 100.0)
    };
    Some(json!({ "amount": yuan, "currency": "CNY" }))
}

/// What the standard has no member for.
fn ours(number: &str, notice: &Notice) -> Value {
    let mut ours = Members::default();
    ours.put("lead", json!(number));
    ours.put("localOcid", notice.ocid.is_none().then_some(Value::Bool(true)));
    ours.put("dateOfExport", notice.published.value.is_none().then_some(Value::Bool(true)));
    let mut sale = Members::default();
    sale.put("startDate", notice.sale_start.value.map(|at| json!(moment(at))));
    sale.put("endDate", notice.sale_end.value.map(|at| json!(moment(at))));
    ours.put("docSalePeriod", (!sale.0.is_empty()).then_some(Value::Object(sale.0)));
    let registration = notice.registration_end.value;
    ours.put("registrationEnd", registration.map(|at| json!(moment(at))));
    let tax = notice.budget.value.or(notice.cap.value).and_then(|amount| amount.tax_included);
    ours.put("taxIncluded", tax.map(Value::Bool));
    ours.put("consortium", notice.consortium.value.map(Value::Bool));
    ours.text("branchClause", &notice.branch_clause);
    ours.text("authorisationClause", &notice.authorisation);
    ours.put("round", notice.round.value.map(|round| json!(round)));
    // A notice is plain data; writing it as JSON has nothing to fail at.
    let mut whole = serde_json::to_value(notice).unwrap_or_default();
    for lot in whole.get_mut("lots").and_then(Value::as_array_mut).into_iter().flatten() {
        // What is empty is left out, as the standard advises; reading puts it back.
        if let Some(lot) = lot.as_object_mut().filter(|lot| lot.get("title") == Some(&json!(""))) {
            lot.remove("title");
        }
    }
    ours.put("notice", whole);
    Value::Object(ours.0)
}

/// An instant as the standard wants it. A fraction of a second is kept, so that reading back gives the same.
fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

/// Small letters and figures of a name, for ids.
fn slug(name: &str) -> String {
    let slug: String =
        name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    if slug.is_empty() { "desk".to_owned() } else { slug }
}

/// Whether an address is a URI as it stands: Chinese characters and blanks would have to be escaped first.
fn is_uri(url: &str) -> bool {
    let web = url.starts_with("http://") || url.starts_with("https://");
    let odd =
        |c: char| matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' | '[' | ']');
    web && url.chars().all(|c| c.is_ascii_graphic() && !odd(c))
}

#[cfg(test)]
mod tests;
