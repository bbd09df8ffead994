//! Changes and differences at published precision.

use crate::analysis::{
    Change, ChangeInMeans, EffectSize, Interval, ItemChange, MeanDifference, MixedChange, MixedChanges, OwnChange,
    PairedChange, PooledChange, RandomSlope, RestComparison, StandardisedChange, TermScore, TrustChange, Undefined,
};
use crate::disclosure::precision::{AtPrecision, PARTIAL, Precision};

/// The change of a group. It is the difference of the two published means: rounded by itself it would not fit them.
impl AtPrecision for Change {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let of_published = precision.published_difference(&self.before, &self.after);
        precision.change(self, of_published)
    }
}

impl Precision {
    /// The difference of two published means; `None` in full precision.
    fn published_difference(&self, before: &TermScore, after: &TermScore) -> Option<f64> {
        let mean = |score: &TermScore| score.mean.map(|mean| self.mean(mean));
        let difference = mean(after)? - mean(before)?;
        self.is_rounding().then_some(difference)
    }

    /// A change, and the difference between the published means if the change is between these.
    fn change(&self, exact: Change, of_published: Option<f64>) -> Change {
        let precision = self;
        let Change {
            before,
            after,
            difference,
            test,
            p_holm,
            p_bh,
            simultaneous,
            effect,
            cliffs_delta,
            smallest_visible,
            smallest_clear,
            these_staff,
            conclusion,
        } = exact;
        let of_published = of_published.or_else(|| self.only_rounded(difference?));
        let wide = widened(&test, simultaneous, of_published, precision);
        // With the standard deviation they would give back the difference that was rounded away.
        let (effect, cliffs_delta) = if self.is_coarse() {
            (Err(PARTIAL), Err(PARTIAL))
        } else {
            (
                effect.at_precision(precision),
                precision.figure(cliffs_delta, Precision::coefficient),
            )
        };
        Change {
            before: before.at_precision(precision),
            after: after.at_precision(precision),
            difference: difference
                .map(|exact| of_published.map_or_else(|| self.mean(exact), |found| self.score(found))),
            test: self.difference(test, of_published),
            p_holm: p_holm.filter(|_| !self.is_coarse()).map(|p| precision.p(p)),
            p_bh: p_bh.filter(|_| !self.is_coarse()).map(|p| precision.p(p)),
            simultaneous: wide,
            effect,
            cliffs_delta,
            smallest_visible: precision.figure(smallest_visible, Precision::score),
            smallest_clear: precision.figure(smallest_clear, Precision::score),
            these_staff: these_staff.at_precision(precision),
            conclusion,
        }
    }
}

/// A widened interval, about the same published difference as the interval by itself.
fn widened(
    test: &Result<MeanDifference, Undefined>,
    simultaneous: Result<Interval, Undefined>,
    of_published: Option<f64>,
    precision: &Precision,
) -> Result<Interval, Undefined> {
    let exact = test
        .as_ref()
        .map_err(|reason| precision.reason(reason.clone()))?
        .difference;
    let published = of_published.map_or_else(|| precision.mean(exact), |found| precision.score(found));
    simultaneous
        .map(|limits| precision.interval(exact, published, limits))
        .map_err(|reason| precision.reason(reason))
}

/// Like the change of a score, it is the difference of the two published means; of the trust, whose difference holds the weights of
/// academies fixed, it is rounded by itself.
impl AtPrecision for ItemChange {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            before,
            after,
            difference,
            test,
            simultaneous,
            conclusion,
        } = self;
        let of_published = precision.published_difference(&before, &after);
        let of_published = of_published.filter(|_| precision.is_of_group());
        // With its interval, the standard deviation would follow, which is not published either.
        let (test, simultaneous) = if precision.is_coarse() {
            (Err(PARTIAL), Err(PARTIAL))
        } else {
            (test, simultaneous)
        };
        let wide = widened(&test, simultaneous, of_published, precision);
        Self {
            before: before.at_precision(precision),
            after: after.at_precision(precision),
            difference: difference
                .map(|exact| of_published.map_or_else(|| precision.mean(exact), |found| precision.score(found))),
            test: precision.difference(test, of_published),
            simultaneous: wide,
            conclusion,
        }
    }
}

impl AtPrecision for TrustChange {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            change,
            weighting,
            mix,
            pooled,
        } = self;
        Self {
            // Its means hold the weights of academies fixed in two ways, so it is not their difference.
            change: precision.change(change, None),
            weighting,
            mix: mix.map(|mix| precision.mean(mix)),
            pooled: pooled.at_precision(precision),
        }
    }
}

