//! Who answers where: divisions, the four regions, and the tile map on which they are drawn.
//!
//! Divisions are keyed by their GB/T 2260 code, six digits as text (`320000` 江苏省, `320100`
//! 南京市), and every other table names them by that code alone. Art. 18 fixes the four regions and
//! their seats; which province belongs to which region it does not say, so the bundled table is a
//! default marked `assumed` (gap G1) until headquarters confirms it by a board resolution (art.
//! 17).
//!
//! The tables are read once from `assets/territory/`. A faulty asset is a fault of the build, found
//! by the tests here; a running program would then see empty tables, and every lookup answers
//! "unknown".

mod division;
mod region;
mod tile;

pub use division::{
    Division, Level, Place, cities_of, division, divisions, ends_with_place, find_division,
    find_province, place_in, province, province_in, province_of, provinces,
};
pub use region::{Region, RegionCode, UnknownRegion, hq_direct, is_hq_direct, region_of, regions};
pub use tile::{COLUMNS, Direction, ROWS, TILES, position, step};
