//! The key file: one JSON text with a desk's or a root's private keys.
//!
//! It lives apart from the database and belongs to no backup, so a desk restored elsewhere has to
//! enrol anew. With a passphrase the secrets are sealed: Argon2id (RFC 9106) makes the key,
//! XChaCha20-Poly1305 encrypts and binds the readable fields to it. Without one the file says
//! `trial`, and so will the directory.

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use zeroize::{Zeroize, Zeroizing};

use super::age_key::AgeKey;
use super::encoding;
use super::keys::DeskKey;
use super::{VERSION, limits};
use crate::domain::ports::Entropy;

/// What is asked of a machine for each try of a passphrase: 64 MiB, three passes.
const COST: Kdf = Kdf { alg: KdfName::Argon2id, m: 64 << 10, t: 3, p: 1 };
/// The most that a file may ask for: 256 MiB, 16 passes, 8 lanes.
const COST_LIMIT: (u32, u32, u32) = (256 << 10, 16, 8);

/// Whose keys a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A desk: a signing key and an age key.
    Desk,
    /// A root of the directory: a signing key alone.
    Root,
}

/// What a key file keeps secret.
#[derive(Debug, Clone)]
pub struct Secrets {
    /// Whose keys these are.
    pub kind: Kind,
    /// The signing key.
    pub key: DeskKey,
    /// The age key; a root has none.
    pub age: Option<AgeKey>,
}

impl Secrets {
    /// New keys from `entropy`, which on a real desk is the operating system's.
    pub fn generate(kind: Kind, entropy: &mut dyn Entropy) -> Secrets {
        let key = DeskKey::generate(entropy);
        let age = (kind == Kind::Desk).then(|| AgeKey::generate(entropy));
        Secrets { kind, key, age }
    }
}

/// A key file as read, before its secrets are opened.
#[derive(Serialize, Deserialize)]
pub struct KeyFile {
    v: u64,
    /// Whose keys it holds.
    pub kind: Kind,
    /// The public signing key in hexadecimal.
    pub public: String,
    /// The secrets are not sealed.
    pub trial: bool,
    body: Body,
}

/// Why a key file does not give its secrets.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum KeyFileError {
    /// Not the JSON of a key file.
    #[error("this is not a key file: {reason}")]
    NotAKeyFile {
        /// What the parser met.
        reason: String,
    },
    /// Written by a later version.
    #[error("the key file is of version {found}; this program reads version {own}")]
    NeedsUpgrade {
        /// Version found.
        found: u64,
        /// Version read here.
        own: u64,
    },
    /// The secrets are sealed and no passphrase was given.
    #[error("the key file is sealed: a passphrase is needed")]
    NeedsPassphrase,
    /// It has no passphrase: the directory says so of its key, and a passphrase now would not undo that it lay open.
    #[error("the key file was made without a passphrase")]
    LayOpen,
    /// The passphrase does not open it (or the sealed part was altered: nobody can tell which).
    #[error("the passphrase does not open the key file")]
    WrongPassphrase,
    /// Opening would cost more than any honest file asks for.
    #[error("the key file asks for {memory_kib} KiB and {passes} passes, more than is granted")]
    TooCostly {
        /// Memory asked for, in KiB.
        memory_kib: u32,
        /// Passes asked for.
        passes: u32,
    },
    /// The file was altered or cut: its parts do not belong together.
    #[error("the key file is damaged: {what}")]
    Damaged {
        /// Which part.
        what: &'static str,
    },
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Body {
    Plain(Bare),
    Sealed(Sealed),
}

#[derive(Serialize, Deserialize)]
struct Bare {
    seed: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    age: Option<String>,
}

impl Drop for Bare {
    fn drop(&mut self) {
        self.seed.zeroize();
        self.age.zeroize();
    }
}

