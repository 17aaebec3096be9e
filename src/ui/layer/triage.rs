//! What the inbox says of a lead, above its notice: where it goes, why it stands where it stands, what is missing, what is left
//! of its time, and what its times have against each other or against the law. Facts and reasons; the verdict is the manager's.

use crate::desk::view::{LeadDetail, RouteRow};
use crate::domain::customer;
use crate::domain::customer::find_customer;
use crate::domain::lead::anchor::anchors;
use crate::domain::lead::class::classify;
use crate::domain::lead::score::Reason;
use crate::domain::lead::{FieldState, Screened, Verdict};
use crate::domain::routing::{Part, Recipient, Table};
use crate::i18n::{self, Lang, Words};
use crate::model::Model;
use crate::t;
use crate::ui::theme::Role;
use crate::ui::{format, working};

use super::notice::Fields;
use super::paint::Sheet;

/// Writes all of it.
pub fn write(sheet: &mut Sheet, detail: &LeadDetail, model: &Model) {
    let words = &model.words;
    if let Some(screened) = &detail.lead.verdict {
        let text = if detail.row.triage.back {
            t!(words, "ui-verdict-back")
        } else {
            verdict(words, screened)
        };
        let reason = screened.reason.as_deref().unwrap_or_default();
        let text = if reason.is_empty() {
            text
        } else {
            t!(words, "layer-pair", name = text, value = reason)
        };
        sheet.labelled(&t!(words, "layer-triage-verdict"), &text, Role::Text);
    }
    for passed in &detail.lead.passed_on {
        sheet.labelled(&t!(words, "layer-triage-passed"), &verdict(words, passed), Role::Warn);
    }
    for (index, row) in detail.routes.iter().enumerate() {
        let label = if index == 0 { t!(words, "layer-triage-route") } else { String::new() };
        sheet.labelled(&label, &route(words, row), Role::Text);
    }
    if !detail.routes.iter().any(|row| row.route.part == Part::Handles) {
        let text = t!(words, "layer-triage-nobody");
        sheet.labelled("", &text, Role::Warn);
    }
    report(sheet, detail, model);
    times(sheet, detail, model);
    let class = classify(&detail.lead.notice);
    let shown = Fields { model, sources: class.state != FieldState::NotStated };
    shown.field(sheet, &t!(words, "layer-triage-class"), &class, |class| {
        words.say(&format!("class-{}", class.name()))
    });
    if !detail.row.triage.missing.is_empty() {
        let text = format!("⚠ {}", missing(words, detail));
        sheet.labelled(&t!(words, "layer-triage-missing"), &text, Role::Warn);
    }
    for why in anchors(&detail.lead.notice, model.now) {
        sheet.labelled(&t!(words, "layer-triage-anchor"), &words.why(&why), Role::Warn);
    }
    let triage = &detail.row.triage;
    let reasons: Vec<String> = triage.reasons.iter().map(|why| reason(words, why)).collect();
    let text = t!(
        words,
        "layer-triage-score",
        score = triage.score,
        reasons = format::listed(words, &reasons)
    );
    sheet.labelled(&t!(words, "layer-triage-why"), &text, Role::Text);
    sheet.blank();
}

fn missing(words: &Words, detail: &LeadDetail) -> String {
    let gaps = detail.row.triage.missing.iter();
    format::listed(
        words,
        &gaps.map(|gap| words.say(&format!("gap-{}", gap.name()))).collect::<Vec<_>>(),
    )
}

/// Until when headquarters must have it, or that it has it.
fn report(sheet: &mut Sheet, detail: &LeadDetail, model: &Model) {
    use crate::desk::view::Delivery;
    let words = &model.words;
    if model.overview.summary.region.is_none() {
        return;
    }
    let when = format::moment(words, model.now, detail.report_by);
    let (text, role) = match detail.row.delivery {
        Delivery::Received => (t!(words, "layer-triage-reported"), Role::Dim),
        _ if detail.report_by <= model.now => {
            (t!(words, "layer-triage-report-late", when = when), Role::Warn)
        }
        _ => (t!(words, "layer-triage-report-by", when = when), Role::Text),
    };
    sheet.labelled("", &text, role);
}

