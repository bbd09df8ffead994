//! Everything that is published about linked scales in some groups, and what readers know of the sums behind it.

use std::collections::BTreeSet;

use crate::analysis::{Study, answer_counts};
use crate::disclosure::Policy;
use crate::disclosure::partial::bounds::sum_of_answers;
use crate::disclosure::partial::detail::Detail;
use crate::disclosure::partial::equation::Equation;
use crate::disclosure::partial::interval::{Interval, Sums, total};
use crate::disclosure::partial::respondents::{PartialRespondents, Skippable};
use crate::disclosure::precision::{About, Precision};

/// The groups of one grouping, or the trust alone.
pub(super) struct LinkedFigures<'a> {
    study: &'a Study<'a>,
    scales: &'a [usize],
    items: Vec<usize>,
    /// For each scale: the places of its items.
    places: Vec<Vec<usize>>,
    pub(super) equations: Vec<Equation>,
    pub(super) groups: Vec<GroupCounts>,
    pub(super) policy: Policy,
}

/// The sums of some people.
#[derive(Debug, Clone)]
pub(super) struct GroupCounts {
    /// For each scale: the people who answered part of it.
    pub(super) people: Vec<PartialRespondents>,
    /// For each equation: the people who may have a score on any of its scales.
    pub(super) scored_anywhere: Vec<u64>,
    /// For each item: the number of answers at each code.
    pub(super) counts: Vec<Vec<u64>>,
}

/// What readers know of the sums that figures are made of.
pub(super) struct PublishedSums {
    /// For each item: the sum of the answers.
    pub(super) items: Vec<Sums>,
    /// For each scale: n M k.
    pub(super) scored: Vec<Sums>,
}

impl PublishedSums {
    /// The sums over sets of groups.
    pub(super) fn of_sets(&self, sets: &[Vec<usize>]) -> Self {
        let gathered = |sums: &Sums| Sums {
            trust: sums.trust,
            groups: sets.iter().map(|set| sums.of(set)).collect(),
        };
        Self {
            items: self.items.iter().map(gathered).collect(),
            scored: self.scored.iter().map(gathered).collect(),
        }
    }

    /// These sums less those of an earlier output: what readers know of the people in between.
    pub(super) fn minus(&self, earlier: &Self) -> Self {
        let less = |all: &[Sums], earlier: &[Sums]| {
            let pairs = all.iter().zip(earlier);
            let less = pairs.map(|(sums, earlier)| {
                let mut sums = sums.with(earlier, Interval::minus);
                sums.settle();
                sums
            });
            less.collect()
        };
        Self {
            items: less(&self.items, &earlier.items),
            scored: less(&self.scored, &earlier.scored),
        }
    }
}

/// What readers know of the people who are the difference between sums.
pub(super) struct Known {
    /// For each scale: n M k − A.
    pub(super) differences: Vec<Sums>,
    /// For each equation: the sum over its scales.
    pub(super) equations: Vec<Sums>,
}

/// The rounds in which sums narrow each other. More of them change little.
const ROUNDS: usize = 3;

impl<'a> LinkedFigures<'a> {
    /// The figures of linked scales in some groups, each of which is a set of the study's groups.
    pub(super) fn of(
        study: &'a Study<'a>,
        scales: &'a [usize],
        groups: &[Vec<usize>],
        skippable: Skippable,
        policy: Policy,
    ) -> Self {
        let items_of = |scale: usize| study.instrument.scales()[scale].items.as_slice();
        let items: BTreeSet<usize> = scales.iter().flat_map(|&scale| items_of(scale)).copied().collect();
        let items: Vec<usize> = items.into_iter().collect();
        let place = |item: &usize| items.binary_search(item).unwrap_or_default();
        let places = scales
            .iter()
            .map(|&scale| items_of(scale).iter().map(place).collect())
            .collect();
        let equations = Equation::all(study, scales);
        let one = |groups: &Vec<usize>| GroupCounts {
            people: scales
                .iter()
                .map(|&scale| PartialRespondents::of(study, scale, groups, skippable))
                .collect(),
            scored_anywhere: equations
                .iter()
                .map(|equation| equation.people(study, scales, groups))
                .collect(),
            counts: items.iter().map(|&item| answer_counts(study, item, groups)).collect(),
        };
        Self {
            groups: groups.iter().map(one).collect(),
            study,
            scales,
            places,
            equations,
            items,
            policy,
        }
    }

