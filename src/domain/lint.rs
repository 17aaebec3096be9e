//! The collusion lint (串标提示): words in a text that, between bidders, would be signs of collusion.
//!
//! It finds words and says which sign each is; it accuses nobody and never proposes other words. That it fired is recorded with
//! the text and goes to headquarters. In a decision or a settlement, what no outcome may contain is refused.

use serde::{Deserialize, Serialize};

/// A sign of collusion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    /// 陪标: bidding for show (implementing regulation of the bidding law, art. 39).
    CoverBid,
    /// 让标: giving up a bid by agreement (art. 39).
    YieldBid,
    /// 挂靠, 借用资质: bidding under another's name (art. 42).
    LentQualification,
    /// 价格安排: agreeing on prices (art. 39).
    PriceArrangement,
    /// 轮流: taking turns at winning (art. 39); within one legal person an outcome, between several a sign.
    TakingTurns,
    /// 转包: passing the whole works on (bidding law, art. 48).
    Subcontract,
    /// A price is spoken of at all.
    Price,
}

impl Sign {
    /// The word in data and catalogue keys.
    pub fn name(self) -> &'static str {
        match self {
            Sign::CoverBid => "cover_bid",
            Sign::YieldBid => "yield_bid",
            Sign::LentQualification => "lent_qualification",
            Sign::PriceArrangement => "price_arrangement",
            Sign::TakingTurns => "taking_turns",
            Sign::Subcontract => "subcontract",
            Sign::Price => "price",
        }
    }

    /// Id of the rule behind it.
    pub fn rule(self) -> &'static str {
        match self {
            Sign::LentQualification => "TL-42",
            Sign::Subcontract => "TF-48",
            _ => "TL-39",
        }
    }

    /// Whether no decision may contain it, whoever the parties are.
    pub fn is_barred(self) -> bool {
        !matches!(self, Sign::TakingTurns | Sign::Price)
    }
}

/// Words and what they are signs of; the longer before the shorter that it contains.
const WORDS: &[(&str, Sign)] = &[
    ("陪标", Sign::CoverBid),
    ("陪投", Sign::CoverBid),
    ("围标", Sign::CoverBid),
    ("串标", Sign::CoverBid),
    ("串通投标", Sign::CoverBid),
    ("让标", Sign::YieldBid),
    ("弃标换", Sign::YieldBid),
    ("挂靠", Sign::LentQualification),
    ("借用资质", Sign::LentQualification),
    ("借资质", Sign::LentQualification),
    ("出借资质", Sign::LentQualification),
    ("价格安排", Sign::PriceArrangement),
    ("商定报价", Sign::PriceArrangement),
    ("约定报价", Sign::PriceArrangement),
    ("统一报价", Sign::PriceArrangement),
    ("协商报价", Sign::PriceArrangement),
    ("抬高报价", Sign::PriceArrangement),
    ("压低报价", Sign::PriceArrangement),
    ("对一下报价", Sign::PriceArrangement),
    ("轮流中标", Sign::TakingTurns),
    ("轮流", Sign::TakingTurns),
    ("轮着", Sign::TakingTurns),
    ("转包", Sign::Subcontract),
    ("报价", Sign::Price),
    ("价格", Sign::Price),
    ("标价", Sign::Price),
    ("底价", Sign::Price),
    ("让利", Sign::Price),
    ("下浮", Sign::Price),
    ("折扣", Sign::Price),
];

/// A word that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Of what it is a sign.
    pub sign: Sign,
    /// The word.
    pub word: &'static str,
    /// Where it begins, in bytes.
    pub at: usize,
}

/// The signs in a text, in its order. What stands between the characters of a word (spaces, marks, full-width forms) hides no
/// word: the text is compared without them.
pub fn findings(text: &str) -> Vec<Finding> {
    let kept: Vec<(usize, char)> =
        text.char_indices().filter(|(_, c)| c.is_alphanumeric()).collect();
    let plain: Vec<char> = kept.iter().map(|(_, c)| *c).collect();
    let mut found = Vec::new();
    let mut from = 0;
    while from < plain.len() {
        let here = WORDS.iter().find(|(word, _)| {
            let mut rest = plain[from..].iter();
            word.chars().all(|wanted| rest.next() == Some(&wanted))
        });
        match here {
            Some((word, sign)) => {
                found.push(Finding { sign: *sign, word, at: kept[from].0 });
                from += word.chars().count();
            }
            None => from += 1,
        }
    }
    found
}

/// The signs that a text shows, each once.
pub fn signs(text: &str) -> Vec<Sign> {
    let mut signs: Vec<Sign> = findings(text).into_iter().map(|finding| finding.sign).collect();
    signs.sort_unstable();
    signs.dedup();
    signs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::rulebook::Rulebook;

    #[test]
    fn a_sign_is_found_wherever_it_stands_and_however_it_is_spaced() {
        assert_eq!(signs("由三分公司陪标"), [Sign::CoverBid]);
        assert_eq!(signs("请 陪 · 标 一次"), [Sign::CoverBid]);
        assert_eq!(signs("双方商定报价后轮流中标"), [Sign::PriceArrangement, Sign::TakingTurns]);
        assert_eq!(signs("由一分公司牵头，三分公司配合"), []);
    }

    #[test]
    fn a_price_alone_is_a_sign_and_bars_no_decision() {
        let found = findings("说明报价依据");
        assert_eq!(found.iter().map(|f| (f.word, f.at)).collect::<Vec<_>>(), [("报价", 6)]);
        assert!(!Sign::Price.is_barred() && Sign::CoverBid.is_barred());
    }

    #[test]
    fn every_sign_rests_on_a_rule_of_the_book() {
        for (_, sign) in WORDS {
            assert!(Rulebook::bundled().get(sign.rule()).is_some(), "{sign:?}");
        }
    }
}
