//! A form: labelled fields, one with the keys; what was typed stays when the desk refuses it.

use crate::desk::relief::FileKind;
use crate::desk::view::{Candidate, Likely};
use crate::domain::case::Trigger;
use crate::domain::case::action::Action;
use crate::domain::case::action::interim_order::ROW as INTERIM;
use crate::domain::case::action::order::ROW as ORDER;
use crate::domain::claim::action::ClaimAction;
use crate::domain::lead::link::Relation;
use crate::domain::lead::{Step, Verdict};
use crate::domain::meeting::plan::{MODES, PURPOSES};
use crate::domain::meeting::{COPIES, MeetingKind};
use crate::domain::procedure::{Argument, Kind};
use crate::domain::relation::Tie;
use crate::domain::remedy::measure::MEASURES;
use crate::domain::strict::Texts;
use crate::domain::territory::RegionCode;
use crate::domain::why::Why;
use crate::interchange::table::column::{ASKED, meaning};

use super::key::{Code, Key};
use super::line::Line;

/// What a field holds while it is edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// Free text.
    Text(Line),
    /// One of several words, by index; `None` while nothing is chosen. Words are catalogue keys `choice-<word>`.
    Choice {
        /// The words.
        words: Vec<String>,
        /// The chosen one.
        chosen: Option<usize>,
    },
}

/// A field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Name; its label is the catalogue key `arg-<name>`.
    pub name: String,
    /// What it holds.
    pub input: Input,
    /// Whether the act is refused without it.
    pub required: bool,
    /// Short example of the shape expected (`2026-11-23 17:30`, `F1,F3`), not a default.
    pub example: &'static str,
}

/// What happens when the form is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Purpose {
    /// A row of the action table on a case.
    Act {
        /// `XT-…`.
        number: String,
        /// Action id.
        action: &'static str,
    },
    /// A case to open about a lead.
    OpenCase {
        /// `XS-…`.
        lead: String,
    },
    /// An appeal against the decision of a case.
    Appeal {
        /// `XT-…`.
        case: String,
    },
    /// A remedy to propose.
    Remedy {
        /// `XT-…`; empty where it comes from none.
        case: String,
    },
    /// What ties the desk's person to a unit.
    Relation,
    /// A personal note on a case.
    Note {
        /// `XT-…`.
        case: String,
    },
    /// A leak to trace.
    Trace,
    /// Something that headquarters sends back.
    GiveBack {
        /// Its number.
        number: String,
    },
    /// A file to publish.
    Publish,
    /// An assumed default to confirm.
    Confirm,
    /// A file of a register.
    OpenFile {
        /// Which register.
        kind: FileKind,
    },
    /// A row of the table of a file.
    FileAct {
        /// `SS-…` or `JC-…`.
        number: String,
        /// Which of the two.
        kind: FileKind,
        /// Row id.
        action: &'static str,
    },
    /// A claim on a lead.
    Claim {
        /// `XS-…`.
        lead: String,
    },
    /// A row of the claim table on a claim.
    ClaimAct {
        /// `BB-…`.
        number: String,
        /// Row id.
        action: &'static str,
    },
    /// A step of a lot's life.
    Progress {
        /// `XS-…`.
        lead: String,
    },
    /// A meeting to plan.
    Plan,
    /// A verdict on leads; on several it is shown before it is done.
    Screen {
        /// `XS-…`.
        numbers: Vec<String>,
        /// The verdict.
        verdict: Verdict,
    },
    /// What a lead is to another one.
    Link {
        /// `XS-…`.
        number: String,
    },
    /// A watch word of this desk.
    Watch,
    /// The notice sheet of a meeting went out.
    Notice {
        /// `HY-…`.
        number: String,
    },
    /// Files to take in: notices or bundles.
    Import,
    /// A folder to exchange through.
    Sync,
    /// What the headings of a table mean: one field for each column that is asked for.
    Mapping {
        /// The file, which is taken in when this is sent.
        file: String,
    },
}

/// A form on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormState {
    /// What it is for; the title follows from it.
    pub purpose: Purpose,
    /// Whom or what it was filled in for: one that was left comes back for the same alone.
    pub about: String,
    /// Fields in order.
    pub fields: Vec<Field>,
    /// Which field has the keys.
    pub focus: usize,
    /// Why the desk refused what was sent.
    pub refusals: Vec<Why>,
    /// Sent, and not yet answered.
    pub waiting: bool,
    /// Something was entered by hand.
    pub touched: bool,
    /// What it will print was looked at.
    pub seen: bool,
    /// Leads that the desk thinks likely, to be looked at and typed.
    pub suggestions: Vec<Candidate>,
}

