//! Preconditions of the claim table. Each looks at the [`Situation`] and either is met or says why not, with its rule.

use chrono::{DateTime, Utc};

use super::Origin;
use super::action::Situation;
use crate::domain::lead::lots_meet;
use crate::domain::strict::Texts;
use crate::domain::why::Why;

type Met = Result<(), Why>;

fn need(met: bool, key: &str) -> Met {
    if met { Ok(()) } else { Err(Why::rule(key, "G18")) }
}

fn stated(text: Option<&String>) -> bool {
    text.is_some_and(|text| !text.trim().is_empty())
}

/// A lot of the tender, or the tender as a whole, is identified.
pub fn identified(s: &Situation<'_>) -> Met {
    need(s.is_identified(), "claim-unidentified")
}

/// A person confirmed who the customer is.
pub fn customer_named(s: &Situation<'_>) -> Met {
    need(stated(s.claim.customer.as_ref()), "claim-no-customer")
}

/// A person confirmed where the works are.
pub fn site_named(s: &Situation<'_>) -> Met {
    need(stated(s.claim.site.as_ref()), "claim-no-site")
}

/// The scope is stated.
pub fn scope_named(s: &Situation<'_>) -> Met {
    need(stated(s.claim.scope.as_ref()), "claim-no-scope")
}

/// There is a proof, or a contact is named.
pub fn proof_or_contact(s: &Situation<'_>) -> Met {
    need(!s.claim.proofs.is_empty() || s.claim.contact.is_some(), "claim-no-proof")
}

/// The information was come by lawfully.
pub fn origin_lawful(s: &Situation<'_>) -> Met {
    match s.claim.origin {
        Some(Origin::Lawful) => Ok(()),
        Some(Origin::Unclear) => Err(Why::rule("claim-origin-unclear", "SCXT-7")),
        None => Err(Why::rule("claim-no-origin", "SCXT-7")),
    }
}

/// The unit exists, states its legal person, and no resolution bars it from the province.
pub fn unit_allowed(s: &Situation<'_>) -> Met {
    let Some(unit) = s.unit else {
        return Err(Why::plain("no-unit").with("unit", &s.claim.submitted.unit));
    };
    if unit.legal_entity.trim().is_empty() {
        return Err(Why::rule("claim-no-legal-person", "G15").with("unit", &unit.code));
    }
    match s.barred_by {
        Some(resolution) => Err(Why::rule("claim-area-barred", "SCXT-17")
            .with("unit", &unit.code)
            .with("resolution", resolution)),
        None => Ok(()),
    }
}

/// A minimum field by its name, and what says whether it is there.
pub type Needed = (&'static str, fn(&Situation<'_>) -> Met);

/// The minimum fields of a valid claim.
pub const NEEDED: &[Needed] = &[
    ("lot", identified),
    ("customer", customer_named),
    ("site", site_named),
    ("scope", scope_named),
    ("proof", proof_or_contact),
    ("unit", unit_allowed),
    ("origin", origin_lawful),
];

