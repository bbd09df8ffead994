//! Intervals of alpha and omega by several methods.

use nalgebra::DMatrix;

use crate::analysis::reliability::estimates::FELDT;
use crate::analysis::reliability::frame::Frame;
use crate::analysis::{Coefficient, MissingRule};
use crate::model::Instrument;
use crate::stats::{self, AlphaMoments, BootstrapPlan, CompleteRows, Interval, Limits, Undefined, Wald};
use crate::tally::{MISSING, Responses};

/// An interval of a coefficient by one of several methods.
#[derive(Debug, Clone, PartialEq)]
pub struct OtherInterval {
    /// Its key: `feldt`, `bonett`, `normal`, `adf` or `bootstrap`.
    pub key: &'static str,
    /// The method and its source.
    pub method: &'static str,
    /// Standard error, if the method uses one.
    pub se: Option<f64>,
    /// The limits, or the reason why there are none.
    pub interval: Result<Interval, Undefined>,
}

/// Every closed-form interval of alpha.
pub(super) fn alpha_intervals(frame: &Frame<'_>, alpha: f64) -> Vec<OtherInterval> {
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

/// The intervals of omega if a bootstrap interval was asked for, or else none: its own is part of the coefficient.
pub(super) fn omega_intervals(frame: &Frame<'_>, omega: &Coefficient) -> Vec<OtherInterval> {
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
