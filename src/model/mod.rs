//! What is on the screen and why: plain data, changed only by `app::update`, drawn only by `ui`.
//!
//! The main screen has four panes; above it lie layers (a case, a form, help …), the topmost of which has the keys. Every
//! list keeps its own cursor. The words of the current language are part of the model, because what a person searches and
//! sorts by depends on them.

pub mod editor;
pub mod effect;
pub mod figures;
pub mod form;
pub mod intake;
mod intent;
pub mod key;
pub mod layer;
pub mod line;
pub mod prose;
pub mod triage;
pub mod writing;

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::desk::service::Progress;
use crate::desk::view::{CaseRow, Filter, LeadOrder, LeadRow, MeetingRow, Overview, ProvinceRow};
use crate::domain::calendar::Calendar;
use crate::i18n::{Lang, Words};
use form::FormState;
use layer::Layer;
use writing::Writing;

/// The four panes, in the order of their numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Pane {
    /// 1 辖区.
    Territory,
    /// 2 冲突.
    Conflicts,
    /// 3 线索.
    Leads,
    /// 4 会议与纪要.
    Minutes,
}

impl Pane {
    /// All, in order.
    pub const ALL: [Pane; 4] = [Pane::Territory, Pane::Conflicts, Pane::Leads, Pane::Minutes];

    /// 0 to 3.
    pub fn index(self) -> usize {
        Pane::ALL.iter().position(|pane| *pane == self).unwrap_or(0)
    }

    /// The pane `step` further on, around the circle.
    #[must_use]
    pub fn turn(self, step: isize) -> Pane {
        let count = Pane::ALL.len() as isize;
        Pane::ALL[(self.index() as isize + step).rem_euclid(count) as usize]
    }

    /// The word in commands and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Pane::Territory => "territory",
            Pane::Conflicts => "conflicts",
            Pane::Leads => "leads",
            Pane::Minutes => "minutes",
        }
    }

    /// The pane of that name.
    pub fn parse(name: &str) -> Option<Pane> {
        Pane::ALL.into_iter().find(|pane| pane.name() == name)
    }
}

/// A sentence that stands for a few seconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toast {
    /// The sentence, in the current language.
    pub text: String,
    /// Whether it says that something was refused or failed.
    pub alarm: bool,
    /// When it goes.
    pub until: DateTime<Utc>,
}

/// How much of the terminal there is, and what follows from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Four panes side by side: 100x30 and more.
    Wide,
    /// The focused pane is open, the others are one line each.
    Accordion,
    /// Under 60x16: a plain notice.
    TooSmall,
}

/// The filter that comes from the territory pane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProvinceFilter {
    /// GB/T 2260 code.
    pub code: String,
    /// Kept (`f`) when another pane takes the focus.
    pub kept: bool,
}

/// What the badges on the tiles of the map count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Heat {
    /// Open conflicts.
    #[default]
    Conflicts,
    /// Leads that nobody put away.
    Leads,
    /// What was won this year.
    Won,
}

impl Heat {
    /// Every heat, in the order in which they are stepped through.
    pub const ALL: [Heat; 3] = [Heat::Conflicts, Heat::Leads, Heat::Won];

    /// The word in catalogue keys and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Heat::Conflicts => "conflicts",
            Heat::Leads => "leads",
            Heat::Won => "won",
        }
    }

    /// The next one, around the circle.
    #[must_use]
    pub fn next(self) -> Heat {
        match self {
            Heat::Conflicts => Heat::Leads,
            Heat::Leads => Heat::Won,
            Heat::Won => Heat::Conflicts,
        }
    }

    /// How much of it there is in a province.
    pub fn of(self, row: &ProvinceRow) -> i64 {
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        match self {
            Heat::Conflicts => count(row.conflicts),
            Heat::Leads => count(row.leads),
            Heat::Won => row.won.fen,
        }
    }
}

