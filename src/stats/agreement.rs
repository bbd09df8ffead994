//! Agreement within one group on the items of a scale, from the histogram of each item's answers among the group's
//! complete respondents. m is the mean over the items of their variance (n − 1), and σ² the variance of an answer under
//! no agreement:
//!
//! ```text
//! rwg(j)  = J(1 − m/σ²) / (J(1 − m/σ²) + m/σ²), with m > σ² set to σ²    James, Demaree & Wolf (1984)
//! r*wg(j) = 1 − m/σ²                                                     Lindell, Brandt & Whitney (1999)
//! AD      = mean over items of Σ|x − centre|/n                           Burke, Finkelstein & Dusig (1999)
//! a_wg    = 1 − 2s²/(((H + L)M − M² − HL) n/(n − 1)), mean over items    Brown & Hauenstein (2005)
//! ```
//! as R's `multilevel` 2.7 computes them (`rwg.j`, `rwg.j.lindell`, `ad.m`, `awg`), with one exception: the number of
//! codes, and so σ² and the ends L and H, come from the item's declaration and not from the codes that occur.

use crate::stats::Undefined;
use crate::stats::descriptives::median_place;
use crate::stats::figure::{check_persons, out_of_range_if};

/// Agreement within one group on the items of one scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Agreement {
    /// Number of complete respondents.
    pub n: u64,
    /// Number of items.
    pub k: usize,
    /// m: mean over the items of their variance (n − 1), in squared codes.
    pub mean_variance: f64,
    /// rwg(j), 0 to 1.
    pub rwg_j: f64,
    /// r*wg(j), at most 1; negative if answers spread wider than under no agreement.
    pub r_star_wg_j: f64,
    /// Mean absolute deviation from the item's mean, averaged over the items, in codes.
    pub ad_mean: f64,
    /// Mean absolute deviation from the item's median, averaged over the items, in codes.
    pub ad_median: f64,
    /// `a_wg`, −1 to 1: mean over the items for which it is defined.
    pub a_wg: Result<f64, Undefined>,
    /// Number of items left out of `a_wg` because their mean is too near an end of the scale.
    pub a_wg_undefined_items: usize,
}

/// Variance of one answer, in squared codes, if each of `points` codes is equally likely: σ² = (A² − 1)/12 with A =
/// `points`.
#[must_use]
pub fn uniform_null_variance(points: usize) -> f64 {
    let a = points as f64;
    (a * a - 1.0) / 12.0
}

/// Largest `ad_mean` or `ad_median`, in codes, that still indicates practical agreement on `points` codes: A/6.
///
/// Burke & Dunlap (2002), *Organizational Research Methods* 5(2), 159–172.
#[must_use]
pub fn ad_cutoff(points: usize) -> f64 {
    points as f64 / 6.0
}

/// rwg(j), 0 to 1, of `k` items whose variances average `mean_variance`; `null_variance` is σ² and must be above 0.
#[must_use]
pub fn rwg_j(mean_variance: f64, k: usize, null_variance: f64) -> f64 {
    let ratio = (mean_variance / null_variance).min(1.0);
    let agreed = k as f64 * (1.0 - ratio);
    agreed / (agreed + ratio)
}

