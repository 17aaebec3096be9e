//! `daqu territory`: who answers for what, since when, by whose decision; and where several do, or nobody.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Arg, ArgMatches, Command};
use serde_json::{Value, json};

use crate::desk::command::Refusal;
use crate::desk::survey::tile_map;
use crate::desk::system::write_whole;
use crate::desk::{Desk, DeskError};
use crate::domain::calendar::local;
use crate::domain::lead::class::BusinessClass;
use crate::domain::organisation::owner::{By, Holder, Question, Right, Standing};
use crate::domain::organisation::{Company, Seat};
use crate::domain::territory::{RegionCode, find_division, province_of};
use crate::i18n::{Words, value};
use crate::interchange::picture::Picture;
use crate::interchange::picture::sheet::workbook;
use crate::interchange::picture::svg::svg;
use crate::model::Heat;
use crate::t;
use crate::text::clean::clean_line;

use super::report::Report;
use super::{Call, Ending, Outcome, option, text};

/// How it is called.
pub fn command() -> Command {
    let place = || Arg::new("place").value_name("PLACE").help("江苏, 苏州, 320500");
    let on = || option("on", "DAY", "As of this day: 2026-11-23; today, if left out");
    Command::new("territory")
        .about(
            "Who answers for which place since when, by which resolution; units, customers, posts",
        )
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(
            Command::new("owner")
                .about("Region, manager, units, key account managers of a place")
                .arg(place().required(true))
                .arg(option("class", "WORD", "A class of business").value_parser(class_words()))
                .arg(option("customer", "NAME", "Key account managers of this customer alone"))
                .arg(on()),
        )
        .subcommand(
            Command::new("check")
                .about("Places with several 主责 or none, and posts that are vacant")
                .arg(on()),
        )
        .subcommand(
            Command::new("history")
                .about("Who answered for a place when")
                .arg(place().required(true)),
        )
        .subcommand(
            Command::new("map")
                .about("The map as a picture: regions, with conflicts, leads or wins as numbers")
                .arg(
                    option("out", "FILE", "Where it goes: .svg, or .xlsx for a table")
                        .required(true),
                )
                .arg(
                    option("heat", "WORD", "What the numbers count; conflicts unless given")
                        .value_parser(Heat::ALL.map(Heat::name)),
                )
                .arg(on()),
        )
        .subcommand(Command::new("units").about("Units, as a tree").arg(on()))
        .subcommand(Command::new("customers").about("Customers, as a family tree").arg(on()))
        .subcommand(Command::new("resolutions").about("Board resolutions"))
}

fn class_words() -> Vec<&'static str> {
    BusinessClass::ALL.map(BusinessClass::name).to_vec()
}

/// Runs `daqu territory …`.
pub fn run(call: &mut Call, matches: &ArgMatches) -> Outcome {
    let Some((verb, matches)) = matches.subcommand() else { return Ok(Ending::Done) };
    let mut desk = call.desk()?;
    let today = local(desk.now()).date();
    let company = desk.company().map_err(|error| Report::of_desk(&error.into(), &call.words))?;
    let day = match matches.try_get_one::<String>("on").ok().flatten() {
        Some(written) => self::day(call, written)?,
        None => today,
    };
    match verb {
        "owner" => owner(call, matches, &company, day),
        "check" => Ok(check(call, &company, day)),
        "history" => history(call, matches, &company),
        "map" => map(call, &mut desk, matches, &company, day),
        "units" => Ok(units(call, &company, day)),
        "customers" => Ok(customers(call, &company, day)),
        _ => Ok(resolutions(call, &company)),
    }
}

fn day(call: &Call, written: &str) -> Result<NaiveDate, Report> {
    let wrong = || Report::new(t!(call.words, "cli-no-day", text = clean_line(written))).usage();
    written.trim().parse().map_err(|_| wrong())
}

