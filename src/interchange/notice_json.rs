//! Operators' tender notices as JSON: `{fetchedAt, source, notices: [{…}]}`, or a bare list of such rows.
//!
//! Each row is cut out of the file unread and then read on its own, so that a row of the wrong shape is rejected with its
//! number and the rest stay. What a field says is read by rules that never guess:
//!
//! | module | reads | from |
//! |---|---|---|
//! | `row` | the known fields as cleaned texts | the row |
//! | `kind` | category, stage, method | `category`, else `noticeType` |
//! | `times` | publication, sale window, deadline | `createDate`, `date`, `saleTime`, `deadline*` |
//! | `round` | the round | the title |
//! | `mark`, `lots` | the lots | the title, else `purchaseContent` |
//! | `clause` | the clause on branches | `qualification` |
//! | `said` | budget, project number, plain words, and what says nothing | the rest |
//!
//! The customer is the operator as published, never a unit guessed from the title.

pub(super) mod clause;
pub(super) mod kind;
pub(super) mod lots;
pub(super) mod mark;
mod numeral;
pub(super) mod round;
pub(super) mod row;
pub(super) mod said;
mod times;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use self::row::Fields;
use super::{FileFault, Glance, MAX_ROW, Opened, Reason, Rejected, Sink};
use crate::domain::lead::{Field, Notice};
use crate::domain::territory::{find_province, place_in};
use crate::text::clean::clean_line;

/// The format's name.
pub const ID: &str = "notice-json";

/// Whether the file begins like a JSON object or list.
pub fn detect(glance: &Glance) -> bool {
    matches!(super::content(&glance.head).first(), Some(b'{' | b'['))
}

/// Reads a file of notices: one [`Row`](super::Row) for each element of its list, in the file's order. A list without
/// elements is a file without news, not a fault. The same identity may come twice.
///
/// # Errors
/// [`FileFault`] when the file as a whole is too large, empty, not UTF-8, not JSON, or holds no list of notices.
pub fn read(opened: &mut Opened<'_>, sink: &mut Sink<'_>) -> Result<(), FileFault> {
    let bytes = super::whole(opened)?;
    let text = std::str::from_utf8(&bytes)
        .map_err(|fault| FileFault::NotUtf8 { offset: fault.valid_up_to() })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (rows, platform) = elements(text)?;
    for (json, row) in rows.into_iter().zip(1_usize..) {
        let notice = notice(json.get(), platform.as_deref());
        if sink(notice.map_err(|reason| Rejected { row, reason })).is_break() {
            break;
        }
    }
    Ok(())
}

/// The file around the rows; the rest of it does not matter.
#[derive(Deserialize)]
struct File<'a> {
    #[serde(borrow, default)]
    notices: Option<&'a RawValue>,
    #[serde(borrow, default)]
    source: Option<&'a RawValue>,
}

/// The rows, unread, and the platform that the whole file comes from.
fn elements(text: &str) -> Result<(Vec<&RawValue>, Option<String>), FileFault> {
    match text.trim_start().as_bytes().first() {
        None => Err(FileFault::Empty),
        Some(b'[') => Ok((parsed(text)?, None)),
        Some(b'{') => {
            let file: File<'_> = parsed(text)?;
            let list = file.notices.map(RawValue::get).filter(|json| json.starts_with('['));
            let source =
                file.source.and_then(|json| serde_json::from_str::<String>(json.get()).ok());
            let platform = source.map(|name| clean_line(&name)).filter(|name| !name.is_empty());
            Ok((parsed(list.ok_or(FileFault::NoNotices)?)?, platform))
        }
        Some(_) => {
            parsed::<IgnoredAny>(text)?;
            Err(FileFault::NoNotices)
        }
    }
}

fn parsed<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, FileFault> {
    serde_json::from_str(text).map_err(|fault| {
        let (line, column) = (fault.line(), fault.column());
        let sentence = fault.to_string();
        let place = format!(" at line {line} column {column}");
        let detail = clean_line(sentence.strip_suffix(&place).unwrap_or(&sentence));
        FileFault::NotJson { line, column, detail }
    })
}

/// Reads one row.
fn notice(json: &str, platform: Option<&str>) -> Result<Notice, Reason> {
    if json.len() > MAX_ROW {
        return Err(Reason::TooLarge);
    }
    if !json.starts_with('{') {
        return Err(Reason::NotAnObject);
    }
    let fields = Fields::read(json)?;
    let title = fields.get("title").ok_or(Reason::TitleMissing)?.to_owned();
    let identity = identity(&fields).ok_or(Reason::IdentityMissing)?;
    Ok(notice_of(&fields, identity, title, platform))
}

