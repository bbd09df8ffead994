//! Respondents counted by several groupings: by academy and, if asked for, by another column.

use crate::model::Instrument;
use crate::tally::{CountingDepth, Responses, Tally};

/// Tallies of the same respondents, one per grouping. The first is by academy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tallies {
    /// One tally per grouping. All have the same totals.
    pub by: Vec<Tally>,
    /// Per group of the first grouping: the groups of the second grouping with which it shares a respondent who answered, in
    /// ascending order. Empty lists if there is one grouping only.
    pub crossing: Vec<Vec<usize>>,
}

impl Tallies {
    /// Counts all rows by every grouping of the responses.
    #[must_use]
    pub fn of(instrument: &Instrument, responses: &Responses) -> Self {
        Self::to_depth(instrument, responses, CountingDepth::Sums)
    }

    /// Counts all rows by every grouping of the responses, to this depth.
    #[must_use]
    pub fn to_depth(instrument: &Instrument, responses: &Responses, depth: CountingDepth) -> Self {
        let groupings = responses.groupings();
        let count = |grouping| Tally::to_depth(instrument, responses, grouping, depth);
        Self {
            by: (0..groupings.len()).map(count).collect(),
            crossing: match groupings {
                [_, _, ..] => responses.crossing(0, 1),
                [academies] => vec![Vec::new(); academies.names().len()],
                [] => Vec::new(),
            },
        }
    }

    /// Renames and reorders the groups of one grouping: group `g` becomes the group at `places[g]` of `names`. Groups with the same
    /// place are added up. A name without a group becomes an empty group.
    ///
    /// # Panics
    /// If `places` does not have one valid place in `names` per group.
    pub fn regroup(&mut self, grouping: usize, names: Vec<String>, places: &[usize]) {
        let groups = names.len();
        self.by[grouping].regroup(names, places);
        match grouping {
            0 => {
                let before = std::mem::replace(&mut self.crossing, vec![Vec::new(); groups]);
                for (classes, &place) in before.into_iter().zip(places) {
                    self.crossing[place].extend(classes);
                }
            }
            1 => {
                let classes = self.crossing.iter_mut().flatten();
                classes.for_each(|class| *class = places[*class]);
            }
            _ => {}
        }
        for classes in &mut self.crossing {
            classes.sort_unstable();
            classes.dedup();
        }
    }
}

impl Tally {
    /// Counts group `g` in the group at `places[g]` of `names`.
    ///
    /// # Panics
    /// If `places` does not have one valid place in `names` per group.
    fn regroup(&mut self, names: Vec<String>, places: &[usize]) {
        assert_eq!(places.len(), self.groups(), "one place a group");
        assert!(
            places.iter().all(|&place| place < names.len()),
            "a name for every place"
        );
        if places.iter().copied().eq(0..self.groups()) {
            // No group moves, so no second tally of this size is needed.
            self.names.clear();
            self.make_room(names);
            return;
        }
        *self = self.regrouped(names, places);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::Index;

    use super::*;
    use crate::tally::MISSING;
    use crate::tally::made_up::{POINTS, PersonRow, instrument, row};

    fn responses(rows: &[(PersonRow, u8)]) -> Responses {
        let mut responses = Responses::new(3, &["academy", "role"]);
        for (number, ((answers, group), role)) in (2..).zip(rows) {
            let answers = answers.map(|answer| if answer == POINTS { MISSING } else { answer });
            responses.push(&answers, &[&group.to_string(), &format!("role {role}")], number);
        }
        responses
    }

    proptest! {
        #[test]
        fn groups_moved_after_counting_are_those_moved_before(
            rows in prop::collection::vec((row(), 0_u8..3), 0..40), to in prop::collection::vec(any::<Index>(), 8),
        ) {
            let instrument = instrument();
            let mut before = responses(&rows);
            let mut after = Tallies::of(&instrument, &before);
            for grouping in [0, 1] {
                let names: Vec<String> = ["a", "b", "c"].map(str::to_owned).to_vec();
                let groups = before.groupings()[grouping].names().len();
                let places: Vec<usize> = to.iter().skip(grouping * 4).take(groups).map(|to| to.index(3)).collect();
                before.regroup(grouping, names.clone(), &places);
                after.regroup(grouping, names, &places);
            }
            prop_assert_eq!(Tallies::of(&instrument, &before), after);
        }
    }
}
