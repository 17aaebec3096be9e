//! Letters of a case: what a template is given, in words; drafts to look at, and copies for a recipient.
//!
//! A letter to the parties is given nothing above their class: what an act kept out of its event does not come back by way of
//! its letter.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use crate::domain::calendar::{local, to_the_minute};
use crate::domain::case::action::{self, Action, Situation};
use crate::domain::case::evidence::evidence;
use crate::domain::case::grid::{Line, deciding, grid};
use crate::domain::case::letter::{Letter, of_row};
use crate::domain::case::{Entry, Party, timing};
use crate::domain::procedure::{Argument, PRIVATE};
use crate::domain::rulebook::{Rule, Status};
use crate::domain::strict::Texts;
use crate::domain::territory::division;
use crate::domain::unit::Unit;
use crate::domain::why::Why;
use crate::i18n::value::{self, Names};
use crate::i18n::{Lang, Words};
use crate::interchange::letter::{LetterFault, escape, render};
use crate::t;

use super::query::{Answer, Reading, units};
use super::view::CaseDetail;

/// Words of an entry's gist in a table.
const GIST: usize = 60;

/// A letter to be written.
pub struct Wanted<'a> {
    /// Which.
    pub letter: &'static Letter,
    /// Unit code, or who else gets it; none in a draft.
    pub recipient: Option<&'a str>,
    /// The serial of the copy; none in a draft.
    pub serial: Option<&'a str>,
    /// An act that is not performed yet, with what is entered: its letter is a draft.
    pub proposed: Option<(&'static Action, &'a Texts)>,
}

impl Reading<'_, '_> {
    /// The draft of the letter of an act that is not performed yet, or what keeps it from being performed.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn draft(
        &self,
        number: &str,
        row: &str,
        args: Texts,
        lang: Lang,
    ) -> Answer<Result<String, Vec<Why>>> {
        let because = |why: Why| Ok(Err(vec![why]));
        let known = action::find(row).zip(of_row(row));
        let Some((action, letter)) = known else {
            return because(Why::plain("no-action").with("action", row));
        };
        let Some(detail) = self.case(number)? else {
            return because(Why::plain("no-case").with("number", number));
        };
        let bonds = self.bonds()?;
        let situation = Situation {
            bonds: &bonds,
            case: &detail.case,
            authority: self.context.profile.authority(),
            now: self.now,
            calendar: self.context.calendar(),
            book: self.context.book(),
        };
        let mut unmet = action.unmet(&situation);
        if unmet.is_empty() {
            unmet = action.unmet_by(&situation, &args);
        }
        if !unmet.is_empty() {
            return Ok(Err(unmet));
        }
        let proposed = Some((action, &args));
        let wanted = Wanted { letter, recipient: None, serial: None, proposed };
        let text = self.letter(&detail, &wanted, &self.context.words(lang))?;
        let unfit =
            |fault: LetterFault| vec![Why::plain("letter-unfit").with("detail", fault.to_string())];
        Ok(text.map_err(unfit))
    }

    /// The text of a letter of a case, as Markdown.
    ///
    /// # Errors
    /// When the store cannot be read; inside, when the template does not fit.
    pub fn letter(
        &self,
        detail: &CaseDetail,
        wanted: &Wanted<'_>,
        words: &Words,
    ) -> Answer<Result<String, LetterFault>> {
        let units = units(self.context, self.now);
        let writer = Writer { detail, words, units: &units, now: self.now };
        let profile = &self.context.profile;
        let region = detail.case.owner.map(|owner| owner.to_string());
        let region = region.map(|code| value::region(words, &code));
        let org = json!({
            "region": region.as_deref().map(escape), "manager": escape(&profile.actor),
            "office": region.map(|region| escape(&t!(words, "letter-office", region = region))),
        });
        let context = writer.context(wanted, org);
        Ok(render(wanted.letter.id, words.lang().tag(), &without_nothing(context)))
    }
}

/// What is absent is left out: a template tells that by its being undefined.
fn without_nothing(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let there = fields.into_iter().filter(|(_, value)| !value.is_null());
            Value::Object(there.map(|(name, value)| (name, without_nothing(value))).collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(without_nothing).collect()),
        other => other,
    }
}