/// Before the name of a column, in the name of a field that asks for its heading.
pub const COLUMN: &str = "column-";

/// The choice that no heading means a column.
pub const NO_HEADING: &str = "";

fn text(name: &str, required: bool, example: &'static str, value: &str) -> Field {
    Field { name: name.to_owned(), input: Input::Text(Line::new(value)), required, example }
}

fn choice(name: &str, words: &[&str], required: bool, chosen: Option<usize>) -> Field {
    let words = words.iter().map(|word| (*word).to_owned()).collect();
    Field { name: name.to_owned(), input: Input::Choice { words, chosen }, required, example: "" }
}

/// The field of an argument. The parties fill `notified`, for all of them must be named.
fn field_of(argument: &Argument, parties: &[String]) -> Field {
    let required = argument.required.is_some();
    match argument.kind {
        Kind::Choice(words) => choice(argument.name, words, required, None),
        Kind::Parties => text(argument.name, required, "F1,F3", &parties.join(",")),
        Kind::Units => text(argument.name, required, "F1", ""),
        Kind::Rules => text(argument.name, required, "SCXT-8", ""),
        Kind::Moment => text(argument.name, required, "2026-11-23 17:30", ""),
        Kind::Case => text(argument.name, required, "XT-EC-26-A-001", ""),
        Kind::Region => choice(argument.name, &["NE", "EC", "SC", "SW"], required, None),
        Kind::Shares => text(argument.name, required, "F1:600,F3:400", ""),
        Kind::Entries => text(argument.name, required, "2,5", ""),
        Kind::File => text(argument.name, required, "photo.jpg", ""),
        Kind::Entry => text(argument.name, required, "1", ""),
        Kind::Day => text(argument.name, required, "2026-12-01, 下周三", ""),
        Kind::Sum => text(argument.name, required, "1200元", ""),
        Kind::Place => text(argument.name, required, "南京, 320100", ""),
        Kind::Unit => text(argument.name, required, "F1", ""),
        Kind::Customer => text(argument.name, required, "移动", ""),
        Kind::About => text(argument.name, required, "XT-EC-26-A-001", ""),
        Kind::Text => text(argument.name, required, "", ""),
    }
}

impl FormState {
    fn new(purpose: Purpose, fields: Vec<Field>) -> FormState {
        FormState {
            purpose,
            about: String::new(),
            fields,
            focus: 0,
            refusals: Vec::new(),
            waiting: false,
            touched: false,
            seen: false,
            suggestions: Vec::new(),
        }
    }

    /// Puts a value into a field.
    pub fn fill(&mut self, name: &str, value: &str) {
        let Some(field) = self.fields.iter_mut().find(|field| field.name == name) else { return };
        match &mut field.input {
            Input::Text(line) => *line = Line::new(value),
            Input::Choice { words, chosen } => {
                *chosen = words.iter().position(|word| word == value);
            }
        }
    }

    /// The form of an action: a field for each argument. The parties fill `notified`, for all of them must be named.
    pub fn act(number: &str, action: &'static Action, parties: &[String]) -> FormState {
        let fields = action.arguments.iter().map(|argument| field_of(argument, parties)).collect();
        FormState::new(Purpose::Act { number: number.to_owned(), action: action.id }, fields)
    }

