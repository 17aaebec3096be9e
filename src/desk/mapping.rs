//! What people said of the headings of tables, kept by the desk so that it is asked once.

use crate::interchange::table::mapping::{Mapping, Mappings};
use crate::store::StoreError;

use super::Desk;

/// Before the key of the headings, among the settings of the store.
const PREFIX: &str = "mapping:";

impl Desk {
    /// The mappings that are remembered, with the one given for this file.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn mappings(&mut self, given: Option<Mapping>) -> Result<Mappings, StoreError> {
        let kept = self.look(|tx, _, _| tx.metas(PREFIX))?;
        // One that a later version wrote in another way is asked again.
        let read = |(key, text): (String, String)| Some((key, serde_json::from_str(&text).ok()?));
        let mappings = Mappings::remembered(kept.into_iter().filter_map(read));
        Ok(match given {
            Some(given) => mappings.with(given),
            None => mappings,
        })
    }

    /// Remembers the mapping that was given, if a file was read by it.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn remember(&mut self, mappings: &Mappings) -> Result<(), StoreError> {
        let Some((key, mapping)) = mappings.used() else { return Ok(()) };
        // A map of texts can always be written.
        let text = serde_json::to_string(&mapping).unwrap_or_default();
        self.store.write(|tx| tx.set_meta(&format!("{PREFIX}{key}"), &text))
    }
}
