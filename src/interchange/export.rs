//! What goes out to other people's programs.
//!
//! | module | the thought |
//! |---|---|
//! | [`ocds`] | leads as an Open Contracting release package |
//! | [`table`] | leads as the rows of a table, and as CSV |
//! | [`xlsx`] | leads as a workbook |

pub mod ocds;
pub mod table;
pub mod xlsx;
