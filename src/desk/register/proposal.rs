//! The register of proposals to change the organisation (arts. 14 to 17).

use chrono::{DateTime, Utc};

use crate::domain::event::{Fact, Recorded};
use crate::domain::procedure::{Argument, Row};
use crate::domain::proposal::action::{ACTIONS, ProposalAction, Situation};
use crate::domain::proposal::{self, OPENING, Proposal};
use crate::domain::relief::{Act, Entry};
use crate::domain::strict::Texts;
use crate::domain::subject::SubjectKind;
use crate::domain::territory::RegionCode;
use crate::domain::why::Why;

use super::super::impact::Impact;
use super::super::query::{Answer, Reading};
use super::super::relief::{FileKind, is_open};
use super::{By, Kept, Told};

/// Proposals.
#[derive(Debug)]
pub struct Proposals;

impl Kept for Proposals {
    type Matter = Proposal;
    const KIND: FileKind = FileKind::Proposal;
    const SUBJECT: SubjectKind = SubjectKind::Proposal;
    const OPENING: &'static [Argument] = OPENING;

    fn fold(events: &[Recorded]) -> Option<Proposal> {
        Proposal::fold(events)
    }

    fn rows() -> &'static [&'static ProposalAction] {
        ACTIONS
    }

    fn situation<'a>(proposal: &'a Proposal, by: &By<'a>) -> Situation<'a> {
        Situation { proposal, authority: by.authority }
    }

    fn fact(row: &'static Row<Proposal>, act: Act) -> Fact {
        Fact::ProposalActed(row, act)
    }

    fn opened(
        number: String,
        owner: Option<RegionCode>,
        args: &Texts,
        now: DateTime<Utc>,
    ) -> Result<Fact, Vec<Why>> {
        proposal::open(number, owner, args, now).map(Fact::ProposalDrafted)
    }

    fn impact(proposal: &Proposal, reading: &Reading<'_, '_>) -> Answer<Option<Impact>> {
        // What is decided or given up touches nothing any more.
        if proposal.state.is_terminal() { Ok(None) } else { reading.impact_of(proposal) }
    }

    fn lacking(args: &Texts) -> Vec<Why> {
        proposal::lacking(args)
    }

    fn timeline(proposal: &mut Proposal) -> &mut Vec<Entry> {
        &mut proposal.timeline
    }

    fn told(proposal: &Proposal, _: &By<'_>) -> Told {
        let said = OPENING.iter().filter_map(|argument| {
            Some((argument.name.to_owned(), proposal.value(argument.name)?.to_owned()))
        });
        let concerns =
            ["unit", "to_region", "name"].into_iter().find_map(|name| proposal.value(name));
        let mut notes = proposal.unchecked();
        notes.extend(proposal.doubts());
        Told {
            number: proposal.drafted.number.clone(),
            said: Texts(said.collect()),
            open: is_open(proposal.state.is_terminal(), &proposal.contested),
            at: proposal.drafted.at,
            concerns: concerns.unwrap_or_default().to_owned(),
            sort: Some(proposal.change.name()),
            limits: Vec::new(),
            notes,
        }
    }
}
