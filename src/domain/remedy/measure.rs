//! The measures of the remedy file, and which of two is the harsher.

use serde::{Deserialize, Serialize};

use super::Proposed;
use crate::domain::strict::Texts;
use crate::domain::why::Why;
use crate::text::whole_amount;

/// What is proposed or decided. Names that end in `_proposal` say that the company does it elsewhere, if it does: daqu
/// deducts nothing and removes nobody (gap G17).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// 奖励.
    Reward,
    /// 补偿 of what a unit spent before the bid (gap G22).
    Compensation,
    /// 口头警告.
    OralWarning,
    /// 书面警告.
    WrittenWarning,
    /// 罚款建议.
    FineProposal,
    /// 降薪建议.
    PayCutProposal,
    /// 免职建议: the board's to decide.
    RemovalProposal,
    /// 归还线索 to the unit that lost it.
    LeadRestitution,
    /// 重置保护期 of the unit's claim.
    ProtectionReset,
}

/// Every measure by its word.
pub const MEASURES: &[&str] = &[
    "reward",
    "compensation",
    "oral_warning",
    "written_warning",
    "fine_proposal",
    "pay_cut_proposal",
    "removal_proposal",
    "lead_restitution",
    "protection_reset",
];

impl Measure {
    /// Every measure, in the order of [`MEASURES`].
    pub const ALL: [Measure; 9] = [
        Measure::Reward,
        Measure::Compensation,
        Measure::OralWarning,
        Measure::WrittenWarning,
        Measure::FineProposal,
        Measure::PayCutProposal,
        Measure::RemovalProposal,
        Measure::LeadRestitution,
        Measure::ProtectionReset,
    ];

    /// The word in data and forms.
    pub fn name(self) -> &'static str {
        match self {
            Measure::Reward => "reward",
            Measure::Compensation => "compensation",
            Measure::OralWarning => "oral_warning",
            Measure::WrittenWarning => "written_warning",
            Measure::FineProposal => "fine_proposal",
            Measure::PayCutProposal => "pay_cut_proposal",
            Measure::RemovalProposal => "removal_proposal",
            Measure::LeadRestitution => "lead_restitution",
            Measure::ProtectionReset => "protection_reset",
        }
    }

    /// The measure of that name.
    pub fn parse(name: &str) -> Option<Measure> {
        Measure::ALL.into_iter().find(|measure| measure.name() == name)
    }

    /// The order of harshness of the penalties: a word, a word on file, money once, money for long, the post. What rewards or
    /// restores has no place in it: it is milder or harsher than nothing.
    pub fn harshness(self) -> Option<u8> {
        match self {
            Measure::OralWarning => Some(1),
            Measure::WrittenWarning => Some(2),
            Measure::FineProposal => Some(3),
            Measure::PayCutProposal => Some(4),
            Measure::RemovalProposal => Some(5),
            Measure::Reward
            | Measure::Compensation
            | Measure::LeadRestitution
            | Measure::ProtectionReset => None,
        }
    }

    /// Whether it is a penalty.
    pub fn is_penalty(self) -> bool {
        self.harshness().is_some()
    }

    /// Whether it is one person's: a unit has no pay and no post.
    pub fn is_personal(self) -> bool {
        matches!(self, Measure::PayCutProposal | Measure::RemovalProposal)
    }

    /// Whether it may name a sum.
    pub fn takes_amount(self) -> bool {
        self.needs_amount() || self == Measure::Reward
    }

    /// Whether it says nothing without a sum.
    pub fn needs_amount(self) -> bool {
        matches!(self, Measure::Compensation | Measure::FineProposal | Measure::PayCutProposal)
    }

    /// Only the board decides it (art. 17).
    pub fn is_for_the_board(self) -> bool {
        self == Measure::RemovalProposal
    }
}

/// What is decided is no worse than what was proposed: whoever is heard does not fare the worse for it (after the pattern
/// of the administrative penalty law, art. 45), and nothing is decided of which nobody was told (art. 44). The sum may be
/// lower, and a penalty milder; another measure takes another proposal.
///
/// # Errors
/// Which of the two is worse, the measure or the sum.
pub fn no_worse(proposed: &Proposed, measure: Measure, amount_fen: Option<i64>) -> Result<(), Why> {
    let outcome = proposed.kind.name();
    match (proposed.kind.harshness(), measure.harshness()) {
        (Some(own), Some(other)) if other > own => {
            return Err(Why::rule("remedy-harsher", "CF-45").with("outcome", outcome));
        }
        (Some(_), Some(_)) => {}
        _ if measure == proposed.kind => {}
        _ => return Err(Why::rule("remedy-another-measure", "CF-44").with("outcome", outcome)),
    }
    // A penalty of which no sum was told has none; what is granted may still be open.
    let most = proposed.amount_fen.or(proposed.kind.is_penalty().then_some(0));
    match most.zip(amount_fen) {
        Some((most, amount)) if amount > most => {
            let (key, rule) = if proposed.kind.is_penalty() {
                ("remedy-amount-worse", "CF-45")
            } else {
                ("remedy-amount-beyond", "CF-44")
            };
            Err(Why::rule(key, rule).with("amount", yuan(amount)).with("proposed", yuan(most)))
        }
        _ => Ok(()),
    }
}

/// The sum entered under a name: one amount with its unit (`100元`, `1.2万元`) and nothing else.
///
/// # Errors
/// A text that is no sum.
pub fn amount(args: &Texts, name: &str) -> Result<Option<i64>, Why> {
    let Some(text) = args.get(name).map(str::trim) else { return Ok(None) };
    match whole_amount(text) {
        Some(fen) => Ok(Some(fen)),
        None => Err(Why::plain("argument-misfit").with("argument", name).with("expected", "100元")),
    }
}

/// A sum in yuan, as sentences of both languages show it.
pub(super) fn yuan(fen: i64) -> String {
    match fen % 100 {
        0 => (fen / 100).to_string(),
        rest => format!("{}.{:02}", fen / 100, rest.abs()),
    }
}
