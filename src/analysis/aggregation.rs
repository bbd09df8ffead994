//! Aggregation of staff answers to academy scores: ICC, analysis of variance, random effects, and the verdict on whether the
//! answers may be averaged.

use crate::analysis::coefficient::CoefficientBase;
use crate::analysis::{
    AggregationVerdict, Coefficient, Estimated, GroupAgreement, GroupScores, MedianAgreement, Study,
};
use crate::stats::{self, Anova, Interval, Intraclass, NullAgreement, RandomEffects, Simulation, Undefined};

/// Differences between academies on one scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Aggregation {
    /// ICC(1) with k₀.
    pub icc1: Estimated,
    /// ICC(1) with the mean size.
    pub icc1_mean_size: Estimated,
    /// ICC(2).
    pub icc2: Estimated,
    /// Mean of the groups' λⱼ from REML.
    pub icc2_mean: Result<f64, Undefined>,
    /// One-way analysis of variance.
    pub anova: Result<Anova, Undefined>,
    /// One-way random effects by REML.
    pub random_effects: Result<RandomEffects, Undefined>,
    /// The verdict on averaging staff answers.
    pub verdict: AggregationVerdict,
}

/// Agreement on a scale by chance alone, simulated for groups of the given sizes, in their order.
#[must_use]
pub fn chance_agreement(study: &Study<'_>, scale: usize, sizes: &[u64]) -> Vec<Result<NullAgreement, Undefined>> {
    let declared = &study.instrument.scales()[scale];
    let simulation = Simulation {
        seed: study.options.seed,
        ..Simulation::default()
    };
    match stats::NullProbabilities::new(&declared.null.probabilities) {
        Err(reason) => vec![Err(reason); sizes.len()],
        Ok(null) => stats::null_agreements(sizes, declared.items.len(), &null, simulation),
    }
}

/// Estimates how academies differ on one scale. `agreement` is the agreement of the groups that may count towards a published
/// figure.
#[must_use]
pub fn aggregation(study: &Study<'_>, scores: &GroupScores, agreement: &[GroupAgreement]) -> Aggregation {
    let scale = scores.scale;
    let level = study.options.level;
    let anova = stats::anova(&scores.compared);
    let k = study.instrument.scales()[scale].items.len();
    let ratio = anova
        .as_ref()
        .map_err(Clone::clone)
        .and_then(|anova| stats::variance_ratio(&scores.compared, anova, level));
    let coefficient = |of: fn(&Anova, Interval) -> Result<Intraclass, Undefined>, estimator: &'static str| {
        let anova = anova.as_ref().map_err(Clone::clone)?;
        let found = of(anova, ratio.clone()?)?;
        let base = CoefficientBase {
            missing: "persons with a score",
            n: anova.n,
            k,
        };
        Ok(Coefficient {
            interval: Some(Ok(found.interval)),
            interval_method: "Wald (1940), exact for groups of any sizes",
            ..base.coefficient(found.value, estimator)
        })
    };
    let icc1 = coefficient(stats::icc1, "one-way ANOVA, k0");
    let icc2 = coefficient(stats::icc2, "one-way ANOVA");
    let random_effects = scores.effects.clone();
    let verdict = verdict(study, scale, &icc1, &icc2, agreement);
    Aggregation {
        icc1,
        icc1_mean_size: coefficient(stats::icc1_mean_size, "one-way ANOVA, mean group size"),
        icc2,
        icc2_mean: random_effects
            .as_ref()
            .map(|effects| effects.mean_reliability)
            .map_err(Clone::clone),
        anova,
        random_effects,
        verdict,
    }
}

fn verdict(
    study: &Study<'_>,
    scale: usize,
    icc1: &Estimated,
    icc2: &Estimated,
    agreement: &[GroupAgreement],
) -> AggregationVerdict {
    let (icc1, icc2) = match (icc1, icc2) {
        (Ok(icc1), Ok(icc2)) => (icc1, icc2),
        (Err(why), _) | (_, Err(why)) => return AggregationVerdict::cannot(why, study.options.icc2),
    };
    let interval = match &icc1.interval {
        Some(Ok(interval)) => *interval,
        _ => Interval::new(f64::NEG_INFINITY, f64::INFINITY),
    };
    let chance = agreement_beyond_chance(study, scale, agreement);
    AggregationVerdict::on(icc1.value, interval, icc2.value, chance, study.options.icc2)
}

/// The median r*wg(j) of the groups, and the value that chance alone reaches in a group of their median size.
fn agreement_beyond_chance(study: &Study<'_>, scale: usize, agreement: &[GroupAgreement]) -> Option<MedianAgreement> {
    let mut values: Vec<f64> = agreement
        .iter()
        .filter_map(|group| group.figures.as_ref().ok())
        .map(|figures| figures.r_star_wg_j)
        .collect();
    let mut sizes: Vec<u64> = agreement
        .iter()
        .filter(|group| group.figures.is_ok())
        .map(|group| group.n)
        .collect();
    values.sort_by(f64::total_cmp);
    sizes.sort_unstable();
    let median = middle(&values)?;
    let size = *sizes.get(sizes.len() / 2)?;
    let chance = chance_agreement(study, scale, &[size]).pop()?.ok()?;
    Some(MedianAgreement {
        median_r_star: median,
        chance: chance.r_star_wg_j,
        size,
    })
}

fn middle(sorted: &[f64]) -> Option<f64> {
    let (n, upper) = (sorted.len(), *sorted.get(sorted.len() / 2)?);
    Some(f64::midpoint(sorted[(n - 1) / 2], upper))
}
