//! Questions about cases: the queue with the reason of each rank, and a case in full.

use crate::domain::case::action::{ACTIONS, Situation};
use crate::domain::case::grid::{deciding, grid};
use crate::domain::case::{Case, Entry, State, timing};
use crate::domain::fairness::CaseFact;
use crate::domain::fairness::precedent::Precedent;
use crate::domain::lead::{Lead, lots_meet};
use crate::domain::relation::Bond;
use crate::domain::rulebook::Rulebook;
use crate::domain::why::Why;
use crate::text::Sought;

use super::Desk;
use super::command::Refusal;
use super::family::family;
use super::files::Files;
use super::history;
use super::perform::FILE_PART;
use super::query::{Answer, Reading};
use super::view::{ActionRow, Basis, CaseDetail, CaseRow, Delivery, Filter};

/// How many precedents a case shows.
const PRECEDENTS: usize = 8;

impl Reading<'_, '_> {
    /// Cases by slack; only open ones unless `all`.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn cases(&self, filter: &Filter, all: bool) -> Answer<Vec<CaseRow>> {
        let mut rows = Vec::new();
        let bonds = self.bonds()?;
        for subject in self.tx.cases(filter.province.as_deref(), all)? {
            let Ok(subject) = subject.parse() else { continue };
            let Some((case, lead)) = history::case(self.tx, self.context, subject)? else {
                continue;
            };
            let row = self.case_row(&case, lead.as_ref(), &bonds)?;
            // A case that lapsed is over although no event says so yet; a contested one is not, wherever it provisionally stands.
            let open = !row.state.is_terminal() || !row.contested.is_empty();
            if fits(&row, filter) && (all || open) {
                rows.push(row);
            }
        }
        Ok(rows)
    }

    pub(super) fn case_row(
        &self,
        case: &Case,
        lead: Option<&Lead>,
        bonds: &[Bond],
    ) -> Answer<CaseRow> {
        let delivery = self.delivery(&case.subject.to_string())?;
        let (calendar, book) = (self.context.calendar(), self.context.book());
        let (authority, now) = (self.context.profile.authority(), self.now);
        let situation = Situation { case, authority, now, calendar, book, bonds };
        Ok(case_row(&situation, lead, delivery))
    }

    /// A case in full, by its number.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn case(&self, number: &str) -> Answer<Option<CaseDetail>> {
        let Some(subject) = self.numbered(number)? else { return Ok(None) };
        let Some((mut case, lead)) = history::case(self.tx, self.context, subject)? else {
            return Ok(None);
        };
        self.reveal(&mut case)?;
        let mut claims = self.claims_on(case.lead)?;
        claims.retain(|claim| claim.lots.iter().any(|lot| lots_meet(lot, &case.lot)));
        Ok(Some(CaseDetail {
            row: self.case_row(&case, lead.as_ref(), &self.bonds()?)?,
            limits: timing::record(&case, self.now, self.context.calendar()),
            merged: self.merged_into(&case)?,
            basis: self.basis(&case)?,
            precedents: self.like(&case, lead.as_ref())?,
            note: self.tx.note(&subject.to_string())?,
            case,
            lead,
            claims,
        }))
    }

    /// Puts what was kept out of the events back to where it was entered, as far as its bytes are here.
    pub(super) fn reveal(&self, case: &mut Case) -> Answer<()> {
        for entry in &mut case.timeline {
            for part in entry.parts.iter().filter(|part| part.name != FILE_PART) {
                if let Some(text) = self.part_text(Some(part))? {
                    entry.args.0.insert(part.name.clone(), text);
                }
            }
        }
        Ok(())
    }

    /// The rules that the decision of a case cites, as they stood when it was taken.
    fn basis(&self, case: &Case) -> Answer<Option<Basis>> {
        let Some(decision) = &case.decision else { return Ok(None) };
        let entry = case.timeline.iter().find(|entry| entry.event == decision.event);
        let Some(hash) = entry.and_then(|entry| entry.rulebase.clone()) else { return Ok(None) };
        let text = self.tx.rulebase(&hash)?;
        let book = text.and_then(|text| Rulebook::parse(&text).ok());
        let cited = decision.args.list("rules");
        let rules = cited.iter().filter_map(|id| book.as_ref()?.get(id).cloned()).collect();
        let current = hash == self.context.book().hash();
        Ok(Some(Basis { version: book.map(|book| book.version()), current, rules, hash }))
    }

    /// The nearest earlier cases, by the decision where there is one, else by the criterion that tells its parties apart.
    fn like(&self, case: &Case, lead: Option<&Lead>) -> Answer<Vec<Precedent>> {
        let decided = CaseFact::of(case, lead, self.now, self.context.calendar());
        let grid = grid(case, self.context.book());
        let criterion = deciding(&grid).map(|line| line.criterion.clone());
        let about = CaseFact { criterion, ..CaseFact::about(case, lead) };
        let mut found = self.precedents(&decided.unwrap_or(about))?;
        found.truncate(PRECEDENTS);
        Ok(found)
    }

    /// Numbers of the cases about the same tender that were merged into a case.
    fn merged_into(&self, case: &Case) -> Answer<Vec<String>> {
        let mut merged = Vec::new();
        for lead in family(self.tx, case.lead)?.members {
            for (other, _) in self.tx.cases_on(&lead.to_string())? {
                let Ok(other) = other.parse() else { continue };
                let Some((other, _)) = history::case(self.tx, self.context, other)? else {
                    continue;
                };
                let into =
                    other.entries("merge").any(|e| e.args.get("master") == Some(&case.number));
                if other.state == State::Merged && into {
                    merged.push(other.number);
                }
            }
        }
        Ok(merged)
    }
}

