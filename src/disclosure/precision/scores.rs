//! The scores of a group and of the trust at published precision.

use crate::analysis::{
    GroupEstimates, Interval, ItemsAsked, MeanInterval, Population, ShrunkenMean, StandardisedMean, StratifiedMean,
    TrustEstimates, Undefined, Weighting,
};
use crate::disclosure::precision::{AtPrecision, Precision, Proportion, TOO_ALIKE};
use crate::disclosure::seal::Seal;

/// The published score of a group on one scale.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupFigures {
    /// The group's name; empty for those who gave none.
    pub name: String,
    /// The items that the group was asked.
    pub items: ItemsAsked,
    /// People with a score.
    pub n: u64,
    /// The group's score, in score units; `None` if nobody has a score.
    pub mean: Option<f64>,
    /// The unit to which `mean` is rounded; 0 in full precision.
    pub unit: f64,
    /// Standard deviation of people's scores (n − 1), or the reason why there is none.
    pub sd: Result<f64, Undefined>,
    /// Standard error and interval of the mean.
    pub interval: Result<MeanInterval, Undefined>,
    /// The mean as percent of the maximum possible.
    pub pomp: Option<f64>,
    /// The interval of the mean as percent of the maximum possible.
    pub pomp_limits: Result<Interval, Undefined>,
    /// Percentage of the given answers that are favourable.
    pub percent_favourable: Option<Proportion>,
    /// The interval of that percentage.
    pub favourable_limits: Result<Interval, Undefined>,
    /// Number of staff, if known.
    pub headcount: Option<u64>,
    /// People with a score, divided by staff: 0 to 1, or above 1 if the headcount is out of date.
    pub response_rate: Option<f64>,
    /// Shrunken mean, or the reason why there is none.
    pub shrunken: Result<ShrunkenMean, Undefined>,
    seal: Seal,
}

/// The published score of the trust, or of several groups together, on one scale.
#[derive(Debug, Clone, PartialEq)]
pub struct TrustFigures {
    /// People with a score.
    pub n: u64,
    /// The trust's mean, in score units: over all people, or weighted by headcounts if all are known.
    pub mean: Option<f64>,
    /// The unit to which means are rounded; 0 in full precision.
    pub unit: f64,
    /// Weighting of `mean`.
    pub weights: Weighting,
    /// The unweighted mean over all people.
    pub mean_of_persons: Option<f64>,
    /// Standard deviation of people's scores (n − 1), or the reason why there is none.
    pub sd: Result<f64, Undefined>,
    /// Standard error and interval of the mean, stratified by academy.
    pub interval: Result<StratifiedMean, Undefined>,
    /// Unweighted mean of the academies' scores.
    pub mean_of_academies: Option<f64>,
    /// Number of academies in which somebody has a score.
    pub academies: usize,
    /// The mean as percent of the maximum possible.
    pub pomp: Option<f64>,
    /// Percentage of the given answers that are favourable.
    pub percent_favourable: Option<Proportion>,
    /// The interval of that percentage.
    pub favourable_limits: Result<Interval, Undefined>,
    /// Total staff, if known for every academy.
    pub headcount: Option<u64>,
    /// People with a score, divided by staff.
    pub response_rate: Option<f64>,
    seal: Seal,
}

impl AtPrecision for GroupEstimates {
    type Published = GroupFigures;

    fn at_precision(self, precision: &Precision) -> GroupFigures {
        let Self {
            name,
            items,
            n,
            mean: exact,
            sd,
            interval,
            pomp,
            pomp_limits,
            percent_favourable,
            favourable_limits,
            headcount,
            response_rate,
            shrunken,
        } = self;
        let mean = exact.map(|mean| precision.mean(mean));
        let spread = precision.deviation(sd, n);
        let from_rounded = |found: MeanInterval| {
            let all = matches!(found.population, Population::Everyone);
            match (&spread, sd) {
                // With a standard deviation that is not published its standard error is not either, which is a multiple of it.
                (Err(reason), _) if !all => Err(reason.clone()),
                (Ok(rounded), Some(exact)) if exact > 0.0 => Ok(precision.around_rounded(found, rounded / exact)),
                _ => Ok(precision.around_rounded(found, 1.0)),
            }
        };
        let interval = interval
            .map_err(|reason| precision.reason(reason))
            .and_then(from_rounded);
        let pomp_limits = match (&interval, &pomp_limits) {
            (Ok(interval), Ok(exact)) => Ok(Interval {
                lower: precision.pomp(exact.lower, interval.interval.lower),
                upper: precision.pomp(exact.upper, interval.interval.upper),
                cut: interval.interval.cut,
            }),
            (Err(reason), _) | (_, Err(reason)) => Err(precision.reason(reason.clone())),
        };
        GroupFigures {
            name,
            items,
            n,
            mean,
            unit: precision.unit_of_means(),
            sd: spread,
            interval,
            pomp: pomp.zip(mean).map(|(exact, mean)| precision.pomp(exact, mean)),
            pomp_limits,
            favourable_limits: precision.percent_limits(percent_favourable, favourable_limits),
            percent_favourable: percent_favourable.map(|share| precision.percent(share)),
            headcount,
            response_rate: response_rate.map(|rate| precision.rate(rate)),
            shrunken: shrunken.at_precision(precision),
            seal: Seal,
        }
    }
}

impl AtPrecision for TrustEstimates {
    type Published = TrustFigures;