#[derive(Serialize, Deserialize)]
struct Sealed {
    kdf: Kdf,
    salt: String,
    cipher: CipherName,
    nonce: String,
    data: String,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
struct Kdf {
    alg: KdfName,
    m: u32,
    t: u32,
    p: u32,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
enum KdfName {
    #[serde(rename = "argon2id")]
    Argon2id,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
enum CipherName {
    #[serde(rename = "xchacha20poly1305")]
    XChaCha20Poly1305,
}

/// Writes the key file of `secrets`. No passphrase, or an empty one, leaves them readable and
/// marks the file as a trial.
// invariant: the cost is within Argon2's bounds, and a few hundred bytes are always encrypted.
#[allow(clippy::expect_used)]
pub fn seal(secrets: &Secrets, passphrase: Option<&str>, entropy: &mut dyn Entropy) -> String {
    let passphrase = passphrase.filter(|passphrase| !passphrase.is_empty());
    seal_at(COST, secrets, passphrase, entropy).expect("sealing cannot fail")
}

fn seal_at(
    kdf: Kdf,
    secrets: &Secrets,
    passphrase: Option<&str>,
    entropy: &mut dyn Entropy,
) -> Result<String, KeyFileError> {
    let bare = Bare {
        seed: encoding::hex(&secrets.key.seed()[..]),
        age: secrets.age.as_ref().map(|age| age.to_text().as_str().to_owned()),
    };
    let public = secrets.key.public().to_hex();
    let (kind, trial) = (secrets.kind, passphrase.is_none());
    let body = match passphrase {
        None => Body::Plain(bare),
        Some(passphrase) => {
            let (mut salt, mut nonce) = ([0u8; 16], [0u8; 24]);
            entropy.fill(&mut salt);
            entropy.fill(&mut nonce);
            let cipher = cipher(kdf, passphrase, &salt)?;
            let plain = Zeroizing::new(encoding::to_json(&bare));
            let aad = bound_fields(kind, &public, trial);
            let payload = Payload { msg: &plain[..], aad: aad.as_bytes() };
            let data = cipher
                .encrypt(&XNonce::from(nonce), payload)
                .map_err(|_| KeyFileError::Damaged { what: "its length" })?;
            Body::Sealed(Sealed {
                kdf,
                salt: encoding::to_base64(&salt),
                cipher: CipherName::XChaCha20Poly1305,
                nonce: encoding::to_base64(&nonce),
                data: encoding::to_base64(&data),
            })
        }
    };
    let file = KeyFile { v: VERSION, kind, public, trial, body };
    let json = Zeroizing::new(encoding::to_json(&file));
    Ok(format!("{}\n", String::from_utf8_lossy(&json)))
}

/// Reads a key file and opens its secrets.
///
/// # Errors
/// [`KeyFileError`], by cause.
pub fn open(text: &str, passphrase: Option<&str>) -> Result<Secrets, KeyFileError> {
    KeyFile::read(text)?.open(passphrase)
}

impl KeyFile {
    /// Reads a key file without opening it.
    ///
    /// # Errors
    /// [`KeyFileError::NotAKeyFile`], [`KeyFileError::NeedsUpgrade`].
    pub fn read(text: &str) -> Result<KeyFile, KeyFileError> {
        let text = text.trim_start_matches('\u{feff}');
        if text.len() > limits::EVENT_BYTES {
            return Err(KeyFileError::NotAKeyFile { reason: "it is far too long".to_owned() });
        }
        let file: KeyFile = serde_json::from_str(text)
            .map_err(|error| KeyFileError::NotAKeyFile { reason: encoding::reason(&error) })?;
        if file.v != VERSION {
            return Err(KeyFileError::NeedsUpgrade { found: file.v, own: VERSION });
        }
        Ok(file)
    }

    /// Whether a passphrase is needed.
    pub fn is_sealed(&self) -> bool {
        matches!(self.body, Body::Sealed(_))
    }

    /// Opens the secrets and checks that they belong to the public key the file shows.
    ///
    /// # Errors
    /// [`KeyFileError`], by cause.
    pub fn open(&self, passphrase: Option<&str>) -> Result<Secrets, KeyFileError> {
        let unsealed;
        let bare = match &self.body {
            Body::Plain(bare) => bare,
            Body::Sealed(sealed) => {
                let passphrase = passphrase.filter(|passphrase| !passphrase.is_empty());
                let passphrase = passphrase.ok_or(KeyFileError::NeedsPassphrase)?;
                unsealed = self.unseal(sealed, passphrase)?;
                &unsealed
            }
        };
        if self.trial == self.is_sealed() {
            return Err(KeyFileError::Damaged { what: "its trial mark" });
        }
        let damaged = KeyFileError::Damaged { what: "its signing key" };
        let seed = Zeroizing::new(encoding::unhex(&bare.seed).unwrap_or_default());
        let seed = <[u8; 32]>::try_from(seed.as_slice()).map_err(|_| damaged.clone())?;
        let key = DeskKey::from_seed(seed);
        if key.public().to_hex() != self.public {
            return Err(damaged);
        }
        let age = bare.age.as_deref().and_then(AgeKey::parse);
        let unreadable = age.is_none() && bare.age.is_some();
        if unreadable || age.is_some() != (self.kind == Kind::Desk) {
            return Err(KeyFileError::Damaged { what: "its age key" });
        }
        Ok(Secrets { kind: self.kind, key, age })
    }

