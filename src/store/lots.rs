//! Derived rows of lots in which units stand: what pipeline and wins are counted from.

use rusqlite::params;

use super::{StoreError, Writing};

/// How far a unit is with a lot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LotRow {
    /// The lot.
    pub lot: String,
    /// Unit code.
    pub unit: String,
    /// GB/T 2260 code of the works; empty where it is unknown.
    pub province: String,
    /// The step's word.
    pub step: String,
    /// The month of the step: `2026-11`.
    pub month: String,
    /// What the lot is worth, in fen, where that is known.
    pub fen: Option<i64>,
}

/// A sum, and over how many lots of unknown value it says nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Sum {
    /// The sum of what is known, in fen.
    pub fen: i64,
    /// Lots.
    pub lots: usize,
    /// Of these, those whose value is unknown.
    pub unknown: usize,
}

impl Writing<'_> {
    /// Writes the lots of a lead in the place of those it had.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn put_lots(&mut self, subject: &str, rows: &[LotRow]) -> Result<(), StoreError> {
        let sql = "DELETE FROM lot_row WHERE subject = ?1";
        self.transaction.prepare_cached(sql)?.execute([subject])?;
        let sql = "INSERT INTO lot_row (subject, lot, unit, province, step, month, fen)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        for row in rows {
            let LotRow { lot, unit, province, step, month, fen } = row;
            let values = params![subject, lot, unit, province, step, month, fen];
            self.transaction.prepare_cached(sql)?.execute(values)?;
        }
        Ok(())
    }

    /// Subjects of the leads in whose lots units stand.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn leads_with_lots(&self) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT DISTINCT subject FROM lot_row ORDER BY subject";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What was won in each province since a month.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn won_by_province(&self, since: &str) -> Result<Vec<(String, Sum)>, StoreError> {
        let sql = "SELECT province, coalesce(sum(fen), 0), count(*), sum(fen IS NULL) FROM lot_row
                   WHERE step = 'won' AND month >= ?1 GROUP BY province";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let rows = statement.query_map([since], |row| Ok((row.get(0)?, sum(row, 1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What stands at each step, by unit and month.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn lots_by_unit(&self) -> Result<Vec<(String, String, String, Sum)>, StoreError> {
        let sql = "SELECT unit, step, month, coalesce(sum(fen), 0), count(*), sum(fen IS NULL)
                   FROM lot_row GROUP BY unit, step, month ORDER BY unit, month, step";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let rows = statement
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, sum(row, 3)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

fn sum(row: &rusqlite::Row<'_>, from: usize) -> rusqlite::Result<Sum> {
    let count = |at: usize| -> rusqlite::Result<usize> {
        Ok(usize::try_from(row.get::<_, i64>(at)?).unwrap_or(0))
    };
    Ok(Sum { fen: row.get(from)?, lots: count(from + 1)?, unknown: count(from + 2)? })
}
