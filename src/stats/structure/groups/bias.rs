//! Items that groups read differently (differential item functioning).
//!
//! With equal loadings and intercepts, the score test of an item asks whether its intercept, or its loading, differs between groups:
//! T = s′V⁻¹s, with s the gradient of the log-likelihood by the item's own parameters in all groups but one, and V its covariance over
//! people (a generalised score test, so answers need not be normal: Boos 1992, *The American Statistician* 46, 327–333). T/df follows
//! F with df and ν degrees of freedom, where ν = 1/Σ(w²/(n − 1)) over groups with w in proportion to 1/n (Satterthwaite 1946). The item
//! with the clearest sign is released, the model fitted again, and the others are tested again, until none is left. Differences too
//! small to matter are left alone, however many people answered.

use nalgebra::{DMatrix, DVector};

use crate::stats::Undefined;
use crate::stats::root::root;
use crate::stats::structure::adequacy::ChiSquared;
use crate::stats::structure::factor_model::FactorModel;
use crate::stats::structure::groups::equality::{Equality, Layout, Places, Released};
use crate::stats::structure::groups::fit::GroupsFit;
use crate::stats::structure::groups::moments::GroupMoments;
use crate::stats::structure::groups::point::{GroupPoint, Slopes};
use crate::stats::structure::groups::scores::outer_products;
use crate::stats::structure::likelihood_fit::inverse;
use crate::stats::structure::noncentral::noncentrality_of;
use crate::stats::structure::ordinal::OrdinalAnswers;
use crate::stats::tails::f_upper_tail;

/// Fewest items of a factor that must be read alike: on fewer the groups cannot be compared.
const FEWEST_ANCHORS: usize = 2;
/// Probability with which the smallest visible shift is found.
const POWER: f64 = 0.8;

/// The least difference of intercepts that matters, in standard deviations of the item within groups.
const LEAST_SHIFT: f64 = 0.1;
/// The least difference of loadings that matters, for an item of variance 1.
const LEAST_LOADING: f64 = 0.15;

/// The p values below which an item is called different.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BiasCriteria {
    /// For a difference of intercepts.
    pub intercept: f64,
    /// For a difference of loadings.
    pub loading: f64,
}

/// The tests of an item while nothing is released.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ItemBias {
    /// Is its intercept equal?
    pub intercept: ChiSquared,
    /// Is its loading equal?
    pub loading: ChiSquared,
    /// The smallest shift of the item in one group, in codes, that would be found in 80 of 100 surveys.
    pub visible: f64,
}

/// An item that groups read differently.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupBias {
    /// Place of the item.
    pub item: usize,
    /// What differs.
    pub released: Released,
    /// The p value with which it was released.
    pub p: f64,
    /// Per group: how much higher it answers the item, in codes, than people of the first group who answer the others alike.
    pub shifts: Vec<f64>,
}

/// Whether groups read the items alike.
#[derive(Debug, Clone, PartialEq)]
pub struct ItemBiases {
    /// Per item: its tests.
    pub items: Vec<ItemBias>,
    /// The items that are read differently, the clearest first.
    pub different: Vec<GroupBias>,
    /// False if too few items are left to compare the groups on.
    pub comparable: bool,
}

/// Tests every item between groups. Shifts are relative to the first group.
///
/// # Errors
/// [`Undefined::TooFewGroups`], and the reasons of the fit with equal loadings and intercepts.
pub fn item_biases(
    model: &FactorModel,
    groups: &[OrdinalAnswers],
    criteria: BiasCriteria,
) -> Result<ItemBiases, Undefined> {
    crate::stats::figure::check_groups(groups.len(), 2)?;
    let moments: Vec<GroupMoments> = groups.iter().map(GroupMoments::of).collect();
    let k = model.items();
    let mut released = vec![None; k];
    let mut order: Vec<(usize, f64)> = Vec::new();
    let mut items = None;
    let mut comparable = true;
    let fit = loop {
        let fit = GroupsFit::fit(model, &moments, Equality::Scalar, &released)?;
        let tests = Tests::of(model, &fit, groups)?;
        if items.is_none() {
            let all = (0..k).map(|item| tests.item(item, criteria));
            items = Some(all.collect::<Result<Vec<ItemBias>, Undefined>>()?);
        }
        let Some(next) = tests.clearest(&released, criteria)? else {
            break fit;
        };
        released[next.item] = Some(next.released);
        match order.iter_mut().find(|(item, _)| *item == next.item) {
            Some((_, p)) => *p = p.min(next.p),
            None => order.push((next.item, next.p)),
        }
        if !has_anchors(model, &released) {
            comparable = false;
            break fit;
        }
    };
    let different = order.into_iter().map(|(item, p)| GroupBias {
        item,
        released: released[item].unwrap_or(Released::Intercept),
        p,
        shifts: shifts(model, &fit, item),
    });
    Ok(ItemBiases {
        items: items.unwrap_or_default(),
        different: different.collect(),
        comparable,
    })
}

