//! Two-way tables of the items of a scale, over the persons who answered the whole scale.

use crate::tally::ScaleShape;
use crate::tally::totals::add_each;

/// Most cells of the tables of one scale: those of 60 items with 12 codes. Larger scales have no tables.
const MOST_CELLS: usize = 1 << 18;

/// Number of persons per pair of keyed codes, for each pair of a scale's items, over the persons who answered the whole scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TwoWayTables {
    items: usize,
    points: usize,
    /// Tables of the pairs (0, 1), (0, 2) … (1, 2) …, each with the codes of the earlier item in the rows.
    cells: Vec<u32>,
}

impl TwoWayTables {
    /// Tables without persons; `None` if the scale is too large for tables.
    #[must_use]
    pub fn new(scale: &ScaleShape) -> Option<Self> {
        Some(Self {
            items: scale.items.len(),
            points: scale.points,
            cells: vec![0; Self::cells(scale)?],
        })
    }

    /// Number of cells of a scale's tables; `None` if the scale is too large for tables.
    pub(crate) fn cells(scale: &ScaleShape) -> Option<usize> {
        let (items, points) = (scale.items.len(), scale.points);
        let pairs = items.checked_mul(items.saturating_sub(1))? / 2;
        pairs.checked_mul(points * points).filter(|&cells| cells <= MOST_CELLS)
    }

    /// Adds a person who answered the whole scale: the keyed codes of its items in order.
    #[inline(always)]
    pub(crate) fn add(&mut self, codes: &[u8]) {
        let (points, cells) = (self.points, self.points * self.points);
        let mut tables = self.cells.chunks_exact_mut(cells);
        for (place, &one) in codes.iter().enumerate() {
            let row = usize::from(one) * points;
            for (&other, table) in codes[place + 1..].iter().zip(&mut tables) {
                table[row + usize::from(other)] += 1;
            }
        }
    }

    /// Adds the persons of other tables of the same scale.
    pub(crate) fn merge(&mut self, other: &Self) {
        add_each(&mut self.cells, &other.cells);
    }

    /// Adds the persons of the tables of a scale that has all items of this one, at `places`.
    pub(crate) fn merge_part(&mut self, whole: &Self, places: &[usize]) {
        if places.iter().copied().eq(0..whole.items) {
            return self.merge(whole);
        }
        let mut next = 0;
        for (place, &one) in places.iter().enumerate() {
            for &other in &places[place + 1..] {
                for a in 0..self.points {
                    for b in 0..self.points {
                        self.cells[next] += whole.persons(one, other, a, b);
                        next += 1;
                    }
                }
            }
        }
    }

    /// Number of persons who gave the keyed code `a` to item `one` and `b` to item `other`, by their places in the scale.
    ///
    /// # Panics
    /// If the items are the same, or if an item or code does not exist.
    #[must_use]
    pub fn persons(&self, one: usize, other: usize, a: usize, b: usize) -> u32 {
        assert!(
            one != other && a < self.points && b < self.points,
            "two items and their codes"
        );
        if one > other {
            return self.persons(other, one, b, a);
        }
        let pair = one * self.items - one * (one + 1) / 2 + other - one - 1;
        self.cells[pair * self.points * self.points + a * self.points + b]
    }

    /// The table of two items, row by row, with the codes of the later item in the rows.
    #[must_use]
    pub fn later_in_rows(&self, later: usize, earlier: usize) -> Vec<u64> {
        let codes = 0..self.points;
        codes
            .flat_map(|a| (0..self.points).map(move |b| (a, b)))
            .map(|(a, b)| u64::from(self.persons(later, earlier, a, b)))
            .collect()
    }

    /// Number of codes of each item.
    pub(crate) fn points(&self) -> usize {
        self.points
    }

    /// The tables of all pairs, each row by row with the codes of the earlier item in the rows.
    pub(crate) fn by_pair(&self) -> impl Iterator<Item = &[u32]> {
        self.cells.chunks_exact(self.points * self.points)
    }

    /// The tables of all pairs, to be filled.
    pub(crate) fn by_pair_mut(&mut self) -> impl Iterator<Item = &mut [u32]> {
        self.cells.chunks_exact_mut(self.points * self.points)
    }
}
