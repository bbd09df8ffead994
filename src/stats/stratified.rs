//! Stratified mean over all groups, with groups as strata.
//!
//! ```text
//! ȳ = Σ Wⱼ x̄ⱼ        Var ȳ = Σ W²ⱼ s²ⱼ/nⱼ (1 − fⱼ)
//! ```
//! nⱼ, x̄ⱼ and s²ⱼ are the number, mean and variance of the respondents of group j, and Nⱼ its headcount. If every
//! headcount is known, Wⱼ = Nⱼ/N and fⱼ = nⱼ/Nⱼ; otherwise Wⱼ = nⱼ/n, and fⱼ is used only for groups with a headcount
//! (Cochran 1977, *Sampling Techniques*, ch. 5). t has as many degrees of freedom as there are persons minus strata,
//! like `degf` of R's `survey`.
//!
//! A group of one respondent has no variance. For the variance only, it is merged with the smallest group that has one;
//! the result lists these mergers. A group whose staff all answered adds no variance, so it needs none.
//!
//! The factor 1 − fⱼ makes the standard error one of *these* people. A comparison asks about people like them, so its
//! standard error has the same weights and no such factor: [`stratified_mean_of_like`].

use std::cmp::Ordering;

use crate::elementary::powi;
use crate::stats::exact_sum::exact_sum;
use crate::stats::tails::{t_interval, tail_of_level};
use crate::stats::{GroupSummary, Interval, Population, Undefined};

/// A group and its headcount.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stratum {
    /// Scores of the respondents.
    pub summary: GroupSummary,
    /// Number of people in the group, if known.
    pub headcount: Option<u64>,
}

/// Weights of the groups in a stratified mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weighting {
    /// Weighted by respondents: the mean over all persons.
    Respondents,
    /// Weighted by headcount.
    Headcounts,
}

/// A group of one respondent that was merged with another group for the variance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BorrowedVariance {
    /// Index of the group with one respondent.
    pub group: usize,
    /// Index of the group that it was merged with.
    pub with: usize,
}

/// Stratified mean with its interval.
#[derive(Debug, Clone, PartialEq)]
pub struct StratifiedMean {
    /// Number of respondents.
    pub n: u64,
    /// The weighted mean, in score units.
    pub mean: f64,
    /// Weights of the groups.
    pub weighting: Weighting,
    /// Standard error of the mean; 0 only if everyone in every group answered.
    pub se: f64,
    /// Degrees of freedom of t, persons minus strata.
    pub df: u64,
    /// Two-sided interval of the mean.
    pub interval: Interval,
    /// True if, by the headcounts, everyone in every group answered.
    pub everyone: bool,
    /// Groups of one respondent, with the group that each was merged with for the variance.
    pub pooled: Vec<BorrowedVariance>,
    /// Indices of groups with more answers than their headcount. They are weighted by respondents, without finite
    /// population correction.
    pub stale: Vec<usize>,
    /// Indices of groups without respondents. The mean does not describe them.
    pub empty: Vec<usize>,
}

/// Computes the mean over all strata with its standard error and t interval at confidence `level` (between 0 and 1).
///
/// ȳ = Σ Wⱼ x̄ⱼ, Var ȳ = Σ W²ⱼ s²ⱼ/nⱼ (1 − fⱼ): Cochran (1977), *Sampling Techniques*, ch. 5.
///
/// # Errors
/// [`Undefined::TooFewPersons`] if nobody answered or if no group, after merging, has two respondents;
/// [`Undefined::NoVariance`] if no score varies; [`Undefined::OutOfRange`] if a summary is not finite or `level` is not
/// between 0 and 1.
pub fn stratified_mean(strata: &[Stratum], level: f64) -> Result<StratifiedMean, Undefined> {
    estimated(strata, level, |answered| answered)
}

/// The same mean with the standard error and interval for people like these: without finite population correction.
///
/// # Errors
/// Those of [`stratified_mean`].
pub fn stratified_mean_of_like(strata: &[Stratum], level: f64) -> Result<StratifiedMean, Undefined> {
    estimated(strata, level, |mut answered| {
        for part in &mut answered {
            part.population = Population::Unknown;
        }
        answered
    })
}

