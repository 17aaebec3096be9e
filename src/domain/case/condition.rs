//! Preconditions of the action table. Each looks at the [`Situation`] and either is met or says why not, with its article.

use crate::domain::event::Authority;
use crate::domain::lint;
use crate::domain::procedure::{self, PARTIES, moment, shares};
use crate::domain::sla;
use crate::domain::strict::Texts;
use crate::domain::territory::RegionCode;
use crate::domain::why::Why;

use super::action::Situation;
use super::evidence::{class_of, is_evidence};
use super::grid::{Line, deciding, grid};
use super::{Entry, State, guard, timing};

mod copies;

pub use copies::{
    may_have_a_copy, may_have_the_file, names_a_file, the_letter_is_due, there_is_a_file,
};

type Met = Result<(), Why>;

/// The desk belongs to the region of the works site (arts. 6 and 18).
pub fn jurisdiction(s: &Situation<'_>) -> Met {
    match s.case.owner {
        // Where headquarters coordinates itself it is the manager.
        None if s.authority == Authority::Headquarters => Ok(()),
        None => Err(Why::rule("headquarters-decides", "SCXT-6")),
        // Headquarters could, but its powers on a case have rows of their own: what a manager does is the manager's.
        Some(owner) if s.authority == Authority::Region(owner) => Ok(()),
        Some(owner) => Err(Why::rule("jurisdiction", "SCXT-6").with("region", owner.to_string())),
    }
}

/// Parties of one legal person: otherwise only the referral is open (implementing regulation, arts. 39-40).
pub fn one_legal_person(s: &Situation<'_>) -> Met {
    if s.case.is_cross_entity() { Err(Why::rule("cross-entity", "TL-39")) } else { Ok(()) }
}

/// The referral is for parties of several legal persons.
pub fn several_legal_persons(s: &Situation<'_>) -> Met {
    if s.case.is_cross_entity() { Ok(()) } else { Err(Why::rule("not-cross-entity", "TL-39")) }
}

/// Headquarters has not recused the manager, or another region's has taken the case since (art. 19, gap G12).
pub fn not_recused(s: &Situation<'_>) -> Met {
    if s.case.is_recused() { Err(Why::rule("recused", "G12")) } else { Ok(()) }
}

/// The manager declared no relation to a party that still holds, or headquarters said that he may stay (art. 19, gap G12).
pub fn not_tied_to_a_party(s: &Situation<'_>) -> Met {
    let is_party = |unit: &str| s.case.parties.iter().any(|party| party.unit == unit);
    match s.bonds.iter().find(|bond| is_party(&bond.unit)) {
        Some(bond) if !s.case.may_stay() => Err(Why::rule("tied", "G12")
            .with("tie", bond.tie.name())
            .with("unit", &bond.unit)
            .with("number", &bond.number)),
        _ => Ok(()),
    }
}

/// A party holds that the manager ought to be recused, and headquarters has not decided yet.
pub fn a_challenge_is_open(s: &Situation<'_>) -> Met {
    if s.case.is_challenged() { Ok(()) } else { Err(Why::rule("no-challenge", "G12")) }
}

/// A decision is taken, and no interim order that has lapsed.
pub fn a_decision_stands(s: &Situation<'_>) -> Met {
    if s.case.decision.is_some() && s.case.lapsed_interim(s.now).is_none() {
        Ok(())
    } else {
        Err(Why::rule("no-decision", "SCXT-8"))
    }
}

/// The unit named is one that the decision keeps from bidding.
pub fn acts_against_the_decision(s: &Situation<'_>, args: &Texts) -> Met {
    match args.list("unit").into_iter().find(|unit| !s.case.is_barred(unit, s.now)) {
        Some(unit) => Err(Why::rule("not-barred", "SCXT-8").with("unit", unit)),
        None => Ok(()),
    }
}

/// The unit named was told of the decision: nobody breaks what was not served on him.
pub fn knows_the_decision(s: &Situation<'_>, args: &Texts) -> Met {
    match args.list("unit").into_iter().find(|unit| !s.case.is_bound(unit)) {
        Some(unit) => Err(Why::rule("not-served", "SCXT-7").with("units", unit)),
        None => Ok(()),
    }
}