    /// What readers know of the published sums if each group and the trust are published in some detail. A trust without detail is the
    /// sum of its groups.
    pub(super) fn sums(&self, details: &[Detail], trust: Option<&Detail>) -> PublishedSums {
        let all = trust.map(|detail| (self.trust(), detail));
        let sums = |of: &dyn Fn(&GroupCounts, &Detail) -> Interval| {
            let groups = self.groups.iter().zip(details);
            let mut sums = Sums {
                trust: all
                    .as_ref()
                    .map_or(Interval::ANYTHING, |(figures, detail)| of(figures, detail)),
                groups: groups.map(|(figures, detail)| of(figures, detail)).collect(),
            };
            sums.settle();
            sums
        };
        let of_item = |place: usize| {
            let item = self.items[place];
            let response = &self.study.instrument.items()[item].response;
            let usual = Precision::of_item(self.study, item, About::Group, self.policy);
            sums(&|figures, detail| {
                let precision = usual.in_detail(detail.items);
                sum_of_answers(response, &figures.counts[place], detail.items, &precision)
            })
        };
        let of_scale = |scale: usize| sums(&|figures, detail| self.sum_of_scores(figures, scale, detail));
        PublishedSums {
            items: (0..self.items.len()).map(of_item).collect(),
            scored: (0..self.scales.len()).map(of_scale).collect(),
        }
    }

    /// What readers know of these people from what they know of the sums.
    pub(super) fn known(&self, sums: PublishedSums) -> Known {
        let PublishedSums { items, mut scored } = sums;
        let possible = |scale: usize| Sums {
            trust: Interval::ANYTHING,
            groups: self
                .groups
                .iter()
                .map(|figures| figures.people[scale].possible_differences())
                .collect(),
        };
        let mut differences: Vec<Sums> = (0..self.scales.len()).map(possible).collect();
        let answers = |scale: usize| {
            let own = self.places[scale].iter().map(|&place| items[place].clone());
            own.reduce(|one, other| one.with(&other, Interval::plus))
        };
        for (scale, (scored, difference)) in scored.iter_mut().zip(&mut differences).enumerate() {
            let Some(answers) = answers(scale) else { continue };
            for _ in 0..ROUNDS {
                *difference = difference.with(&scored.with(&answers, Interval::minus), Interval::and);
                difference.settle();
                *scored = scored.with(&difference.with(&answers, Interval::plus), Interval::and);
                scored.settle();
            }
        }
        let of_equation = |equation: &Equation| {
            let sum = |of: &dyn Fn(usize) -> Interval| equation.sum(of);
            let mut sums = Sums {
                trust: sum(&|scale| scored[scale].trust),
                groups: (0..self.groups.len())
                    .map(|group| sum(&|scale| scored[scale].groups[group]))
                    .collect(),
            };
            // The items cancel, so the same is true of n M k − A.
            for (group, own) in sums.groups.iter_mut().enumerate() {
                *own = own.and(sum(&|scale| differences[scale].groups[group]));
            }
            sums.settle();
            sums
        };
        Known {
            equations: self.equations.iter().map(of_equation).collect(),
            differences,
        }
    }

    /// The people of these figures less those of others, whose sums count with the opposite sign.
    pub(super) fn less(mut self, removed: &Self) -> Self {
        for (own, removed) in self.groups.iter_mut().zip(&removed.groups) {
            for (one, other) in own.people.iter_mut().zip(&removed.people) {
                *one = one.less(other);
            }
            for (one, other) in own.scored_anywhere.iter_mut().zip(&removed.scored_anywhere) {
                *one += other;
            }
        }
        self
    }

