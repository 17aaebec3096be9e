//! A field as a person writes it: what he enters is the value, and the field says that a person gave it.

use chrono::{DateTime, Utc};

use super::layout::pieces;
use super::money::sum;
use super::{identity, kind, moment, scheme};
use crate::domain::hard_stop::MethodKind;
use crate::domain::lead::{Field, FieldState, Lot, Notice, Stage};
use crate::domain::territory::{divisions, find_province, province_of};
use crate::text::clean::clean_line;

/// The source of a value that a person gave.
pub const PERSON: &str = "person";

/// Why a person's words were not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misfit {
    /// There is no such field.
    NoField,
    /// The words do not fit the field; an example of what does.
    Expected(&'static str),
}

/// Puts a person's words into a field. Nothing but blanks means that nothing is stated.
///
/// # Errors
/// [`Misfit`] where the words are not what the field holds; the notice is as it was.
pub fn enter(
    notice: &mut Notice,
    text: &str,
    name: &str,
    entered: &str,
    now: Option<DateTime<Utc>>,
) -> Result<(), Misfit> {
    let words = clean_line(entered);
    match name {
        "title" if words.is_empty() => return Err(Misfit::Expected("…")),
        "title" => notice.title = words,
        "customer" => notice.customer = said(&words),
        "customer_unit" => notice.customer_unit = said(&words),
        "agency" => notice.agency = said(&words),
        "site" => notice.site = said(&words),
        "category" => notice.category = said(&words),
        "project_no" => notice.project_no = said(&words),
        "content" => notice.content = said(&words),
        "qualification" => notice.qualification = said(&words),
        "performance" => notice.performance = said(&words),
        "branch_clause" => notice.branch_clause = said(&words),
        "authorisation" => notice.authorisation = said(&words),
        "province" => notice.province = given(&words, province, "江苏")?,
        "city" => {
            let city = given(&words, city, "苏州")?;
            // A city tells its province.
            if let Some(province) = city.value.as_deref().and_then(province_of) {
                notice.province = Field::recognised(province.code.clone(), &words, PERSON);
            }
            notice.city = city;
        }
        "stage" => notice.stage = given(&words, stage, "招标公告")?,
        "method" => notice.method = given(&words, method, "询比")?,
        "round" => notice.round = given(&words, count, "2")?,
        "consortium" => notice.consortium = given(&words, yes, "是/否")?,
        "budget" => notice.budget = given(&words, amount, "320万元（不含税）")?,
        "cap" => notice.cap = given(&words, amount, "320万元（不含税）")?,
        "lots" => notice.lots = lots(&words),
        _ => {
            let field = match name {
                "published" => &mut notice.published,
                "sale_start" => &mut notice.sale_start,
                "sale_end" => &mut notice.sale_end,
                "registration_end" => &mut notice.registration_end,
                "deadline" => &mut notice.deadline,
                "opening" => &mut notice.opening,
                _ => return Err(Misfit::NoField),
            };
            *field = given(&words, |words| instant(words, now), "2026-12-03 17:00")?;
        }
    }
    notice.number_scheme = scheme(notice);
    notice.identity = identity(notice, text);
    Ok(())
}

/// Words that are their own value.
fn said(words: &str) -> Field<String> {
    if words.is_empty() { nothing() } else { Field::recognised(words.to_owned(), words, PERSON) }
}

/// Nothing is stated, says a person.
fn nothing<T>() -> Field<T> {
    Field { state: FieldState::NotStated, ..Field::to_review("", PERSON) }
}

fn given<T>(
    words: &str,
    read: impl FnOnce(&str) -> Option<T>,
    example: &'static str,
) -> Result<Field<T>, Misfit> {
    if words.is_empty() {
        return Ok(nothing());
    }
    let value = read(words).ok_or(Misfit::Expected(example))?;
    Ok(Field::recognised(value, words, PERSON))
}

fn province(words: &str) -> Option<String> {
    find_province(words).map(|province| province.code.clone())
}

