//! Published precision: rounds every figure before it becomes part of a published value.
//!
//! From figures with every digit, sums of answers follow exactly, and so do differences between two sums that are about a few
//! people. Rounding leaves many possible answers. It is made here, in the layer that decides what is seen: the exact figure is not in
//! the published value, so every format shows the same number and no format can show more.
//!
//! Each kind of figure implements [`AtPrecision`], which takes it apart field by field. A new field does not compile until its
//! precision is decided. [`super::Shown`] can only be made from such a value.
//!
//! - Scores, and whatever is in score units: 1, 0.1 or 0.01 (`decimals`).
//! - Coefficients: 2 decimals for a group, 3 for the trust. p: 3 decimals. Other statistics: 2 decimals.
//! - Percentages: whole, "under 5 %" and "over 95 %" near the ends (`proportion`).
//! - A spread below 5 % of the scale's range, or a figure that says the same: a reason instead. If only a spread of 0 were left out,
//!   leaving it out would say that everybody answered alike.
//! - Limits, POMP and standard errors of a group are computed from its rounded mean and standard deviation, so they tell nothing new.
//! - A limit is never rounded onto or across 0, because whether an interval contains 0 is what it is read for.

mod agreement;
mod answers;
mod change;
mod cluster_bias;
mod coefficients;
mod cut_offs;
mod decimals;
mod invariance;
mod key_audit;
mod models;
mod partial_credit;
mod proportion;
mod scores;
mod screening;
mod structure;

use crate::analysis::{Interval, Metric, Study, Undefined};
use crate::disclosure::policy::Digits;
use crate::disclosure::{ItemDetail, Policy};
use crate::model::CodeRange;
pub use answers::{AnswerDetail, AnswerFigures, Moments};
use decimals::Decimals;
pub use proportion::Proportion;
pub use scores::{GroupFigures, TrustFigures};

/// The share below which, and above one minus which, a proportion is published as a bound.
const LEAST_SHARE: f64 = 0.05;
/// The smallest standard deviation that is published, as a share of the scale's range.
const LEAST_SPREAD: f64 = 0.05;
/// The p value below which readers call a difference clear.
const CLEAR: f64 = 0.05;

/// The reason in place of a figure that would say, or nearly say, that everybody gave the same answer.
const TOO_ALIKE: Undefined = Undefined::OutOfRange {
    why: "the answers differ too little to publish it",
};

/// The reason in place of a figure that would, with others, say how the few people answered who skipped some questions.
pub(in crate::disclosure) const PARTIAL: Undefined = Undefined::OutOfRange {
    why: "few people skipped some of the questions, and it could say how they answered the others",
};

/// The people that a figure is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::disclosure) enum About {
    /// Everybody in the trust.
    Trust,
    /// A part of it.
    Group,
}

/// A value that can be given at published precision.
pub(in crate::disclosure) trait AtPrecision {
    /// The value at that precision.
    type Published;

    /// Rounds the value. Rounding again changes nothing.
    fn at_precision(self, precision: &Precision) -> Self::Published;
}

/// The precision of figures on one scale or item.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::disclosure) struct Precision {
    /// `None` for full precision.
    units: Option<Units>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Units {
    about: About,
    /// Lowest and highest possible score.
    min: f64,
    max: f64,
    score: Decimals,
    /// Decimals of means and of differences between them: fewer than those of spreads where few people skipped something.
    mean: Decimals,
    /// Decimals of coefficients.
    coefficient: Decimals,
    /// Range of one item, in whose codes agreement is measured.
    item_range: f64,
    /// The fewest people whose number is published.
    least_count: u64,
    /// The detail of answers to an item.
    detail: ItemDetail,
}

/// The precision for a scale, an item, and for figures that are in no score's metric.
impl Precision {
    /// The precision of scores on a scale.
    pub(in crate::disclosure) fn of_scale(study: &Study<'_>, scale: usize, about: About, policy: Policy) -> Self {
        let Metric { min, max, unit, .. } = Metric::of(study, scale);
        Self::between(min, max, (max - min) / unit, about, policy)
    }

    /// The precision of the answers to an item.
    pub(in crate::disclosure) fn of_item(study: &Study<'_>, item: usize, about: About, policy: Policy) -> Self {
        Self::of_codes(study.instrument.items()[item].response.range, about, policy)
    }

    /// The precision of answers with these codes.
    pub(in crate::disclosure) fn of_codes(range: CodeRange, about: About, policy: Policy) -> Self {
        let (min, max) = (f64::from(range.min()), f64::from(range.max()));
        Self::between(min, max, max - min, about, policy)
    }

    /// The precision of figures that are in no score's metric.
    pub(in crate::disclosure) fn of_counts(about: About, policy: Policy) -> Self {
        Self::between(0.0, 1.0, 1.0, about, policy)
    }

