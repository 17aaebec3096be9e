//! What the desk answers: plain rows for lists, and details for one subject. Countdowns are the screen's; what the clock adds
//! to a lead's row (points for time left, a deferral that is over) is as of the question.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::case::timing::{Rank, Record, StepTime};
use crate::domain::case::{Case, State};
use crate::domain::claim::{Claim, ClaimState, TimeGrade};
use crate::domain::fairness::precedent::Precedent;
use crate::domain::hard_stop::HardStop;
use crate::domain::lead::class::BusinessClass;
use crate::domain::lead::gap::Gap;
use crate::domain::lead::link::Relation;
use crate::domain::lead::score::{Reason, WatchWord};
use crate::domain::lead::{FieldState, Lead, LotLife, Screened, Stage, Verdict};
use crate::domain::meeting::{MeetingKind, NoticeState};
use crate::domain::organisation::Standards;
use crate::domain::organisation::owner::Standing;
use crate::domain::procedure::Argument;
use crate::domain::routing::{Recipient, Route};
use crate::domain::rulebook::Rule;
use crate::domain::sla::Track;
use crate::domain::subject::Subject;
use crate::domain::territory::RegionCode;
use crate::domain::unit::{UnitKind, UnitState};
use crate::domain::why::Why;
use crate::matching;
pub use crate::store::lots::Sum;
pub use crate::store::search::Field;

/// How far an item has travelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// ○ 本机: only here.
    Local,
    /// ◐ 已导出: in a bundle, not yet acknowledged.
    Exported,
    /// ● 总部已收: headquarters holds it.
    Received,
    /// ✓ 已采纳: headquarters has taken it up.
    Adopted,
    /// ↩ 被退回: headquarters has sent it back with a reason.
    Returned,
}

/// A page of a longer list.
#[derive(Debug, Clone, PartialEq)]
pub struct Page<T> {
    /// How many there are in all.
    pub total: usize,
    /// There are more than that; a search ranks only so many.
    pub more: bool,
    /// Index of the first row here.
    pub offset: usize,
    /// The rows.
    pub rows: Vec<T>,
}

impl<T> Default for Page<T> {
    fn default() -> Page<T> {
        Page { total: 0, more: false, offset: 0, rows: Vec::new() }
    }
}

impl<T> Page<T> {
    /// The row at an index of the whole list, if this page holds it.
    pub fn get(&self, index: usize) -> Option<&T> {
        index.checked_sub(self.offset).and_then(|i| self.rows.get(i))
    }
}

/// What the lists are filtered by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// GB/T 2260 code of a province.
    pub province: Option<String>,
    /// Words to find: Chinese, full pinyin, initials.
    pub search: Option<String>,
    /// How leads are ordered.
    pub order: LeadOrder,
}

/// How leads are ordered; deferred ones that are back come first either way, those put away last.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum LeadOrder {
    /// By publication, the newest first.
    #[default]
    Newest,
    /// By score, those still open first.
    Score,
}

/// What there is to judge a lead by, and how it was judged.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Triage {
    /// The sort of work, where the notice says it.
    pub business_class: Option<BusinessClass>,
    /// What a manager needs and the notice does not say.
    pub missing: Vec<Gap>,
    /// The last moment at which a decision still helps.
    pub hard_stop: Option<HardStop>,
    /// The sum of the reasons.
    pub score: i32,
    /// Why it deserves to be looked at first, or last.
    pub reasons: Vec<Reason>,
    /// The day on which it comes back, while deferred.
    pub until: Option<NaiveDate>,
    /// It was deferred, and its day has come.
    pub back: bool,
    /// Number of the lead that it repeats.
    pub duplicate_of: Option<String>,
    /// To whom it was passed on.
    pub passed_to: Option<Recipient>,
}

/// Where a lead goes, with the person where one is known.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RouteRow {
    /// Where, to do what, by which rules.
    #[serde(flatten)]
    pub route: Route,
    /// Who holds the key account post.
    pub holder: Option<String>,
}

