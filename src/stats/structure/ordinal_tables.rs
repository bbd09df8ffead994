//! Two-way tables of the codes of ordinal items, pair by pair.

use crate::stats::Undefined;
use crate::stats::figure::{check_items, check_persons, out_of_range_if};
use crate::stats::structure::ordinal::{OrdinalAnswers, TwoWayTable};

/// Distributions and two-way tables of the answers of the people who answered every item. They do not tell which answers to three or
/// more items belong to one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrdinalTables {
    persons: u64,
    counts: Vec<Vec<u64>>,
    /// Tables of the pairs (1, 0), (2, 0), (2, 1) …, the later item in the rows.
    tables: Vec<TwoWayTable>,
}

impl OrdinalTables {
    /// The tables that `table` makes of the later and the earlier item of each pair, with the number of people per code of each item.
    ///
    /// # Errors
    /// [`Undefined::TooFewItems`] without items, [`Undefined::TooFewPersons`] for fewer than three people, and
    /// [`Undefined::OutOfRange`] if a table does not add up to the numbers of people per code.
    pub fn new(counts: Vec<Vec<u64>>, table: impl Fn(usize, usize) -> TwoWayTable) -> Result<Self, Undefined> {
        check_items(counts.len(), 1)?;
        let persons = counts[0].iter().sum();
        check_persons(persons, 3)?;
        let pairs = (0..counts.len()).flat_map(|row| (0..row).map(move |column| (row, column)));
        let made = pairs.map(|(row, column)| {
            let table = table(row, column);
            out_of_range_if(
                !adds_up(&table, &counts[row], &counts[column]),
                "a two-way table does not add up to the answers",
            )?;
            Ok(table)
        });
        Ok(Self {
            persons,
            tables: made.collect::<Result<_, Undefined>>()?,
            counts,
        })
    }

    /// The tables of complete answers.
    #[must_use]
    pub fn of(answers: &OrdinalAnswers) -> Self {
        let pairs = (0..answers.items()).flat_map(|row| (0..row).map(move |column| (row, column)));
        Self {
            persons: answers.persons() as u64,
            counts: (0..answers.items()).map(|item| answers.counts(item)).collect(),
            tables: pairs.map(|(row, column)| answers.table(row, column)).collect(),
        }
    }

    /// Number of items.
    #[must_use]
    pub fn items(&self) -> usize {
        self.counts.len()
    }

    /// Number of people.
    #[must_use]
    pub fn persons(&self) -> u64 {
        self.persons
    }

    /// Number of people per code of an item.
    #[must_use]
    pub fn counts(&self, item: usize) -> &[u64] {
        &self.counts[item]
    }

    /// The table of two items, of which the later one is in the rows.
    ///
    /// # Panics
    /// Unless `row` is the later item.
    #[must_use]
    pub fn table(&self, row: usize, column: usize) -> &TwoWayTable {
        assert!(column < row, "the later item is in the rows");
        &self.tables[row * (row - 1) / 2 + column]
    }

    /// The same tables with unused codes left out of the ranges. Only for estimates in which such codes have no part.
    pub(crate) fn used_codes(&self) -> Self {
        let is_used = |item: usize, code: usize| self.counts[item][code] > 0;
        let mut tables = Vec::with_capacity(self.tables.len());
        for row in 0..self.items() {
            for column in 0..row {
                let table = self.table(row, column);
                let cells = table.counts.iter().enumerate();
                let used = cells
                    .filter(|(cell, _)| is_used(row, cell / table.columns) && is_used(column, cell % table.columns));
                tables.push(TwoWayTable {
                    columns: self.counts[column].iter().filter(|&&count| count > 0).count(),
                    counts: used.map(|(_, &count)| count).collect(),
                });
            }
        }
        let used = |counts: &Vec<u64>| counts.iter().copied().filter(|&count| count > 0).collect();
        Self {
            persons: self.persons,
            counts: self.counts.iter().map(used).collect(),
            tables,
        }
    }
}

fn adds_up(table: &TwoWayTable, rows: &[u64], columns: &[u64]) -> bool {
    if table.columns != columns.len() || table.counts.len() != rows.len() * columns.len() {
        return false;
    }
    let of_rows = table.counts.chunks(columns.len()).map(|row| row.iter().sum::<u64>());
    let of_column = |column: usize| table.counts.iter().skip(column).step_by(columns.len()).sum::<u64>();
    of_rows.eq(rows.iter().copied()) && (0..columns.len()).map(of_column).eq(columns.iter().copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers() -> OrdinalAnswers {
        let columns = vec![vec![0, 2, 2, 0, 2], vec![1, 1, 0, 0, 3], vec![0, 1, 1, 1, 0]];
        OrdinalAnswers::new(columns, vec![3, 4, 2]).unwrap()
    }

    #[test]
    fn tables_of_answers_are_those_that_are_given() {
        let answers = answers();
        let tables = OrdinalTables::of(&answers);
        let counts = (0..3).map(|item| answers.counts(item)).collect();
        assert_eq!(
            OrdinalTables::new(counts, |row, column| answers.table(row, column)),
            Ok(tables.clone())
        );
        assert_eq!(tables.table(2, 1), &answers.table(2, 1));
        assert_eq!((tables.persons(), tables.items()), (5, 3));
    }

    #[test]
    fn unused_codes_are_left_out() {
        let used = OrdinalTables::of(&answers()).used_codes();
        assert_eq!(used.counts(0), [2, 3]);
        assert_eq!(used.table(1, 0).counts, [1, 1, 1, 1, 0, 1]);
        assert_eq!(used.table(2, 1).columns, 3);
    }

    #[test]
    fn tables_that_do_not_add_up_are_refused() {
        let answers = answers();
        let counts = || (0..3).map(|item| answers.counts(item)).collect::<Vec<_>>();
        let mut wrong = counts();
        wrong[1].swap(0, 2);
        assert!(OrdinalTables::new(wrong, |row, column| answers.table(row, column)).is_err());
        assert!(OrdinalTables::new(counts(), |row, column| answers.table(column, row)).is_err());
        assert!(OrdinalTables::new(Vec::new(), |_, _| TwoWayTable::empty(0, 0)).is_err());
    }
}
