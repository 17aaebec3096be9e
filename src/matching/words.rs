//! The closed classes of words in a title, and one scanner for them.
//!
//! These are the words of procurement law and of office forms: what a notice is called at each stage, how one buys, which
//! papers are commented on, how companies end their names. None of them says what is bought, so none can tell two tenders
//! apart. They are classes that a clerk could enumerate; a word that only one publisher uses for one tender has no place here.

use std::collections::HashMap;
use std::sync::OnceLock;

/// What a word says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// A paper before the invitation.
    Early,
    /// The invitation itself.
    Invitation,
    /// A paper after the invitation: change, result, contract.
    Late,
    /// Such a paper that says who has won.
    Award,
    /// The word for a lot without a number.
    NamedLot,
    /// Way of buying, papers, grammar: nothing of the object.
    Form,
    /// Legal form of a company and of its parts.
    Legal,
    /// More of what was bought already: a tender of its own.
    Supplement,
    /// Part of a project by its name (子项目).
    Subproject,
    /// 等: the list goes on.
    AndSoOn,
    /// Sort of work or service, by its bit; stays in the title.
    Work(u16),
}

const EARLY: &[&str] = &[
    "预公告",
    "预公示",
    "意见征求",
    "征求意见",
    "征集意见",
    "意见征集",
    "公开征集",
    "征集",
    "意见",
    "需求公示",
    "采购意向",
    "意向公开",
    "采购计划",
    "文件预公示",
    "采购文件预公示",
    "招标文件预公示",
    "招标计划",
    "市场调研",
    "需求调研",
    "院内论证",
    "事前公示",
    "采购需求",
    "信息咨询会",
];

const INVITATION: &[&str] = &[
    "招标公告",
    "采购公告",
    "采购信息公告",
    "询比公告",
    "比选公告",
    "邀请函",
    "邀请书",
    "资格预审公告",
    "磋商公告",
    "谈判公告",
    "询价公告",
    "竞价公告",
    "采购信息",
    "招标",
    "公告",
    "通知",
    "二次公告",
    "信息公告",
];

const LATE: &[&str] = &[
    "中标候选人",
    "成交候选人",
    "候选人",
    "评标结果",
    "评审结果",
    "结果",
    "入围",
    "定标",
    "公示",
    "废标",
    "流标",
    "失败",
    "终止",
    "更正",
    "变更",
    "澄清",
    "答疑",
    "延期",
    "更新",
    "补充公告",
    "补充通知",
    "变更公告",
    "更正公告",
    "内容更正",
    "评标",
    "暂停",
    "注意事项",
    "标公告",
];

const AWARD: &[&str] = &[
    "中标结果",
    "成交结果",
    "采购结果",
    "中标成交",
    "中标",
    "成交",
    "中选",
    "合同公告",
    "合同公示",
    "合同公开",
    "政府采购合同",
    "采购合同",
    "合同书",
    "合同",
    "初始合同",
    "延续合同",
    "履约",
    "验收",
];

const FORM: &[&str] = &[
    // ways of buying
    "公开招标",
    "邀请招标",
    "竞争性谈判",
    "竞争性磋商",
    "磋商",
    "询价采购",
    "询价",
    "单一来源",
    "公开询比",
    "询比采购",
    "询比",
    "公开比选",
    "比选",
    "竞价",
    "谈判",
    "直接采购",
    "框架协议",
    "集中采购",
    "集中招标",
    "国内公开招标",
    "院内比选",
    "院内",
    "定点采购",
    "定点服务",
    "定点竞价",
    "定点",
    "在线询价",
    "网上竞价",
    "公开竞价",
    "政府采购",
    "自行采购",
    "分散采购",
    "二级集中采购",
    "集中询比",
    "公开",
    "重新招标",
    "重新采购",
    "重新询比",
    "重新",
    "再次",
    "采购方式",
    "电子招投标",
    "挂网",
    "遴选",
    "资格预审",
    // papers that are commented on
    "技术规范书",
    "技术规范",
    "技术要求",
    "技术文件",
    "技术评分表",
    "技术评分办法",
    "技术评分标准",
    "技术评审规则",
    "技术打分表",
    "评审规则",
    "评分办法",
    "评分标准",
    "评分表",
    "打分表",
    "打分办法",
    "技术打分办法",
    "评标办法",
    "评审办法",
    "规范书",
    "采购文件",
    "招标文件",
    "询比文件",
    "比选文件",
    "文件",
    "相关",
    "内含",
    "公开采购",
    "内容",
    // grammar and office words
    "项目",
    "采购",
    "工程",
    "关于",
    "就其",
    "参加",
    "进行",
    "的",
    "及",
    "和",
    "与",
    "有关",
    "本级",
    "省本级",
    "市本级",
    "单位",
    "建设",
    "活动",
    "工作",
    "发布",
    "采购人",
    "标项",
    "1套",
    "一套",
    "1批",
    "一批",
    "一项",
    "1项",
];

