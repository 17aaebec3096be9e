//! What the index finds is what reading every text would find, no less and no more.

use daqu::store::leads::{LeadProjection, PreparedLead};
use daqu::store::search::Field;
use daqu::store::{Store, StoreError};
use daqu::text::normal::fold;
use daqu::text::pinyin::Pinyin;
use daqu::text::{Sought, bigram};
use ib_matcher::matcher::{IbMatcher, PinyinMatchConfig};
use ib_matcher::pinyin::PinyinNotation;
use proptest::prelude::*;

/// A store whose leads are these values, in order; a lead's subject tells its place.
struct Shelf {
    _folder: tempfile::TempDir,
    store: Store,
}

impl Shelf {
    fn new() -> Shelf {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("daqu.db")).unwrap();
        Shelf { _folder: folder, store }
    }

    fn fill(&mut self, leads: &[Vec<(Field, String)>]) {
        let row = |(n, values): (usize, &Vec<(Field, String)>)| {
            PreparedLead::new(LeadProjection {
                place: Default::default(),
                subject: format!("lead:{n:08x}"),
                fresh: true,
                away: false,
                published: String::new(),
                province: None,
                data: "{}".to_owned(),
                values: values.clone(),
            })
        };
        let rows = leads.iter().enumerate().map(row).collect();
        let written = self.store.write::<_, StoreError>(|tx| {
            tx.clear_projections()?;
            tx.put_leads(rows)
        });
        written.unwrap();
    }

    fn find(&mut self, query: &str) -> Vec<usize> {
        let found = self.store.read::<_, StoreError>(|tx| {
            let hits = tx.search_leads(&Sought::new(query), None)?;
            assert!(!hits.more);
            tx.lead_rows(&hits.rows.iter().map(|hit| hit.id).collect::<Vec<_>>())
        });
        let place = |subject: &str| usize::from_str_radix(&subject[5..], 16).unwrap();
        let mut found: Vec<usize> =
            found.unwrap().iter().map(|(subject, _)| place(subject)).collect();
        found.sort_unstable();
        found
    }
}

/// Every lead read, word by word.
fn by_reading(leads: &[Vec<(Field, String)>], query: &str) -> Vec<usize> {
    let words: Vec<String> =
        query.split_whitespace().map(fold).filter(|word| !word.is_empty()).collect();
    let holds = |(field, value): &(Field, String), word: &String| match field.way() {
        bigram::Way::Sound => Pinyin::shared().find(word, value).is_some(),
        bigram::Way::Letter => fold(value).contains(word.as_str()),
    };
    let found = |lead: &Vec<(Field, String)>| {
        words.iter().all(|word| lead.iter().any(|value| holds(value, word)))
    };
    (0..leads.len()).filter(|n| found(&leads[*n])).collect()
}

const FIELDS: [Field; 6] = [
    Field::Title,
    Field::Customer,
    Field::Number,
    Field::Project,
    Field::Content,
    Field::Qualification,
];

fn lead() -> impl Strategy<Value = Vec<(Field, String)>> {
    let text = "[江苏移动联通重庆长乐安行线路设计5Gg2a0x（、 -]{0,14}";
    prop::collection::vec((prop::sample::select(&FIELDS[..]), text), 1..5)
}

fn query() -> impl Strategy<Value = String> {
    prop_oneof![
        "[江苏移动联通重庆长乐安行线路设计]{1,4}",
        "[江苏移动重庆5Gg2a0x（、-]{1,5}",
        "[jsydltcqzaxhl]{1,4}",
        "(jiang|su|yi|dong|lian|tong|chong|zhong|qing|an|xing|hang|xian|lu|she|ji|l|d|yue|le){1,4}",
        "[江苏移动sydlj5g]{1,4} ?[重庆cqxl2]{0,3}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_index_finds_what_reading_finds(
        leads in prop::collection::vec(lead(), 1..12),
        queries in prop::collection::vec(query(), 40),
    ) {
        let mut shelf = Shelf::new();
        shelf.fill(&leads);
        for query in queries.iter().filter(|query| !query.trim().is_empty()) {
            prop_assert_eq!(shelf.find(query), by_reading(&leads, query), "{} in {:?}", query, leads);
        }
    }

    #[test]
    fn whatever_is_typed_is_answered(query in "\\PC{0,40}|[\"*^():+\\-{}a-zA-Z江 ]{0,30}") {
        let mut shelf = Shelf::new();
        let leads = vec![vec![(Field::Title, "江苏\"a\" OR NEAR(b) 🙂:*".to_owned())]];
        shelf.fill(&leads);
        let found = shelf.find(&query);
        if !Sought::new(&query).is_empty() {
            prop_assert_eq!(found, by_reading(&leads, &query));
        }
    }
}

/// Some hundred invented titles.
fn titles() -> Vec<String> {
    let mut out = Vec::new();
    for place in ["江苏", "重庆", "厦门", "六安", "长乐", "浙江", "西藏"] {
        for who in ["移动", "联通", "电信", "铁塔"] {
            for what in ["5G无线网工程", "传输线路设计", "省级干线光缆", "IDC机房配套", "行业专线"]
            {
                out.push(format!("{place}{who}2026年{what}询比公告"));
            }
        }
    }
    out
}

#[test]
fn pinyin_finds_what_ib_matcher_finds_by_scanning() {
    let titles = titles();
    let leads: Vec<_> = titles.iter().map(|title| vec![(Field::Title, title.clone())]).collect();
    let mut shelf = Shelf::new();
    shelf.fill(&leads);
    let queries = [
        "jsyd",
        "jiangsuyidong",
        "jiangsuyid",
        "js移动",
        "江苏yd",
        "cqlt",
        "zqlt",
        "chongqing",
        "zhongqing",
        "xiamen",
        "shamen",
        "luan",
        "liuan",
        "changle",
        "zhangyue",
        "xizang",
        "5gwx",
        "wxw",
        "idcjf",
        "csxlsj",
        "hyzx",
        "xyzx",
        "xingye",
        "hangye",
        "sjgx",
        "shengjiganxian",
        "xbgg",
        "2026nian",
        "j",
        "jia",
        "jian",
        "jiang",
        "gz",
        "xunbi",
        "zj",
        "tt",
        "qq",
        "iphone",
    ];
    for query in queries {
        let notations = PinyinNotation::Ascii | PinyinNotation::AsciiFirstLetter;
        let matcher = IbMatcher::builder(query)
            .pinyin(PinyinMatchConfig::notations(notations))
            .is_pattern_partial(true)
            .build();
        let scanned: Vec<usize> =
            (0..titles.len()).filter(|n| matcher.is_match(fold(&titles[*n]).as_str())).collect();
        assert_eq!(shelf.find(query), scanned, "{query}");
    }
}

#[test]
fn a_query_of_ten_thousand_signs_is_answered() {
    let mut shelf = Shelf::new();
    let title = "江苏移动jsyd工程";
    shelf.fill(&[vec![(Field::Title, title.to_owned())]]);
    for unit in ["j", "江", "jiang", "js ", "\"", "*", "🙂", "NEAR(", "\u{0}", "a江"] {
        let query = unit.repeat(10_000 / unit.len());
        let found = shelf.find(&query);
        assert!(found.is_empty() || unit == "js ", "{unit}");
    }
    assert_eq!(shelf.find("江苏\u{0}移动"), [0], "a control character parts words");
}
