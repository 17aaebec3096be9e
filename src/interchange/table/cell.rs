//! How a field of a notice stands in a cell of a table that daqu writes, and how it is read back.
//!
//! | state | cell |
//! |---|---|
//! | not stated | empty |
//! | recognised | the value: words, `2026-03-12 09:30`, `265000.00元（含税）`, 接受, the name of a province |
//! | to review | 【待核】 and the words |
//! | attachment pending | 【见附件】 and the words |
//!
//! A value that itself begins with 【 has 【原文】 before it, so that no value is taken for a state. What a table does not hold
//! is where in its source a value was found, and the words behind a value that is not made of words. So "the same" means: the
//! same states, the same values, and where there is no value the same words ([`same`]).

use chrono::{DateTime, NaiveDateTime, Timelike, Utc};

use crate::domain::calendar::{from_local, local};
use crate::domain::hard_stop::MethodKind;
use crate::domain::lead::{
    Amount, Field, FieldState, Lot, Notice, NumberScheme, Numbers, Source, Stage,
};
use crate::domain::territory::{division, divisions};
use crate::text::clean::{clean_line, clean_text};

const REVIEW: &str = "【待核】";
const ATTACHMENT: &str = "【见附件】";
const SILENT: &str = "【未列明】";
const PLAIN: &str = "【原文】";

/// The heading of the column that says that a row was written by daqu, and its cell.
pub(in crate::interchange) const WRITTEN: (&str, &str) = ("daqu", "1");

/// Stands between the parts of a cell that has several.
const BAR: char = '｜';

const STAGES: [(Stage, &str); 7] = [
    (Stage::PreNotice, "预公告"),
    (Stage::Notice, "公告"),
    (Stage::DirectAward, "直接采购"),
    (Stage::Change, "变更"),
    (Stage::Candidates, "候选人公示"),
    (Stage::Award, "结果"),
    (Stage::Cancelled, "终止"),
];

const METHODS: [(MethodKind, &str); 4] = [
    (MethodKind::OpenTender, "招标"),
    (MethodKind::Comparison, "询比"),
    (MethodKind::Purchase, "采购"),
    (MethodKind::Unknown, "不明"),
];

const NUMBERS: [(Numbers, &str); 3] =
    [(Numbers::Notice, "按公告"), (Numbers::Project, "按项目"), (Numbers::Unknown, "不明")];