/// A notice from fields that go by the operators' names, whatever shape of file they come from. A table has some that the
/// operators' files have not.
pub(super) fn notice_of(
    fields: &Fields,
    identity: String,
    title: String,
    platform: Option<&str>,
) -> Notice {
    let kind = kind::kind(fields);
    let published = times::published(fields);
    let (sale_start, sale_end) = times::sale(fields, &published);
    let deadline = times::deadline(fields, &published);
    let platform = fields.get("sourceName").or(platform).map(str::to_owned);
    let lots = lots::lots(&title, fields.get("purchaseContent"));
    let round = round::round(&title);
    Notice {
        url: fields.get("url").map(str::to_owned),
        platform,
        customer: said::words(fields, "operator"),
        customer_unit: said::words(fields, "customerUnit"),
        agency: said::words(fields, "agency"),
        province: province(fields),
        city: city(fields),
        site: said::words(fields, "site"),
        category: kind.category,
        stage: kind.stage,
        method: kind.method,
        project_no: said::project_no(fields),
        round,
        sale_start,
        sale_end,
        registration_end: times::moment(fields, "registrationEnd", &published),
        deadline,
        opening: times::moment(fields, "openingTime", &published),
        published: published.field,
        budget: said::sum(fields, "budget"),
        cap: said::sum(fields, "cap"),
        content: said::words(fields, "purchaseContent"),
        qualification: said::words(fields, "qualification"),
        performance: said::words(fields, "performance"),
        branch_clause: clause::branch_clause(fields.get("qualification")),
        consortium: said::allowed(fields, "consortium"),
        authorisation: said::words(fields, "authorisation"),
        lots,
        ..Notice::bare(identity, title)
    }
}

/// The publisher's id; without one the platform's number with its operator; without that the address.
fn identity(fields: &Fields) -> Option<String> {
    let id = fields.get("id").map(str::to_owned);
    id.or_else(|| numbered(fields)).or_else(|| fields.get("url").map(str::to_owned))
}

/// The platform's number with its operator.
pub(super) fn numbered(fields: &Fields) -> Option<String> {
    Some(format!("{}-{}", fields.get("operator")?, fields.get("sourceId")?))
}

/// The province's code, where the publisher names exactly one.
fn province(fields: &Fields) -> Field<String> {
    match said::spoken(fields, "region") {
        Err(field) => field,
        Ok(text) => match find_province(text) {
            Some(province) => Field::recognised(province.code.clone(), text, "region"),
            None => Field::to_review(text, "region"),
        },
    }
}

