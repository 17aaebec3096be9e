//! What the desk's answers change.

use std::sync::Arc;

use chrono::Duration;

use crate::desk::command::Done;
use crate::desk::divergence::Divergence;
use crate::desk::meeting_review;
use crate::desk::place::Asked;
use crate::desk::relief::GROUPS;
use crate::desk::service::{Progress, Reply, Request};
use crate::desk::trace::told;
use crate::desk::view::{CaseDetail, ClaimDetail, Overview};
use crate::domain::calendar::local;
use crate::domain::subject::Subject;
use crate::domain::why::Why;
use crate::model::editor::MinutesEditor;
use crate::model::effect::Effect;
use crate::model::figures;
use crate::model::form::{FormState, Purpose};
use crate::model::layer::{
    AWAITING, CaseScreen, ClaimScreen, DIVERGENCES, DivergenceList, FAIRNESS, FILES, FileScreen,
    Layer, PLACE, PROTECTIONS, PageState, PhraseList, PlaceScreen, SURVEY, Signed,
};
use crate::model::line::Line;
use crate::model::{Model, Pane};

use super::triage;

/// Answers after which there may be leads that were not compared yet.
const NEWS: &[&str] = &["taken-in", "bundle-taken", "sync", "lead-pasted", "lead-revised"];

/// Answers to an intake that was sent.
const INTAKE: &[&str] = &["lead-pasted", "lead-revised", "lead-here"];

/// Answers to an import: they may come while another form waits.
const IMPORT: &[&str] = &["taken-in", "bundle-taken", "sync"];

/// A draft that could not be kept is asked to disk again after this long.
const DRAFT_RETRY_SECONDS: i64 = 3;

