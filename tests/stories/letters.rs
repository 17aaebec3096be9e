//! Letters: a copy for each recipient with a serial of its own, nothing above the recipient's class, an order seen before it is
//! signed.

use std::fs;

use daqu::domain::case::ledger::ledger;
use daqu::i18n::Lang;

use crate::support::office::Office;
use crate::support::{desk, window};

/// Up to an order, with a talk and a statement on recusal that are nobody's but the region's.
fn ordered(office: &mut Office) -> String {
    let case = office.conflict();
    office.act(&case, "accept", "recusal=与一分公司经理系同学").unwrap();
    office.act(&case, "consult", "notified=F1,F3 channel=phone gist=告知双方主张").unwrap();
    let talk = "party=F1 talked_at=2026-11-23T00:30:00Z channel=phone gist=询问底牌 summary=问进度";
    office.act(&case, "ex-parte", talk).unwrap();
    office.act(&case, "statement", "party=F1,F3 text=各执一词 result=failed").unwrap();
    office.act(&case, "finding", "party=F1 criterion=K6 found=favours text=邮件在先").unwrap();
    office.act(&case, "finding", "party=F3 criterion=K6 found=against text=在后").unwrap();
    let said = "facts=双方均已踏勘 outcome=sole lead_unit=F1 reasons=先报明确 rules=SCXT-8,G18 criterion=K6";
    office.act(&case, "recommend", said).unwrap();
    office.act(&case, "reply", "party=F3 answer=refuse").unwrap();
    let order = "recusal=无 outcome=sole lead_unit=F1 duties=三分公司不得购买文件 reasons=先报明确 \
                 rules=SCXT-8,G18 criterion=K6 signed_by=林岚";
    office.act(&case, "order", order).unwrap();
    case
}

/// Issues the order to a party: its serial, and where its files are without their ends.
fn issued(office: &mut Office, case: &str, unit: &str) -> (String, String) {
    let done = office.act(case, "letter", &format!("letter=order recipient={unit} purpose=送达"));
    let done = done.unwrap();
    assert_eq!(done.key, "letter-written");
    let value = |name: &str| done.args.iter().find(|(of, _)| of == name).unwrap().1.clone();
    let files = value("files");
    let file = files.split(' ').next().unwrap().trim_end_matches(".docx").to_owned();
    (value("serial"), file)
}

#[test]
fn each_copy_has_its_serial_and_the_ledger_keeps_whose_it_is() {
    let mut office = Office::opened();
    let case = ordered(&mut office);
    let copies: Vec<(String, String)> =
        ["F1", "F3"].map(|unit| issued(&mut office, &case, unit)).into();
    let text = fs::read_to_string(format!("{}.md", copies[0].1)).unwrap();
    let said = [
        "# 指令",
        &copies[0].0,
        "一分公司",
        "三分公司不得购买文件",
        "第8条",
        "先报明确",
        "协调委员会",
        "林岚",
    ];
    for said in said {
        assert!(text.contains(said), "{said}\n{text}");
    }
    assert!(!text.contains("同学") && !text.contains("底牌"), "class 4 to a party:\n{text}");
    assert_eq!(&fs::read(format!("{}.docx", copies[1].1)).unwrap()[..2], b"PK");
    let serial = copies[1].0.clone();
    assert!(
        copies[0].0.ends_with("-001")
            && serial.starts_with("ZL-EC-26-")
            && serial.ends_with("-002")
    );
    let copies = ledger(&office.case(&case).case);
    assert_eq!(copies.len(), 2);
    assert_eq!((copies[1].recipient.as_str(), copies[1].purpose.as_deref()), ("F3", Some("送达")));
    assert_ne!(copies[0].copy.hash, copies[1].copy.hash, "each names its recipient");
    // A serial leads to its case: a leaked copy is looked up by it.
    assert_eq!(office.case(&serial).row.number, case);
}

