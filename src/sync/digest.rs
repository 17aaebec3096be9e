//! The signed digest of a region's decisions: one envelope, which anybody who holds the directory can check.

use serde::{Deserialize, Serialize};

use super::DIGEST;
use super::envelope::Envelope;
use super::keys::DeskKey;
use super::trust::{Standing, TrustedDirectory};

/// Why a file is no digest that this desk can vouch for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DigestFault {
    /// Not one signed line of the right type.
    #[error("it is no digest")]
    NotOne,
    /// The key is none of the directory's.
    #[error("its signer is not in the directory")]
    UnknownSigner,
    /// The text is not what was signed.
    #[error("its text is not what was signed")]
    Changed,
}

/// Who signed a digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signer {
    /// Key id.
    pub key: String,
    /// Name of the desk in the directory.
    pub desk: String,
}

/// Signs the text of a digest.
pub fn sign(text: String, key: &DeskKey) -> String {
    Envelope::signed(DIGEST, text.into_bytes(), &[key]).to_line()
}

/// Checks a signed digest by a directory; gives its text and who signed it.
///
/// # Errors
/// [`DigestFault`], by cause.
pub fn check(line: &[u8], directory: &TrustedDirectory) -> Result<(String, Signer), DigestFault> {
    let envelope = Envelope::from_line(line).map_err(|_| DigestFault::NotOne)?;
    if envelope.payload_type != DIGEST {
        return Err(DigestFault::NotOne);
    }
    let signature = envelope.signatures.first().ok_or(DigestFault::NotOne)?;
    let revoked = matches!(directory.standing(&signature.keyid), Some(Standing::Revoked));
    let desk = directory.desk(&signature.keyid).filter(|_| !revoked);
    let desk = desk.ok_or(DigestFault::UnknownSigner)?;
    let key = desk.public_key().ok_or(DigestFault::UnknownSigner)?;
    if !key.verify(DIGEST, &envelope.payload, &signature.sig) {
        return Err(DigestFault::Changed);
    }
    let text = String::from_utf8(envelope.payload).map_err(|_| DigestFault::NotOne)?;
    Ok((text, Signer { key: signature.keyid.clone(), desk: desk.name.clone() }))
}
