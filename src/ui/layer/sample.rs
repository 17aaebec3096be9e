//! A desk's answers for the tests of this folder: a lead with what is known and what is not, a case with two branches
//! of one legal person, minutes. All names are invented.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use chrono::{DateTime, NaiveDateTime, Utc};

use crate::desk::case_query::case_row;
use crate::desk::command::Screening;
use crate::desk::divergence::{Branch, Contest, Contested, Divergence, Fork, Side};
use crate::desk::fairness::{Fairness, Period};
use crate::desk::phrase::Phrase;
use crate::desk::relief::{FileDetail, FileKind, FileLimit, FileRow};
use crate::desk::service::{MinutesText, OtherText};
use crate::desk::view::{
    ActionRow, CaseDetail, CaseRow, ClaimDetail, ClaimLotRow, ClaimRow, Delivery, LeadDetail,
    LeadRow, Preview, PreviewRow, ProtectionRow, RouteRow, Triage,
};
use crate::domain::appeal::action as appeal_action;
use crate::domain::calendar::{self, Calendar};
use crate::domain::meeting::roll::Attendance;
use crate::domain::relief;

use crate::domain::case::action as case_action;
use crate::domain::case::{Case, Entry, Party, State, Trigger, timing};
use crate::domain::claim::action as claim_action;
use crate::domain::claim::{
    Claim, ClaimState, Proof, ProofKind, Submitted, TimeGrade, condition, terms, told,
};
use crate::domain::customer::find_customer;
use crate::domain::event::{Authority, Fact, Recorded};
use crate::domain::fairness::table::{discretion, limits, table};
use crate::domain::fairness::{CaseFact, How};
use crate::domain::hlc::Hlc;
use crate::domain::lead::gap::Gap;
use crate::domain::lead::score::lasting;
use crate::domain::lead::{
    Amount, Field, FieldState, Lead, Lot, LotLife, Notice, Screened, Stage, Step, Verdict,
};
use crate::domain::organisation::Seat;
use crate::domain::routing::{Facts, Table};
use crate::domain::rulebook::Rulebook;
use crate::domain::strict::Texts;
use crate::domain::subject::{Subject, SubjectKind};
use crate::domain::territory::RegionCode;
use crate::domain::why::Why;
use crate::i18n::Lang;
use crate::model::Model;
use crate::model::editor::MinutesEditor;
use crate::model::form::FormState;
use crate::model::intake::IntakeState;
use crate::model::layer::{
    CaseScreen, CaseTab, ClaimScreen, CompareState, DivergenceList, FileScreen, Layer, PageState,
    PhraseList, RollState, Signed,
};
use crate::model::line::Line;

/// What the notice says of several units of one legal person.
pub const BRANCH_CLAUSE: &str = "同一法人的分公司不得同时参加同一标段的应答";

const TITLE: &str = "甲运营商江苏公司2026年省干光缆扩容工程施工采购项目（第二次）询比公告";

/// An instant of Shanghai's wall clock.
pub fn at(text: &str) -> DateTime<Utc> {
    calendar::from_local(NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap())
}

/// A window on a Monday morning.
pub fn model(lang: Lang) -> Model {
    Model::new(lang, (80, 24), at("2026-11-23 09:12"))
}

fn subject(kind: SubjectKind, word: &str) -> Subject {
    Subject::derived(kind, &[word])
}

