//! What the tables of acts share: a row, its arguments, who performs it, and which acts count when they are folded.
//!
//! A procedure is a table of rows over the states of one kind of matter: a [case](super::case::action), a
//! [claim](super::claim::action). Screen, help, command line, events and tests read the rows.

use chrono::{DateTime, NaiveDate, Utc};

use super::event::Recorded;
use super::fold::History;
use super::rulebook::{Rule, Rulebook};
use super::strict::Texts;
use super::subject::Subject;
use super::territory::{RegionCode, province_of};
use super::why::Why;

/// A kind of matter that acts move.
pub trait Matter {
    /// Where it can stand.
    type State: Copy + PartialEq + 'static;
    /// Everything a precondition may look at.
    type Situation<'a>;

    /// Whether nothing follows on a state. Two desks that ended a matter at once have to agree on how it ended; where none of
    /// its ends says more than that it is over, there is nothing to agree on.
    fn is_end(_: Self::State) -> bool {
        false
    }
}

/// Where a row leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To<S> {
    /// To this state.
    State(S),
    /// The state stays: the row records a fact.
    Same,
    /// Back to where the matter was before it was suspended or sent up.
    Back,
    /// To the state chosen in the argument `state`.
    Chosen,
}

/// Who performs a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// The desk that recorded the matter, for the branch (代录).
    Recorder,
    /// The regional manager of the owning region.
    Manager,
    /// Headquarters.
    Headquarters,
    /// Follows by itself and is never performed by hand.
    System,
}

/// What an argument holds; it is entered and signed as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Free text.
    Text,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// Unit codes with commas.
    Units,
    /// As [`Kind::Units`], and every party of the case at once: forms offer all of them.
    Parties,
    /// Rule ids with commas.
    Rules,
    /// An instant, RFC 3339; the desk also reads `2026-11-23 17:30`.
    Moment,
    /// The number of another case.
    Case,
    /// A region's code.
    Region,
    /// Shares per mille: `F1:600,F3:400`.
    Shares,
    /// The number of an entry of the timeline, from 1.
    Entry,
    /// Several of those, with commas.
    Entries,
    /// A file: its path when it is entered, its hash when it is signed.
    File,
    /// A calendar day; entered as people say days, signed as `2026-11-23`.
    Day,
    /// Money; entered as `1.2万元`, signed as fen in digits.
    Sum,
    /// A division; entered by name, signed as its GB/T 2260 code.
    Place,
    /// One unit; entered by name or code, signed as its code.
    Unit,
    /// A customer; entered by name, signed as its code.
    Customer,
    /// What it is about: numbers with commas when they are entered, subjects when they are signed.
    About,
}

/// An argument of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Argument {
    /// Its name on the command line, in forms and in the event.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether the row is refused without it, and by which rule it is asked for.
    pub required: Option<&'static str>,
    /// Its confidentiality class, 1 to 5. From [`PRIVATE`] on it is no matter for the event's body: it travels as a part of the
    /// argument's name, and only where its class may go.
    pub class: u8,
}

/// What the parties of a case may read.
pub const PARTIES: u8 = 3;

/// From this class on, region and headquarters alone.
pub const PRIVATE: u8 = 4;

/// A required argument with the rule that asks for it.
pub const fn required(name: &'static str, kind: Kind, rule: &'static str) -> Argument {
    Argument { name, kind, required: Some(rule), class: PARTIES }
}

/// An argument that may be left out.
pub const fn optional(name: &'static str, kind: Kind) -> Argument {
    Argument { name, kind, required: None, class: PARTIES }
}

/// An argument that neither the parties nor their branches read.
pub const fn private(argument: Argument) -> Argument {
    Argument { class: PRIVATE, ..argument }
}

impl Argument {
    /// Whether it stays out of the event's body.
    pub fn is_private(&self) -> bool {
        self.class >= PRIVATE
    }
}

