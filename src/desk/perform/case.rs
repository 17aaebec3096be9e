//! Performing a row of the action table: preconditions, arguments, the event. There is no other way a case moves.

use crate::domain::calendar::Calendar;
use crate::domain::case::Act;
use crate::domain::case::action::{Kind, Situation, find};
use crate::domain::event::Fact;
use crate::domain::rulebook::Rulebook;
use crate::domain::strict::Texts;
use crate::domain::subject::SubjectKind;
use crate::domain::why::Why;

use super::super::command::{Done, Refusal};
use super::super::history;
use super::super::session::Session;
use super::{numbered, vanished};

/// Performs an action, or says everything that is unmet.
pub fn act(
    session: &mut Session<'_, '_>,
    number: &str,
    id: &str,
    args: Texts,
) -> Result<Done, Refusal> {
    let subject = numbered(session, number, SubjectKind::Conflict)?;
    let (case, _) =
        history::case(session.tx, session.context, subject)?.ok_or_else(|| vanished(subject))?;
    let action =
        find(id).ok_or_else(|| Refusal::because(Why::plain("no-action").with("action", id)))?;
    let args = Texts(
        args.0
            .into_iter()
            .map(|(name, text)| (name, crate::text::clean::clean_text(&text)))
            .collect(),
    );
    let calendar = Calendar::bundled();
    let situation = Situation {
        case: &case,
        authority: session.context.profile.authority(),
        now: session.now,
        calendar,
    };
    let mut unmet = action.unmet(&situation);
    // What is missing in the input is only worth saying where the act itself is open.
    if unmet.is_empty() {
        unmet = action.unmet_by(&situation, &args);
        for argument in action.arguments.iter().filter(|argument| argument.kind == Kind::Case) {
            if let Some(other) = args.get(argument.name) {
                unmet.extend(numbered(session, other, SubjectKind::Conflict).err().and_then(first));
            }
        }
    }
    if !unmet.is_empty() {
        return Err(Refusal::Refused(unmet));
    }
    let track = (action.id == "accept").then(|| case.track(calendar));
    let act = Act { args, rulebase: Rulebook::bundled().version(), track };
    session.record(subject, &Fact::Acted(action, act))?;
    let mut done = Done::to("acted", subject, number);
    done.args.push(("action".to_owned(), action.id.to_owned()));
    Ok(done)
}

fn first(refusal: Refusal) -> Option<Why> {
    match refusal {
        Refusal::Refused(whys) => whys.into_iter().next(),
        Refusal::Store(_) => None,
    }
}
