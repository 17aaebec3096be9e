//! 归口: to whom a lead belongs and who must be told of it (arts. 18, 25, 27, 29; gaps G1, G13, G14).
//!
//! One question, answered from the tender's facts, the desk's own region and the role of the person who reports: the region of the
//! works handles it, the key account manager of its customer is consulted, the department of the reporter's role is told, and
//! headquarters' market department gets a copy of everything. The departments are a table ([`Table`]) that headquarters may
//! replace; what is not known leads nowhere.

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::customer::Customer;
use super::organisation::Seat;
use super::territory::RegionCode;

/// To whom something goes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "to", rename_all = "snake_case")]
pub enum Recipient {
    /// A region's manager; another region's by way of headquarters.
    Region {
        /// Which.
        region: RegionCode,
    },
    /// Headquarters itself.
    Headquarters,
    /// The key account manager of a customer (art. 25).
    KeyAccount {
        /// Customer code.
        customer: String,
    },
    /// A department of the table.
    Department {
        /// Its id.
        department: String,
    },
}

/// What the recipient has to do with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Handles it.
    Handles,
    /// Must be consulted.
    Consulted,
    /// Is told.
    Told,
}

/// One way of the answer, with the rules behind it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Route {
    /// To whom.
    #[serde(flatten)]
    pub recipient: Recipient,
    /// To do what.
    pub part: Part,
    /// Rule ids; the article first, then the gap whose default is used.
    pub rules: Vec<&'static str>,
}

/// What the answer depends on.
#[derive(Debug, Clone, Copy)]
pub struct Facts {
    /// Who coordinates the place of the works, where known, and whether that is an assumed default.
    pub works: Option<(Seat, bool)>,
    /// The customer, where known.
    pub customer: Option<&'static Customer>,
    /// Whether headquarters recorded a key account post for it beyond those of art. 25.
    pub post_recorded: bool,
    /// The region of the desk; `None` at headquarters.
    pub own: Option<RegionCode>,
}

/// A department that is told.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Department {
    /// Id.
    pub id: String,
    /// Chinese name.
    pub zh: String,
    /// English name.
    pub en: String,
    /// The department that takes its part, for one that art. 10 does not know (gap G13).
    #[serde(default)]
    pub stands_for: Option<String>,
}

/// A role of marketing staff and its department.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// Id.
    pub id: String,
    /// Chinese name.
    pub zh: String,
    /// English name.
    pub en: String,
    /// Id of its department.
    pub department: String,
}

/// The routing table of art. 29.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    copies_to: String,
    department: Vec<Department>,
    role: Vec<Role>,
}

/// The text is no routing table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// Not the TOML that is expected; the parser's own words.
    #[error("the routing table cannot be read: {0}")]
    Text(String),
    /// A department that the table does not list.
    #[error("the routing table names no department '{0}'")]
    NoDepartment(String),
}

impl Table {
    /// The table that comes with the program.
    pub fn bundled() -> &'static Table {
        static TABLE: OnceLock<Table> = OnceLock::new();
        TABLE.get_or_init(|| {
            Table::parse(include_str!("../../assets/rules/routing.toml")).unwrap_or_default()
        })
    }

    /// Reads a table.
    ///
    /// # Errors
    /// [`TableError`], for a text of another shape or a department that is not there.
    pub fn parse(text: &str) -> Result<Table, TableError> {
        let table: Table =
            toml::from_str(text).map_err(|error| TableError::Text(error.to_string()))?;
        let stands_for = table.department.iter().filter_map(|row| row.stands_for.as_ref());
        let named = table.role.iter().map(|role| &role.department);
        for id in named.chain(stands_for).chain([&table.copies_to]) {
            if table.department(id).is_none() {
                return Err(TableError::NoDepartment(id.clone()));
            }
        }
        Ok(table)
    }

    /// The department of an id.
    pub fn department(&self, id: &str) -> Option<&Department> {
        self.department.iter().find(|row| row.id == id)
    }

    /// The roles.
    pub fn roles(&self) -> &[Role] {
        &self.role
    }

    /// Where a lead goes that a person of `role` reports, those who handle it first.
    pub fn route(&self, facts: &Facts, role: &str) -> Vec<Route> {
        let mut routes = Vec::new();
        let mut add = |recipient, part, rules: &[&'static str]| {
            routes.push(Route { recipient, part, rules: rules.to_vec() });
        };
        if let Some((seat, assumed)) = facts.works {
            // By a resolution it is no default any more.
            let rules = |article: &'static str, gap: &'static str| {
                if assumed { vec![article, gap] } else { vec![article] }
            };
            match seat {
                Seat::Region(region) if Some(region) == facts.own => {
                    add(Recipient::Region { region }, Part::Handles, &rules("SCXT-18", "G1"));
                }
                // One desk never settles another's matters: headquarters passes it on.
                Seat::Region(region) => {
                    add(Recipient::Region { region }, Part::Handles, &["SCXT-18", "G14"]);
                }
                Seat::Headquarters => {
                    add(Recipient::Headquarters, Part::Handles, &rules("SCXT-6", "G1"));
                }
            }
        }
        if let Some(customer) = facts.customer.filter(|_| facts.has_key_account()) {
            let customer = customer.today().code.clone();
            add(Recipient::KeyAccount { customer }, Part::Consulted, &["SCXT-25"]);
        }
        let told = self.role.iter().find(|row| row.id == role).map(|row| row.department.as_str());
        if let Some(department) = told.and_then(|id| self.department(id))
            && department.id != self.copies_to
        {
            let rules: &[&str] =
                if department.stands_for.is_some() { &["SCXT-29", "G13"] } else { &["SCXT-29"] };
            let recipient = Recipient::Department { department: department.id.clone() };
            add(recipient, Part::Told, rules);
        }
        let copies = Recipient::Department { department: self.copies_to.clone() };
        add(copies, Part::Told, &["SCXT-27", "G25"]);
        routes
    }
}

