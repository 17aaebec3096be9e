//! Upper bounds on everything that is read, checked before memory is given out.
//!
//! A bundle comes from a stick that anybody may have held; none of these numbers can be exceeded
//! by an honest writer.

/// Bytes of a file, after decryption and decompression.
pub const FILE_BYTES: usize = 64 << 20;
/// Bytes of a file as found: what encryption may add to [`FILE_BYTES`].
pub const OUTER_BYTES: usize = FILE_BYTES + (1 << 20);
/// Bytes of one line.
pub const LINE_BYTES: usize = 8 << 20;
/// Lines of a file that are not blank.
pub const FILE_LINES: usize = 10_000;
/// Bytes of a payload type.
pub const TYPE_BYTES: usize = 128;
/// Signatures on one line, and root keys of one directory.
pub const SIGNATURES: usize = 16;

/// Payload bytes at which a writer seals a segment.
pub const SEGMENT_TARGET_BYTES: usize = 1 << 20;
/// Events at which a writer seals a segment.
pub const SEGMENT_TARGET_EVENTS: usize = 2_000;
/// Payload bytes of a segment that a reader accepts.
pub const SEGMENT_BYTES: usize = 4 << 20;
/// Bytes of an event's body.
pub const EVENT_BYTES: usize = 256 << 10;
/// Ids in an event's `base`.
pub const EVENT_BASE: usize = 64;
/// Bytes of a detachable part (they are base64 twice on the line).
pub const PART_BYTES: usize = 4 << 20;
/// Bytes of a part's salt; fixed, so that salt and content cannot be divided differently.
pub const PART_SALT_BYTES: usize = 16;
/// Logs in a status.
pub const HAVE_LOGS: usize = 4_096;
/// Parts asked for in one status.
pub const WANTED_PARTS: usize = 4_096;
/// Stored bytes of everything a revoked key signed beyond its cut-off.
pub const REVOKED_BYTES: usize = 64 << 20;

/// Bytes of an age header: the parser reads it again for every line, so a long one is refused.
pub const AGE_HEADER_BYTES: usize = 16 << 10;
/// Base-two logarithm of the largest zstd window: 8 MiB.
pub const ZSTD_WINDOW_LOG: u32 = 23;

/// The largest integer that every JSON reader reads alike: 2^53 - 1.
pub const INTEGER: u64 = (1 << 53) - 1;
