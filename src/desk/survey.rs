//! The regional digest of a month (art. 31): what was reported, under its headings; targets beside pipeline and wins; who is credited
//! with what; and the same figures as pictures.
//!
//! A month that is over is told as it stood at its end, whatever became of its cases, lots and reports since. Of its leads, notice
//! and verdict are those of today, and the text says so.
//!
//! Sums are of what is known: lots whose value no notice states are counted beside them and never guessed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Months, NaiveDate, NaiveTime, SecondsFormat, Utc};
use serde::Serialize;

use crate::domain::calendar::{Calendar, from_local, local};
use crate::domain::event::Fact;
use crate::domain::lead::Step;
use crate::domain::procedure::PRIVATE;
use crate::domain::report::credit::{Credit, credit};
use crate::domain::report::{Report, TOPICS};
use crate::domain::subject::SubjectKind;
use crate::domain::survey::{Issued, SECTIONS, is_told, month_of, section, section_of};
use crate::domain::territory::{RegionCode, TILES};
use crate::domain::why::Why;
use crate::i18n::{Lang, Words, value};
use crate::interchange::letter::escape;
use crate::interchange::picture::sheet::workbook;
use crate::interchange::picture::svg::svg;
use crate::interchange::picture::{Bar, Bars, Picture, Series, Tile, TileMap};
use crate::store::lots::{LotRow, Sum};
use crate::t;

use super::command::{Done, Refusal};
use super::fairness::Period;
use super::history;
use super::project::{RETURNED, lots};
use super::query::{Answer, Reading};
use super::relief::FileKind;
use super::session::Session;
use super::system::write_whole;
use super::triage::{time_points, timely};
use super::view::LeadRow;
use super::{Desk, DeskError};

/// The part that holds the text of an issued digest.
pub const TEXT: &str = "text";

/// How many leads and months stand in a digest.
const LEADS: usize = 10;
const MONTHS: u32 = 12;

/// A heading with what was reported under it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Section {
    /// A word of [`SECTIONS`].
    pub id: &'static str,
    /// Number of the report, and what it says in one line.
    pub lines: Vec<(String, String)>,
}

/// Reports about one topic.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TopicCount {
    /// A word of art. 28.
    pub topic: &'static str,
    /// Reports of the month.
    pub filed: usize,
    /// Of these, those that came late.
    pub late: usize,
    /// Of these, those put to use.
    pub used: usize,
}

/// A unit's target beside what it has and what it pursues.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TargetRow {
    /// Unit code.
    pub unit: String,
    /// The target in fen; nothing where none was set.
    pub target: Option<i64>,
    /// Won in the month.
    pub won: Sum,
    /// Pursued at the end of the month, or now; whenever the last step was.
    pub pipeline: Sum,
}

/// A month of the year up to the one reported.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MonthRow {
    /// `2026-11`.
    pub month: String,
    /// The sum of the targets; nothing where none was set.
    pub target: Option<i64>,
    /// Won.
    pub won: Sum,
}

/// The digest of a month.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Survey {
    /// `2026-11`.
    pub month: String,
    /// The last day that is counted: the month's, or today.
    pub as_of: NaiveDate,
    /// The month is over.
    pub over: bool,
    /// Whose it is; headquarters' where none is named.
    pub region: Option<RegionCode>,
    /// The headings.
    pub sections: Vec<Section>,
    /// By topic.
    pub topics: Vec<TopicCount>,
    /// By unit and role.
    pub credit: Vec<Credited>,
    /// Of the leads that came in in the month, those that score highest: number, title, score.
    pub leads: Vec<(String, String, i32)>,
    /// By unit.
    pub targets: Vec<TargetRow>,
    /// Month by month.
    pub months: Vec<MonthRow>,
    /// Conflicts by province that were open at the end of the month, or are now.
    pub conflicts: Vec<(String, usize)>,
}

/// Who is credited with what.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Credited {
    /// Unit code; nothing for reports that name no unit.
    pub unit: Option<String>,
    /// The role's word.
    pub role: String,
    /// Reports.
    pub filed: usize,
    /// In time.
    pub in_time: usize,
    /// Put to use.
    pub used: usize,
    /// Led to leads.
    pub leads: usize,
}