/// True if every factor has enough items that are not released.
fn has_anchors(model: &FactorModel, released: &[Option<Released>]) -> bool {
    (0..model.factors()).all(|factor| {
        let own = (0..model.items()).filter(|&item| model.factor_of(item) == factor && released[item].is_none());
        own.count() >= FEWEST_ANCHORS
    })
}

/// Per group: the mean of an item, in codes, less the first group's, and less what the difference of the factors' means explains.
fn shifts(model: &FactorModel, fit: &GroupsFit, item: usize) -> Vec<f64> {
    let places = Places::of(model);
    let first = fit.of_group(0);
    let factor = places.mean(model.factor_of(item));
    let explained = |own: &DVector<f64>| first[Places::loading(item)] * (own[factor] - first[factor]);
    let one = |group: usize| {
        let beyond = fit.groups[group].mean[item] - fit.groups[0].mean[item] - explained(&fit.of_group(group));
        beyond * fit.metric.unit[item]
    };
    (0..fit.groups.len()).map(one).collect()
}

/// A parameter of an item in one group.
#[derive(Debug, Clone, Copy)]
struct Tested {
    group: usize,
    place: usize,
}

/// The next item to release.
struct Next {
    item: usize,
    released: Released,
    p: f64,
}

/// A fitted model with what its score tests need.
struct Tests<'a> {
    model: &'a FactorModel,
    fit: &'a GroupsFit,
    /// Inverse of the information about the free parameters.
    inverse: DMatrix<f64>,
    /// Outer products of the free parameters' scores.
    outer: DMatrix<f64>,
    /// Per group: information, outer products and scores of its own parameters.
    groups: Vec<GroupParts>,
    /// Degrees of freedom of the covariances of scores.
    nu: f64,
}

struct GroupParts {
    information: DMatrix<f64>,
    outer: DMatrix<f64>,
    score: DVector<f64>,
}

/// Score, its covariance, and the information that it has, all beyond the free parameters.
struct Efficient {
    score: DVector<f64>,
    covariance: DMatrix<f64>,
    information: DMatrix<f64>,
}

impl<'a> Tests<'a> {
    fn of(model: &'a FactorModel, fit: &'a GroupsFit, answers: &[OrdinalAnswers]) -> Result<Self, Undefined> {
        let none = || Undefined::NotPositiveDefinite { matrix: "information" };
        let free = fit.layout.free;
        let (mut information, mut outer) = (DMatrix::zeros(free, free), DMatrix::zeros(free, free));
        let mut groups = Vec::with_capacity(answers.len());
        for (place, (group, answers)) in fit.groups.iter().zip(answers).enumerate() {
            let own = fit.of_group(place);
            let (point, slopes) = (GroupPoint::at(model, &own).ok_or_else(none)?, Slopes::at(model, &own));
            let parts = GroupParts {
                information: point.information(&slopes) * group.n,
                outer: outer_products(model, &own, answers, &fit.metric).ok_or_else(none)?,
                score: point.gradient(&slopes, group) * -group.n,
            };
            fit.layout.add_matrix(place, &parts.information, &mut information);
            fit.layout.add_matrix(place, &parts.outer, &mut outer);
            groups.push(parts);
        }
        Ok(Self {
            model,
            fit,
            inverse: inverse(&information).ok_or_else(none)?,
            outer,
            groups,
            nu: degrees_of_freedom(&fit.groups),
        })
    }

