//! Winners (中标结果) and candidates (中标候选人) as a public resource trading centre (公共资源交易中心) publishes them: a list
//! of `{infoid, infourl, parsed_data: {…}, raw_data: {title, infodate}}`.
//!
//! | field | from |
//! |---|---|
//! | identity | `infoid`, else the address |
//! | title | `raw_data.title`, else the name of the lot or project |
//! | stage | the title's own word (中标候选人公示); without one, whether a winner or bidders are named |
//! | customer, agency, site | 招标人, 招标机构, 建设地点 |
//! | province, city | 建设地点, where it names them |
//! | project_no | 标段(包)编号; whose numbering it is, the file does not say |
//! | content | 中标范围和内容 |
//! | published | `raw_data.infodate`, a day without an hour |
//!
//! A winner's price is no budget, and the time in which one may object is no deadline: neither is put where it is not.

use super::json_rows::{self, Plan};
use super::json_value::{Object, Value, said, words};
use super::notice_json::{kind, lots, round};
use super::{FileFault, Glance, Opened, Reason, Rejected, Sink, encoding};
use crate::domain::lead::{Field, Notice, Stage};
use crate::domain::territory::place_in;

/// The format's name.
pub const ID: &str = "trading-json";

const PLAN: Plan = Plan { lists: &[], marks: &[], members: &[], limit: super::MAX_ROW };

/// Whether the file begins with such a row.
pub fn detect(glance: &Glance) -> bool {
    let text = encoding::text_of_glance(glance);
    let named = |name: &str| text.contains(&format!("\"{name}\""));
    text.trim_start().starts_with('[') && named("infoid") && named("parsed_data")
}

/// Reads such a file, row by row.
///
/// # Errors
/// [`FileFault`] when the file is empty, holds no list, or is not JSON to its end; the rows before are handed out.
pub fn read(opened: &mut Opened<'_>, sink: &mut Sink<'_>) -> Result<(), FileFault> {
    json_rows::each(opened, PLAN, &mut |row, _| {
        let notice = row.text.and_then(notice);
        sink(notice.map_err(|reason| Rejected { row: row.number, reason }))
    })
}

fn notice(json: &str) -> Result<Notice, Reason> {
    if !json.starts_with('{') {
        return Err(Reason::NotAnObject);
    }
    let row = Value::of_row(json).object().ok_or(Reason::Unreadable)?;
    let at = |names: &[&str]| row.at(names);
    let line = |names: &[&str]| at(names)?.line().filter(|text| !text.is_empty());
    let title = line(&["raw_data", "title"])
        .or_else(|| line(&["parsed_data", "标段(包)名称"]))
        .or_else(|| line(&["parsed_data", "project_name"]))
        .ok_or(Reason::TitleMissing)?;
    let url = line(&["parsed_data", "full_url"]).or_else(|| line(&["infourl"]));
    let identity = line(&["infoid"]).or_else(|| url.clone()).ok_or(Reason::IdentityMissing)?;
    let (category, stage) = sort(&row, &title);
    let content = words(at(&["parsed_data", "中标范围和内容"]));
    let site = words(at(&["parsed_data", "建设地点"]));
    let (province, city) = place(&site);
    let mut round = round::round(of_tender(&title));
    if let Some(source) = &mut round.source {
        source.field = "raw_data.title".to_owned();
    }
    Ok(Notice {
        // An address without its host is none.
        url: url.filter(|url| url.starts_with("http://") || url.starts_with("https://")),
        customer: words(at(&["parsed_data", "招标人"])),
        agency: words(at(&["parsed_data", "招标机构"])),
        province,
        city,
        category,
        stage,
        project_no: words(at(&["parsed_data", "标段(包)编号"])),
        round,
        // A day without an hour is no moment.
        published: said(at(&["raw_data", "infodate"]), |text, value| {
            Field::to_review(text, &value.path)
        }),
        lots: lots::lots(&title, content.value.as_deref()),
        content,
        site,
        ..Notice::bare(identity, title)
    })
}

