//! Number of persons by items answered and sum of the answers. The exact distribution of scores follows from it.

use crate::tally::totals::add_each;

/// Number of persons who answered `answered` items of a scale, with keyed sum `sum`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ScoreCell {
    /// Number of items answered.
    pub answered: usize,
    /// Sum of the keyed places (code − min) of the answered items.
    pub sum: usize,
    /// Number of persons.
    pub persons: u64,
}

/// Histogram of (items answered, sum) of one scale.
#[derive(Debug, Clone, Default)]
pub struct ScoreCounts {
    /// By items answered − 1, then by sum. A row without persons is empty.
    rows: Vec<Vec<u32>>,
}

impl ScoreCounts {
    /// Counts persons. Persons without answers are ignored.
    #[inline(always)]
    pub fn add(&mut self, answered: usize, sum: usize, top: usize, persons: u32) {
        if answered == 0 {
            return;
        }
        if self.rows.len() < answered {
            self.rows.resize_with(answered, Vec::new);
        }
        let row = &mut self.rows[answered - 1];
        if row.is_empty() {
            row.resize(answered * top + 1, 0);
        }
        row[sum] += persons;
    }

    /// Adds the persons of another histogram.
    pub fn merge(&mut self, other: &Self) {
        if self.rows.len() < other.rows.len() {
            self.rows.resize_with(other.rows.len(), Vec::new);
        }
        for (mine, theirs) in self.rows.iter_mut().zip(&other.rows) {
            if mine.len() < theirs.len() {
                mine.resize(theirs.len(), 0);
            }
            add_each(mine, theirs);
        }
    }

    /// Cells with at least one person, by items answered, then by sum.
    pub fn cells(&self) -> impl Iterator<Item = ScoreCell> {
        self.rows.iter().enumerate().flat_map(|(place, row)| {
            row.iter()
                .enumerate()
                .filter(|(_, persons)| **persons > 0)
                .map(move |(sum, &persons)| ScoreCell {
                    answered: place + 1,
                    sum,
                    persons: u64::from(persons),
                })
        })
    }

    /// Number of persons who answered at least `needed` items.
    #[must_use]
    pub fn persons(&self, needed: usize) -> u64 {
        let from = needed.saturating_sub(1).min(self.rows.len());
        self.rows[from..]
            .iter()
            .flatten()
            .map(|&persons| u64::from(persons))
            .sum()
    }
}

impl PartialEq for ScoreCounts {
    fn eq(&self, other: &Self) -> bool {
        self.cells().eq(other.cells())
    }
}

impl Eq for ScoreCounts {}