/// No decision was taken, also not before the case was suspended.
pub fn nothing_is_decided(s: &Situation<'_>) -> Met {
    if s.case.takes_parties(s.now) { Ok(()) } else { Err(Why::rule("after-decision", "SCXT-9")) }
}

/// Nobody's challenge waits for headquarters: whether this manager decides at all comes first.
pub fn no_challenge_is_open(s: &Situation<'_>) -> Met {
    if s.case.is_challenged() { Err(Why::rule("challenge-open", "G12")) } else { Ok(()) }
}

/// No decision has taken effect: before that the manager settles, after it the committee gives relief (arts. 8 and 9).
pub fn before_decision(s: &Situation<'_>) -> Met {
    let state = s.case.state_at(s.now);
    if state.is_before_decision() || state == State::Suspended {
        Ok(())
    } else {
        Err(Why::rule("after-decision", "SCXT-9"))
    }
}

/// The opportunity has not passed.
pub fn hard_stop_ahead(s: &Situation<'_>) -> Met {
    match &s.case.hard_stop {
        Some(stop) if !stop.estimated && stop.at <= s.now => {
            Err(Why::rule("hard-stop-passed", "SCXT-8"))
        }
        _ => Ok(()),
    }
}

/// A case that begins anew is not over the moment it does.
pub fn has_not_missed_its_stop(s: &Situation<'_>) -> Met {
    if s.case.has_missed_its_stop(s.now) {
        Err(Why::rule("hard-stop-passed", "SCXT-8"))
    } else {
        Ok(())
    }
}

/// Every party was heard, or its default noted: consultation was truly tried (art. 8).
pub fn everyone_heard(s: &Situation<'_>) -> Met {
    let unheard = s.case.unheard();
    if unheard.is_empty() {
        return Ok(());
    }
    Err(Why::rule("not-heard", "SCXT-8").with("units", unheard.join("、")))
}

/// The consultation's limit has passed, or a party says that it failed.
pub fn consultation_over(s: &Situation<'_>) -> Met {
    let failed =
        s.case.current("statement").any(|entry| entry.args.get("result") == Some("failed"));
    let passed = s.case.consult_limit().is_some_and(|limit| limit <= s.now);
    if failed || passed { Ok(()) } else { Err(Why::rule("consultation-open", "SCXT-8")) }
}

/// A party refused the recommendation, or stayed silent past the limit to reply (silence is refusal).
pub fn refused_or_silent(s: &Situation<'_>) -> Met {
    let (silent, refused) = s.case.replies();
    let passed = s.case.reply_limit().is_some_and(|limit| limit <= s.now);
    if !refused.is_empty() || (!silent.is_empty() && passed) {
        Ok(())
    } else {
        Err(Why::rule("no-refusal", "SCXT-8"))
    }
}

/// Every party accepted the recommendation.
pub fn everyone_accepted(s: &Situation<'_>) -> Met {
    let (silent, refused) = s.case.replies();
    let open: Vec<String> = silent.into_iter().chain(refused).collect();
    if open.is_empty() {
        Ok(())
    } else {
        Err(Why::rule("not-accepted", "SCXT-8").with("units", open.join("、")))
    }
}

/// So little time is left that even the normal ladder no longer fits: only then an interim order (art. 8, default G7).
pub fn no_time_for_the_ladder(s: &Situation<'_>) -> Met {
    let (Some(stop), Some(stage)) = (&s.case.hard_stop, s.case.stage()) else {
        return Err(Why::rule("no-hard-stop", "SCXT-8"));
    };
    // By the time there is now: a stop that was put off leaves time again.
    let urgent = sla::choose_track(s.now, stop.at, s.calendar) == sla::Track::Urgent;
    if urgent || !sla::normal_track_fits(s.now, stop.at, stage, s.calendar) {
        Ok(())
    } else {
        Err(Why::rule("ladder-fits", "SCXT-8"))
    }
}

/// A case has one interim order (gap G7): one that lapsed is not given again.
pub fn no_interim_order_before(s: &Situation<'_>) -> Met {
    if s.case.entries("interim-order").next().is_none() {
        Ok(())
    } else {
        Err(Why::rule("interim-again", "G7"))
    }
}

