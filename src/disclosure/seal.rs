//! The mark of a value that only this layer makes.

/// Every published value has a private field of this type. Code outside `disclosure` cannot name the type, so it cannot build a
/// published value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::disclosure) struct Seal;
