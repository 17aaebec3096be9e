//! What a full-text index needs to find Chinese, letters and pinyin: terms of one or two characters.
//!
//! A value is stored as the set of its overlapping pairs of characters, and where people also search by sound, the pairs of
//! first letters and the syllables that its characters may be read as (all readings, since nobody knows which one is meant:
//! 重庆 is found as `cq` and as `zq`). A query becomes a [`Condition`] on such terms that holds for **every** value it is found
//! in, and for a few more: the terms are a set and know nothing of order. So what the index gives are candidates, to be
//! looked at with [`super::seek`], and no reading of a letter run is lost: `jiangsu`, `jsu`, `jiangs` and a title in Latin
//! letters all fulfil the condition of what they are.
//!
//! Terms fit FTS5's tokenizer `ascii`, which parts at ASCII signs only: those are written as private characters.

use super::normal::is_han;
use super::pinyin::Pinyin;

/// Begins the term of a syllable; cleaned text has no such character, nor the next three.
const SYLLABLE: char = '\u{91}';
/// Begins the term of a whole number.
const WHOLE: char = '\u{92}';
/// Begins the term of a mark.
const MARK: char = '\u{93}';
/// Begins a term of [`QUAD`] letters or digits: pairs of digits are in every number.
const RUN: char = '\u{94}';
/// Letters or digits of such a term.
const QUAD: usize = 4;

/// More conditions of one word than these do not narrow the search further.
const MOST_PAIRS: usize = 24;

/// The beginning of a long run says enough.
const LONGEST_RUN: usize = 64;

/// As long as `zhuang`.
const LONGEST_SYLLABLE: usize = 6;

/// How a value may be searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Way {
    /// As written, and by pinyin and first letters.
    Sound,
    /// As written only: in long texts two letters would be found everywhere.
    Letter,
}

/// What the terms of a value must fulfil for a word to be in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Condition {
    /// This term.
    Term(String),
    /// A term that begins so.
    Prefix(String),
    /// All of these.
    All(Vec<Condition>),
    /// One of these.
    Any(Vec<Condition>),
}

/// Terms of the values of one column.
#[derive(Debug, Clone, Default)]
pub struct Terms {
    pairs: Vec<u64>,
    quads: Vec<[u8; QUAD]>,
    syllables: Vec<u16>,
}

impl Terms {
    /// Adds a folded value.
    pub fn add(&mut self, folded: &str, way: Way) {
        let quads = folded.as_bytes().windows(QUAD).filter_map(|window| window.try_into().ok());
        self.quads
            .extend(quads.filter(|quad: &[u8; QUAD]| quad.iter().all(u8::is_ascii_alphanumeric)));
        let mut cells = folded.chars().peekable();
        while let Some(c) = cells.next() {
            match way {
                Way::Letter => self.written(c, cells.peek().copied()),
                Way::Sound => self.sounding(c, cells.peek().copied()),
            }
        }
    }

    fn push(&mut self, first: char, second: Option<char>) {
        self.pairs.push(
            u64::from(u32::from(first)) << 32 | second.map_or(0, |c| u64::from(u32::from(c))),
        );
    }

    fn written(&mut self, c: char, next: Option<char>) {
        self.push(c, next);
        if next.is_some_and(|next| ends_a_letter(c, next)) {
            self.push(c, None);
        }
    }

    /// A pair with a Chinese character in it as it is written; and every pair as it may sound.
    fn sounding(&mut self, c: char, next: Option<char>) {
        let pinyin = Pinyin::shared();
        let here = sounds(pinyin, c);
        if is_han(c) || next.is_some_and(is_han) {
            self.push(c, next);
        }
        if let Some(next) = next {
            let there = sounds(pinyin, next);
            for first in here.clone() {
                there.clone().for_each(|second| self.push(first, Some(second)));
                if there.clone().all(|second| ends_a_letter(first, second)) {
                    self.push(first, None);
                }
            }
        } else {
            here.for_each(|first| self.push(first, None));
        }
        self.syllables.extend_from_slice(pinyin.reading_places(c));
    }