/// The city's code, where one city is named.
fn city(fields: &Fields) -> Field<String> {
    match said::spoken(fields, "city") {
        Err(field) => field,
        Ok(text) => match place_in(text).and_then(|place| place.city) {
            Some(city) => Field::recognised(city.code.clone(), text, "city"),
            None => Field::to_review(text, "city"),
        },
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use std::collections::BTreeSet;
    use std::path::Path;

    use super::super::Row;
    use super::*;
    use crate::domain::lead::{FieldState, Stage};

    const MADE: &[u8] = include_bytes!("../../tests/fixtures/notices/made-up.json");
    const BROKEN: &[u8] = include_bytes!("../../tests/fixtures/notices/broken-rows.json");

    fn rows(bytes: &[u8]) -> Result<Vec<Row>, FileFault> {
        super::super::rows_by(read, bytes)
    }

    fn taken(rows: Vec<Row>) -> Vec<Notice> {
        rows.into_iter().map(|row| row.expect("a notice")).collect()
    }

    fn refusals(rows: &[Row]) -> Vec<(usize, Reason)> {
        rows.iter().filter_map(|row| row.as_ref().err()).map(|r| (r.row, r.reason)).collect()
    }

    #[test]
    fn a_file_of_notices_is_read_field_by_field() {
        let notices = taken(rows(MADE).unwrap());
        let [first, second, third] = notices.as_slice() else { panic!("three notices") };
        assert_eq!(first.identity, "jia-1001");
        assert_eq!(first.customer.value.as_deref(), Some("甲通信"));
        assert_eq!(first.province.value.as_deref(), Some("320000"));
        assert_eq!(first.platform.as_deref(), Some("甲通信采购平台"));
        assert_eq!((first.stage.value, first.round.value), (Some(Stage::Notice), Some(2)));
        assert_eq!(first.lots.len(), 2);
        assert!(first.branch_clause.value.as_deref().is_some_and(|clause| clause.contains("不得")));
        let known = [first.published.state, first.sale_start.state, first.sale_end.state];
        assert_eq!(known, [FieldState::Recognised; 3]);
        assert_eq!(first.budget.value.map(|amount| amount.fen), Some(26_500_000));
        assert_eq!(first.performance, Field::not_stated());
        assert_eq!(second.identity, "乙通信-77", "operator and number stand in for an id");
        assert_eq!(second.platform.as_deref(), Some("示例平台"), "the file speaks for the row");
        assert_eq!(second.deadline.state, FieldState::AttachmentPending);
        assert_eq!(second.published.state, FieldState::ToReview);
        assert_eq!(third.identity, "https://example.invalid/notice/9");
        assert_eq!(third.province.state, FieldState::ToReview);
        let lot = third.lots.first().unwrap();
        assert_eq!((lot.id.as_str(), third.lots.len()), ("0", 1));
    }

    #[test]
    fn one_bad_row_never_loses_the_file() {
        let rows = rows(BROKEN).unwrap();
        assert_eq!(rows.iter().filter(|row| row.is_ok()).count(), 2);
        let expected = [
            (2, Reason::NotAnObject),
            (3, Reason::TitleMissing),
            (4, Reason::IdentityMissing),
            (5, Reason::FieldType { field: "title" }),
            (6, Reason::FieldTwice { field: "deadline" }),
        ];
        assert_eq!(refusals(&rows), expected);
    }

    #[test]
    fn a_huge_or_deep_row_is_refused_alone() {
        let long = "长".repeat(MAX_ROW / 3 + 1);
        let deep = format!("{}{}", "[".repeat(50_000), "]".repeat(50_000));
        let file = format!(
            r#"[{{"id":"1","title":"{long}"}},{{"id":"2","title":{deep}}},{{"id":"3","title":"t","x":{deep}}}]"#
        );
        let rows = rows(file.as_bytes()).unwrap();
        let expected = [(1, Reason::TooLarge), (2, Reason::FieldType { field: "title" })];
        assert_eq!(refusals(&rows), expected);
        assert_eq!(rows.len(), 3);
    }

    #[test]
    fn a_file_that_cannot_be_read_says_where() {
        assert_eq!(rows(b""), Err(FileFault::Empty));
        assert_eq!(rows(b"\xEF\xBB\xBF  \n"), Err(FileFault::Empty));
        assert_eq!(rows(b"[\"\xB9\xAB\"]"), Err(FileFault::NotUtf8 { offset: 2 }));
        for json in ["{}", "5", "{\"notices\":null}", "{\"notices\":{}}"] {
            assert_eq!(rows(json.as_bytes()), Err(FileFault::NoNotices), "{json}");
        }
        assert_eq!(rows(b"\xEF\xBB\xBF[]"), Ok(Vec::new()));
        let Err(FileFault::NotJson { line, detail, .. }) = rows(b"{\"notices\": [\n {,} ]}") else {
            panic!("a fault")
        };
        assert_eq!(line, 2);
        assert!(!detail.is_empty() && !detail.contains("line"), "{detail}");
        assert!(matches!(rows(b"[{}] rest"), Err(FileFault::NotJson { .. })));
        assert!(matches!(rows(b"[{\"id\":"), Err(FileFault::NotJson { .. })));
    }

    #[test]
    fn published_files_are_read_whole() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/notices");
        if !folder.is_dir() {
            println!("skipped: no ../shared/data");
            return;
        }
        let mut notices = Vec::new();
        for publisher in ["mobile", "telecom", "tower", "unicom"] {
            let bytes = std::fs::read(folder.join(format!("operator-{publisher}-notices.json")));
            notices.extend(taken(rows(&bytes.unwrap()).unwrap()));
        }
        let identities: BTreeSet<&str> = notices.iter().map(|n| n.identity.as_str()).collect();
        assert_eq!((notices.len(), identities.len()), (1_443, 1_443));
        for notice in &notices {
            let late =
                notice.deadline.value.is_some() && notice.deadline.value <= notice.published.value;
            assert!(!late, "{}: a deadline before its publication", notice.identity);
            assert_eq!(notice.province.state, FieldState::Recognised, "{}", notice.identity);
            assert_ne!(notice.stage.state, FieldState::ToReview, "{}", notice.identity);
            assert!(!notice.lots.is_empty());
        }
        let count = |fits: fn(&Notice) -> bool| notices.iter().filter(|n| fits(n)).count();
        assert!(count(|n| n.deadline.state == FieldState::Recognised) > 400);
        assert!(count(|n| n.sale_end.state == FieldState::Recognised) > 600);
        assert!(count(|n| n.branch_clause.state == FieldState::Recognised) > 40);
        assert!(count(|n| n.round.state == FieldState::Recognised) > 80);
    }
}
