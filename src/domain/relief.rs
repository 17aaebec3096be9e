//! Relief (救济) after a decision (art. 9): what the files of an [appeal](super::appeal) and of a [remedy](super::remedy)
//! share. A manager prepares them, the committee decides, and headquarters records what the committee did.
//!
//! They are folded as a [case](super::case) is. *Facts* are a union: whoever had the power to record them, they count.
//! *Transitions* have one owner; two that were written without knowledge of each other, and do not say the same, leave the file
//! contested until headquarters says which of them stands.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::case::standing;
use super::event::{Authority, PartRef, Recorded};
use super::fold::History;
use super::lint::{self, Sign};
use super::procedure::{Counted, Kind, Matter, Row, To, Who, counted, heads};
use super::strict::Texts;
use super::territory::RegionCode;
use super::why::Why;

/// One row of the table of appeals or of remedies was performed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Act {
    /// What was entered, by argument name.
    pub args: Texts,
    /// When, by the desk's clock.
    pub at: DateTime<Utc>,
    /// SHA-256 of the rulebase that was in force: a later change never rewrites a decision.
    pub rulebase: String,
    /// Signs of collusion that the lint saw in what was entered: they go to headquarters with it.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub lint: Vec<Sign>,
}

/// A line of the timeline.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Id of the event.
    pub event: String,
    /// Row of the table, or the word of the fact that opened the file.
    pub action: &'static str,
    /// When, by its desk's clock.
    pub at: DateTime<Utc>,
    /// Person named.
    pub actor: String,
    /// Post named.
    pub office: String,
    /// What was entered.
    pub args: Texts,
    /// Parts that hold what is no matter for the body, by the name of their argument.
    pub parts: Vec<PartRef>,
    /// SHA-256 of the rulebase that was in force.
    pub rulebase: Option<String>,
    /// Written by who may; otherwise kept and shown as 越权待核, without effect.
    pub in_power: bool,
    /// It has effect: in power, and a transition that could be made from where its author had seen the file, unless
    /// headquarters let a rival of it stand.
    pub counts: bool,
}

impl Entry {
    /// Whether something was entered under a name, in the body or beside it; what it was may not be at this desk.
    pub fn says(&self, name: &str) -> bool {
        self.args.get(name).is_some() || self.parts.iter().any(|part| part.name == name)
    }
}

/// The fact that opened a file.
#[derive(Debug)]
pub struct Opened<'a, S> {
    /// Its event.
    pub event: &'a Recorded,
    /// Its word in the timeline.
    pub action: &'static str,
    /// When, by its desk's clock.
    pub at: DateTime<Utc>,
    /// The region whose manager prepares the file; headquarters does where it names none.
    pub owner: Option<RegionCode>,
    /// Where the file begins.
    pub state: S,
}

/// Where a file stands by its history.
#[derive(Debug)]
pub struct Course<S> {
    /// The state that stands.
    pub state: S,
    /// Rival transitions by state and event; empty when the desks agree.
    pub contested: Vec<(S, String)>,
    /// What happened, in causal order.
    pub timeline: Vec<Entry>,
}

/// Whether an author has the power for a row: as in a case, and a file that headquarters opened for no region is prepared by
/// headquarters itself. That is the way where the regional manager is the one concerned.
pub fn may_act(who: Who, authority: Authority, owner: Option<RegionCode>) -> bool {
    let headquarters = authority == Authority::Headquarters;
    standing::may_act(who, authority, owner) || (owner.is_none() && headquarters)
}

/// Why a row is not its author's to perform.
fn out_of_power(who: Who, owner: Option<RegionCode>, rule: &str) -> Why {
    match owner.filter(|_| who != Who::Headquarters) {
        Some(owner) => Why::rule("relief-jurisdiction", "SCXT-6").with("region", owner.to_string()),
        None => Why::rule("headquarters-decides", rule),
    }
}

