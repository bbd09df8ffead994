//! The fate of each group in an earlier result: shown, withheld by a rule, or not mentioned.

use crate::disclosure::{CellStatus, EarlierScale, OutputGrouping, OutputMembers, Rule};
use crate::input::{SeenGroup, SeenScale};
use crate::report::group_name;

/// The groups of a scale by grouping. Without a second grouping, those of `--by` belong to the academies.
pub(super) fn groupings_of(seen: &SeenScale, groupings: usize) -> Vec<(usize, &[SeenGroup])> {
    vec![(0, &seen.academies), (usize::from(groupings > 1), &seen.by)]
}

/// The place of a group by the name that outputs give it.
pub(super) fn place_of(names: &[String], column: &str, grouping: usize, called: &str) -> Option<usize> {
    let column = if grouping == 0 { "academy" } else { column };
    let of_column = |name: &String| group_name(name, column) == called;
    names.iter().position(of_column)
}

/// A scale of a result, with the fate of each of these groups.
pub(super) fn of_scale(seen: &SeenScale, members: &OutputMembers) -> EarlierScale {
    let unsaid = |labels: &OutputGrouping| vec![CellStatus::Absent; labels.names.len()];
    let mut groups: Vec<Vec<CellStatus>> = members.groupings.iter().map(unsaid).collect();
    for (grouping, seen) in groupings_of(seen, members.groupings.len()) {
        let labels = &members.groupings[grouping];
        for group in seen {
            if let Some(place) = place_of(&labels.names, &labels.column, grouping, &group.name) {
                groups[grouping][place] = fate(group);
            }
        }
    }
    let standardised = seen.academies.iter().filter(|group| group.standardised);
    let academies = members.groupings.first();
    let place =
        |group: &SeenGroup| academies.and_then(|labels| place_of(&labels.names, &labels.column, 0, &group.name));
    EarlierScale {
        id: seen.id.clone(),
        total: seen.total,
        standardised: standardised.filter_map(place).collect(),
        groups,
    }
}

/// A scale of linked respondents. Everyone is counted twice there, so the number of those withheld tells nothing.
pub(super) fn of_linked(seen: &SeenScale, members: &OutputMembers) -> EarlierScale {
    let mut scale = of_scale(seen, members);
    for fate in scale.groups.iter_mut().flatten() {
        if matches!(fate, CellStatus::Withheld(_)) {
            *fate = CellStatus::Absent;
        }
    }
    scale
}

fn fate(group: &SeenGroup) -> CellStatus {
    match group.withheld {
        None => CellStatus::Shown,
        Some(rule) if rule == Rule::Small.name() => CellStatus::Withheld(Rule::Small),
        Some(_) => CellStatus::Withheld(Rule::Complementary),
    }
}
