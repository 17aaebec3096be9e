//! The conflict case (市场冲突): two branches after one lot, settled before a decision by consultation, recommendation and
//! order, in that ladder (regulation art. 8).
//!
//! A case is folded from its events. *Facts* (contacts, statements, replies, service) are a union: whoever recorded them,
//! they count. *Transitions* have one owner; two that were written without knowledge of each other leave the case
//! [contested](Case::contested) until headquarters resolves it. What a person may do next is the table in [`action`]; each
//! row names its preconditions, and an unmet one is a [`Why`](super::why::Why) with its article.
//!
//! `effective` and `lapsed` are not anybody's act, nor is the end of an interim order that nobody confirmed: they follow from
//! service, the hard stop and the clock when the case is read ([`Case::state_at`]). How the limits were kept is in [`timing`].

pub mod action;
pub mod bar;
mod condition;
pub mod evidence;
pub mod grid;
pub mod guard;
pub mod hearing;
pub mod ledger;
pub mod letter;
pub mod standing;
mod state;
pub mod timing;

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use state::State;

use super::calendar::Calendar;
use super::event::{Authority, Fact, PartRef, Recorded};
use super::fold::History;
use super::hard_stop::HardStop;
use super::lead::Lead;
use super::lead::class::{BusinessClass, classify};
use super::lint::Sign;
use super::procedure::To;
use super::sla::{self, Track};
use super::strict::Texts;
use super::subject::{Subject, SubjectKind};
use super::territory::RegionCode;
use evidence::FileRef;
use standing::{Standing, is_decision};

/// What made the conflict known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trigger {
    /// Two live claims on one lot and round.
    Claims,
    /// Claims on a pre-notice and on the notice that followed it.
    PreNotice,
    /// A party asked for it.
    Party,
    /// The manager saw it.
    Manager,
    /// A unit acted against an order.
    Breach,
}

impl Trigger {
    /// Those with which a person opens a case; the others are found by the desk.
    pub const BY_HAND: [Trigger; 3] = [Trigger::Party, Trigger::Manager, Trigger::Breach];

    /// The word in data and forms.
    pub fn name(self) -> &'static str {
        match self {
            Trigger::Claims => "claims",
            Trigger::PreNotice => "pre_notice",
            Trigger::Party => "party",
            Trigger::Manager => "manager",
            Trigger::Breach => "breach",
        }
    }

    /// The trigger of that name, of those that a person gives.
    pub fn parse(name: &str) -> Option<Trigger> {
        Trigger::BY_HAND.into_iter().find(|trigger| trigger.name() == name.trim())
    }
}

/// A party to the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Unit code.
    pub unit: String,
    /// Legal person of the unit.
    pub legal_entity: String,
    /// The claim it rests on; none where the case was opened without one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub claim: Option<Subject>,
}

impl Party {
    /// Whether two parties are one legal person. Where it is not stated, nobody may take them for one: allocation among
    /// separate persons would be collusion (gap G15).
    pub fn is_same_person(&self, other: &Party) -> bool {
        let (own, other) = (self.legal_entity.trim(), other.legal_entity.trim());
        !own.is_empty() && own == other
    }
}

/// The conflict was found by the desk of the owning region.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Detected {
    /// `XT-…`.
    pub number: String,
    /// The tender.
    pub lead: Subject,
    /// The lot.
    pub lot: String,
    /// The round.
    pub round: u32,
    /// What made it known.
    pub trigger: Trigger,
    /// Who is in conflict.
    pub parties: Vec<Party>,
    /// The hard stop as it was known then.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub hard_stop: Option<HardStop>,
    /// The region whose manager owns it: that of the works site.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub owner: Option<RegionCode>,
    /// When, by the desk's clock; limits run from it. Hybrid time only orders.
    pub at: DateTime<Utc>,
    /// In a person's words, where a person opened it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reasons: Option<String>,
}

