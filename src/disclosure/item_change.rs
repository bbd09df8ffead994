//! Decides what may be published about the change of single items between two terms.
//!
//! An item's change is the difference of two means that each term's own output shows, with as many decimals: it discloses nothing
//! new. So it is shown only where both terms show the mean and where the change of the scores is shown. Where a term shows bands
//! and a mean to one decimal, there is no interval: with it, the standard deviation would follow. The word is decided before
//! rounding, as other conclusions are.

use crate::analysis::{self, ItemChange, ItemOfScale, Study};
use crate::disclosure::joint_plan::JointPlan;
use crate::disclosure::partial::Detail;
use crate::disclosure::precision::{About, Precision};
use crate::disclosure::suppression::withheld;
use crate::disclosure::survey_detail::{SurveyDetail, items_of_scales};
use crate::disclosure::term::TermPlan;
use crate::disclosure::{ItemDetail, Policy, Rule, Shown};

/// The change of the answers to an item. `None` where the item was not asked in both terms, or nobody answered in one of them.
#[derive(Debug, Clone, PartialEq)]
pub struct PublishedItemChange {
    /// Place of the item in the instrument.
    pub item: usize,
    /// The trust, with the weights of academies held fixed.
    pub trust: Shown<Option<ItemChange>>,
    /// The academies, in order.
    pub academies: Vec<Shown<Option<ItemChange>>>,
}

/// What is withheld of the items of a set of linked scales.
struct ItemRules {
    /// The items, each with a scale of the set that has it.
    items: Vec<ItemOfScale>,
    /// The detail of the figures of the trust, or the rule that withholds them.
    trust: Result<ItemDetail, Rule>,
    /// Of the academies.
    academies: Vec<Result<ItemDetail, Rule>>,
}

/// Decides what may be published about the changes of the items of scales that both terms have, in the instrument's order.
/// `plans` and `details` have those of each term by itself, one for each of its sets of linked scales.
pub(in crate::disclosure) fn publish_item_changes(
    terms: [&Study<'_>; 2],
    joint: &[JointPlan<'_>],
    plans: &[&TermPlan],
    details: &[SurveyDetail],
    policy: Policy,
) -> Vec<PublishedItemChange> {
    let of_set = |joint: &JointPlan<'_>| {
        let concerns = |own: &TermPlan| own.scales.iter().any(|scale| joint.scales.contains(scale));
        let own = plans.iter().zip(details).filter(|(own, _)| concerns(own));
        let own: Vec<&SurveyDetail> = own.map(|(_, detail)| detail).collect();
        item_rules(terms[1], joint, &own)
    };
    let sets: Vec<ItemRules> = joint.iter().map(of_set).collect();
    let mut published = of_academies(terms, &sets, policy);
    for (item, trust) in of_trust(terms, &sets, policy) {
        if let Some(found) = published.iter_mut().find(|found| found.item == item) {
            found.trust = trust;
        }
    }
    published.sort_by_key(|found| found.item);
    published
}

/// The rules of a set of linked scales, in view of the detail of both terms' own figures.
fn item_rules(study: &Study<'_>, joint: &JointPlan<'_>, details: &[&SurveyDetail]) -> ItemRules {
    let scales = study.instrument.scales();
    let with_scale = |item: usize| {
        let mut homes = joint.scales.iter().copied();
        let scale = homes.find(|&scale| scales[scale].items.contains(&item))?;
        Some(ItemOfScale { item, scale })
    };
    let academy = |(academy, rule): (usize, &Option<Rule>)| {
        let own = details.iter().filter_map(|of| of.groups.first()?.get(academy));
        in_detail(*rule, own)
    };
    ItemRules {
        items: items_of_scales(study, &joint.scales)
            .into_iter()
            .filter_map(with_scale)
            .collect(),
        trust: in_detail(joint.plan.total, details.iter().map(|of| &of.trust)),
        academies: joint.plan.groups[0].iter().enumerate().map(academy).collect(),
    }
}

/// The least of the details of both terms; the rule, if one withholds the scores or the items, or if only bands are shown.
fn in_detail<'a>(rule: Option<Rule>, own: impl Iterator<Item = &'a Detail>) -> Result<ItemDetail, Rule> {
    rule.map_or(Ok(()), Err)?;
    own.map(|own| match (own.items_rule(), own.items) {
        (Some(rule), _) => Err(rule),
        (None, ItemDetail::Bands | ItemDetail::Withheld) => Err(Rule::Complementary),
        (None, detail) => Ok(detail),
    })
    .try_fold(ItemDetail::Counts, |least, detail| Ok(least.max(detail?)))
}

/// The changes of the academies; those of the trust are still withheld. All that are shown are compared at once.
fn of_academies(terms: [&Study<'_>; 2], sets: &[ItemRules], policy: Policy) -> Vec<PublishedItemChange> {
    let mut pairs = Vec::new();
    for set in sets {
        for &item in &set.items {
            let academies = set.academies.iter().enumerate();
            pairs.extend(academies.filter_map(|(academy, shown)| shown.is_ok().then_some((item, academy))));
        }
    }
    let mut changes = analysis::item_changes(terms, &pairs, policy.min_group).into_iter();
    let mut published = Vec::new();
    for set in sets {
        for &ItemOfScale { item, .. } in &set.items {
            let precision = Precision::of_item(terms[1], item, About::Group, policy);
            let mut academy = |shown: &Result<ItemDetail, Rule>| match shown {
                Err(rule) => Shown::withheld(*rule),
                Ok(detail) => Shown::unless(None, &precision.in_detail(*detail), || changes.next().flatten()),
            };
            published.push(PublishedItemChange {
                item,
                trust: Shown::withheld(set.trust.err().unwrap_or(Rule::Complementary)),
                academies: set.academies.iter().map(&mut academy).collect(),
            });
        }
    }
    published
}

/// The changes of the trust that may be shown. All of them are compared at once. The academies that are withheld count as one
/// group: nothing that is shown depends on how their people are spread.
fn of_trust(terms: [&Study<'_>; 2], sets: &[ItemRules], policy: Policy) -> Vec<(usize, Shown<Option<ItemChange>>)> {
    let open = || sets.iter().filter_map(|set| Some((set, set.trust.ok()?)));
    let hidden = |set: &ItemRules| {
        let rules: Vec<Option<Rule>> = set.academies.iter().map(|shown| shown.err()).collect();
        withheld(&rules)
    };
    let pooled: Vec<[Study<'_>; 2]> = open()
        .map(|(set, _)| terms.map(|study| study.pooled(&hidden(set))))
        .collect();
    let of_sets: Vec<([&Study<'_>; 2], &[ItemOfScale])> = open()
        .zip(&pooled)
        .map(|((set, _), [before, after])| ([before, after], set.items.as_slice()))
        .collect();
    let changes = analysis::trust_item_changes(&of_sets, policy.min_group);
    let items = open().flat_map(|(set, detail)| set.items.iter().map(move |of| (of.item, detail)));
    let shown = items.zip(changes).map(|((item, detail), change)| {
        let precision = Precision::of_item(terms[1], item, About::Trust, policy).in_detail(detail);
        (item, Shown::unless(None, &precision, || change))
    });
    shown.collect()
}
