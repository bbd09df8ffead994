//! Layout of rows of answers in memory while they are counted: one byte per item, filled up to whole vectors of sixteen answers.

use wide::u8x16;

use crate::tally::{MISSING, ScaleShape, Shape};

/// Answers per vector.
pub(crate) const LANES: usize = 16;

/// A vector of answers.
pub(crate) type Lanes = [u8; LANES];

/// Number of vectors of a row of `items` answers, at least one.
pub(crate) fn vectors(items: usize) -> usize {
    items.div_ceil(LANES).max(1)
}

/// How much is counted of the items of a scale together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CountingDepth {
    /// Sums of products.
    #[default]
    Sums,
    /// Two-way tables too.
    Tables,
}

/// Shape of a tally, prepared for keying rows and adding them up.
#[derive(Debug, Clone)]
pub(crate) struct RowShape {
    pub(crate) shape: Shape,
    pub(crate) depth: CountingDepth,
    /// Vectors per row.
    pub(crate) width: usize,
    /// Highest place of each item.
    top: Vec<Lanes>,
    /// The keyed place is (place xor flip) + plus: the place itself or, for a reversed item, its distance from the highest.
    flip: Vec<Lanes>,
    plus: Vec<Lanes>,
    /// Per scale: a mask with all bits set at its items.
    of_scale: Vec<Vec<Lanes>>,
    /// Per scale: runs of consecutive favourable codes.
    favourable: Vec<Vec<FavourableRun>>,
}

/// For each item the lowest and the highest of some consecutive favourable codes; no code is between them for an item without.
#[derive(Debug, Clone)]
struct FavourableRun {
    lowest: Vec<Lanes>,
    highest: Vec<Lanes>,
}

/// Score of a row on a scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RowScore {
    /// Number of items answered.
    pub(crate) answered: usize,
    /// Sum of the keyed places of the answers.
    pub(crate) sum: usize,
}

impl RowShape {
    /// Prepares a shape for sums and, to some depth, more.
    pub(crate) fn new(shape: Shape, depth: CountingDepth) -> Self {
        let width = vectors(shape.items());
        let lanes = |beyond: u8, of_item: &dyn Fn(usize) -> u8| -> Vec<Lanes> {
            let mut lanes = vec![[beyond; LANES]; width];
            for (item, lane) in (0..shape.items()).zip(lanes.as_flattened_mut()) {
                *lane = of_item(item);
            }
            lanes
        };
        // There are at most 255 places, so the highest is below MISSING.
        let top = |item: usize| u8::try_from(shape.points(item) - 1).unwrap_or(MISSING - 1);
        let if_reversed = |item: usize, value: u8| if shape.reversed(item) { value } else { 0 };
        let runs_of_scale = |scale: &ScaleShape| {
            let runs: Vec<Vec<(u8, u8)>> = scale.favourable.iter().map(|codes| runs(codes)).collect();
            let most = runs.iter().map(Vec::len).max().unwrap_or(0);
            let run = |nth: usize| {
                let end = |item: usize, none: u8, which: fn(&(u8, u8)) -> u8| {
                    let place = scale.items.iter().position(|&own| own == item);
                    place.and_then(|place| runs[place].get(nth)).map_or(none, which)
                };
                FavourableRun {
                    lowest: lanes(u8::MAX, &|item| end(item, u8::MAX, |run| run.0)),
                    highest: lanes(0, &|item| end(item, 0, |run| run.1)),
                }
            };
            (0..most).map(run).collect()
        };
        Self {
            width,
            depth,
            favourable: shape.scales().iter().map(runs_of_scale).collect(),
            // Lanes beyond the last item are never missing.
            top: lanes(u8::MAX, &top),
            flip: lanes(0, &|item| if_reversed(item, u8::MAX)),
            plus: lanes(0, &|item| if_reversed(item, top(item) + 1)),
            of_scale: shape
                .scales()
                .iter()
                .map(|scale| lanes(0, &|item| if scale.items.contains(&item) { u8::MAX } else { 0 }))
                .collect(),
            shape,
        }
    }

    /// Vectors per row: `W`, known when compiling, or `self.width` if `W` is 0.
    #[inline(always)]
    pub(crate) fn width<const W: usize>(&self) -> usize {
        if W == 0 { self.width } else { W }
    }

    /// Keys a row of answers as given and returns the number of missing ones. Bytes outside an item's range are missing too.
    #[inline(always)]
    pub(crate) fn key<const W: usize>(&self, row: &mut [Lanes]) -> usize {
        let width = self.width::<W>();
        let (row, top, flip, plus) = (
            &mut row[..width],
            &self.top[..width],
            &self.flip[..width],
            &self.plus[..width],
        );
        let mut missing = 0;
        for (((row, top), flip), plus) in row.iter_mut().zip(top).zip(flip).zip(plus) {
            let (x, top) = (u8x16::new(*row), u8x16::new(*top));
            let given = x.max(top).simd_eq(top);
            let keyed = (x ^ u8x16::new(*flip)) + u8x16::new(*plus);
            // MISSING has all bits.
            *row = (keyed | !given).to_array();
            let here = !given.to_bitmask() & 0xFFFF;
            // Most rows have no missing answers.
            if here != 0 {
                missing += here.count_ones() as usize;
            }
        }
        missing
    }

