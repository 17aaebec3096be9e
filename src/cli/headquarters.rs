//! Headquarters on the command line: the organisation, its root keys, enrolment.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::json;

use crate::desk::Desk;
use crate::desk::exchange::export::Packing;
use crate::desk::exchange::headquarters::{Published, RootFlag, make_root_key, read_enrolment};
use crate::desk::system::{SystemClock, SystemEntropy};
use crate::sync::keys::PublicKey;
use crate::t;

use super::ask::{confirm, file_argument};
use super::desk::without_passphrase;
use super::report::Report;
use super::{Call, Ending, Outcome, option, text};
use super::{publish, trust};

/// `daqu hq`.
pub fn command() -> Command {
    Command::new("hq")
        .about("Headquarters: make the organisation, enrol desks")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(
            Command::new("init")
                .about("Make the organisation: root keys, the first desk of headquarters, the first directory")
                .arg(option("org", "NAME", "The organisation's name").required(true))
                .arg(option("root", "M/N", "How many of how many root keys sign; 2/3 unless given"))
                .arg(
                    option("root-key", "KEY", "A root key that was made on another machine (hq root-key); may be repeated")
                        .action(ArgAction::Append),
                )
                .arg(without_passphrase()),
        )
        .subcommand(
            Command::new("join")
                .about("Make another desk of a headquarters that there is, and enrol.daqu for it")
                .arg(option("name", "NAME", "What the desk is called").required(true))
                .arg(option("person", "NAME", "Who works at it; the desk's name unless given"))
                .arg(without_passphrase()),
        )
        .subcommand(
            Command::new("root-key")
                .about("Make a root key on the machine of who keeps it; needs no desk, and prints what hq init is told")
                .arg(file_argument("FILE", "Where it goes: a medium of its own"))
                .arg(without_passphrase()),
        )
        .subcommand(Command::new("fingerprint").about("Print the organisation's thirty digits"))
        .subcommand(Command::new("roots").about("Print the root keys in hexadecimal, one a line, and how many it takes"))
        .subcommand(
            Command::new("enrol")
                .about("Put a desk into the directory and write its welcome file")
                .arg(file_argument("FILE", "The desk's enrol.daqu"))
                .arg(
                    Arg::new("yes")
                        .long("yes")
                        .action(ArgAction::SetTrue)
                        .help("The fingerprint was compared; do not ask"),
                )
                .arg(option("out", "FILE", "Where the welcome file goes").required(true)),
        )
        .subcommands(publish::commands())
        .subcommands(trust::commands())
}

/// Runs `daqu hq …`.
pub fn run(call: &mut Call, matches: &ArgMatches) -> Outcome {
    match matches.subcommand() {
        Some(("init", matches)) => init(call, matches),
        Some(("join", matches)) => super::desk::make(call, matches, Desk::join_headquarters),
        Some(("root-key", matches)) => root_key(call, matches),
        Some(("fingerprint", _)) => fingerprint(call),
        Some(("roots", _)) => roots(call),
        Some(("enrol", matches)) => enrol(call, matches),
        Some((name, matches)) => publish::run(call, name, matches)
            .or_else(|| trust::run(call, name, matches))
            .unwrap_or(Ok(Ending::Done)),
        None => Ok(Ending::Done),
    }
}

fn init(call: &mut Call, matches: &ArgMatches) -> Outcome {
    let org = text(matches, "org").unwrap_or_default();
    let flag = match text(matches, "root") {
        Some(flag) => flag.parse().map_err(|wrong| Report::new(wrong).usage())?,
        None => RootFlag::default(),
    };
    let mut elsewhere = Vec::new();
    for told in matches.get_many::<String>("root-key").into_iter().flatten() {
        let hex = told.trim().trim_start_matches("ed25519").trim();
        let wrong = || Report::new(t!(call.words, "cli-no-root-key", key = told.as_str())).usage();
        elsewhere.push(PublicKey::from_hex(hex).ok_or_else(wrong)?);
    }
    let passphrase = call.new_passphrase(matches.get_flag("no-passphrase"))?;
    let (clock, entropy) = (Arc::new(SystemClock), Box::new(SystemEntropy));
    let desk = Desk::init_headquarters_with(
        call.home.clone(),
        &org,
        (flag, &elsewhere),
        passphrase.as_deref(),
        clock,
        entropy,
    )
    .map_err(|error| Report::of_desk(&error, &call.words))?;
    say_fingerprint(call, &desk)
}

