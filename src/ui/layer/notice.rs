//! The fields of a notice as far as they are known: the value where it was read without doubt, otherwise the word for
//! what is not known and the publisher's own words. Nothing is guessed here either.

use chrono::{DateTime, Utc};

use crate::domain::hard_stop::{Basis, HardStop};
use crate::domain::lead::{Field, FieldState, Notice};
use crate::i18n::Words;
use crate::model::Model;
use crate::t;
use crate::ui::format;
pub use crate::ui::notice::round;
use crate::ui::notice::{amount, flag, method, place, stage};
use crate::ui::theme::Role;

use super::paint::Sheet;

/// Writes notice fields on a sheet.
pub struct Fields<'a> {
    /// Language and the instant that local times are told from.
    pub model: &'a Model,
    /// Whether the publisher's name of the field is told too.
    pub sources: bool,
}

impl Fields<'_> {
    fn words(&self) -> &Words {
        &self.model.words
    }

    /// One field.
    pub fn field<T>(
        &self,
        sheet: &mut Sheet,
        label: &str,
        field: &Field<T>,
        show: impl Fn(&T) -> String,
    ) {
        let words = self.words();
        let (mut text, role) = match (field.state, &field.value) {
            (FieldState::Recognised, Some(value)) => (show(value), Role::Text),
            (FieldState::Recognised | FieldState::NotStated, _) => {
                (t!(words, "layer-not-stated"), Role::Dim)
            }
            (FieldState::AttachmentPending, _) => {
                (with_words(words, t!(words, "layer-attachment-pending"), field), Role::Warn)
            }
            (FieldState::ToReview, _) => {
                (with_words(words, t!(words, "layer-to-review"), field), Role::Warn)
            }
        };
        if let Some(source) = field.source.as_ref().filter(|_| self.sources) {
            text.push_str(&t!(words, "layer-source", field = source.field.as_str()));
        }
        sheet.labelled(label, &text, role);
    }

    /// A field that few publishers have: it is told where something is said of it.
    fn stated<T>(
        &self,
        sheet: &mut Sheet,
        name: &str,
        field: &Field<T>,
        show: impl Fn(&T) -> String,
    ) {
        if !field.is_not_stated() {
            self.field(sheet, &crate::ui::notice::label(self.words(), name), field, show);
        }
    }

    /// A field that holds words.
    pub fn words_field(&self, sheet: &mut Sheet, label: &str, field: &Field<String>) {
        self.field(sheet, label, field, String::clone);
    }

    /// A field that holds an instant, told in local time.
    pub fn moment(&self, sheet: &mut Sheet, label: &str, field: &Field<DateTime<Utc>>) {
        self.field(sheet, label, field, |at| format::moment(self.words(), self.model.now, *at));
    }

    /// Customer, province, project number: what the tender is.
    pub fn identity(&self, sheet: &mut Sheet, notice: &Notice) {
        let words = self.words();
        self.words_field(sheet, &t!(words, "layer-field-customer"), &notice.customer);
        self.stated(sheet, "customer_unit", &notice.customer_unit, String::clone);
        self.stated(sheet, "agency", &notice.agency, String::clone);
        self.field(sheet, &t!(words, "layer-field-province"), &notice.province, |code| {
            format::province_name(words, code)
        });
        self.stated(sheet, "city", &notice.city, |code| place(words, code));
        self.stated(sheet, "site", &notice.site, String::clone);
        self.words_field(sheet, &t!(words, "layer-field-project-no"), &notice.project_no);
    }

    /// Publishing, sale window, deadline.
    pub fn times(&self, sheet: &mut Sheet, notice: &Notice) {
        let words = self.words();
        self.moment(sheet, &t!(words, "layer-field-published"), &notice.published);
        self.moment(sheet, &t!(words, "layer-field-sale-start"), &notice.sale_start);
        self.moment(sheet, &t!(words, "layer-field-sale-end"), &notice.sale_end);
        let at = |at: &DateTime<Utc>| format::moment(words, self.model.now, *at);
        self.stated(sheet, "registration_end", &notice.registration_end, at);
        self.moment(sheet, &t!(words, "layer-field-deadline"), &notice.deadline);
        self.stated(sheet, "opening", &notice.opening, at);
    }

    /// What sort of notice, in the publisher's words and in ours.
    pub fn kind(&self, sheet: &mut Sheet, notice: &Notice) {
        let words = self.words();
        self.words_field(sheet, &t!(words, "layer-field-category"), &notice.category);
        self.field(sheet, &t!(words, "layer-field-stage"), &notice.stage, |at| stage(words, *at));
        self.field(sheet, &t!(words, "layer-field-method"), &notice.method, |by| {
            method(words, *by)
        });
        self.field(sheet, &t!(words, "layer-field-round"), &notice.round, |n| round(words, *n));
    }

    /// Budget, content, and who may bid.
    pub fn demands(&self, sheet: &mut Sheet, notice: &Notice) {
        let words = self.words();
        self.field(sheet, &t!(words, "layer-field-budget"), &notice.budget, |sum| {
            amount(words, *sum)
        });
        self.stated(sheet, "cap", &notice.cap, |sum| amount(words, *sum));
        self.words_field(sheet, &t!(words, "layer-field-content"), &notice.content);
        self.words_field(sheet, &t!(words, "layer-field-qualification"), &notice.qualification);
        self.words_field(sheet, &t!(words, "layer-field-performance"), &notice.performance);
        self.stated(sheet, "consortium", &notice.consortium, |yes| flag(words, *yes));
        self.stated(sheet, "authorisation", &notice.authorisation, |clause| {
            t!(words, "layer-quote", text = clause.as_str())
        });
    }

    /// The clause on several units of one legal person, quoted.
    pub fn branch_clause(&self, sheet: &mut Sheet, notice: &Notice) {
        let words = self.words();
        self.field(
            sheet,
            &t!(words, "layer-field-branch-clause"),
            &notice.branch_clause,
            |clause| t!(words, "layer-quote", text = clause.as_str()),
        );
    }
}

