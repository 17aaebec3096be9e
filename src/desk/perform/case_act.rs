//! An act on a case as it is signed: what was entered, cleaned and completed; what it fixes; what travels beside it.

use std::path::Path;

use chrono::{DateTime, Utc};

use crate::domain::calendar::Calendar;
use crate::domain::case::action::{Action, Situation, interim_order};
use crate::domain::case::evidence::{FileRef, list_hash};
use crate::domain::case::{Act, Case, DECISIONS, State, guard, timing};
use crate::domain::lint::{self, Sign};
use crate::domain::procedure::{Argument, Kind, PARTIES, PRIVATE, To};
use crate::domain::sla::{self, Step, Track};
use crate::domain::strict::Texts;
use crate::domain::why::Why;
use crate::sync::limits::PART_BYTES;
use crate::text::clean::clean_text;

use super::super::files::Files;
use super::super::instant;

/// A detachable part: name, class, bytes.
pub type Part = (String, u8, Vec<u8>);

/// Name of the part that holds the bytes of a file.
pub const FILE_PART: &str = "file";

/// Rows whose limit the table gives where a person entered none: row, argument, step.
const LIMITS: [(&str, &str, Step); 2] =
    [("consult", "limit", Step::StateCase), ("recommend", "reply_limit", Step::Reply)];

/// What was entered, cleaned, with what the table of limits gives where nothing was, and with entries of the timeline by the
/// id of their event: their number is only theirs until another desk's acts come in between.
pub fn entered(action: &Action, args: Texts, situation: &Situation<'_>) -> Texts {
    let case = situation.case;
    let mut args = cleaned(args);
    for argument in action.arguments {
        let named = match argument.kind {
            Kind::Entry => args.get(argument.name).map(|text| vec![text.to_owned()]),
            Kind::Entries => Some(args.list(argument.name)).filter(|list| !list.is_empty()),
            _ => None,
        };
        if let Some(named) = named {
            let ids = named.into_iter().map(|text| event_of(case, text)).collect::<Vec<_>>();
            args.0.insert(argument.name.to_owned(), ids.join(","));
        }
    }
    // Whose deputy takes a recused manager's case is no choice of his (gap G12).
    let recused = action.id == "transfer" && args.get("ground") == Some("recused");
    if let (true, None, Some(owner)) = (recused, args.get("to"), case.owner) {
        args.0.insert("to".to_owned(), owner.deputy().to_string());
    }
    for (_, name, step) in LIMITS.iter().filter(|(id, ..)| *id == action.id) {
        let limit = timing::limit_from(case, *step, situation.now, situation.calendar);
        if let (None, Some(limit)) = (args.get(name), limit) {
            args.0.insert((*name).to_owned(), instant(limit));
        }
    }
    args
}

/// What was entered, without what no text may hold.
pub fn cleaned(args: Texts) -> Texts {
    Texts(args.0.into_iter().map(|(name, text)| (name, clean_text(&text))).collect())
}

/// Takes out of the input what its class keeps out of an event's body, as parts; and tells which signs of collusion the lint
/// saw in all of it. Texts are of the class `floor` at least.
pub fn kept_apart(arguments: &[Argument], floor: u8, args: &mut Texts) -> (Vec<Part>, Vec<Sign>) {
    let (mut parts, mut signs): (Vec<Part>, Vec<Sign>) = (Vec::new(), Vec::new());
    for argument in arguments {
        let Some(text) = args.get(argument.name).map(str::to_owned) else { continue };
        if argument.kind == Kind::Text {
            signs.extend(lint::signs(&text));
        }
        let class = match argument.kind {
            Kind::Text => argument.class.max(floor),
            _ => argument.class,
        };
        if class >= PRIVATE {
            args.0.remove(argument.name);
            parts.push((argument.name.to_owned(), class, text.into_bytes()));
        }
    }
    signs.sort_unstable();
    signs.dedup();
    (parts, signs)
}

/// The event of an entry; what names none stays as it was entered, and is refused for that.
fn event_of(case: &Case, text: String) -> String {
    case.entry(&text).map_or(text, |entry| entry.event.clone())
}

/// The act as it is signed, with what it fixes: the track at acceptance, the end of an interim order, the evidence on the table,
/// how the limits were kept when the case ends. What its class keeps out of the body goes beside it.
///
/// # Errors
/// What is wrong with a file that was to be kept.
pub fn written(
    action: &Action,
    situation: &Situation<'_>,
    mut args: Texts,
    files: &Files,
) -> Result<(Act, Vec<Part>), Why> {
    let Situation { case, now, calendar, .. } = *situation;
    // Evidence that is not for the parties is not told in a body that they could come to see either.
    let floor = args.get("evidence_class").and_then(|class| class.parse().ok()).unwrap_or(0);
    let (mut parts, signs) = kept_apart(action.arguments, floor, &mut args);
    let mut act =
        Act { lint: signs, at: Some(now), rulebase: situation.book.hash(), ..Act::default() };
    for argument in action.arguments.iter().filter(|argument| argument.kind == Kind::File) {
        let Some(path) = args.0.remove(argument.name) else { continue };
        let file = files.keep(Path::new(path.trim()))?;
        if args.get("travels") == Some("yes") {
            parts.push(travelling(&args, &file, files)?);
        }
        act.file = Some(file);
    }
    if action.to == To::State(State::Accepted) {
        act.track = Some(case.track(calendar));
        let together = guard::collisions(&case.parties).into_iter();
        act.guard = together.map(|(one, other)| (one.unit.clone(), other.unit.clone())).collect();
    }
    if action.id == interim_order::ROW.id {
        act.until = interim_end(now, calendar);
    }
    if action.id == "recommend" || DECISIONS.contains(&action.id) {
        act.evidence = Some(list_hash(case));
    }
    if matches!(action.to, To::State(state) if state.is_terminal()) {
        act.closing = Some(timing::at_end(case, now, calendar));
    }
    act.args = args;
    Ok((act, parts))
}

fn interim_end(now: DateTime<Utc>, calendar: &Calendar) -> Option<DateTime<Utc>> {
    let minutes = sla::limit(Step::ConfirmInterim, Track::Urgent)?;
    Some(calendar.add_working(now, minutes))
}

/// The bytes of a file as a part, where a part may be so large.
fn travelling(args: &Texts, file: &FileRef, files: &Files) -> Result<Part, Why> {
    if file.size > PART_BYTES as u64 {
        let most = (PART_BYTES >> 20).to_string();
        return Err(Why::plain("file-too-large-to-travel").with("most", most));
    }
    let class = args.get("evidence_class").and_then(|class| class.parse().ok());
    let bytes = files.read(file).unwrap_or_default();
    Ok((FILE_PART.to_owned(), class.unwrap_or(PARTIES), bytes))
}
