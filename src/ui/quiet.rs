//! The quiet screen: on a train, at a customer's, before a projector one key hides whose tender it is and for how much.
//!
//! It works on what was drawn, so that no screen can forget it. Hidden is what the program knows to be a customer, a title, a unit
//! or a person, as far as three characters of it are seen in a row, however a line was shortened or wrapped; and every figure
//! before 元, 万, 亿, ‰ or %, before what its unit was cut off with, and beside `CNY`. What somebody typed besides is his own to
//! hide.

use std::collections::HashSet;
use std::ops::Range;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use unicode_width::UnicodeWidthStr;

use crate::desk::divergence::Divergence;
use crate::domain::customer::customer;
use crate::domain::minutes::Said;
use crate::domain::organisation::owner::Standing;
use crate::domain::procedure::{Argument, Kind};
use crate::domain::strict::Texts;
use crate::model::Model;
use crate::model::layer::Layer;

/// So many characters in a row are enough to know a name by.
const GRAM: usize = 3;

/// Figures of a year.
const YEAR: usize = 4;

/// What stands in the place of a column that is hidden.
const HIDDEN: &str = "*";

/// Units of sums and shares, and what stands where one was cut off.
const MEASURES: [char; 6] = ['元', '万', '亿', '‰', '%', '…'];

/// What stands before a sum in English, and behind one that counts ten thousands.
const CURRENCY: [char; 3] = ['C', 'N', 'Y'];

/// Hides what is hidden on a quiet screen.
pub fn hide(model: &Model, frame: &mut Frame<'_>) {
    let names = Names::of(model);
    let buffer = frame.buffer_mut();
    let area = buffer.area;
    let mut wrapped = false;
    for y in area.top()..area.bottom() {
        wrapped = hide_row(&names, buffer, y, wrapped);
    }
}

/// Hides what a row shows; whether the sum of a currency at its end goes on in the next one.
fn hide_row(names: &Names, buffer: &mut Buffer, y: u16, wrapped: bool) -> bool {
    let cells = cells(buffer, y);
    let chars: Vec<char> = cells.iter().map(|cell| cell.0).collect();
    let mut hidden = names.hidden(&chars);
    if wrapped {
        // Where in the row it goes on is not known: no figure of it is shown.
        hide_figures(&chars, &mut hidden, 0..chars.len());
    }
    let wraps = hide_sums(&chars, &mut hidden);
    for ((_, x, width), hidden) in cells.into_iter().zip(hidden) {
        if hidden {
            for x in x..x.saturating_add(width) {
                buffer[(x, y)].set_symbol(HIDDEN);
            }
        }
    }
    wraps
}

fn is_figure(c: char) -> bool {
    c.is_ascii_digit() || ".,".contains(c)
}

fn hide_figures(row: &[char], hidden: &mut [bool], range: Range<usize>) {
    for place in range {
        hidden[place] |= is_figure(row[place]);
    }
}