const NAMED_LOT: &[&str] = &["标段", "标包", "采购包"];

const LEGAL: &[&str] = &[
    "有限责任公司",
    "股份有限公司",
    "有限公司",
    "集团有限公司",
    "通信集团",
    "股份",
    "集团",
    "省分公司",
    "市分公司",
    "分公司",
    "公司",
];

const SUPPLEMENT: &[&str] = &["增补", "补充采购", "补充", "追加", "增购", "续购", "新增"];

/// Sorts of work that are tendered one beside another for the same object.
const WORKS: &[(u16, &[&str])] = &[
    (1, &["监理"]),
    (2, &["施工"]),
    (4, &["设计"]),
    (8, &["勘察", "勘测", "勘查"]),
    (16, &["总承包", "epc"]),
    (32, &["检测", "检验", "监测", "测评"]),
    (64, &["审计", "造价", "结算", "概算", "预算编制"]),
    (128, &["可行性研究", "可研"]),
    (256, &["咨询", "评估", "评价", "论证"]),
    (512, &["维保", "运维", "维护", "维修", "代维", "协维", "保养"]),
    (1024, &["租赁", "租用"]),
    (2048, &["保险"]),
    (4096, &["集成", "安装"]),
    (8192, &["开发", "研发"]),
    (GOODS, &["设备", "材料", "货物", "物资", "耗材", "软件"]),
    (SERVICES, &["服务"]),
];

/// Things.
pub(super) const GOODS: u16 = 16384;

/// Services in general; the word is form and leaves the title.
pub(super) const SERVICES: u16 = 32768;

/// The work that is meant where none is named: a title without a word for it is about the works themselves.
pub(super) const USUAL_WORK: u16 = 2 | 4096;

type Entry = (Vec<char>, Class);

struct Lexicon(HashMap<char, Vec<Entry>>);

fn lexicon() -> &'static Lexicon {
    static TABLE: OnceLock<Lexicon> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table: HashMap<char, Vec<Entry>> = HashMap::new();
        let plain = [
            (Class::Early, EARLY),
            (Class::Invitation, INVITATION),
            (Class::Late, LATE),
            (Class::Award, AWARD),
            (Class::Subproject, &["子项目"]),
            (Class::AndSoOn, &["等"]),
            (Class::NamedLot, NAMED_LOT),
            (Class::Form, FORM),
            (Class::Legal, LEGAL),
            (Class::Supplement, SUPPLEMENT),
        ];
        let works = WORKS.iter().map(|(bit, words)| (Class::Work(*bit), *words));
        for (class, words) in plain.into_iter().chain(works) {
            for word in words {
                let chars: Vec<char> = word.chars().collect();
                if let Some(first) = chars.first() {
                    table.entry(*first).or_default().push((chars, class));
                }
            }
        }
        for entries in table.values_mut() {
            entries.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        }
        Lexicon(table)
    })
}

/// The longest word of the classes that begins at an index, and its length.
pub(super) fn word_at(chars: &[char], at: usize) -> Option<(Class, usize)> {
    let rest = chars.get(at..)?;
    let entries = lexicon().0.get(rest.first()?)?;
    let (word, class) = entries.iter().find(|(word, _)| rest.starts_with(word))?;
    Some((*class, word.len()))
}
