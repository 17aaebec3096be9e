//! daqu (大区, "the region"): a regional manager's desk in the terminal.
#![forbid(unsafe_code)]

pub mod app;
pub mod cli;
pub mod command;
pub mod desk;
pub mod domain;
pub mod i18n;
pub mod interchange;
pub mod matching;
pub mod model;
pub mod store;
pub mod sync;
pub mod term;
pub mod text;
pub mod ui;
