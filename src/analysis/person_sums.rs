//! Each person's answers to a scale, added up.

use crate::model::{Instrument, Scale, Scoring};
use crate::tally::{MISSING, Responses};

/// One person's answers to a scale.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct PersonSum {
    /// Items of the scale that the person was not asked.
    pub(crate) not_asked: usize,
    /// Items answered.
    pub(crate) answered: usize,
    /// Sum of the keyed places (code − lowest code) of these answers.
    pub(crate) sum: u64,
}

impl PersonSum {
    /// True if the person answered enough items for a score.
    pub(crate) fn is_scored(self, scale: &Scale, scoring: &Scoring) -> bool {
        self.answered >= scale.needed_without(self.not_asked, scoring)
    }

    /// Mean keyed place of the answers; `None` for fewer than `needed` answers, or none.
    pub(crate) fn mean(self, needed: usize) -> Option<f64> {
        (self.answered >= needed.max(1)).then(|| self.sum as f64 / self.answered as f64)
    }
}

/// Adds up every row's answers to a scale.
pub(crate) fn person_sums(instrument: &Instrument, responses: &Responses, scale: &Scale) -> Vec<PersonSum> {
    let of_person = |not_asked| PersonSum {
        not_asked,
        ..PersonSum::default()
    };
    let mut sums: Vec<PersonSum> = responses.not_asked(&scale.items).into_iter().map(of_person).collect();
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
