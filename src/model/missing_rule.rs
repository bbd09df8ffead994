//! The treatment of missing answers in figures about items.

/// Treatment of people who skipped some of a scale's items, in figures about its items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MissingRule {
    /// Use only people who answered the whole scale.
    #[default]
    Listwise,
    /// For each pair of items, use the people who answered both.
    Pairwise,
}

impl MissingRule {
    /// Every rule.
    pub const ALL: [Self; 2] = [Self::Listwise, Self::Pairwise];

    /// The name that the command line and outputs use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Listwise => "listwise",
            Self::Pairwise => "pairwise",
        }
    }
}