    /// The sums of scores without any rounding, as if everything were known of them.
    pub(super) fn exact_scores(&self) -> Vec<Sums> {
        let exact = |scale: usize| {
            let sums = self.groups.iter().map(|figures| figures.people[scale].sum);
            let groups: Vec<Interval> = sums.map(|sum| Interval::between(sum, sum)).collect();
            Sums {
                trust: total(groups.iter().copied()),
                groups,
            }
        };
        (0..self.scales.len()).map(exact).collect()
    }

    /// All groups together.
    fn trust(&self) -> GroupCounts {
        self.together(&(0..self.groups.len()).collect::<Vec<_>>())
    }

    /// Some groups together.
    pub(super) fn together(&self, groups: &[usize]) -> GroupCounts {
        let add = |mut sum: GroupCounts, group: &GroupCounts| {
            for (one, other) in sum.people.iter_mut().zip(&group.people) {
                *one = one.and(other);
            }
            for (one, other) in sum.scored_anywhere.iter_mut().zip(&group.scored_anywhere) {
                *one += other;
            }
            for (one, other) in sum.counts.iter_mut().flatten().zip(group.counts.iter().flatten()) {
                *one += other;
            }
            sum
        };
        let mut all = groups.iter().map(|&group| &self.groups[group]);
        let first = all.next().cloned();
        let first = first.unwrap_or_else(|| GroupCounts {
            people: Vec::new(),
            scored_anywhere: Vec::new(),
            counts: Vec::new(),
        });
        all.fold(first, add)
    }

    /// The scale of an equation, by its place, whose mean loses a decimal in a group: of those with most decimals left the one with fewest
    /// items that is enough to protect the few, or else the one with most items.
    pub(super) fn place_to_coarsen(&self, equation: usize, group: usize, detail: &Detail) -> Option<usize> {
        let counts = &self.groups[group];
        let terms = &self.equations[equation].terms;
        let needed = self.equations[equation].narrowest_safe(&counts.people, counts.scored_anywhere[equation]);
        let width = |detail: &Detail| -> f64 {
            let of = |&(place, factor): &(usize, i64)| {
                self.sum_of_scores(counts, place, detail).width() * factor.abs() as f64
            };
            terms.iter().map(of).sum()
        };
        let coarser = |place: usize| {
            let mut coarser = detail.clone();
            coarser.coarsen_mean(self.scales[place]).then_some(coarser)
        };
        let fewer = |place: usize| detail.fewer_decimals(self.scales[place]);
        let finest = terms.iter().filter_map(|&(place, _)| fewer(place)).min()?;
        let open: Vec<(usize, Detail)> = terms
            .iter()
            .filter(|&&(place, _)| fewer(place) == Some(finest))
            .filter_map(|&(place, _)| Some((place, coarser(place)?)))
            .collect();
        let enough = open.iter().rev().find(|(_, coarser)| width(coarser) >= needed);
        enough.or(open.first()).map(|&(place, _)| place)
    }

    /// What the published mean says of n M k.
    fn sum_of_scores(&self, figures: &GroupCounts, scale: usize, detail: &Detail) -> Interval {
        let people = &figures.people[scale];
        let possible = people.possible_sums();
        let Some(fewer) = detail.fewer_decimals(self.scales[scale]) else {
            return possible;
        };
        if people.scored == 0 {
            return possible;
        }
        let precision = Precision::of_scale(self.study, self.scales[scale], About::Group, self.policy);
        let precision = precision.with_fewer_decimals(fewer);
        let lowest = f64::from(self.study.instrument.scales()[self.scales[scale]].range.min());
        let exact = people.sum_of_means / people.scored as f64;
        let published = precision.mean_in_codes(lowest + exact) - lowest;
        // Groups that were asked fewer items have their own k. So it is counted from the exact sum how far the sum may lie from it.
        let error = Interval::around(published, precision.unit_in_codes()).minus(Interval::between(exact, exact));
        error
            .times((people.scored * people.items) as f64)
            .plus(Interval::between(people.sum, people.sum))
            .and(possible)
    }
}
