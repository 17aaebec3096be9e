//! daqu tested from outside: layers, words, screens, stories, exchange, and a real pseudo-terminal.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod house;
mod pty;
mod screens;
mod stories;
mod support;
mod sync;
