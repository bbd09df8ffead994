//! One grouping of the respondents: the margin of a table of counts.

use crate::disclosure::Rule;
use crate::disclosure::audit::Range;

/// The groups of one grouping, with all that a suppression plan depends on.
#[derive(Debug, Clone, PartialEq)]
pub struct Margin {
    /// For each group and linked scale: number of respondents behind its figures.
    pub persons: Vec<Vec<u64>>,
    /// For each group and linked scale: lowest and highest score; `None` without respondents.
    pub extremes: Vec<Vec<Option<(f64, f64)>>>,
    /// For each group: number of people who could have answered, if known.
    pub headcounts: Vec<Option<u64>>,
    /// For each group: groups of the other margin that its respondents are in. Empty without another margin.
    pub classes: Vec<Vec<usize>>,
    /// For each group: the rule that withholds it already, because of other figures published about the same respondents.
    pub withheld: Vec<Option<Rule>>,
}

impl Margin {
    /// The interval for a withheld group's number of people, cut off at the group's headcount. A headcount below the true number
    /// is out of date and bounds nothing.
    pub(in crate::disclosure) fn within_headcount(&self, group: usize, people: u64, (low, high): Range) -> Range {
        match self.headcounts[group] {
            Some(headcount) if headcount >= people => (low, high.min(headcount)),
            _ => (low, high),
        }
    }

    /// True if anybody in the group answered any linked item.
    pub(in crate::disclosure) fn has_answers(&self, group: usize) -> bool {
        self.persons[group].iter().any(|&n| n > 0)
    }
}

#[cfg(test)]
impl Margin {
    /// Groups of these sizes on one scale, without headcounts and without another margin.
    pub(in crate::disclosure) fn of_sizes(sizes: &[u64]) -> Self {
        Self {
            persons: sizes.iter().map(|&n| vec![n]).collect(),
            extremes: sizes.iter().map(|&n| vec![(n > 0).then_some((1.0, 6.0))]).collect(),
            headcounts: vec![None; sizes.len()],
            classes: vec![Vec::new(); sizes.len()],
            withheld: vec![None; sizes.len()],
        }
    }
}