struct Writer<'a> {
    detail: &'a CaseDetail,
    words: &'a Words,
    units: &'a [Unit],
    now: DateTime<Utc>,
}

impl Writer<'_> {
    fn context(&self, wanted: &Wanted<'_>, org: Value) -> Value {
        let case = &self.detail.case;
        let told = wanted.letter.told(case);
        let title = value::choice(self.words, wanted.letter.id);
        let (act, cited) = match wanted.proposed {
            Some((row, args)) => (self.act(row, args, None, wanted.letter), args.list("rules")),
            None => self.told(wanted.letter, told),
        };
        let recipient = wanted.recipient.map(|code| escape(&self.recipient(code)));
        json!({
            "doc": {
                "title": escape(&title), "serial": wanted.serial, "recipient": wanted.recipient.map(escape),
                "recipient_name": recipient, "class": self.class(wanted.letter.class),
                "date": self.day(self.now), "draft": wanted.serial.is_none(),
            },
            "case": self.case(),
            "org": org,
            "act": act,
            "parties": self.parties(),
            "rules": self.rules(&cited),
            "limits": self.limits(),
            "statements": self.statements(),
            "evidence": self.evidence(wanted.letter),
            "grid": self.grid(),
            "timeline": self.timeline(wanted.letter),
            "services": self.services(),
            "replies": self.replies(),
        })
    }

    /// The act that a letter tells, with the rules it cites. An accepted recommendation says what was recommended; a dossier
    /// tells the decision, or why the case went up.
    fn told(&self, letter: &Letter, entry: Option<&Entry>) -> (Value, Vec<String>) {
        let case = &self.detail.case;
        let entry = match (entry, &case.decision) {
            (Some(entry), _) => Some(entry),
            (None, Some(decision)) => case.entry(&decision.event),
            (None, None) => case.entries("escalate").next_back(),
        };
        let Some(entry) = entry else { return (json!({}), Vec::new()) };
        let Some(row) = action::find(entry.action) else { return (json!({}), Vec::new()) };
        let mut args = entry.args.clone();
        let mut row_told = row;
        if entry.action == "agree"
            && let Some(accepted) = case.entries("recommend").next_back()
            && let Some(recommend) = action::find("recommend")
        {
            args.0.extend(accepted.args.0.clone());
            row_told = recommend;
        }
        let mut act = self.act(row_told, &args, Some(entry.at), letter);
        let interim = case.decision.as_ref().filter(|decision| decision.event == entry.event);
        if let (Some(interim), Some(fields)) =
            (interim.and_then(|decision| decision.interim), act.as_object_mut())
        {
            fields.insert("until".to_owned(), json!(self.moment(interim.until)));
        }
        (act, args.list("rules"))
    }

    fn act(&self, row: &Action, args: &Texts, at: Option<DateTime<Utc>>, letter: &Letter) -> Value {
        let mut fields = Map::new();
        for argument in row.arguments {
            let Some(text) = args.get(argument.name) else { continue };
            fields.insert(argument.name.to_owned(), json!(self.argument(argument, text, letter)));
        }
        if let Some(at) = at {
            fields.insert("at".to_owned(), json!(self.moment(at)));
        }
        Value::Object(fields)
    }

    /// A value in words; of what the recipients of a letter may not read, only that it is there.
    fn argument(&self, argument: &Argument, text: &str, letter: &Letter) -> String {
        if argument.is_private() && letter.class < PRIVATE {
            return t!(self.words, "letter-on-file");
        }
        let (unit, moment) = (|code: &str| self.unit(code), |at| self.moment(at));
        let names = Names { unit: &unit, moment: &moment, named: &value::as_signed };
        escape(&value::argument(self.words, argument.kind, text, &names))
    }

    fn unit(&self, code: &str) -> String {
        let found = self.units.iter().find(|unit| unit.code == code);
        match (found, self.words.lang()) {
            (Some(unit), Lang::En) if !unit.en.is_empty() => unit.en.clone(),
            (Some(unit), _) => unit.name.clone(),
            (None, _) => code.to_owned(),
        }
    }

    fn recipient(&self, code: &str) -> String {
        match code.trim() {
            "HQ" => t!(self.words, "letter-to-headquarters"),
            "CC" => t!(self.words, "letter-to-committee"),
            code => {
                let region = value::region(self.words, code);
                if region == code { self.unit(code) } else { region }
            }
        }
    }

    fn class(&self, class: u8) -> String {
        value::choice(self.words, &class.to_string())
    }

    fn moment(&self, at: DateTime<Utc>) -> String {
        to_the_minute(at)
    }

    fn day(&self, at: DateTime<Utc>) -> String {
        local(at).format("%Y-%m-%d").to_string()
    }

    fn case(&self) -> Value {
        let CaseDetail { row, case, lead, .. } = self.detail;
        let notice = lead.as_ref().map(|lead| &lead.notice);
        let province = row.province.as_deref().and_then(division);
        let province = province.map(|division| match self.words.lang() {
            Lang::Zh => Some(division.short.clone()),
            Lang::En => division.en.clone(),
        });
        json!({
            "number": case.number, "lead": row.lead, "title": escape(&row.title),
            "project_no": notice.and_then(|n| n.project_no.value.as_deref().map(escape)),
            "customer": row.customer.as_deref().map(escape), "province": province,
            "lot": escape(&value::lot(self.words, &case.lot)), "round": case.round,
            "trigger": value::choice(self.words, case.trigger.name()),
            "reasons": case.reasons.as_deref().map(escape),
            "detected_at": self.moment(case.detected_at),
            "track": self.words.say(&format!("ui-track-{}", row.track.name())),
            "hard_stop": row.hard_stop.map(|stop| self.moment(stop.at)),
            "hard_stop_estimated": row.hard_stop.is_some_and(|stop| stop.estimated),
            "owner": case.owner.map(|owner| value::region(self.words, &owner.to_string())),
            "state": self.words.say(&format!("state-{}", row.state.name())),
        })
    }

    fn parties(&self) -> Vec<Value> {
        let claims = &self.detail.claims;
        let one = |party: &Party| {
            let claim = claims.iter().find(|claim| Some(claim.subject) == party.claim);
            json!({
                "code": party.unit, "name": escape(&self.unit(&party.unit)),
                "entity": Some(escape(&party.legal_entity)).filter(|entity| !entity.is_empty()),
                "claim": claim.map(|claim| claim.number.clone()),
                "claimed_at": claim.map(|claim| self.moment(claim.claimed_at)),
                "grade": claim.map(|claim| format!("{:?}", claim.time_grade)),
                "basis": claim.map(|claim| escape(&claim.basis)),
            })
        };
        self.detail.case.parties.iter().map(one).collect()
    }

    /// The rules cited, in the book in which they were cited.
    fn rules(&self, cited: &[String]) -> Vec<Value> {
        let zh = self.words.lang() == Lang::Zh;
        let frozen = self.detail.basis.as_ref().map(|basis| basis.rules.as_slice());
        let rule = |id: &String| -> Option<Rule> {
            let then = frozen.into_iter().flatten().find(|rule| rule.id == *id);
            then.cloned().or_else(|| self.words.book().get(id).cloned())
        };
        let one = |rule: Rule| {
            json!({
                "cite": escape(&rule.cite(zh)), "title": escape(rule.title.pick(zh)),
                "gist": escape(rule.gist.pick(zh)), "assumed": rule.status == Status::Assumed,
            })
        };
        cited.iter().filter_map(rule).map(one).collect()
    }

    fn limits(&self) -> Vec<Value> {
        let steps = self.detail.limits.steps.iter();
        let taken = steps.filter(|time| time.verdict != timing::Verdict::Skipped);
        let one = |time: &timing::StepTime| {
            json!({
                "step": self.words.say(&format!("limit-step-{}", time.step.name())),
                "due": time.due.or(time.latest).map(|at| self.moment(at)),
                "done": time.done.map(|at| self.moment(at)),
                "verdict": self.words.say(&format!("limit-verdict-{}", time.verdict.name())),
            })
        };
        taken.map(one).collect()
    }

    fn entry(&self, entry: &Entry, names: &[&str]) -> Value {
        let mut fields = Map::new();
        for name in names {
            let text = entry.args.get(name).map(|text| match *name {
                "party" => escape(&self.listed(&entry.args.list("party"))),
                "result" | "answer" | "proof" => escape(&value::choice(self.words, text)),
                _ => escape(text),
            });
            fields.insert((*name).to_owned(), json!(text));
        }
        fields.insert("at".to_owned(), json!(self.moment(entry.at)));
        Value::Object(fields)
    }

    fn listed(&self, codes: &[String]) -> String {
        value::listed(self.words, &codes.iter().map(|code| self.unit(code)).collect::<Vec<_>>())
    }

    fn entries(&self, action: &str, names: &[&str]) -> Vec<Value> {
        self.detail.case.entries(action).map(|entry| self.entry(entry, names)).collect()
    }

    fn statements(&self) -> Vec<Value> {
        self.entries("statement", &["party", "text", "result", "proof"])
    }

    fn services(&self) -> Vec<Value> {
        self.entries("serve", &["party", "proof", "channel"])
    }

    fn replies(&self) -> Vec<Value> {
        self.entries("reply", &["party", "answer", "text"])
    }

    /// What the recipients of the letter may know of.
    fn evidence(&self, letter: &Letter) -> Vec<Value> {
        let origin = |lawful: bool| if lawful { "lawful" } else { "unclear" };
        evidence(&self.detail.case)
            .into_iter()
            .filter(|piece| piece.class <= letter.class)
            .map(|piece| {
                let objections = piece.objections.iter();
                let objections: Vec<String> =
                    objections.map(|(unit, text)| format!("{}：{text}", self.unit(unit))).collect();
                json!({
                    "n": piece.n, "kind": escape(&value::choice(self.words, &piece.kind)),
                    "title": escape(&piece.title), "at": self.moment(piece.at),
                    "grade": format!("{:?}", piece.grade),
                    "origin": value::choice(self.words, origin(piece.lawful)),
                    "offered_by": piece.offered_by.map(|unit| escape(&self.unit(&unit))),
                    "hash": piece.file.map(|file| file.hash),
                    "objection": Some(escape(&objections.join("；"))).filter(|o| !o.is_empty()),
                })
            })
            .collect()
    }

    /// The criteria by which anything was found.
    fn grid(&self) -> Value {
        let lines = grid(&self.detail.case, &self.words.book());
        let used: Vec<_> =
            lines.iter().filter(|line| line.cells.iter().any(|(_, c)| c.is_some())).collect();
        let name = |id: &str| escape(&value::choice(self.words, id));
        let rows = self.detail.case.parties.iter().map(|party| {
            let cell = |line: &&Line| {
                let found = line.of(&party.unit);
                let told = found.map(|cell| {
                    format!("{}：{}", value::choice(self.words, &cell.found), cell.text)
                });
                escape(&told.unwrap_or_else(|| "—".to_owned()))
            };
            json!({"party": escape(&self.unit(&party.unit)), "cells": used.iter().map(cell).collect::<Vec<_>>()})
        });
        if used.is_empty() {
            return json!({});
        }
        json!({
            "criteria": used.iter().map(|line| name(&line.criterion)).collect::<Vec<_>>(),
            "rows": rows.collect::<Vec<_>>(),
            "decided_by": deciding(&lines).map(|line| name(&line.criterion)),
        })
    }

    /// The whole of it, for those who may read all of it.
    fn timeline(&self, letter: &Letter) -> Vec<Value> {
        if letter.class < PRIVATE {
            return Vec::new();
        }
        let case = &self.detail.case;
        let one = |(place, entry): (usize, &Entry)| {
            let gist = ["gist", "text", "facts", "terms", "reasons", "title", "summary", "note"]
                .iter()
                .find_map(|name| entry.args.get(name))
                .map(|text| escape(&crate::text::elide(text, GIST)));
            json!({
                "n": place + 1, "at": self.moment(entry.at),
                "action": escape(&self.words.say(&format!("action-{}", entry.action))),
                "who": Some(escape(&entry.actor)).filter(|who| !who.is_empty()), "gist": gist,
            })
        };
        case.timeline.iter().enumerate().filter(|(_, entry)| entry.counts).map(one).collect()
    }
}
