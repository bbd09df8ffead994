//! Items that clusters of people, such as academies, read differently (cluster bias).
//!
//! With one factor behind an item in every cluster, x = ν + λη + ε. The other items of the factor give Bartlett's (1937) estimate of η,
//! η̂ = Σλx/θ / Σλ²/θ over them, which is η plus noise whatever the cluster. So d = x − λη̂ has the same mean in every cluster unless the
//! item's intercept ν differs. Loadings λ and error variances θ are those within clusters. The hypothesis is that of Jak, Oort & Dolan
//! (2013), *Structural Equation Modeling* 20, 265–282: no residual variance between clusters, given equal loadings at both levels.
//!
//! F = Σnⱼrⱼ² / Σ(1 − hⱼ)sⱼ², with rⱼ the residuals of the clusters' means of d on a straight line over their means of η̂, because the
//! loading is only estimated; hⱼ are the leverages of that regression and sⱼ² the variances of d within each cluster. Clusters near an end of
//! the scale vary less, so they are not taken to vary alike (Brown & Forsythe 1974, *Technometrics* 16, 129–132). Both degrees of freedom
//! are those of sums of χ² with the same mean and variance (Satterthwaite 1946, *Biometrics Bulletin* 2, 110–114).
//!
//! The item with the clearest sign is singled out, and the others are tested again without it, until none is left.

use nalgebra::{DMatrix, DVector};

use crate::stats::Undefined;
use crate::stats::figure::{check_groups, check_items, check_persons, out_of_range_if};
use crate::stats::structure::factor_model::FactorModel;
use crate::stats::structure::likelihood_fit::LikelihoodFit;
use crate::stats::structure::ordinal::OrdinalAnswers;
use crate::stats::tails::f_upper_tail;

/// The chance that any of a survey's items is said to differ although none does.
const BY_CHANCE: f64 = 0.045;
/// Fewest clusters.
const FEWEST_CLUSTERS: usize = 8;
/// Fewest people.
const FEWEST_PEOPLE: u64 = 100;
/// The least share of an item's variance that matters: clusters 0.1 standard deviations apart.
const LEAST_SHARE: f64 = 0.01;
/// Least error variance, as a share of the item's, with which an item is weighed: a smaller estimate would leave η̂ to this item alone.
const LEAST_ERROR: f64 = 0.05;
/// Fewest other items that an item is tested against.
const FEWEST_OTHERS: usize = 2;

/// The test of an item.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClusterBias {
    /// Variance of the item between clusters beyond its factor, as a share of its variance; 0 where the estimate is below 0.
    pub share: f64,
    /// The statistic F.
    pub f: f64,
    /// Degrees of freedom of its numerator.
    pub df1: f64,
    /// Degrees of freedom of its denominator.
    pub df2: f64,
    /// P(F > statistic).
    pub p: f64,
}

/// Whether items differ between clusters more than their factor does.
#[derive(Debug, Clone, PartialEq)]
pub struct ClusterBiases {
    /// Per item: its test. Of an item that differs, the one that singled it out; of the others, the last one.
    pub items: Vec<ClusterBias>,
    /// Places of the items that differ, the clearest first.
    pub different: Vec<usize>,
}

/// Tests every item between clusters. `clusters` has the cluster of each person, counted from 0; clusters without people are left out.
/// `tested` is the number of items that are tested in the survey: an item differs if its p is below .045 over this number, and its share
/// .01 or more.
///
/// # Errors
/// [`Undefined::TooFewGroups`] for fewer than eight clusters, [`Undefined::TooFewPersons`] for fewer than 100 people,
/// [`Undefined::TooFewItems`] if a factor has fewer than three items, [`Undefined::NoVariance`] if everybody gave the same answer to an
/// item, [`Undefined::OutOfRange`] if people and clusters differ in number, or an item has nothing of its own within clusters, and the
/// reasons of the fit within clusters.
pub fn cluster_biases(
    model: &FactorModel,
    answers: &OrdinalAnswers,
    clusters: &[usize],
    tested: usize,
) -> Result<ClusterBiases, Undefined> {
    for factor in 0..model.factors() {
        let own = (0..model.items()).filter(|&item| model.factor_of(item) == factor);
        check_items(own.count(), FEWEST_OTHERS + 1)?;
    }
    let all = Clusters::of(answers, clusters)?;
    let factors = WithinFactors::fit(model, &all.within)?;
    let test = |item: usize, left_out: &[usize]| all.test(&factors.contrast(model, item, left_out)?, item);
    let items: Option<Vec<ClusterBias>> = (0..model.items()).map(|item| test(item, &[])).collect();
    let mut items = items.ok_or(Undefined::OutOfRange {
        why: "within groups, an item follows from the others",
    })?;
    let criterion = BY_CHANCE / tested.max(1) as f64;
    let mut different: Vec<usize> = Vec::new();
    loop {
        let stands_out = |item: &usize| items[*item].p < criterion && items[*item].share >= LEAST_SHARE;
        let clearest = (0..items.len())
            .filter(|item| !different.contains(item))
            .filter(stands_out)
            .min_by(|&one, &other| items[one].p.total_cmp(&items[other].p));
        let Some(clearest) = clearest else { break };
        different.push(clearest);
        let others = (0..items.len())
            .filter(|item| model.factor_of(*item) == model.factor_of(clearest) && !different.contains(item));
        let others: Vec<usize> = others.collect();
        if others.len() <= FEWEST_OTHERS {
            break;
        }
        for item in others {
            if let Some(again) = test(item, &different) {
                items[item] = again;
            }
        }
    }
    Ok(ClusterBiases { items, different })
}

