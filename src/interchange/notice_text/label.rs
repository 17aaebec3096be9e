//! The words by which notices label what they say.
//!
//! Two tables. Labels that name a thing stand as they are in [`LABELS`]. Labels of a time are put together by every publisher
//! from the same few words (应答文件递交截止时间, 采购文件获取时间, 报名截止), so they are read word by word from [`TIME_WORDS`], and what
//! the words are about tells which time is meant. Blanks inside a label do not matter (采 购 人).

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use super::label_words::LABELS;
use crate::text::normal::halfwidth_char;

/// What a labelled value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Slot {
    Title,
    ProjectNo,
    Customer,
    Agency,
    Site,
    Category,
    Method,
    Published,
    /// From when until when documents are sold.
    Sale,
    SaleStart,
    SaleEnd,
    /// From when until when one registers.
    Registration,
    RegistrationEnd,
    Deadline,
    Opening,
    /// One moment that is both.
    DeadlineAndOpening,
    /// A 截止 that does not say of what.
    SomeEnd,
    Budget,
    Cap,
    Content,
    Qualification,
    Performance,
    Consortium,
    /// Something else: it ends the value before it, and is not read.
    Other,
}

impl Slot {
    /// Whether the value may run over several lines.
    pub(super) fn is_long(self) -> bool {
        matches!(self, Slot::Content | Slot::Qualification | Slot::Performance)
    }

    /// Whether the value is one moment or two.
    pub(super) fn is_time(self) -> bool {
        use Slot::{
            Deadline, DeadlineAndOpening, Opening, Published, Registration, RegistrationEnd, Sale,
            SaleEnd, SaleStart, SomeEnd,
        };
        matches!(
            self,
            Deadline
                | DeadlineAndOpening
                | Opening
                | Published
                | Registration
                | RegistrationEnd
                | Sale
                | SaleEnd
                | SaleStart
                | SomeEnd
        )
    }

    /// Whether the value is a sum.
    pub(super) fn is_sum(self) -> bool {
        matches!(self, Slot::Budget | Slot::Cap)
    }
}

/// What a word in the label of a time says.
#[derive(Clone, Copy)]
enum Part {
    /// Documents are sold or fetched.
    Sell,
    Register,
    /// Bids are handed in.
    Bid,
    Open,
    Start,
    End,
    /// A word for a time; the label may end with it.
    Time,
    /// 截标: both what and when.
    BidEnd,
    /// Says nothing by itself.
    Glue,
}

const TIME_WORDS: &[(Part, &[&str])] = &[
    (
        Part::Glue,
        &[
            "招标文件",
            "采购文件",
            "询比文件",
            "比选文件",
            "询价文件",
            "谈判文件",
            "磋商文件",
            "竞价文件",
            "文件",
            "资料",
            "的",
            "及",
            "和",
            "与",
            "、",
            "即",
            "首次",
            "电子",
            "项目",
            "采购",
            "招标",
            "询比",
            "比选",
        ],
    ),
    (
        Part::Sell,
        &[
            "获取",
            "售卖",
            "发售",
            "出售",
            "销售",
            "下载",
            "购买",
            "领取",
            "售标",
            "买标书",
            "标书",
            "发放",
        ],
    ),
    (Part::Register, &["报名", "登记"]),
    (
        Part::Bid,
        &[
            "投标文件",
            "响应文件",
            "应答文件",
            "参选文件",
            "报价文件",
            "申请文件",
            "投标",
            "响应",
            "应答",
            "参选",
            "报价",
            "递交",
            "提交",
            "上传",
        ],
    ),
    (Part::Open, &["开标", "开启", "唱标", "开评标"]),
    (Part::BidEnd, &["截标", "交标"]),
    (Part::Start, &["开始"]),
    (Part::End, &["截止", "截至", "结束"]),
    (Part::Time, &["时间", "日期", "时刻", "期限", "期"]),
];

const ENGLISH_TIMES: &[(Slot, &[&str])] = &[
    (Slot::Sale, &["Sale of documents", "Documents on sale"]),
    (Slot::SaleEnd, &["Documents until", "Sale ends"]),
    (Slot::RegistrationEnd, &["Registration ends", "Registration until", "Registration deadline"]),
    (Slot::Deadline, &["Submission deadline", "Bid deadline", "Response deadline", "Deadline"]),
    (Slot::Opening, &["Bid opening", "Opening of bids", "Opening"]),
];

/// The longest label that begins at an index of the characters, and the index behind it.
pub(super) fn label_at(chars: &[char], index: usize) -> Option<(Slot, usize)> {
    let first = lower(*chars.get(index)?);
    let Heads { labels, times } = heads();
    let named = labels.get(&first).into_iter().flatten();
    let named = named.filter_map(|(slot, word)| Some((*slot, behind(chars, index, word)?)));
    let longest = named.max_by_key(|(_, end)| *end);
    let time = if times.contains(&first) { time_label(chars, index) } else { None };
    match (longest, time) {
        (Some(named), Some(time)) if time.1 > named.1 => Some(time),
        (Some(named), _) => Some(named),
        (None, time) => time,
    }
}

