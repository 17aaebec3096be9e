//! What the core needs from the world, as arguments: the time, and randomness.

use chrono::{DateTime, Utc};

/// The present moment. Implemented by the shell; fixed in tests and in the demo.
pub trait Clock {
    /// Now, in UTC.
    fn now(&self) -> DateTime<Utc>;
}

/// A source of random bytes. Keys of a real desk only ever come from the operating system's.
pub trait Entropy {
    /// Fills `buf` with random bytes.
    fn fill(&mut self, buf: &mut [u8]);
}
