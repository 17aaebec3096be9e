//! Pane 1: the tile map, and who answers for the selected province by which resolution.
//!
//! A tile is five columns: the province's character and the count of its open conflicts (`+` from ten on). The own region
//! stands in square brackets, what headquarters coordinates itself in round ones, so that nothing rests on style alone. A
//! legend below names the four regions with their provinces. An English reader gets the letters of ISO 3166-2:CN.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::desk::view::{KeyAccountRow, ProvinceRow, Sum};
use crate::domain::customer;
use crate::domain::organisation::owner::{Deputy, Right, Standing};
use crate::domain::territory::{self, COLUMNS, ROWS, RegionCode, TILES};
use crate::i18n::{Lang, Words, value};
use crate::model::{Heat, Hit, Model, Pane};
use crate::t;
use crate::text::width::{columns, pad};
use crate::text::wrap::wrap;
use crate::ui::format;
use crate::ui::screen::Place;
use crate::ui::theme::{Role, Theme};
use crate::ui::widget::{cursor, put, row, span, split_columns, split_rows};

/// Columns of a tile.
const TILE: u16 = 5;

/// Lines that the details need to stand below the map.
const LINES_BELOW: u16 = 7;

/// Columns that they need to stand beside it.
const COLUMNS_BESIDE: u16 = 26;

/// Lines below which the map keeps its rows close together.
const LINES_FOR_AIR: u16 = 32;

/// ISO 3166-2:CN letters by GB/T 2260 code.
const LETTERS: [(&str, &str); 34] = [
    ("110000", "BJ"),
    ("120000", "TJ"),
    ("130000", "HE"),
    ("140000", "SX"),
    ("150000", "NM"),
    ("210000", "LN"),
    ("220000", "JL"),
    ("230000", "HL"),
    ("310000", "SH"),
    ("320000", "JS"),
    ("330000", "ZJ"),
    ("340000", "AH"),
    ("350000", "FJ"),
    ("360000", "JX"),
    ("370000", "SD"),
    ("410000", "HA"),
    ("420000", "HB"),
    ("430000", "HN"),
    ("440000", "GD"),
    ("450000", "GX"),
    ("460000", "HI"),
    ("500000", "CQ"),
    ("510000", "SC"),
    ("520000", "GZ"),
    ("530000", "YN"),
    ("540000", "XZ"),
    ("610000", "SN"),
    ("620000", "GS"),
    ("630000", "QH"),
    ("640000", "NX"),
    ("650000", "XJ"),
    ("710000", "TW"),
    ("810000", "HK"),
    ("820000", "MO"),
];

/// Where the details of the selected province stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Details {
    Below,
    Beside,
    OnTitle,
}

impl Details {
    /// What the room inside the box allows.
    fn within(width: u16, height: u16) -> Details {
        if height >= u16::from(ROWS) + LINES_BELOW {
            Details::Below
        } else if width >= map_columns() + 2 + COLUMNS_BESIDE {
            Details::Beside
        } else {
            Details::OnTitle
        }
    }
}

fn map_columns() -> u16 {
    u16::from(COLUMNS) * TILE
}

pub(super) fn title(model: &Model, place: &Place) -> String {
    let words = &model.words;
    let row = model.selected_province();
    let province = format::province_name(words, &model.province);
    let inside = (place.area.width.saturating_sub(2), place.area.height.saturating_sub(2));
    let brief = place.open && Details::within(inside.0, inside.1) == Details::OnTitle;
    let (conflicts, leads) = row.map_or((0, 0), |row| (row.conflicts, row.leads));
    let mut text =
        t!(words, "ui-title-territory", province = province, conflicts = conflicts, leads = leads);
    if brief && model.loaded {
        if let Some(region) = region_at(model, &model.province) {
            text.push_str(&format!(" · {}", format::region_short(words, region)));
        }
        text.push_str(&format!(" · {} {}", t!(words, "ui-home"), home(model)));
    }
    text
}