/// Why an author has no power for what `who` performs, if he has none.
pub fn without_power(
    who: Who,
    authority: Authority,
    owner: Option<RegionCode>,
    rule: &str,
) -> Option<Why> {
    (!may_act(who, authority, owner)).then(|| out_of_power(who, owner, rule))
}

/// What a contest keeps from being performed: everything but the row by which headquarters resolves it.
pub fn held_by_contest<M: Matter>(row: &Row<M>, contested: bool) -> Option<Why> {
    (contested && row.to != To::Chosen).then(|| Why::plain("contested"))
}

/// Whether a row may not be performed in a state. What is open to a contested file is open in every state, and to no other.
pub fn is_closed_in<M: Matter>(row: &Row<M>, state: M::State, contested: bool) -> bool {
    !contested && !row.from.is_empty() && !row.starts_from(state)
}

/// From which states a row starts, and in which one the file is: the sentence of that key; `kind` is the file's, as the catalogues
/// name its states.
pub fn wrong_state<M: Matter>(
    row: &Row<M>,
    key: &str,
    kind: &str,
    state: M::State,
    name: fn(M::State) -> &'static str,
) -> Why {
    let word = |state: M::State| format!("{kind}-{}", name(state));
    let needed: Vec<String> = row.from.iter().map(|state| word(*state)).collect();
    Why::rule(key, row.rule).with("state", word(state)).with("states", needed.join(","))
}

/// What files of every kind have alike, whatever moves them.
pub trait File: Matter {
    /// The word before the names of its states in the catalogues.
    const KIND: &'static str;
    /// The sentence for a state in which a row does not start.
    const WRONG_STATE: &'static str;

    /// The region whose it is; headquarters' where there is none.
    fn owner(&self) -> Option<RegionCode>;
    /// The state that stands.
    fn state(&self) -> Self::State;
    /// Rival states with their events; empty when the desks agree.
    fn contested(&self) -> &[(Self::State, String)];
    /// The word of a state.
    fn name(state: Self::State) -> &'static str;
    /// What else is lacking for a row.
    fn unready(&self, _: &Row<Self>) -> Vec<Why>
    where
        Self: Sized,
    {
        Vec::new()
    }
}

/// Everything that keeps a row from being performed now, before input; empty when it may be.
pub fn unmet<F: File>(
    row: &Row<F>,
    file: &F,
    authority: Authority,
    situation: &F::Situation<'_>,
) -> Vec<Why> {
    let contested = !file.contested().is_empty();
    let mut unmet = Vec::new();
    unmet.extend(held_by_contest(row, contested));
    unmet.extend(without_power(row.who, authority, file.owner(), row.rule));
    if is_closed_in(row, file.state(), contested) {
        unmet.push(wrong_state(row, F::WRONG_STATE, F::KIND, file.state(), F::name));
    }
    unmet.extend(row.unmet_conditions(situation));
    unmet.extend(file.unready(row));
    unmet
}

/// Desks disagree on the state; nothing else is done until headquarters resolves it.
///
/// # Errors
/// They agree.
pub fn is_contested<S>(contested: &[(S, String)]) -> Result<(), Why> {
    if contested.is_empty() { Err(Why::plain("not-contested")) } else { Ok(()) }
}

/// The fact that opens a file, of those that `pick` reads with the region they name. Headquarters opens it, or the region in
/// its own name and in nobody else's; that of the case's region comes before others, whatever a clock says.
pub fn first<'a, T>(
    history: &History<'a>,
    of_case: Option<RegionCode>,
    pick: impl Fn(&'a Recorded) -> Option<(&'a T, Option<RegionCode>)>,
) -> Option<(&'a Recorded, &'a T)> {
    let opened = history.effective().filter_map(|event| {
        let (fact, owner) = pick(event)?;
        let genuine = match event.authority {
            Authority::Headquarters => true,
            Authority::Region(region) => owner == Some(region),
            Authority::Unknown | Authority::Revoked => false,
        };
        genuine.then_some((of_case.is_some() && owner != of_case, event, fact))
    });
    let first =
        opened.min_by_key(|(elsewhere, event, _)| (*elsewhere, event.hlc, event.id.clone()))?;
    Some((first.1, first.2))
}

