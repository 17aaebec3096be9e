//! What sort of notice a release is: stage by its tags and the tender's status, way of buying by its method.

use super::super::json_value::{Object, Value};
use crate::domain::hard_stop::MethodKind;
use crate::domain::lead::{Field, Stage};
use crate::text::normal::fold;

/// The standard's tags. A release may have several; the furthest in this order counts. An award that was taken back says
/// neither that the tender is awarded nor that it ended, so it is for a person.
const TAGS: &[(&str, Option<Stage>)] = &[
    ("planning", Some(Stage::PreNotice)),
    ("planningUpdate", Some(Stage::PreNotice)),
    ("tender", Some(Stage::Notice)),
    ("tenderUpdate", Some(Stage::Change)),
    ("tenderAmendment", Some(Stage::Change)),
    ("award", Some(Stage::Award)),
    ("awardUpdate", Some(Stage::Award)),
    ("contract", Some(Stage::Award)),
    ("contractUpdate", Some(Stage::Award)),
    ("contractAmendment", Some(Stage::Award)),
    ("implementation", Some(Stage::Award)),
    ("implementationUpdate", Some(Stage::Award)),
    ("contractTermination", Some(Stage::Award)),
    ("tenderCancellation", Some(Stage::Cancelled)),
    ("planningCancellation", Some(Stage::Cancelled)),
    ("awardCancellation", None),
];

/// Tags that say how a release was made, not what it is about.
const COMPILED: &str = "compiled";

/// The standard's states of a tender, for what has no tag of its own. `complete` does not tell whether it was awarded.
const STATES: &[(&str, Option<Stage>)] = &[
    ("planning", Some(Stage::PreNotice)),
    ("planned", Some(Stage::PreNotice)),
    ("active", Some(Stage::Notice)),
    ("cancelled", Some(Stage::Cancelled)),
    ("unsuccessful", Some(Stage::Cancelled)),
    ("withdrawn", Some(Stage::Cancelled)),
    ("complete", None),
];

/// Publishers' own words for a way of buying.
const WAYS: &[(&str, MethodKind)] = &[
    ("公开招标", MethodKind::OpenTender),
    ("邀请招标", MethodKind::OpenTender),
    ("招标", MethodKind::OpenTender),
    ("询比", MethodKind::Comparison),
    ("公开询比", MethodKind::Comparison),
    ("询比采购", MethodKind::Comparison),
    ("比选", MethodKind::Comparison),
    ("公开比选", MethodKind::Comparison),
    ("采购", MethodKind::Purchase),
    ("公开采购", MethodKind::Purchase),
];

/// The sort of a release.
pub(super) struct Sort {
    pub(super) category: Field<String>,
    pub(super) stage: Field<Stage>,
    pub(super) method: Field<MethodKind>,
}

/// Reads tags, status and method.
pub(super) fn sort(row: &Object<'_>) -> Sort {
    let category = category(row.get("tag"));
    let method = row.at(&["tender", "procurementMethod"]).and_then(|method| method.line());
    let mut stage = stage(row, &category);
    if stage.value == Some(Stage::Notice) && method.as_deref() == Some("direct") {
        stage = Field::recognised(Stage::DirectAward, "direct", "tender.procurementMethod");
    }
    Sort { stage, method: way(row, method.as_deref()), category }
}

/// The tags as written; version 1.0 allowed just one, without a list.
fn category(tag: Option<Value<'_>>) -> Field<String> {
    let Some(tag) = tag else { return Field::not_stated() };
    let tags: Option<Vec<String>> = match tag.list() {
        Some(list) => list.iter().map(Value::line).collect(),
        None => tag.line().map(|tag| vec![tag]),
    };
    match tags {
        None => tag.doubt(),
        Some(tags) => {
            let tags: Vec<String> = tags.into_iter().filter(|tag| !tag.is_empty()).collect();
            let text = tags.join(", ");
            if text.is_empty() {
                return Field::not_stated();
            }
            Field::recognised(text.clone(), &text, "tag")
        }
    }
}

fn stage(row: &Object<'_>, category: &Field<String>) -> Field<Stage> {
    let Some(text) = category.value.as_deref() else {
        return match (&category.text, status(row)) {
            (Some(text), _) => Field::to_review(text, "tag"),
            (None, status) => status,
        };
    };
    let tags: Vec<&str> = text.split(", ").filter(|tag| *tag != COMPILED).collect();
    let places: Option<Vec<usize>> =
        tags.iter().map(|tag| TAGS.iter().position(|(known, _)| known == tag)).collect();
    let Some(places) = places else { return Field::to_review(text, "tag") };
    let Some((_, furthest)) = places.into_iter().max().and_then(|place| TAGS.get(place)) else {
        // A compilation: what it holds decides.
        return compiled(row);
    };
    let by_status = status(row);
    match furthest {
        // A tender may be published only to say that it is planned or was called off.
        Some(Stage::Notice | Stage::Change)
            if matches!(by_status.value, Some(Stage::PreNotice | Stage::Cancelled)) =>
        {
            by_status
        }
        Some(stage) => Field::recognised(*stage, text, "tag"),
        None => Field::to_review(text, "tag"),
    }
}

/// The stage of a whole process: awarded where an award stands, else the tender's state.
fn compiled(row: &Object<'_>) -> Field<Stage> {
    let awards = row.objects("awards");
    let stands = |award: &Object<'_>| award.line("status").as_deref() == Some("active");
    if awards.iter().any(stands) {
        return Field::recognised(Stage::Award, "active", "awards[].status");
    }
    status(row)
}

fn status(row: &Object<'_>) -> Field<Stage> {
    let Some(value) = row.at(&["tender", "status"]) else { return Field::not_stated() };
    let Some(word) = value.line() else { return value.doubt() };
    match STATES.iter().find(|(known, _)| *known == word) {
        Some((_, Some(stage))) => Field::recognised(*stage, &word, &value.path),
        _ => value.doubt(),
    }
}

/// The way of buying: the publisher's word where it is known, else the code where it is clear. `direct` invites nobody, and
/// so states no way.
fn way(row: &Object<'_>, method: Option<&str>) -> Field<MethodKind> {
    let details = row.at(&["tender", "procurementMethodDetails"]);
    if let Some(value) = &details
        && let Some(word) = value.line()
        && let Some((_, way)) = WAYS.iter().find(|(known, _)| *known == fold(&word))
    {
        return Field::recognised(*way, &word, &value.path);
    }
    let Some(value) = row.at(&["tender", "procurementMethod"]) else {
        return match details {
            Some(value) if value.line().is_none_or(|word| !word.is_empty()) => value.doubt(),
            _ => Field::not_stated(),
        };
    };
    match method {
        Some("open") => Field::recognised(MethodKind::OpenTender, "open", &value.path),
        Some("direct" | "") => Field::not_stated(),
        _ => value.doubt(),
    }
}
