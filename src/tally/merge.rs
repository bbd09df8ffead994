//! Adds tallies. Counts are whole numbers, so the split of the rows and the order of the parts change only the order of the groups.

use std::collections::{BTreeMap, HashMap};

use thiserror::Error;

use crate::tally::{ScoreCounts, Tally};

/// Most rows of one tally. Up to this limit every count of persons fits 32 bits, every sum of products (rows × 254²) 64 bits, and
/// every fourth-order sum (rows × (254 × 65,535 items)⁴) a signed 128-bit number.
pub const MOST_ROWS: u64 = (1 << 31) - 1;

/// Reasons why two tallies cannot be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Unmergeable {
    /// They count different items or scales.
    #[error("they count the answers to different items or scales")]
    OtherShape,
    /// Together they have more rows than one tally can count.
    #[error("together they have more than {MOST_ROWS} rows")]
    TooManyRows,
}

impl Tally {
    /// Adds empty groups after the others.
    pub fn make_room(&mut self, names: impl IntoIterator<Item = String>) {
        self.names.extend(names);
        let groups = self.names.len();
        self.rows.resize(groups, 0);
        self.blank.resize(groups, 0);
        self.answers.resize(groups * self.shape.cells(), 0);
        self.reasons.resize(groups, BTreeMap::new());
        for (place, scale) in self.shape.scales().iter().enumerate() {
            self.scores[place].resize(groups, ScoreCounts::default());
            self.complete[place].resize(groups * scale.items.len() * scale.points, 0);
            self.unscored[place].resize(groups * scale.items.len() * scale.points, 0);
            self.favourable[place].resize(groups, ScoreCounts::default());
        }
    }

    /// Number of rows of all groups, including blank rows.
    #[must_use]
    pub fn all_rows(&self) -> u64 {
        self.rows.iter().fold(0, |all, rows| all.saturating_add(*rows))
    }
}

/// Sum of many tallies whose groups are matched by name. Adding a part takes time in proportion to its groups.
#[derive(Debug, Clone)]
pub struct Merged {
    tally: Tally,
    known: HashMap<String, usize>,
    rows: u64,
}

impl Merged {
    /// Starts with one tally.
    #[must_use]
    pub fn new(first: Tally) -> Self {
        Self {
            known: first.names.iter().cloned().zip(0..).collect(),
            rows: first.all_rows(),
            tally: first,
        }
    }

    /// Adds a tally of the same shape. Groups are matched by name; new groups come last.
    ///
    /// # Errors
    /// If the shapes differ or there are more than [`MOST_ROWS`] rows together. Nothing is added then.
    pub fn add(&mut self, other: &Tally) -> Result<(), Unmergeable> {
        self.check(other)?;
        let mut fresh = Vec::new();
        let mut places = Vec::with_capacity(other.groups());
        for name in &other.names {
            let place = self.known.get(name).copied().unwrap_or_else(|| {
                let place = self.tally.groups() + fresh.len();
                self.known.insert(name.clone(), place);
                fresh.push(name.clone());
                place
            });
            places.push(place);
        }
        self.tally.make_room(fresh);
        self.add_at(other, &places)
    }

    /// Adds empty groups after the others.
    pub fn make_room(&mut self, names: impl IntoIterator<Item = String>) {
        for name in names {
            self.known.insert(name.clone(), self.tally.groups());
            self.tally.names.push(name);
        }
        self.tally.make_room([]);
    }

    /// Adds a tally of the same shape; its group `g` is counted in the group at `places[g]`.
    ///
    /// # Errors
    /// If the shapes differ or there are more than [`MOST_ROWS`] rows together. Nothing is added then.
    ///
    /// # Panics
    /// If `places` does not have one existing place per group; [`Self::make_room`] adds places.
    pub fn add_at(&mut self, other: &Tally, places: &[usize]) -> Result<(), Unmergeable> {
        assert_eq!(places.len(), other.groups(), "one place a group");
        assert!(
            places.iter().all(|&place| place < self.tally.groups()),
            "a group for every place"
        );
        self.check(other)?;
        self.tally.add(other, places);
        self.rows += other.all_rows();
        Ok(())
    }

    fn check(&self, other: &Tally) -> Result<(), Unmergeable> {
        if self.tally.shape != other.shape {
            return Err(Unmergeable::OtherShape);
        }
        if self.rows.saturating_add(other.all_rows()) > MOST_ROWS {
            return Err(Unmergeable::TooManyRows);
        }
        Ok(())
    }