/// True if every group that answered has a headcount.
pub(crate) fn all_counted(strata: &[Stratum]) -> bool {
    let mut answered = strata.iter().filter(|stratum| stratum.summary.n > 0);
    answered.all(|stratum| stratum.headcount.is_some())
}

/// The part that each group, after single persons were merged, adds to the variance of Σ Wⱼ x̄ⱼ. Groups without
/// respondents add none.
///
/// # Errors
/// [`Undefined::TooFewPersons`] if no group, after merging, has two respondents.
pub(crate) fn parts_of_variance(strata: &[Stratum], weights: &[f64]) -> Result<Vec<PartOfVariance>, Undefined> {
    let answered = strata.iter().zip(weights).enumerate();
    let answered = answered.filter_map(|(place, (stratum, &weight))| Part::new(place, stratum, weight));
    let Merged { parts, .. } = merge_single_persons(answered.collect())?;
    Ok(parts.iter().map(Part::part_of_variance).collect())
}

fn estimated(
    strata: &[Stratum],
    level: f64,
    about: impl Fn(Vec<Part>) -> Vec<Part>,
) -> Result<StratifiedMean, Undefined> {
    let tail = tail_of_level(level)?;
    let places = |wanted: fn(&Stratum) -> bool| -> Vec<usize> {
        (0..strata.len()).filter(|&place| wanted(&strata[place])).collect()
    };
    let weighting = if all_counted(strata) {
        Weighting::Headcounts
    } else {
        Weighting::Respondents
    };
    let answered: Vec<Part> = strata
        .iter()
        .enumerate()
        .filter_map(|(place, stratum)| Part::new(place, stratum, stratum.size(weighting)))
        .collect();
    if answered.is_empty() {
        return Err(Undefined::TooFewPersons { found: 0, needed: 2 });
    }
    GroupSummary::check_sound(answered.iter().map(|part| &part.summary))?;
    let total = exact_sum(answered.iter().map(|part| part.weight));
    let means = answered.iter().map(|part| part.summary.mean);
    let lowest = means.fold(f64::INFINITY, f64::min);
    let mean = lowest + exact_sum(answered.iter().map(|part| (part.summary.mean - lowest) * part.weight)) / total;
    let n = answered.iter().map(|part| part.summary.n).sum();
    let answered = about(answered);
    let everyone = answered.iter().all(|part| part.population == Population::Everyone);
    let mut result = StratifiedMean {
        n,
        mean,
        weighting,
        se: 0.0,
        df: n - answered.len() as u64,
        interval: Interval::about(mean, 0.0),
        everyone,
        pooled: Vec::new(),
        stale: places(|stratum| stratum.headcount.is_some_and(|headcount| stratum.summary.n > headcount)),
        empty: places(|stratum| stratum.summary.n == 0),
    };
    if everyone {
        return Ok(result);
    }
    let Merged { parts, borrowed } = merge_single_persons(answered)?;
    let variance = exact_sum(parts.iter().map(|part| part.part_of_variance().variance));
    if variance <= 0.0 {
        return Err(Undefined::NoVariance {
            of: if parts.len() > 1 {
                "the scores within groups"
            } else {
                "the scores"
            },
        });
    }
    result.se = variance.sqrt() / total;
    result.df = n - parts.len() as u64;
    result.interval = t_interval(mean, result.se, result.df as f64, tail);
    result.pooled = borrowed;
    Ok(result)
}

impl Stratum {
    /// Weight of the group: its number of people, at least its number of respondents.
    pub(crate) fn size(&self, weighting: Weighting) -> f64 {
        let people = match (weighting, Population::new(self.summary.n, self.headcount)) {
            (Weighting::Headcounts, Population::Finite { headcount }) => headcount,
            _ => self.summary.n,
        };
        people as f64
    }
}

/// What a stratum adds to the variance of a weighted sum of means.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PartOfVariance {
    /// W² s²/n (1 − f)
    pub(crate) variance: f64,
    /// n − 1
    pub(crate) df: f64,
}

/// A stratum with respondents, possibly merged from several groups.
#[derive(Debug, Clone, Copy)]
struct Part {
    place: usize,
    summary: GroupSummary,
    population: Population,
    weight: f64,
}

impl Part {
    fn new(place: usize, stratum: &Stratum, weight: f64) -> Option<Self> {
        let summary = stratum.summary;
        (summary.n > 0).then(|| Self {
            place,
            summary,
            population: Population::new(summary.n, stratum.headcount),
            weight,
        })
    }

