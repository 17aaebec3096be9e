//! The as-of query: who answers for a place and a class of business on a day, by which resolution; and where several do, or nobody.
//!
//! The nearer fact goes before the wider one: a right in a city before one in its province, one for a class of business before one
//! for all. A unit barred near at hand is barred, whatever it may do further out; and of several 主责 the nearest answers.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::Serialize;

use super::company::Company;
use super::fact::{AreaRecorded, AreaRight, PostKind, Seat};
use super::span::Decided;
use crate::domain::customer;
use crate::domain::lead::class::BusinessClass;
use crate::domain::territory::{RegionCode, province_of, provinces};
use crate::domain::why::Why;

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// GB/T 2260 code.
    pub division: &'a str,
    /// The class of business; all where none is said.
    pub class: Option<BusinessClass>,
    /// Customer code, for its key account managers; of every customer where none is said.
    pub customer: Option<&'a str>,
    /// The day.
    pub day: NaiveDate,
}

/// On what something rests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct By {
    /// Number of the resolution.
    pub resolution: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day, if it has one.
    pub until: Option<NaiveDate>,
}

impl By {
    fn of(fact: &impl Decided) -> By {
        By { resolution: fact.resolution().to_owned(), from: fact.from(), until: fact.until() }
    }
}

/// A unit with a right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Right {
    /// Unit code.
    pub unit: String,
    /// The right.
    pub right: AreaRight,
    /// The division it is given for: the place itself, or its province.
    pub division: String,
    /// The class it is given for; all business where none is said.
    pub class: Option<BusinessClass>,
    /// On what it rests.
    pub by: By,
}

/// A post, filled or vacant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Holder {
    /// Who; nobody while it is vacant.
    pub holder: Option<String>,
    /// On what it rests; nothing where nobody ever recorded it.
    pub by: Option<By>,
}

/// Who stands in for the manager.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Deputy {
    /// The region whose manager stands in, by the ring of gap G12; `None` for a deputy of the region's own.
    pub ring: Option<RegionCode>,
    /// Who that is.
    pub post: Holder,
}

/// A key account post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Account {
    /// Customer code.
    pub customer: String,
    /// Who holds it.
    pub post: Holder,
    /// Whether a case must hear the holder.
    pub consult: bool,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Standing {
    /// The place asked about.
    pub division: String,
    /// Its province.
    pub province: String,
    /// The day asked about.
    pub day: NaiveDate,
    /// The class asked about.
    pub class: Option<BusinessClass>,
    /// Region or headquarters.
    pub seat: Option<Seat>,
    /// That is a default nobody confirmed (假定).
    pub assumed: bool,
    /// On what that rests.
    pub by: Option<By>,
    /// The regional manager; nothing where headquarters coordinates.
    pub manager: Option<Holder>,
    /// Who stands in for him.
    pub deputy: Option<Deputy>,
    /// 主责: one, where all is well.
    pub home: Vec<Right>,
    /// 可进.
    pub allowed: Vec<Right>,
    /// 禁入.
    pub barred: Vec<Right>,
    /// Key account posts.
    pub accounts: Vec<Account>,
    /// Overlaps and holes, in words.
    pub faults: Vec<Why>,
}

impl Company {
    /// Who answers; `None` for a code that no province has.
    pub fn owner(&self, asked: &Question<'_>) -> Option<Standing> {
        let province = &province_of(asked.division)?.code;
        let assignment = self.territory().on(asked.division, asked.day);
        let region = assignment.and_then(|assignment| assignment.seat.region());
        let mut rights = self.effective(asked);
        let mut take = |right: AreaRight| -> Vec<Right> {
            rights.extract_if(.., |one| one.right == right).collect()
        };
        let (home, allowed) = (take(AreaRight::Home), take(AreaRight::Allowed));
        let barred = take(AreaRight::Barred);
        let mut standing = Standing {
            division: asked.division.to_owned(),
            province: province.clone(),
            day: asked.day,
            class: asked.class,
            seat: assignment.map(|assignment| assignment.seat),
            assumed: assignment.is_some_and(|assignment| assignment.assumed),
            by: assignment.and_then(|assignment| assignment.by).map(By::of),
            manager: region.map(|region| self.post(PostKind::Rm, region, asked.day)),
            deputy: region.map(|region| self.stands_in(region, asked.day)),
            home,
            allowed,
            barred,
            accounts: self.accounts(asked),
            faults: Vec::new(),
        };
        standing.faults = self.faults_of(&standing);
        Some(standing)
    }

