//! The sums that outputs of the same rows have in common, over the cells of all their groupings crossed.

use std::collections::{BTreeMap, BTreeSet};

use crate::disclosure::audit::{Range, Space};
use crate::disclosure::guard::members::{Current, Earlier, Fate, Labels, Members, ScaleMembers};
use crate::disclosure::{Plan, Rule};

/// One kind of sum that outputs have in common.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Figure {
    pub(super) system: System,
    /// What the earlier outputs tell, each by itself and together.
    pub(super) of_earlier: Vec<Vec<Vec<usize>>>,
    pub(super) old: Space,
    /// The groups that earlier outputs withhold, and what their rules say of the number of people.
    pub(super) hidden: Vec<(Vec<usize>, Range)>,
}

/// The atoms of one kind of sum.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct System {
    /// For each atom how many people, not rising.
    pub(super) people: Vec<u64>,
    /// For each output everybody in it, and by grouping and group.
    pub(super) outputs: Vec<OutputAtoms>,
    /// The place of the second result among the outputs; the new output's first one is at 0.
    pub(super) second: Option<usize>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct OutputAtoms {
    pub(super) everybody: Vec<usize>,
    pub(super) groups: Vec<Vec<Vec<usize>>>,
}

/// An output as the atoms are made from it: who counts, and its groupings.
struct View<'a> {
    counts: Vec<bool>,
    groupings: &'a [Labels],
}

fn system(views: &[View<'_>], second: Option<usize>) -> System {
    let rows = views.first().map_or(0, |view| view.counts.len());
    let mut atoms: BTreeMap<Vec<usize>, u64> = BTreeMap::new();
    for row in 0..rows {
        let mark = |view: &View<'_>| -> Vec<usize> {
            let place = |labels: &Labels| match labels.of_row[row] {
                Some(group) if view.counts[row] => group + 1,
                _ => 0,
            };
            view.groupings.iter().map(place).collect()
        };
        let marks: Vec<usize> = views.iter().flat_map(mark).collect();
        if marks.iter().any(|&mark| mark > 0) {
            *atoms.entry(marks).or_default() += 1;
        }
    }
    let mut atoms: Vec<(Vec<usize>, u64)> = atoms.into_iter().collect();
    atoms.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    let mut outputs = Vec::with_capacity(views.len());
    let mut from = 0;
    for view in views {
        let with = |place: usize, wanted: &dyn Fn(usize) -> bool| -> Vec<usize> {
            let marked = atoms.iter().enumerate().filter(|(_, (marks, _))| wanted(marks[place]));
            marked.map(|(atom, _)| atom).collect()
        };
        let groups = view.groupings.iter().enumerate().map(|(grouping, labels)| {
            let groups = 0..labels.names.len();
            groups
                .map(|group| with(from + grouping, &|mark| mark == group + 1))
                .collect()
        });
        let groups = groups.collect();
        let everybody = if view.groupings.is_empty() {
            Vec::new()
        } else {
            with(from, &|mark| mark > 0)
        };
        outputs.push(OutputAtoms { everybody, groups });
        from += view.groupings.len();
    }
    System {
        people: atoms.into_iter().map(|(_, people)| people).collect(),
        outputs,
        second,
    }
}

impl System {
    pub(super) fn people_in(&self, atoms: &[usize]) -> u64 {
        atoms.iter().map(|&atom| self.people[atom]).sum()
    }

    /// Adds what an output tells that shows what a plan lets it, but for one group.
    pub(super) fn learn(
        &self,
        space: &mut Space,
        output: usize,
        plan: &Plan,
        shows: &[bool],
        but: Option<(usize, usize)>,
    ) {
        if plan.total.is_some() {
            return;
        }
        let atoms = &self.outputs[output];
        space.learn(&atoms.everybody);
        for (margin, rules) in plan.groups.iter().enumerate() {
            if !shows.get(margin).copied().unwrap_or_default() {
                continue;
            }
            for (group, rule) in rules.iter().enumerate() {
                if rule.is_none() && but != Some((margin, group)) {
                    space.learn(&atoms.groups[margin][group]);
                }
            }
        }
    }
}

impl Figure {
    /// What the earlier outputs and the new one tell.
    pub(super) fn space_with(&self, plan: &Plan, shows: &[bool], but: Option<(usize, usize)>) -> Space {
        let mut space = self.old.clone();
        self.system.learn(&mut space, 0, plan, shows, but);
        space
    }

    /// What the new output tells with all earlier ones but one.
    pub(super) fn space_without(&self, earlier: usize, plan: &Plan, shows: &[bool]) -> Space {
        let mut space = Space::default();
        let others = self
            .of_earlier
            .iter()
            .enumerate()
            .filter(|(place, _)| *place != earlier);
        for atoms in others.flat_map(|(_, sums)| sums) {
            space.learn(atoms);
        }
        self.system.learn(&mut space, 0, plan, shows, None);
        space
    }
}

/// The scale of an output that is this one: by id, or made of the same items.
fn same_scale<'a>(members: &'a Members, scale: &ScaleMembers) -> Option<&'a ScaleMembers> {
    let same_id = members.scales.iter().find(|other| other.id == scale.id);
    same_id.or_else(|| members.scales.iter().find(|other| other.items == scale.items))
}