/// One row of the action table was performed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Act {
    /// What was entered, by argument name.
    pub args: Texts,
    /// SHA-256 of the rulebase that was in force: a later change never rewrites a decision.
    pub rulebase: String,
    /// The limits' track, fixed when the case is accepted.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub track: Option<Track>,
    /// When, by the desk's clock. Absent in what earlier versions wrote.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub at: Option<DateTime<Utc>>,
    /// When an interim order lapses unless it is confirmed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub until: Option<DateTime<Utc>>,
    /// Units of one legal person after the lot, as the same-lot guard saw them at acceptance.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub guard: Vec<(String, String)>,
    /// How the limits were kept, frozen when the case ends.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub closing: Option<timing::Record>,
    /// The file of a piece of evidence.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub file: Option<FileRef>,
    /// The hash of the evidence on the table, frozen by a recommendation or a decision.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub evidence: Option<String>,
    /// The event elsewhere from which it follows by itself: what a unit did against a decision.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub because: Option<String>,
    /// What a copy of a letter, or of the file of evidence, is known by.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub copy: Option<ledger::Copy>,
    /// Signs of collusion that the lint saw in what was entered: they go to headquarters with it.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub lint: Vec<Sign>,
}

/// A line of the timeline.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Id of the event.
    pub event: String,
    /// Action id, or `detect`.
    pub action: &'static str,
    /// When, by its desk's clock.
    pub at: DateTime<Utc>,
    /// Person named.
    pub actor: String,
    /// Post named.
    pub office: String,
    /// What was entered.
    pub args: Texts,
    /// Written by the owning region or by headquarters; otherwise kept and shown as 越权待核, without effect.
    pub in_power: bool,
    /// Parts that hold what is no matter for the body, by the name of their argument.
    pub parts: Vec<PartRef>,
    /// The file of a piece of evidence.
    pub file: Option<FileRef>,
    /// What a copy of a letter, or of the file of evidence, is known by.
    pub copy: Option<ledger::Copy>,
    /// Until when the parties are to answer it; put off by as long as the case was suspended since.
    pub limit: Option<DateTime<Utc>>,
    /// The hash of the evidence that a decision froze.
    pub frozen: Option<String>,
    /// Of a decision, and of what else froze the evidence: the events of those pieces that its author had before him. What another desk
    /// offered meanwhile stands before it in the timeline and was not on the table.
    pub known: Vec<String>,
    /// The event elsewhere from which it follows by itself.
    pub because: Option<String>,
    /// SHA-256 of the rulebase that was in force.
    pub rulebase: Option<String>,
    /// It has effect: in power, and a transition that could be made from where its author had seen the case.
    pub counts: bool,
}

/// The decision that stands: an order, a settlement or a ruling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Id of its event.
    pub event: String,
    /// The row by which it was taken.
    pub action: &'static str,
    /// When.
    pub at: DateTime<Utc>,
    /// What was entered. The outcome of a recommendation that every party accepted stands in that recommendation.
    pub args: Texts,
    /// Where it is an interim order.
    pub interim: Option<Interim>,
}

/// An interim order holds for a while and lapses unless it is confirmed (gap G7).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interim {
    /// When it lapses.
    pub until: DateTime<Utc>,
    /// Where the case was before it.
    pub before: State,
    /// The parties were heard afterwards, and it was confirmed in time.
    pub confirmed: bool,
}

impl Interim {
    /// Whether it no longer holds.
    pub fn has_lapsed(&self, now: DateTime<Utc>) -> bool {
        !self.confirmed && self.until <= now
    }
}

/// A case as it stands.
#[derive(Debug, Clone)]
pub struct Case {
    /// Its identity.
    pub subject: Subject,
    /// The earliest number given.
    pub number: String,
    /// The tender.
    pub lead: Subject,
    /// The lot.
    pub lot: String,
    /// The round.
    pub round: u32,
    /// What made it known.
    pub trigger: Trigger,
    /// The parties, by unit code.
    pub parties: Vec<Party>,
    /// The owning region.
    pub owner: Option<RegionCode>,
    /// When it was found.
    pub detected_at: DateTime<Utc>,
    /// The recorded state (see [`Case::state_at`]).
    pub state: State,
    /// States that desks reached without knowing of each other; empty when they agree.
    pub contested: Vec<State>,
    /// The transitions by which they did: the state of each, and its event.
    pub rivals: Vec<(State, String)>,
    /// The track fixed at acceptance.
    pub track: Option<Track>,
    /// Provincial trunk line (省级干线), the focus of art. 5.
    pub trunk: bool,
    /// The decision, once one was taken; whether it is in force, the state says.
    pub decision: Option<Decision>,
    /// Where it was before it was suspended or sent up.
    pub paused_from: Option<State>,
    /// How the limits were kept, once it is over.
    pub closing: Option<timing::Record>,
    /// Why it was opened, where a person did.
    pub reasons: Option<String>,
    /// The hard stop: by the notice that stands, else as known at detection.
    pub hard_stop: Option<HardStop>,
    /// What happened, in causal order.
    pub timeline: Vec<Entry>,
}