/// A precondition that can be told before anything is entered.
pub type Condition<M> = fn(&<M as Matter>::Situation<'_>) -> Result<(), Why>;

/// A precondition on what is entered.
pub type ArgumentCondition<M> = fn(&<M as Matter>::Situation<'_>, &Texts) -> Result<(), Why>;

/// One row of a table.
pub struct Row<M: Matter + 'static> {
    /// Id: command-line verb, catalogue key, and the verb of its event kind.
    pub id: &'static str,
    /// States it may be performed in.
    pub from: &'static [M::State],
    /// Where it leads.
    pub to: To<M::State>,
    /// Who performs it.
    pub who: Who,
    /// The article, or the gap's default, that gives the power.
    pub rule: &'static str,
    /// What is entered.
    pub arguments: &'static [Argument],
    /// Preconditions that need no input.
    pub conditions: &'static [Condition<M>],
    /// Preconditions on the input.
    pub on_arguments: &'static [ArgumentCondition<M>],
}

impl<M: Matter> std::fmt::Debug for Row<M> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Row").field(&self.id).finish()
    }
}

/// Two rows of a table are the same when they have the same id.
impl<M: Matter> PartialEq for Row<M> {
    fn eq(&self, other: &Row<M>) -> bool {
        self.id == other.id
    }
}

impl<M: Matter> Row<M> {
    /// Whether it may be performed in a state.
    pub fn starts_from(&self, state: M::State) -> bool {
        self.from.contains(&state)
    }

    /// The preconditions without input that are not met.
    pub fn unmet_conditions(&self, situation: &M::Situation<'_>) -> Vec<Why> {
        self.conditions.iter().filter_map(|condition| condition(situation).err()).collect()
    }

    /// What is missing in the input, or does not fit its argument; and if nothing is, which preconditions on it are unmet.
    pub fn unmet_by(&self, situation: &M::Situation<'_>, args: &Texts) -> Vec<Why> {
        let missing = self.arguments.iter().filter_map(|argument| {
            let rule = argument.required.filter(|_| args.get(argument.name).is_none())?;
            Some(Why::rule("argument-missing", rule).with("argument", argument.name))
        });
        let mut unmet: Vec<Why> = missing.collect();
        unmet.extend(args.0.iter().filter_map(|(name, text)| misfit(self.arguments, name, text)));
        let on_input = self.on_arguments.iter();
        unmet.extend(on_input.filter_map(|condition| condition(situation, args).err()));
        unmet
    }
}

/// What is wrong with a text entered under a name, by the arguments of its row.
pub fn misfit(arguments: &[Argument], name: &str, text: &str) -> Option<Why> {
    let Some(argument) = arguments.iter().find(|argument| argument.name == name) else {
        return Some(Why::plain("argument-unknown").with("argument", name));
    };
    let wrong = |expected: String| {
        Some(Why::plain("argument-misfit").with("argument", name).with("expected", expected))
    };
    match argument.kind {
        _ if text.trim().is_empty() => None,
        Kind::Choice(words) if !words.contains(&text) => wrong(words.join(" | ")),
        Kind::Moment if text.parse::<DateTime<Utc>>().is_err() => {
            wrong("2026-11-23 17:30".to_owned())
        }
        Kind::Shares if shares(text).is_none() => wrong("F1:600,F3:400".to_owned()),
        Kind::Entry if text.trim().parse::<usize>().is_err() && !is_id(text) => {
            wrong("1, 2, 3 …".to_owned())
        }
        Kind::Entries if split(text).any(|n| n.parse::<usize>().is_err() && !is_id(n)) => {
            wrong("2,5".to_owned())
        }
        Kind::Region if text.parse::<RegionCode>().is_err() => {
            wrong("NE | EC | SC | SW".to_owned())
        }
        Kind::Day if text.trim().parse::<NaiveDate>().is_err() => wrong("2026-11-23".to_owned()),
        Kind::Sum if text.trim().parse::<i64>().is_err() => wrong("1200元".to_owned()),
        Kind::Place if province_of(text.trim()).is_none() => wrong("320100".to_owned()),
        Kind::About if split(text).any(|one| one.parse::<Subject>().is_err()) => {
            wrong("XT-EC-26-A-001".to_owned())
        }
        _ => None,
    }
}

fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', '，', '、']).map(str::trim).filter(|part| !part.is_empty())
}

/// Whether a text is the id of an event: what the number of an entry is signed as.
fn is_id(text: &str) -> bool {
    text.trim().starts_with("sha256:")
}

/// Shares per mille as they are written: `F1:600,F3:400`.
pub fn shares(text: &str) -> Option<Vec<(String, u32)>> {
    let share = |part: &str| {
        let (unit, share) = part.split_once([':', '：'])?;
        Some((unit.trim().to_owned(), share.trim().parse().ok()?))
    };
    split(text).map(share).collect::<Option<Vec<_>>>().filter(|shares| !shares.is_empty())
}

