//! A field that several desks may have written without knowing of each other: one value shown, the others kept.

/// The value to show, and what else stands beside it until somebody decides (shown as `◆2` after the field).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Register<T> {
    /// The latest by hybrid time and id.
    pub shown: T,
    /// Concurrent values, earliest first. Never dropped.
    pub others: Vec<T>,
}