/// The rooms of the map and of the details.
fn rooms(area: Rect) -> (Rect, Option<Rect>) {
    match Details::within(area.width, area.height) {
        Details::Below => {
            let pitch = if area.height >= LINES_FOR_AIR { 2 } else { 1 };
            let (map, below) = split_rows(area, u16::from(ROWS) * pitch);
            // A line of air between map and words, where there is one to spare.
            let air = u16::from(below.height > LINES_BELOW);
            (map, Some(split_rows(below, air).1))
        }
        Details::Beside => {
            let (map, beside) = split_columns(area, map_columns());
            (map, Some(split_columns(beside, 2).1))
        }
        Details::OnTitle => (area, None),
    }
}

/// What stands at a cell of the pane's inside.
pub(super) fn hit(area: Rect, x: u16, y: u16) -> Option<Hit> {
    let (map, _) = rooms(area);
    let at = |place: &(&'static str, Rect)| place.1.contains((x, y).into());
    places(map).find(at).map(|(code, _)| Hit::Province(code.to_owned()))
}

pub(super) fn draw(model: &Model, frame: &mut Frame<'_>, area: Rect, theme: Theme) {
    let (map, details) = rooms(area);
    tiles(model, frame, map, theme);
    if let Some(place) = details {
        let room = (usize::from(place.width).saturating_sub(1), usize::from(place.height));
        let place = split_columns(place, 1).1;
        for (index, line) in lines(model, room, theme).into_iter().enumerate() {
            put(frame, row(place, index), line);
        }
    }
}

/// The tiles that have room, in the middle of it.
fn places(area: Rect) -> impl Iterator<Item = (&'static str, Rect)> {
    let pitch = if area.height >= u16::from(ROWS) * 2 { 2 } else { 1 };
    let margin = area.width.saturating_sub(map_columns()) / 2;
    let place = move |(code, line, column): &(&'static str, u8, u8)| {
        let x = area.x.saturating_add(margin).saturating_add(u16::from(*column) * TILE);
        let y = area.y.saturating_add(u16::from(*line) * pitch);
        (*code, Rect { x, y, width: TILE, height: 1 })
    };
    TILES.iter().map(place).filter(move |(_, place)| place.intersection(area) == *place)
}

/// Draws the map.
fn tiles(model: &Model, frame: &mut Frame<'_>, area: Rect, theme: Theme) {
    for (code, place) in places(area) {
        let (x, y) = (place.x, place.y);
        let selected = model.province == code;
        let role = if selected { Role::Tile } else { role(model, code) };
        put(frame, place, Line::from(span(tile(model, code), theme.style(role))));
        if selected && super::has_cursor(model, Pane::Territory) {
            cursor(frame, x.saturating_add(1), y);
        }
    }
}

fn role(model: &Model, code: &str) -> Role {
    match region_at(model, code) {
        None => Role::Dim,
        Some(region) if is_own(model, Some(region)) => Role::OwnRegion(region),
        Some(region) => Role::OtherRegion(region),
    }
}

/// The text of a tile, five columns.
fn tile(model: &Model, code: &str) -> String {
    let region = region_at(model, code);
    let (open, close) = match region {
        None => ("(", ")"),
        region if is_own(model, region) => ("[", "]"),
        Some(_) => (" ", ""),
    };
    let badge = badge(model, code);
    pad(&format!("{open}{}{badge}{close}", sign(&model.words, code)), usize::from(TILE))
}

/// Conflicts are counted on the tile; of leads and sums a block tells how much there is beside the most.
fn badge(model: &Model, code: &str) -> String {
    let of = |row: &ProvinceRow| model.heat.of(row);
    let provinces = &model.overview.provinces;
    let amount = provinces.iter().find(|row| row.code == code).map_or(0, of);
    match (model.heat, amount) {
        (_, ..=0) => String::new(),
        (Heat::Conflicts, 1..=9) => amount.to_string(),
        (Heat::Conflicts, _) => "+".to_owned(),
        _ => {
            let most = provinces.iter().map(of).max().unwrap_or(amount).max(1);
            let last = BLOCKS.len() as i64 - 1;
            // What is there at all is seen.
            let level = (i128::from(amount) * i128::from(last) / i128::from(most)).max(0);
            let level = usize::try_from(level).unwrap_or(0).min(BLOCKS.len() - 1);
            BLOCKS[level].to_string()
        }
    }
}

/// How much, in eighths.
const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

fn is_own(model: &Model, region: Option<RegionCode>) -> bool {
    region.is_some() && region == model.overview.summary.region
}

/// The sign of a province in two columns: its character, or its letters.
fn sign(words: &Words, code: &str) -> String {
    let abbr = territory::province(code).and_then(|province| province.abbr.clone());
    let letters = LETTERS.iter().find(|(known, _)| *known == code).map(|(_, letters)| *letters);
    match (words.lang(), abbr, letters) {
        (Lang::Zh, Some(abbr), _) => abbr,
        (_, _, Some(letters)) => letters.to_owned(),
        _ => "??".to_owned(),
    }
}

/// The region of a province as the desk says; before it has said anything, as bundled.
fn region_at(model: &Model, code: &str) -> Option<RegionCode> {
    match model.overview.provinces.iter().find(|row| row.code == code) {
        Some(row) => row.region,
        None => territory::region_of(code),
    }
}

/// The details and the legend, as many lines as there is room for: columns and lines.
fn lines(model: &Model, room: (usize, usize), theme: Theme) -> Vec<Line<'static>> {
    let words = &model.words;
    let (width, height) = room;
    let mut all = entry("", &answers(model), width, theme);
    match model.selected_province() {
        Some(province) if model.loaded => all.extend(standing(model, province, width, theme)),
        _ if model.loaded => {}
        _ => all.extend(entry("", &t!(words, "ui-loading"), width, theme)),
    }
    let marks = entry("", &legend_of(model), width, theme);
    let regions: Vec<Line<'static>> =
        RegionCode::ALL.into_iter().flat_map(|code| legend(model, code, width, theme)).collect();
    for part in [marks, regions] {
        if all.len() + part.len() <= height {
            all.extend(part);
        }
    }
    all.truncate(height);
    all
}

