//! Appeals and remedies on the command line: opened, listed, shown, and one verb for each row of their tables, made from the
//! row.

use std::sync::Arc;

use chrono::NaiveDate;
use clap::{ArgMatches, Command};
use serde_json::{Value, json};

use crate::desk::Desk;
use crate::desk::command::{Command as Act, Done, NewAppeal, NewRelation, NewRemedy, Refusal};
use crate::desk::entry::{file_moments, misfit, read_moment};
use crate::desk::impact::{Impact, Touched};
use crate::desk::meeting::MeetingSheet;
use crate::desk::relief::{FileDetail, FileKind, FileRow, GROUPS, Reader, RowOf};
use crate::desk::service::{Reply, Request};
use crate::domain::appeal::action as appeal_action;
use crate::domain::calendar::{local, to_the_minute};
use crate::domain::meeting::amendment::Amendment;
use crate::domain::meeting::follow_up::Tracked;
use crate::domain::meeting::lint::Finding;
use crate::domain::organisation::Company;
use crate::domain::relation::{Tie, action as relation_action};
use crate::domain::remedy::action as remedy_action;
use crate::domain::remedy::measure::{MEASURES, amount};
use crate::domain::strict::Texts;
use crate::domain::why::Why;
use crate::i18n::{Lang, Words, value};
use crate::t;

use super::ask::{ask_of, number};
use super::case::{action_json, argument_option, done_json};
use super::report::Report;
use super::{Call, Ending, Outcome, option, survey, text};

/// `daqu appeal`.
pub fn appeal() -> Command {
    let open = Command::new("file")
        .about("Record a party's appeal against the decision of a case")
        .arg(option("case", "NUMBER", "The case, XT-…").required(true))
        .arg(option("party", "CODE", "The party that appeals"))
        .arg(option("request", "TEXT", "What it asks for"))
        .arg(option("reasons", "TEXT", "Why"))
        .arg(option("filed-at", "TIME", "When it was handed over; now, if left out"));
    let base = base("appeal", "Appeals: a party asks the committee to look at a decision again");
    let rows = appeal_action::ACTIONS.iter().map(|row| (row.id, row.rule, row.arguments));
    with_rows(base.subcommand(open), FileKind::Appeal, rows)
}

/// `daqu remedy`.
pub fn remedy() -> Command {
    let open = Command::new("propose")
        .about("Propose a reward, a compensation or a penalty; a person does, never the program")
        .arg(option("case", "NUMBER", "The case it comes from, XT-…"))
        .arg(option("measure", "WORD", "What is proposed").value_parser(MEASURES.to_vec()))
        .arg(option("unit", "CODE", "The unit it concerns"))
        .arg(option("office", "TEXT", "The post it concerns"))
        .arg(option("rule", "ID", "The rule it rests on, SCXT-21"))
        .arg(option("facts", "TEXT", "The facts"))
        .arg(option("amount", "SUM", "100元; of a measure of money"));
    let base = base("remedy", "Remedies: reward, compensation and penalty after a decision");
    let rows = remedy_action::ACTIONS.iter().map(|row| (row.id, row.rule, row.arguments));
    with_rows(base.subcommand(open), FileKind::Remedy, rows)
}

/// `daqu relation`.
pub fn relation() -> Command {
    let open = Command::new("declare")
        .about("Declare what ties you to a unit; the particulars go to headquarters alone")
        .arg(option("tie", "WORD", "What it is").value_parser(Tie::ALL.map(Tie::name)))
        .arg(option("unit", "CODE", "The unit, F1"))
        .arg(option("text", "TEXT", "The particulars"))
        .arg(option("left-on", "DAY", "When you left it, of a former unit: 2024-06-30"));
    let base = base("relation", "Relations: what ties the manager to a unit, declared for recusal");
    let rows = relation_action::ACTIONS.iter().map(|row| (row.id, row.rule, row.arguments));
    with_rows(base.subcommand(open), FileKind::Relation, rows)
}

