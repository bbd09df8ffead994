//! What can stand in one cell of a table.

use crate::disclosure::Undefined;

/// What a number measures, and so how people are shown it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Whole persons, answers or items.
    Count,
    /// A score, or a difference, standard deviation or limit in the score's metric.
    Score,
    /// A coefficient that lies at or below 1: alpha, a correlation, an agreement.
    Coefficient,
    /// A percentage, 0 to 100.
    Percent,
    /// A probability of the data under a hypothesis.
    PValue,
    /// Any other number: a test statistic, degrees of freedom.
    Statistic,
}

/// A point with its interval, to be drawn on an axis that a whole column shares.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Span {
    /// Lower limit.
    pub lower: f64,
    /// The point.
    pub value: f64,
    /// Upper limit.
    pub upper: f64,
}

/// One cell. Nothing is ever 0 or NaN for missing.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A number in full precision.
    Number(f64, Kind),
    /// Yes or no, for machines.
    Flag(bool),
    /// A point and its interval, drawn where there is room.
    Span(Span),
    /// Bars of shares that sum to one, drawn where there is room.
    Shares(Vec<f64>),
    /// No figure, and why.
    Undefined(String),
    /// A figure that is not shown, and by which rule.
    Withheld(&'static str),
    /// Nothing to say.
    Blank,
}

impl Cell {
    /// A whole number.
    #[must_use]
    pub fn count(count: u64) -> Self {
        Self::Number(count as f64, Kind::Count)
    }

    /// A number, or the reason why there is none. What is not finite is never a number.
    #[must_use]
    pub fn number(value: f64, kind: Kind) -> Self {
        if value.is_finite() {
            Self::Number(value, kind)
        } else {
            Self::Undefined("the figure is not finite".to_owned())
        }
    }

    /// A number where there is one.
    #[must_use]
    pub fn maybe(value: Option<f64>, kind: Kind) -> Self {
        value.map_or(Self::Blank, |value| Self::number(value, kind))
    }

    /// A statistic or its reason.
    #[must_use]
    pub fn figure(value: &Result<f64, Undefined>, kind: Kind) -> Self {
        match value {
            Ok(value) => Self::number(*value, kind),
            Err(reason) => Self::Undefined(reason.to_string()),
        }
    }

    /// Words.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }
}