    fn part_of_variance(&self) -> PartOfVariance {
        let n = self.summary.n;
        let of_mean = self.summary.variance().unwrap_or(0.0) / n as f64 * self.population.correction(n);
        PartOfVariance {
            variance: of_mean * powi(self.weight, 2),
            df: (n - 1) as f64,
        }
    }

    /// Order by size, scores and headcount.
    fn by_figures(&self, other: &Self) -> Ordering {
        let (one, two) = (&self.summary, &other.summary);
        let by_scores = || one.mean.total_cmp(&two.mean).then(one.sum_sq.total_cmp(&two.sum_sq));
        let by_size = one.n.cmp(&two.n).then_with(by_scores);
        by_size.then_with(|| self.population.cmp(&other.population))
    }

    fn needs_a_partner(&self) -> bool {
        self.summary.n == 1 && self.population != Population::Everyone
    }

    /// Merges `other` into this stratum. The merged headcount is known if both are.
    fn join(&mut self, other: &Self) {
        let people = |part: &Self| match part.population {
            Population::Unknown => None,
            Population::Finite { headcount } => Some(headcount),
            Population::Everyone | Population::Stale { .. } => Some(part.summary.n),
        };
        let headcount = people(self).zip(people(other)).map(|(a, b)| a + b);
        self.summary = self.summary.merge(&other.summary);
        self.weight += other.weight;
        // With a stale headcount no finite population correction is possible.
        let stale = [self.population, other.population]
            .iter()
            .any(|known| matches!(known, Population::Stale { .. }));
        self.population = match headcount {
            Some(headcount) if stale => Population::Stale { headcount },
            headcount => Population::new(self.summary.n, headcount),
        };
    }
}

/// Strata after groups of one respondent were merged with others.
struct Merged {
    parts: Vec<Part>,
    borrowed: Vec<BorrowedVariance>,
}

/// Merges each group of one respondent with the smallest group that has a variance. Of several such groups the one first
/// in [`Part::by_figures`] is chosen, so that the order in which groups are given does not matter.
fn merge_single_persons(mut answered: Vec<Part>) -> Result<Merged, Undefined> {
    if answered.iter().any(Part::needs_a_partner) {
        answered.sort_by(Part::by_figures);
    }
    let (single, mut others): (Vec<Part>, Vec<Part>) = answered.into_iter().partition(Part::needs_a_partner);
    // The smallest of the groups that have a variance is the nearest in size to one person.
    let nearest = others
        .iter()
        .enumerate()
        .filter(|(_, part)| part.summary.n > 1)
        .min_by_key(|(_, part)| part.summary.n)
        .map(|(at, _)| at);
    let mut single = single.into_iter();
    let at = match nearest {
        Some(at) => at,
        None => match single.next() {
            // No group has a variance: all groups of one person form one stratum.
            Some(part) => {
                others.push(part);
                others.len() - 1
            }
            None => {
                return Ok(Merged {
                    parts: others,
                    borrowed: Vec::new(),
                });
            }
        },
    };
    let with = others[at].place;
    let mut borrowed = Vec::new();
    for part in single {
        others[at].join(&part);
        borrowed.push(BorrowedVariance {
            group: part.place,
            with,
        });
    }
    borrowed.sort_by_key(|single| single.group);
    if others[at].summary.n < 2 {
        return Err(Undefined::TooFewPersons { found: 1, needed: 2 });
    }
    Ok(Merged {
        parts: others,
        borrowed,
    })
}

#[cfg(test)]
mod tests {
    use super::{BorrowedVariance, Stratum, Weighting, stratified_mean};
    use crate::stats::{GroupSummary, Undefined, mean_interval};
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use proptest::collection::vec;
    use proptest::prelude::{prop_assert, proptest};

    fn stratum(values: &[f64], headcount: Option<u64>) -> Stratum {
        Stratum {
            summary: GroupSummary::from_values(values),
            headcount,
        }
    }