fn notice() -> Notice {
    let said = |text: &str, field: &str| Field::recognised(text.to_owned(), text, field);
    Notice {
        url: Some("https://example.org/notice/1".to_owned()),
        platform: None,
        customer: said("甲运营商江苏有限公司", "采购人"),
        province: said("320000", "标题"),
        category: said("询比公告", "公告类型"),
        stage: Field::recognised(Stage::Notice, "询比公告", "公告类型"),
        method: Field::not_stated(),
        project_no: said("JS-2026-042", "项目编号"),
        round: Field::recognised(2, "第二次", "标题"),
        published: Field::recognised(at("2026-11-18 09:00"), "2026年11月18日", "发布时间"),
        sale_start: Field::not_stated(),
        sale_end: Field::not_stated(),
        deadline: Field::to_review("11月30日", "截止时间"),
        budget: Field::recognised(
            Amount { fen: 185_000_000, tax_included: None },
            "185万元",
            "预算",
        ),
        content: said("省干光缆扩容约120公里，含管道、杆路与成端。", "采购内容"),
        qualification: Field::attachment_pending("详见附件", "资格要求"),
        performance: Field::not_stated(),
        branch_clause: said(BRANCH_CLAUSE, "资格要求"),
        lots: vec![
            Lot { id: "1".to_owned(), title: "苏南".to_owned(), budget: None },
            Lot { id: "2".to_owned(), title: String::new(), budget: None },
        ],
        ..Notice::bare("sample-1".to_owned(), TITLE.to_owned())
    }
}

fn lead() -> Lead {
    Lead {
        works: Some(RegionCode::EC).into(),
        subject: subject(SubjectKind::Lead, "1"),
        number: "XS-EC-26-A-007".to_owned(),
        notice: notice(),
        other_versions: 1,
        kept_both: 1,
        captured_at: at("2026-11-18 10:00"),
        verdict: Some(Screened::new(Verdict::Defer, Some("等附件".to_owned()))),
        passed_on: Vec::new(),
        lives: Vec::new(),
    }
}

fn lead_row(lead: &Lead) -> LeadRow {
    LeadRow {
        subject: lead.subject,
        number: lead.number.clone(),
        title: TITLE.to_owned(),
        customer: lead.notice.customer.value.clone(),
        province: Some("320000".to_owned()),
        city: None,
        category: None,
        project_no: None,
        published: lead.notice.published.value,
        sale_end: None,
        deadline: None,
        deadline_state: FieldState::ToReview,
        budget_fen: Some(185_000_000),
        url: None,
        lots: vec!["1".to_owned(), "2".to_owned()],
        content: None,
        number_joins: false,
        kept_both: 0,
        asked: false,
        likely: None,
        verdict: Some(Verdict::Defer),
        claims: 2,
        in_conflict: true,
        delivery: Delivery::Exported,
        found: None,
        triage: triage(lead),
    }
}

/// Everything that the inbox may say of a lead.
fn triage(lead: &Lead) -> Triage {
    Triage {
        missing: vec![Gap::Deadline, Gap::SaleEnd],
        hard_stop: lead.notice.hard_stop(Calendar::bundled()),
        score: 31,
        reasons: lasting(&lead.notice, true, &[]),
        ..Triage::default()
    }
}

/// Where the lead goes.
fn routes() -> Vec<RouteRow> {
    let facts = Facts {
        works: Some((Seat::Region(RegionCode::EC), true)),
        customer: find_customer("移动"),
        post_recorded: false,
        own: Some(RegionCode::EC),
    };
    let routes = Table::bundled().route(&facts, "sales").into_iter();
    routes.map(|route| RouteRow { route, holder: None }).collect()
}

/// A verdict on two leads, one of which it is not possible for.
fn preview() -> Preview {
    let row = |number: &str, becomes| PreviewRow {
        number: number.to_owned(),
        title: TITLE.to_owned(),
        from: None,
        becomes,
    };
    let number = "XS-EC-26-A-007";
    let refused = Why::plain("lead-claimed").with("number", "XS-EC-26-A-008").with("n", "2");
    let reason = Some("不属施工".to_owned());
    Preview {
        screening: Screening::of_one(number, Verdict::Irrelevant, reason.clone()),
        rows: vec![
            row(number, Ok(Screened::new(Verdict::Irrelevant, reason))),
            row("XS-EC-26-A-008", Err(vec![refused])),
        ],
    }
}

