//! Human numbers: `<kind>-<region>-<year>-<device>-<n>`, such as `XT-EC-26-A-042`.
//!
//! The device letter keeps desks that count offline from colliding; a new incarnation of the same desk writes `A2`.

use std::fmt;

use super::subject::SubjectKind;

/// The two letters a number begins with, after the Chinese word.
pub fn prefix(kind: SubjectKind) -> &'static str {
    match kind {
        SubjectKind::Lead => "XS",
        SubjectKind::Claim => "BB",
        SubjectKind::Conflict => "XT",
        SubjectKind::Appeal => "SS",
        SubjectKind::Remedy => "JC",
        SubjectKind::Relation => "HB",
        SubjectKind::Meeting => "HY",
        SubjectKind::Unit => "DW",
        SubjectKind::Area => "XQ",
        SubjectKind::KeyAccount => "KH",
        SubjectKind::Resolution => "DJ",
        SubjectKind::Division => "QH",
        SubjectKind::Entity => "FR",
        SubjectKind::Post => "GW",
        SubjectKind::Customer => "KE",
        SubjectKind::Assumption => "JD",
        SubjectKind::Target => "ZB",
        SubjectKind::Trip => "WC",
        SubjectKind::Report => "XX",
        SubjectKind::Violation => "WG",
        SubjectKind::Proposal => "BG",
        SubjectKind::Survey => "ZS",
        SubjectKind::Rulebase => "GZ",
        SubjectKind::Calendar => "RL",
    }
}

/// What a desk's numbers share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Region code (`EC`), or `HQ`.
    pub region: String,
    /// Device letter with its incarnation's number: `A`, `A2`.
    pub device: String,
}

impl Series {
    /// The number `n` of this series in the year `year`.
    pub fn number(&self, kind: SubjectKind, year: i32, n: u32) -> String {
        self.numbered(prefix(kind), year, n)
    }

    /// The number `n` of what bears a prefix of its own, as letters do.
    pub fn numbered(&self, prefix: &'static str, year: i32, n: u32) -> String {
        Number { prefix, series: self, year, n }.to_string()
    }
}

struct Number<'a> {
    prefix: &'static str,
    series: &'a Series,
    year: i32,
    n: u32,
}

impl fmt::Display for Number<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Series { region, device } = self.series;
        let (kind, year) = (self.prefix, self.year.rem_euclid(100));
        write!(f, "{kind}-{region}-{year:02}-{device}-{:03}", self.n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_number_reads_as_in_the_regulation() {
        let series = Series { region: "EC".into(), device: "A2".into() };
        assert_eq!(series.number(SubjectKind::Conflict, 2026, 42), "XT-EC-26-A2-042");
    }
}
