//! One release as a notice.

use super::super::export::ocds::LOCAL_NUMBER;
use super::super::json_value::{Object, Value, words};
use super::super::notice_json::{clause, round};
use super::{lots, ours, party, sort, value};
use crate::domain::lead::{Field, Notice, NumberScheme, Numbers, Stage};
use crate::interchange::Reason;
use crate::text::clean::clean_line;

/// Reads a release; `compiled` is the `ocid` of the record whose compilation it is.
pub(super) fn notice(
    row: &Object<'_>,
    compiled: Option<&str>,
    publisher: Option<&str>,
) -> Result<Notice, Reason> {
    if let Some(notice) = ours::whole(row) {
        return Ok(notice);
    }
    let ocid = compiled.map(str::to_owned).or_else(|| row.line("ocid"));
    let ocid = ocid.ok_or(Reason::IdentityMissing)?;
    let identity = match compiled {
        Some(_) => format!("{ocid}#compiled"),
        None => format!("{ocid}#{}", row.line("id").ok_or(Reason::IdentityMissing)?),
    };
    let (title, titled) = title(row).ok_or(Reason::TitleMissing)?;
    let tender = |names: &[&str]| row.get("tender").and_then(|tender| tender.object()?.at(names));
    let sort = sort::sort(row);
    // Of ours: the time of the export stands for a date that is not known.
    let exported = row.at(&[ours::EXTENSION, "dateOfExport"]).is_some_and(|at| at.json() == "true");
    let date = row.get("date").filter(|_| !exported);
    let published = value::instant(date, value::End::Start);
    let open =
        matches!(sort.stage.value, Some(Stage::PreNotice | Stage::Notice | Stage::DirectAward));
    let deadline = value::deadline(row, published.value.filter(|_| open));
    let (sale_start, sale_end) = ours::sale(row);
    let (project_no, number_scheme) = number(row, &ocid);
    let parties = party::parties(row);
    let place = party::place(row);
    let qualification = words(tender(&["eligibilityCriteria"]));
    let mut branch_clause = clause::branch_clause(qualification.value.as_deref());
    renamed(&mut branch_clause, "tender.eligibilityCriteria");
    let mut round = round::round(&title);
    renamed(&mut round, &titled);
    let content = content(row);
    Ok(Notice {
        url: address(row),
        platform: publisher.map(str::to_owned),
        ocid: Some(ocid).filter(|ocid| !ocid.starts_with(ours::LOCAL_OCID)),
        customer: parties.customer,
        customer_unit: parties.customer_unit,
        agency: parties.agency,
        province: place.province,
        city: place.city,
        site: place.site,
        category: sort.category,
        stage: sort.stage,
        method: sort.method,
        project_no,
        number_scheme,
        round,
        published,
        sale_start,
        sale_end,
        deadline,
        opening: value::instant(tender(&["bidOpening", "date"]), value::End::Start),
        budget: value::budget(row),
        cap: value::amount(tender(&["maximumValue"])),
        qualification,
        performance: performance(row),
        branch_clause,
        lots: lots::lots(row, &title, content.value.as_deref()),
        content,
        ..Notice::bare(identity, title)
    })
}

fn renamed<T>(field: &mut Field<T>, path: &str) {
    if let Some(source) = &mut field.source {
        path.clone_into(&mut source.field);
    }
}

/// The title, and where it stands.
fn title(row: &Object<'_>) -> Option<(String, String)> {
    let only = |list: &str| match row.objects(list).as_slice() {
        [one] => one.get("title").filter(says).or_else(|| one.get("description")),
        _ => None,
    };
    let places = [
        row.at(&["tender", "title"]),
        row.at(&["tender", "description"]),
        row.at(&["planning", "budget", "project"]),
        row.at(&["planning", "project", "title"]),
        only("awards"),
        only("contracts"),
    ];
    places.into_iter().flatten().find_map(|value| {
        let text = value.lines()?;
        let line = text.lines().map(clean_line).find(|line| !line.is_empty())?;
        Some((line, value.path))
    })
}

fn says(value: &Value<'_>) -> bool {
    value.line().is_some_and(|text| !text.is_empty())
}

/// The address of the notice itself.
fn address(row: &Object<'_>) -> Option<String> {
    let tender = row.get("tender")?.object()?;
    let documents = tender.objects("documents");
    let notices = documents
        .iter()
        .filter(|document| document.line("documentType").as_deref() == Some("tenderNotice"))
        .filter_map(|document| document.line("url"));
    let found: Vec<String> =
        notices.filter(|url| url.starts_with("http://") || url.starts_with("https://")).collect();
    <[String; 1]>::try_from(found).ok().map(|[url]| url)
}

/// The number of the tender and whose numbering it is.
fn number(row: &Object<'_>, ocid: &str) -> (Field<String>, Option<NumberScheme>) {
    let Some(tender) = row.get("tender").and_then(|tender| tender.object()) else {
        return (Field::not_stated(), None);
    };
    if let [one] = tender.objects("identifiers").as_slice() {
        let number = words(one.get("id"));
        if number.value.is_some() {
            let issuer = one.line("scheme");
            let scheme = issuer.map(|issuer| NumberScheme { issuer, numbers: Numbers::Unknown });
            return (number, scheme);
        }
    }
    let number = words(tender.get("id"));
    if number.value.as_deref().is_some_and(|number| number.starts_with(LOCAL_NUMBER)) {
        return (Field::not_stated(), None);
    }
    // `ocds-213czf-000-00001`: the standard's registry gives each publisher its prefix.
    let issuer: Vec<&str> = ocid.splitn(3, '-').take(2).collect();
    let known = number.value.is_some() && ocid.starts_with("ocds-");
    let scheme = NumberScheme { issuer: issuer.join("-"), numbers: Numbers::Project };
    (number, known.then_some(scheme))
}

/// What is bought: the tender's description, else those of its items.
fn content(row: &Object<'_>) -> Field<String> {
    let described = words(row.at(&["tender", "description"]));
    if !described.is_not_stated() {
        return described;
    }
    let Some(tender) = row.get("tender").and_then(|tender| tender.object()) else {
        return described;
    };
    let mut items: Vec<String> = Vec::new();
    for item in tender.objects("items").iter().filter_map(|item| item.line("description")) {
        if !items.contains(&item) && items.len() < MOST_ITEMS {
            items.push(item);
        }
    }
    let text = items.join("；");
    if text.is_empty() {
        return Field::not_stated();
    }
    Field::recognised(text.clone(), &text, "tender.items[].description")
}

/// How many items are named in a notice that describes itself by them.
const MOST_ITEMS: usize = 20;

/// What must have been done before.
fn performance(row: &Object<'_>) -> Field<String> {
    let Some(criteria) = row.at(&["tender", "selectionCriteria"]) else {
        return Field::not_stated();
    };
    let Some(object) = criteria.object() else { return words(Some(criteria)) };
    let described = words(object.get("description"));
    if !described.is_not_stated() {
        return described;
    }
    let each = object.objects("criteria");
    let texts: Vec<String> = each.iter().filter_map(|one| one.line("description")).collect();
    if texts.is_empty() {
        return criteria.doubt();
    }
    let text = texts.join("\n");
    Field::recognised(text.clone(), &text, "tender.selectionCriteria.criteria[].description")
}
