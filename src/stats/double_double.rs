//! Numbers of twice the precision of a double, for sums that cancel almost completely.
//!
//! A number is the unevaluated sum of two doubles, about 106 bits. Sums and products by Dekker (1971), *Numerische
//! Mathematik* 18, 224–242.

use std::iter::Sum;
use std::ops::{Add, Mul, Sub};

use crate::stats::exact_sum::TwoSum;

/// A number with about 32 significant decimal digits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct DoubleDouble {
    high: f64,
    low: f64,
}

impl DoubleDouble {
    /// The nearest double.
    pub(crate) fn rounded(self) -> f64 {
        self.high
    }

    /// The quotient, by two steps of long division.
    pub(crate) fn over(self, divisor: Self) -> Self {
        let digits = |rest: Self| Self::from(rest.high / divisor.high);
        let first = digits(self);
        let rest = self - first * divisor;
        let second = digits(rest);
        first + second + digits(rest - second * divisor)
    }

    fn normal(high: f64, low: f64) -> Self {
        let TwoSum { high, low } = TwoSum::of(high, low);
        Self { high, low }
    }
}

impl From<f64> for DoubleDouble {
    fn from(high: f64) -> Self {
        Self { high, low: 0.0 }
    }
}

impl From<i32> for DoubleDouble {
    fn from(number: i32) -> Self {
        Self::from(f64::from(number))
    }
}

impl From<i128> for DoubleDouble {
    #[expect(clippy::cast_possible_truncation, reason = "a double below 2^127 in size fits")]
    fn from(number: i128) -> Self {
        let high = number as f64;
        // Only i128::MAX and its neighbours round to 2^127, where the cast saturates and the rest is small.
        Self::normal(high, number.wrapping_sub(high as i128) as f64)
    }
}

impl Add for DoubleDouble {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let high = TwoSum::of(self.high, other.high);
        let low = TwoSum::of(self.low, other.low);
        let middle = TwoSum::of(high.high, high.low + low.high);
        Self::normal(middle.high, middle.low + low.low)
    }
}

impl Sub for DoubleDouble {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        self + Self {
            high: -other.high,
            low: -other.low,
        }
    }
}

impl Mul for DoubleDouble {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        let high = self.high * other.high;
        let ((a, b), (c, d)) = (halves(self.high), halves(other.high));
        let error = b * d - (((high - a * c) - b * c) - a * d);
        Self::normal(high, error + (self.high * other.low + self.low * other.high))
    }
}

impl Sum for DoubleDouble {
    fn sum<I: Iterator<Item = Self>>(terms: I) -> Self {
        terms.fold(Self::from(0.0), Add::add)
    }
}

/// Splits a double into two of 26 bits each (Veltkamp), whose products are exact.
fn halves(x: f64) -> (f64, f64) {
    let scaled = 134_217_729.0 * x;
    let upper = scaled - (scaled - x);
    (upper, x - upper)
}

#[cfg(test)]
mod tests {
    use super::DoubleDouble;
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    proptest! {
        #[test]
        fn whole_numbers_of_a_hundred_bits_add_and_multiply_exactly(
            a in -(1_i128 << 50)..1 << 50, b in -(1_i128 << 50)..1 << 50, c in -(1_i128 << 100)..1 << 100
        ) {
            let of = DoubleDouble::from;
            prop_assert_eq!(of(a) * of(b) + of(c) - of(a * b), of(c));
            prop_assert_eq!(of(a) * of(b), of(a * b));
        }

        #[test]
        fn a_quotient_times_its_divisor_is_the_dividend(a in -1e9..1e9_f64, b in 1e-3..1e6_f64) {
            let of = |x: f64| DoubleDouble::from(x);
            let rest = of(a).over(of(b)) * of(b) - of(a);
            prop_assert!(rest.rounded().abs() <= 1e-29 * a.abs());
        }
    }
}
