//! What the model asks for, built from what it holds: the overview of its window, its drafts, its forms.

use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};

use crate::desk::command::{
    Command, NewAppeal, NewCase, NewClaim, NewMeeting, NewRelation, NewRemedy,
};
use crate::desk::entry::{claim_moments, file_moments, misfit, moments, read_moment, read_proof};
use crate::desk::paste::intake_subject;
use crate::desk::service::Request;
use crate::domain::calendar::Calendar;
use crate::domain::case::Trigger;
use crate::domain::claim::{Origin, Proof};
use crate::domain::lead::Step;
use crate::domain::lead::link::Relation;
use crate::domain::meeting::MeetingKind;
use crate::domain::organisation::{Confirmed, OrganisationFact};
use crate::domain::remedy::measure::amount;
use crate::domain::strict::Texts;
use crate::domain::why::Why;
use crate::i18n::Lang;
use crate::interchange::table::column::ASKED;
use crate::interchange::table::mapping::Mapping;

use super::effect::Effect;
use super::form::{COLUMN, FormState, Purpose};
use super::layer::Layer;
use super::{Model, Toast, triage};

/// How long a sentence stands.
const TOAST_SECONDS: i64 = 8;

/// A draft is on disk this long after the first change that was not yet kept.
pub const DRAFT_MILLIS: i64 = 800;

/// How many leads are read around the cursor at once.
const WINDOW: usize = 200;

impl Model {
    /// Asks for everything on the main screen, with the leads around the cursor.
    pub fn overview_request(&self) -> Request {
        Request::Overview {
            filter: self.filter(),
            leads_from: self.cursors.leads.saturating_sub(WINDOW / 2),
            leads_count: WINDOW,
        }
    }

    /// Keeps what is being typed, wherever the editor lies.
    pub fn draft_effects(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        for layer in &mut self.layers {
            if let Layer::Editor(editor) = layer
                && editor.draft_due.take().is_some()
            {
                editor.keeping += 1;
                let draft = Command::KeepDraft { meeting: editor.meeting, text: editor.text() };
                effects.push(Effect::Ask(Request::Perform(draft)));
            }
        }
        effects.extend(self.keep_intakes());
        effects
    }

    /// The minutes that lie open changed: they are to be on disk soon.
    pub fn minutes_changed(&mut self) {
        let due = self.now + Duration::milliseconds(DRAFT_MILLIS);
        if let Some(Layer::Editor(editor)) = self.layers.last_mut() {
            editor.changed = true;
            editor.draft_due.get_or_insert(due);
        }
    }

    /// Keeps what was pasted, once it is known what an earlier run kept: that is part of it.
    fn keep_intakes(&mut self) -> Option<Effect> {
        if !self.intake_draft.loaded || self.intake_draft.due.take().is_none() {
            return None;
        }
        self.intake_draft.keeping = true;
        let open = self.layers.iter().filter_map(|layer| match layer {
            Layer::Intake(intake) => Some(intake.as_ref()),
            _ => None,
        });
        let text = super::intake::kept(self.left_intakes.iter().chain(open));
        let draft = Command::KeepDraft { meeting: intake_subject(), text };
        Some(Effect::Ask(Request::Perform(draft)))
    }

    /// Something pasted changed: it is to be on disk soon.
    pub fn intake_changed(&mut self) {
        let due = self.now + Duration::milliseconds(DRAFT_MILLIS);
        self.intake_draft.due.get_or_insert(due);
    }

    /// Asks for something to be opened above what is there now.
    pub fn open(&mut self, number: &str, request: fn(String) -> Request) -> Vec<Effect> {
        self.opening = Some((number.to_owned(), self.layers.len()));
        vec![Effect::Ask(request(number.to_owned()))]
    }

    /// Whether an answer is what was asked to be opened, and the person is still where it was asked.
    pub fn is_opening(&mut self, number: &str) -> bool {
        let expected = self
            .opening
            .as_ref()
            .is_some_and(|(asked, depth)| asked == number && *depth == self.layers.len());
        if expected {
            self.opening = None;
        }
        expected
    }

    /// Opens a form; one that was left filled comes back as it was.
    pub fn open_form(&mut self, form: FormState) {
        let left = self
            .left_forms
            .iter()
            .position(|left| (&left.purpose, &left.about) == (&form.purpose, &form.about));
        let form = left.map_or(form, |place| self.left_forms.remove(place));
        self.layers.push(Layer::Form(form));
    }

