//! Several terms that were read and brought together.

use crate::disclosure;
use crate::engine::known::KnownResults;
use crate::engine::round::Round;
use crate::engine::round::files::RoundFiles;
use crate::model::{Finding, Level, VersionDifference};
use crate::report::{Run, TermInput, TermsContext};

/// Several terms, ready to be estimated from.
pub(crate) struct Terms {
    pub(crate) names: Vec<String>,
    pub(crate) rounds: Vec<Round>,
    /// How many scales they have in common, which come first.
    pub(crate) scales: usize,
    /// Per term the places of the scales that it has itself.
    pub(super) own: Vec<Vec<usize>>,
    /// Per term and grouping the places of the groups that the term has by itself.
    pub(super) order: Vec<Vec<Vec<usize>>>,
    pub(super) differences: Vec<VersionDifference>,
    pub(crate) findings: Vec<Finding>,
    pub(super) response_rate_drop: Option<f64>,
    /// Earlier results about the same rows.
    pub(super) known: KnownResults,
}

/// The files of a term, and its name.
pub(crate) struct NamedRound {
    pub(crate) name: String,
    pub(crate) files: RoundFiles,
}

/// The reason why linked respondents have no standardised change: they split the cells that it is made of.
const NOT_WITH_LINKED: &str = "no standardised scores beside the change of the same people, which would split the groups that they \
     are made of: leave out --link";

impl Terms {
    /// Leaves out the standardised scores, with the reason.
    pub(crate) fn without_standard(&mut self) {
        let any = self.rounds.iter_mut().filter_map(|term| term.standard.take()).count() > 0;
        if any {
            self.findings
                .retain(|finding| !finding.code.starts_with("no-standard") && finding.code != "standard-apart");
            let message = NOT_WITH_LINKED.to_owned();
            self.findings.push(Finding::new(Level::Note, "no-standard", message));
        }
    }

    /// The terms in order, as `disclosure` takes them.
    pub(crate) fn terms(&self) -> Vec<disclosure::TermStudy<'_>> {
        let terms = self.rounds.iter().zip(&self.own).zip(&self.order);
        terms
            .map(|((round, own), order)| disclosure::TermStudy {
                survey: round.survey(),
                own: own.clone(),
                order: order.clone(),
            })
            .collect()
    }

    /// The terms with the rows of those that were read from responses.
    pub(crate) fn terms_with_rows(&self) -> Vec<disclosure::TermStudy<'_>> {
        let mut terms = self.terms();
        for (term, round) in terms.iter_mut().zip(&self.rounds) {
            term.survey.academies.rows = round.response_rows(&|_, _, _| ());
        }
        terms
    }

    /// The command of the run, and the files that the terms read besides responses, each once.
    fn run(&self) -> Run {
        let mut run = Run::default();
        for term in &self.rounds {
            run.arguments.clone_from(&term.run.arguments);
            run.trust.clone_from(&term.run.trust);
            run.responses.extend(term.run.responses.iter().cloned());
            run.published.clone_from(&term.run.published);
            for file in &term.run.also_read {
                if !run.also_read.contains(file) {
                    run.also_read.push(file.clone());
                }
            }
            run.counted.extend(term.run.counted.iter().cloned());
        }
        run
    }

    /// The origin of the figures, for the report; `None` without terms.
    pub(crate) fn context(&self) -> Option<TermsContext<'_>> {
        let terms = self.names.iter().zip(&self.rounds);
        Some(TermsContext {
            instrument: &self.rounds.last()?.instrument,
            terms: terms
                .map(|(name, round)| TermInput {
                    name: name.clone(),
                    instrument: &round.instrument,
                    inputs: round.inputs(),
                })
                .collect(),
            findings: self.findings.clone(),
            run: self.run(),
            differences: &self.differences,
            response_rate_drop: self.response_rate_drop,
        })
    }
}