/// The kinds of sums that linked scales have in common with earlier outputs.
pub(super) fn figures(scales: &[usize], current: &Current, earlier: &[Earlier]) -> Vec<Figure> {
    let own: Vec<&ScaleMembers> = scales.iter().map(|&scale| &current.members.scales[scale]).collect();
    let mut figures: Vec<Figure> = own
        .iter()
        .filter_map(|&scale| {
            let of = |members: &Members| {
                same_scale(members, scale).map(|found| (found.scored.clone(), vec![found.id.clone()]))
            };
            figure(current, earlier, scale.scored.clone(), &of)
        })
        .collect();
    let items: BTreeSet<&String> = own.iter().flat_map(|scale| &scale.items).collect();
    let any = |scales: &[&ScaleMembers]| -> Option<Counted> {
        let rows = scales.first()?.answering.len();
        let answers = |row: usize| scales.iter().any(|scale| scale.answering[row]);
        let ids = scales.iter().map(|scale| scale.id.clone()).collect();
        Some(((0..rows).map(answers).collect(), ids))
    };
    let of = |members: &Members| {
        let shares = |scale: &&ScaleMembers| scale.items.iter().any(|item| items.contains(item));
        any(&members.scales.iter().filter(shares).collect::<Vec<_>>())
    };
    if let Some((answering, _)) = any(&own) {
        figures.extend(figure(current, earlier, answering, &of));
    }
    figures
}

/// Who counts, over the rows of all outputs, and the ids of the scales on which.
type Counted = (Vec<bool>, Vec<String>);

/// One kind of sum, where any earlier output has it: `of` says who counts in an output, and on which of its scales.
fn figure(
    current: &Current,
    earlier: &[Earlier],
    counts: Vec<bool>,
    of: &dyn Fn(&Members) -> Option<Counted>,
) -> Option<Figure> {
    let found: Vec<Option<Counted>> = earlier.iter().map(|one| of(&one.members)).collect();
    if found.iter().all(Option::is_none) {
        return None;
    }
    let kept = current.left_out.as_ref().map(|out| {
        let kept = counts.iter().zip(out);
        kept.map(|(&counts, &out)| counts && !out).collect::<Vec<bool>>()
    });
    let second = kept.as_ref().map(|_| 1);
    let groupings = current.members.groupings.as_slice();
    let mut views = vec![View { counts, groupings }];
    views.extend(kept.map(|counts| View {
        counts,
        groupings: &groupings[..1],
    }));
    let first_earlier = views.len();
    for (one, found) in earlier.iter().zip(&found) {
        let rows = views[0].counts.len();
        let counts = found.as_ref().map_or(vec![false; rows], |(counts, _)| counts.clone());
        let groupings = one.members.groupings.as_slice();
        views.push(View { counts, groupings });
    }
    let system = system(&views, second);
    let mut old = Space::default();
    let (mut of_earlier, mut hidden) = (Vec::new(), Vec::new());
    for (place, (one, found)) in earlier.iter().zip(&found).enumerate() {
        let ids = found.as_ref().map_or(&[][..], |(_, ids)| ids);
        let atoms = &system.outputs[first_earlier + place];
        let sums = known_sums(one, ids, atoms);
        for sum in &sums {
            old.learn(sum);
        }
        of_earlier.push(sums);
        hidden.extend(hidden_sums(one, ids, atoms, &system));
    }
    Some(Figure {
        system,
        of_earlier,
        old,
        hidden,
    })
}

/// The sums that an earlier output tells on some of its scales.
fn known_sums(earlier: &Earlier, ids: &[String], atoms: &OutputAtoms) -> Vec<Vec<usize>> {
    let mut sums = Vec::new();
    for scale in earlier.scales.iter().filter(|scale| ids.contains(&scale.id)) {
        if scale.total {
            sums.push(atoms.everybody.clone());
        }
        for (grouping, fates) in scale.groups.iter().enumerate() {
            let shown = fates.iter().enumerate().filter(|(_, fate)| **fate == Fate::Shown);
            sums.extend(shown.map(|(group, _)| atoms.groups[grouping][group].clone()));
        }
    }
    sums
}

/// The groups that an earlier output says it withholds, with what its rule says of them.
fn hidden_sums(earlier: &Earlier, ids: &[String], atoms: &OutputAtoms, system: &System) -> Vec<(Vec<usize>, Range)> {
    let mut hidden = Vec::new();
    for scale in earlier.scales.iter().filter(|scale| ids.contains(&scale.id)) {
        for (grouping, fates) in scale.groups.iter().enumerate() {
            for (group, fate) in fates.iter().enumerate() {
                let (Fate::Withheld(rule), atoms) = (fate, &atoms.groups[grouping][group]) else {
                    continue;
                };
                let people = system.people_in(atoms);
                if people > 0 {
                    hidden.push((atoms.clone(), ruled(*rule, people, earlier.min_group, u64::MAX)));
                }
            }
        }
    }
    hidden
}

/// What a rule says of a withheld group's number, which is `people`.
pub(super) fn ruled(rule: Rule, people: u64, least: u64, most: u64) -> Range {
    match rule {
        Rule::Small => (1, people.max(least.saturating_sub(1))),
        Rule::Complementary => (least.min(people), most.max(people)),
    }
}
