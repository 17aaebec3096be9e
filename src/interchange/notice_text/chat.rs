//! Moments that a message states by what happens then: 12月3日17:00前买标书, 12月10日9:30开标.

use std::ops::Range;

use chrono::{DateTime, NaiveDate, Utc};

use super::label::Slot;
use super::mark::Read;
use super::moment::stated;
use crate::domain::calendar::to_the_minute;

/// What happens, by the word that follows a moment.
const HAPPENS: &[(Slot, &[&str])] = &[
    (
        Slot::SaleEnd,
        &[
            "买标书",
            "购买标书",
            "买文件",
            "购买文件",
            "购标",
            "买标",
            "领标书",
            "领取文件",
            "获取文件",
            "下载文件",
            "购买招标文件",
            "购买采购文件",
            "获取采购文件",
            "获取招标文件",
        ],
    ),
    (Slot::RegistrationEnd, &["报名", "登记"]),
    (
        Slot::Deadline,
        &["截标", "交标", "投标截止", "递交", "提交", "应答", "投标", "响应截止", "上传"],
    ),
    (Slot::Opening, &["开标", "开启", "唱标"]),
];

/// Between a moment and what happens then.
const BETWEEN: [&str; 12] =
    ["之前", "以前", "前", "截止", "止", "完成", "必须", "需", "要", "去", "准时", "（北京时间）"];

/// Moments outside the labelled values, by what happens then.
pub(super) fn happenings(
    text: &str,
    taken: &[Range<usize>],
    today: Option<NaiveDate>,
) -> Vec<(Slot, Read<DateTime<Utc>>)> {
    let mut found = Vec::new();
    let mut from = 0;
    for line in text.split_inclusive('\n') {
        let span = from..from + line.len();
        from = span.end;
        for moment in stated(text, span, today) {
            if taken.iter().any(|value| value.contains(&moment.span.start)) {
                continue;
            }
            let Some(slot) = text.get(moment.span.end..).and_then(happens) else { continue };
            let read = match moment.at {
                Some(at) if moment.certain => Read::known(at, moment.span),
                at => Read::doubt(moment.span).proposing(at.map(to_the_minute)),
            };
            found.push((slot, read));
        }
    }
    found
}

fn happens(behind: &str) -> Option<Slot> {
    let mut rest = behind.trim_start();
    while let Some(next) = BETWEEN.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = next.trim_start();
    }
    HAPPENS
        .iter()
        .find(|(_, words)| words.iter().any(|word| rest.starts_with(word)))
        .map(|(slot, _)| *slot)
}
