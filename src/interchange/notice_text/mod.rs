//! Notices out of any text: a page, a mail, a message in a chat.
//!
//! What is read is always a span of the cleaned text, and every field says how much is known of it; nothing is guessed. A text
//! labels what it says (项目编号：…), sets it out in cells, or says it by what happens then (12月3日17:00前买标书). Two places that
//! contradict each other leave the field to a person; so does a day without an hour.
//!
//! | module | the thought |
//! |---|---|
//! | `layout`, `label` | where labelled values stand; the words of labels |
//! | `mark` | what one place says of one field, and how places agree |
//! | `moment`, `money`, `party`, `kind`, `clause`, `title` | readers, one for each kind of value |
//! | `chat` | moments without labels |
//! | [`person`] | a field as a person writes it |
//! | [`mod@file`] | texts and pages as files |
//!
//! Another label is one more word in `label`; another kind of value is one reader and its line in [`read`].

mod chat;
mod clause;
pub mod file;
mod kind;
mod label;
mod label_words;
mod layout;
mod mark;
mod moment;
mod money;
mod party;
pub mod person;
mod title;
mod unclaimed;

use std::collections::BTreeSet;
use std::ops::Range;

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

use self::label::Slot;
use self::layout::{Piece, pieces, trimmed};
use self::mark::{Read, Said, agreed, said, words};
use super::notice_json::lots::lots;
use super::notice_json::round::round;
use crate::domain::calendar::local;
use crate::domain::customer::{Customer, customers};
use crate::domain::lead::{Field, Lot, Notice, NumberScheme, Numbers};
use crate::text::clean::{clean_text, newlines};
use crate::text::lot_mark::marks;
use crate::text::normal::fold;
use crate::text::parse_amounts;

pub use mark::TEXT;
pub use money::as_written as written_sum;

/// The longest text that is read, in bytes: far more than any notice, and small enough for a lead's part.
pub const MAX_TEXT: usize = 200 * 1024;

/// A text without content of its own may enumerate lots in a few lines; a longer one mentions them.
const SHORT: usize = 3000;

/// What was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The notice, every field with the words it was read from.
    pub notice: Notice,
    /// Where the title stands in the text.
    pub title: Range<usize>,
    /// What was understood of fields that are left to a person, by field, as he would write it.
    pub proposals: Vec<(&'static str, String)>,
    /// How many different things were labelled.
    pub labels: usize,
}

/// The text as it is read and kept: line ends as `\n`, nothing invisible in it.
pub fn cleaned(raw: &str) -> String {
    clean_text(&newlines(raw)).trim().to_owned()
}

