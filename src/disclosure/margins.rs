//! Scales that share items, and the counts of people behind their figures.

use crate::analysis::{Study, score_sums, scored_persons};
use crate::disclosure::GroupedStudy;
use crate::disclosure::suppression::{Cell, Figures, Margin, Tables};
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

/// A base of figures: the people who are counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::disclosure) enum Counted {
    /// People with a score on a scale.
    Scored(usize),
    /// People who answered any item of the scale that most people answered. Percentages of given answers include people without a
    /// score, so a group of such people is not empty.
    Answering(Vec<usize>),
    /// People who answered an item.
    Item(usize),
    /// People who answered every item of a scale.
    Complete(usize),
    /// Rows that are not blank.
    Anything,
}

/// The bases of the scores on linked scales.
pub(in crate::disclosure) fn bases_of_scores(scales: &[usize]) -> Vec<Counted> {
    let scored = scales.iter().map(|&scale| Counted::Scored(scale));
    scored.chain([Counted::Answering(scales.to_vec())]).collect()
}

/// The tables of a survey on some bases: by academy and, if there is one, by the other column.
pub(in crate::disclosure) fn tables(survey: &GroupedStudy<'_>, bases: &[Counted]) -> Tables {
    let by = survey.by.iter().map(|by| margin(by, bases));
    let cells = match &survey.standard {
        _ if survey.by.is_none() => Vec::new(),
        Some(standard) => {
            let counts = margin(&standard.cells, bases).persons.into_iter();
            let cell = |(people, &(academy, other)): (Vec<u64>, &(usize, usize))| Cell {
                groups: [academy, other],
                people: Some(people),
            };
            counts.zip(&standard.places).map(cell).collect()
        }
        None => {
            let academies = survey.crossing.iter().enumerate();
            let cells = academies.flat_map(|(academy, others)| others.iter().map(move |&other| [academy, other]));
            cells.map(|groups| Cell { groups, people: None }).collect()
        }
    };
    Tables {
        margins: std::iter::once(margin(&survey.academies, bases)).chain(by).collect(),
        cells,
    }
}

/// The groups of one grouping on some bases.
pub(in crate::disclosure) fn margin(study: &Study<'_>, bases: &[Counted]) -> Margin {
    let groups = study.tally.groups();
    Margin {
        persons: each_group(groups, |group| {
            bases.iter().map(|base| people(study, base, group)).collect()
        }),
        figures: each_group(groups, |group| {
            bases.iter().map(|base| figures(study, base, group)).collect()
        }),
        headcounts: (0..groups).map(|group| study.headcounts.of(group)).collect(),
        withheld: vec![None; groups],
    }
}

/// Number of a group's people in a base.
fn people(study: &Study<'_>, base: &Counted, group: usize) -> u64 {
    let answered = |item: usize| {
        study
            .tally
            .counts(group, item)
            .iter()
            .map(|&n| u64::from(n))
            .sum::<u64>()
    };
    match base {
        Counted::Scored(scale) => scored_persons(study, *scale, group),
        Counted::Answering(of) => {
            let answering = of.iter().map(|&scale| study.tally.scores(scale, group).persons(1));
            answering.max().unwrap_or(0)
        }
        Counted::Item(item) => answered(*item),
        Counted::Complete(scale) => study.tally.complete_persons(*scale, group),
        Counted::Anything => study.tally.rows(group) - study.tally.blank(group),
    }
}

/// The sums behind the figures that are published on a base.
fn figures(study: &Study<'_>, base: &Counted, group: usize) -> Option<Figures> {
    match base {
        Counted::Scored(scale) => {
            let sums = score_sums(study, *scale, group)?;
            Some(Figures {
                lowest: sums.extremes.0,
                highest: sums.extremes.1,
                sum: sums.sum,
                range: sums.range,
                favourable: sums.favourable,
                answers: sums.answers,
            })
        }
        Counted::Item(item) => of_item(study, *item, group),
        Counted::Answering(_) | Counted::Complete(_) | Counted::Anything => None,
    }
}

fn of_item(study: &Study<'_>, item: usize, group: usize) -> Option<Figures> {
    let counts = study.tally.counts(group, item);
    let response = &study.instrument.items()[item].response;
    let lowest = counts.iter().position(|&count| count > 0)?;
    let highest = counts.iter().rposition(|&count| count > 0)?;
    let codes = || (0_u64..).zip(response.range.codes()).zip(counts);
    let answers = counts.iter().map(|&count| u64::from(count)).sum();
    let favourable = codes().filter(|((_, code), _)| response.favourable.contains(code));
    Some(Figures {
        lowest: lowest as f64,
        highest: highest as f64,
        sum: codes()
            .map(|((place, _), &count)| place * u64::from(count))
            .sum::<u64>() as f64,
        range: counts.len().saturating_sub(1) as f64,
        favourable: favourable.map(|(_, &count)| u64::from(count)).sum(),
        answers,
    })
}