impl Facts {
    /// Whether the customer has a key account manager to be consulted: a post of art. 25, or one recorded since.
    pub fn has_key_account(&self) -> bool {
        self.post_recorded || self.customer.is_some_and(|known| known.posts().next().is_some())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::customer::customer;
    use super::super::organisation::Territory;
    use super::super::rulebook::Rulebook;
    use super::*;

    fn works(code: &str) -> Option<(Seat, bool)> {
        let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        Territory::default().on(code, day).map(|assigned| (assigned.seat, assigned.assumed))
    }

    fn facts(province: &'static str, code: &str) -> Facts {
        Facts {
            works: works(province),
            customer: customer(code),
            post_recorded: false,
            own: Some(RegionCode::EC),
        }
    }

    fn said(facts: &Facts, role: &str) -> Vec<(Recipient, Part)> {
        let routes = Table::bundled().route(facts, role);
        for rule in routes.iter().flat_map(|route| &route.rules) {
            assert!(Rulebook::bundled().get(rule).is_some(), "{rule} is no rule");
        }
        routes.into_iter().map(|route| (route.recipient, route.part)).collect()
    }

    fn department(id: &str) -> (Recipient, Part) {
        (Recipient::Department { department: id.into() }, Part::Told)
    }

    #[test]
    fn the_region_of_the_works_handles_it_and_the_key_account_manager_is_heard() {
        let region = |region| (Recipient::Region { region }, Part::Handles);
        let kam = (Recipient::KeyAccount { customer: "CMCC".into() }, Part::Consulted);
        let here = said(&facts("320000", "CMCC"), "regional_manager");
        assert_eq!(here, [region(RegionCode::EC), kam.clone(), department("market")]);
        let there = said(&facts("440000", "CMCC"), "regional_manager");
        assert_eq!(there[0], region(RegionCode::SC));
        let routes = Table::bundled().route(&facts("440000", "CMCC"), "regional_manager");
        assert_eq!(routes[0].rules, ["SCXT-18", "G14"]);
    }

    #[test]
    fn the_role_of_who_reports_decides_the_department_and_market_gets_a_copy_of_all() {
        let tower = facts("810000", "CTOW");
        let hq = (Recipient::Headquarters, Part::Handles);
        assert_eq!(
            said(&tower, "sales"),
            [hq.clone(), department("sales_management"), department("market")]
        );
        assert_eq!(said(&tower, "promotion")[1], department("pr"));
        assert_eq!(said(&tower, "research"), [hq, department("market")]);
        assert_eq!(said(&tower, "nobody").len(), 2, "an unknown role adds nothing");
    }

    #[test]
    fn what_is_unknown_leads_nowhere_and_a_recorded_post_is_heard() {
        let unknown = Facts { works: None, customer: None, post_recorded: false, own: None };
        assert_eq!(said(&unknown, "sales").len(), 2);
        let recorded = Facts { post_recorded: true, ..facts("320000", "CTOW") };
        assert!(said(&recorded, "sales").iter().any(|(_, part)| *part == Part::Consulted));
    }

    #[test]
    fn a_table_that_names_an_unknown_department_is_refused() {
        let text = "copies_to = \"x\"\ndepartment = []\nrole = []";
        assert_eq!(Table::parse(text), Err(TableError::NoDepartment("x".into())));
    }
}