/// A place on the screen that was pointed at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hit {
    /// A tile of the map: a GB/T 2260 code.
    Province(String),
    /// A row of a pane.
    Row(Pane, usize),
    /// Somewhere else in a pane.
    Pane(Pane),
}

/// The whole state of the program's window.
#[derive(Debug, Clone)]
pub struct Model {
    /// Words of the current language.
    pub words: Words,
    /// Columns and rows.
    pub size: (u16, u16),
    /// The instant of the latest message: what countdowns count from.
    pub now: DateTime<Utc>,
    /// What the desk answered last; shared, because help and palette look at the model as it was below them.
    pub overview: Arc<Overview>,
    /// Whether the first answer has come.
    pub loaded: bool,
    /// Which pane has the keys.
    pub focus: Pane,
    /// Whether it fills the screen.
    pub zoomed: bool,
    /// Selected tile, a GB/T 2260 code.
    pub province: String,
    /// What the map's badges count.
    pub heat: Heat,
    /// The filter of the territory pane.
    pub province_filter: Option<ProvinceFilter>,
    /// The words searched for in the panes, if any.
    pub search: Option<String>,
    /// How the leads are ordered.
    pub lead_order: LeadOrder,
    /// Numbers of the leads marked for one verdict, in the order of marking.
    pub marks: Vec<String>,
    /// Selected rows of conflicts, leads and meetings.
    pub cursors: Cursors,
    /// What lies above the main screen, the topmost last.
    pub layers: Vec<Layer>,
    /// Number of what was asked to be opened, and how many layers lay there then: an answer that comes when the person has
    /// gone elsewhere opens nothing.
    pub opening: Option<(String, usize)>,
    /// Names and sums are hidden: strangers see the screen.
    pub quiet: bool,
    /// Forms left with something typed in them; opened again, they come back filled.
    pub left_forms: Vec<FormState>,
    /// Intakes left before they were recorded, the latest last; opened again, they come back one by one.
    pub left_intakes: Vec<intake::IntakeState>,
    /// Whether the intakes kept on disk are among them.
    pub intake_draft: intake::IntakeDraft,
    /// A sentence that goes by itself.
    pub toast: Option<Toast>,
    /// A verdict was given: the list moves up, not the cursor.
    pub judged: bool,
    /// An import that goes on, and how far it is.
    pub progress: Option<Progress>,
    /// Files that wait in the channel of the last time.
    pub waiting: usize,
    /// When that was asked last.
    pub looked: Option<DateTime<Utc>>,
    /// Where exports go.
    pub export_dir: String,
    /// The program ends after this frame.
    pub quit: bool,
}

/// Selected rows, as indices of the whole lists.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cursors {
    /// Pane 2.
    pub conflicts: usize,
    /// Pane 3.
    pub leads: usize,
    /// Pane 4.
    pub minutes: usize,
}

/// From so many columns on the records stand beside the minutes.
pub const RECORDS_FROM: u16 = 100;

impl Model {
    /// Whether the records of the minutes that lie open, at the top or below something, are shown: by the person's word, else
    /// where there is room beside the text.
    pub fn shows_records(&self) -> bool {
        let open = self.layers.iter().rev().find_map(|layer| match layer {
            Layer::Editor(editor) => Some(editor),
            _ => None,
        });
        open.is_some_and(|editor| editor.panel.unwrap_or(self.size.0 >= RECORDS_FROM))
    }

    /// How the screen is divided while minutes are written.
    pub fn writing(&self) -> Writing {
        Writing::on(self.size, self.shows_records())
    }

    /// Brings the caret of the minutes that lie open into the room that there is for them.
    pub fn fit_minutes(&mut self) {
        let room = self.writing().room();
        for layer in &mut self.layers {
            if let Layer::Editor(editor) = layer {
                editor.fit(room);
            }
        }
    }

