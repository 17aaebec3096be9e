//! Derived rows of all but leads: what the lists are ordered and filtered by. Clearing and comparing is here for every derived
//! table, rows of leads ([`leads`](super::leads)) included; rebuilding them from the events gives the same.

use rusqlite::{OptionalExtension, params};

use super::{StoreError, Writing};

/// A case's derived row.
#[derive(Debug, Clone)]
pub struct CaseProjection {
    /// Subject.
    pub subject: String,
    /// Not in a terminal state, as recorded.
    pub open: bool,
    /// RFC 3339; sorts after every instant when there is none.
    pub last_moment: Option<String>,
    /// GB/T 2260 code.
    pub province: Option<String>,
    /// The tender.
    pub lead: String,
    /// What it adds to the statistics once only an act changes it, as JSON; empty before.
    pub lasting: String,
}

/// A claim's derived row.
#[derive(Debug, Clone)]
pub struct ClaimProjection {
    /// Subject.
    pub subject: String,
    /// The tender.
    pub lead: String,
    /// Unit code.
    pub unit: String,
    /// Live as recorded, whatever the clock says.
    pub live: bool,
    /// How long it counts against others: empty when no longer, [`NEVER`] without end, else RFC 3339.
    pub lives: String,
    /// The first end of a protection, RFC 3339.
    pub ends: Option<String>,
    /// When it was recorded, RFC 3339.
    pub recorded: String,
}

/// Sorts after every instant.
pub const NEVER: &str = "~";

/// When a number was given that no event bears yet: after every other.
pub const NOT_YET: &str = "~";

/// No series comes to more numbers than this.
const MOST: i64 = 999_999;