    fn unseal(&self, sealed: &Sealed, passphrase: &str) -> Result<Bare, KeyFileError> {
        let field =
            |text: &str, what| encoding::from_base64(text).ok_or(KeyFileError::Damaged { what });
        let salt = field(&sealed.salt, "its salt")?;
        let nonce = field(&sealed.nonce, "its nonce")?;
        let data = field(&sealed.data, "its sealed part")?;
        let nonce =
            <[u8; 24]>::try_from(nonce).map_err(|_| KeyFileError::Damaged { what: "its nonce" })?;
        let cipher = cipher(sealed.kdf, passphrase, &salt)?;
        let aad = bound_fields(self.kind, &self.public, self.trial);
        let payload = Payload { msg: &data[..], aad: aad.as_bytes() };
        let plain = cipher
            .decrypt(&XNonce::from(nonce), payload)
            .map_err(|_| KeyFileError::WrongPassphrase)?;
        let plain = Zeroizing::new(plain);
        serde_json::from_slice(&plain)
            .map_err(|_| KeyFileError::Damaged { what: "its sealed part" })
    }
}

/// The readable fields, as they are bound to the sealed part.
fn bound_fields(kind: Kind, public: &str, trial: bool) -> String {
    let kind = match kind {
        Kind::Desk => "desk",
        Kind::Root => "root",
    };
    format!("daqu key file v1 {kind} {public} {trial}")
}

fn cipher(kdf: Kdf, passphrase: &str, salt: &[u8]) -> Result<XChaCha20Poly1305, KeyFileError> {
    let KdfName::Argon2id = kdf.alg;
    let (m, t, p) = COST_LIMIT;
    if kdf.m > m || kdf.t > t || kdf.p > p {
        return Err(KeyFileError::TooCostly { memory_kib: kdf.m, passes: kdf.t });
    }
    let params = Params::new(kdf.m, kdf.t, kdf.p, Some(32))
        .map_err(|_| KeyFileError::Damaged { what: "its cost" })?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let mut key = Zeroizing::new([0u8; 32]);
    argon2
        .hash_password_into(passphrase.as_bytes(), salt, &mut key[..])
        .map_err(|_| KeyFileError::Damaged { what: "its salt" })?;
    XChaCha20Poly1305::new_from_slice(&key[..])
        .map_err(|_| KeyFileError::Damaged { what: "its cost" })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::sync::testing::Counting;

    const CHEAP: Kdf = Kdf { alg: KdfName::Argon2id, m: 64, t: 1, p: 1 };

    fn sealed() -> (Secrets, String) {
        let secrets = Secrets::generate(Kind::Desk, &mut Counting(1));
        let text = seal_at(CHEAP, &secrets, Some("雨落秦淮 7"), &mut Counting(9)).unwrap();
        (secrets, text)
    }

    #[test]
    fn a_sealed_file_opens_with_its_passphrase_alone() {
        let (secrets, text) = sealed();
        let seed = encoding::hex(&secrets.key.seed()[..]);
        assert!(!text.contains(&seed) && !text.contains("AGE-SECRET"));
        let opened = open(&text, Some("雨落秦淮 7")).unwrap();
        assert_eq!(opened.key.public(), secrets.key.public());
        assert_eq!(opened.age.unwrap().recipient(), secrets.age.unwrap().recipient());
        assert_eq!(open(&text, Some("雨落秦淮 8")).unwrap_err(), KeyFileError::WrongPassphrase);
        assert_eq!(open(&text, None).unwrap_err(), KeyFileError::NeedsPassphrase);
        assert!(!KeyFile::read(&text).unwrap().trial);
    }

    #[test]
    fn the_usual_cost_opens_too() {
        let secrets = Secrets::generate(Kind::Root, &mut Counting(3));
        let text = seal(&secrets, Some("p"), &mut Counting(5));
        let opened = open(&text, Some("p")).unwrap();
        assert_eq!(opened.key.public(), secrets.key.public());
        assert!(opened.age.is_none());
    }

    #[test]
    fn without_a_passphrase_the_file_says_trial() {
        let secrets = Secrets::generate(Kind::Root, &mut Counting(3));
        let text = seal(&secrets, Some(""), &mut Counting(5));
        let file = KeyFile::read(&text).unwrap();
        assert!(file.trial && !file.is_sealed());
        assert_eq!(open(&text, None).unwrap().key.public(), secrets.key.public());
    }

    #[test]
    fn an_altered_file_is_refused() {
        let (_, text) = sealed();
        let open = |text: &str| open(text, Some("雨落秦淮 7")).unwrap_err();
        let root = text.replace(r#""kind":"desk""#, r#""kind":"root""#);
        assert_eq!(open(&root), KeyFileError::WrongPassphrase);
        let costly = text.replace(r#""m":64"#, r#""m":4294967295"#);
        assert!(matches!(open(&costly), KeyFileError::TooCostly { .. }));
        assert!(matches!(open(&text[..50]), KeyFileError::NotAKeyFile { .. }));
        let later = text.replacen(r#""v":1"#, r#""v":2"#, 1);
        assert!(matches!(open(&later), KeyFileError::NeedsUpgrade { found: 2, .. }));
    }
}
