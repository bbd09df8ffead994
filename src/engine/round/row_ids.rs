//! What identifies the rows of a round, so that the rows of several runs can be compared: their place in a file, and their
//! content whatever file it is in.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::engine::round::recognition::item_identity;
use crate::input::Survey;
use crate::model::Instrument;
use crate::tally::MISSING;

/// What identifies a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RowId {
    pub(crate) file: FileRow,
    /// A hash of what the row says, independent of the file's format and name, of the order of rows and columns, and of ids.
    pub(crate) content: u128,
}

/// The place of a row in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct FileRow {
    /// A hash of the file's bytes, of its sheet, and of how often the file was read before in the same run.
    file: u64,
    row: u32,
}

/// The ids of the rows of a survey whose groups still have the names that were read; `None` if the rows and the files do not fit.
pub(crate) fn row_ids(instrument: &Instrument, survey: &Survey) -> Option<Vec<RowId>> {
    let responses = &survey.responses;
    let contents = contents(instrument, survey);
    let mut rows = responses.row_numbers().iter().zip(contents);
    let mut ids = Vec::with_capacity(responses.rows());
    for (at, file) in survey.files.iter().enumerate() {
        let before = &survey.files[..at];
        let again = before.iter().filter(|other| other.sha256 == file.sha256).count();
        let place = hash_of(&(&file.sha256, &file.sheet, again));
        let own = rows.by_ref().take(file.rows);
        ids.extend(own.map(|(&row, content)| RowId {
            file: FileRow { file: place, row },
            content,
        }));
    }
    (ids.len() == responses.rows()).then_some(ids)
}

/// A hash of each row's answers, reasons for missing answers, and academy.
fn contents(instrument: &Instrument, survey: &Survey) -> Vec<u128> {
    let responses = &survey.responses;
    let mut sums = vec![0_u128; responses.rows()];
    let items: Vec<String> = instrument.items().iter().map(item_identity).collect();
    for (place, item) in items.iter().enumerate() {
        let parts: Vec<u128> = (0..=u8::MAX).map(|answer| wide_hash(&(item, answer))).collect();
        for (sum, &answer) in sums.iter_mut().zip(responses.column(place)) {
            if answer != MISSING {
                *sum = sum.wrapping_add(parts[usize::from(answer)]);
            }
        }
    }
    for note in responses.notes() {
        let item = items.get(usize::from(note.item));
        if let Some(sum) = sums.get_mut(note.row as usize) {
            *sum = sum.wrapping_add(wide_hash(&(item, note.reason.name())));
        }
    }
    if let Some(academies) = responses.groupings().first() {
        let names: Vec<u128> = academies
            .names()
            .iter()
            .map(|name| wide_hash(&("academy", name)))
            .collect();
        for (sum, &academy) in sums.iter_mut().zip(academies.ids()) {
            *sum = sum.wrapping_add(names[academy as usize]);
        }
    }
    sums
}

fn wide_hash(value: &impl Hash) -> u128 {
    (u128::from(hash_of(&(1_u8, value))) << 64) | u128::from(hash_of(&(2_u8, value)))
}

fn hash_of(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