impl From<Credit> for Credited {
    fn from(of: Credit) -> Credited {
        let Credit { unit, role, filed, in_time, used, leads } = of;
        Credited { unit, role, filed, in_time, used, leads }
    }
}

/// The files of a digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Written {
    /// The text.
    pub text: PathBuf,
    /// The pictures.
    pub pictures: Vec<PathBuf>,
    /// The figures as a workbook.
    pub sheet: PathBuf,
}

impl Reading<'_, '_> {
    /// The digest of the month in which a day lies.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn survey(&self, day: NaiveDate) -> Answer<Survey> {
        let month = month_of(day);
        let period = Period::month(day).unwrap_or_default();
        let (first, last) = (period.from.unwrap_or(day), period.to.unwrap_or(day));
        let begin = |day: NaiveDate| from_local(day.and_time(NaiveTime::MIN));
        let (from, next) = (begin(first), begin(last.succ_opt().unwrap_or(last)));
        // What is over is told as it stood then, not as it stands.
        let end = Some(next).filter(|next| *next <= self.now);
        let at = end.unwrap_or(self.now);
        let reports = self.reports(end)?;
        let of_month: Vec<Report> =
            reports.iter().filter(|report| period.holds(report.filed.at)).cloned().collect();
        let lots = self.lots(end)?;
        Ok(Survey {
            as_of: last.min(self.today()),
            over: end.is_some(),
            region: self.context.profile.region(),
            sections: sections(&reports, period),
            topics: topics(&of_month, self.context.calendar()),
            credit: credit(&of_month, self.context.calendar())
                .into_iter()
                .map(Credited::from)
                .collect(),
            leads: self.best_leads((from, next), at)?,
            targets: self.targets(&month, &lots),
            months: self.months(day, &lots),
            conflicts: self.open_conflicts(end)?,
            month,
        })
    }

    /// The leads of highest score among those that came in in a period, by what their time was worth at an instant.
    fn best_leads(
        &self,
        (from, end): (DateTime<Utc>, DateTime<Utc>),
        at: DateTime<Utc>,
    ) -> Answer<Vec<(String, String, i32)>> {
        let calendar = self.context.calendar();
        let stamp = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Millis, true);
        let points = time_points(at, calendar);
        let rows = self.tx.best_that_came(&stamp(from), &stamp(end), &points, LEADS)?.into_iter();
        let rows = rows.filter_map(|(_, data)| serde_json::from_str::<LeadRow>(&data).ok());
        let rows = rows.map(|row| timely(row, at, calendar));
        Ok(rows.map(|row| (row.number, row.title, row.triage.score)).collect())
    }

    /// Conflicts by province that were open at an instant, or are now.
    fn open_conflicts(&self, end: Option<DateTime<Utc>>) -> Answer<Vec<(String, usize)>> {
        let mut conflicts: BTreeMap<String, usize> = BTreeMap::new();
        for subject in self.tx.cases(None, end.is_some())? {
            let Ok(subject) = subject.parse() else { continue };
            let found = history::case_before(self.tx, self.context, subject, end)?;
            let Some((case, lead)) = found else { continue };
            let is_over = case.state_at(end.unwrap_or(self.now)).is_terminal();
            let province = lead.and_then(|lead| lead.notice.province.value);
            if let Some(province) = province.filter(|_| !is_over || !case.contested.is_empty()) {
                *conflicts.entry(province).or_default() += 1;
            }
        }
        Ok(conflicts.into_iter().collect())
    }

    /// What stood at each step at an instant, or stands now: unit, the step's word, its month, and what it is worth.
    fn lots(&self, end: Option<DateTime<Utc>>) -> Answer<Vec<(String, String, String, Sum)>> {
        if end.is_none() {
            return self.tx.lots_by_unit();
        }
        let mut rows = Vec::new();
        for subject in self.tx.leads_with_lots()? {
            let Ok(subject) = subject.parse() else { continue };
            let lead = history::lead_before(self.tx, self.context, subject, end)?;
            for LotRow { unit, step, month, fen, .. } in lead.iter().flat_map(lots) {
                let unknown = usize::from(fen.is_none());
                rows.push((unit, step, month, Sum { fen: fen.unwrap_or(0), lots: 1, unknown }));
            }
        }
        Ok(rows)
    }

    /// Why the digest of the month in which a day lies cannot be issued: there is none, or one was issued already and stands. What
    /// was taken back does not stand, nor what headquarters returned.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn unissuable(&self, day: NaiveDate) -> Answer<Option<Why>> {
        if let Err(why) = is_told(day, self.today()) {
            return Ok(Some(why));
        }
        let (month, own) = (month_of(day), self.context.profile.region());
        for row in self.surveys()?.into_iter().filter(|row| row.title == month && row.from == own) {
            if self.said_of(&row.number)?.as_deref() != Some(RETURNED) {
                let why = Why::plain("survey-stands").with("month", month);
                return Ok(Some(why.with("number", row.number)));
            }
        }
        Ok(None)
    }

    /// Every report, as it stood at an instant or stands now.
    fn reports(&self, end: Option<DateTime<Utc>>) -> Answer<Vec<Report>> {
        let mut reports = Vec::new();
        for subject in self.tx.files_of(&[FileKind::Report.name()])? {
            let Ok(subject) = subject.parse() else { continue };
            let events = history::of_before(self.tx, self.context, subject, end)?;
            reports.extend(Report::fold(&events));
        }
        Ok(reports)
    }

    /// Every unit that has a target in the month, won in it or pursues something.
    fn targets(&self, month: &str, lots: &[(String, String, String, Sum)]) -> Vec<TargetRow> {
        let mut rows: BTreeMap<String, TargetRow> = BTreeMap::new();
        fn row<'a>(rows: &'a mut BTreeMap<String, TargetRow>, unit: &str) -> &'a mut TargetRow {
            rows.entry(unit.to_owned()).or_insert_with(|| TargetRow {
                unit: unit.to_owned(),
                target: None,
                won: Sum::default(),
                pipeline: Sum::default(),
            })
        }
        for target in self.context.company.targets().filter(|target| target.month == month) {
            row(&mut rows, &target.unit).target = Some(target.amount_fen);
        }
        for (unit, step, of, sum) in lots {
            match Step::parse(step) {
                Some(Step::Won) if of == month => add(&mut row(&mut rows, unit).won, *sum),
                Some(step) if step.stands() => add(&mut row(&mut rows, unit).pipeline, *sum),
                _ => {}
            }
        }
        rows.into_values().collect()
    }

    /// The year up to the month of a day.
    fn months(&self, day: NaiveDate, lots: &[(String, String, String, Sum)]) -> Vec<MonthRow> {
        let month = |back: u32| {
            let month = month_of(day.checked_sub_months(Months::new(back)).unwrap_or(day));
            let targets = self.context.company.targets().filter(|target| target.month == month);
            let targets: Vec<i64> = targets.map(|target| target.amount_fen).collect();
            let mut sum = Sum::default();
            for (_, step, of, part) in lots {
                if *of == month && step == Step::Won.name() {
                    add(&mut sum, *part);
                }
            }
            let target = (!targets.is_empty()).then(|| targets.iter().sum());
            MonthRow { month, target, won: sum }
        };
        (0..MONTHS).rev().map(month).collect()
    }
}

