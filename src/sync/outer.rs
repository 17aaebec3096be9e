//! What may stand around a bundle's lines: zstd, age, or age around zstd.
//!
//! Both are outside the signatures, so neither is trusted: what comes out is read as if it had
//! been found bare. age hides the content from others but does not say who wrote it; the
//! signatures inside do. Output is capped while it is produced, so a small file cannot fill memory.

use std::io::{self, Read, Write};

use age::x25519::{Identity, Recipient};
use age::{DecryptError, Decryptor, Encryptor};
use thiserror::Error;
use zstd::zstd_safe::zstd_sys::ZSTD_ErrorCode;

use super::limits;

const AGE_MAGIC: &[u8] = b"age-encryption.org/";
const AGE_HEADER_END: &[u8] = b"\n--- ";
const ZSTD_MAGIC: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];

/// Dense enough, still fast, and its window stays under the one that readers grant.
const ZSTD_LEVEL: i32 = 12;

/// The outermost layer of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outer {
    /// Bare JSON Lines (or nothing known).
    Plain,
    /// Compressed.
    Zstd,
    /// Encrypted.
    Age,
}

impl Outer {
    /// Tells the layer by the file's first bytes; names and endings are never trusted.
    pub fn of(bytes: &[u8]) -> Outer {
        if bytes.starts_with(AGE_MAGIC) {
            Outer::Age
        } else if bytes.starts_with(ZSTD_MAGIC) {
            Outer::Zstd
        } else {
            Outer::Plain
        }
    }
}

/// Why the content of a file cannot be reached, or not be wrapped.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum OuterFault {
    /// The file holds more than any honest file; nothing of it is read.
    #[error("the file holds more than {limit} bytes")]
    TooLarge {
        /// Bytes allowed.
        limit: usize,
    },
    /// The file ends too early: copied or sent incompletely.
    #[error("the {layer} layer of the file is cut off before its end")]
    Truncated {
        /// `age` or `zstd`.
        layer: &'static str,
    },
    /// The file was altered, or is not what its first bytes say.
    #[error("the {layer} layer of the file is damaged")]
    Damaged {
        /// `age` or `zstd`.
        layer: &'static str,
    },
    /// Encrypted, but not to any of the keys here.
    #[error("the file is encrypted to other keys than those of this desk")]
    NotForUs,
    /// Decompression would need a larger window than is granted.
    #[error("the file needs a zstd window above {limit} bytes")]
    WindowTooLarge {
        /// Bytes allowed.
        limit: u64,
    },
    /// Another layer where only lines may stand.
    #[error("the file has more layers than age around zstd")]
    TooManyLayers,
    /// Not an age recipient.
    #[error("`{recipient}` is not an age recipient")]
    NotARecipient {
        /// The text.
        recipient: String,
    },
    /// The program itself failed to wrap (no memory).
    #[error("the {layer} layer could not be made")]
    CannotWrap {
        /// `age` or `zstd`.
        layer: &'static str,
    },
}

/// Reaches the bare lines of a file, opening encryption with any of `age_identities`.
///
/// # Errors
/// [`OuterFault`], by cause; nothing of the content is given then.
pub fn unwrap(bytes: &[u8], age_identities: &[Identity]) -> Result<Vec<u8>, OuterFault> {
    if bytes.len() > limits::OUTER_BYTES {
        return Err(OuterFault::TooLarge { limit: limits::OUTER_BYTES });
    }
    let content = match Outer::of(bytes) {
        Outer::Plain => {
            check_size(bytes)?;
            bytes.to_vec()
        }
        Outer::Zstd => decompress(bytes)?,
        Outer::Age => {
            let inner = decrypt(bytes, age_identities)?;
            match Outer::of(&inner) {
                Outer::Zstd => decompress(&inner)?,
                Outer::Plain | Outer::Age => inner,
            }
        }
    };
    if Outer::of(&content) != Outer::Plain {
        return Err(OuterFault::TooManyLayers);
    }
    Ok(content)
}

fn check_size(content: &[u8]) -> Result<(), OuterFault> {
    if content.len() > limits::FILE_BYTES {
        return Err(OuterFault::TooLarge { limit: limits::FILE_BYTES });
    }
    Ok(())
}