    fn at_precision(self, precision: &Precision) -> TrustFigures {
        let Self {
            n,
            mean: exact,
            weights,
            mean_of_persons,
            sd,
            interval,
            mean_of_academies,
            academies,
            pomp,
            percent_favourable,
            favourable_limits,
            headcount,
            response_rate,
        } = self;
        let mean = exact.map(|mean| precision.mean(mean));
        let sd = precision.deviation(sd, n);
        let interval = match (interval, &sd) {
            (Ok(found), Err(reason)) if !found.everyone => Err(reason.clone()),
            (found, _) => found.at_precision(precision),
        };
        TrustFigures {
            n,
            mean,
            unit: precision.unit_of_means(),
            weights,
            mean_of_persons: mean_of_persons.map(|mean| precision.mean(mean)),
            sd,
            interval,
            mean_of_academies: mean_of_academies.map(|mean| precision.mean(mean)),
            academies,
            pomp: pomp.zip(mean).map(|(exact, mean)| precision.pomp(exact, mean)),
            favourable_limits: precision.percent_limits(percent_favourable, favourable_limits),
            percent_favourable: percent_favourable.map(|share| precision.percent(share)),
            headcount,
            response_rate: response_rate.map(|rate| precision.rate(rate)),
            seal: Seal,
        }
    }
}

impl AtPrecision for StratifiedMean {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            n,
            mean: exact,
            weighting,
            se,
            df,
            interval,
            everyone,
            pooled,
            stale,
            empty,
        } = self;
        let mean = precision.mean(exact);
        Self {
            n,
            mean,
            weighting,
            se: precision.score(se),
            df,
            interval: precision.score_interval(exact, mean, interval),
            everyone,
            pooled,
            stale,
            empty,
        }
    }
}

impl AtPrecision for StandardisedMean {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            n,
            mean: exact,
            se,
            df,
            interval,
        } = self;
        let mean = precision.mean(exact);
        Self {
            n,
            mean,
            se: precision.score(se),
            df,
            interval: precision.score_interval(exact, mean, interval),
        }
    }
}

impl Precision {
    /// The limits of a percentage of answers: whole, as far from the rounded percentage as the exact limits are from the exact one,
    /// and none where the percentage itself is only bounded.
    fn percent_limits(&self, share: Option<f64>, limits: Result<Interval, Undefined>) -> Result<Interval, Undefined> {
        let limits = limits.map_err(|reason| self.reason(reason))?;
        let Some(exact) = share.filter(|_| self.units.is_some()) else {
            return Ok(limits);
        };
        let rounded = self.percent(exact).value().ok_or(TOO_ALIKE)?;
        let moved = |limit: f64| self.percent_of_range(rounded + (limit - exact)).clamp(0.0, 100.0);
        let kept = |limit: f64| {
            if limit <= 0.0 || limit >= 100.0 {
                limit
            } else {
                moved(limit)
            }
        };
        Ok(Interval {
            lower: kept(limits.lower),
            upper: kept(limits.upper),
            cut: limits.cut,
        })
    }

    /// A standard deviation of scores.
    pub(super) fn deviation(&self, sd: Option<f64>, n: u64) -> Result<f64, Undefined> {
        let sd = sd.ok_or(Undefined::TooFewPersons { found: n, needed: 2 })?;
        self.spread(sd)
    }

    /// The interval of a mean about the rounded mean, its width made wider or narrower as the rounded standard deviation is.
    fn around_rounded(&self, found: MeanInterval, stretch: f64) -> MeanInterval {
        let MeanInterval {
            n,
            mean: exact,
            se,
            df,
            interval,
            population,
        } = found;
        if self.units.is_none() {
            return found;
        }
        let mean = self.mean(exact);
        let stretched = Interval {
            lower: exact - (exact - interval.lower) * stretch,
            upper: exact + (interval.upper - exact) * stretch,
            cut: interval.cut,
        };
        let stretched = self.keep_ends(interval, stretched);
        MeanInterval {
            n,
            mean,
            se: self.score(se * stretch),
            df,
            interval: self.score_interval(exact, mean, stretched),
            population,
        }
    }

    /// The interval of a mean score about the rounded mean. A limit that was cut at the end of the scale stays there, and rounding
    /// moves none beyond it.
    fn score_interval(&self, exact: f64, rounded: f64, interval: Interval) -> Interval {
        let moved = self.keep_ends(interval, self.interval(exact, rounded, interval));
        self.units.map_or(moved, |units| Interval {
            lower: moved.lower.clamp(units.min, units.max),
            upper: moved.upper.clamp(units.min, units.max),
            cut: moved.cut,
        })
    }

    /// The `moved` limits, except those of a cut `interval` that are at an end of the scale.
    fn keep_ends(&self, interval: Interval, moved: Interval) -> Interval {
        let Some(units) = self.units.filter(|_| interval.cut) else {
            return moved;
        };
        let kept = |limit: f64, moved: f64| {
            if limit <= units.min || limit >= units.max {
                limit
            } else {
                moved
            }
        };
        Interval {
            lower: kept(interval.lower, moved.lower),
            upper: kept(interval.upper, moved.upper),
            cut: interval.cut,
        }
    }

    /// An interval about a rounded figure, as far from it as the exact limits are from the exact figure. Limits that were rounded by
    /// themselves would say by their middle what the figure is more exactly.
    pub(super) fn interval(&self, exact: f64, rounded: f64, interval: Interval) -> Interval {
        let Interval { lower, upper, cut } = interval;
        if self.units.is_none() {
            return interval;
        }
        let limit = |limit: f64| {
            let moved = self.limit(rounded + (limit - exact));
            // The side of 0 is that of the exact limit, which itself would say by its place what the figure is more exactly.
            if limit > 0.0 && moved <= 0.0 || limit < 0.0 && moved >= 0.0 {
                self.limit(f64::MIN_POSITIVE.copysign(limit))
            } else {
                moved
            }
        };
        Interval {
            lower: limit(lower),
            upper: limit(upper),
            cut,
        }
    }
}