    /// Sum on a scale of a keyed row that answers everything.
    #[inline(always)]
    pub(crate) fn whole_sum<const W: usize>(&self, scale: usize, row: &[Lanes]) -> usize {
        let width = self.width::<W>();
        let (row, of_scale) = (&row[..width], &self.of_scale[scale][..width]);
        let mut sum = 0;
        for (row, of_scale) in row.iter().zip(of_scale) {
            let mut places = [0_u8; LANES];
            for ((place, &x), &belongs) in places.iter_mut().zip(row).zip(of_scale) {
                *place = x & belongs;
            }
            sum += places.iter().map(|&place| usize::from(place)).sum::<usize>();
        }
        sum
    }

    /// Number of favourable answers of a keyed row on a scale.
    #[inline(always)]
    pub(crate) fn favourable<const W: usize>(&self, scale: usize, row: &[Lanes]) -> usize {
        let width = self.width::<W>();
        let mut count = 0;
        for run in &self.favourable[scale] {
            let ends = run.lowest[..width].iter().zip(&run.highest[..width]);
            for (row, (lowest, highest)) in row[..width].iter().zip(ends) {
                let x = u8x16::new(*row);
                let inside = x.max(u8x16::new(*lowest)).simd_eq(x) & x.min(u8x16::new(*highest)).simd_eq(x);
                count += (inside.to_bitmask() & 0xFFFF).count_ones() as usize;
            }
        }
        count
    }

    /// Score of a keyed row on a scale.
    #[inline(always)]
    pub(crate) fn score<const W: usize>(&self, scale: usize, row: &[Lanes]) -> RowScore {
        let width = self.width::<W>();
        let (row, of_scale) = (&row[..width], &self.of_scale[scale][..width]);
        let (mut answered, mut sum) = (0, 0);
        for (row, of_scale) in row.iter().zip(of_scale) {
            let (mut places, mut here) = ([0_u8; LANES], 0_u8);
            for ((place, &x), &belongs) in places.iter_mut().zip(row).zip(of_scale) {
                let given = if x == MISSING { 0 } else { belongs };
                *place = x & given;
                here += given & 1;
            }
            answered += usize::from(here);
            sum += places.iter().map(|&place| usize::from(place)).sum::<usize>();
        }
        RowScore { answered, sum }
    }
}

/// The runs of consecutive marked places: first and last place of each.
fn runs(marked: &[bool]) -> Vec<(u8, u8)> {
    let mut runs: Vec<(u8, u8)> = Vec::new();
    for (place, _) in (0..=u8::MAX).zip(marked).filter(|(_, marked)| **marked) {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == place => *last = place,
            _ => runs.push((place, place)),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::tally::made_up::{POINTS, instrument};

    proptest! {
        #[test]
        fn a_row_is_keyed_and_scored_as_by_hand(given in prop::array::uniform3(prop_oneof![any::<u8>(), 0..=POINTS])) {
            let rows = RowShape::new(Shape::of(&instrument()), CountingDepth::Sums);
            let mut row = vec![[0; LANES]; rows.width];
            row.as_flattened_mut()[..3].copy_from_slice(&given);
            let keyed = |item: usize| {
                let place = Some(given[item]).filter(|&place| place < POINTS)?;
                Some(if item == 1 { POINTS - 1 - place } else { place })
            };
            let by_hand: Vec<Option<u8>> = (0..3).map(keyed).collect();
            prop_assert_eq!(rows.key::<0>(&mut row), by_hand.iter().filter(|place| place.is_none()).count());
            for (&x, place) in row.as_flattened().iter().zip(&by_hand) {
                prop_assert_eq!(x, place.unwrap_or(MISSING));
            }
            for (scale, items) in [vec![2, 0, 1], vec![0, 1]].iter().enumerate() {
                let answered: Vec<usize> = items.iter().filter_map(|&item| by_hand[item]).map(usize::from).collect();
                let score = RowScore { answered: answered.len(), sum: answered.iter().sum() };
                prop_assert_eq!(rows.score::<1>(scale, &row), score);
                let favourable = answered.iter().filter(|&&place| [0, 2, 3].contains(&place)).count();
                prop_assert_eq!(rows.favourable::<1>(scale, &row), favourable);
                if by_hand.iter().all(Option::is_some) {
                    prop_assert_eq!(rows.whole_sum::<1>(scale, &row), score.sum);
                }
            }
        }
    }
}
