//! The limits of ICC(2) that decide whether academies may be compared.

/// Limits of ICC(2): averages below `no` are not dependable, averages from `yes` upwards are. 0 < no ≤ yes < 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Icc2Limits {
    no: f64,
    yes: f64,
}

impl Icc2Limits {
    /// Limits below which the verdict is *no*, and from which it may be *yes*; `None` unless 0 < no ≤ yes < 1.
    #[must_use]
    pub fn new(no: f64, yes: f64) -> Option<Self> {
        (no > 0.0 && no <= yes && yes < 1.0).then_some(Self { no, yes })
    }

    /// ICC(2) below which academy averages are not dependable.
    #[must_use]
    pub fn no(self) -> f64 {
        self.no
    }

    /// ICC(2) from which academy averages are dependable.
    #[must_use]
    pub fn yes(self) -> f64 {
        self.yes
    }
}

impl Default for Icc2Limits {
    /// .50 and .70, the usual limits of the field.
    fn default() -> Self {
        Self { no: 0.50, yes: 0.70 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_shares_in_order() {
        assert!(Icc2Limits::new(0.5, 0.5).is_some());
        for (no, yes) in [(0.0, 0.7), (0.8, 0.7), (0.5, 1.0), (f64::NAN, 0.7), (0.5, f64::NAN)] {
            assert_eq!(Icc2Limits::new(no, yes), None);
        }
    }
}
