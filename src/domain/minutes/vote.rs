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
        let text = halfwidth(text).to_lowercase();
        let (nay, rest) = count(&text, &NAY);
        let (abstained, rest) = count(&rest, &ABSTAINED);
        let (aye, _) = count(&rest, &AYE);
        let unanimous = UNANIMOUS.iter().any(|word| text.contains(word));
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

/// The number behind the first of the words that the text has, and the text without both.
fn count(text: &str, words: &[&str]) -> (Option<u32>, String) {
    let Some((at, word)) = words.iter().filter_map(|word| Some((text.find(word)?, *word))).min()
    else {
        return (None, text.to_owned());
    };
    let behind = text[at + word.len()..].trim_start_matches([' ', ':', '：', '票']);
    let counts = |c: char| c.is_ascii_digit() || is_han_numeral(c) || c == '零' || c == '〇';
    let figure = &behind[..behind.find(|c| !counts(c)).unwrap_or(behind.len())];
    let value = match figure {
        "零" | "〇" => Some(0),
        figure => figure.parse().ok().or_else(|| crate::text::cn_number(figure)),
    };
    (value, format!("{} {}", &text[..at], &behind[figure.len()..]))
}
