//! Likelihood of the variance ratio in a one-way random-effects model, from each group's summary.
//!
//! ```text
//! x̄ⱼ = μ + uⱼ + ē,  Var uⱼ = τ²,  Var ē = σ²/nⱼ,  γ = τ²/σ²,  wⱼ = nⱼ/(1 + γnⱼ)
//! −2 ln L(γ) = (N − 1) ln Q(γ) − Σ ln wⱼ + ln Σ wⱼ,   Q(γ) = SSW + Σ wⱼ(x̄ⱼ − μ̂)²,   μ̂ = Σ wⱼx̄ⱼ/Σ wⱼ
//! ```
//! μ and σ² are profiled out. With the prior 1/σ² for σ², exp of −½ times the same expression is also the likelihood of γ
//! with μ and σ² integrated out. Groups of one size enter together, so a step costs one term per distinct size.

use std::collections::BTreeMap;

use crate::elementary::{ln, powi};
use crate::stats::exact_sum::exact_sum;
use crate::stats::figure::{check_groups, no_variance_if};
use crate::stats::variance_ratio::highest_likelihood;
use crate::stats::{GroupSummary, Undefined};

/// All groups of one size. Means are relative to the origin.
pub(in crate::stats) struct OfSize {
    pub(in crate::stats) n: f64,
    pub(in crate::stats) groups: f64,
    pub(in crate::stats) mean: f64,
    pub(in crate::stats) sum_sq: f64,
}

/// The data as the likelihood needs them.
pub(in crate::stats) struct Profile {
    pub(in crate::stats) sizes: Vec<OfSize>,
    /// Mean over all persons. Group means are relative to it, so that no digits are lost.
    pub(in crate::stats) origin: f64,
    pub(in crate::stats) n: f64,
    pub(in crate::stats) groups: f64,
    pub(in crate::stats) ss_within: f64,
}

/// Profile of the likelihood at one γ.
pub(in crate::stats) struct At {
    /// Σ wⱼ.
    pub(in crate::stats) weight: f64,
    /// μ̂.
    pub(in crate::stats) mean: f64,
    /// Σ wⱼ(x̄ⱼ − μ̂)².
    pub(in crate::stats) between: f64,
    /// Q.
    pub(in crate::stats) q: f64,
}

impl Profile {
    pub(in crate::stats) fn new(groups: &[GroupSummary]) -> Result<Self, Undefined> {
        let present = || groups.iter().filter(|group| group.n > 0);
        let count = present().count();
        check_groups(count, 2)?;
        GroupSummary::check_sound(present())?;
        let n: u64 = present().map(|group| group.n).sum();
        if n == count as u64 {
            return Err(Undefined::TooFewPersons {
                found: n,
                needed: n + 1,
            });
        }
        let ss_within = exact_sum(present().map(|group| group.sum_sq));
        no_variance_if(ss_within <= 0.0, "the scores within groups")?;
        let origin = GroupSummary::pool(present()).mean;
        let mut by_size: BTreeMap<u64, Vec<f64>> = BTreeMap::new();
        for group in present() {
            by_size.entry(group.n).or_default().push(group.mean - origin);
        }
        let sizes = by_size.iter().map(|(&n, means)| {
            let of_means = GroupSummary::from_values(means);
            OfSize {
                n: n as f64,
                groups: of_means.n as f64,
                mean: of_means.mean,
                sum_sq: of_means.sum_sq,
            }
        });
        Ok(Self {
            sizes: sizes.collect(),
            origin,
            n: n as f64,
            groups: count as f64,
            ss_within,
        })
    }

    pub(in crate::stats) fn sum(&self, term: impl Fn(&OfSize) -> f64) -> f64 {
        self.sizes.iter().map(term).sum()
    }

    pub(in crate::stats) fn at(&self, ratio: f64) -> At {
        let w = |size: &OfSize| size.n / (1.0 + size.n * ratio);
        let weight = self.sum(|size| size.groups * w(size));
        let mean = self.sum(|size| size.groups * w(size) * size.mean) / weight;
        let between = self.sum(|size| w(size) * squares_about(size, mean));
        At {
            weight,
            mean,
            between,
            q: self.ss_within + between,
        }
    }

    /// −2 ln L(γ) up to a constant.
    pub(in crate::stats) fn deviance(&self, ratio: f64) -> f64 {
        let at = self.at(ratio);
        let logs = self.sum(|size| size.groups * ln(1.0 / size.n + ratio));
        (self.n - 1.0) * ln(at.q) + logs + ln(at.weight)
    }

    /// Derivative of −2 ln L with respect to γ. With dw/dγ = −w² and μ̂ minimising Q, it is −(N − 1) Σw²(x̄ − μ̂)²/Q +
    /// Σw − Σw²/Σw.
    fn slope(&self, ratio: f64) -> f64 {
        let at = self.at(ratio);
        let w = |size: &OfSize| size.n / (1.0 + size.n * ratio);
        let pull = self.sum(|size| powi(w(size), 2) * squares_about(size, at.mean));
        let squares = self.sum(|size| size.groups * powi(w(size), 2));
        at.weight - squares / at.weight - (self.n - 1.0) * pull / at.q
    }

    /// The γ with the highest likelihood.
    pub(in crate::stats) fn best_ratio(&self) -> Result<f64, Undefined> {
        // At the maximum, (J − 1) σ² γ is below the weighted sum of squares of the means, whatever the weights.
        let spread = self.sum(|size| squares_about(size, 0.0));
        let largest = (2.0 * self.n * spread / self.ss_within).max(1.0);
        let most = self.sizes.last().map_or(1.0, |size| size.n);
        let smallest = 1e-8 / most;
        highest_likelihood(
            |ratio| self.deviance(ratio),
            |ratio| self.slope(ratio),
            smallest,
            largest,
        )
    }
}

/// Σ(x̄ⱼ − m)² over the groups of one size.
fn squares_about(size: &OfSize, m: f64) -> f64 {
    size.sum_sq + size.groups * powi(size.mean - m, 2)
}