fn add(to: &mut Sum, part: Sum) {
    to.fen = to.fen.saturating_add(part.fen);
    to.lots += part.lots;
    to.unknown += part.unknown;
}

/// What was put to use for the digest in a period, under its headings; every heading is there, also without a line.
fn sections(reports: &[Report], period: Period) -> Vec<Section> {
    let mut lines: BTreeMap<&str, Vec<(String, String)>> = BTreeMap::new();
    for report in reports {
        let used = report.entries("use").next_back();
        let Some(used) = used.filter(|entry| period.holds(entry.at)) else { continue };
        if used.args.get("how") != Some("digest") {
            continue;
        }
        let chosen = used.args.get("section").and_then(section);
        let under = chosen.unwrap_or_else(|| section_of(report.filed.topic()));
        let gist = report.filed.args.get("gist").unwrap_or_default().to_owned();
        lines.entry(under).or_default().push((report.filed.number.clone(), gist));
    }
    let section = |id: &&'static str| Section { id, lines: lines.remove(*id).unwrap_or_default() };
    SECTIONS.iter().map(section).collect()
}

fn topics(reports: &[Report], calendar: &Calendar) -> Vec<TopicCount> {
    let count = |topic: &&'static str| {
        let of: Vec<&Report> = reports.iter().filter(|one| one.filed.topic() == *topic).collect();
        TopicCount {
            topic,
            filed: of.len(),
            late: of.iter().filter(|one| one.is_late(calendar)).count(),
            used: of.iter().filter(|one| one.is_used()).count(),
        }
    };
    TOPICS.iter().map(count).collect()
}

