//! The tenders of the demo: made-up notices in the shape in which a file of notices brings them.
//!
//! Those that the story needs are fixed to the word; of the others the seed chooses place, wording and sums. No place, title
//! or number is anybody's.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::domain::calendar::local;
use crate::domain::lead::Verdict;
use crate::domain::ports::Entropy;
use crate::domain::subject::{Subject, SubjectKind};

use super::super::DeskError;
use super::super::system::SeededEntropy;
use super::month::{Month, long};
use super::{fault, sheet};

/// The platform that publishes them.
pub(super) const PLATFORM: &str = "演示采购平台";

/// A notice to come in, and what the manager makes of it.
#[derive(Debug)]
pub(super) struct Tender {
    /// Its name in the demo's files; empty where the story does not speak of it.
    pub(super) key: String,
    /// The publisher's own identity of it.
    pub(super) id: String,
    /// When it is published.
    pub(super) published: DateTime<Utc>,
    /// The inbox verdict with its reason; `None` for one that nobody looked at yet.
    pub(super) verdict: Option<(Verdict, Option<String>)>,
    /// The day on which a deferred one comes back.
    pub(super) until: Option<NaiveDate>,
    /// The row of the file of notices.
    pub(super) row: Value,
}

impl Tender {
    /// The lead that every desk derives for it.
    pub(super) fn subject(&self) -> Subject {
        Subject::derived(SubjectKind::Lead, &[&self.id])
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sheet {
    names: Vec<String>,
    areas: Vec<String>,
    operator: Vec<Operator>,
    tender: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Operator {
    code: String,
    name: String,
    suffix: String,
}

/// A tender as the file writes it; times are those of [`Month`].
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    #[serde(default)]
    key: String,
    op: String,
    #[serde(rename = "in")]
    province: String,
    #[serde(rename = "cat")]
    category: String,
    what: String,
    #[serde(rename = "pub")]
    published: String,
    place: Option<String>,
    title: Option<String>,
    #[serde(default)]
    round: String,
    sale: Option<String>,
    sale_says: Option<String>,
    due: Option<String>,
    due_says: Option<String>,
    budget: Option<String>,
    content: Option<String>,
    #[serde(default)]
    clause: bool,
    #[serde(default)]
    no_number: bool,
    #[serde(default)]
    no_hour: bool,
    verdict: Option<Verdict>,
    reason: Option<String>,
    until: Option<String>,
}

/// All tenders, by the time of their publication.
pub(super) fn read(month: Month, seed: u64) -> Result<Vec<Tender>, DeskError> {
    let sheet: Sheet = sheet("tenders", include_str!("../../../assets/demo/tenders.toml"))?;
    let mut dice = Dice(SeededEntropy::new(seed));
    let mut names: Vec<&str> = sheet.names.iter().map(String::as_str).collect();
    dice.shuffle(&mut names);
    let mut tenders = Vec::with_capacity(sheet.tender.len());
    for (n, row) in (1_usize..).zip(&sheet.tender) {
        let name = names.get(n % names.len().max(1)).copied().unwrap_or_default();
        let area = sheet.areas.get(dice.below(sheet.areas.len())).cloned().unwrap_or_default();
        let place = row.place.clone().unwrap_or_else(|| format!("{name}{area}"));
        tenders.push(row.tender(n, &place, &sheet.operator, month, &mut dice)?);
    }
    tenders.sort_by_key(|tender| tender.published);
    Ok(tenders)
}

impl Row {
    fn tender(
        &self,
        n: usize,
        place: &str,
        operators: &[Operator],
        month: Month,
        dice: &mut Dice,
    ) -> Result<Tender, DeskError> {
        let operator = operators
            .iter()
            .find(|operator| operator.code == self.op)
            .ok_or_else(|| fault("tenders", format!("no operator is called {}", self.op)))?;
        let published = month.at(&self.published)?;
        let day = local(published);
        let id = format!("yanshi-{n:03}");
        let code = self.op.to_uppercase();
        let number = format!("YS{code}-{}-{n:03}", day.format("%y%m%d"));
        let created = day.format("%Y-%m-%d %H:%M:%S").to_string();
        let sale = match (&self.sale, &self.sale_says) {
            (Some(window), _) => sale(window, month)?,
            (None, Some(words)) => month.fill(words)?,
            (None, None) => "公告未单独列示".to_owned(),
        };
        let due = match (&self.due, &self.due_says) {
            (Some(due), _) => long(month.at(due)?),
            (None, Some(words)) => month.fill(words)?,
            (None, None) => "公告未明确列示".to_owned(),
        };
        let content = self.content.clone().unwrap_or_else(|| {
            let what = &self.what;
            format!("{place}{what}，含材料运输、现场实施和竣工资料，以采购文件为准。")
        });
        let clause = if self.clause {
            "2.同一法人的不同分支机构，不得参加同一标段的响应"
        } else {
            "2.法人下属分支机构参与的，应提供所属法人的授权"
        };
        let row = json!({
            "id": id,
            "sourceId": n.to_string(),
            "operator": operator.name,
            "sourceName": PLATFORM,
            "title": self.title(place, operator, month, dice)?,
            "region": self.province,
            "category": self.category,
            "projectNo": (!self.no_number).then_some(number),
            "url": format!("https://example.invalid/yanshi/{n:03}"),
            "date": day.format("%Y-%m-%d").to_string(),
            "createDate": (!self.no_hour).then_some(created),
            "saleTime": sale,
            "deadline": due,
            "budget": self.budget(dice),
            "purchaseContent": content,
            "qualification": format!(
                "1.供应商应依法设立，具有通信工程施工总承包资质；{clause}；3.其他要求以采购文件为准。"
            ),
            "performance": "公告资格条款中未单列业绩要求",
        });
        let verdict = self.verdict.map(|verdict| (verdict, self.reason.clone()));
        let until = self.until.as_deref().map(|day| month.day(day)).transpose()?;
        Ok(Tender { key: self.key.clone(), id, published, verdict, until, row })
    }

    fn title(
        &self,
        place: &str,
        operator: &Operator,
        month: Month,
        dice: &mut Dice,
    ) -> Result<String, DeskError> {
        if let Some(title) = &self.title {
            return month.fill(title);
        }
        let who = format!("{}{}{}", operator.name, self.province, operator.suffix);
        let Row { what, round, category, .. } = self;
        let year = local(month.at("")?).year();
        // What the story speaks of keeps its words whatever the seed.
        let form = if self.place.is_some() { 0 } else { dice.below(3) };
        Ok(match form {
            1 => format!("{who}{place}{what}（{year}年）{round}{category}"),
            2 => format!("{who}关于{place}{year}年{what}{round}的{category}"),
            _ => format!("{who}{year}年{place}{what}{round}{category}"),
        })
    }

    /// The budget as the file says it, or a sum that suits the way of buying.
    fn budget(&self, dice: &mut Dice) -> String {
        // Rolled for every row, so that one row's words do not move the sums of the others.
        let roll = dice.below(1000);
        if let Some(words) = &self.budget {
            return words.clone();
        }
        let (least, span) = match self.category.as_str() {
            "招标公告" => (180, 720),
            "询比公告" | "比选公告" => (30, 160),
            "采购公告" => (18, 110),
            "直接采购公告" => (9, 50),
            _ => return "公告未明确列示".to_owned(),
        };
        format!("{}.{}万元（不含税）", least + span * roll / 1000, roll % 10)
    }
}

/// `from | until` as notices write it.
fn sale(window: &str, month: Month) -> Result<String, DeskError> {
    let (from, until) = window
        .split_once('|')
        .ok_or_else(|| fault("tenders", format!("`{window}` is no window")))?;
    Ok(format!("{}至{}", long(month.at(from)?), long(month.at(until)?)))
}

/// Choices by the seed.
struct Dice(SeededEntropy);

impl Dice {
    /// A number under `count`; 0 where there is nothing to choose from.
    fn below(&mut self, count: usize) -> usize {
        let mut bytes = [0_u8; 8];
        self.0.fill(&mut bytes);
        let sides = u64::try_from(count.max(1)).unwrap_or(1);
        usize::try_from(u64::from_be_bytes(bytes) % sides).unwrap_or(0)
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = self.below(last + 1);
            items.swap(last, other);
        }
    }
}
