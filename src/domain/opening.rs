//! What opens a file that a desk keeps in a register: a trip, a report of information, a report of a violation. It is entered as
//! the arguments of a row are, and refused for the same reasons.
//!
//! What is private is no matter for it: that travels beside the event as parts, and whether it was entered is looked at before
//! it is taken out of the input. Under its name nothing may stand in what opens the file.

use chrono::{DateTime, Utc};

use super::procedure::{Argument, misfit, moment};
use super::strict::Texts;
use super::why::Why;

/// What is missing in the input, or does not fit its argument; of private arguments, that they are here at all.
pub fn unfit(arguments: &[Argument], args: &Texts) -> Vec<Why> {
    let open: Vec<Argument> =
        arguments.iter().filter(|argument| !argument.is_private()).copied().collect();
    let missing = open.iter().filter_map(|argument| {
        let rule = argument.required.filter(|_| args.get(argument.name).is_none())?;
        Some(Why::rule("argument-missing", rule).with("argument", argument.name))
    });
    let misfits = args.0.iter().filter_map(|(name, text)| misfit(&open, name, text));
    missing.chain(misfits).collect()
}

/// What is missing of what is private, by everything that was entered.
pub fn lacking(arguments: &[Argument], args: &Texts) -> Vec<Why> {
    let lacking =
        arguments.iter().filter(|argument| argument.is_private()).filter_map(|argument| {
            let rule = argument.required.filter(|_| args.get(argument.name).is_none())?;
            Some(Why::rule("argument-missing", rule).with("argument", argument.name))
        });
    lacking.collect()
}

/// The instant entered under a name, if one is, has passed.
///
/// # Errors
/// It is still to come.
pub fn has_passed(args: &Texts, name: &str, now: DateTime<Utc>, rule: &str) -> Result<(), Why> {
    match moment(args, name) {
        Some(at) if at > now => Err(Why::rule("in-the-future", rule).with("argument", name)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::procedure::{Kind, optional, private, required};

    const ARGUMENTS: &[Argument] = &[
        required("title", Kind::Text, "SCXT-7"),
        optional("answer", Kind::Choice(&["yes", "no"])),
        private(required("person", Kind::Text, "SCXT-7")),
    ];

    fn keys(pairs: &[(&str, &str)]) -> Vec<String> {
        let pairs = pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
        let unfit = unfit(ARGUMENTS, &Texts(pairs.collect()));
        unfit.into_iter().map(|why| format!("{} {}", why.key, why.args[0].1)).collect()
    }

    #[test]
    fn what_is_missing_or_does_not_fit_is_told_and_what_is_private_has_no_place() {
        assert!(keys(&[("title", "甲"), ("answer", "yes")]).is_empty());
        assert_eq!(keys(&[("title", " ")]), ["argument-missing title"]);
        assert_eq!(keys(&[("title", "甲"), ("answer", "may be")]), ["argument-misfit answer"]);
        assert_eq!(keys(&[("title", "甲"), ("person", "乙")]), ["argument-unknown person"]);
        let lacking = lacking(ARGUMENTS, &Texts::default());
        assert_eq!(lacking.len(), 1);
        assert_eq!(lacking[0].args[0].1, "person", "of what travels beside the body");
    }

    #[test]
    fn what_has_happened_is_not_still_to_come() {
        let now: DateTime<Utc> = "2026-09-30T01:00:00Z".parse().unwrap();
        let told = |text: &str| has_passed(&Texts::from([("began", text)]), "began", now, "SCXT-7");
        assert!(told("2026-09-30T01:00:00Z").is_ok() && told("").is_ok());
        assert_eq!(told("2026-09-30T01:00:01Z").unwrap_err().key, "in-the-future");
    }
}
