//! The sums that outputs of the same rows have in common, over the cells of all their groupings crossed.

use std::collections::BTreeSet;

use crate::disclosure::SuppressionPlan;
use crate::disclosure::audit::{Range, Space};
use crate::disclosure::exposed::people_in;
use crate::disclosure::outputs::atoms::{OutputAtoms, OutputSystem, View, system};
use crate::disclosure::outputs::members::{CellStatus, EarlierOutput, NewOutput, OutputMembers, ScaleMembers};

/// One kind of sum that outputs have in common.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::disclosure) struct SharedBase {
    pub(in crate::disclosure) system: OutputSystem,
    /// What the earlier outputs tell, each by itself and together.
    pub(in crate::disclosure) of_earlier: Vec<Vec<Vec<usize>>>,
    pub(in crate::disclosure) old: Space,
    /// The groups that earlier outputs withhold, and what their rules say of the number of people.
    pub(in crate::disclosure) hidden: Vec<(Vec<usize>, Range)>,
}

impl SharedBase {
    /// What the earlier outputs and the new one tell.
    pub(in crate::disclosure) fn space_with(
        &self,
        plan: &SuppressionPlan,
        shows: &[bool],
        but: Option<(usize, usize)>,
    ) -> Space {
        let mut space = self.old.clone();
        self.system.learn(&mut space, 0, plan, shows, but);
        space
    }

    /// What the new output tells with all earlier ones but one.
    pub(in crate::disclosure) fn space_without(&self, earlier: usize, plan: &SuppressionPlan, shows: &[bool]) -> Space {
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
fn same_scale<'a>(members: &'a OutputMembers, scale: &ScaleMembers) -> Option<&'a ScaleMembers> {
    let same_id = members.scales.iter().find(|other| other.id == scale.id);
    same_id.or_else(|| members.scales.iter().find(|other| other.items == scale.items))
}

/// The kinds of sums that linked scales have in common with earlier outputs.
pub(in crate::disclosure) fn shared_bases(
    scales: &[usize],
    current: &NewOutput,
    earlier: &[EarlierOutput],
) -> Vec<SharedBase> {
    let own: Vec<&ScaleMembers> = scales.iter().map(|&scale| &current.members.scales[scale]).collect();
    let mut bases: Vec<SharedBase> = own
        .iter()
        .filter_map(|&scale| {
            let of = |members: &OutputMembers| {
                same_scale(members, scale).map(|found| (found.scored.clone(), vec![found.id.clone()]))
            };
            shared_base(current, earlier, scale.scored.clone(), &of)
        })
        .collect();
    let items: BTreeSet<&String> = own.iter().flat_map(|scale| &scale.items).collect();
    let any = |scales: &[&ScaleMembers]| -> Option<Counted> {
        let rows = scales.first()?.answering.len();
        let answers = |row: usize| scales.iter().any(|scale| scale.answering[row]);
        let ids = scales.iter().map(|scale| scale.id.clone()).collect();
        Some(((0..rows).map(answers).collect(), ids))
    };
    let of = |members: &OutputMembers| {
        let shares = |scale: &&ScaleMembers| scale.items.iter().any(|item| items.contains(item));
        any(&members.scales.iter().filter(shares).collect::<Vec<_>>())
    };
    if let Some((answering, _)) = any(&own) {
        bases.extend(shared_base(current, earlier, answering, &of));
    }
    bases
}

/// Who counts, over the rows of all outputs, and the ids of the scales on which.
type Counted = (Vec<bool>, Vec<String>);

/// One kind of sum, where any earlier output has it: `of` says who counts in an output, and on which of its scales.
fn shared_base(
    current: &NewOutput,
    earlier: &[EarlierOutput],
    counts: Vec<bool>,
    of: &dyn Fn(&OutputMembers) -> Option<Counted>,
) -> Option<SharedBase> {
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
    Some(SharedBase {
        system,
        of_earlier,
        old,
        hidden,
    })
}

/// The sums that an earlier output tells on some of its scales.
fn known_sums(earlier: &EarlierOutput, ids: &[String], atoms: &OutputAtoms) -> Vec<Vec<usize>> {
    let mut sums = Vec::new();
    for scale in earlier.scales.iter().filter(|scale| ids.contains(&scale.id)) {
        if scale.total {
            sums.push(atoms.everybody.clone());
        }
        for (grouping, fates) in scale.groups.iter().enumerate() {
            let shown = fates.iter().enumerate().filter(|(_, fate)| **fate == CellStatus::Shown);
            sums.extend(shown.map(|(group, _)| atoms.groups[grouping][group].clone()));
        }
        for &academy in &scale.standardised {
            sums.extend(atoms.cells(academy));
        }
    }
    sums
}

/// The groups that an earlier output says it withholds, with what its rule says of them.
fn hidden_sums(
    earlier: &EarlierOutput,
    ids: &[String],
    atoms: &OutputAtoms,
    system: &OutputSystem,
) -> Vec<(Vec<usize>, Range)> {
    let mut hidden = Vec::new();
    for scale in earlier.scales.iter().filter(|scale| ids.contains(&scale.id)) {
        for (grouping, fates) in scale.groups.iter().enumerate() {
            for (group, fate) in fates.iter().enumerate() {
                let (CellStatus::Withheld(rule), atoms) = (fate, &atoms.groups[grouping][group]) else {
                    continue;
                };
                let people = people_in(&system.people, atoms);
                if people > 0 {
                    hidden.push((atoms.clone(), rule.bounds(people, earlier.min_group, u64::MAX)));
                }
            }
        }
    }
    hidden
}