/// A lead that another may repeat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Candidate {
    /// `XS-…`.
    pub number: String,
    /// Title in full.
    pub title: String,
}

/// What a verdict on several leads would do.
#[derive(Debug, Clone, PartialEq)]
pub struct Preview {
    /// The verdict, on those leads alone that it is possible for.
    pub screening: super::command::Screening,
    /// Every lead asked about, in order.
    pub rows: Vec<PreviewRow>,
}

/// One lead of a preview.
#[derive(Debug, Clone, PartialEq)]
pub struct PreviewRow {
    /// As it was written.
    pub number: String,
    /// Title in full; empty where there is no such lead.
    pub title: String,
    /// The verdict that stands now.
    pub from: Option<Verdict>,
    /// What it becomes, or why not.
    pub becomes: Result<Screened, Vec<Why>>,
}

/// A lead in the inbox.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LeadRow {
    /// Its identity.
    #[serde(rename = "id")]
    pub subject: Subject,
    /// `XS-…`.
    pub number: String,
    /// Title in full.
    pub title: String,
    /// Customer as published; `None` when not stated.
    pub customer: Option<String>,
    /// GB/T 2260 code.
    pub province: Option<String>,
    /// GB/T 2260 code of the city of the works.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub city: Option<String>,
    /// The publisher's word for the sort of notice.
    pub category: Option<String>,
    /// Project number.
    pub project_no: Option<String>,
    /// When it was published.
    pub published: Option<DateTime<Utc>>,
    /// Documents are sold until.
    pub sale_end: Option<DateTime<Utc>>,
    /// Response deadline.
    pub deadline: Option<DateTime<Utc>>,
    /// How much is known of the deadline.
    pub deadline_state: FieldState,
    /// Budget in 分.
    pub budget_fen: Option<i64>,
    /// Where it is published.
    pub url: Option<String>,
    /// Lots by number; `0` alone for an undivided tender.
    pub lots: Vec<String>,
    /// The inbox verdict.
    pub verdict: Option<Verdict>,
    /// Live claims on it.
    pub claims: usize,
    /// Whether a case about it is open.
    pub in_conflict: bool,
    /// What is bought, its beginning.
    #[serde(default)]
    pub content: Option<String>,
    /// Whether one project number joins all notices of a tender here.
    #[serde(default)]
    pub number_joins: bool,
    /// Fields of which several values stand beside each other, as desks wrote them without knowing of each other.
    #[serde(skip_serializing_if = "is_none_kept", default)]
    pub kept_both: usize,
    /// Another desk passed it on, and nobody here has judged it.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub asked: bool,
    /// The lead that it is most like, where nobody has said yet what the two are to each other.
    #[serde(default)]
    pub likely: Option<Likely>,
    /// How far it has travelled.
    pub delivery: Delivery,
    /// What there is to judge it by.
    #[serde(flatten, default)]
    pub triage: Triage,
    /// Where a search found it, when that is not in its title.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub found: Option<Excerpt>,
}

fn is_none_kept(kept: &usize) -> bool {
    *kept == 0
}

/// A piece of a field, around what a search found in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excerpt {
    /// The field.
    pub field: Field,
    /// The piece; cut ends are `…`.
    pub text: String,
}

/// What likeness proposes about a lead and another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Likely {
    /// Number of the other one.
    pub number: String,
    /// Its title.
    pub title: String,
    /// `duplicate`, `round`, `pre_notice_of` or `sibling`.
    pub verdict: String,
    /// Whether this lead is the earlier of the two; nothing where the verdict has no order.
    pub first: Option<bool>,
    /// Belief that they are one tender, in hundredths.
    pub score: u8,
    /// What agrees and what differs.
    pub reasons: Vec<Why>,
}

impl Likely {
    /// Whether the two are held for one tender, not for parts of one project.
    pub fn is_same(&self) -> bool {
        matching::Verdict::parse(&self.verdict).is_some_and(matching::Verdict::is_same)
    }
}