fn claims() -> Vec<ClaimRow> {
    let claim = |unit: &str, number: &str, when: &str, grade: TimeGrade, basis: &str| ClaimRow {
        subject: subject(SubjectKind::Claim, unit),
        number: number.to_owned(),
        lead: "XS-EC-26-A-007".to_owned(),
        lots: vec!["1".to_owned()],
        unit: unit.to_owned(),
        basis: basis.to_owned(),
        claimant: None,
        claimed_at: at(when),
        time_grade: grade,
        backdated: false,
        legal_entity: "LE0".to_owned(),
        stage: None,
        state: ClaimState::Submitted,
        live: true,
        standing: vec![ClaimLotRow {
            lot: "1".to_owned(),
            state: ClaimState::Submitted,
            contested: Vec::new(),
            until: None,
            rank: Some(1),
            tied: false,
            why: Some(Why::rule("rank-alone", "G18").with("at", when).with("grade", "A")),
        }],
        cross_entity: false,
        reason: None,
        delivery: Delivery::Local,
    };
    vec![
        claim(
            "F1",
            "BB-EC-26-A-011",
            "2026-11-19 10:00",
            TimeGrade::A,
            "九月已踏勘全线，有客户签字的记录",
        ),
        claim("F3", "BB-EC-26-A-012", "2026-11-20 16:30", TimeGrade::D, "在建一期工程"),
    ]
}

fn lives() -> Vec<LotLife> {
    let life = |unit: Option<&str>, step, note: Option<&str>| LotLife {
        lot: "1".to_owned(),
        unit: unit.map(str::to_owned),
        step,
        note: note.map(str::to_owned),
        at: at("2026-11-21 09:00"),
        contested: Vec::new(),
    };
    vec![life(Some("F1"), Step::DocsBought, None), life(None, Step::Cancelled, Some("预算调整"))]
}

/// A claim that was reported with little, and what may be done to it.
fn claim_screen() -> ClaimScreen {
    let submitted = Submitted {
        number: "BB-EC-26-A-011".to_owned(),
        lead: subject(SubjectKind::Lead, "1"),
        lots: vec!["1".to_owned()],
        unit: "F1".to_owned(),
        legal_entity: "LE0".to_owned(),
        claimant: Some("沈砚".to_owned()),
        basis: "九月已踏勘全线".to_owned(),
        customer: None,
        site: Some("江苏".to_owned()),
        scope: None,
        origin: None,
        stage: None,
        proofs: vec![Proof::bare(ProofKind::Mail, at("2026-11-19 10:00"))],
        recorded_at: at("2026-11-19 11:00"),
        device_seq: 1,
        draft: false,
        refiles: None,
    };
    let event = Recorded {
        id: "sha256:1".to_owned(),
        subject: subject(SubjectKind::Claim, "F1"),
        base: Vec::new(),
        hlc: Hlc::default().tick(at("2026-11-19 11:00")),
        actor: "赵一".to_owned(),
        office: String::new(),
        author: "desk".to_owned(),
        authority: Authority::Region(RegionCode::EC),
        fact: Fact::ClaimSubmitted(submitted),
        parts: Vec::new(),
    };
    let claim = Claim::fold(&[event], Some(RegionCode::EC)).unwrap();
    let lead = lead();
    let situation = claim_action::Situation {
        claim: &claim,
        authority: Authority::Region(RegionCode::EC),
        now: at("2026-11-23 09:12"),
        lead: Some(&lead),
        unit: None,
        barred_by: None,
        rivals: &[],
        cases: &[],
        terms: &terms::DEFAULT,
        calendar: Calendar::bundled(),
    };
    let actions = claim_action::ACTIONS
        .iter()
        .map(|action| ActionRow {
            id: action.id,
            unmet: action.unmet(&situation),
            arguments: action.arguments,
        })
        .collect();
    let detail = ClaimDetail {
        row: claims().remove(0),
        title: TITLE.to_owned(),
        contact: None,
        offered: vec![Some("邮件正文".to_owned())],
        refiles: None,
        refiled_by: vec!["BB-EC-26-A-019".to_owned()],
        suggested: Vec::new(),
        missing: condition::missing(&situation),
        actions,
        told: told::told(&claim, at("2026-11-23 09:12"), false),
        claim,
    };
    ClaimScreen { detail, action: 3, scroll: 0 }
}

