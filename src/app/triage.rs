//! What the desk's answers about the inbox change: marks, suggestions, previews.

use crate::desk::command::Done;
use crate::desk::view::{Candidate, Preview};
use crate::domain::lead::Verdict;
use crate::model::Model;
use crate::model::form::Purpose;
use crate::model::layer::Layer;

/// Marks what is shown, and says how many of how many.
pub(super) fn mark(model: &mut Model, numbers: Vec<String>, total: usize) {
    let named = numbers.len();
    model.mark_all(numbers);
    let marked = model.marks.len();
    let text = if named < total && marked > 0 {
        crate::t!(model.words, "ui-marked-some", n = marked, total = total)
    } else {
        crate::t!(model.words, "ui-marked", n = marked)
    };
    model.say(text, false);
}

/// Likely originals, for the form that asks for one.
pub(super) fn suggest(model: &mut Model, number: &str, candidates: Vec<Candidate>) {
    if let Some(Layer::Form(form)) = model.layers.last_mut()
        && let Purpose::Screen { numbers, verdict: Verdict::Duplicate } = &form.purpose
        && numbers.as_slice() == [number]
    {
        form.suggestions = candidates;
    }
}

/// Shows what a verdict would do, in place of the form that asked; one that was left meanwhile shows nothing.
pub(super) fn preview(model: &mut Model, preview: Box<Preview>) {
    match model.top() {
        Some(Layer::Form(form)) if form.waiting => {
            model.layers.pop();
        }
        None => {}
        Some(_) => return,
    }
    model.layers.push(Layer::Preview { preview, scroll: 0, waiting: false });
}

/// A preview that was sent may be sent again.
pub(super) fn settle(model: &mut Model) {
    if let Some(Layer::Preview { waiting, .. }) = model.layers.last_mut() {
        *waiting = false;
    }
}

/// A verdict was recorded: its preview goes, and what was marked for it is marked no more.
pub(super) fn finished(model: &mut Model, done: &Done) {
    let previewed = matches!(model.top(), Some(Layer::Preview { waiting: true, .. }));
    if previewed {
        model.layers.pop();
    }
    match (&done.number, done.key) {
        (Some(number), "screened") => model.marks.retain(|marked| marked != number),
        (_, "screened-many") => model.marks.clear(),
        _ => {}
    }
}
