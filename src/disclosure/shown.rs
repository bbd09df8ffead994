//! A figure, or the rule that withholds it.

use crate::disclosure::Rule;
use crate::disclosure::precision::{AtPrecision, Precision};

/// Figures, or the rule that withholds them. A withheld figure is not in the value at all, and neither is a digit beyond published
/// precision, so no exporter can leak them.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown<T>(Result<T, Rule>);

impl<T> Shown<T> {
    /// The figures, if they are shown.
    #[must_use]
    pub fn figures(&self) -> Option<&T> {
        self.0.as_ref().ok()
    }

    /// The rule, if they are withheld.
    #[must_use]
    pub fn rule(&self) -> Option<Rule> {
        self.0.as_ref().err().copied()
    }

    /// The figures, or else the rule.
    ///
    /// # Errors
    /// The rule that withholds the figures.
    pub fn open(&self) -> Result<&T, Rule> {
        self.0.as_ref().map_err(|rule| *rule)
    }

    /// Figures that the rule withholds.
    pub(in crate::disclosure) fn withheld(rule: Rule) -> Self {
        Self(Err(rule))
    }

    /// The figures from `estimate` at a precision. It is not called if a rule withholds them.
    pub(in crate::disclosure) fn unless<Exact: AtPrecision<Published = T>>(
        rule: Option<Rule>,
        precision: &Precision,
        estimate: impl FnOnce() -> Exact,
    ) -> Self {
        Self(match rule {
            Some(rule) => Err(rule),
            None => Ok(estimate().at_precision(precision)),
        })
    }
}