/// Loadings and error variances within clusters.
struct WithinFactors {
    loadings: Vec<f64>,
    errors: Vec<f64>,
}

/// The weights of items in η̂ and in d.
struct Contrast {
    eta: DVector<f64>,
    beyond: DVector<f64>,
}

impl WithinFactors {
    fn fit(model: &FactorModel, within: &DMatrix<f64>) -> Result<Self, Undefined> {
        let fit = LikelihoodFit::fit(model, within)?;
        let k = model.items();
        let error = |i: usize| fit.parameters[model.parameters() + i].max(LEAST_ERROR) * fit.sd[i] * fit.sd[i];
        Ok(Self {
            loadings: (0..k).map(|i| fit.parameters[i] * fit.sd[i]).collect(),
            errors: (0..k).map(error).collect(),
        })
    }

    /// The contrast of an item with the other items of its factor, without those that are `left_out`; `None` if there are too few.
    fn contrast(&self, model: &FactorModel, item: usize, left_out: &[usize]) -> Option<Contrast> {
        let k = self.loadings.len();
        let same = |&i: &usize| i != item && model.factor_of(i) == model.factor_of(item) && !left_out.contains(&i);
        let others: Vec<usize> = (0..k).filter(same).collect();
        let precision = |&i: &usize| self.loadings[i] * self.loadings[i] / self.errors[i];
        let all: f64 = others.iter().map(precision).sum();
        if others.len() < FEWEST_OTHERS || all <= 0.0 {
            return None;
        }
        let mut eta = DVector::zeros(k);
        for i in others {
            eta[i] = self.loadings[i] / self.errors[i] / all;
        }
        let mut beyond = &eta * -self.loadings[item];
        beyond[item] = 1.0;
        Some(Contrast { eta, beyond })
    }
}

/// People in clusters.
struct Clusters {
    sizes: Vec<f64>,
    /// Clusters × items.
    means: DMatrix<f64>,
    /// Per cluster: sums of products of deviations from its means.
    products: Vec<DMatrix<f64>>,
    /// Covariances within clusters.
    within: DMatrix<f64>,
    /// People less clusters.
    df: f64,
}

impl Clusters {
    fn of(answers: &OrdinalAnswers, clusters: &[usize]) -> Result<Self, Undefined> {
        let (n, k) = (answers.persons(), answers.items());
        out_of_range_if(clusters.len() != n, "not everybody has a group")?;
        let mut people = vec![Vec::new(); clusters.iter().max().map_or(0, |&last| last + 1)];
        for (person, &cluster) in clusters.iter().enumerate() {
            people[cluster].push(person);
        }
        people.retain(|own| !own.is_empty());
        check_groups(people.len(), FEWEST_CLUSTERS)?;
        check_persons(n as u64, FEWEST_PEOPLE)?;
        out_of_range_if(people.len() == n, "no group has two people")?;
        let sum = |own: &[usize], item: usize| {
            let column = answers.column(item);
            own.iter().map(|&person| u64::from(column[person])).sum::<u64>() as f64
        };
        let sums = DMatrix::from_fn(people.len(), k, |cluster, item| sum(&people[cluster], item));
        let sizes: Vec<f64> = people.iter().map(|own| own.len() as f64).collect();
        let product = |cluster: usize, i: usize, j: usize| {
            let (one, other) = (answers.column(i), answers.column(j));
            let codes = people[cluster].iter();
            let all: u64 = codes
                .map(|&person| u64::from(one[person]) * u64::from(other[person]))
                .sum();
            all as f64 - sums[(cluster, i)] * sums[(cluster, j)] / sizes[cluster]
        };
        let of_cluster =
            |cluster: usize| DMatrix::from_fn(k, k, |i, j| if i < j { 0.0 } else { product(cluster, i, j) });
        let mut products: Vec<DMatrix<f64>> = (0..people.len()).map(of_cluster).collect();
        for own in &mut products {
            own.fill_upper_triangle_with_lower_triangle();
        }
        let df = (n - people.len()) as f64;
        let zero = || DMatrix::zeros(k, k);
        Ok(Self {
            within: products.iter().fold(zero(), |sum, own| sum + own) / df,
            means: DMatrix::from_fn(people.len(), k, |cluster, item| sums[(cluster, item)] / sizes[cluster]),
            sizes,
            products,
            df,
        })
    }

