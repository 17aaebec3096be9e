//! The letters of a case: which can be issued, and the ledger of all copies: whose, what for, under which serial.

use crate::domain::case::ledger::{Issued, Thing, ledger};
use crate::domain::case::letter::LETTERS;
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
    let case = &screen.detail.case;
    let due = LETTERS.iter().filter(|letter| letter.is_due(case));
    let names: Vec<String> = due.map(|letter| value::choice(words, letter.id)).collect();
    let names = format::listed(words, &names);
    sheet.hanging(("", Role::Title), &t!(words, "layer-letters-due", names = names), Role::Text);
    let copies = ledger(case);
    sheet.text(&t!(words, "layer-ledger", n = copies.len().to_string()), Role::Title);
    for copy in &copies {
        line(sheet, copy, model);
    }
}

fn line(sheet: &mut Sheet, issued: &Issued, model: &Model) {
    let words = &model.words;
    let thing = match &issued.thing {
        Thing::Letter(letter) => value::choice(words, letter),
        Thing::Evidence(n) => t!(words, "layer-copy-of", n = n.to_string()),
        Thing::Minutes(n) => t!(words, "layer-copy-of-minutes", n = n.to_string()),
    };
    let to = format::unit_name(model, &issued.recipient);
    let head = format!("{}  {thing} → {to}", issued.copy.serial);
    sheet.hanging(("", Role::Key), &head, Role::Text);
    let hash: String = issued.copy.hash.trim_start_matches("sha256:").chars().take(12).collect();
    let mut parts = vec![
        format::moment(words, model.now, issued.at),
        value::choice(words, &issued.copy.class.to_string()),
        hash,
    ];
    parts.extend(issued.purpose.clone());
    sheet.hanging(("  ", Role::Dim), &parts.join(" · "), Role::Dim);
}
