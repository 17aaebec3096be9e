//! Effects as data: what `app::update` wants done. The shell performs them; tests look at them.

use crate::desk::service::Request;

/// Something to be done outside the model.
// An effect lives for one step; a box would only move its bytes.
#[allow(clippy::large_enum_variant)]
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Ask the desk; its reply comes back as a message.
    Ask(Request),
    /// The import in hand is no longer wanted.
    Stop,
    /// Put text on the clipboard (OSC 52).
    Copy(String),
}
