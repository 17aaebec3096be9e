//! What attendees thought of a meeting (rule 5.1): counts alone. Who said what is never stored, and figures show from three answers
//! on.

use serde::Serialize;

use super::Meeting;

/// Fewer answers than this show nothing: with two, each knows what the other said.
pub const FEWEST_SHOWN: u32 = 3;

/// The answers of a meeting, added up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Tally {
    /// How many gave 1, 2, 3, 4 and 5 points.
    pub points: [u32; 5],
    /// For how many it was useful, where that was asked.
    pub useful: Option<u32>,
}

impl Tally {
    /// How many answered.
    pub fn answers(&self) -> u32 {
        self.points.iter().fold(0, |sum, count| sum.saturating_add(*count))
    }

    /// The mean in hundredths of a point; nothing below [`FEWEST_SHOWN`] answers.
    pub fn mean_hundredths(&self) -> Option<u64> {
        let answers = self.answers();
        let sum: u64 =
            (1u64..).zip(self.points).map(|(points, count)| points * u64::from(count)).sum();
        (answers >= FEWEST_SHOWN).then(|| sum * 100 / u64::from(answers))
    }
}

/// Counts as they are written: `1:0,2:0,3:1,4:3,5:2`, points left out counting none.
pub fn points(text: &str) -> Option<[u32; 5]> {
    let mut counts = [0u32; 5];
    for part in text.split([',', '，', '、', ' ']).map(str::trim).filter(|part| !part.is_empty())
    {
        let (points, count) = part.split_once([':', '：'])?;
        let place = points.trim().parse::<usize>().ok()?.checked_sub(1)?;
        let slot = counts.get_mut(place)?;
        *slot = slot.checked_add(count.trim().parse().ok()?)?;
    }
    counts.iter().any(|count| *count > 0).then_some(counts)
}

/// All answers that were recorded.
pub fn tally(meeting: &Meeting) -> Tally {
    let mut tally = Tally::default();
    for entry in meeting.entries("survey") {
        let counts = entry.args.get("points").and_then(points).unwrap_or_default();
        for (sum, count) in tally.points.iter_mut().zip(counts) {
            *sum = sum.saturating_add(count);
        }
        if let Some(useful) =
            entry.args.get("useful").and_then(|text| text.trim().parse::<u32>().ok())
        {
            tally.useful = Some(tally.useful.unwrap_or(0).saturating_add(useful));
        }
    }
    tally
}