/// The code of the place that a person named.
pub(super) fn place(call: &Call, matches: &ArgMatches) -> Result<String, Report> {
    let written = text(matches, "place").unwrap_or_default();
    let code = find_division(&written).map(|division| division.code.clone());
    let coded = || province_of(written.trim()).map(|_| written.trim().to_owned());
    let place = clean_line(&written);
    code.or_else(coded)
        .ok_or_else(|| Report::new(t!(call.words, "cli-no-place", place = place)).usage())
}

fn owner(call: &Call, matches: &ArgMatches, company: &Company, day: NaiveDate) -> Outcome {
    let division = place(call, matches)?;
    let class = text(matches, "class");
    let class = BusinessClass::ALL.into_iter().find(|one| Some(one.name()) == class.as_deref());
    let customer = match text(matches, "customer") {
        Some(name) => match company.find_customer(&name, day) {
            Some(node) => Some(node.code),
            None => {
                let customer = clean_line(&name);
                let unknown = t!(call.words, "cli-no-customer", customer = customer);
                return Err(Report::new(unknown).usage());
            }
        },
        None => None,
    };
    let asked = Question { division: &division, class, customer: customer.as_deref(), day };
    let Some(standing) = company.owner(&asked) else {
        return Err(Report::new(t!(call.words, "cli-no-place", place = division.as_str())));
    };
    let words = &call.words;
    call.out.answer(|| json!(standing), || lines(&standing, company, words));
    Ok(Ending::Done)
}

/// An answer in words.
fn lines(standing: &Standing, company: &Company, words: &Words) -> Vec<String> {
    let place = value::place(words, &standing.division);
    let day = standing.day.to_string();
    let mut lines = vec![t!(words, "owner-of", division = place, day = day)];
    let seat = match standing.seat {
        Some(Seat::Region(region)) => value::region(words, region.as_str()),
        Some(Seat::Headquarters) => t!(words, "owner-hq"),
        None => t!(words, "ui-undecided"),
    };
    let seat = if standing.assumed { assumed(words, &seat) } else { seat };
    lines.push(format!("  {}", with_by(words, seat, standing.by.as_ref())));
    if let Some(manager) = &standing.manager {
        lines.push(pair(words, &t!(words, "ui-manager"), &held(words, manager)));
    }
    if let Some(deputy) = &standing.deputy {
        let held = held(words, &deputy.post);
        let text = match deputy.ring {
            Some(region) => {
                let region = region_short(words, region);
                assumed(
                    words,
                    &format!("{held} · {}", t!(words, "owner-stands-in", region = region)),
                )
            }
            None => held,
        };
        lines.push(pair(words, &t!(words, "ui-deputy"), &text));
    }
    for (label, rights) in [
        ("right-home", &standing.home),
        ("right-allowed", &standing.allowed),
        ("right-barred", &standing.barred),
    ] {
        for right in rights {
            let text =
                with_by(words, holder_of(words, right, company, standing.day), Some(&right.by));
            lines.push(pair(words, &words.say(label), &text));
        }
    }
    for account in &standing.accounts {
        let name = company.find_customer(&account.customer, standing.day);
        let name = name.map_or_else(|| account.customer.clone(), |node| node.name);
        let label = format!("{} {name}", t!(words, "owner-accounts"));
        lines.push(pair(words, &label, &held(words, &account.post)));
    }
    lines.extend(standing.faults.iter().map(|why| format!("! {}", words.why(why))));
    lines
}

fn region_short(words: &Words, region: RegionCode) -> String {
    words.region_name(region)
}

fn pair(words: &Words, name: &str, text: &str) -> String {
    format!("  {}", t!(words, "layer-pair", name = name, value = text))
}

fn assumed(words: &Words, text: &str) -> String {
    format!("{text} [{}]", t!(words, "ui-assumed"))
}

