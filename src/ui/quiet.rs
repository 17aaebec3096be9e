//! The quiet screen: on a train, at a customer's, before a projector one key hides whose tender it is and for how much.
//!
//! It works on what was drawn, so that no screen can forget it. Hidden is what the program knows to be a customer, a title, a unit
//! or a person, as far as three characters of it are seen in a row, however a line was shortened or wrapped; and every figure
//! before 元, 万, 亿, ‰ or %. What somebody typed besides is his own to hide.

use std::collections::HashSet;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use unicode_width::UnicodeWidthStr;

use crate::domain::minutes::Said;
use crate::model::Model;
use crate::model::layer::Layer;

/// So many characters in a row are enough to know a name by.
const GRAM: usize = 3;

/// What stands in the place of a column that is hidden.
const HIDDEN: &str = "*";

/// Units of sums and shares.
const MEASURES: [char; 5] = ['元', '万', '亿', '‰', '%'];

/// Hides what is hidden on a quiet screen.
pub fn hide(model: &Model, frame: &mut Frame<'_>) {
    let names = Names::of(model);
    let buffer = frame.buffer_mut();
    let area = buffer.area;
    for y in area.top()..area.bottom() {
        hide_row(&names, buffer, y);
    }
}

fn hide_row(names: &Names, buffer: &mut Buffer, y: u16) {
    let cells = cells(buffer, y);
    let chars: Vec<char> = cells.iter().map(|cell| cell.0).collect();
    let hidden = names.hidden(&chars);
    for ((_, x, width), hidden) in cells.into_iter().zip(hidden) {
        if hidden {
            for x in x..x.saturating_add(width) {
                buffer[(x, y)].set_symbol(HIDDEN);
            }
        }
    }
}

/// The glyphs of a row: what they begin with, where, and how wide.
fn cells(buffer: &Buffer, y: u16) -> Vec<(char, u16, u16)> {
    let mut cells = Vec::new();
    let mut x = buffer.area.left();
    while x < buffer.area.right() {
        let symbol = buffer[(x, y)].symbol();
        let width = u16::try_from(symbol.width().max(1)).unwrap_or(1);
        cells.push((symbol.chars().next().unwrap_or(' '), x, width));
        x = x.saturating_add(width);
    }
    cells
}

/// What is known to be a name.
struct Names {
    grams: HashSet<[char; GRAM]>,
    short: Vec<Vec<char>>,
}

impl Names {
    fn of(model: &Model) -> Names {
        let mut names = Names { grams: HashSet::new(), short: Vec::new() };
        let overview = &model.overview;
        for unit in overview.units.iter() {
            names.put(&unit.name);
            names.put(&unit.en);
        }
        for post in &overview.key_accounts {
            names.put(&post.name);
            names.put(post.holder.as_deref().unwrap_or_default());
        }
        for row in &overview.cases {
            names.put(&row.title);
            names.put(row.customer.as_deref().unwrap_or_default());
        }
        for row in &overview.leads.rows {
            names.put(&row.title);
            names.put(row.customer.as_deref().unwrap_or_default());
        }
        for row in &overview.meetings {
            names.put(&row.title);
            let people = row.participants.iter().chain(&row.chair).chain(&row.recorder);
            people.for_each(|name| names.put(name));
        }
        for layer in &model.layers {
            names.put_layer(layer);
        }
        names
    }

    /// What a screen of its own tells besides.
    fn put_layer(&mut self, layer: &Layer) {
        match layer {
            Layer::Case(screen) => {
                self.put(&screen.detail.row.title);
                self.put(screen.detail.row.customer.as_deref().unwrap_or_default());
                screen.detail.case.timeline.iter().for_each(|entry| self.put(&entry.actor));
            }
            Layer::Lead { detail, .. } => {
                self.put(&detail.row.title);
                self.put(detail.row.customer.as_deref().unwrap_or_default());
            }
            Layer::File(screen) => {
                screen.detail.said.iter().for_each(|(_, text)| self.put(text));
                screen.detail.timeline.iter().for_each(|entry| self.put(&entry.actor));
                let sheet = screen.detail.meeting.iter();
                sheet.flat_map(|sheet| &sheet.roll).for_each(|one| self.put(&one.person));
            }
            Layer::Roll(roll) => roll.rows.iter().for_each(|one| self.put(&one.person)),
            Layer::Editor(editor) => {
                self.put(&editor.title);
                for record in editor.records() {
                    match &record.said {
                        Said::Statement { who, .. } => self.put(who),
                        Said::Action(task) => self.put(task.owner.as_deref().unwrap_or_default()),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }

    fn put(&mut self, name: &str) {
        let chars: Vec<char> = name.chars().filter(|c| !c.is_whitespace()).collect();
        match chars.len() {
            0 | 1 => {}
            // A code tells strangers nothing, and would hide keys and numbers.
            2 | 3 if name.is_ascii() => {}
            2 => self.short.push(chars),
            _ => self.grams.extend(chars.windows(GRAM).map(|gram| [gram[0], gram[1], gram[2]])),
        }
    }

    /// Which glyphs of a row are hidden.
    fn hidden(&self, row: &[char]) -> Vec<bool> {
        let mut hidden = vec![false; row.len()];
        for (at, gram) in row.windows(GRAM).enumerate() {
            if self.grams.contains(&[gram[0], gram[1], gram[2]]) {
                hidden[at..at + GRAM].fill(true);
            }
        }
        for name in &self.short {
            for (at, _) in row.windows(name.len()).enumerate().filter(|(_, seen)| seen == name) {
                hidden[at..at + name.len()].fill(true);
            }
        }
        for (at, _) in row.iter().enumerate().filter(|(_, c)| MEASURES.contains(c)) {
            let figure = |c: &char| c.is_ascii_digit() || ".,".contains(*c) || *c == ' ';
            let from = row[..at].iter().rposition(|c| !figure(c)).map_or(0, |place| place + 1);
            for place in from..at {
                hidden[place] |= row[place].is_ascii_digit() || ".,".contains(row[place]);
            }
        }
        hidden
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(names: &[&str], row: &str) -> String {
        let mut known = Names { grams: HashSet::new(), short: Vec::new() };
        names.iter().for_each(|name| known.put(name));
        let chars: Vec<char> = row.chars().collect();
        let hidden = known.hidden(&chars);
        chars.iter().zip(hidden).map(|(c, hidden)| if hidden { '*' } else { *c }).collect()
    }

    #[test]
    fn names_are_hidden_however_a_line_was_shortened() {
        let title = "中国移动江苏公司2026年线路施工";
        assert_eq!(seen(&[title], "▸ 中国移动…线路施工 余 4时"), "▸ ****…**** 余 4时");
        assert_eq!(seen(&["林岚", "一分公司"], "林岚：一分公司牵头"), "**：****牵头");
        assert_eq!(seen(&[], "协商 第8条"), "协商 第8条");
    }

    #[test]
    fn figures_of_money_and_shares_are_hidden_and_others_stay() {
        assert_eq!(seen(&[], "预算 1,234.5 万元，余 4时，60%"), "预算 ******* 万元，余 4时，**%");
        assert_eq!(seen(&[], "第8条 2026-11-23 09:12"), "第8条 2026-11-23 09:12");
    }
}
