//! Rounding to a number of decimals.

/// A number of decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Decimals(i8);

/// The residue of binary arithmetic that is tolerated half-way between two rounded numbers, in units of the last decimal.
const TIE: f64 = 1e-9;

impl Decimals {
    /// Whole numbers.
    pub(super) const WHOLE: Self = Self(0);
    /// Hundredths.
    pub(super) const ONE: Self = Self(1);
    /// Two.
    pub(super) const TWO: Self = Self(2);
    /// Thousandths.
    pub(super) const THREE: Self = Self(3);

    /// The decimals of scores on a scale whose lowest and highest score are `range` apart: the coarsest of 1, 0.1 and 0.01 that is at
    /// most 1/250 of the range, or 0.01 if none is.
    pub(super) fn of_scores(range: f64) -> Self {
        match range / 250.0 {
            finest if finest >= 1.0 => Self::WHOLE,
            finest if finest >= 0.1 => Self(1),
            _ => Self::TWO,
        }
    }

    /// These decimals, or one if they are more.
    pub(super) fn at_most_one(self) -> Self {
        Self(self.0.min(1))
    }

    /// So many decimals less; below 0 whole tens.
    pub(super) fn fewer(self, fewer: u8) -> Self {
        Self(self.0.saturating_sub_unsigned(fewer).max(-1))
    }

    /// These decimals, or as many as a unit has if these are more.
    pub(super) fn no_finer_than(self, unit: f64) -> Self {
        let coarser = (0..4).map(|fewer| self.fewer(fewer));
        coarser
            .into_iter()
            .find(|decimals| decimals.unit() >= unit)
            .unwrap_or(self)
    }

    /// One unit of the last decimal.
    pub(super) fn unit(self) -> f64 {
        1.0 / self.factor()
    }

    /// The nearest number with these decimals. A number so large that its doubles are coarser than that stays as it is.
    pub(super) fn round(self, value: f64) -> f64 {
        self.units(value).map_or(value, |units| self.number_of(units))
    }

    /// The nearest number with these decimals that is on the same side of every mark as `value`: above, below, or exactly on it. So
    /// whatever was concluded from the exact figure can be concluded from the rounded one.
    pub(super) fn round_beside(self, value: f64, marks: &[f64]) -> f64 {
        let Some(mut units) = self.units(value) else {
            return value;
        };
        for &mark in marks {
            if value > mark && self.number_of(units) <= mark {
                units = (mark / self.unit()).round();
                units += if self.number_of(units) > mark { 0.0 } else { 1.0 };
            } else if value < mark && self.number_of(units) >= mark {
                units = (mark / self.unit()).round();
                units -= if self.number_of(units) < mark { 0.0 } else { 1.0 };
            }
        }
        self.number_of(units)
    }

    /// Units of the last decimal in 1.
    fn factor(self) -> f64 {
        match self.0 {
            ..=-1 => 0.1,
            0 => 1.0,
            1 => 10.0,
            2 => 100.0,
            _ => 1_000.0,
        }
    }

    fn units(self, value: f64) -> Option<f64> {
        let units = value * self.factor();
        // A number half-way between two is rounded away from 0, whatever the residue of binary arithmetic is. So it does not depend on the
        // order of a sum, and the interval that a rounded number leaves is known.
        let units = (units + TIE.copysign(units)).round();
        // Beyond 2^53 not every whole number is a double.
        (units.abs() < 9.0e15).then_some(units)
    }

    /// Dividing by a power of ten gives the double nearest to the decimal number, which is printed without further digits.
    fn number_of(self, units: f64) -> f64 {
        // No negative zero.
        units / self.factor() + 0.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Decimals;

    #[test]
    fn a_score_has_at_least_250_steps_unless_its_scale_is_short() {
        let cases = [
            (5.0, 0.01),
            (2.0, 0.01),
            (24.9, 0.01),
            (25.0, 0.1),
            (60.0, 0.1),
            (249.0, 0.1),
            (250.0, 1.0),
            (1e6, 1.0),
        ];
        for (range, unit) in cases {
            assert_eq!(
                Decimals::of_scores(range).unit().to_bits(),
                f64::to_bits(unit),
                "{range}"
            );
        }
    }

    #[test]
    fn a_number_half_way_is_rounded_away_from_0_whatever_its_residue() {
        let round = |value: f64| Decimals::TWO.round(value).to_string();
        let found = [4.135, 4.134_999_999_999_999, 1.005, -1.005, 0.3 / 0.1 + 0.005].map(round);
        assert_eq!(found, ["4.14", "4.14", "1.01", "-1.01", "3.01"]);
    }

    #[test]
    fn a_limit_next_to_0_stays_on_its_side() {
        let beside = |value| Decimals::TWO.round_beside(value, &[0.0]).to_string();
        let found = [0.004, -0.004, 0.0, 0.006, -0.014].map(beside);
        assert_eq!(found, ["0.01", "-0.01", "0", "0.01", "-0.01"]);
        assert_eq!(Decimals::THREE.round_beside(0.049_9, &[0.05]).to_string(), "0.049");
    }

    proptest! {
        #[test]
        fn rounding_again_changes_nothing_and_prints_no_more_digits(value in -1e6..1e6_f64, places in -1..4_i8) {
            let decimals = Decimals(places);
            let once = decimals.round(value);
            prop_assert_eq!(decimals.round(once).to_bits(), once.to_bits());
            prop_assert!((once - value).abs() <= 0.5 * decimals.unit() + 1e-9);
            let text = once.to_string();
            let printed = text.split_once('.').map_or(0, |(_, after)| after.len());
            prop_assert!(printed <= usize::try_from(places).unwrap_or(0));
        }

        #[test]
        fn a_mark_is_never_crossed(value in -3.0..3.0_f64, mark in -300..300_i32) {
            let mark = f64::from(mark) / 100.0;
            let rounded = Decimals::TWO.round_beside(value, &[mark]);
            prop_assert_eq!(value.partial_cmp(&mark), rounded.partial_cmp(&mark));
            prop_assert!((rounded - value).abs() <= 0.011);
            prop_assert_eq!(Decimals::TWO.round_beside(rounded, &[mark]).to_bits(), rounded.to_bits());
        }
    }
}