fn held(words: &Words, post: &Holder) -> String {
    match (&post.holder, &post.by) {
        (Some(holder), by) => with_by(words, holder.clone(), by.as_ref()),
        (None, Some(by)) => with_by(words, t!(words, "ui-vacant"), Some(by)),
        (None, None) => t!(words, "ui-undecided"),
    }
}

fn holder_of(words: &Words, right: &Right, company: &Company, day: NaiveDate) -> String {
    let unit = company.unit(&right.unit, day);
    let name = match unit {
        Some(unit) => value::unit(words, &unit.name, &unit.en),
        None => right.unit.clone(),
    };
    let class = right.class.map(|class| words.say(&format!("class-{}", class.name())));
    class.map_or(name.clone(), |class| format!("{name} ({class})"))
}

fn with_by(words: &Words, who: String, by: Option<&By>) -> String {
    let Some(by) = by else { return who };
    let mut text = match by.resolution.is_empty() {
        true => who,
        false => t!(words, "ui-by-resolution", who = who, resolution = by.resolution.as_str()),
    };
    text.push_str(&format!(" · {}", t!(words, "owner-since", from = by.from.to_string())));
    if let Some(until) = by.until {
        text.push_str(&format!(" {}", t!(words, "owner-until", until = until.to_string())));
    }
    text
}

fn check(call: &Call, company: &Company, day: NaiveDate) -> Ending {
    let faults = company.faults(day);
    let words = &call.words;
    call.out.answer(
        || {
            let told = faults
                .iter()
                .map(|why| json!({"key": why.key, "rule": why.rule, "text": words.why(why)}));
            json!({"day": day, "faults": told.collect::<Vec<Value>>()})
        },
        || match faults.as_slice() {
            [] => vec![t!(words, "owner-all-well")],
            faults => faults.iter().map(|why| format!("! {}", words.why(why))).collect(),
        },
    );
    if faults.is_empty() { Ending::Done } else { Ending::Found }
}

/// A sum on a tile is told in 万元: fen have no room there.
const TILE_FEN: i64 = 1_000_000;

fn map(
    call: &Call,
    desk: &mut Desk,
    matches: &ArgMatches,
    company: &Company,
    day: NaiveDate,
) -> Outcome {
    let words = &call.words;
    let heat = text(matches, "heat").unwrap_or_default();
    let heat = Heat::ALL.into_iter().find(|one| one.name() == heat).unwrap_or_default();
    let provinces = desk.provinces().map_err(|e| Report::of_refusal(&Refusal::Store(e), words))?;
    let own = desk.context().profile.region();
    let amount = |code: &str| {
        let row = provinces.iter().find(|row| row.code == code);
        let amount = row.map_or(0, |row| heat.of(row));
        if heat == Heat::Won { amount / TILE_FEN } else { amount }
    };
    let region = |code: &str| company.territory().region_on(code, day);
    let title =
        words.say_with(&format!("map-{}", heat.name()), &[("day".to_owned(), day.to_string())]);
    let picture =
        Picture::new(tile_map(words, title, own, &region, &amount)).noted(t!(words, "map-note"));
    let file = PathBuf::from(text(matches, "out").unwrap_or_default());
    let sheet = file.extension().is_some_and(|end| end.eq_ignore_ascii_case("xlsx"));
    let bytes = match sheet {
        true => workbook(&[picture], words)
            .map_err(|error| Report::of_desk(&DeskError::file(&file, &error), words))?,
        false => svg(&picture).into_bytes(),
    };
    write_whole(&file, &bytes).map_err(|error| Report::of_desk(&error, words))?;
    let named = file.display().to_string();
    call.out.answer(
        || json!({"file": named, "heat": heat.name(), "day": day}),
        || vec![t!(words, "map-written", file = named.as_str())],
    );
    Ok(Ending::Done)
}

