//! A day as a person says it, with the working-day calendar at hand: 下周三, 3个工作日后, 两周后, 2026-12-01.

use chrono::{Days, NaiveDate};

use super::calendar::Calendar;
use crate::text::normal::{fold, is_han};
use crate::text::{cn_number, due_date};

/// Nobody means more than this many days or weeks.
const MOST: u32 = 1_000;

/// The day that a whole entry names; `None` where it names none.
pub fn read_day(text: &str, today: NaiveDate, calendar: &Calendar) -> Option<NaiveDate> {
    counted(text, today, calendar).or_else(|| due_date(text, today).map(|(day, _)| day))
}

/// `N个工作日后`, `N天后`, `N周后`, and the next working day in its several words.
fn counted(text: &str, today: NaiveDate, calendar: &Calendar) -> Option<NaiveDate> {
    let text = fold(text);
    if ["下个工作日", "下一个工作日", "下一工作日"].contains(&text.as_str()) {
        return Some(calendar.add_working_days(today, 1));
    }
    let body = ["之后", "以后", "后", "内"].iter().find_map(|end| text.strip_suffix(end))?;
    let unit = ["个工作日", "工作日", "个星期", "星期", "周", "天", "日"];
    let (count, unit) =
        unit.iter().find_map(|unit| body.strip_suffix(unit).map(|count| (count, *unit)))?;
    let count = number(count)?;
    if unit.ends_with("工作日") {
        return Some(calendar.add_working_days(today, count));
    }
    let days = if unit.ends_with(['天', '日']) { 1 } else { 7 };
    today.checked_add_days(Days::new(u64::from(count) * days))
}

/// A small number in digits or in Chinese words.
fn number(text: &str) -> Option<u32> {
    let count = match text {
        "两" => 2,
        _ if text.chars().all(is_han) => cn_number(text)?,
        _ => text.parse().ok()?,
    };
    (1..=MOST).contains(&count).then_some(count)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_day_is_read_as_it_is_said_and_working_days_follow_the_calendar() {
        // A Wednesday before the National Day holiday of 2026 (1 to 7 October).
        let today = NaiveDate::from_ymd_opt(2026, 9, 30).unwrap();
        let day =
            |text: &str| read_day(text, today, Calendar::bundled()).map(|day| day.to_string());
        for (text, wanted) in [
            ("1个工作日后", "2026-10-08"),
            ("下个工作日", "2026-10-08"),
            ("３ 个工作日后", "2026-10-10"),
            ("三天后", "2026-10-03"),
            ("两周后", "2026-10-14"),
            ("下周三", "2026-10-07"),
            ("2026-12-01", "2026-12-01"),
            ("12月1日", "2026-12-01"),
        ] {
            assert_eq!(day(text).as_deref(), Some(wanted), "{text}");
        }
        for text in ["", "以后再说", "0天后", "一万天后", "工作日后"] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