    /// The efficient scores of some parameters.
    fn efficient(&self, tested: &[Tested]) -> Efficient {
        let (layout, count): (&Layout, usize) = (&self.fit.layout, tested.len());
        let mut rows = DMatrix::zeros(count, layout.free);
        let mut outer_rows = DMatrix::zeros(count, layout.free);
        for (at, one) in tested.iter().enumerate() {
            let parts = &self.groups[one.group];
            rows.set_row(
                at,
                &layout.rows_of(one.group, &parts.information, one.place).transpose(),
            );
            outer_rows.set_row(at, &layout.rows_of(one.group, &parts.outer, one.place).transpose());
        }
        let own = |of: fn(&GroupParts) -> &DMatrix<f64>| {
            DMatrix::from_fn(count, count, |p, q| {
                let (one, other) = (tested[p], tested[q]);
                if one.group == other.group {
                    of(&self.groups[one.group])[(one.place, other.place)]
                } else {
                    0.0
                }
            })
        };
        let projected = &rows * &self.inverse;
        let crossed = &projected * outer_rows.transpose();
        Efficient {
            score: DVector::from_fn(count, |at, _| self.groups[tested[at].group].score[tested[at].place]),
            covariance: own(|parts| &parts.outer) - &crossed - crossed.transpose()
                + &projected * &self.outer * projected.transpose(),
            information: own(|parts| &parts.information) - &projected * rows.transpose(),
        }
    }

    fn place(&self, item: usize, what: Released) -> usize {
        match what {
            Released::Intercept => Places::of(self.model).intercept(item),
            Released::Loading => Places::loading(item),
        }
    }

    /// Tests one kind of parameter of an item.
    fn test(&self, item: usize, what: Released) -> Result<BiasTest, Undefined> {
        let place = self.place(item, what);
        let tested: Vec<Tested> = (1..self.groups.len()).map(|group| Tested { group, place }).collect();
        let Efficient {
            score,
            covariance,
            information,
        } = self.efficient(&tested);
        let solve = |matrix: DMatrix<f64>| {
            let factor = matrix.cholesky().map(|factor| factor.solve(&score));
            factor.ok_or(Undefined::NotPositiveDefinite { matrix: "information" })
        };
        let (chisq, df) = (score.dot(&solve(covariance)?), tested.len());
        let differences = solve(information)?;
        Ok(BiasTest {
            statistic: ChiSquared {
                chisq,
                df,
                p: f_upper_tail(chisq / df as f64, df as f64, self.nu),
            },
            spread: differences.max().max(0.0) - differences.min().min(0.0),
        })
    }

    fn item(&self, item: usize, criteria: BiasCriteria) -> Result<ItemBias, Undefined> {
        Ok(ItemBias {
            intercept: self.test(item, Released::Intercept)?.statistic,
            loading: self.test(item, Released::Loading)?.statistic,
            visible: self.visible(item, criteria),
        })
    }

    /// The smallest shift of an item, in codes, in whichever group it is hardest to see.
    fn visible(&self, item: usize, criteria: BiasCriteria) -> f64 {
        let df = (self.groups.len() - 1) as f64;
        let noncentrality = noncentrality_of(self.critical(criteria.intercept, df), df, POWER);
        let place = self.place(item, Released::Intercept);
        let error = |group: usize| {
            let one = self.efficient(&[Tested { group, place }]);
            one.covariance[(0, 0)].max(0.0).sqrt() / one.information[(0, 0)]
        };
        let largest = (1..self.groups.len()).map(error).fold(0.0, f64::max);
        noncentrality.sqrt() * largest * self.fit.metric.unit[item]
    }

    /// The value that T exceeds with probability `p` although nothing differs.
    fn critical(&self, p: f64, df: f64) -> f64 {
        let tail = |x: f64| f_upper_tail(x / df, df, self.nu);
        let mut high = 1.0;
        while tail(high) > p && high < 1e6 {
            high *= 2.0;
        }
        root(|x| p - tail(x), 0.0, high).unwrap_or(high)
    }

    /// The item with the clearest sign beyond the criteria, among those whose parameters are still equal.
    fn clearest(&self, released: &[Option<Released>], criteria: BiasCriteria) -> Result<Option<Next>, Undefined> {
        let mut found: Option<(f64, Next)> = None;
        for (item, own) in released.iter().enumerate() {
            for (what, level, least) in [
                (Released::Intercept, criteria.intercept, LEAST_SHIFT),
                (Released::Loading, criteria.loading, LEAST_LOADING),
            ] {
                if *own >= Some(what) {
                    continue;
                }
                let BiasTest { statistic, spread } = self.test(item, what)?;
                let (p, ratio) = (statistic.p, statistic.p / level);
                if ratio < 1.0 && spread >= least && found.as_ref().is_none_or(|(lowest, _)| ratio < *lowest) {
                    let released = what;
                    found = Some((ratio, Next { item, released, p }));
                }
            }
        }
        Ok(found.map(|(_, next)| next))
    }
}

