//! The columns of a table of notices: the one table of what a heading may be called.
//!
//! A row gives a column its name (for `--map`, and in catalogues as `column-<id>`), the field by which the readers know it,
//! the heading under which it is written out, and what else people and platforms call it. Headings are compared folded
//! (half-width, small letters, no blanks) and without notes in brackets, marks and joining lines. Where two headings of a
//! file mean one column, the one that stands further left in its row here is read.
//!
//! Words that could mean several things (编号, 时间, 备注, 序号) are in no row: such a column is the person's to map.

use crate::text::normal::fold;

/// One column.
#[derive(Debug)]
pub struct Column {
    /// Its name, stable.
    pub id: &'static str,
    /// The name of the field that readers take it for.
    pub field: &'static str,
    /// The heading in files that are written.
    pub heading: &'static str,
    /// What else it is called, folded; the plainest first.
    pub names: &'static [&'static str],
}

const fn column(
    id: &'static str,
    field: &'static str,
    heading: &'static str,
    names: &'static [&'static str],
) -> Column {
    Column { id, field, heading, names }
}

/// The columns, in the order in which they are written out.
pub const COLUMNS: &[Column] = &[
    column("id", "id", "公告标识", &["公告id", "标识", "唯一标识", "id", "noticeid", "identity"]),
    column(
        "title",
        "title",
        "公告标题",
        &[
            "标题",
            "公告名称",
            "公告题名",
            "项目名称",
            "采购项目名称",
            "招标项目名称",
            "工程名称",
            "项目",
            "名称",
            "title",
            "noticetitle",
            "projectname",
            "project",
            "name",
            "subject",
        ],
    ),
    column(
        "customer",
        "operator",
        "采购人",
        &[
            "招标人",
            "采购单位",
            "招标单位",
            "采购方",
            "招标方",
            "客户",
            "客户名称",
            "业主",
            "业主单位",
            "建设单位",
            "运营商",
            "采购人名称",
            "招标人名称",
            "customer",
            "client",
            "buyer",
            "operator",
            "tenderee",
            "purchaser",
            "owner",
        ],
    ),
    column(
        "customer_unit",
        "customerUnit",
        "具体采购单位",
        &["客户单位", "需求单位", "使用单位", "customerunit", "buyingunit"],
    ),
    column(
        "agency",
        "agency",
        "代理机构",
        &[
            "招标代理",
            "采购代理",
            "采购代理机构",
            "招标代理机构",
            "代理单位",
            "代理公司",
            "agency",
            "agent",
        ],
    ),
    column(
        "province",
        "region",
        "省份",
        &[
            "省",
            "所属省份",
            "所在省份",
            "项目省份",
            "省区",
            "省市",
            "地区",
            "区域",
            "所属地区",
            "province",
            "region",
        ],
    ),
    column(
        "city",
        "city",
        "城市",
        &["市", "地市", "地级市", "所在城市", "所属城市", "项目城市", "city"],
    ),
    column(
        "site",
        "site",
        "实施地点",
        &[
            "项目地点",
            "建设地点",
            "服务地点",
            "施工地点",
            "交货地点",
            "地点",
            "site",
            "location",
            "place",
        ],
    ),
    column(
        "category",
        "category",
        "公告类型",
        &[
            "公告类别",
            "信息类型",
            "类型",
            "公告种类",
            "采购方式",
            "招标方式",
            "category",
            "noticetype",
            "type",
        ],
    ),
    column("stage", "stage", "阶段", &["公告阶段", "stage"]),
    column("method", "method", "采购方法", &["method"]),
    column(
        "project_no",
        "projectNo",
        "项目编号",
        &[
            "采购编号",
            "招标编号",
            "采购项目编号",
            "招标项目编号",
            "项目编码",
            "项目号",
            "projectno",
            "projectnumber",
            "tenderno",
        ],
    ),
    column("number_scheme", "numberScheme", "编号规则", &["numberscheme"]),
    column("round", "round", "轮次", &["第几次", "次数", "round"]),
    column(
        "published",
        "createDate",
        "发布时间",
        &[
            "公告时间",
            "公告发布时间",
            "发布日期",
            "公告日期",
            "发文日期",
            "挂网时间",
            "挂网日期",
            "published",
            "publishdate",
            "publicationdate",
            "createdate",
            "date",
        ],
    ),
    column(
        "sale",
        "saleTime",
        "售卖时间",
        &[
            "文件售卖时间",
            "文件获取时间",
            "文件发售时间",
            "发售时间",
            "标书售卖时间",
            "saletime",
            "saleperiod",
        ],
    ),
    column(
        "sale_start",
        "saleStart",
        "售卖开始",
        &["售卖开始时间", "文件获取开始时间", "发售开始时间", "salestart"],
    ),
    column(
        "sale_end",
        "saleEnd",
        "售卖截止",
        &[
            "售卖截止时间",
            "文件获取截止时间",
            "发售截止时间",
            "购标截止",
            "购标截止时间",
            "标书获取截止时间",
            "saleend",
        ],
    ),
    column(
        "registration_end",
        "registrationEnd",
        "报名截止",
        &["报名截止时间", "报名截止日期", "报名时间", "registrationend", "registrationdeadline"],
    ),
    column(
        "deadline",
        "deadline",
        "应答截止",
        &[
            "应答截止时间",
            "应答截止日期",
            "投标截止",
            "投标截止时间",
            "投标截止日期",
            "递交截止时间",
            "响应截止时间",
            "提交截止时间",
            "截标时间",
            "截止时间",
            "截止日期",
            "截止",
            "deadline",
            "duedate",
            "closingdate",
            "biddeadline",
        ],
    ),
    column(
        "opening",
        "openingTime",
        "开标时间",
        &[
            "开标日期",
            "开启时间",
            "开标",
            "应答文件开启时间",
            "opening",
            "openingtime",
            "openingdate",
        ],
    ),
    column(
        "budget",
        "budget",
        "预算",
        &[
            "预算金额",
            "采购预算",
            "项目预算",
            "项目金额",
            "估算金额",
            "预估金额",
            "采购金额",
            "budget",
            "amount",
            "budgetamount",
            "estimatedvalue",
        ],
    ),
    column(
        "cap",
        "cap",
        "最高限价",
        &[
            "限价",
            "最高投标限价",
            "最高应答限价",
            "招标控制价",
            "控制价",
            "拦标价",
            "cap",
            "ceiling",
            "maxprice",
            "pricecap",
        ],
    ),
    column(
        "content",
        "purchaseContent",
        "采购内容",
        &[
            "招标内容",
            "项目内容",
            "采购内容及范围",
            "招标范围",
            "采购范围",
            "工程内容",
            "项目概况",
            "服务内容",
            "内容",
            "content",
            "scope",
            "description",
            "purchasecontent",
        ],
    ),
    column(
        "qualification",
        "qualification",
        "资格要求",
        &[
            "投标人资格要求",
            "应答人资格要求",
            "供应商资格要求",
            "资质要求",
            "资格条件",
            "qualification",
            "qualifications",
            "eligibility",
        ],
    ),
    column(
        "performance",
        "performance",
        "业绩要求",
        &["类似业绩", "业绩", "performance", "trackrecord"],
    ),
    column("branch_clause", "branchClause", "分支机构条款", &["branchclause"]),
    column(
        "consortium",
        "consortium",
        "联合体",
        &["是否接受联合体", "联合体投标", "接受联合体", "consortium", "jointventure"],
    ),
    column(
        "authorisation",
        "authorisation",
        "授权条款",
        &["授权要求", "授权", "authorisation", "authorization"],
    ),
    column(
        "lots",
        "lots",
        "标段",
        &["标包", "包号", "标段号", "标段包", "标段划分", "采购包", "分包", "lot", "lots"],
    ),
    column(
        "platform",
        "sourceName",
        "发布平台",
        &["来源", "平台", "发布网站", "信息来源", "来源网站", "source", "platform", "sourcename"],
    ),
    column(
        "url",
        "url",
        "链接",
        &[
            "网址",
            "公告链接",
            "原文链接",
            "链接地址",
            "公告网址",
            "详情链接",
            "url",
            "link",
            "address",
            "href",
        ],
    ),
    column("ocid", "ocid", "OCID", &[]),
    // Only other programs' tables have these two.
    column("source_id", "sourceId", "平台编号", &["平台公告编号", "sourceid"]),
    column("bid_no", "bidNo", "标书编号", &["招标文件编号", "采购文件编号", "bidno"]),
];