/// What a person said of a lead and another.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LinkRow {
    /// Number of the other one.
    pub number: String,
    /// Its title.
    pub title: String,
    /// What the two are.
    pub relation: Relation,
    /// Whether this lead is the one that went before.
    pub before: bool,
}

/// A case in the queue, ordered by [`CaseRow::last_moment`].
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CaseRow {
    /// Its identity.
    #[serde(rename = "id")]
    pub subject: Subject,
    /// `XT-…`.
    pub number: String,
    /// The state at the time of asking.
    pub state: State,
    /// Rival states, where desks disagree.
    pub contested: Vec<State>,
    /// The limits' track.
    pub track: Track,
    /// The hard stop, known or estimated.
    pub hard_stop: Option<HardStop>,
    /// The last responsible moment.
    pub last_moment: Option<DateTime<Utc>>,
    /// Provincial trunk line.
    pub trunk: bool,
    /// Why it stands where it stands in the queue.
    pub rank: Rank,
    /// The step at hand, with its limits.
    pub at_hand: Option<StepTime>,
    /// The manager's limits were missed twice: it is to go up to headquarters.
    pub to_escalate: bool,
    /// Acts of units against its decision.
    pub breaches: usize,
    /// When it was found.
    pub detected_at: DateTime<Utc>,
    /// Unit codes.
    pub parties: Vec<String>,
    /// Lead number.
    pub lead: String,
    /// Title of the lead.
    pub title: String,
    /// Customer as published.
    pub customer: Option<String>,
    /// GB/T 2260 code of the works.
    pub province: Option<String>,
    /// Lot.
    pub lot: String,
    /// Round.
    pub round: u32,
    /// The owning region.
    pub owner: Option<RegionCode>,
    /// Parties of several legal persons.
    pub cross_entity: bool,
    /// How far it has travelled.
    pub delivery: Delivery,
    /// Every row of the action table, for footers and keys.
    #[serde(skip)]
    pub actions: Vec<ActionRow>,
}

/// A claim as shown beside its rivals.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClaimRow {
    /// Its identity.
    #[serde(rename = "id")]
    pub subject: Subject,
    /// `BB-…`.
    pub number: String,
    /// Lead number.
    pub lead: String,
    /// Lots.
    pub lots: Vec<String>,
    /// Unit code.
    pub unit: String,
    /// On what it rests.
    pub basis: String,
    /// Who reported.
    pub claimant: Option<String>,
    /// The instant that counts.
    pub claimed_at: DateTime<Utc>,
    /// How far it is to be trusted.
    pub time_grade: TimeGrade,
    /// The order of the desk's numbers contradicts its time.
    pub backdated: bool,
    /// Legal person of the unit.
    pub legal_entity: String,
    /// Stage of the tender when it was claimed.
    pub stage: Option<Stage>,
    /// State as a whole, at the time of asking: the most alive of its lots.
    pub state: ClaimState,
    /// It counts against others now.
    pub live: bool,
    /// Where it stands, lot by lot.
    pub standing: Vec<ClaimLotRow>,
    /// Units of several legal persons are on the ground: facts and referral, nothing else.
    pub cross_entity: bool,
    /// The reason given with its last act.
    pub reason: Option<String>,
    /// How far it has travelled.
    pub delivery: Delivery,
}

/// A claim on one lot.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClaimLotRow {
    /// The lot.
    pub lot: String,
    /// State at the time of asking.
    pub state: ClaimState,
    /// Rival states, where desks disagree.
    pub contested: Vec<ClaimState>,
    /// End of the protection, once there was one.
    pub until: Option<DateTime<Utc>>,
    /// Place among the live claims on the ground, from 1; `None` when it does not count or no order is drawn.
    pub rank: Option<usize>,
    /// Others stand in the same place (同时).
    pub tied: bool,
    /// Why it stands there.
    pub why: Option<Why>,
}

