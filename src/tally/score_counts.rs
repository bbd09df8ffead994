//! How many persons answered so many items with such a sum: all that the distribution of a score needs, exactly.

/// The persons who answered `answered` of a scale's items with the keyed sum `sum`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ScoreCell {
    /// How many items were answered.
    pub answered: usize,
    /// Sum of the keyed places (code − min) of the answered items.
    pub sum: usize,
    /// How many persons.
    pub persons: u64,
}

/// The histogram of (answered, sum) on one scale.
#[derive(Debug, Clone, Default)]
pub struct ScoreCounts {
    /// By answered − 1, then by sum; a row is empty until somebody is in it.
    rows: Vec<Vec<u32>>,
}

impl ScoreCounts {
    /// Counts persons. Nobody who answered nothing is counted.
    #[inline]
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

    /// Adds another histogram.
    pub fn merge(&mut self, other: &Self) {
        if self.rows.len() < other.rows.len() {
            self.rows.resize_with(other.rows.len(), Vec::new);
        }
        for (mine, theirs) in self.rows.iter_mut().zip(&other.rows) {
            if mine.len() < theirs.len() {
                mine.resize(theirs.len(), 0);
            }
            for (count, more) in mine.iter_mut().zip(theirs) {
                *count += more;
            }
        }
    }

    /// The cells that hold anybody, by answered, then by sum.
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

    /// How many persons answered at least `needed` items.
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
