//! Commands of the whole program: leaving, help, focus, search, undo, exchange.

use super::{Command, Scope, row};
use crate::desk::command::Command as Act;
use crate::desk::service::Request;
use crate::domain::why::Why;
use crate::model::effect::Effect;
use crate::model::form::FormState;
use crate::model::layer::Layer;
use crate::model::line::Line;
use crate::model::{Model, Pane};
use crate::t;

const MAIN: &[Scope] = &[Scope::Main];
const LAYERS: &[Scope] = &[
    Scope::Case,
    Scope::Lead,
    Scope::Preview,
    Scope::Claim,
    Scope::Protections,
    Scope::Fairness,
    Scope::Place,
    Scope::Survey,
    Scope::Awaiting,
    Scope::Page,
    Scope::Files,
    Scope::Divergences,
    Scope::File,
    Scope::Roll,
    Scope::Compare,
    Scope::Phrases,
    Scope::Help,
    Scope::Form,
    Scope::Palette,
    Scope::Search,
];

/// Where commands are looked for and explained.
const BROAD: &[Scope] = &[
    Scope::Main,
    Scope::Case,
    Scope::Lead,
    Scope::Claim,
    Scope::Protections,
    Scope::Intake,
    Scope::Files,
    Scope::Divergences,
    Scope::File,
    Scope::Roll,
    Scope::Fairness,
    Scope::Page,
];

/// Rows.
pub const ROWS: &[Command] = &[
    row("search", MAIN, &["/"], search).in_footer(),
    row("palette", BROAD, &[":", "ctrl-p"], palette).in_footer(),
    row("help", BROAD, &["?", "f1"], help).in_footer(),
    row(
        "help-in-text",
        &[Scope::Editor, Scope::Form, Scope::IntakeEdit, Scope::Palette, Scope::Search],
        &["f1"],
        help,
    ),
    row("next-pane", MAIN, &["tab"], |m| focus(m, m.focus.turn(1))),
    row("previous-pane", MAIN, &["shift-tab"], |m| focus(m, m.focus.turn(-1))),
    row("pane-territory", MAIN, &["1"], |m| focus(m, Pane::Territory)),
    row("pane-conflicts", MAIN, &["2"], |m| focus(m, Pane::Conflicts)),
    row("pane-leads", MAIN, &["3"], |m| focus(m, Pane::Leads)),
    row("pane-minutes", MAIN, &["4"], |m| focus(m, Pane::Minutes)),
    row("zoom", MAIN, &["z", "f6"], zoom),
    row("undo", MAIN, &["u", "ctrl-z"], undo),
    row("import", MAIN, &["i", "f7"], import),
    row("export", MAIN, &["s", "f9"], export),
    row("sync", MAIN, &["S", "f11"], sync),
    row("sync-elsewhere", MAIN, &["ctrl-s"], sync_elsewhere),
    row("language", MAIN, &["L", "f8"], language),
    row("refresh", MAIN, &["ctrl-l", "f5"], |m| vec![Effect::Ask(m.overview_request())]),
    row("drop", MAIN, &["esc"], drop_filter),
    row("close", LAYERS, &["esc"], close),
    row("quit", MAIN, &["q", "f10"], quit).in_footer(),
    row("quiet", &[Scope::Always], &["f12"], quiet),
    row("quit-anywhere", &[Scope::Always], &["ctrl-q"], quit),
    row("stop-import", &[Scope::Always], &["ctrl-c"], stop),
];

fn search(model: &mut Model) -> Vec<Effect> {
    let query = Line::new(model.search.as_deref().unwrap_or_default());
    model.layers.push(Layer::Search { query });
    Vec::new()
}

/// Hides names and sums, or shows them again; a sentence says which, for a quiet screen looks like a broken one.
fn quiet(model: &mut Model) -> Vec<Effect> {
    model.quiet = !model.quiet;
    let said =
        if model.quiet { t!(model.words, "hint-quiet") } else { t!(model.words, "hint-plain") };
    model.say(said, false);
    Vec::new()
}

fn palette(model: &mut Model) -> Vec<Effect> {
    model.layers.push(Layer::Palette { query: Line::default(), selected: 0 });
    Vec::new()
}

fn help(model: &mut Model) -> Vec<Effect> {
    model.layers.push(Layer::Help { scroll: 0 });
    Vec::new()
}

/// Another pane takes the keys, by whatever way. A province filter that was not kept ends with the territory pane's focus.
pub fn focus(model: &mut Model, pane: Pane) -> Vec<Effect> {
    let leaves_territory = model.focus == Pane::Territory && pane != Pane::Territory;
    model.focus = pane;
    if leaves_territory && model.province_filter.as_ref().is_some_and(|filter| !filter.kept) {
        model.province_filter = None;
        return vec![Effect::Ask(model.overview_request())];
    }
    Vec::new()
}

fn zoom(model: &mut Model) -> Vec<Effect> {
    model.zoomed = !model.zoomed;
    Vec::new()
}

fn undo(_: &mut Model) -> Vec<Effect> {
    vec![Effect::Ask(Request::Perform(Act::Undo))]
}

fn import(model: &mut Model) -> Vec<Effect> {
    model.open_form(FormState::import());
    Vec::new()
}

/// Ctrl-C stops what goes on; where nothing does it asks to leave, as it does everywhere.
fn stop(model: &mut Model) -> Vec<Effect> {
    if model.progress.is_some() { vec![Effect::Stop] } else { quit(model) }
}

fn export(model: &mut Model) -> Vec<Effect> {
    vec![Effect::Ask(Request::Export(model.export_dir.clone()))]
}

/// Exchanges through the folder of the last time; the first time it is asked for.
fn sync(model: &mut Model) -> Vec<Effect> {
    match model.overview.summary.channel.clone() {
        Some(channel) => vec![Effect::Ask(Request::Sync(channel))],
        None => sync_elsewhere(model),
    }
}

fn sync_elsewhere(model: &mut Model) -> Vec<Effect> {
    let channel = model.overview.summary.channel.clone().unwrap_or_default();
    model.open_form(FormState::sync(&channel));
    Vec::new()
}

fn language(model: &mut Model) -> Vec<Effect> {
    model.words = model.words.in_language(model.words.lang().other());
    Vec::new()
}

/// Esc on the main screen goes back one step: marks, search, then province filter, then zoom. It never quits.
fn drop_filter(model: &mut Model) -> Vec<Effect> {
    if !std::mem::take(&mut model.marks).is_empty() {
        return Vec::new();
    }
    if model.search.take().is_some() || model.province_filter.take().is_some() {
        model.cursors = Default::default();
        return vec![Effect::Ask(model.overview_request())];
    }
    model.zoomed = false;
    Vec::new()
}

/// Leaves the topmost layer. A search that is abandoned ends.
fn close(model: &mut Model) -> Vec<Effect> {
    match model.layers.pop() {
        Some(Layer::Search { .. }) => {
            model.search = None;
            vec![Effect::Ask(model.overview_request())]
        }
        Some(Layer::Case(_) | Layer::Lead { .. } | Layer::Claim(_) | Layer::Protections { .. }) => {
            vec![Effect::Ask(model.overview_request())]
        }
        Some(Layer::Form(form)) => {
            model.leave_form(form);
            Vec::new()
        }
        _ => Vec::new(),
    }
}

fn quit(model: &mut Model) -> Vec<Effect> {
    let drafts = model.draft_effects();
    model.quit = true;
    drafts
}

/// A refusal for want of a selected row.
pub fn nothing_selected() -> Why {
    Why::plain("nothing-selected")
}
