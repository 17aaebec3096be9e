//! What decisions look like from outside, and like cases decided alike.

use daqu::desk::fairness::{Fairness, Period};
use daqu::desk::service::{Reply, Request, Service};
use daqu::domain::fairness::table::Reading;

use crate::support::office::Office;

const FACTS: &str = "facts=均已对接 lead_unit=F1 reasons=在先 rules=SCXT-8 criterion=K6";

/// Tenders of one customer in one province.
fn tenders(count: usize) -> String {
    let row = |n: usize| {
        format!(
            r#"{{"id":"like-{n}","title":"中国移动江苏公司2026年第{n}标光缆线路工程施工采购项目询比公告",
            "operator":"中国移动","region":"江苏","category":"询比公告","createDate":"2026-11-20 09:30:00",
            "saleTime":"2026年11月20日10时00分至2026年11月30日17时00分","budget":"100万元"}}"#
        )
    };
    format!("[{}]", (1..=count).map(row).collect::<Vec<_>>().join(","))
}

impl Office {
    /// Up to the recommendation, by the first report of one branch.
    fn heard(&mut self, place: &str) -> String {
        let case = self.conflict_about(place);
        self.act(&case, "accept", "recusal=无").unwrap();
        self.act(&case, "consult", "notified=F1,F3 channel=phone gist=告知").unwrap();
        self.act(&case, "statement", "party=F1,F3 text=各执一词 result=failed").unwrap();
        self.act(&case, "finding", "party=F1 criterion=K6 found=favours text=在先").unwrap();
        self.act(&case, "finding", "party=F3 criterion=K6 found=against text=在后").unwrap();
        case
    }

    fn agreed(&mut self, case: &str, outcome: &str, more: &str) -> Result<(), Vec<String>> {
        self.act(case, "recommend", &format!("{FACTS} outcome={outcome} {more}"))?;
        self.act(case, "reply", "party=F1,F3 answer=accept")?;
        self.act(case, "agree", "").map(|_| ())
    }

    fn fairness(&mut self) -> Fairness {
        let answer = self.service.answer(Request::Fairness(Period::default()));
        let Reply::Fairness(report) = answer else { panic!("no report") };
        *report
    }
}

#[test]
fn what_departs_from_its_precedent_says_in_one_sentence_why() {
    let mut office = Office::opened();
    office.service.desk().take_in_bytes(tenders(2).as_bytes()).unwrap();
    let first = office.heard("第1标");
    office.agreed(&first, "sole", "").unwrap();
    let second = office.heard("第2标");
    let near = office.case(&second).precedents;
    assert_eq!(near[0].number, first);
    assert_eq!(near[0].shared, ["criterion", "customer", "parties", "province"]);
    let other = office.agreed(&second, "lead_support", "");
    assert_eq!(other.unwrap_err(), ["deviation-unexplained"]);
    office.agreed(&second, "lead_support", "deviation=三分公司队伍就近").unwrap();
    let third = office.case(&first).precedents;
    assert!(third.is_empty(), "what came later is no precedent");
}

#[test]
fn eight_cases_won_by_one_branch_ask_for_an_explanation_and_seven_are_too_few() {
    let mut office = Office::opened();
    office.service.desk().take_in_bytes(tenders(8).as_bytes()).unwrap();
    for n in 1..=8 {
        let case = office.heard(&format!("第{n}标"));
        office.agreed(&case, "sole", "").unwrap();
        if n == 7 {
            let row = &office.fairness().table.rows[0];
            assert_eq!((row.unit.as_str(), row.reading, row.tail), ("F1", Reading::TooFew, None));
        }
    }
    let report = office.fairness();
    let row = &report.table.rows[0];
    assert_eq!((row.claims, row.favoured, row.expected), (8, 8, 4.0));
    assert_eq!((row.tail, row.reading), (Some(1.0 / 256.0), Reading::Ask));
    assert_eq!(row.value_share, Some(1000), "eight times one million");
    assert_eq!(report.discretion.cases, 8, "the first report leaves judgement");
    assert_eq!((report.limits.decided, report.limits.lapsed), (8, 0));
}
