//! What there is to count: the items' ranges and directions and the scales' items, without their names.

use crate::model::{CodeRange, Instrument};

/// One scale, as the tally sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScaleShape {
    /// Places of the scale's items.
    pub items: Vec<usize>,
    /// How many codes each of them has.
    pub points: usize,
}

/// What a tally counts. Two tallies add when their shapes are equal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    ranges: Vec<CodeRange>,
    reversed: Vec<bool>,
    offsets: Vec<usize>,
    cells: usize,
    scales: Vec<ScaleShape>,
}

impl Shape {
    /// The shape of an instrument's answers.
    #[must_use]
    pub fn of(instrument: &Instrument) -> Self {
        let ranges: Vec<CodeRange> = instrument.items().iter().map(|item| item.response.range).collect();
        let mut offsets = Vec::with_capacity(ranges.len());
        let mut cells = 0;
        for range in &ranges {
            offsets.push(cells);
            // One cell a code, and one for the missing.
            cells += range.points() + 1;
        }
        let scales = instrument
            .scales()
            .iter()
            .map(|scale| ScaleShape {
                items: scale.items.clone(),
                points: scale.range.points(),
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

    /// How many items there are.
    #[must_use]
    pub fn items(&self) -> usize {
        self.ranges.len()
    }

    /// How many codes an item has.
    #[must_use]
    pub fn points(&self, item: usize) -> usize {
        self.ranges[item].points()
    }

    /// An item's declared range.
    #[must_use]
    pub fn range(&self, item: usize) -> CodeRange {
        self.ranges[item]
    }

    /// Whether an item is keyed against its scale.
    #[must_use]
    pub fn reversed(&self, item: usize) -> bool {
        self.reversed[item]
    }

    /// The scales.
    #[must_use]
    pub fn scales(&self) -> &[ScaleShape] {
        &self.scales
    }

    /// Where an item's cells begin among a group's.
    pub(crate) fn offset(&self, item: usize) -> usize {
        self.offsets[item]
    }

    /// How many cells a group has.
    pub(crate) fn cells(&self) -> usize {
        self.cells
    }
}