fn city(words: &str) -> Option<String> {
    let mut fits = divisions().iter().filter(|division| {
        division.parent.is_some()
            && (division.code == words || division.name == words || division.short == words)
    });
    let first = fits.next()?;
    fits.next().is_none().then(|| first.code.clone())
}

fn stage(words: &str) -> Option<Stage> {
    let named = serde_json::from_value(serde_json::Value::String(words.to_owned())).ok();
    named.or_else(|| kind::kind(words, &(0..words.len()), None, None).stage.value)
}

fn method(words: &str) -> Option<MethodKind> {
    let named = serde_json::from_value(serde_json::Value::String(words.to_owned())).ok();
    named.or_else(|| kind::kind(words, &(0..words.len()), None, None).method.value)
}

fn count(words: &str) -> Option<u32> {
    words.parse().ok().or_else(|| crate::text::cn_number(words)).filter(|n| (1..100).contains(n))
}

fn yes(words: &str) -> Option<bool> {
    match words.to_lowercase().as_str() {
        "是" | "接受" | "允许" | "可以" | "yes" | "y" | "true" => Some(true),
        "否" | "不接受" | "不允许" | "不可以" | "no" | "n" | "false" => Some(false),
        _ => None,
    }
}

fn amount(words: &str) -> Option<crate::domain::lead::Amount> {
    // What a label would show is known here: it is a sum. A person who writes 约 has decided.
    let plain = words.trim_start_matches(['约', '￥', '¥', ' ']);
    let text = format!("预算：{plain}");
    sum(&text, pieces(&text).first()?).value
}

fn instant(words: &str, now: Option<DateTime<Utc>>) -> Option<DateTime<Utc>> {
    let today = now.map(|at| crate::domain::calendar::local(at).date());
    let moments = moment::stated(words, 0..words.len(), today);
    let [one] = moments.as_slice() else { return None };
    one.at
}

/// `1 管道, 2 杆路`; the number alone is enough.
fn lots(words: &str) -> Vec<Lot> {
    let parts =
        words.split([',', '，', '、', ';', '；']).map(str::trim).filter(|part| !part.is_empty());
    let mut lots: Vec<Lot> = Vec::new();
    for part in parts {
        let (id, title) = part.split_once([' ', ':', '：']).unwrap_or((part, ""));
        if lots.iter().all(|lot| lot.id != id) {
            lots.push(Lot { id: id.to_owned(), title: title.trim().to_owned(), budget: None });
        }
    }
    if lots.is_empty() { vec![Lot::whole()] } else { lots }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_a_person_enters_is_the_value_and_says_so() {
        let now = "2026-11-23T01:12:00Z".parse().ok();
        let mut notice = Notice::bare("x".into(), "某地线路施工".into());
        let mut set = |name: &str, words: &str| enter(&mut notice, "某地", name, words, now);
        for (name, words) in [
            ("deadline", "12月10日9:30"),
            ("budget", "约320万（不含税）"),
            ("city", "苏州"),
            ("method", "询比"),
            ("consortium", "否"),
            ("round", "二"),
            ("stage", "招标公告"),
            ("customer", "中国移动"),
            ("lots", "1 管道，2"),
            ("cap", ""),
        ] {
            assert_eq!(set(name, words), Ok(()), "{name}");
        }
        assert_eq!(set("deadline", "尽快"), Err(Misfit::Expected("2026-12-03 17:00")));
        assert_eq!(set("colour", "red"), Err(Misfit::NoField));
        let deadline = notice.deadline.value.map(crate::domain::calendar::local).unwrap();
        assert_eq!(deadline.to_string(), "2026-12-10 09:30:00");
        assert_eq!(notice.deadline.source.unwrap().field, PERSON);
        assert_eq!(notice.budget.value.map(|sum| sum.fen), Some(320_000_000));
        assert_eq!(notice.province.value.as_deref(), Some("320000"), "a city tells its province");
        assert_eq!((notice.round.value, notice.consortium.value), (Some(2), Some(false)));
        assert_eq!(notice.lots.len(), 2);
        assert_eq!(notice.cap.state, FieldState::NotStated);
        assert_eq!(notice.method.value, Some(MethodKind::Comparison));
    }
}
