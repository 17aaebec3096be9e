//! Both catalogues are complete: for every row of every table, for every sentence of refusal, and key by key.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use daqu::command;
use daqu::desk::relief::{GROUPS, TABLES};
use daqu::domain::appeal::AppealState;
use daqu::domain::case::State;
use daqu::domain::case::action::{ACTIONS, Kind};
use daqu::domain::claim::ClaimState;
use daqu::domain::claim::action::ACTIONS as CLAIM_ACTIONS;
use daqu::domain::claim::condition::NEEDED;
use daqu::domain::event::KINDS;
use daqu::domain::lead::Step;
use daqu::domain::lead::link::Relation;
use daqu::domain::meeting::MeetingKind;
use daqu::domain::proposal::ProposalState;
use daqu::domain::proposal::checklist::ITEM_IDS;
use daqu::domain::remedy::RemedyState;
use daqu::domain::report::ReportState;
use daqu::domain::trip::TripState;
use daqu::domain::violation::ViolationState;
use daqu::i18n::{Lang, Words};
use daqu::matching::Verdict;

fn keys(lang: Lang) -> BTreeSet<String> {
    let path = format!("{}/assets/i18n/{}/daqu.ftl", env!("CARGO_MANIFEST_DIR"), lang.tag());
    let text = fs::read_to_string(path).unwrap();
    let messages = text.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_alphabetic()));
    messages.filter_map(|line| line.split_once(" =").map(|(key, _)| key.to_owned())).collect()
}

fn variables(lang: Lang) -> Vec<(String, BTreeSet<String>)> {
    let path = format!("{}/assets/i18n/{}/daqu.ftl", env!("CARGO_MANIFEST_DIR"), lang.tag());
    let text = fs::read_to_string(path).unwrap();
    let messages = text.lines().filter_map(|line| line.split_once(" = "));
    let names = |text: &str| -> BTreeSet<String> {
        let parts = text.split("{ $").skip(1);
        parts
            .map(|part| part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect())
            .collect()
    };
    messages.map(|(key, text)| (key.to_owned(), names(text))).collect()
}

#[test]
fn the_two_catalogues_have_the_same_keys_and_blanks() {
    let (zh, en) = (keys(Lang::Zh), keys(Lang::En));
    let only_one: Vec<&String> = zh.symmetric_difference(&en).collect();
    assert!(only_one.is_empty(), "in one catalogue only: {only_one:?}");
    assert!(zh.len() > 300);
    assert_eq!(variables(Lang::Zh), variables(Lang::En), "blanks differ");
}

#[test]
fn every_row_of_every_table_has_its_words() {
    for lang in [Lang::Zh, Lang::En] {
        let words = Words::new(lang);
        assert_eq!(words.current(), lang.tag());
        let mut wanted: Vec<String> =
            command::all().map(|command| format!("cmd-{}", command.id)).collect();
        wanted.extend(State::ALL.iter().map(|state| format!("state-{}", state.name())));
        wanted.extend(MeetingKind::ALL.iter().map(|kind| format!("choice-{}", kind.name())));
        for action in ACTIONS {
            wanted.push(format!("action-{}", action.id));
            wanted.push(format!("action-{}-help", action.id));
            for argument in action.arguments {
                wanted.push(format!("arg-{}", argument.name));
                if let Kind::Choice(choices) = argument.kind {
                    // A state is named by its own word.
                    let words_of = |choice: &&str| match State::parse(choice) {
                        Some(state) if argument.name == "state" => {
                            format!("state-{}", state.name())
                        }
                        _ => format!("choice-{choice}"),
                    };
                    wanted.extend(choices.iter().map(words_of));
                }
            }
        }
        for relation in Relation::ALL {
            let name = relation.name().replace('_', "-");
            wanted.push(format!("link-{name}"));
            wanted.push(format!("choice-{}", relation.name()));
            if relation.joins() {
                wanted.push(format!("link-{name}-before"));
            }
        }
        for verdict in Verdict::ALL.into_iter().filter(|verdict| *verdict != Verdict::Different) {
            wanted.push(format!("likely-{}", verdict.name().replace('_', "-")));
        }
        wanted.extend(ClaimState::ALL.iter().map(|state| format!("state-claim-{}", state.name())));
        wanted.extend(Step::ALL.iter().map(|step| format!("step-{}", step.name())));
        wanted.extend(NEEDED.iter().map(|(name, _)| format!("arg-{name}")));
        let rows = TABLES.iter().flat_map(|table| {
            let opening = table.opening.map(|opening| (opening.verb, "", opening.arguments));
            let rows = opening.into_iter().chain((table.rows)());
            rows.map(|(id, _, arguments)| (table.prefix, id, arguments))
        });
        for (prefix, id, arguments) in rows {
            wanted.push(format!("{prefix}{id}"));
            wanted.push(format!("{prefix}{id}-help"));
            for argument in arguments {
                wanted.push(format!("arg-{}", argument.name));
                if let Kind::Choice(choices) = argument.kind {
                    wanted.extend(choices.iter().map(|choice| format!("choice-{choice}")));
                }
            }
        }
        wanted.extend(GROUPS.iter().map(|group| format!("group-{}", group.name)));
        wanted.extend(ITEM_IDS.iter().map(|item| format!("item-{item}")));
        wanted.extend(TripState::ALL.iter().map(|s| format!("state-trip-{}", s.name())));
        wanted.extend(ReportState::ALL.iter().map(|s| format!("state-report-{}", s.name())));
        wanted.extend(ViolationState::ALL.iter().map(|s| format!("state-violation-{}", s.name())));
        wanted.extend(ProposalState::ALL.iter().map(|s| format!("state-proposal-{}", s.name())));
        wanted.extend(AppealState::ALL.iter().map(|s| format!("state-appeal-{}", s.name())));
        wanted.extend(RemedyState::ALL.iter().map(|s| format!("state-remedy-{}", s.name())));
        for action in CLAIM_ACTIONS {
            wanted.push(format!("action-claim-{}", action.id));
            wanted.push(format!("action-claim-{}-help", action.id));
            for argument in action.arguments {
                wanted.push(format!("arg-{}", argument.name));
                if let Kind::Choice(choices) = argument.kind {
                    wanted.extend(choices.iter().map(|choice| format!("choice-{choice}")));
                }
            }
        }
        let missing: Vec<String> = wanted.into_iter().filter(|key| !words.has(key)).collect();
        assert!(missing.is_empty(), "{} lacks {missing:?}", lang.tag());
    }
}