    /// Keeps a form that is left before it was sent, if anything was typed in it.
    pub fn leave_form(&mut self, form: FormState) {
        if form.touched {
            let form = FormState { waiting: false, refusals: Vec::new(), ..form };
            self.left_forms
                .retain(|left| (&left.purpose, &left.about) != (&form.purpose, &form.about));
            self.left_forms.push(form);
        }
    }

    /// Says a sentence for a few seconds.
    pub fn say(&mut self, text: String, alarm: bool) {
        self.toast =
            Some(Toast { text, alarm, until: self.now + Duration::seconds(TOAST_SECONDS) });
    }

    /// Does what a command does, or says why it is not possible.
    pub fn run(
        &mut self,
        enabled: fn(&Model) -> Result<(), Why>,
        run: fn(&mut Model) -> Vec<Effect>,
    ) -> Vec<Effect> {
        match enabled(self) {
            Ok(()) => run(self),
            Err(why) => {
                let text = self.words.why(&why);
                self.say(text, true);
                Vec::new()
            }
        }
    }

    /// Sends the topmost form, once, if its required fields are filled and its instants can be read.
    pub fn send_form(&mut self) -> Vec<Effect> {
        let (now, lang) = (self.now, self.words.lang());
        let standards = Arc::clone(&self.overview.standards);
        let Some(Layer::Form(form)) = self.layers.last_mut() else { return Vec::new() };
        if form.waiting {
            return Vec::new();
        }
        let missing: Vec<Why> = form
            .missing()
            .into_iter()
            .map(|name| Why::plain("argument-missing").with("argument", name))
            .collect();
        let request =
            if missing.is_empty() { request(form, now, &standards.calendar) } else { Err(missing) };
        let request = match request {
            Ok(Request::Perform(command)) if form.is_shown_first() => Ok(page_of(command, lang)),
            request => request,
        };
        match request {
            Ok(request) => {
                form.refusals.clear();
                form.waiting = true;
                vec![Effect::Ask(request)]
            }
            Err(refusals) => {
                form.refusals = refusals;
                Vec::new()
            }
        }
    }
}

/// The page that an act would print, in place of the act.
fn page_of(command: Command, lang: Lang) -> Request {
    match command {
        Command::Act { number, action, args } => Request::Draft { number, action, args, lang },
        other => Request::Perform(other),
    }
}

