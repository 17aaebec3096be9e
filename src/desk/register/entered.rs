//! What a person enters, turned into what is signed: days as people say them, sums in yuan, places, units and customers by name,
//! files by number.

use crate::domain::calendar::local;
use crate::domain::procedure::{Argument, Kind};
use crate::domain::relief::Entry;
use crate::domain::strict::Texts;
use crate::domain::territory::{find_division, province_of};
use crate::domain::when::read_day;
use crate::domain::why::Why;
use crate::text::sum_in_yuan;

use super::super::command::Refusal;
use super::super::entry::read_moment;
use super::super::perform::relief::entered;
use super::super::session::Session;

/// Texts as they are signed.
///
/// # Errors
/// Each that means nothing, with what was expected.
pub(in super::super) fn signed(
    session: &Session<'_, '_>,
    arguments: &[Argument],
    timeline: &[Entry],
    args: Texts,
) -> Result<Texts, Refusal> {
    let mut args = entered(arguments, timeline, args);
    let mut wrong = Vec::new();
    for argument in arguments {
        let Some(text) = args.get(argument.name).map(str::to_owned) else { continue };
        match one(session, argument.kind, text.trim())? {
            Ok(signed) => {
                args.0.insert(argument.name.to_owned(), signed);
            }
            Err(expected) => {
                let why = Why::plain("argument-misfit").with("argument", argument.name);
                wrong.push(why.with("expected", expected));
            }
        }
    }
    if wrong.is_empty() { Ok(args) } else { Err(Refusal::Refused(wrong)) }
}

/// One text as it is signed, or what was expected.
fn one(
    session: &Session<'_, '_>,
    kind: Kind,
    text: &str,
) -> Result<Result<String, &'static str>, Refusal> {
    let day = local(session.now).date();
    let company = &session.context.company;
    Ok(match kind {
        Kind::Moment => read_moment(text)
            .map(|at| at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true))
            .ok_or("2026-11-23 17:30"),
        Kind::Day => read_day(text, day, session.context.calendar())
            .or_else(|| text.parse().ok())
            .map(|day| day.to_string())
            .ok_or("2026-11-23"),
        Kind::Sum => sum(text).ok_or("1200元"),
        Kind::Place => {
            let known = find_division(text).map(|division| division.code.clone());
            let coded = || province_of(text).map(|_| text.to_owned());
            known.or_else(coded).ok_or("南京, 320100")
        }
        Kind::Unit => company.find_unit(text, day).map(|unit| unit.code).ok_or("F1"),
        Kind::Customer => company.find_customer(text, day).map(|node| node.code).ok_or("移动"),
        Kind::About => about(session, text)?,
        _ => Ok(text.to_owned()),
    })
}

/// A sum in fen: written with its unit, or bare and then in yuan.
fn sum(text: &str) -> Option<String> {
    sum_in_yuan(text).map(|fen| fen.to_string())
}

/// Numbers with commas as subjects.
fn about(session: &Session<'_, '_>, text: &str) -> Result<Result<String, &'static str>, Refusal> {
    let mut subjects = Vec::new();
    let numbers = text.split([',', '，', '、', ' ']).map(str::trim);
    for number in numbers.filter(|number| !number.is_empty()) {
        match session.tx.numbered(number)? {
            Some(subject) => subjects.push(subject),
            None => return Ok(Err("XT-EC-26-A-001")),
        }
    }
    Ok(Ok(subjects.join(",")))
}