/// Wraps bare lines for `recipients` (`age1…`): compressed and encrypted; compressed alone if there
/// are no recipients; bare if `plain_json`, whatever the recipients.
///
/// The one-time key of the encryption is drawn by the age library from the operating system; it
/// cannot be given as an argument, so encrypted files are the only output here that differs
/// from run to run.
///
/// # Errors
/// [`OuterFault::NotARecipient`]; [`OuterFault::TooLarge`] if no reader would take it.
pub fn wrap(plain: &[u8], recipients: &[String], plain_json: bool) -> Result<Vec<u8>, OuterFault> {
    check_size(plain)?;
    if plain_json {
        return Ok(plain.to_vec());
    }
    let dense = zstd::bulk::compress(plain, ZSTD_LEVEL)
        .map_err(|_| OuterFault::CannotWrap { layer: "zstd" })?;
    if recipients.is_empty() {
        return Ok(dense);
    }
    let parsed = parse_recipients(recipients)?;
    encrypt(&dense, &parsed).ok_or(OuterFault::CannotWrap { layer: "age" })
}

/// Encrypts bytes to `recipients` as they are, without compressing them: their length tells nothing of what they say.
///
/// # Errors
/// [`OuterFault::NotARecipient`]; [`OuterFault::CannotWrap`] where there is nobody to seal to.
pub fn seal(bytes: &[u8], recipients: &[String]) -> Result<Vec<u8>, OuterFault> {
    let parsed = parse_recipients(recipients)?;
    encrypt(bytes, &parsed).ok_or(OuterFault::CannotWrap { layer: "age" })
}

fn parse_recipients(recipients: &[String]) -> Result<Vec<Recipient>, OuterFault> {
    let parse = |recipient: &String| {
        recipient.parse().map_err(|_| OuterFault::NotARecipient {
            recipient: recipient.chars().take(80).collect(),
        })
    };
    recipients.iter().map(parse).collect()
}

fn encrypt(content: &[u8], recipients: &[Recipient]) -> Option<Vec<u8>> {
    let recipients = recipients.iter().map(|recipient| recipient as &dyn age::Recipient);
    let encryptor = Encryptor::with_recipients(recipients).ok()?;
    let mut sealed = Vec::with_capacity(content.len() + 1024);
    let mut writer = encryptor.wrap_output(&mut sealed).ok()?;
    writer.write_all(content).ok()?;
    writer.finish().ok()?;
    Some(sealed)
}

fn decrypt(bytes: &[u8], identities: &[Identity]) -> Result<Vec<u8>, OuterFault> {
    const LAYER: &str = "age";
    let head = &bytes[..bytes.len().min(limits::AGE_HEADER_BYTES)];
    if !head.windows(AGE_HEADER_END.len()).any(|window| window == AGE_HEADER_END) {
        let cut = head.len() == bytes.len();
        return Err(if cut {
            OuterFault::Truncated { layer: LAYER }
        } else {
            OuterFault::Damaged { layer: LAYER }
        });
    }
    let fault = |error: DecryptError| match error {
        DecryptError::NoMatchingKeys => OuterFault::NotForUs,
        DecryptError::Io(error) => broken(&error, LAYER),
        _ => OuterFault::Damaged { layer: LAYER },
    };
    let decryptor = Decryptor::new_buffered(bytes).map_err(fault)?;
    let identities = identities.iter().map(|identity| identity as &dyn age::Identity);
    let reader = decryptor.decrypt(identities).map_err(fault)?;
    read_capped(reader, LAYER)
}

fn decompress(bytes: &[u8]) -> Result<Vec<u8>, OuterFault> {
    const LAYER: &str = "zstd";
    let fault = |error: io::Error| broken(&error, LAYER);
    let mut decoder = zstd::Decoder::with_buffer(bytes).map_err(fault)?;
    decoder.window_log_max(limits::ZSTD_WINDOW_LOG).map_err(fault)?;
    read_capped(decoder, LAYER)
}

/// Reads to the end, or to the first byte beyond what a file may hold.
fn read_capped(reader: impl Read, layer: &'static str) -> Result<Vec<u8>, OuterFault> {
    let mut content = Vec::new();
    let mut capped = reader.take(limits::FILE_BYTES as u64 + 1);
    capped.read_to_end(&mut content).map_err(|error| broken(&error, layer))?;
    check_size(&content)?;
    Ok(content)
}

