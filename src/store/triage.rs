//! The inbox in its two orders, and the watch words of this desk.
//!
//! What the clock changes is asked with an instant and never stored: a deferred lead whose day has come stands first, and by
//! score a lead's hard stop adds points by how far off it is. So ordering by score looks at the leads that are still open (an
//! index range, few beside all that ever came in) and adds the points there; those over get one and the same deduction, which
//! changes nothing among them, and come from an index in order.

use rusqlite::params;

use super::leads::LeadQuery;
use super::{StoreError, Writing};

/// What a lead's row says of its place in the inbox.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// The lasting part of its score.
    pub score: i32,
    /// RFC 3339 of its hard stop, where one is known.
    pub stop: Option<String>,
    /// RFC 3339 of when a deferred lead is back.
    pub back: Option<String>,
}

impl Place {
    /// The hard stop as it is stored.
    pub(super) fn stop(&self) -> &str {
        self.stop.as_deref().unwrap_or(NEVER)
    }
}

/// Points by how far off the hard stop is: instants as RFC 3339, ascending, and the points up to each; the last entry has no
/// instant and stands for everything later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimePoints {
    /// Up to this instant so many points.
    pub until: Vec<(String, i32)>,
    /// Later than all.
    pub later: i32,
}

/// Sorts after every instant.
const NEVER: &str = "~";

const BACK: &str = "back IS NOT NULL AND back <= ?2";
const NOT_BACK: &str = "(back IS NULL OR back > ?2)";
const AWAY: &str = "away = 1 AND (back IS NULL OR back > ?2)";
const OPEN: &str = "away = 0 AND stop > ?2";
/// The province that a query narrows the list to, if any.
const HERE: &str = "(?1 IS NULL OR province = ?1)";

type Rows = Vec<(String, String)>;