impl Reading<'_, '_> {
    /// An entry of the timeline with the bytes of its file: kept here, or come with its event; never others than its hash says.
    ///
    /// # Errors
    /// There is no such entry, it has no file, or the file is not here as it was.
    pub fn evidence_file<'a>(
        &self,
        files: &Files,
        case: &'a Case,
        named: &str,
    ) -> Result<(&'a Entry, Vec<u8>), Refusal> {
        let said = |key: &str, entry: String| Why::plain(key).with("entry", entry);
        let Some(entry) = case.entry(named) else {
            let n = case.timeline.len().to_string();
            return Err(Refusal::because(said("no-entry", named.to_owned()).with("n", n)));
        };
        let place = case.timeline.iter().position(|other| other.event == entry.event);
        let n = place.map_or_else(String::new, |place| (place + 1).to_string());
        let Some(file) = &entry.file else { return Err(Refusal::because(said("no-file", n))) };
        let part = entry.parts.iter().find(|part| part.name == FILE_PART);
        // What headquarters ordered away is shown to nobody, wherever its bytes still are.
        for part in &entry.parts {
            if self.tx.is_purged(&part.hash)? {
                return Err(Refusal::because(said("file-not-here", n)));
            }
        }
        if let Some(bytes) = files.read(file) {
            return Ok((entry, bytes));
        }
        let bytes = part.map(|part| self.tx.part(&part.hash)).transpose()?.flatten();
        let bytes = bytes.map(|part| part.bytes).filter(|bytes| file.is(bytes));
        Ok((entry, bytes.ok_or_else(|| Refusal::because(said("file-not-here", n)))?))
    }
}

impl Desk {
    /// The bytes of the file of a piece of evidence, for whoever sits at this desk.
    ///
    /// # Errors
    /// As [`Reading::evidence_file`].
    pub fn evidence_file(&mut self, number: &str, entry: &str) -> Result<Vec<u8>, Refusal> {
        let files = self.home().files();
        self.look(|tx, context, now| {
            let reading = Reading { tx, context, now };
            let no_case = || Refusal::because(Why::plain("no-case").with("number", number));
            let detail = reading.case(number)?.ok_or_else(no_case)?;
            Ok(reading.evidence_file(&files, &detail.case, entry)?.1)
        })
    }
}

/// The row of a case in the queue, for a desk at an instant.
pub fn case_row(situation: &Situation<'_>, lead: Option<&Lead>, delivery: Delivery) -> CaseRow {
    let Situation { case, now, calendar, .. } = *situation;
    let actions = ACTIONS.iter().map(|action| ActionRow {
        id: action.id,
        unmet: action.unmet(situation),
        arguments: action.arguments,
    });
    let limits = timing::record(case, now, calendar);
    let state = case.state_at(now);
    CaseRow {
        subject: case.subject,
        number: case.number.clone(),
        state,
        contested: case.contested.clone(),
        track: case.track(calendar),
        hard_stop: case.hard_stop,
        last_moment: case.last_moment(calendar),
        trunk: case.trunk,
        rank: timing::rank(case, now, calendar),
        at_hand: limits.at_hand().cloned(),
        to_escalate: limits.calls_for_escalation() && !state.is_terminal(),
        breaches: case.breaches().len(),
        detected_at: case.detected_at,
        parties: case.parties.iter().map(|party| party.unit.clone()).collect(),
        lead: lead.map(|lead| lead.number.clone()).unwrap_or_default(),
        title: lead.map(|lead| lead.notice.title.clone()).unwrap_or_default(),
        customer: lead.and_then(|lead| lead.notice.customer.value.clone()),
        province: lead.and_then(|lead| lead.notice.province.value.clone()),
        lot: case.lot.clone(),
        round: case.round,
        owner: case.owner,
        cross_entity: case.is_cross_entity(),
        delivery,
        actions: actions.collect(),
    }
}

/// Whether a case is among what is looked for.
pub(super) fn fits(row: &CaseRow, filter: &Filter) -> bool {
    let here = filter.province.is_none() || filter.province == row.province;
    here && filter.search.as_deref().is_none_or(|words| {
        let parties = row.parties.join(" ");
        let customer = row.customer.as_deref().unwrap_or_default();
        Sought::new(words).is_in(&[&row.number, &row.title, &parties, &row.lead, customer])
    })
}
