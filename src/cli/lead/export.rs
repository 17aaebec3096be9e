//! `daqu lead export`: what the list shows, as a file for other people's programs.

use std::path::PathBuf;

use clap::{ArgMatches, Command};
use serde_json::json;

use crate::cli::report::Report;
use crate::cli::{Call, Ending, Outcome, option, text};
use crate::interchange::export::FORMATS;
use crate::t;

use super::filter;

/// The subcommand.
pub(super) fn command() -> Command {
    Command::new("export")
        .about("Write leads as an Open Contracting release package, CSV or a workbook")
        .arg(
            option("format", "NAME", "ocds, csv or xlsx")
                .required(true)
                .value_parser(FORMATS.iter().map(|format| format.id).collect::<Vec<_>>()),
        )
        .arg(option("out", "FILE", "Where to; otherwise into the desk's exports folder"))
        .arg(option("search", "TEXT", "Only what a search finds, the thousand best"))
        .arg(option("province", "NAME", "Only this province"))
}

/// Runs it.
pub(super) fn run(call: &mut Call, matches: &ArgMatches) -> Outcome {
    let wanted = text(matches, "format").unwrap_or_default();
    let Some(format) = FORMATS.iter().find(|format| format.id == wanted) else {
        return Ok(Ending::Done);
    };
    let filter = filter(call, matches)?;
    let mut desk = call.desk()?;
    let file = match text(matches, "out") {
        Some(file) => PathBuf::from(file),
        None => desk.lead_export_file(format),
    };
    let written = desk
        .export_leads(&filter, format, &file)
        .map_err(|error| Report::of_desk(&error, &call.words))?;
    let words = &call.words;
    let file = written.file.display().to_string();
    call.out.answer(
        || {
            json!({"file": file, "format": format.id, "leads": written.leads,
                   "shortened": written.shortened, "more": written.more})
        },
        || {
            let done = t!(words, "done-leads-written", file = file.clone(), leads = written.leads);
            let shortened =
                (written.shortened > 0).then(|| t!(words, "cli-shortened", n = written.shortened));
            let more = written.more.then(|| t!(words, "cli-more-found"));
            std::iter::once(done).chain(shortened).chain(more).collect()
        },
    );
    Ok(if written.shortened > 0 || written.more { Ending::Partly } else { Ending::Done })
}
