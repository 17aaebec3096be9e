//! The rules behind what may and may not be done in a case, with their standing: whether a decision may rest on one
//! alone.

use std::collections::BTreeSet;

use crate::desk::view::{ActionRow, Basis};
use crate::domain::case::action;
use crate::domain::rulebook::{Rule, Status};
use crate::i18n::{Lang, Words};
use crate::model::Model;
use crate::model::layer::CaseScreen;
use crate::t;
use crate::ui::format;
use crate::ui::layer::paint::Sheet;
use crate::ui::theme::Role;

/// Writes the tab, in the order of the rulebook.
pub fn write(sheet: &mut Sheet, screen: &CaseScreen, model: &Model) {
    let words = &model.words;
    let actions = &screen.detail.row.actions;
    let ids: BTreeSet<&str> = actions.iter().flat_map(behind).collect();
    let zh = words.lang() == Lang::Zh;
    if let Some(basis) = &screen.detail.basis {
        cited(sheet, basis, model);
    }
    for rule in words.book().rules().iter().filter(|rule| ids.contains(rule.id.as_str())) {
        let cited = rule.cite(zh);
        let (title, standing) = (rule.title.pick(zh), status(words, rule.status));
        sheet.text(&format!("{cited} · {title} · {standing}"), Role::Title);
        sheet.hanging(("  ", Role::Dim), rule.gist.pick(zh), Role::Text);
        if !rule.may_be_sole_basis() {
            sheet.hanging(("  ! ", Role::Warn), &t!(words, "layer-rule-not-alone"), Role::Warn);
        }
        let users = used_by(words, actions, rule);
        if !users.is_empty() {
            let text = t!(words, "layer-rule-used-by", actions = users);
            sheet.hanging(("  ", Role::Dim), &text, Role::Dim);
        }
    }
}

/// The rules on which the decision rests, as they stood then: a later book changes nothing here.
fn cited(sheet: &mut Sheet, basis: &Basis, model: &Model) {
    let words = &model.words;
    let zh = words.lang() == Lang::Zh;
    let hash: String = basis.hash.chars().take(12).collect();
    let title = match &basis.version {
        Some(version) => {
            t!(words, "layer-basis", version = version.as_str(), hash = hash.as_str())
        }
        None => t!(words, "layer-basis-unknown", hash = hash.as_str()),
    };
    sheet.text(&title, Role::Title);
    if !basis.current {
        sheet.text(&t!(words, "layer-basis-old"), Role::Dim);
    }
    for rule in &basis.rules {
        let text = format!("{} · {}", rule.cite(zh), rule.title.pick(zh));
        sheet.hanging(("  ", Role::Dim), &text, Role::Text);
    }
}

/// The rule that gives the power, those that ask for its arguments, and those that are not met now.
fn behind(row: &ActionRow) -> Vec<&str> {
    let power = action::find(row.id).map(|action| action.rule);
    let asked = row.arguments.iter().filter_map(|argument| argument.required);
    let unmet = row.unmet.iter().filter_map(|why| why.rule.as_deref());
    power.into_iter().chain(asked).chain(unmet).collect()
}

/// The actions whose power comes from a rule.
fn used_by(words: &Words, actions: &[ActionRow], rule: &Rule) -> String {
    let ids = actions.iter().filter_map(|row| action::find(row.id));
    let ids = ids.filter(|action| action.rule == rule.id);
    let names: Vec<String> =
        ids.map(|action| words.say(&format!("action-{}", action.id))).collect();
    format::listed(words, &names)
}

fn status(words: &Words, status: Status) -> String {
    match status {
        Status::InForce => t!(words, "layer-status-in-force"),
        Status::Draft => t!(words, "layer-status-draft"),
        Status::Blank => t!(words, "layer-status-blank"),
        Status::Truncated => t!(words, "layer-status-truncated"),
        Status::Repealed => t!(words, "layer-status-repealed"),
        Status::Assumed => t!(words, "layer-status-assumed"),
    }
}