impl Writing<'_> {
    /// How many deferred leads of a province, or of all, are back at an instant.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn count_back(&self, province: Option<&str>, now: &str) -> Result<usize, StoreError> {
        let sql = "SELECT count(*) FROM lead_row
                   WHERE back IS NOT NULL AND back <= ?2 AND (?1 IS NULL OR province = ?1)";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let count: i64 = statement.query_row(params![province, now], |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or(0))
    }

    /// Deferred leads that are back at an instant, by province.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn back_by_province(&self, now: &str) -> Result<Vec<(String, usize)>, StoreError> {
        let sql = "SELECT province, count(*) FROM lead_row
                   WHERE back IS NOT NULL AND back <= ?1 AND province IS NOT NULL GROUP BY province";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let rows = statement.query_map([now], |row| {
            Ok((row.get(0)?, usize::try_from(row.get::<_, i64>(1)?).unwrap_or(0)))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// A window of the inbox, newest first: those back at `now`, then the others as [`Writing::leads`] has them.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn leads_newest(
        &self,
        query: &LeadQuery,
        now: &str,
        offset: usize,
        limit: usize,
    ) -> Result<Rows, StoreError> {
        let back = self.count_back(query.province.as_deref(), now)?;
        if back == 0 {
            return self.leads(query, offset, limit);
        }
        let mut rows = if offset < back {
            let part = Part { holds: BACK, order: "back DESC, subject" };
            self.windows(query, now, &[part], offset, limit)?
        } else {
            Vec::new()
        };
        // Those not put away stand as ever; only among those put away are the ones that are back left out.
        let (total, away) = self.count_leads(query)?;
        let (open, from) = (total - away, offset.saturating_sub(back));
        let room = |rows: &Rows| limit.saturating_sub(rows.len());
        if from < open && room(&rows) > 0 {
            rows.extend(self.leads(query, from, room(&rows).min(open - from))?);
        }
        if room(&rows) > 0 {
            let part = Part { holds: AWAY, order: "id DESC" };
            let left = room(&rows);
            rows.extend(self.windows(query, now, &[part], from.saturating_sub(open), left)?);
        }
        Ok(rows)
    }

    /// A window of the inbox by score: those back at `now`; the open ones with what their time adds; the others.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn leads_by_score(
        &self,
        query: &LeadQuery,
        now: &str,
        points: &TimePoints,
        offset: usize,
        limit: usize,
    ) -> Result<Rows, StoreError> {
        let by_total = by_total(points);
        let rest = format!("{NOT_BACK} AND NOT ({OPEN})");
        let parts = [
            Part { holds: BACK, order: "back DESC, subject" },
            Part { holds: OPEN, order: &by_total },
            Part { holds: &rest, order: "away, score DESC, published DESC, subject" },
        ];
        self.windows(query, now, &parts, offset, limit)
    }

    /// The leads of highest score that came in from one instant until before another and were not put away, each as (subject, JSON
    /// row). When one came in is told by the earliest number that it was given.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn best_that_came(
        &self,
        from: &str,
        end: &str,
        points: &TimePoints,
        limit: usize,
    ) -> Result<Rows, StoreError> {
        let by_total = by_total(points);
        let sql = format!(
            "SELECT subject, data FROM lead_row WHERE away = 0 AND subject IN (
                 SELECT came.subject FROM number came
                 WHERE came.given >= ?1 AND came.given < ?2 AND came.subject GLOB 'lead:*'
                 AND NOT EXISTS (SELECT 1 FROM number earlier
                                 WHERE earlier.subject = came.subject AND earlier.given < ?1))
             ORDER BY {by_total} LIMIT ?3"
        );
        let mut statement = self.transaction.prepare_cached(&sql)?;
        let values = params![from, end, i64::try_from(limit).unwrap_or(i64::MAX)];
        let rows = statement.query_map(values, |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// A window over parts that follow each other.
    fn windows(
        &self,
        query: &LeadQuery,
        now: &str,
        parts: &[Part<'_>],
        offset: usize,
        limit: usize,
    ) -> Result<Rows, StoreError> {
        let (mut skip, mut rows) = (offset, Vec::new());
        for (place, part) in parts.iter().enumerate() {
            let wanted = limit.saturating_sub(rows.len());
            if wanted == 0 {
                break;
            }
            let (holds, order) = (part.holds, part.order);
            let found = rows.len();
            // The order is found from an index or on short records; only what is shown is read in full.
            let sql = format!(
                "SELECT subject, data FROM lead_row WHERE id IN (
                     SELECT id FROM lead_row WHERE {holds} AND {HERE}
                     ORDER BY {order} LIMIT ?3 OFFSET ?4)
                 ORDER BY {order}"
            );
            let mut statement = self.transaction.prepare_cached(&sql)?;
            let size = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
            let values = params![query.province, now, size(wanted), size(skip)];
            let window = statement.query_map(values, |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.extend(window.collect::<Result<Rows, _>>()?);
            if rows.len() > found {
                skip = 0;
            } else if skip > 0 && place + 1 < parts.len() {
                let sql = format!("SELECT count(*) FROM lead_row WHERE {holds} AND {HERE}");
                let mut statement = self.transaction.prepare_cached(&sql)?;
                let values = params![query.province, now];
                let count: i64 = statement.query_row(values, |row| row.get(0))?;
                skip = skip.saturating_sub(usize::try_from(count).unwrap_or(0));
            }
        }
        Ok(rows)
    }

    /// The watch words of this desk with their weights.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn watch_words(&self) -> Result<Vec<(String, i32)>, StoreError> {
        let sql = "SELECT word, weight FROM watch_word ORDER BY word";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Keeps a watch word, or drops it where no weight is given; `false` where there was none to drop.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn put_watch_word(&mut self, word: &str, weight: Option<i32>) -> Result<bool, StoreError> {
        let changed = match weight {
            Some(weight) => {
                let sql = "INSERT INTO watch_word (word, weight) VALUES (?1, ?2)
                           ON CONFLICT (word) DO UPDATE SET weight = ?2";
                self.transaction.prepare_cached(sql)?.execute(params![word, weight])?
            }
            None => self
                .transaction
                .prepare_cached("DELETE FROM watch_word WHERE word = ?1")?
                .execute([word])?,
        };
        Ok(changed > 0)
    }

    /// Gives every lead's row (JSON) to `renew` and keeps what it returns, with its score; only for what a person changes by hand.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn renew_rows(
        &mut self,
        mut renew: impl FnMut(&str) -> Option<(String, i32)>,
    ) -> Result<usize, StoreError> {
        let mut changed = Vec::new();
        {
            let mut statement = self.transaction.prepare_cached("SELECT id, data FROM lead_row")?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let data: String = row.get(1)?;
                if let Some((data, score)) = renew(&data) {
                    changed.push((row.get::<_, i64>(0)?, data, score));
                }
            }
        }
        let sql = "UPDATE lead_row SET data = ?2, score = ?3 WHERE id = ?1";
        for (id, data, score) in &changed {
            self.transaction.prepare_cached(sql)?.execute(params![id, data, score])?;
        }
        Ok(changed.len())
    }
}

/// The order by score with what the time adds.
fn by_total(points: &TimePoints) -> String {
    // The instants come from a clock of ours and are quoted all the same: they hold digits, `-`, `:`, `T` and `Z` alone.
    let quoted = |text: &str| text.replace('\'', "");
    let steps: String = points
        .until
        .iter()
        .map(|(until, points)| format!(" WHEN stop <= '{}' THEN {points}", quoted(until)))
        .collect();
    let later = points.later;
    format!("score + CASE WHEN stop = '{NEVER}' THEN 0{steps} ELSE {later} END DESC, stop, subject")
}

/// Rows that follow each other in one order.
struct Part<'a> {
    holds: &'a str,
    order: &'a str,
}
