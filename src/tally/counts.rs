//! What is left of a survey of which no row is kept: its rows counted as they are read, in one or several groupings.

use std::sync::Arc;

use crate::tally::group_counter::GroupCounter;
use crate::tally::row_counter::{CountedRows, Kind, Totals};
use crate::tally::rows::RowShape;
use crate::tally::{MOST_ROWS, Shape, Tally};

/// The tallies of one survey, by several groupings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts {
    tallies: Vec<Tally>,
    crossing: Vec<Vec<usize>>,
}

impl Counts {
    /// One tally a grouping, the academies' first.
    #[must_use]
    pub fn tallies(&self) -> &[Tally] {
        &self.tallies
    }

    /// For each group of the first grouping, the groups of the second that it has a respondent with answers in, in order; none
    /// where there is one grouping.
    #[must_use]
    pub fn crossing(&self) -> &[Vec<usize>] {
        &self.crossing
    }

    /// The tallies and the crossing by themselves.
    #[must_use]
    pub fn into_parts(self) -> (Vec<Tally>, Vec<Vec<usize>>) {
        (self.tallies, self.crossing)
    }

    /// Puts the groups of one grouping under other names and in another order: group `g` becomes the one at `places[g]` of
    /// `names`, and so may be merged with others. Names that no group goes to become groups of nobody.
    ///
    /// # Panics
    /// When there is not one place a group, or a place is beyond the names.
    pub fn regroup(&mut self, grouping: usize, names: Vec<String>, places: &[usize]) {
        let groups = names.len();
        self.tallies[grouping].regroup(names, places);
        match grouping {
            0 => {
                let mut crossing = vec![Vec::new(); groups];
                for (classes, &place) in self.crossing.drain(..).zip(places) {
                    crossing[place].extend(classes);
                }
                self.crossing = crossing;
            }
            1 => {
                for class in self.crossing.iter_mut().flatten() {
                    *class = places[*class];
                }
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
    /// As [`Counts::regroup`], of one tally.
    fn regroup(&mut self, names: Vec<String>, places: &[usize]) {
        assert_eq!(places.len(), self.groups(), "one place a group");
        assert!(
            places.iter().all(|&place| place < names.len()),
            "a name for every place"
        );
        if places.iter().copied().eq(0..self.groups()) {
            // Nothing moves: there is no need of a second tally as large.
            self.names.clear();
            self.make_room(names);
            return;
        }
        let mut regrouped = Self::empty(self.shape.clone(), &self.column, names);
        regrouped.add_groups(self, places);
        regrouped.add_totals(self);
        *self = regrouped;
    }
}

/// Counts that grow.
#[derive(Debug)]
pub(crate) struct Counting {
    shape: Arc<RowShape>,
    counters: Vec<GroupCounter>,
    totals: Totals,
    crossing: Vec<Vec<usize>>,
    rows: u64,
}

impl Counting {
    /// No rows yet, in the groupings of these columns.
    pub(crate) fn new(shape: Shape, columns: &[&str]) -> Self {
        let shape = Arc::new(RowShape::new(shape));
        Self {
            counters: columns.iter().map(|column| GroupCounter::new(&shape, column)).collect(),
            totals: Totals::new(&shape),
            shape,
            crossing: Vec::new(),
            rows: 0,
        }
    }

    /// What rows are summed up by.
    pub(crate) fn shape(&self) -> Arc<RowShape> {
        Arc::clone(&self.shape)
    }

    /// Adds groups of nobody to a grouping.
    pub(crate) fn make_room(&mut self, grouping: usize, names: impl IntoIterator<Item = String>) {
        self.counters[grouping].make_room(&self.shape, names);
        if grouping == 0 {
            self.crossing.resize(self.counters[0].groups(), Vec::new());
        }
    }

    /// Counts rows; for each grouping the places of their groups. Rows beyond [`MOST_ROWS`] are only numbered.
    pub(crate) fn add(&mut self, rows: &CountedRows, places: &[Vec<u32>]) {
        self.rows = self.rows.saturating_add(rows.kinds.len() as u64);
        if self.rows > MOST_ROWS {
            return;
        }
        for (counter, places) in self.counters.iter_mut().zip(places) {
            counter.add(&self.shape, rows, places);
        }
        if let [one, other, ..] = places {
            for ((kind, &one), &other) in rows.kinds.iter().zip(one).zip(other) {
                if *kind == Kind::Blank {
                    continue;
                }
                let (classes, other) = (&mut self.crossing[one as usize], other as usize);
                if let Err(place) = classes.binary_search(&other) {
                    classes.insert(place, other);
                }
            }
        }
        self.totals.merge(&rows.totals);
    }

    /// How many rows there are.
    pub(crate) fn rows(&self) -> u64 {
        self.rows
    }

    /// The counts of all rows.
    pub(crate) fn finish(self) -> Counts {
        let of_grouping = |counter: GroupCounter| {
            let mut tally = counter.finish(&self.shape);
            tally.add_sums(&self.totals);
            tally
        };
        Counts {
            tallies: self.counters.into_iter().map(of_grouping).collect(),
            crossing: self.crossing,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::tally::made_up::{POINTS, instrument};
    use crate::tally::{MISSING, Responses};

    /// Responses in two groupings.
    fn responses(rows: &[([u8; 3], u8, u8)]) -> Responses {
        let mut responses = Responses::new(3, &["academy", "role"]);
        for (answers, one, other) in rows {
            let answers = answers.map(|answer| if answer == POINTS { MISSING } else { answer });
            responses.push(&answers, &[&one.to_string(), &other.to_string()], 2);
        }
        responses
    }

    proptest! {
        #[test]
        fn counts_are_regrouped_as_responses_are(
            rows in prop::collection::vec((prop::array::uniform3(0..=POINTS), 0_u8..4, 0_u8..3), 0..40),
            moved in prop::collection::vec(0_usize..5, 4), which in 0_usize..2,
        ) {
            let mut responses = responses(&rows);
            let tally = |responses: &Responses, grouping| Tally::of(&instrument(), responses, grouping);
            let mut counts = Counts {
                tallies: vec![tally(&responses, 0), tally(&responses, 1)],
                crossing: responses.crossing(0, 1),
            };
            for places in [moved, (0..4).collect()] {
                let names: Vec<String> = "abcde".chars().map(String::from).collect();
                let groups = responses.groupings()[which].names().len();
                let places: Vec<usize> = (0..groups).map(|group| places.get(group).copied().unwrap_or(group)).collect();
                responses.regroup(which, names.clone(), &places);
                counts.regroup(which, names, &places);
                prop_assert_eq!(&counts.tallies[0], &tally(&responses, 0));
                prop_assert_eq!(&counts.tallies[1], &tally(&responses, 1));
                prop_assert_eq!(&counts.crossing, &responses.crossing(0, 1));
            }
        }
    }
}
