//! The answers behind an earlier result, in the groups of a round of this run.

use crate::analysis::CountedAnswers;
use crate::disclosure::{CellStatus, EarlierAnswers, EarlierGrouping, EarlierOutput};
use crate::engine::earlier::rows::add_row;
use crate::engine::round::Round;
use crate::engine::round::recognition::item_identity;
use crate::tally::{Grouping, Responses, Tally};

/// A round and the places of its rows among all rows.
#[derive(Clone, Copy)]
pub(super) struct PlacedRound<'a> {
    pub(super) round: &'a Round,
    pub(super) places: &'a [usize],
}

/// The answers behind an earlier result, in the groups of this run's round. `result` says what the result shows of which of `rows` rows.
/// `None` if the two have no rows in common.
pub(super) fn answers(
    now: PlacedRound<'_>,
    then: PlacedRound<'_>,
    result: &EarlierOutput,
    rows: usize,
) -> Option<EarlierAnswers> {
    let (here, before) = (now.by_place(rows), then.by_place(rows));
    if !then.places.iter().any(|&place| here[place].is_some()) {
        return None;
    }
    let labels = now.round.survey.responses.groupings();
    let in_result = |grouping: usize| {
        let same = |of: &&crate::disclosure::OutputGrouping| grouping == 0 || of.column == labels[grouping].column;
        result.members.groupings.get(grouping).filter(same)
    };
    // The groups of a row of the result: those that it has today or, if it was removed, those of the same names.
    let groups_then = |place: usize| -> Option<Vec<usize>> {
        let group = |grouping: usize| {
            if let Some(row) = here[place] {
                return Some(labels[grouping].ids()[row] as usize);
            }
            let earlier = in_result(grouping)?;
            let name = &earlier.names[earlier.of_row[place]?];
            labels[grouping].names().iter().position(|own| own == name)
        };
        (0..labels.len()).map(group).collect()
    };
    let groups: Vec<Option<Vec<usize>>> = then.places.iter().map(|&place| groups_then(place)).collect();
    let nobody = empty(&now.round.survey.responses);
    let columns = columns(now.round, then.round);
    let (mut all, mut removed, mut added) = (nobody.clone(), nobody.clone(), nobody);
    for (row, groups) in groups.iter().enumerate() {
        let Some(groups) = groups else { continue };
        add_row(&mut all, then.round, row, &columns, &named(labels, groups));
        if here[then.places[row]].is_none() {
            add_row(&mut removed, then.round, row, &columns, &named(labels, groups));
        }
    }
    let own: Vec<Option<usize>> = (0..now.round.instrument.items().len()).map(Some).collect();
    for (row, &place) in now.places.iter().enumerate() {
        if before[place].is_none() {
            let groups: Vec<usize> = labels.iter().map(|labels| labels.ids()[row] as usize).collect();
            add_row(&mut added, now.round, row, &own, &named(labels, &groups));
        }
    }
    let tally =
        |rows: &Responses, grouping: usize| CountedAnswers::new(Tally::of(&now.round.instrument, rows, grouping));
    let of_grouping = |grouping: usize| {
        let then_in = |row: usize| in_result(grouping)?.of_row[then.places[row]];
        let pairs = groups.iter().enumerate();
        let pairs = pairs.map(|(row, groups)| (then_in(row), groups.as_ref().map(|groups| groups[grouping])));
        EarlierGrouping {
            shown: shown(labels[grouping].names().len(), &pairs.collect::<Vec<_>>(), |group| {
                let fates = result
                    .scales
                    .iter()
                    .filter_map(|scale| scale.groups.get(grouping)?.get(group));
                fates.into_iter().any(|fate| *fate == CellStatus::Shown)
            }),
            then: tally(&all, grouping),
            added: tally(&added, grouping),
            removed: tally(&removed, grouping),
        }
    };
    Some(EarlierAnswers {
        has_item: columns.iter().map(Option::is_some).collect(),
        total: groups.iter().all(Option::is_some) && result.scales.iter().any(|scale| scale.total),
        groupings: (0..labels.len()).map(of_grouping).collect(),
    })
}

impl PlacedRound<'_> {
    /// For each of `rows` places: the row of the round.
    fn by_place(&self, rows: usize) -> Vec<Option<usize>> {
        let mut found = vec![None; rows];
        for (row, &place) in self.places.iter().enumerate() {
            found[place] = Some(row);
        }
        found
    }
}

/// For each group of this run: true if a group of the result is shown that had exactly those of its people who were in the result. `pairs` has,
/// for each row of the result, its group there and here.
fn shown(groups: usize, pairs: &[(Option<usize>, Option<usize>)], is_shown: impl Fn(usize) -> bool) -> Vec<bool> {
    let own = |group: usize| -> Option<usize> {
        let then = pairs.iter().find(|(_, here)| *here == Some(group))?.0?;
        let same = |(there, here): &(Option<usize>, Option<usize>)| (*there == Some(then)) == (*here == Some(group));
        pairs.iter().all(same).then_some(then)
    };
    (0..groups).map(|group| own(group).is_some_and(&is_shown)).collect()
}

/// For each item of this run's questionnaire: its place in the earlier one.
fn columns(now: &Round, then: &Round) -> Vec<Option<usize>> {
    let identities: Vec<String> = then.instrument.items().iter().map(item_identity).collect();
    let items = now.instrument.items().iter();
    items
        .map(|item| {
            let own = item_identity(item);
            identities.iter().position(|other| *other == own)
        })
        .collect()
}

/// Nobody, in the same groups.
fn empty(responses: &Responses) -> Responses {
    responses.without(&vec![true; responses.rows()])
}

fn named<'l>(labels: &'l [Grouping], groups: &[usize]) -> Vec<&'l str> {
    let names = labels.iter().zip(groups);
    names.map(|(labels, &group)| labels.names()[group].as_str()).collect()
}
