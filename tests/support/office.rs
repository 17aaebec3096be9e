//! A desk of 华东 with a clock that the story sets, reached as the screen reaches it.

use std::sync::{Arc, Mutex};

use chrono::{DateTime, Duration, Utc};
use daqu::desk::Desk;
use daqu::desk::command::{Command, Done, NewClaim, Refusal};
use daqu::desk::home::Home;
use daqu::desk::service::{DeskService, Reply, Request, Service};
use daqu::desk::system::SeededEntropy;
use daqu::desk::view::CaseDetail;
use daqu::domain::ports::Clock;
use daqu::domain::strict::Texts;
use daqu::domain::territory::RegionCode;
use daqu::i18n::{Lang, Words};

use super::{NOTICES, now};

/// A clock that the story sets.
#[derive(Debug, Clone)]
struct Watch(Arc<Mutex<DateTime<Utc>>>);

impl Clock for Watch {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap()
    }
}

pub struct Office {
    pub service: DeskService,
    watch: Watch,
    pub folder: tempfile::TempDir,
}

impl Office {
    pub fn opened() -> Office {
        let folder = tempfile::tempdir().unwrap();
        let watch = Watch(Arc::new(Mutex::new(now())));
        let entropy = Box::new(SeededEntropy::new(7));
        let home = Home::at(folder.path().join("desk"));
        let clock = Arc::new(watch.clone());
        let mut desk =
            Desk::init(home, RegionCode::EC, "华东测试", "林岚", None, clock, entropy).unwrap();
        desk.take_in_bytes(NOTICES.as_bytes()).unwrap();
        let service = DeskService::new(desk, Words::new(Lang::Zh));
        Office { service, watch, folder }
    }

    /// Time passes.
    pub fn later(&mut self, hours: i64) {
        *self.watch.0.lock().unwrap() += Duration::hours(hours);
    }

    pub fn perform(&mut self, command: Command) -> Result<Done, Vec<String>> {
        self.service.desk().perform(command).map_err(|refusal| match refusal {
            Refusal::Refused(whys) => whys.into_iter().map(|why| why.key).collect(),
            Refusal::Store(fault) => panic!("{fault}"),
        })
    }

    /// Number of the lead of 江苏 or of 浙江.
    pub fn lead(&mut self, place: &str) -> String {
        let filter = daqu::desk::view::Filter::default();
        let asked = Request::Overview { filter, leads_from: 0, leads_count: 9 };
        let Reply::Overview(_, overview) = self.service.answer(asked) else { panic!("no list") };
        overview.leads.rows.iter().find(|row| row.title.contains(place)).unwrap().number.clone()
    }

    /// Two branches claim the tender of 江苏; the number of the case.
    pub fn conflict(&mut self) -> String {
        self.conflict_about("江苏")
    }

    /// Two branches claim a tender whose title names a place; the number of the case.
    pub fn conflict_about(&mut self, place: &str) -> String {
        let lead = self.lead(place);
        for unit in ["F1", "F3"] {
            let (lead, unit, basis) = (lead.clone(), unit.to_owned(), "已踏勘".to_owned());
            self.perform(Command::Claim(NewClaim { lead, unit, basis, ..NewClaim::default() }))
                .unwrap();
        }
        let cases = self.service.desk().cases(true).unwrap();
        cases.into_iter().find(|case| case.lead == lead).unwrap().number
    }

    /// Performs a row; what is entered is written `name=text`.
    pub fn act(&mut self, number: &str, action: &str, entered: &str) -> Result<Done, Vec<String>> {
        let pairs = entered.split_whitespace().filter_map(|pair| pair.split_once('='));
        let args = Texts(pairs.map(|(name, text)| (name.to_owned(), text.to_owned())).collect());
        let (number, action) = (number.to_owned(), action.to_owned());
        self.perform(Command::Act { number, action, args })
    }

    pub fn case(&mut self, number: &str) -> CaseDetail {
        let answer = self.service.answer(Request::Case(number.to_owned()));
        let Reply::Case(detail) = answer else { panic!("no case") };
        *detail
    }
}
