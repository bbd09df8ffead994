//! Coefficients, and how academies differ, at published precision.

use crate::analysis::{
    Aggregation, AggregationVerdict, Anova, Coefficient, FTest, Interval, KeyedCoefficient, MedianAgreement,
    OtherInterval, RandomEffects, RankProbabilities, ScaleReliability, ShrunkenMean, TwoLevel,
};
use crate::disclosure::precision::{AtPrecision, Precision};

/// The key of the standard error of measurement, the one coefficient in score units.
const SEM: &str = "sem";

/// The rounding of a number, and of a limit of its interval.
#[derive(Clone, Copy)]
struct Rounding {
    value: fn(&Precision, f64) -> f64,
    limit: fn(&Precision, f64) -> f64,
}

const OF_COEFFICIENTS: Rounding = Rounding {
    value: Precision::coefficient,
    limit: Precision::coefficient_limit,
};
const OF_SCORES: Rounding = Rounding {
    value: Precision::score,
    limit: Precision::limit,
};

impl Precision {
    fn limits(&self, interval: Interval, rounding: Rounding) -> Interval {
        let Interval { lower, upper, cut } = interval;
        Interval {
            lower: (rounding.limit)(self, lower),
            upper: (rounding.limit)(self, upper),
            cut,
        }
    }

    /// The interval of a coefficient.
    pub(super) fn coefficient_interval(&self, interval: Interval) -> Interval {
        self.limits(interval, OF_COEFFICIENTS)
    }

    fn estimated(&self, found: Coefficient, rounding: Rounding) -> Coefficient {
        let Coefficient {
            value,
            se,
            interval,
            interval_method,
            interval_of,
            estimator,
            denominator,
            missing,
            warning,
            n,
            k,
        } = found;
        Coefficient {
            value: (rounding.value)(self, value),
            se: se.map(|se| (rounding.value)(self, se)),
            interval: interval.map(|limits| {
                limits
                    .map(|limits| self.limits(limits, rounding))
                    .map_err(|reason| self.reason(reason))
            }),
            interval_method,
            interval_of,
            estimator,
            denominator,
            missing,
            warning,
            n,
            k,
        }
    }
}

impl AtPrecision for Coefficient {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        precision.estimated(self, OF_COEFFICIENTS)
    }
}

impl AtPrecision for KeyedCoefficient {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            key,
            estimated,
            intervals,
        } = self;
        let rounding = if key == SEM { OF_SCORES } else { OF_COEFFICIENTS };
        Self {
            key,
            estimated: estimated
                .map(|found| precision.estimated(found, rounding))
                .map_err(|reason| precision.reason(reason)),
            intervals: intervals.at_precision(precision),
        }
    }
}

impl AtPrecision for OtherInterval {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            key,
            method,
            of,
            se,
            interval,
        } = self;
        Self {
            key,
            method,
            of,
            se: se.map(|se| precision.coefficient(se)),
            interval: interval
                .map(|limits| precision.coefficient_interval(limits))
                .map_err(|reason| precision.reason(reason)),
        }
    }
}

impl AtPrecision for ScaleReliability {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            alpha,
            omega_total,
            mean_interitem_r,
        } = self;
        Self {
            alpha: alpha.at_precision(precision),
            omega_total: omega_total.at_precision(precision),
            mean_interitem_r: mean_interitem_r.at_precision(precision),
        }
    }
}

impl AtPrecision for TwoLevel {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            within,
            between,
            mean,
            harmonic_size,
            groups,
            support,
            iterations,
            alpha_within,
            alpha_between,
            alpha_between_observed,
            alpha_two_level,
        } = self;
        Self {
            within: within.map(|covariance| precision.coefficient(covariance)),
            between: between.map(|covariance| precision.coefficient(covariance)),
            mean: mean.map(|mean| precision.mean(mean)),
            harmonic_size: precision.statistic(harmonic_size),
            groups,
            support,
            iterations,
            alpha_within: precision.figure(alpha_within, Precision::coefficient),
            alpha_between: precision.figure(alpha_between, Precision::coefficient),
            alpha_between_observed: precision.figure(alpha_between_observed, Precision::coefficient),
            alpha_two_level: precision.figure(alpha_two_level, Precision::coefficient),
        }
    }
}

