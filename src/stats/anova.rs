//! One-way analysis of variance of persons in groups, from each group's summary. Fisher (1925), *Statistical Methods
//! for Research Workers*.

use crate::elementary::powi;
use crate::stats::exact_sum::exact_sum;
use crate::stats::figure::check_groups;
use crate::stats::group_summary::above_rounding;
use crate::stats::tails::f_upper_tail;
use crate::stats::{GroupSummary, Undefined};

/// Table of a one-way analysis of variance. Sums of squares are in squared score units.
#[derive(Debug, Clone, PartialEq)]
pub struct Anova {
    /// J: number of groups with at least one person.
    pub groups: usize,
    /// N: number of persons.
    pub n: u64,
    /// SSB = Σ nⱼ(x̄ⱼ − x̄)².
    pub ss_between: f64,
    /// SSW = Σⱼ Σᵢ (xᵢⱼ − x̄ⱼ)².
    pub ss_within: f64,
    /// Degrees of freedom between groups, J − 1.
    pub df_between: u64,
    /// Degrees of freedom within groups, N − J.
    pub df_within: u64,
    /// MSB = SSB/(J − 1).
    pub ms_between: f64,
    /// MSW = SSW/(N − J).
    pub ms_within: f64,
    /// The F test; undefined if no score varies within a group.
    pub test: Result<FTest, Undefined>,
    /// k₀ = (N − Σn²ⱼ/N)/(J − 1), the group size for which the formulas of the expected mean squares are right.
    pub k0: f64,
    /// Mean group size, N/J.
    pub mean_size: f64,
    /// True if all groups have the same size.
    pub balanced: bool,
}

/// F statistic with its p value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FTest {
    /// F = MSB/MSW.
    pub f: f64,
    /// Probability, 0 to 1, of at least this F if all groups have the same true mean.
    pub p: f64,
}

/// Computes the analysis of variance of `groups`. Empty groups are ignored.
///
/// # Errors
/// [`Undefined::TooFewGroups`] for fewer than two groups with persons, [`Undefined::TooFewPersons`] if no group has two
/// persons, and [`Undefined::OutOfRange`] if a summary is not finite.
pub fn anova(groups: &[GroupSummary]) -> Result<Anova, Undefined> {
    let present = || groups.iter().filter(|group| group.n > 0);
    let count = present().count();
    check_groups(count, 2)?;
    GroupSummary::check_sound(present())?;
    let means: Vec<(f64, u64)> = present().map(|group| (group.mean, group.n)).collect();
    let between = GroupSummary::from_counts(&means);
    let n = between.n;
    let largest = means.iter().fold(0.0_f64, |largest, (mean, _)| largest.max(mean.abs()));
    // Equal means of different scores may differ in their last digit.
    let ss_between = above_rounding(between.sum_sq, n, largest);
    let j = count as f64;
    let df_between = count as u64 - 1;
    let df_within = n - count as u64;
    if df_within == 0 {
        return Err(Undefined::TooFewPersons {
            found: n,
            needed: n + 1,
        });
    }
    let ss_within = exact_sum(present().map(|group| group.sum_sq));
    let ms_between = ss_between / df_between as f64;
    let ms_within = ss_within / df_within as f64;
    let test = if ms_within > 0.0 {
        let f = ms_between / ms_within;
        Ok(FTest {
            f,
            p: f_upper_tail(f, df_between as f64, df_within as f64),
        })
    } else {
        Err(Undefined::NoVariance {
            of: "the scores within groups",
        })
    };
    let persons = n as f64;
    let squares = exact_sum(present().map(|group| powi(group.n as f64, 2)));
    let size = means[0].1;
    Ok(Anova {
        groups: count,
        n,
        ss_between,
        ss_within,
        df_between,
        df_within,
        ms_between,
        ms_within,
        test,
        k0: (persons - squares / persons) / (j - 1.0),
        mean_size: persons / j,
        balanced: means.iter().all(|&(_, n)| n == size),
    })
}

#[cfg(test)]
mod tests {
    use super::anova;
    use crate::stats::{GroupSummary, Undefined};
    use approx::assert_relative_eq;
    use proptest::collection::vec;
    use proptest::prelude::{prop_assert, proptest};

    #[test]
    fn dobson_1983_plant_growth() {
        // R: summary(aov(weight ~ group, PlantGrowth)), after Dobson (1983), table 7.1.
        let groups = [
            [4.17, 5.58, 5.18, 6.11, 4.50, 4.61, 5.17, 4.53, 5.33, 5.14],
            [4.81, 4.17, 4.41, 3.59, 5.87, 3.83, 6.03, 4.89, 4.32, 4.69],
            [6.31, 5.12, 5.54, 5.50, 5.37, 5.29, 4.92, 6.15, 5.80, 5.26],
        ]
        .map(|values| GroupSummary::from_values(&values));
        let found = anova(&groups).unwrap();
        assert_relative_eq!(found.ss_between, 3.766_34, epsilon = 1e-10);
        assert_relative_eq!(found.ss_within, 10.492_09, epsilon = 1e-10);
        let test = found.test.unwrap();
        assert_relative_eq!(test.f, 4.846_088, epsilon = 5e-7);
        assert_relative_eq!(test.p, 0.015_909_96, epsilon = 5e-9);
        assert!(found.balanced);
        assert_relative_eq!(found.k0, 10.0, max_relative = 1e-14);
    }

    #[test]
    fn means_that_differ_only_by_rounding_are_equal() {
        let groups = [[[22.0, 22.0], [23.0, 21.0]], [[23.0, 21.0], [19.0, 25.0]]].map(|scores| {
            let means = scores.map(|pair| pair.map(|sum: f64| sum / 6.0));
            GroupSummary::from_values(&means.concat())
        });
        let thirds = GroupSummary {
            mean: groups[1].mean + 4.0 * f64::EPSILON,
            ..groups[1]
        };
        let found = anova(&[groups[0], thirds]).unwrap();
        assert_eq!((found.ss_between, found.test.unwrap().f), (0.0, 0.0));
    }

    #[test]
    fn too_few_groups_or_persons_give_a_reason() {
        let pair = GroupSummary::from_values(&[1.0, 2.0]);
        let one = GroupSummary::from_values(&[1.0]);
        let nobody = GroupSummary::default();
        assert_eq!(
            anova(&[pair, nobody]),
            Err(Undefined::TooFewGroups { found: 1, needed: 2 })
        );
        assert_eq!(
            anova(&[one, one]),
            Err(Undefined::TooFewPersons { found: 2, needed: 3 })
        );
        let same = GroupSummary::from_values(&[2.0; 3]);
        assert_eq!(
            anova(&[same, one]).unwrap().test,
            Err(Undefined::NoVariance {
                of: "the scores within groups"
            })
        );
    }

    proptest! {
        #[test]
        fn the_sums_of_squares_add_up_in_any_order(groups in vec(vec(1.0..6.0_f64, 1..9), 2..8)) {
            let summaries: Vec<_> = groups.iter().map(|group| GroupSummary::from_values(group)).collect();
            let turned: Vec<_> = summaries.iter().rev().copied().collect();
            if let (Ok(a), Ok(b)) = (anova(&summaries), anova(&turned)) {
                let total = GroupSummary::from_values(&groups.concat()).sum_sq;
                prop_assert!((a.ss_between + a.ss_within - total).abs() <= 1e-11 * total.max(1.0));
                prop_assert!((a.ss_between - b.ss_between).abs() <= 1e-11 * total.max(1.0));
                prop_assert!(a.k0 <= a.mean_size + 1e-12);
            }
        }
    }
}