/// The decision is an interim order that still holds and is not confirmed.
pub fn is_an_open_interim_order(s: &Situation<'_>) -> Met {
    let interim = s.case.decision.as_ref().and_then(|decision| decision.interim);
    match interim {
        Some(interim) if !interim.confirmed && !interim.has_lapsed(s.now) => Ok(()),
        Some(interim) if interim.confirmed => Err(Why::rule("interim-confirmed", "G7")),
        Some(_) => Err(Why::rule("interim-lapsed", "G7")),
        None => Err(Why::rule("no-interim", "G7")),
    }
}

/// No interim order waits to be confirmed.
pub fn nothing_to_confirm(s: &Situation<'_>) -> Met {
    match is_an_open_interim_order(s) {
        Ok(()) => Err(Why::rule("interim-open", "G7")),
        Err(_) => Ok(()),
    }
}

/// The parties are being heard: in consultation, or after an interim order.
pub fn parties_are_being_heard(s: &Situation<'_>) -> Met {
    match s.case.state_at(s.now) {
        State::Ordered | State::Effective => is_an_open_interim_order(s),
        _ => Ok(()),
    }
}

/// The decision is served on every party.
pub fn served(s: &Situation<'_>) -> Met {
    let unserved = s.case.unserved();
    if unserved.is_empty() {
        Ok(())
    } else {
        Err(Why::rule("not-served", "SCXT-7").with("units", unserved.join("、")))
    }
}

/// Desks disagree on the state; nothing else is done until headquarters resolves it.
pub fn is_contested(s: &Situation<'_>) -> Met {
    if s.case.contested.is_empty() { Err(Why::plain("not-contested")) } else { Ok(()) }
}

/// The parties named are those of the case, and each was notified: needed before consultation (art. 8).
pub fn names_every_party(s: &Situation<'_>, args: &Texts) -> Met {
    let named = args.list("notified");
    let open: Vec<String> =
        s.case.unnotified().into_iter().filter(|unit| !named.contains(unit)).collect();
    if open.is_empty() {
        Ok(())
    } else {
        Err(Why::rule("not-notified", "SCXT-8").with("units", open.join("、")))
    }
}

/// A party named under `party` is one of the case.
pub fn names_a_party(s: &Situation<'_>, args: &Texts) -> Met {
    is_a_party(s, args, "party")
}

fn is_a_party(s: &Situation<'_>, args: &Texts, name: &str) -> Met {
    let stranger =
        args.list(name).into_iter().find(|unit| !s.case.parties.iter().any(|p| p.unit == *unit));
    match stranger {
        Some(unit) => Err(Why::plain("not-a-party").with("unit", unit)),
        None => Ok(()),
    }
}

/// The outcome passes the same-lot guard.
pub fn guard_passes(s: &Situation<'_>, args: &Texts) -> Met {
    guard::check(s.case, args)
}

/// Some party made a statement.
pub fn somebody_was_heard(s: &Situation<'_>) -> Met {
    if s.case.entries("statement").next().is_some() {
        Ok(())
    } else {
        Err(Why::rule("nobody-heard", "ZC-48"))
    }
}

/// There is evidence to speak of.
pub fn there_is_evidence(s: &Situation<'_>) -> Met {
    if s.case.timeline.iter().any(is_evidence) {
        Ok(())
    } else {
        Err(Why::rule("no-evidence", "SCXT-7"))
    }
}

/// There is evidence, or a talk with one side, that may be shown.
pub fn there_is_something_to_disclose(s: &Situation<'_>) -> Met {
    if s.case.timeline.iter().any(discloses) {
        Ok(())
    } else {
        Err(Why::rule("nothing-to-disclose", "SCXT-7"))
    }
}

fn discloses(entry: &Entry) -> bool {
    let talk = entry.action == "ex-parte" && entry.counts;
    talk || (is_evidence(entry) && class_of(entry) <= PARTIES)
}

/// A piece of evidence is named.
pub fn names_evidence(s: &Situation<'_>, args: &Texts) -> Met {
    entries_are(s, args, "of", is_evidence, "not-evidence")
}

/// What is shown to parties is evidence of their class, or the summary of a talk.
pub fn may_be_disclosed(s: &Situation<'_>, args: &Texts) -> Met {
    entries_are(s, args, "entries", discloses, "not-for-parties")
}

