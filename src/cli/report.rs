//! What went wrong, for a person: what happened, and what to do next.

use crate::desk::DeskError;
use crate::desk::command::Refusal;
use crate::desk::exchange::ExchangeError;
use crate::domain::why::Why;
use crate::i18n::Words;
use crate::store::StoreError;
use crate::sync::keyfile::KeyFileError;
use crate::t;

/// A failure with its hint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Report {
    /// What happened, one sentence a line.
    pub lines: Vec<String>,
    /// What to do next.
    pub hint: Option<String>,
    /// The unmet preconditions behind it, for programs.
    pub unmet: Vec<Why>,
    /// The call itself was wrong: exit code 2.
    pub usage: bool,
}

impl Report {
    /// A failure in one sentence.
    pub fn new(sentence: String) -> Report {
        Report { lines: vec![sentence], hint: None, unmet: Vec::new(), usage: false }
    }

    /// Marks a wrong call.
    pub fn usage(mut self) -> Report {
        self.usage = true;
        self
    }

    /// Adds what to do next.
    pub fn hint(mut self, hint: String) -> Report {
        self.hint = Some(hint);
        self
    }

    /// Refusals, each with its article.
    pub fn of_refusal(refusal: &Refusal, words: &Words) -> Report {
        match refusal {
            Refusal::Refused(whys) => Report {
                lines: whys.iter().map(|why| words.why(why)).collect(),
                hint: None,
                unmet: whys.clone(),
                usage: false,
            },
            Refusal::Store(error) => {
                Report::new(t!(words, "fail-store", detail = error.to_string()))
            }
        }
    }

    /// A desk that could not be opened, made or exchanged with.
    pub fn of_desk(error: &DeskError, words: &Words) -> Report {
        let report = Report::new(error.to_string());
        match error {
            DeskError::NoDesk(folder) => {
                let folder = folder.display().to_string();
                Report::new(t!(words, "cli-no-desk", folder = folder))
                    .hint(t!(words, "cli-no-desk-hint"))
            }
            DeskError::Exchange(error) => Report::of_exchange(error, words),
            DeskError::Key { fault: KeyFileError::WrongPassphrase, .. } => {
                Report::new(t!(words, "cli-passphrase-wrong"))
            }
            DeskError::Key { fault: KeyFileError::LayOpen, .. } => {
                Report::new(t!(words, "cli-passphrase-open"))
                    .hint(t!(words, "cli-passphrase-open-hint"))
            }
            DeskError::Store(StoreError::Busy(_)) => Report::new(t!(words, "cli-busy")),
            DeskError::Store(error) if error.is_damage() => {
                Report::new(t!(words, "cli-damaged", detail = error.to_string()))
                    .hint(t!(words, "cli-damaged-hint"))
            }
            DeskError::Whole(_) => Report::new(t!(words, "cli-rescue-whole")),
            DeskError::Lost(_) => {
                Report::new(t!(words, "cli-rescue-lost")).hint(t!(words, "cli-rescue-lost-hint"))
            }
            _ => report,
        }
    }

    /// An exchange that did not happen.
    pub fn of_exchange(error: &ExchangeError, words: &Words) -> Report {
        match error {
            ExchangeError::NotEnrolled => {
                Report::new(t!(words, "why-not-enrolled")).hint(t!(words, "cli-enrol-hint"))
            }
            ExchangeError::FingerprintNeeded { found } => {
                Report::new(t!(words, "cli-fingerprint-needed", found = found.clone()))
                    .hint(t!(words, "cli-fingerprint-hint"))
            }
            ExchangeError::File { path, detail } => Report::new(t!(
                words,
                "fail-file",
                detail = format!("{}: {detail}", path.display())
            )),
            ExchangeError::NoSealKey => {
                Report::new(t!(words, "complaint-no-key")).hint(t!(words, "complaint-how"))
            }
            ExchangeError::ComplaintTooLong { most } => {
                Report::new(t!(words, "complaint-too-long", most = most.to_string()))
            }
            ExchangeError::TooFewRoots { needed, here } => {
                Report::new(t!(words, "cli-too-few-roots", needed = needed, here = here)).usage()
            }
            ExchangeError::NotBuiltIn(url) => {
                Report::new(t!(words, "cli-not-built-in", url = url.clone()))
                    .hint(t!(words, "cli-not-built-in-hint"))
            }
            ExchangeError::Elsewhere { url, detail } => {
                let (url, detail) = (url.clone(), crate::text::clean_line(detail));
                Report::new(t!(words, "cli-elsewhere", url = url, detail = detail))
            }
            ExchangeError::NotHeadquarters => Report::new(t!(words, "cli-not-headquarters")),
            ExchangeError::NotABundle { .. } => Report::new(t!(words, "cli-no-bundle")),
            other => Report::new(other.to_string()),
        }
    }
}