    /// The form of a row of the claim table, with what is known already.
    pub fn claim_act(
        number: &str,
        action: &'static ClaimAction,
        known: &[(&'static str, String)],
    ) -> FormState {
        let fields = action.arguments.iter().map(|argument| field_of(argument, &[])).collect();
        let purpose = Purpose::ClaimAct { number: number.to_owned(), action: action.id };
        let mut form = FormState::new(purpose, fields);
        known.iter().for_each(|(name, value)| form.fill(name, value));
        form
    }

    /// The form of a step of a lot's life.
    pub fn progress(lead: &str, lots: &[String], units: &[String]) -> FormState {
        let units: Vec<&str> = units.iter().map(String::as_str).collect();
        let lots: Vec<&str> = lots.iter().map(String::as_str).collect();
        let only_lot = (lots.len() == 1).then_some(0);
        let fields = vec![
            choice("step", &Step::ALL.map(Step::name), true, None),
            choice("lot", &lots, true, only_lot),
            choice("unit", &units, false, None),
            text("note", false, "", ""),
        ];
        FormState::new(Purpose::Progress { lead: lead.to_owned() }, fields)
    }

    /// The form of a claim; `lots` are the tender's, `units` the branches. Customer and site stand there as the notice has
    /// them: whoever sends the form confirms them.
    pub fn claim(
        lead: &str,
        lots: &[String],
        units: &[String],
        customer: &str,
        site: &str,
    ) -> FormState {
        let units: Vec<&str> = units.iter().map(String::as_str).collect();
        let lots: Vec<&str> = lots.iter().map(String::as_str).collect();
        let only_lot = (lots.len() == 1).then_some(0);
        let fields = vec![
            choice("unit", &units, true, None),
            choice("lot", &lots, true, only_lot),
            text("basis", true, "", ""),
            text("scope", false, "", ""),
            text("customer", false, "", customer),
            text("site", false, "", site),
            text("proof", false, "mail@2026-11-20 10:00#007", ""),
            text("contact", false, "", ""),
            choice("origin", &["lawful", "unclear"], false, None),
            text("claimant", false, "", ""),
        ];
        FormState::new(Purpose::Claim { lead: lead.to_owned() }, fields)
    }

    /// The form of a case to open about a lead.
    pub fn open_case(lead: &str, lots: &[String]) -> FormState {
        let lots: Vec<&str> = lots.iter().map(String::as_str).collect();
        let only_lot = (lots.len() == 1).then_some(0);
        let fields = vec![
            text("parties", true, "F1,F3", ""),
            choice("lot", &lots, true, only_lot),
            choice("trigger", &Trigger::BY_HAND.map(Trigger::name), true, Some(1)),
            text("reasons", true, "", ""),
        ];
        FormState::new(Purpose::OpenCase { lead: lead.to_owned() }, fields)
    }

    /// The form of an appeal against the decision of a case.
    pub fn appeal(case: &str, parties: &[String]) -> FormState {
        let parties: Vec<&str> = parties.iter().map(String::as_str).collect();
        let fields = vec![
            choice("party", &parties, true, None),
            text("request", true, "", ""),
            text("reasons", true, "", ""),
            text("filed_at", false, "2026-11-23 17:30", ""),
        ];
        FormState::new(Purpose::Appeal { case: case.to_owned() }, fields)
    }

    /// The form of a remedy to propose after a case.
    pub fn remedy(case: &str) -> FormState {
        let fields = vec![
            choice("measure", MEASURES, true, None),
            text("unit", false, "F1", ""),
            text("office", false, "", ""),
            text("rules", true, "SCXT-21", ""),
            text("facts", true, "", ""),
            text("amount", false, "100元", ""),
        ];
        FormState::new(Purpose::Remedy { case: case.to_owned() }, fields)
    }

    /// The form of the penalty that the rules name for a notice that was not sent in time. Whom it concerns a person says; the
    /// program names nobody.
    pub fn notice_penalty(facts: &str, rule: &str) -> FormState {
        let mut form = FormState::remedy("");
        form.fill("measure", "fine_proposal");
        form.fill("rules", rule);
        form.fill("facts", facts);
        form.fill("amount", "100元");
        form.about = facts.to_owned();
        form.focus = form.fields.iter().position(|field| field.name == "office").unwrap_or(0);
        form
    }

    /// The form of what ties the desk's person to a unit.
    pub fn relation() -> FormState {
        let ties = Tie::ALL.map(Tie::name);
        let fields = vec![
            choice("tie", &ties, true, None),
            text("unit", true, "F1", ""),
            text("text", true, "", ""),
            text("left_on", false, "2024-06-30", ""),
        ];
        FormState::new(Purpose::Relation, fields)
    }

    /// The form of a personal note on a case, with the one there is.
    pub fn note(case: &str, note: &str) -> FormState {
        FormState::new(Purpose::Note { case: case.to_owned() }, vec![text("note", false, "", note)])
    }

    /// The form of a leak to trace: a serial, or the file that came to light.
    pub fn trace() -> FormState {
        FormState::new(Purpose::Trace, vec![text("leaked", true, "ZL-EC-26-A-001", "")])
    }

    /// The form of a file that headquarters publishes.
    pub fn publish() -> FormState {
        let fields = vec![
            text("file", true, "jiangsu.toml", ""),
            text("resolution", false, "董决〔2026〕7号", ""),
        ];
        FormState::new(Purpose::Publish, fields)
    }

    /// The form of an assumed default that is confirmed, or no more.
    pub fn confirm(gaps: &[&str]) -> FormState {
        let fields = vec![
            choice("gap", gaps, true, None),
            choice("holds", &["yes", "no"], true, Some(0)),
            text("resolution", false, "董决〔2026〕7号", ""),
        ];
        FormState::new(Purpose::Confirm, fields)
    }

    /// Why headquarters sends something back.
    pub fn give_back(number: &str) -> FormState {
        let purpose = Purpose::GiveBack { number: number.to_owned() };
        FormState::new(purpose, vec![text("reasons", true, "", "")])
    }

    /// The form of a file of a register: a field for each argument of its opening.
    pub fn open_file(kind: FileKind) -> FormState {
        let arguments = kind.table().opening.map(|opening| opening.arguments).unwrap_or_default();
        let fields = arguments.iter().map(|argument| field_of(argument, &[])).collect();
        FormState::new(Purpose::OpenFile { kind }, fields)
    }

    /// The form of a row of the table of a file.
    pub fn file_act(
        number: &str,
        kind: FileKind,
        action: &'static str,
        arguments: &[Argument],
    ) -> FormState {
        let fields = arguments.iter().map(|argument| field_of(argument, &[])).collect();
        FormState::new(Purpose::FileAct { number: number.to_owned(), kind, action }, fields)
    }

    /// The form of a meeting, about a case where one is given.
    pub fn plan(case: Option<&str>, title: &str) -> FormState {
        let kinds: Vec<&str> = MeetingKind::ALL.iter().map(|kind| kind.name()).collect();
        let fields = vec![
            text("title", true, "", title),
            choice("kind", &kinds, true, Some(0)),
            text("start", true, "2026-11-25 14:00", ""),
            text("place", false, "", ""),
            text("chair", false, "", ""),
            text("recorder", false, "", ""),
            text("participants", false, "F1,F3", ""),
            text("cases", false, "XT-EC-26-A-001", case.unwrap_or_default()),
            text("follows", false, "HY-EC-26-A-001", ""),
            text("end", false, "2026-11-25 15:30", ""),
            text("convener", false, "", ""),
            choice("aim", PURPOSES, false, None),
            choice("mode", MODES, false, None),
        ];
        FormState::new(Purpose::Plan, fields)
    }

    /// What a verdict on leads asks for. `own` is the desk's region; `works` the one of the works, where it is another.
    pub fn screen(
        numbers: Vec<String>,
        verdict: Verdict,
        own: Option<RegionCode>,
        works: Option<RegionCode>,
    ) -> FormState {
        let reason = |required| text("reason", required, "", "");
        let fields = match verdict {
            Verdict::Accept => Vec::new(),
            Verdict::Irrelevant => vec![reason(true)],
            Verdict::Defer => {
                vec![text("until", true, "下周三, 3个工作日后, 2026-12-01", ""), reason(false)]
            }
            Verdict::Duplicate => {
                vec![text("duplicate_of", true, "XS-EC-26-A-001", ""), reason(false)]
            }
            Verdict::PassOn => {
                let others = RegionCode::ALL.into_iter().filter(|region| Some(*region) != own);
                let mut words: Vec<&str> = others.map(RegionCode::as_str).collect();
                if own.is_some() {
                    words.push("HQ");
                }
                words.push("KAM");
                let chosen =
                    works.and_then(|works| words.iter().position(|w| *w == works.as_str()));
                vec![choice("pass_to", &words, false, chosen), reason(false)]
            }
        };
        FormState::new(Purpose::Screen { numbers, verdict }, fields)
    }

    /// A word to watch for, with its weight.
    pub fn watch() -> FormState {
        let fields = vec![text("word", true, "", ""), text("weight", true, "10, -10, 0", "10")];
        FormState::new(Purpose::Watch, fields)
    }

    /// What a lead is to another; `likely` is what likeness proposes.
    pub fn link(number: &str, likely: Option<&Likely>) -> FormState {
        let relations = Relation::ALL.map(Relation::name);
        let proposed = likely.and_then(|likely| Relation::parse(&likely.verdict));
        let chosen = proposed.and_then(|one| Relation::ALL.iter().position(|other| *other == one));
        let other = likely.map(|likely| likely.number.as_str()).unwrap_or_default();
        let fields = vec![
            text("other", true, "XS-EC-26-A-001", other),
            choice("relation", &relations, true, chosen),
            text("reason", false, "", ""),
        ];
        FormState::new(Purpose::Link { number: number.to_owned() }, fields)
    }

    /// How a notice sheet went out.
    pub fn notice(number: &str) -> FormState {
        let fields = vec![
            choice("channel", &["mail", "letter", "phone", "chat"], true, None),
            text("cc", false, "", &COPIES.join("、")),
        ];
        FormState::new(Purpose::Notice { number: number.to_owned() }, fields)
    }

    /// The folder to exchange through.
    pub fn sync(channel: &str) -> FormState {
        FormState::new(Purpose::Sync, vec![text("folder", true, "/media/usb", channel)])
    }

    /// The path of a file to take in.
    pub fn import() -> FormState {
        FormState::new(Purpose::Import, vec![text("file", true, "notices.json", "")])
    }

    /// What the headings of a table mean; a heading that is understood is chosen already. The first choice is none.
    pub fn mapping(file: &str, headings: &[String]) -> FormState {
        let mut words = vec![NO_HEADING];
        words.extend(headings.iter().map(String::as_str));
        let field = |id: &&str| {
            let known =
                |heading: &&str| meaning(heading).is_some_and(|(column, ..)| column.id == *id);
            let chosen = words.iter().position(known);
            choice(&format!("{COLUMN}{id}"), &words, *id == "title", chosen)
        };
        let fields = ASKED.iter().map(field).collect();
        FormState::new(Purpose::Mapping { file: file.to_owned() }, fields)
    }

    /// What was entered, without empty fields.
    pub fn texts(&self) -> Texts {
        let value = |field: &Field| match &field.input {
            Input::Text(line) => {
                Some(line.text().trim().to_owned()).filter(|text| !text.is_empty())
            }
            Input::Choice { words, chosen } => {
                chosen.and_then(|index| words.get(index).cloned()).filter(|word| word != NO_HEADING)
            }
        };
        Texts(self.fields.iter().filter_map(|f| value(f).map(|v| (f.name.clone(), v))).collect())
    }

    /// Whether it signs an order, which is looked at as the page it will print before it is signed.
    pub fn is_shown_first(&self) -> bool {
        let orders = [ORDER.id, INTERIM.id];
        !self.seen
            && matches!(&self.purpose, Purpose::Act { action, .. } if orders.contains(action))
    }

    /// Required fields still empty.
    pub fn missing(&self) -> Vec<&str> {
        let texts = self.texts();
        let open = self.fields.iter().filter(|f| f.required && texts.get(&f.name).is_none());
        open.map(|field| field.name.as_str()).collect()
    }

    /// Takes an editing key in the focused field; `false` when it is none.
    pub fn press(&mut self, key: Key) -> bool {
        let taken = self.edit(key);
        self.touched |= taken;
        self.seen &= !taken;
        taken
    }

    fn edit(&mut self, key: Key) -> bool {
        let Some(field) = self.fields.get_mut(self.focus) else { return false };
        match &mut field.input {
            Input::Text(line) => line.press(key),
            Input::Choice { words, chosen } => {
                let count = words.len().max(1);
                let step = match key.code {
                    Code::Right | Code::Char(' ') => 1,
                    Code::Left => count - 1,
                    _ => return false,
                };
                *chosen = Some(
                    chosen.map_or(if step == 1 { 0 } else { count - 1 }, |at| (at + step) % count),
                );
                true
            }
        }
    }

    /// Pastes into the focused text field.
    pub fn paste(&mut self, text: &str) {
        if let Some(Field { input: Input::Text(line), .. }) = self.fields.get_mut(self.focus) {
            line.insert(text);
            self.touched = true;
        }
    }

    /// Moves to another field, around the circle.
    pub fn turn(&mut self, step: isize) {
        let count = self.fields.len().max(1) as isize;
        self.focus = (self.focus as isize + step).rem_euclid(count) as usize;
    }
}