/// `daqu trip`, `daqu report`, `daqu violation`, `daqu proposal`: made from the table of their kind.
fn register(kind: FileKind, about: &'static str) -> Command {
    let table = kind.table();
    let base = base(table.name, about);
    let Some(opening) = table.opening else { return base };
    let help = Words::new(Lang::En).say(&format!("{}{}-help", table.prefix, opening.verb));
    let arguments = opening.arguments.iter();
    let open = arguments.fold(Command::new(opening.verb).about(help), |verb, argument| {
        verb.arg(argument_option(argument))
    });
    with_rows(base.subcommand(open), kind, (table.rows)().into_iter())
}

/// `daqu trip`.
pub fn trip() -> Command {
    register(FileKind::Trip, "The register of trips: entered before leaving, closed after return")
}

/// `daqu report`.
pub fn report() -> Command {
    let about = "Information reported by marketing staff, routed, put to use, credited";
    register(FileKind::Report, about).subcommands(survey::commands())
}

/// `daqu violation`.
pub fn violation() -> Command {
    register(
        FileKind::Violation,
        "Violations put before the committee; complaints of favour and leaks go another way (daqu complaint)",
    )
}

/// `daqu proposal`.
pub fn proposal() -> Command {
    register(
        FileKind::Proposal,
        "Proposals to set up, shrink or shut a unit, move an area, fill a post",
    )
}

/// Runs `daqu trip …`.
pub fn run_trip(call: &mut Call, matches: &ArgMatches) -> Outcome {
    run_register(call, FileKind::Trip, matches)
}

/// Runs `daqu report …`.
pub fn run_report(call: &mut Call, matches: &ArgMatches) -> Outcome {
    let other = matches.subcommand().and_then(|(name, matches)| survey::run(call, name, matches));
    other.unwrap_or_else(|| run_register(call, FileKind::Report, matches))
}

/// Runs `daqu violation …`.
pub fn run_violation(call: &mut Call, matches: &ArgMatches) -> Outcome {
    run_register(call, FileKind::Violation, matches)
}

/// Runs `daqu proposal …`.
pub fn run_proposal(call: &mut Call, matches: &ArgMatches) -> Outcome {
    run_register(call, FileKind::Proposal, matches)
}

fn run_register(call: &mut Call, kind: FileKind, matches: &ArgMatches) -> Outcome {
    let opening = kind.table().opening;
    match (matches.subcommand(), opening) {
        (Some((verb, matches)), Some(opening)) if verb == opening.verb => {
            let given = opening.arguments.iter();
            let given = given.filter_map(|a| Some((a.name.to_owned(), text(matches, a.name)?)));
            perform(call, Act::OpenFile { kind, args: Texts(given.collect()) })
        }
        (other, _) => run(call, kind, other),
    }
}

fn base(name: &'static str, about: &'static str) -> Command {
    Command::new(name)
        .about(about)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(Command::new("list").about("All of them, open ones first"))
        .subcommand(Command::new("show").about("One in full, with what may be done").arg(number()))
}

pub(super) fn with_rows(
    base: Command,
    kind: FileKind,
    rows: impl Iterator<Item = RowOf>,
) -> Command {
    rows.fold(base, |base, (id, rule, arguments)| {
        let help = Words::new(Lang::En).say(&format!("{}{id}-help", kind.prefix()));
        let verb = Command::new(id).about(format!("{help} (by {rule})")).arg(number());
        base.subcommand(arguments.iter().fold(verb, |verb, a| verb.arg(argument_option(a))))
    })
}

/// Runs `daqu appeal …`.
pub fn run_appeal(call: &mut Call, matches: &ArgMatches) -> Outcome {
    match matches.subcommand() {
        Some(("file", matches)) => file(call, matches),
        other => run(call, FileKind::Appeal, other),
    }
}

/// Runs `daqu remedy …`.
pub fn run_remedy(call: &mut Call, matches: &ArgMatches) -> Outcome {
    match matches.subcommand() {
        Some(("propose", matches)) => propose(call, matches),
        other => run(call, FileKind::Remedy, other),
    }
}