    /// Name of a unit in the current language; its code where the desk knows no name.
    pub fn unit_name(&self, code: &str) -> String {
        let units = &self.overview.units;
        let row = units.binary_search_by(|unit| unit.code.as_str().cmp(code)).ok();
        let row = row.and_then(|at| units.get(at));
        match (row, self.words.lang()) {
            (Some(unit), Lang::En) if !unit.en.is_empty() => unit.en.clone(),
            (Some(unit), _) => unit.name.clone(),
            (None, _) => code.to_owned(),
        }
    }

    /// Working time, as headquarters published it.
    pub fn calendar(&self) -> &Calendar {
        &self.overview.standards.calendar
    }

    /// A window before the first answer of the desk.
    pub fn new(lang: Lang, size: (u16, u16), now: DateTime<Utc>) -> Model {
        Model {
            words: Words::new(lang),
            size,
            now,
            overview: Arc::default(),
            loaded: false,
            focus: Pane::Conflicts,
            zoomed: false,
            province: "310000".to_owned(),
            heat: Heat::default(),
            province_filter: None,
            search: None,
            lead_order: LeadOrder::default(),
            marks: Vec::new(),
            cursors: Cursors::default(),
            layers: Vec::new(),
            opening: None,
            quiet: false,
            left_forms: Vec::new(),
            left_intakes: Vec::new(),
            intake_draft: intake::IntakeDraft::default(),
            toast: None,
            judged: false,
            progress: None,
            waiting: 0,
            looked: None,
            export_dir: String::new(),
            quit: false,
        }
    }

    /// What the size allows.
    pub fn form(&self) -> Form {
        match self.size {
            (width, height) if width < 60 || height < 16 => Form::TooSmall,
            (width, height) if width < 100 || height < 30 => Form::Accordion,
            _ => Form::Wide,
        }
    }

    /// What the lists are asked for.
    pub fn filter(&self) -> Filter {
        Filter {
            province: self.province_filter.as_ref().map(|filter| filter.code.clone()),
            search: self.search.clone(),
            order: self.lead_order,
        }
    }

    /// How long a pane's list is.
    pub fn list_len(&self, pane: Pane) -> usize {
        match pane {
            Pane::Territory => 0,
            Pane::Conflicts => self.overview.cases.len(),
            Pane::Leads => self.overview.leads.total,
            Pane::Minutes => self.overview.meetings.len(),
        }
    }

    /// A pane's selected row.
    pub fn cursor(&self, pane: Pane) -> usize {
        match pane {
            Pane::Territory => 0,
            Pane::Conflicts => self.cursors.conflicts,
            Pane::Leads => self.cursors.leads,
            Pane::Minutes => self.cursors.minutes,
        }
    }

    /// Selects a row, within the list.
    pub fn select(&mut self, pane: Pane, index: usize) {
        let index = index.min(self.list_len(pane).saturating_sub(1));
        match pane {
            Pane::Territory => {}
            Pane::Conflicts => self.cursors.conflicts = index,
            Pane::Leads => self.cursors.leads = index,
            Pane::Minutes => self.cursors.minutes = index,
        }
    }

    /// The selected case of pane 2.
    pub fn selected_case(&self) -> Option<&CaseRow> {
        self.overview.cases.get(self.cursors.conflicts)
    }

    /// The selected lead of pane 3.
    pub fn selected_lead(&self) -> Option<&LeadRow> {
        self.overview.leads.get(self.cursors.leads)
    }

    /// The selected meeting of pane 4.
    pub fn selected_meeting(&self) -> Option<&MeetingRow> {
        self.overview.meetings.get(self.cursors.minutes)
    }

    /// The selected province of pane 1.
    pub fn selected_province(&self) -> Option<&ProvinceRow> {
        self.overview.provinces.iter().find(|row| row.code == self.province)
    }

    /// The topmost layer.
    pub fn top(&self) -> Option<&Layer> {
        self.layers.last()
    }
}
