//! Bases that the new output has in common with earlier ones, so that their sums can be subtracted from each other.

use std::collections::BTreeSet;

use crate::disclosure::SuppressionPlan;
use crate::disclosure::audit::{Range, Space};
use crate::disclosure::exposed::people_in;
use crate::disclosure::outputs::atoms::{OutputAtoms, OutputSystem, View, system};
use crate::disclosure::outputs::members::{CellStatus, EarlierOutput, NewOutput, OutputMembers, ScaleMembers};

/// One base (who is counted) that the new output has in common with earlier ones, and the sums that the earlier ones publish on it.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::disclosure) struct SharedBase {
    pub(in crate::disclosure) system: OutputSystem,
    /// For each earlier output: the sets of atoms whose sums it publishes.
    pub(in crate::disclosure) of_earlier: Vec<Vec<Vec<usize>>>,
    /// Everything that follows from the earlier outputs together.
    pub(in crate::disclosure) old: Space,
    /// The groups that earlier outputs withhold, with the bounds on their number of people that follow from the rules.
    pub(in crate::disclosure) hidden: Vec<(Vec<usize>, Range)>,
}

impl SharedBase {
    /// Everything that follows from the earlier outputs and the new one, except the figures of one group.
    pub(in crate::disclosure) fn space_with(
        &self,
        plan: &SuppressionPlan,
        shows: &[bool],
        except: Option<(usize, usize)>,
    ) -> Space {
        let mut space = self.old.clone();
        self.system.add_output(&mut space, 0, plan, shows, except);
        space
    }

    /// Everything that follows from the new output and all earlier ones except one.
    pub(in crate::disclosure) fn space_without(&self, earlier: usize, plan: &SuppressionPlan, shows: &[bool]) -> Space {
        let mut space = Space::default();
        let others = self
            .of_earlier
            .iter()
            .enumerate()
            .filter(|(place, _)| *place != earlier);
        for atoms in others.flat_map(|(_, sums)| sums) {
            space.add(atoms);
        }
        self.system.add_output(&mut space, 0, plan, shows, None);
        space
    }
}

/// The same scale in another output: the scale with the same id, or else with the same items.
fn same_scale<'a>(members: &'a OutputMembers, scale: &ScaleMembers) -> Option<&'a ScaleMembers> {
    let same_id = members.scales.iter().find(|other| other.id == scale.id);
    same_id.or_else(|| members.scales.iter().find(|other| other.items == scale.items))
}

/// The bases of linked scales that earlier outputs have too: for each scale the people with a score, and over all of them the people
/// who gave any answer.
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

/// For each row, true if it is in the base; and the ids of the scales with this base.
type Counted = (Vec<bool>, Vec<String>);

/// One base, if any earlier output has it. `of` finds the base in an output.
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
        let sums = published_sums(one, ids, atoms);
        for sum in &sums {
            old.add(sum);
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

/// The sets of atoms whose sums an earlier output publishes on some of its scales.
fn published_sums(earlier: &EarlierOutput, ids: &[String], atoms: &OutputAtoms) -> Vec<Vec<usize>> {
    let mut sums = Vec::new();
    for scale in earlier.scales.iter().filter(|scale| ids.contains(&scale.id)) {
        if scale.total {
            sums.push(atoms.everybody.clone());
        }
        for (grouping, statuses) in scale.groups.iter().enumerate() {
            let shown = statuses
                .iter()
                .enumerate()
                .filter(|(_, status)| **status == CellStatus::Shown);
            sums.extend(shown.map(|(group, _)| atoms.groups[grouping][group].clone()));
        }
        for &academy in &scale.standardised {
            sums.extend(atoms.cells(academy));
        }
    }
    sums
}

/// The groups that an earlier output withholds, with the bounds on their number of people that follow from the rule.
fn hidden_sums(
    earlier: &EarlierOutput,
    ids: &[String],
    atoms: &OutputAtoms,
    system: &OutputSystem,
) -> Vec<(Vec<usize>, Range)> {
    let mut hidden = Vec::new();
    for scale in earlier.scales.iter().filter(|scale| ids.contains(&scale.id)) {
        for (grouping, statuses) in scale.groups.iter().enumerate() {
            for (group, status) in statuses.iter().enumerate() {
                let (CellStatus::Withheld(rule), atoms) = (status, &atoms.groups[grouping][group]) else {
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