/// Hundred yuan, the unit of the pictures: fen are too fine for a scale.
const UNIT_FEN: i64 = 1_000_000;

impl Survey {
    /// Its figures as pictures.
    pub fn pictures(&self, words: &Words, unit: &dyn Fn(&str) -> String) -> Vec<Picture> {
        vec![
            self.target_bars(words, unit),
            self.month_lines(words),
            self.topic_bars(words),
            self.map(words),
        ]
    }

    /// Units' wins beside their targets.
    pub fn target_bars(&self, words: &Words, unit: &dyn Fn(&str) -> String) -> Picture {
        let row = |row: &TargetRow| Bar {
            label: unit(&row.unit),
            value: row.won.fen / UNIT_FEN,
            of: row.target.map(|fen| fen / UNIT_FEN),
            text: told(words, row.won),
            mark: Some(t!(words, "survey-pipeline", sum = told(words, row.pipeline))),
        };
        let bars = Bars {
            title: t!(words, "survey-targets", month = self.month.as_str()),
            unit: t!(words, "survey-unit"),
            rows: self.targets.iter().map(row).collect(),
        };
        Picture::new(bars).noted(t!(words, "survey-note"))
    }

    /// Wins and targets month by month.
    pub fn month_lines(&self, words: &Words) -> Picture {
        let won = |row: &MonthRow| Some(row.won.fen / UNIT_FEN);
        let target = |row: &MonthRow| row.target.map(|fen| fen / UNIT_FEN);
        Picture::new(Series {
            title: t!(words, "survey-months"),
            unit: t!(words, "survey-unit"),
            labels: self.months.iter().map(|row| row.month.clone()).collect(),
            lines: vec![
                (t!(words, "survey-won"), self.months.iter().map(won).collect()),
                (t!(words, "survey-target"), self.months.iter().map(target).collect()),
            ],
        })
    }

    /// Reports by topic; the whole is what was filed, the amount what was used.
    pub fn topic_bars(&self, words: &Words) -> Picture {
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let row = |row: &TopicCount| Bar {
            label: value::choice(words, row.topic),
            value: count(row.used),
            of: Some(count(row.filed)),
            text: t!(words, "survey-topic", filed = row.filed, used = row.used, late = row.late),
            mark: None,
        };
        Picture::new(Bars {
            title: t!(words, "survey-topics"),
            unit: String::new(),
            rows: self.topics.iter().map(row).collect(),
        })
    }

    fn map(&self, words: &Words) -> Picture {
        let value = |code: &str| {
            let found = self.conflicts.iter().find(|(known, _)| known == code);
            found.map_or(0, |(_, count)| i64::try_from(*count).unwrap_or(i64::MAX))
        };
        let region = |code: &str| crate::domain::territory::region_of(code);
        Picture::new(tile_map(words, t!(words, "survey-map"), self.region, &region, &value))
    }

