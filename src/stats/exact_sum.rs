//! Sums that do not depend on the order of their terms.

/// Returns the exact sum of the values, rounded once. Any order of the values gives the same bits.
///
/// Two doubles hold the running sum exactly as long as they can (Knuth 1969, *The Art of Computer Programming* 2, 4.2.2,
/// theorem B); the rest is stored separately and added at the end.
pub(crate) fn exact_sum(values: impl Iterator<Item = f64>) -> f64 {
    let mut sum = TwoSum { high: 0.0, low: 0.0 };
    let mut aside = Vec::new();
    for value in values {
        let next = TwoSum::of(sum.high, value);
        let low = TwoSum::of(sum.low, next.low);
        if low.low.abs() > 0.0 {
            aside.push(low.low);
        }
        sum = TwoSum {
            high: next.high,
            low: low.high,
        };
    }
    if aside.is_empty() || !sum.high.is_finite() {
        return sum.high + sum.low;
    }
    aside.extend([sum.low, sum.high]);
    rounded(&parts(&aside))
}

/// A rounded sum and its rounding error: `high` + `low` is exact.
#[derive(Debug, Clone, Copy)]
pub(in crate::stats) struct TwoSum {
    pub(in crate::stats) high: f64,
    pub(in crate::stats) low: f64,
}

impl TwoSum {
    pub(in crate::stats) fn of(a: f64, b: f64) -> Self {
        let high = a + b;
        let of_b = high - a;
        let low = (a - (high - of_b)) + (b - of_b);
        Self { high, low }
    }
}

/// Splits the exact sum into parts whose bits do not overlap, the smallest first.
///
/// Shewchuk (1997), *Discrete & Computational Geometry* 18(3), 305–363.
fn parts(values: &[f64]) -> Vec<f64> {
    let mut parts: Vec<f64> = Vec::new();
    for &value in values {
        let mut carried = value;
        let mut separate = Vec::with_capacity(parts.len() + 1);
        for &part in &parts {
            let sum = TwoSum::of(carried, part);
            if sum.low.abs() > 0.0 {
                separate.push(sum.low);
            }
            carried = sum.high;
        }
        separate.push(carried);
        parts = separate;
    }
    parts
}

/// Rounds parts that do not overlap to the nearest double, halves to even.
fn rounded(parts: &[f64]) -> f64 {
    let mut rest = parts.iter().rev().copied();
    let mut sum = TwoSum {
        high: rest.next().unwrap_or(0.0),
        low: 0.0,
    };
    for part in rest.by_ref() {
        sum = TwoSum::of(sum.high, part);
        if sum.low.abs() > 0.0 {
            break;
        }
    }
    // Exactly half a unit was rounded to even; a further part of the same sign decides for the other side.
    let further = rest.next().unwrap_or(0.0);
    let twice = 2.0 * sum.low;
    let away = sum.high + twice;
    let is_half = (away - sum.high - twice).abs() <= 0.0;
    if is_half && further * sum.low > 0.0 {
        away
    } else {
        sum.high
    }
}

#[cfg(test)]
mod tests {
    use super::exact_sum;
    use crate::elementary::powi;
    use proptest::collection::vec;
    use proptest::prelude::{Just, Strategy, prop_assert_eq, proptest};

    #[test]
    fn nothing_is_lost() {
        for (values, wanted) in [
            (vec![], 0.0),
            (vec![1e100, 1.0, -1e100, 1e-100], 1.0),
            (vec![1e16, 1.0, 1e-16, -1e16], 1.0),
            (vec![1e16, 1.0, 1e-16], 10_000_000_000_000_002.0),
            (vec![1e16, 1.0], 1e16),
            (vec![0.1; 10], 1.0),
        ] {
            assert_eq!(
                exact_sum(values.iter().copied()).to_bits(),
                f64::to_bits(wanted),
                "{values:?}"
            );
        }
    }

    #[test]
    fn a_sum_with_infinity_is_infinite() {
        assert!(!exact_sum([1.0, f64::INFINITY, 2.0].into_iter()).is_finite());
    }

    proptest! {
        #[test]
        fn the_order_does_not_matter(
            (values, shuffled) in vec((-1.0..1.0_f64, -40_i32..40), 0..60)
                .prop_map(|pairs| pairs.iter().map(|&(x, scale)| x * powi(2.0, scale)).collect::<Vec<f64>>())
                .prop_flat_map(|values| (Just(values.clone()), Just(values).prop_shuffle()))
        ) {
            prop_assert_eq!(exact_sum(values.into_iter()).to_bits(), exact_sum(shuffled.into_iter()).to_bits());
        }
    }
}
