//! Playing the story: every step is a real act of a real desk, at its time. One that is refused ends the play with what was
//! refused and why; nothing is skipped.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::domain::case::Case;
use crate::domain::case::action;
use crate::domain::claim::{Proof, action as claim_action};
use crate::domain::lead::Step as LotStep;
use crate::domain::meeting::COPIES;
use crate::domain::procedure::{Argument, Kind};
use crate::domain::strict::Texts;
use crate::domain::subject::Subject;
use crate::store::StoreError;

use super::super::command::{Command, Done, NewClaim, NewMeeting, Screening};
use super::super::exchange::export::Packing;
use super::super::exchange::import::Import;
use super::super::relief::{FileKind, TABLES};
use super::super::{Desk, DeskError, history, instant};
use super::clock::DemoClock;
use super::month::Month;
use super::script::{
    ActRow, ClaimActRow, ClaimRow, FIRST, FilePlan, Matter, MeetingPlan, MinutesRow, ProgressPlan,
    ProgressRow, Script, Step,
};
use super::tenders::{PLATFORM, Tender};
use super::{fault, refused};

/// What headquarters answers with.
const ANSWER: &str = "from-hq-2.daqu";

/// The two desks while the month passes.
pub(super) struct Play<'a> {
    /// Times.
    pub(super) month: Month,
    /// The clock of both desks.
    pub(super) clock: &'a DemoClock,
    /// Where bundles are exchanged.
    pub(super) folder: &'a Path,
    /// The story.
    pub(super) script: &'a Script,
    /// Headquarters.
    pub(super) hq: &'a mut Desk,
    /// The region's desk.
    pub(super) desk: &'a mut Desk,
    /// Name of the region's desk in the directory.
    pub(super) desk_id: &'a str,
    /// Tenders by the time of publication.
    pub(super) tenders: &'a [Tender],
    /// How many of them are taken in.
    pub(super) taken: usize,
    /// How many of those were gone through.
    pub(super) triaged: usize,
    /// Meetings by key: number and subject.
    pub(super) meetings: BTreeMap<String, (String, Subject)>,
    /// Numbers of claims by tender and unit.
    pub(super) claims: BTreeMap<(String, String), String>,
    /// Kinds and numbers of files of registers by key.
    pub(super) files: BTreeMap<String, (FileKind, String)>,
}

