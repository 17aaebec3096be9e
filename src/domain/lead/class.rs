//! 业务类别: what sort of work a tender is about, read from its words by a table and never guessed.
//!
//! Art. 5 makes provincial trunk lines the focus, so they come first: a trunk line with its ducts is a trunk line. Keeping
//! something in repair comes second, whatever is repaired. Of the other kinds of construction a text must name exactly one;
//! one that names two is for a person to read. The title is heard first; what is bought only where the title says nothing and the
//! text speaks of building at all, for a platform mentions broadband too.

use serde::{Deserialize, Serialize};

use super::{Field, Notice};

/// A kind of work (domain.md 4.5), the words are those of operators' notices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BusinessClass {
    /// 省级干线, the focus of art. 5.
    Trunk,
    /// 维护.
    Maintenance,
    /// 本地网.
    Local,
    /// 接入.
    Access,
    /// 基站.
    BaseStation,
    /// 管道.
    Duct,
    /// 设备安装.
    Equipment,
    /// 其它: no work of a construction company.
    Other,
}

impl BusinessClass {
    /// All, in the order in which they are looked for.
    pub const ALL: [BusinessClass; 8] = [
        BusinessClass::Trunk,
        BusinessClass::Maintenance,
        BusinessClass::Local,
        BusinessClass::Access,
        BusinessClass::BaseStation,
        BusinessClass::Duct,
        BusinessClass::Equipment,
        BusinessClass::Other,
    ];

    /// The word in data and catalogue keys.
    pub fn name(self) -> &'static str {
        match self {
            BusinessClass::Trunk => "trunk",
            BusinessClass::Maintenance => "maintenance",
            BusinessClass::Local => "local",
            BusinessClass::Access => "access",
            BusinessClass::BaseStation => "base_station",
            BusinessClass::Duct => "duct",
            BusinessClass::Equipment => "equipment",
            BusinessClass::Other => "other",
        }
    }

    /// The words that name it. A word is here only where it means nothing else in a notice: 光缆 and 传输 stand in all of
    /// them, 5G in platforms too, 铁塔 is a customer.
    fn words(self) -> &'static [&'static str] {
        match self {
            BusinessClass::Trunk => {
                &["省级干线", "省内干线", "省干", "省内二级干线", "二级干线", "二干"]
            }
            BusinessClass::Maintenance => {
                &["代维", "维护", "维保", "维修", "抢修", "巡检", "检修", "大修"]
            }
            BusinessClass::Local => {
                &["本地网", "本地传输", "本地光缆", "城域光缆", "城域传输", "城域传送"]
            }
            BusinessClass::Access => &[
                "接入网",
                "接入层",
                "接入工程",
                "接入施工",
                "接入光缆",
                "宽带接入",
                "专线接入",
                "用户接入",
                "家宽",
                "宽带",
                "FTTH",
                "FTTR",
                "光改",
                "入户",
                "ODN",
            ],
            BusinessClass::BaseStation => {
                &["基站", "塔桅", "室分", "室内分布", "天馈", "直放站", "铁塔基础", "单管塔"]
            }
            BusinessClass::Duct => &["管道", "管沟", "顶管", "杆路", "人手孔", "通信管线"],
            BusinessClass::Equipment => {
                &["设备安装", "设备施工", "设备工程", "机房配套", "电源安装", "设备搬迁"]
            }
            BusinessClass::Other => &[
                "家具", "物业", "保洁", "食堂", "餐饮", "车辆", "广告", "宣传", "审计", "法律",
                "保险", "培训", "印刷", "礼品", "体检", "绿化", "安保", "保安",
            ],
        }
    }
}

/// Other people's ducts: 燃气管道 is none of ours.
const OTHER_DUCTS: [&str; 8] = ["燃气", "天然气", "供水", "给水", "排水", "污水", "热力", "输油"];

/// Words of which one must stand in what is bought for it to be heard.
const BUILDING: [&str; 5] = ["施工", "工程", "敷设", "新建", "安装"];