pub(super) fn take(model: &mut Model, reply: Reply) -> Vec<Effect> {
    match reply {
        // An answer to an older question would show rows that no longer fit the filter.
        Reply::Overview(filter, overview) if filter == model.filter() => show(model, *overview),
        Reply::Overview(..) => {}
        Reply::DraftKept(meeting) => return kept(model, meeting),
        // Asked from the minutes, they go behind its number.
        Reply::Case(detail) if is_writing(model) && model.is_opening(&detail.row.number) => {
            let text = figures::of_case(&detail, model);
            put_figures(model, &detail.row.number, &text);
        }
        Reply::Lead(detail) if is_writing(model) && model.is_opening(&detail.row.number) => {
            let text = figures::of_lead(&detail, model);
            put_figures(model, &detail.row.number, &text);
        }
        Reply::Case(detail) => {
            let number = detail.row.number.clone();
            let shown =
                |layer: &Layer| matches!(layer, Layer::Case(s) if s.detail.row.number == number);
            match model.layers.iter().position(shown) {
                Some(place) => {
                    if let Layer::Case(screen) = &mut model.layers[place] {
                        screen.refresh(*detail);
                    }
                }
                None if model.is_opening(&number) => open_case(model, *detail),
                None => {}
            }
        }
        Reply::Lead(lead) => {
            let number = lead.row.number.clone();
            let shown = |layer: &Layer| matches!(layer, Layer::Lead { detail, .. } if detail.row.number == number);
            match model.layers.iter().position(shown) {
                Some(place) => {
                    if let Layer::Lead { detail, .. } = &mut model.layers[place] {
                        *detail = lead;
                    }
                }
                None if model.is_opening(&number) => {
                    model.layers.push(Layer::Lead { detail: lead, scroll: 0, claim: None })
                }
                None => {}
            }
        }
        Reply::Claim(detail) => {
            let number = detail.row.number.clone();
            let shown =
                |layer: &Layer| matches!(layer, Layer::Claim(s) if s.detail.row.number == number);
            match model.layers.iter().position(shown) {
                Some(place) => {
                    if let Layer::Claim(screen) = &mut model.layers[place] {
                        screen.detail = *detail;
                    }
                }
                None if model.is_opening(&number) => open_claim(model, *detail),
                None => {}
            }
        }
        Reply::Protections(asked, fresh) => {
            let shown = |layer: &Layer| matches!(layer, Layer::Protections { .. });
            match model.layers.iter().position(shown) {
                Some(place) => {
                    if let Layer::Protections { rows, days, selected } = &mut model.layers[place] {
                        let at = rows.get(*selected).map(|row| row.claim.subject);
                        let again = fresh.iter().position(|row| Some(row.claim.subject) == at);
                        *selected = again.unwrap_or(*selected).min(fresh.len().saturating_sub(1));
                        (*rows, *days) = (fresh, asked);
                    }
                }
                None if model.is_opening(PROTECTIONS) => {
                    model.layers.push(Layer::Protections { rows: fresh, days: asked, selected: 0 });
                }
                None => {}
            }
        }
        Reply::Survey(fresh) => {
            let shown = |layer: &Layer| matches!(layer, Layer::Survey { .. });
            match model.layers.iter().position(shown) {
                Some(at) => {
                    if let Layer::Survey { survey, day, .. } = &mut model.layers[at]
                        && fresh.month == day.format("%Y-%m").to_string()
                    {
                        *survey = fresh;
                    }
                }
                None if model.is_opening(SURVEY) => {
                    let day = local(model.now).date();
                    model.layers.push(Layer::Survey { survey: fresh, day, scroll: 0 });
                }
                None => {}
            }
        }
        Reply::Publication(command, text) => {
            let asked =
                |layer: &Layer| matches!(layer, Layer::Form(f) if f.purpose == Purpose::Publish);
            if model.top().is_some_and(asked) {
                model.layers.pop();
                let (title, signs) = ("layer-page-publish", Some(Signed::Act(command)));
                let page = PageState { title, text, scroll: 0, signs };
                model.layers.push(Layer::Page(Box::new(page)));
            }
        }
        Reply::SurveyDraft(day, text) => {
            if matches!(model.top(), Some(Layer::Survey { .. })) {
                let (title, signs) = ("layer-page-issue", Some(Signed::Survey(day)));
                let page = PageState { title, text, scroll: 0, signs };
                model.layers.push(Layer::Page(Box::new(page)));
            }
        }
        Reply::Awaiting(fresh) => {
            let shown = |layer: &Layer| matches!(layer, Layer::Awaiting { .. });
            match model.layers.iter().position(shown) {
                Some(at) => {
                    if let Layer::Awaiting { rows, selected } = &mut model.layers[at] {
                        *selected = (*selected).min(fresh.len().saturating_sub(1));
                        *rows = fresh;
                    }
                }
                None if model.is_opening(AWAITING) => {
                    model.layers.push(Layer::Awaiting { rows: fresh, selected: 0 });
                }
                None => {}
            }
        }
        Reply::Place(fresh) => {
            let shown = |layer: &Layer| matches!(layer, Layer::Place(_));
            match model.layers.iter().position(shown) {
                Some(at) => {
                    if let Layer::Place(screen) = &mut model.layers[at] {
                        // An answer about a place or day that was left meanwhile is none to what is shown.
                        let asked = screen.code(screen.selected) == fresh.standing.division;
                        let day = screen.day.is_none_or(|day| day == fresh.standing.day);
                        if asked && day {
                            screen.detail = *fresh;
                        }
                    }
                }
                None if model.is_opening(PLACE) => {
                    let screen = PlaceScreen { detail: *fresh, day: None, selected: 0, scroll: 0 };
                    model.layers.push(Layer::Place(Box::new(screen)));
                }
                None => {}
            }
        }
        Reply::Files(kinds, fresh) => {
            let shown = |layer: &Layer| matches!(layer, Layer::Files { .. });
            match model.layers.iter().position(shown) {
                Some(place) => {
                    // An answer about a list that was left meanwhile is none to the one that is shown.
                    if let Layer::Files { group, rows, selected } = &mut model.layers[place]
                        && GROUPS.get(*group).is_some_and(|group| group.kinds == kinds)
                    {
                        *selected = (*selected).min(fresh.len().saturating_sub(1));
                        *rows = fresh;
                    }
                }
                None if model.is_opening(FILES) => {
                    let group = GROUPS.iter().position(|group| group.kinds == kinds).unwrap_or(0);
                    model.layers.push(Layer::Files { group, rows: fresh, selected: 0 });
                }
                None => {}
            }
        }
        Reply::Divergences(fresh) => {
            let shown = |layer: &Layer| matches!(layer, Layer::Divergences(_));
            match model.layers.iter().position(shown) {
                Some(place) => {
                    if let Layer::Divergences(list) = &mut model.layers[place]
                        && list.rows != fresh
                    {
                        let name = list.rows.get(list.selected).map(Divergence::name);
                        let again = fresh.iter().position(|row| Some(row.name()) == name);
                        let last = fresh.len().saturating_sub(1);
                        list.selected = again.unwrap_or(list.selected).min(last);
                        (list.rows, list.side, list.scroll) = (fresh, 0, 0);
                    }
                }
                None if model.is_opening(DIVERGENCES) => {
                    let list = DivergenceList { rows: fresh, ..DivergenceList::default() };
                    model.layers.push(Layer::Divergences(Box::new(list)));
                }
                None => {}
            }
        }
        Reply::File(detail) => {
            let number = detail.row.number.clone();
            if let (Some(sheet), Some(Layer::Roll(roll))) = (
                &detail.meeting,
                model.layers.iter_mut().find(|layer| matches!(layer, Layer::Roll(_))),
            ) {
                roll.rows.clone_from(&sheet.roll);
            }
            let shown =
                |layer: &Layer| matches!(layer, Layer::File(s) if s.detail.row.number == number);
            match model.layers.iter().position(shown) {
                Some(place) => {
                    if let Layer::File(screen) = &mut model.layers[place] {
                        screen.detail = *detail;
                    }
                }
                None if model.is_opening(&number) => {
                    let possible = detail.actions.iter().position(|row| row.unmet.is_empty());
                    let action = possible.unwrap_or(0);
                    let screen = FileScreen { detail: *detail, action, scroll: 0 };
                    model.layers.push(Layer::File(Box::new(screen)));
                }
                None => {}
            }
        }
        Reply::Page(text) => {
            let waits = matches!(model.top(), Some(Layer::Form(form)) if form.waiting);
            let signs = waits.then_some(Signed::Form);
            let title = if waits { "layer-page-sign" } else { "layer-page" };
            settle_form(model);
            model.layers.push(Layer::Page(Box::new(PageState { title, text, scroll: 0, signs })));
        }
        Reply::Holders(holders) => {
            let name = |code: &str| model.unit_name(code);
            let text = told(&holders, &model.words, &name).join("\n\n");
            if matches!(model.top(), Some(Layer::Form(form)) if form.purpose == Purpose::Trace) {
                model.layers.pop();
            }
            model.layers.push(Layer::Page(Box::new(PageState {
                title: "layer-page-trace",
                text,
                scroll: 0,
                signs: None,
            })));
        }
        Reply::OpenActions(actions) => {
            let name = |code: &str| model.unit_name(code);
            let lines = meeting_review::told(&actions, &model.words, &name);
            show_page(model, "layer-page-actions", &lines);
        }
        Reply::Review(review) => {
            let lines = meeting_review::figures(&review, &model.words);
            show_page(model, "layer-page-review", &lines);
        }
        Reply::Phrases(rows) => {
            if is_writing(model) {
                let list = PhraseList { query: Line::default(), rows, selected: 0 };
                model.layers.push(Layer::Phrases(Box::new(list)));
            }
        }
        Reply::Fairness(fresh) => {
            let shown = |layer: &Layer| matches!(layer, Layer::Fairness { .. });
            match model.layers.iter().position(shown) {
                Some(place) => {
                    if let Layer::Fairness { report, .. } = &mut model.layers[place] {
                        *report = fresh;
                    }
                }
                None if model.is_opening(FAIRNESS) => {
                    model.layers.push(Layer::Fairness { report: fresh, scroll: 0 });
                }
                None => {}
            }
        }
        Reply::IntakeDraft(draft) => restore_intakes(model, draft.as_deref()),
        Reply::LeadOf(identity, number) => {
            for layer in &mut model.layers {
                if let Layer::Intake(intake) = layer
                    && intake
                        .understood
                        .as_ref()
                        .is_some_and(|u| u.reading.notice.identity == identity)
                {
                    intake.here.clone_from(&number);
                }
            }
        }
        Reply::Minutes(text) => {
            if model.is_opening(&text.number) {
                model.layers.push(Layer::Editor(Box::new(MinutesEditor::open(*text))));
            }
        }
        Reply::Progress(progress) => return goes_on(model, progress),
        Reply::Compared(count) => {
            model.progress = None;
            return if count > 0 { again(model) } else { Vec::new() };
        }
        Reply::HeadingsUnknown { file, headings } => explain(model, &file, &headings),
        Reply::LeadNumbers(filter, numbers, total) if filter == model.filter() => {
            triage::mark(model, numbers, total);
        }
        Reply::LeadNumbers(..) => {}
        Reply::Candidates(number, candidates) => triage::suggest(model, &number, candidates),
        Reply::Preview(preview) => triage::preview(model, preview),
        Reply::Waiting(count) => model.waiting = count,
        Reply::Done(done) => return finished(model, &done),
        Reply::Refused(whys) => {
            unkept(model);
            refused(model, whys);
        }
        Reply::Failed { key, args } => {
            unkept(model);
            settle_form(model);
            model.progress = None;
            let text = model.words.say_with(&format!("fail-{key}"), &args);
            model.say(text, true);
        }
    }
    Vec::new()
}