/// Tells of each decision, and of whatever else froze the evidence, which pieces its author had seen.
fn know(history: &History<'_>, events: &[&Recorded], timeline: &mut [Entry]) {
    let pieces: Vec<(usize, String)> = timeline
        .iter()
        .enumerate()
        .filter(|(_, entry)| evidence::is_evidence(entry))
        .map(|(at, entry)| (at, entry.event.clone()))
        .collect();
    let decides = |entry: &Entry| entry.frozen.is_some() || DECISIONS.contains(&entry.action);
    for (at, entry) in timeline.iter_mut().enumerate().filter(|(_, e)| decides(e)) {
        let seen = pieces.iter().filter(|(piece, _)| history.has_seen(events[at], events[*piece]));
        entry.known = seen.map(|(_, event)| event.clone()).collect();
    }
}

impl Case {
    /// The identity of the case about one lot of one round.
    pub fn subject(lead: Subject, lot: &str, round: u32) -> Subject {
        Subject::derived(SubjectKind::Conflict, &[&lead.to_string(), lot, &round.to_string()])
    }

    /// Folds a case; `lead` is the tender as it stands, where this desk holds it.
    pub fn fold(events: &[Recorded], lead: Option<&Lead>, calendar: &Calendar) -> Option<Case> {
        let history = History::new(events);
        let mut found: Vec<(&Recorded, &Detected)> = history
            .effective()
            .filter_map(|e| match &e.fact {
                Fact::CaseDetected(detected) if is_genuine(e, detected) => Some((e, detected)),
                _ => None,
            })
            .collect();
        // The region of the works is heard first: nobody takes a case from it by a clock set back.
        found.sort_by_key(|(event, detected)| {
            let works = lead.and_then(|lead| lead.works.stood_at(event.hlc.wall()));
            let elsewhere = works.is_some_and(|works| detected.owner != works.region());
            (elsewhere, event.hlc, &event.id)
        });
        let (first, detected) = *found.first()?;
        let mut parties: Vec<Party> = Vec::new();
        for party in found.iter().flat_map(|(_, detected)| &detected.parties) {
            if !parties.iter().any(|known| known.unit == party.unit) {
                parties.push(party.clone());
            }
        }
        parties.sort_by(|a, b| a.unit.cmp(&b.unit));
        let standing = Standing::of(&history, detected.owner);
        let (state, contested) = (standing.state, standing.contested.clone());
        let acts = || standing.moves.iter().map(|moved| moved.act.act);
        let told = history.effective();
        let (events, mut timeline): (Vec<&Recorded>, Vec<Entry>) =
            told.filter_map(|event| Some((event, standing.entry(&history, event)?))).unzip();
        know(&history, &events, &mut timeline);
        timing::put_limits_off(&mut timeline, calendar);
        let class = lead.and_then(|lead| classify(&lead.notice).value);
        let came = standing.moves.iter().rfind(|moved| moved.act.row.to == To::State(state));
        Some(Case {
            subject: first.subject,
            number: detected.number.clone(),
            lead: detected.lead,
            lot: detected.lot.clone(),
            round: detected.round,
            trigger: detected.trigger,
            parties,
            owner: standing.owner(),
            detected_at: detected.at,
            state,
            contested,
            rivals: standing.rivals.clone(),
            track: acts().find_map(|act| act.track),
            trunk: class == Some(BusinessClass::Trunk),
            decision: decision(&standing, &timeline),
            paused_from: came.map(|moved| moved.before).filter(|_| state.is_paused()),
            closing: came
                .and_then(|moved| moved.act.act.closing.clone())
                .filter(|_| state.is_terminal()),
            reasons: detected.reasons.clone(),
            hard_stop: lead.and_then(|l| l.notice.hard_stop(calendar)).or(detected.hard_stop),
            timeline,
        })
    }