impl AtPrecision for Aggregation {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            icc1,
            icc1_mean_size,
            icc2,
            icc2_mean,
            anova,
            random_effects,
            verdict,
        } = self;
        Self {
            icc1: icc1.at_precision(precision),
            icc1_mean_size: icc1_mean_size.at_precision(precision),
            // On its side of the limits that decide the verdict.
            icc2: icc2
                .map(|found| Coefficient {
                    value: verdict.icc2_at_precision(found.value, precision),
                    ..found.at_precision(precision)
                })
                .map_err(|reason| precision.reason(reason)),
            icc2_mean: precision.figure(icc2_mean, Precision::coefficient),
            anova: anova.at_precision(precision),
            random_effects: random_effects.at_precision(precision),
            verdict: verdict.at_precision(precision),
        }
    }
}

impl AggregationVerdict {
    fn icc2_at_precision(&self, icc2: f64, precision: &Precision) -> f64 {
        precision.coefficient_beside(icc2, &[self.limits.no(), self.limits.yes(), 1.0])
    }
}

impl AtPrecision for AggregationVerdict {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let figures = self.figures.map(|(icc1, interval, icc2)| {
            let interval = precision.coefficient_interval(interval);
            (
                precision.coefficient(icc1),
                interval,
                self.icc2_at_precision(icc2, precision),
            )
        });
        let Self {
            allowed,
            figures: _,
            agreement,
            limits,
            why_not,
        } = self;
        Self {
            allowed,
            figures,
            agreement: agreement.at_precision(precision),
            limits,
            why_not,
        }
    }
}

impl AtPrecision for MedianAgreement {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            median_r_star,
            chance,
            size,
        } = self;
        let rounded = precision.coefficient(chance);
        // The median stays on its side of chance: the verdict says whether colleagues agree more than that.
        let beside = if median_r_star > chance {
            median_r_star.max(rounded.next_up())
        } else {
            median_r_star.min(rounded)
        };
        Self {
            median_r_star: precision.coefficient_beside(beside, &[rounded, 1.0]),
            chance: rounded,
            size,
        }
    }
}

impl AtPrecision for Anova {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            groups,
            n,
            ss_between,
            ss_within,
            df_between,
            df_within,
            ms_between,
            ms_within,
            test,
            k0,
            mean_size,
            balanced,
        } = self;
        Self {
            groups,
            n,
            ss_between: precision.statistic(ss_between),
            ss_within: precision.statistic(ss_within),
            df_between,
            df_within,
            ms_between: precision.statistic(ms_between),
            ms_within: precision.statistic(ms_within),
            test: test.at_precision(precision),
            k0: precision.statistic(k0),
            mean_size: precision.statistic(mean_size),
            balanced,
        }
    }
}

impl AtPrecision for FTest {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self { f, p } = self;
        Self {
            f: precision.statistic(f),
            p: precision.p(p),
        }
    }
}

impl AtPrecision for RandomEffects {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            mean,
            mean_se,
            var_between,
            var_within,
            var_between_se,
            var_within_se,
            at_boundary,
            mean_reliability,
            groups,
        } = self;
        Self {
            mean: precision.mean(mean),
            mean_se: precision.score(mean_se),
            var_between: precision.coefficient(var_between),
            var_within: precision.coefficient(var_within),
            var_between_se: var_between_se.map(|se| precision.coefficient(se)),
            var_within_se: precision.coefficient(var_within_se),
            at_boundary,
            mean_reliability: precision.coefficient(mean_reliability),
            groups: groups.at_precision(precision),
        }
    }
}

impl AtPrecision for ShrunkenMean {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            reliability,
            mean,
            se,
            se_plugin,
            conditional_sd,
        } = self;
        Self {
            reliability: precision.coefficient(reliability),
            mean: precision.mean(mean),
            se: precision.score(se),
            se_plugin: precision.score(se_plugin),
            conditional_sd: precision.score(conditional_sd),
        }
    }
}

impl AtPrecision for RankProbabilities {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            ranks,
            expected_rank,
            above_trust_mean,
        } = self;
        Self {
            ranks: ranks.into_iter().map(|p| precision.statistic(p)).collect(),
            expected_rank: precision.statistic(expected_rank),
            above_trust_mean: precision.statistic(above_trust_mean),
        }
    }
}
