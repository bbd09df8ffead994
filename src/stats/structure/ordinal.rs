//! Complete answers to ordinal items, and the two-way tables of their codes.

use nalgebra::DMatrix;

use crate::stats::Undefined;
use crate::stats::figure::{check_items, check_persons, out_of_range_if};

/// Keyed answers of the people who answered every item: for each item its codes, counted from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrdinalAnswers {
    columns: Vec<Vec<u8>>,
    points: Vec<usize>,
}

impl OrdinalAnswers {
    /// The answers in `columns`, one per item, each with one code below the item's `points` per person.
    ///
    /// # Errors
    /// [`Undefined::TooFewItems`] without items, [`Undefined::TooFewPersons`] for fewer than three people, and
    /// [`Undefined::OutOfRange`] if the columns differ in length or a code is not below its item's number of points.
    pub fn new(columns: Vec<Vec<u8>>, points: Vec<usize>) -> Result<Self, Undefined> {
        check_items(columns.len(), 1)?;
        let persons = columns[0].len();
        out_of_range_if(
            points.len() != columns.len() || columns.iter().any(|column| column.len() != persons),
            "the items do not have the same number of answers",
        )?;
        check_persons(persons as u64, 3)?;
        let beyond = |(column, &points): (&Vec<u8>, &usize)| column.iter().any(|&code| usize::from(code) >= points);
        out_of_range_if(
            columns.iter().zip(&points).any(beyond),
            "a code is beyond the item's range",
        )?;
        Ok(Self { columns, points })
    }

    /// Number of items.
    #[must_use]
    pub fn items(&self) -> usize {
        self.columns.len()
    }

    /// Number of people.
    #[must_use]
    pub fn persons(&self) -> usize {
        self.columns[0].len()
    }

    /// Number of possible codes of an item.
    #[must_use]
    pub fn points(&self, item: usize) -> usize {
        self.points[item]
    }

    /// The codes that people gave to an item.
    #[must_use]
    pub fn column(&self, item: usize) -> &[u8] {
        &self.columns[item]
    }

    /// Number of people per code of an item.
    #[must_use]
    pub fn counts(&self, item: usize) -> Vec<u64> {
        let mut counts = vec![0; self.points[item]];
        for &code in &self.columns[item] {
            counts[usize::from(code)] += 1;
        }
        counts
    }

    /// Number of people per sum of codes, from 0 to that of the highest codes.
    #[must_use]
    pub fn sums(&self) -> Vec<u64> {
        let highest: usize = self.points.iter().map(|points| points.saturating_sub(1)).sum();
        let mut counts = vec![0; highest + 1];
        for person in 0..self.persons() {
            let sum: usize = self.columns.iter().map(|column| usize::from(column[person])).sum();
            counts[sum] += 1;
        }
        counts
    }

    /// The same answers with unused codes left out of the ranges. Only for estimates in which such codes have no part.
    pub(crate) fn used_codes(&self) -> Self {
        let mut found = self.clone();
        for item in 0..self.items() {
            let mut place = 0;
            let places: Vec<u8> = (self.counts(item).iter())
                .map(|&count| {
                    place += u8::from(count > 0);
                    place.saturating_sub(1)
                })
                .collect();
            found.points[item] = usize::from(place);
            for code in &mut found.columns[item] {
                *code = places[usize::from(*code)];
            }
        }
        found
    }

    /// Covariances (divisor n − 1) of the codes, k × k, from exact sums.
    #[must_use]
    pub fn covariances(&self) -> DMatrix<f64> {
        let n = self.persons() as u64;
        let sum = |item: usize| self.columns[item].iter().map(|&code| u64::from(code)).sum::<u64>();
        let sums: Vec<u64> = (0..self.items()).map(sum).collect();
        let product = |i: usize, j: usize| -> u64 {
            let pairs = self.columns[i].iter().zip(&self.columns[j]);
            pairs.map(|(&x, &y)| u64::from(x) * u64::from(y)).sum()
        };
        DMatrix::from_fn(self.items(), self.items(), |i, j| {
            let (i, j) = (i.max(j), i.min(j));
            let exact = i128::from(n) * i128::from(product(i, j)) - i128::from(sums[i]) * i128::from(sums[j]);
            exact as f64 / (n * (n - 1)) as f64
        })
    }

    /// The two-way table of two items.
    #[must_use]
    pub fn table(&self, row: usize, column: usize) -> TwoWayTable {
        let mut table = TwoWayTable::empty(self.points[row], self.points[column]);
        for (&one, &other) in self.columns[row].iter().zip(&self.columns[column]) {
            table.counts[usize::from(one) * table.columns + usize::from(other)] += 1;
        }
        table
    }
}

/// Number of people per pair of codes of two items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TwoWayTable {
    /// Number of codes of the item in the columns.
    pub columns: usize,
    /// The counts, row by row.
    pub counts: Vec<u64>,
}

impl TwoWayTable {
    /// A table without people.
    #[must_use]
    pub fn empty(rows: usize, columns: usize) -> Self {
        Self {
            columns,
            counts: vec![0; rows * columns],
        }
    }

    /// The cells with people: row, column and count.
    pub(crate) fn filled(&self) -> impl Iterator<Item = FilledCell> {
        let cells = self.counts.iter().enumerate().filter(|(_, count)| **count > 0);
        cells.map(|(place, &count)| FilledCell {
            row: place / self.columns,
            column: place % self.columns,
            count: count as f64,
        })
    }
}

/// A cell of a two-way table with at least one person.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FilledCell {
    /// Code of the item in the rows.
    pub(crate) row: usize,
    /// Code of the item in the columns.
    pub(crate) column: usize,
    /// Number of people.
    pub(crate) count: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_counts_pairs_of_codes() {
        let answers = OrdinalAnswers::new(vec![vec![0, 1, 1, 2], vec![1, 0, 0, 1]], vec![3, 2]).unwrap();
        assert_eq!(answers.counts(0), [1, 2, 1]);
        assert_eq!(answers.sums(), [0, 3, 0, 1]);
        assert_eq!(answers.table(0, 1).counts, [0, 1, 2, 0, 0, 1]);
    }

    #[test]
    fn a_code_beyond_the_range_gives_a_reason() {
        assert!(OrdinalAnswers::new(vec![vec![0, 1, 3]], vec![3]).is_err());
        assert!(OrdinalAnswers::new(vec![vec![0, 1, 2], vec![0, 1]], vec![3, 3]).is_err());
        assert!(OrdinalAnswers::new(vec![], vec![]).is_err());
    }
}
