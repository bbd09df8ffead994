//! The cell parsers of an instrument's items.

use crate::input::rows::cell::CellKey;
use crate::model::Instrument;

/// One parser per distinct response definition; items with the same definition share it.
pub(crate) struct Keys {
    pub(crate) keys: Vec<CellKey>,
    pub(crate) of_item: Vec<usize>,
}

impl Keys {
    pub(crate) fn new(instrument: &Instrument) -> Self {
        let items = instrument.items();
        let mut keys = Vec::new();
        let mut firsts: Vec<usize> = Vec::new();
        let mut of_item = Vec::with_capacity(items.len());
        for (place, item) in items.iter().enumerate() {
            let known = firsts.iter().position(|&first| items[first].response == item.response);
            of_item.push(known.unwrap_or_else(|| {
                firsts.push(place);
                keys.push(CellKey::new(&item.response));
                keys.len() - 1
            }));
        }
        Self { keys, of_item }
    }

    /// The parser of an item's cells.
    pub(crate) fn of(&self, item: usize) -> &CellKey {
        &self.keys[self.of_item[item]]
    }
}
