//! The conflict story by keys alone: two claims, the conflict by itself, acceptance, consultation; what is not yet possible
//! says why.

use daqu::i18n::Lang;
use daqu::term::headless::Headless;

use crate::support::{desk, window};

fn opened() -> (tempfile::TempDir, Headless) {
    let folder = tempfile::tempdir().unwrap();
    let window = window(desk(folder.path()), Lang::Zh, (120, 40));
    (folder, window)
}

/// From the inbox: the newest lead last, so the one of 江苏 is one below.
fn claim(window: &mut Headless, unit_steps: usize) {
    window.press("3 / text:南京 enter insert").unwrap();
    window.press(&"right ".repeat(unit_steps)).unwrap();
    window.press("tab tab text:已与客户对接 f2").unwrap();
}

fn in_conflict() -> (tempfile::TempDir, Headless) {
    let (folder, mut window) = opened();
    claim(&mut window, 1);
    assert_eq!(
        window.model.overview.cases.len(),
        0,
        "one claim is no conflict:\n{}",
        window.text()
    );
    window.press("esc").unwrap();
    claim(&mut window, 3);
    (folder, window)
}

#[test]
fn two_branches_claim_one_lot_and_the_conflict_appears_by_itself() {
    let (_folder, window) = in_conflict();
    let cases = &window.model.overview.cases;
    assert_eq!(cases.len(), 1, "{}", window.text());
    assert_eq!(cases[0].parties, ["F1", "F3"]);
    let screen = window.text();
    assert!(screen.contains("XT-EC-26-"), "{screen}");
    assert!(screen.contains("一分公司 × 三分公司"), "{screen}");
    assert!(screen.contains("第34条"), "the same-lot guard warns at a claim:\n{screen}");
}

#[test]
fn an_order_before_consultation_says_what_must_come_first_and_by_which_article() {
    let (_folder, mut window) = in_conflict();
    window.press("esc 2 o").unwrap();
    let screen = window.text();
    assert!(window.model.layers.is_empty(), "no form opens for what is not possible:\n{screen}");
    assert!(screen.contains("已建议") && screen.contains("第8条"), "{screen}");
}

#[test]
fn a_case_is_accepted_and_consultation_recorded_by_keys() {
    let (_folder, mut window) = in_conflict();
    window.press("esc 2 a f2").unwrap();
    assert!(
        window.text().contains("第19条") || window.text().contains("回避"),
        "{}",
        window.text()
    );
    window.press("text:无回避情形 f2").unwrap();
    assert_eq!(window.model.overview.cases[0].state.name(), "accepted", "{}", window.text());
    // The parties stand in the form already; the way and the gist are asked for.
    window.press("c tab right right tab text:已告知双方主张和期限 f2").unwrap();
    assert_eq!(window.model.overview.cases[0].state.name(), "consulting", "{}", window.text());
    window.press("enter").unwrap();
    let screen = window.text();
    assert!(screen.contains("协商") && screen.contains("无回避情形"), "{screen}");
}

#[test]
fn a_case_is_rejected_only_with_a_ground_and_reasons() {
    let (_folder, mut window) = in_conflict();
    window.press("esc 2 x f2").unwrap();
    assert!(!window.model.layers.is_empty(), "the form stays with what is missing");
    window.press("right tab text:同一单位两次登记 f2").unwrap();
    assert!(window.model.layers.is_empty(), "{}", window.text());
    assert!(window.model.overview.cases.is_empty(), "a rejected case is out of the queue");
}

#[test]
fn what_was_typed_stays_when_the_desk_refuses_it() {
    let (_folder, mut window) = in_conflict();
    window.press("esc 2 a text:无 f2 c").unwrap();
    // One party taken out of the list of those told: refused, and nothing of the form is lost.
    window.press("backspace backspace backspace tab right tab text:电话告知 f2").unwrap();
    let screen = window.text();
    assert!(screen.contains("F3") && screen.contains("第8条"), "{screen}");
    assert!(screen.contains("电话告知"), "{screen}");
}

#[test]
fn undo_takes_the_acceptance_back_while_it_is_only_here() {
    let (_folder, mut window) = in_conflict();
    window.press("esc 2 a text:无 f2").unwrap();
    window.press("ctrl-z").unwrap();
    assert_eq!(window.model.overview.cases[0].state.name(), "detected", "{}", window.text());
}

#[test]
fn a_lead_is_found_by_initials_and_put_away_with_a_reason() {
    let (_folder, mut window) = opened();
    window.press("3 / text:zjdx enter").unwrap();
    assert_eq!(window.model.overview.leads.total, 1, "{}", window.text());
    window.press("- f2").unwrap();
    assert_eq!(window.model.layers.len(), 1, "a reason is asked for");
    window.press("text:不属施工 f2").unwrap();
    assert_eq!(window.model.overview.new_leads, 1);
}

#[test]
fn a_province_filters_the_other_panes_and_keep_holds_it() {
    let (_folder, mut window) = opened();
    window.press("1 left").unwrap();
    let code = window.model.province.clone();
    assert_eq!(
        window.model.overview.leads.total,
        usize::from(code == "320000" || code == "330000")
    );
    window.press("tab").unwrap();
    assert_eq!(
        window.model.overview.leads.total, 2,
        "a filter that is not kept ends with the pane's focus"
    );
    window.press("1 f tab").unwrap();
    assert!(window.model.province_filter.is_some(), "kept");
    window.press("esc").unwrap();
    assert_eq!(window.model.overview.leads.total, 2, "Esc drops it");
}

#[test]
fn full_width_marks_are_the_marks_and_a_chinese_letter_gives_a_hint() {
    let (_folder, mut window) = opened();
    window.press("？").unwrap();
    assert_eq!(window.model.layers.len(), 1, "？ is ?");
    window.press("esc 受").unwrap();
    assert!(window.text().contains("输入法"), "{}", window.text());
}

#[test]
fn a_paste_outside_text_is_no_row_of_commands() {
    let (_folder, mut window) = opened();
    window.send(daqu::app::Msg::Paste("q q q x".to_owned()));
    assert!(!window.model.quit && window.model.layers.is_empty());
}

#[test]
fn an_act_without_a_key_is_found_in_the_palette_and_a_case_comes_to_its_end_by_keys() {
    let (_folder, mut window) = in_conflict();
    window.press("esc 2 enter : text:hejie").unwrap();
    let screen = window.text();
    assert!(
        screen.contains("和解") && screen.contains("协商中"),
        "it says what must come first:\n{screen}"
    );
    window.press("esc a text:无 f2 enter").unwrap();
    // After each step the next one is selected.
    window.press("tab right tab text:告知主张和期限 f2 enter").unwrap();
    window.press("text:F1,F3 tab text:同意由一分公司牵头 tab right right f2").unwrap();
    window.press(": text:hejie enter tab text:三分公司配合现场资料 tab right tab text:F1 tab text:签字页 f2").unwrap();
    let state =
        |window: &Headless| window.model.overview.cases.first().map(|case| case.state.name());
    assert_eq!(state(&window), Some("settled"), "{}", window.text());
    window.press("enter text:F1,F3 tab right tab text:邮件回执 f2").unwrap();
    assert_eq!(state(&window), Some("effective"), "{}", window.text());
    // A screen is closed, and so is a case: the palette knows both.
    window.press(": text:jiean enter text:一分公司中标 f2").unwrap();
    assert_eq!(state(&window), None, "a closed case is out of the queue:\n{}", window.text());
}