    /// Who is credited with what, a line each.
    pub fn credit_lines(&self, words: &Words, unit: &dyn Fn(&str) -> String) -> Vec<String> {
        let line = |row: &Credited| {
            let line = t!(
                words,
                "survey-credit-line",
                unit = row.unit.as_deref().map(unit).unwrap_or_default(),
                role = value::choice(words, &row.role),
                filed = row.filed,
                in_time = row.in_time,
                used = row.used,
                leads = row.leads
            );
            line.trim().to_owned()
        };
        self.credit.iter().map(line).collect()
    }

    /// Its text, as Markdown.
    pub fn markdown(&self, words: &Words, unit: &dyn Fn(&str) -> String) -> String {
        let unit = |code: &str| escape(&unit(code));
        let region = self.region.map(|region| value::region(words, region.as_str()));
        let whose = region.unwrap_or_else(|| t!(words, "owner-hq"));
        let mut text = format!(
            "# {}\n",
            t!(words, "survey-title", whose = whose, month = self.month.as_str())
        );
        text.push_str(&format!("\n{}\n", t!(words, "survey-as-of", day = self.as_of.to_string())));
        for section in &self.sections {
            text.push_str(&format!("\n## {}\n\n", words.say(&format!("choice-{}", section.id))));
            if section.lines.is_empty() {
                text.push_str(&format!("{}\n", t!(words, "survey-nothing")));
            }
            for (number, gist) in &section.lines {
                text.push_str(&format!("- {} ({number})\n", escape(gist)));
            }
        }
        text.push_str(&format!(
            "\n## {}\n\n",
            t!(words, "survey-targets", month = self.month.as_str())
        ));
        for row in &self.targets {
            let target = target(words, row.target);
            let line = t!(
                words,
                "survey-target-line",
                unit = unit(&row.unit),
                target = target,
                won = told(words, row.won),
                pipeline = told(words, row.pipeline)
            );
            text.push_str(&format!("- {line}\n"));
        }
        text.push_str(&format!("\n{}\n", t!(words, "survey-note")));
        text.push_str(&format!("\n## {}\n\n", t!(words, "survey-months")));
        for row in &self.months {
            let (month, target) = (row.month.as_str(), target(words, row.target));
            let won = told(words, row.won);
            let line = t!(words, "survey-month-line", month = month, target = target, won = won);
            text.push_str(&format!("- {line}\n"));
        }
        text.push_str(&format!("\n## {}\n\n", t!(words, "survey-leads")));
        if self.over {
            text.push_str(&format!("{}\n\n", t!(words, "survey-leads-note")));
        }
        for (number, title, score) in &self.leads {
            text.push_str(&format!("- {number} {} ({score})\n", escape(title)));
        }
        text.push_str(&format!("\n## {}\n\n", t!(words, "survey-topics")));
        for row in &self.topics {
            let told =
                t!(words, "survey-topic", filed = row.filed, used = row.used, late = row.late);
            text.push_str(&format!("- {}: {told}\n", value::choice(words, row.topic)));
        }
        text.push_str(&format!("\n## {}\n\n", t!(words, "survey-credit")));
        if self.credit.is_empty() {
            text.push_str(&format!("{}\n", t!(words, "survey-no-reports")));
        }
        for line in self.credit_lines(words, &unit) {
            text.push_str(&format!("- {line}\n"));
        }
        text
    }
}

/// A target in words.
fn target(words: &Words, fen: Option<i64>) -> String {
    fen.map_or_else(|| t!(words, "ui-undecided"), |fen| value::sum(words, fen))
}

/// A sum in words; lots of unknown value are counted beside it.
fn told(words: &Words, sum: Sum) -> String {
    let known = value::sum(words, sum.fen);
    match sum.unknown {
        0 => known,
        n => format!("{known} {}", t!(words, "ui-won-unknown", n = n)),
    }
}

