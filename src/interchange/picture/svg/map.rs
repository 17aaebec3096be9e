//! The provinces as tiles. A tile tells its group by ground, pattern and letter, its number by a badge and its shade, and the
//! reader's own by a thick border.

use super::canvas::{Canvas, MARGIN, TEXT, Type, patterned, short, wide};
use crate::interchange::picture::axis::letter;
use crate::interchange::picture::palette::{INK, MUTED, PAPER, SHADES, hex, hue, shade};
use crate::interchange::picture::{Tile, TileMap, told};

/// Side of a tile, and from one to the next.
const TILE: usize = 76;
const PITCH: usize = 84;

/// Width of the strip with the pattern.
const STRIP: usize = 14;

/// Width and height of the badge with the number.
const BADGE: (usize, usize) = (54, 22);

/// The least width, so that a legend has room.
const LEAST: usize = 480;

/// How wide the picture is.
pub(super) fn width(map: &TileMap) -> usize {
    let columns = map.tiles.iter().map(|tile| usize::from(tile.column) + 1).max().unwrap_or(0);
    (columns * PITCH + 2 * MARGIN).max(LEAST)
}

pub(super) fn draw(canvas: &mut Canvas, map: &TileMap) {
    let top = canvas.y;
    for one in &map.tiles {
        let x = MARGIN + usize::from(one.column) * PITCH;
        tile(canvas, map, one, (x, top + usize::from(one.line) * PITCH));
    }
    let lines = map.tiles.iter().map(|tile| usize::from(tile.line) + 1).max().unwrap_or(0);
    canvas.y = top + lines * PITCH;
    let lettered = map.groups.iter().enumerate();
    let names: Vec<String> = lettered.map(|(at, name)| format!("{} {name}", letter(at))).collect();
    canvas.legend(&names, |canvas, index, place| {
        let look = format!("{} stroke=\"{}\"", patterned(index), hex(hue(index).deep));
        canvas.rect(place, (36, 18), &look);
    });
    if let Some(what) = &map.scale {
        scale(canvas, map, what);
    }
}

fn tile(canvas: &mut Canvas, map: &TileMap, tile: &Tile, (x, y): (usize, usize)) {
    let group = map.group(tile);
    let number = told::number(tile);
    let words = [tile.sign.as_str(), group.unwrap_or_default(), number.as_str()];
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    canvas.open(&words.join(" · "));
    let (ground, border) = match group {
        Some(_) => (hue(tile.group).fill, hue(tile.group).deep),
        None => (PAPER, MUTED),
    };
    let (stroke, wide) = if tile.strong { (INK, 5) } else { (border, 1) };
    canvas.rect((x, y), (TILE, TILE), &format!("fill=\"{}\"", hex(ground)));
    if group.is_some() {
        canvas.rect((x, y), (STRIP, TILE), &patterned(tile.group));
        let look = Type { size: 12, anchor: "end", bold: true, colour: border };
        canvas.text((x + TILE - 6, y + 16), &letter(tile.group), look);
    }
    // The border comes last, so that the strip does not eat into it.
    let look = format!("fill=\"none\" stroke=\"{}\" stroke-width=\"{wide}\"", hex(stroke));
    canvas.rect((x, y), (TILE, TILE), &look);
    let middle = x + (STRIP + TILE) / 2;
    let look = Type { size: 26, anchor: "middle", bold: tile.strong, colour: INK };
    canvas.text((middle, y + 40), &short(&tile.sign, look.size, TILE - STRIP), look);
    badge(canvas, map, tile, (middle - BADGE.0 / 2, y + TILE - BADGE.1 - 4));
    canvas.close();
}

/// The number of a tile on its shade. One that is unknown has no shade, and no badge where nothing is said of it.
fn badge(canvas: &mut Canvas, map: &TileMap, tile: &Tile, (x, y): (usize, usize)) {
    let number = told::number(tile);
    if number.is_empty() {
        return;
    }
    let ((ground, ink), dashes) = match tile.value {
        Some(value) => (shade(value, map.most().unwrap_or(0)), ""),
        None => ((PAPER, INK), " stroke-dasharray=\"3 2\""),
    };
    let (ground, border) = (hex(ground), hex(INK));
    canvas.rect(
        (x, y),
        BADGE,
        &format!("fill=\"{ground}\" stroke=\"{border}\" stroke-width=\"1\" rx=\"5\"{dashes}"),
    );
    let look = Type { size: 14, anchor: "middle", bold: true, colour: ink };
    let shown = short(&number, look.size, BADGE.0 - 6);
    canvas.text((x + BADGE.0 / 2, y + 16), &shown, look);
}

/// What the numbers count, and the shades from nought to the most.
fn scale(canvas: &mut Canvas, map: &TileMap, what: &str) {
    let y = canvas.y + 8;
    let most = map.most().unwrap_or(0).max(0).to_string();
    let room = canvas.room().saturating_sub(SHADES.len() * BADGE.0 + wide(&most, TEXT.size));
    let what = short(what, TEXT.size, room);
    canvas.text((MARGIN, y + 16), &what, TEXT);
    let left = MARGIN + wide(&what, TEXT.size) + 12;
    let border = hex(INK);
    for (step, (ground, ink)) in SHADES.into_iter().enumerate() {
        let x = left + step * BADGE.0;
        let look = format!("fill=\"{}\" stroke=\"{border}\" stroke-width=\"1\"", hex(ground));
        canvas.rect((x, y), BADGE, &look);
        let look = Type { anchor: "middle", colour: ink, ..TEXT };
        let told = match step {
            0 => "0",
            _ if step + 1 == SHADES.len() => most.as_str(),
            _ => continue,
        };
        canvas.text((x + BADGE.0 / 2, y + 16), &short(told, TEXT.size, BADGE.0 - 4), look);
    }
    canvas.y = y + BADGE.1 + 8;
}
