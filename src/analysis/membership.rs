//! Which rows stand behind a scale's figures, row by row: what the figures of two runs over the same rows have in common.

use crate::model::Instrument;
use crate::tally::{MISSING, Responses};

/// For each row, how many items of a scale it answers.
fn answered(instrument: &Instrument, responses: &Responses, scale: usize) -> Vec<usize> {
    let mut answered = vec![0; responses.rows()];
    for &item in &instrument.scales()[scale].items {
        for (count, &code) in answered.iter_mut().zip(responses.column(item)) {
            *count += usize::from(code != MISSING);
        }
    }
    answered
}

/// For each row, whether it has a score on a scale.
#[must_use]
pub fn scored_rows(instrument: &Instrument, responses: &Responses, scale: usize) -> Vec<bool> {
    let needed = instrument.scales()[scale].needed(&instrument.scoring);
    let answered = answered(instrument, responses, scale);
    answered.into_iter().map(|count| count >= needed).collect()
}

/// For each row, whether it answers any item of a scale.
#[must_use]
pub fn answering_rows(instrument: &Instrument, responses: &Responses, scale: usize) -> Vec<bool> {
    let answered = answered(instrument, responses, scale);
    answered.into_iter().map(|count| count > 0).collect()
}