/// Names of the minimum fields that a claim lacks: catalogue keys `arg-<name>`.
pub fn missing(s: &Situation<'_>) -> Vec<&'static str> {
    NEEDED.iter().filter(|(_, met)| met(s).is_err()).map(|(name, _)| *name).collect()
}

/// Every claim on the ground is of one legal person: among several there is nothing to allocate (arts. 39-40 of the
/// implementing regulation of the bidding law).
pub fn one_legal_person(s: &Situation<'_>) -> Met {
    let own = s.claim.submitted.legal_entity.trim();
    let alike = |entity: &str| !own.is_empty() && entity.trim() == own;
    if s.rivals_met().all(|(rival, _)| alike(&rival.legal_entity)) {
        Ok(())
    } else {
        Err(Why::rule("claim-cross-entity", "TL-39"))
    }
}

/// No other claim is protected on the ground.
pub fn nobody_else_is_protected(s: &Situation<'_>) -> Met {
    match s.rivals_met().find(|(_, state)| state.is_protected()) {
        Some((rival, _)) => Err(Why::rule("claim-other-protected", "G19")
            .with("unit", &rival.unit)
            .with("number", &rival.number)),
        None => Ok(()),
    }
}

/// No conflict about the ground is still open: it is decided there, not by protecting one side (art. 8).
pub fn no_open_case(s: &Situation<'_>) -> Met {
    match s.cases.iter().find(|case| case.undecided && s.meets(&case.lot)) {
        Some(case) => Err(Why::rule("claim-case-open", "SCXT-8").with("number", &case.number)),
        None => Ok(()),
    }
}

/// No decision lets another unit bid.
pub fn not_decided_for_another(s: &Situation<'_>) -> Met {
    let unit = &s.claim.submitted.unit;
    let against = s.cases.iter().find(|case| {
        !case.undecided
            && s.meets(&case.lot)
            && !case.bidders.is_empty()
            && !case.bidders.contains(unit)
    });
    match against {
        Some(case) => Err(Why::rule("claim-decided-other", "SCXT-8").with("number", &case.number)),
        None => Ok(()),
    }
}

/// The case named is decided, about this ground, and for another unit.
pub fn case_decided_for_another(s: &Situation<'_>, args: &Texts) -> Met {
    let Some(number) = args.get("case") else { return Ok(()) };
    let about = |lot: &str| s.claim.lots.iter().any(|own| lots_meet(&own.lot, lot));
    let unit = &s.claim.submitted.unit;
    let case = s.cases.iter().find(|case| case.number == number.trim());
    match case.filter(|case| about(&case.lot)) {
        None => Err(Why::plain("claim-case-elsewhere").with("number", number)),
        Some(case) if case.undecided => {
            Err(Why::rule("claim-case-open", "SCXT-8").with("number", number))
        }
        Some(case) if case.bidders.is_empty() || case.bidders.contains(unit) => {
            Err(Why::rule("claim-not-decided-against", "SCXT-8")
                .with("number", number)
                .with("unit", unit))
        }
        Some(_) => Ok(()),
    }
}

/// Something is entered at all.
pub fn says_something(_: &Situation<'_>, args: &Texts) -> Met {
    if args.0.values().any(|text| !text.trim().is_empty()) {
        Ok(())
    } else {
        Err(Why::plain("claim-says-nothing"))
    }
}

/// A minimum field is missing, or the person says what is: a claim that has everything is not sent back without a word.
pub fn lacks_something(s: &Situation<'_>, args: &Texts) -> Met {
    if args.get("reasons").is_some() || !missing(s).is_empty() {
        Ok(())
    } else {
        Err(Why::rule("argument-missing", "SCXT-7").with("argument", "reasons"))
    }
}

/// The ground that is named stands, as far as this desk can tell.
pub fn ground_stands(s: &Situation<'_>, args: &Texts) -> Met {
    match args.get("bar_ground") {
        Some("area_barred") if s.barred_by.is_none() => {
            Err(Why::rule("claim-area-not-barred", "SCXT-17").with("unit", &s.claim.submitted.unit))
        }
        Some("order_against") => not_decided_for_another(s).err().map(|_| ()).ok_or_else(|| {
            Why::rule("claim-no-order-against", "SCXT-8").with("unit", &s.claim.submitted.unit)
        }),
        _ => Ok(()),
    }
}

/// A proof names an instant that has passed.
pub fn proof_is_of_the_past(s: &Situation<'_>, args: &Texts) -> Met {
    match moment(args, "seen") {
        Some(seen) if seen > s.now => Err(Why::rule("claim-proof-future", "SCXT-7")),
        _ => Ok(()),
    }
}

/// An end of the protection that is named lies ahead, and not beyond the period (gap G19).
pub fn ends_within_the_period(s: &Situation<'_>, args: &Texts) -> Met {
    let longest = s.terms.protected_until(s.now);
    match moment(args, "until") {
        Some(until) if until <= s.now || until > longest => {
            Err(Why::rule("claim-until-misfit", "G19")
                .with("days", s.terms.protection_days.to_string()))
        }
        _ => Ok(()),
    }
}

fn moment(args: &Texts, name: &str) -> Option<DateTime<Utc>> {
    args.get(name).and_then(|text| text.parse().ok())
}
