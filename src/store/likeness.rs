//! Which leads belong together: the links people made, the proposals of likeness, and what was not compared yet.

use rusqlite::params;

use super::{StoreError, Writing};

/// A proposal of likeness about two leads.
#[derive(Debug, Clone, PartialEq)]
pub struct MatchRow {
    /// One of the two.
    pub subject: String,
    /// The other.
    pub other: String,
    /// The engine's word: `duplicate`, `round`, `pre_notice_of`, `sibling`.
    pub verdict: String,
    /// Belief that they are one tender, 0 to 1.
    pub score: f64,
    /// The reasons as JSON, told from the side of `subject`.
    pub why: String,
}

impl Writing<'_> {
    /// Replaces the links that a lead's own events name: the other lead, the relation, and whether this one goes before it.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn put_links(
        &mut self,
        subject: &str,
        links: &[(String, &str, bool)],
    ) -> Result<(), StoreError> {
        let sql = "DELETE FROM lead_link WHERE subject = ?1";
        self.transaction.prepare_cached(sql)?.execute([subject])?;
        let sql =
            "INSERT INTO lead_link (subject, other, relation, forward) VALUES (?1, ?2, ?3, ?4)";
        for (other, relation, forward) in links {
            let values = params![subject, other, relation, forward];
            self.transaction.prepare_cached(sql)?.execute(values)?;
        }
        Ok(())
    }

    /// The links that touch a lead, each as (goes before, goes on, relation).
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn links_of(&self, subject: &str) -> Result<Vec<(String, String, String)>, StoreError> {
        let sql =
            "SELECT iif(forward, subject, other), iif(forward, other, subject), relation FROM (
                       SELECT * FROM lead_link WHERE subject = ?1
                       UNION ALL SELECT * FROM lead_link WHERE other = ?1
                   ) ORDER BY 1, 2";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let rows =
            statement.query_map([subject], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Remembers that a lead's words are new.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn put_unmatched(&mut self, subject: &str) -> Result<(), StoreError> {
        let sql = "INSERT INTO lead_unmatched (subject) VALUES (?1) ON CONFLICT DO NOTHING";
        self.transaction.prepare_cached(sql)?.execute([subject])?;
        Ok(())
    }

    /// Leads that were not compared yet, at most so many.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn unmatched(&self, limit: usize) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT subject FROM lead_unmatched ORDER BY subject LIMIT ?1";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows = statement.query_map([limit], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How many leads were not compared yet.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn count_unmatched(&self) -> Result<usize, StoreError> {
        let sql = "SELECT count(*) FROM lead_unmatched";
        let count: i64 = self.transaction.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or(0))
    }

    /// The provinces that leads are in, the empty one for those of none.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn lead_provinces(&self) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT DISTINCT province FROM lead_count WHERE rows > 0 ORDER BY province";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Identity and row of every lead of a province (the empty one: of none), in no order that means anything.
    ///
    /// # Errors
    /// When the store cannot be read, or `each` fails.
    pub fn each_lead_in(
        &self,
        province: &str,
        mut each: impl FnMut(&str, &str) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let sql = "SELECT subject, data FROM lead_row WHERE province IS nullif(?1, '')";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let mut rows = statement.query([province])?;
        while let Some(row) = rows.next()? {
            let (subject, data) = (row.get_ref(0)?.as_str(), row.get_ref(1)?.as_str());
            match (subject, data) {
                (Ok(subject), Ok(data)) => each(subject, data)?,
                _ => return Err(StoreError::Damaged("a lead's row is no text".to_owned())),
            }
        }
        Ok(())
    }

    /// Replaces the proposals about a lead, and notes that it was compared.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn put_matches(&mut self, subject: &str, matches: &[MatchRow]) -> Result<(), StoreError> {
        for sql in [
            "DELETE FROM lead_match WHERE subject = ?1",
            "DELETE FROM lead_match WHERE other = ?1",
            "DELETE FROM lead_unmatched WHERE subject = ?1",
        ] {
            self.transaction.prepare_cached(sql)?.execute([subject])?;
        }
        let sql = "INSERT INTO lead_match (subject, other, verdict, score, why) VALUES (?1, ?2, ?3, ?4, ?5)
                   ON CONFLICT DO NOTHING";
        let mut statement = self.transaction.prepare_cached(sql)?;
        for found in matches {
            statement.execute(params![
                found.subject,
                found.other,
                found.verdict,
                found.score,
                found.why
            ])?;
        }
        Ok(())
    }

    /// How many pairs likeness holds for one tender and nobody has decided.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn count_open_matches(&self) -> Result<usize, StoreError> {
        let sql = "SELECT count(*) FROM lead_match m WHERE m.verdict <> 'sibling' AND NOT EXISTS
                   (SELECT 1 FROM lead_link WHERE subject = m.subject AND other = m.other)";
        let count: i64 = self.transaction.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or(0))
    }

    /// Proposals about a lead that nobody has decided, the likeliest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn open_matches(&self, subject: &str, limit: usize) -> Result<Vec<MatchRow>, StoreError> {
        let sql = format!("{OPEN} ORDER BY 4 DESC, 1, 2 LIMIT ?2");
        let mut statement = self.transaction.prepare_cached(&sql)?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows = statement.query_map(params![subject, limit], match_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// What likeness proposes about ?1 and no person's word covers.
const OPEN: &str = "SELECT m.subject, m.other, m.verdict, m.score, m.why FROM (
        SELECT * FROM lead_match WHERE subject = ?1 UNION ALL SELECT * FROM lead_match WHERE other = ?1
    ) m
    WHERE NOT EXISTS (SELECT 1 FROM lead_link WHERE subject = m.subject AND other = m.other)";

fn match_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<MatchRow> {
    Ok(MatchRow {
        subject: row.get(0)?,
        other: row.get(1)?,
        verdict: row.get(2)?,
        score: row.get(3)?,
        why: row.get(4)?,
    })
}
