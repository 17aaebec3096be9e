//! Keys and rulings on headquarters' command line: a directory passed from signer to signer, keys retired and revoked, events
//! adopted, returned and voided.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::json;

use crate::desk::Desk;
use crate::desk::exchange::headquarters::{Draft, Published};
use crate::desk::exchange::revocation::{Beyond, Ruling};
use crate::desk::retention::Outlived;
use crate::i18n::Words;
use crate::sync::directory::Directory;
use crate::t;
use crate::text::clean_line;

use super::ask::{confirm, file_argument};
use super::report::Report;
use super::{Call, Ending, Outcome, option, text};

/// The subcommands of `daqu hq` that are here.
pub fn commands() -> Vec<Command> {
    let desk = || Arg::new("desk").value_name("DESK").required(true).help("Its short name: ec-a");
    let reason = || option("reason", "TEXT", "Why").required(true);
    let events = || {
        Arg::new("event")
            .value_name("EVENT")
            .required(true)
            .num_args(1..)
            .help("Ids of events, sha256:…; or numbers: the latest that a region wrote of each and that stands")
    };
    vec![
        Command::new("awaiting").about("What awaits headquarters: proposals, appeals, leads passed on, digests"),
        Command::new("revoke")
            .about("Take a key's effect away from here on: what headquarters holds of it stays")
            .arg(desk())
            .arg(reason()),
        Command::new("retire")
            .about("A key that nobody else has is replaced: nothing is sent to it, and all that it signs stands; else revoke it")
            .arg(desk()),
        Command::new("sign")
            .about("Sign a directory that waits for root keys; needs a root key file and no desk")
            .arg(file_argument("FILE", "The directory; the signature is added in place"))
            .arg(option("key", "FILE", "The root's key file").required(true))
            .arg(
                Arg::new("yes")
                    .long("yes")
                    .action(ArgAction::SetTrue)
                    .help("What is to be signed was looked at; do not ask"),
            ),
        Command::new("beyond")
            .about("What revoked keys wrote beyond their cut-off, without effect"),
        Command::new("adopt").about("Take events up; what was without effect has it").arg(events()),
        Command::new("return")
            .about("Send events back with a reason; they stay as they are")
            .arg(events())
            .arg(reason()),
        Command::new("void").about("Take the effect of events away").arg(events()).arg(reason()),
        Command::new("retention")
            .about("What has been kept as long as it must be (gap G26); with --apply its confidential parts are ordered away")
            .arg(
                Arg::new("apply")
                    .long("apply")
                    .action(ArgAction::SetTrue)
                    .help("Order the erasure of all that is listed"),
            )
            .arg(
                Arg::new("yes")
                    .long("yes")
                    .action(ArgAction::SetTrue)
                    .help("It cannot be taken back, and that is known; do not ask"),
            ),
        Command::new("purge")
            .about("Hide the confidential parts of events here and at every desk this comes to, and erase them after seven days; the events stay")
            .arg(events())
            .arg(reason())
            .arg(
                Arg::new("yes")
                    .long("yes")
                    .action(ArgAction::SetTrue)
                    .help("It cannot be taken back, and that is known; do not ask"),
            ),
    ]
}

/// Runs one of them; nothing where it is none.
pub fn run(call: &mut Call, name: &str, matches: &ArgMatches) -> Option<Outcome> {
    Some(match name {
        "revoke" => publish(call, matches, |desk, id, passphrase| {
            desk.revoke(id, &text(matches, "reason").unwrap_or_default(), passphrase)
        }),
        "retire" => publish(call, matches, Desk::retire),
        "sign" => sign(call, matches),
        "beyond" => beyond(call),
        "awaiting" => awaiting(call),
        "adopt" => rule(call, matches, Ruling::Adopt),
        "return" => rule(call, matches, Ruling::Return),
        "void" => rule(call, matches, Ruling::Void),
        "purge" => purge(call, matches),
        "retention" => retention(call, matches),
        _ => return None,
    })
}

type Publishing<'a> = Result<Published, crate::desk::exchange::ExchangeError>;