/// An import goes on: its form goes, so that the person can work meanwhile.
fn goes_on(model: &mut Model, progress: Progress) -> Vec<Effect> {
    let asked = |layer: &Layer| matches!(layer, Layer::Form(f) if f.waiting && matches!(f.purpose, Purpose::Import | Purpose::Sync | Purpose::Mapping { .. }));
    if model.layers.last().is_some_and(asked) {
        model.layers.pop();
    }
    model.progress = Some(progress);
    // What has come in so far is to be seen.
    vec![Effect::Ask(model.overview_request())]
}

/// What an earlier run kept comes before what was left in this one; an empty intake gives way to the latest of it.
fn restore_intakes(model: &mut Model, draft: Option<&str>) {
    if std::mem::replace(&mut model.intake_draft.loaded, true) {
        return;
    }
    let mut kept = crate::model::intake::restored(draft.unwrap_or_default(), model.now);
    kept.append(&mut model.left_intakes);
    model.left_intakes = kept;
    if let Some(Layer::Intake(intake)) = model.layers.last_mut()
        && intake.raw.is_empty()
        && let Some(left) = model.left_intakes.pop()
    {
        **intake = left;
    }
}

/// New rows; what was selected stays selected wherever it went.
fn show(model: &mut Model, overview: Overview) {
    let case = model.selected_case().map(|row| row.subject);
    let lead = model.selected_lead().map(|row| row.subject);
    let meeting = model.selected_meeting().map(|row| row.subject);
    let first = !model.loaded;
    model.words.adopt(&overview.standards.book);
    model.overview = Arc::new(overview);
    model.loaded = true;
    if !first {
        let cases = model.overview.cases.iter().position(|row| Some(row.subject) == case);
        let offset = model.overview.leads.offset;
        let leads = model.overview.leads.rows.iter().position(|row| Some(row.subject) == lead);
        let meetings = model.overview.meetings.iter().position(|row| Some(row.subject) == meeting);
        model.cursors.conflicts = cases.unwrap_or(model.cursors.conflicts);
        // After a verdict the next lead is at the cursor; otherwise the cursor goes along with its lead.
        if !std::mem::take(&mut model.judged) {
            model.cursors.leads = leads.map_or(model.cursors.leads, |place| offset + place);
        }
        model.cursors.minutes = meetings.unwrap_or(model.cursors.minutes);
    }
    for pane in [Pane::Conflicts, Pane::Leads, Pane::Minutes] {
        model.select(pane, model.cursor(pane));
    }
}

