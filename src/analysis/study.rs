//! What is studied: an instrument, the tally of its answers by group, and how to estimate.

use crate::model::{Icc2Limits, Instrument};
use crate::tally::{Responses, Tally};

/// What is done with persons who skipped some of a scale's items, in figures about its items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MissingRule {
    /// Only those who answered all of the scale.
    #[default]
    Listwise,
    /// For each pair of items, those who answered both.
    Pairwise,
}

impl MissingRule {
    /// Every rule.
    pub const ALL: [Self; 2] = [Self::Listwise, Self::Pairwise];

    /// The name that the command line and outputs use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Listwise => "listwise",
            Self::Pairwise => "pairwise",
        }
    }
}

/// What split halves and Guttman's bounds are taken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ItemMetric {
    /// Items with the variances they have.
    #[default]
    AsAnswered,
    /// Items brought to equal variances, as psych does.
    Standardised,
}

/// Whose conventions alpha and omega follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Convention {
    /// This program's own: as its definitions say.
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
    /// Every program whose conventions can be followed.
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

    /// What it does with missing answers unless told otherwise.
    #[must_use]
    pub fn missing(self) -> MissingRule {
        match self {
            Self::Psych => MissingRule::Pairwise,
            Self::Own | Self::Spss | Self::Jamovi | Self::Jasp => MissingRule::Listwise,
        }
    }
}

/// How to estimate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// Level of every interval, above 0 and below 1.
    pub level: f64,
    /// The missing rule of reliability.
    pub missing: MissingRule,
    /// What split halves and Guttman's bounds are taken of.
    pub metric: ItemMetric,
    /// The limits of ICC(2) in the verdict.
    pub icc2: Icc2Limits,
    /// Whose conventions alpha and omega follow.
    pub like: Convention,
    /// Draws of bootstrap intervals; none where 0.
    pub bootstrap: usize,
    /// The seed of everything that is drawn.
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

/// How many staff each group has, where it is known; in the order of the tally's groups.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Headcounts(Vec<Option<u64>>);

impl Headcounts {
    /// Headcounts in the order of the tally's groups.
    #[must_use]
    pub fn new(of_groups: Vec<Option<u64>>) -> Self {
        Self(of_groups)
    }

    /// A group's headcount, where it is known.
    #[must_use]
    pub fn of(&self, group: usize) -> Option<u64> {
        self.0.get(group).copied().flatten()
    }
}

/// Hears of work that takes its time: what is done, how much of it, out of how much.
pub type Progress<'a> = &'a (dyn Fn(&str, usize, usize) + Sync);

/// The rows themselves, for the few figures that need them, and who hears how far they are.
#[derive(Clone, Copy)]
pub struct Rows<'a> {
    /// The answers as given.
    pub responses: &'a Responses,
    /// Who hears of the draws.
    pub progress: Progress<'a>,
}

impl std::fmt::Debug for Rows<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rows")
            .field("rows", &self.responses.rows())
            .finish_non_exhaustive()
    }
}

/// A survey that is ready to be estimated from.
#[derive(Debug, Clone)]
pub struct Study<'a> {
    /// The questionnaire.
    pub instrument: &'a Instrument,
    /// The counts by group.
    pub tally: Tally,
    /// Staff by group.
    pub headcounts: Headcounts,
    /// How to estimate.
    pub options: Options,
    /// The rows, where a figure that needs them is asked for.
    pub rows: Option<Rows<'a>>,
}

impl Study<'_> {
    /// The same study with the groups of `hidden` taken as one group, which comes last and has no name.
    /// What is estimated from it says nothing of any one of them that their sum does not say.
    #[must_use]
    pub fn pooled(&self, hidden: &[usize]) -> Self {
        let mut kept = vec![true; self.tally.groups()];
        for &group in hidden {
            kept[group] = false;
        }
        let shown = (0..self.tally.groups()).filter(|&group| kept[group]);
        let mut of_groups: Vec<Option<u64>> = shown.map(|group| self.headcounts.of(group)).collect();
        if !hidden.is_empty() {
            of_groups.push(hidden.iter().map(|&group| self.headcounts.of(group)).sum());
        }
        Self {
            instrument: self.instrument,
            tally: self.tally.pooled(hidden, "\u{0}withheld"),
            headcounts: Headcounts(of_groups),
            options: self.options,
            rows: None,
        }
    }
}
