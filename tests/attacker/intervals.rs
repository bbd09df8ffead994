//! What a reader knows of a sum: the interval it lies in.

use cte::disclosure::{AnswerDetail, AnswerFigures, Proportion};
use cte::model::Response;

use crate::sketch::LOWEST;

/// The lowest and the highest value that a number may have.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Known {
    pub(crate) low: f64,
    pub(crate) high: f64,
}

impl Known {
    pub(crate) const NOTHING: Self = Self::between(f64::NEG_INFINITY, f64::INFINITY);
    pub(crate) const ZERO: Self = Self::between(0.0, 0.0);

    pub(crate) const fn between(low: f64, high: f64) -> Self {
        Self { low, high }
    }

    /// A number that was rounded to a multiple of `unit`.
    pub(crate) fn rounded(value: f64, unit: f64) -> Self {
        Self::between(value - unit / 2.0 - 1e-9, value + unit / 2.0 + 1e-9)
    }

    pub(crate) fn plus(self, other: Self) -> Self {
        Self::between(self.low + other.low, self.high + other.high)
    }

    pub(crate) fn minus(self, other: Self) -> Self {
        Self::between(self.low - other.high, self.high - other.low)
    }

    pub(crate) fn times(self, factor: f64) -> Self {
        Self::between(self.low * factor, self.high * factor)
    }

    pub(crate) fn and(self, other: Self) -> Self {
        Self::between(self.low.max(other.low), self.high.min(other.high))
    }

    /// The whole numbers in it.
    pub(crate) fn whole(self) -> Self {
        Self::between((self.low - 1e-6).ceil(), (self.high + 1e-6).floor())
    }

    pub(crate) fn width(self) -> f64 {
        self.high - self.low
    }

    pub(crate) fn holds(self, value: f64) -> bool {
        self.low - 1e-6 <= value && value <= self.high + 1e-6
    }
}

/// What is known of the sum of some people's answers, counted from the lowest code, from the published answers to an item.
pub(crate) fn sum_of_answers(figures: &AnswerFigures, response: &Response) -> Known {
    let n = figures.n as f64;
    // For each class of answers: its lowest and highest code, and the number of answers.
    let mut classes: Vec<(Known, Known)> = Vec::new();
    let counts = |percentage: Proportion| counts(percentage, n);
    let mut unit = 0.01;
    match &figures.answers {
        AnswerDetail::Counts { counts, .. } => {
            let exact = |&count: &u64| Known::between(count as f64, count as f64);
            classes.extend((0_u32..).map(code).zip(counts.iter().map(exact)));
        }
        AnswerDetail::Percentages(percentages) => {
            classes.extend((0_u32..).map(code).zip(percentages.iter().map(|&share| counts(share))));
        }
        AnswerDetail::Bands { bands, percentages } => {
            unit = 0.1;
            for (band, &percentage) in bands.iter().zip(percentages) {
                let all = response.bands();
                let places = (0_u32..).zip(&all).filter(|(_, of)| *of == band);
                let codes: Vec<f64> = places.map(|(place, _)| f64::from(place)).collect();
                classes.push((Known::between(codes[0], codes[codes.len() - 1]), counts(percentage)));
            }
        }
    }
    let by_classes = Known::between(
        least_sum(classes.iter().map(|(codes, counts)| (codes.low, *counts)).collect(), n),
        -least_sum(
            classes.iter().map(|(codes, counts)| (-codes.high, *counts)).collect(),
            n,
        ),
    );
    let by_mean = figures.moments.as_ref().map_or(Known::NOTHING, |moments| {
        Known::rounded(moments.mean - LOWEST, unit).times(n)
    });
    by_classes.and(by_mean).whole()
}

fn code(place: u32) -> Known {
    Known::between(f64::from(place), f64::from(place))
}

/// The numbers of answers, of `n`, that a published percentage may stand for.
fn counts(percentage: Proportion, n: f64) -> Known {
    let share = match percentage {
        Proportion::Of(share) => Known::rounded(share, 1.0),
        Proportion::Under(bound) => Known::between(0.0, bound),
        Proportion::Over(bound) => Known::between(bound, 100.0),
    };
    share.times(n / 100.0).and(Known::between(0.0, n)).whole()
}

/// The least sum of `n` answers, if the number of answers at each code lies in an interval.
fn least_sum(mut classes: Vec<(f64, Known)>, n: f64) -> f64 {
    classes.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut left = n - classes.iter().map(|(_, counts)| counts.low).sum::<f64>();
    let mut sum = 0.0;
    for (code, counts) in classes {
        let more = counts.width().min(left).max(0.0);
        left -= more;
        sum += code * (counts.low + more);
    }
    sum
}

/// What is known of one sum in the trust, in each group and in the rest of the trust without each group.
#[derive(Debug, Clone)]
pub(crate) struct Sums {
    pub(crate) trust: Known,
    pub(crate) groups: Vec<Known>,
    pub(crate) rests: Vec<Known>,
}

impl Sums {
    /// Narrows every interval by the others: the groups add up to the trust.
    pub(crate) fn settle(&mut self) {
        for _ in 0..4 {
            self.trust = self.trust.and(total(self.groups.iter().copied()));
            for group in 0..self.groups.len() {
                let others = self.others(group);
                self.rests[group] = self.rests[group].and(others).and(self.trust.minus(self.groups[group]));
                self.groups[group] = self.groups[group].and(self.trust.minus(self.rests[group]));
                self.trust = self.trust.and(self.groups[group].plus(self.rests[group]));
            }
        }
    }

    /// These sums less those of an earlier result, which may lack the last groups.
    pub(crate) fn minus(&self, earlier: &Self) -> Self {
        let pad = |all: &[Known], with: Known| {
            let more = self.groups.len() - all.len();
            let all: Vec<Known> = all.iter().copied().chain(std::iter::repeat_n(with, more)).collect();
            all
        };
        let less =
            |all: &[Known], earlier: Vec<Known>| all.iter().zip(earlier).map(|(now, then)| now.minus(then)).collect();
        let mut sums = Self {
            trust: self.trust.minus(earlier.trust),
            groups: less(&self.groups, pad(&earlier.groups, Known::ZERO)),
            rests: less(&self.rests, pad(&earlier.rests, Known::NOTHING)),
        };
        sums.settle();
        sums
    }

    fn others(&self, group: usize) -> Known {
        let others = self.groups.iter().enumerate().filter(|(other, _)| *other != group);
        total(others.map(|(_, known)| *known))
    }

    /// What is known of the sum over some groups.
    pub(crate) fn of(&self, groups: &[usize]) -> Known {
        let (inside, outside): (Vec<usize>, Vec<usize>) =
            (0..self.groups.len()).partition(|group| groups.contains(group));
        let sum = |places: Vec<usize>| total(places.into_iter().map(|group| self.groups[group]));
        sum(inside).and(self.trust.minus(sum(outside)))
    }
}

fn total(all: impl Iterator<Item = Known>) -> Known {
    all.fold(Known::ZERO, Known::plus)
}
