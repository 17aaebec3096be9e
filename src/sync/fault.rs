//! What can be wrong with what was read, each by name, so that the screen can say it in any language.

use thiserror::Error;

/// A line (or the file around it) that is not a readable envelope.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LineFault {
    /// The line ends before its JSON does: the file was cut.
    #[error("the line is cut off before its end")]
    Truncated,
    /// Not the JSON of an envelope.
    #[error("the line is not an envelope: {reason}")]
    Malformed {
        /// What the parser met, and where in the line.
        reason: String,
    },
    /// A field is given twice, so that two readers could see two different things.
    #[error("the field `{field}` is given twice")]
    DuplicateField {
        /// The field's name.
        field: String,
    },
    /// A field is not standard, padded base64.
    #[error("`{field}` is not standard base64")]
    NotBase64 {
        /// The field's name.
        field: &'static str,
    },
    /// The line is longer than any honest line.
    #[error("the line has {found} bytes; at most {limit} are read")]
    LineTooLong {
        /// Bytes found.
        found: usize,
        /// Bytes allowed.
        limit: usize,
    },
    /// More signatures than any honest line carries.
    #[error("the line has {found} signatures; at most {limit} are read")]
    TooManySignatures {
        /// Signatures found.
        found: usize,
        /// Signatures allowed.
        limit: usize,
    },
    /// The file is larger than any honest file; nothing of it is read.
    #[error("the file has {found} bytes; at most {limit} are read")]
    FileTooLarge {
        /// Bytes found.
        found: usize,
        /// Bytes allowed.
        limit: usize,
    },
    /// The file has more lines than any honest file; the rest is not read.
    #[error("the file has more than {limit} lines; the rest is not read")]
    TooManyLines {
        /// Lines allowed.
        limit: usize,
    },
}

/// Why a readable envelope is not accepted as what it says it is.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// The envelope is of another payload type.
    #[error("the line is a `{found}`, not a `{expected}`")]
    WrongType {
        /// The payload type asked for.
        expected: &'static str,
        /// The payload type found.
        found: String,
    },
    /// A desk's line carries exactly one signature.
    #[error("the line carries {found} signatures; a desk's line carries one")]
    NotOneSignature {
        /// Signatures found.
        found: usize,
    },
    /// The signer is in no directory known here (未知设备).
    #[error("the signer {key} is not in the directory")]
    UnknownKey {
        /// Key id of the signer.
        key: String,
    },
    /// The directory names an algorithm for this key that this version cannot check.
    #[error("the key {key} uses `{alg}`, which this version cannot check")]
    UnknownAlgorithm {
        /// Key id of the signer.
        key: String,
        /// The algorithm named by the directory.
        alg: String,
    },
    /// The key is revoked, and this kind of line needs a valid one.
    #[error("the key {key} is revoked")]
    RevokedKey {
        /// Key id of the signer.
        key: String,
    },
    /// The signature does not belong to these bytes and this key.
    #[error("the signature of {key} does not fit the content")]
    BadSignature {
        /// Key id of the signer.
        key: String,
    },
    /// The payload names another key than the one that signed.
    #[error("signed by {signer}, but written in the name of {named}")]
    WrongSigner {
        /// Key id of the signer.
        signer: String,
        /// Key id in the payload.
        named: String,
    },
    /// The line belongs to another organisation.
    #[error("the line belongs to organisation {found}, not to this one")]
    OtherOrganisation {
        /// Organisation id in the payload.
        found: String,
    },
    /// The payload is not the JSON of its kind.
    #[error("the {what} cannot be read: {reason}")]
    Malformed {
        /// Which kind of payload.
        what: &'static str,
        /// What the parser met, and where in the payload.
        reason: String,
    },
    /// The payload reads, but breaks a rule of its format.
    #[error("the {what} breaks a rule of its format: {rule}")]
    Incoherent {
        /// Which kind of payload.
        what: &'static str,
        /// The rule.
        rule: &'static str,
    },
    /// More of something than any honest writer writes.
    #[error("the {what} has {found} {unit}; at most {limit} are read")]
    OverLimit {
        /// Which kind of payload.
        what: &'static str,
        /// What was counted.
        unit: &'static str,
        /// How much was found.
        found: usize,
        /// How much is allowed.
        limit: usize,
    },
    /// The line was written for a newer program; it is held, and daqu must be upgraded.
    #[error("the {what} needs reader version {needed}; this program is {own}")]
    NeedsUpgrade {
        /// Which kind of payload.
        what: &'static str,
        /// The version needed.
        needed: u64,
        /// The version of this program.
        own: u64,
    },
}

/// Why one event inside a validly signed segment is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum EventFault {
    /// The text names another desk as its writer than the one that signed it.
    #[error("signed by {key}, but written by {named}")]
    OtherAuthor {
        /// Key id of the signer.
        key: String,
        /// Key id in the text.
        named: String,
    },
    /// The author is in no directory known here; a later directory may name it.
    #[error("the event's author {key} is not in the directory")]
    UnknownKey {
        /// Key id of the author.
        key: String,
    },
    /// The directory names an algorithm for the author's key that this version cannot check.
    #[error("the author's key {key} uses `{alg}`, which this version cannot check")]
    UnknownAlgorithm {
        /// Key id of the author.
        key: String,
        /// The algorithm named by the directory.
        alg: String,
    },
    /// The text is not what the author signed.
    #[error("the event was altered: the signature of {key} does not fit its text")]
    BadSignature {
        /// Key id of the author.
        key: String,
    },
    /// The text is longer than any honest event.
    #[error("the event has {found} bytes; at most {limit} are read")]
    TooLong {
        /// Bytes found.
        found: usize,
        /// Bytes allowed.
        limit: usize,
    },
    /// The event names more predecessors than any honest event.
    #[error("the event names {found} predecessors; at most {limit} are read")]
    TooManyBases {
        /// Ids found.
        found: usize,
        /// Ids allowed.
        limit: usize,
    },
    /// The text is not the JSON of an event.
    #[error("the event cannot be read: {reason}")]
    Malformed {
        /// What the parser met, and where in the text.
        reason: String,
    },
    /// The event was signed for another organisation and replayed here.
    #[error("the event belongs to organisation {found}, not to this one")]
    OtherOrganisation {
        /// Organisation id in the event.
        found: String,
    },
}