/// A state word with the publisher's words that a person must read.
fn with_words<T>(words: &Words, state: String, field: &Field<T>) -> String {
    match &field.text {
        Some(text) => {
            let quote = t!(words, "layer-quote", text = text.as_str());
            t!(words, "layer-pair", name = state, value = quote)
        }
        None => state,
    }
}

/// The hard stop with what it rests on; an estimate says so.
pub fn hard_stop(sheet: &mut Sheet, model: &Model, stop: Option<&HardStop>) {
    let words = &model.words;
    let label = t!(words, "layer-field-hard-stop");
    let Some(stop) = stop else {
        sheet.labelled(&label, &t!(words, "layer-no-hard-stop"), Role::Warn);
        return;
    };
    let at = format::moment(words, model.now, stop.at);
    let basis = basis(words, stop.basis);
    let (text, role) = if stop.estimated {
        (t!(words, "layer-hard-stop-estimated", at = at, basis = basis), Role::Warn)
    } else {
        (t!(words, "layer-hard-stop", at = at, basis = basis), Role::Text)
    };
    sheet.labelled(&label, &text, role);
}

fn basis(words: &Words, basis: Basis) -> String {
    match basis {
        Basis::SaleEnd => t!(words, "layer-basis-sale-end"),
        Basis::RegistrationEnd => t!(words, "layer-basis-registration-end"),
        Basis::PrequalDeadline => t!(words, "layer-basis-prequal-deadline"),
        Basis::BidDeadlinePrep => t!(words, "layer-basis-bid-deadline-prep"),
        Basis::EstimatedSale => t!(words, "layer-basis-estimated-sale"),
        Basis::EstimatedBid => t!(words, "layer-basis-estimated-bid"),
    }
}
