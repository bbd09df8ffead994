//! The reliability of a scale: alpha, omega total and the mean inter-item correlation beside every score, and every other
//! coefficient of `statistics` under its key.

use std::cell::OnceCell;

use nalgebra::DMatrix;

use crate::analysis::covariances::{Covariances, covariances};
use crate::analysis::{Coefficient, Convention, Estimated, ItemMetric, MissingRule, Study};
use crate::model::{Instrument, ScoreKind};
use crate::stats::{
    self, AlphaMoments, BootstrapPlan, CompleteRows, Guttman, Interval, Limits, SplitHalf, Splits, Undefined, Wald,
};
use crate::tally::{MISSING, Responses};

/// The coefficients that stand beside every score.
#[derive(Debug, Clone, PartialEq)]
pub struct ScaleReliability {
    /// Cronbach's alpha with Feldt's interval.
    pub alpha: Estimated,
    /// McDonald's omega total from a one-factor model, with its standard error.
    pub omega_total: Estimated,
    /// Mean of the keyed inter-item correlations.
    pub mean_interitem_r: Estimated,
}

const FELDT: &str = "Feldt (1965)";

/// The reliability of one scale.
#[must_use]
pub fn scale_reliability(study: &Study<'_>, scale: usize) -> ScaleReliability {
    let found = covariances(study, scale, study.options.missing);
    let estimated = |estimate: fn(&Frame<'_>) -> Estimated| {
        let covariances = found.as_ref().map_err(Clone::clone)?;
        estimate(&Frame::new(study, scale, covariances))
    };
    ScaleReliability {
        alpha: estimated(alpha),
        omega_total: estimated(omega_total),
        mean_interitem_r: estimated(mean_interitem_r),
    }
}

/// One way to an interval of a coefficient.
#[derive(Debug, Clone, PartialEq)]
pub struct OtherInterval {
    /// Its name: `feldt`, `bonett`, `normal`, `adf` or `bootstrap`.
    pub key: &'static str,
    /// How it is made.
    pub method: &'static str,
    /// Its standard error, where it is made from one.
    pub se: Option<f64>,
    /// The limits, or why there are none.
    pub interval: Result<Interval, Undefined>,
}

/// A coefficient under the key that outputs and `--explain` use.
#[derive(Debug, Clone, PartialEq)]
pub struct Named {
    /// The key.
    pub key: &'static str,
    /// The coefficient.
    pub estimated: Estimated,
    /// Every way to its interval, where there are several.
    pub intervals: Vec<OtherInterval>,
}

/// How one coefficient is estimated.
type Estimate = fn(&Frame<'_>) -> Estimated;

/// The keys of all coefficients of a scale, in the order in which they are shown, and how each is estimated.
const KEYED: &[(&str, Estimate)] = &[
    ("alpha", alpha),
    ("alpha_standardized", alpha_standardized),
    ("omega_total", omega_total),
    ("lambda1", |frame| {
        guttman(
            frame,
            |found| Ok(found.lambda1),
            "λ1: all that items do not share is error",
        )
    }),
    ("lambda2", |frame| {
        guttman(frame, |found| Ok(found.lambda2), "λ2: from the squared covariances")
    }),
    ("lambda3", |frame| {
        guttman(frame, |found| Ok(found.lambda3), "λ3: alpha")
    }),
    ("lambda4", |frame| {
        guttman(frame, |found| Ok(found.lambda4), "λ4: the best split half")
    }),
    ("lambda5", |frame| {
        guttman(frame, |found| Ok(found.lambda5), "λ5: from the item that shares most")
    }),
    ("lambda6", |frame| {
        guttman(
            frame,
            |found| found.lambda6.clone(),
            "λ6: from squared multiple correlations",
        )
    }),
    ("split_half_min", |frame| split_half(frame, |found| found.min)),
    ("split_half_mean", |frame| split_half(frame, |found| found.mean)),
    ("split_half_max", |frame| split_half(frame, |found| found.max)),
    ("mean_interitem_r", mean_interitem_r),
    ("median_interitem_r", median_interitem_r),
    ("sem", sem),
];

/// Every coefficient of one scale, in the order in which they are shown.
#[must_use]
pub fn coefficients(study: &Study<'_>, scale: usize) -> Vec<Named> {
    let found = covariances(study, scale, study.options.missing);
    let frame = found.as_ref().map(|covariances| Frame::new(study, scale, covariances));
    let one = |&(key, estimate): &(&'static str, Estimate)| {
        let frame = frame.as_ref().map_err(|&reason| reason.clone());
        let estimated = frame.clone().and_then(estimate);
        let intervals = match (key, &frame, &estimated) {
            ("alpha", Ok(frame), Ok(alpha)) => alpha_intervals(frame, alpha.value),
            ("omega_total", Ok(frame), Ok(omega)) => omega_intervals(frame, omega),
            _ => Vec::new(),
        };
        Named {
            key,
            estimated,
            intervals,
        }
    };
    KEYED.iter().map(one).collect()
}

/// What a coefficient is estimated from, and what several coefficients share, found once.
struct Frame<'a> {
    study: &'a Study<'a>,
    scale: usize,
    covariances: &'a Covariances,
    guttman: OnceCell<Result<Guttman, Undefined>>,
    halves: OnceCell<Result<SplitHalf, Undefined>>,
}

