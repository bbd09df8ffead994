//! What a tally has of a scale: the distributions, covariances and two-way tables of the people who answered every item.

use nalgebra::DMatrix;

use crate::analysis::covariances::covariances;
use crate::analysis::structure::complete::check_size;
use crate::analysis::{MissingRule, Study};
use crate::stats::{self, OrdinalTables, TwoWayTable, Undefined};

/// The reason for a figure that is made of the two-way tables of the items.
pub(super) const NEEDS_TABLES: Undefined = Undefined::OutOfRange {
    why: "it needs the two-way tables of the items, which this tally does not have",
};
/// The reason for a figure that is made of single people's answers.
pub(super) const NEEDS_ROWS: Undefined = Undefined::OutOfRange {
    why: "it needs the responses themselves, which a tally does not have",
};

/// Counts of the people who answered every item of a scale.
pub(super) struct Counted {
    /// Number of these people.
    pub(super) persons: u64,
    /// Number of people who answered any item.
    pub(super) any: u64,
    /// Per item: people per keyed code, lowest first.
    pub(super) items: Vec<Vec<u64>>,
    /// People per sum of keyed codes, counted from 0.
    pub(super) sums: Vec<u64>,
    /// Covariances of the keyed codes, divisor n − 1.
    pub(super) covariances: Result<DMatrix<f64>, Undefined>,
    /// Two-way tables of the keyed codes.
    pub(super) tables: Result<OrdinalTables, Undefined>,
}

impl Counted {
    /// The counts of a scale.
    pub(super) fn of(study: &Study<'_>, scale: usize) -> Self {
        let tally = &study.tally;
        let declared = &study.instrument.scales()[scale];
        let groups = || 0..tally.groups();
        let persons = tally.products(scale).persons();
        let counts = |(place, &item): (usize, &usize)| {
            let mut counts = vec![0; study.instrument.items()[item].response.range.points()];
            for group in groups() {
                let own = tally.complete_counts(scale, group, place);
                counts
                    .iter_mut()
                    .zip(own)
                    .for_each(|(sum, &count)| *sum += u64::from(count));
            }
            counts
        };
        let items: Vec<Vec<u64>> = declared.items.iter().enumerate().map(counts).collect();
        let highest: usize = items.iter().map(|counts| counts.len().saturating_sub(1)).sum();
        let mut sums = vec![0; highest + 1];
        for cell in groups().flat_map(|group| tally.scores(scale, group).cells()) {
            if cell.answered == items.len() {
                sums[cell.sum] += cell.persons;
            }
        }
        let found = || {
            check_size(declared.items.len())?;
            stats::check_persons(persons, 3)?;
            Ok(covariances(study, scale, MissingRule::Listwise)?.matrix)
        };
        let tables = || {
            let tables = tally.tables(scale).ok_or(NEEDS_TABLES)?;
            OrdinalTables::new(items.clone(), |row, column| TwoWayTable {
                columns: items[column].len(),
                counts: tables.later_in_rows(row, column),
            })
        };
        Self {
            persons,
            tables: tables(),
            any: groups().map(|group| tally.scores(scale, group).persons(1)).sum(),
            items,
            sums,
            covariances: found(),
        }
    }
}
