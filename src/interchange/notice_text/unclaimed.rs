//! What a message says without a label that is known: a sum, an end of something. It would be untrue to call such a field not
//! stated; it is left to a person, with the sentence in which it stands.
//!
//! Only messages are looked through. In a page with labels a stray sum is anything: a bond, a turnover that bidders must have.

use std::ops::Range;

use crate::domain::lead::{Field, Notice};
use crate::text::normal::is_han;

use super::mark::TEXT;

/// A longer text is no message, in characters.
const MESSAGE: usize = 400;

/// Words of an end: of what, a person sees.
const ENDS: [&str; 4] = ["截止", "截至", "之前", "前截"];

/// Units of a sum.
const UNITS: [&str; 3] = ["万", "亿", "元"];

/// Leaves to a person what stands in a message and was read by nobody.
pub(super) fn leave_to_a_person(notice: &mut Notice, text: &str, title: &Range<usize>) {
    if text.chars().count() > MESSAGE {
        return;
    }
    let silent = |field: &Field<_>| field.is_not_stated();
    let of_lots = notice.lots.iter().any(|lot| lot.budget.is_some());
    if !of_lots
        && silent(&notice.budget)
        && silent(&notice.cap)
        && let Some(span) = sentences(text).find(|span| names_a_sum(&text[span.clone()]))
    {
        notice.budget = Field::to_review(&text[span.clone()], TEXT).at(span);
    }
    let no_end = [&notice.sale_end, &notice.registration_end, &notice.deadline]
        .into_iter()
        .all(Field::is_not_stated);
    // The title says what, not when.
    let elsewhere = |span: &Range<usize>| span.start >= title.end || span.end > title.end;
    if no_end
        && let Some(span) =
            sentences(text).filter(elsewhere).find(|span| names_an_end(&text[span.clone()]))
    {
        notice.deadline = Field::to_review(&text[span.clone()], TEXT).at(span);
    }
}

/// The sentences of a text, by their places; a comma ends one too.
fn sentences(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    let stop = |c: char| matches!(c, '，' | ',' | '。' | '；' | ';' | '\n' | '！' | '!');
    let ends: Vec<usize> = text
        .char_indices()
        .filter(|(_, c)| stop(*c))
        .map(|(at, _)| at)
        .chain([text.len()])
        .collect();
    ends.into_iter().filter_map(move |end| {
        let sentence = text.get(start..end)?;
        let lead = sentence.len() - sentence.trim_start().len();
        let place = start + lead..start + sentence.trim_end().len().max(lead);
        start = end + text.get(end..)?.chars().next().map_or(0, char::len_utf8);
        (!place.is_empty()).then_some(place)
    })
}

/// A figure, in digits or in words, right before a unit of money.
fn names_a_sum(sentence: &str) -> bool {
    UNITS.iter().any(|unit| {
        sentence.match_indices(unit).any(|(at, _)| {
            let before = sentence.get(..at).unwrap_or_default().trim_end().chars().next_back();
            before.is_some_and(|c| c.is_numeric() || "一二三四五六七八九十百千两".contains(c))
        })
    })
}

/// A word of an end beside a day or an hour.
fn names_an_end(sentence: &str) -> bool {
    let timed = sentence.chars().any(|c| c.is_numeric())
        || ["今天", "明天", "后天", "周", "星期", "月底"].iter().any(|day| sentence.contains(day));
    let before = sentence.ends_with('前') && sentence.chars().any(is_han);
    timed && (before || ENDS.iter().any(|word| sentence.contains(word)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::super::read;
    use crate::domain::lead::FieldState;

    fn states(text: &str) -> (FieldState, FieldState) {
        let notice = read(text, None).unwrap().notice;
        (notice.budget.state, notice.deadline.state)
    }

    #[test]
    fn what_stands_there_unread_is_for_a_person_and_not_called_unsaid() {
        use FieldState::{NotStated, ToReview};
        for (text, expected) in [
            ("江苏移动南京分公司光缆工程施工采购 约320万，你们谁跟一下", (ToReview, NotStated)),
            ("浙江电信杭州管道迁改询比，下周三截止，大概三百二十万左右", (ToReview, ToReview)),
            ("安徽联通机房配套施工采购，有兴趣的跟我说", (NotStated, NotStated)),
            ("福建铁塔基站维护服务采购，明天下午三点前报名截止", (NotStated, ToReview)),
        ] {
            assert_eq!(states(text), expected, "{text}");
        }
    }

    #[test]
    fn the_words_are_quoted_where_they_stand() {
        let text = "江苏移动苏州分公司管道施工采购，预计50-80万，联系我";
        let notice = read(text, None).unwrap().notice;
        let (from, to) = notice.budget.source.unwrap().span.unwrap();
        assert_eq!(text.get(from as usize..to as usize), Some("预计50-80万"));
    }
}