    /// The state at an instant, with what follows from service, from an interim order that was not confirmed, and from the
    /// hard stop.
    pub fn state_at(&self, now: DateTime<Utc>) -> State {
        if !self.contested.is_empty() {
            return self.state;
        }
        let state = match (self.state, self.lapsed_interim(now)) {
            (State::Ordered | State::Effective, Some(interim)) => interim.before,
            (State::Ordered | State::Settled, _) if self.unserved().is_empty() => State::Effective,
            (state, _) => state,
        };
        if self.is_undecided(state) && self.has_missed_its_stop(now) {
            State::Lapsed
        } else {
            state
        }
    }

    /// The interim order that no longer holds at an instant.
    pub fn lapsed_interim(&self, now: DateTime<Utc>) -> Option<Interim> {
        let interim = self.decision.as_ref().and_then(|decision| decision.interim);
        interim.filter(|interim| interim.has_lapsed(now))
    }

    /// Whether nothing is decided yet: also while facts are awaited, or headquarters has it. What the customer put off has
    /// no end to miss, and a referral to legal review is no decision that is due.
    fn is_undecided(&self, state: State) -> bool {
        let paused = match state {
            State::Suspended => self
                .entries("suspend")
                .last()
                .is_some_and(|entry| entry.args.get("ground") == Some("facts_pending")),
            State::Escalated => !self.is_cross_entity(),
            state => return state.is_before_decision(),
        };
        paused && self.paused_from.is_some_and(State::is_before_decision)
    }

    /// Whether the hard stop passed while the case waited. One that was only found after the stop has missed nothing by
    /// waiting: it stays for the manager to accept or reject, and an estimated stop (估) lets nothing lapse.
    pub fn has_missed_its_stop(&self, now: DateTime<Utc>) -> bool {
        let stop = self.hard_stop.as_ref().filter(|stop| !stop.estimated);
        stop.is_some_and(|stop| self.detected_at < stop.at && stop.at <= now)
    }

    /// The track: fixed at acceptance, before that by the time there was when the case was found.
    pub fn track(&self, calendar: &Calendar) -> Track {
        self.track.unwrap_or_else(|| match &self.hard_stop {
            Some(stop) => sla::choose_track(self.detected_at, stop.at, calendar),
            None => Track::Standard,
        })
    }

    /// The last responsible moment: hard stop minus the working time that the remaining procedure needs, a margin earlier for
    /// a trunk line (art. 5). `None` when no time of the tender is known at all, or nothing remains to be decided.
    pub fn last_moment(&self, calendar: &Calendar) -> Option<DateTime<Utc>> {
        let stop = self.hard_stop.as_ref()?;
        let stage = self.stage()?;
        let moment = sla::last_responsible_moment(stop.at, stage, self.track(calendar), calendar);
        Some(calendar.sub_working(moment, self.margin()))
    }

    /// Working minutes by which a trunk line has to be earlier than others (art. 5, gap G20).
    pub fn margin(&self) -> i64 {
        if self.trunk { sla::TRUNK_MARGIN } else { 0 }
    }

    /// How far the procedure is; `None` once nothing remains to be decided.
    pub fn stage(&self) -> Option<sla::Stage> {
        Some(match self.state {
            State::Detected => sla::Stage::Detected,
            State::Accepted => sla::Stage::Accepted,
            // Until every party was heard, or its silence noted, the parties' time is still ahead.
            State::Consulting if !self.unheard().is_empty() => sla::Stage::Accepted,
            State::Consulting => sla::Stage::Consulting,
            State::Recommended => sla::Stage::Recommended,
            State::Ordered | State::Settled if !self.unserved().is_empty() => sla::Stage::Ordered,
            _ => return None,
        })
    }

    /// Parties of more than one legal person: facts are recorded and referred to legal review, nothing else (arts. 39-40 of
    /// the implementing regulation of the bidding law).
    pub fn is_cross_entity(&self) -> bool {
        let first = self.parties.first();
        first.is_some_and(|first| !self.parties.iter().all(|party| party.is_same_person(first)))
    }

