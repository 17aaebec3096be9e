//! Chinese text: the lowest layer of daqu.
//!
//! Everything here is a pure function of its arguments: no clock, no disk, no terminal, no
//! randomness. Foreign text is cleaned when it enters ([`clean`]), measured and broken into lines
//! for the screen ([`width`], [`mod@wrap`]), brought to one form for comparing ([`normal`]), made
//! findable ([`pinyin`], [`bigram`], [`seek`]) and read for the figures it states ([`number`], [`date`],
//! [`due`]).
//!
//! The readers of figures never guess: what cannot be read with certainty is left out.

pub mod bigram;
pub mod clean;
pub mod date;
pub mod due;
pub mod lot_mark;
pub mod near;
pub mod normal;
pub mod number;
pub mod numeral;
pub mod pinyin;
mod readings;
mod scan;
pub mod seek;
pub mod width;
pub mod word;
pub mod wrap;

pub use clean::{clean_line, clean_text, is_clean_line, newlines};
pub use date::{NaiveMoment, parse_moment, parse_moments, parse_range};
pub use due::due_date;
pub use near::{Basis, NearMoment, moments_near};
pub use normal::{fold, halfwidth, is_han};
pub use number::{
    Amount, Money, Tax, cn_number, format_fen, parse_amounts, sum_in_yuan, whole_amount,
};
pub use pinyin::Pinyin;
pub use seek::Sought;
pub use width::{columns, elide, elide_middle, pad, pad_left};
pub use wrap::wrap;
