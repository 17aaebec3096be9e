//! Made tenders: invented, seeded, of the sizes that operators publish. No title, place or number is anybody's.

use std::fmt::Write as _;

/// A small generator of its own, so that a figure can be measured again.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % n.max(1)
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}

const PLACES: [(&str, [&str; 4]); 10] = [
    ("江苏", ["南京", "苏州", "无锡", "南通"]),
    ("浙江", ["杭州", "宁波", "温州", "嘉兴"]),
    ("安徽", ["合肥", "芜湖", "六安", "蚌埠"]),
    ("山东", ["济南", "青岛", "烟台", "潍坊"]),
    ("福建", ["福州", "厦门", "泉州", "漳州"]),
    ("江西", ["南昌", "九江", "赣州", "上饶"]),
    ("四川", ["成都", "绵阳", "宜宾", "乐山"]),
    ("广东", ["广州", "深圳", "佛山", "东莞"]),
    ("河南", ["郑州", "洛阳", "开封", "南阳"]),
    ("湖北", ["武汉", "宜昌", "襄阳", "荆州"]),
];
const OPERATORS: [&str; 4] = ["中国移动", "中国电信", "中国联通", "中国铁塔"];
const OBJECTS: [&str; 16] = [
    "传输线路",
    "光缆线路",
    "管道迁改",
    "机房配套",
    "5G无线网",
    "接入网",
    "汇聚机房",
    "政企专线",
    "基站配套",
    "综合布线",
    "省级干线",
    "室内分布",
    "铁塔维护",
    "电源改造",
    "数据中心",
    "杆路整治",
];
const ACTS: [&str; 8] = [
    "工程施工",
    "工程设计",
    "监理服务",
    "维护服务",
    "集成服务",
    "材料采购",
    "勘察设计",
    "代维服务",
];
const KINDS: [&str; 5] = ["询比公告", "招标公告", "采购公告", "采购意见征求公告", "中标候选人公示"];
const DEMANDS: [&str; 10] = [
    "应答人须具备通信工程施工总承包资质",
    "近三年内具有类似业绩",
    "安全生产许可证在有效期内",
    "项目经理须为一级建造师",
    "不接受联合体",
    "分公司应答须取得法人书面授权",
    "未被列入失信被执行人名单",
    "技术负责人须为高级工程师",
    "须有常驻施工队伍",
    "能开具增值税专用发票",
];

/// A file of `count` notices, the first of which has the number `from`; half of them speak of 施工.
pub fn notices(from: usize, count: usize) -> String {
    let mut out = String::from("{\"notices\":[");
    for n in from..from + count {
        let mut dice = Dice::new(n as u64 + 1);
        if n > from {
            out.push(',');
        }
        let (province, cities) = &PLACES[dice.below(PLACES.len())];
        let (operator, city) = (dice.one(&OPERATORS), dice.one(cities));
        let (year, month, day) = (2025 + dice.below(2), 1 + dice.below(12), 1 + dice.below(28));
        let act = if dice.below(2) == 0 { ACTS[0] } else { dice.one(&ACTS[1..]) };
        let (object, kind) = (dice.one(&OBJECTS), dice.one(&KINDS));
        let tail = dice.one(&["项目", "集中采购项目", "（第二次）", "（标段二）"]);
        let mut title = format!("{operator}{province}公司{year}年{city}{object}{act}{tail}");
        // Some are long, and one in a thousand as long as they come.
        let more = match dice.below(1_000) {
            0 => 16,
            1..300 => 2,
            _ => 1,
        };
        for _ in 0..more {
            let _ = write!(title, "{}{}、", dice.one(cities), dice.one(&OBJECTS));
        }
        let title: String = title.chars().take(160).chain(kind.chars()).collect();
        let demands: Vec<&str> = (0..2 + dice.below(10)).map(|_| dice.one(&DEMANDS)).collect();
        let _ = write!(
            out,
            r#"{{"id":"made-{n}","title":"{title}","operator":"{operator}","region":"{province}","category":"{kind}","createDate":"{year}-{month:02}-{day:02} {:02}:{:02}:00","projectNo":"MK{year}{month:02}{day:02}-{n:06}","url":"https://example.invalid/notice/{n}","saleTime":"{year}年{month:02}月{day:02}日10时00分至{year}年{month:02}月28日17时00分","deadline":"","deadlineStatus":"pending_attachment","budget":"{}.5万元（不含税）","purchaseContent":"{city}{object}{act}约{}公里","qualification":"{}","performance":"详见采购文件"}}"#,
            8 + dice.below(10),
            dice.below(60),
            10 + dice.below(900),
            1 + dice.below(90),
            demands.join("；"),
        );
    }
    out.push_str("]}");
    out
}
