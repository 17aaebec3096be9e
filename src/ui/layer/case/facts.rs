//! What is known of a case: the tender, its times, the parties, and the same-lot guard.

use crate::domain::case::action::order::ROW as ORDER;
use crate::domain::case::{State, guard};
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
    held_up(sheet, screen, model);
    decided(sheet, screen, model);
    if let Some(note) = &screen.detail.note {
        let text = t!(words, "layer-note", text = note.as_str());
        sheet.labelled(&t!(words, "layer-field-note"), &text, Role::Text);
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

/// What keeps the manager from deciding at all, whatever the state of the case is.
const HOLDS: [&str; 3] = ["tied", "recused", "challenge-open"];

fn held_up(sheet: &mut Sheet, screen: &CaseScreen, model: &Model) {
    if screen.detail.row.state.is_terminal() {
        return;
    }
    let unmet = || screen.detail.row.actions.iter().flat_map(|row| &row.unmet);
    for why in HOLDS.iter().filter_map(|key| unmet().find(|why| why.key == *key)) {
        sheet.hanging(("! ", Role::Alarm), &model.words.why(why), Role::Alarm);
    }
}

/// What was decided, by which means, and on whom it is not served yet.
fn decided(sheet: &mut Sheet, screen: &CaseScreen, model: &Model) {
    let words = &model.words;
    let case = &screen.detail.case;
    let Some(decision) = &case.decision else { return };
    let said = |name: &str| {
        let text = decision.args.get(name)?;
        // An order asks for everything that any decision may say.
        Some(value::argument(model, ORDER.id, name, text))
    };
    let how = words.say(&format!("action-{}", decision.action));
    let at = format::moment(words, model.now, decision.at);
    let parts = [Some(how), said("outcome"), said("lead_unit"), Some(at)];
    let text = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    sheet.labelled(&t!(words, "layer-field-decision"), &text, Role::Title);
    for name in ["gain_split", "in_force_until", "duties"] {
        if let Some(text) = said(name) {
            sheet.labelled(&value::label(words, name), &text, Role::Text);
        }
    }
    if let Some(interim) = decision.interim.filter(|interim| !interim.confirmed) {
        let until = format::moment(words, model.now, interim.until);
        let why = t!(words, "layer-interim-until", at = until);
        sheet.hanging(("! ", Role::Warn), &why, Role::Warn);
    }
    let unserved = case.unserved();
    if !unserved.is_empty() && matches!(screen.detail.row.state, State::Ordered | State::Settled) {
        let units: Vec<String> = unserved.iter().map(|u| format::unit_name(model, u)).collect();
        let why = Why::rule("not-served", "SCXT-7").with("units", format::listed(words, &units));
        sheet.hanging(("! ", Role::Warn), &words.why(&why), Role::Warn);
    }
    sheet.blank();
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
    use crate::domain::case::{Decision, Interim};
    use crate::domain::strict::Texts;
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
    fn what_was_decided_stands_first_and_tells_on_whom_it_is_not_served() {
        let mut screen = sample::case_screen();
        screen.detail.row.state = State::Ordered;
        screen.detail.case.decision = Some(Decision {
            event: "sha256:order".to_owned(),
            action: "interim-order",
            at: screen.detail.row.detected_at,
            args: Texts::from([("outcome", "sole"), ("lead_unit", "F1")]),
            interim: Some(Interim {
                until: screen.detail.row.detected_at,
                before: State::Accepted,
                confirmed: false,
            }),
        });
        let shown = facts(&screen);
        let place = |words: &str| shown.find(words);
        assert!(place("独家牵头") < place("客户") && place("独家牵头").is_some(), "{shown}");
        assert!(shown.contains("自行失效") && shown.contains("尚未送达"), "{shown}");
    }

    #[test]
    fn what_keeps_the_manager_from_deciding_stands_first() {
        let mut screen = sample::case_screen();
        let tied = Why::rule("tied", "G12").with("tie", "kin").with("unit", "F1");
        screen.detail.row.actions[3].unmet.push(tied.with("number", "HB-EC-26-A-001"));
        let shown = facts(&screen);
        assert!(shown.starts_with("! 你已申报") && shown.contains("亲属"), "{shown}");
    }

    #[test]
    fn parties_of_two_legal_persons_are_no_matter_for_an_order() {
        let mut screen = sample::case_screen();
        screen.detail.case.parties[1].legal_entity = "LE9".to_owned();
        assert!(facts(&screen).contains("第39条"));
    }
}