fn request(form: &FormState, now: DateTime<Utc>, calendar: &Calendar) -> Result<Request, Vec<Why>> {
    let texts = form.texts();
    let get = |name: &str| texts.get(name).map(str::to_owned);
    let text = |name: &str| get(name).unwrap_or_default();
    let command = match &form.purpose {
        Purpose::Act { number, action } => {
            let args = moments(action, texts.clone()).map_err(|why| vec![why])?;
            Command::Act { number: number.clone(), action: (*action).to_owned(), args }
        }
        Purpose::Appeal { case } => Command::FileAppeal(NewAppeal {
            case: case.clone(),
            party: text("party"),
            request: text("request"),
            reasons: text("reasons"),
            filed_at: match get("filed_at") {
                Some(written) => {
                    Some(read_moment(&written).ok_or_else(|| vec![misfit("filed_at")])?)
                }
                None => None,
            },
        }),
        Purpose::Remedy { case } => Command::ProposeRemedy(NewRemedy {
            case: Some(case.clone()).filter(|case| !case.is_empty()),
            measure: text("measure"),
            unit: get("unit"),
            office: get("office"),
            rule: text("rules"),
            facts: text("facts"),
            amount_fen: amount(&texts, "amount").map_err(|why| vec![why])?,
        }),
        Purpose::Relation => Command::DeclareRelation(NewRelation {
            tie: text("tie"),
            unit: text("unit"),
            text: text("text"),
            left_on: get("left_on"),
        }),
        Purpose::GiveBack { number } => {
            return Ok(Request::Rule { number: number.clone(), returned: Some(text("reasons")) });
        }
        Purpose::Publish => {
            let (file, resolution) = (text("file"), text("resolution"));
            return Ok(Request::Publication { file, resolution });
        }
        Purpose::Confirm => {
            let (gap, resolution) = (text("gap"), text("resolution"));
            let holds = texts.get("holds") != Some("no");
            Command::Record(vec![OrganisationFact::Confirmed(Confirmed { gap, holds, resolution })])
        }
        Purpose::OpenFile { kind } => Command::OpenFile { kind: *kind, args: texts },
        Purpose::FileAct { number, kind, action } => Command::ActOnFile {
            number: number.clone(),
            action: (*action).to_owned(),
            args: file_moments(*kind, action, texts).map_err(|why| vec![why])?,
        },
        Purpose::OpenCase { lead } => Command::OpenCase(NewCase {
            lead: lead.clone(),
            lot: texts.get("lot").map(str::to_owned),
            parties: texts.list("parties"),
            trigger: texts.get("trigger").and_then(Trigger::parse).unwrap_or(Trigger::Manager),
            reasons: texts.get("reasons").unwrap_or_default().to_owned(),
        }),
        Purpose::Claim { lead } => Command::Claim(NewClaim {
            lead: lead.clone(),
            lots: texts.list("lot"),
            unit: text("unit"),
            basis: text("basis"),
            claimant: get("claimant"),
            proofs: proofs(&texts).map_err(|why| vec![why])?,
            customer: get("customer"),
            site: get("site"),
            scope: get("scope"),
            contact: get("contact"),
            origin: get("origin").and_then(|word| Origin::parse(&word)),
            draft: false,
        }),
        Purpose::ClaimAct { number, action } => {
            let args = claim_moments(action, texts.clone()).map_err(|why| vec![why])?;
            Command::ActOnClaim { number: number.clone(), action: (*action).to_owned(), args }
        }
        Purpose::Progress { lead } => {
            let step = get("step").and_then(|name| Step::parse(&name));
            let to =
                step.ok_or_else(|| vec![Why::plain("argument-missing").with("argument", "step")])?;
            let (number, lot, unit) = (lead.clone(), text("lot"), get("unit"));
            Command::Progress { number, lot, unit, to, note: get("note") }
        }
        Purpose::Plan => Command::PlanMeeting(NewMeeting {
            kind: MeetingKind::parse(&text("kind")).unwrap_or(MeetingKind::Coordination),
            title: text("title"),
            start: read_moment(&text("start")).ok_or_else(|| vec![misfit("start")])?,
            end: match get("end") {
                Some(end) => Some(read_moment(&end).ok_or_else(|| vec![misfit("end")])?),
                None => None,
            },
            purpose: get("aim"),
            mode: get("mode"),
            convener: get("convener"),
            place: get("place"),
            chair: get("chair"),
            recorder: get("recorder"),
            participants: texts.list("participants"),
            cases: texts.list("cases"),
            follows: get("follows"),
        }),
        Purpose::Screen { numbers, verdict } => {
            let screening = triage::screening(numbers, *verdict, &texts, now, calendar)?;
            return Ok(triage::request(screening));
        }
        Purpose::Watch => triage::watch(&texts).map_err(|why| vec![why])?,
        Purpose::Link { number } => Command::Link {
            number: number.clone(),
            other: text("other"),
            relation: Relation::parse(&text("relation")).unwrap_or(Relation::NotSame),
            reason: get("reason"),
        },
        Purpose::Notice { number } => {
            let (channel, cc) = (text("channel"), texts.list("cc"));
            Command::NoticeMeeting { number: number.clone(), channel, cc }
        }
        Purpose::Note { case } => Command::Note { number: case.clone(), text: text("note") },
        Purpose::Trace => return Ok(Request::Trace(text("leaked"))),
        Purpose::Import => return Ok(Request::Import(text("file"))),
        Purpose::Sync => return Ok(Request::Sync(text("folder"))),
        Purpose::Mapping { file } => {
            let mapping = mapping(&texts).map_err(|why| vec![why])?;
            return Ok(Request::ImportMapped { file: file.clone(), mapping });
        }
    };
    Ok(Request::Perform(command))
}

/// The headings that were chosen, each for one column.
fn mapping(texts: &Texts) -> Result<Mapping, Why> {
    let mut mapping = Mapping::default();
    for id in ASKED {
        let Some(heading) = texts.get(&format!("{COLUMN}{id}")) else { continue };
        mapping
            .put(id, heading)
            .map_err(|_| Why::plain("heading-twice").with("heading", heading))?;
    }
    Ok(mapping)
}

fn proofs(texts: &Texts) -> Result<Vec<Proof>, Why> {
    texts.get("proof").map(read_proof).transpose().map(|proof| proof.into_iter().collect())
}
