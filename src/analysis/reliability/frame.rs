//! The input that all coefficients of one scale share.

use std::cell::OnceCell;

use nalgebra::DMatrix;

use crate::analysis::coefficient::CoefficientBase;
use crate::analysis::covariances::Covariances;
use crate::analysis::{Coefficient, Convention, ItemMetric, Study};
use crate::stats::{self, Guttman, SplitHalf, Undefined};

/// The input of every coefficient of a scale, and the intermediate results that several coefficients share, computed once.
pub(super) struct Frame<'a> {
    pub(super) study: &'a Study<'a>,
    pub(super) scale: usize,
    pub(super) covariances: &'a Covariances,
    pub(super) guttman: OnceCell<Result<Guttman, Undefined>>,
    pub(super) halves: OnceCell<Result<SplitHalf, Undefined>>,
}

impl<'a> Frame<'a> {
    pub(super) fn new(study: &'a Study<'a>, scale: usize, covariances: &'a Covariances) -> Self {
        Self {
            study,
            scale,
            covariances,
            guttman: OnceCell::new(),
            halves: OnceCell::new(),
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