/// A test with the largest difference between two groups, estimated by one step of scoring.
#[derive(Debug, Clone, Copy)]
struct BiasTest {
    statistic: ChiSquared,
    spread: f64,
}

/// Degrees of freedom of the difference between groups of these sizes, for equal variances.
fn degrees_of_freedom(groups: &[GroupMoments]) -> f64 {
    let all: f64 = groups.iter().map(|group| 1.0 / group.n).sum();
    let share = |group: &GroupMoments| 1.0 / (group.n * all);
    1.0 / groups
        .iter()
        .map(|group| share(group) * share(group) / (group.n - 1.0))
        .sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::random::{seeded, unit};

    const CRITERIA: BiasCriteria = BiasCriteria {
        intercept: 0.044 / 6.0,
        loading: 0.002 / 6.0,
    };

    /// Answers of two groups to six items on one factor; `shift` is added to the third item in the second group.
    fn groups(seed: u64, people: usize, shift: f64) -> Vec<OrdinalAnswers> {
        let mut random = seeded(seed);
        let mut normal = move || (0..12).map(|_| unit(&mut random)).sum::<f64>() - 6.0;
        let mut group = |own: f64| {
            let mut columns = vec![Vec::new(); 6];
            for _ in 0..people {
                let attitude = normal();
                for (item, column) in columns.iter_mut().enumerate() {
                    let moved = if item == 2 { own } else { 0.0 };
                    let y = 0.7 * attitude + 0.7 * normal() + moved + 0.1 * item as f64;
                    let passed = [-1.6, -0.8, 0.0, 0.8, 1.6].into_iter().filter(|&cut| y > cut);
                    column.push(u8::try_from(passed.count()).unwrap());
                }
            }
            OrdinalAnswers::new(columns, vec![6; 6]).unwrap()
        };
        vec![group(0.0), group(shift)]
    }

    fn one_factor() -> FactorModel {
        FactorModel::one_factor(6).unwrap()
    }

    #[test]
    fn a_shifted_item_is_named_with_its_shift() {
        let found = item_biases(&one_factor(), &groups(1, 400, 0.5), CRITERIA).unwrap();
        assert_eq!(found.different.len(), 1);
        assert_eq!(found.different[0].item, 2);
        assert_eq!(found.different[0].released, Released::Intercept);
        // 0.5 on a variable that is cut at every 0.8.
        let shift = found.different[0].shifts[1];
        assert!((0.45..0.85).contains(&shift), "{shift}");
        assert!(found.comparable);
    }

    #[test]
    fn the_order_of_people_changes_nothing() {
        let one = groups(2, 150, 0.4);
        let turned: Vec<OrdinalAnswers> = one
            .iter()
            .map(|group| {
                let columns = (0..6).map(|item| group.column(item).iter().rev().copied().collect());
                OrdinalAnswers::new(columns.collect(), vec![6; 6]).unwrap()
            })
            .collect();
        assert_eq!(
            item_biases(&one_factor(), &one, CRITERIA),
            item_biases(&one_factor(), &turned, CRITERIA)
        );
    }

    #[test]
    fn the_same_answers_in_both_groups_are_read_alike() {
        let one = groups(3, 200, 0.0).swap_remove(0);
        let found = item_biases(&one_factor(), &[one.clone(), one], CRITERIA).unwrap();
        assert!(found.different.is_empty());
        assert!(
            found
                .items
                .iter()
                .all(|item| item.intercept.chisq < 1e-6 && item.loading.chisq < 1e-6)
        );
    }

    #[test]
    fn more_people_make_smaller_shifts_visible() {
        let visible = |people: usize| {
            let found = item_biases(&one_factor(), &groups(4, people, 0.0), CRITERIA).unwrap();
            found.items[0].visible
        };
        assert!(visible(1000) < 0.6 * visible(200));
    }

    #[test]
    fn one_group_and_a_constant_item_have_reasons() {
        let mut both = groups(5, 100, 0.0);
        assert!(item_biases(&one_factor(), &both[..1], CRITERIA).is_err());
        let columns = (0..6).map(|item| {
            if item == 1 {
                vec![3; 100]
            } else {
                both[1].column(item).to_vec()
            }
        });
        both[1] = OrdinalAnswers::new(columns.collect(), vec![6; 6]).unwrap();
        assert_eq!(
            item_biases(&one_factor(), &both, CRITERIA),
            Err(Undefined::NoVariance { of: "an item" })
        );
    }
}