/// The title without what counts how often it was made public (第2次公示), which is no round of the tender.
fn of_tender(title: &str) -> &str {
    let mut rest = title;
    loop {
        let Some(counted) = rest.trim_end_matches(['）', ')', ' ']).strip_suffix("次公示")
        else {
            return rest;
        };
        let figure = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
        let Some(before) = counted.trim_end_matches(figure).strip_suffix('第') else {
            return rest;
        };
        rest = before.trim_end_matches(['（', '(', ' ']);
    }
}

/// The province and city that a place names, if it does; most name a county.
fn place(site: &Field<String>) -> (Field<String>, Field<String>) {
    let Some(text) = site.value.as_deref() else {
        return (Field::not_stated(), Field::not_stated());
    };
    let field = site.source.as_ref().map_or("", |source| source.field.as_str());
    let Some(place) = place_in(text) else {
        return (Field::to_review(text, field), Field::not_stated());
    };
    let code = |code: &str| Field::recognised(code.to_owned(), text, field).at(place.span.clone());
    let city = place.city.map_or_else(Field::not_stated, |city| code(&city.code));
    (code(&place.province.code), city)
}

/// What sort of notice it is. The title's last word for one counts, unless what the row names contradicts it.
fn sort(row: &Object<'_>, title: &str) -> (Field<String>, Field<Stage>) {
    let found = kind::WORDS.iter().filter_map(|(word, stage, _)| {
        let at = title.rfind(word)?;
        Some((at + word.len(), word.len(), *word, *stage))
    });
    let named = |name: &str| row.at(&["parsed_data", name]);
    let shape = match (named("中标人"), named("bidders_and_prices")) {
        (Some(winner), None) => Some((Stage::Award, winner)),
        (None, Some(bidders)) => Some((Stage::Candidates, bidders)),
        _ => None,
    };
    let Some((end, length, word, stage)) = found.max_by_key(|(end, length, ..)| (*end, *length))
    else {
        let stage = shape.map(|(stage, value)| {
            let text = value.line().unwrap_or_else(|| value.shown());
            Field::recognised(stage, &text, &value.path)
        });
        return (Field::not_stated(), stage.unwrap_or_default());
    };
    let source = "raw_data.title";
    let category = Field::recognised(word.to_owned(), word, source).at(end - length..end);
    let stage = if shape.is_some_and(|(shape, _)| shape != stage) {
        Field::to_review(word, source)
    } else {
        Field::recognised(stage, word, source).at(end - length..end)
    };
    (category, stage)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use std::path::Path;

    use super::super::{Row, read_all, rows_by};
    use super::*;
    use crate::domain::lead::FieldState;

    fn rows(json: &serde_json::Value) -> Vec<Row> {
        rows_by(read, json.to_string().as_bytes()).unwrap()
    }

    fn winner() -> serde_json::Value {
        serde_json::json!({
            "infoid": "a-1",
            "infourl": "/jyxx/a-1.html",
            "parsed_data": {
                "招标人": "甲市城建有限公司", "招标机构": "乙咨询有限公司", "建设地点": "江苏省苏州市某街",
                "标段(包)编号": "JS-202601-01(2)", "标段(包)名称": "某街管道工程", "中标人": "丙建设有限公司",
                "中标范围和内容": "管道及人井", "中标价(元)": "100.00", "公告发布日期": "2026-03-24"
            },
            "raw_data": { "title": "某街管道工程(第2次招标)中标结果公告", "infodate": "2026-03-24" }
        })
    }

    #[test]
    fn a_winner_is_read_field_by_field() {
        let rows = rows(&serde_json::json!([winner()]));
        let notice = rows[0].as_ref().unwrap();
        assert_eq!((notice.identity.as_str(), notice.url.as_deref()), ("a-1", None));
        assert_eq!(notice.stage.value, Some(Stage::Award));
        assert_eq!(notice.category.value.as_deref(), Some("中标结果公告"));
        assert_eq!(notice.customer.value.as_deref(), Some("甲市城建有限公司"));
        assert_eq!(notice.agency.value.as_deref(), Some("乙咨询有限公司"));
        assert_eq!(notice.province.value.as_deref(), Some("320000"));
        assert_eq!(notice.city.value.as_deref(), Some("320500"));
        assert_eq!(notice.project_no.value.as_deref(), Some("JS-202601-01(2)"));
        assert_eq!(notice.round.value, Some(2));
        assert_eq!(notice.published, Field::to_review("2026-03-24", "raw_data.infodate"));
        assert_eq!(
            (notice.budget.state, notice.deadline.state),
            (FieldState::NotStated, FieldState::NotStated)
        );
    }

    #[test]
    fn candidates_are_told_by_their_title_or_by_their_bidders() {
        let row = |title: &str, bidders: serde_json::Value| {
            serde_json::json!([{
                "infoid": "c-1",
                "parsed_data": { "project_name": "某工程", "bidders_and_prices": bidders,
                    "full_url": "https://example.invalid/c-1.html" },
                "raw_data": { "title": title, "infodate": "2026-03-24" }
            }])
        };
        let bidders = serde_json::json!([{ "bidder": "甲公司", "price": "下浮率20%" }]);
        let of = |title: &str| rows(&row(title, bidders.clone())).remove(0).unwrap();
        assert_eq!(of("某工程中标候选人公示第2次公示").stage.value, Some(Stage::Candidates));
        assert_eq!(of("某工程").stage.value, Some(Stage::Candidates));
        assert_eq!(
            of("某工程中标结果公告").stage.state,
            FieldState::ToReview,
            "no winner is named"
        );
        assert_eq!(of("某工程中标候选人公示第2次公示").round.value, None, "made public again");
        let title = "某工程(第2次招标)中标候选人公示（第3次公示）第3次公示";
        assert_eq!(of(title).round.value, Some(2));
        let untitled = rows(&row("", bidders.clone())).remove(0).unwrap();
        assert_eq!(untitled.title, "某工程");
        assert_eq!(untitled.url.as_deref(), Some("https://example.invalid/c-1.html"));
    }

    #[test]
    fn a_row_without_title_or_identity_is_named() {
        let mut nameless = winner();
        nameless["raw_data"] = serde_json::Value::Null;
        nameless["parsed_data"] = serde_json::json!([]);
        let mut stray = winner();
        stray["infoid"] = serde_json::Value::Null;
        stray["infourl"] = serde_json::json!({});
        let mut odd = winner();
        odd["parsed_data"]["招标人"] = serde_json::json!(["甲", "乙"]);
        let rows = rows(&serde_json::json!([nameless, stray, odd, 5]));
        let reasons: Vec<_> = rows.iter().map(|row| row.as_ref().err().map(|r| r.reason)).collect();
        let expected = [
            Some(Reason::TitleMissing),
            Some(Reason::IdentityMissing),
            None,
            Some(Reason::NotAnObject),
        ];
        assert_eq!(reasons, expected);
        assert_eq!(rows[2].as_ref().unwrap().customer.state, FieldState::ToReview);
    }

    #[test]
    fn published_files_are_read_whole() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/notices");
        if !folder.is_dir() {
            println!("skipped: no ../shared/data");
            return;
        }
        for (name, count, stage) in
            [("award", 833, Stage::Award), ("candidate", 969, Stage::Candidates)]
        {
            let bytes = std::fs::read(folder.join(format!("yichang-{name}.json"))).unwrap();
            let (id, rows) = read_all(&bytes).unwrap();
            let notices: Vec<&Notice> = rows.iter().filter_map(|row| row.as_ref().ok()).collect();
            assert_eq!((id, rows.len(), notices.len()), (ID, count, count));
            let staged = notices.iter().filter(|n| n.stage.value == Some(stage)).count();
            assert_eq!(staged, count, "{name}");
        }
    }
}
