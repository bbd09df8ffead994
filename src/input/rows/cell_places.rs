//! A dictionary of the texts that repeat down a column: each distinct cell has an index.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};

use foldhash::fast::FixedState;

/// Indices of short cells and of longer ones.
#[derive(Default)]
pub(crate) struct CellPlaces {
    short: HashMap<Short, u32, FixedState>,
    long: HashMap<Box<[u8]>, u32, FixedState>,
}

/// A cell of at most 16 bytes as three numbers, which compare faster than text.
#[derive(PartialEq, Eq)]
struct Short {
    length: usize,
    first: u64,
    last: u64,
}

impl Hash for Short {
    /// Hashes as one number, so that the hasher mixes only once.
    #[inline(always)]
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.first ^ self.last.rotate_left(23) ^ self.length as u64);
    }
}

impl Short {
    #[inline(always)]
    fn of(cell: &[u8]) -> Option<Self> {
        let length = cell.len();
        let (first, last) = match (cell.first_chunk(), cell.last_chunk()) {
            (Some(first), Some(last)) if length <= 16 => (*first, *last),
            (None, _) => {
                let mut padded = [0; 8];
                padded[..length].copy_from_slice(cell);
                (padded, [0; 8])
            }
            _ => return None,
        };
        let (first, last) = (u64::from_le_bytes(first), u64::from_le_bytes(last));
        Some(Self { length, first, last })
    }
}

impl CellPlaces {
    /// The index of a cell, if it has one.
    #[inline(always)]
    pub(crate) fn get(&self, cell: &[u8]) -> Option<u32> {
        match Short::of(cell) {
            Some(short) => self.short.get(&short).copied(),
            None => self.long.get(cell).copied(),
        }
    }

    /// Gives a cell an index.
    pub(crate) fn insert(&mut self, cell: &[u8], place: u32) {
        match Short::of(cell) {
            Some(short) => self.short.insert(short, place),
            None => self.long.insert(cell.into(), place),
        };
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn cells_are_told_apart_by_every_byte(cells in prop::collection::vec("[ab]{0,3}|[ab]{7,9}|[ab]{15,18}|\0{0,2}", 0..60)) {
            let (mut places, mut by_hand) = (CellPlaces::default(), HashMap::new());
            for (cell, place) in cells.iter().zip(0..) {
                prop_assert_eq!(places.get(cell.as_bytes()), by_hand.get(cell).copied());
                places.insert(cell.as_bytes(), place);
                by_hand.insert(cell.clone(), place);
            }
        }
    }
}