/// The columns that a person is asked for when the headings are not understood, the needed one first.
pub const ASKED: &[&str] = &[
    "title",
    "customer",
    "province",
    "city",
    "project_no",
    "category",
    "published",
    "sale",
    "deadline",
    "budget",
    "content",
    "qualification",
    "url",
];

/// The columns that are written out. The others have a better one for what they say.
pub fn written() -> impl Iterator<Item = &'static Column> {
    COLUMNS.iter().filter(|column| !matches!(column.id, "sale" | "source_id" | "bid_no"))
}

/// The column of a name.
pub fn by_id(id: &str) -> Option<&'static Column> {
    COLUMNS.iter().find(|column| column.id == id)
}

/// What a heading means: its column, how plainly it says so (the less the plainer), and the unit of money that it gives to
/// bare figures below it.
pub fn meaning(heading: &str) -> Option<(&'static Column, usize, Option<&'static str>)> {
    let plain = plain(heading);
    let column = COLUMNS.iter().find_map(|column| {
        if self::plain(column.heading) == plain || self::plain(column.id) == plain {
            return Some((column, 0));
        }
        let rank = column.names.iter().position(|name| *name == plain)?;
        Some((column, rank + 1))
    });
    column.map(|(column, rank)| (column, rank, unit(heading)))
}

