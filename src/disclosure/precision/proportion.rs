//! A percentage that does not say when everybody, or nobody, is in it.

/// A share, as a percentage or out of one. Near its ends only a bound is published: "0 %" and "100 %" would say what every single
/// person answered.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Proportion {
    /// The share.
    Of(f64),
    /// It is lower than this, but not how much lower.
    Under(f64),
    /// It is higher than this, but not how much higher.
    Over(f64),
}

impl Proportion {
    /// The share, if it is published.
    #[must_use]
    pub fn value(self) -> Option<f64> {
        match self {
            Self::Of(share) => Some(share),
            Self::Under(_) | Self::Over(_) => None,
        }
    }
}
