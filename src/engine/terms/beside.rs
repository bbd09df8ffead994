//! Several terms and the earlier results about them.

use crate::analysis::Links;
use crate::disclosure::{self, GuardedTerms, NewOutput, guard_terms};
use crate::engine::earlier::rows::Linking;
use crate::engine::earlier::{EarlierResults, published};
use crate::engine::round::Round;
use crate::engine::terms::findings::of_term;
use crate::engine::terms::read::{read_rounds, terms_of};
use crate::engine::terms::several::{NamedRound, Terms};
use crate::engine::{Error, Setup};

/// Reads the terms, and the earlier results about them.
///
/// # Errors
/// When a term or an earlier result cannot be read, or the terms have no scale in common.
pub(crate) fn load_terms(setup: &Setup<'_>, named: Vec<NamedRound>) -> Result<Terms, Error> {
    let by = setup.by();
    let rounds = read_rounds(setup, by, &named)?;
    let earlier = EarlierResults::of(&published(setup)?, &rounds.iter().collect::<Vec<_>>(), setup)?;
    let rounds = earlier.hold_back_all(rounds, setup, by)?;
    let mut terms = terms_of(setup, named, rounds)?;
    terms.take_into_account(earlier);
    Ok(terms)
}

impl Terms {
    /// Takes earlier results into account.
    pub(super) fn take_into_account(&mut self, mut earlier: EarlierResults) {
        self.known = earlier.known(&self.rounds.iter().collect::<Vec<_>>());
        self.findings.extend(earlier.findings);
        for round in &mut self.rounds {
            round.run.published.clone_from(&earlier.read);
        }
    }

    /// Withholds in each term what could be worked out by comparing with earlier results; `None` without earlier results.
    pub(crate) fn guarded(&mut self) -> Option<GuardedTerms> {
        let policy = self.rounds.last()?.policy;
        if self.known.earlier.is_empty() {
            return None;
        }
        let current = |(term, round): (usize, &Round)| self.known.current_term(term, round);
        let currents: Vec<NewOutput> = self.rounds.iter().enumerate().map(current).collect();
        let guarded = guard_terms(&self.terms(), policy, &currents, &self.names, &self.known.earlier)
            .beside(self.known.answers.clone());
        for ((name, round), own) in self.names.iter().zip(&self.rounds).zip(guarded.terms()) {
            self.findings
                .extend(round.guard_findings(own).iter().map(|finding| of_term(name, finding)));
        }
        Some(guarded)
    }

    /// The linked respondents of two terms as an output to be guarded; `None` without earlier results.
    pub(crate) fn current_linked(&self, links: &Links) -> Option<NewOutput> {
        let [before, after] = self.rounds.as_slice() else {
            return None;
        };
        self.known.current_linked(&Linking {
            terms: [before, after],
            scales: self.scales,
            links,
        })
    }
}

/// The terms with the suppression against earlier results, if there are any.
pub(crate) fn beside<'t>(
    terms: Vec<disclosure::TermStudy<'t>>,
    guarded: Option<&'t GuardedTerms>,
) -> Vec<disclosure::TermStudy<'t>> {
    let with = |(place, term): (usize, disclosure::TermStudy<'t>)| disclosure::TermStudy {
        survey: term
            .survey
            .guarded_by(guarded.and_then(|guarded| guarded.terms().get(place))),
        ..term
    };
    terms.into_iter().enumerate().map(with).collect()
}