/// A row as somebody performed it.
type Step<'a, M> = (Authority, &'static Row<M>, &'a Act);

type Moved<'a, M> = Counted<'a, Step<'a, M>, <M as Matter>::State>;

/// The course of a file. A transition counts if it was its author's to make, from a state in which he had seen the file, and
/// if it `holds` by what was entered: nothing that was merely signed passes for a decision.
pub fn course<'a, M: Matter + 'static>(
    history: &History<'a>,
    opened: &Opened<'a, M::State>,
    performed: impl Fn(&'a Recorded) -> Option<(&'static Row<M>, &'a Act)>,
    holds: impl Fn(&Row<M>, &Act) -> bool,
) -> Course<M::State> {
    let steps = history.effective().filter_map(|event| {
        let (row, act) = performed(event)?;
        (row.to != To::Same).then_some((event, (event.authority, row, act)))
    });
    let moves =
        counted(history, steps, opened.state, |(by, row, act): &Step<'a, M>, stood, seen| {
            if !may_act(row.who, *by, opened.owner) || !holds(row, act) {
                return None;
            }
            // Who saw that desks disagree leaves it to headquarters.
            let rivals = heads(history, seen);
            if in_contest(&rivals) && row.to != To::Chosen {
                return None;
            }
            match row.to {
                To::State(state) => {
                    stood.iter().any(|state| row.starts_from(*state)).then_some(state)
                }
                To::Chosen => chosen(&rivals, act),
                To::Same | To::Back => None,
            }
        });
    let live = heads(history, &moves.iter().collect::<Vec<_>>());
    let rivals = if in_contest(&live) { live.as_slice() } else { &[] };
    let overruled = overruled(history, &moves);
    let entry = |event: &'a Recorded| {
        let Some((row, act)) = performed(event) else {
            return (event.id == opened.event.id).then(|| opening(opened));
        };
        let in_power = may_act(row.who, event.authority, opened.owner);
        let moved = moves.iter().any(|moved| moved.event.id == event.id);
        let stands = row.to == To::Same || (moved && !overruled.contains(event.id.as_str()));
        Some(Entry {
            event: event.id.clone(),
            action: row.id,
            at: act.at,
            actor: event.actor.clone(),
            office: event.office.clone(),
            args: act.args.clone(),
            parts: event.parts.clone(),
            rulebase: Some(act.rulebase.clone()),
            in_power,
            counts: in_power && stands,
        })
    };
    Course {
        state: live.last().map_or(opened.state, |moved| moved.state),
        contested: rivals.iter().map(|moved| (moved.state, moved.event.id.clone())).collect(),
        timeline: history.effective().filter_map(entry).collect(),
    }
}

fn opening<S>(opened: &Opened<'_, S>) -> Entry {
    Entry {
        event: opened.event.id.clone(),
        action: opened.action,
        at: opened.at,
        actor: opened.event.actor.clone(),
        office: opened.event.office.clone(),
        args: Texts::default(),
        parts: opened.event.parts.clone(),
        rulebase: None,
        in_power: true,
        counts: true,
    }
}