impl<'a> Frame<'a> {
    fn new(study: &'a Study<'a>, scale: usize, covariances: &'a Covariances) -> Self {
        Self {
            study,
            scale,
            covariances,
            guttman: OnceCell::new(),
            halves: OnceCell::new(),
        }
    }

    fn coefficient(&self, value: f64, estimator: &'static str) -> Coefficient {
        Coefficient {
            value,
            se: None,
            interval: None,
            interval_method: "none",
            estimator,
            denominator: None,
            warning: None,
            missing: self.study.options.missing.name(),
            n: self.covariances.n,
            k: self.covariances.matrix.nrows(),
        }
    }

    /// The number that alpha's intervals take for the number of persons: psych counts every row.
    fn persons(&self) -> u64 {
        match self.study.options.like {
            Convention::Psych => (0..self.study.tally.groups())
                .map(|group| self.study.tally.rows(group))
                .sum(),
            _ => self.covariances.n,
        }
    }

    fn level(&self) -> f64 {
        self.study.options.level
    }

    /// The matrix that split halves and Guttman's bounds are taken of.
    fn halved(&self) -> Result<DMatrix<f64>, Undefined> {
        match self.study.options.metric {
            ItemMetric::AsAnswered => Ok(self.covariances.matrix.clone()),
            ItemMetric::Standardised => stats::correlation(&self.covariances.matrix),
        }
    }
}

fn enough(frame: &Frame<'_>) -> Result<(), Undefined> {
    if frame.covariances.n < 3 {
        return Err(Undefined::TooFewPersons {
            found: frame.covariances.n,
            needed: 3,
        });
    }
    Ok(())
}

fn alpha(frame: &Frame<'_>) -> Estimated {
    enough(frame)?;
    let value = stats::alpha(&frame.covariances.matrix)?;
    let k = frame.covariances.matrix.nrows();
    Ok(Coefficient {
        interval: Some(stats::feldt(value, k, frame.persons(), frame.level())),
        interval_method: FELDT,
        denominator: Some("observed variance of the sum"),
        ..frame.coefficient(value, "Cronbach's alpha from covariances")
    })
}

fn omega_total(frame: &Frame<'_>) -> Estimated {
    enough(frame)?;
    match frame.study.options.like {
        Convention::Psych | Convention::Jamovi => omega_by_least_squares(frame),
        Convention::Spss => Err(Undefined::OutOfRange {
            why: "SPSS's omega comes from an algorithm of its own, which is not reproduced here",
        }),
        Convention::Own | Convention::Jasp => {
            let omega = stats::omega_total(&frame.covariances.matrix, frame.covariances.n, frame.level())?;
            let improper = !omega.improper_items.is_empty();
            Ok(Coefficient {
                se: Some(omega.wald.se),
                interval: Some(Ok(omega.wald.interval)),
                interval_method: "delta method",
                denominator: Some("model-implied variance of the sum"),
                warning: improper.then_some("improper: an item's error variance is not above 0, so do not rely on it"),
                ..frame.coefficient(omega.value, "one-factor maximum likelihood on covariances")
            })
        }
    }
}