/// Reads a cleaned text. `now` is when it is read: moments that leave their year out are read only with it, or beside a
/// stated day of publication. `None` where nothing of a notice can be recognised.
pub fn read(text: &str, now: Option<DateTime<Utc>>) -> Option<Reading> {
    let pieces = pieces(text);
    let title = title::title(text, &pieces)?;
    let mut proposals = Vec::new();
    let mut notice = Notice::bare(String::new(), text.get(title.clone())?.to_owned());
    let all = Pieces { text, pieces: &pieces, title: title.clone() };

    let published_day = all.published_day(now);
    let today = moment::reference(published_day, now);
    let mut keep = Keep { text, proposals: &mut proposals };

    notice.published = keep.field("published", agreed(all.published(today)));
    let times = Times::gather(&all, today);
    notice.sale_start = keep.field("sale_start", agreed(times.sale_start));
    notice.sale_end = keep.field("sale_end", agreed(times.sale_end));
    notice.registration_end = keep.field("registration_end", agreed(times.registration_end));
    notice.deadline = keep.field("deadline", agreed(times.deadline));
    notice.opening = keep.field("opening", agreed(times.opening));
    if notice
        .deadline
        .value
        .is_some_and(|at| published_day.is_some_and(|day| local(at).date() <= day))
    {
        notice.deadline = doubted(notice.deadline);
    }

    notice.budget = keep.field("budget", agreed(all.sums(Slot::Budget)));
    notice.cap = keep.field("cap", agreed(all.sums(Slot::Cap)));

    let buyers: Vec<party::Buyer> =
        all.of(Slot::Customer).map(|piece| party::buyer(text, piece.value.clone())).collect();
    let from_title = buyers.is_empty().then(|| party::buyer_in(text, title.clone())).flatten();
    let buyers: Vec<party::Buyer> = buyers.into_iter().chain(from_title).collect();
    let names: Vec<Range<usize>> = buyers.iter().map(|buyer| buyer.name.clone()).collect();
    let (customers, units): (Vec<_>, Vec<_>) =
        buyers.into_iter().map(|buyer| (buyer.customer, buyer.unit)).unzip();
    notice.customer = keep.field("customer", same_name(customers));
    notice.customer_unit = keep.field("customer_unit", same_name(units));
    let agencies = all.of(Slot::Agency).map(|piece| party::agency(text, piece.value.clone()));
    notice.agency = keep.field("agency", same_name(agencies.collect()));
    notice.site = keep.field("site", most_words(&all, Slot::Site));

    let site = all.of(Slot::Site).map(|piece| piece.value.clone());
    let parts: Vec<Range<usize>> = site.chain(names).chain([title.clone()]).collect();
    let place = party::place(text, &parts);
    notice.province = keep.field("province", place.province);
    notice.city = keep.field("city", place.city);

    let category = all.first(Slot::Category).map(|piece| piece.value.clone());
    let method = all.first(Slot::Method).map(|piece| piece.value.clone());
    let kind = kind::kind(text, &title, category, method);
    notice.category = keep.field("category", kind.category);
    notice.stage = keep.field("stage", kind.stage);
    notice.method = keep.field("method", kind.method);
    notice.round = moved(round(&notice.title), title.start);

    notice.project_no = keep.field("project_no", same_name(all.numbers()));
    notice.number_scheme = scheme(&notice);

    notice.content = keep.field("content", most_words(&all, Slot::Content));
    notice.qualification = keep.field("qualification", most_words(&all, Slot::Qualification));
    notice.performance = keep.field("performance", most_words(&all, Slot::Performance));
    let conditions = all.first(Slot::Qualification).map(|piece| piece.value.clone());
    let conditions = conditions.unwrap_or(0..text.len());
    let branches = clause::branches(text, conditions.clone());
    notice.branch_clause = keep.field("branch_clause", branches);
    notice.authorisation = keep.field("authorisation", clause::authorisation(text, conditions));
    notice.consortium = keep.field("consortium", clause::consortium(text));
    notice.lots = all.lots(&notice.title);
    unclaimed::leave_to_a_person(&mut notice, text, &title);
    notice.url = url(text);
    notice.identity = identity(&notice, text);

    let labels: BTreeSet<u8> = pieces
        .iter()
        .filter(|piece| piece.slot != Slot::Other && !piece.value.is_empty())
        .map(|piece| piece.slot as u8)
        .collect();
    let known = notice.fields().iter().any(|field| field.name != "title" && field.is_said());
    known.then_some(Reading { notice, title, proposals, labels: labels.len() })
}

/// Turns readings into fields, and keeps what was understood of those that are left to a person.
struct Keep<'a> {
    text: &'a str,
    proposals: &'a mut Vec<(&'static str, String)>,
}

impl Keep<'_> {
    fn field<T>(&mut self, name: &'static str, read: Read<T>) -> Field<T> {
        if let Some(proposal) = read.proposal.clone() {
            self.proposals.push((name, proposal));
        }
        read.field(self.text)
    }
}

/// The labelled values of a text.
struct Pieces<'a> {
    text: &'a str,
    pieces: &'a [Piece],
    title: Range<usize>,
}

impl<'a> Pieces<'a> {
    fn of(&self, slot: Slot) -> impl Iterator<Item = &'a Piece> + use<'a> {
        self.pieces.iter().filter(move |piece| piece.slot == slot)
    }

