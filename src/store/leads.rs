//! Rows of leads: in the order of the list, counted as they change, so that no question grows with their number.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, params};

use super::search::{Field, Indexed};
use super::triage::Place;
use super::{StoreError, Writing};

/// Which leads to list.
#[derive(Debug, Clone, Default)]
pub struct LeadQuery {
    /// GB/T 2260 code of a province.
    pub province: Option<String>,
}

/// A lead's derived row; `data` is the row of the list as JSON.
#[derive(Debug, Clone)]
pub struct LeadProjection {
    /// Subject.
    pub subject: String,
    /// Whether it waits for a verdict.
    pub fresh: bool,
    /// Whether it was put away: such leads sort last.
    pub away: bool,
    /// RFC 3339 of its publication, or of when it came in where that is not known: newest first.
    pub published: String,
    /// GB/T 2260 code.
    pub province: Option<String>,
    /// The list row as JSON.
    pub data: String,
    /// What search looks through, as written.
    pub values: Vec<(Field, String)>,
    /// Its place in the inbox.
    pub place: Place,
}

/// A lead's row with all that can be made of it without the store, so that another thread may make it.
#[derive(Debug, Clone)]
pub struct PreparedLead {
    lead: LeadProjection,
    place: i64,
    indexed: Indexed,
    /// There is no row of it yet.
    new: bool,
}

impl PreparedLead {
    /// Folds the values and takes their terms.
    pub fn new(lead: LeadProjection) -> PreparedLead {
        let (place, indexed) = (place(&lead), Indexed::new(&lead));
        PreparedLead { lead, place, indexed, new: false }
    }

    /// The same, of a lead that surely has no row yet: the old one need not be looked for.
    pub fn without_row(self) -> PreparedLead {
        PreparedLead { new: true, ..self }
    }

    /// The list row as JSON.
    pub fn data(&self) -> &str {
        &self.lead.data
    }
}

/// Set in the place of a lead that was not put away.
const NOT_AWAY: i64 = 1 << 40;

/// Bits of the place that keep the leads of one minute apart. Places that lie close together make the index small.
const TIE_BITS: u32 = 12;

/// Places of one minute.
const TIES: i64 = 1 << TIE_BITS;

/// Places tried in a minute before the lead goes to the one before.
const TRIES: i64 = 16;

/// Whether the lead at a place was put away.
pub(super) fn is_away(place: i64) -> bool {
    place < NOT_AWAY
}

/// Where a lead stands in the list: put away or not, the minute it was published, and the beginning of its identity. What
/// has no time stands below all that have one.
fn place(lead: &LeadProjection) -> i64 {
    let (_, uuid) = lead.subject.split_once(':').unwrap_or_default();
    let digits: String = uuid.chars().filter(char::is_ascii_hexdigit).take(8).collect();
    let first = i64::from_str_radix(&digits, 16).unwrap_or(0);
    let published: Option<DateTime<Utc>> = lead.published.parse().ok();
    let minute = match published {
        Some(at) => at.timestamp().div_euclid(60).clamp(1 << 20, (1 << 27) - 1),
        None => (first >> TIE_BITS) & ((1 << 20) - 1),
    };
    let away = if lead.away { 0 } else { NOT_AWAY };
    away | (minute << TIE_BITS) | (first & (TIES - 1))
}

/// The place to try when `place` is taken, after `tried` others: elsewhere in the minute, then the minute before.
fn next_place(place: i64, tried: i64) -> i64 {
    let tie = (place + 1_237) & (TIES - 1);
    let minute = place & !(TIES - 1);
    let before = if (tried + 1) % TRIES == 0 { TIES } else { 0 };
    (minute | tie) - before
}

