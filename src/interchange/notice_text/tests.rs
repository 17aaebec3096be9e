#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;
use crate::domain::calendar::local;
use crate::domain::hard_stop::MethodKind;
use crate::domain::lead::{FieldState, Stage};

fn now() -> Option<DateTime<Utc>> {
    "2026-11-23T01:12:00Z".parse().ok()
}

fn read_now(raw: &str) -> (String, Reading) {
    let text = cleaned(raw);
    let reading = read(&text, now()).expect("something is recognised");
    (text, reading)
}

fn at(field: &Field<DateTime<Utc>>) -> Option<String> {
    field.value.map(|at| local(at).format("%m-%d %H:%M").to_string())
}

/// The words a field was read from stand where it says.
fn every_span_fits(text: &str, notice: &Notice) {
    for field in notice.fields() {
        let Some(span) = field.span() else { continue };
        let words = text.get(span).unwrap_or_else(|| panic!("{}", field.name));
        assert!(words.starts_with(field.text.unwrap_or_default()), "{}: {words}", field.name);
    }
}

const MESSAGE: &str = "江苏移动苏州分公司 2026年传输线路施工询比，编号 JSYD-2026-0312，预算约320万（不含税），\
                       12月3日17:00前买标书，12月10日9:30开标，不接受联合体";

const PAGE: &str = "某采购平台
首页 > 采购公告 > 正文
中国铁塔股份有限公司苏州市分公司2026年机房配套改造施工项目（第二次）询比公告
发布时间：2026-11-20 16:05:30
一、项目概况
项目编号：CGGG0001202611200000001
采 购 人：中国铁塔股份有限公司苏州市分公司
采购代理机构：某某招标代理有限公司
建设地点：江苏省苏州市吴江区
采购内容：标段一：机房改造，预算120万元（不含税）；标段二：电力引入，预算80万元（不含税）。
预算金额（万元，不含税）：200
最高限价：190万元（不含税）
二、供应商资格要求
2.1 独立法人。同一法人下属的不同分支机构不得参加同一标段响应。
2.2 分支机构参与响应的，应提供所属法人的有效授权。
2.3 本项目不接受联合体响应。
三、采购文件的获取
采购文件获取时间：2026年11月21日9时至11月25日17时（北京时间）
四、响应文件的递交
递交响应文件的截止时间（即开标时间）为2026年12月2日09时30分，地点为平台。
五、联系方式
联系人：某某  电话：13800000000
";

#[test]
fn a_message_of_one_line_is_read_field_by_field() {
    let (text, Reading { notice, proposals, .. }) = read_now(MESSAGE);
    every_span_fits(&text, &notice);
    assert_eq!(notice.title, "江苏移动苏州分公司 2026年传输线路施工询比");
    assert_eq!(notice.project_no.value.as_deref(), Some("JSYD-2026-0312"));
    assert_eq!(notice.customer.value.as_deref(), Some("中国移动"));
    assert_eq!(notice.customer_unit.value.as_deref(), Some("江苏移动苏州分公司"));
    assert_eq!(notice.province.value.as_deref(), Some("320000"));
    assert_eq!(notice.city.value.as_deref(), Some("320500"));
    assert_eq!(notice.method.value, Some(MethodKind::Comparison));
    assert_eq!(at(&notice.sale_end).as_deref(), Some("12-03 17:00"));
    assert_eq!(at(&notice.opening).as_deref(), Some("12-10 09:30"));
    assert_eq!(notice.deadline, Field::not_stated(), "an opening is no deadline");
    assert_eq!(notice.consortium.value, Some(false));
    assert_eq!(notice.budget.state, FieldState::ToReview, "约 is not exact");
    assert_eq!(proposals, [("budget", "320.00万元（不含税）".to_owned())]);
    assert_eq!(notice.number_scheme.unwrap().numbers, Numbers::Unknown);
}

