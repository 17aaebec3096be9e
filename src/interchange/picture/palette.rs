//! Colours that stay apart for the colour-blind and in print, each with a pattern that tells it without colour.
//!
//! Dark text stands on every fill, white text on every deep tone, at a contrast of 4.5 to 1 or more (WCAG 2.1, 1.4.3); a test
//! holds it. Colours are red, green and blue in six hexadecimal digits.

/// The colour of text and of strong borders.
pub const INK: u32 = 0x1A1A1A;

/// The colour of text that matters less.
pub const MUTED: u32 = 0x4A4A4A;

/// The colour of help lines.
pub const GRID: u32 = 0xC4C8CC;

/// The ground.
pub const PAPER: u32 = 0xFFFFFF;

/// One group's colours and its pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hue {
    /// A light ground for dark text.
    pub fill: u32,
    /// A dark tone of it: borders, lines, strokes of the pattern.
    pub deep: u32,
    /// The strokes of the pattern, as a path in a square of eight by eight.
    pub pattern: &'static str,
    /// The strokes and blanks of a line.
    pub dashes: &'static str,
}

/// One group after the other; beyond them they begin again, and the letter tells them apart.
pub const HUES: [Hue; 6] = [
    Hue { fill: 0xCFE3F7, deep: 0x1F4E86, pattern: "M-2 2L2 -2M0 8L8 0M6 10L10 6", dashes: "" },
    Hue { fill: 0xFBE0B5, deep: 0x8A4B00, pattern: "M2 2H4V4H2ZM6 6H8V8H6Z", dashes: "9 4" },
    Hue { fill: 0xC9EBDF, deep: 0x0F5F47, pattern: "M0 4H8", dashes: "2 4" },
    Hue {
        fill: 0xECD3EA,
        deep: 0x7A2A78,
        pattern: "M-2 6L2 10M0 0L8 8M6 -2L10 2",
        dashes: "10 4 2 4",
    },
    Hue { fill: 0xF7F3B0, deep: 0x5F5700, pattern: "M0 4H8M4 0V8", dashes: "5 3" },
    Hue { fill: 0xDFE1E4, deep: 0x444A52, pattern: "M4 0V8", dashes: "16 5" },
];

/// The ground and the text of a number, from nothing to the most.
pub const SHADES: [(u32, u32); 5] =
    [(PAPER, INK), (0xFBD9C6, INK), (0xF2A27E, INK), (0xB8442A, PAPER), (0x7A1F12, PAPER)];

/// The colours of a group by its place.
pub fn hue(index: usize) -> Hue {
    let [first, ..] = HUES;
    HUES.get(index % HUES.len()).copied().unwrap_or(first)
}

/// The ground and the text of a number, where `most` is the greatest: the first where there is nothing to count.
pub fn shade(value: i64, most: i64) -> (u32, u32) {
    let [nothing, .., all] = SHADES;
    if value <= 0 {
        return nothing;
    }
    let step = super::axis::share(i128::from(value), i128::from(most), SHADES.len() - 1);
    SHADES.get(step + 1).copied().unwrap_or(all)
}

/// A colour as pages write it: `#1a1a1a`.
pub fn hex(colour: u32) -> String {
    format!("#{colour:06x}")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Relative luminance as WCAG 2.1 defines it.
    fn luminance(colour: u32) -> f64 {
        let part = |shift: u32| {
            let level = f64::from((colour >> shift) & 0xFF) / 255.0;
            if level <= 0.04045 { level / 12.92 } else { ((level + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(16) + 0.7152 * part(8) + 0.0722 * part(0)
    }

    fn contrast(one: u32, other: u32) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn every_text_can_be_read_on_its_ground() {
        let on_fills = HUES.iter().flat_map(|hue| [(hue.fill, INK), (hue.fill, hue.deep)]);
        let on_paper = HUES.iter().map(|hue| (PAPER, hue.deep));
        let plain = [(PAPER, INK), (PAPER, MUTED)];
        for (ground, text) in on_fills.chain(on_paper).chain(SHADES).chain(plain) {
            let contrast = contrast(ground, text);
            assert!(contrast >= 4.5, "{} on {}: {contrast:.1}", hex(text), hex(ground));
        }
    }

    #[test]
    fn groups_are_told_apart_without_colour() {
        let patterns: BTreeSet<&str> = HUES.iter().map(|hue| hue.pattern).collect();
        let dashes: BTreeSet<&str> = HUES.iter().map(|hue| hue.dashes).collect();
        assert_eq!((patterns.len(), dashes.len()), (HUES.len(), HUES.len()));
        assert_eq!(hue(HUES.len()), hue(0), "beyond the last they begin again");
    }

    #[test]
    fn more_is_never_lighter_and_the_most_is_the_darkest() {
        assert_eq!(shade(0, 9), SHADES[0]);
        assert_eq!(shade(1, 100), SHADES[1]);
        assert_eq!(shade(9, 9), SHADES[4]);
        assert_eq!(shade(5, 0), SHADES[1], "no most: no more than some");
        let grounds: Vec<f64> = (0..=9).map(|value| luminance(shade(value, 9).0)).collect();
        assert!(grounds.is_sorted_by(|one, next| one >= next), "{grounds:?}");
    }
}
