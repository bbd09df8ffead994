//! One table of an output: its groups with the numbers of people behind their figures.

use crate::disclosure::Rule;
use crate::disclosure::suppression::problem::Figures;

/// The groups of one grouping, with everything that their suppression depends on.
#[derive(Debug, Clone, PartialEq)]
pub struct Margin {
    /// For each group and base: number of people behind its figures.
    pub(in crate::disclosure) persons: Vec<Vec<u64>>,
    /// For each group and base: the sums behind its figures; `None` without people or figures.
    pub(in crate::disclosure) figures: Vec<Vec<Option<Figures>>>,
    /// For each group: number of people who could have answered, if known.
    pub(in crate::disclosure) headcounts: Vec<Option<u64>>,
    /// For each group: the rule that withholds it already, because of other figures published about the same respondents.
    pub(in crate::disclosure) withheld: Vec<Option<Rule>>,
}

impl Margin {
    /// Groups of these sizes on one base, each with its headcount if it is known. Their scores are not considered.
    #[must_use]
    pub fn of_sizes(sizes: &[u64], headcounts: &[Option<u64>]) -> Self {
        let headcount = |group: usize| headcounts.get(group).copied().flatten();
        Self {
            persons: sizes.iter().map(|&n| vec![n]).collect(),
            figures: vec![vec![None]; sizes.len()],
            headcounts: (0..sizes.len()).map(headcount).collect(),
            withheld: vec![None; sizes.len()],
        }
    }

    /// True if anybody in the group answered any linked item.
    pub(in crate::disclosure) fn has_answers(&self, group: usize) -> bool {
        self.persons[group].iter().any(|&n| n > 0)
    }
}
