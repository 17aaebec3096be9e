//! What goes out to other people's programs.
//!
//! | module | the thought |
//! |---|---|
//! | [`table`] | leads as the rows of a table, and as CSV |
//! | [`xlsx`] | leads as a workbook |

pub mod table;
pub mod xlsx;