#[test]
fn a_page_is_read_with_its_sections() {
    let (text, Reading { notice, .. }) = read_now(PAGE);
    every_span_fits(&text, &notice);
    assert!(notice.title.ends_with("询比公告"), "{}", notice.title);
    assert_eq!((notice.stage.value, notice.round.value), (Some(Stage::Notice), Some(2)));
    assert_eq!(notice.customer.value.as_deref(), Some("中国铁塔"));
    assert_eq!(notice.customer_unit.value.as_deref(), Some("中国铁塔股份有限公司苏州市分公司"));
    assert_eq!(notice.agency.value.as_deref(), Some("某某招标代理有限公司"));
    assert_eq!(notice.city.value.as_deref(), Some("320500"));
    assert_eq!(at(&notice.published).as_deref(), Some("11-20 16:05"));
    assert_eq!(at(&notice.sale_start).as_deref(), Some("11-21 09:00"));
    assert_eq!(at(&notice.sale_end).as_deref(), Some("11-25 17:00"));
    assert_eq!(at(&notice.deadline).as_deref(), Some("12-02 09:30"));
    assert_eq!(notice.opening.value, notice.deadline.value);
    let budget = notice.budget.value.unwrap();
    assert_eq!((budget.fen, budget.tax_included), (200_000_000, Some(false)));
    assert_eq!(notice.cap.value.unwrap().fen, 190_000_000);
    let lots: Vec<(&str, i64)> =
        notice.lots.iter().map(|lot| (lot.id.as_str(), lot.budget.unwrap().fen)).collect();
    assert_eq!(lots, [("1", 120_000_000), ("2", 80_000_000)]);
    assert!(notice.branch_clause.value.unwrap().contains("不同分支机构不得"));
    assert!(notice.authorisation.value.unwrap().contains("所属法人的有效授权"));
    assert_eq!(notice.consortium.value, Some(false));
    assert_eq!(notice.number_scheme.unwrap().numbers, Numbers::Notice);
    let whole = serde_json::to_string(&read_now(PAGE).1.notice).unwrap();
    assert!(!whole.contains("13800000000"), "a telephone number is no field");
}

#[test]
fn the_budget_of_one_lot_is_the_lots_unless_the_notice_is_about_just_this_one() {
    let one = "2026年江苏移动苏州分公司管道施工（标段2）询比公告，预算80万元，编号A-1234";
    let notice = read_now(one).1.notice;
    assert_eq!(notice.budget.value.map(|sum| sum.fen), Some(80_000_000));
    assert_eq!(
        notice.customer_unit.value.as_deref(),
        Some("江苏移动苏州分公司"),
        "not 年江苏移动…"
    );
    let two = "江苏移动管道施工询比公告。标段1：甲地，预算80万元；标段2：乙地，预算70万元";
    let notice = read_now(two).1.notice;
    assert_eq!((notice.budget.state, notice.lots.len()), (FieldState::NotStated, 2));
    assert!(notice.lots.iter().all(|lot| lot.budget.is_some()));
}

#[test]
fn what_is_elsewhere_unclear_or_contradictory_is_said_so() {
    let (_, Reading { notice, .. }) = read_now(
        "某地线路施工招标公告\n预算：详见采购文件\n投标截止时间：2026年12月10日9时\n开标时间：另行通知\n\
         投标截止时间：2026年12月11日9时\n文件获取时间：2026年11月21日至2026年11月25日\n限价：120元/米",
    );
    assert_eq!(notice.budget.state, FieldState::AttachmentPending);
    assert_eq!(notice.deadline.state, FieldState::ToReview, "two deadlines");
    assert_eq!(notice.opening.state, FieldState::ToReview);
    assert_eq!(notice.sale_end.state, FieldState::ToReview, "days without hours");
    assert_eq!(notice.cap.state, FieldState::ToReview, "a price per metre");
    assert_eq!(notice.agency.state, FieldState::NotStated);
}

