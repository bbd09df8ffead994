//! Intervals of alpha and omega by several methods.

use nalgebra::DMatrix;

use crate::analysis::reliability::frame::{COMPLETE_ONLY, Frame};
use crate::analysis::{Coefficient, Convention, MissingRule};
use crate::model::Instrument;
use crate::stats::{self, AlphaMoments, BootstrapPlan, CompleteRows, Interval, Limits, OverGroups, Undefined, Wald};
use crate::tally::{MISSING, Responses};

/// An interval of a coefficient by one of several methods.
#[derive(Debug, Clone, PartialEq)]
pub struct OtherInterval {
    /// Its key: `jackknife`, `feldt`, `bonett`, `normal`, `adf`, `clustered`, `delta` or `bootstrap`.
    pub key: &'static str,
    /// The method and its source.
    pub method: &'static str,
    /// The staff that it is about.
    pub of: &'static str,
    /// Standard error, if the method uses one.
    pub se: Option<f64>,
    /// The limits, or the reason why there are none.
    pub interval: Result<Interval, Undefined>,
}

/// The population of intervals that treat academies as a sample: what would other academies of this kind give?
const SUCH_ACADEMIES: &str = "staff of academies such as these";
/// The population of intervals that treat only staff as a sample.
const THESE_ACADEMIES: &str = "staff of these academies";

impl OtherInterval {
    /// An interval from limits alone.
    fn of_limits(key: &'static str, method: &'static str, interval: Result<Interval, Undefined>) -> Self {
        Self {
            key,
            method,
            of: THESE_ACADEMIES,
            se: None,
            // A coefficient of at most 1.
            interval: interval.map(|limits| limits.within(f64::NEG_INFINITY, 1.0)),
        }
    }

    /// An interval from a standard error.
    fn of_error(key: &'static str, method: &'static str, found: Result<Wald, Undefined>) -> Self {
        Self {
            se: found.as_ref().ok().map(|found| found.se),
            ..Self::of_limits(key, method, found.map(|found| found.interval))
        }
    }

    /// An interval over academies of a coefficient with this value.
    fn over_academies(
        key: &'static str,
        method: &'static str,
        value: f64,
        found: Result<OverGroups, Undefined>,
    ) -> Self {
        Self {
            of: SUCH_ACADEMIES,
            se: found.as_ref().ok().map(|found| (1.0 - value) * found.log_se),
            ..Self::of_limits(key, method, found.map(|found| found.interval))
        }
    }
}

/// The interval that alpha carries: over academies if there are enough, or else distribution-free. With pairwise covariances and
/// in the conventions of other programs, Feldt's.
pub(super) fn alpha_interval(frame: &Frame<'_>, alpha: f64) -> OtherInterval {
    let options = frame.study.options;
    if options.like == Convention::Jasp && options.missing == MissingRule::Listwise {
        return jasp(frame, alpha);
    }
    if options.like != Convention::Own || options.missing == MissingRule::Pairwise {
        return feldt(frame, alpha);
    }
    let found = jackknife(frame, alpha);
    if found.interval.is_ok() {
        return found;
    }
    let found = adf(frame);
    if found.interval.is_ok() {
        found
    } else {
        feldt(frame, alpha)
    }
}

/// The interval that omega carries. `delta` is its normal-theory error, which takes people as independent. Over academies that
/// error is widened, on the scale of ln(1 − ω), by the ratio of alpha's jackknife error to its own normal-theory error.
pub(super) fn omega_interval(frame: &Frame<'_>, omega: f64, delta: Wald) -> OtherInterval {
    let over_academies = || {
        let options = frame.study.options;
        if options.like != Convention::Own || options.missing == MissingRule::Pairwise || omega >= 1.0 {
            return None;
        }
        let alpha = stats::alpha(&frame.covariances.matrix).ok()?;
        let jackknife = frame.over_groups().as_ref().ok()?;
        let n = frame.covariances.n;
        let normal = stats::alpha_normal_theory(&frame.covariances.matrix, n, frame.level()).ok()?;
        let log_se = delta.se / (1.0 - omega) * jackknife.log_se * (1.0 - alpha) / normal.se;
        let found = OverGroups::about(omega, jackknife.groups, log_se, frame.level()).ok()?;
        found.interval.lower.is_finite().then(|| {
            let method = "delta method, widened as alpha's jackknife over academies";
            OtherInterval::over_academies("clustered", method, omega, Ok(found))
        })
    };
    let found = over_academies().unwrap_or_else(|| omega_delta(Ok(delta)));
    OtherInterval {
        interval: found.interval.map(|limits| limits.within(0.0, 1.0)),
        ..found
    }
}