    /// Timeline entries of one action that have effect.
    pub fn entries<'a>(
        &'a self,
        action: &'a str,
    ) -> impl DoubleEndedIterator<Item = &'a Entry> + 'a {
        self.timeline.iter().filter(move |entry| entry.action == action && entry.counts)
    }

    /// The breaches of its decision. One that desks of the region saw each on its own books is one: of entries that follow by
    /// themselves and tell the same of a unit the first is taken. What a person wrote down is never set aside.
    pub fn breaches(&self) -> Vec<&Entry> {
        let mut told = BTreeSet::new();
        let mut breaches: Vec<&Entry> = self.entries(action::breach::ROW.id).collect();
        breaches.retain(|entry| {
            let what = ["unit", "breach", "text"].map(|name| entry.args.get(name));
            entry.because.is_none() || told.insert(what)
        });
        breaches
    }

    /// As [`Case::entries`], of those that came after the last entry of some others: what was said before a new
    /// recommendation is no reply to it.
    fn since<'a>(
        &'a self,
        starts: &'a [&'a str],
        action: &'a str,
    ) -> impl DoubleEndedIterator<Item = &'a Entry> + 'a {
        let opens = |entry: &Entry| entry.counts && starts.contains(&entry.action);
        let from = self.timeline.iter().rposition(opens).map_or(0, |place| place + 1);
        self.timeline[from..].iter().filter(move |entry| entry.action == action && entry.counts)
    }

    /// Entries of an action since the procedure last began anew.
    pub fn current<'a>(
        &'a self,
        action: &'a str,
    ) -> impl DoubleEndedIterator<Item = &'a Entry> + 'a {
        self.since(RESTARTS, action)
    }

    /// Whether who comes after the lot is still taken in as a party: before a decision, also while the case waits.
    pub fn takes_parties(&self, now: DateTime<Utc>) -> bool {
        let state = self.state_at(now);
        let paused = state.is_paused() && self.paused_from.is_some_and(State::is_before_decision);
        state.is_before_decision() || paused
    }

    /// Whether a party's challenge of the manager waits for headquarters.
    pub fn is_challenged(&self) -> bool {
        self.since(&["assign", "decide-challenge"], "challenge").next().is_some()
    }

    /// Whether headquarters has recused the manager who has the case.
    pub fn is_recused(&self) -> bool {
        self.on_recusal() == Some("recused")
    }

    /// Whether headquarters has said that the manager who has the case may decide it.
    pub fn may_stay(&self) -> bool {
        self.on_recusal() == Some("stays")
    }

    fn on_recusal(&self) -> Option<&str> {
        self.since(&["assign"], "decide-challenge").next_back()?.args.get("answer")
    }

    /// The entry that a text names: by its number in the timeline, from 1, or by the id of its event.
    pub fn entry(&self, text: &str) -> Option<&Entry> {
        match text.trim().parse::<usize>() {
            Ok(number) => self.timeline.get(number.checked_sub(1)?),
            Err(_) => self.timeline.iter().find(|entry| entry.event == text.trim()),
        }
    }

    /// Parties not yet told of the claims and their limit to state the case.
    pub fn unnotified(&self) -> Vec<String> {
        self.missing(&named(self.current("consult"), "notified"))
    }

    /// Parties with whom nothing was heard and no default noted.
    pub fn unheard(&self) -> Vec<String> {
        self.missing(&named(self.current("statement"), "party"))
    }

    /// Parties on whom the decision is not served.
    pub fn unserved(&self) -> Vec<String> {
        let units = self.parties.iter().map(|party| &party.unit);
        units.filter(|unit| self.served_at(unit).is_none()).cloned().collect()
    }

    /// When the decision was served on a party: by a receipt, or by the second attempt at delivery.
    pub fn served_at(&self, unit: &str) -> Option<DateTime<Utc>> {
        let mine = || {
            let services = self.since(DECISIONS, "serve");
            services.filter(|entry| entry.args.list("party").iter().any(|party| party == unit))
        };
        let receipt = mine().find(|entry| entry.args.get("proof") == Some("receipt"));
        [receipt, mine().nth(1)].into_iter().flatten().map(|entry| entry.at).min()
    }

    /// The reply of a party to the latest recommendation that counts; its last word before the limit.
    pub fn reply(&self, unit: &str) -> Option<&Entry> {
        let limit = self.reply_limit();
        let in_time = |entry: &&Entry| limit.is_none_or(|limit| entry.at <= limit);
        let mine = |entry: &&Entry| entry.args.list("party").iter().any(|party| party == unit);
        let replies = || self.since(&["recommend"], "reply").filter(mine);
        replies().rfind(in_time).or_else(|| replies().next_back())
    }

    /// Until when the latest recommendation is to be answered.
    pub fn reply_limit(&self) -> Option<DateTime<Utc>> {
        self.entries("recommend").next_back().and_then(|entry| entry.limit)
    }

    /// Until when the parties are to state their case: the last of their limits.
    pub fn consult_limit(&self) -> Option<DateTime<Utc>> {
        self.parties.iter().filter_map(|party| self.consult_limit_of(&party.unit)).max()
    }

    /// Until when a party is to state its case, by the last notice to it.
    pub fn consult_limit_of(&self, unit: &str) -> Option<DateTime<Utc>> {
        let mut told = self.current("consult").rev();
        let told = told.find(|entry| entry.args.list("notified").iter().any(|u| u == unit))?;
        told.limit
    }

    /// Parties whose reply to the recommendation is not here, with those that refused it or answered too late.
    pub fn replies(&self) -> (Vec<String>, Vec<String>) {
        let limit = self.reply_limit();
        let refuses = |entry: &Entry| {
            let late = limit.is_some_and(|limit| entry.at > limit);
            late || entry.args.get("answer") == Some("refuse")
        };
        let units = || self.parties.iter().map(|party| party.unit.clone());
        let silent = units().filter(|unit| self.reply(unit).is_none()).collect();
        let refused = units().filter(|unit| self.reply(unit).is_some_and(refuses)).collect();
        (silent, refused)
    }

    fn missing(&self, done: &BTreeSet<String>) -> Vec<String> {
        let units = self.parties.iter().map(|party| party.unit.clone());
        units.filter(|unit| !done.contains(unit)).collect()
    }
}

