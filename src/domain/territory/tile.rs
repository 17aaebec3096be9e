//! The tile map: one square a province, laid out roughly as on the map, and the way the arrow keys
//! walk over it.
//!
//! A tile is a place in a small grid, counted from the top left. Neighbours on the map need not be
//! neighbours in the grid, so an arrow looks for the nearest tile within a quarter circle around
//! its direction; a tile straight ahead is preferred to one aside, and no tile is a dead end.

/// Rows of the grid.
pub const ROWS: u8 = 9;

/// Columns of the grid.
pub const COLUMNS: u8 = 8;

/// Every province with its tile: GB/T 2260 code, row, column, both from 0. Ordered by row, then
/// column.
pub const TILES: &[(&str, u8, u8)] = &[
    ("230000", 0, 7), // 黑
    ("150000", 1, 5), // 蒙
    ("220000", 1, 7), // 吉
    ("650000", 2, 0), // 新
    ("110000", 2, 3), // 京
    ("120000", 2, 4), // 津
    ("130000", 2, 5), // 冀
    ("210000", 2, 6), // 辽
    ("620000", 3, 1), // 甘
    ("640000", 3, 2), // 宁
    ("140000", 3, 3), // 晋
    ("370000", 3, 4), // 鲁
    ("630000", 4, 0), // 青
    ("610000", 4, 1), // 陕
    ("410000", 4, 2), // 豫
    ("320000", 4, 3), // 苏
    ("310000", 4, 4), // 沪
    ("540000", 5, 0), // 藏
    ("510000", 5, 1), // 川
    ("500000", 5, 2), // 渝
    ("420000", 5, 3), // 鄂
    ("340000", 5, 4), // 皖
    ("330000", 5, 5), // 浙
    ("520000", 6, 1), // 黔
    ("430000", 6, 2), // 湘
    ("360000", 6, 3), // 赣
    ("350000", 6, 4), // 闽
    ("530000", 7, 0), // 滇
    ("450000", 7, 1), // 桂
    ("440000", 7, 2), // 粤
    ("710000", 7, 4), // 台
    ("460000", 8, 1), // 琼
    ("810000", 8, 2), // 港
    ("820000", 8, 3), // 澳
];

/// Where an arrow key points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// To a smaller row.
    Up,
    /// To a greater row.
    Down,
    /// To a smaller column.
    Left,
    /// To a greater column.
    Right,
}

impl Direction {
    /// All four.
    pub const ALL: [Direction; 4] =
        [Direction::Up, Direction::Down, Direction::Left, Direction::Right];

    /// How far `to` lies ahead of `from` in this direction, and how far aside, in tiles.
    fn split(self, from: (u8, u8), to: (u8, u8)) -> (i32, i32) {
        let rows = i32::from(to.0) - i32::from(from.0);
        let columns = i32::from(to.1) - i32::from(from.1);
        match self {
            Direction::Up => (-rows, columns.abs()),
            Direction::Down => (rows, columns.abs()),
            Direction::Left => (-columns, rows.abs()),
            Direction::Right => (columns, rows.abs()),
        }
    }
}

/// Row and column of a province's tile; `None` for a code that is no province.
pub fn position(code: &str) -> Option<(u8, u8)> {
    TILES.iter().find(|tile| tile.0 == code).map(|tile| (tile.1, tile.2))
}

/// The code of the nearest tile from `from` in a direction; `None` at the edge, or for a code that
/// is no province.
pub fn step(from: &str, direction: Direction) -> Option<&'static str> {
    let start = position(from)?;
    let mut best: Option<(i32, i32, &'static str)> = None;
    for &(code, row, column) in TILES {
        let (ahead, aside) = direction.split(start, (row, column));
        if ahead <= 0 || aside > ahead {
            continue;
        }
        // Aside counts double, so that a row with a gap in it is still walked along.
        let distance = ahead * ahead + 4 * aside * aside;
        if best.is_none_or(|(least, least_aside, _)| (distance, aside) < (least, least_aside)) {
            best = Some((distance, aside, code));
        }
    }
    best.map(|(_, _, code)| code)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use std::collections::BTreeSet;

    use super::super::{find_province, provinces};
    use super::*;

    fn code(name: &str) -> &'static str {
        find_province(name).unwrap().code.as_str()
    }

    #[test]
    fn every_province_has_one_tile_of_its_own_inside_the_grid() {
        let codes: BTreeSet<&str> = TILES.iter().map(|tile| tile.0).collect();
        let known: BTreeSet<&str> = provinces().iter().map(|p| p.code.as_str()).collect();
        assert_eq!(codes, known);
        let places: BTreeSet<(u8, u8)> = TILES.iter().map(|tile| (tile.1, tile.2)).collect();
        assert_eq!((TILES.len(), places.len()), (34, 34));
        assert!(places.iter().all(|&(row, column)| row < ROWS && column < COLUMNS));
    }

    #[test]
    fn the_arrows_reach_every_tile_from_every_other() {
        for &(start, _, _) in TILES {
            let mut seen = BTreeSet::from([start]);
            let mut todo = vec![start];
            while let Some(here) = todo.pop() {
                for next in Direction::ALL.into_iter().filter_map(|way| step(here, way)) {
                    if seen.insert(next) {
                        todo.push(next);
                    }
                }
            }
            assert_eq!(seen.len(), TILES.len(), "from {start}");
        }
    }

    #[test]
    fn an_arrow_never_leads_backwards() {
        for &(start, row, column) in TILES {
            for way in Direction::ALL {
                if let Some(next) = step(start, way) {
                    let (ahead, aside) = way.split((row, column), position(next).unwrap());
                    assert!(ahead > 0 && aside <= ahead, "{start} {way:?} {next}");
                }
            }
        }
    }

    #[test]
    fn arrows_follow_the_rows_of_the_sketch() {
        assert_eq!(step(code("苏"), Direction::Right), Some(code("沪")));
        assert_eq!(step(code("粤"), Direction::Right), Some(code("台")), "over the gap");
        assert_eq!(step(code("粤"), Direction::Up), Some(code("湘")));
        assert_eq!(step(code("新"), Direction::Up), None);
        assert_eq!(step("999999", Direction::Up), None);
    }
}