/// Runs `daqu relation …`.
pub fn run_relation(call: &mut Call, matches: &ArgMatches) -> Outcome {
    match matches.subcommand() {
        Some(("declare", matches)) => {
            let field = |name: &str| text(matches, name).unwrap_or_default();
            let (tie, unit, said) = (field("tie"), field("unit"), field("text"));
            let new = NewRelation { tie, unit, text: said, left_on: text(matches, "left-on") };
            perform(call, Act::DeclareRelation(new))
        }
        other => run(call, FileKind::Relation, other),
    }
}

pub(super) fn run(call: &mut Call, kind: FileKind, verb: Option<(&str, &ArgMatches)>) -> Outcome {
    match verb {
        Some(("list", _)) => list(call, kind),
        Some(("show", matches)) => {
            let desk = call.desk()?;
            answer(call, desk, &text(matches, "number").unwrap_or_default(), None)
        }
        Some((id, matches)) => act(call, kind, id, matches),
        None => Ok(Ending::Done),
    }
}

fn refused(call: &Call, why: Why) -> Report {
    Report::of_refusal(&Refusal::because(why), &call.words)
}

fn file(call: &mut Call, matches: &ArgMatches) -> Outcome {
    let field = |name: &str| text(matches, name).unwrap_or_default();
    let filed_at = match text(matches, "filed-at") {
        Some(written) => match read_moment(&written) {
            Some(at) => Some(at),
            None => return Err(refused(call, misfit("filed_at"))),
        },
        None => None,
    };
    perform(
        call,
        Act::FileAppeal(NewAppeal {
            case: field("case"),
            party: field("party"),
            request: field("request"),
            reasons: field("reasons"),
            filed_at,
        }),
    )
}

fn propose(call: &mut Call, matches: &ArgMatches) -> Outcome {
    let sum = text(matches, "amount").unwrap_or_default();
    let amount_fen = amount(&Texts::from([("amount", sum.as_str())]), "amount");
    let amount_fen = amount_fen.map_err(|why| refused(call, why))?;
    perform(
        call,
        Act::ProposeRemedy(NewRemedy {
            case: text(matches, "case"),
            measure: text(matches, "measure").unwrap_or_default(),
            unit: text(matches, "unit"),
            office: text(matches, "office"),
            rule: text(matches, "rule").unwrap_or_default(),
            facts: text(matches, "facts").unwrap_or_default(),
            amount_fen,
        }),
    )
}

fn act(call: &mut Call, kind: FileKind, id: &str, matches: &ArgMatches) -> Outcome {
    let arguments = kind.arguments(id).unwrap_or_default();
    let given = arguments.iter().filter_map(|a| Some((a.name.to_owned(), text(matches, a.name)?)));
    let args = file_moments(kind, id, Texts(given.collect())).map_err(|why| refused(call, why))?;
    let number = text(matches, "number").unwrap_or_default();
    perform(call, Act::ActOnFile { number, action: id.to_owned(), args })
}

fn perform(call: &mut Call, command: Act) -> Outcome {
    let mut desk = call.desk()?;
    let done = desk.perform(command);
    let done = done.map_err(|refusal| Report::of_refusal(&refusal, &call.words))?;
    let number = done.number.clone().unwrap_or_default();
    answer(call, desk, &number, Some(&done))
}

fn list(call: &mut Call, kind: FileKind) -> Outcome {
    let group = GROUPS.iter().find(|group| group.kinds.contains(&kind));
    let kinds = group.map(|group| group.kinds).unwrap_or_default();
    let mut desk = call.desk()?;
    let known = Known::of(call, &mut desk)?;
    let asked = ask_of(call, desk, Request::Files(kinds))?;
    let Reply::Files(_, rows) = asked else { return Ok(Ending::Done) };
    let rows: Vec<FileRow> = rows.into_iter().filter(|row| row.kind == kind).collect();
    let unit = |code: &str| known.unit(code, &call.words);
    let reader = Reader { words: &call.words, unit: &unit, moment: &to_the_minute };
    call.out.answer(|| json!(rows), || rows.iter().map(|row| line(row, &reader)).collect());
    Ok(Ending::Done)
}