/// Rows after which the procedure begins anew: what was said before another manager or another decision is not repeated, but
/// it no longer opens a rung of the ladder.
const RESTARTS: &[&str] = &["assign", "remand"];

/// Rows that decide, by id.
pub const DECISIONS: &[&str] = &["order", "interim-order", "settle", "agree", "ruling"];

fn named<'a>(entries: impl Iterator<Item = &'a Entry>, argument: &str) -> BTreeSet<String> {
    entries.flat_map(|entry| entry.args.list(argument)).collect()
}

/// The last decision that counts. One that the parties accepted says what the recommendation said.
fn decision(standing: &Standing<'_>, timeline: &[Entry]) -> Option<Decision> {
    // Where the procedure began anew, what was decided before stands no more.
    let anew = standing.moves.iter().rposition(|moved| RESTARTS.contains(&moved.act.row.id));
    let since = &standing.moves[anew.map_or(0, |place| place + 1)..];
    let decisions = || since.iter().filter(|moved| is_decision(moved.act.row));
    let resolved = standing.moves.iter().rfind(|moved| moved.act.row.id == "resolve");
    let chosen = resolved.and_then(|moved| moved.act.act.args.get("decision"));
    let taken = decisions()
        .rfind(|moved| chosen.is_some_and(|id| moved.event.id == id))
        .or_else(|| decisions().next_back())?;
    let entry =
        |wanted: &dyn Fn(&&Entry) -> bool| timeline.iter().filter(|e| e.counts).rfind(wanted);
    let own = entry(&|entry| entry.event == taken.event.id)?;
    let mut args = own.args.clone();
    if own.action == "agree"
        && let Some(accepted) = entry(&|entry| entry.action == "recommend")
    {
        args.0.extend(accepted.args.0.clone());
    }
    let confirmed = |until: DateTime<Utc>| {
        let after = timeline.iter().skip_while(|entry| entry.event != own.event);
        after.into_iter().any(|e| e.counts && e.action == "confirm" && e.at <= until)
    };
    let interim = taken.act.act.until.filter(|_| own.action == "interim-order");
    Some(Decision {
        event: own.event.clone(),
        action: own.action,
        at: own.at,
        args,
        interim: interim.map(|until| Interim {
            until,
            before: taken.before,
            confirmed: confirmed(until),
        }),
    })
}

/// A conflict is found by a desk of the region that owns it, and under the identity that follows from what it is about:
/// nobody else can open a case in another region's name.
pub fn is_genuine(event: &Recorded, detected: &Detected) -> bool {
    let by_owner = match (event.authority, detected.owner) {
        (Authority::Region(region), Some(owner)) => region == owner,
        // Where headquarters coordinates itself there is no region to own it.
        (Authority::Headquarters, None) => true,
        _ => false,
    };
    by_owner && event.subject == Case::subject(detected.lead, &detected.lot, detected.round)
}

#[cfg(test)]
mod tests;