/// A finding names evidence, where it names any.
pub fn rests_on_evidence(s: &Situation<'_>, args: &Texts) -> Met {
    entries_are(s, args, "entries", is_evidence, "not-evidence")
}

fn entries_are(
    s: &Situation<'_>,
    args: &Texts,
    name: &str,
    fits: fn(&Entry) -> bool,
    key: &str,
) -> Met {
    for text in args.list(name) {
        match s.case.entry(&text) {
            None => {
                let n = s.case.timeline.len().to_string();
                return Err(Why::plain("no-entry").with("entry", text).with("n", n));
            }
            Some(entry) if !fits(entry) => {
                let place = s.case.timeline.iter().position(|other| other.event == entry.event);
                let n = place.map_or_else(String::new, |place| (place + 1).to_string());
                return Err(Why::plain(key).with("entry", n));
            }
            Some(_) => {}
        }
    }
    Ok(())
}

/// Who offers evidence is a party, where one is named.
pub fn offered_by_a_party(s: &Situation<'_>, args: &Texts) -> Met {
    is_a_party(s, args, "offered_by")
}

/// Evidence was made before it was recorded.
pub fn seen_in_the_past(s: &Situation<'_>, args: &Texts) -> Met {
    in_the_past(s, args, "seen")
}

/// A talk was held before it was recorded.
pub fn talked_in_the_past(s: &Situation<'_>, args: &Texts) -> Met {
    in_the_past(s, args, "talked_at")
}

fn in_the_past(s: &Situation<'_>, args: &Texts, name: &str) -> Met {
    match moment(args, name) {
        Some(at) if at > s.now => Err(Why::rule("in-the-future", "SCXT-7").with("argument", name)),
        _ => Ok(()),
    }
}

/// The criterion is one by which headquarters lets cases be judged.
pub fn criterion_is_on(s: &Situation<'_>, args: &Texts) -> Met {
    let Some(id) = args.get("criterion") else { return Ok(()) };
    if s.book.criteria().iter().any(|criterion| criterion.id == id && criterion.on) {
        Ok(())
    } else {
        Err(Why::plain("criterion-off").with("criterion", id))
    }
}

/// The criterion named is the first, in the order of the rulebook, on which the findings tell the parties apart.
pub fn criterion_tells_apart(s: &Situation<'_>, args: &Texts) -> Met {
    let Some(id) = args.get("criterion") else { return Ok(()) };
    let grid = grid(s.case, s.book);
    let Some(line) = grid.iter().find(|line| line.criterion == id) else {
        return Err(Why::plain("criterion-off").with("criterion", id));
    };
    if !line.is_whole() {
        let units = line.open().join("、");
        return Err(Why::rule("criterion-open", "SCXT-7")
            .with("criterion", id)
            .with("units", units));
    }
    match deciding(&grid) {
        Some(first) if first.criterion == id => speaks_for_the_bidder(first, args),
        Some(first) => Err(Why::rule("criterion-outranked", "SCXT-7")
            .with("criterion", id)
            .with("first", &first.criterion)),
        None => Err(Why::rule("criterion-even", "SCXT-7").with("criterion", id)),
    }
}

/// By the criterion that decides nobody stands better than who is to bid.
fn speaks_for_the_bidder(line: &Line, args: &Texts) -> Met {
    let leading = args.list("lead_unit");
    let Some((unit, own)) =
        leading.iter().map(|unit| (unit, line.standing(unit))).min_by_key(|(_, own)| *own)
    else {
        return Ok(());
    };
    let better = line.cells.iter().map(|(unit, _)| unit).find(|other| line.standing(other) > own);
    match better {
        Some(better) => Err(Why::rule("criterion-against", "SCXT-7")
            .with("criterion", &line.criterion)
            .with("unit", unit)
            .with("better", better)),
        None => Ok(()),
    }
}

/// Who is to bid is not barred by law: a finding against it by the first criterion is absolute.
pub fn no_bar_on_the_bidder(s: &Situation<'_>, args: &Texts) -> Met {
    let grid = grid(s.case, s.book);
    let absolute = |id: &str| s.book.criteria().iter().any(|c| c.id == id && c.absolute);
    for line in grid.iter().filter(|line| absolute(&line.criterion)) {
        let against = |unit: &String| line.of(unit).is_some_and(|cell| cell.found == "against");
        if let Some(unit) = args.list("lead_unit").into_iter().find(against) {
            return Err(Why::rule("bidder-barred", "TL-34")
                .with("unit", unit)
                .with("criterion", &line.criterion));
        }
    }
    Ok(())
}

