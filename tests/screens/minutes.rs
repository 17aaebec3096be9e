//! The minutes being written: rows that break by the Chinese rules, the cursor where the input method's window belongs.

use daqu::i18n::Lang;
use daqu::ui::theme::Theme;

use super::{demo_window, look};

/// A paragraph of one line, longer than a row at every size.
const PARAGRAPH: &str = "双方就标段划分交换意见：一分公司称已于9月踏勘并与建设单位会谈，三分公司称未购标书、未踏勘；\
    同意先行协商，再报大区。English words stay whole";

#[test]
fn the_cursor_stands_at_the_caret_in_rows_that_break_by_the_chinese_rules() {
    for (lang, tag) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        for size in [(120, 40), (80, 24), (60, 16)] {
            let (_folder, mut window) = demo_window(lang, size, Theme::Mono);
            window.press("4 enter ctrl-end enter").unwrap();
            window.send(daqu::app::Msg::Paste(format!("{PARAGRAPH}\n！由一分公司牵头")));
            let name = |what: &str| format!("minutes_{what}_{}x{}_{tag}", size.0, size.1);
            insta::assert_snapshot!(name("end"), look(&window));
            window.press("up up home").unwrap();
            let (buffer, cursor) = window.cells();
            let at = cursor.expect("the cursor is shown");
            assert_eq!(buffer[at].symbol(), "双", "{}", window.text());
            for (key, glyph) in [("right", "方"), ("right", "就"), ("ctrl-right", "标")] {
                window.press(key).unwrap();
                let (buffer, cursor) = window.cells();
                assert_eq!(buffer[cursor.unwrap()].symbol(), glyph, "after {key}");
            }
        }
    }
}