/// Units as they are called today.
struct Known {
    company: Arc<Company>,
    today: NaiveDate,
}

impl Known {
    fn of(call: &Call, desk: &mut Desk) -> Result<Known, Report> {
        let stored = |error| Report::of_refusal(&Refusal::Store(error), &call.words);
        let company = desk.company().map_err(stored)?;
        Ok(Known { company, today: local(desk.now()).date() })
    }

    fn unit(&self, code: &str, words: &Words) -> String {
        value::unit_on(words, &self.company, code, self.today)
    }
}

fn line(row: &FileRow, reader: &Reader<'_>) -> String {
    let words = reader.words;
    let state = words.say(&format!("state-{}-{}", row.kind.name(), row.state));
    let measure = row.measure.map(|word| words.say(&format!("choice-{word}"))).unwrap_or_default();
    let case = row.case.as_deref().unwrap_or("-");
    format!("{}  {state}  {}  {case}  {measure}", row.number, (reader.unit)(&row.concerns))
}

/// Prints a file from a desk that is open already, after what was done to it.
fn answer(call: &Call, mut desk: Desk, number: &str, done: Option<&Done>) -> Outcome {
    let known = Known::of(call, &mut desk)?;
    let Reply::File(detail) = ask_of(call, desk, Request::File(number.to_owned()))? else {
        return Ok(Ending::Done);
    };
    let words = &call.words;
    let unit = |code: &str| known.unit(code, words);
    let reader = Reader { words, unit: &unit, moment: &to_the_minute };
    call.out.answer(|| detail_json(&detail, done, words), || lines(&detail, done, &reader));
    Ok(Ending::Done)
}

fn detail_json(detail: &FileDetail, done: Option<&Done>, words: &Words) -> Value {
    let mut value = json!(detail.row);
    let entry = |entry: &crate::domain::relief::Entry| {
        json!({"action": entry.action, "at": entry.at, "actor": entry.actor, "office": entry.office,
               "arguments": entry.args, "event": entry.event, "in_power": entry.in_power,
               "counts": entry.counts})
    };
    if let Value::Object(fields) = &mut value {
        let said: serde_json::Map<String, Value> =
            detail.said.iter().map(|(name, text)| ((*name).to_owned(), json!(text))).collect();
        fields.insert("said".to_owned(), Value::Object(said));
        let timeline = detail.timeline.iter().map(entry).collect();
        fields.insert("timeline".to_owned(), Value::Array(timeline));
        fields.insert("limits".to_owned(), json!(detail.limits));
        let note = |why: &Why| json!({"key": why.key, "rule": why.rule, "text": words.why(why)});
        fields.insert("notes".to_owned(), detail.notes.iter().map(note).collect());
        if let Some(impact) = &detail.impact {
            fields.insert("impact".to_owned(), json!(impact));
        }
        let actions = detail.actions.iter().map(|row| action_json(row, words)).collect();
        fields.insert("actions".to_owned(), Value::Array(actions));
        if let Some(sheet) = &detail.meeting {
            fields.insert("meeting".to_owned(), sheet_json(sheet, words));
        }
        if let Some(done) = done {
            fields.insert("done".to_owned(), done_json(done, words));
        }
    }
    value
}

/// What a meeting says beside its table.
fn sheet_json(sheet: &MeetingSheet, words: &Words) -> Value {
    let finding = |finding: &Finding| {
        let line = finding.line.map(|line| line + 1);
        json!({"line": line, "key": finding.why.key, "rule": finding.why.rule,
               "text": words.why(&finding.why), "bars": finding.bars})
    };
    let findings: Vec<Value> = sheet.findings.iter().map(finding).collect();
    json!({"roll": sheet.roll, "records": sheet.records, "findings": findings,
           "tasks": sheet.tasks, "signature": sheet.signature,
           "amendments": sheet.amendments, "answers": sheet.tally.answers(),
           "mean_hundredths": sheet.tally.mean_hundredths()})
}

