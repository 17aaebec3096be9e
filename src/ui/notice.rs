//! Fields of a notice in words, for the screen and the command line.

use crate::domain::calendar;
use crate::domain::hard_stop::MethodKind;
use crate::domain::lead::{Amount, FieldState, Lot, Named, Stage, Value};
use crate::domain::territory;
use crate::i18n::{Words, value};
use crate::t;

use super::format;

/// What a field is called.
pub fn label(words: &Words, name: &str) -> String {
    words.say(&format!("field-name-{name}"))
}

/// How much is known of a field.
pub fn state(words: &Words, state: FieldState) -> String {
    words.say(match state {
        FieldState::Recognised => "field-recognised",
        FieldState::NotStated => "field-not_stated",
        FieldState::AttachmentPending => "field-attachment_pending",
        FieldState::ToReview => "field-to_review",
    })
}

/// The mark of a state: it tells the state without colour.
pub fn mark(state: FieldState) -> &'static str {
    match state {
        FieldState::Recognised => "✓",
        FieldState::NotStated => " ",
        FieldState::AttachmentPending => "…",
        FieldState::ToReview => "?",
    }
}

/// The value of a field, if it is recognised.
pub fn value(words: &Words, field: &Named<'_>) -> Option<String> {
    Some(match field.value? {
        Value::Words(text) => text.to_owned(),
        Value::Place(code) => place(words, code),
        Value::Stage(at) => stage(words, at),
        Value::Method(by) => method(words, by),
        Value::Count(n) => round(words, n),
        Value::At(at) => calendar::to_the_minute(at),
        Value::Amount(sum) => amount(words, sum),
        Value::Flag(yes) => flag(words, yes),
        Value::Lots(all) => lots(words, all),
    })
}

/// A place by its code.
pub fn place(words: &Words, code: &str) -> String {
    match territory::division(code) {
        Some(division) if division.parent.is_some() => division.short.clone(),
        _ => format::province_name(words, code),
    }
}

/// Yes or no, of a consortium.
pub fn flag(words: &Words, yes: bool) -> String {
    if yes { t!(words, "field-yes") } else { t!(words, "field-no") }
}

/// Lots with names and budgets as far as they have them.
pub fn lots(words: &Words, lots: &[Lot]) -> String {
    let named = lots.iter().map(|lot| {
        let mut text = format::lot(words, &lot.id);
        if !lot.title.is_empty() {
            text.push(' ');
            text.push_str(&lot.title);
        }
        if let Some(budget) = lot.budget {
            text.push(' ');
            text.push_str(&amount(words, budget));
        }
        text
    });
    format::listed(words, &named.collect::<Vec<_>>())
}

/// 第二次, "round 2".
pub fn round(words: &Words, n: u32) -> String {
    t!(words, "layer-round", n = n.to_string())
}

/// A stage in words.
pub fn stage(words: &Words, stage: Stage) -> String {
    match stage {
        Stage::PreNotice => t!(words, "layer-stage-pre-notice"),
        Stage::Notice => t!(words, "layer-stage-notice"),
        Stage::DirectAward => t!(words, "layer-stage-direct-award"),
        Stage::Change => t!(words, "layer-stage-change"),
        Stage::Candidates => t!(words, "layer-stage-candidates"),
        Stage::Award => t!(words, "layer-stage-award"),
        Stage::Cancelled => t!(words, "layer-stage-cancelled"),
    }
}

/// A way of buying in words.
pub fn method(words: &Words, method: MethodKind) -> String {
    match method {
        MethodKind::OpenTender => t!(words, "layer-method-open-tender"),
        MethodKind::Comparison => t!(words, "layer-method-comparison"),
        MethodKind::Purchase => t!(words, "layer-method-purchase"),
        MethodKind::Unknown => t!(words, "layer-not-stated"),
    }
}

/// An amount, exact, with what is known of tax.
pub fn amount(words: &Words, amount: Amount) -> String {
    let sum = value::sum(words, amount.fen);
    match amount.tax_included {
        Some(true) => t!(words, "layer-tax-included", sum = sum),
        Some(false) => t!(words, "layer-tax-excluded", sum = sum),
        None => sum,
    }
}
