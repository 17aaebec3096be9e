//! What a person writes, on the screen or on the command line, read into what the desk takes.

use chrono::{DateTime, NaiveDateTime, Utc};

use crate::domain::calendar;
use crate::domain::case::action::find;
use crate::domain::claim::{Proof, ProofKind, action as claim_action};
use crate::domain::procedure::{Argument, Kind};
use crate::domain::strict::Texts;
use crate::domain::why::Why;

use super::relief::FileKind;

/// What is written under `name` is no instant.
pub fn misfit(name: &str) -> Why {
    Why::plain("argument-misfit").with("argument", name).with("expected", "2026-11-23 17:30")
}

/// Reads an instant as a person writes it: `2026-11-23 17:30` in Shanghai time, or RFC 3339.
pub fn read_moment(text: &str) -> Option<DateTime<Utc>> {
    if let Ok(moment) = text.parse::<DateTime<Utc>>() {
        return Some(moment);
    }
    let text = text.trim().replace(['T', '　'], " ");
    let local = NaiveDateTime::parse_from_str(&text, "%Y-%m-%d %H:%M");
    local.ok().map(calendar::from_local)
}

/// Rewrites the instants among an action's arguments to RFC 3339, as they are signed.
///
/// # Errors
/// The argument that is no instant.
pub fn moments(action: &str, args: Texts) -> Result<Texts, Why> {
    moments_of(find(action).map(|row| row.arguments).unwrap_or_default(), args)
}

/// As [`moments`], for a row of the claim table.
///
/// # Errors
/// The argument that is no instant.
pub fn claim_moments(action: &str, args: Texts) -> Result<Texts, Why> {
    moments_of(claim_action::find(action).map(|row| row.arguments).unwrap_or_default(), args)
}

/// As [`moments`], for a row of the table of an appeal or of a remedy.
///
/// # Errors
/// The argument that is no instant.
pub fn file_moments(kind: FileKind, action: &str, args: Texts) -> Result<Texts, Why> {
    moments_of(kind.arguments(action).unwrap_or_default(), args)
}

fn moments_of(kinds: &[Argument], mut args: Texts) -> Result<Texts, Why> {
    for argument in kinds.iter().filter(|argument| argument.kind == Kind::Moment) {
        if let Some(text) = args.0.get_mut(argument.name) {
            let moment = read_moment(text).ok_or_else(|| misfit(argument.name))?;
            *text = moment.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
        }
    }
    Ok(args)
}

/// Reads a proof as written in the form: `mail@2026-11-20 10:00`, kinds as in [`ProofKind`]; what a person may look up may
/// follow after `#`.
///
/// # Errors
/// What is wrong with it.
pub fn read_proof(text: &str) -> Result<Proof, Why> {
    let wrong = || {
        Why::plain("argument-misfit")
            .with("argument", "proof")
            .with("expected", "mail@2026-11-20 10:00")
    };
    let (kind, rest) = text.split_once(['@', '＠']).ok_or_else(wrong)?;
    let (at, reference) = match rest.split_once(['#', '＃']) {
        Some((at, reference)) => (at, Some(reference.trim().to_owned())),
        None => (rest, None),
    };
    let kind = ProofKind::parse(kind.trim()).ok_or_else(wrong)?;
    let at = read_moment(at.trim()).ok_or_else(wrong)?;
    Ok(Proof { reference, ..Proof::bare(kind, at) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_read_as_shanghai_time_or_as_it_is_signed() {
        let written = read_moment(" 2026-11-23　17:30 ");
        assert_eq!(written, read_moment("2026-11-23T09:30:00Z"));
        assert!(written.is_some());
        assert_eq!(read_moment("明天下午"), None);
        let args = Texts::from([("limit", "2026-11-23 17:30"), ("gist", "2026-11-23 17:30")]);
        let signed = moments("consult", args).unwrap_or_default();
        assert_eq!(signed.get("limit"), Some("2026-11-23T09:30:00Z"));
        assert_eq!(
            signed.get("gist"),
            Some("2026-11-23 17:30"),
            "only what is an instant is rewritten"
        );
    }

    #[test]
    fn a_proof_names_its_kind_and_its_instant() {
        assert!(
            read_proof("mail@2026-11-20 10:00").is_ok_and(|proof| proof.kind == ProofKind::Mail)
        );
        let looked_up = read_proof("mail@2026-11-20 10:00#回执 7").map(|proof| proof.reference);
        assert_eq!(looked_up, Ok(Some("回执 7".to_owned())));
        assert!(read_proof("hearsay@2026-11-20 10:00").is_err() && read_proof("mail").is_err());
    }
}
