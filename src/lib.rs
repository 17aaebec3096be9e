//! daqu (大区, "the region"): a regional manager's desk in the terminal.
//!
//! Six branches of one company chase the same tenders and collide. A regional manager, on a laptop and often offline, settles
//! those conflicts by the company's regulation, works the inbox of tender leads, knows who answers for which territory, and
//! takes minutes by keyboard. Everything lives in one local store and travels to headquarters and back as signed bundles.
//!
//! # How to read this
//!
//! Start with [`domain`] (what may happen, and by which article), then [`desk`] (the one door through which it happens). The
//! way of one fact goes through every layer:
//!
//! > a key → [`term`] → [`app::Msg`] → a row of the [`command`] table → [`desk::command::Command`] → the desk folds the
//! > subject's events and lets [`domain`] decide → new events, signed by [`sync`], appended by [`store`] with the rows they
//! > touch in one transaction → a reply → [`model`] → one frame drawn by [`ui`].
//!
//! The command line ([`cli`]) builds the same commands. A bundle's events are verified by [`sync`] and go through the same
//! append-and-derive door. There is no second way to change anything.
//!
//! # Layers
//!
//! Imports point downward only; a test fails on any other arrow.
//!
//! ```text
//!               main
//!                │
//!               cli          arguments, answers, exit codes
//!                │
//!               term         terminal guard, input, the loop, threads; the same without a terminal
//!                │
//!               ui           pure drawing of the model
//!                │
//!               app          message + model -> effects
//!                │
//!             command        the one table of commands
//!                │
//!              model         what is on the screen and why
//!                │
//!              desk          perform(Command), questions, intake, exchange
//!        ┌───────┼────────┐
//!      sync    store  interchange      trust and wire · SQLite · other people's formats
//!        └───┬───┴────┬───┘
//!         matching   i18n              same tender? · the words
//!            └────┬───┘
//!              domain        cases, claims, leads, meetings, territory, rules, calendar, events
//!                 │
//!               text         Chinese text
//! ```
//!
//! | only | knows |
//! |---|---|
//! | [`term`] and [`ui`] | ratatui and crossterm (the editor's widget lives behind [`model::editor`]) |
//! | [`store`] | SQLite |
//! | [`sync`] | signatures and encryption |
//! | [`interchange`] | the libraries of other people's formats: workbooks, CSV, pages, encodings |
//! | [`i18n`] | Fluent |
//! | [`cli`] | the argument parser |
//! | [`desk::exchange::medium`] | what carries a channel: folders, and with the feature `remote` stores elsewhere |
//! | [`desk::system`] | the clock and the randomness of the operating system |
//!
//! # What always holds
//!
//! 1. Nothing typed is ever lost: drafts are on disk within 800 ms, and before the program ends in any way it can notice.
//! 2. Facts are immutable. An event is signed over its exact bytes and never changed, by trigger; every list is derived from
//!    events, and deriving it anew gives the same. What likeness proposes is compared, not derived, and decides nothing.
//! 3. One table for each kind of knowledge: commands ([`command`]), case actions ([`domain::case::action`]), claim actions
//!    ([`domain::claim::action`]), event kinds ([`domain::event::KINDS`]), rules ([`domain::rulebook`]), formats in
//!    ([`interchange::FORMATS`]) and out ([`interchange::export::FORMATS`]).
//! 4. The core is pure; time and randomness are arguments, effects are data.
//! 5. A refusal says what is unmet and by which article ([`domain::why::Why`]).
//! 6. The screen never waits: one thread writes, another reads, and the window only draws.
#![forbid(unsafe_code)]

pub mod app;
pub mod cli;
pub mod command;
mod cut;
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
