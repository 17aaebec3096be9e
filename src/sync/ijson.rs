//! Texts that every JSON reader reads alike: I-JSON (RFC 7493), and without fractions.
//!
//! A name given twice is one value to some readers and another to others; so is half of a surrogate pair, and a number beyond
//! 2^53. What is signed would then say different things to different people, so it is refused wherever it stands, also in
//! fields that this version does not know.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::limits;

/// Any JSON value, checked and not kept.
pub(super) struct IJson;

impl<'de> Deserialize<'de> for IJson {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<IJson, D::Error> {
        deserializer.deserialize_any(Strict)
    }
}

struct Strict;

impl<'de> Visitor<'de> for Strict {
    type Value = IJson;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON that every reader reads alike")
    }

    fn visit_unit<E>(self) -> Result<IJson, E> {
        Ok(IJson)
    }

    fn visit_bool<E>(self, _: bool) -> Result<IJson, E> {
        Ok(IJson)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<IJson, E> {
        if number <= limits::INTEGER {
            Ok(IJson)
        } else {
            Err(E::custom("a number beyond 2^53 - 1"))
        }
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<IJson, E> {
        self.visit_u64(number.unsigned_abs())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<IJson, E> {
        Err(E::custom("a number with a fraction or an exponent"))
    }

    fn visit_str<E>(self, _: &str) -> Result<IJson, E> {
        Ok(IJson)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<IJson, A::Error> {
        while list.next_element::<IJson>()?.is_some() {}
        Ok(IJson)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<IJson, A::Error> {
        let mut names = BTreeSet::new();
        while let Some(name) = map.next_key::<String>()? {
            if !names.insert(name) {
                return Err(A::Error::custom("a name is given twice"));
            }
            map.next_value::<IJson>()?;
        }
        Ok(IJson)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_readers_may_read_differently_is_refused_wherever_it_stands() {
        let reads = |text: &str| serde_json::from_str::<IJson>(text).is_ok();
        for good in [
            r#"{"a":[1,-2,null,true,"\ud83d\ude00"],"b":{"a":9007199254740991}}"#,
            "[]",
            "\"苏州\"",
            r#"{"a":{"b":1},"b":[{"b":1},{"b":1}]}"#,
        ] {
            assert!(reads(good), "{good}");
        }
        for bad in [
            r#"{"a":1,"a":1}"#,
            r#"{"x":[{"a":1,"\u0061":2}]}"#,
            r#"{"a":"\ud800"}"#,
            r#"{"\udc00":1}"#,
            r#"{"a":9007199254740992}"#,
            r#"{"a":-9007199254740992}"#,
            r#"{"a":1.0}"#,
            r#"{"a":1e3}"#,
            r#"{"a":18446744073709551616}"#,
            r#"{"a":NaN}"#,
            r#"{"a":1} {}"#,
        ] {
            assert!(!reads(bad), "{bad}");
        }
        assert!(!reads(&"[".repeat(1_000_000)));
    }
}
