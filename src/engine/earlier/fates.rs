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

/// The scales of a result, with the fate of each of these groups. A result has its scales in the order of the questionnaire.
pub(super) fn of_scales(seen: &[SeenScale], members: &OutputMembers) -> Vec<EarlierScale> {
    let scales = seen.iter().zip(&members.scales);
    scales
        .map(|(seen, own)| of_scale(seen, own.id.clone(), members))
        .collect()
}

/// A scale of a result under its id of today.
fn of_scale(seen: &SeenScale, id: String, members: &OutputMembers) -> EarlierScale {
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
        id,
        total: seen.total,
        standardised: standardised.filter_map(place).collect(),
        groups,
    }
}

/// The scales of linked respondents. Everyone is counted twice there, so the number of those withheld tells nothing.
pub(super) fn of_linked_scales(seen: &[SeenScale], members: &OutputMembers) -> Vec<EarlierScale> {
    let mut scales = of_scales(seen, members);
    for fate in scales.iter_mut().flat_map(|scale| scale.groups.iter_mut().flatten()) {
        if matches!(fate, CellStatus::Withheld(_)) {
            *fate = CellStatus::Absent;
        }
    }
    scales
}

fn fate(group: &SeenGroup) -> CellStatus {
    match group.withheld {
        None => CellStatus::Shown,
        Some(rule) if rule == Rule::Small.name() => CellStatus::Withheld(Rule::Small),
        Some(_) => CellStatus::Withheld(Rule::Complementary),
    }
}