/// Computes the agreement within one group.
///
/// `items` has, for each item, the number of persons who chose each declared code, lowest code first. Every item must
/// count the same persons. `null_variance` is σ², the variance of one answer under no agreement, in squared codes.
///
/// # Errors
/// [`Undefined::TooFewItems`] without items, [`Undefined::TooFewPersons`] for fewer than two persons, and
/// [`Undefined::OutOfRange`] if `null_variance` is not a finite number above 0 or if the items differ in their number
/// of codes or persons.
pub fn agreement<C: AsRef<[u32]>>(items: &[C], null_variance: f64) -> Result<Agreement, Undefined> {
    let Some(first) = items.first().map(AsRef::as_ref) else {
        return Err(Undefined::TooFewItems { found: 0, needed: 1 });
    };
    let persons = |counts: &[u32]| counts.iter().map(|&count| u64::from(count)).sum::<u64>();
    let n = persons(first);
    out_of_range_if(
        items
            .iter()
            .any(|item| item.as_ref().len() != first.len() || persons(item.as_ref()) != n),
        "agreement needs the same persons and the same codes on every item",
    )?;
    check_persons(n, 2)?;
    out_of_range_if(
        null_variance.is_nan() || null_variance <= 0.0 || null_variance.is_infinite(),
        "the variance under no agreement must be above 0",
    )?;
    let k = items.len();
    let spreads: Vec<Spread> = items.iter().map(|item| Spread::new(item.as_ref(), n)).collect();
    let mean_over_items = |figure: fn(&Spread) -> f64| spreads.iter().map(figure).sum::<f64>() / k as f64;
    let mean_variance = mean_over_items(|item| item.variance);
    let highest = first.len().saturating_sub(1) as u64;
    let defined: Vec<f64> = spreads
        .iter()
        .filter_map(|item| a_wg(item.variance, item.total, n, highest))
        .collect();
    let a_wg = if defined.is_empty() {
        Err(Undefined::OutOfRange {
            why: "the mean of every item is too near an end of the scale for a_wg",
        })
    } else {
        Ok(defined.iter().sum::<f64>() / defined.len() as f64)
    };
    Ok(Agreement {
        n,
        k,
        mean_variance,
        rwg_j: rwg_j(mean_variance, k, null_variance),
        r_star_wg_j: 1.0 - mean_variance / null_variance,
        ad_mean: mean_over_items(|item| item.ad_mean),
        ad_median: mean_over_items(|item| item.ad_median),
        a_wg,
        a_wg_undefined_items: k - defined.len(),
    })
}

/// Spread of one item's answers. Codes are numbered from 0.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spread {
    pub(crate) variance: f64,
    pub(crate) ad_mean: f64,
    pub(crate) ad_median: f64,
    total: u64,
}

impl Spread {
    /// Spread of `n` ≥ 2 answers from the number of answers at each code.
    pub(crate) fn new(counts: &[u32], n: u64) -> Self {
        let wide = counts.iter().map(|&count| u64::from(count));
        let persons = n as f64;
        let (mut total, mut squares) = (0, 0);
        for (count, place) in wide.clone().zip(0_u64..) {
            total += count * place;
            squares += count * place * place;
        }
        let mean = total as f64 / persons;
        let median = median_place(wide, n);
        let (mut from_mean, mut from_median) = (0.0, 0.0);
        for (place, &count) in (0_u32..).map(f64::from).zip(counts) {
            from_mean += (place - mean).abs() * f64::from(count);
            from_median += (place - median).abs() * f64::from(count);
        }
        // In whole numbers: equal answers then have a variance of exactly 0.
        let spread = u128::from(n) * u128::from(squares) - u128::from(total) * u128::from(total);
        Self {
            variance: spread as f64 / (persons * (persons - 1.0)),
            ad_mean: from_mean / persons,
            ad_median: from_median / persons,
            total,
        }
    }
}

/// `a_wg` of one item with codes 0 to `highest`, from the variance and the sum of its `n` answers. `None` if it is
/// undefined.
///
/// The formula assumes that the largest possible variance of `n` answers is that of answers at both ends only. This is
/// true for a mean from (L(n − 1) + H)/n to (H(n − 1) + L)/n. If all answers are at one end, `a_wg` is 1.
fn a_wg(variance: f64, total: u64, n: u64, highest: u64) -> Option<f64> {
    let from_the_top = n * highest - total;
    if total == 0 || from_the_top == 0 {
        return Some(1.0);
    }
    if total < highest || from_the_top < highest {
        return None;
    }
    let persons = n as f64;
    let mean = total as f64 / persons;
    // With L = 0: (H + L)M − M² − HL = M(H − M).
    let room = mean * (from_the_top as f64 / persons) * persons / (persons - 1.0);
    Some(1.0 - 2.0 * variance / room)
}

#[cfg(test)]
mod tests {
    use super::{ad_cutoff, agreement, rwg_j, uniform_null_variance};
    use crate::stats::Undefined;
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use proptest::collection::vec;
    use proptest::prelude::{Strategy, prop_assert, proptest};

    #[test]
    fn full_agreement_is_one() {
        let found = agreement(&[[0, 4, 0], [4, 0, 0]], uniform_null_variance(3)).unwrap();
        assert_relative_eq!(found.rwg_j, 1.0);
        assert_relative_eq!(found.r_star_wg_j, 1.0);
        assert_abs_diff_eq!(found.ad_mean + found.ad_median, 0.0);
        assert_eq!(found.a_wg, Ok(1.0));
    }

