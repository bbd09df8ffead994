//! Counts rows while they are read, by one or several groupings, so that no row needs to be stored.

use std::sync::Arc;

use crate::tally::group_counter::GroupCounter;
use crate::tally::responses::insert_class;
use crate::tally::row_counter::{Completeness, CountedRows};
use crate::tally::rows::RowShape;
use crate::tally::{CountingDepth, MOST_ROWS, Shape, Tallies, Totals};

/// Tallies that grow row by row.
#[derive(Debug)]
pub(crate) struct Counting {
    shape: Arc<RowShape>,
    counters: Vec<GroupCounter>,
    totals: Totals,
    crossing: Vec<Vec<usize>>,
    rows: u64,
}

impl Counting {
    /// Starts without rows, with one grouping per column.
    pub(crate) fn new(shape: Shape, columns: &[&str], depth: CountingDepth) -> Self {
        let shape = Arc::new(RowShape::new(shape, depth));
        Self {
            counters: columns.iter().map(|column| GroupCounter::new(&shape, column)).collect(),
            totals: Totals::new(&shape.shape),
            shape,
            crossing: Vec::new(),
            rows: 0,
        }
    }

    /// The shape that rows are counted by.
    pub(crate) fn shape(&self) -> Arc<RowShape> {
        Arc::clone(&self.shape)
    }

    /// Adds empty groups to a grouping.
    pub(crate) fn make_room(&mut self, grouping: usize, names: impl IntoIterator<Item = String>) {
        self.counters[grouping].make_room(&self.shape, names);
        if grouping == 0 {
            self.crossing.resize(self.counters[0].groups(), Vec::new());
        }
    }

    /// Counts rows. `places` has the groups of the rows, per grouping. Rows beyond [`MOST_ROWS`] add to the number of rows only.
    pub(crate) fn add(&mut self, rows: &CountedRows, places: &[Vec<u32>]) {
        self.rows = self.rows.saturating_add(rows.completeness.len() as u64);
        if self.rows > MOST_ROWS {
            return;
        }
        for (counter, places) in self.counters.iter_mut().zip(places) {
            counter.add(&self.shape, rows, places);
        }
        if let [one, other, ..] = places {
            for ((completeness, &one), &other) in rows.completeness.iter().zip(one).zip(other) {
                if *completeness == Completeness::Blank {
                    continue;
                }
                insert_class(&mut self.crossing[one as usize], other);
            }
        }
        self.totals.merge(&rows.totals);
    }

    /// Number of rows.
    pub(crate) fn rows(&self) -> u64 {
        self.rows
    }

    /// Returns the tallies of all rows.
    pub(crate) fn finish(self) -> Tallies {
        let of_grouping = |counter: GroupCounter| {
            let mut tally = counter.finish(&self.shape);
            tally.totals = self.totals.clone();
            tally
        };
        Tallies {
            by: self.counters.into_iter().map(of_grouping).collect(),
            crossing: self.crossing,
        }
    }
}
