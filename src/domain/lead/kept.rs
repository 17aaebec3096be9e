//! What several desks wrote of a lead without knowing of each other: the latest is shown, the others are kept beside it until somebody
//! who has seen them all writes again.

use super::{FieldState, Notice, Screened};
use crate::domain::event::{Authority, Fact, Recorded};
use crate::domain::fold::History;

/// What one of them wrote.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Said<'a> {
    /// What the publisher says.
    Notice(&'a Notice),
    /// The inbox verdict.
    Verdict(&'a Screened),
}

impl Said<'_> {
    fn differs(&self, other: &Said<'_>) -> bool {
        match (self, other) {
            // The number of the act that judged several leads at once is not what was said.
            (Said::Verdict(one), Said::Verdict(other)) => {
                let plain = |said: &Screened| Screened { batch: None, ..said.clone() };
                plain(one) != plain(other)
            }
            _ => self != other,
        }
    }
}

/// The values that stand beside each other, notice first; a field on which all agree is not among them. Earliest first.
pub fn kept_both<'a>(history: &History<'a>, seat: Authority) -> Vec<Vec<(&'a Recorded, Said<'a>)>> {
    // Most leads are one notice, and nothing more is asked of them.
    if history.all().nth(1).is_none() {
        return Vec::new();
    }
    let notices = history.live(|event| match &event.fact {
        Fact::LeadCaptured(captured) => Some(Said::Notice(&captured.notice)),
        Fact::LeadRevised(revised) => Some(Said::Notice(&revised.notice)),
        _ => None,
    });
    let verdicts = history.live(|event| match &event.fact {
        Fact::LeadScreened(screened) if event.authority == seat => Some(Said::Verdict(screened)),
        _ => None,
    });
    let mut kept = Vec::new();
    for mut live in [notices, verdicts] {
        live.sort_by(|(a, _), (b, _)| (a.hlc, &a.id).cmp(&(b.hlc, &b.id)));
        if live.iter().any(|(_, said)| said.differs(&live[0].1)) {
            kept.push(live);
        }
    }
    kept
}

/// The texts of a notice by the names of its fields, as far as they are told.
pub fn texts(notice: &Notice) -> Vec<(&'static str, String)> {
    let mut texts = vec![("title", notice.title.clone())];
    let mut add = |name: &'static str, state: FieldState, text: Option<&String>| {
        let told = text.filter(|_| state != FieldState::NotStated);
        texts.extend(told.map(|text| (name, text.clone())));
    };
    macro_rules! fields {
        ($($field:ident),*) => {
            $(add(stringify!($field), notice.$field.state, notice.$field.text.as_ref());)*
        };
    }
    fields!(
        customer,
        province,
        city,
        site,
        category,
        project_no,
        published,
        sale_start,
        sale_end,
        registration_end,
        deadline,
        opening,
        budget,
        content,
        qualification,
        performance
    );
    texts
}
