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

    /// The room of a sum without one of its parts, which has the room `other`.
    pub(super) fn less(self, other: Self) -> Self {
        Self {
            below: self.below - other.below,
            above: self.above - other.above,
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::{Room, room};
    use crate::disclosure::partial::ItemDetail;
    use crate::model::{CodeRange, Response};

    fn six_codes() -> Response {
        let range = CodeRange::new(1, 6).unwrap();
        Response {
            range,
            labels: BTreeMap::new(),
            synonyms: BTreeMap::new(),
            favourable: Response::default_favourable(range),
            missing: BTreeMap::new(),
        }
    }

    #[test]
    fn the_room_is_what_the_rounded_mean_and_the_bands_leave() {
        let found = |counts: [u64; 6], detail| room(&six_codes(), &counts, detail);
        let counts = [0, 2, 3, 5, 8, 4];
        assert_eq!(found(counts, ItemDetail::Codes), Room::default());
        // The mean is 75/22 = 3.41 places, given as 3.4: a sum of 74 or 75, since 73.7 and 75.9 are no whole numbers.
        let by_mean = Room { below: 1.0, above: 0.0 };
        assert_eq!(found(counts, ItemDetail::BandsAndMean), by_mean);
        // In each band everybody may have chosen the lower code, or the higher one.
        let by_bands = Room {
            below: 11.0,
            above: 11.0,
        };
        assert_eq!(found(counts, ItemDetail::Bands), by_bands);
        let anything = Room {
            below: 75.0,
            above: 35.0,
        };
        assert_eq!(found(counts, ItemDetail::Withheld), anything);
    }

    proptest! {
        #[test]
        fn less_detail_leaves_no_less_room(counts in prop::array::uniform6(0_u64..40)) {
            let of = |detail| room(&six_codes(), &counts, detail);
            let rooms = [ItemDetail::BandsAndMean, ItemDetail::Bands, ItemDetail::Withheld].map(of);
            for pair in rooms.windows(2) {
                prop_assert!(pair[0].below <= pair[1].below && pair[0].above <= pair[1].above);
            }
        }
    }
}