#[test]
fn a_year_that_is_left_out_needs_a_day_of_reading() {
    let text = cleaned(MESSAGE);
    let notice = read(&text, None).unwrap().notice;
    assert_eq!(notice.sale_end.state, FieldState::ToReview);
    let published = format!("{text}\n发布日期：2026年11月20日");
    let notice = read(&published, None).unwrap().notice;
    assert_eq!(at(&notice.sale_end).as_deref(), Some("12-03 17:00"), "dated by its publication");
}

#[test]
fn odd_texts_are_refused_or_read_without_harm() {
    for raw in ["", "   \n", "🙂🙂🙂", "你好\n在吗", "\u{1b}[2J\u{7}", "12345"] {
        assert_eq!(read(&cleaned(raw), now()), None, "{raw:?}");
    }
    let turned =
        format!("项目编号：A\u{202e}-1234\u{0}\r\n采购人：某某公司\n{}", "长".repeat(60_000));
    let (text, Reading { notice, .. }) = read_now(&turned);
    every_span_fits(&text, &notice);
    assert!(!text.contains('\u{202e}'));
}

#[test]
fn the_same_words_have_the_same_identity() {
    let identity = |raw: &str| read_now(raw).1.notice.identity;
    assert_eq!(identity(MESSAGE), identity(&format!("\r\n{MESSAGE}\r\n")));
    let unnumbered = "江苏移动2026年传输线路施工询比，不接受联合体";
    assert_eq!(identity(unnumbered), identity(unnumbered));
    assert_ne!(identity(unnumbered), identity("江苏移动2026年传输线路施工询比，接受联合体"));
}

#[test]
fn a_text_or_page_as_a_file_is_one_notice() {
    use crate::interchange::{Reason, Row, read_all};
    let (id, rows) = read_all(PAGE.as_bytes()).unwrap();
    assert_eq!((id, rows.len()), ("text", 1));
    let notice = rows.into_iter().next().unwrap().unwrap();
    assert_eq!(notice.identity, read_now(PAGE).1.notice.identity, "pasted or imported");
    let page = "<!DOCTYPE html><html><head><title>x</title><style>p{}</style><script>var 预算=1;</script></head>\
        <body><h1>中国铁塔苏州市分公司2026年机房改造询比公告</h1><table><tr><td>项目编号</td><td>CG-2026-001</td></tr>\
        <tr><td>预算（万元）</td><td>200</td></tr></table><p>投标截止时间：2026年12月2日09时30分</p></body></html>";
    let (id, rows) = read_all(page.as_bytes()).unwrap();
    let notice = rows.into_iter().next().unwrap().unwrap();
    assert_eq!((id, notice.title.as_str()), ("html", "中国铁塔苏州市分公司2026年机房改造询比公告"));
    assert_eq!(notice.project_no.value.as_deref(), Some("CG-2026-001"));
    assert_eq!(notice.budget.value.unwrap().fen, 200_000_000);
    assert_eq!(at(&notice.deadline).as_deref(), Some("12-02 09:30"));
    let (_, rows) = read_all("<html><body>nothing here</body></html>".as_bytes()).unwrap();
    let reason = |row: &Row| row.as_ref().err().map(|rejected| rejected.reason);
    assert_eq!(rows.first().and_then(reason), Some(Reason::NothingRecognised));
    assert!(read_all("随便说说，没有什么内容".as_bytes()).is_err(), "an unknown format");
}

#[test]
fn a_long_text_is_read_in_one_pass() {
    // Every place of it may begin a label, and none does: what would be slow is slow here.
    let text =
        cleaned(&format!("江苏移动线路施工询比\n{}", "截 止 时 间 的 ， 预算 \n  ".repeat(5000)));
    assert!(text.len() > 150_000);
    assert!(read(&text, now()).is_some());
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn no_text_does_harm(raw in r"(\PC|[\n\t项目编号：预算元年月日时2026至]|采购人|截止时间|标段一){0,120}") {
        let text = cleaned(&raw);
        if let Some(Reading { notice, title, .. }) = read(&text, now()) {
            proptest::prop_assert!(text.get(title).is_some());
            every_span_fits(&text, &notice);
        }
    }
}