impl Writing<'_> {
    /// Drops every derived row but the outbox and drafts.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn clear_projections(&mut self) -> Result<(), StoreError> {
        let tables = [
            "number",
            "lead_row",
            "lead_link",
            "lead_count",
            "lead_text",
            "lot_row",
            "claim_row",
            "case_row",
            "meeting_row",
            "organisation_row",
            "relief_row",
            "ruling",
        ];
        for table in tables {
            self.transaction.execute(&format!("DELETE FROM {table}"), [])?;
        }
        let sql = "INSERT INTO lead_search (lead_search) VALUES ('delete-all')";
        self.transaction.execute(sql, [])?;
        Ok(())
    }

    /// Every derived row as text, for comparing a rebuild with what grew step by step. Row ids are left out: they follow
    /// the order of arrival and mean nothing.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn dump_projections(&self) -> Result<Vec<String>, StoreError> {
        let queries = [
            "SELECT 'number', number, subject, series || n FROM number ORDER BY 2, 3",
            "SELECT 'lead', subject || fresh || away, published, coalesce(province, '') || score || stop || coalesce(back, '') || data FROM lead_row ORDER BY 2",
            "SELECT 'link', subject, other, relation || forward FROM lead_link ORDER BY 2, 3",
            "SELECT 'lot', subject || lot, unit, province || step || month || coalesce(fen, '') FROM lot_row ORDER BY 2, 3",
            "SELECT 'claim', subject || lives, lead || recorded, unit || live || coalesce(ends, '') FROM claim_row ORDER BY 2",
            "SELECT 'case', subject || open, last_moment, coalesce(province, '') || lead || lasting FROM case_row ORDER BY 2",
            "SELECT 'relief', subject || open, about, kind || number FROM relief_row ORDER BY 2",
            "SELECT 'meeting', subject, start, '' FROM meeting_row ORDER BY 2",
            "SELECT 'ruling', subject, state, reason FROM ruling ORDER BY 2",
            "SELECT 'organisation', subject, kind, data FROM organisation_row ORDER BY 2",
            "SELECT 'search', r.subject, '', t.text FROM lead_search s JOIN lead_row r ON r.id = s.rowid
             JOIN lead_text t ON t.id = s.rowid ORDER BY 2",
            "SELECT 'count', province || away, rows || '', fresh || '' FROM lead_count WHERE rows > 0 ORDER BY 2",
        ];
        let mut lines = Vec::new();
        for query in queries {
            let mut statement = self.transaction.prepare(query)?;
            let rows = statement.query_map([], |row| {
                let cell = |i: usize| row.get::<_, String>(i);
                Ok([cell(0)?, cell(1)?, cell(2)?, cell(3)?].join("\t"))
            })?;
            lines.extend(rows.collect::<Result<Vec<_>, _>>()?);
        }
        Ok(lines)
    }

    /// Drops the row of a subject whose only fact was taken back.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn drop_rows(&mut self, subject: &str) -> Result<(), StoreError> {
        for table in ["claim_row", "case_row", "meeting_row", "organisation_row", "relief_row"] {
            let sql = format!("DELETE FROM {table} WHERE subject = ?1");
            self.transaction.prepare_cached(&sql)?.execute([subject])?;
        }
        Ok(())
    }

    /// Records which subject a human number names. `given` tells when, and sorts: of two subjects that were given the same
    /// number, as copies of a desk do, the earlier keeps it.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn put_number(
        &mut self,
        number: &str,
        subject: &str,
        given: &str,
    ) -> Result<(), StoreError> {
        let (series, n) = number.rsplit_once('-').unwrap_or((number, "0"));
        // One that nobody counted up to would leave none for those who do.
        let n = n.parse().ok().filter(|n: &i64| (1..=MOST).contains(n)).unwrap_or(0);
        let sql =
            "INSERT INTO number (number, subject, series, n, given) VALUES (?1, ?2, ?3, ?4, ?5)
                   ON CONFLICT (number, subject) DO UPDATE SET given = ?5 WHERE ?5 < given";
        self.transaction
            .prepare_cached(sql)?
            .execute(params![number, subject, series, n, given])?;
        Ok(())
    }

    /// Forgets which numbers a subject was given, but for those that the act in hand gave: they are derived anew.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn drop_numbers(&mut self, subject: &str) -> Result<(), StoreError> {
        let sql = "DELETE FROM number WHERE subject = ?1 AND given <> ?2";
        self.transaction.prepare_cached(sql)?.execute([subject, NOT_YET])?;
        Ok(())
    }

    /// The highest number given in a series (`XT-EC-26-A`).
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn last_number(&self, series: &str) -> Result<u32, StoreError> {
        let sql = "SELECT coalesce(max(n), 0) FROM number WHERE series = ?1";
        let last: i64 =
            self.transaction.prepare_cached(sql)?.query_row([series], |row| row.get(0))?;
        Ok(u32::try_from(last).unwrap_or(u32::MAX))
    }

    /// The subject a number names.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn numbered(&self, number: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT subject FROM number WHERE number = ?1 ORDER BY given, subject LIMIT 1";
        Ok(self
            .transaction
            .prepare_cached(sql)?
            .query_row([number], |row| row.get(0))
            .optional()?)
    }

    /// The earliest number with a prefix that a subject was given; letters about it have numbers of their own.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn number_of(&self, subject: &str, prefix: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT number FROM number WHERE subject = ?1 AND number LIKE ?2 || '-%'
                   ORDER BY given, number LIMIT 1";
        Ok(self
            .transaction
            .prepare_cached(sql)?
            .query_row([subject, prefix], |row| row.get(0))
            .optional()?)
    }

    /// Writes a claim's row.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn put_claim(&mut self, claim: &ClaimProjection) -> Result<(), StoreError> {
        let sql = "INSERT INTO claim_row (subject, lead, unit, live, lives, ends, recorded)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (subject)
                   DO UPDATE SET lead = ?2, unit = ?3, live = ?4, lives = ?5, ends = ?6, recorded = ?7";
        let ClaimProjection { subject, lead, unit, live, lives, ends, recorded } = claim;
        let values = params![subject, lead, unit, live, lives, ends, recorded];
        self.transaction.prepare_cached(sql)?.execute(values)?;
        Ok(())
    }

    /// How many claims on a lead count against others at an instant.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn count_live_claims(&self, lead: &str, now: &str) -> Result<usize, StoreError> {
        let sql = "SELECT count(*) FROM claim_row WHERE lead = ?1 AND lives > ?2";
        let count: i64 =
            self.transaction.prepare_cached(sql)?.query_row([lead, now], |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or(0))
    }

    /// Claims with a protection that ends by an instant, the nearest end first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn claims_ending(&self, by: &str) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT subject FROM claim_row WHERE ends IS NOT NULL AND ends <= ?1 ORDER BY ends, subject";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let rows = statement.query_map([by], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Claims numbered in a series (`BB-EC-26-A`), with their place in it and when they were recorded.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn claims_in_series(&self, series: &str) -> Result<Vec<(String, u32, String)>, StoreError> {
        let sql = "SELECT c.subject, n.n, c.recorded FROM number n JOIN claim_row c ON c.subject = n.subject
                   WHERE n.series = ?1 ORDER BY n.n";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let rows =
            statement.query_map([series], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Claims on a lead, and whether each is live as recorded.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn claims_on(&self, lead: &str) -> Result<Vec<(String, bool)>, StoreError> {
        let sql = "SELECT subject, live FROM claim_row WHERE lead = ?1 ORDER BY subject";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let rows = statement.query_map([lead], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Every claim, oldest identity first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn claims(&self) -> Result<Vec<String>, StoreError> {
        let mut statement =
            self.transaction.prepare_cached("SELECT subject FROM claim_row ORDER BY subject")?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Writes a case's row.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn put_case(&mut self, case: &CaseProjection) -> Result<(), StoreError> {
        let sql = "INSERT INTO case_row (subject, open, last_moment, province, lead, lasting) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                   ON CONFLICT (subject) DO UPDATE SET open = ?2, last_moment = ?3, province = ?4, lead = ?5, lasting = ?6";
        let last_moment = case.last_moment.as_deref().unwrap_or(NEVER);
        let CaseProjection { subject, open, province, lead, lasting, .. } = case;
        let values = params![subject, open, last_moment, province, lead, lasting];
        self.transaction.prepare_cached(sql)?.execute(values)?;
        Ok(())
    }

    /// Cases, most pressing first; only open ones unless `all`.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn cases(&self, province: Option<&str>, all: bool) -> Result<Vec<String>, StoreError> {
        let sql =
            "SELECT subject FROM case_row WHERE (open = 1 OR ?2) AND (?1 IS NULL OR province = ?1)
                   ORDER BY open DESC, last_moment, subject";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let rows = statement.query_map(params![province, all], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Every case, open or over, whose works are in a province, or whose province is not known.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn cases_in(&self, province: &str) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT subject FROM case_row WHERE province = ?1 OR province IS NULL
                   ORDER BY subject";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let rows = statement.query_map([province], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Every case with what it adds to the statistics, where that is kept.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn cases_told(&self) -> Result<Vec<(String, String)>, StoreError> {
        let sql = "SELECT subject, lasting FROM case_row ORDER BY subject";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Cases about a lead, and whether each is open.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn cases_on(&self, lead: &str) -> Result<Vec<(String, bool)>, StoreError> {
        let sql = "SELECT subject, open FROM case_row WHERE lead = ?1 ORDER BY subject";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let rows = statement.query_map([lead], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Writes a meeting's row.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn put_meeting(&mut self, subject: &str, start: &str) -> Result<(), StoreError> {
        let sql = "INSERT INTO meeting_row (subject, start) VALUES (?1, ?2) ON CONFLICT (subject) DO UPDATE SET start = ?2";
        self.transaction.prepare_cached(sql)?.execute([subject, start])?;
        Ok(())
    }

    /// Meetings from `now` on, soonest first, then at most `past` of those before, newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn meetings(&self, now: &str, past: u32) -> Result<Vec<String>, StoreError> {
        let coming = "SELECT subject FROM meeting_row WHERE start >= ?1 ORDER BY start, subject";
        let mut statement = self.transaction.prepare_cached(coming)?;
        let mut found: Vec<String> =
            statement.query_map([now], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let gone = "SELECT subject FROM meeting_row WHERE start < ?1 ORDER BY start DESC, subject LIMIT ?2";
        let mut statement = self.transaction.prepare_cached(gone)?;
        let rows = statement.query_map(params![now, past], |row| row.get::<_, String>(0))?;
        found.extend(rows.collect::<Result<Vec<_>, _>>()?);
        Ok(found)
    }

    /// Writes the facts about one thing of the organisation, as JSON.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn put_organisation(
        &mut self,
        subject: &str,
        kind: &str,
        data: &str,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO organisation_row (subject, kind, data) VALUES (?1, ?2, ?3)
                   ON CONFLICT (subject) DO UPDATE SET kind = ?2, data = ?3";
        self.transaction.prepare_cached(sql)?.execute([subject, kind, data])?;
        Ok(())
    }

    /// What is kept of one kind of thing of the organisation.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn organisation_of(&self, kind: &str) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT data FROM organisation_row WHERE kind = ?1 ORDER BY subject";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let rows = statement.query_map([kind], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Facts of the organisation, thing by thing, as JSON.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn organisation(&self) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT data FROM organisation_row ORDER BY subject";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
