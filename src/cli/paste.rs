//! `daqu lead paste`: a text on standard input becomes a lead; what was recognised is told field by field.

use std::io::{IsTerminal, Read, stdin};

use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::{Value, json};

use crate::desk::command::{Command as Act, NewText, Refusal};
use crate::desk::paste::{Understood, understand};
use crate::domain::lead::{FieldState, Named};
use crate::domain::why::Why;
use crate::i18n::Words;
use crate::interchange::notice_text::MAX_TEXT;
use crate::interchange::notice_text::person::PERSON;
use crate::t;
use crate::text::{elide, pad};
use crate::ui::notice;

use super::lead::import::compare;
use super::report::Report;
use super::{Call, Ending, Outcome};

/// Columns of a label.
const LABEL: usize = 13;

/// Columns of quoted words.
const QUOTE: usize = 72;

/// `daqu lead paste`.
pub(super) fn command() -> Command {
    Command::new("paste")
        .about("Make a lead of a text on standard input: a page, a mail, a message")
        .long_about(
            "Make a lead of a text on standard input: a page, a mail, a message.\n\
             Prints every field with what is known of it and the words it was read from, then records the lead.\n\
             The same text twice adds nothing.",
        )
        .arg(
            Arg::new("dry-run")
                .long("dry-run")
                .action(ArgAction::SetTrue)
                .help("Only show what is recognised; record nothing"),
        )
        .arg(
            Arg::new("set")
                .long("set")
                .value_name("FIELD=VALUE")
                .action(ArgAction::Append)
                .help("Correct a field by hand, by its name in --json: deadline=2026-12-10 09:30"),
        )
}

/// Runs it.
pub(super) fn run(call: &mut Call, matches: &ArgMatches) -> Outcome {
    let corrections = corrections(matches, &call.words)?;
    let raw = standard_input(call)?;
    let refused =
        |whys: Vec<Why>, words: &Words| Report::of_refusal(&Refusal::Refused(whys), words);
    let mut desk = call.desk()?;
    let understood =
        understand(&raw, &corrections, desk.now()).map_err(|whys| refused(whys, &call.words))?;
    if matches.get_flag("dry-run") {
        let known = desk.lead_of(&understood.reading.notice.identity);
        let known = known.map_err(|error| {
            Report::new(t!(call.words, "fail-store", detail = error.to_string()))
        })?;
        answer(call, &understood, known.as_deref(), None);
        return Ok(Ending::Done);
    }
    let done = desk.perform(Act::Paste(NewText { text: raw, corrections }));
    let done = done.map_err(|refusal| Report::of_refusal(&refusal, &call.words))?;
    compare(&mut desk, call);
    let sentence = call.words.answer(&format!("done-{}", done.key), &done.args);
    answer(call, &understood, done.number.as_deref(), Some((done.key, sentence)));
    Ok(Ending::Done)
}

fn corrections(matches: &ArgMatches, words: &Words) -> Result<Vec<(String, String)>, Report> {
    let given = matches.get_many::<String>("set").into_iter().flatten();
    let pair = |text: &String| match text.split_once('=') {
        Some((name, value)) => Ok((name.trim().to_owned(), value.to_owned())),
        None => {
            Err(Report::new(words.why(&Why::plain("no-field").with("name", text.clone()))).usage())
        }
    };
    given.map(pair).collect()
}

/// The text on standard input; one byte more than can be read tells that it is too much.
fn standard_input(call: &Call) -> Result<String, Report> {
    let refused = |why: Why| Report::new(call.words.why(&why));
    if stdin().is_terminal() {
        return Err(refused(Why::plain("text-empty")).usage());
    }
    let mut bytes = Vec::new();
    let most = MAX_TEXT as u64 * 2;
    stdin()
        .lock()
        .take(most)
        .read_to_end(&mut bytes)
        .map_err(|error| Report::new(t!(call.words, "fail-file", detail = error.to_string())))?;
    if bytes.contains(&0) {
        return Err(refused(Why::plain("text-not-text")));
    }
    String::from_utf8(bytes).map_err(|_| refused(Why::plain("text-not-text")))
}

fn answer(
    call: &Call,
    understood: &Understood,
    number: Option<&str>,
    recorded: Option<(&str, String)>,
) {
    let words = &call.words;
    let notice = &understood.reading.notice;
    let key = recorded.as_ref().map(|(key, _)| *key);
    call.out.answer(
        || {
            let fields: serde_json::Map<String, Value> = notice
                .fields()
                .iter()
                .map(|field| (field.name.to_owned(), field_json(field, understood, words)))
                .collect();
            json!({
                "number": number,
                "result": key,
                "identity": notice.identity,
                "fields": fields,
            })
        },
        || {
            let mut lines: Vec<String> = notice
                .fields()
                .iter()
                .filter(|field| field.is_said() || field.source.is_some())
                .map(|field| line(field, understood, words))
                .collect();
            let unsaid = notice.fields().into_iter().filter(|field| !field.is_said());
            let unsaid: Vec<String> =
                unsaid.map(|field| notice::label(words, field.name)).collect();
            if !unsaid.is_empty() {
                let state = notice::state(words, FieldState::NotStated);
                lines.push(format!(
                    "  {}",
                    t!(words, "layer-pair", name = state, value = unsaid.join(" · "))
                ));
            }
            match (&recorded, number) {
                (Some((_, sentence)), _) => lines.push(sentence.clone()),
                (None, Some(number)) => {
                    lines.push(t!(words, "layer-intake-here", number = number));
                }
                (None, None) => {}
            }
            lines
        },
    );
}

fn proposal<'a>(name: &str, understood: &'a Understood) -> Option<&'a str> {
    let proposals = &understood.reading.proposals;
    proposals.iter().find(|(field, _)| *field == name).map(|(_, text)| text.as_str())
}

/// `✓ 应答截止   2026-12-10 09:30   “12月10日9:30”`
fn line(field: &Named<'_>, understood: &Understood, words: &Words) -> String {
    let mark = notice::mark(field.state);
    let label = pad(&notice::label(words, field.name), LABEL);
    let mut parts = Vec::new();
    match notice::value(words, field) {
        Some(value) => parts.push(elide(&one_line(&value), QUOTE)),
        None => parts.push(notice::state(words, field.state)),
    }
    if let Some(text) = proposal(field.name, understood) {
        parts.push(t!(words, "layer-intake-proposal", text = text));
    }
    let person = field.source.is_some_and(|source| source.field == PERSON);
    if person {
        parts.push(t!(words, "layer-intake-person"));
    } else if let Some(text) = field.text {
        let quote = one_line(text);
        if notice::value(words, field).as_deref().map(one_line).as_deref() != Some(quote.as_str()) {
            parts.push(t!(words, "layer-quote", text = elide(&quote, QUOTE)));
        }
    }
    format!("{mark} {label} {}", parts.join("  "))
}

fn one_line(text: &str) -> String {
    crate::text::clean_line(text)
}

fn field_json(field: &Named<'_>, understood: &Understood, words: &Words) -> Value {
    let span = field.span().filter(|_| field.source.is_some_and(|source| source.field != PERSON));
    let quote = span.clone().and_then(|span| understood.text.get(span));
    json!({
        "state": field.state,
        "value": notice::value(words, field),
        "quote": quote,
        "span": span.map(|span| [span.start, span.end]),
        "source": field.source.map(|source| source.field.as_str()),
        "proposal": proposal(field.name, understood),
    })
}
