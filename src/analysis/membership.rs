//! The base of a scale's figures, row by row, so that the bases of two outputs about the same people can be compared.

use crate::model::Instrument;
use crate::tally::{MISSING, Responses};

/// For each row: number of items of the scale that it answers.
fn answered(instrument: &Instrument, responses: &Responses, scale: usize) -> Vec<usize> {
    let mut answered = vec![0; responses.rows()];
    for &item in &instrument.scales()[scale].items {
        for (count, &code) in answered.iter_mut().zip(responses.column(item)) {
            *count += usize::from(code != MISSING);
        }
    }
    answered
}

/// For each row: true if it has a score on the scale.
#[must_use]
pub fn scored_rows(instrument: &Instrument, responses: &Responses, scale: usize) -> Vec<bool> {
    let needed = instrument.scales()[scale].needed(&instrument.scoring);
    let answered = answered(instrument, responses, scale);
    answered.into_iter().map(|count| count >= needed).collect()
}

/// For each row: true if it answers any item of the scale.
#[must_use]
pub fn answering_rows(instrument: &Instrument, responses: &Responses, scale: usize) -> Vec<bool> {
    let answered = answered(instrument, responses, scale);
    answered.into_iter().map(|count| count > 0).collect()
}