fn history(call: &Call, matches: &ArgMatches, company: &Company) -> Outcome {
    let division = place(call, matches)?;
    let words = &call.words;
    let mut rows: Vec<(NaiveDate, Option<NaiveDate>, String, String)> = Vec::new();
    let province = province_of(&division).map(|province| province.code.clone());
    let mut places = vec![division.clone()];
    places.extend(province.filter(|code| *code != division));
    for code in &places {
        for spell in company.territory().spells(code) {
            let who = match spell.fact.region {
                Seat::Region(region) => value::region(words, region.as_str()),
                Seat::Headquarters => t!(words, "owner-hq"),
            };
            let who = format!("{} {who}", value::place(words, code));
            rows.push((spell.from, spell.until, who, spell.fact.resolution.clone()));
        }
        for line in company.right_lines(code) {
            for spell in line.spells() {
                let right = words.say(&format!("right-{}", spell.fact.right.name()));
                let who = format!("{} {} {right}", value::place(words, code), spell.fact.unit);
                rows.push((spell.from, spell.until, who, spell.fact.resolution.clone()));
            }
        }
    }
    rows.sort();
    call.out.answer(
        || {
            let row = |(from, until, what, resolution): &(
                NaiveDate,
                Option<NaiveDate>,
                String,
                String,
            )| {
                json!({"from": from, "until": until, "what": what, "resolution": resolution})
            };
            json!(rows.iter().map(row).collect::<Vec<_>>())
        },
        || {
            if rows.is_empty() {
                return vec![t!(words, "owner-no-history")];
            }
            let line = |(from, until, what, resolution): &(
                NaiveDate,
                Option<NaiveDate>,
                String,
                String,
            )| {
                let until = until.map(|day| day.to_string()).unwrap_or_default();
                format!("{from} – {until:<10}  {what}  {resolution}")
            };
            rows.iter().map(line).collect()
        },
    );
    Ok(Ending::Done)
}

fn units(call: &Call, company: &Company, day: NaiveDate) -> Ending {
    let words = &call.words;
    let units = company.units(day);
    call.out.answer(
        || json!(units),
        || {
            let line = |unit: &crate::domain::unit::Unit| {
                let kind = words.say(&format!("unit-kind-{}", unit.kind));
                let state = words.say(&format!("unit-state-{}", unit.state.name()));
                let city = unit.city.as_deref().map(|code| value::place(words, code));
                let above = unit.parent.clone().unwrap_or_default();
                let name = value::unit(words, &unit.name, &unit.en);
                let name = if unit.assumed { assumed(words, &name) } else { name };
                let city = city.unwrap_or_default();
                format!(
                    "{:<8} {name}  {kind}  {state}  {city}  {above}  {}",
                    unit.code, unit.legal_entity
                )
            };
            units.iter().map(line).collect()
        },
    );
    Ending::Done
}

fn customers(call: &Call, company: &Company, day: NaiveDate) -> Ending {
    let tree = company.customer_tree(day);
    call.out.answer(
        || json!(tree),
        || {
            let line = |node: &crate::domain::organisation::tree::Node| {
                let mark = if node.stands { ' ' } else { '†' };
                let of = node.successor_of.join(",");
                let of = if of.is_empty() { of } else { format!(" ← {of}") };
                let key = if node.key { " ★" } else { "" };
                format!("{}{mark}{} {}{key}{of}", "  ".repeat(node.depth), node.code, node.name)
            };
            tree.iter().map(line).collect()
        },
    );
    Ending::Done
}

fn resolutions(call: &Call, company: &Company) -> Ending {
    let words = &call.words;
    let all: Vec<_> = company.resolutions().collect();
    call.out.answer(
        || json!(all),
        || {
            let line = |one: &&crate::domain::organisation::ResolutionRecorded| {
                let status = serde_json::to_value(one.status).unwrap_or_default();
                let status = status.as_str().unwrap_or_default().to_owned();
                let status = words.say(&format!("resolution-status-{status}"));
                format!("{}  {}  {status}  {}", one.date, one.number, one.title)
            };
            all.iter().map(line).collect()
        },
    );
    Ending::Done
}