    #[test]
    fn one_stratum_is_a_plain_mean() {
        for headcount in [None, Some(9)] {
            let only = stratum(&[1.0, 2.0, 4.0, 5.0], headcount);
            let whole = stratified_mean(&[only], 0.95).unwrap();
            let plain = mean_interval(&only.summary, headcount, 0.95).unwrap();
            assert_relative_eq!(whole.se, plain.se, max_relative = 1e-14);
            assert_eq!(whole.df, plain.df);
            assert_relative_eq!(whole.interval.lower, plain.interval.lower, max_relative = 1e-14);
            assert_relative_eq!(whole.interval.upper, plain.interval.upper, max_relative = 1e-14);
        }
    }

    #[test]
    fn one_unknown_headcount_leaves_the_mean_over_persons() {
        let strata = [stratum(&[1.0, 2.0], Some(100)), stratum(&[5.0, 6.0, 7.0], None)];
        let found = stratified_mean(&strata, 0.95).unwrap();
        assert_eq!(found.weighting, Weighting::Respondents);
        assert_relative_eq!(found.mean, 21.0 / 5.0, max_relative = 1e-14);
    }

    #[test]
    fn a_group_of_one_borrows_the_variance_of_the_nearest_in_size() {
        let strata = [
            stratum(&[3.0], None),
            stratum(&[1.0, 2.0, 4.0, 5.0], None),
            stratum(&[2.0, 3.0, 5.0], None),
        ];
        let found = stratified_mean(&strata, 0.95).unwrap();
        assert_eq!(found.pooled, [BorrowedVariance { group: 0, with: 2 }]);
        assert_eq!(found.df, 8 - 2);
        let joined = GroupSummary::from_values(&[2.0, 3.0, 5.0, 3.0]).variance().unwrap();
        let other = GroupSummary::from_values(&[1.0, 2.0, 4.0, 5.0]).variance().unwrap();
        assert_relative_eq!(
            found.se,
            (0.25 * joined / 4.0 + 0.25 * other / 4.0).sqrt(),
            max_relative = 1e-14
        );
    }

    #[test]
    fn groups_of_one_only_make_one_stratum() {
        let found = stratified_mean(&[stratum(&[3.0], None), stratum(&[5.0], None)], 0.95).unwrap();
        assert_eq!((found.pooled.len(), found.df), (1, 1));
        assert_relative_eq!(found.se, 1.0, max_relative = 1e-14);
        assert_eq!(
            stratified_mean(&[stratum(&[3.0], None)], 0.95),
            Err(Undefined::TooFewPersons { found: 1, needed: 2 })
        );
    }

    #[test]
    fn when_everyone_answered_there_is_nothing_to_estimate() {
        let found = stratified_mean(&[stratum(&[3.0], Some(1)), stratum(&[5.0, 4.0], Some(2))], 0.95).unwrap();
        assert!(found.everyone && found.pooled.is_empty());
        assert_abs_diff_eq!(found.se, 0.0, epsilon = 0.0);
        assert_relative_eq!(found.mean, 4.0, max_relative = 1e-14);
    }

    #[test]
    fn stale_and_empty_groups_are_listed() {
        let strata = [
            stratum(&[1.0, 2.0, 3.0], Some(2)),
            stratum(&[], Some(7)),
            stratum(&[2.0, 5.0], Some(4)),
        ];
        let found = stratified_mean(&strata, 0.95).unwrap();
        assert_eq!((found.stale, found.empty), (vec![0], vec![1]));
        assert_relative_eq!(found.mean, (3.0 * 2.0 + 4.0 * 3.5) / 7.0, max_relative = 1e-14);
        assert_eq!(
            stratified_mean(&strata[1..2], 0.95),
            Err(Undefined::TooFewPersons { found: 0, needed: 2 })
        );
    }

    proptest! {
        #[test]
        fn the_order_of_groups_does_not_matter(groups in vec((vec(1.0..6.0_f64, 0..7), 0..9_u64), 1..9)) {
            let strata: Vec<_> = groups.iter().map(|(values, more)| stratum(values, more.checked_sub(1))).collect();
            let turned: Vec<_> = strata.iter().rev().copied().collect();
            if let (Ok(a), Ok(b)) = (stratified_mean(&strata, 0.95), stratified_mean(&turned, 0.95)) {
                prop_assert!((a.mean - b.mean).abs() < 1e-12);
                // The order decides which of two equally large groups a single person joins.
                prop_assert!(a.df == b.df && (!a.pooled.is_empty() || (a.se - b.se).abs() < 1e-12));
            }
        }
    }
}
