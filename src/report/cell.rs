//! One cell of a table or of a record.

use crate::disclosure::{Proportion, Undefined};
use crate::report::{clean, number};

/// The unit of a number. It decides how people see the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Whole persons, answers or items.
    Count,
    /// A score, or a standard deviation or limit in the score's metric.
    Score,
    /// A score that is published with so few decimals, 0 or 1.
    CoarseScore(u8),
    /// A difference of scores, always with its sign.
    Change,
    /// A difference of scores that is published with so few decimals, 0 or 1.
    CoarseChange(u8),
    /// A coefficient that lies at or below 1: alpha, a correlation, an agreement.
    Coefficient,
    /// A percentage, 0 to 100.
    Percent,
    /// A share of one, shown as a percentage.
    Share,
    /// A probability of the data under a hypothesis.
    PValue,
    /// Any other number: a test statistic, degrees of freedom.
    Statistic,
}

impl Kind {
    /// The same kind for a figure that is published to this unit, 0 for full precision: a score of 4.4 is not shown as 4.40.
    #[must_use]
    pub fn to_unit(self, unit: f64) -> Self {
        let decimals = match unit {
            unit if unit >= 1.0 => 0,
            unit if unit >= 0.1 => 1,
            _ => return self,
        };
        match self {
            Self::Score => Self::CoarseScore(decimals),
            Self::Change => Self::CoarseChange(decimals),
            other => other,
        }
    }
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

/// The side of a bound on which a figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The figure is below the bound.
    Under,
    /// The figure is above the bound.
    Over,
}

impl Side {
    /// The name that outputs use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Under => "under",
            Self::Over => "over",
        }
    }
}

/// One cell. Nothing is ever 0 or NaN for missing.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A number, as precise as it may be read.
    Number(f64, Kind),
    /// A figure of which only a bound is published.
    Bound(Side, f64, Kind),
    /// Yes or no, for machines.
    Flag(bool),
    /// A point and its interval, drawn where there is room.
    Span(Span),
    /// Bars of shares that sum to one, drawn where there is room.
    Shares(Vec<f64>),
    /// No figure, and why.
    Undefined(String),
    /// A withheld figure, and the rule that withholds it.
    Withheld(String),
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

    /// A number, blank for `None`.
    #[must_use]
    pub fn maybe(value: Option<f64>, kind: Kind) -> Self {
        value.map_or(Self::Blank, |value| Self::number(value, kind))
    }

    /// The cell as people read it: a withheld figure as `···`, an undefined one as a dash. Pictures have no words.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Text(text) => clean(text),
            Self::Number(value, kind) => number::text(*value, *kind),
            Self::Bound(side, bound, kind) => number::bound(*side, *bound, *kind),
            Self::Flag(flag) => if *flag { "yes" } else { "no" }.to_owned(),
            Self::Undefined(_) => "–".to_owned(),
            Self::Withheld(_) => "···".to_owned(),
            Self::Span(_) | Self::Shares(_) | Self::Blank => String::new(),
        }
    }

    /// Words.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }
}

/// A value that a cell shows as a number, or as the reason why there is none.
pub trait IntoCell {
    /// The cell.
    fn into_cell(self, kind: Kind) -> Cell;
}

impl IntoCell for f64 {
    fn into_cell(self, kind: Kind) -> Cell {
        Cell::number(self, kind)
    }
}

impl IntoCell for Proportion {
    fn into_cell(self, kind: Kind) -> Cell {
        match self {
            Self::Of(share) => Cell::number(share, kind),
            Self::Under(bound) => Cell::Bound(Side::Under, bound, kind),
            Self::Over(bound) => Cell::Bound(Side::Over, bound, kind),
        }
    }
}

impl IntoCell for u64 {
    fn into_cell(self, kind: Kind) -> Cell {
        Cell::Number(self as f64, kind)
    }
}

impl IntoCell for usize {
    fn into_cell(self, kind: Kind) -> Cell {
        Cell::Number(self as f64, kind)
    }
}

impl<T: IntoCell> IntoCell for Option<T> {
    fn into_cell(self, kind: Kind) -> Cell {
        self.map_or(Cell::Blank, |value| value.into_cell(kind))
    }
}

impl<T: IntoCell> IntoCell for Result<T, &Undefined> {
    fn into_cell(self, kind: Kind) -> Cell {
        match self {
            Ok(value) => value.into_cell(kind),
            Err(reason) => Cell::Undefined(reason.to_string()),
        }
    }
}

impl<T: IntoCell + Copy> IntoCell for &Result<T, Undefined> {
    fn into_cell(self, kind: Kind) -> Cell {
        self.as_ref().copied().into_cell(kind)
    }
}