fn open_case(model: &mut Model, detail: CaseDetail) {
    model.layers.push(Layer::Case(Box::new(CaseScreen::new(detail))));
}

fn open_claim(model: &mut Model, detail: ClaimDetail) {
    let first_possible = detail.actions.iter().position(|action| action.unmet.is_empty());
    let screen = ClaimScreen { detail, action: first_possible.unwrap_or(0), scroll: 0 };
    model.layers.push(Layer::Claim(Box::new(screen)));
}

/// A draft is on disk; an editor that waited for that goes now.
fn kept(model: &mut Model, meeting: Subject) -> Vec<Effect> {
    if meeting == crate::desk::paste::intake_subject() {
        model.intake_draft.keeping = false;
        return Vec::new();
    }
    let editor = editor_of(model, |editor| editor.meeting == meeting);
    if let Some(editor) = editor {
        editor.keeping = editor.keeping.saturating_sub(1);
    }
    if leave_if_safe(model) { vec![Effect::Ask(model.overview_request())] } else { Vec::new() }
}

fn editor_of(
    model: &mut Model,
    wanted: impl Fn(&MinutesEditor) -> bool,
) -> Option<&mut MinutesEditor> {
    model.layers.iter_mut().find_map(|layer| match layer {
        Layer::Editor(editor) if wanted(editor) => Some(editor.as_mut()),
        _ => None,
    })
}