    /// The test of d. `None` if d does not vary within clusters.
    fn test(&self, contrast: &Contrast, item: usize) -> Option<ClusterBias> {
        let pooled = quadratic(&self.within, &contrast.beyond);
        if pooled <= 1e-9 * self.within[(item, item)] {
            return None;
        }
        // Variances of d within clusters; where one person is alone, that of all.
        let variance = |cluster: usize| match self.sizes[cluster] - 1.0 {
            df if df > 0.0 => quadratic(&self.products[cluster], &contrast.beyond).max(0.0) / df,
            _ => pooled,
        };
        let variances: Vec<f64> = (0..self.sizes.len()).map(variance).collect();
        let n = self.sum_of(|_| 1.0);
        let centred = |weights: &DVector<f64>| {
            let values = &self.means * weights;
            let grand = self.sum_of(|cluster| values[cluster]) / n;
            values.add_scalar(-grand)
        };
        let (d, eta) = (centred(&contrast.beyond), centred(&contrast.eta));
        let squares = self.sum_of(|cluster| eta[cluster] * eta[cluster]);
        // Without spread of η̂ there is no line.
        let to_unit = if squares > 0.0 { 1.0 / squares } else { 0.0 };
        let slope = self.sum_of(|cluster| d[cluster] * eta[cluster]) * to_unit;
        let between = self.sum_of(|cluster| (d[cluster] - slope * eta[cluster]) * (d[cluster] - slope * eta[cluster]));
        // The hat matrix is h = Σ of products of the constant and of the line, both of length 1.
        let line = |cluster: usize| eta[cluster] * eta[cluster] * to_unit;
        let free = |cluster: usize| 1.0 - self.sizes[cluster] * (1.0 / n + line(cluster));
        let (mut expected, mut spread, mut doubt) = (0.0, 0.0, 0.0);
        for (cluster, &own) in variances.iter().enumerate() {
            let part = free(cluster) * own;
            expected += part;
            // 1 − 2h on the diagonal.
            spread += (2.0 * free(cluster) - 1.0) * own * own;
            let df = self.sizes[cluster] - 1.0;
            doubt += part * part / if df > 0.0 { df } else { self.df };
        }
        let hats = |of: &dyn Fn(usize) -> f64| self.sum_of(|cluster| variances[cluster] * of(cluster));
        let [constant, both, slope_only] = [
            hats(&|_| 1.0 / n),
            hats(&|cluster| eta[cluster] * (to_unit / n).sqrt()),
            hats(&line),
        ];
        spread += constant * constant + 2.0 * both * both + slope_only * slope_only;
        let (f, df1, df2) = (
            between / expected,
            expected * expected / spread,
            expected * expected / doubt,
        );
        let typical = (n - self.sum_of(|cluster| self.sizes[cluster]) / n) / (self.sizes.len() - 1) as f64;
        let ratio = expected / (self.sizes.len() - 2) as f64;
        let beyond = (ratio * (f - 1.0) / typical).max(0.0);
        let found = ClusterBias {
            share: beyond / (beyond + self.within[(item, item)]),
            f,
            df1,
            df2,
            p: f_upper_tail(f, df1, df2),
        };
        (found.f.is_finite() && found.p.is_finite()).then_some(found)
    }

    /// Sum over people of a value of their cluster.
    fn sum_of(&self, value: impl Fn(usize) -> f64) -> f64 {
        (0..self.sizes.len())
            .map(|cluster| self.sizes[cluster] * value(cluster))
            .sum()
    }
}