/// Rules named are in the book.
pub fn rules_are_known(s: &Situation<'_>, args: &Texts) -> Met {
    procedure::rules_are_known(s.book, args)
}

/// Every rule cited exists and may carry a decision: none blank, truncated or repealed (gaps G5 and G6).
pub fn rules_in_force(s: &Situation<'_>, args: &Texts) -> Met {
    procedure::rules_in_force(s.book, args)
}

/// Another case is named as master.
pub fn names_another_case(s: &Situation<'_>, args: &Texts) -> Met {
    if args.get("master") == Some(s.case.number.as_str()) {
        Err(Why::plain("merge-itself"))
    } else {
        Ok(())
    }
}

/// A recused manager's case goes to his deputy, the next in the ring of regions (gap G12); another region's to that one, and
/// never back to the own.
pub fn transfers_to_whom_it_belongs(s: &Situation<'_>, args: &Texts) -> Met {
    // A recused manager's deputy is filled in; every other region has to be named.
    let Some(to) = args.get("to") else {
        return Err(Why::rule("argument-missing", "SCXT-18").with("argument", "to"));
    };
    let Ok(to) = to.parse::<RegionCode>() else { return Ok(()) };
    let Some(owner) = s.case.owner else { return Ok(()) };
    if to == owner {
        return Err(Why::plain("transfer-to-oneself"));
    }
    let deputy = owner.deputy();
    if args.get("ground") == Some("recused") && to != deputy {
        return Err(Why::rule("transfer-to-deputy", "G12").with("region", deputy.to_string()));
    }
    Ok(())
}

/// The limit to state the case lies ahead, and before the hard stop.
pub fn limit_lies_ahead(s: &Situation<'_>, args: &Texts) -> Met {
    lies_ahead(s, args, "limit")
}

/// The limit to reply lies ahead, and before the hard stop.
pub fn reply_limit_lies_ahead(s: &Situation<'_>, args: &Texts) -> Met {
    lies_ahead(s, args, "reply_limit")
}

fn lies_ahead(s: &Situation<'_>, args: &Texts, name: &str) -> Met {
    let Some(limit) = moment(args, name) else { return Ok(()) };
    let stop = s.case.hard_stop.filter(|stop| !stop.estimated && stop.at > s.now);
    if limit <= s.now {
        Err(Why::rule("limit-passed", "SCXT-8").with("argument", name))
    } else if stop.is_some_and(|stop| limit > stop.at) {
        Err(Why::rule("limit-after-stop", "SCXT-8").with("argument", name))
    } else {
        Ok(())
    }
}

/// An order ends after it begins.
pub fn order_ends_later(s: &Situation<'_>, args: &Texts) -> Met {
    match moment(args, "in_force_until") {
        Some(until) if until <= s.now => {
            Err(Why::rule("limit-passed", "SCXT-8").with("argument", "in_force_until"))
        }
        _ => Ok(()),
    }
}

/// That a party stayed silent is noted once its limit has passed, not before; and where none ran, nobody let one pass.
pub fn default_only_after_the_limit(s: &Situation<'_>, args: &Texts) -> Met {
    let limit = |unit: &String| timing::statement_limit(s.case, unit, s.calendar);
    let waits = |unit: &String| limit(unit).is_none_or(|limit| limit > s.now);
    let defaults = args.get("result") == Some("default");
    match args.list("party").into_iter().find(waits).filter(|_| defaults) {
        Some(unit) => Err(Why::rule("default-early", "SCXT-7").with("units", unit)),
        None => Ok(()),
    }
}

/// Who asks for a correction has made a statement.
pub fn has_made_a_statement(s: &Situation<'_>, args: &Texts) -> Met {
    let spoke = |unit: &String| {
        s.case.entries("statement").any(|entry| entry.args.list("party").contains(unit))
    };
    match args.list("party").into_iter().find(|unit| !spoke(unit)) {
        Some(unit) => Err(Why::rule("no-statement", "ZC-48").with("units", unit)),
        None => Ok(()),
    }
}

