//! The decisions about one output.

use crate::disclosure::Rule;

/// The rules that withhold the total and the groups; nothing else is withheld.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuppressionPlan {
    /// The rule that withholds the total, or `None` if it is shown.
    pub total: Option<Rule>,
    /// For each table and group: the rule that withholds it, or `None` if it is shown.
    pub groups: Vec<Vec<Option<Rule>>>,
}

/// The places of the groups that some rule withholds.
pub(in crate::disclosure) fn withheld(rules: &[Option<Rule>]) -> Vec<usize> {
    (0..rules.len()).filter(|&group| rules[group].is_some()).collect()
}
