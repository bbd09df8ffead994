//! What the conditional likelihood needs of the answers: how many people gave each code, and how many have each sum.

use nalgebra::DVector;

use crate::elementary::ln;
use crate::stats::Undefined;
use crate::stats::figure::{check_items, no_variance_if, out_of_range_if};
use crate::stats::structure::ordinal::OrdinalAnswers;

/// Most thresholds: the work grows with the third power of their number.
const MOST_THRESHOLDS: usize = 400;

/// Reason for items of which nobody chose some code.
pub const CODE_WITHOUT_ANSWERS: Undefined = Undefined::OutOfRange {
    why: "nobody chose some of the codes",
};
/// Reason for items of which only people at the same end of every item chose some code.
const ONLY_AT_AN_END: Undefined = Undefined::OutOfRange {
    why: "some code was chosen only by people who chose the same end of every item",
};

/// Number of people per code and per sum of codes, of those who answered every item. Codes are keyed and counted from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartialCreditCounts {
    /// Per item: people per code.
    codes: Vec<Vec<u64>>,
    /// People per sum.
    sums: Vec<u64>,
}

impl PartialCreditCounts {
    /// The counts with `codes` people per code of each item, and `sums` people per sum of codes, from 0.
    ///
    /// # Errors
    /// [`Undefined::TooFewItems`] for fewer than two items, and [`Undefined::OutOfRange`] if the counts are not of the same people, if an
    /// item has fewer than two codes, if there are more than 400 thresholds, or if everybody chose the same end of every item;
    /// [`Undefined::NoVariance`] if everybody gave the same answer to an item, [`CODE_WITHOUT_ANSWERS`] if nobody chose some code, and another reason if only people at the same end of every item did.
    pub fn new(mut codes: Vec<Vec<u64>>, mut sums: Vec<u64>) -> Result<Self, Undefined> {
        check_items(codes.len(), 2)?;
        out_of_range_if(
            codes.iter().any(|item| item.len() < 2),
            "an item has fewer than two codes",
        )?;
        let top: usize = codes.iter().map(|item| item.len() - 1).sum();
        out_of_range_if(top > MOST_THRESHOLDS, "there are more than 400 thresholds")?;
        let points = |counts: &[u64]| (0..).zip(counts).map(|(code, count)| code * count).sum::<u64>();
        let persons: u64 = sums.iter().sum();
        let all: u64 = codes.iter().map(|item| points(item)).sum();
        let one_each = codes.iter().all(|item| item.iter().sum::<u64>() == persons);
        out_of_range_if(
            sums.len() != top + 1 || !one_each || points(&sums) != all,
            "codes and sums are not those of the same people",
        )?;
        let constant = |item: &Vec<u64>| item.iter().filter(|&&count| count > 0).count() < 2;
        no_variance_if(codes.iter().any(constant), "an item")?;
        if codes.iter().flatten().any(|&count| count == 0) {
            return Err(CODE_WITHOUT_ANSWERS);
        }
        // Given their sum, the answers of people at an end of every item are certain.
        let (lowest, highest) = (std::mem::take(&mut sums[0]), std::mem::take(&mut sums[top]));
        for item in &mut codes {
            let last = item.len() - 1;
            item[0] -= lowest;
            item[last] -= highest;
        }
        out_of_range_if(
            lowest + highest == persons,
            "everybody chose the same end of every item",
        )?;
        if codes.iter().flatten().any(|&count| count == 0) {
            return Err(ONLY_AT_AN_END);
        }
        Ok(Self { codes, sums })
    }

    /// The counts of people's answers.
    ///
    /// # Errors
    /// Those of [`PartialCreditCounts::new`].
    pub fn of_answers(answers: &OrdinalAnswers) -> Result<Self, Undefined> {
        let items = 0..answers.items();
        Self::new(items.map(|item| answers.counts(item)).collect(), answers.sums())
    }

    /// Number of items.
    pub(super) fn items(&self) -> usize {
        self.codes.len()
    }

    /// The highest code of an item.
    pub(super) fn last(&self, item: usize) -> usize {
        self.codes[item].len() - 1
    }

    /// Per code of an item: number of people, without those at an end of every item.
    pub(super) fn codes(&self, item: usize) -> impl Iterator<Item = f64> {
        self.codes[item].iter().map(|&count| count as f64)
    }

    /// Per sum: number of people, without those at an end of every item.
    pub(super) fn sums(&self) -> impl Iterator<Item = f64> {
        self.sums.iter().map(|&count| count as f64)
    }

    /// Items and codes with a parameter: every code but 0, item by item.
    pub(super) fn parameters(&self) -> impl Iterator<Item = ItemCode> {
        let items = 0..self.items();
        items.flat_map(|item| (1..=self.last(item)).map(move |code| ItemCode { item, code }))
    }

    /// Where the search starts: thresholds that fit people who all have the same θ, without the first, which is 0 while fitting.
    pub(super) fn start(&self) -> DVector<f64> {
        let mut all = Vec::new();
        for item in &self.codes {
            let mut sum = 0.0;
            all.extend(item.windows(2).map(|pair| {
                sum += ln(pair[0] as f64 / pair[1] as f64);
                sum
            }));
        }
        let origin = all[0];
        let free = self.parameters().zip(&all).skip(1);
        DVector::from_iterator(all.len() - 1, free.map(|(at, eta)| eta - origin * at.code as f64))
    }
}

/// A code of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ItemCode {
    pub(super) item: usize,
    pub(super) code: usize,
}