/// A label and its text, broken to the width; further lines begin under the first one's text.
fn entry(label: &str, text: &str, width: usize, theme: Theme) -> Vec<Line<'static>> {
    let indent = if label.is_empty() { 0 } else { columns(label) + 1 };
    let pieces = wrap(text, width.saturating_sub(indent).max(4));
    let line = |(index, piece): (usize, &str)| {
        let head = if index == 0 { pad(label, indent) } else { " ".repeat(indent) };
        let head = span(head, theme.style(Role::Dim));
        Line::from(vec![head, span(piece, theme.style(Role::Text))])
    };
    pieces.into_iter().enumerate().map(line).collect()
}

/// Who answers for the selected province: its region and where the manager sits, or headquarters.
fn answers(model: &Model) -> String {
    let words = &model.words;
    let province = format::province_name(words, &model.province);
    let text = match region_at(model, &model.province) {
        Some(code) => {
            let (region, seat) = (format::region_name(words, code), format::seat(words, code));
            t!(words, "ui-answers", province = province, region = region, seat = seat)
        }
        None if territory::is_hq_direct(&model.province) => {
            t!(words, "ui-answers-hq", province = province)
        }
        None => t!(words, "ui-answers-nobody", province = province),
    };
    let standing = model.selected_province().and_then(|row| row.standing.as_ref());
    match standing {
        Some(standing) if standing.assumed => assumed(words, &text),
        Some(Standing { by: Some(by), .. }) => by_resolution(words, text, &by.resolution),
        _ => text,
    }
}