impl AtPrecision for PooledChange {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            welch,
            effect,
            cliffs_delta,
        } = self;
        if precision.is_coarse() {
            return Self {
                welch: Err(PARTIAL),
                effect: Err(PARTIAL),
                cliffs_delta: Err(PARTIAL),
            };
        }
        Self {
            welch: welch.at_precision(precision),
            effect: effect.at_precision(precision),
            cliffs_delta: precision.figure(cliffs_delta, Precision::coefficient),
        }
    }
}

impl AtPrecision for TermScore {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            n,
            mean,
            unit: _,
            headcount,
            response_rate,
        } = self;
        Self {
            n,
            mean: mean.map(|mean| precision.mean(mean)),
            unit: precision.unit_of_means(),
            headcount,
            response_rate: response_rate.map(|rate| precision.rate(rate)),
        }
    }
}

impl AtPrecision for MeanDifference {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            difference: exact,
            se,
            t,
            df,
            p,
            interval,
        } = self;
        let difference = precision.mean(exact);
        Self {
            difference,
            se: precision.score(se),
            t: precision.statistic(t),
            df: precision.statistic(df),
            p: precision.p(p),
            interval: precision.interval(exact, difference, interval),
        }
    }
}

impl Precision {
    /// A comparison with the rest of the trust. If both means are published, it is about the difference between the published ones.
    pub(in crate::disclosure) fn comparison(&self, exact: RestComparison, of_published: Option<f64>) -> RestComparison {
        let rounded = exact.clone().at_precision(self);
        let of_published = of_published.or_else(|| self.only_rounded(exact.test.as_ref().ok()?.difference));
        let simultaneous = widened(&exact.test, exact.simultaneous, of_published, self);
        RestComparison {
            test: self.difference(exact.test, of_published),
            simultaneous,
            conclusion: rounded.conclusion,
        }
    }

    /// A difference that nothing may say more exactly than its rounding does; `None` if it is rounded as usual.
    fn only_rounded(&self, difference: f64) -> Option<f64> {
        self.is_coarse().then(|| self.mean(difference))
    }

    /// A difference of means. If both means are published, it is the difference between the published ones.
    fn difference(
        &self,
        exact: Result<MeanDifference, Undefined>,
        of_published: Option<f64>,
    ) -> Result<MeanDifference, Undefined> {
        let rounded = exact.clone().at_precision(self)?;
        let of_published = of_published.or_else(|| self.only_rounded(exact.as_ref().ok()?.difference));
        match (exact, of_published) {
            (Ok(exact), Some(published)) => {
                let difference = self.score(published);
                let p = if self.is_coarse() {
                    self.p_of_rounded(exact.p_of(published), exact.p)
                } else {
                    rounded.p
                };
                Ok(MeanDifference {
                    difference,
                    p,
                    t: self.statistic(if exact.se > 0.0 { published / exact.se } else { exact.t }),
                    interval: self.interval(exact.difference, difference, exact.interval),
                    ..rounded
                })
            }
            _ => Ok(rounded),
        }
    }
}

impl AtPrecision for ChangeInMeans {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            difference: exact,
            se,
            interval,
        } = self;
        let difference = precision.mean(exact);
        Self {
            difference,
            se: precision.score(se),
            interval: precision.interval(exact, difference, interval),
        }
    }
}

impl AtPrecision for EffectSize {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            cohen_d,
            interval,
            hedges_g,
            pooled_sd,
        } = self;
        Self {
            cohen_d: precision.statistic(cohen_d),
            interval: precision.effect_interval(interval),
            hedges_g: precision.statistic(hedges_g),
            pooled_sd: precision.score(pooled_sd),
        }
    }
}

impl Precision {
    /// An academy's own change by the mixed model, unless its mean has fewer decimals than usual.
    pub(in crate::disclosure) fn unless_coarse(
        &self,
        own: Result<OwnChange, Undefined>,
    ) -> Result<OwnChange, Undefined> {
        if self.is_coarse() {
            return Err(PARTIAL);
        }
        own.at_precision(self)
    }
}

