//! Within-group agreement of the groups whose scores are shown.

use crate::analysis::{self, GroupAgreement, Study};
use crate::disclosure::{Policy, Rule, Shown};

/// The agreement of the groups whose scores are shown. Its base is the people who answered the whole scale. They are fewer, and their
/// total is published with alpha: if that total minus the groups shown is a single group, another group is withheld with it.
pub(in crate::disclosure) fn shown_agreement(
    study: &Study<'_>,
    scale: usize,
    rules: &[Option<Rule>],
    policy: Policy,
) -> Vec<Shown<GroupAgreement>> {
    let all = analysis::group_agreement(study, scale);
    let mut decided: Vec<Option<Rule>> = rules
        .iter()
        .zip(&all)
        .map(|(rule, group)| rule.or(policy.threshold(group.n)))
        .collect();
    let peopled = (0..all.len()).filter(|&group| all[group].n > 0);
    let hidden = peopled.filter(|&group| decided[group].is_some()).count();
    if hidden == 1 && !policy.unsuppressed {
        let shown = (0..all.len()).filter(|&group| decided[group].is_none());
        if let Some(smallest) = shown.min_by_key(|&group| all[group].n) {
            decided[smallest] = Some(Rule::Complementary);
        }
    }
    all.into_iter()
        .zip(decided)
        .zip(rules)
        .filter(|(_, rule)| rule.is_none())
        .map(|((group, decided), _)| Shown::unless(decided, || group))
        .collect()
}