#[test]
fn what_is_for_the_region_goes_to_no_party_and_what_was_not_done_has_no_letter() {
    let mut office = Office::opened();
    let case = ordered(&mut office);
    let asked = |office: &mut Office, said: &str| office.act(&case, "letter", said).unwrap_err();
    assert_eq!(asked(&mut office, "letter=dossier recipient=F1"), ["letter-for-inside"]);
    assert_eq!(asked(&mut office, "letter=order recipient=F6"), ["letter-to-stranger"]);
    assert_eq!(asked(&mut office, "letter=settlement recipient=F1"), ["letter-not-due"]);
    assert_eq!(asked(&mut office, "letter=order"), ["argument-missing"]);
    let done = office.act(&case, "letter", "letter=dossier recipient=CC").unwrap();
    let files = &done.args.iter().find(|(name, _)| name == "files").unwrap().1;
    let text = fs::read_to_string(files.split(' ').nth(1).unwrap()).unwrap();
    for said in ["承办人回避声明：无", "各执一词", "按时"] {
        assert!(text.contains(said), "{said}\n{text}");
    }
}

#[test]
fn every_letter_that_is_due_is_written_in_both_languages() {
    let mut office = Office::opened();
    let case = ordered(&mut office);
    for letter in ["acceptance", "notice", "recommendation", "order", "dossier"] {
        for language in ["zh-CN", "en"] {
            let said = format!("letter={letter} recipient=HQ language={language}");
            office.act(&case, "letter", &said).unwrap();
        }
    }
    let exports = office.folder.path().join("desk").join("exports");
    let pages: Vec<String> = fs::read_dir(exports)
        .unwrap()
        .flatten()
        .filter(|entry| entry.path().extension().is_some_and(|end| end == "md"))
        .map(|entry| fs::read_to_string(entry.path()).unwrap())
        .collect();
    assert_eq!(pages.len(), 10);
    for page in pages {
        assert!(!page.contains("undefined") && !page.contains("none"), "{page}");
        let blank = page.lines().find(|line| line.starts_with('-') && line.ends_with(['：', ':']));
        assert_eq!(blank, None, "{page}");
    }
}

#[test]
fn an_order_is_seen_as_its_page_before_it_is_signed() {
    let mut office = Office::opened();
    let case = office.conflict();
    office.act(&case, "accept", "recusal=无").unwrap();
    office.act(&case, "consult", "notified=F1,F3 channel=phone gist=告知").unwrap();
    office.act(&case, "statement", "party=F1,F3 text=各执一词 result=failed").unwrap();
    office.act(&case, "finding", "party=F1 criterion=K6 found=favours text=在先").unwrap();
    office.act(&case, "finding", "party=F3 criterion=K6 found=against text=在后").unwrap();
    let said = "facts=均已踏勘 outcome=sole lead_unit=F1 reasons=在先 rules=SCXT-8 criterion=K6";
    office.act(&case, "recommend", said).unwrap();
    office.act(&case, "reply", "party=F3 answer=refuse").unwrap();
    let Office { service, folder: _folder, .. } = office;
    let model = daqu::model::Model::new(Lang::Zh, (120, 40), crate::support::now());
    let mut window = daqu::term::headless::Headless::open(
        model,
        Box::new(service),
        daqu::ui::theme::Theme::Mono,
    );
    window.press("2 o").unwrap();
    window.press("text:无 tab right tab text:F1 tab text:三分公司不购文件 tab tab").unwrap();
    window
        .press("text:先报 tab text:SCXT-8 tab right right right right right right tab text:林岚")
        .unwrap();
    window.press("f2").unwrap();
    let page = window.text();
    assert!(page.contains("草稿，未签发") && page.contains("三分公司不购文件"), "{page}");
    assert_eq!(window.model.overview.cases[0].state.name(), "recommended", "nothing is signed yet");
    window.press("esc").unwrap();
    assert!(window.text().contains("三分公司不购文件"), "the form is still there");
    window.press("f2 f2").unwrap();
    assert_eq!(window.model.overview.cases[0].state.name(), "ordered", "{}", window.text());
}

#[test]
fn the_page_fits_every_size() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(desk(folder.path()), Lang::Zh, (60, 16));
    window.press("2 w").unwrap();
    assert!(window.text().contains("公正统计"), "{}", window.text());
}
