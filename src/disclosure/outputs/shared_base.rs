//! Bases that the new output has in common with earlier ones, so that their sums can be subtracted from each other.

use std::collections::BTreeSet;

use crate::disclosure::audit::Space;
use crate::disclosure::outputs::atoms::{OutputAtoms, OutputSystem, View, system};
use crate::disclosure::outputs::members::{CellStatus, EarlierOutput, NewOutput, OutputMembers, ScaleMembers};
use crate::disclosure::suppression::{Base, Hidden, Member, Protected, cells_of};

/// One base (who is counted) that the new output has in common with earlier ones, and the sums that the earlier ones publish on it.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::disclosure) struct SharedBase {
    pub(in crate::disclosure) system: OutputSystem,
    /// For each earlier output: the sets of atoms whose sums it publishes.
    pub(in crate::disclosure) of_earlier: Vec<Vec<Vec<usize>>>,
    /// Everything that follows from the earlier outputs together.
    pub(in crate::disclosure) old: Space,
    /// The groups that earlier outputs withhold.
    pub(in crate::disclosure) hidden: Vec<Hidden>,
}

impl SharedBase {
    /// The base as one more for the engine. The first output of the problem is the new one; `shows` is true for each of its tables that is
    /// shown; `headcounts` has the headcount of each of its units. Without headcounts only small sets are protected.
    pub(in crate::disclosure) fn base(&self, shows: &[bool], headcounts: Option<&[Option<u64>]>) -> Base {
        let new = &self.system.outputs[0];
        let tables = new.groups.iter().enumerate();
        let groups = tables.flat_map(|(table, groups)| groups.iter().map(move |atoms| (table, atoms)));
        let member = |(unit, (table, atoms)): (usize, (usize, &Vec<usize>))| Member {
            shows: if shows.get(table) == Some(&true) {
                vec![atoms.clone()]
            } else {
                Vec::new()
            },
            protects: headcounts
                .map(|headcounts| Protected {
                    headcount: headcounts.get(unit).copied().flatten(),
                    ..Protected::of(atoms.clone(), &self.system.people)
                })
                .into_iter()
                .collect(),
        };
        Base {
            people: self.system.people.clone(),
            totals: vec![new.everybody.clone()],
            members: groups.enumerate().map(member).collect(),
            earlier: self.old.clone(),
            hidden: self.hidden.clone(),
        }
    }

    /// The base with the sums of the new output's second result after its own. `None` without a second result. Only small sets are
    /// protected.
    pub(in crate::disclosure) fn base_with_second(&self) -> Option<Base> {
        let second = &self.system.outputs[self.system.second?];
        let mut base = self.base(&[true, true], None);
        base.totals.push(second.everybody.clone());
        base.members.extend(second.groups.iter().flatten().map(|atoms| Member {
            shows: vec![atoms.clone()],
            protects: Vec::new(),
        }));
        Some(base)
    }

    /// The base with everything that follows from all earlier outputs except one.
    pub(in crate::disclosure) fn without(&self, earlier: usize, base: &Base) -> Base {
        let mut space = Space::default();
        let others = self
            .of_earlier
            .iter()
            .enumerate()
            .filter(|(place, _)| *place != earlier);
        for atoms in others.flat_map(|(_, sums)| sums) {
            space.add(atoms);
        }
        Base {
            earlier: space,
            ..base.clone()
        }
    }
}

/// The same scale in another output: the scale with the same items, or else with the same id.
fn same_scale<'a>(members: &'a OutputMembers, scale: &ScaleMembers) -> Option<&'a ScaleMembers> {
    let same_items = members.scales.iter().find(|other| other.items == scale.items);
    same_items.or_else(|| members.scales.iter().find(|other| other.id == scale.id))
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
            if let [academies, others] = atoms.groups.as_slice() {
                sums.extend(cells_of(&academies[academy], others));
            }
        }
    }
    sums
}

/// The groups that an earlier output withholds, with the bounds on their number of people that follow from the rule.
fn hidden_sums(earlier: &EarlierOutput, ids: &[String], atoms: &OutputAtoms, system: &OutputSystem) -> Vec<Hidden> {
    let mut hidden = Vec::new();
    for scale in earlier.scales.iter().filter(|scale| ids.contains(&scale.id)) {
        for (grouping, statuses) in scale.groups.iter().enumerate() {
            for (group, status) in statuses.iter().enumerate() {
                let (CellStatus::Withheld(rule), atoms) = (status, &atoms.groups[grouping][group]) else {
                    continue;
                };
                let people = Protected::of(atoms.clone(), &system.people).people;
                if people > 0 {
                    hidden.push(Hidden {
                        atoms: atoms.clone(),
                        range: rule.bounds(people, earlier.min_group, u64::MAX),
                    });
                }
            }
        }
    }
    hidden
}