fn omega_by_least_squares(frame: &Frame<'_>) -> Estimated {
    let omega = stats::omega_minres(&frame.covariances.matrix)?;
    let bounded = !omega.bounded_items.is_empty();
    Ok(Coefficient {
        denominator: Some("observed variance of the standardised sum"),
        warning: bounded.then_some("an item's error variance stopped at its floor, where psych's own figure varies"),
        ..frame.coefficient(
            omega.value,
            "one-factor minres on correlations, as psych::omega(nfactors = 1)",
        )
    })
}

/// Every closed-form interval of alpha.
fn alpha_intervals(frame: &Frame<'_>, alpha: f64) -> Vec<OtherInterval> {
    let (n, k, level) = (frame.persons(), frame.covariances.matrix.nrows(), frame.level());
    let plain = |key, method, interval| OtherInterval {
        key,
        method,
        se: None,
        interval,
    };
    let wald = |key, method, found: Result<Wald, Undefined>| OtherInterval {
        key,
        method,
        se: found.as_ref().ok().map(|found| found.se),
        interval: found.map(|found| found.interval),
    };
    let adf = match frame.study.options.missing {
        MissingRule::Listwise => moments(frame).alpha_adf(level),
        MissingRule::Pairwise => Err(Undefined::OutOfRange {
            why: "it is defined for complete answers only; ask for --missing listwise",
        }),
    };
    let mut intervals = vec![
        plain("feldt", FELDT, stats::feldt(alpha, k, n, level)),
        plain("bonett", "Bonett (2002)", stats::bonett(alpha, k, n, level)),
        wald(
            "normal",
            "normal theory (van Zyl et al. 2000)",
            stats::alpha_normal_theory(&frame.covariances.matrix, n, level),
        ),
        wald("adf", "distribution-free (Maydeu-Olivares et al. 2007)", adf),
    ];
    intervals.extend(bootstrapped(frame, "alpha", &mut stats::alpha));
    intervals
}

/// The intervals of omega, where more than its own was asked for.
fn omega_intervals(frame: &Frame<'_>, omega: &Coefficient) -> Vec<OtherInterval> {
    let Some(bootstrap) = bootstrapped(frame, "omega", &mut stats::omega_of_many()) else {
        return Vec::new();
    };
    let own = omega.interval.clone().map(|interval| OtherInterval {
        key: "delta",
        method: omega.interval_method,
        se: omega.se,
        interval,
    });
    own.into_iter().chain([bootstrap]).collect()
}

/// The seeded bootstrap interval over the persons who answered all of the scale, where it was asked for.
fn bootstrapped(
    frame: &Frame<'_>,
    what: &str,
    statistic: &mut dyn FnMut(&DMatrix<f64>) -> Result<f64, Undefined>,
) -> Option<OtherInterval> {
    let rows = frame.study.rows?;
    let options = frame.study.options;
    let draws = options.bootstrap;
    if draws == 0 {
        return None;
    }
    let scale = &frame.study.instrument.scales()[frame.scale];
    let answers = complete_rows(frame.study.instrument, rows.responses, &scale.items);
    let about = format!("{what} of {}", scale.name);
    let plan = BootstrapPlan {
        draws,
        seed: options.seed,
        level: options.level,
        limits: Limits::Bca,
    };
    let found = CompleteRows::new(&answers, scale.items.len()).and_then(|complete| {
        stats::bootstrap(complete, plan, statistic, &mut |done| {
            (rows.progress)(&about, done, draws);
        })
    });
    Some(OtherInterval {
        key: "bootstrap",
        method: "bootstrap, bias-corrected and accelerated (Efron 1987)",
        se: found.as_ref().ok().map(|found| found.se),
        interval: found.map(|found| found.interval),
    })
}

