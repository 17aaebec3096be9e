//! The register of reported information (arts. 27 to 30).

use chrono::{DateTime, Utc};

use crate::domain::event::{Fact, Recorded};
use crate::domain::procedure::{Argument, Row};
use crate::domain::relief::{Act, Entry};
use crate::domain::report::action::{ACTIONS, ReportAction, Situation};
use crate::domain::report::{self, OPENING, Report, ReportState, TOPICS};
use crate::domain::strict::Texts;
use crate::domain::subject::SubjectKind;
use crate::domain::territory::RegionCode;
use crate::domain::why::Why;

use super::super::relief::{FileKind, is_open};
use super::{By, Kept, Told};

/// Reports.
#[derive(Debug)]
pub struct Reports;

impl Kept for Reports {
    type Matter = Report;
    const KIND: FileKind = FileKind::Report;
    const SUBJECT: SubjectKind = SubjectKind::Report;
    const OPENING: &'static [Argument] = OPENING;

    fn fold(events: &[Recorded]) -> Option<Report> {
        Report::fold(events)
    }

    fn rows() -> &'static [&'static ReportAction] {
        ACTIONS
    }

    fn situation<'a>(report: &'a Report, by: &By<'a>) -> Situation<'a> {
        Situation { report, authority: by.authority }
    }

    fn fact(row: &'static Row<Report>, act: Act) -> Fact {
        Fact::ReportActed(row, act)
    }

    fn opened(
        number: String,
        owner: Option<RegionCode>,
        args: &Texts,
        now: DateTime<Utc>,
    ) -> Result<Fact, Vec<Why>> {
        report::open(number, owner, args, now).map(Fact::ReportFiled)
    }

    fn timeline(report: &mut Report) -> &mut Vec<Entry> {
        &mut report.timeline
    }

    fn told(report: &Report, by: &By<'_>) -> Told {
        let filed = &report.filed;
        let late = report.is_late(by.calendar).then(|| Why::rule("report-late", "G25"));
        let told = |department: &str| {
            Why::rule("report-goes-to", "SCXT-29").with("department", department)
        };
        let department = report.department().or_else(|| report::department_of(filed.role()));
        let over = matches!(report.state, ReportState::Used | ReportState::Archived);
        Told {
            number: filed.number.clone(),
            said: filed.args.clone(),
            open: is_open(over, &report.contested),
            at: filed.at,
            concerns: filed.unit().unwrap_or_default().to_owned(),
            sort: TOPICS.iter().copied().find(|topic| *topic == filed.topic()),
            limits: Vec::new(),
            notes: late.into_iter().chain(department.map(told)).collect(),
        }
    }
}