fn publish(
    call: &mut Call,
    matches: &ArgMatches,
    change: impl FnOnce(&mut Desk, &str, Option<&str>) -> Publishing<'static>,
) -> Outcome {
    let mut desk = call.desk()?;
    let passphrase = if desk.context().profile.trial { None } else { Some(call.passphrase()?) };
    let id = text(matches, "desk").unwrap_or_default();
    let published = change(&mut desk, &id, passphrase.as_deref())
        .map_err(|error| Report::of_exchange(&error, &call.words))?;
    let words = call.words.clone();
    call.out.answer(|| json!(published), || vec![told(&published, &words)]);
    Ok(ending(&published))
}

/// What became of a directory, in a sentence.
pub fn told(published: &Published, words: &Words) -> String {
    match published {
        Published::Done { version } => {
            t!(words, "cli-directory-done", version = version.to_string())
        }
        Published::Draft { file, have, needed } => {
            let (have, needed) = (have.to_string(), needed.to_string());
            let file = file.display().to_string();
            t!(words, "cli-directory-draft", file = file, have = have, needed = needed)
        }
    }
}

/// A directory that waits for signers is half a success.
pub fn ending(published: &Published) -> Ending {
    match published {
        Published::Done { .. } => Ending::Done,
        Published::Draft { .. } => Ending::Partly,
    }
}

fn sign(call: &mut Call, matches: &ArgMatches) -> Outcome {
    let words = call.words.clone();
    let file = matches.get_one::<PathBuf>("file").cloned().unwrap_or_default();
    let key = PathBuf::from(text(matches, "key").unwrap_or_default());
    let bytes = call.read(&file)?;
    let sealed = std::fs::read_to_string(&key).map_err(|error| {
        let detail = format!("{}: {error}", key.display());
        Report::new(t!(words, "fail-file", detail = detail))
    })?;
    let of = |error| Report::of_exchange(&error, &words);
    let mut draft = Draft::read(&bytes).map_err(of)?;
    if !matches.get_flag("yes") {
        let question = describe(&draft.directory, &words).join("\n");
        if !confirm(&t!(words, "cli-sign-question", what = question)) {
            return Err(Report::new(t!(words, "cli-not-signed")));
        }
    }
    let line = match draft.sign(&sealed, None) {
        Ok(line) => line,
        Err(_) if crate::sync::keyfile::open(&sealed, None).is_err() => {
            let passphrase = call.passphrase()?;
            draft.sign(&sealed, Some(&passphrase)).map_err(of)?
        }
        Err(error) => return Err(of(error)),
    };
    crate::desk::system::write_whole(&file, line.as_bytes())
        .map_err(|error| Report::of_desk(&error, &words))?;
    let (have, needed) = draft.signatures();
    let file = file.display().to_string();
    call.out.answer(
        || json!({"file": file, "have": have, "needed": needed}),
        || {
            let (have, needed) = (have.to_string(), needed.to_string());
            vec![t!(words, "cli-signed", file = file.clone(), have = have, needed = needed)]
        },
    );
    Ok(if have < needed { Ending::Partly } else { Ending::Done })
}

/// What a signer looks at: whose directory it is, who is in it, and which keys lose their effect.
fn describe(directory: &Directory, words: &Words) -> Vec<String> {
    let (version, digits) = (directory.version.to_string(), directory.org_fingerprint());
    let mut lines = vec![t!(words, "cli-sign-head", version = version, digits = digits)];
    for desk in &directory.desks {
        let (id, name) = (clean_line(&desk.id), clean_line(&desk.name));
        let digits = desk.public_key().map(|key| key.fingerprint()).unwrap_or_default();
        let state = words.say(&format!("desk-state-{}", desk.state.name()));
        lines.push(format!("  {id}  {name}  {state}  {digits}"));
    }
    for revocation in &directory.revoked {
        let of =
            directory.desks.iter().find(|desk| desk.key_id().as_deref() == Some(&revocation.key));
        let id = of.map_or(revocation.key.as_str(), |desk| desk.id.as_str());
        let (desk, reason) = (clean_line(id), clean_line(&revocation.reason));
        lines.push(t!(words, "cli-sign-revoked", desk = desk, reason = reason));
    }
    lines
}

