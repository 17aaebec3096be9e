//! Signed documents beside the log: a region's digest of decisions, a manager's handover. Each is one envelope, which anybody who
//! holds the directory can check.

use serde::{Deserialize, Serialize};

use super::envelope::Envelope;
use super::keys::DeskKey;
use super::trust::{Standing, TrustedDirectory};

/// Why a file is no document that this desk can vouch for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocumentFault {
    /// Not one signed line of the right type.
    #[error("it is no such document")]
    NotOne,
    /// The key is none of the directory's.
    #[error("its signer is not in the directory")]
    UnknownSigner,
    /// The text is not what was signed.
    #[error("its text is not what was signed")]
    Changed,
}

/// Who signed a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signer {
    /// Key id.
    pub key: String,
    /// Name of the desk in the directory.
    pub desk: String,
}

/// Signs the text of a document of a type ([`DIGEST`](super::DIGEST), [`HANDOVER`](super::HANDOVER)).
pub fn sign(kind: &str, text: String, key: &DeskKey) -> String {
    Envelope::signed(kind, text.into_bytes(), &[key]).to_line()
}

/// Checks a signed document of a type by a directory; gives its text and who signed it.
///
/// # Errors
/// [`DocumentFault`], by cause.
pub fn check(
    kind: &str,
    line: &[u8],
    directory: &TrustedDirectory,
) -> Result<(String, Signer), DocumentFault> {
    let envelope = Envelope::from_line(line).map_err(|_| DocumentFault::NotOne)?;
    if envelope.payload_type != kind {
        return Err(DocumentFault::NotOne);
    }
    let signature = envelope.signatures.first().ok_or(DocumentFault::NotOne)?;
    let revoked = matches!(directory.standing(&signature.keyid), Some(Standing::Revoked));
    let desk = directory.desk(&signature.keyid).filter(|_| !revoked);
    let desk = desk.ok_or(DocumentFault::UnknownSigner)?;
    let key = desk.public_key().ok_or(DocumentFault::UnknownSigner)?;
    if !key.verify(kind, &envelope.payload, &signature.sig) {
        return Err(DocumentFault::Changed);
    }
    let text = String::from_utf8(envelope.payload).map_err(|_| DocumentFault::NotOne)?;
    Ok((text, Signer { key: signature.keyid.clone(), desk: desk.name.clone() }))
}