    /// Appends the terms, each after `marker` and followed by a blank.
    pub fn write(mut self, marker: Option<char>, out: &mut String) {
        self.pairs.sort_unstable();
        self.pairs.dedup();
        self.quads.sort_unstable();
        self.quads.dedup();
        self.syllables.sort_unstable();
        self.syllables.dedup();
        let pinyin = Pinyin::shared();
        let cell = |bits: u64| {
            u32::try_from(bits).ok().and_then(char::from_u32).filter(|c| *c != '\0').map(plain)
        };
        for pair in &self.pairs {
            out.extend(marker);
            out.extend(cell(pair >> 32));
            out.extend(cell(pair & 0xFFFF_FFFF));
            out.push(' ');
        }
        for quad in &self.quads {
            out.extend(marker);
            out.push(RUN);
            out.extend(quad.iter().copied().map(char::from));
            out.push(' ');
        }
        for syllable in &self.syllables {
            out.extend(marker);
            out.push(SYLLABLE);
            out.push_str(pinyin.syllable(*syllable));
            out.push(' ');
        }
    }
}

/// The term by which a whole number is found at once.
pub fn whole(folded: &str) -> String {
    std::iter::once(WHOLE).chain(folded.chars().map(plain)).collect()
}

/// The term of a mark that is no text, such as a code.
pub fn mark(code: &str) -> String {
    std::iter::once(MARK).chain(code.chars().map(plain)).collect()
}

/// Signs at which the tokenizer would part a term become private characters.
fn plain(c: char) -> char {
    if c.is_ascii() && !c.is_ascii_alphanumeric() {
        char::from_u32(0xE000 + u32::from(c)).unwrap_or(c)
    } else {
        c
    }
}

/// A letter or digit that no pair with another one begins with: a search for it alone looks for pairs of those.
fn ends_a_letter(c: char, next: char) -> bool {
    c.is_ascii_alphanumeric() && !next.is_ascii_alphanumeric()
}

/// The letters that a character may be typed as: first letters of its readings, or itself.
fn sounds(pinyin: &Pinyin, c: char) -> impl Iterator<Item = char> + Clone {
    let bits = pinyin.initial_bits(c);
    let own = (bits == 0).then_some(c);
    ('a'..='z')
        .enumerate()
        .filter(move |(n, _)| bits & (1 << n) != 0)
        .map(|(_, letter)| letter)
        .chain(own)
}

/// What a folded word asks of the terms; `None` for an empty word.
pub fn condition(word: &str, way: Way) -> Option<Condition> {
    let cells: Vec<char> = word.chars().collect();
    let [only] = cells.as_slice() else {
        return match way {
            Way::Letter => Some(all(written(&cells))),
            Way::Sound => Some(sound(word, &cells)),
        }
        .filter(|_| !cells.is_empty());
    };
    let by_letter = |c: char| {
        let second = ('0'..='9').chain('a'..='z').map(|second| Condition::Term(term(&[c, second])));
        Condition::Any(second.chain([Condition::Term(term(&[c]))]).collect())
    };
    Some(if only.is_ascii_alphanumeric() {
        by_letter(*only)
    } else {
        Condition::Prefix(term(&[*only]))
    })
}

fn term(cells: &[char]) -> String {
    cells.iter().copied().map(plain).collect()
}

fn all(mut conditions: Vec<Condition>) -> Condition {
    conditions.dedup();
    match conditions.len() {
        1 => conditions.remove(0),
        _ => Condition::All(conditions),
    }
}

fn pairs(cells: &[char], wanted: impl Fn(char, char) -> bool) -> Vec<Condition> {
    let both = cells.windows(2).filter(|pair| wanted(pair[0], pair[1]));
    both.map(|pair| Condition::Term(term(pair))).take(MOST_PAIRS).collect()
}

fn quads(cells: &[char], wanted: impl Fn(&char) -> bool) -> Vec<Condition> {
    let runs = cells.windows(QUAD).filter(|run| run.iter().all(&wanted));
    runs.map(|run| Condition::Term(format!("{RUN}{}", term(run)))).take(MOST_PAIRS).collect()
}

/// Every sign is itself.
fn written(cells: &[char]) -> Vec<Condition> {
    let mut found = quads(cells, char::is_ascii_alphanumeric);
    let told = !found.is_empty();
    let in_a_run = |a: char, b: char| a.is_ascii_alphanumeric() && b.is_ascii_alphanumeric();
    found.extend(pairs(cells, |a, b| !(told && in_a_run(a, b))));
    found
}