/// The map of the provinces as a picture.
pub fn tile_map(
    words: &Words,
    title: String,
    own: Option<RegionCode>,
    region: &dyn Fn(&str) -> Option<RegionCode>,
    value: &dyn Fn(&str) -> i64,
) -> TileMap {
    let mut groups: Vec<String> =
        RegionCode::ALL.iter().map(|code| words.region_name(*code)).collect();
    groups.push(t!(words, "owner-hq"));
    let tile = |(code, line, column): &(&str, u8, u8)| {
        let of = region(code);
        let group = of.and_then(|of| RegionCode::ALL.iter().position(|known| *known == of));
        let amount = value(code);
        Tile {
            column: *column,
            line: *line,
            sign: sign(words, code),
            group: group.unwrap_or(RegionCode::ALL.len()),
            strong: of.is_some() && of == own,
            value: Some(amount),
            text: if amount == 0 { String::new() } else { amount.to_string() },
        }
    };
    TileMap { scale: Some(title.clone()), title, tiles: TILES.iter().map(tile).collect(), groups }
}

fn sign(words: &Words, code: &str) -> String {
    let province = crate::domain::territory::province(code);
    match (words.lang(), province) {
        (Lang::Zh, Some(province)) => {
            province.abbr.clone().unwrap_or_else(|| province.short.clone())
        }
        (Lang::En, Some(province)) => province.en.clone().unwrap_or_else(|| code.to_owned()),
        _ => code.to_owned(),
    }
}

impl Desk {
    /// The digest of the month in which a day lies.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn survey(&mut self, day: NaiveDate) -> Answer<Survey> {
        self.look(|tx, context, now| Reading { tx, context, now }.survey(day))
    }

    /// The text of the digest of a month.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn survey_page(&mut self, day: NaiveDate, words: &Words) -> Answer<String> {
        let survey = self.survey(day)?;
        let company = self.company()?;
        let unit = |code: &str| value::unit_on(words, &company, code, day);
        Ok(survey.markdown(words, &unit))
    }

    /// The text as it would be issued, to be looked at first.
    ///
    /// # Errors
    /// Why it cannot be issued.
    pub fn survey_draft(&mut self, day: NaiveDate, words: &Words) -> Result<String, Refusal> {
        let why = self.look(|tx, context, now| Reading { tx, context, now }.unissuable(day))?;
        why.map_or(Ok(()), |why| Err(Refusal::because(why)))?;
        Ok(self.survey_page(day, words)?)
    }

    /// Writes a digest into a folder: text, pictures, workbook.
    ///
    /// # Errors
    /// Where a file cannot be written.
    pub fn write_survey(
        &mut self,
        survey: &Survey,
        folder: &Path,
        words: &Words,
    ) -> Result<Written, DeskError> {
        let company = self.company()?;
        let day = local(self.now()).date();
        let unit = |code: &str| value::unit_on(words, &company, code, day);
        let pictures = survey.pictures(words, &unit);
        let named = |end: &str| folder.join(format!("digest-{}{end}", survey.month));
        let text = named(".md");
        write_whole(&text, survey.markdown(words, &unit).as_bytes())?;
        let mut files = Vec::new();
        for (n, picture) in pictures.iter().enumerate() {
            let file = named(&format!("-{}.svg", n + 1));
            write_whole(&file, svg(picture).as_bytes())?;
            files.push(file);
        }
        let sheet = named(".xlsx");
        let bytes = workbook(&pictures, words).map_err(|error| DeskError::file(&sheet, &error))?;
        write_whole(&sheet, &bytes)?;
        Ok(Written { text, pictures: files, sheet })
    }
}

/// Issues the digest of a month, once: an event, whose text goes to headquarters alone.
pub(super) fn issue(
    session: &mut Session<'_, '_>,
    day: NaiveDate,
    text: &str,
) -> Result<Done, Refusal> {
    let reading = Reading { tx: session.tx, context: session.context, now: session.now };
    if let Some(why) = reading.unissuable(day)? {
        return Err(Refusal::because(why));
    }
    let subject = session.new_subject(SubjectKind::Survey);
    let number = session.next_number(SubjectKind::Survey, subject)?;
    let issued = Issued {
        number: number.clone(),
        month: month_of(day),
        owner: session.context.profile.region(),
        at: session.now,
    };
    let part = (TEXT, PRIVATE, text.as_bytes().to_vec());
    session.record_with(subject, &Fact::SurveyIssued(issued), vec![part])?;
    Ok(Done::to("survey-issued", subject, &number))
}
