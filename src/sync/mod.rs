//! Bundles and trust: what desks and headquarters hand each other, and why a reader may believe it.
//!
//! This folder is the pure part of the exchange: bytes in, values out. It knows no disk, no clock
//! and no SQL, and randomness is an argument. Storing, folding and showing happen further up.
//!
//! # A bundle
//!
//! A bundle (`*.daqu`) is JSON Lines in pure ASCII, so it survives mail gateways, GBK conversion,
//! CRLF and a BOM. Each line is one DSSE [`envelope`]: a payload type, the payload in base64, and
//! signatures over the *pre-authentication encoding* of both. The payload is signed, hashed, stored
//! and sent on as the same bytes; nothing is ever made canonical or serialised again. The id of
//! anything signed is `sha256:` and the hash of exactly these signed bytes, so that `jq` and
//! `openssl` verify a bundle without this program.
//!
//! A file's lines come in this order, and each stands on its own:
//!
//! | line | signed by | what it says |
//! |---|---|---|
//! | [`directory`] | m of n root keys | which key is whose desk, which keys are revoked |
//! | [`segment`] | the log's desk | the next link of one log: a list of signed [`event`]s |
//! | [`part`] | nobody; an event names its hash | bytes that can be withheld or purged |
//! | [`status`] | the desk | what it holds: acknowledgement, receipt and sign of life |
//! | [`enrol`] | the new desk itself | "these are my keys", before a directory names them |
//!
//! Unknown line types are kept and passed on, never applied and never dropped. A cut last line
//! costs only itself. Around the lines may stand zstd, age, or age around zstd ([`outer`]); both
//! are outside the signatures.
//!
//! # Logs, segments and the one rule
//!
//! A log is (desk key, incarnation, audience). Its segments form a hash chain by `prev`. A desk
//! that was restored from backup or cloned makes a *fork*: two tips of one log, both kept. Only one
//! rule moves data ([`have`]): into the file goes every segment I hold that your newest statuses
//! say you lack, in every log you may see, no matter who wrote it.
//!
//! # Trust
//!
//! The directory is the only thing trusted as such. The first one is accepted when its
//! organisation's [fingerprint](keys::fingerprint) equals the thirty digits that the reader was
//! told by another way; each later one when it is exactly the next version, names its predecessor's
//! id, and carries the threshold of the old roots and of the new ([`trust`]). There is no trust on
//! first use. The algorithm belongs to the key in the directory, never to the message, and every
//! signature is checked strictly. Clocks play no part in any of these rules, and revocation never
//! deletes: it only says from where on a key's segments have no effect.
//!
//! Whoever holds nothing but the root keys judges a file with [`judge`]; [`says`] tells what a line says without believing it.
//!
//! Private keys live in a [`keyfile`] apart from the database, sealed by a passphrase.
//!
//! Everything read here comes from strangers until shown otherwise, so sizes and counts are
//! bounded before anything grows ([`limits`]), and no input panics.

pub mod age_key;
pub mod cores;
pub mod directory;
pub mod document;
mod encoding;
pub mod enrol;
pub mod envelope;
pub mod event;
pub mod fault;
pub mod have;
mod ijson;
pub mod judge;
pub mod keyfile;
pub mod keys;
pub mod limits;
pub mod outer;
pub mod part;
pub mod reader;
pub mod roots;
pub mod says;
pub mod segment;
pub mod status;
#[cfg(test)]
mod testing;
pub mod trust;

/// Payload type of a digest, a file of one line.
pub const DIGEST: &str = "application/vnd.daqu.digest.v1+json";
/// Payload type of a handover pack, a file of one line.
pub const HANDOVER: &str = "application/vnd.daqu.handover.v1+json";
/// Payload type of a directory line.
pub const DIRECTORY: &str = "application/vnd.daqu.directory.v1+json";
/// Payload type of a segment line.
pub const SEGMENT: &str = "application/vnd.daqu.segment.v1+json";
/// Payload type of a status line.
pub const STATUS: &str = "application/vnd.daqu.status.v1+json";
/// Payload type of an enrolment line.
pub const ENROL: &str = "application/vnd.daqu.enrol.v1+json";
/// Payload type under which events are signed; events travel inside segments, not as lines.
pub const EVENT: &str = "application/vnd.daqu.event.v1+json";
/// Payload type of a detachable part's line.
pub const PART: &str = "application/vnd.daqu.part.v1+json";

/// The `v` of every payload this version writes and understands.
pub const VERSION: u64 = 1;

/// What this program can read; a segment whose `min_reader` is higher is held until an upgrade.
pub const READER: u32 = 1;
