//! Exchange between desks: the wire format byte by byte, and every fault of the way by name.

mod faults;
mod support;
mod vectors;
