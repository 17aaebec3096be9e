//! What a meeting says beside its table: the signature, who came, what the check finds, what its minutes say, what became of
//! the actions.

use crate::desk::meeting::MeetingSheet;
use crate::domain::meeting::Signature;
use crate::domain::meeting::follow_up::Tracked;
use crate::domain::meeting::roll::Attendance;
use crate::domain::meeting::survey::Tally;
use crate::domain::minutes::Record;
use crate::i18n;
use crate::model::Model;
use crate::t;
use crate::ui::format;
use crate::ui::theme::Role;

use super::paint::Sheet;
use super::value;

/// Writes all of it.
pub fn write(sheet: &mut Sheet, meeting: &MeetingSheet, model: &Model) {
    let words = &model.words;
    if let Some(signature) = &meeting.signature {
        signed(sheet, signature, model);
    }
    for amendment in &meeting.amendments {
        let text = i18n::value::amendment(words, amendment);
        sheet.labelled(&t!(words, "action-meeting-amend"), &text, Role::Text);
    }
    let roll: Vec<String> = meeting.roll.iter().map(|one| attended(one, model)).collect();
    if !roll.is_empty() {
        sheet.labelled(&t!(words, "layer-meeting-roll"), &format::listed(words, &roll), Role::Text);
    }
    if !meeting.records.is_empty() {
        says(sheet, &meeting.records, model);
    }
    tally(sheet, &meeting.tally, model);
    if !meeting.tasks.is_empty() {
        let n = meeting.tasks.len().to_string();
        sheet.text(&t!(words, "layer-meeting-tasks", n = n), Role::Title);
        for task in &meeting.tasks {
            followed(sheet, task, model);
        }
    }
    if meeting.signature.is_none() && !meeting.records.is_empty() {
        findings(sheet, meeting, model);
    }
}

fn signed(sheet: &mut Sheet, signature: &Signature, model: &Model) {
    let words = &model.words;
    let at = format::moment(words, model.now, signature.at);
    let hash = i18n::value::short_hash(&signature.hash);
    let (by, version) = (signature.by.as_str(), signature.version.to_string());
    let text =
        t!(words, "layer-meeting-signature", by = by, at = at, version = version, hash = hash);
    sheet.labelled(&t!(words, "layer-meeting-signed"), &text, Role::Good);
}

/// Somebody with how he attended.
pub fn attended(one: &Attendance, model: &Model) -> String {
    let words = &model.words;
    let how = match &one.presence {
        Some(presence) => value::choice(words, presence),
        None => t!(words, "layer-meeting-roll-none"),
    };
    let minutes = one.minutes.map(|n| t!(words, "layer-meeting-minutes", n = n.to_string()));
    let more = one.proxy.as_ref().or(one.reasons.as_ref());
    let more = more.map(|text| t!(words, "layer-meeting-more", text = text.as_str()));
    let who = format::unit_name(model, &one.person);
    format!("{who} {how}{}{}", minutes.unwrap_or_default(), more.unwrap_or_default())
}

fn says(sheet: &mut Sheet, records: &[Record], model: &Model) {
    let words = &model.words;
    let count = |name: &str| records.iter().filter(|r| r.said.name() == name).count().to_string();
    let text = t!(
        words,
        "layer-meeting-counts",
        items = count("item"),
        statements = count("statement"),
        resolutions = count("resolution"),
        votes = count("vote"),
        actions = count("action"),
        facts = count("fact")
    );
    sheet.labelled(&t!(words, "layer-meeting-says"), &text, Role::Text);
}

fn tally(sheet: &mut Sheet, tally: &Tally, model: &Model) {
    let words = &model.words;
    let n = tally.answers().to_string();
    let text = match tally.mean_hundredths() {
        _ if tally.answers() == 0 => return,
        Some(mean) => {
            let mean = format!("{}.{:02}", mean / 100, mean % 100);
            t!(words, "layer-meeting-mean", mean = mean, n = n)
        }
        None => t!(words, "layer-meeting-too-few", n = n),
    };
    sheet.labelled(&t!(words, "layer-meeting-tally"), &text, Role::Text);
}

fn followed(sheet: &mut Sheet, task: &Tracked, model: &Model) {
    let words = &model.words;
    let mut parts = vec![i18n::value::stage(words, task.stage)];
    parts.push(match &task.task.owner {
        Some(owner) => format::unit_name(model, owner),
        None => t!(words, "layer-meeting-nobody"),
    });
    parts.push(match task.until {
        Some(day) => t!(words, "layer-meeting-until", day = day.to_string()),
        None => t!(words, "layer-meeting-no-day"),
    });
    if task.carried > 0 {
        parts.push(t!(words, "layer-meeting-carried", n = task.carried.to_string()));
    }
    let (overdue, pressed) = (task.is_overdue(model.now), task.is_pressed(model.now));
    parts.extend(overdue.then(|| t!(words, "layer-meeting-overdue")));
    parts.extend(pressed.then(|| t!(words, "layer-meeting-pressed")));
    parts.extend(task.proof.clone());
    let role = match (overdue || pressed, task.stage.is_over()) {
        (true, _) => Role::Warn,
        (false, true) => Role::Dim,
        (false, false) => Role::Text,
    };
    let mark = if task.stage.is_over() { "✓" } else { "·" };
    let head = format!(" {mark} {} ", task.number);
    sheet.hanging((&head, role), &format!("{} · {}", task.task.what, parts.join(" · ")), role);
}

fn findings(sheet: &mut Sheet, meeting: &MeetingSheet, model: &Model) {
    let words = &model.words;
    let n = meeting.findings.len();
    if n == 0 {
        sheet.text(&t!(words, "layer-meeting-clean"), Role::Good);
        return;
    }
    sheet.text(&t!(words, "layer-meeting-findings", n = n.to_string()), Role::Title);
    for finding in &meeting.findings {
        let line = finding.line.map(|line| (line + 1).to_string());
        let place = line.map(|line| format!("{} ", t!(words, "layer-meeting-line", line = line)));
        let text = format!("{}{}", place.unwrap_or_default(), words.why(&finding.why));
        let role = if finding.bars { Role::Alarm } else { Role::Warn };
        sheet.hanging((" ! ", role), &text, Role::Text);
    }
}