/// The manager of the selected province and who stands in for him, by name.
fn people(words: &Words, standing: &Standing) -> Vec<(String, String)> {
    let vacant = || t!(words, "ui-vacant");
    let mut people = Vec::new();
    if let Some(manager) = &standing.manager {
        let holder = manager.holder.clone().unwrap_or_else(vacant);
        let text = match &manager.by {
            Some(by) => by_resolution(words, holder, &by.resolution),
            None => t!(words, "ui-undecided"),
        };
        people.push((t!(words, "ui-manager"), text));
    }
    if let Some(Deputy { ring, post }) = &standing.deputy
        && (ring.is_none() || post.holder.is_some())
    {
        let holder = post.holder.clone().unwrap_or_else(vacant);
        let text = match ring {
            // The ring is a default of gap G12.
            Some(region) => {
                assumed(words, &format!("{holder} ({})", format::region_short(words, *region)))
            }
            None => holder,
        };
        people.push((t!(words, "ui-deputy"), text));
    }
    people
}

/// Counts, the units with a right in it, and the key account posts.
fn standing(model: &Model, row: &ProvinceRow, width: usize, theme: Theme) -> Vec<Line<'static>> {
    let words = &model.words;
    let mut counts = t!(words, "ui-counts", conflicts = row.conflicts, leads = row.leads);
    if row.won.lots > 0 {
        counts.push_str(&format!(" · {}", t!(words, "ui-won", sum = won(words, row.won))));
    }
    let mut lines = entry("", &counts, width, theme);
    lines.extend(entry(&t!(words, "ui-home"), &home(model), width, theme));
    let Some(standing) = &row.standing else { return lines };
    for (rights, label) in
        [(&standing.allowed, t!(words, "ui-allowed")), (&standing.barred, t!(words, "ui-barred"))]
    {
        let units = units_with(model, rights);
        if !units.is_empty() {
            lines.extend(entry(&label, &format::listed(words, &units), width, theme));
        }
    }
    for (label, text) in people(words, standing) {
        lines.extend(entry(&label, &text, width, theme));
    }
    let posts = accounts(words, &model.overview.key_accounts);
    let posts = if posts.is_empty() { t!(words, "ui-undecided") } else { posts };
    lines.extend(entry(&t!(words, "ui-key-accounts"), &posts, width, theme));
    lines
}

/// A sum that was won; lots of unknown value are counted beside it.
fn won(words: &Words, sum: Sum) -> String {
    let known = value::sum(words, sum.fen);
    match sum.unknown {
        0 => known,
        n => format!("{known} {}", t!(words, "ui-won-unknown", n = n)),
    }
}

/// The units whose home the selected province is, or the word that nobody decided it.
fn home(model: &Model) -> String {
    let standing = model.selected_province().and_then(|row| row.standing.as_ref());
    let units = standing.map(|standing| units_with(model, &standing.home)).unwrap_or_default();
    if units.is_empty() {
        return t!(model.words, "ui-undecided");
    }
    format::listed(&model.words, &units)
}

/// Units with their rights: the class of business where it is not all, and the resolution.
fn units_with(model: &Model, rights: &[Right]) -> Vec<String> {
    let words = &model.words;
    let named = rights.iter().map(|right| {
        let unit = format::unit_name(model, &right.unit);
        let class = right.class.map(|class| words.say(&format!("class-{}", class.name())));
        let who = class.map_or(unit.clone(), |class| format!("{unit} ({class})"));
        by(words, who, &right.by.resolution)
    });
    named.collect()
}

/// The key account posts with their holders, those of one resolution together.
fn accounts(words: &Words, posts: &[KeyAccountRow]) -> String {
    let by_one = posts.chunk_by(|one, other| one.resolution == other.resolution);
    let told = by_one.map(|posts| {
        let named: Vec<String> = posts.iter().map(|post| account(words, post)).collect();
        let resolution = posts.first().map(|post| post.resolution.as_str()).unwrap_or_default();
        by(words, format::listed(words, &named), resolution)
    });
    format::listed(words, &told.collect::<Vec<_>>())
}

/// A key account post with its holder.
fn account(words: &Words, post: &KeyAccountRow) -> String {
    let name = match (words.lang(), customer::customer(&post.customer)) {
        (Lang::En, Some(customer)) => customer.en.clone(),
        _ => post.name.clone(),
    };
    let holder = post.holder.clone().unwrap_or_else(|| t!(words, "ui-vacant"));
    format!("{name} {holder}")
}

