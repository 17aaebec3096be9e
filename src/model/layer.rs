//! What may lie above the main screen.

use crate::desk::awaiting::Awaiting;
use crate::desk::command::Command;
use crate::desk::divergence::Divergence;
use crate::desk::fairness::Fairness;
use crate::desk::relief::{FileDetail, FileRow};
use crate::desk::service::OtherText;
use crate::desk::survey::Survey;
use crate::desk::view::{CaseDetail, ClaimDetail, LeadDetail, Preview, ProtectionRow};

use crate::desk::phrase::Phrase;
use crate::desk::place::PlaceDetail;
use crate::domain::meeting::roll::Attendance;
use crate::text::Pinyin;
use chrono::NaiveDate;

use super::editor::MinutesEditor;
use super::form::FormState;
use super::intake::IntakeState;
use super::line::Line;

/// One layer; the topmost has the keys.
#[derive(Debug, Clone)]
pub enum Layer {
    /// `?`: the keys of where one is.
    Help {
        /// First line shown.
        scroll: usize,
    },
    /// `:`: every command by name, number or pinyin.
    Palette {
        /// What was typed.
        query: Line,
        /// Selected match.
        selected: usize,
    },
    /// `/`: search in the panes while typing.
    Search {
        /// What was typed.
        query: Line,
    },
    /// Fields to fill.
    Form(FormState),
    /// A case in full.
    Case(Box<CaseScreen>),
    /// A lead in full.
    Lead {
        /// The lead.
        detail: Box<LeadDetail>,
        /// First line shown.
        scroll: usize,
        /// The claim that was stepped to.
        claim: Option<usize>,
    },
    /// A claim in full.
    Claim(Box<ClaimScreen>),
    /// Protections that run out.
    Protections {
        /// The nearest end first.
        rows: Vec<ProtectionRow>,
        /// Within so many days.
        days: i64,
        /// Selected row.
        selected: usize,
    },
    /// A province in full, on a day.
    Place(Box<PlaceScreen>),
    /// The regional digest of a month.
    Survey {
        /// The answer of the desk.
        survey: Box<Survey>,
        /// A day of its month.
        day: NaiveDate,
        /// First line shown.
        scroll: usize,
    },
    /// What awaits headquarters.
    Awaiting {
        /// By kind, the longest waiting first.
        rows: Vec<Awaiting>,
        /// Selected row.
        selected: usize,
    },
    /// The branch tables.
    Fairness {
        /// The answer of the desk.
        report: Box<Fairness>,
        /// First line shown.
        scroll: usize,
    },
    /// Files of some kinds: appeals and remedies, or a register.
    Files {
        /// Which of [`GROUPS`](crate::desk::relief::GROUPS).
        group: usize,
        /// Open ones first.
        rows: Vec<FileRow>,
        /// Selected row.
        selected: usize,
    },
    /// What desks decided without knowing of each other.
    Divergences(Box<DivergenceList>),
    /// An appeal or a remedy in full.
    File(Box<FileScreen>),
    /// The roll of the meeting that lies open below.
    Roll(Box<RollState>),
    /// The minutes beside a version that was saved elsewhere.
    Compare(Box<CompareState>),
    /// Phrases for the minutes below.
    Phrases(Box<PhraseList>),
    /// A letter as its page.
    Page(Box<PageState>),
    /// A pasted text and what was recognised of it.
    Intake(Box<IntakeState>),
    /// What a verdict on several leads would do.
    Preview {
        /// The answer of the desk.
        preview: Box<Preview>,
        /// First line shown.
        scroll: usize,
        /// Sent, and not yet answered.
        waiting: bool,
    },
    /// The minutes of a meeting.
    Editor(Box<MinutesEditor>),
}

/// A province in full.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceScreen {
    /// The province as last read.
    pub detail: PlaceDetail,
    /// The day asked about; today where none is.
    pub day: Option<NaiveDate>,
    /// Selected place: 0 is the province, then its cities.
    pub selected: usize,
    /// First line shown.
    pub scroll: usize,
}

impl PlaceScreen {
    /// The code of a selected place.
    pub fn code(&self, selected: usize) -> &str {
        let city = selected.checked_sub(1).and_then(|at| self.detail.cities.get(at));
        city.map_or(self.detail.province.as_str(), |city| city.code.as_str())
    }
}

/// What is asked to be opened when it is the regional digest.
pub const SURVEY: &str = "survey";

/// What is asked to be opened when it is what awaits headquarters.
pub const AWAITING: &str = "awaiting";

/// What is asked to be opened when it is a province.
pub const PLACE: &str = "place";

/// What is asked to be opened when it is the list of protections, which has no number.
pub const PROTECTIONS: &str = "protections";

/// What is asked to be opened when it is a list of files.
pub const FILES: &str = "files";

/// What is asked to be opened when it is the list of divergences.
pub const DIVERGENCES: &str = "divergences";

/// What is asked to be opened when it is the branch tables.
pub const FAIRNESS: &str = "fairness";

/// Protections that end within so many days are shown.
pub const PROTECTION_DAYS: i64 = 30;

/// The claim screen: what is known, and the claim table with what is unmet.
#[derive(Debug, Clone)]
pub struct ClaimScreen {
    /// The claim as last read.
    pub detail: ClaimDetail,
    /// Selected row of the claim table.
    pub action: usize,
    /// First line shown.
    pub scroll: usize,
}

