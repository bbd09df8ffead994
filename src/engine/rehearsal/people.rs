//! The answers of made-up people to a whole form.

use crate::analysis::{MadeUpAnswers, PersonDraws, Rehearsal};
use crate::engine::Error;
use crate::engine::rehearsal::form::{COMMENTS, place_of};
use crate::engine::rehearsal::staff::Staff;
use crate::engine::rehearsal::wishes::SimulationWishes;
use crate::export::responses::FormAnswer;
use crate::model::Instrument;

/// The people who are asked.
pub(crate) struct People<'i> {
    pub(crate) rehearsal: Rehearsal<'i>,
    pub(crate) instrument: &'i Instrument,
    pub(crate) wishes: &'i SimulationWishes,
    /// For each academy, the share of staff who answer.
    pub(crate) rates: Vec<f64>,
    /// For each academy, the change from each wave to the next.
    pub(crate) changes: Vec<f64>,
}

impl People<'_> {
    /// Gives the answers of everyone who answers to `add`, academy by academy, in the order of the questions of
    /// [`form`](crate::engine::rehearsal::form()).
    ///
    /// # Errors
    /// Those of `add`.
    pub(crate) fn answer(
        &self,
        staff: &Staff,
        mut add: impl FnMut(&[FormAnswer]) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let wishes = self.wishes;
        let waves = wishes.wave.saturating_sub(1) as f64;
        let mut answers = Vec::new();
        let mut given = MadeUpAnswers::default();
        for (number, (place, academy)) in (0_u64..).zip(staff.academies.iter().enumerate()) {
            let part = self.rehearsal.academy(number);
            let shift = self.changes[place] * waves;
            for person in 0..academy.staff {
                let mut draws = self.rehearsal.person(number, person);
                let role = academy.role_drawn(draws.stable.uniform());
                let code = draws.stable.uniform();
                if draws.wave.uniform() >= self.rates[place] {
                    continue;
                }
                self.rehearsal.answer(&part, role, shift, &mut draws, &mut given);
                answers.clear();
                answers.extend([FormAnswer::Option(place), FormAnswer::Option(role)]);
                if wishes.codes {
                    answers.push(FormAnswer::Text(format!("made-up-{:016x}", code.to_bits())));
                }
                let items = given.given.iter().zip(self.instrument.items());
                answers.extend(items.map(|(answer, item)| place_of(*answer, item)));
                if wishes.comments > 0.0 {
                    answers.push(self.comment(&mut draws));
                }
                answers.push(FormAnswer::Option(0));
                add(&answers)?;
            }
        }
        Ok(())
    }

    fn comment(&self, draws: &mut PersonDraws) -> FormAnswer {
        let (comments, which) = (draws.wave.uniform() < self.wishes.comments, draws.wave.uniform());
        let ends = (1..COMMENTS.len()).map(|end| end as f64 / COMMENTS.len() as f64);
        if comments {
            FormAnswer::Option(ends.filter(|end| *end <= which).count())
        } else {
            FormAnswer::Blank
        }
    }
}