/// A letter may stand for a Chinese character, whatever stands beside it; everything else is itself.
fn sound(word: &str, cells: &[char]) -> Condition {
    let fixed = |c: char| !c.is_ascii_lowercase();
    let mut found = quads(cells, char::is_ascii_digit);
    found.extend(pairs(cells, |a, b| fixed(a) && fixed(b)));
    for run in word.split(is_han).filter(|run| !run.is_empty()) {
        let ends_word = word.ends_with(run);
        found.extend(heard(run, ends_word));
    }
    if found.is_empty() {
        // 苏 beside letters of which nothing is certain.
        let alone = cells.iter().copied().filter(|c| fixed(*c));
        found.extend(alone.map(|c| Condition::Prefix(term(&[c]))).take(MOST_PAIRS));
    }
    all(found)
}

/// A stretch of the query that is taken for one character of the text.
struct Atom {
    from: usize,
    to: usize,
    condition: Option<Condition>,
}

/// What a run without Chinese characters asks: for some of its places one of the ways in which the place can be read.
///
/// Whatever is read next begins with the query's next letter, so that a way of reading knows the pair of first letters
/// that it makes with its neighbour.
fn heard(run: &str, ends_word: bool) -> Vec<Condition> {
    let pinyin = Pinyin::shared();
    let whole = run.chars().count() <= LONGEST_RUN;
    let cells: Vec<char> = run.chars().take(LONGEST_RUN).collect();
    let ends_word = ends_word && whole;
    let mut found: Vec<Condition> = Vec::new();
    // One place for each of the longest syllables is enough: their neighbours ask the same in other words.
    let mut place = 0;
    while place < cells.len() && found.len() < MOST_PAIRS {
        let first = (place + 1).saturating_sub(LONGEST_SYLLABLE);
        let atoms: Vec<Atom> =
            (first..=place).flat_map(|from| atoms(pinyin, &cells, from, ends_word)).collect();
        let covering = atoms.iter().filter(|atom| (atom.from..atom.to).contains(&place));
        // A way that asks nothing makes the whole place ask nothing.
        let ways: Option<Vec<Condition>> = covering.map(|atom| atom.condition.clone()).collect();
        if let Some(mut ways) = ways {
            ways.sort();
            ways.dedup();
            let asked = if ways.len() == 1 { ways.remove(0) } else { Condition::Any(ways) };
            if found.last() != Some(&asked) {
                found.push(asked);
            }
        }
        let next = atoms.iter().filter(|atom| atom.from == place).map(|atom| atom.to).max();
        place = next.unwrap_or(place + 1);
    }
    found
}

