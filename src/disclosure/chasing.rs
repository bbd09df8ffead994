//! Decides what may be published about the answers that academies still need: response chasing in `cte check`.
//!
//! The headcount of an academy is shown, because it says nothing about answers. The number that answered at a withheld academy is
//! not shown, nor anything computed from it: such an academy needs between 1 answer and as many as the threshold. The order of the
//! academies depends on what is shown only. A working result has all the numbers.

use std::cmp::Reverse;

use crate::analysis::Study;
use crate::disclosure::margins::{Counted, bases_of_scores, margin};
use crate::disclosure::{GroupResponse, Policy, Prospect, ResponseRate, Shown};

/// Answers that an academy still needs, so that its figures can be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StillNeeded {
    /// This number; 0 if enough people answered.
    Exactly(u64),
    /// This number, because nobody answered yet.
    All(u64),
    /// At least one and at most this number. Which one is withheld.
    UpTo(u64),
    /// Unknown: its figures are withheld to protect a smaller group.
    AsAnotherDoes,
    /// Any number is too few, because fewer people than the threshold work there.
    NeverEnough,
}

/// An academy whose headcount is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Chased {
    /// Its name.
    pub name: String,
    /// Number of staff.
    pub staff: u64,
    /// Its response, unless that is withheld.
    pub response: Shown<ResponseRate>,
    /// Answers that it still needs.
    pub needed: StillNeeded,
}

impl Chased {
    /// The place in the order: the most needed first, then the most who have not answered. Uses only what is shown.
    fn order(&self, policy: Policy) -> (u8, Reverse<u64>, Reverse<u64>) {
        let (class, needed) = match self.needed {
            // Twice the number, so that "up to 10" is between 9 and 10.
            StillNeeded::Exactly(needed) | StillNeeded::All(needed) if needed > 0 => (0, needed * 2),
            StillNeeded::UpTo(_) => (0, policy.min_group * 2 - 1),
            StillNeeded::AsAnotherDoes => (1, 0),
            StillNeeded::Exactly(_) | StillNeeded::All(_) => (2, 0),
            StillNeeded::NeverEnough => (3, 0),
        };
        let answered = self.response.figures().map_or(0, |response| response.answered);
        (class, Reverse(needed), Reverse(self.staff.saturating_sub(answered)))
    }
}

/// The academies with a headcount, first those that miss the most answers.
pub(in crate::disclosure) fn chased(study: &Study<'_>, academies: &[GroupResponse], policy: Policy) -> Vec<Chased> {
    let mut bases = bases_of_scores(&(0..study.instrument.scales().len()).collect::<Vec<_>>());
    bases.push(Counted::Anything);
    let people = margin(study, &bases).persons;
    let groups = academies.iter().enumerate();
    let mut chased: Vec<Chased> = groups
        .filter_map(|(group, academy)| {
            let staff = study.headcounts.of(group)?;
            let least = people[group].iter().min().copied().unwrap_or(0);
            Some(Chased {
                name: academy.name.clone(),
                staff,
                response: academy.response.clone(),
                needed: needed(academy, staff, least, policy),
            })
        })
        .collect();
    chased.sort_by_key(|one| one.order(policy));
    chased
}

/// `least` is the smallest number of people behind any figure of the academy.
fn needed(academy: &GroupResponse, staff: u64, least: u64, policy: Policy) -> StillNeeded {
    match academy.prospect {
        _ if staff < policy.min_group => StillNeeded::NeverEnough,
        // Only a working result shows an academy with too few answers.
        Prospect::Shown => StillNeeded::Exactly(policy.min_group.saturating_sub(least)),
        Prospect::NoAnswers => StillNeeded::All(policy.min_group),
        Prospect::TooFewAnswered | Prospect::TooFewStaff => StillNeeded::UpTo(policy.min_group),
        Prospect::Complementary => StillNeeded::AsAnotherDoes,
    }
}
