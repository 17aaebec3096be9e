//! What goes out to other people's programs.
//!
//! | module | the thought |
//! |---|---|
//! | [`ocds`] | leads as an Open Contracting release package |

pub mod ocds;