/// Tabs of the case screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseTab {
    /// 事实: what is known of the tender, the parties and the guard.
    Facts,
    /// 主张: the claims side by side.
    Claims,
    /// 证据: the evidence, and whether the parties were heard alike.
    Evidence,
    /// 标准: the criteria grid.
    Criteria,
    /// 先例: earlier cases that are like it.
    Precedents,
    /// 时限: how the limits are kept, and why the case stands where it stands in the queue.
    Limits,
    /// 规则: the rules in play.
    Rules,
    /// 文书: letters that can be issued, and the ledger of copies.
    Letters,
}

impl CaseTab {
    /// All, in order.
    pub const ALL: [CaseTab; 8] = [
        CaseTab::Facts,
        CaseTab::Claims,
        CaseTab::Evidence,
        CaseTab::Criteria,
        CaseTab::Precedents,
        CaseTab::Limits,
        CaseTab::Rules,
        CaseTab::Letters,
    ];
}

/// An appeal or a remedy with its table.
#[derive(Debug, Clone)]
pub struct FileScreen {
    /// The file as last read.
    pub detail: FileDetail,
    /// Selected row of its table.
    pub action: usize,
    /// First line shown.
    pub scroll: usize,
}

/// What desks differ on: a list, and the sides of what is selected.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DivergenceList {
    /// Files first, then logs.
    pub rows: Vec<Divergence>,
    /// Selected row.
    pub selected: usize,
    /// Selected side of it.
    pub side: usize,
    /// First line shown of the sides.
    pub scroll: usize,
}

/// The roll of a meeting while it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RollState {
    /// `HY-…`.
    pub number: String,
    /// Who was invited, and who came besides.
    pub rows: Vec<Attendance>,
    /// Selected row.
    pub selected: usize,
}

/// Phrases to choose from.
#[derive(Debug, Clone)]
pub struct PhraseList {
    /// What was typed to find one.
    pub query: Line,
    /// All of them.
    pub rows: Vec<Phrase>,
    /// Selected one of those that fit.
    pub selected: usize,
}

impl PhraseList {
    /// Those that fit what was typed: by characters, pinyin or initials.
    pub fn found(&self) -> Vec<&Phrase> {
        let query = self.query.text().trim();
        let fits = |phrase: &&Phrase| {
            query.is_empty() || Pinyin::shared().find(query, &phrase.text).is_some()
        };
        self.rows.iter().filter(fits).collect()
    }

    /// The selected one.
    pub fn chosen(&self) -> Option<&Phrase> {
        self.found().get(self.selected).copied()
    }
}

/// Two texts of the same minutes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompareState {
    /// The text that is edited.
    pub own: String,
    /// The other one.
    pub other: OtherText,
    /// First line shown.
    pub scroll: usize,
}

/// A letter as its page, or another text to read.
#[derive(Debug, Clone, PartialEq)]
pub struct PageState {
    /// What it is, as its catalogue key.
    pub title: &'static str,
    /// Markdown.
    pub text: String,
    /// First line shown.
    pub scroll: usize,
    /// What is signed from here, once it was looked at.
    pub signs: Option<Signed>,
}

/// What is signed from a page.
#[derive(Debug, Clone, PartialEq)]
pub enum Signed {
    /// The form below it.
    Form,
    /// The page itself, as the digest of the month in which a day lies.
    Survey(NaiveDate),
    /// An act of headquarters that was read from a file.
    Act(Box<Command>),
}

/// The case screen: timeline, tabs, and the action table with what is unmet.
#[derive(Debug, Clone)]
pub struct CaseScreen {
    /// The case as last read.
    pub detail: CaseDetail,
    /// Which tab is open.
    pub tab: CaseTab,
    /// Selected row of the action table.
    pub action: usize,
    /// First line of the timeline shown.
    pub scroll: usize,
}

/// The rungs of a case, by the ids of their rows.
const LADDER: &[&str] = &[
    "accept",
    "consult",
    "statement",
    "recommend",
    "reply",
    "agree",
    "order",
    "confirm",
    "serve",
    "close",
];

impl CaseScreen {
    /// A case that was just opened, with the next lawful step selected.
    pub fn new(detail: CaseDetail) -> CaseScreen {
        let mut screen = CaseScreen { detail, tab: CaseTab::Facts, action: 0, scroll: 0 };
        screen.possible_first();
        screen.action = screen.next_step();
        screen
    }

    /// The case as read anew. The selected act stays where it is still possible and the case where it was, else the next lawful
    /// step is selected.
    pub fn refresh(&mut self, detail: CaseDetail) {
        let selected = self.detail.row.actions.get(self.action).map(|row| row.id);
        let selected = selected.filter(|_| self.detail.row.state == detail.row.state);
        self.detail = detail;
        self.possible_first();
        let same = self.detail.row.actions.iter().position(|row| Some(row.id) == selected);
        let possible = |at: &usize| self.detail.row.actions[*at].unmet.is_empty();
        self.action = same.filter(possible).unwrap_or_else(|| self.next_step());
    }

    /// The furthest step up the ladder that is lawful now.
    fn next_step(&self) -> usize {
        let rows = &self.detail.row.actions;
        let at = |id: &&str| rows.iter().position(|row| row.id == *id && row.unmet.is_empty());
        LADDER.iter().rev().find_map(at).unwrap_or(0)
    }

    /// What may be done stands above what may not, each in the order of the ladder.
    fn possible_first(&mut self) {
        self.detail.row.actions.sort_by_key(|row| !row.unmet.is_empty());
    }
}
