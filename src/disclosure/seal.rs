//! The mark of a value that only this layer makes.

/// Every published value has a private field of this type. Code outside `disclosure` cannot name it, and so can neither build nor
/// alter-and-rebuild a published value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::disclosure) struct Seal;
