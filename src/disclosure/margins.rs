//! Scales that share items, and the counts of people behind their figures.

use crate::analysis::{Study, score_extremes};
use crate::disclosure::{GroupedStudy, Margin};
use crate::threads::each_group;

/// Groups the scales into linked sets: scales that share items, directly or through other scales. Figures of linked scales can be
/// subtracted from each other (linked tables), so a group that is withheld on one is withheld on all.
pub(in crate::disclosure) fn linked_scales(study: &Study<'_>) -> Vec<Vec<usize>> {
    let scales = study.instrument.scales();
    let mut linked: Vec<(Vec<usize>, Vec<usize>)> = Vec::new();
    for (place, scale) in scales.iter().enumerate() {
        let mut one = (vec![place], scale.items.clone());
        let (touching, apart): (Vec<_>, Vec<_>) = linked
            .into_iter()
            .partition(|(_, items)| items.iter().any(|item| scale.items.contains(item)));
        for (members, items) in touching {
            one.0.extend(members);
            one.1.extend(items);
        }
        one.0.sort_unstable();
        linked = apart;
        linked.push(one);
    }
    linked.into_iter().map(|(members, _)| members).collect()
}

/// The margins of linked scales: by academy and, if there is one, by the other column.
pub(in crate::disclosure) fn margins(survey: &GroupedStudy<'_>, scales: &[usize]) -> Vec<Margin> {
    let mut margins = vec![margin(&survey.academies, scales)];
    if let Some(by) = &survey.by {
        let mut other = margin(by, scales);
        for (group, classes) in survey.crossing.iter().enumerate() {
            for &class in classes {
                other.classes[class].push(group);
            }
        }
        margins[0].classes.clone_from(&survey.crossing);
        margins.push(other);
    }
    margins
}

/// The margin of linked scales by one grouping.
pub(in crate::disclosure) fn margin(study: &Study<'_>, scales: &[usize]) -> Margin {
    let groups = 0..study.tally.groups();
    let needed = |scale: usize| study.instrument.scales()[scale].needed(&study.instrument.scoring);
    let scored = |group: usize| -> Vec<u64> {
        scales
            .iter()
            .map(|&s| study.tally.scores(s, group).persons(needed(s)))
            .collect()
    };
    // Percentages of given answers include people without a score, so a group of such people is not empty.
    let answered = |group: usize| {
        let items = scales.iter().flat_map(|&scale| &study.instrument.scales()[scale].items);
        let given = items.map(|&item| study.tally.counts(group, item).iter().map(|&n| u64::from(n)).sum());
        given.chain(scored(group)).max().unwrap_or(0)
    };
    let persons = |group: usize| {
        let mut persons = scored(group);
        persons.push(answered(group));
        persons
    };
    let extremes = |group: usize| {
        let of_scales = scales.iter().map(|&scale| score_extremes(study, scale, group));
        of_scales.chain([None]).collect()
    };
    Margin {
        persons: each_group(groups.len(), persons),
        extremes: each_group(groups.len(), extremes),
        headcounts: groups.clone().map(|group| study.headcounts.of(group)).collect(),
        classes: vec![Vec::new(); groups.len()],
        withheld: vec![None; groups.len()],
    }
}