    fn post(&self, post: PostKind, region: RegionCode, day: NaiveDate) -> Holder {
        let held = self.region_post(post, region, day);
        let holder = held.and_then(|held| held.holder.clone());
        Holder { holder, by: held.map(By::of) }
    }

    fn stands_in(&self, region: RegionCode, day: NaiveDate) -> Deputy {
        let own = self.post(PostKind::Deputy, region, day);
        if own.holder.is_some() {
            return Deputy { ring: None, post: own };
        }
        let next = region.deputy();
        Deputy { ring: Some(next), post: self.post(PostKind::Rm, next, day) }
    }

    fn accounts(&self, asked: &Question<'_>) -> Vec<Account> {
        let wanted = asked.customer.map(|code| self.carries(code, asked.day));
        let about = |code: &str| {
            wanted.as_deref().is_none_or(|wanted| wanted == self.carries(code, asked.day))
        };
        let posts = self.key_accounts(asked.day).filter(|post| about(&post.customer));
        posts
            .map(|post| Account {
                customer: post.customer.clone(),
                post: Holder { holder: post.holder.clone(), by: Some(By::of(post)) },
                consult: post.consult,
            })
            .collect()
    }

    /// The code of the group that carries a customer's business on a day: up its family, and on to whoever took it over.
    fn carries(&self, code: &str, day: NaiveDate) -> String {
        let top = self.family_head(code, day);
        customer::customer(&top).map_or(top, |known| known.today().code.clone())
    }

    /// The rights that hold for what is asked. Asked for all business, rights for one class stand beside the others.
    fn effective(&self, asked: &Question<'_>) -> Vec<Right> {
        let province = province_of(asked.division).map_or("", |province| &province.code);
        let places: BTreeSet<&str> = [asked.division, province].into();
        let concerns = |area: &&AreaRecorded| {
            asked.class.is_none() || area.class.is_none() || area.class == asked.class
        };
        let mut nearest: BTreeMap<(&str, Option<BusinessClass>), &AreaRecorded> = BTreeMap::new();
        for place in places {
            for area in self.rights(place, asked.day).filter(concerns) {
                // Asked for one class, a unit has one right: the nearest.
                let class = if asked.class.is_some() { None } else { area.class };
                let best = nearest.entry((&area.unit, class)).or_insert(area);
                if nearness(area, asked.division) > nearness(best, asked.division) {
                    *best = area;
                }
            }
        }
        let mut rights: Vec<&AreaRecorded> = nearest.into_values().collect();
        let near = |area: &AreaRecorded| nearness(area, asked.division);
        let nearest_home = |class: Option<BusinessClass>| {
            let homes = rights.iter().filter(|area| area.right == AreaRight::Home);
            homes.filter(|a| asked.class.is_some() || a.class == class).map(|a| near(a)).max()
        };
        let further: Vec<bool> = rights
            .iter()
            .map(|area| {
                area.right == AreaRight::Home && Some(near(area)) < nearest_home(area.class)
            })
            .collect();
        let mut keep = further.into_iter();
        rights.retain(|_| !keep.next().unwrap_or(false));
        rights.sort_by(|a, b| (a.right, &a.unit, a.class).cmp(&(b.right, &b.unit, b.class)));
        rights
            .into_iter()
            .map(|area| Right {
                unit: area.unit.clone(),
                right: area.right,
                division: area.division.clone(),
                class: area.class,
                by: By::of(area),
            })
            .collect()
    }

    /// The resolution that bars a unit from a place and class on a day, if one does (art. 17, gap G3).
    pub fn barred_by(&self, unit: &str, asked: &Question<'_>) -> Option<String> {
        let rights = self.effective(asked);
        let bars = rights.into_iter().find(|right| {
            right.right == AreaRight::Barred && right.unit.eq_ignore_ascii_case(unit.trim())
        });
        bars.map(|right| right.by.resolution)
    }