/// The roll, the check and the actions of a meeting.
fn sheet_lines(sheet: &MeetingSheet, words: &Words) -> Vec<String> {
    let finding = |finding: &Finding| {
        let line = finding.line.map(|line| (line + 1).to_string());
        let place = line.map(|line| format!("{} ", t!(words, "layer-meeting-line", line = line)));
        format!("  ! {}{}", place.unwrap_or_default(), words.why(&finding.why))
    };
    let task = |task: &Tracked| {
        let stage = value::stage(words, task.stage);
        let day = task.until.map(|day| day.to_string()).unwrap_or_default();
        let owner = task.task.owner.as_deref().unwrap_or("?");
        format!("  [{}] {}  {owner}  {day}  {stage}", task.number, task.task.what)
    };
    let amended = |amendment: &Amendment| format!("  {}", value::amendment(words, amendment));
    let lines = sheet.amendments.iter().map(amended).chain(sheet.findings.iter().map(finding));
    lines.chain(sheet.tasks.iter().map(task)).collect()
}

/// What a change would touch.
fn impact_lines(impact: &Impact, words: &Words) -> Vec<String> {
    let counts = t!(
        words,
        "impact-counts",
        day = impact.day.to_string(),
        cases = impact.cases.len(),
        claims = impact.claims.len(),
        protections = impact.protections.len(),
        leads = impact.leads
    );
    let list = |label: String, touched: &[Touched]| -> Vec<String> {
        let line = |one: &Touched| format!("    {label} {} {}", one.number, one.title);
        touched.iter().map(line).collect()
    };
    let mut lines = vec![format!("  {counts}")];
    lines.extend(list(t!(words, "impact-case"), &impact.cases));
    lines.extend(list(t!(words, "impact-protection"), &impact.protections));
    lines.extend(list(t!(words, "impact-claim"), &impact.claims));
    lines.extend(impact.faults.iter().map(|why| format!("  ! {}", words.why(why))));
    lines
}

/// Rival states, each with the entry by whose number headquarters lets it stand; what was entered stands in the timeline.
fn rival_lines(detail: &FileDetail, words: &Words) -> Vec<String> {
    let kind = detail.row.kind;
    let state = |state: &str| words.say(&format!("state-{}-{state}", kind.name()));
    let states: Vec<String> = detail.contested.iter().map(|(rival, _)| state(rival)).collect();
    let states = value::listed(words, &states);
    let head = format!("  ! {}", t!(words, "layer-case-contested", states = states));
    let rival = |(rival, event): &(&str, String)| {
        let n = detail.place(event)?;
        let action = detail.timeline.get(n - 1)?.action;
        let name = words.say(&format!("{}{action}", kind.prefix()));
        Some(format!("    {n:>2} {name} → {}", state(rival)))
    };
    let rivals = detail.contested.iter().filter_map(rival);
    let head = (!detail.contested.is_empty()).then_some(head);
    head.into_iter().chain(rivals).collect()
}