fn broken(error: &io::Error, layer: &'static str) -> OuterFault {
    let zstd_error = error.get_ref().and_then(|inner| inner.downcast_ref::<zstd::Error>());
    let window = ZSTD_ErrorCode::ZSTD_error_frameParameter_windowTooLarge;
    if zstd_error.is_some_and(|error| error.is(window)) {
        return OuterFault::WindowTooLarge { limit: 1 << limits::ZSTD_WINDOW_LOG };
    }
    if error.kind() == io::ErrorKind::UnexpectedEof {
        return OuterFault::Truncated { layer };
    }
    OuterFault::Damaged { layer }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::sync::age_key::AgeKey;

    const LINES: &[u8] = b"{\"payloadType\":\"a\",\"payload\":\"\",\"signatures\":[]}\n";

    #[test]
    fn every_layer_comes_off_again() {
        let (east, south) = (AgeKey::from_seed(&[1; 32]), AgeKey::from_seed(&[2; 32]));
        let both = [east.recipient(), south.recipient()];
        let sealed = wrap(LINES, &both, false).unwrap();
        assert_eq!(Outer::of(&sealed), Outer::Age);
        assert_eq!(unwrap(&sealed, &[east.identity()]).unwrap(), LINES);
        assert_eq!(unwrap(&sealed, &[south.identity()]).unwrap(), LINES);
        let stranger = AgeKey::from_seed(&[3; 32]);
        assert_eq!(unwrap(&sealed, &[stranger.identity()]), Err(OuterFault::NotForUs));
        assert_eq!(unwrap(&sealed, &[]), Err(OuterFault::NotForUs));

        let dense = wrap(LINES, &[], false).unwrap();
        assert_eq!(Outer::of(&dense), Outer::Zstd);
        assert_eq!(unwrap(&dense, &[]).unwrap(), LINES);
        assert_eq!(wrap(LINES, &both, true).unwrap(), LINES);
        assert_eq!(unwrap(LINES, &[]).unwrap(), LINES);
        let odd = ["age1nonsense".to_owned()];
        assert!(matches!(wrap(LINES, &odd, false), Err(OuterFault::NotARecipient { .. })));
    }

    #[test]
    fn a_cut_file_is_called_cut() {
        let east = AgeKey::from_seed(&[1; 32]);
        let sealed = wrap(LINES, &[east.recipient()], false).unwrap();
        let dense = wrap(LINES, &[], false).unwrap();
        let cut = unwrap(&dense[..dense.len() - 3], &[]);
        assert_eq!(cut, Err(OuterFault::Truncated { layer: "zstd" }));
        let cut = unwrap(&sealed[..60], &[east.identity()]);
        assert_eq!(cut, Err(OuterFault::Truncated { layer: "age" }));
        for end in 0..sealed.len() {
            assert_ne!(unwrap(&sealed[..end], &[east.identity()]).ok().as_deref(), Some(LINES));
        }
    }

    #[test]
    fn a_small_file_cannot_fill_memory() {
        let zeros = vec![0u8; limits::FILE_BYTES + 1];
        let bomb = zstd::bulk::compress(&zeros, 1).unwrap();
        assert!(bomb.len() < 64 << 10);
        assert_eq!(unwrap(&bomb, &[]), Err(OuterFault::TooLarge { limit: limits::FILE_BYTES }));
        assert!(matches!(unwrap(&zeros, &[]), Err(OuterFault::TooLarge { .. })));
        // one raw block of one byte, in a frame that asks for a window of 128 MiB
        let frame = [0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x88, 0x09, 0x00, 0x00, b'x'];
        assert_eq!(unwrap(&frame, &[]), Err(OuterFault::WindowTooLarge { limit: 8 << 20 }));
        let frame = [0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x68, 0x09, 0x00, 0x00, b'x'];
        assert_eq!(unwrap(&frame, &[]).unwrap(), b"x");
        let mut header = b"age-encryption.org/v1\n".to_vec();
        header.extend_from_slice(&b"-> a\n\n".repeat(100_000));
        assert_eq!(unwrap(&header, &[]), Err(OuterFault::Damaged { layer: "age" }));
        let twice = wrap(&wrap(LINES, &[], false).unwrap(), &[], false).unwrap();
        assert_eq!(unwrap(&twice, &[]), Err(OuterFault::TooManyLayers));
    }
}
