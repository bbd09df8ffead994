//! The tally: whole numbers from which scores, reliability and agreement are computed. Tallies can be added up and contain no
//! individual responses.

use std::collections::BTreeMap;

use crate::model::MissingReason;
use crate::tally::totals::add_each;
use crate::tally::{PairProducts, PowerSums, Products, ScoreCounts, Shape, Totals, TwoWayTables};

/// Exact counts of a survey by group. However the rows are split, the tallies of the parts add up to the tally of all rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    pub(crate) shape: Shape,
    pub(crate) column: String,
    pub(crate) names: Vec<String>,
    pub(crate) rows: Vec<u64>,
    pub(crate) blank: Vec<u64>,
    /// Groups × cells: per item, one cell per keyed code and one for missing answers.
    pub(crate) answers: Vec<u32>,
    /// Per group: number of missing answers by (item, reason), except those that were skipped.
    pub(crate) reasons: Vec<BTreeMap<(u16, MissingReason), u64>>,
    /// Per scale: one histogram per group.
    pub(crate) scores: Vec<Vec<ScoreCounts>>,
    /// Per scale: groups × items × codes, over the persons who answered the whole scale.
    pub(crate) complete: Vec<Vec<u32>>,
    /// Per scale: groups × items × codes, over the persons who answered some items but too few for a score.
    pub(crate) unscored: Vec<Vec<u32>>,
    /// Per scale and group: persons by items answered and by favourable answers among them.
    pub(crate) favourable: Vec<Vec<ScoreCounts>>,
    pub(crate) totals: Totals,
}

impl Tally {
    /// An empty tally with these groups.
    #[must_use]
    pub fn empty(shape: Shape, column: &str, names: Vec<String>) -> Self {
        let groups = names.len();
        let scales = shape.scales();
        Self {
            column: column.to_owned(),
            rows: vec![0; groups],
            blank: vec![0; groups],
            answers: vec![0; groups * shape.cells()],
            reasons: vec![BTreeMap::new(); groups],
            scores: scales.iter().map(|_| vec![ScoreCounts::default(); groups]).collect(),
            complete: scales
                .iter()
                .map(|scale| vec![0; groups * scale.items.len() * scale.points])
                .collect(),
            unscored: scales
                .iter()
                .map(|scale| vec![0; groups * scale.items.len() * scale.points])
                .collect(),
            favourable: scales.iter().map(|_| vec![ScoreCounts::default(); groups]).collect(),
            totals: Totals::new(&shape),
            names,
            shape,
        }
    }

    /// Returns this tally with the groups at the places `hidden` merged into one group, which comes last and is called `name`.
    /// Totals do not change.
    #[must_use]
    pub fn pooled(&self, hidden: &[usize], name: &str) -> Self {
        let mut shown = vec![true; self.groups()];
        for &group in hidden {
            shown[group] = false;
        }
        let alone: Vec<usize> = (0..self.groups()).filter(|&group| shown[group]).collect();
        let mut names: Vec<String> = alone.iter().map(|&group| self.names[group].clone()).collect();
        let last = names.len();
        if !hidden.is_empty() {
            names.push(name.to_owned());
        }
        let mut target = vec![last; self.groups()];
        for (place, &group) in alone.iter().enumerate() {
            target[group] = place;
        }
        self.regrouped(names, &target)
    }

    /// Returns this tally with group `g` counted in the group at `target[g]` of `names`.
    pub(crate) fn regrouped(&self, names: Vec<String>, target: &[usize]) -> Self {
        let mut regrouped = Self::empty(self.shape.clone(), &self.column, names);
        regrouped.add(self, target);
        regrouped
    }

    /// Adds `other`, with its group `g` counted in the group `target[g]` of `self`.
    pub(crate) fn add(&mut self, other: &Self, target: &[usize]) {
        let cells = self.shape.cells();
        for (from, &to) in target.iter().enumerate() {
            self.rows[to] += other.rows[from];
            self.blank[to] += other.blank[from];
            add_each(self.cells_mut(to), &other.answers[from * cells..][..cells]);
            for (key, count) in &other.reasons[from] {
                *self.reasons[to].entry(key.clone()).or_default() += count;
            }
            for place in 0..self.scores.len() {
                self.scores[place][to].merge(&other.scores[place][from]);
                self.favourable[place][to].merge(&other.favourable[place][from]);
                let complete = self.complete_mut(place, to);
                let width = complete.len();
                add_each(complete, &other.complete[place][from * width..]);
                add_each(
                    &mut self.unscored[place][to * width..][..width],
                    &other.unscored[place][from * width..],
                );
            }
        }
        self.totals.merge(&other.totals);
    }

    /// Cells of a group: per item, one per keyed code and one for missing answers.
    pub(crate) fn cells_mut(&mut self, group: usize) -> &mut [u32] {
        let cells = self.shape.cells();
        &mut self.answers[group * cells..][..cells]
    }

    /// Counts of a group's persons who answered a whole scale: items × codes.
    pub(crate) fn complete_mut(&mut self, scale: usize, group: usize) -> &mut [u32] {
        let shape = &self.shape.scales()[scale];
        let width = shape.items.len() * shape.points;
        &mut self.complete[scale][group * width..][..width]
    }

    /// Items and scales that are counted.
    #[must_use]
    pub fn shape(&self) -> &Shape {
        &self.shape
    }

    /// Header of the column of the groups.
    #[must_use]
    pub fn column(&self) -> &str {
        &self.column
    }

    /// Number of groups.
    #[must_use]
    pub fn groups(&self) -> usize {
        self.names.len()
    }