/// A fact with the resolution it rests on; without one it is assumed.
fn by(words: &Words, who: String, resolution: &str) -> String {
    if resolution.trim().is_empty() {
        return assumed(words, &who);
    }
    by_resolution(words, who, resolution)
}

fn by_resolution(words: &Words, who: String, resolution: &str) -> String {
    t!(words, "ui-by-resolution", who = who, resolution = resolution)
}

/// What the marks of the tiles mean, and what their badges count.
fn legend_of(model: &Model) -> String {
    let words = &model.words;
    match model.heat {
        Heat::Conflicts => t!(words, "ui-legend"),
        Heat::Leads => t!(words, "ui-legend-leads"),
        Heat::Won => t!(words, "ui-legend-won"),
    }
}

/// Adds the badge of an assumed default.
fn assumed(words: &Words, text: &str) -> String {
    format!("{text} [{}]", t!(words, "ui-assumed"))
}

/// A region with the provinces that are its, the own one in brackets as on the map.
fn legend(model: &Model, code: RegionCode, width: usize, theme: Theme) -> Vec<Line<'static>> {
    let words = &model.words;
    let own = is_own(model, Some(code));
    let name = format::region_short(words, code);
    let name = if own { format!("[{name}]") } else { format!(" {name} ") };
    let inside = TILES.iter().filter(|(tile, ..)| region_at(model, tile) == Some(code));
    let signs: Vec<String> = inside.map(|(tile, ..)| sign(words, tile)).collect();
    let signs = signs.join(if words.lang() == Lang::Zh { "" } else { " " });
    let mut lines = entry(&name, &signs, width, theme);
    let role = if own { Role::OwnRegion(code) } else { Role::OtherRegion(code) };
    for line in &mut lines {
        for piece in &mut line.spans {
            piece.style = theme.style(role);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use std::sync::Arc;

    use super::*;
    use chrono::{DateTime, Utc};

    fn model(lang: Lang) -> Model {
        let mut model = Model::new(lang, (120, 40), DateTime::<Utc>::UNIX_EPOCH);
        Arc::make_mut(&mut model.overview).summary.region = Some(RegionCode::EC);
        model
    }

    fn with_conflicts(lang: Lang, conflicts: usize) -> Model {
        let mut model = model(lang);
        Arc::make_mut(&mut model.overview).provinces.push(ProvinceRow {
            code: "320000".to_owned(),
            region: Some(RegionCode::EC),
            conflicts,
            leads: 0,
            won: Default::default(),
            standing: None,
        });
        model
    }

    #[test]
    fn a_tile_tells_region_and_conflicts_without_colour() {
        assert_eq!(tile(&with_conflicts(Lang::Zh, 3), "320000"), "[苏3]");
        assert_eq!(tile(&with_conflicts(Lang::Zh, 12), "320000"), "[苏+]");
        assert_eq!(tile(&with_conflicts(Lang::En, 0), "320000"), "[JS] ");
        assert_eq!(tile(&model(Lang::Zh), "440000"), " 粤  ");
        assert_eq!(tile(&model(Lang::Zh), "810000"), "(港) ");
    }

    #[test]
    fn every_province_has_a_sign_of_two_columns_in_both_languages() {
        for (code, ..) in TILES {
            for lang in [Lang::Zh, Lang::En] {
                let sign = sign(&Words::new(lang), code);
                assert_eq!(columns(&sign), 2, "{code} {sign}");
                assert_ne!(sign, "??", "{code}");
            }
        }
    }

    #[test]
    fn details_stand_where_there_is_room() {
        assert_eq!(Details::within(42, 20), Details::Below, "wide");
        assert_eq!(Details::within(78, 17), Details::Below, "80x24");
        assert_eq!(Details::within(78, 12), Details::Beside);
        assert_eq!(Details::within(58, 9), Details::OnTitle, "60x16");
    }
}
