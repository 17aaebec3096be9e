//! What is known of a case or of a lead, in the words that minutes use: put behind its number by one key, so that nobody types a
//! figure from memory.

use crate::desk::view::{CaseDetail, LeadDetail};
use crate::domain::calendar::to_the_minute;
use crate::domain::hard_stop::HardStop;
use crate::i18n::value;
use crate::t;

use super::Model;

/// The hard stop; an estimated one says so.
fn stop(stop: Option<&HardStop>, model: &Model) -> Option<String> {
    let stop = stop?;
    let at = to_the_minute(stop.at);
    Some(if stop.estimated {
        t!(model.words, "figures-stop-estimated", at = at)
    } else {
        t!(model.words, "figures-stop", at = at)
    })
}

fn bracketed(parts: impl IntoIterator<Item = Option<String>>, model: &Model) -> String {
    let parts: Vec<String> =
        parts.into_iter().flatten().filter(|part| !part.trim().is_empty()).collect();
    let text = parts.join(&t!(model.words, "figures-joint"));
    t!(model.words, "layer-meeting-more", text = text)
}

/// Of a case: the tender, the parties, the lot, where it stands, until when.
pub fn of_case(detail: &CaseDetail, model: &Model) -> String {
    let row = &detail.row;
    let units: Vec<String> = row.parties.iter().map(|code| model.unit_name(code)).collect();
    let state = model.words.say(&format!("state-{}", row.state.name()));
    let parts = [
        Some(row.title.clone()),
        Some(units.join(" × ")),
        Some(state),
        stop(row.hard_stop.as_ref(), model),
    ];
    bracketed(parts, model)
}

/// Of a lead: its title, customer, project number, budget, until when.
pub fn of_lead(detail: &LeadDetail, model: &Model) -> String {
    let row = &detail.row;
    let budget = row.budget_fen.map(|fen| {
        let sum = value::sum(&model.words, fen);
        t!(model.words, "figures-budget", sum = sum)
    });
    let sale = row.sale_end.map(|at| t!(model.words, "figures-sale", at = to_the_minute(at)));
    let due = row.deadline.map(|at| t!(model.words, "figures-deadline", at = to_the_minute(at)));
    let parts =
        [Some(row.title.clone()), row.customer.clone(), row.project_no.clone(), budget, sale, due];
    bracketed(parts, model)
}

/// The number of a case or of a lead that a line names at the caret or last before it, and the character behind it.
pub fn number_at(line: &str, caret: usize) -> Option<(String, usize)> {
    let chars: Vec<char> = line.chars().collect();
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let mut found = None;
    let mut at = 0;
    while at < chars.len() {
        if !is_part(chars[at]) {
            at += 1;
            continue;
        }
        let end = (at..chars.len()).find(|i| !is_part(chars[*i])).unwrap_or(chars.len());
        let word: String = chars[at..end].iter().collect::<String>().to_ascii_uppercase();
        if at <= caret && (word.starts_with("XT-") || word.starts_with("XS-")) {
            found = Some((word, end));
        }
        at = end;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::number_at;

    #[test]
    fn the_number_at_the_caret_or_before_it_is_meant() {
        let line = "就 xt-ec-26-A-001 与 XS-EC-26-A-002，讨论";
        let told = |caret: usize| number_at(line, caret).map(|(number, _)| number);
        assert_eq!(told(1), None);
        assert_eq!(told(4).as_deref(), Some("XT-EC-26-A-001"));
        assert_eq!(told(18).as_deref(), Some("XT-EC-26-A-001"));
        assert_eq!(told(99).as_deref(), Some("XS-EC-26-A-002"));
        assert_eq!(number_at("HY-EC-26-A-001", 3), None);
    }
}