/// The tables by the first character of each word, so that a long text is read in one pass.
struct Heads {
    labels: HashMap<char, Vec<(Slot, &'static str)>>,
    times: HashSet<char>,
}

fn heads() -> &'static Heads {
    static HEADS: OnceLock<Heads> = OnceLock::new();
    HEADS.get_or_init(|| {
        let mut labels: HashMap<char, Vec<(Slot, &'static str)>> = HashMap::new();
        for (slot, words) in LABELS.iter().chain(ENGLISH_TIMES) {
            for word in *words {
                let first = word.chars().next().map(lower).unwrap_or_default();
                labels.entry(first).or_default().push((*slot, word));
            }
        }
        let times = TIME_WORDS.iter().flat_map(|(_, words)| *words);
        Heads { labels, times: times.filter_map(|word| word.chars().next()).collect() }
    })
}

fn lower(c: char) -> char {
    halfwidth_char(c).to_ascii_lowercase()
}

/// The index behind a word, over blanks inside it and in either width and case.
fn behind(chars: &[char], index: usize, word: &str) -> Option<usize> {
    let mut at = index;
    for (place, wanted) in word.chars().enumerate() {
        while place > 0 && matches!(chars.get(at), Some(' ' | '\u{3000}')) && wanted != ' ' {
            at += 1;
        }
        let here = halfwidth_char(*chars.get(at)?);
        if !here.eq_ignore_ascii_case(&wanted) {
            return None;
        }
        at += 1;
    }
    // An English label is a word of its own.
    let ascii = word.is_ascii() && word.ends_with(|c: char| c.is_ascii_alphabetic());
    let goes_on = chars.get(at).is_some_and(|c| c.is_ascii_alphanumeric());
    (!ascii || !goes_on).then_some(at)
}

/// The label of a time put together from [`TIME_WORDS`].
fn time_label(chars: &[char], index: usize) -> Option<(Slot, usize)> {
    let (mut sell, mut register, mut bid, mut open) = (false, false, false, false);
    let (mut start, mut end, mut time) = (false, false, false);
    let mut at = index;
    let mut sure = None;
    while let Some((part, next)) = time_word(chars, at) {
        match part {
            Part::Sell => sell = true,
            Part::Register => register = true,
            Part::Bid => bid = true,
            Part::Open => open = true,
            Part::Start => start = true,
            Part::End => end = true,
            Part::Time => time = true,
            Part::BidEnd => (bid, end) = (true, true),
            Part::Glue => {}
        }
        at = next;
        let slot = match (sell, register, bid, open) {
            (_, _, _, true) if end => Some(Slot::DeadlineAndOpening),
            (_, _, _, true) => Some(Slot::Opening),
            (_, true, ..) if end => Some(Slot::RegistrationEnd),
            (_, true, ..) if time => Some(Slot::Registration),
            (true, ..) if start && time => Some(Slot::SaleStart),
            (true, ..) if end => Some(Slot::SaleEnd),
            (true, ..) if time => Some(Slot::Sale),
            (_, _, true, _) if end => Some(Slot::Deadline),
            _ if end => Some(Slot::SomeEnd),
            _ => None,
        };
        // A label does not end with a word that says nothing.
        if !matches!(part, Part::Glue) {
            sure = slot.map(|slot| (slot, at)).or(sure);
        }
    }
    sure
}

fn time_word(chars: &[char], index: usize) -> Option<(Part, usize)> {
    let at = (index..chars.len()).find(|at| !matches!(chars.get(*at), Some(' ' | '\u{3000}')))?;
    // Blanks before the first word belong to no label; inside one they do not matter, unless they are a gap of a table.
    if at - index > 1 {
        return None;
    }
    let all = TIME_WORDS.iter().flat_map(|(part, words)| {
        words.iter().filter_map(|word| Some((*part, behind(chars, at, word)?)))
    });
    all.max_by_key(|(_, end)| *end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slot(text: &str) -> Option<(Slot, usize)> {
        label_at(&text.chars().collect::<Vec<_>>(), 0)
    }

    #[test]
    fn a_label_of_a_time_is_understood_by_its_words() {
        for (label, expected) in [
            ("应答文件递交截止时间", Slot::Deadline),
            ("投标文件递交的截止时间", Slot::Deadline),
            ("提交首次响应文件截止时间", Slot::Deadline),
            ("截标时间", Slot::Deadline),
            ("投标截止时间及开标时间", Slot::DeadlineAndOpening),
            ("开标时间", Slot::Opening),
            ("响应文件开启时间", Slot::Opening),
            ("采购文件获取时间", Slot::Sale),
            ("获取招标文件的时间", Slot::Sale),
            ("文件售卖期", Slot::Sale),
            ("标书购买截止", Slot::SaleEnd),
            ("文件获取开始时间", Slot::SaleStart),
            ("报名截止", Slot::RegistrationEnd),
            ("报名时间", Slot::Registration),
            ("截止时间", Slot::SomeEnd),
            ("Submission deadline", Slot::Deadline),
        ] {
            assert_eq!(slot(label), Some((expected, label.chars().count())), "{label}");
        }
    }

    #[test]
    fn blanks_inside_a_label_do_not_matter_and_the_longest_is_taken() {
        assert_eq!(slot("采 购 人：某公司"), Some((Slot::Customer, 5)));
        assert_eq!(slot("采购人"), Some((Slot::Customer, 3)));
        assert_eq!(slot("采购代理机构"), Some((Slot::Agency, 6)));
        assert_eq!(slot("budget:"), Some((Slot::Budget, 6)));
        assert_eq!(slot("budgets"), None);
        assert_eq!(slot("甲乙丙"), None);
    }
}