/// Takes away an editor that waited for its text to be safe; tells whether one went.
fn leave_if_safe(model: &mut Model) -> bool {
    let goes = |layer: &Layer| matches!(layer, Layer::Editor(e) if e.leaving && e.is_safe());
    let place = model.layers.iter().position(goes);
    place.map(|place| model.layers.remove(place)).is_some()
}

/// Something failed while a draft was on its way: it is asked to disk again, and nobody leaves meanwhile.
fn unkept(model: &mut Model) {
    let again = model.now + Duration::seconds(DRAFT_RETRY_SECONDS);
    if std::mem::take(&mut model.intake_draft.keeping) {
        model.intake_draft.due.get_or_insert(again);
    }
    for layer in &mut model.layers {
        if let Layer::Editor(editor) = layer
            && (editor.keeping > 0 || editor.saving.is_some())
        {
            editor.keeping = 0;
            editor.saving = None;
            editor.leaving = false;
            editor.changed = true;
            editor.draft_due.get_or_insert(again);
        }
    }
}

/// The form of the import becomes the question what the headings mean.
fn explain(model: &mut Model, file: &str, headings: &[String]) {
    if matches!(model.layers.last(), Some(Layer::Form(form)) if form.waiting) {
        model.layers.pop();
    }
    model.layers.push(Layer::Form(FormState::mapping(file, headings)));
}

/// The minutes have the keys.
fn is_writing(model: &Model) -> bool {
    matches!(model.top(), Some(Layer::Editor(_)))
}

fn put_figures(model: &mut Model, number: &str, text: &str) {
    let changed = match model.layers.last_mut() {
        Some(Layer::Editor(editor)) => editor.put_behind(number, text),
        _ => false,
    };
    if changed {
        model.minutes_changed();
    }
}

/// Lines to read, each a paragraph.
fn show_page(model: &mut Model, title: &'static str, lines: &[String]) {
    let text = lines.join("\n\n");
    model.layers.push(Layer::Page(Box::new(PageState { title, text, scroll: 0, signs: None })));
}

fn settle_form(model: &mut Model) {
    triage::settle(model);
    match model.layers.last_mut() {
        Some(Layer::Form(form)) => form.waiting = false,
        Some(Layer::Intake(intake)) => intake.waiting = false,
        _ => {}
    }
}