/// A claim in full.
#[derive(Debug, Clone)]
pub struct ClaimDetail {
    /// The row as shown beside its rivals.
    pub row: ClaimRow,
    /// The folded claim with its timeline.
    pub claim: Claim,
    /// Title of the tender.
    pub title: String,
    /// Who was spoken with at the customer, where the bytes are here.
    pub contact: Option<String>,
    /// Texts offered with the proofs, in their order.
    pub offered: Vec<Option<String>>,
    /// Number of the earlier claim that this one reports anew.
    pub refiles: Option<String>,
    /// Numbers of later claims that report this one anew.
    pub refiled_by: Vec<String>,
    /// Customer and site as a person confirmed them, or as the notice has them.
    pub suggested: Vec<(&'static str, String)>,
    /// Names of the minimum fields that it lacks.
    pub missing: Vec<&'static str>,
    /// Every row of the claim table as it stands now.
    pub actions: Vec<ActionRow>,
    /// What the claimant may be told.
    pub told: Vec<Why>,
}

/// A protection that runs out.
#[derive(Debug, Clone, PartialEq)]
pub struct ProtectionRow {
    /// The claim.
    pub claim: ClaimRow,
    /// Title of the tender.
    pub title: String,
    /// The first end of its protections.
    pub until: DateTime<Utc>,
    /// What keeps it from being renewed, and from being released; empty when it may be.
    pub actions: Vec<ActionRow>,
}

/// One action of a table as it stands now.
#[derive(Debug, Clone, PartialEq)]
pub struct ActionRow {
    /// Action id.
    pub id: &'static str,
    /// What keeps it from being performed; empty when it may be.
    pub unmet: Vec<Why>,
    /// What is entered.
    pub arguments: &'static [Argument],
}

/// A case in full.
#[derive(Debug, Clone)]
pub struct CaseDetail {
    /// The row of the queue.
    pub row: CaseRow,
    /// The folded case with its timeline.
    pub case: Case,
    /// The tender, where this desk holds it.
    pub lead: Option<Lead>,
    /// The claims, side by side.
    pub claims: Vec<ClaimRow>,
    /// How its limits are kept.
    pub limits: Record,
    /// Numbers of the cases that were merged into it.
    pub merged: Vec<String>,
    /// The rules on which its decision rests, as they stood then.
    pub basis: Option<Basis>,
    /// Earlier cases that are like it, the nearest first.
    pub precedents: Vec<Precedent>,
    /// What the person at this desk wrote for himself (class 5); it goes nowhere.
    pub note: Option<String>,
}

/// The rules that a decision cites, in the book that was in force when it was taken.
#[derive(Debug, Clone, PartialEq)]
pub struct Basis {
    /// Hash of that book.
    pub hash: String,
    /// Its version; nothing where this desk never held it.
    pub version: Option<String>,
    /// It is the book that is in force now.
    pub current: bool,
    /// Those of the rules cited that the book has.
    pub rules: Vec<Rule>,
}

/// A lead in full.
#[derive(Debug, Clone)]
pub struct LeadDetail {
    /// The row of the inbox.
    pub row: LeadRow,
    /// The folded lead.
    pub lead: Lead,
    /// Claims on it.
    pub claims: Vec<ClaimRow>,
    /// Leads it is like, where nobody has said yet what they are to each other; the likeliest first.
    pub likely: Vec<Likely>,
    /// What people said of it and other leads.
    pub links: Vec<LinkRow>,
    /// Where it goes.
    pub routes: Vec<RouteRow>,
    /// Until when headquarters' market department must have it (art. 27, gap G25).
    pub report_by: DateTime<Utc>,
    /// How far each unit is with each lot.
    pub lives: Vec<LotLife>,
}

/// A meeting in the list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MeetingRow {
    /// Its identity.
    #[serde(rename = "id")]
    pub subject: Subject,
    /// `HY-…`.
    pub number: String,
    /// Kind.
    pub kind: MeetingKind,
    /// Title.
    pub title: String,
    /// Where.
    pub place: Option<String>,
    /// Planned start.
    pub start: DateTime<Utc>,
    /// Who presides.
    pub chair: Option<String>,
    /// Who writes.
    pub recorder: Option<String>,
    /// Who is invited.
    pub participants: Vec<String>,
    /// Numbers of the cases it is about.
    pub cases: Vec<String>,
    /// Provinces of those cases, for the filter.
    pub provinces: Vec<String>,
    /// The latest moment a notice is in time.
    pub notice_limit: DateTime<Utc>,
    /// What the notice clock says.
    pub notice: NoticeState,
    /// The plan was corrected and nobody was told since.
    pub notice_outdated: bool,
    /// A special committee was moved and the marketing director does not know why.
    pub move_unreported: bool,
    /// Number of the latest saved version of the minutes; 0 when there is none.
    pub minutes_version: u32,
    /// Whether an unsaved draft of the minutes is kept.
    pub has_draft: bool,
    /// How far it has travelled.
    pub delivery: Delivery,
}

