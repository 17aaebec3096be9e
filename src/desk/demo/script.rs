//! The story of the demo: what is claimed, decided, convened and sent, and when.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Deserialize;

use crate::domain::claim::{Origin, ProofKind};
use crate::domain::meeting::MeetingKind;

use super::super::DeskError;
use super::month::Month;
use super::sheet;

/// When notices are taken in. The last one is this morning's, whenever the demo is shown.
const INTAKES: [&str; 16] = [
    "b-20 08:40",
    "b-18 08:40",
    "b-16 08:40",
    "b-14 08:40",
    "b-12 08:40",
    "b-10 08:40",
    "b-9 08:40",
    "b-8 08:40",
    "b-7 08:40",
    "b-6 08:40",
    "b-5 08:40",
    "b-4 08:40",
    "b-3 08:40",
    "b-2 08:40",
    "b-1 08:40",
    "m-20",
];

/// How long after an intake the inbox is gone through.
const TRIAGE: &str = "m+2";

/// The first bundle leaves; headquarters answers; the answer comes in.
const ANSWERED: [&str; 3] = ["b-6 17:40", "b-6 18:30", "b-5 08:30"];

/// The second bundle leaves, and nothing has come back yet.
const UNANSWERED: &str = "b-2 17:45";

/// Everything that is done.
#[derive(Debug)]
pub(super) struct Script {
    /// Tenders that somebody claims, with what became of it.
    pub(super) matters: Vec<Matter>,
    /// Meetings.
    pub(super) meetings: Vec<MeetingPlan>,
    /// Files of the registers.
    files: Vec<FilePlan>,
    /// How far units are with lots.
    progress: Vec<ProgressPlan>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Matters {
    matter: Vec<Matter>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Meetings {
    meeting: Vec<MeetingPlan>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Registers {
    file: Vec<FilePlan>,
    progress: Vec<ProgressPlan>,
}

/// A file of a register, with what becomes of it.
#[derive(Debug, Deserialize)]
pub(super) struct FilePlan {
    /// Its name in the demo's files.
    pub(super) key: String,
    /// Which register.
    pub(super) kind: String,
    /// When it is opened.
    pub(super) at: String,
    /// Rows of its table.
    #[serde(default)]
    pub(super) act: Vec<ActRow>,
    /// Arguments by name.
    #[serde(flatten)]
    pub(super) args: BTreeMap<String, String>,
}

/// The way of a unit through a tender.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProgressPlan {
    /// Key of the tender.
    pub(super) lead: String,
    /// The lot; `0` for the undivided whole.
    #[serde(default = "whole")]
    pub(super) lot: String,
    /// Unit code.
    pub(super) unit: String,
    /// The steps.
    pub(super) steps: Vec<ProgressRow>,
}

/// One of them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProgressRow {
    /// When.
    pub(super) at: String,
    /// The step's word.
    pub(super) to: String,
}

/// Claims on one lot of one tender, and the acts on the case between them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Matter {
    /// Key of the tender.
    pub(super) lead: String,
    /// The lot; `0` for the undivided whole.
    #[serde(default = "whole")]
    pub(super) lot: String,
    /// Claims.
    #[serde(default)]
    pub(super) claim: Vec<ClaimRow>,
    /// Acts.
    #[serde(default)]
    pub(super) act: Vec<ActRow>,
    /// Acts on the claims.
    #[serde(default)]
    pub(super) claim_act: Vec<ClaimActRow>,
}

fn whole() -> String {
    "0".to_owned()
}

/// A claim.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClaimRow {
    /// When it is recorded.
    pub(super) at: String,
    /// Unit code.
    pub(super) unit: String,
    /// Who reported.
    pub(super) who: Option<String>,
    /// On what it rests.
    pub(super) basis: String,
    /// How its time is proven, if at all.
    pub(super) proof: Option<ProofKind>,
    /// The instant that the proof names.
    pub(super) seen: Option<String>,
    /// What a person may look up.
    #[serde(rename = "ref")]
    pub(super) reference: Option<String>,
    /// The customer.
    pub(super) customer: Option<String>,
    /// Where the works are.
    pub(super) site: Option<String>,
    /// What the unit goes for.
    pub(super) scope: Option<String>,
    /// Whether it was come by lawfully.
    pub(super) origin: Option<Origin>,
}

/// A row of the claim table, with what is entered.
#[derive(Debug, Deserialize)]
pub(super) struct ClaimActRow {
    /// When.
    pub(super) at: String,
    /// Whose claim.
    pub(super) unit: String,
    /// Row id.
    #[serde(rename = "do")]
    pub(super) action: String,
    /// Arguments by name.
    #[serde(flatten)]
    pub(super) args: BTreeMap<String, String>,
}

/// A row of the action table, with what is entered.
#[derive(Debug, Deserialize)]
pub(super) struct ActRow {
    /// When.
    pub(super) at: String,
    /// Action id.
    #[serde(rename = "do")]
    pub(super) action: String,
    /// Arguments by name.
    #[serde(flatten)]
    pub(super) args: BTreeMap<String, String>,
}

