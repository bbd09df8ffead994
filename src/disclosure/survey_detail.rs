//! The detail in which a survey's figures on linked scales are published, over the trust and in every group.
//!
//! An item is answered by fewer people than its scale is scored for. So the plan for items by group also counts the answers to
//! every linked item: a group with fewer people than the threshold behind any of them is withheld on all.

use crate::analysis::Study;
use crate::disclosure::margins::{Counted, bases_of_scores, margin};
use crate::disclosure::partial::{Detail, EarlierTable, GroupRules, detail_of_trust, details_of_groups};
use crate::disclosure::precision::Precision;
use crate::disclosure::{GroupedStudy, Policy, Rule, SuppressionPlan, plan};

/// The detail of the trust and of every group.
pub(in crate::disclosure) struct SurveyDetail {
    /// The trust.
    pub(in crate::disclosure) trust: Detail,
    /// For each table: its groups.
    pub(in crate::disclosure) groups: Vec<Vec<Detail>>,
}

impl SurveyDetail {
    /// Decides the detail of linked scales. `plan` has the rules that withhold their scores.
    pub(in crate::disclosure) fn of(
        survey: &GroupedStudy<'_>,
        scales: &[usize],
        plan: &SuppressionPlan,
        policy: Policy,
    ) -> Self {
        let tables = std::iter::once(&survey.academies).chain(&survey.by).zip(&plan.groups);
        let earlier = EarlierTable::all(survey, 0, scales);
        let trust = detail_of_trust(&survey.academies, scales, &earlier, policy);
        let mut groups = Vec::new();
        for (table, (study, scored)) in tables.enumerate() {
            let items = item_rules(study, scales, scored, policy);
            let rules = scored.iter().zip(&items);
            let rules = rules.map(|(&scores, &items)| GroupRules { scores, items });
            let rules: Vec<GroupRules> = rules.collect();
            let earlier = EarlierTable::all(survey, table, scales);
            groups.push(details_of_groups(study, scales, &rules, &earlier, policy));
        }
        Self { trust, groups }
    }
}

/// The precision of a scale's figures that depend on several results: the coarsest of theirs. `details` has the detail of the scale in each.
pub(in crate::disclosure) fn coarsest<'a>(
    details: impl Iterator<Item = &'a Detail>,
    precision: Precision,
    scale: usize,
) -> Precision {
    let fewer = details.filter_map(|detail| detail.fewer_decimals(scale)).max();
    precision.with_fewer_decimals(fewer.unwrap_or_default())
}

/// The items of linked scales, in the instrument's order.
pub(in crate::disclosure) fn items_of_scales(study: &Study<'_>, scales: &[usize]) -> Vec<usize> {
    let of = |&scale: &usize| study.instrument.scales()[scale].items.iter().copied();
    let mut items: Vec<usize> = scales.iter().flat_map(of).collect();
    items.sort_unstable();
    items.dedup();
    items
}

/// For each group, the rule that withholds its answers to all items of linked scales. `scored` has the rules of the scores made from them: a group withheld there is
/// withheld here too, because each could be derived from the other.
fn item_rules(study: &Study<'_>, scales: &[usize], scored: &[Option<Rule>], policy: Policy) -> Vec<Option<Rule>> {
    let mut bases = bases_of_scores(scales);
    bases.extend(items_of_scales(study, scales).into_iter().map(Counted::Item));
    let mut margin = margin(study, &bases);
    margin.withheld = scored.to_vec();
    plan(margin, policy).groups.remove(0)
}