/// A contested appeal and a forked log.
fn divergences() -> DivergenceList {
    let side = |state, action, entry, office: &str, why| Side {
        state,
        entry,
        action,
        at: at("2026-11-23 09:12"),
        actor: "赵一".to_owned(),
        office: office.to_owned(),
        args: Texts::from([("reasons", why)]),
    };
    let sides = vec![
        side(
            "ordered",
            "order",
            7,
            "华东大区经理",
            "首报在先，客户书面确认由一分公司牵头；三分公司未能举证",
        ),
        side("escalated", "escalate", 8, "总部市场部", "涉及两个大区，提级办理"),
    ];
    let number = "XT-EC-26-A-042".to_owned();
    let (kind, unmet) = (Contested::Case, vec![Why::plain("nothing-selected")]);
    let branch = |hours: u8, events| Branch {
        id: format!("sha256:{}", "5e".repeat(32)),
        made: format!("2026-11-23T{hours:02}:00:00Z"),
        events,
    };
    let fork = Fork {
        desk: "华东甲".to_owned(),
        ended: false,
        seq: 4,
        branches: vec![branch(1, 3), branch(2, 1)],
    };
    let rows =
        vec![Divergence::Contest(Contest { kind, number, sides, unmet }), Divergence::Fork(fork)];
    DivergenceList { rows, side: 1, ..DivergenceList::default() }
}

fn protection() -> ProtectionRow {
    let until = at("2026-12-01 09:00");
    ProtectionRow { claim: claims().remove(0), title: TITLE.to_owned(), until, actions: Vec::new() }
}

/// A case just found, with every row of the action table as it stands for the desk of 华东.
pub fn case_screen() -> CaseScreen {
    let lead = lead();
    let party = |unit: &str| Party {
        unit: unit.to_owned(),
        legal_entity: "LE0".to_owned(),
        claim: Some(subject(SubjectKind::Claim, unit)),
    };
    let entry = |action: &'static str, when: &str, args: Texts| Entry {
        limit: None,
        event: format!("sha256:{action}"),
        action,
        at: at(when),
        actor: "赵一".to_owned(),
        office: "大区经理".to_owned(),
        args,
        parts: Vec::new(),
        file: None,
        copy: None,
        frozen: None,
        known: Vec::new(),
        because: None,
        rulebase: None,
        in_power: true,
        counts: true,
    };
    let statement =
        Texts::from([("party", "F1，F3"), ("text", "双方均称先踏勘"), ("result", "open")]);
    let calendar = Calendar::bundled();
    let case = Case {
        subject: subject(SubjectKind::Conflict, "1"),
        number: "XT-EC-26-A-042".to_owned(),
        lead: lead.subject,
        lot: "1".to_owned(),
        round: 2,
        trigger: Trigger::Claims,
        parties: vec![party("F1"), party("F3")],
        owner: Some(RegionCode::EC),
        detected_at: at("2026-11-20 17:00"),
        state: State::Detected,
        contested: Vec::new(),
        rivals: Vec::new(),
        track: None,
        trunk: false,
        decision: None,
        paused_from: None,
        closing: None,
        reasons: None,
        hard_stop: lead.notice.hard_stop(calendar),
        timeline: vec![
            entry("detect", "2026-11-20 17:00", Texts::default()),
            entry("statement", "2026-11-21 09:30", statement),
        ],
    };
    let (authority, now) = (Authority::Region(RegionCode::EC), at("2026-11-23 09:12"));
    let (calendar, book) = (Calendar::bundled(), Rulebook::bundled());
    let situation =
        case_action::Situation { case: &case, authority, now, calendar, book, bonds: &[] };
    let row = case_row(&situation, Some(&lead), Delivery::Received);
    let row = CaseRow { contested: vec![State::Detected, State::Withdrawn], ..row };
    let limits = timing::record(&case, now, calendar);
    let (lead, claims) = (Some(lead), claims());
    let detail = CaseDetail {
        row,
        case,
        lead,
        claims,
        limits,
        merged: Vec::new(),
        basis: None,
        precedents: Vec::new(),
        note: None,
    };
    CaseScreen { detail, tab: CaseTab::Facts, action: 1, scroll: 0 }
}