/// Hides the figures beside units. Whether a currency is the last word of something and its figure stands elsewhere.
fn hide_sums(row: &[char], hidden: &mut [bool]) -> bool {
    let before = |at: usize, between: &str| {
        let beside = |c: &char| is_figure(*c) || between.contains(*c);
        row[..at].iter().rposition(|c| !beside(c)).map_or(0, |place| place + 1)
    };
    for (at, _) in row.iter().enumerate().filter(|(_, c)| MEASURES.contains(c)) {
        hide_figures(row, hidden, before(at, " ")..at);
    }
    let mut wraps = false;
    for (at, _) in row.windows(CURRENCY.len()).enumerate().filter(|(_, seen)| *seen == CURRENCY) {
        // So many ten thousands.
        if row[..at].iter().rfind(|c| **c != ' ') == Some(&'×') {
            hide_figures(row, hidden, before(at, " ×")..at);
        }
        let behind = at + CURRENCY.len();
        let beside = |c: &char| is_figure(*c) || " -".contains(*c);
        let end = row[behind..].iter().position(|c| !beside(c));
        let end = end.map_or(row.len(), |place| behind + place);
        wraps |= !row[behind..end].iter().any(char::is_ascii_digit);
        hide_figures(row, hidden, behind..end);
    }
    wraps
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
#[derive(Default)]
struct Names {
    grams: HashSet<[char; GRAM]>,
    short: HashSet<[char; 2]>,
}

impl Names {
    fn of(model: &Model) -> Names {
        let mut names = Names::default();
        let overview = &model.overview;
        for unit in overview.units.iter() {
            names.put(&unit.name);
            names.put(&unit.en);
        }
        for post in &overview.key_accounts {
            names.put(&post.name);
            names.put(post.holder.as_deref().unwrap_or_default());
        }
        for standing in overview.provinces.iter().filter_map(|row| row.standing.as_ref()) {
            names.put_standing(standing);
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
            Layer::Claim(screen) => {
                let (detail, claim) = (&screen.detail, &screen.detail.claim);
                self.put(&detail.title);
                let said = [&claim.customer, &detail.contact, &detail.row.claimant];
                said.into_iter().flatten().for_each(|name| self.put(name));
                claim.timeline.iter().for_each(|entry| self.put(&entry.actor));
            }
            Layer::Protections { rows, .. } => rows.iter().for_each(|row| self.put(&row.title)),
            Layer::Place(screen) => {
                self.put_standing(&screen.detail.standing);
                for unit in &screen.detail.units {
                    self.put(&unit.name);
                    self.put(&unit.en);
                }
                for node in &screen.detail.customers {
                    self.put(&node.name);
                    self.put(node.en.as_deref().unwrap_or_default());
                }
            }
            Layer::Survey { survey, .. } => {
                let gists = survey.sections.iter().flat_map(|section| &section.lines);
                gists.for_each(|(_, gist)| self.put(gist));
                survey.leads.iter().for_each(|(_, title, _)| self.put(title));
            }
            // A month, a folder and a count tell nothing of anybody.
            Layer::Awaiting { rows, .. } => rows
                .iter()
                .filter(|row| !["survey", "directory", "beyond"].contains(&row.kind))
                .for_each(|row| self.put(&row.title)),
            Layer::Files { rows, .. } => rows.iter().for_each(|row| self.put(&row.concerns)),
            Layer::Divergences(list) => {
                for contest in list.rows.iter().filter_map(|row| match row {
                    Divergence::Contest(contest) => Some(contest),
                    Divergence::Fork(_) => None,
                }) {
                    for side in &contest.sides {
                        self.put(&side.actor);
                        self.put_entered(contest.kind.arguments(side.action), &side.args);
                    }
                }
            }
            Layer::File(screen) => {
                let kind = screen.detail.row.kind;
                let opening = kind.table().opening.map(|opening| opening.arguments);
                for (name, text) in &screen.detail.said {
                    self.put_text(kind_of(opening.unwrap_or_default(), name), text);
                }
                for entry in &screen.detail.timeline {
                    self.put(&entry.actor);
                    self.put_entered(kind.arguments(entry.action).unwrap_or_default(), &entry.args);
                }
                self.put(&screen.detail.row.concerns);
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

    /// Everybody who holds a post there, and the customers that a post is for.
    fn put_standing(&mut self, standing: &Standing) {
        let posts = standing.manager.iter().chain(standing.deputy.iter().map(|one| &one.post));
        let posts = posts.chain(standing.accounts.iter().map(|account| &account.post));
        posts.filter_map(|post| post.holder.as_deref()).for_each(|name| self.put(name));
        standing.accounts.iter().for_each(|account| self.put_customer(&account.customer));
    }

    fn put_customer(&mut self, code: &str) {
        if let Some(known) = customer(code) {
            self.put(&known.name);
            self.put(&known.en);
        }
    }

    /// What was entered under the arguments of a row.
    fn put_entered(&mut self, arguments: &[Argument], args: &Texts) {
        for (name, text) in &args.0 {
            self.put_text(kind_of(arguments, name), text);
        }
    }

    /// What a person wrote, and customers by their code. A word of ours, a day or a number would hide its like everywhere.
    fn put_text(&mut self, kind: Kind, text: &str) {
        match kind {
            Kind::Text => self.put(text),
            Kind::Customer => self.put_customer(text),
            _ => {}
        }
    }

    fn put(&mut self, name: &str) {
        let chars: Vec<char> = name.chars().filter(|c| !c.is_whitespace()).collect();
        match chars.len() {
            0 | 1 => {}
            // A code tells strangers nothing, and would hide keys and numbers.
            2 | 3 if name.is_ascii() => {}
            2 => drop(self.short.insert([chars[0], chars[1]])),
            _ => {
                let grams = chars.windows(GRAM).enumerate().filter(|(at, _)| !in_year(&chars, *at));
                self.grams.extend(grams.map(|(_, gram)| [gram[0], gram[1], gram[2]]));
            }
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
        for (at, pair) in row.windows(2).enumerate() {
            if self.short.contains(&[pair[0], pair[1]]) {
                hidden[at..at + 2].fill(true);
            }
        }
        hidden
    }
}

/// Whether the characters from a place on are of no more figures than a year has: a title with one would hide every date.
fn in_year(chars: &[char], at: usize) -> bool {
    let digit = char::is_ascii_digit;
    let behind = chars[at..].iter().take_while(|c| digit(c)).count();
    let before = chars[..at].iter().rev().take_while(|c| digit(c)).count();
    behind >= GRAM && before + behind <= YEAR
}

/// What an argument holds; a text where no row has one of that name.
fn kind_of(arguments: &[Argument], name: &str) -> Kind {
    arguments.iter().find(|argument| argument.name == name).map_or(Kind::Text, |a| a.kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(names: &[&str], row: &str) -> String {
        let mut known = Names::default();
        names.iter().for_each(|name| known.put(name));
        let chars: Vec<char> = row.chars().collect();
        let mut hidden = known.hidden(&chars);
        hide_sums(&chars, &mut hidden);
        chars.iter().zip(hidden).map(|(c, hidden)| if hidden { '*' } else { *c }).collect()
    }

    #[test]
    fn names_are_hidden_however_a_line_was_shortened() {
        let title = "中国移动江苏公司2026年线路施工";
        assert_eq!(seen(&[title], "▸ 中国移动…线路施工 余 4时"), "▸ ****…**** 余 4时");
        assert_eq!(seen(&["林岚", "一分公司"], "林岚：一分公司牵头"), "**：****牵头");
        assert_eq!(seen(&[], "协商 第8条"), "协商 第8条");
        assert_eq!(seen(&[title], "公司2026年 自 2026-11-23"), "******* 自 2026-11-23");
    }

    #[test]
    fn figures_of_money_and_shares_are_hidden_and_others_stay() {
        assert_eq!(seen(&[], "预算 1,234.5 万元，余 4时，60%"), "预算 ******* 万元，余 4时，**%");
        assert_eq!(seen(&[], "第8条 2026-11-23 09:12"), "第8条 2026-11-23 09:12");
        assert_eq!(seen(&[], "在途 1,234,5… 3 个"), "在途 *******… 3 个", "its unit was cut off");
    }

    #[test]
    fn english_sums_are_hidden_on_both_sides_of_the_currency() {
        assert_eq!(seen(&[], "3 lots, CNY 1865000.00 (2)"), "3 lots, CNY ********** (2)");
        assert_eq!(seen(&[], "won ▁▇ 186 × CNY 10,000"), "won ▁▇ *** × CNY ******");
        let wraps = |row: &str| {
            let chars: Vec<char> = row.chars().collect();
            hide_sums(&chars, &mut vec![false; chars.len()])
        };
        assert!(wraps("value CNY      ") && !wraps("value CNY 5") && !wraps("value"));
    }
}
