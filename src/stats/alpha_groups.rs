//! Interval of alpha if the groups (academies) are a sample of such groups: the delete-one-group jackknife.
//!
//! ```text
//! θ = ln(1 − α),   θ₍ⱼ₎ without group j,   se² = (J − 1)/J Σ (θ₍ⱼ₎ − θ̄)²,   1 − (1 − α) exp(± t se),   t with J − 1 df
//! ```
//! J is the number of groups. Miller (1974), *Biometrika* 61(1), 1–15; the jackknife over clusters: Wolter (2007),
//! *Introduction to Variance Estimation*, ch. 4. Feldt's interval takes persons as independent. If the persons of a group
//! are alike, alpha varies more from survey to survey than that.
//!
//! Alpha needs each group's number of persons and sums of its items' answers, of the squares of answers, and of the
//! squared totals. They are whole numbers, so each alpha is computed from exact sums.

use crate::elementary::{exp, ln, powi};
use crate::stats::figure::{check_groups, check_items, no_variance_if, out_of_range_if};
use crate::stats::tails::{t_critical, tail_of_level};
use crate::stats::{Interval, Undefined};

/// Fewest groups for which the interval is computed.
pub const FEWEST_GROUPS: usize = 5;

/// Sums over the persons of a group who answered every item of a scale.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AlphaSums {
    /// Number of persons.
    pub n: u64,
    /// Σx of each item.
    pub items: Vec<u64>,
    /// `ΣΣx²` over persons and items.
    pub squares: u64,
    /// ΣT² over persons, with T the sum of a person's answers.
    pub squared_totals: u64,
}

/// Standard error of ln(1 − α) over groups, and alpha's interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OverGroups {
    /// Number of groups with persons, J.
    pub groups: usize,
    /// Standard error of ln(1 − α).
    pub log_se: f64,
    /// The interval of alpha.
    pub interval: Interval,
}

impl OverGroups {
    /// The interval 1 − (1 − `value`) exp(± t · `log_se`) of a coefficient of at most 1, at confidence `level`.
    ///
    /// # Errors
    /// [`Undefined::OutOfRange`] if `level` is not between 0 and 1.
    pub fn about(value: f64, groups: usize, log_se: f64, level: f64) -> Result<Self, Undefined> {
        let reach = t_critical(tail_of_level(level)?, groups as f64 - 1.0) * log_se;
        let limit = |reach: f64| 1.0 - (1.0 - value) * exp(reach);
        Ok(Self {
            groups,
            log_se,
            interval: Interval::new(limit(reach), limit(-reach)),
        })
    }
}

/// The jackknife interval of alpha at confidence `level`, between 0 and 1. Groups without persons are ignored.
///
/// # Errors
/// [`Undefined::TooFewGroups`] for fewer than [`FEWEST_GROUPS`] groups, [`Undefined::TooFewItems`] for fewer than two items,
/// [`Undefined::NoVariance`] if all totals are equal with or without a group, [`Undefined::OutOfRange`] if alpha is 1 with or
/// without a group, so that it has no logarithm, or if `level` is not between 0 and 1.
///
/// # Panics
/// If the groups differ in their number of items.
pub fn alpha_over_groups(groups: &[AlphaSums], level: f64) -> Result<OverGroups, Undefined> {
    tail_of_level(level)?;
    let present: Vec<&AlphaSums> = groups.iter().filter(|group| group.n > 0).collect();
    check_groups(present.len(), FEWEST_GROUPS)?;
    let items = present[0].items.len();
    assert!(present.iter().all(|group| group.items.len() == items), "the same items");
    check_items(items, 2)?;
    let mut whole = Sums::new(items);
    for group in &present {
        whole.add(group, 1);
    }
    let alpha = whole.alpha()?;
    let mut logs = Vec::with_capacity(present.len());
    for group in &present {
        whole.add(group, -1);
        let unexplained = 1.0 - whole.alpha()?;
        out_of_range_if(unexplained <= 0.0, "alpha is 1 without one of the groups")?;
        logs.push(ln(unexplained));
        whole.add(group, 1);
    }
    out_of_range_if(alpha >= 1.0, "alpha is 1")?;
    // In order of size, so that the order of the groups does not matter.
    logs.sort_by(f64::total_cmp);
    let j = logs.len() as f64;
    let mean = logs.iter().sum::<f64>() / j;
    let squares: f64 = logs.iter().map(|log| powi(log - mean, 2)).sum();
    OverGroups::about(alpha, logs.len(), (squares * (j - 1.0) / j).sqrt(), level)
}