fn atoms(pinyin: &Pinyin, cells: &[char], from: usize, ends_word: bool) -> Vec<Atom> {
    let pair = |to: usize| cells.get(to).map(|next| Condition::Term(term(&[cells[from], *next])));
    let syllable = |text: &str| Condition::Term(format!("{SYLLABLE}{text}"));
    let mut out = vec![Atom { from, to: from + 1, condition: pair(from + 1) }];
    let rest: String = cells[from..]
        .iter()
        .take(LONGEST_SYLLABLE)
        .take_while(|c| c.is_ascii_lowercase())
        .collect();
    for length in 2..=rest.len() {
        let known = pinyin.syllables_from(&rest[..length]);
        if known.is_empty() {
            break;
        }
        let to = from + length;
        if known.first().is_some_and(|first| *first == rest[..length]) {
            let both = pair(to).into_iter().chain([syllable(&rest[..length])]);
            out.push(Atom { from, to, condition: Some(all(both.collect())) });
        }
        if ends_word && to == cells.len() {
            // The last reading may be unfinished.
            let any = known.iter().map(|text| syllable(text)).collect();
            out.push(Atom { from, to, condition: Some(Condition::Any(any)) });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use std::collections::HashSet;

    use super::*;
    use crate::text::normal::fold;
    use crate::text::seek;

    fn terms(text: &str, way: Way) -> HashSet<String> {
        let mut terms = Terms::default();
        terms.add(&fold(text), way);
        let mut text = String::new();
        terms.write(None, &mut text);
        text.split(' ').filter(|term| !term.is_empty()).map(str::to_owned).collect()
    }

    fn holds(condition: &Condition, terms: &HashSet<String>) -> bool {
        match condition {
            Condition::Term(term) => terms.contains(term),
            Condition::Prefix(term) => terms.iter().any(|known| known.starts_with(term.as_str())),
            Condition::All(all) => all.iter().all(|one| holds(one, terms)),
            Condition::Any(any) => any.iter().any(|one| holds(one, terms)),
        }
    }

    #[test]
    fn a_text_is_stored_as_pairs_and_where_it_sounds_as_letters_and_syllables() {
        let written = terms("江苏5G", Way::Letter);
        assert_eq!(written, ["江苏", "苏5", "5g", "g"].map(str::to_owned).into());
        let sounding = terms("江苏", Way::Sound);
        for term in ["江苏", "苏", "js", "s", "\u{91}jiang", "\u{91}su"] {
            assert!(sounding.contains(term), "{term} in {sounding:?}");
        }
        let heteronym = terms("重庆", Way::Sound);
        assert!(heteronym.contains("cq") && heteronym.contains("zq"), "{heteronym:?}");
    }

    #[test]
    fn no_term_holds_a_sign_at_which_the_tokenizer_parts() {
        let text: String = (' '..='~').chain("（江，🙂".chars()).collect();
        for way in [Way::Letter, Way::Sound] {
            let all = terms(&text, way);
            assert!(
                all.iter()
                    .flat_map(|t| t.chars())
                    .all(|c| !c.is_ascii() || c.is_ascii_alphanumeric())
            );
        }
    }

    #[test]
    fn what_is_found_fulfils_its_condition() {
        let text = "中国移动江苏公司2026年重庆长乐5G无线网（IDC）行业银行线路a江";
        let chars: Vec<char> = text.chars().collect();
        let mut words = vec![
            "jsgs",
            "jiangsugongsi",
            "jiangsugs",
            "jiangsug",
            "jiangsu公司",
            "js公司",
            "2026n",
            "cqzl",
            "zhongqingchangle",
            "5gwx",
            "5gwuxianw",
            "wxw（idc",
            "idc",
            "a江",
            "aj",
            "xl",
            "hy",
            "xingye",
            "hangyey",
            "yinhang",
            "y",
            "w",
            "5",
            "（",
            "g无",
            "gw",
        ]
        .into_iter()
        .map(str::to_owned)
        .collect::<Vec<_>>();
        for from in 0..chars.len() {
            for to in from + 1..=chars.len() {
                words.push(chars[from..to].iter().collect());
            }
        }
        for way in [Way::Letter, Way::Sound] {
            let stored = terms(text, way);
            for word in words.iter().map(|word| fold(word)) {
                let found = seek::find(&word, &fold(text), way).is_some();
                let asked = condition(&word, way).unwrap();
                assert!(!found || holds(&asked, &stored), "{word} {asked:?}");
            }
        }
        for word in words.iter().map(|word| fold(word)) {
            assert!(seek::find(&word, &fold(text), Way::Sound).is_some(), "{word}");
        }
    }

    #[test]
    fn a_condition_leaves_out_what_is_far_from_the_word() {
        let stored = terms("浙江电信传输线路工程设计", Way::Sound);
        for word in ["jsyd", "jiangsuyidong", "江苏", "5g", "zjyd", "gcsjj", "jiangsudianxin"] {
            assert!(!holds(&condition(word, Way::Sound).unwrap(), &stored), "{word}");
        }
        assert_eq!(condition("", Way::Sound), None);
    }

    #[test]
    fn long_queries_ask_for_a_bounded_number_of_terms() {
        fn count(condition: &Condition) -> usize {
            match condition {
                Condition::Term(_) | Condition::Prefix(_) => 1,
                Condition::All(more) | Condition::Any(more) => more.iter().map(count).sum(),
            }
        }
        for unit in ["j", "江", "jiang", "a江", "zhuang"] {
            let asked = condition(&unit.repeat(10_000 / unit.len()), Way::Sound).unwrap();
            assert!(count(&asked) < 1_500, "{unit}: {}", count(&asked));
        }
    }
}