/// A meeting with its notice and its minutes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MeetingPlan {
    /// Its name in the demo's files.
    pub(super) key: String,
    /// When it is planned.
    pub(super) at: String,
    /// Kind.
    pub(super) kind: MeetingKind,
    /// Title.
    pub(super) title: String,
    /// Start.
    pub(super) start: String,
    /// Where.
    pub(super) place: Option<String>,
    /// Who presides.
    pub(super) chair: Option<String>,
    /// Who writes.
    pub(super) recorder: Option<String>,
    /// Who is invited.
    #[serde(default)]
    pub(super) participants: Vec<String>,
    /// Keys of the tenders whose cases it is about.
    #[serde(default)]
    pub(super) about: Vec<String>,
    /// When the notice goes out, if it does.
    pub(super) noticed: Option<String>,
    /// By which way.
    #[serde(default)]
    pub(super) channel: String,
    /// Saved versions of the minutes.
    #[serde(default)]
    pub(super) minutes: Vec<MinutesRow>,
    /// What is being typed and not saved.
    pub(super) draft: Option<MinutesRow>,
}

/// A text of minutes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MinutesRow {
    /// When it is saved or kept.
    pub(super) at: String,
    /// The text.
    pub(super) text: String,
}

/// One thing done at one time.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step<'a> {
    /// What was published since is taken in.
    TakeIn,
    /// The inbox is gone through.
    Triage,
    /// A claim is recorded.
    Claim(&'a Matter, &'a ClaimRow),
    /// A row of the action table is performed.
    Act(&'a Matter, &'a ActRow),
    /// A row of the claim table is performed.
    ClaimAct(&'a Matter, &'a ClaimActRow),
    /// A meeting is planned.
    Plan(&'a MeetingPlan),
    /// Its notice goes out.
    Notice(&'a MeetingPlan),
    /// Its minutes are saved.
    Minutes(&'a MeetingPlan, &'a MinutesRow),
    /// Its minutes are being typed.
    Draft(&'a MeetingPlan, &'a MinutesRow),
    /// A file of a register is opened.
    Open(&'a FilePlan),
    /// A row of its table is performed.
    ActOnFile(&'a FilePlan, &'a ActRow),
    /// A unit is so far with a lot.
    Progress(&'a ProgressPlan, &'a ProgressRow),
    /// A bundle leaves, by this name.
    Send(&'static str),
    /// Headquarters takes the first bundle in and answers.
    Answer,
    /// The answer comes in.
    Hear,
}

/// The name of the bundle that is answered.
pub(super) const FIRST: &str = "to-hq-1.daqu";

/// The name of the bundle that is not answered yet.
const SECOND: &str = "to-hq-2.daqu";

impl Script {
    /// Reads the story.
    pub(super) fn read() -> Result<Script, DeskError> {
        let Matters { matter } =
            sheet("matters", include_str!("../../../assets/demo/matters.toml"))?;
        let Meetings { meeting } =
            sheet("meetings", include_str!("../../../assets/demo/meetings.toml"))?;
        let Registers { file, progress } =
            sheet("registers", include_str!("../../../assets/demo/registers.toml"))?;
        Ok(Script { matters: matter, meetings: meeting, files: file, progress })
    }

    /// The lot of a tender that the story is about.
    pub(super) fn lot(&self, lead: &str) -> &str {
        let matter = self.matters.iter().find(|matter| matter.lead == lead);
        matter.map_or("0", |matter| matter.lot.as_str())
    }

    /// Every step in the order of time.
    pub(super) fn steps(&self, month: Month) -> Result<Vec<(DateTime<Utc>, Step<'_>)>, DeskError> {
        let mut steps = Vec::new();
        for intake in INTAKES {
            steps.push((month.at(intake)?, Step::TakeIn));
            steps.push((month.at(&format!("{intake} {TRIAGE}"))?, Step::Triage));
        }
        for matter in &self.matters {
            for claim in &matter.claim {
                steps.push((month.at(&claim.at)?, Step::Claim(matter, claim)));
            }
            for act in &matter.act {
                steps.push((month.at(&act.at)?, Step::Act(matter, act)));
            }
            for act in &matter.claim_act {
                steps.push((month.at(&act.at)?, Step::ClaimAct(matter, act)));
            }
        }
        for meeting in &self.meetings {
            steps.push((month.at(&meeting.at)?, Step::Plan(meeting)));
            if let Some(noticed) = &meeting.noticed {
                steps.push((month.at(noticed)?, Step::Notice(meeting)));
            }
            for minutes in &meeting.minutes {
                steps.push((month.at(&minutes.at)?, Step::Minutes(meeting, minutes)));
            }
            if let Some(draft) = &meeting.draft {
                steps.push((month.at(&draft.at)?, Step::Draft(meeting, draft)));
            }
        }
        for file in &self.files {
            steps.push((month.at(&file.at)?, Step::Open(file)));
            for act in &file.act {
                steps.push((month.at(&act.at)?, Step::ActOnFile(file, act)));
            }
        }
        for plan in &self.progress {
            for row in &plan.steps {
                steps.push((month.at(&row.at)?, Step::Progress(plan, row)));
            }
        }
        let [sent, answered, heard] = ANSWERED;
        steps.push((month.at(sent)?, Step::Send(FIRST)));
        steps.push((month.at(answered)?, Step::Answer));
        steps.push((month.at(heard)?, Step::Hear));
        steps.push((month.at(UNANSWERED)?, Step::Send(SECOND)));
        // Stable: of two things at one time the one written first comes first.
        steps.sort_by_key(|(at, _)| *at);
        Ok(steps)
    }
}