    /// Returns the sum.
    #[must_use]
    pub fn into_tally(self) -> Tally {
        self.tally
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::Index;

    use super::*;
    use crate::model::MissingReason;
    use crate::tally::made_up::{POINTS, PersonRow, instrument, responses, row};
    use crate::tally::{CountingDepth, MISSING, Responses, Shape};

    fn of(rows: &[PersonRow]) -> Tally {
        Tally::to_depth(&instrument(), &responses(rows), 0, CountingDepth::Tables)
    }

    fn sum(parts: &[Tally]) -> Tally {
        let mut merged = Merged::new(parts[0].clone());
        for part in &parts[1..] {
            merged.add(part).expect("parts of one survey");
        }
        merged.into_tally()
    }

    /// The same tally with its groups in order of their names.
    fn in_order(tally: &Tally) -> Tally {
        let mut names = tally.names.clone();
        names.sort();
        let place = |name: &String| names.binary_search(name).expect("a name");
        let places: Vec<usize> = tally.names.iter().map(place).collect();
        tally.regrouped(names, &places)
    }

    fn cut(rows: &[PersonRow], cuts: &[Index]) -> Vec<Tally> {
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(rows.len() + 1)).collect();
        cuts.extend([0, rows.len()]);
        cuts.sort_unstable();
        cuts.windows(2).map(|cut| of(&rows[cut[0]..cut[1]])).collect()
    }

    proptest! {
        #[test]
        fn tallies_of_any_split_add_up_to_the_tally_of_all(
            rows in prop::collection::vec(row(), 0..60), cuts in prop::collection::vec(any::<Index>(), 0..6),
        ) {
            prop_assert_eq!(sum(&cut(&rows, &cuts)), of(&rows));
        }

        #[test]
        fn rows_dealt_out_in_any_way_and_added_in_any_order_give_the_same_but_for_the_order_of_groups(
            dealt in prop::collection::vec((row(), 0_usize..5), 0..60), order in Just(vec![0, 1, 2, 3, 4]).prop_shuffle(),
        ) {
            let rows: Vec<PersonRow> = dealt.iter().map(|(row, _)| *row).collect();
            let hand = |part: usize| -> Vec<PersonRow> {
                dealt.iter().filter(|(_, to)| *to == part).map(|(row, _)| *row).collect()
            };
            let parts: Vec<Tally> = order.into_iter().map(|part| of(&hand(part))).collect();
            prop_assert_eq!(in_order(&sum(&parts)), in_order(&of(&rows)));
        }

        #[test]
        fn it_does_not_matter_what_is_added_first(
            rows in prop::collection::vec(row(), 0..60), cuts in prop::collection::vec(any::<Index>(), 2),
        ) {
            let parts = cut(&rows, &cuts);
            let right = sum(&[parts[0].clone(), sum(&parts[1..])]);
            let left = sum(&[sum(&parts[..2]), parts[2].clone()]);
            prop_assert_eq!(left, right);
        }

        #[test]
        fn groups_with_places_of_their_own_are_counted_there(
            rows in prop::collection::vec(row(), 1..60), at in any::<Index>(),
        ) {
            let at = at.index(rows.len());
            let whole = of(&rows);
            let mut chunks = Merged::new(Tally::empty(Shape::of(&instrument()), "academy", Vec::new()));
            for chunk in [&rows[..at], &rows[at..]] {
                let chunk = of(chunk);
                let fresh: Vec<String> = chunk.names.iter().filter(|name| !chunks.tally.names.contains(name)).cloned().collect();
                chunks.make_room(fresh);
                let place = |name: &String| chunks.tally.names.iter().position(|known| known == name).expect("made room");
                let places: Vec<usize> = chunk.names.iter().map(place).collect();
                chunks.add_at(&chunk, &places).expect("the same survey");
            }
            prop_assert_eq!(&chunks.into_tally(), &whole);
            // All groups at one place are one group of everybody.
            let mut one = Merged::new(Tally::empty(Shape::of(&instrument()), "academy", vec!["0".to_owned()]));
            one.add_at(&whole, &vec![0; whole.groups()]).expect("the same survey");
            let together: Vec<PersonRow> = rows.iter().map(|row| (row.0, 0)).collect();
            prop_assert_eq!(one.into_tally(), of(&together));
        }
    }

