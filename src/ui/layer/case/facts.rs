//! What is known of a case: the tender, its times, the parties, and the same-lot guard.

use crate::domain::case::guard;
use crate::domain::why::Why;
use crate::model::Model;
use crate::model::layer::CaseScreen;
use crate::t;
use crate::ui::format;
use crate::ui::layer::notice::{self, Fields};
use crate::ui::layer::paint::Sheet;
use crate::ui::layer::value;
use crate::ui::theme::Role;

/// Writes the tab.
pub fn write(sheet: &mut Sheet, screen: &CaseScreen, model: &Model) {
    let words = &model.words;
    let (row, case) = (&screen.detail.row, &screen.detail.case);
    let fields = Fields { model, sources: false };
    if case.is_cross_entity() {
        let warning = words.why(&Why::rule("cross-entity", "TL-39"));
        sheet.hanging(("! ", Role::Alarm), &warning, Role::Alarm);
    }
    let held = screen.detail.lead.as_ref().map(|lead| &lead.notice);
    match held {
        Some(notice) => fields.identity(sheet, notice),
        None => sheet.hanging(("! ", Role::Warn), &t!(words, "layer-case-no-lead"), Role::Warn),
    }
    let by = value::choice(words, case.trigger.name());
    let why = case.reasons.as_deref().map(|reasons| format!("{by}：{reasons}"));
    sheet.labelled(&t!(words, "layer-field-trigger"), &why.unwrap_or(by), Role::Text);
    if !screen.detail.merged.is_empty() {
        let numbers = format::listed(words, &screen.detail.merged);
        sheet.text(&t!(words, "layer-case-merged", numbers = numbers), Role::Text);
    }
    let lot = format!("{} · {}", format::lot(words, &case.lot), notice::round(words, case.round));
    sheet.labelled(&t!(words, "layer-field-lots"), &lot, Role::Text);
    if let Some(notice) = held {
        fields.times(sheet, notice);
    }
    notice::hard_stop(sheet, model, case.hard_stop.as_ref());
    let (owner, role) = match case.owner {
        Some(owner) => (format::region_name(words, owner), Role::Text),
        None => (t!(words, "layer-case-no-owner"), Role::Warn),
    };
    sheet.labelled(&t!(words, "layer-field-owner"), &owner, role);
    for party in &case.parties {
        let unit = format::unit_name(model, &party.unit);
        let entity = party.legal_entity.as_str();
        let text = t!(words, "layer-party", unit = unit, entity = entity);
        sheet.labelled(&t!(words, "layer-field-party"), &text, Role::Text);
    }
    same_lot(sheet, screen, model);
    let found = format::moment(words, model.now, row.detected_at);
    sheet.labelled(&t!(words, "layer-field-detected"), &found, Role::Dim);
}

/// The same-lot guard: who of the parties are one legal person, by which article that matters, and what the notice
/// says.
fn same_lot(sheet: &mut Sheet, screen: &CaseScreen, model: &Model) {
    let words = &model.words;
    let pairs = guard::collisions(&screen.detail.case.parties);
    if pairs.is_empty() {
        return;
    }
    let article = value::rule(words, guard::RULE);
    for (one, other) in pairs {
        let one = format::unit_name(model, &one.unit);
        let other = format::unit_name(model, &other.unit);
        let article = article.as_str();
        let warning = t!(words, "layer-same-lot", one = one, other = other, article = article);
        sheet.hanging(("! ", Role::Warn), &warning, Role::Warn);
    }
    if let Some(lead) = &screen.detail.lead {
        Fields { model, sources: false }.branch_clause(sheet, &lead.notice);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;
    use crate::ui::layer::sample;
    use crate::ui::theme::Theme;

    fn facts(screen: &CaseScreen) -> String {
        let mut sheet = Sheet::new(Theme::Mono, 60);
        write(&mut sheet, screen, &sample::model(Lang::Zh));
        sheet.lines().iter().map(|line| line.to_string().trim().to_owned()).collect()
    }

    #[test]
    fn two_branches_of_one_legal_person_are_warned_of_with_article_and_clause() {
        let shown = facts(&sample::case_screen());
        assert!(shown.contains("第34条"), "{shown}");
        assert!(shown.contains(sample::BRANCH_CLAUSE), "{shown}");
    }

    #[test]
    fn what_the_notice_does_not_say_stays_unknown() {
        let shown = facts(&sample::case_screen());
        assert!(shown.contains("未载明"), "{shown}");
        assert!(shown.contains("待核"), "{shown}");
    }

    #[test]
    fn parties_of_two_legal_persons_are_no_matter_for_an_order() {
        let mut screen = sample::case_screen();
        screen.detail.case.parties[1].legal_entity = "LE9".to_owned();
        assert!(facts(&screen).contains("第39条"));
    }
}