/// Rules cited are in the book.
///
/// # Errors
/// The first that is not.
pub fn rules_are_known(book: &Rulebook, args: &Texts) -> Result<(), Why> {
    match args.list("rules").into_iter().find(|id| book.get(id).is_none()) {
        Some(id) => Err(Why::plain("rule-unknown").with("rule", id)),
        None => Ok(()),
    }
}

/// Every rule cited exists, and one of them may carry a decision: none blank, truncated or repealed (gaps G5 and G6).
///
/// # Errors
/// The rule that the book does not have, or those that carry nothing.
pub fn rules_in_force(book: &Rulebook, args: &Texts) -> Result<(), Why> {
    rules_are_known(book, args)?;
    let cited = args.list("rules");
    let carries = |id: &String| book.get(id).is_some_and(Rule::may_be_sole_basis);
    if cited.is_empty() || cited.iter().any(carries) {
        return Ok(());
    }
    Err(Why::rule("rules-blank", "SCXT-7").with("rules", cited.join("、")))
}

/// An instant entered under a name.
pub fn moment(args: &Texts, name: &str) -> Option<DateTime<Utc>> {
    args.get(name).and_then(|text| text.parse().ok())
}

/// A day entered under a name.
pub fn day(args: &Texts, name: &str) -> Option<NaiveDate> {
    args.get(name).and_then(|text| text.trim().parse().ok())
}

/// A sum in fen entered under a name.
pub fn fen(args: &Texts, name: &str) -> Option<i64> {
    args.get(name).and_then(|text| text.trim().parse().ok())
}

/// The subjects named under a name.
pub fn about(args: &Texts, name: &str) -> Vec<Subject> {
    args.list(name).iter().filter_map(|one| one.parse().ok()).collect()
}

/// An act that counts, with the state it brought.
#[derive(Debug)]
pub struct Counted<'a, A, S> {
    /// The event.
    pub event: &'a Recorded,
    /// What was done.
    pub act: A,
    /// The state before it, for its author; where desks disagreed, the one shown.
    pub before: S,
    /// The state since.
    pub state: S,
}

/// Which acts count, in causal order. An act counts if its author had seen the matter in a state that the act may be
/// performed in; whoever wrote it, a step that nothing led to moves nothing. `reach` is asked with the states in which the
/// author may have seen it (`first` where nothing had happened, several where desks disagreed) and with the acts that he had
/// seen; it answers the state that the act brings, or nothing where it may not be performed.
pub fn counted<'a, A, S: Copy>(
    history: &History<'a>,
    acts: impl IntoIterator<Item = (&'a Recorded, A)>,
    first: S,
    reach: impl Fn(&A, &[S], &[&Counted<'a, A, S>]) -> Option<S>,
) -> Vec<Counted<'a, A, S>> {
    let mut done: Vec<Counted<'a, A, S>> = Vec::new();
    for (event, act) in acts {
        let seen: Vec<&Counted<'a, A, S>> =
            done.iter().filter(|earlier| history.has_seen(event, earlier.event)).collect();
        let mut stood: Vec<S> = heads(history, &seen).iter().map(|head| head.state).collect();
        let before = stood.last().copied().unwrap_or(first);
        if stood.is_empty() {
            stood.push(first);
        }
        if let Some(state) = reach(&act, &stood, &seen) {
            done.push(Counted { event, act, before, state });
        }
    }
    done
}

/// Of acts that count, those that no other of them had seen: one where the desks agree, several where they wrote without
/// knowing of each other. The one shown is the last: the highest authority's, then the latest.
pub fn heads<'a, 'b, A, S>(
    history: &History<'a>,
    counted: &[&'b Counted<'a, A, S>],
) -> Vec<&'b Counted<'a, A, S>> {
    let overtaken = |one: &Recorded| counted.iter().any(|other| history.has_seen(other.event, one));
    let mut heads: Vec<&Counted<'a, A, S>> =
        counted.iter().filter(|one| !overtaken(one.event)).copied().collect();
    heads.sort_by_key(|head| (head.event.authority.rank(), head.event.hlc, &head.event.id));
    heads
}
