//! Structure of a scale: whether its items measure what the key says, from the answers of everybody who answered all of them.

mod cluster_bias;
mod complete;
mod counts;
mod cut_offs;
mod figures;
mod invariance;
mod models;
mod partial_credit;
mod reasons;
mod unused;
mod without;

use nalgebra::DMatrix;

use crate::analysis::Study;
use crate::analysis::structure::complete::Complete;
use crate::analysis::structure::counts::{Counted, NEEDS_TABLES};
use crate::analysis::structure::models::{Parts, models, models_of_counts};
use crate::analysis::structure::partial_credit::partial_credit;
use crate::analysis::structure::reasons::NamedItems;
use crate::analysis::structure::unused::unused_codes;
use crate::stats::{
    self, Extraction, FactorRotation, OrdinalAnswers, OrdinalTables, ParallelAnalysis, ParallelLimits, Polychoric,
    Undefined,
};

pub use cluster_bias::{ClusterBiasFigures, DifferentItem, cluster_bias};
pub use cut_offs::{ModelCutOffs, StructureDepth, fit_cut_offs};
pub use figures::{
    Adequacy, CategoricalOmegas, ExploratoryFactors, FactorSolution, HierarchicalOmegas, ParallelFactors,
    PolychoricFigures, ScaleStructure, UnusedCodes,
};
pub use invariance::{
    ComparedGroup, ENOUGH_TO_COMPARE, Invariance, InvarianceDepth, InvarianceFigures, invariance_by_group,
    invariance_over_terms, shift_effects,
};
pub use models::{DeclaredModel, Estimator, FactorLink, ModelFigures, ModelFit, ResidualPair};
pub use without::largest_change_without;

/// Draws of the parallel analysis.
const DRAWS: usize = 500;
/// Group factors of hierarchical omega, as psych's default.
const GROUP_FACTORS: usize = 3;
/// Fewest items for hierarchical omega: six are reproduced exactly by three factors, whatever they measure.
const FEWEST_FOR_GROUPS: usize = 7;
/// Most factors that are extracted.
const MOST_FACTORS: usize = 6;
/// The exploratory analyses.
const SOLUTIONS: [(Extraction, FactorRotation); 4] = [
    (Extraction::Minres, FactorRotation::None),
    (Extraction::Minres, FactorRotation::Varimax),
    (Extraction::Minres, FactorRotation::Oblimin),
    (Extraction::MaximumLikelihood, FactorRotation::Oblimin),
];

/// Analyses the structure of a scale. Without rows, by a tally's counts alone, figures that need more are undefined.
#[must_use]
pub fn scale_structure(study: &Study<'_>, scale: usize) -> ScaleStructure {
    let Some(complete) = Complete::of(study, scale) else {
        return of_counts(study, scale);
    };
    match complete.keyed(study, scale) {
        Ok(answers) => of_answers(study, scale, &complete, &answers),
        Err(reason) => ScaleStructure::without_figures(&reason, complete.rows.len() as u64, complete.any(study, scale)),
    }
}

fn of_answers(study: &Study<'_>, scale: usize, complete: &Complete<'_>, answers: &OrdinalAnswers) -> ScaleStructure {
    let n = answers.persons() as u64;
    let counts: Vec<Vec<u64>> = (0..answers.items()).map(|item| answers.counts(item)).collect();
    let tables = OrdinalTables::of(answers);
    let named = NamedItems {
        study,
        scale,
        counts: &counts,
        tables: Some(&tables),
    };
    let explain = |reason| named.explain(reason);
    let correlations = stats::correlation(&answers.covariances()).map_err(explain);
    let polychoric = stats::polychoric_of_tables(&tables).map_err(explain);
    let parallel = stats::parallel_analysis(&counts, DRAWS, study.options.seed).map_err(explain);
    let parts = Parts::of(study, scale);
    let models = models(
        study,
        scale,
        answers,
        &polychoric,
        &complete.incomplete(study, scale),
        &parts,
    );
    let people = People {
        complete: n,
        any: complete.any(study, scale),
    };
    let ordinal = Ordinal {
        tables: Ok(tables.clone()),
        polychoric,
        models,
    };
    let figures = ScaleStructure {
        pcm: partial_credit(&named, answers.sums()),
        ..of_correlations(&correlations, &parallel, &parts, &people)
    };
    ordinal.added_to(&named, &parallel, figures)
}

/// The figures of ordered categories.
struct Ordinal {
    tables: Result<OrdinalTables, Undefined>,
    polychoric: Result<Polychoric, Undefined>,
    models: Vec<ModelFit>,
}

impl Ordinal {
    /// Adds the figures that two-way tables give to those of the Pearson correlations.
    fn added_to(
        self,
        named: &NamedItems<'_>,
        parallel: &Result<ParallelAnalysis, Undefined>,
        figures: ScaleStructure,
    ) -> ScaleStructure {
        let (tables, polychoric) = (Defined(&self.tables), Defined(&self.polychoric));
        let limits = Defined(parallel).then(|found| Ok(found.polychoric.clone()));
        let eigenvalues = polychoric.then(|found| stats::eigenvalues(&found.correlations));
        ScaleStructure {
            parallel_polychoric: factors_of(&limits, &eigenvalues),
            unused: unused_codes(named.study, named.scale, named.counts),
            omega_categorical: polychoric.then(|found| {
                let omega = tables.then(|tables| stats::categorical_omega_of_tables(tables, found));
                Ok(omega.map_err(|reason| named.improper(reason, &self.models))?.into())
            }),
            polychoric: polychoric.then(|found| Ok(found.into())),
            models: self.models,
            ..figures
        }
    }
}