/// An appeal that the committee took up.
fn file() -> FileScreen {
    let entry = |action: &'static str, when: &str, args: Texts| relief::Entry {
        event: format!("sha256:{action}"),
        action,
        at: at(when),
        actor: "赵一".to_owned(),
        office: "大区经理".to_owned(),
        args,
        parts: Vec::new(),
        rulebase: None,
        in_power: true,
        counts: action != "stay",
    };
    let row = FileRow {
        subject: subject(SubjectKind::Appeal, "1"),
        kind: FileKind::Appeal,
        number: "SS-EC-26-A-003".to_owned(),
        case: Some("XT-EC-26-A-042".to_owned()),
        concerns: "F3".to_owned(),
        state: "accepted",
        open: true,
        opened_at: at("2026-11-20 17:00"),
        measure: None,
        delivery: Delivery::Received,
    };
    let limit = FileLimit {
        step: "dossier",
        due: Some(at("2026-11-23 17:30")),
        done: None,
        verdict: timing::Verdict::Running,
    };
    let actions = appeal_action::ACTIONS.iter().map(|row| ActionRow {
        id: row.id,
        unmet: if row.id == "dossier" { Vec::new() } else { vec![Why::plain("contested")] },
        arguments: row.arguments,
    });
    let detail = FileDetail {
        notes: Vec::new(),
        contested: Vec::new(),
        impact: None,
        numbers: Default::default(),
        row,
        said: vec![("request", "请求变更".to_owned())],
        timeline: vec![
            entry("file", "2026-11-20 17:00", Texts::default()),
            entry("accept", "2026-11-21 09:30", Texts::from([("note", "受理")])),
            entry("stay", "2026-11-21 10:30", Texts::from([("reasons", "售卖在即")])),
        ],
        limits: vec![limit],
        actions: actions.collect(),
        meeting: None,
    };
    FileScreen { detail, action: 2, scroll: 0 }
}

fn roll() -> RollState {
    let of = |person: &str, invited: bool, presence: Option<&str>| Attendance {
        person: person.to_owned(),
        invited,
        presence: presence.map(str::to_owned),
        minutes: (presence == Some("came_late")).then_some(10),
        proxy: None,
        reasons: None,
    };
    let rows = vec![
        of("F1", true, Some("present")),
        of("李工", true, Some("came_late")),
        of("王总", false, Some("absent")),
        of("小周", true, None),
    ];
    RollState { number: "HY-EC-26-A-003".to_owned(), rows, selected: 1 }
}

const PAGE: &str = "# 草稿，未签发\n\n# 指令\n\n> 冲突编号 XT-EC-26-A-042\n\n## 决定\n\n- 牵头：一分公司\n\n| 步骤 | 截止 |\n|---|---|\n| 受理 | 2026-11-20 |\n\n---\n\n> 赵一\n";

/// Eight cases that one of two branches won.
fn fairness() -> Fairness {
    let fact = CaseFact {
        decided_at: Some(at("2026-11-20 17:00")),
        parties: vec!["F1".to_owned(), "F3".to_owned()],
        favoured: vec!["F1".to_owned()],
        how: Some(How::Ordered),
        minutes: Some(620),
        value_fen: Some(1_000_000),
        ..CaseFact::default()
    };
    let (facts, claims) = (vec![fact; 8], std::collections::BTreeMap::new());
    Fairness {
        period: Period::default(),
        table: table(&facts, &claims),
        discretion: discretion(&facts[..3], &claims),
        limits: limits(&facts, Some(480)),
    }
}

