//! The fields of a notice, one by one and by name: for lists that show them all, and for programs.

use chrono::{DateTime, Utc};

use super::notice::{Amount, Field, FieldState, Lot, Notice, Source, Stage, WHOLE_LOT};
use crate::domain::hard_stop::MethodKind;

/// The value of a field, whatever it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value<'a> {
    /// Words.
    Words(&'a str),
    /// A GB/T 2260 code.
    Place(&'a str),
    /// A stage.
    Stage(Stage),
    /// A way of buying.
    Method(MethodKind),
    /// A count: the round.
    Count(u32),
    /// An instant.
    At(DateTime<Utc>),
    /// Money.
    Amount(Amount),
    /// Yes or no.
    Flag(bool),
    /// Lots.
    Lots(&'a [Lot]),
}

/// A field with its name.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Named<'a> {
    /// The name, as it stands in the event.
    pub name: &'static str,
    /// How much is known.
    pub state: FieldState,
    /// The value, if recognised.
    pub value: Option<Value<'a>>,
    /// The words it was read from.
    pub text: Option<&'a str>,
    /// Where they stood.
    pub source: Option<&'a Source>,
}

impl Named<'_> {
    /// Whether anything is said of it.
    pub fn is_said(&self) -> bool {
        self.state != FieldState::NotStated
    }

    /// The bytes of the words in their source.
    pub fn span(&self) -> Option<std::ops::Range<usize>> {
        let (from, to) = self.source?.span?;
        Some(usize::try_from(from).ok()?..usize::try_from(to).ok()?)
    }
}

fn named<'a, T>(
    name: &'static str,
    field: &'a Field<T>,
    value: impl Fn(&'a T) -> Value<'a>,
) -> Named<'a> {
    Named {
        name,
        state: field.state,
        value: field.value.as_ref().map(value),
        text: field.text.as_deref(),
        source: field.source.as_ref(),
    }
}

impl Notice {
    /// Every field, in the order in which a person reads them. Title and lots have no source of their own.
    pub fn fields(&self) -> Vec<Named<'_>> {
        let words = |name, field| named(name, field, |text: &String| Value::Words(text));
        let place = |name, field| named(name, field, |code: &String| Value::Place(code));
        let at = |name, field| named(name, field, |at: &DateTime<Utc>| Value::At(*at));
        let amount = |name, field| named(name, field, |sum: &Amount| Value::Amount(*sum));
        let divided = self.lots.iter().any(|lot| lot.id != WHOLE_LOT);
        let bare = |name, value, known| Named {
            name,
            state: if known { FieldState::Recognised } else { FieldState::NotStated },
            value: Some(value).filter(|_| known),
            text: None,
            source: None,
        };
        vec![
            bare("title", Value::Words(&self.title), true),
            words("project_no", &self.project_no),
            words("customer", &self.customer),
            words("customer_unit", &self.customer_unit),
            words("agency", &self.agency),
            place("province", &self.province),
            place("city", &self.city),
            words("site", &self.site),
            words("category", &self.category),
            named("stage", &self.stage, |stage| Value::Stage(*stage)),
            named("method", &self.method, |method| Value::Method(*method)),
            named("round", &self.round, |round| Value::Count(*round)),
            at("published", &self.published),
            at("sale_start", &self.sale_start),
            at("sale_end", &self.sale_end),
            at("registration_end", &self.registration_end),
            at("deadline", &self.deadline),
            at("opening", &self.opening),
            amount("budget", &self.budget),
            amount("cap", &self.cap),
            bare("lots", Value::Lots(&self.lots), divided),
            words("content", &self.content),
            words("qualification", &self.qualification),
            words("performance", &self.performance),
            words("branch_clause", &self.branch_clause),
            named("consortium", &self.consortium, |flag| Value::Flag(*flag)),
            words("authorisation", &self.authorisation),
        ]
    }
}