/// The keyed answers of those who answered all of the items, row by row.
fn complete_rows(instrument: &Instrument, responses: &Responses, items: &[usize]) -> Vec<u8> {
    let mut answers = Vec::new();
    for row in 0..responses.rows() {
        let start = answers.len();
        for &item in items {
            let given = responses.column(item)[row];
            if given == MISSING {
                answers.truncate(start);
                break;
            }
            let about = &instrument.items()[item];
            answers.push(if about.reversed {
                about.response.range.mirrored(given)
            } else {
                given
            });
        }
    }
    answers
}

/// The tally's whole numbers as the distribution-free error wants them.
fn moments(frame: &Frame<'_>) -> AlphaMoments {
    let tally = &frame.study.tally;
    let (products, powers) = (tally.products(frame.scale), tally.powers(frame.scale));
    let k = products.items();
    let by_item = (0..k)
        .map(|i| {
            [
                i128::from(products.sum(i)),
                powers.xt[i][0],
                powers.xt[i][1],
                powers.xq[i],
            ]
        })
        .collect();
    let crossed = (0..k)
        .flat_map(|i| (0..=i).map(move |j| (i, j)))
        .map(|(i, j)| products.product(i, j))
        .collect();
    AlphaMoments::from_sums(products.persons(), powers.t, powers.q, by_item, crossed)
}

fn guttman(frame: &Frame<'_>, bound: fn(&Guttman) -> Result<f64, Undefined>, estimator: &'static str) -> Estimated {
    enough(frame)?;
    let find = || stats::guttman(&frame.halved()?, frame.study.options.seed);
    let found = frame.guttman.get_or_init(find).as_ref().map_err(Clone::clone)?;
    Ok(frame.coefficient(bound(found)?, estimator))
}

fn split_half(frame: &Frame<'_>, which: fn(&SplitHalf) -> f64) -> Estimated {
    enough(frame)?;
    let find = || stats::split_half(&frame.halved()?, frame.study.options.seed);
    let found = frame.halves.get_or_init(find).as_ref().map_err(Clone::clone)?;
    let estimator = match found.splits {
        Splits::All { .. } => "2(1 − (s²₁ + s²₂)/s²) over all splits into halves",
        Splits::Drawn { .. } => "2(1 − (s²₁ + s²₂)/s²) over 10,000 splits into halves, drawn",
    };
    Ok(frame.coefficient(which(found), estimator))
}

/// The standard error of measurement, in the metric of the score.
fn sem(frame: &Frame<'_>) -> Estimated {
    enough(frame)?;
    let value = stats::alpha(&frame.covariances.matrix)?;
    let total = frame.covariances.matrix.sum().sqrt();
    let sd = match frame.study.instrument.scoring.score {
        ScoreKind::Sum => total,
        ScoreKind::Mean => total / frame.covariances.matrix.nrows() as f64,
    };
    let found = stats::standard_error_of_measurement(sd, value)?;
    Ok(frame.coefficient(found, "s √(1 − alpha), in the metric of the score"))
}

fn alpha_standardized(frame: &Frame<'_>) -> Estimated {
    enough(frame)?;
    let value = stats::alpha_standardized(&frame.covariances.matrix)?;
    Ok(frame.coefficient(value, "alpha of the items brought to equal variances"))
}

fn median_interitem_r(frame: &Frame<'_>) -> Estimated {
    enough(frame)?;
    let correlations = stats::interitem(&frame.covariances.matrix)?;
    Ok(frame.coefficient(correlations.median, "median of the correlations between items"))
}

fn mean_interitem_r(frame: &Frame<'_>) -> Estimated {
    enough(frame)?;
    let correlations = stats::interitem(&frame.covariances.matrix)?;
    Ok(frame.coefficient(correlations.mean, "mean of the correlations between items"))
}