impl Play<'_> {
    /// Plays all steps; the clock stands at the last one afterwards.
    pub(super) fn run(&mut self, steps: &[(DateTime<Utc>, Step<'_>)]) -> Result<(), DeskError> {
        for (at, step) in steps {
            self.clock.set(*at);
            self.step(*at, *step)?;
        }
        if self.taken < self.tenders.len() {
            return Err(fault("tenders", "one is published after the last intake"));
        }
        Ok(())
    }

    fn step(&mut self, at: DateTime<Utc>, step: Step<'_>) -> Result<(), DeskError> {
        match step {
            Step::TakeIn => self.take_in(at),
            Step::Triage => self.triage(),
            Step::Claim(matter, claim) => self.claim(matter, claim),
            Step::Act(matter, act) => self.act(matter, act),
            Step::ClaimAct(matter, act) => self.claim_act(matter, act),
            Step::Plan(meeting) => self.plan(meeting),
            Step::Notice(meeting) => self.notice(meeting),
            Step::Minutes(meeting, minutes) => self.minutes(meeting, minutes),
            Step::Draft(meeting, draft) => self.draft(meeting, draft),
            Step::Open(file) => self.open(file),
            Step::ActOnFile(file, act) => self.act_on_file(file, act),
            Step::Progress(plan, row) => self.progress(plan, row),
            Step::Send(name) => {
                let file = self.file(name);
                self.desk.export(None, &file, Packing::default()).map(|_| ())
            }
            Step::Answer => {
                let import = self.hq.import(&self.folder.join(FIRST), None)?;
                whole(FIRST, &import)?;
                let file = self.file(ANSWER);
                self.hq.export(Some(self.desk_id), &file, Packing::default()).map(|_| ())
            }
            Step::Hear => {
                let import = self.desk.import(&self.folder.join(ANSWER), None)?;
                whole(ANSWER, &import)
            }
        }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn take_in(&mut self, at: DateTime<Utc>) -> Result<(), DeskError> {
        let until = self.tenders.iter().take_while(|tender| tender.published <= at).count();
        let fresh = self.tenders.get(self.taken..until).unwrap_or_default();
        if fresh.is_empty() {
            return Ok(());
        }
        let rows: Vec<&Value> = fresh.iter().map(|tender| &tender.row).collect();
        let file = json!({ "source": PLATFORM, "notices": rows }).to_string();
        let intake = self.desk.take_in_bytes(file.as_bytes());
        let intake = intake.map_err(|error| fault("tenders", error.to_string()))?;
        if intake.new != fresh.len() {
            return Err(fault("tenders", format!("not all are new leads: {intake:?}")));
        }
        self.taken = until;
        Ok(())
    }

    /// A morning's verdicts.
    fn triage(&mut self) -> Result<(), DeskError> {
        let looked_at = self.tenders.get(self.triaged..self.taken).unwrap_or_default();
        let judged: Vec<(Subject, Screening)> = looked_at
            .iter()
            .filter_map(|tender| {
                let (verdict, reason) = tender.verdict.clone()?;
                let screening = Screening::of_one("", verdict, reason);
                Some((tender.subject(), Screening { until: tender.until, ..screening }))
            })
            .collect();
        self.triaged = self.taken;
        for (subject, screening) in judged {
            let lead = self.desk.look(|tx, context, _| history::lead(tx, context, subject))?;
            let Some(number) = lead.map(|lead| lead.number) else { continue };
            let screening = Screening { numbers: vec![number.clone()], ..screening };
            self.perform(&number, Command::Screen(screening))?;
        }
        Ok(())
    }

    fn claim(&mut self, matter: &Matter, claim: &ClaimRow) -> Result<(), DeskError> {
        let mut proofs = Vec::new();
        if let (Some(kind), Some(seen)) = (claim.proof, &claim.seen) {
            let at = self.month.at(seen)?;
            proofs.push(Proof { reference: claim.reference.clone(), ..Proof::bare(kind, at) });
        }
        let new = NewClaim {
            lead: self.lead_number(&matter.lead)?,
            lots: vec![matter.lot.clone()],
            unit: claim.unit.clone(),
            basis: claim.basis.clone(),
            claimant: claim.who.clone(),
            proofs,
            customer: claim.customer.clone(),
            site: claim.site.clone(),
            scope: claim.scope.clone(),
            origin: claim.origin,
            ..NewClaim::default()
        };
        let what = format!("{}/claim {}", matter.lead, claim.unit);
        let done = self.perform(&what, Command::Claim(new))?;
        let number = done.number.ok_or_else(|| fault(&what, "a claim has no number"))?;
        self.claims.insert((matter.lead.clone(), claim.unit.clone()), number);
        Ok(())
    }

    fn claim_act(&mut self, matter: &Matter, act: &ClaimActRow) -> Result<(), DeskError> {
        let what = format!("{}/{} {}", matter.lead, act.action, act.unit);
        let known = self.claims.get(&(matter.lead.clone(), act.unit.clone())).cloned();
        let number = known.ok_or_else(|| fault(&what, "there is no such claim yet"))?;
        let arguments = claim_action::find(&act.action).map_or(&[][..], |row| row.arguments);
        let args = self.arguments(arguments, &act.args)?;
        let action = act.action.clone();
        self.perform(&what, Command::ActOnClaim { number, action, args }).map(|_| ())
    }

    fn arguments(
        &self,
        arguments: &[Argument],
        given: &BTreeMap<String, String>,
    ) -> Result<Texts, DeskError> {
        let mut args = BTreeMap::new();
        for (name, text) in given {
            let kind = arguments.iter().find(|one| one.name == name.as_str()).map(|one| one.kind);
            let text = match kind {
                Some(Kind::Moment) => instant(self.month.at(text)?),
                Some(Kind::Day) => self.month.day(text)?.to_string(),
                _ => self.month.fill(text)?,
            };
            args.insert(name.clone(), text);
        }
        Ok(Texts(args))
    }

    fn act(&mut self, matter: &Matter, act: &ActRow) -> Result<(), DeskError> {
        let number = self.case_number(&matter.lead, &matter.lot)?;
        let arguments: &[Argument] = match action::find(&act.action) {
            Some(action) => action.arguments,
            // The desk itself refuses an unknown action, by its name.
            None => &[],
        };
        let args = self.arguments(arguments, &act.args)?;
        let what = format!("{}/{}", matter.lead, act.action);
        let action = act.action.clone();
        self.perform(&what, Command::Act { number, action, args }).map(|_| ())
    }

    fn open(&mut self, file: &FilePlan) -> Result<(), DeskError> {
        let kind = TABLES.iter().find(|table| table.name == file.kind).map(|table| table.kind);
        let kind = kind.ok_or_else(|| fault(&file.key, "there is no such register"))?;
        let opening = kind.table().opening.map(|opening| opening.arguments).unwrap_or_default();
        let args = self.arguments(opening, &file.args)?;
        let done = self.perform(&file.key, Command::OpenFile { kind, args })?;
        let number = done.number.ok_or_else(|| fault(&file.key, "a file has no number"))?;
        self.files.insert(file.key.clone(), (kind, number));
        Ok(())
    }

    fn act_on_file(&mut self, file: &FilePlan, act: &ActRow) -> Result<(), DeskError> {
        let known = self.files.get(&file.key).cloned();
        let (kind, number) = known.ok_or_else(|| fault(&file.key, "it is not opened yet"))?;
        let arguments = kind.arguments(&act.action).unwrap_or_default();
        let args = self.arguments(arguments, &act.args)?;
        let action = act.action.clone();
        self.perform(&file.key, Command::ActOnFile { number, action, args }).map(|_| ())
    }

    fn progress(&mut self, plan: &ProgressPlan, row: &ProgressRow) -> Result<(), DeskError> {
        let number = self.lead_number(&plan.lead)?;
        let what = format!("{}/{}", plan.lead, row.to);
        let to = LotStep::parse(&row.to).ok_or_else(|| fault(&what, "there is no such step"))?;
        let (lot, unit) = (plan.lot.clone(), Some(plan.unit.clone()));
        self.perform(&what, Command::Progress { number, lot, unit, to, note: None }).map(|_| ())
    }

    fn plan(&mut self, meeting: &MeetingPlan) -> Result<(), DeskError> {
        let script = self.script;
        let mut cases = Vec::new();
        for lead in &meeting.about {
            cases.push(self.case_number(lead, script.lot(lead))?);
        }
        let new = NewMeeting {
            kind: meeting.kind,
            title: self.month.fill(&meeting.title)?,
            start: self.month.at(&meeting.start)?,
            place: meeting.place.clone(),
            chair: meeting.chair.clone(),
            recorder: meeting.recorder.clone(),
            participants: meeting.participants.clone(),
            cases,
            ..NewMeeting::default()
        };
        let done = self.perform(&meeting.key, Command::PlanMeeting(new))?;
        let (Some(number), Some(subject)) = (done.number, done.subject) else {
            return Err(fault(&meeting.key, "a planned meeting has no number"));
        };
        self.meetings.insert(meeting.key.clone(), (number, subject));
        Ok(())
    }

    fn notice(&mut self, meeting: &MeetingPlan) -> Result<(), DeskError> {
        let (number, _) = self.meeting(meeting)?;
        let channel = meeting.channel.clone();
        let cc = COPIES.map(str::to_owned).to_vec();
        self.perform(&meeting.key, Command::NoticeMeeting { number, channel, cc }).map(|_| ())
    }

    fn minutes(&mut self, meeting: &MeetingPlan, row: &MinutesRow) -> Result<(), DeskError> {
        let (number, _) = self.meeting(meeting)?;
        let text = self.month.fill(row.text.trim())?;
        self.perform(
            &meeting.key,
            Command::SaveMinutes { number, text, ends_draft: true, seen_others: false },
        )
        .map(|_| ())
    }

    fn draft(&mut self, meeting: &MeetingPlan, row: &MinutesRow) -> Result<(), DeskError> {
        let (_, meeting_subject) = self.meeting(meeting)?;
        let text = self.month.fill(row.text.trim())?;
        let keep = Command::KeepDraft { meeting: meeting_subject, text };
        self.perform(&meeting.key, keep).map(|_| ())
    }

    fn meeting(&self, meeting: &MeetingPlan) -> Result<(String, Subject), DeskError> {
        let known = self.meetings.get(&meeting.key).cloned();
        known.ok_or_else(|| fault(&meeting.key, "the meeting is not planned yet"))
    }

    fn perform(&mut self, what: &str, command: Command) -> Result<Done, DeskError> {
        self.desk.perform(command).map_err(|refusal| refused(what, refusal))
    }

    fn lead_subject(&self, key: &str) -> Result<Subject, DeskError> {
        let tender = self.tenders.iter().find(|tender| tender.key == key);
        tender.map(Tender::subject).ok_or_else(|| fault(key, "no tender is called so"))
    }

    fn lead_number(&mut self, key: &str) -> Result<String, DeskError> {
        let subject = self.lead_subject(key)?;
        let lead = self.desk.look(|tx, context, _| history::lead(tx, context, subject))?;
        lead.map(|lead| lead.number).ok_or_else(|| fault(key, "the tender is not taken in yet"))
    }

    fn case_number(&mut self, key: &str, lot: &str) -> Result<String, DeskError> {
        let lead = self.lead_subject(key)?;
        let number: Result<Option<String>, StoreError> = self.desk.look(|tx, context, _| {
            let Some(lead) = history::lead(tx, context, lead)? else { return Ok(None) };
            let case = Case::subject(lead.subject, lot, lead.round());
            Ok(history::case(tx, context, case)?.map(|(case, _)| case.number))
        });
        number?.ok_or_else(|| fault(key, "there is no conflict about it yet"))
    }
}

/// Whether everything in a bundle was taken in.
pub(super) fn whole(name: &str, import: &Import) -> Result<(), DeskError> {
    if import.rejected.is_empty() && import.held == 0 {
        Ok(())
    } else {
        Err(fault(name, format!("not everything was taken in: {import:?}")))
    }
}
