//! Which other leads a lead belongs with: what people said, and what likeness proposes with its reasons. A proposal is said
//! with what agrees and what differs, never as a number alone.

use crate::desk::view::{LeadDetail, Likely, LinkRow};
use crate::domain::lead::link::Relation;
use crate::i18n::Words;
use crate::t;
use crate::ui::format;
use crate::ui::theme::Role;

use super::paint::Sheet;

/// Writes both onto a lead's sheet; nothing where there is neither.
pub fn write(sheet: &mut Sheet, detail: &LeadDetail, words: &Words) {
    if detail.likely.is_empty() && detail.links.is_empty() {
        return;
    }
    sheet.blank();
    sheet.text(&t!(words, "layer-likeness"), Role::Title);
    for link in &detail.links {
        let text = format!("{} {}", link.number, link.title);
        sheet.labelled(&said(words, link), &text, Role::Text);
    }
    for likely in &detail.likely {
        let text = format!("{} {}", likely.number, likely.title);
        sheet.labelled(&proposal(words, likely), &text, Role::Warn);
        for reason in &likely.reasons {
            let sentence = words.say_with(&reason.key, &reason.args);
            sheet.hanging(("             · ", Role::Dim), &sentence, Role::Dim);
        }
    }
    if !detail.likely.is_empty() {
        let key = format::key_of("link");
        sheet.text(&t!(words, "layer-likeness-hint", key = key), Role::Dim);
    }
}

fn said(words: &Words, link: &LinkRow) -> String {
    let side = match link.relation {
        Relation::Duplicate | Relation::Round | Relation::PreNoticeOf if link.before => "-before",
        _ => "",
    };
    words.say(&format!("link-{}{side}", link.relation.name().replace('_', "-")))
}

/// 疑似重复 93: the verdict and how sure likeness is, in hundredths.
pub fn proposal(words: &Words, likely: &Likely) -> String {
    let verdict = words.say(&format!("likely-{}", likely.verdict.replace('_', "-")));
    format!("{verdict} {}", likely.score)
}
