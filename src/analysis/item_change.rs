//! Change of the answers to single items between two terms whose respondents are not linked, in keyed codes.
//!
//! The words follow the rule of changes of scores: by the Welch interval, widened for everything that is compared at once
//! (Bonferroni). For groups that is every item of every group, for the trust every item. So, at the chosen level, no item of any
//! group is called higher or lower by chance alone. The trust's change holds the weights of groups fixed, as that of its scores
//! does.

use crate::analysis::change::{concluded, term_score};
use crate::analysis::items::answer_summary;
use crate::analysis::{Conclusion, Study, TermScore};
use crate::stats::{
    self, ChangedStratum, GroupSummary, Interval, MeanDifference, Stratum, Undefined, fixed_weights_change,
};

/// The change of the answers to an item, of a group or of the trust.
#[derive(Debug, Clone, PartialEq)]
pub struct ItemChange {
    /// The earlier term: answers, and their mean in keyed codes.
    pub before: TermScore,
    /// The later term.
    pub after: TermScore,
    /// The difference of the two means; of the trust, with the weights of groups held fixed.
    pub difference: Option<f64>,
    /// The difference with its test: Welch's for a group.
    pub test: Result<MeanDifference, Undefined>,
    /// The interval widened for everything compared at once. The conclusion follows from it.
    pub simultaneous: Result<Interval, Undefined>,
    /// The conclusion in words.
    pub conclusion: Conclusion,
}

/// A change before it is known how many are compared at once.
struct Uncompared {
    pair: [GroupSummary; 2],
    /// Their difference; of the trust, with the weights of groups held fixed.
    difference: Option<f64>,
    test: Result<MeanDifference, Undefined>,
}

impl Uncompared {
    /// The change, if `compared` changes are looked at together.
    fn beside(self, compared: usize, level: f64, fewest: u64) -> ItemChange {
        let Self { pair, difference, test } = self;
        let widened = 1.0 - (1.0 - level) / compared.max(1) as f64;
        let simultaneous = test.as_ref().map_err(Clone::clone);
        let simultaneous = simultaneous.and_then(|test| test.interval_at(widened));
        ItemChange {
            before: term_score(&pair[0], None),
            after: term_score(&pair[1], None),
            conclusion: concluded(&pair, difference, &simultaneous, fewest),
            difference,
            test,
            simultaneous,
        }
    }
}

/// The changes with words by the interval widened for all of them that have one.
fn compared(found: Vec<Option<Uncompared>>, level: f64, fewest: u64) -> Vec<Option<ItemChange>> {
    let tested = found.iter().flatten().filter(|one| one.test.is_ok()).count();
    let finish = |one: Option<Uncompared>| one.map(|one| one.beside(tested, level, fewest));
    found.into_iter().map(finish).collect()
}

/// An item, with a scale that has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ItemOfScale {
    /// Place of the item in the instrument.
    pub item: usize,
    /// Place of the scale.
    pub scale: usize,
}

/// The changes of groups on items, for each pair of an item and a group, in order. `None` if one of the terms has no answers, or
/// if the group was not asked the item in both. A group with fewer than `fewest` answers in either term gets
/// [`Conclusion::NotComparable`].
#[must_use]
pub fn item_changes(terms: [&Study<'_>; 2], pairs: &[(ItemOfScale, usize)], fewest: u64) -> Vec<Option<ItemChange>> {
    let level = terms[1].options.level;
    let one = |&(of, group): &(ItemOfScale, usize)| {
        let [before, after] = answers_in_both(terms, of, group)?;
        Some(Uncompared {
            pair: [before, after],
            difference: Some(after.mean - before.mean),
            test: stats::welch(&before, &after, level),
        })
    };
    compared(pairs.iter().map(one).collect(), level, fewest)
}

/// The trust's changes on items, in order; `None` for an item that no group answered in both terms. `sets` has items with the
/// groups of both terms over which they are summed; both studies of a set have the same groups.
#[must_use]
pub fn trust_item_changes(sets: &[([&Study<'_>; 2], &[ItemOfScale])], fewest: u64) -> Vec<Option<ItemChange>> {
    let level = sets.first().map_or(0.0, |([_, after], _)| after.options.level);
    let one = |terms: [&Study<'_>; 2], of: ItemOfScale| {
        let groups = (0..terms[0].tally.groups()).filter_map(|group| {
            let [before, after] = answers_in_both(terms, of, group)?;
            let stratum = |term: usize, summary: GroupSummary| Stratum {
                summary,
                headcount: terms[term].headcounts.of(group),
            };
            Some(ChangedStratum {
                before: stratum(0, before),
                after: stratum(1, after),
            })
        });
        let groups: Vec<ChangedStratum> = groups.collect();
        if groups.is_empty() {
            return None;
        }
        let found = fixed_weights_change(&groups, level);
        Some(Uncompared {
            pair: terms.map(|study| all_answers(study, of.item)),
            difference: found.as_ref().ok().map(|found| found.difference),
            test: found.and_then(|found| found.test),
        })
    };
    let found = sets
        .iter()
        .flat_map(|&(terms, items)| items.iter().map(move |&of| (terms, of)))
        .map(|(terms, of)| one(terms, of));
    compared(found.collect(), level, fewest)
}

/// The keyed answers of a group to an item in both terms.
fn answers_in_both(terms: [&Study<'_>; 2], of: ItemOfScale, group: usize) -> Option<[GroupSummary; 2]> {
    let [before, after] = terms.map(|study| answers(study, of, group));
    Some([before?, after?])
}

/// The keyed answers of a group to an item; `None` if there are none, or if the group was not asked it and they are strays.
fn answers(study: &Study<'_>, ItemOfScale { item, scale }: ItemOfScale, group: usize) -> Option<GroupSummary> {
    if study.tally.not_asked(scale, group).contains(&item) {
        return None;
    }
    let found = answer_summary(study, item, &[group]);
    (found.n > 0).then_some(found)
}

/// The keyed answers of everybody to an item, as the term's own output sums them up.
fn all_answers(study: &Study<'_>, item: usize) -> GroupSummary {
    let groups: Vec<usize> = (0..study.tally.groups()).collect();
    answer_summary(study, item, &groups)
}
