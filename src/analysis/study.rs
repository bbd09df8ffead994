//! The input of every estimate: an instrument, the tally of its answers by group, and options.

use crate::model::{Icc2Limits, Instrument, MissingRule};
use crate::tally::{Responses, Tally};

/// Scaling of items for split halves and Guttman's bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ItemMetric {
    /// Items with their own variances.
    #[default]
    AsAnswered,
    /// Items scaled to equal variances, as psych does.
    Standardised,
}

/// Program whose conventions alpha and omega follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Convention {
    /// This program's own definitions.
    #[default]
    Own,
    /// psych in R: pairwise covariances; Feldt's interval for all rows; omega by least squares on correlations.
    Psych,
    /// SPSS: listwise; its omega is not reproduced.
    Spss,
    /// jamovi: listwise; omega as psych with one factor.
    Jamovi,
    /// JASP with cases excluded listwise: omega by maximum likelihood.
    Jasp,
}

impl Convention {
    /// Every other program whose conventions can be followed.
    pub const ALL: [Self; 4] = [Self::Psych, Self::Spss, Self::Jamovi, Self::Jasp];

    /// The name that `--like` takes.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Own => "cte",
            Self::Psych => "psych",
            Self::Spss => "spss",
            Self::Jamovi => "jamovi",
            Self::Jasp => "jasp",
        }
    }

    /// Its default treatment of missing answers.
    #[must_use]
    pub fn missing(self) -> MissingRule {
        match self {
            Self::Psych => MissingRule::Pairwise,
            Self::Own | Self::Spss | Self::Jamovi | Self::Jasp => MissingRule::Listwise,
        }
    }
}

/// Options of estimation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// Level of every interval: above 0 and below 1.
    pub level: f64,
    /// Treatment of missing answers in reliability.
    pub missing: MissingRule,
    /// Scaling of items for split halves and Guttman's bounds.
    pub metric: ItemMetric,
    /// Limits of ICC(2) in the verdict on aggregation.
    pub icc2: Icc2Limits,
    /// Program whose conventions alpha and omega follow.
    pub like: Convention,
    /// Draws of bootstrap intervals; 0 for no bootstrap.
    pub bootstrap: usize,
    /// Seed of all random draws.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            level: 0.95,
            missing: MissingRule::Listwise,
            metric: ItemMetric::AsAnswered,
            icc2: Icc2Limits::default(),
            like: Convention::Own,
            bootstrap: 0,
            seed: 1,
        }
    }
}

/// Number of staff per group, if known, in the order of the tally's groups.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GroupHeadcounts(Vec<Option<u64>>);

impl GroupHeadcounts {
    /// Headcounts in the order of the tally's groups.
    #[must_use]
    pub fn new(of_groups: Vec<Option<u64>>) -> Self {
        Self(of_groups)
    }

    /// A group's headcount, if known.
    #[must_use]
    pub fn of(&self, group: usize) -> Option<u64> {
        self.0.get(group).copied().flatten()
    }
}

/// Receives the progress of slow work: its name, steps done, steps in total.
pub type Progress<'a> = &'a (dyn Fn(&str, usize, usize) + Sync);

/// The rows themselves, for the few figures that need them.
#[derive(Clone, Copy)]
pub struct ResponseRows<'a> {
    /// The answers as given.
    pub responses: &'a Responses,
    /// Receives the progress of bootstrap draws.
    pub progress: Progress<'a>,
}

impl std::fmt::Debug for ResponseRows<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ResponseRows")
            .field("rows", &self.responses.rows())
            .finish_non_exhaustive()
    }
}

/// A survey ready for estimation.
#[derive(Debug, Clone)]
pub struct Study<'a> {
    /// The questionnaire.
    pub instrument: &'a Instrument,
    /// The counts by group.
    pub tally: Tally,
    /// Staff by group.
    pub headcounts: GroupHeadcounts,
    /// Options of estimation.
    pub options: Options,
    /// The rows, if a figure that needs them is asked for.
    pub rows: Option<ResponseRows<'a>>,
}

/// Answers counted by group, apart from a study.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedAnswers(Tally);

impl CountedAnswers {
    /// The answers that a tally counts.
    #[must_use]
    pub fn new(tally: Tally) -> Self {
        Self(tally)
    }
}

impl Study<'_> {
    /// A study of other answers to the same questionnaire, in the same groups, without headcounts.
    #[must_use]
    pub fn of_answers(&self, answers: &CountedAnswers) -> Self {
        Self {
            instrument: self.instrument,
            tally: answers.0.clone(),
            headcounts: GroupHeadcounts::default(),
            options: self.options,
            rows: None,
        }
    }

    /// A copy of the study in which the `hidden` groups are combined into one group, which comes last and has no name. Estimates
    /// from the copy depend on the hidden groups only through their sum.
    #[must_use]
    pub fn pooled(&self, hidden: &[usize]) -> Self {
        let mut alone = vec![true; self.tally.groups()];
        for &group in hidden {
            alone[group] = false;
        }
        let shown = (0..self.tally.groups()).filter(|&group| alone[group]);
        let mut of_groups: Vec<Option<u64>> = shown.map(|group| self.headcounts.of(group)).collect();
        if !hidden.is_empty() {
            of_groups.push(hidden.iter().map(|&group| self.headcounts.of(group)).sum());
        }
        Self {
            instrument: self.instrument,
            tally: self.tally.pooled(hidden, "\u{0}withheld"),
            headcounts: GroupHeadcounts(of_groups),
            options: self.options,
            rows: None,
        }
    }
}
