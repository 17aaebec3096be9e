//! Screening the inbox, one lead or many in one act, and this desk's watch words.

use crate::domain::event::Fact;
use crate::domain::lead::Verdict;
use crate::domain::lead::link::{Linked, Relation};
use crate::domain::lead::score::{MAX_WEIGHT, WatchWord, total, watched};
use crate::domain::why::Why;
use crate::text::clean::clean_line;

use super::super::command::{Done, Refusal, Screening};
use super::super::family::family;
use super::super::session::Session;
use super::super::triage::{MAX_BATCH, judge, unique, watch_words};
use super::super::view::LeadRow;
use super::detect::detect_all;

/// A list longer than this watches nothing any more.
const MAX_WORDS: usize = 100;

/// A watch word is no sentence.
const MAX_WORD_CHARS: usize = 24;

/// Records a verdict on every lead named, or on none. Facts of one act on several leads share a batch, which undo follows.
pub fn screen(session: &mut Session<'_, '_>, screening: &Screening) -> Result<Done, Refusal> {
    let numbers = unique(&screening.numbers);
    if numbers.len() > MAX_BATCH {
        let why = Why::plain("batch-too-large").with("most", MAX_BATCH.to_string());
        return Err(Refusal::because(why));
    }
    let (mut judged, mut refused) = (Vec::new(), Vec::new());
    for number in &numbers {
        match judge(session.tx, session.context, session.now, number, screening)? {
            (Some(lead), Ok(screened)) => judged.push((lead, screened)),
            (_, Ok(_)) => {}
            (_, Err(whys)) => refused.extend(whys),
        }
    }
    if !refused.is_empty() {
        return Err(Refusal::Refused(refused));
    }
    let several = judged.len() > 1 || screening.verdict == Verdict::Duplicate;
    let batch = several.then(|| session.new_batch());
    let done = match judged.as_slice() {
        [] => return Err(Refusal::because(Why::plain("nothing-selected"))),
        [(lead, _)] => Done::to("screened", lead.subject, &lead.number),
        several => {
            let mut done = Done::to("screened-many", several[0].0.subject, "");
            done.args = vec![("n".to_owned(), several.len().to_string())];
            done.number = None;
            done
        }
    };
    let mut joined = Vec::new();
    for (lead, mut screened) in judged {
        screened.batch.clone_from(&batch);
        let original = screened.of.as_ref().map(|original| original.subject);
        session.record(lead.subject, &Fact::LeadScreened(screened))?;
        // Whoever puts a lead away as a duplicate says what the two are, to every desk.
        if let Some(original) = original {
            let (here, linked) = Linked::between(lead.subject, original, Relation::Duplicate);
            session.record(here, &Fact::LeadLinked(Linked { batch: batch.clone(), ..linked }))?;
            joined.push(original);
        }
    }
    // Claims on a duplicate count on what it repeats, and may meet others there.
    session.derive()?;
    for original in joined {
        detect_all(session, family(session.tx, original)?.head)?;
    }
    Ok(done)
}

/// Keeps or drops a watch word, and counts the scores of the leads that say it anew.
pub fn watch(
    session: &mut Session<'_, '_>,
    word: &str,
    weight: Option<i32>,
) -> Result<Done, Refusal> {
    let word = clean_line(word).trim().to_owned();
    if word.is_empty() {
        return Err(Refusal::because(Why::plain("argument-missing").with("argument", "word")));
    }
    let fits = word.chars().count() <= MAX_WORD_CHARS;
    let counts = weight.is_none_or(|weight| weight != 0 && weight.abs() <= MAX_WEIGHT);
    if !fits || !counts {
        let why = Why::plain("watch-misfit").with("word", word);
        let why = why.with("chars", MAX_WORD_CHARS.to_string());
        return Err(Refusal::because(why.with("most", MAX_WEIGHT.to_string())));
    }
    let known = watch_words(session.tx)?;
    let new = weight.is_some() && !known.iter().any(|entry| entry.word == word);
    if new && known.len() >= MAX_WORDS {
        let why = Why::plain("watch-too-many").with("most", MAX_WORDS.to_string());
        return Err(Refusal::because(why));
    }
    if !session.tx.put_watch_word(&word, weight)? {
        return Err(Refusal::because(Why::plain("watch-unknown").with("word", word)));
    }
    let watch = watch_words(session.tx)?;
    let leads = session.tx.renew_rows(|data| rescored(data, &watch))?;
    let args = vec![("word".to_owned(), word), ("leads".to_owned(), leads.to_string())];
    let key = if weight.is_some() { "watched" } else { "unwatched" };
    Ok(Done { key, args, subject: None, number: None, notices: Vec::new() })
}

/// A stored row with the watch words counted anew; `None` where nothing changes. Words are looked for in what the row holds,
/// title and customer, so that no notice need be read again.
fn rescored(data: &str, watch: &[WatchWord]) -> Option<(String, i32)> {
    let mut row: LeadRow = serde_json::from_str(data).ok()?;
    let (said, mut reasons): (Vec<_>, Vec<_>) =
        std::mem::take(&mut row.triage.reasons).into_iter().partition(|r| r.key == "watch");
    let now = watched(&row.title, row.customer.as_deref().unwrap_or_default(), watch);
    if said == now {
        return None;
    }
    reasons.extend(now);
    row.triage.score = total(&reasons);
    row.triage.reasons = reasons;
    Some((serde_json::to_string(&row).ok()?, row.triage.score))
}