/// Keys that code builds as `Why::plain("…")`, `Why::rule("…"`, `Done::to("…"` and the like.
#[test]
fn every_refusal_and_answer_in_the_code_has_its_sentence() {
    let calls = [
        ("Why::plain(\"", "why-"),
        ("Why::rule(\"", "why-"),
        ("head(\"", "why-"),
        ("Done::to(\"", "done-"),
        ("failed(\"", "fail-"),
        (" done(\"", "done-"),
        ("key: \"fail", "fail"),
    ];
    let mut missing = BTreeSet::new();
    let mut seen = 0;
    let words = [Words::new(Lang::Zh), Words::new(Lang::En)];
    visit(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut |text| {
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        for (call, prefix) in calls {
            for after in code.split(call).skip(1) {
                let key = format!("{prefix}{}", after.split('"').next().unwrap_or_default());
                seen += 1;
                if words.iter().any(|words| !words.has(&key)) {
                    missing.insert(key);
                }
            }
        }
    });
    assert!(seen > 60, "the calls were not found");
    assert!(missing.is_empty(), "no sentence for {missing:?}");
}

fn visit(folder: &Path, look: &mut impl FnMut(&str)) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            visit(&path, look);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            look(&fs::read_to_string(&path).unwrap());
        }
    }
}

/// Whatever is taken back is named in words, and not by the kind of its event.
#[test]
fn what_undo_names_has_its_words() {
    // What the desk records by itself is not taken back; facts of the organisation are named one by one.
    let named = |kind: &&str| *kind != "conflict.detected";
    for words in [Words::new(Lang::Zh), Words::new(Lang::En)] {
        for (kind, subject, _) in KINDS.iter().filter(|(kind, ..)| named(kind)) {
            let args = [("kind".to_owned(), (*kind).to_owned())];
            let said = words.answer("done-undone", &args);
            let of_organisation = words.has(&format!("fact-{}", subject.name()));
            assert!(of_organisation || !said.contains(kind), "{kind}: {said}");
        }
    }
}

/// A key that no code and no table names is a sentence nobody will ever read.
#[test]
fn no_sentence_is_left_over() {
    const FAMILIES: &[&str] = &[
        "cmd-",
        "kept-",
        "state-",
        "step-",
        "compared-",
        "action-",
        "arg-",
        "choice-",
        "why-",
        "done-",
        "fail-",
        "reject-",
        "line-",
        "audit-",
        "grade-",
        "event-",
        "field-",
        "ui-seat-",
        "ui-weekday-",
        "ui-meeting-kind-",
        "likely-",
        "link-",
        "ui-verdict-",
        "gap-",
        "class-",
        "score-",
        "verdict-",
        "sign-",
        "shared-",
        "basis-",
        "limit-",
        "says-",
        "doctor-",
        "desk-state-",
        "fact-",
        "post-",
        "unit-state-",
        "unit-kind-",
        "right-",
        "resolution-status-",
        "group-",
        "item-",
        "map-",
        "await-",
    ];
    let mut code = String::new();
    visit(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut |text| code.push_str(text));
    let named = |key: &str| code.contains(&format!("\"{key}\""));
    let in_a_table = |key: &str| FAMILIES.iter().any(|family| key.starts_with(family));
    let left: Vec<String> =
        keys(Lang::Zh).into_iter().filter(|key| !named(key) && !in_a_table(key)).collect();
    assert!(left.is_empty(), "{left:?}");
}
