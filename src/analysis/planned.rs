//! Planned missing: items that were given to parts of the staff, found from who lacks what.
//!
//! Where each person was given some blocks of the items, many lack one item and many another, but hardly anybody lacks both.
//! Two items are in different blocks if so few people lack both that chance would hardly ever give it: with na and nb of n people
//! lacking each, a Poisson variable with mean na·nb/n is that low with probability under .01, divided by the number of pairs
//! looked at (Bonferroni), and at most two thirds of that mean lack both. People who skip items at random, or who stop half way, lack
//! more items together, not fewer.

use crate::analysis::Asked;
use crate::model::Instrument;
use crate::stats::poisson_at_most;
use crate::tally::Tally;

/// Probability at which any pair of items of a scale counts as given to different people.
const CHANCE: f64 = 0.01;

/// A scale whose items were given to parts of the staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedMissing {
    /// Place of the scale in the instrument.
    pub scale: usize,
    /// Items, as places in the instrument, such that hardly anybody lacks items of two blocks; at least two blocks.
    pub blocks: Vec<Vec<usize>>,
}

/// Finds the scales whose items were given to parts of the staff. Items that a whole group was not asked are left out.
#[must_use]
pub fn planned_missing(instrument: &Instrument, tally: &Tally, asked: &Asked) -> Vec<PlannedMissing> {
    if !tally.shape().has_pairs() {
        return Vec::new();
    }
    let of_all = |item: &usize| !asked.not_asked_of.iter().any(|items| items.contains(item));
    let scales = instrument.scales().iter().enumerate();
    let found = scales.filter_map(|(scale, declared)| {
        let items: Vec<usize> = declared.items.iter().copied().filter(of_all).collect();
        let pairs = items.len() * items.len().saturating_sub(1) / 2;
        let people: u64 = (0..tally.groups())
            .map(|group| tally.scores(scale, group).persons(1))
            .sum();
        // An item that everybody answered is apart from none.
        let is_lacked = |item: &usize| tally.pairs().persons(*item, *item) < people;
        let lacked: Vec<usize> = items.into_iter().filter(is_lacked).collect();
        let blocks = blocks(&lacked, |one, other| {
            Lacking::of(tally, people, [one, other]).is_apart(pairs)
        });
        (blocks.len() > 1).then_some(PlannedMissing { scale, blocks })
    });
    found.collect()
}

/// The people of a scale who lack two items.
struct Lacking {
    /// People who answered any item of the scale.
    people: u64,
    /// Of these, those who lack each of the two items.
    each: [u64; 2],
    /// Those who lack both.
    both: u64,
}

impl Lacking {
    /// Those who lack two items, among so many people of a scale.
    fn of(tally: &Tally, people: u64, [one, other]: [usize; 2]) -> Self {
        let answered = |one: usize, other: usize| tally.pairs().persons(one, other);
        let lack = |item: usize| people.saturating_sub(answered(item, item));
        Self {
            people,
            each: [lack(one), lack(other)],
            both: (people + answered(one, other)).saturating_sub(answered(one, one) + answered(other, other)),
        }
    }

    /// True if fewer lack both items than chance would give, in one of `pairs` pairs that are looked at.
    fn is_apart(&self, pairs: usize) -> bool {
        let expected = self.each[0] as f64 * self.each[1] as f64 / self.people.max(1) as f64;
        1.5 * self.both as f64 <= expected && poisson_at_most(self.both, expected) < CHANCE / pairs as f64
    }
}

/// Items that are apart from some other item, by block: items of one block are joined by pairs that are not apart.
fn blocks(items: &[usize], apart: impl Fn(usize, usize) -> bool) -> Vec<Vec<usize>> {
    let is_apart = |item: usize| items.iter().any(|&other| other != item && apart(item, other));
    let mut left: Vec<usize> = items.iter().copied().filter(|&item| is_apart(item)).collect();
    let mut blocks = Vec::new();
    while !left.is_empty() {
        let mut block = vec![left.remove(0)];
        let mut looked_at = 0;
        while let Some(&item) = block.get(looked_at) {
            looked_at += 1;
            let (joined, others) = left.into_iter().partition(|&other| !apart(item, other));
            let joined: Vec<usize> = joined;
            block.extend(joined);
            left = others;
        }
        block.sort_unstable();
        blocks.push(block);
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{RngExt as _, SeedableRng as _};
    use rand_pcg::Pcg64;

    #[test]
    fn items_that_are_not_apart_are_one_block() {
        // 0 and 1 are apart from 3 and 4; 2 is apart from none.
        let apart = |one: usize, other: usize| (one < 2 && other > 2) || (one > 2 && other < 2);
        assert_eq!(blocks(&[0, 1, 2, 3, 4], apart), [vec![0, 1], vec![3, 4]]);
        assert!(blocks(&[0, 1, 2], |_, _| false).is_empty());
        assert_eq!(blocks(&[0, 1, 2], |_, _| true), [[0], [1], [2]]);
    }

    /// What one person of a form lacks, as a bit for each item.
    fn lacks(form: &[usize], skipped: f64, random: &mut Pcg64) -> Vec<bool> {
        (0..ITEMS)
            .map(|item| form.contains(&item) || random.random::<f64>() < skipped)
            .collect()
    }

    const ITEMS: usize = 12;

    /// The blocks found among people, each a list of what the person lacks.
    fn found(people: &[Vec<bool>]) -> Vec<Vec<usize>> {
        let lack = |items: &[usize]| {
            people
                .iter()
                .filter(|lacks| items.iter().all(|&item| lacks[item]))
                .count() as u64
        };
        let items: Vec<usize> = (0..ITEMS).collect();
        blocks(&items, |one, other| {
            let pair = Lacking {
                people: people.len() as u64,
                each: [lack(&[one]), lack(&[other])],
                both: lack(&[one, other]),
            };
            pair.is_apart(ITEMS * (ITEMS - 1) / 2)
        })
    }

    #[test]
    fn gaps_at_random_and_people_who_stop_half_way_are_hardly_ever_called_planned() {
        let mut random = Pcg64::seed_from_u64(7);
        let mut false_alarms = 0;
        for survey in 0..1_000 {
            let (size, skipped) = ([60, 300, 800][survey % 3], [0.02, 0.1, 0.3, 0.5][survey % 4]);
            let mut people: Vec<Vec<bool>> = (0..size).map(|_| lacks(&[], skipped, &mut random)).collect();
            for person in people.iter_mut().take(size / 5) {
                let stop = random.random_range(1..ITEMS);
                person[stop..].fill(true);
            }
            false_alarms += usize::from(!found(&people).is_empty());
        }
        assert!(false_alarms <= 10, "{false_alarms} of 1,000");
    }

    #[test]
    fn two_and_three_forms_are_found_even_where_people_skip_items() {
        let mut random = Pcg64::seed_from_u64(8);
        let halves: [&[usize]; 2] = [&[0, 1, 2, 3], &[8, 9, 10, 11]];
        let thirds: [&[usize]; 3] = [&[0, 1, 2], &[3, 4, 5], &[6, 7, 8]];
        for (forms, size) in [(&halves[..], 200), (&thirds[..], 600)] {
            for skipped in [0.0, 0.05, 0.1] {
                let mut person = |place: usize| lacks(forms[place % forms.len()], skipped, &mut random);
                let people: Vec<Vec<bool>> = (0..size).map(&mut person).collect();
                assert_eq!(found(&people), forms, "{skipped}");
            }
        }
    }
}