/// Working time left to each of the times that are known, and to the last moment.
fn times(sheet: &mut Sheet, detail: &LeadDetail, model: &Model) {
    let words = &model.words;
    let notice = &detail.lead.notice;
    let stop = detail.row.triage.hard_stop;
    let known = [
        (t!(words, "layer-field-sale-end"), notice.sale_end.value, false),
        (t!(words, "layer-field-deadline"), notice.deadline.value, false),
        (
            t!(words, "layer-field-hard-stop"),
            stop.map(|stop| stop.at),
            stop.is_some_and(|s| s.estimated),
        ),
    ];
    let mut texts = Vec::new();
    let mut role = Role::Text;
    for (name, at, estimated) in known {
        let Some(at) = at else { continue };
        let left = working::left(words, model.calendar(), model.now, at);
        if left.role != Role::Text && left.role != Role::Dim {
            role = Role::Warn;
        }
        let guess = if estimated { t!(words, "layer-estimated") } else { String::new() };
        let left = format!("{}{guess}", left.text);
        texts.push(t!(words, "layer-pair", name = name, value = left));
    }
    let text = if texts.is_empty() { t!(words, "layer-no-hard-stop") } else { texts.join(" · ") };
    sheet.labelled(&t!(words, "layer-triage-left"), &text, role);
}

/// A verdict with what belongs to it: the day, the other lead, the recipient.
pub fn verdict(words: &Words, screened: &Screened) -> String {
    let day = screened.until.map(|day| day.format("%Y-%m-%d").to_string());
    match (screened.verdict, day, &screened.of, &screened.to) {
        (Verdict::Defer, Some(day), ..) => t!(words, "ui-verdict-until", day = day),
        (Verdict::Duplicate, _, Some(of), _) => {
            t!(words, "ui-verdict-repeats", number = of.number.as_str())
        }
        (Verdict::PassOn, _, _, Some(to)) => {
            t!(words, "ui-verdict-passed", who = recipient(words, to))
        }
        (verdict, ..) => words.say(&format!("ui-verdict-{}", verdict.name().replace('_', "-"))),
    }
}

/// To whom, in words.
pub fn recipient(words: &Words, to: &Recipient) -> String {
    let zh = words.lang() == Lang::Zh;
    match to {
        Recipient::Region { region } => format::region_name(words, *region),
        Recipient::Headquarters => t!(words, "ui-headquarters"),
        Recipient::KeyAccount { customer } => {
            let name = customer::customer(customer).map_or(customer.as_str(), |known| {
                if zh { known.short.as_str() } else { known.en.as_str() }
            });
            t!(words, "layer-triage-kam", customer = name)
        }
        Recipient::Department { department } => {
            let table = Table::bundled();
            let name = |id: &str| {
                table
                    .department(id)
                    .map_or(id.to_owned(), |row| if zh { row.zh.clone() } else { row.en.clone() })
            };
            match table.department(department).and_then(|row| row.stands_for.as_deref()) {
                Some(other) => {
                    t!(words, "layer-triage-stands-for", name = name(department), by = name(other))
                }
                None => name(department),
            }
        }
    }
}

fn route(words: &Words, row: &RouteRow) -> String {
    let part = match row.route.part {
        Part::Handles => t!(words, "layer-triage-handles"),
        Part::Consulted => t!(words, "layer-triage-consulted"),
        Part::Told => t!(words, "layer-triage-told"),
    };
    let mut who = recipient(words, &row.route.recipient);
    if let Recipient::KeyAccount { .. } = row.route.recipient {
        let holder = row.holder.clone().unwrap_or_else(|| t!(words, "ui-vacant"));
        who = format!("{who} {holder}");
    }
    let book = words.book();
    let cite = |rule: &&str| {
        book.get(rule).map(|rule| rule.article.pick(words.lang() == Lang::Zh).to_owned())
    };
    let articles: Vec<String> = row.route.rules.iter().filter_map(cite).collect();
    let articles = format::listed(words, &articles);
    t!(words, "layer-triage-way", part = part, who = who, articles = articles)
}

/// One reason with its points: `本大区 +20`.
fn reason(words: &Words, reason: &Reason) -> String {
    let args =
        reason.args.iter().map(|(name, value)| match (name.as_str(), value.parse::<i64>()) {
            ("fen", Ok(fen)) => (name.clone(), i18n::value::sum(words, fen)),
            ("customer", _) if words.lang() == Lang::En => {
                let known = find_customer(value).map(|customer| customer.en.clone());
                (name.clone(), known.unwrap_or_else(|| value.clone()))
            }
            _ => (name.clone(), value.clone()),
        });
    let args: Vec<(String, String)> = args.collect();
    let key = format!("score-{}", reason.key.replace('_', "-"));
    format!("{} {:+}", words.say_with(&key, &args), reason.points)
}
