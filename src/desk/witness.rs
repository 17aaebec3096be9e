//! A witness beside the store of how far this desk's own logs had gone. A store that was set back from a backup does not know
//! what it had written since; the witness does, and the desk counts anew before it says anything twice. It is the best that can
//! be done alone: where the witness was set back as well, a peer's status tells it at the next exchange.

use serde::{Deserialize, Serialize};

use crate::domain::ports::Entropy;
use crate::store::{StoreError, Writing};

use super::context::Profile;
use super::exchange::enrolment::incarnation;
use super::home::Home;
use super::system;

/// The meta row of the names that this desk counted under before.
pub(super) const OLD: &str = "old_incarnations";

/// What is kept beside the store.
#[derive(Debug, Serialize, Deserialize)]
struct Witness {
    /// Key id of the desk.
    key: String,
    /// The name it counted under.
    inc: String,
    /// Audience, number and id of the last segment of each of its logs.
    tips: Vec<(String, u64, String)>,
    /// Version of the newest directory.
    directory: u64,
}

/// Writes down how far the own logs are. Best effort: a witness that cannot be written costs nothing but itself.
pub fn keep(home: &Home, tx: &Writing<'_>, profile: &Profile) -> Result<(), StoreError> {
    let Profile { key, inc, .. } = profile.clone();
    let tips = tx.own_tips(&key, &inc)?;
    let witness = Witness { key, inc, tips, directory: tx.directory_version()? };
    if let Ok(text) = serde_json::to_vec(&witness) {
        // The folder may be gone, or full: the store itself is what counts.
        let _ = system::write_whole(&home.witness(), &text);
    }
    Ok(())
}

/// Whether the store is behind its witness: it was set back.
pub fn is_ahead(home: &Home, tx: &Writing<'_>, profile: &Profile) -> Result<bool, StoreError> {
    let Ok(text) = std::fs::read(home.witness()) else { return Ok(false) };
    let Ok(witness) = serde_json::from_slice::<Witness>(&text) else { return Ok(false) };
    if witness.key != profile.key {
        return Ok(false);
    }
    if witness.inc != profile.inc {
        // A name that the store does not know was taken after the backup was made.
        let old = tx.meta(OLD)?.unwrap_or_default();
        return Ok(!old.split_whitespace().any(|known| known == witness.inc));
    }
    for (aud, seq, id) in &witness.tips {
        let links = tx.links(&profile.key, &profile.inc, aud)?;
        if !links.contains(&(*seq, id.clone())) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A new incarnation: from now on this desk's logs start over, and nothing is numbered twice. Gives its name.
pub fn count_anew(
    tx: &mut Writing<'_>,
    profile: &Profile,
    entropy: &mut dyn Entropy,
) -> Result<String, StoreError> {
    let old = tx.meta(OLD)?.unwrap_or_default();
    let inc = incarnation(entropy);
    tx.set_meta(OLD, format!("{old} {}", profile.inc).trim())?;
    tx.set_meta("inc", &inc)?;
    Ok(inc)
}
