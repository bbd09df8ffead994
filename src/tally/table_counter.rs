//! Counts the two-way tables of scales while rows are read.
//!
//! Most people answer everything, and most scales are parts of another one. So people who answered every item of the questionnaire are
//! counted once for each scale that is no part of another, and the tables of its parts are taken from there at the end.

use crate::tally::rows::{Lanes, RowShape};
use crate::tally::{ScaleShape, Shape, TwoWayTables};

/// The two-way tables of every scale that is small enough for them, over some rows.
#[derive(Debug)]
pub(crate) struct TableCounter {
    /// Scales whose whole rows are counted.
    whole: Vec<CountedScale>,
    /// Per scale: where its whole rows are counted, and the persons who answered all of it but not the whole questionnaire.
    scales: Vec<Option<(WholeRows, TwoWayTables)>>,
    codes: Vec<u8>,
}

/// A scale whose whole rows are counted.
#[derive(Debug)]
struct CountedScale {
    items: Vec<usize>,
    tables: TwoWayTables,
}

/// Where the whole rows of a scale are counted.
#[derive(Debug)]
struct WholeRows {
    /// Index among the scales whose whole rows are counted.
    scale: usize,
    /// Place of each item in that scale.
    places: Vec<usize>,
}

impl TableCounter {
    /// Starts without rows.
    pub(crate) fn new(shape: &Shape) -> Self {
        let mut whole: Vec<CountedScale> = Vec::new();
        let scales = shape.scales();
        let mut by_size: Vec<usize> = (0..scales.len()).collect();
        by_size.sort_by_key(|&scale| std::cmp::Reverse(scales[scale].items.len()));
        let mut found: Vec<Option<(WholeRows, TwoWayTables)>> = scales.iter().map(|_| None).collect();
        for place in by_size {
            let scale = &scales[place];
            let Some(tables) = TwoWayTables::new(scale) else {
                continue;
            };
            let own = whole.iter().enumerate();
            let rows = own.into_iter().find_map(|(at, counted)| part_of(scale, counted, at));
            let rows = rows.unwrap_or_else(|| {
                whole.push(CountedScale {
                    items: scale.items.clone(),
                    tables: tables.clone(),
                });
                WholeRows {
                    scale: whole.len() - 1,
                    places: (0..scale.items.len()).collect(),
                }
            });
            found[place] = Some((rows, tables));
        }
        Self {
            whole,
            scales: found,
            codes: Vec::new(),
        }
    }

    /// Adds a keyed row that answers every item.
    #[inline(always)]
    pub(crate) fn add_whole(&mut self, shape: &RowShape, row: &[Lanes]) {
        let row = &row.as_flattened()[..shape.shape.items()];
        for scale in &mut self.whole {
            self.codes.clear();
            self.codes.extend(scale.items.iter().map(|&item| row[item]));
            scale.tables.add(&self.codes);
        }
    }

    /// Adds a keyed row that answers every item of a scale, but not every item of the questionnaire.
    pub(crate) fn add_partial(&mut self, scale: usize, items: &[usize], row: &[Lanes]) {
        if let Some((_, tables)) = &mut self.scales[scale] {
            let row = row.as_flattened();
            self.codes.clear();
            self.codes.extend(items.iter().map(|&item| row[item]));
            tables.add(&self.codes);
        }
    }

    /// Per scale: its tables, if it has any.
    pub(crate) fn finish(self) -> Vec<Option<TwoWayTables>> {
        let whole = self.whole;
        let finished = |(rows, mut tables): (WholeRows, TwoWayTables)| {
            tables.merge_part(&whole[rows.scale].tables, &rows.places);
            tables
        };
        self.scales.into_iter().map(|scale| scale.map(finished)).collect()
    }
}

/// Where the whole rows of a scale are counted if all its items are in a scale that is counted.
fn part_of(scale: &ScaleShape, counted: &CountedScale, at: usize) -> Option<WholeRows> {
    let place = |item: &usize| counted.items.iter().position(|own| own == item);
    let places = scale.items.iter().map(place).collect::<Option<Vec<usize>>>()?;
    (scale.points == counted.tables.points()).then_some(WholeRows { scale: at, places })
}
