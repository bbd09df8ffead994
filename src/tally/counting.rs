//! What is left of a survey of which no row is kept: its rows counted as they are read, in one or several groupings.

use std::sync::Arc;

use crate::tally::group_counter::GroupCounter;
use crate::tally::row_counter::{CountedRows, Kind, Totals};
use crate::tally::rows::RowShape;
use crate::tally::{MOST_ROWS, Shape, Tallies};

/// Counts that grow.
#[derive(Debug)]
pub(crate) struct Counting {
    shape: Arc<RowShape>,
    counters: Vec<GroupCounter>,
    totals: Totals,
    crossing: Vec<Vec<usize>>,
    rows: u64,
}

impl Counting {
    /// No rows yet, in the groupings of these columns.
    pub(crate) fn new(shape: Shape, columns: &[&str]) -> Self {
        let shape = Arc::new(RowShape::new(shape));
        Self {
            counters: columns.iter().map(|column| GroupCounter::new(&shape, column)).collect(),
            totals: Totals::new(&shape),
            shape,
            crossing: Vec::new(),
            rows: 0,
        }
    }

    /// What rows are summed up by.
    pub(crate) fn shape(&self) -> Arc<RowShape> {
        Arc::clone(&self.shape)
    }

    /// Adds groups of nobody to a grouping.
    pub(crate) fn make_room(&mut self, grouping: usize, names: impl IntoIterator<Item = String>) {
        self.counters[grouping].make_room(&self.shape, names);
        if grouping == 0 {
            self.crossing.resize(self.counters[0].groups(), Vec::new());
        }
    }

    /// Counts rows; for each grouping the places of their groups. Rows beyond [`MOST_ROWS`] are only numbered.
    pub(crate) fn add(&mut self, rows: &CountedRows, places: &[Vec<u32>]) {
        self.rows = self.rows.saturating_add(rows.kinds.len() as u64);
        if self.rows > MOST_ROWS {
            return;
        }
        for (counter, places) in self.counters.iter_mut().zip(places) {
            counter.add(&self.shape, rows, places);
        }
        if let [one, other, ..] = places {
            for ((kind, &one), &other) in rows.kinds.iter().zip(one).zip(other) {
                if *kind == Kind::Blank {
                    continue;
                }
                let (classes, other) = (&mut self.crossing[one as usize], other as usize);
                if let Err(place) = classes.binary_search(&other) {
                    classes.insert(place, other);
                }
            }
        }
        self.totals.merge(&rows.totals);
    }

    /// How many rows there are.
    pub(crate) fn rows(&self) -> u64 {
        self.rows
    }

    /// The counts of all rows.
    pub(crate) fn finish(self) -> Tallies {
        let of_grouping = |counter: GroupCounter| {
            let mut tally = counter.finish(&self.shape);
            tally.add_sums(&self.totals);
            tally
        };
        Tallies {
            by: self.counters.into_iter().map(of_grouping).collect(),
            crossing: self.crossing,
        }
    }
}
