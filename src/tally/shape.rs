//! The shape of a tally: ranges and directions of the items, and the items of each scale, without names.

use crate::model::{CodeRange, Instrument, Item};

/// The most items of which every pair is counted. Time and memory of what is made of pairs grow with their square or cube.
pub const MOST_PAIRED: usize = 500;

/// Items and codes of one scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScaleShape {
    /// Places of the scale's items in the questionnaire.
    pub items: Vec<usize>,
    /// Number of codes of each of these items.
    pub points: usize,
    /// Number of items that a person must answer to have a score.
    pub needed: usize,
    /// For each of these items, whether each keyed code is favourable, lowest first.
    pub favourable: Vec<Vec<bool>>,
}

/// Items and scales that a tally counts. Two tallies can be added if their shapes are equal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    ranges: Vec<CodeRange>,
    reversed: Vec<bool>,
    offsets: Vec<usize>,
    cells: usize,
    scales: Vec<ScaleShape>,
}

impl Shape {
    /// Returns the shape of the answers to a questionnaire.
    #[must_use]
    pub fn of(instrument: &Instrument) -> Self {
        let ranges: Vec<CodeRange> = instrument.items().iter().map(|item| item.response.range).collect();
        let mut offsets = Vec::with_capacity(ranges.len());
        let mut cells = 0;
        for range in &ranges {
            offsets.push(cells);
            // One cell per code and one for missing answers.
            cells += range.points() + 1;
        }
        let scales = instrument
            .scales()
            .iter()
            .map(|scale| ScaleShape {
                items: scale.items.clone(),
                points: scale.range.points(),
                needed: scale.needed(&instrument.scoring),
                favourable: scale
                    .items
                    .iter()
                    .map(|&item| favourable(&instrument.items()[item]))
                    .collect(),
            })
            .collect();
        let reversed = instrument.items().iter().map(|item| item.reversed).collect();
        Self {
            ranges,
            reversed,
            offsets,
            cells,
            scales,
        }
    }

    /// Number of items.
    #[must_use]
    pub fn items(&self) -> usize {
        self.ranges.len()
    }

    /// True if pairs of items are counted.
    #[must_use]
    pub fn has_pairs(&self) -> bool {
        self.items() <= MOST_PAIRED
    }

    /// Number of codes of an item.
    #[must_use]
    pub fn points(&self, item: usize) -> usize {
        self.ranges[item].points()
    }

    /// Declared range of an item.
    #[must_use]
    pub fn range(&self, item: usize) -> CodeRange {
        self.ranges[item]
    }

    /// True if an item is keyed against its scale.
    #[must_use]
    pub fn reversed(&self, item: usize) -> bool {
        self.reversed[item]
    }

    /// All scales.
    #[must_use]
    pub fn scales(&self) -> &[ScaleShape] {
        &self.scales
    }

    /// Place of an item's first cell among the cells of a group.
    pub(crate) fn offset(&self, item: usize) -> usize {
        self.offsets[item]
    }

    /// Number of cells of a group.
    pub(crate) fn cells(&self) -> usize {
        self.cells
    }
}

/// Whether each keyed code of an item is favourable, lowest first.
fn favourable(item: &Item) -> Vec<bool> {
    let codes = item.response.range.codes();
    codes.map(|code| item.response.favourable.contains(&code)).collect()
}
