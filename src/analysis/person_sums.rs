//! Each person's answers to a scale, added up.

use crate::model::{Instrument, Scale};
use crate::tally::{MISSING, Responses};

/// One person's answers to a scale.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct PersonSum {
    /// Items answered.
    pub(crate) answered: usize,
    /// Sum of the keyed places (code − lowest code) of these answers.
    pub(crate) sum: u64,
}

impl PersonSum {
    /// Mean keyed place of the answers; `None` for fewer than `needed` answers, or none.
    pub(crate) fn mean(self, needed: usize) -> Option<f64> {
        (self.answered >= needed.max(1)).then(|| self.sum as f64 / self.answered as f64)
    }
}

/// Adds up every row's answers to a scale.
pub(crate) fn person_sums(instrument: &Instrument, responses: &Responses, scale: &Scale) -> Vec<PersonSum> {
    let mut sums = vec![PersonSum::default(); responses.rows()];
    for &item in &scale.items {
        let reversed = instrument.items()[item].reversed;
        for (person, &place) in sums.iter_mut().zip(responses.column(item)) {
            if place != MISSING {
                let keyed = if reversed { scale.range.mirrored(place) } else { place };
                person.answered += 1;
                person.sum += u64::from(keyed);
            }
        }
    }
    sums
}