    /// Names of the groups in order of first appearance. Respondents who named no group have the empty name.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Number of rows of a group, including blank rows.
    #[must_use]
    pub fn rows(&self, group: usize) -> u64 {
        self.rows[group]
    }

    /// Number of rows of a group without any answer.
    #[must_use]
    pub fn blank(&self, group: usize) -> u64 {
        self.blank[group]
    }

    /// Frequency of each keyed code of an item in a group, lowest code first.
    #[must_use]
    pub fn counts(&self, group: usize, item: usize) -> &[u32] {
        &self.answers[group * self.shape.cells() + self.shape.offset(item)..][..self.shape.points(item)]
    }

    /// Number of missing answers to an item in a group, by reason.
    #[must_use]
    pub fn missing(&self, group: usize, item: usize) -> BTreeMap<MissingReason, u64> {
        let all = self.answers[group * self.shape.cells() + self.shape.offset(item) + self.shape.points(item)];
        let mut left = u64::from(all);
        let mut by_reason = BTreeMap::new();
        for ((place, reason), &count) in &self.reasons[group] {
            if usize::from(*place) == item {
                left = left.saturating_sub(count);
                by_reason.insert(reason.clone(), count);
            }
        }
        if left > 0 {
            by_reason.insert(MissingReason::Skipped, left);
        }
        by_reason
    }

    /// Notes that an item was not asked of a group. Answers that were given all the same stay in the counts.
    pub fn mark_not_asked(&mut self, group: usize, item: usize) {
        let missing = self.missing(group, item).into_values().sum::<u64>();
        let Ok(place) = u16::try_from(item) else { return };
        if self.reasons[group].contains_key(&(place, MissingReason::NotAsked)) {
            return;
        }
        self.reasons[group].retain(|(other, _), _| *other != place);
        self.reasons[group].insert((place, MissingReason::NotAsked), missing);
        let scales = self
            .shape
            .scales()
            .iter()
            .zip(self.scores.iter_mut().zip(&mut self.favourable));
        for (_, (scores, favourable)) in scales.filter(|(scale, _)| scale.items.contains(&item)) {
            scores[group].take_away(1);
            favourable[group].take_away(1);
        }
    }

    /// Items of a scale, as places among all items, that were not asked of a group or of some of its people.
    #[must_use]
    pub fn not_asked(&self, scale: usize, group: usize) -> Vec<usize> {
        let reasons = self.reasons[group].keys();
        let mut items: Vec<usize> = reasons
            .filter(|(_, reason)| *reason == MissingReason::NotAsked)
            .map(|(item, _)| usize::from(*item))
            .filter(|item| self.shape.scales()[scale].items.contains(item))
            .collect();
        items.sort_unstable();
        items
    }

    /// Histogram of (items answered, sum) of a scale in a group.
    #[must_use]
    pub fn scores(&self, scale: usize, group: usize) -> &ScoreCounts {
        &self.scores[scale][group]
    }

    /// Frequency of each keyed code of an item (by its place in the scale), over the persons of the group who answered the whole
    /// scale.
    #[must_use]
    pub fn complete_counts(&self, scale: usize, group: usize, item: usize) -> &[u32] {
        let shape = &self.shape.scales()[scale];
        let width = shape.items.len() * shape.points;
        &self.complete[scale][group * width + item * shape.points..][..shape.points]
    }

    /// Histogram of (items answered, favourable answers) of a scale in a group; `sum` of a cell is the number of favourable
    /// answers.
    #[must_use]
    pub fn favourable(&self, scale: usize, group: usize) -> &ScoreCounts {
        &self.favourable[scale][group]
    }

    /// Frequency of each keyed code of an item (by its place in the scale), over the persons of the group who have a score.
    #[must_use]
    pub fn scored_counts(&self, scale: usize, group: usize, item: usize) -> Vec<u32> {
        let shape = &self.shape.scales()[scale];
        let width = shape.items.len() * shape.points;
        let without = &self.unscored[scale][group * width + item * shape.points..][..shape.points];
        let all = self.counts(group, shape.items[item]);
        all.iter().zip(without).map(|(all, without)| all - without).collect()
    }

    /// Number of persons of a group who answered the whole scale.
    #[must_use]
    pub fn complete_persons(&self, scale: usize, group: usize) -> u64 {
        self.complete_counts(scale, group, 0)
            .iter()
            .map(|&count| u64::from(count))
            .sum()
    }

    /// Sums and products over all persons who answered the whole scale.
    #[must_use]
    pub fn products(&self, scale: usize) -> &Products {
        &self.totals.products[scale]
    }

    /// Two-way tables over all persons who answered the whole scale; `None` if they are not counted or there are no such persons.
    #[must_use]
    pub fn tables(&self, scale: usize) -> Option<&TwoWayTables> {
        self.totals.tables[scale].as_ref()
    }

    /// True if people answered the whole scale, and their two-way tables are not counted although they could be.
    #[must_use]
    pub fn lacks_tables(&self, scale: usize) -> bool {
        let is_small = || TwoWayTables::cells(&self.shape.scales()[scale]).is_some();
        self.tables(scale).is_none() && self.products(scale).persons() > 0 && is_small()
    }

    /// Drops the two-way tables of a scale.
    pub fn drop_tables(&mut self, scale: usize) {
        self.totals.tables[scale] = None;
    }

    /// Fourth-order sums over all persons who answered the whole scale.
    #[must_use]
    pub fn powers(&self, scale: usize) -> &PowerSums {
        &self.totals.powers[scale]
    }

    /// Sums and products of each pair of items, over all persons who answered both.
    #[must_use]
    pub fn pairs(&self) -> &PairProducts {
        &self.totals.pairs
    }
}