    #[test]
    fn a_spread_wider_than_chance_makes_rwg_nought_and_r_star_negative() {
        let found = agreement(&[[5, 0, 0, 0, 5]], uniform_null_variance(5)).unwrap();
        assert_abs_diff_eq!(found.rwg_j, 0.0, epsilon = 0.0);
        assert_relative_eq!(found.r_star_wg_j, 1.0 - 40.0 / 9.0 / 2.0, max_relative = 1e-14);
        assert_relative_eq!(found.a_wg.unwrap(), -1.0, max_relative = 1e-14);
    }

    #[test]
    fn a_wg_is_undefined_near_the_ends_and_one_at_them() {
        // R: multilevel::awg(c(5, 5, 5, 4), rep(1, 4), range = c(1, 5)) is NA; for c(5, 5, 5, 1) it is −1.
        let undefined = agreement(&[[0, 0, 0, 1, 3]], 2.0).unwrap();
        assert!(matches!(undefined.a_wg, Err(Undefined::OutOfRange { .. })));
        assert_eq!(undefined.a_wg_undefined_items, 1);
        assert_relative_eq!(
            agreement(&[[1, 0, 0, 0, 3]], 2.0).unwrap().a_wg.unwrap(),
            -1.0,
            max_relative = 1e-14
        );
        let half = agreement(&[[0, 0, 0, 1, 3], [0, 0, 4, 0, 0]], 2.0).unwrap();
        assert_eq!((half.a_wg, half.a_wg_undefined_items), (Ok(1.0), 1));
    }

    #[test]
    fn inputs_without_agreement_give_a_reason() {
        let none: [[u32; 3]; 0] = [];
        assert_eq!(
            agreement(&none, 1.0),
            Err(Undefined::TooFewItems { found: 0, needed: 1 })
        );
        assert_eq!(
            agreement(&[[0, 1, 0]], 1.0),
            Err(Undefined::TooFewPersons { found: 1, needed: 2 })
        );
        for bad in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert!(matches!(
                agreement(&[[0, 2, 0]], bad),
                Err(Undefined::OutOfRange { .. })
            ));
        }
        assert!(matches!(
            agreement(&[vec![1, 1], vec![2, 1]], 1.0),
            Err(Undefined::OutOfRange { .. })
        ));
    }

    #[test]
    fn burke_dunlap_2002_cutoffs() {
        for (points, printed) in [(5, 0.8), (7, 1.2), (9, 1.5), (11, 1.8)] {
            assert_abs_diff_eq!(ad_cutoff(points), printed, epsilon = 0.05);
        }
    }

    #[test]
    fn james_demaree_wolf_1984_uniform_null() {
        // Five points have σ² = 2; one item with variance ½ then has rwg = .75.
        assert_relative_eq!(uniform_null_variance(5), 2.0);
        assert_relative_eq!(rwg_j(0.5, 1, 2.0), 0.75);
    }

    proptest! {
        #[test]
        fn reversing_the_codes_of_all_items_changes_nothing(items in vec(vec(0..5_u32, 6), 1..8).prop_map(same_n)) {
            let turned: Vec<Vec<u32>> = items.iter().map(|item| item.iter().rev().copied().collect()).collect();
            if let (Ok(a), Ok(b)) = (agreement(&items, 2.9), agreement(&turned, 2.9)) {
                prop_assert!((a.rwg_j - b.rwg_j).abs() < 1e-12 && (a.ad_mean - b.ad_mean).abs() < 1e-12);
                prop_assert!((a.ad_median - b.ad_median).abs() < 1e-12 && a.ad_median <= a.ad_mean + 1e-12);
                prop_assert!(a.a_wg_undefined_items == b.a_wg_undefined_items);
                if let (Ok(x), Ok(y)) = (a.a_wg, b.a_wg) {
                    prop_assert!((x - y).abs() < 1e-12 && (-1.0 - 1e-12..=1.0).contains(&x));
                }
            }
        }
    }

    /// Adds answers to each item's middle code until all items count the same number of persons.
    fn same_n(mut items: Vec<Vec<u32>>) -> Vec<Vec<u32>> {
        let most = items.iter().map(|item| item.iter().sum()).max().unwrap_or(0);
        for item in &mut items {
            item[3] += most - item.iter().sum::<u32>();
        }
        items
    }
}