fn refused(model: &mut Model, whys: Vec<Why>) {
    triage::settle(model);
    match model.layers.last_mut() {
        Some(Layer::Form(form)) if form.waiting => {
            form.waiting = false;
            form.refusals = whys;
        }
        Some(Layer::Intake(intake)) if intake.waiting => {
            intake.waiting = false;
            intake.refusals = whys;
        }
        _ => {
            let text = model.words.whys(&whys);
            model.say(text, true);
        }
    }
}

/// An act was done: its form goes, what is shown is read again, and a sentence says what happened.
fn finished(model: &mut Model, done: &Done) -> Vec<Effect> {
    let imported = IMPORT.iter().any(|key| done.key.starts_with(key));
    let answered = |form: &FormState| {
        let imports =
            matches!(form.purpose, Purpose::Import | Purpose::Sync | Purpose::Mapping { .. });
        form.waiting && imports == imported
    };
    if matches!(model.top(), Some(Layer::Form(form)) if answered(form)) {
        model.layers.pop();
    }
    if done.key.starts_with("taken-in") || done.key.starts_with("sync") {
        model.progress = None;
    }
    let synced = done.key.starts_with("sync");
    // The intake has served; the lead that it became, or was already, is shown.
    let pasted = INTAKE.contains(&done.key)
        && matches!(model.top(), Some(Layer::Intake(intake)) if intake.waiting);
    let shown = done.number.clone().filter(|_| pasted);
    if pasted {
        model.layers.pop();
        model.intake_changed();
    }
    triage::finished(model, done);
    model.judged = done.key.starts_with("screened");
    let saved = done.key == "minutes-saved";
    let editor = editor_of(model, |editor| saved && Some(editor.meeting) == done.subject);
    if let Some(editor) = editor {
        let version = done.args.iter().find(|(name, _)| name == "version");
        editor.was_saved(version.and_then(|(_, n)| n.parse().ok()));
    }
    let mut text = model.words.answer(&format!("done-{}", done.key), &done.args);
    for notice in &done.notices {
        text.push_str(" · ");
        text.push_str(&model.words.why(notice));
    }
    model.say(text, !done.notices.is_empty());
    leave_if_safe(model);
    let looks = synced.then_some(Effect::Ask(Request::Waiting));
    let mut effects = match shown {
        Some(number) => {
            let mut effects = vec![Effect::Ask(model.overview_request())];
            effects.extend(model.open(&number, Request::Lead));
            effects
        }
        None => again(model),
    };
    if NEWS.iter().any(|key| done.key.starts_with(key)) {
        effects.push(Effect::Ask(Request::Compare));
    }
    effects.extend(looks);
    effects
}

/// Asks for what is shown once more.
fn again(model: &Model) -> Vec<Effect> {
    let mut effects = vec![Effect::Ask(model.overview_request())];
    // What lies below is read again as well: an act on a claim changes its lead and the list it was opened from.
    effects.extend(model.layers.iter().filter_map(|layer| {
        Some(Effect::Ask(match layer {
            Layer::Case(screen) => Request::Case(screen.detail.row.number.clone()),
            Layer::Lead { detail, .. } => Request::Lead(detail.row.number.clone()),
            Layer::Claim(screen) => Request::Claim(screen.detail.row.number.clone()),
            Layer::Protections { days, .. } => Request::Protections(*days),
            Layer::Survey { day, .. } => Request::Survey(Some(*day)),
            Layer::Awaiting { .. } => Request::Awaiting,
            Layer::Place(screen) => Request::Place(Asked {
                division: screen.code(screen.selected).to_owned(),
                day: screen.day,
            }),
            Layer::Files { group, .. } => Request::Files(GROUPS.get(*group)?.kinds),
            Layer::Divergences(_) => Request::Divergences,
            Layer::File(screen) => Request::File(screen.detail.row.number.clone()),
            Layer::Fairness { report, .. } => Request::Fairness(report.period),
            _ => return None,
        }))
    }));
    effects
}
