//! What the published figures of an item say of the sum of a group's answers to it.

use crate::disclosure::partial::ItemDetail;
use crate::disclosure::partial::interval::Interval;
use crate::disclosure::precision::Precision;
use crate::model::{Band, Response};

/// The interval for the sum of answers to an item, each counted from the lowest code, if the item is published in some detail. `counts`
/// has the number of answers at each keyed code, lowest first; `precision` is that of the item's mean.
pub(super) fn sum_of_answers(
    response: &Response,
    counts: &[u64],
    detail: ItemDetail,
    precision: &Precision,
) -> Interval {
    let n = counts.iter().sum::<u64>() as f64;
    let sum = sum_of_places(counts);
    let by_mean = || {
        let lowest = f64::from(response.range.min());
        let published = precision.mean_in_codes(lowest + sum / n.max(1.0)) - lowest;
        Interval::around(published, precision.unit_in_codes()).times(n)
    };
    let within = match detail {
        ItemDetail::Counts => Interval::between(sum, sum),
        ItemDetail::Codes => by_percentages(counts).and(by_mean()),
        ItemDetail::BandsAndMean => by_bands(response, counts).and(by_mean()),
        ItemDetail::Bands => by_bands(response, counts),
        ItemDetail::Withheld => Interval::between(0.0, n * (counts.len() as f64 - 1.0)),
    };
    // A sum is a whole number.
    within.whole()
}

/// The sum of answers, each counted from the lowest code.
fn sum_of_places(counts: &[u64]) -> f64 {
    let places = (0_u32..).zip(counts);
    places.map(|(place, &count)| f64::from(place) * count as f64).sum()
}

/// The interval that whole percentages of every code leave.
fn by_percentages(counts: &[u64]) -> Interval {
    let n = counts.iter().sum::<u64>() as f64;
    let known = |&count: &u64| {
        let share = (100.0 * count as f64 / n.max(1.0)).round();
        let possible = Interval::around(share, 1.0).times(n / 100.0);
        possible.and(Interval::between(0.0, n)).whole()
    };
    let codes: Vec<(f64, Interval)> = (0_u32..).map(f64::from).zip(counts.iter().map(known)).collect();
    let mirrored = codes.iter().rev().map(|&(code, counts)| (-code, counts));
    Interval::between(least_sum(codes.iter().copied(), n), -least_sum(mirrored, n))
}

/// The least sum of n answers, if the number of answers at each code is known to lie in an interval. Lowest code first.
fn least_sum(codes: impl Iterator<Item = (f64, Interval)> + Clone, n: f64) -> f64 {
    let mut left = n - codes.clone().map(|(_, counts)| counts.low).sum::<f64>();
    let mut sum = 0.0;
    for (code, counts) in codes {
        let more = counts.width().min(left).max(0.0);
        left -= more;
        sum += code * (counts.low + more);
    }
    sum
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
    Interval::between(low, high)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::sum_of_answers;
    use crate::disclosure::Policy;
    use crate::disclosure::partial::ItemDetail;
    use crate::disclosure::partial::interval::Interval;
    use crate::disclosure::precision::{About, Precision};
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

    fn sum_of(counts: &[u64], detail: ItemDetail) -> Interval {
        let response = six_codes();
        let precision = Precision::of_codes(response.range, About::Group, Policy::published(10)).in_detail(detail);
        sum_of_answers(&response, counts, detail, &precision)
    }

    #[test]
    fn the_interval_is_what_the_rounded_mean_and_the_bands_leave() {
        let found = |detail| sum_of(&[0, 2, 3, 5, 8, 4], detail);
        assert_eq!(found(ItemDetail::Codes), Interval::between(75.0, 75.0));
        // The mean of 400 people is 3.35 places to a hundredth; each percentage leaves five counts, which says less.
        let large = sum_of(&[0, 40, 60, 100, 120, 80], ItemDetail::Codes);
        assert_eq!(large, Interval::between(1338.0, 1342.0));
        // The mean is 75/22 = 3.41 places, given as 3.4: a sum of 74 or 75, since 73.7 and 75.9 are no whole numbers.
        assert_eq!(found(ItemDetail::BandsAndMean), Interval::between(74.0, 75.0));
        // In each band everybody may have chosen the lower code, or the higher one.
        assert_eq!(found(ItemDetail::Bands), Interval::between(64.0, 86.0));
        assert_eq!(found(ItemDetail::Withheld), Interval::between(0.0, 110.0));
    }

    proptest! {
        #[test]
        fn less_detail_leaves_no_narrower_interval(counts in prop::array::uniform6(0_u64..40)) {
            let of = |detail| sum_of(&counts, detail);
            let intervals = [ItemDetail::BandsAndMean, ItemDetail::Bands, ItemDetail::Withheld].map(of);
            for pair in intervals.windows(2) {
                prop_assert!(pair[0].low >= pair[1].low && pair[0].high <= pair[1].high);
            }
        }
    }
}