/// w′Aw
fn quadratic(matrix: &DMatrix<f64>, weights: &DVector<f64>) -> f64 {
    weights.dot(&(matrix * weights))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Draws;
    use approx::assert_relative_eq;
    use proptest::prelude::*;

    /// Answers of people in 15 clusters to six items on one factor; the third item has a part of its own in each cluster, of this
    /// standard deviation.
    fn drawn(seed: u64, own: f64) -> (Vec<Vec<u8>>, Vec<usize>) {
        let mut draws = Draws::of(seed, &[]);
        let (mut columns, mut clusters) = (vec![Vec::new(); 6], Vec::new());
        for cluster in 0..15 {
            let (level, beyond) = (0.4 * draws.normal(), own * draws.normal());
            for _ in 0..12 + 3 * cluster {
                let attitude = level + draws.normal();
                clusters.push(cluster);
                for (item, column) in columns.iter_mut().enumerate() {
                    let y = 0.7 * attitude + 0.7 * draws.normal() + if item == 2 { beyond } else { 0.1 * item as f64 };
                    let passed = [-1.6, -0.8, 0.0, 0.8, 1.6].into_iter().filter(|&cut| y > cut);
                    column.push(u8::try_from(passed.count()).unwrap());
                }
            }
        }
        (columns, clusters)
    }

    fn tested(columns: Vec<Vec<u8>>, clusters: &[usize]) -> Result<ClusterBiases, Undefined> {
        let answers = OrdinalAnswers::new(columns, vec![6; 6]).unwrap();
        cluster_biases(&FactorModel::one_factor(6).unwrap(), &answers, clusters, 6)
    }

    #[test]
    fn an_item_with_a_part_of_its_own_in_each_cluster_is_found() {
        let (columns, clusters) = drawn(1, 0.5);
        let found = tested(columns, &clusters).unwrap();
        assert_eq!(found.different, [2]);
        assert!(
            found.items[2].p < 1e-6 && found.items[2].share > 0.1,
            "{:?}",
            found.items[2]
        );
    }

    #[test]
    fn every_bad_case_has_a_reason() {
        let (columns, clusters) = drawn(1, 0.0);
        let reason =
            |columns: &[Vec<u8>], clusters: &[usize]| tested(columns.to_vec(), clusters).unwrap_err().to_string();
        let few: Vec<usize> = clusters.iter().map(|cluster| cluster % 7).collect();
        assert_eq!(reason(&columns, &few), "it needs at least 8 groups and there are 7");
        let first: Vec<Vec<u8>> = columns.iter().map(|column| column[..99].to_vec()).collect();
        let each: Vec<usize> = (0..99).map(|person| person % 9).collect();
        assert_eq!(reason(&first, &each), "it needs at least 100 persons and there are 99");
        let alone: Vec<usize> = (0..clusters.len()).collect();
        assert_eq!(reason(&columns, &alone), "no group has two people");
        let mut constant = columns.clone();
        constant[1].fill(3);
        assert!(
            reason(&constant, &clusters).starts_with("there is no variance"),
            "{}",
            reason(&constant, &clusters)
        );
        let mut same = columns.clone();
        same[1] = same[0].clone();
        assert!(
            reason(&same, &clusters).contains("not positive definite"),
            "{}",
            reason(&same, &clusters)
        );
        assert!(reason(&columns, &clusters[1..]).starts_with("not everybody"));
        let two = OrdinalAnswers::new(columns[..4].to_vec(), vec![6; 4]).unwrap();
        let short = FactorModel::new(vec![0, 0, 1, 1]).unwrap();
        assert!(cluster_biases(&short, &two, &clusters, 4).is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]
        #[test]
        fn the_order_of_people_and_the_names_of_clusters_change_nothing(seed in 0_u64..1_000) {
            let (columns, clusters) = drawn(seed, 0.3);
            let turned: Vec<Vec<u8>> = columns.iter().map(|column| column.iter().rev().copied().collect()).collect();
            let others: Vec<usize> = clusters.iter().rev().map(|cluster| 40 - cluster).collect();
            let (one, other) = (tested(columns, &clusters).unwrap(), tested(turned, &others).unwrap());
            prop_assert_eq!(&one.different, &other.different);
            for (one, other) in one.items.iter().zip(&other.items) {
                prop_assert!((one.f - other.f).abs() < 1e-6 * one.f && (one.share - other.share).abs() < 1e-7);
            }
        }

        #[test]
        fn turning_every_item_round_changes_nothing(seed in 0_u64..1_000) {
            let (columns, clusters) = drawn(seed, 0.3);
            let turned = columns.iter().map(|column| column.iter().map(|code| 5 - code).collect()).collect();
            let (one, other) = (tested(columns, &clusters).unwrap(), tested(turned, &clusters).unwrap());
            for (one, other) in one.items.iter().zip(&other.items) {
                assert_relative_eq!(one.f, other.f, max_relative = 1e-6);
                assert_relative_eq!(one.p, other.p, max_relative = 1e-5);
            }
        }
    }
}