    /// The same precision for answers in less detail. A mean next to bands has one decimal.
    pub(in crate::disclosure) fn in_detail(mut self, detail: ItemDetail) -> Self {
        if let Some(units) = &mut self.units {
            units.detail = units.detail.max(detail);
            if detail >= ItemDetail::BandsAndMean {
                units.mean = units.mean.at_most_one();
            }
        }
        self
    }

    /// The same precision with means of so many decimals less.
    pub(in crate::disclosure) fn with_fewer_decimals(mut self, fewer: u8) -> Self {
        if let Some(units) = &mut self.units {
            units.mean = units.mean.fewer(fewer);
        }
        self
    }

    /// The same precision with coefficients as for a group.
    pub(in crate::disclosure) fn with_coarse_coefficients(mut self) -> Self {
        if let Some(units) = &mut self.units {
            units.coefficient = Decimals::TWO;
        }
        self
    }

    /// The same precision with means that are rounded to a unit, or to a coarser one.
    pub(in crate::disclosure) fn no_finer_than(mut self, unit: f64) -> Self {
        if let Some(units) = &mut self.units {
            units.mean = units.mean.no_finer_than(unit);
        }
        self
    }

    /// The unit of a published mean score, in codes of one item; 0 in full precision.
    pub(in crate::disclosure) fn unit_in_codes(&self) -> f64 {
        self.units.map_or(0.0, |units| {
            units.mean.unit() * units.item_range / (units.max - units.min)
        })
    }

    /// A published mean score in codes of one item, from the exact one.
    pub(in crate::disclosure) fn mean_in_codes(&self, exact: f64) -> f64 {
        let scale = |units: Units| (units.max - units.min) / units.item_range;
        let to_score = self.units.map_or(1.0, scale);
        self.mean(exact * to_score) / to_score
    }

    /// False in full precision.
    fn is_rounding(&self) -> bool {
        self.units.is_some()
    }

    /// True for published figures of a part of the trust.
    fn is_of_group(&self) -> bool {
        self.units.is_some_and(|units| matches!(units.about, About::Group))
    }

    /// True if means have fewer decimals than other figures in score units, because of a few people. Then no figure that follows from
    /// the exact difference of two means is published.
    fn is_coarse(&self) -> bool {
        self.units.is_some_and(|units| units.mean.unit() > units.score.unit())
    }

    /// The unit of a published mean score; 0 in full precision.
    pub(in crate::disclosure) fn unit_of_means(&self) -> f64 {
        self.units.map_or(0.0, |units| units.mean.unit())
    }

    fn between(min: f64, max: f64, item_range: f64, about: About, policy: Policy) -> Self {
        let units = Units {
            about,
            min,
            max,
            score: Decimals::of_scores(max - min),
            mean: Decimals::of_scores(max - min),
            coefficient: match about {
                About::Trust => Decimals::THREE,
                About::Group => Decimals::TWO,
            },
            item_range,
            least_count: policy.min_group,
            detail: match about {
                About::Trust => ItemDetail::Counts,
                About::Group => ItemDetail::Codes,
            },
        };
        Self {
            units: (policy.digits == Digits::Published).then_some(units),
        }
    }
}

/// Rounding of each kind of number. In full precision every number stays as it is.
impl Precision {
    /// A mean score, or a difference between mean scores.
    pub(in crate::disclosure) fn mean(&self, value: f64) -> f64 {
        self.rounded(value, |units| units.mean, &[])
    }

    /// A standard deviation, a standard error, or another figure in score units.
    pub(in crate::disclosure) fn score(&self, value: f64) -> f64 {
        self.rounded(value, |units| units.score, &[])
    }

    /// A limit of an interval in score units.
    fn limit(&self, value: f64) -> f64 {
        self.rounded(value, |units| units.score, &[0.0])
    }

    /// A coefficient. One below 1 is never given as 1.
    fn coefficient(&self, value: f64) -> f64 {
        self.coefficient_beside(value, &[1.0])
    }

    /// A limit of a coefficient's interval.
    fn coefficient_limit(&self, value: f64) -> f64 {
        self.coefficient_beside(value, &[0.0, 1.0])
    }

    /// A coefficient that stays on its side of some marks.
    fn coefficient_beside(&self, value: f64, marks: &[f64]) -> f64 {
        self.rounded(value, |units| units.coefficient, marks)
    }

    /// The p value of a rounded difference, on the side of .05 of the exact one.
    fn p_of_rounded(&self, rounded: f64, exact: f64) -> f64 {
        let p = self.p(rounded);
        match (exact < CLEAR, p < CLEAR) {
            (true, false) => self.rounded(CLEAR.next_down(), |_| Decimals::THREE, &[CLEAR]),
            (false, true) => CLEAR,
            _ => p,
        }
    }

