//! A complaint of favouritism or of a leak (arts. 20 and 21). It may be about the very manager at whose desk it would be taken, so it
//! is not taken here: the desk seals it to headquarters' age keys and keeps nothing of it, neither the text nor that there was
//! one. Only headquarters opens it.

use std::path::Path;

use crate::sync::directory::{Role, Standing};
use crate::sync::outer;
use crate::text::clean::clean_text;

use super::super::{Desk, DeskError, system};
use super::ExchangeError;

/// The longest complaint, in bytes: some twenty pages.
pub const LONGEST: usize = 64 << 10;

/// Sealed complaints are of this size or a multiple of it: how long a text is tells a reader of the stick who wrote it.
const BLOCK: usize = 4 << 10;

impl Desk {
    /// Seals a complaint to headquarters in a file.
    ///
    /// # Errors
    /// The desk is not enrolled, headquarters has no key to seal to, the text is too long, or the file cannot be written.
    pub fn seal_complaint(&mut self, text: &str, file: &Path) -> Result<(), DeskError> {
        if text.len() > LONGEST {
            return Err(ExchangeError::ComplaintTooLong { most: LONGEST >> 10 }.into());
        }
        let directory = self.context.directory.as_ref().filter(|_| self.context.is_enrolled());
        let directory = directory.ok_or(ExchangeError::NotEnrolled)?;
        let keys = directory.desks.iter().filter(|desk| {
            let standing = desk.key_id().and_then(|key| directory.standing(&key));
            desk.role == Role::Hq && standing == Some(Standing::Active)
        });
        let keys: Vec<String> = keys.filter_map(|desk| desk.age.clone()).collect();
        if keys.is_empty() {
            return Err(ExchangeError::NoSealKey.into());
        }
        let mut bytes = text.as_bytes().to_vec();
        bytes.resize(bytes.len().next_multiple_of(BLOCK).max(BLOCK), b' ');
        let sealed = outer::seal(&bytes, &keys).map_err(ExchangeError::from)?;
        system::write_whole(file, &sealed)
    }

    /// Opens a sealed complaint at headquarters.
    ///
    /// # Errors
    /// This is no desk of headquarters, or the file is not sealed to its keys.
    pub fn open_complaint(&mut self, file: &Path) -> Result<String, DeskError> {
        if !self.is_headquarters() {
            return Err(ExchangeError::NotHeadquarters.into());
        }
        let bytes = system::read_bounded(file).map_err(|error| DeskError::file(file, &error))?;
        let identities: Vec<_> = self.secrets.age.iter().map(|age| age.identity()).collect();
        let plain = outer::unwrap(&bytes, &identities).map_err(ExchangeError::from)?;
        Ok(clean_text(String::from_utf8_lossy(&plain).trim_end()))
    }
}
