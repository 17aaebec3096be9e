//! The house rules, held by tests: layers, words in both languages.

mod layers;
mod words;