    /// A p value, on its side of .05.
    pub(in crate::disclosure) fn p(&self, value: f64) -> f64 {
        self.rounded(value, |_| Decimals::THREE, &[CLEAR])
    }

    /// Any other statistic: t, F, degrees of freedom.
    fn statistic(&self, value: f64) -> f64 {
        self.rounded(value, |_| Decimals::TWO, &[])
    }

    /// The limits of an effect size.
    fn effect_interval(&self, interval: Interval) -> Interval {
        let limit = |limit| self.rounded(limit, |_| Decimals::TWO, &[0.0]);
        Interval {
            lower: limit(interval.lower),
            upper: limit(interval.upper),
            cut: interval.cut,
        }
    }

    /// A position in percent of the range.
    fn percent_of_range(&self, value: f64) -> f64 {
        self.rounded(value, |_| Decimals::WHOLE, &[])
    }

    /// A share of staff, 0 to 1. Both of its numbers of people are published.
    pub(in crate::disclosure) fn rate(&self, value: f64) -> f64 {
        self.rounded(value, |_| Decimals::TWO, &[])
    }

    fn rounded(&self, value: f64, decimals: impl FnOnce(&Units) -> Decimals, marks: &[f64]) -> f64 {
        match &self.units {
            None => value,
            Some(units) => decimals(units).round_beside(value, marks),
        }
    }

    /// The position of a mean in percent of the range: from the exact mean in full precision, or else from the rounded mean.
    fn pomp(&self, exact: f64, mean: f64) -> f64 {
        match &self.units {
            None => exact,
            Some(units) => Decimals::WHOLE.round(100.0 * (mean - units.min) / (units.max - units.min)),
        }
    }

    /// A percentage of answers, 0 to 100.
    fn percent(&self, value: f64) -> Proportion {
        self.proportion(value, 100.0, Decimals::WHOLE)
    }

    /// A share of answers or of people, 0 to 1.
    pub(in crate::disclosure) fn share(&self, value: f64) -> Proportion {
        self.proportion(value, 1.0, Decimals::TWO)
    }

    fn proportion(&self, value: f64, whole: f64, decimals: Decimals) -> Proportion {
        if self.units.is_none() {
            return Proportion::Of(value);
        }
        let least = decimals.round(LEAST_SHARE * whole);
        let most = decimals.round(whole - least);
        if value < least {
            Proportion::Under(least)
        } else if value > most {
            Proportion::Over(most)
        } else {
            Proportion::Of(decimals.round(value))
        }
    }

    /// The standard deviation of scores, unless it is too small to publish.
    fn spread(&self, sd: f64) -> Result<f64, Undefined> {
        match &self.units {
            Some(units) if sd < LEAST_SPREAD * (units.max - units.min) => Err(TOO_ALIKE),
            _ => Ok(self.score(sd)),
        }
    }

    /// True if the answers to items spread too little to publish how far colleagues agree. `deviation` is the mean absolute
    /// deviation, in codes.
    fn is_too_alike(&self, deviation: f64) -> bool {
        self.units
            .is_some_and(|units| deviation < LEAST_SPREAD * units.item_range)
    }

    /// A reason why a figure is undefined. That there is no variance says that everybody answered alike, so it is not published.
    fn reason(&self, reason: Undefined) -> Undefined {
        match (&self.units, reason) {
            (Some(_), Undefined::NoVariance { .. }) => TOO_ALIKE,
            (Some(_), Undefined::ByItems { why, items }) => Undefined::ByItems {
                why: Box::new(self.reason(*why)),
                items,
            },
            (_, reason) => reason,
        }
    }

    /// A number, or the reason why there is none.
    fn figure(&self, found: Result<f64, Undefined>, rounded: impl FnOnce(&Self, f64) -> f64) -> Result<f64, Undefined> {
        match found {
            Ok(value) => Ok(rounded(self, value)),
            Err(reason) => Err(self.reason(reason)),
        }
    }
}

impl<T: AtPrecision> AtPrecision for Result<T, Undefined> {
    type Published = Result<T::Published, Undefined>;

    fn at_precision(self, precision: &Precision) -> Self::Published {
        match self {
            Ok(found) => Ok(found.at_precision(precision)),
            Err(reason) => Err(precision.reason(reason)),
        }
    }
}

impl<T: AtPrecision> AtPrecision for Option<T> {
    type Published = Option<T::Published>;

    fn at_precision(self, precision: &Precision) -> Self::Published {
        self.map(|found| found.at_precision(precision))
    }
}

impl<T: AtPrecision> AtPrecision for Vec<T> {
    type Published = Vec<T::Published>;

    fn at_precision(self, precision: &Precision) -> Self::Published {
        self.into_iter().map(|found| found.at_precision(precision)).collect()
    }
}