/// The structure of a scale by a tally's counts of the people who answered every item.
fn of_counts(study: &Study<'_>, scale: usize) -> ScaleStructure {
    let counted = Counted::of(study, scale);
    let people = People {
        complete: counted.persons,
        any: counted.any,
    };
    let covariances = match counted.covariances {
        Ok(covariances) => covariances,
        Err(reason) => return ScaleStructure::without_figures(&reason, people.complete, people.any),
    };
    let (counts, tables) = (counted.items, counted.tables);
    let named = NamedItems {
        study,
        scale,
        counts: &counts,
        tables: tables.as_ref().ok(),
    };
    let explain = |reason| named.explain(reason);
    let correlations = stats::correlation(&covariances).map_err(explain);
    let polychoric = Defined(&tables).then(stats::polychoric_of_tables).map_err(explain);
    let parallel = stats::parallel_analysis(&counts, DRAWS, study.options.seed).map_err(explain);
    let parts = Parts::of(study, scale);
    let of_covariances = (&covariances, people.complete);
    let ordinal = Ordinal {
        models: models_of_counts(study, scale, of_covariances, &tables, &polychoric, &parts),
        tables: tables.clone(),
        polychoric,
    };
    let figures = ScaleStructure {
        pcm: partial_credit(&named, counted.sums),
        ..of_correlations(&correlations, &parallel, &parts, &people)
    };
    ordinal.added_to(&named, &parallel, figures)
}

/// Numbers of people behind the figures of a scale.
struct People {
    /// Those who answered every item.
    complete: u64,
    /// Those who answered any.
    any: u64,
}

/// The figures that the Pearson correlations give. The others need two-way tables of the items.
fn of_correlations(
    correlations: &Result<DMatrix<f64>, Undefined>,
    parallel: &Result<ParallelAnalysis, Undefined>,
    parts: &Parts,
    people: &People,
) -> ScaleStructure {
    let n = people.complete;
    let defined = Defined(correlations);
    let eigenvalues = defined.then(stats::eigenvalues);
    let limits = Defined(parallel).then(|found| Ok(found.pearson.clone()));
    let parallel_pearson = factors_of(&limits, &eigenvalues);
    let factors = factors_to_extract(parts, &parallel_pearson);
    let solution = |(method, rotation)| FactorSolution {
        method,
        rotation,
        factors,
        found: defined.then(|r: &DMatrix<f64>| Ok(stats::exploratory(r, n, factors, method, rotation)?.into())),
    };
    ScaleStructure {
        kmo: defined.then(|r| Ok(stats::kmo(r)?.into())),
        bartlett: defined.then(|r| stats::bartlett(r, n)),
        map: defined.then(stats::minimum_average_partial),
        omega_hierarchical: defined.then(hierarchical_omega),
        efa: SOLUTIONS.into_iter().map(solution).collect(),
        parallel_pearson,
        eigenvalues,
        ..ScaleStructure::without_figures(&NEEDS_TABLES, n, people.any)
    }
}

/// Hierarchical omega of items that are more than three group factors can reproduce exactly.
fn hierarchical_omega(correlations: &DMatrix<f64>) -> Result<HierarchicalOmegas, Undefined> {
    if correlations.nrows() < FEWEST_FOR_GROUPS {
        return Err(Undefined::TooFewItems {
            found: correlations.nrows(),
            needed: FEWEST_FOR_GROUPS,
        });
    }
    Ok(stats::hierarchical_omega(correlations, GROUP_FACTORS)?.into())
}

/// Something that is defined, or the reason why what is made of it is not.
struct Defined<'a, T>(&'a Result<T, Undefined>);

impl<T> Defined<'_, T> {
    fn then<R>(&self, make: impl FnOnce(&T) -> Result<R, Undefined>) -> Result<R, Undefined> {
        self.0.as_ref().map_err(Clone::clone).and_then(make)
    }
}

fn factors_of(
    limits: &Result<ParallelLimits, Undefined>,
    eigenvalues: &Result<Vec<f64>, Undefined>,
) -> Result<ParallelFactors, Undefined> {
    Defined(limits).then(|limits| {
        Defined(eigenvalues).then(|eigenvalues| {
            Ok(ParallelFactors {
                factors: limits.factors(eigenvalues),
                limits: limits.limits.clone(),
            })
        })
    })
}

/// Number of factors to extract: that of the scales into which the questionnaire divides these items, or else the number that
/// parallel analysis finds; two at least.
fn factors_to_extract(parts: &Parts, parallel: &Result<ParallelFactors, Undefined>) -> usize {
    let wanted = match parts.scales.len() {
        0 => parallel.as_ref().map_or(2, |found| found.factors),
        declared => declared,
    };
    wanted.clamp(2, MOST_FACTORS)
}
