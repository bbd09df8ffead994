//! The intervals that published figures of an item leave for the sum of a group's answers to it.

use crate::disclosure::partial::ItemDetail;
use crate::model::{Band, Response};

/// An interval for the sum of answers to an item, each answer counted from the lowest code.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Interval {
    low: f64,
    high: f64,
}

/// The width of the interval for the sum of answers that an item leaves if it is published in some detail. `counts` has the number of
/// answers at each keyed code, lowest first.
pub(super) fn width(response: &Response, counts: &[u64], detail: ItemDetail) -> f64 {
    let n = counts.iter().sum::<u64>() as f64;
    let sum = (0_u32..)
        .zip(counts)
        .map(|(place, &count)| f64::from(place) * count as f64)
        .sum::<f64>();
    let within = match detail {
        ItemDetail::Counts => return 0.0,
        ItemDetail::Codes if n < EXACT_BELOW => return 0.0,
        ItemDetail::Codes => by_mean(sum, n, 0.01),
        ItemDetail::BandsAndMean => {
            let (bands, mean) = (by_bands(response, counts), by_mean(sum, n, 0.1));
            Interval {
                low: bands.low.max(mean.low),
                high: bands.high.min(mean.high),
            }
        }
        ItemDetail::Bands => by_bands(response, counts),
        ItemDetail::Withheld => return n * (counts.len() as f64 - 1.0),
    };
    // A sum is a whole number.
    (within.high.floor() - within.low.ceil()).max(0.0)
}

/// Percentages of whole points give the counts of this many people exactly.
const EXACT_BELOW: f64 = 100.0;

/// The interval that a mean rounded to `unit` leaves.
fn by_mean(sum: f64, n: f64, unit: f64) -> Interval {
    let mean = (sum / n.max(1.0) / unit).round() * unit;
    Interval {
        low: (mean - unit / 2.0) * n,
        high: (mean + unit / 2.0) * n,
    }
}

/// The interval that the number of answers in each band leaves.
fn by_bands(response: &Response, counts: &[u64]) -> Interval {
    let bands = response.bands();
    let (mut low, mut high) = (0.0, 0.0);
    for band in Band::ALL {
        let places = || {
            (0_u32..)
                .zip(&bands)
                .filter(|(_, of)| **of == band)
                .map(|(place, _)| f64::from(place))
        };
        let answers = bands
            .iter()
            .zip(counts)
            .filter(|(of, _)| **of == band)
            .map(|(_, &count)| count as f64)
            .sum::<f64>();
        low += answers * places().next().unwrap_or_default();
        high += answers * places().last().unwrap_or_default();
    }
    Interval { low, high }
}
