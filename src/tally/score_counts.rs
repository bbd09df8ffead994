//! Number of persons by items answered and sum of the answers. The exact distribution of scores follows from it.

use crate::tally::totals::add_each;

/// Number of persons who answered `answered` items of a scale, with keyed sum `sum`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ScoreCell {
    /// Number of items of the scale that the persons were not asked.
    pub not_asked: usize,
    /// Number of items answered.
    pub answered: usize,
    /// Sum of the keyed places (code − min) of the answered items.
    pub sum: usize,
    /// Number of persons.
    pub persons: u64,
}

/// Histogram of (items answered, sum) of one scale, separately by the number of items that the persons were not asked.
#[derive(Debug, Clone, Default)]
pub struct ScoreCounts {
    /// Persons who were asked all items: by items answered − 1, then by sum. A row without persons is empty.
    rows: Vec<Vec<u32>>,
    /// Persons who were not asked some items: by their number − 1, each laid out as `rows`.
    fewer: Vec<Vec<Vec<u32>>>,
}

impl ScoreCounts {
    /// Counts persons who were asked all items. Persons without answers are ignored.
    #[inline(always)]
    pub fn add(&mut self, answered: usize, sum: usize, top: usize, persons: u32) {
        add_to(&mut self.rows, answered, sum, top, persons);
    }

    /// Counts persons who were not asked `not_asked` items. Persons without answers are ignored.
    pub fn add_without(&mut self, not_asked: usize, answered: usize, sum: usize, top: usize, persons: u32) {
        match not_asked.checked_sub(1) {
            None => self.add(answered, sum, top, persons),
            Some(place) => {
                if self.fewer.len() <= place {
                    self.fewer.resize_with(place + 1, Vec::new);
                }
                add_to(&mut self.fewer[place], answered, sum, top, persons);
            }
        }
    }

    /// Notes that `more` further items were not asked of any of the persons.
    pub fn take_away(&mut self, more: usize) {
        if more == 0 {
            return;
        }
        let all = std::mem::take(&mut self.rows);
        self.fewer.insert(0, all);
        for _ in 1..more {
            self.fewer.insert(0, Vec::new());
        }
    }

    /// Adds the persons of another histogram.
    pub fn merge(&mut self, other: &Self) {
        merge_rows(&mut self.rows, &other.rows);
        if self.fewer.len() < other.fewer.len() {
            self.fewer.resize_with(other.fewer.len(), Vec::new);
        }
        for (mine, theirs) in self.fewer.iter_mut().zip(&other.fewer) {
            merge_rows(mine, theirs);
        }
    }

    /// Cells with at least one person, by items not asked, then by items answered, then by sum.
    pub fn cells(&self) -> impl Iterator<Item = ScoreCell> {
        let histograms = std::iter::once(&self.rows).chain(&self.fewer).enumerate();
        histograms.flat_map(|(not_asked, rows)| {
            let rows = rows.iter().enumerate();
            rows.flat_map(move |(place, row)| {
                let persons = row.iter().enumerate().filter(|(_, persons)| **persons > 0);
                persons.map(move |(sum, &persons)| ScoreCell {
                    not_asked,
                    answered: place + 1,
                    sum,
                    persons: u64::from(persons),
                })
            })
        })
    }

    /// Number of persons who answered at least `needed` items.
    #[must_use]
    pub fn persons(&self, needed: usize) -> u64 {
        self.persons_by(|_| needed)
    }

    /// Number of persons who answered enough items: at least `needed(m)` if they were not asked m items.
    #[must_use]
    pub fn persons_by(&self, needed: impl Fn(usize) -> usize) -> u64 {
        let histograms = std::iter::once(&self.rows).chain(&self.fewer).enumerate();
        let enough = |(not_asked, rows): (usize, &Vec<Vec<u32>>)| {
            let from = needed(not_asked).saturating_sub(1).min(rows.len());
            rows[from..]
                .iter()
                .flatten()
                .map(|&persons| u64::from(persons))
                .sum::<u64>()
        };
        histograms.map(enough).sum()
    }
}

#[inline(always)]
fn add_to(rows: &mut Vec<Vec<u32>>, answered: usize, sum: usize, top: usize, persons: u32) {
    if answered == 0 {
        return;
    }
    if rows.len() < answered {
        rows.resize_with(answered, Vec::new);
    }
    let row = &mut rows[answered - 1];
    if row.is_empty() {
        row.resize(answered * top + 1, 0);
    }
    row[sum] += persons;
}

fn merge_rows(mine: &mut Vec<Vec<u32>>, theirs: &[Vec<u32>]) {
    if mine.len() < theirs.len() {
        mine.resize_with(theirs.len(), Vec::new);
    }
    for (mine, theirs) in mine.iter_mut().zip(theirs) {
        if mine.len() < theirs.len() {
            mine.resize(theirs.len(), 0);
        }
        add_each(mine, theirs);
    }
}

impl PartialEq for ScoreCounts {
    fn eq(&self, other: &Self) -> bool {
        self.cells().eq(other.cells())
    }
}

impl Eq for ScoreCounts {}