impl AtPrecision for OwnChange {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            change,
            se,
            probability_rose,
            change_plugin,
            se_plugin,
            probability_rose_plugin,
        } = self;
        Self {
            change: precision.mean(change),
            se: precision.score(se),
            probability_rose: precision.statistic(probability_rose),
            change_plugin: precision.mean(change_plugin),
            se_plugin: precision.score(se_plugin),
            probability_rose_plugin: precision.statistic(probability_rose_plugin),
        }
    }
}

impl AtPrecision for MixedChanges {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self { intercept, slope, own } = self;
        if precision.is_coarse() {
            return Self {
                intercept: Err(PARTIAL),
                slope: Err(PARTIAL),
                own: own.into_iter().map(|_| Err(PARTIAL)).collect(),
            };
        }
        Self {
            intercept: intercept.at_precision(precision),
            slope: slope.at_precision(precision),
            own: own.at_precision(precision),
        }
    }
}

impl AtPrecision for MixedChange {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            change: exact,
            se,
            df,
            p,
            interval,
            mean_before,
            var_academy,
            var_residual,
            at_boundary,
        } = self;
        let change = precision.mean(exact);
        Self {
            change,
            se: precision.score(se),
            df,
            p: precision.p(p),
            interval: precision.interval(exact, change, interval),
            mean_before: precision.mean(mean_before),
            var_academy: precision.coefficient(var_academy),
            var_residual: precision.coefficient(var_residual),
            at_boundary,
        }
    }
}

impl AtPrecision for RandomSlope {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            change: exact,
            se,
            df,
            interval,
            var_academy,
            var_change,
            covariance,
            var_residual,
            singular,
            academies,
        } = self;
        let change = precision.mean(exact);
        Self {
            change,
            se: precision.score(se),
            df,
            interval: precision.interval(exact, change, interval),
            var_academy: precision.coefficient(var_academy),
            var_change: precision.coefficient(var_change),
            covariance: precision.coefficient(covariance),
            var_residual: precision.coefficient(var_residual),
            singular,
            academies: academies.at_precision(precision),
        }
    }
}

impl AtPrecision for StandardisedChange {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            before,
            after,
            difference,
        } = self;
        Self {
            before: before.at_precision(precision),
            after: after.at_precision(precision),
            difference: difference.at_precision(precision),
        }
    }
}

impl AtPrecision for PairedChange {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            n,
            change: exact,
            se,
            t,
            df,
            p,
            interval,
            d_z,
        } = self;
        let change = precision.mean(exact);
        Self {
            n,
            change,
            se: precision.score(se),
            t: precision.statistic(t),
            df,
            p: precision.p(p),
            interval: precision.interval(exact, change, interval),
            d_z: precision.statistic(d_z),
        }
    }
}

impl AtPrecision for RestComparison {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            test,
            simultaneous,
            conclusion,
        } = self;
        Self {
            simultaneous: widened(&test, simultaneous, None, precision),
            test: test.at_precision(precision),
            conclusion,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disclosure::Policy;
    use crate::disclosure::precision::{About, CLEAR};

    /// A difference that a coarse rounding moves by nearly 1.
    fn moved() -> MeanDifference {
        MeanDifference {
            difference: -0.06,
            se: 0.25,
            t: -0.24,
            df: 30.0,
            p: 0.81,
            interval: Interval::new(-0.57, 0.45),
        }
    }

    #[test]
    fn no_figure_gives_back_a_difference_that_was_rounded_away() {
        let usual = Precision::between(1.0, 6.0, 5.0, About::Group, Policy::published(10));
        let coarse = usual.with_fewer_decimals(2);
        let found = coarse.difference(Ok(moved()), Some(-1.0)).unwrap();
        assert!((found.difference + 1.0).abs() < 1e-12);
        // The interval is that of the rounded difference. Its upper limit stays above 0, as the exact one does, and says no more.
        assert_eq!(found.interval, Interval::new(-1.51, 0.01));
        assert!((found.t + 4.0).abs() < 1e-12);
        assert!((found.p - CLEAR).abs() < 1e-12, "{}", found.p);
        // Another exact difference with the same rounded one gives the same figures.
        let other = MeanDifference {
            difference: -0.4,
            t: -1.6,
            p: 0.12,
            interval: Interval::new(-0.91, 0.11),
            ..moved()
        };
        assert_eq!(coarse.difference(Ok(other), Some(-1.0)).unwrap(), found);
        // With the usual decimals the figures are those of the exact difference.
        let found = usual.difference(Ok(moved()), Some(-0.06)).unwrap();
        assert_eq!((found.t, found.p), (-0.24, 0.81));
    }
}