/// Every party signed the settlement, or its assent is recorded.
pub fn every_party_agreed(s: &Situation<'_>, args: &Texts) -> Met {
    if args.get("agreed").is_none() {
        return Ok(());
    }
    let named = args.list("agreed");
    let units = s.case.parties.iter().map(|party| &party.unit);
    let open: Vec<&str> = units.filter(|u| !named.contains(u)).map(String::as_str).collect();
    if open.is_empty() {
        Ok(())
    } else {
        Err(Why::rule("not-agreed", "SCXT-8").with("units", open.join("、")))
    }
}

/// The initiator is a party, and none of the others objects.
pub fn nobody_objects(s: &Situation<'_>, args: &Texts) -> Met {
    if args.get("initiator").is_none() || args.get("no_objection").is_none() {
        return Ok(());
    }
    let initiators = args.list("initiator");
    let consents = args.list("no_objection");
    let is_party = |unit: &String| s.case.parties.iter().any(|party| party.unit == *unit);
    if let Some(stranger) = initiators.iter().chain(&consents).find(|unit| !is_party(unit)) {
        return Err(Why::plain("not-a-party").with("unit", stranger));
    }
    let units = s.case.parties.iter().map(|party| &party.unit);
    let open: Vec<&str> = units
        .filter(|unit| !initiators.contains(unit) && !consents.contains(unit))
        .map(String::as_str)
        .collect();
    if open.is_empty() {
        Ok(())
    } else {
        Err(Why::rule("may-object", "SCXT-8").with("units", open.join("、")))
    }
}

/// Shares of the gain are the parties', and add up to the whole (art. 3; within one legal person alone).
pub fn gain_is_shared_out(s: &Situation<'_>, args: &Texts) -> Met {
    let Some(shares) = args.get("gain_split").and_then(shares) else { return Ok(()) };
    let is_party = |unit: &str| s.case.parties.iter().any(|party| party.unit == unit);
    if let Some((stranger, _)) = shares.iter().find(|(unit, _)| !is_party(unit)) {
        return Err(Why::plain("not-a-party").with("unit", stranger));
    }
    let sum: u64 = shares.iter().map(|(_, share)| u64::from(*share)).sum();
    if sum == 1000 {
        Ok(())
    } else {
        Err(Why::rule("gain-not-whole", "SCXT-3").with("sum", sum.to_string()))
    }
}

/// A decision contains no cover bidding, lent qualification, price arrangement or illicit subcontracting, and a settlement no
/// term on prices at all.
pub fn nothing_forbidden_is_agreed(_: &Situation<'_>, args: &Texts) -> Met {
    for name in ["terms", "duties", "reasons", "facts"] {
        let Some(text) = args.get(name) else { continue };
        let hits = lint::findings(text);
        let barred = |finding: &lint::Finding| {
            finding.sign.is_barred() || (name == "terms" && finding.sign == lint::Sign::Price)
        };
        if let Some(finding) = hits.iter().find(|finding| barred(finding)) {
            return Err(Why::rule("forbidden-term", finding.sign.rule())
                .with("argument", name)
                .with("sign", finding.sign.name()));
        }
    }
    Ok(())
}

/// An entry of the timeline is named.
pub fn names_an_entry(s: &Situation<'_>, args: &Texts) -> Met {
    names_entry(s, args, "of")
}

fn names_entry(s: &Situation<'_>, args: &Texts, name: &str) -> Met {
    match args.get(name) {
        Some(text) if s.case.entry(text).is_none() => {
            let n = s.case.timeline.len().to_string();
            Err(Why::plain("no-entry").with("entry", text).with("n", n))
        }
        _ => Ok(()),
    }
}

/// Headquarters chooses one of the rival states; where two decisions reached it, one of those.
pub fn chooses_a_rival(s: &Situation<'_>, args: &Texts) -> Met {
    let chosen = args.get("state").and_then(State::parse);
    if let Some(chosen) = chosen.filter(|state| !s.case.contested.contains(state)) {
        let rivals: Vec<&str> = s.case.contested.iter().map(|state| state.name()).collect();
        return Err(Why::plain("no-rival")
            .with("state", chosen.name())
            .with("states", rivals.join(",")));
    }
    names_entry(s, args, "decision")
}
