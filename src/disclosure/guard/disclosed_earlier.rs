//! Small groups that earlier outputs alone disclose. This cannot be undone, so it is reported.

use std::collections::BTreeSet;

use crate::disclosure::audit::{Search, Space};
use crate::disclosure::outputs::SharedBase;
use crate::disclosure::{EarlierOutput, NewOutput};

/// The most names in the list.
const MOST_NAMES: usize = 10;

/// The small groups that earlier outputs alone disclose. If the few people are not a group, the academies that they work in.
pub(super) fn disclosed_earlier(
    bases: &[SharedBase],
    current: &NewOutput,
    earlier: &[EarlierOutput],
    least: u64,
) -> Vec<String> {
    let mut names: BTreeSet<String> = BTreeSet::new();
    for base in bases {
        let atoms = match base.old.small_set(&base.system.people, least, &Space::default()) {
            Search::Nothing | Search::TooMany => continue,
            Search::Found(atoms) => atoms,
        };
        let first = base.system.outputs.len() - earlier.len();
        let all = std::iter::once(&current.members).chain(earlier.iter().map(|one| &one.members));
        let places = std::iter::once(0).chain(first..base.system.outputs.len());
        let before = names.len();
        for (members, place) in all.zip(places) {
            for (labels, groups) in members.groupings.iter().zip(&base.system.outputs[place].groups) {
                for (name, atoms) in labels.names.iter().zip(groups) {
                    let people: u64 = atoms.iter().map(|&atom| base.system.people[atom]).sum();
                    if people > 0 && people < least && base.old.determines(atoms) {
                        names.insert(called(name, &labels.column));
                    }
                }
            }
        }
        if names.len() == before {
            let academies = base.system.outputs[0].groups.first().into_iter().flatten();
            let labels = &current.members.groupings[0];
            let mut named = false;
            for (name, group) in labels.names.iter().zip(academies) {
                if group.iter().any(|atom| atoms.contains(atom)) {
                    names.insert(format!("some of {}", called(name, &labels.column)));
                    named = true;
                }
            }
            if !named {
                names.insert("people who are not in this result".to_owned());
            }
        }
    }
    names.into_iter().take(MOST_NAMES).collect()
}

/// The name of a group, for messages.
fn called(name: &str, column: &str) -> String {
    if name.is_empty() {
        format!("those who gave no {column}")
    } else {
        format!("`{name}`")
    }
}