/// One of each layer, the case with each of its tabs.
pub fn layers() -> Vec<Layer> {
    let (lots, units) = (["1".to_owned()], ["F1".to_owned()]);
    let mut form = FormState::claim("XS-EC-26-A-007", &lots, &units, "甲运营商", "江苏");
    form.refusals = vec![Why::rule("not-heard", "SCXT-8").with("units", "F1、F3")];
    let lead = lead();
    let detail = LeadDetail {
        row: lead_row(&lead),
        lead,
        claims: claims(),
        likely: Vec::new(),
        links: Vec::new(),
        lives: lives(),
        routes: routes(),
        report_by: at("2026-11-19 10:00"),
    };
    let minutes = MinutesText {
        meeting: subject(SubjectKind::Meeting, "1"),
        number: "HY-EC-26-A-003".to_owned(),
        title: "省干项目协调会".to_owned(),
        text: "# 省干项目协调\n@张工：一分公司已于9月踏勘\n\n！由一分公司牵头".to_owned(),
        saved: None,
        before: None,
        version: 2,
        is_draft: true,
        about: None,
        others: Vec::new(),
    };
    let mut intake = IntakeState::default();
    intake.paste("江苏移动2026年线路施工询比，编号 JS-2026-1，预算约320万", at("2026-11-23 09:12"));
    let mut layers = vec![
        Layer::Intake(Box::default()),
        Layer::Intake(Box::new(intake)),
        Layer::Help { scroll: 7 },
        Layer::Palette { query: Line::new("xt"), selected: 1 },
        Layer::Search { query: Line::new("江苏移动") },
        Layer::Form(form),
        Layer::Form(FormState::plan(Some("XT-EC-26-A-042"), TITLE)),
        Layer::Lead { detail: Box::new(detail.clone()), scroll: 3, claim: None },
        Layer::Lead { detail: Box::new(detail), scroll: 0, claim: Some(1) },
        Layer::Claim(Box::new(claim_screen())),
        Layer::Protections { rows: vec![protection()], days: 30, selected: 0 },
        Layer::Protections { rows: Vec::new(), days: 30, selected: 0 },
        Layer::Files { group: 0, rows: vec![file().detail.row], selected: 0 },
        Layer::Files { group: 1, rows: Vec::new(), selected: 0 },
        Layer::Divergences(Box::new(divergences())),
        Layer::Divergences(Box::new(DivergenceList { selected: 1, ..divergences() })),
        Layer::Divergences(Box::default()),
        Layer::Roll(Box::new(roll())),
        Layer::Phrases(Box::new(PhraseList {
            query: Line::new("qt"),
            rows: vec![
                Phrase { text: "！由…牵头，…配合".to_owned(), own: true },
                Phrase { text: "会议由…主持".to_owned(), own: false },
            ],
            selected: 0,
        })),
        Layer::Compare(Box::new(CompareState {
            own: "一\n由一分公司牵头\n三".to_owned(),
            other: OtherText {
                version: 2,
                saved_at: at("2026-11-23 09:12"),
                text: "一\n由三分公司牵头\n三\n四".to_owned(),
            },
            scroll: 0,
        })),
        Layer::File(Box::new(file())),
        Layer::Page(Box::new(PageState {
            title: "layer-page-sign",
            text: PAGE.to_owned(),
            scroll: 0,
            signs: Some(Signed::Form),
        })),
        Layer::Fairness { report: Box::new(fairness()), scroll: 0 },
        Layer::Form(FormState::watch()),
        Layer::Preview { preview: Box::new(preview()), scroll: 1, waiting: false },
        Layer::Editor(Box::new(MinutesEditor::open(minutes))),
    ];
    for tab in CaseTab::ALL {
        let screen = CaseScreen { tab, scroll: 2, ..case_screen() };
        layers.push(Layer::Case(Box::new(screen)));
    }
    layers
}
