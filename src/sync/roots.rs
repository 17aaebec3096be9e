//! What somebody is told of an organisation's root keys by another way than its files, so that he can judge those files without a
//! desk: `ed25519` and the key in hexadecimal, one a line, and in a line `threshold 2` how many of them speak for the organisation.
//! The SHA-256 of those lines, sorted, begins with the organisation's id.

use super::keys::{ED25519, PublicKey};

/// Every root key, and how many it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roots {
    /// All of them: a directory that names others beside them is not this organisation's.
    pub keys: Vec<PublicKey>,
    /// How many must have signed, where that was told.
    pub threshold: Option<u64>,
}

impl Roots {
    /// Reads what was told; `#` begins a remark. `None` where there is no key, a line is neither a key nor the threshold, or the
    /// threshold is told twice or is no number of these keys.
    pub fn parse(text: &str) -> Option<Roots> {
        let mut roots = Roots { keys: Vec::new(), threshold: None };
        for line in text.lines() {
            let line = line.split('#').next().unwrap_or_default().trim();
            match line.strip_prefix("threshold") {
                Some(count) if roots.threshold.is_none() => {
                    roots.threshold = Some(count.trim().parse().ok()?);
                }
                Some(_) => return None,
                None if line.is_empty() => {}
                None => {
                    let key = line.strip_prefix(ED25519).map_or(line, str::trim_start);
                    roots.keys.push(PublicKey::from_hex(key)?);
                }
            }
        }
        let all = u64::try_from(roots.keys.len()).unwrap_or(u64::MAX);
        let whole = roots.threshold.is_none_or(|threshold| (1..=all).contains(&threshold));
        (!roots.keys.is_empty() && whole).then_some(roots)
    }

    /// How many of the root keys must have signed a first directory that asks for `own`. Its own word does not lower it: a
    /// single holder of a root key could write another. Where nothing was told, more than half must have.
    pub fn needed(&self, own: u64) -> u64 {
        let majority = u64::try_from(self.keys.len() / 2 + 1).unwrap_or(u64::MAX);
        own.max(self.threshold.unwrap_or(majority))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::sync::keys::DeskKey;

    #[test]
    fn remarks_are_skipped_and_what_is_neither_key_nor_threshold_is_refused() {
        let key = DeskKey::from_seed([7; 32]).public();
        let other = DeskKey::from_seed([8; 32]).public();
        let (one, two) = (key.to_hex(), other.to_hex());
        let text = format!("# told by telephone\n {one} # first\ned25519 {two}\n\nthreshold 2\n");
        let roots = Roots::parse(&text).unwrap();
        assert_eq!(roots, Roots { keys: vec![key, other], threshold: Some(2) });
        for broken in ["threshold many", "threshold 0", "threshold 3", "threshold 2 of 2", "zz"] {
            let broken = format!("{one}\n{two}\n{broken}\n");
            assert_eq!(Roots::parse(&broken), None, "{broken}");
        }
        for broken in ["", "threshold 2", &format!("{text}threshold 2")] {
            assert_eq!(Roots::parse(broken), None, "{broken}");
        }
    }

    #[test]
    fn a_directory_does_not_lower_the_threshold_by_its_own_word() {
        let keys: Vec<PublicKey> = (1..=3).map(|n| DeskKey::from_seed([n; 32]).public()).collect();
        let of = |threshold| Roots { keys: keys.clone(), threshold };
        assert_eq!([of(None).needed(1), of(Some(3)).needed(1), of(Some(1)).needed(1)], [2, 3, 1]);
        assert_eq!(of(Some(1)).needed(2), 2);
    }
}
