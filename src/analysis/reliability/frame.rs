//! The input that all coefficients of one scale share.

use std::cell::OnceCell;

use nalgebra::DMatrix;

use crate::analysis::coefficient::CoefficientBase;
use crate::analysis::covariances::Covariances;
use crate::analysis::{Coefficient, Convention, ItemMetric, MissingRule, Study};
use crate::stats::{self, AlphaSums, Guttman, OverGroups, SplitHalf, Undefined};
use crate::tally::Tally;

/// The reason for no interval where some covariances come from other people.
pub(super) const COMPLETE_ONLY: Undefined = Undefined::OutOfRange {
    why: "it is defined for complete answers only; ask for --missing listwise",
};

/// The input of every coefficient of a scale, and the intermediate results that several coefficients share, computed once.
pub(super) struct Frame<'a> {
    pub(super) study: &'a Study<'a>,
    /// The same survey by the groups over which intervals are made: withheld groups are combined.
    pub(super) groups: &'a Study<'a>,
    pub(super) scale: usize,
    pub(super) covariances: &'a Covariances,
    pub(super) guttman: OnceCell<Result<Guttman, Undefined>>,
    pub(super) halves: OnceCell<Result<SplitHalf, Undefined>>,
    over_groups: OnceCell<Result<OverGroups, Undefined>>,
}

impl<'a> Frame<'a> {
    pub(super) fn new(study: &'a Study<'a>, groups: &'a Study<'a>, scale: usize, covariances: &'a Covariances) -> Self {
        Self {
            study,
            groups,
            scale,
            covariances,
            guttman: OnceCell::new(),
            halves: OnceCell::new(),
            over_groups: OnceCell::new(),
        }
    }

    /// A coefficient without an interval.
    pub(super) fn coefficient(&self, value: f64, estimator: &'static str) -> Coefficient {
        let base = CoefficientBase {
            missing: self.study.options.missing.name(),
            n: self.covariances.n,
            k: self.covariances.matrix.nrows(),
        };
        base.coefficient(value, estimator)
    }

    /// Alpha's jackknife over groups.
    pub(super) fn over_groups(&self) -> &Result<OverGroups, Undefined> {
        self.over_groups.get_or_init(|| {
            if self.study.options.missing == MissingRule::Pairwise {
                return Err(COMPLETE_ONLY);
            }
            let tally = &self.groups.tally;
            let sums: Vec<AlphaSums> = (0..tally.groups())
                .map(|group| alpha_sums(tally, self.scale, group))
                .collect();
            stats::alpha_over_groups(&sums, self.level())
        })
    }

    /// The number of people for the intervals of alpha. `psych` counts every row.
    pub(super) fn persons(&self) -> u64 {
        match self.study.options.like {
            Convention::Psych => (0..self.study.tally.groups())
                .map(|group| self.study.tally.rows(group))
                .sum(),
            _ => self.covariances.n,
        }
    }

    /// The level of every interval.
    pub(super) fn level(&self) -> f64 {
        self.study.options.level
    }

    /// The matrix from which split halves and Guttman's bounds are computed.
    pub(super) fn halved(&self) -> Result<DMatrix<f64>, Undefined> {
        match self.study.options.metric {
            ItemMetric::AsAnswered => Ok(self.covariances.matrix.clone()),
            ItemMetric::Standardised => stats::correlation(&self.covariances.matrix),
        }
    }
}

/// The sums behind alpha over the people of a group who answered the whole scale.
fn alpha_sums(tally: &Tally, scale: usize, group: usize) -> AlphaSums {
    let k = tally.shape().scales()[scale].items.len();
    let sum = |item: usize, power: u32| -> u64 {
        let counts = (0_u64..).zip(tally.complete_counts(scale, group, item));
        counts.map(|(x, &count)| x.pow(power) * u64::from(count)).sum()
    };
    let complete = tally.scores(scale, group).cells().filter(|cell| cell.answered == k);
    AlphaSums {
        n: tally.complete_persons(scale, group),
        items: (0..k).map(|item| sum(item, 1)).collect(),
        squares: (0..k).map(|item| sum(item, 2)).sum(),
        squared_totals: complete.map(|cell| (cell.sum as u64).pow(2) * cell.persons).sum(),
    }
}