/// Desks reached different states, decided different things, or told different ends.
fn in_contest<M: Matter>(live: &[&Moved<'_, M>]) -> bool {
    let states_differ = live.iter().any(|moved| moved.state != live[0].state);
    let mut told = live.iter().filter_map(|moved| told_by(moved));
    states_differ || told.next().is_some_and(|first| told.any(|other| other != first))
}

/// What has to be the same where two desks came to one state: all that a decision says, which is what cites the rules that it
/// rests on, and all that is told of an end but its reasons, which everybody words in his own way.
fn told_by<M: Matter>(moved: &Moved<'_, M>) -> Option<Texts> {
    let (_, row, act) = &moved.act;
    let decides = row.arguments.iter().any(|argument| argument.kind == Kind::Rules);
    let mut told = (decides || M::is_end(moved.state)).then(|| act.args.clone())?;
    if !decides {
        told.0.remove("reasons");
    }
    Some(told)
}

/// The state of the rival that headquarters lets stand, and of none that nobody had reached.
fn chosen<M: Matter>(rivals: &[&Moved<'_, M>], act: &Act) -> Option<M::State> {
    let named = act.args.get("decision")?;
    rivals.iter().find(|rival| rival.event.id == named).map(|rival| rival.state)
}

/// What lost its effect when headquarters let a rival stand: all that had led to it and not to the one that stands. A choice
/// that was itself overruled takes nothing from anybody.
fn overruled<'a, M: Matter>(history: &History<'a>, moves: &[Moved<'a, M>]) -> BTreeSet<&'a str> {
    let mut overruled: BTreeSet<&str> = BTreeSet::new();
    for choice in moves.iter().rev().filter(|moved| moved.act.1.to == To::Chosen) {
        let named = choice.act.2.args.get("decision");
        let kept = moves.iter().find(|moved| named == Some(moved.event.id.as_str()));
        let Some(kept) = kept.filter(|_| !overruled.contains(choice.event.id.as_str())) else {
            continue;
        };
        let lost = moves.iter().filter(|moved| {
            history.has_seen(choice.event, moved.event)
                && moved.event.id != kept.event.id
                && !history.has_seen(kept.event, moved.event)
        });
        overruled.extend(lost.map(|moved| moved.event.id.as_str()));
    }
    overruled
}

/// Entries of one action that have effect.
pub fn entries<'a>(
    timeline: &'a [Entry],
    action: &'a str,
) -> impl DoubleEndedIterator<Item = &'a Entry> + 'a {
    timeline.iter().filter(move |entry| entry.action == action && entry.counts)
}

/// The entry that a text names: by its number in the timeline, from 1, or by the id of its event.
pub fn entry<'a>(timeline: &'a [Entry], text: &str) -> Option<&'a Entry> {
    match text.trim().parse::<usize>() {
        Ok(number) => timeline.get(number.checked_sub(1)?),
        Err(_) => timeline.iter().find(|entry| entry.event == text.trim()),
    }
}

/// The decision by one of some rows: the last that has effect.
pub fn decision<'a>(timeline: &'a [Entry], rows: &[&str]) -> Option<&'a Entry> {
    timeline.iter().rfind(|entry| entry.counts && rows.contains(&entry.action))
}

/// Headquarters names one of the rivals.
///
/// # Errors
/// An entry that the timeline does not have, or that is none of the rivals.
pub fn names_a_rival<S>(
    contested: &[(S, String)],
    timeline: &[Entry],
    args: &Texts,
) -> Result<(), Why> {
    let Some(text) = args.get("decision") else { return Ok(()) };
    match entry(timeline, text) {
        None => {
            let n = timeline.len().to_string();
            Err(Why::plain("no-entry").with("entry", text).with("n", n))
        }
        Some(entry) if contested.iter().any(|(_, event)| *event == entry.event) => Ok(()),
        Some(entry) => {
            let place = timeline.iter().position(|other| other.event == entry.event);
            let n = place.map_or_else(String::new, |place| (place + 1).to_string());
            Err(Why::plain("relief-no-rival").with("entry", n))
        }
    }
}

/// No decision contains cover bidding, lent qualification, price arrangement or illicit subcontracting.
///
/// # Errors
/// The first argument of those named in which such a sign was found.
pub fn nothing_forbidden(args: &Texts, names: &[&str]) -> Result<(), Why> {
    for name in names {
        let Some(text) = args.get(name) else { continue };
        let found = lint::findings(text).into_iter().find(|finding| finding.sign.is_barred());
        if let Some(finding) = found {
            return Err(Why::rule("forbidden-term", finding.sign.rule())
                .with("argument", *name)
                .with("sign", finding.sign.name()));
        }
    }
    Ok(())
}
