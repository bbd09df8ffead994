//! A figure, or the rule that withholds it.

use crate::disclosure::Rule;

/// Figures, or the rule that withholds them. A withheld figure is not in the value at all.
#[derive(Debug, Clone, PartialEq)]
pub enum Shown<T> {
    /// What may be seen.
    Figures(T),
    /// Nothing, and why.
    Withheld(Rule),
}

impl<T> Shown<T> {
    /// The figures, where they are shown.
    #[must_use]
    pub fn figures(&self) -> Option<&T> {
        match self {
            Self::Figures(figures) => Some(figures),
            Self::Withheld(_) => None,
        }
    }

    /// The rule by which there are none.
    #[must_use]
    pub fn rule(&self) -> Option<Rule> {
        match self {
            Self::Figures(_) => None,
            Self::Withheld(rule) => Some(*rule),
        }
    }
}

impl<T> Shown<T> {
    /// The figures that `estimate` makes, unless a rule withholds them; then they are not even made.
    pub(in crate::disclosure) fn unless(rule: Option<Rule>, estimate: impl FnOnce() -> T) -> Self {
        match rule {
            Some(rule) => Self::Withheld(rule),
            None => Self::Figures(estimate()),
        }
    }
}