/// A province in the territory pane.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProvinceRow {
    /// GB/T 2260 code.
    pub code: String,
    /// Region, or `None` where headquarters answers directly.
    pub region: Option<RegionCode>,
    /// Open cases.
    pub conflicts: usize,
    /// Leads not screened out.
    pub leads: usize,
    /// What was won there this year.
    pub won: Sum,
    /// Who answers for it today, as far as the desk has said.
    pub standing: Option<Standing>,
}

/// A unit, with its 假定 badge.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UnitRow {
    /// Code (`F1`).
    pub code: String,
    /// Chinese name.
    pub name: String,
    /// English name.
    pub en: String,
    /// Code of the unit above, if any.
    pub parent: Option<String>,
    /// City, if known.
    pub city: Option<String>,
    /// What it is.
    pub kind: UnitKind,
    /// Where it is in its life.
    pub state: UnitState,
    /// A default that no resolution confirms yet.
    pub assumed: bool,
}

/// A key account post.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KeyAccountRow {
    /// Customer code.
    pub customer: String,
    /// Customer's Chinese name.
    pub name: String,
    /// Who holds the post.
    pub holder: Option<String>,
    /// The resolution it rests on.
    pub resolution: String,
}

/// What the header says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Summary {
    /// Desk name.
    pub name: String,
    /// The region this desk serves; `None` at headquarters.
    pub region: Option<RegionCode>,
    /// Whether a directory names this desk.
    pub enrolled: bool,
    /// Events not yet in a bundle.
    pub unsealed: usize,
    /// Since when some have not been; `None` where all are.
    pub unsaid_since: Option<DateTime<Utc>>,
    /// Events in a bundle that headquarters has not acknowledged.
    pub unacknowledged: usize,
    /// When headquarters last said anything.
    pub heard_from_hq: Option<DateTime<Utc>>,
    /// By when headquarters wants to have looked at the directory again; `None` before there is one.
    pub review_by: Option<DateTime<Utc>>,
    /// How many assumed defaults are in use.
    pub assumed: usize,
    /// A key without a passphrase.
    pub trial: bool,
    /// Whether the calendar knows this year and the coming weeks.
    pub calendar_certain: bool,
    /// The folder through which was exchanged the last time.
    pub channel: Option<String>,
}

/// Everything the main screen shows, read in one go.
#[derive(Debug, Clone, Default)]
pub struct Overview {
    /// The header.
    pub summary: Summary,
    /// Pane 1: all province-level divisions.
    pub provinces: Vec<ProvinceRow>,
    /// Pane 1: key account posts.
    pub key_accounts: Vec<KeyAccountRow>,
    /// Units by code.
    pub units: Arc<[UnitRow]>,
    /// Pane 2: open cases, most pressing first.
    pub cases: Vec<CaseRow>,
    /// Pane 3: leads.
    pub leads: Page<LeadRow>,
    /// Leads without a verdict, and deferred ones that are back.
    pub new_leads: usize,
    /// Watch words of this desk.
    pub watch: Vec<WatchWord>,
    /// Pane 4: meetings to come first, then those past, newest first.
    pub meetings: Vec<MeetingRow>,
    /// By what everything is judged and counted.
    pub standards: Arc<Standards>,
}
