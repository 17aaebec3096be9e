//! Earlier cases that are like this one: what they share with it, how they were decided, and whether this one departs from them.

use crate::domain::fairness::precedent::Precedent;
use crate::model::Model;
use crate::model::layer::CaseScreen;
use crate::t;
use crate::ui::format;
use crate::ui::layer::paint::Sheet;
use crate::ui::layer::value;
use crate::ui::theme::Role;

/// Writes the tab.
pub fn write(sheet: &mut Sheet, screen: &CaseScreen, model: &Model) {
    let words = &model.words;
    let found = &screen.detail.precedents;
    if found.is_empty() {
        sheet.text(&t!(words, "layer-precedents-none"), Role::Dim);
    }
    for near in found {
        one(sheet, near, model);
    }
}

fn one(sheet: &mut Sheet, near: &Precedent, model: &Model) {
    let words = &model.words;
    let outcome = near.outcome.as_deref().map(|word| value::choice(words, word));
    let criterion = near.criterion.as_deref().map(|word| value::choice(words, word));
    let told: Vec<String> = [outcome, criterion].into_iter().flatten().collect();
    sheet.hanging(("", Role::Key), &format!("{}  {}", near.number, told.join(" · ")), Role::Text);
    let shared = near.shared.iter().map(|name| words.say(&format!("shared-{name}")));
    let shared = format::listed(words, &shared.collect::<Vec<_>>());
    sheet.hanging(
        ("  ", Role::Dim),
        &t!(words, "layer-precedent-shares", shared = shared),
        Role::Dim,
    );
    if near.agrees == Some(false) {
        let text = t!(words, "layer-precedent-departs");
        sheet.hanging(("  ! ", Role::Warn), &text, Role::Warn);
    }
}
