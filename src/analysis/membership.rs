//! The base of a scale's figures, row by row, so that the bases of two outputs about the same people can be compared.

use crate::analysis::person_sums::person_sums;
use crate::model::Instrument;
use crate::tally::Responses;

/// For each row: true if it has a score on the scale.
#[must_use]
pub fn scored_rows(instrument: &Instrument, responses: &Responses, scale: usize) -> Vec<bool> {
    let scale = &instrument.scales()[scale];
    let sums = person_sums(instrument, responses, scale).into_iter();
    sums.map(|person| person.is_scored(scale, &instrument.scoring))
        .collect()
}

/// For each row: true if it answers any item of the scale.
#[must_use]
pub fn answering_rows(instrument: &Instrument, responses: &Responses, scale: usize) -> Vec<bool> {
    let sums = person_sums(instrument, responses, &instrument.scales()[scale]).into_iter();
    sums.map(|person| person.answered > 0).collect()
}