    /// The first that says anything.
    fn first(&self, slot: Slot) -> Option<&'a Piece> {
        self.of(slot).find(|piece| !piece.value.is_empty())
    }

    fn words(&self, piece: &Piece) -> &'a str {
        self.text.get(piece.value.clone()).unwrap_or_default()
    }

    fn times(&self, slot: Slot, today: Option<chrono::NaiveDate>) -> Vec<Read<DateTime<Utc>>> {
        self.of(slot).map(|piece| moment::one(self.text, piece.value.clone(), today)).collect()
    }

    /// When it was published. Forms write a missing hour as 00:00:00, so that is a day only.
    fn published(&self, today: Option<chrono::NaiveDate>) -> Vec<Read<DateTime<Utc>>> {
        let midnight = |at: DateTime<Utc>| local(at).time() == chrono::NaiveTime::MIN;
        let read = |read: Read<DateTime<Utc>>| match read.span.clone() {
            Some(span) if read.value.is_some_and(midnight) => Read::doubt(span),
            _ => read,
        };
        self.times(Slot::Published, today).into_iter().map(read).collect()
    }

    /// The day of publication, where it is written with its year.
    fn published_day(&self, now: Option<DateTime<Utc>>) -> Option<chrono::NaiveDate> {
        let piece = self.first(Slot::Published)?;
        let today = now.map(|at| local(at).date());
        let moments = moment::stated(self.text, piece.value.clone(), today);
        moments.into_iter().find(|moment| moment.certain).and_then(|moment| moment.day)
    }

    fn sums(&self, slot: Slot) -> Vec<Read<crate::domain::lead::Amount>> {
        // The budget of one lot is the lot's own.
        let whole = self.of(slot).filter(|piece| !self.speaks_of_a_lot(piece));
        whole.map(|piece| money::sum(self.text, piece)).collect()
    }

    fn speaks_of_a_lot(&self, piece: &Piece) -> bool {
        // A title that names a lot is a notice about just this one.
        let from = if self.title.end <= piece.label.start { self.title.end } else { 0 };
        let before = self.text.get(from..piece.label.start).unwrap_or_default();
        let sentence = before.rsplit(['。', '；', ';', '\n']).next().unwrap_or_default();
        !marks(sentence).is_empty()
    }

    /// Project numbers: a word of letters and figures, with the marks that numbers have.
    fn numbers(&self) -> Vec<Read<String>> {
        let number = |piece: &Piece| {
            let words = self.words(piece);
            match said(words) {
                Said::Nothing => return Read::none(),
                Said::Elsewhere => return Read::pending(piece.value.clone()),
                Said::Something => {}
            }
            let ends = |c: char| {
                c.is_whitespace() || matches!(c, '，' | ',' | '（' | '(' | '；' | ';' | '、')
            };
            let end = words.find(ends).unwrap_or(words.len());
            let span = trimmed(self.text, piece.value.start..piece.value.start + end);
            let number = self.text.get(span.clone()).unwrap_or_default();
            let fits = (4..=60).contains(&number.chars().count())
                && number.chars().any(|c| c.is_ascii_digit());
            if fits {
                Read::known(number.to_owned(), span)
            } else {
                Read::doubt(piece.value.clone())
            }
        };
        self.of(Slot::ProjectNo).map(number).collect()
    }

    /// The lots, each with a budget where its own words state just one.
    fn lots(&self, title: &str) -> Vec<Lot> {
        let content = self.first(Slot::Content).map(|piece| self.words(piece));
        let content = content.or(Some(self.text).filter(|text| text.len() <= SHORT));
        let mut lots = lots(title, content);
        let Some(text) = content else { return lots };
        let marks = marks(text);
        for (index, mark) in marks.iter().enumerate() {
            let [id] = mark.ids.as_slice() else { continue };
            let end = marks.get(index + 1).map_or(text.len(), |next| next.span.start);
            let own = text.get(mark.span.end..end).unwrap_or_default();
            let own = own.split(['。', '；', ';', '\n']).next().unwrap_or_default();
            let spoken = ["预算", "限价", "金额", "估算"].iter().any(|word| own.contains(word));
            let sums = parse_amounts(own);
            if let ([sum], true) = (sums.as_slice(), spoken)
                && sum.fen > 0
                && let Some(lot) = lots.iter_mut().find(|lot| lot.id == *id)
            {
                let tax_included = sum.tax.map(|tax| tax == crate::text::Tax::Included);
                lot.budget = Some(crate::domain::lead::Amount { fen: sum.fen, tax_included });
            }
        }
        lots
    }
}

/// What all places say of the times.
#[derive(Default)]
struct Times {
    sale_start: Vec<Read<DateTime<Utc>>>,
    sale_end: Vec<Read<DateTime<Utc>>>,
    registration_end: Vec<Read<DateTime<Utc>>>,
    deadline: Vec<Read<DateTime<Utc>>>,
    opening: Vec<Read<DateTime<Utc>>>,
}

impl Times {
    fn gather(all: &Pieces<'_>, today: Option<chrono::NaiveDate>) -> Times {
        let text = all.text;
        let mut times = Times::default();
        for piece in all.pieces.iter().filter(|piece| piece.slot.is_time()) {
            let one = || moment::one(text, piece.value.clone(), today);
            let note = text.get(piece.note.clone()).unwrap_or_default();
            match piece.slot {
                Slot::Sale | Slot::Registration => {
                    let (start, end) = moment::window(text, piece.value.clone(), today);
                    if piece.slot == Slot::Sale {
                        times.sale_start.push(start);
                        times.sale_end.push(end);
                    } else {
                        times.registration_end.push(end);
                    }
                }
                Slot::SaleStart => times.sale_start.push(one()),
                Slot::SaleEnd => times.sale_end.push(one()),
                Slot::RegistrationEnd => times.registration_end.push(one()),
                Slot::Deadline | Slot::Opening | Slot::DeadlineAndOpening => {
                    let both = piece.slot == Slot::DeadlineAndOpening;
                    if both || piece.slot == Slot::Deadline || note.contains("截止") {
                        times.deadline.push(one());
                    }
                    if both || piece.slot == Slot::Opening || note.contains("开标") {
                        times.opening.push(one());
                    }
                }
                _ => {}
            }
        }
        let taken: Vec<Range<usize>> = all
            .pieces
            .iter()
            .filter(|piece| piece.slot.is_time())
            .map(|piece| piece.value.clone())
            .collect();
        for (slot, read) in chat::happenings(text, &taken, today) {
            match slot {
                Slot::SaleEnd => times.sale_end.push(read),
                Slot::RegistrationEnd => times.registration_end.push(read),
                Slot::Deadline => times.deadline.push(read),
                _ => times.opening.push(read),
            }
        }
        // 截止 alone may be the end of anything; it is shown where no deadline is named.
        if times.deadline.iter().all(|read| read.span.is_none()) {
            let ends = all.times(Slot::SomeEnd, today);
            times.deadline.extend(ends.into_iter().filter(|read| read.span.is_some()).map(unsure));
        }
        times
    }
}