fn word<T: PartialEq>(table: &[(T, &'static str)], value: &T) -> String {
    let row = table.iter().find(|(known, _)| known == value);
    row.map(|(_, word)| (*word).to_owned()).unwrap_or_default()
}

fn meant<T: Copy>(table: &[(T, &'static str)], text: &str) -> Option<T> {
    table.iter().find(|(_, word)| *word == text).map(|(value, _)| *value)
}

/// The cell of one column (by its name); empty for a column that a notice has not.
pub(in crate::interchange) fn written(notice: &Notice, id: &str) -> String {
    let words = |field: &Field<String>| cell(field, String::clone);
    let place = |field: &Field<String>| cell(field, |code| place_name(code));
    let time = |field: &Field<DateTime<Utc>>| cell(field, |at| moment(*at));
    let money = |field: &Field<Amount>| cell(field, |amount| sum(*amount));
    match id {
        "id" => notice.identity.clone(),
        "title" => notice.title.clone(),
        "url" => notice.url.clone().unwrap_or_default(),
        "platform" => notice.platform.clone().unwrap_or_default(),
        "ocid" => notice.ocid.clone().unwrap_or_default(),
        "customer" => words(&notice.customer),
        "customer_unit" => words(&notice.customer_unit),
        "agency" => words(&notice.agency),
        "province" => place(&notice.province),
        "city" => place(&notice.city),
        "site" => words(&notice.site),
        "category" => words(&notice.category),
        "stage" => cell(&notice.stage, |stage| word(&STAGES, stage)),
        "method" => cell(&notice.method, |method| word(&METHODS, method)),
        "project_no" => words(&notice.project_no),
        "number_scheme" => notice.number_scheme.as_ref().map_or_else(String::new, |scheme| {
            format!("{}{BAR}{}", word(&NUMBERS, &scheme.numbers), scheme.issuer)
        }),
        "round" => cell(&notice.round, u32::to_string),
        "published" => time(&notice.published),
        "sale_start" => time(&notice.sale_start),
        "sale_end" => time(&notice.sale_end),
        "registration_end" => time(&notice.registration_end),
        "deadline" => time(&notice.deadline),
        "opening" => time(&notice.opening),
        "budget" => money(&notice.budget),
        "cap" => money(&notice.cap),
        "content" => words(&notice.content),
        "qualification" => words(&notice.qualification),
        "performance" => words(&notice.performance),
        "branch_clause" => words(&notice.branch_clause),
        "consortium" => {
            cell(&notice.consortium, |yes| if *yes { "接受" } else { "不接受" }.to_owned())
        }
        "authorisation" => words(&notice.authorisation),
        "lots" => lots(&notice.lots),
        _ => String::new(),
    }
}

/// Puts a cell that daqu wrote back into the notice; `false` where it is none, because a person wrote something else there.
pub(super) fn read(notice: &mut Notice, id: &str, text: &str) -> bool {
    let line = || Some(clean_line(text)).filter(|line| !line.is_empty());
    let words = |field: &mut Field<String>| put(field, id, text, |text| Some(text.to_owned()));
    let place = |field: &mut Field<String>| put(field, id, text, place_code);
    let time = |field: &mut Field<DateTime<Utc>>| put(field, id, text, parse_moment);
    let money = |field: &mut Field<Amount>| put(field, id, text, parse_sum);
    match id {
        "url" => notice.url = line(),
        "platform" => notice.platform = line(),
        "ocid" => notice.ocid = line(),
        "customer" => return words(&mut notice.customer),
        "customer_unit" => return words(&mut notice.customer_unit),
        "agency" => return words(&mut notice.agency),
        "province" => return place(&mut notice.province),
        "city" => return place(&mut notice.city),
        "site" => return words(&mut notice.site),
        "category" => return words(&mut notice.category),
        "stage" => return put(&mut notice.stage, id, text, |text| meant(&STAGES, text)),
        "method" => return put(&mut notice.method, id, text, |text| meant(&METHODS, text)),
        "project_no" => return words(&mut notice.project_no),
        "number_scheme" => {
            notice.number_scheme = line().as_deref().and_then(|text| {
                let (numbers, issuer) = text.split_once(BAR)?;
                Some(NumberScheme { issuer: issuer.to_owned(), numbers: meant(&NUMBERS, numbers)? })
            });
        }
        "round" => return put(&mut notice.round, id, text, |text| text.parse().ok()),
        "published" => return time(&mut notice.published),
        "sale_start" => return time(&mut notice.sale_start),
        "sale_end" => return time(&mut notice.sale_end),
        "registration_end" => return time(&mut notice.registration_end),
        "deadline" => return time(&mut notice.deadline),
        "opening" => return time(&mut notice.opening),
        "budget" => return money(&mut notice.budget),
        "cap" => return money(&mut notice.cap),
        "content" => return words(&mut notice.content),
        "qualification" => return words(&mut notice.qualification),
        "performance" => return words(&mut notice.performance),
        "branch_clause" => return words(&mut notice.branch_clause),
        "consortium" => {
            return put(&mut notice.consortium, id, text, |text| match text {
                "接受" => Some(true),
                "不接受" => Some(false),
                _ => None,
            });
        }
        "authorisation" => return words(&mut notice.authorisation),
        "lots" => match parse_lots(text) {
            Some(lots) => notice.lots = lots,
            None => return false,
        },
        _ => {}
    }
    true
}

/// Whether two notices are the same as far as a table can hold them.
pub fn same(a: &Notice, b: &Notice) -> bool {
    fn bare<T: Clone>(field: &Field<T>) -> Field<T> {
        let text = field.text.clone().filter(|_| field.value.is_none());
        Field { state: field.state, value: field.value.clone(), text, source: None }
    }
    let bared = |n: &Notice| Notice {
        customer: bare(&n.customer),
        customer_unit: bare(&n.customer_unit),
        agency: bare(&n.agency),
        province: bare(&n.province),
        city: bare(&n.city),
        site: bare(&n.site),
        category: bare(&n.category),
        stage: bare(&n.stage),
        method: bare(&n.method),
        project_no: bare(&n.project_no),
        round: bare(&n.round),
        published: bare(&n.published),
        sale_start: bare(&n.sale_start),
        sale_end: bare(&n.sale_end),
        registration_end: bare(&n.registration_end),
        deadline: bare(&n.deadline),
        opening: bare(&n.opening),
        budget: bare(&n.budget),
        cap: bare(&n.cap),
        content: bare(&n.content),
        qualification: bare(&n.qualification),
        performance: bare(&n.performance),
        branch_clause: bare(&n.branch_clause),
        consortium: bare(&n.consortium),
        authorisation: bare(&n.authorisation),
        ..n.clone()
    };
    bared(a) == bared(b)
}

fn cell<T>(field: &Field<T>, show: impl Fn(&T) -> String) -> String {
    let text = field.text.as_deref().unwrap_or_default();
    match (field.state, &field.value) {
        (FieldState::Recognised, Some(value)) => {
            let value = show(value);
            if value.starts_with('【') { format!("{PLAIN}{value}") } else { value }
        }
        (FieldState::NotStated, _) if field.text.is_none() => String::new(),
        (FieldState::NotStated, _) => format!("{SILENT}{text}"),
        (FieldState::AttachmentPending, _) => format!("{ATTACHMENT}{text}"),
        (FieldState::ToReview | FieldState::Recognised, _) => format!("{REVIEW}{text}"),
    }
}

fn put<T>(field: &mut Field<T>, id: &str, text: &str, read: impl Fn(&str) -> Option<T>) -> bool {
    let text = clean_text(text);
    let source = Some(Source { field: id.to_owned(), span: None });
    let unknown = |state, words: &str| Field {
        state,
        value: None,
        text: Some(words.to_owned()),
        source: source.clone(),
    };
    *field = if text.is_empty() {
        Field::not_stated()
    } else if let Some(words) = text.strip_prefix(REVIEW) {
        unknown(FieldState::ToReview, words)
    } else if let Some(words) = text.strip_prefix(ATTACHMENT) {
        unknown(FieldState::AttachmentPending, words)
    } else if let Some(words) = text.strip_prefix(SILENT) {
        unknown(FieldState::NotStated, words)
    } else {
        let words = text.strip_prefix(PLAIN).unwrap_or(&text);
        match read(words) {
            Some(value) => Field::recognised(value, words, id),
            None => return false,
        }
    };
    true
}

/// The name of a division where the name tells its code; else the code.
fn place_name(code: &str) -> String {
    let name = division(code).map(|division| division.name.clone());
    name.filter(|name| place_code(name).as_deref() == Some(code)).unwrap_or_else(|| code.to_owned())
}

fn place_code(text: &str) -> Option<String> {
    let mut named = divisions().iter().filter(|division| division.name == text);
    match (named.next(), named.next()) {
        (Some(one), None) => Some(one.code.clone()),
        _ => division(text).map(|division| division.code.clone()),
    }
}

/// A wall-clock time of China, to the second where there are seconds.
fn moment(at: DateTime<Utc>) -> String {
    let wall = local(at);
    let exact = wall.second() != 0 || wall.nanosecond() != 0;
    wall.format(if exact { "%Y-%m-%d %H:%M:%S%.f" } else { "%Y-%m-%d %H:%M" }).to_string()
}

fn parse_moment(text: &str) -> Option<DateTime<Utc>> {
    let shapes = ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%d %H:%M"];
    let wall = shapes.iter().find_map(|shape| NaiveDateTime::parse_from_str(text, shape).ok())?;
    Some(from_local(wall)).filter(|at| moment(*at) == text)
}

fn sum(amount: Amount) -> String {
    let sign = if amount.fen < 0 { "-" } else { "" };
    let fen = amount.fen.unsigned_abs();
    let tax = match amount.tax_included {
        Some(true) => "（含税）",
        Some(false) => "（不含税）",
        None => "",
    };
    format!("{sign}{}.{:02}元{tax}", fen / 100, fen % 100)
}

fn parse_sum(text: &str) -> Option<Amount> {
    let (figure, tax) = text.split_once('元')?;
    let (yuan, fen) = figure.split_once('.').filter(|(_, fen)| fen.len() == 2)?;
    let fen: i64 = format!("{yuan}{fen}").parse().ok()?;
    let tax_included = match tax {
        "" => None,
        "（含税）" => Some(true),
        "（不含税）" => Some(false),
        _ => return None,
    };
    let readable = crate::text::number::is_sum(fen);
    Some(Amount { fen, tax_included }).filter(|amount| readable && sum(*amount) == text)
}

/// A line for each lot: number, budget, name. Of an undivided notice there is none.
fn lots(lots: &[Lot]) -> String {
    if *lots == [Lot::whole()] {
        return String::new();
    }
    let line = |lot: &Lot| {
        let id = lot.id.replace('%', "%25").replace(BAR, "%7C");
        format!("{id}{BAR}{}{BAR}{}", lot.budget.map(sum).unwrap_or_default(), lot.title)
    };
    lots.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn parse_lots(text: &str) -> Option<Vec<Lot>> {
    if text.is_empty() {
        return Some(vec![Lot::whole()]);
    }
    let lot = |line: &str| {
        let mut parts = line.splitn(3, BAR);
        let id = clean_line(&parts.next()?.replace("%7C", "｜").replace("%25", "%"));
        let budget = parts.next()?;
        let budget = if budget.is_empty() { None } else { Some(parse_sum(budget)?) };
        Some(Lot { id, title: clean_line(parts.next()?), budget })
    };
    text.lines().map(lot).collect()
}
