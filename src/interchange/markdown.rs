//! Minutes as a Markdown page, for people and programs outside daqu.
//!
//! The frame is ours, the text is the recorder's. Whatever fills the frame (title, names, place) is escaped, so that a title
//! cannot pretend to be a heading, a table row or a signature; the recorder's text goes in as it is, since its headings and
//! lists are meant. The frame therefore stands *before* the text, and the draft mark in it cannot be swallowed by anything
//! the text leaves open. Neither part carries a character that acts on a terminal.

use crate::text::clean::{clean_line, clean_text, newlines};

/// Minutes and what is known of their meeting, in the reader's words.
#[derive(Debug, Clone, Copy)]
pub struct MinutesDocument<'a> {
    /// 会议纪要：and the title.
    pub heading: &'a str,
    /// What the page is not: minutes that nobody signed yet, or nobody's copy.
    pub banner: Option<&'a str>,
    /// The meeting's particulars: a label and what is known; the first is the head of the table.
    pub particulars: &'a [(String, Option<String>)],
    /// Shown where nothing is recorded: 未记录.
    pub unknown: &'a str,
    /// The text itself.
    pub text: &'a str,
}

/// The minutes as Markdown: a heading, what it is not, a table of the meeting's particulars, and the text below a line.
/// Ends with one line end.
pub fn minutes(m: &MinutesDocument<'_>) -> String {
    let mut page = format!("# {}\n\n", escape(m.heading));
    if let Some(banner) = m.banner {
        page.push_str(&format!("> **{}**\n\n", escape(banner)));
    }
    for (index, (label, value)) in m.particulars.iter().enumerate() {
        let value = value.as_deref().map(escape).filter(|value| !value.is_empty());
        let value = value.unwrap_or_else(|| escape(m.unknown));
        page.push_str(&format!("| {} | {value} |\n", escape(label)));
        if index == 0 {
            // Markdown knows no table without a head.
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

    const DRAFT: &str = "草稿，未签发";

    fn page(heading: &str, draft: Option<&str>, value: Option<&str>, text: &str) -> String {
        let of = |label: &str, value: Option<&str>| (label.to_owned(), value.map(str::to_owned));
        let particulars = [of("编号", Some("HY-EC-2026-A-7")), of("地点", value)];
        let unknown = "未记录";
        minutes(&MinutesDocument {
            heading,
            banner: draft,
            particulars: &particulars,
            unknown,
            text,
        })
    }

    #[test]
    fn the_page_reads_from_heading_to_text() {
        let told = page("会议纪要：协调会", None, Some("南京"), "# 议题一\n\n一分公司牵头。\n");
        let expected = "# 会议纪要：协调会\n\n| 编号 | HY-EC-2026-A-7 |\n| --- | --- |\n| 地点 | 南京 |\n\n\
                        ---\n\n# 议题一\n\n一分公司牵头。\n";
        assert_eq!(told, expected);
        assert!(page("纪要", None, None, "文").contains("| 地点 | 未记录 |"));
    }

    #[test]
    fn minutes_show_that_they_are_a_draft_until_signed() {
        let draft = page("纪要", Some(DRAFT), None, "<!-- ```");
        let mark = draft.find("> **草稿，未签发**").unwrap();
        assert!(mark < draft.find("<!--").unwrap(), "nothing in the text can swallow the mark");
        assert!(!page("纪要", None, None, "文").contains("草稿"));
    }

    #[test]
    fn a_title_cannot_forge_structure() {
        let title = "甲|乙\n# 已签发\r\n> **`生效`** <!-- &nbsp; \u{1b}[2J";
        let page = page(title, None, Some(title), "# 议题一");
        assert_eq!(page.lines().filter(|line| line.starts_with('#')).count(), 2, "{page}");
        assert!(page.lines().all(|line| !line.starts_with('>')));
        assert!(
            page.contains("甲\\|乙 \\# 已签发 \\> \\*\\*\\`生效\\`\\*\\* \\<\\!-- \\&nbsp; ␛\\[2J")
        );
    }

    #[test]
    fn the_text_is_the_recorders_but_acts_on_no_terminal() {
        let told = page("纪要", None, None, "**甲**|乙\r\n丙\u{1b}]0;x\u{7}\u{202e}");
        assert!(told.ends_with("---\n\n**甲**|乙\n丙␛]0;x␇⟨RLO⟩\n"));
        assert!(told.chars().all(|c| c == '\n' || !c.is_control()));
        let empty = page("纪要", None, None, "");
        assert!(empty.ends_with("\n\n---\n"));
    }
}