/// A moment that is read well but may be another's.
fn unsure(read: Read<DateTime<Utc>>) -> Read<DateTime<Utc>> {
    let proposal = read.value.map(crate::domain::calendar::to_the_minute).or(read.proposal.clone());
    match read.span {
        Some(span) => Read::doubt(span).proposing(proposal),
        None => Read::none(),
    }
}

/// Names that agree where one is the other with something left out; the longer stands.
fn same_name(mut all: Vec<Read<String>>) -> Read<String> {
    let longest = all.iter().filter_map(|read| read.value.clone()).max_by_key(String::len);
    if let Some(longest) = longest {
        all.retain(|read| {
            read.value
                .as_ref()
                .is_none_or(|name| *name == longest || !longest.contains(name.as_str()))
        });
    }
    agreed(all)
}

/// The words of the place that says most; a heading may come twice, and once with nothing but a number.
fn most_words(all: &Pieces<'_>, slot: Slot) -> Read<String> {
    let reads = all.of(slot).map(|piece| words(all.text, piece.value.clone()));
    let said = reads.filter(|read| read.span.is_some());
    let weight = |read: &Read<String>| {
        (read.value.is_some(), read.span.clone().map_or(0, |span| span.len()))
    };
    said.reduce(|best, next| if weight(&next) > weight(&best) { next } else { best })
        .unwrap_or_else(Read::none)
}

/// A field of the title as a field of the text.
fn moved<T>(field: Field<T>, by: usize) -> Field<T> {
    let span = field.source.as_ref().and_then(|source| source.span);
    let Some((from, to)) = span else { return Field { source: None, ..field } };
    let at = |n: u32| usize::try_from(n).unwrap_or(0) + by;
    let mut field = field;
    if let Some(source) = &mut field.source {
        source.field = TEXT.to_owned();
    }
    field.at(at(from)..at(to))
}

/// The field with its value withheld, for a person to read.
fn doubted<T>(field: Field<T>) -> Field<T> {
    Field { state: crate::domain::lead::FieldState::ToReview, value: None, ..field }
}

/// What the customer's numbers stand for (data of 2025-26): 电信 and 铁塔 number each notice, 联通 numbers join rounds.
fn scheme(notice: &Notice) -> Option<NumberScheme> {
    notice.project_no.value.as_ref()?;
    let name = notice.customer.value.as_deref()?;
    let customer = customers().iter().find(|customer: &&Customer| customer.name == name)?;
    let numbers = match customer.code.as_str() {
        "CTCC" | "CTOW" => Numbers::Notice,
        "CUCC" => Numbers::Project,
        _ => Numbers::Unknown,
    };
    Some(NumberScheme { issuer: customer.code.clone(), numbers })
}

/// The first address in the text.
fn url(text: &str) -> Option<String> {
    let at = ["https://", "http://"].iter().filter_map(|scheme| text.find(scheme)).min()?;
    let rest = text.get(at..)?;
    let fits = |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '`');
    let url = rest.get(..rest.find(|c| !fits(c)).unwrap_or(rest.len()))?;
    let url = url.trim_end_matches(['.', ',', ';', ')', ']']);
    (url.len() > 10).then(|| url.to_owned())
}

/// The notice's identity: number and title, which every desk reads alike, else the words themselves.
fn identity(notice: &Notice, text: &str) -> String {
    match notice.project_no.value.as_deref() {
        Some(number) => format!("text-{}-{}", fold(number), fold(&notice.title)),
        None => {
            let hash = Sha256::digest(fold(text));
            let hex: String = hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
            format!("text-{hex}")
        }
    }
}

#[cfg(test)]
mod tests;
