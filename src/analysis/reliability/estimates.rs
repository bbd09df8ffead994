//! Each coefficient of a scale from its covariance matrix.

use crate::analysis::covariances::pairwise_correlations;
use crate::analysis::reliability::frame::Frame;
use crate::analysis::reliability::intervals::{alpha_interval, omega_interval};
use crate::analysis::{Coefficient, Convention, Estimated};
use crate::model::{MissingRule, ScoreKind};
use crate::stats::{self, Guttman, SplitHalf, Undefined};

/// Cronbach's alpha with its default interval.
pub(super) fn alpha(frame: &Frame<'_>) -> Estimated {
    let value = stats::alpha(&frame.covariances.matrix)?;
    let own = alpha_interval(frame, value);
    Ok(Coefficient {
        se: own.se,
        interval: Some(own.interval),
        interval_method: own.method,
        interval_of: Some(own.of),
        denominator: Some("observed variance of the sum"),
        ..frame.coefficient(value, "Cronbach's alpha from covariances")
    })
}

/// McDonald's omega total by the convention that was asked for.
pub(super) fn omega_total(frame: &Frame<'_>) -> Estimated {
    match frame.study.options.like {
        Convention::Psych | Convention::Jamovi => omega_by_least_squares(frame),
        Convention::Spss => Err(Undefined::OutOfRange {
            why: "SPSS's omega comes from an algorithm of its own, which is not reproduced here",
        }),
        Convention::Own | Convention::Jasp => {
            let omega = stats::omega_total(&frame.covariances.matrix, frame.covariances.n, frame.level())?;
            let improper = !omega.improper_items.is_empty();
            let own = omega_interval(frame, omega.value, omega.wald);
            Ok(Coefficient {
                se: own.se,
                interval: Some(own.interval),
                interval_method: own.method,
                interval_of: Some(own.of),
                denominator: Some("model-implied variance of the sum"),
                warning: improper
                    .then(|| "improper: an item's error variance is not above 0, so do not rely on it".to_owned()),
                ..frame.coefficient(omega.value, "one-factor maximum likelihood on covariances")
            })
        }
    }
}

fn omega_by_least_squares(frame: &Frame<'_>) -> Estimated {
    let options = &frame.study.options;
    let by_pairs = options.like == Convention::Psych && options.missing == MissingRule::Pairwise;
    let correlations = by_pairs.then(|| pairwise_correlations(frame.study, frame.scale));
    let omega = match &correlations {
        Some(Some(found)) => stats::omega_minres(found.as_ref().map_err(Clone::clone)?)?,
        Some(None) | None => stats::omega_minres(&frame.covariances.matrix)?,
    };
    let bounded = !omega.bounded_items.is_empty();
    let warning = if bounded {
        Some("uncertain: an item's error variance stopped at its floor, where psych's own figure varies")
    } else if correlations == Some(None) {
        Some("not quite psych's where answers are missing: a tally has no variances by pairs of items")
    } else {
        None
    };
    Ok(Coefficient {
        denominator: Some("observed variance of the standardised sum"),
        warning: warning.map(str::to_owned),
        ..frame.coefficient(
            omega.value,
            "one-factor minres on correlations, as psych::omega(nfactors = 1)",
        )
    })
}

/// One of Guttman's lower bounds.
pub(super) fn guttman(
    frame: &Frame<'_>,
    bound: fn(&Guttman) -> Result<f64, Undefined>,
    estimator: &'static str,
) -> Estimated {
    let find = || stats::guttman(&frame.halved()?, frame.study.options.seed);
    let found = frame.guttman.get_or_init(find).as_ref().map_err(Clone::clone)?;
    Ok(frame.coefficient(bound(found)?, estimator))
}

/// Smallest, mean or largest split-half reliability.
pub(super) fn split_half(frame: &Frame<'_>, which: fn(&SplitHalf) -> f64) -> Estimated {
    let find = || stats::split_half(&frame.halved()?, frame.study.options.seed);
    let found = frame.halves.get_or_init(find).as_ref().map_err(Clone::clone)?;
    let estimator = if found.all.is_some() {
        "2(1 − (s²₁ + s²₂)/s²) over all splits into halves"
    } else {
        "2(1 − (s²₁ + s²₂)/s²) over splits into halves; the extremes by exchange from 200 seeded splits"
    };
    Ok(frame.coefficient(which(found), estimator))
}

/// Standard error of measurement, in score units.
pub(super) fn sem(frame: &Frame<'_>) -> Estimated {
    let value = stats::alpha(&frame.covariances.matrix)?;
    let total = frame.covariances.matrix.sum().sqrt();
    let k = frame.covariances.matrix.nrows() as f64;
    let sd = match frame.study.instrument.scoring.score {
        ScoreKind::Sum => total * frame.study.instrument.scales()[frame.scale].designed() as f64 / k,
        ScoreKind::Mean => total / k,
    };
    let found = stats::standard_error_of_measurement(sd, value)?;
    Ok(frame.coefficient(found, "s √(1 − alpha), in the metric of the score"))
}

/// Alpha of the items scaled to equal variances.
pub(super) fn alpha_standardized(frame: &Frame<'_>) -> Estimated {
    let value = stats::alpha_standardized(&frame.covariances.matrix)?;
    Ok(frame.coefficient(value, "alpha of the items brought to equal variances"))
}

/// Median inter-item correlation.
pub(super) fn median_interitem_r(frame: &Frame<'_>) -> Estimated {
    let correlations = stats::interitem(&frame.covariances.matrix)?;
    Ok(frame.coefficient(correlations.median, "median of the correlations between items"))
}

/// Mean inter-item correlation.
pub(super) fn mean_interitem_r(frame: &Frame<'_>) -> Estimated {
    let correlations = stats::interitem(&frame.covariances.matrix)?;
    Ok(frame.coefficient(correlations.mean, "mean of the correlations between items"))
}