/// The sums over several groups.
struct Sums {
    n: i128,
    items: Vec<i128>,
    squares: i128,
    squared_totals: i128,
}

impl Sums {
    fn new(items: usize) -> Self {
        Self {
            n: 0,
            items: vec![0; items],
            squares: 0,
            squared_totals: 0,
        }
    }

    /// Adds the persons of a group `times` times.
    fn add(&mut self, group: &AlphaSums, times: i128) {
        self.n += times * i128::from(group.n);
        for (sum, &more) in self.items.iter_mut().zip(&group.items) {
            *sum += times * i128::from(more);
        }
        self.squares += times * i128::from(group.squares);
        self.squared_totals += times * i128::from(group.squared_totals);
    }

    /// α = k/(k − 1) (1 − Σ s²ᵢ/s²ₜ), with both variances times n(n − 1).
    fn alpha(&self) -> Result<f64, Undefined> {
        let total: i128 = self.items.iter().sum();
        let of_total = self.n * self.squared_totals - total * total;
        no_variance_if(of_total <= 0, "the total score")?;
        let of_items = self.n * self.squares - self.items.iter().map(|sum| sum * sum).sum::<i128>();
        let k = self.items.len() as f64;
        Ok(k / (k - 1.0) * ((of_total - of_items) as f64 / of_total as f64))
    }
}

#[cfg(test)]
mod tests {
    use super::{AlphaSums, alpha_over_groups};
    use crate::stats::{AlphaMoments, Undefined, alpha};
    use proptest::collection::vec;
    use proptest::prelude::{prop_assert, proptest};

    fn sums(rows: &[[u8; 3]]) -> AlphaSums {
        let all = || rows.iter().flatten().map(|&x| u64::from(x));
        AlphaSums {
            n: rows.len() as u64,
            items: (0..3)
                .map(|item| rows.iter().map(|row| u64::from(row[item])).sum())
                .collect(),
            squares: all().map(|x| x * x).sum(),
            squared_totals: rows
                .iter()
                .map(|row| row.iter().map(|&x| u64::from(x)).sum::<u64>().pow(2))
                .sum(),
        }
    }

    #[test]
    fn too_few_groups_or_no_variance_give_a_reason() {
        let group = sums(&[[1, 2, 3], [2, 2, 1]]);
        assert_eq!(
            alpha_over_groups(&vec![group; 4], 0.95),
            Err(Undefined::TooFewGroups { found: 4, needed: 5 })
        );
        assert_eq!(
            alpha_over_groups(&vec![sums(&[[1, 2, 3]; 3]); 6], 0.95),
            Err(Undefined::NoVariance { of: "the total score" })
        );
        let alike = sums(&[[1, 1, 1], [2, 2, 2]]);
        assert!(alpha_over_groups(&vec![alike; 6], 0.95).is_err());
    }

    proptest! {
        #[test]
        fn the_interval_holds_alpha_and_the_order_of_groups_does_not_matter(
            groups in vec(vec([0..5_u8, 0..5_u8, 0..5_u8], 2..9), 5..12)
        ) {
            let all: Vec<AlphaSums> = groups.iter().map(|rows| sums(rows)).collect();
            if let Ok(found) = alpha_over_groups(&all, 0.95) {
                let mut moments = AlphaMoments::new(3);
                groups.iter().flatten().for_each(|row| moments.add(row));
                let value = alpha(&moments.covariance().unwrap()).unwrap();
                let interval = found.interval;
                prop_assert!(interval.lower <= value + 1e-9 && value <= interval.upper + 1e-9 && interval.upper < 1.0);
                let turned: Vec<AlphaSums> = all.iter().rev().cloned().collect();
                prop_assert!(alpha_over_groups(&turned, 0.95).unwrap() == found);
                let wider = alpha_over_groups(&all, 0.99).unwrap().interval;
                prop_assert!(wider.lower <= interval.lower && interval.upper <= wider.upper);
            }
        }

        #[test]
        fn groups_that_are_all_alike_leave_no_doubt(rows in vec([0..5_u8, 0..5_u8, 0..5_u8], 2..9)) {
            if let Ok(found) = alpha_over_groups(&vec![sums(&rows); 7], 0.95) {
                prop_assert!(found.log_se < 1e-9);
            }
        }
    }
}