/// A heading as it is compared.
fn plain(heading: &str) -> String {
    let folded = fold(heading);
    let mut out = String::with_capacity(folded.len());
    let mut depth = 0_u32;
    for c in folded.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            '_' | '-' | '*' | ':' | '/' | '.' | '#' | '?' => {}
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

/// The unit in a heading's note: 预算（万元）.
fn unit(heading: &str) -> Option<&'static str> {
    let folded = fold(heading);
    let note = folded.split(['(', '[']).nth(1)?;
    let note = note.trim_end_matches([')', ']']).trim_start_matches("单位:");
    ["万元", "亿元", "千元", "元"]
        .into_iter()
        .find(|unit| note.split([',', '、']).any(|part| part == *unit))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use std::collections::BTreeMap;

    use super::*;

    fn id(heading: &str) -> Option<&'static str> {
        meaning(heading).map(|(column, ..)| column.id)
    }

    #[test]
    fn no_name_means_two_columns() {
        let mut seen: BTreeMap<String, &str> = BTreeMap::new();
        for column in COLUMNS {
            let heading = plain(column.heading);
            for name in column.names.iter().map(|name| (*name).to_owned()).chain([heading]) {
                assert_eq!(id(&name), Some(column.id), "{name}");
                assert_eq!(seen.insert(name.clone(), column.id), None, "{name}");
            }
            assert_eq!(id(column.heading), Some(column.id));
            assert_eq!(
                id(column.id),
                Some(column.id),
                "the name of a column is understood as a heading"
            );
        }
        assert!(ASKED.iter().all(|id| by_id(id).is_some()));
    }

    #[test]
    fn headings_are_known_however_they_are_written() {
        for (heading, expected) in [
            ("项目名称", "title"),
            ("*项目名称（必填）", "title"),
            ("项目\n名称：", "title"),
            ("招标人", "customer"),
            ("Project No.", "project_no"),
            ("bid_deadline", "deadline"),
            ("ＵＲＬ", "url"),
            ("预算金额(万元)", "budget"),
        ] {
            assert_eq!(id(heading), Some(expected), "{heading}");
        }
        for heading in ["编号", "序号", "备注", "时间", "", "（）"] {
            assert_eq!(id(heading), None, "{heading}");
        }
    }

    #[test]
    fn a_heading_gives_its_unit() {
        let unit = |heading: &str| meaning(heading).and_then(|(_, _, unit)| unit);
        assert_eq!(unit("预算金额（万元）"), Some("万元"));
        assert_eq!(unit("预算(单位：元)"), Some("元"));
        assert_eq!(unit("预算（万元，含税）"), Some("万元"));
        assert_eq!(unit("预算（元/平方米）"), None);
        assert_eq!(unit("预算"), None);
    }
}
