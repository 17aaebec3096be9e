//! Arbitrary notices for tests: every state of every field, cleaned as everything is that enters, and no sense required.

use chrono::{DateTime, TimeZone, Utc};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use crate::domain::hard_stop::MethodKind;
use crate::domain::lead::{
    Amount, Field, FieldState, Lot, Notice, NumberScheme, Numbers, Source, Stage,
};
use crate::domain::territory::{cities_of, provinces};
use crate::text::clean::{clean_line, clean_text};

/// A cleaned text of one line, never empty: Chinese, signs, what spreadsheets take for formulas, what daqu writes itself.
pub fn line() -> impl Strategy<Value = String> {
    let texts = prop_oneof![
        8 => "[一-龥a-zA-Z0-9（）【】《》、，。；：“”,;|｜\"' %=+@_/\\\\-]{1,24}",
        1 => "['=+@\t＝＋－＠-]{1,3}[a-z(0-9]{0,6}",
        1 => "\\PC{1,12}",
        1 => "(【待核】|【见附件】|【原文】|【未列明】|_x000A_|公告未明确列示|详见附件|0123|1e9|2.08454E+18)[一-龥]{0,3}",
    ];
    texts.prop_map(|text| clean_line(&text)).prop_filter("empty", |text| !text.is_empty())
}

/// A cleaned text that may have several lines, with nothing around it.
pub fn text() -> impl Strategy<Value = String> {
    let texts = prop_oneof![
        3 => vec(line(), 1..4).prop_map(|lines| lines.join("\n")),
        1 => vec(line(), 2..4).prop_map(|lines| lines.join("\n\n    ")),
    ];
    texts
        .prop_map(|text| clean_text(&text).trim().to_owned())
        .prop_filter("empty", |text| !text.is_empty())
}

/// A field in any state. The words of a value that is made of words are the value.
pub fn field<T: Clone + std::fmt::Debug + 'static>(
    value: impl Strategy<Value = T>,
    words: impl Strategy<Value = String>,
) -> impl Strategy<Value = Field<T>> {
    (0_u8..6, value, words, option::of((0_u32..9, 9_u32..20))).prop_map(
        |(kind, value, words, span)| {
            let source = Some(Source { field: "somewhere".to_owned(), span });
            let of = |state, value| Field {
                state,
                value,
                text: Some(words.clone()),
                source: source.clone(),
            };
            match kind {
                0 | 1 => of(FieldState::Recognised, Some(value)),
                2 => of(FieldState::ToReview, None),
                3 => of(FieldState::AttachmentPending, None),
                4 => Field { text: Some(String::new()), ..of(FieldState::AttachmentPending, None) },
                _ => Field::not_stated(),
            }
        },
    )
}

fn words() -> impl Strategy<Value = Field<String>> {
    field(line(), line()).prop_map(spoken)
}

fn texts() -> impl Strategy<Value = Field<String>> {
    field(text(), text()).prop_map(spoken)
}

fn spoken(field: Field<String>) -> Field<String> {
    Field { text: field.value.clone().or(field.text), ..field }
}

fn moment() -> impl Strategy<Value = DateTime<Utc>> {
    let at = |(seconds, exact): (i64, bool)| {
        let seconds = if exact { seconds } else { seconds - seconds.rem_euclid(60) };
        Utc.timestamp_opt(seconds, 0).single().unwrap_or_default()
    };
    (946_684_800_i64..4_102_444_800, any::<bool>()).prop_map(at)
}

fn amount() -> impl Strategy<Value = Amount> {
    (1_i64..1 << 53, option::of(any::<bool>()))
        .prop_map(|(fen, tax_included)| Amount { fen, tax_included })
}

fn place() -> impl Strategy<Value = Field<String>> {
    let codes: Vec<String> = provinces().iter().map(|province| province.code.clone()).collect();
    field(proptest::sample::select(codes), line())
}

fn city() -> impl Strategy<Value = Field<String>> {
    let codes: Vec<String> = provinces()
        .iter()
        .flat_map(|province| cities_of(&province.code))
        .map(|city| city.code.clone())
        .collect();
    field(proptest::sample::select(codes), line())
}

fn stage() -> impl Strategy<Value = Stage> {
    proptest::sample::select(vec![
        Stage::PreNotice,
        Stage::Notice,
        Stage::DirectAward,
        Stage::Change,
        Stage::Candidates,
        Stage::Award,
        Stage::Cancelled,
    ])
}

fn method() -> impl Strategy<Value = MethodKind> {
    proptest::sample::select(vec![
        MethodKind::OpenTender,
        MethodKind::Comparison,
        MethodKind::Purchase,
        MethodKind::Unknown,
    ])
}

fn scheme() -> impl Strategy<Value = Option<NumberScheme>> {
    let numbers =
        proptest::sample::select(vec![Numbers::Notice, Numbers::Project, Numbers::Unknown]);
    option::of((line(), numbers).prop_map(|(issuer, numbers)| NumberScheme { issuer, numbers }))
}

fn lots() -> impl Strategy<Value = Vec<Lot>> {
    let title = prop_oneof![Just(String::new()), line()];
    let lot = (line(), title, option::of(amount()));
    let lot = lot.prop_map(|(id, title, budget)| Lot { id, title, budget });
    prop_oneof![Just(vec![Lot::whole()]), vec(lot, 1..4)]
}

/// A notice of which any field may be in any state.
pub fn notice() -> impl Strategy<Value = Notice> {
    let head =
        (line(), line(), option::of(line()), option::of(line()), option::of(line()), scheme());
    let who = (words(), words(), words(), place(), city(), words());
    let what = (
        words(),
        field(stage(), line()),
        field(method(), line()),
        words(),
        field(1_u32..99, line()),
    );
    let when = || field(moment(), line());
    let times = (when(), when(), when(), when(), when(), when());
    let money = (field(amount(), line()), field(amount(), line()));
    let said = (texts(), texts(), texts(), texts(), field(any::<bool>(), line()), texts(), lots());
    (head, who, what, times, money, said).prop_map(|(head, who, what, times, money, said)| {
        let (identity, title, url, platform, ocid, number_scheme) = head;
        let (customer, customer_unit, agency, province, city, site) = who;
        let (category, stage, method, project_no, round) = what;
        let (published, sale_start, sale_end, registration_end, deadline, opening) = times;
        let (budget, cap) = money;
        let (content, qualification, performance, branch_clause, consortium, authorisation, lots) =
            said;
        Notice {
            identity,
            url,
            platform,
            ocid,
            title,
            customer,
            customer_unit,
            agency,
            province,
            city,
            site,
            category,
            stage,
            method,
            project_no,
            number_scheme,
            round,
            published,
            sale_start,
            sale_end,
            registration_end,
            deadline,
            opening,
            budget,
            cap,
            content,
            qualification,
            performance,
            branch_clause,
            consortium,
            authorisation,
            lots,
        }
    })
}