/// Where a word of a class stands first.
fn first(text: &str, class: BusinessClass, word: &str) -> Option<usize> {
    // Most words are not there, and that is told faster than where one is.
    if !text.contains(word) {
        return None;
    }
    text.match_indices(word).map(|(at, _)| at).find(|at| {
        class != BusinessClass::Duct
            || !OTHER_DUCTS.iter().any(|other| text[..*at].ends_with(other))
    })
}

/// What a text says of the class; `None` where it says nothing.
fn read(text: &str, field: &str) -> Option<Field<BusinessClass>> {
    let folded = text.to_ascii_uppercase();
    let hit = |class: BusinessClass| {
        let found = class
            .words()
            .iter()
            .filter_map(|word| first(&folded, class, word).map(|at| (at, *word)));
        found
            .min_by_key(|(at, word)| (*at, std::cmp::Reverse(word.len())))
            .map(|(at, word)| (class, at, word))
    };
    let said = |(class, at, word): (BusinessClass, usize, &str)| {
        Field::recognised(class, &text[at..at + word.len()], field).at(at..at + word.len())
    };
    let leading = [BusinessClass::Trunk, BusinessClass::Maintenance];
    if let Some(found) = leading.into_iter().find_map(hit) {
        return Some(said(found));
    }
    let others: Vec<_> = BusinessClass::ALL[2..].iter().copied().filter_map(hit).collect();
    match others.as_slice() {
        [] => None,
        [one] => Some(said(*one)),
        several => {
            let words: Vec<&str> =
                several.iter().map(|(_, at, word)| &text[*at..*at + word.len()]).collect();
            Some(Field::to_review(&words.join("、"), field))
        }
    }
}

/// The class of a notice, with the words it was read from.
pub fn classify(notice: &Notice) -> Field<BusinessClass> {
    let content = notice.content.value.as_deref().unwrap_or_default();
    let builds = || BUILDING.iter().any(|word| content.contains(word));
    let in_content = || builds().then(|| read(content, "content")).flatten();
    read(&notice.title, "title").or_else(in_content).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::FieldState;
    use super::*;

    fn of(title: &str) -> (FieldState, Option<BusinessClass>, Option<String>) {
        let field = classify(&Notice::bare("x".into(), title.into()));
        (field.state, field.value, field.text)
    }

    #[test]
    fn a_class_is_read_from_its_own_word_and_says_which() {
        let known = |title: &str| {
            let (state, class, text) = of(title);
            assert_eq!(state, FieldState::Recognised, "{title}");
            (class.unwrap(), text.unwrap())
        };
        let said = |class, word: &str| (class, word.to_owned());
        assert_eq!(known("甲至乙省级干线光缆管道工程施工"), said(BusinessClass::Trunk, "省级干线"));
        assert_eq!(known("某市基站维护服务"), said(BusinessClass::Maintenance, "维护"));
        assert_eq!(known("某县ftth入户工程"), said(BusinessClass::Access, "ftth"));
        assert_eq!(known("办公家具采购"), said(BusinessClass::Other, "家具"));
        let field = classify(&Notice::bare("x".into(), "某市管道迁改".into()));
        assert_eq!(field.source.unwrap().span, Some((6, 12)), "the words can be pointed at");
    }

    #[test]
    fn what_no_word_tells_is_not_guessed_and_two_kinds_are_for_a_person() {
        for title in
            ["某市光缆线路工程施工", "城市燃气管道改造", "网络接入控制系统", "某县教育城域网"]
        {
            assert_eq!(of(title).0, FieldState::NotStated, "{title}");
        }
        let (state, class, text) = of("某市基站管道配套工程");
        assert_eq!((state, class), (FieldState::ToReview, None));
        assert_eq!(text.unwrap(), "基站、管道");
    }

    #[test]
    fn what_is_bought_is_heard_only_where_the_title_is_silent() {
        let mut notice = Notice::bare("x".into(), "某市工程施工".into());
        notice.content = Field::recognised("新建管道三公里".into(), "新建管道三公里", "content");
        assert_eq!(classify(&notice).value, Some(BusinessClass::Duct));
        notice.content = Field::recognised("宽带平台一套".into(), "宽带平台一套", "content");
        assert_eq!(classify(&notice).value, None, "a platform is not built");
        notice.title = "某市基站工程".into();
        assert_eq!(classify(&notice).value, Some(BusinessClass::BaseStation));
    }
}
