//! A figure, or the rule that withholds it.

use crate::disclosure::Rule;

/// Figures, or the rule that withholds them. A withheld figure is not in the value at all, so no exporter can leak it.
#[derive(Debug, Clone, PartialEq)]
pub enum Shown<T> {
    /// The published figures.
    Figures(T),
    /// The reason why nothing is published.
    Withheld(Rule),
}

impl<T> Shown<T> {
    /// The figures, if they are shown.
    #[must_use]
    pub fn figures(&self) -> Option<&T> {
        match self {
            Self::Figures(figures) => Some(figures),
            Self::Withheld(_) => None,
        }
    }

    /// The rule, if they are withheld.
    #[must_use]
    pub fn rule(&self) -> Option<Rule> {
        match self {
            Self::Figures(_) => None,
            Self::Withheld(rule) => Some(*rule),
        }
    }

    /// The figures from `estimate`, which is not called if a rule withholds them.
    pub(in crate::disclosure) fn unless(rule: Option<Rule>, estimate: impl FnOnce() -> T) -> Self {
        match rule {
            Some(rule) => Self::Withheld(rule),
            None => Self::Figures(estimate()),
        }
    }
}
