//! Where answers go: plain text or JSON on standard output, failures on standard error. A closed pipe is no failure.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::report::Report;
use crate::text::clean::clean_text;

/// The two ways of answering.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Output {
    json: bool,
}

impl Output {
    /// Plain, or JSON.
    pub fn new(json: bool) -> Output {
        Output { json }
    }

    /// Prints the JSON form or the plain lines.
    pub fn answer(&self, json: impl FnOnce() -> Value, plain: impl FnOnce() -> Vec<String>) {
        if self.json {
            let value = json();
            self.print(&serde_json::to_string_pretty(&value).unwrap_or_else(|_| value.to_string()));
        } else {
            self.answer_plain(plain);
        }
    }

    /// Prints plain lines at once, where no JSON is asked for: an answer that comes bit by bit.
    pub fn answer_plain(&self, plain: impl FnOnce() -> Vec<String>) {
        if !self.json {
            // Titles and names come from other desks: no escape sequence of theirs reaches this terminal.
            plain().iter().for_each(|line| self.print(&clean_text(line)));
        }
    }

    /// Prints text as it is.
    pub fn print(&self, text: &str) {
        // `daqu lead list | head` closes the pipe early; what was wanted is printed.
        let _ = writeln!(io::stdout(), "{text}");
    }

    /// Says what went wrong.
    pub fn report(&self, report: &Report) {
        if self.json {
            let unmet: Vec<Value> =
                report.unmet.iter().map(|why| json!({"key": why.key, "rule": why.rule})).collect();
            let value =
                json!({"error": report.lines.join("；"), "hint": report.hint, "unmet": unmet});
            self.print(&value.to_string());
        }
        let mut err = io::stderr();
        for line in &report.lines {
            let _ = writeln!(err, "daqu: {line}");
        }
        if let Some(hint) = &report.hint {
            let _ = writeln!(err, "  → {hint}");
        }
    }
}