fn lines(detail: &FileDetail, done: Option<&Done>, reader: &Reader<'_>) -> Vec<String> {
    let words = reader.words;
    let said = done.map(|done| words.answer(&format!("done-{}", done.key), &done.args));
    let notices = done.into_iter().flat_map(|done| &done.notices);
    let notices = notices.map(|why| format!("! {}", words.why(why)));
    let mut lines: Vec<String> = said.into_iter().chain(notices).collect();
    lines.push(line(&detail.row, reader));
    let pair =
        |(name, value): (String, String)| t!(words, "layer-pair", name = name, value = value);
    lines.extend(detail.told(reader).into_iter().map(|said| format!("  {}", pair(said))));
    lines.extend(detail.notes.iter().map(|why| format!("  ! {}", words.why(why))));
    lines.extend(rival_lines(detail, words));
    lines.extend(detail.impact.iter().flat_map(|impact| impact_lines(impact, words)));
    lines.extend(detail.limits.iter().map(|limit| format!("  {}", pair(limit.told(reader)))));
    lines.extend(detail.meeting.iter().flat_map(|sheet| sheet_lines(sheet, words)));
    for (n, entry) in detail.timeline.iter().enumerate() {
        let name = words.say(&format!("{}{}", detail.row.kind.prefix(), entry.action));
        let at = local(entry.at).format("%m-%d %H:%M");
        let power = match (entry.in_power, entry.counts) {
            (_, true) => String::new(),
            (false, _) => format!("  ! {}", words.say("layer-out-of-power")),
            (true, false) => format!("  ! {}", words.say("layer-no-effect")),
        };
        lines.push(format!("  {:>2} {at}  {name}  {}{power}", n + 1, entry.actor));
        let entered = detail.entered(entry, reader).into_iter();
        lines.extend(entered.map(|entered| format!("       {}", pair(entered))));
    }
    for row in &detail.actions {
        let name = words.say(&format!("{}{}", detail.row.kind.prefix(), row.id));
        lines.push(match row.unmet.first() {
            None => format!("  · {name} ({})", row.id),
            Some(why) => format!("  × {name} ({}): {}", row.id, words.why(why)),
        });
    }
    lines
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::desk::view::Delivery;
    use crate::domain::relief::Entry;
    use crate::domain::subject::{Subject, SubjectKind};

    fn entry(event: &str, action: &'static str, said: &str) -> Entry {
        Entry {
            event: event.to_owned(),
            action,
            at: "2026-11-25T01:00:00Z".parse().unwrap(),
            actor: "林岚".to_owned(),
            office: String::new(),
            args: Texts::from([("reasons", said), ("decision", "sha256:b")]),
            parts: Vec::new(),
            rulebase: None,
            in_power: true,
            counts: true,
        }
    }

    #[test]
    fn rivals_are_told_with_their_entries_and_what_each_said() {
        let subject = Subject::derived(SubjectKind::Trip, &["1"]);
        let row = FileRow {
            subject,
            kind: FileKind::Trip,
            number: "WC-EC-26-A-001".to_owned(),
            case: None,
            concerns: "F3".to_owned(),
            state: "closed",
            open: true,
            opened_at: "2026-11-24T01:00:00Z".parse().unwrap(),
            measure: None,
            delivery: Delivery::Local,
        };
        let detail = FileDetail {
            row,
            said: vec![("about", subject.to_string())],
            timeline: vec![
                entry("sha256:a", "cancel", "客户改期"),
                entry("sha256:b", "cancel", "车辆故障"),
                entry("sha256:c", "resolve", "以后者为准"),
            ],
            limits: Vec::new(),
            actions: Vec::new(),
            notes: Vec::new(),
            contested: vec![("filed", "sha256:a".to_owned()), ("cancelled", "sha256:b".to_owned())],
            meeting: None,
            impact: None,
            numbers: [(subject.to_string(), "WC-EC-26-A-001".to_owned())].into(),
        };
        let words = Words::new(Lang::Zh);
        let unit = |code: &str| format!("<{code}>");
        let reader = Reader { words: &words, unit: &unit, moment: &to_the_minute };
        let told = lines(&detail, None, &reader).join("\n");
        assert!(told.contains("<F3>") && told.contains("：WC-EC-26-A-001"), "{told}");
        let first = words.say("state-trip-filed");
        assert!(told.contains(&format!("     1 {} → {first}", words.say("action-trip-cancel"))));
        assert!(told.contains("：客户改期") && told.contains("：车辆故障"), "{told}");
        let decision = value::label(&words, "decision");
        assert!(told.contains(&format!("{decision}：2")), "an entry by its number: {told}");
        assert!(!told.contains("sha256") && !told.contains("trip:"), "{told}");
    }
}