    #[test]
    fn a_part_without_two_way_tables_leaves_the_sum_without() {
        let (people, nobody) = ([([0, 1, 2], 0), ([3, POINTS, 1], 0)], [([POINTS, 1, 2], 0)]);
        let without = |rows: &[PersonRow]| Tally::of(&instrument(), &responses(rows), 0);
        let (counted, uncounted) = (of(&people), without(&people));
        assert!(counted.tables(0).is_some() && !counted.lacks_tables(0) && uncounted.lacks_tables(0));
        for parts in [[counted.clone(), uncounted.clone()], [uncounted, counted.clone()]] {
            assert!(sum(&parts).tables(0).is_none() && sum(&parts).lacks_tables(0));
        }
        // Nobody answered the whole scale, so there is nothing to lack.
        let nobody = without(&nobody);
        assert!(!nobody.lacks_tables(0));
        for parts in [[counted.clone(), nobody.clone()], [nobody, counted.clone()]] {
            assert_eq!(sum(&parts).tables(0), counted.tables(0));
        }
    }

    #[test]
    fn reasons_for_missing_answers_add_too() {
        let answered = |name: &str| {
            let mut responses = Responses::new(3, &["academy"]);
            responses.push(&[0, MISSING, 1], &[name], 2);
            responses.note(1, MissingReason::DontKnow);
            Tally::of(&instrument(), &responses, 0)
        };
        let both = sum(&[answered("Oak"), answered("Ash"), answered("Oak")]);
        assert_eq!(both.names(), ["Oak", "Ash"]);
        assert_eq!(both.missing(0, 1), BTreeMap::from([(MissingReason::DontKnow, 2)]));
        assert_eq!(both.missing(1, 1), BTreeMap::from([(MissingReason::DontKnow, 1)]));
    }

    /// A tally of one answer that so many persons gave, with all sums as high as the counts allow.
    fn many(rows: u64) -> Tally {
        let times = u32::try_from(rows).expect("fits");
        let mut tally = of(&[([POINTS - 1, 0, POINTS - 1], 0)]);
        tally.rows[0] = rows;
        tally.answers.iter_mut().for_each(|count| *count *= times);
        for histogram in tally.scores.iter_mut().chain(&mut tally.favourable).flatten() {
            let cells: Vec<_> = histogram.cells().collect();
            for cell in cells {
                histogram.add(cell.answered, cell.sum, usize::from(POINTS) - 1, times - 1);
            }
        }
        tally
    }

    #[test]
    fn as_many_rows_as_can_be_counted_add_and_one_more_is_refused() {
        let before = many(MOST_ROWS - 1);
        let mut merged = Merged::new(before.clone());
        assert_eq!(merged.add_at(&many(2), &[0]), Err(Unmergeable::TooManyRows));
        assert_eq!(merged.tally, before);
        merged.add_at(&many(1), &[0]).expect("just as many as can be counted");
        let tally = merged.into_tally();
        assert_eq!(tally.all_rows(), MOST_ROWS);
        assert_eq!(u64::from(tally.counts(0, 0)[usize::from(POINTS) - 1]), MOST_ROWS);
        assert_eq!(tally.scores(0, 0).persons(3), MOST_ROWS);
        let mut merged = Merged::new(before);
        assert_eq!(merged.add(&many(2)), Err(Unmergeable::TooManyRows));
        assert_eq!(merged.add(&many(1)), Ok(()));
        assert_eq!(merged.add(&many(1)), Err(Unmergeable::TooManyRows));
    }

    #[test]
    fn the_highest_sums_of_the_most_rows_fit() {
        let (items, top) = (i128::from(u16::MAX), 254_i128);
        let rows = i128::from(MOST_ROWS);
        assert!((items * top).pow(4).checked_mul(rows).is_some());
        assert!(u64::try_from(rows * top * top).is_ok());
        assert!(u32::try_from(MOST_ROWS).is_ok());
    }

    #[test]
    fn tallies_of_other_questions_do_not_add() {
        let mut merged = Merged::new(of(&[]));
        let other = Tally::empty(Shape::of(&other_instrument()), "academy", Vec::new());
        assert_eq!(merged.add_at(&other, &[]), Err(Unmergeable::OtherShape));
        assert_eq!(merged.add(&other), Err(Unmergeable::OtherShape));
    }

    fn other_instrument() -> crate::model::Instrument {
        let mut parts = crate::tally::made_up::parts();
        parts.items[0].reversed = true;
        crate::model::Instrument::new(parts).expect("a questionnaire")
    }
}
