//! The room that published figures of an item leave for the sum of a group's answers to it.

use crate::disclosure::partial::ItemDetail;
use crate::model::{Band, Response};

/// The distance by which a sum can lie below and above its true value, as far as readers know.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Room {
    /// Distance below the true value, 0 or more.
    pub(super) below: f64,
    /// Distance above it, 0 or more.
    pub(super) above: f64,
}

impl Room {
    /// The room of the sum of two sums.
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            below: self.below + other.below,
            above: self.above + other.above,
        }
    }

    /// The room of a sum with the opposite sign.
    pub(super) fn turned(self) -> Self {
        Self {
            below: self.above,
            above: self.below,
        }
    }
}

/// An interval for the sum of answers to an item, each answer counted from the lowest code.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Interval {
    low: f64,
    high: f64,
}

/// The room for the sum of answers that an item leaves if it is published in some detail. `counts` has the number of answers at each
/// keyed code, lowest first.
pub(super) fn room(response: &Response, counts: &[u64], detail: ItemDetail) -> Room {
    let n = counts.iter().sum::<u64>() as f64;
    let sum = sum_of_places(counts);
    let within = match detail {
        ItemDetail::Counts => return Room::default(),
        ItemDetail::Codes if n < EXACT_BELOW => return Room::default(),
        ItemDetail::Codes => by_mean(sum, n, 0.01),
        ItemDetail::BandsAndMean => {
            let (bands, mean) = (by_bands(response, counts), by_mean(sum, n, 0.1));
            Interval {
                low: bands.low.max(mean.low),
                high: bands.high.min(mean.high),
            }
        }
        ItemDetail::Bands => by_bands(response, counts),
        ItemDetail::Withheld => Interval {
            low: 0.0,
            high: n * (counts.len() as f64 - 1.0),
        },
    };
    // A sum is a whole number.
    Room {
        below: (sum - within.low.ceil()).max(0.0),
        above: (within.high.floor() - sum).max(0.0),
    }
}

/// The sum of answers, each counted from the lowest code.
pub(super) fn sum_of_places(counts: &[u64]) -> f64 {
    let places = (0_u32..).zip(counts);
    places.map(|(place, &count)| f64::from(place) * count as f64).sum()
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