fn beyond(call: &mut Call) -> Outcome {
    let found = call.desk()?.beyond();
    let refused =
        |error| Report::of_refusal(&crate::desk::command::Refusal::Store(error), &call.words);
    let found: Vec<Beyond> = found.map_err(refused)?;
    let words = call.words.clone();
    call.out.answer(
        || json!(found),
        || {
            let line = |event: &Beyond| {
                let voided = if event.voided { t!(words, "cli-voided") } else { String::new() };
                let (actor, kind) = (clean_line(&event.actor), clean_line(&event.kind));
                format!("{}  {kind}  {actor}  {}  {voided}", event.event, event.at)
            };
            match found.is_empty() {
                true => vec![t!(words, "cli-nothing-beyond")],
                false => found.iter().map(line).collect(),
            }
        },
    );
    Ok(Ending::Done)
}

/// What is erased is gone everywhere, so it is asked for.
fn purge(call: &mut Call, matches: &ArgMatches) -> Outcome {
    if !matches.get_flag("yes") && !confirm(&t!(call.words, "cli-purge-question")) {
        return Err(
            Report::new(t!(call.words, "cli-not-purged")).hint(t!(call.words, "cli-yes-hint"))
        );
    }
    rule(call, matches, Ruling::Purge)
}

/// What has been kept long enough, and on request its end.
fn retention(call: &mut Call, matches: &ArgMatches) -> Outcome {
    let mut desk = call.desk()?;
    let words = &call.words;
    let found = desk.outlived().map_err(|refusal| Report::of_refusal(&refusal, words))?;
    let line = |one: &Outlived| {
        let kept = words.say(&format!("kept-{}", one.kept));
        let (number, until) = (one.number.as_str(), one.until.to_string());
        t!(words, "cli-retention-line", number = number, kept = kept, until = until, n = one.parts)
    };
    let lines: Vec<String> = found.iter().map(line).collect();
    let apply = matches.get_flag("apply") && !found.is_empty();
    if apply && !matches.get_flag("yes") {
        for line in &lines {
            eprintln!("{}", crate::text::clean::clean_text(line));
        }
        if !confirm(&t!(words, "cli-purge-question")) {
            return Err(Report::new(t!(words, "cli-not-purged")).hint(t!(words, "cli-yes-hint")));
        }
    }
    if apply {
        let events: Vec<String> = found.iter().flat_map(|one| one.events.iter().cloned()).collect();
        let reason = t!(words, "cli-retention-reason");
        let ordered = desk.rule(&events, Ruling::Purge, Some(&reason));
        ordered.map_err(|error| Report::of_exchange(&error, words))?;
    }
    call.out.answer(
        || json!({"outlived": found, "ordered": apply}),
        || match (found.is_empty(), apply) {
            (true, _) => vec![t!(words, "cli-retention-none")],
            (_, true) => [lines.clone(), vec![t!(words, "cli-retention-ordered")]].concat(),
            (_, false) => lines.clone(),
        },
    );
    Ok(Ending::Done)
}

fn awaiting(call: &mut Call) -> Outcome {
    let rows = call.desk()?.awaiting();
    let rows = rows.map_err(|refusal| Report::of_refusal(&refusal, &call.words))?;
    let words = &call.words;
    call.out.answer(
        || json!(rows),
        || match rows.is_empty() {
            true => vec![t!(words, "layer-awaiting-none")],
            false => rows.iter().map(|row| super::survey::line(row, words)).collect(),
        },
    );
    Ok(Ending::Done)
}

/// Ids of events; what is no id is a number, and means the latest that a region wrote of it.
fn named(call: &Call, desk: &mut Desk, given: Vec<String>) -> Result<Vec<String>, Report> {
    let mut events = Vec::new();
    for one in given {
        if one.starts_with("sha256:") {
            events.push(one);
            continue;
        }
        let found = desk.latest_event(&one);
        events.push(found.map_err(|refusal| Report::of_refusal(&refusal, &call.words))?);
    }
    Ok(events)
}

fn rule(call: &mut Call, matches: &ArgMatches, ruling: Ruling) -> Outcome {
    let events: Vec<String> =
        matches.get_many::<String>("event").into_iter().flatten().cloned().collect();
    let reason = matches.try_get_one::<String>("reason").ok().flatten().cloned();
    let mut desk = call.desk()?;
    let events = named(call, &mut desk, events)?;
    let count = desk
        .rule(&events, ruling, reason.as_deref())
        .map_err(|error| Report::of_exchange(&error, &call.words))?;
    let words = call.words.clone();
    call.out
        .answer(|| json!({"ruled": count}), || vec![t!(words, "cli-ruled", n = count.to_string())]);
    Ok(Ending::Done)
}
