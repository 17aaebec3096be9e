//! Minutes as a Markdown page, for people and programs outside daqu.
//!
//! The frame is ours, the text is the recorder's. Whatever fills the frame (title, names, place) is escaped, so that a title
//! cannot pretend to be a heading, a table row or a signature; the recorder's text goes in as it is, since its headings and
//! lists are meant. The frame therefore stands *before* the text, and the draft mark in it cannot be swallowed by anything
//! the text leaves open. Neither part carries a character that acts on a terminal.

use crate::text::clean::{clean_line, clean_text, newlines};

/// The words of the frame, already in the reader's language.
#[derive(Debug, Clone, Copy)]
pub struct Labels<'a> {
    /// 会议纪要, before the title.
    pub minutes: &'a str,
    /// 编号.
    pub number: &'a str,
    /// 会议类型.
    pub kind: &'a str,
    /// 时间.
    pub start: &'a str,
    /// 地点.
    pub place: &'a str,
    /// 主持人.
    pub chair: &'a str,
    /// 记录人.
    pub recorder: &'a str,
    /// 参加人员.
    pub participants: &'a str,
    /// 涉及冲突.
    pub cases: &'a str,
    /// 版本.
    pub version: &'a str,
    /// The mark of minutes that nobody signed yet: 草稿，未签发.
    pub draft: &'a str,
    /// Shown where nothing is recorded: 未记录.
    pub unknown: &'a str,
    /// Between the title's two halves: `：` or `: `.
    pub colon: &'a str,
    /// Between the items of a list: `、` or `, `.
    pub comma: &'a str,
}

/// Minutes and what is known of their meeting.
#[derive(Debug, Clone, Copy)]
pub struct MinutesDocument<'a> {
    /// The words of the frame.
    pub labels: Labels<'a>,
    /// Number of the meeting or its minutes, `HY-…`.
    pub number: &'a str,
    /// Title of the meeting.
    pub title: &'a str,
    /// Kind of meeting, translated.
    pub kind: &'a str,
    /// Start as local text.
    pub start: &'a str,
    /// Where it was held.
    pub place: Option<&'a str>,
    /// Who presided.
    pub chair: Option<&'a str>,
    /// Who wrote.
    pub recorder: Option<&'a str>,
    /// Units or office holders.
    pub participants: &'a [String],
    /// Numbers of the cases it was about.
    pub cases: &'a [String],
    /// Version of the text.
    pub version: u32,
    /// The text itself.
    pub text: &'a str,
    /// Not signed yet.
    pub draft: bool,
}

/// The minutes as Markdown: a heading, the draft mark, a table of the meeting's particulars, and the text below a line.
/// Ends with one line end.
pub fn minutes(m: &MinutesDocument<'_>) -> String {
    let words = &m.labels;
    let version = m.version.to_string();
    let participants = m.participants.join(words.comma);
    let cases = m.cases.join(words.comma);
    let rows = [
        (words.number, Some(m.number)),
        (words.kind, Some(m.kind)),
        (words.start, Some(m.start)),
        (words.place, m.place),
        (words.chair, m.chair),
        (words.recorder, m.recorder),
        (words.participants, Some(participants.as_str())),
        (words.cases, Some(cases.as_str())),
        (words.version, Some(version.as_str())),
    ];
    let mut page = format!("# {}{}{}\n\n", escape(words.minutes), words.colon, escape(m.title));
    if m.draft {
        page.push_str(&format!("> **{}**\n\n", escape(words.draft)));
    }
    for (index, (label, value)) in rows.into_iter().enumerate() {
        let value = value.map(escape).filter(|value| !value.is_empty());
        let value = value.unwrap_or_else(|| escape(words.unknown));
        page.push_str(&format!("| {} | {value} |\n", escape(label)));
        if index == 0 {
            // Markdown knows no table without a head; the number is the head.
            page.push_str("| --- | --- |\n");
        }
    }
    page.push_str("\n---\n\n");
    page.push_str(&clean_text(&newlines(m.text)));
    page.truncate(page.trim_end_matches('\n').len());
    page.push('\n');
    page
}

