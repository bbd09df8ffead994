//! p values of several tests, adjusted for multiple testing.
//!
//! Holm (1979), *Scandinavian Journal of Statistics* 6(2), 65–70, controls the probability of any false finding.
//! Benjamini & Hochberg (1995), *Journal of the Royal Statistical Society B* 57(1), 289–300, control the expected share
//! of false findings among all findings.

/// Holm's adjusted p values, in the order of `p`.
///
/// For the i-th smallest of m p values: the maximum of (m − h + 1) pₕ over h ≤ i, at most 1. Holm (1979), *Scandinavian
/// Journal of Statistics* 6(2), 65–70.
#[must_use]
pub fn holm(p: &[f64]) -> Vec<f64> {
    let order = ascending(p);
    let mut adjusted = vec![0.0; p.len()];
    let mut largest = 0.0_f64;
    for (rank, &at) in order.iter().enumerate() {
        largest = largest.max((p.len() - rank) as f64 * p[at]).min(1.0);
        adjusted[at] = largest;
    }
    adjusted
}

/// Benjamini and Hochberg's adjusted p values, in the order of `p`.
///
/// For the i-th smallest of m p values: the minimum of m pₕ/h over h ≥ i, at most 1. Benjamini & Hochberg (1995),
/// *Journal of the Royal Statistical Society B* 57(1), 289–300.
#[must_use]
pub fn benjamini_hochberg(p: &[f64]) -> Vec<f64> {
    let order = ascending(p);
    let mut adjusted = vec![0.0; p.len()];
    let mut smallest = 1.0_f64;
    for (rank, &at) in order.iter().enumerate().rev() {
        smallest = smallest.min(p.len() as f64 * p[at] / (rank + 1) as f64);
        adjusted[at] = smallest;
    }
    adjusted
}

/// Indices of the p values from the smallest to the largest.
fn ascending(p: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|&a, &b| p[a].total_cmp(&p[b]));
    order
}

#[cfg(test)]
mod tests {
    use super::{benjamini_hochberg, holm};
    use approx::assert_relative_eq;
    use proptest::collection::vec;
    use proptest::prelude::{prop_assert, proptest};

    #[test]
    fn benjamini_hochberg_1995_example() {
        // Section 3.2: fifteen p values. Their procedure finds four, Bonferroni's finds three.
        let p = [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
            0.7590, 1.000,
        ];
        let found = benjamini_hochberg(&p).iter().filter(|&&p| p <= 0.05).count();
        assert_eq!(found, 4);
        assert_eq!(holm(&p).iter().filter(|&&p| p <= 0.05).count(), 3);
    }

    #[test]
    fn a_single_test_needs_no_adjustment() {
        assert_relative_eq!(holm(&[0.03])[0], 0.03);
        assert_relative_eq!(benjamini_hochberg(&[0.03])[0], 0.03);
        assert!(holm(&[]).is_empty() && benjamini_hochberg(&[]).is_empty());
    }

    proptest! {
        #[test]
        fn adjusting_raises_p_keeps_the_order_and_holm_is_stricter(p in vec(0.0..1.0_f64, 1..20)) {
            let (holm, bh) = (holm(&p), benjamini_hochberg(&p));
            for i in 0..p.len() {
                prop_assert!(p[i] <= bh[i] + 1e-15 && bh[i] <= holm[i] + 1e-15 && holm[i] <= 1.0);
                for j in 0..p.len() {
                    prop_assert!(p[i] > p[j] || (holm[i] <= holm[j] && bh[i] <= bh[j]));
                }
            }
        }
    }
}