fn root_key(call: &mut Call, matches: &ArgMatches) -> Outcome {
    let file = matches.get_one::<PathBuf>("file").cloned().unwrap_or_default();
    let passphrase = call.new_passphrase(matches.get_flag("no-passphrase"))?;
    let key = make_root_key(&file, passphrase.as_deref(), &mut SystemEntropy)
        .map_err(|error| Report::of_desk(&error, &call.words))?;
    let told = format!("ed25519 {}", key.to_hex());
    call.out.answer(|| json!({ "key": told, "file": file }), || vec![told.clone()]);
    Ok(Ending::Done)
}

fn fingerprint(call: &mut Call) -> Outcome {
    let desk = call.desk()?;
    say_fingerprint(call, &desk)
}

fn say_fingerprint(call: &Call, desk: &Desk) -> Outcome {
    let digits = desk.org_fingerprint();
    let digits = digits.ok_or_else(|| Report::new(t!(call.words, "why-not-enrolled")))?;
    call.out.answer(|| json!({"fingerprint": digits}), || vec![digits.clone()]);
    Ok(Ending::Done)
}

fn roots(call: &mut Call) -> Outcome {
    let root = call.desk()?.first_root();
    let root = root.map_err(|error| Report::of_desk(&error.into(), &call.words))?;
    let root = root.ok_or_else(|| Report::new(t!(call.words, "why-not-enrolled")))?;
    let keys: Vec<&String> = root.keys.iter().map(|key| &key.public).collect();
    call.out.answer(
        || json!({ "keys": keys, "threshold": root.threshold, "org": root.organisation() }),
        || root.told().lines().map(str::to_owned).collect(),
    );
    Ok(Ending::Done)
}

fn enrol(call: &mut Call, matches: &ArgMatches) -> Outcome {
    let words = &call.words;
    let file = matches.get_one::<PathBuf>("file").cloned().unwrap_or_default();
    let bytes = call.read(&file)?;
    let enrol = read_enrolment(&bytes).map_err(|error| Report::of_exchange(&error, words))?;
    let digits = enrol.fingerprint();
    if !matches.get_flag("yes") {
        let question = t!(
            words,
            "cli-compare",
            name = crate::text::clean::clean_line(&enrol.name),
            digits = digits
        );
        if !confirm(&question) {
            return Err(Report::new(t!(words, "cli-not-enrolled")).hint(t!(words, "cli-yes-hint")));
        }
    }
    let mut desk = call.desk()?;
    let passphrase = if desk.context().profile.trial { None } else { Some(call.passphrase()?) };
    let (entry, published) = desk
        .enrol(&enrol, passphrase.as_deref())
        .map_err(|error| Report::of_exchange(&error, words))?;
    if let Published::Draft { .. } = &published {
        // Without a directory that names it the desk could read nothing.
        let said = trust::told(&published, words);
        call.out
            .answer(|| json!({"desk": entry.id, "directory": published}), || vec![said.clone()]);
        return Ok(trust::ending(&published));
    }
    let out = text(matches, "out").unwrap_or_default();
    let export = desk
        .export(Some(&entry.id), Path::new(&out), Packing::default())
        .map_err(|error| Report::of_desk(&error, words))?;
    let out = export.named();
    let org = desk.org_fingerprint().unwrap_or_default();
    call.out.answer(
        || json!({"desk": entry.id, "fingerprint": enrol.fingerprint(), "org_fingerprint": org, "file": out}),
        || vec![t!(words, "cli-enrolled", desk = entry.id.clone(), file = out.clone()), org.clone()],
    );
    Ok(Ending::Done)
}