fn omega_delta(delta: Result<Wald, Undefined>) -> OtherInterval {
    let found = OtherInterval::of_error("delta", "delta method", delta);
    OtherInterval {
        interval: found.interval.map(|limits| limits.within(0.0, 1.0)),
        ..found
    }
}

fn jackknife(frame: &Frame<'_>, alpha: f64) -> OtherInterval {
    OtherInterval::over_academies(
        "jackknife",
        "jackknife over academies",
        alpha,
        frame.over_groups().clone(),
    )
}

/// JASP's analytic interval: distribution-free if an item has fewer than ten codes, or else by normal theory; with n − 1 in
/// place of n.
fn jasp(frame: &Frame<'_>, alpha: f64) -> OtherInterval {
    const MANY_CODES: usize = 10;
    let n = frame.covariances.n;
    let few_codes = frame.study.instrument.scales()[frame.scale].range.points() < MANY_CODES;
    let found = if few_codes {
        moments(frame).alpha_adf(frame.level())
    } else {
        stats::alpha_normal_theory(&frame.covariances.matrix, n, frame.level())
    };
    let widened = found.and_then(|found| {
        let factor = (n as f64 / (n as f64 - 1.0)).sqrt();
        Wald::new(alpha, found.se * factor, frame.level())
    });
    OtherInterval::of_error("jasp", "JASP's analytic interval", widened)
}

fn feldt(frame: &Frame<'_>, alpha: f64) -> OtherInterval {
    let (n, k) = (frame.persons(), frame.covariances.matrix.nrows());
    OtherInterval::of_limits("feldt", "Feldt (1965)", stats::feldt(alpha, k, n, frame.level()))
}

fn adf(frame: &Frame<'_>) -> OtherInterval {
    let found = match frame.study.options.missing {
        MissingRule::Listwise => moments(frame).alpha_adf(frame.level()),
        MissingRule::Pairwise => Err(COMPLETE_ONLY),
    };
    OtherInterval::of_error("adf", "distribution-free (Maydeu-Olivares et al. 2007)", found)
}

/// Every closed-form interval of alpha.
pub(super) fn alpha_intervals(frame: &Frame<'_>, alpha: f64) -> Vec<OtherInterval> {
    let (n, k, level) = (frame.persons(), frame.covariances.matrix.nrows(), frame.level());
    let normal = stats::alpha_normal_theory(&frame.covariances.matrix, n, level);
    let mut intervals = vec![
        jackknife(frame, alpha),
        feldt(frame, alpha),
        OtherInterval::of_limits("bonett", "Bonett (2002)", stats::bonett(alpha, k, n, level)),
        OtherInterval::of_error("normal", "normal theory (van Zyl et al. 2000)", normal),
        adf(frame),
    ];
    intervals.extend(bootstrapped(frame, "alpha", &mut stats::alpha));
    intervals
}

/// Omega's default interval, its plain delta-method interval, and the bootstrap interval if one was asked for.
pub(super) fn omega_intervals(frame: &Frame<'_>, omega: &Coefficient) -> Vec<OtherInterval> {
    if omega.interval.is_none() {
        return Vec::new();
    }
    let (matrix, n, level) = (&frame.covariances.matrix, frame.covariances.n, frame.level());
    let delta = stats::omega_total(matrix, n, level).map(|found| found.wald);
    let own = delta.clone().map(|delta| omega_interval(frame, omega.value, delta));
    let clustered = own.ok().filter(|own| own.key != "delta");
    let bootstrap = bootstrapped(frame, "omega", &mut stats::omega_of_many());
    clustered
        .into_iter()
        .chain([omega_delta(delta)])
        .chain(bootstrap)
        .collect()
}

/// The seeded bootstrap interval over the people who answered the whole scale, if one was asked for.
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
        of: THESE_ACADEMIES,
        se: found.as_ref().ok().map(|found| found.se),
        interval: found.map(|found| found.interval),
    })
}

/// The keyed answers of the people who answered every item, row by row.
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

/// The sums that the distribution-free standard error needs, from the tally's whole numbers.
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
