//! A vote as a line of the minutes says it: `？赞成4 反对0 弃权1`.

use serde::Serialize;

use crate::text::normal::halfwidth;
use crate::text::numeral::is_han_numeral;

/// How it was voted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Vote {
    /// 赞成.
    pub aye: Option<u32>,
    /// 反对.
    pub nay: Option<u32>,
    /// 弃权.
    pub abstained: Option<u32>,
    /// 一致: nobody was against it.
    pub unanimous: bool,
}

const AYE: [&str; 3] = ["赞成", "同意", "for"];
const NAY: [&str; 3] = ["反对", "不同意", "against"];
const ABSTAINED: [&str; 3] = ["弃权", "保留", "abstain"];
const UNANIMOUS: [&str; 3] = ["一致", "全票", "unanimous"];

impl Vote {
    /// Reads what follows the mark.
    pub fn read(text: &str) -> Vote {
        // 不同意 holds 同意.
        let whole = halfwidth(text).to_lowercase();
        let text = whole.as_str();
        let (nay, rest) = count(text, &NAY);
        let (abstained, rest) = count(&rest, &ABSTAINED);
        let (aye, _) = count(&rest, &AYE);
        let unanimous = is_unanimous(&whole);
        Vote { aye, nay, abstained, unanimous }
    }

    /// Whether it says how many were for it, or that all were.
    pub fn is_counted(&self) -> bool {
        self.unanimous || self.aye.is_some()
    }

    /// Whether it carried: more for it than against, or all.
    pub fn carried(&self) -> Option<bool> {
        match (self.aye, self.nay) {
            _ if self.unanimous && self.nay.unwrap_or(0) == 0 => Some(true),
            (Some(aye), nay) => Some(aye > nay.unwrap_or(0)),
            (None, _) => None,
        }
    }
}

/// The number that belongs to the first of the words that the text has, and the text without both: the one behind it, or, as in
/// 4票赞成, the one that stands right before it.
fn count(text: &str, words: &[&str]) -> (Option<u32>, String) {
    let Some((at, word)) = words.iter().filter_map(|word| Some((text.find(word)?, *word))).min()
    else {
        return (None, text.to_owned());
    };
    let before = text[..at].trim_end();
    let ballots = before.trim_end_matches(['票', '人']);
    let from = ballots.trim_end_matches(counts).len();
    if ballots.len() < before.len() && from < ballots.len() {
        let value = figure(&ballots[from..]);
        return (value, format!("{} {}", &text[..from], &text[at + word.len()..]));
    }
    let behind = text[at + word.len()..].trim_start_matches([' ', ':', '：', '票']);
    let digits = &behind[..behind.find(|c| !counts(c)).unwrap_or(behind.len())];
    (figure(digits), format!("{} {}", &text[..at], &behind[digits.len()..]))
}

fn counts(c: char) -> bool {
    c.is_ascii_digit() || is_han_numeral(c) || c == '零' || c == '〇'
}

fn figure(digits: &str) -> Option<u32> {
    match digits {
        "零" | "〇" => Some(0),
        digits => digits.parse().ok().or_else(|| crate::text::cn_number(digits)),
    }
}

/// Whether all were for it: 一致, but not 未能一致, nor 一致反对.
fn is_unanimous(text: &str) -> bool {
    UNANIMOUS.iter().any(|word| {
        text.match_indices(word).any(|(at, _)| {
            let before: String = text[..at].chars().rev().take(3).collect();
            let behind = text[at + word.len()..].trim_start();
            let denied = before.contains(['未', '不', '没', '非']);
            !denied && !NAY.iter().any(|nay| behind.starts_with(nay))
        })
    })
}
