//! The interval in which readers know a number to lie.

/// The lowest and the highest value that a number may have.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Interval {
    pub(super) low: f64,
    pub(super) high: f64,
}

impl Interval {
    pub(super) const ANYTHING: Self = Self::between(f64::NEG_INFINITY, f64::INFINITY);
    pub(super) const ZERO: Self = Self::between(0.0, 0.0);

    pub(super) const fn between(low: f64, high: f64) -> Self {
        Self { low, high }
    }

    /// The numbers that are rounded to `value`, a multiple of `unit`.
    pub(super) fn around(value: f64, unit: f64) -> Self {
        Self::between(value - unit / 2.0, value + unit / 2.0)
    }

    pub(super) fn plus(self, other: Self) -> Self {
        Self::between(self.low + other.low, self.high + other.high)
    }

    pub(super) fn minus(self, other: Self) -> Self {
        Self::between(self.low - other.high, self.high - other.low)
    }

    pub(super) fn times(self, factor: f64) -> Self {
        let (one, other) = (self.low * factor, self.high * factor);
        Self::between(one.min(other), one.max(other))
    }

    /// The values in both intervals.
    pub(super) fn and(self, other: Self) -> Self {
        Self::between(self.low.max(other.low), self.high.min(other.high))
    }

    /// The whole numbers in it.
    pub(super) fn whole(self) -> Self {
        Self::between((self.low - ROUNDING).ceil(), (self.high + ROUNDING).floor())
    }

    /// Distance from the lowest to the highest value. Negative if no value is left.
    pub(super) fn width(self) -> f64 {
        self.high - self.low
    }
}

/// Sums of many doubles differ from the exact sums by less than this.
pub(super) const ROUNDING: f64 = 1e-6;

pub(super) fn total(all: impl Iterator<Item = Interval>) -> Interval {
    all.fold(Interval::ZERO, Interval::plus)
}

/// What is known of one sum in the trust and in each group. The groups add up to the trust.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sums {
    pub(super) trust: Interval,
    pub(super) groups: Vec<Interval>,
}

impl Sums {
    /// Narrows the trust by its groups, and each group by the trust less the others.
    pub(super) fn settle(&mut self) {
        // The second round gives each group what the others told the trust; further rounds rarely change anything.
        for _ in 0..4 {
            let all = total(self.groups.iter().copied());
            self.trust = self.trust.and(all);
            for group in &mut self.groups {
                let others = Interval::between(all.low - group.low, all.high - group.high);
                *group = group.and(self.trust.minus(others));
            }
        }
    }

    /// Combines two sums, in the trust and in each group.
    pub(super) fn with(&self, other: &Self, combine: impl Fn(Interval, Interval) -> Interval) -> Self {
        let groups = self.groups.iter().zip(&other.groups);
        Self {
            trust: combine(self.trust, other.trust),
            groups: groups.map(|(&one, &other)| combine(one, other)).collect(),
        }
    }

    /// What is known of the sum over some groups.
    pub(super) fn of(&self, groups: &[usize]) -> Interval {
        let mut inside = vec![false; self.groups.len()];
        for &group in groups {
            inside[group] = true;
        }
        let sum = |wanted: bool| {
            let own = self
                .groups
                .iter()
                .zip(&inside)
                .filter(move |(_, inside)| **inside == wanted);
            total(own.map(|(group, _)| *group))
        };
        sum(true).and(self.trust.minus(sum(false)))
    }
}

#[cfg(test)]
mod tests {
    use super::{Interval, Sums};

    #[test]
    fn a_group_is_narrowed_by_the_trust_less_the_others() {
        let between = Interval::between;
        let mut sums = Sums {
            trust: between(10.0, 12.0),
            groups: vec![between(0.0, 9.0), between(4.0, 4.0), between(1.0, 2.0)],
        };
        sums.settle();
        assert_eq!(sums.groups, [between(4.0, 7.0), between(4.0, 4.0), between(1.0, 2.0)]);
        assert_eq!(sums.of(&[0, 2]), between(6.0, 8.0));
    }
}