    /// What is wrong with one answer: several 主责 or none, a post that is vacant, a right of a unit that is not at work.
    fn faults_of(&self, standing: &Standing) -> Vec<Why> {
        let mut faults = Vec::new();
        let fault = |key: &str| Why::rule(key, "SCXT-17").with("division", &standing.division);
        let Some(seat) = standing.seat else { return vec![fault("territory-nobody")] };
        for (class, units) in by_class(&standing.home) {
            if units.len() > 1 {
                let key =
                    if class.is_some() { "territory-overlap-class" } else { "territory-overlap" };
                let why = fault(key).with("units", units.join(","));
                faults.push(match class {
                    Some(class) => why.with("class", class.name()),
                    None => why,
                });
            }
        }
        if seat != Seat::Headquarters {
            faults.extend(hole(standing).map(|(key, classes)| match classes {
                Some(classes) => fault(key).with("classes", classes),
                None => fault(key),
            }));
        }
        let rights = standing.home.iter().chain(&standing.allowed);
        for right in rights.filter(|right| !self.is_at_work(&right.unit, standing.day)) {
            faults.push(fault("territory-idle-unit").with("unit", &right.unit));
        }
        if let (Some(region), Some(manager)) = (seat.region(), &standing.manager)
            && manager.holder.is_none()
        {
            let why = Why::rule("territory-no-manager", "SCXT-17");
            faults.push(why.with("region", region.to_string()));
        }
        if let Some(region) = seat.region()
            && self.managers(region, standing.day) > 1
        {
            let why = Why::rule("territory-two-managers", "SCXT-17");
            faults.push(why.with("region", region.to_string()));
        }
        faults
    }

    fn managers(&self, region: RegionCode, day: NaiveDate) -> usize {
        let posts = self.region_posts(PostKind::Rm, region, day);
        posts.filter(|post| post.holder.is_some()).count()
    }

    /// Every overlap and hole on a day: of each province and of each place with facts of its own, for all business and for each
    /// class that a fact there names. Each is told once.
    pub fn faults(&self, day: NaiveDate) -> Vec<Why> {
        let provinces: BTreeSet<&str> = provinces().iter().map(|one| one.code.as_str()).collect();
        let mut faults = self.faults_at(&self.places_in(&provinces), day);
        faults.extend(self.vacant_accounts(day));
        faults
    }

    /// Some provinces, and the places in them with facts of their own.
    pub(super) fn places_in<'a>(&'a self, provinces: &BTreeSet<&'a str>) -> BTreeSet<&'a str> {
        let own = self.divisions_with_rights().chain(self.territory().codes());
        let inside = own.filter(|code| {
            province_of(code).is_some_and(|province| provinces.contains(province.code.as_str()))
        });
        provinces.iter().copied().chain(inside).collect()
    }

    /// Overlaps and holes of places on a day.
    pub(super) fn faults_at(&self, places: &BTreeSet<&str>, day: NaiveDate) -> Vec<Why> {
        let mut faults: Vec<Why> = Vec::new();
        for division in places.iter().copied() {
            let named = self.rights(division, day).filter_map(|area| area.class);
            let classes: BTreeSet<BusinessClass> = named.collect();
            for class in [None].into_iter().chain(classes.into_iter().map(Some)) {
                let asked = Question { division, class, customer: None, day };
                for fault in self.owner(&asked).into_iter().flat_map(|standing| standing.faults) {
                    if !faults.contains(&fault) {
                        faults.push(fault);
                    }
                }
            }
        }
        faults
    }

    pub(super) fn vacant_accounts(&self, day: NaiveDate) -> Vec<Why> {
        let vacant = self.key_accounts(day).filter(|post| post.holder.is_none());
        let why = |code: &str| Why::rule("territory-no-account", "SCXT-25").with("customer", code);
        vacant.map(|post| why(&post.customer)).collect()
    }
}

/// Whether nobody has 主责: for any business, or, asked for all of it, for what no class of a right speaks of; with those classes.
fn hole(standing: &Standing) -> Option<(&'static str, Option<String>)> {
    if standing.home.is_empty() {
        return Some(("territory-hole", None));
    }
    let all = standing.class.is_some() || standing.home.iter().any(|right| right.class.is_none());
    let is_open = |class: &&BusinessClass| standing.home.iter().all(|r| r.class != Some(**class));
    let open: Vec<&str> =
        BusinessClass::ALL.iter().filter(is_open).map(|class| class.name()).collect();
    (!all && !open.is_empty()).then(|| ("territory-hole-class", Some(open.join(","))))
}

/// How near a right is to what is asked: the place before its province, a class before all business.
fn nearness(area: &AreaRecorded, division: &str) -> (bool, bool) {
    (area.division == division, area.class.is_some())
}

fn by_class(home: &[Right]) -> BTreeMap<Option<BusinessClass>, Vec<String>> {
    let mut classes: BTreeMap<Option<BusinessClass>, Vec<String>> = BTreeMap::new();
    for right in home {
        classes.entry(right.class).or_default().push(right.unit.clone());
    }
    classes
}