/// One line of metadata with everything escaped that Markdown could read as structure.
fn escape(text: &str) -> String {
    let line = clean_line(text);
    let mut out = String::with_capacity(line.len());
    for c in line.chars() {
        if matches!(
            c,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '!' | '$'
        ) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    const LABELS: Labels<'static> = Labels {
        minutes: "会议纪要",
        number: "编号",
        kind: "类型",
        start: "时间",
        place: "地点",
        chair: "主持人",
        recorder: "记录人",
        participants: "参加人员",
        cases: "涉及冲突",
        version: "版本",
        draft: "草稿，未签发",
        unknown: "未记录",
        colon: "：",
        comma: "、",
    };

    fn document() -> MinutesDocument<'static> {
        MinutesDocument {
            labels: LABELS,
            number: "HY-EC-2026-A-7",
            title: "某市管道工程协调会",
            kind: "协调会",
            start: "2026-08-12 14:00",
            place: Some("南京"),
            chair: Some("大区经理"),
            recorder: None,
            participants: &[],
            cases: &[],
            version: 2,
            text: "# 议题一\n\n一分公司牵头。\n",
            draft: false,
        }
    }

    #[test]
    fn the_page_reads_from_heading_to_text() {
        let participants = ["一分公司".to_owned(), "三分公司".to_owned()];
        let cases = ["XT-EC-2026-A-3".to_owned()];
        let page =
            minutes(&MinutesDocument { participants: &participants, cases: &cases, ..document() });
        let expected = "# 会议纪要：某市管道工程协调会\n\n\
            | 编号 | HY-EC-2026-A-7 |\n| --- | --- |\n| 类型 | 协调会 |\n| 时间 | 2026-08-12 14:00 |\n\
            | 地点 | 南京 |\n| 主持人 | 大区经理 |\n| 记录人 | 未记录 |\n| 参加人员 | 一分公司、三分公司 |\n\
            | 涉及冲突 | XT-EC-2026-A-3 |\n| 版本 | 2 |\n\n---\n\n# 议题一\n\n一分公司牵头。\n";
        assert_eq!(page, expected);
    }

    #[test]
    fn minutes_show_that_they_are_a_draft_until_signed() {
        let draft = minutes(&MinutesDocument { draft: true, text: "<!-- ```", ..document() });
        let mark = draft.find("> **草稿，未签发**").unwrap();
        assert!(mark < draft.find("<!--").unwrap(), "nothing in the text can swallow the mark");
        assert!(!minutes(&document()).contains("草稿"));
    }

    #[test]
    fn a_title_cannot_forge_structure() {
        let title = "甲|乙\n# 已签发\r\n> **`生效`** <!-- &nbsp; \u{1b}[2J";
        let page = minutes(&MinutesDocument { title, place: Some(title), ..document() });
        assert_eq!(page.lines().filter(|line| line.starts_with('#')).count(), 2, "{page}");
        assert!(page.lines().all(|line| !line.starts_with('>')));
        assert!(
            page.contains("甲\\|乙 \\# 已签发 \\> \\*\\*\\`生效\\`\\*\\* \\<\\!-- \\&nbsp; ␛\\[2J")
        );
    }

    #[test]
    fn the_text_is_the_recorders_but_acts_on_no_terminal() {
        let page = minutes(&MinutesDocument {
            text: "**甲**|乙\r\n丙\u{1b}]0;x\u{7}\u{202e}",
            ..document()
        });
        assert!(page.ends_with("---\n\n**甲**|乙\n丙␛]0;x␇⟨RLO⟩\n"));
        assert!(page.chars().all(|c| c == '\n' || !c.is_control()));
        let empty = minutes(&MinutesDocument { text: "", ..document() });
        assert!(empty.ends_with("\n\n---\n"));
    }
}