impl Writing<'_> {
    /// Writes rows of leads and indexes their text.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn put_leads(&mut self, mut leads: Vec<PreparedLead>) -> Result<(), StoreError> {
        // The index takes many rows at once when they come in the order of their places.
        leads.sort_by(|a, b| (a.place, &a.lead.subject).cmp(&(b.place, &b.lead.subject)));
        let mut counts = Counts::default();
        for lead in leads {
            self.put_lead(lead, &mut counts)?;
        }
        self.put_counts(counts)
    }

    fn put_counts(&mut self, counts: Counts) -> Result<(), StoreError> {
        let sql = "INSERT INTO lead_count (province, away, rows, fresh) VALUES (?1, ?2, ?3, ?4)
                   ON CONFLICT (province, away) DO UPDATE SET rows = rows + ?3, fresh = fresh + ?4";
        let mut statement = self.transaction.prepare_cached(sql)?;
        for ((province, away), (rows, fresh)) in counts.0 {
            statement.execute(params![province, away, rows, fresh])?;
        }
        Ok(())
    }

    fn put_lead(&mut self, prepared: PreparedLead, counts: &mut Counts) -> Result<(), StoreError> {
        let PreparedLead { lead, place, indexed, new } = prepared;
        let (mut id, mut tried) = (place, 0);
        let old = if new { None } else { self.old_lead(&lead.subject)? };
        if let Some(old) = old {
            counts.add(&old.province, old.away, old.fresh, -1);
            // Where it stood before is as good a place among leads of the same minute.
            let stays = old.id >> TIE_BITS == place >> TIE_BITS;
            if stays && old.text == indexed.text && old.province == lead.province {
                counts.add(&lead.province, lead.away, lead.fresh, 1);
                let sql = "UPDATE lead_row SET fresh = ?2, published = ?3, data = ?4, score = ?5, stop = ?6, back = ?7
                           WHERE id = ?1";
                let values = params![
                    old.id,
                    lead.fresh,
                    lead.published,
                    lead.data,
                    lead.place.score,
                    lead.place.stop(),
                    lead.place.back
                ];
                self.transaction.prepare_cached(sql)?.execute(values)?;
                return Ok(());
            }
            self.transaction
                .prepare_cached("DELETE FROM lead_row WHERE id = ?1")?
                .execute([old.id])?;
            self.unindex_lead(old.id)?;
        }
        let sql = "INSERT INTO lead_row (id, subject, fresh, away, published, province, data, score, stop, back)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT (id) DO NOTHING";
        loop {
            let values = params![
                id,
                lead.subject,
                lead.fresh,
                lead.away,
                lead.published,
                lead.province,
                lead.data,
                lead.place.score,
                lead.place.stop(),
                lead.place.back
            ];
            if self.transaction.prepare_cached(sql)?.execute(values)? == 1 {
                break;
            }
            // Another lead of the same minute stands there.
            id = next_place(id, tried);
            tried += 1;
        }
        counts.add(&lead.province, lead.away, lead.fresh, 1);
        self.index_lead(id, &indexed)
    }

    /// Takes away everything derived of a lead whose only notice was taken back.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn drop_lead(&mut self, subject: &str) -> Result<(), StoreError> {
        if let Some(old) = self.old_lead(subject)? {
            let mut counts = Counts::default();
            counts.add(&old.province, old.away, old.fresh, -1);
            let sql = "DELETE FROM lead_row WHERE id = ?1";
            self.transaction.prepare_cached(sql)?.execute([old.id])?;
            self.unindex_lead(old.id)?;
            self.put_counts(counts)?;
        }
        self.put_links(subject, &[])?;
        self.put_matches(subject, &[])
    }

    fn old_lead(&self, subject: &str) -> Result<Option<OldLead>, StoreError> {
        let sql = "SELECT r.id, r.fresh, r.away, r.province, t.text FROM lead_row r JOIN lead_text t ON t.id = r.id
                   WHERE r.subject = ?1";
        let old = |row: &rusqlite::Row<'_>| {
            Ok(OldLead {
                id: row.get(0)?,
                fresh: row.get(1)?,
                away: row.get(2)?,
                province: row.get(3)?,
                text: row.get(4)?,
            })
        };
        Ok(self.transaction.prepare_cached(sql)?.query_row([subject], old).optional()?)
    }

    /// How many leads there are, and how many of them were put away.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn count_leads(&self, query: &LeadQuery) -> Result<(usize, usize), StoreError> {
        let sql = "SELECT coalesce(sum(rows), 0), coalesce(sum(rows) FILTER (WHERE away = 1), 0) FROM lead_count
                   WHERE ?1 IS NULL OR province = ?1";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let counts =
            statement.query_row([&query.province], |row| Ok((count(row, 0)?, count(row, 1)?)))?;
        Ok(counts)
    }

    /// A window of the leads, as (subject, JSON row): those put away last, newest first. Any window costs about the same:
    /// its place is found in a narrow index, from the nearer end.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn leads(
        &self,
        query: &LeadQuery,
        offset: usize,
        limit: usize,
    ) -> Result<Vec<(String, String)>, StoreError> {
        let (total, away) = self.count_leads(query)?;
        let first = total - away;
        let end = offset.saturating_add(limit).min(total);
        let mut ids = Vec::new();
        if offset < first {
            ids.extend(self.lead_ids(query, false, first, offset..end.min(first))?);
        }
        if end > first {
            ids.extend(self.lead_ids(query, true, away, offset.max(first) - first..end - first)?);
        }
        self.lead_rows(&ids)
    }

    fn lead_ids(
        &self,
        query: &LeadQuery,
        away: bool,
        total: usize,
        window: std::ops::Range<usize>,
    ) -> Result<Vec<i64>, StoreError> {
        let from_end = total - window.end;
        let backward = from_end < window.start;
        let (order, skip) = if backward { ("ASC", from_end) } else { ("DESC", window.start) };
        let condition = match &query.province {
            Some(_) => "INDEXED BY lead_province WHERE province = ?1 AND away = ?2",
            None => "INDEXED BY lead_list WHERE ?1 IS NULL AND away = ?2",
        };
        let sql =
            format!("SELECT id FROM lead_row {condition} ORDER BY id {order} LIMIT ?3 OFFSET ?4");
        let mut statement = self.transaction.prepare_cached(&sql)?;
        let size = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let values = params![query.province, away, size(window.len()), size(skip)];
        let rows = statement.query_map(values, |row| row.get(0))?;
        let mut ids: Vec<i64> = rows.collect::<Result<_, _>>()?;
        if backward {
            ids.reverse();
        }
        Ok(ids)
    }

    /// Rows by their places, as (subject, JSON row).
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn lead_rows(&self, ids: &[i64]) -> Result<Vec<(String, String)>, StoreError> {
        let sql = "SELECT subject, data FROM lead_row WHERE id = ?1";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let mut rows = Vec::with_capacity(ids.len());
        for id in ids {
            rows.extend(
                statement.query_row([id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?,
            );
        }
        Ok(rows)
    }

    /// The leads whose notice stands at an address, by subject.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn leads_at(&self, url: &str) -> Result<Vec<String>, StoreError> {
        let sql =
            "SELECT subject FROM lead_row WHERE json_extract(data, '$.url') = ?1 ORDER BY subject";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let rows = statement.query_map([url], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Leads of which several values of a field stand beside each other, by subject.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn leads_kept_both(&self) -> Result<Vec<String>, StoreError> {
        // The row names it only where there is something; a text that has the same marks in it has them escaped.
        let sql =
            "SELECT subject FROM lead_row WHERE instr(data, '\"kept_both\":') > 0 ORDER BY subject";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Leads of a province that were not put away, by the city of the works where it is known.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn leads_by_city(&self, province: &str) -> Result<Vec<(String, usize)>, StoreError> {
        let sql = "SELECT json_extract(data, '$.city') AS city, count(*) FROM lead_row
                   WHERE province = ?1 AND away = 0 AND city IS NOT NULL GROUP BY city";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let rows = statement.query_map([province], |row| {
            Ok((row.get(0)?, usize::try_from(row.get::<_, i64>(1)?).unwrap_or(0)))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Subjects of leads that another desk passed on and nobody here has judged.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn leads_asked(&self, limit: usize) -> Result<Vec<String>, StoreError> {
        let sql =
            "SELECT subject FROM lead_row WHERE fresh = 1 AND instr(data, '\"asked\":true') > 0
                   ORDER BY published LIMIT ?1";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows = statement.query_map([limit], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Subjects of the leads whose works are in a province.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn leads_in(&self, province: &str) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT subject FROM lead_row WHERE province = ?1 ORDER BY subject";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let rows = statement.query_map([province], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The rows of a province's leads that nobody put away.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn rows_in(&self, province: &str) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT data FROM lead_row WHERE province = ?1 AND away = 0 ORDER BY subject";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let rows = statement.query_map([province], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The row of one lead.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn lead_row(&self, subject: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT data FROM lead_row WHERE subject = ?1";
        Ok(self
            .transaction
            .prepare_cached(sql)?
            .query_row([subject], |row| row.get(0))
            .optional()?)
    }

    /// How many leads wait for a verdict.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn count_unscreened(&self) -> Result<usize, StoreError> {
        let sql = "SELECT coalesce(sum(fresh), 0) FROM lead_count";
        let mut statement = self.transaction.prepare_cached(sql)?;
        Ok(statement.query_row([], |row| count(row, 0))?)
    }

    /// Leads per province that were not put away.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn leads_by_province(&self) -> Result<Vec<(String, usize)>, StoreError> {
        let sql =
            "SELECT province, rows FROM lead_count WHERE away = 0 AND province <> '' AND rows > 0";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| {
            Ok((row.get(0)?, usize::try_from(row.get::<_, i64>(1)?).unwrap_or(0)))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// A lead's row as it was.
struct OldLead {
    id: i64,
    fresh: bool,
    away: bool,
    province: Option<String>,
    text: String,
}

/// Changes of the counts by province and by put away: rows, and rows without a verdict.
#[derive(Default)]
struct Counts(BTreeMap<(String, bool), (i64, i64)>);

impl Counts {
    fn add(&mut self, province: &Option<String>, away: bool, fresh: bool, by: i64) {
        let counted = self.0.entry((province.clone().unwrap_or_default(), away)).or_default();
        counted.0 += by;
        counted.1 += if fresh { by } else { 0 };
    }
}

fn count(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<usize> {
    Ok(usize::try_from(row.get::<_, i64>(column)?).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::store::Store;

    fn lead(n: usize, published: &str, away: bool) -> PreparedLead {
        PreparedLead::new(LeadProjection {
            place: Default::default(),
            subject: format!("lead:{:08x}", n.wrapping_mul(0x9E37_79B9) & 0xFFFF_FFFF),
            fresh: n.is_multiple_of(3),
            away,
            published: published.to_owned(),
            province: n.is_multiple_of(2).then(|| "320000".to_owned()),
            data: format!("{n}"),
            values: vec![(Field::Title, format!("标题{n}"))],
        })
    }

    #[test]
    fn any_window_of_the_list_is_the_same_as_a_piece_of_the_whole() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open(&folder.path().join("daqu.db")).unwrap();
        store
            .write::<_, StoreError>(|tx| {
                let published = |n: usize| format!("2026-11-{:02}T0{}:00:00Z", 1 + n % 28, n % 7);
                let rows = (0..90).map(|n| lead(n, &published(n), n % 5 == 0));
                tx.put_leads(rows.chain((90..99).map(|n| lead(n, "", false))).collect())?;
                // Some change their place, and some do not.
                tx.put_leads((10..30).map(|n| lead(n, &published(n + 3), n % 4 == 0)).collect())
            })
            .unwrap();
        store
            .read::<_, StoreError>(|tx| {
                for province in [None, Some("320000".to_owned())] {
                    let query = LeadQuery { province };
                    let (total, away) = tx.count_leads(&query)?;
                    let whole = tx.leads(&query, 0, usize::MAX)?;
                    assert_eq!(whole.len(), total);
                    assert!(away > 0 && total > away);
                    for (offset, limit) in [(0, 7), (3, 50), (40, 20), (total - 5, 60), (total, 4)]
                    {
                        let window = tx.leads(&query, offset, limit)?;
                        let end = (offset + limit).min(total);
                        assert_eq!(window, whole[offset..end], "{offset} {limit}");
                    }
                }
                let fresh = (0..99).filter(|n| n % 3 == 0).count();
                assert_eq!(tx.count_unscreened()?, fresh);
                Ok(())
            })
            .unwrap();
    }

    #[test]
    fn more_leads_than_a_minute_has_places_find_one() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open(&folder.path().join("daqu.db")).unwrap();
        let same = |n: usize| LeadProjection {
            subject: format!("lead:00000000-{n}"),
            ..lead(0, "2026-11-23T00:00:00Z", false).lead
        };
        let rows = (0..200).map(|n| PreparedLead::new(same(n))).collect();
        store.write::<_, StoreError>(|tx| tx.put_leads(rows)).unwrap();
        let total = store.read::<_, StoreError>(|tx| tx.count_leads(&LeadQuery::default()));
        assert_eq!(total.unwrap().0, 200);
    }
}
