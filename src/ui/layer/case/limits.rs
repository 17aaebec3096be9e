//! How the limits of a case are kept: why it stands where it stands in the queue, and each step with its limit and verdict.

use chrono::{DateTime, Utc};

use crate::domain::case::timing::StepTime;
use crate::model::Model;
use crate::model::layer::CaseScreen;
use crate::t;
use crate::ui::format;
use crate::ui::layer::paint::Sheet;
use crate::ui::theme::Role;

/// Minutes of an hour.
const HOUR: i64 = 60;

/// Writes the tab.
pub fn write(sheet: &mut Sheet, screen: &CaseScreen, model: &Model) {
    let words = &model.words;
    let (row, limits) = (&screen.detail.row, &screen.detail.limits);
    for why in &row.rank.reasons {
        let role = if row.rank.hopeless { Role::Alarm } else { Role::Text };
        sheet.hanging(("", role), &words.why(why), role);
    }
    if row.to_escalate {
        sheet.hanging(("! ", Role::Alarm), &t!(words, "layer-limits-escalate"), Role::Alarm);
    }
    for time in &limits.steps {
        step(sheet, time, model);
    }
    if limits.suspended > 0 {
        let hours = (limits.suspended / HOUR).to_string();
        sheet.text(&t!(words, "layer-limits-suspended", hours = hours), Role::Dim);
    }
    let mut calendar = t!(words, "layer-limits-calendar", version = limits.calendar.as_str());
    if screen.detail.case.closing.is_some() {
        calendar = format!("{calendar} · {}", t!(words, "layer-limits-frozen"));
    }
    sheet.text(&calendar, Role::Dim);
    if !limits.certain {
        sheet.hanging(("! ", Role::Warn), &t!(words, "layer-limits-uncertain"), Role::Warn);
    }
}

fn step(sheet: &mut Sheet, time: &StepTime, model: &Model) {
    let words = &model.words;
    let role = format::verdict_role(time.verdict);
    let moment = |at: DateTime<Utc>| format::moment(words, model.now, at);
    let mut parts = vec![words.say(&format!("limit-verdict-{}", time.verdict.name()))];
    if let Some(due) = time.due {
        parts.push(t!(words, "layer-limit-due", at = moment(due)));
    }
    if let Some(done) = time.done {
        parts.push(t!(words, "layer-limit-done", at = moment(done)));
    }
    // Of the two limits the one that binds is worth saying only where it is the earlier.
    if let Some(latest) = time.latest.filter(|latest| time.due.is_none_or(|due| *latest < due)) {
        parts.push(t!(words, "layer-limit-latest", at = moment(latest)));
    }
    let name = words.say(&format!("limit-step-{}", time.step.name()));
    sheet.labelled(&name, &parts.join(" · "), role);
}
