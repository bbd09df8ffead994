//! Figures on the structure of a scale, as plain lists in the order of the scale's items.

use nalgebra::DMatrix;

use crate::analysis::structure::models::ModelFit;
use crate::stats::{CategoricalOmega, ChiSquared, Exploratory, Extraction, FactorRotation, HierarchicalOmega, Kmo};
use crate::stats::{PartialCredit, Polychoric, Thresholds, Undefined};

/// The structure of one scale.
#[derive(Debug, Clone, PartialEq)]
pub struct ScaleStructure {
    /// People who answered every item.
    pub n_complete: u64,
    /// People who answered any item.
    pub n_any: u64,
    /// Eigenvalues of the Pearson correlations, largest first.
    pub eigenvalues: Result<Vec<f64>, Undefined>,
    /// Kaiser–Meyer–Olkin measure.
    pub kmo: Result<Adequacy, Undefined>,
    /// Bartlett's test.
    pub bartlett: Result<ChiSquared, Undefined>,
    /// Velicer's minimum average partial after 1, 2, … components.
    pub map: Result<Vec<f64>, Undefined>,
    /// Parallel analysis of Pearson correlations.
    pub parallel_pearson: Result<ParallelFactors, Undefined>,
    /// Parallel analysis of polychoric correlations.
    pub parallel_polychoric: Result<ParallelFactors, Undefined>,
    /// Polychoric correlations and thresholds.
    pub polychoric: Result<PolychoricFigures, Undefined>,
    /// Codes that nobody used.
    pub unused: Vec<UnusedCodes>,
    /// Categorical omega.
    pub omega_categorical: Result<CategoricalOmegas, Undefined>,
    /// Hierarchical omega.
    pub omega_hierarchical: Result<HierarchicalOmegas, Undefined>,
    /// Exploratory factor analyses.
    pub efa: Vec<FactorSolution>,
    /// Confirmatory models.
    pub models: Vec<ModelFit>,
    /// Partial credit model.
    pub pcm: Result<PartialCredit, Undefined>,
}

impl ScaleStructure {
    /// The structure of a scale whose answers allow no figure.
    pub(super) fn without_figures(reason: &Undefined, n_complete: u64, n_any: u64) -> Self {
        Self {
            n_complete,
            n_any,
            eigenvalues: Err(reason.clone()),
            kmo: Err(reason.clone()),
            bartlett: Err(reason.clone()),
            map: Err(reason.clone()),
            parallel_pearson: Err(reason.clone()),
            parallel_polychoric: Err(reason.clone()),
            polychoric: Err(reason.clone()),
            unused: Vec::new(),
            omega_categorical: Err(reason.clone()),
            omega_hierarchical: Err(reason.clone()),
            efa: Vec::new(),
            models: Vec::new(),
            pcm: Err(reason.clone()),
        }
    }
}

/// Kaiser–Meyer–Olkin measure of sampling adequacy.
#[derive(Debug, Clone, PartialEq)]
pub struct Adequacy {
    /// Over all pairs of items.
    pub overall: f64,
    /// Per item.
    pub items: Vec<f64>,
}

impl From<Kmo> for Adequacy {
    fn from(found: Kmo) -> Self {
        Self {
            overall: found.overall,
            items: found.items.iter().copied().collect(),
        }
    }
}

/// Number of factors by parallel analysis, with the limits.
#[derive(Debug, Clone, PartialEq)]
pub struct ParallelFactors {
    /// Number of factors.
    pub factors: usize,
    /// 95th percentile of each eigenvalue of unrelated items.
    pub limits: Vec<f64>,
}

/// Polychoric correlations and thresholds.
#[derive(Debug, Clone, PartialEq)]
pub struct PolychoricFigures {
    /// The correlations, row by row.
    pub correlations: Vec<Vec<f64>>,
    /// Per item: the thresholds between neighbouring codes; `None` where nobody separates two.
    pub thresholds: Vec<Vec<Option<f64>>>,
    /// Number of pairs of items whose two-way table has an empty cell.
    pub pairs_with_empty_cells: usize,
    /// False if the matrix of correlations has an eigenvalue at or below 0.
    pub positive_definite: bool,
}

impl From<&Polychoric> for PolychoricFigures {
    fn from(found: &Polychoric) -> Self {
        Self {
            correlations: rows_of(&found.correlations),
            thresholds: found.thresholds.iter().map(Thresholds::between).collect(),
            pairs_with_empty_cells: found.pairs_with_empty_cells,
            positive_definite: found.smallest_eigenvalue > 1e-10,
        }
    }
}

/// Codes of an item that nobody used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnusedCodes {
    /// Place of the item in the scale.
    pub item: usize,
    /// The keyed codes.
    pub codes: Vec<i32>,
}

/// Categorical omega under both denominators.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CategoricalOmegas {
    /// With the total variance that the model implies.
    pub model_implied: f64,
    /// With the total variance that the polychoric correlations imply.
    pub polychoric_total: f64,
}

impl From<CategoricalOmega> for CategoricalOmegas {
    fn from(found: CategoricalOmega) -> Self {
        Self {
            model_implied: found.model_implied,
            polychoric_total: found.polychoric_total,
        }
    }
}

/// Hierarchical omega.
#[derive(Debug, Clone, PartialEq)]
pub struct HierarchicalOmegas {
    /// Share of the score's variance that the general factor explains.
    pub omega_h: f64,
    /// Share of it that all factors explain.
    pub omega_t: f64,
    /// Share of the common variance that the general factor explains.
    pub ecv: f64,
    /// Number of group factors.
    pub factors: usize,
    /// Places, in the scale, of items whose uniqueness is at its floor.
    pub bounded_items: Vec<usize>,
}

impl From<HierarchicalOmega> for HierarchicalOmegas {
    fn from(found: HierarchicalOmega) -> Self {
        Self {
            omega_h: found.omega_h,
            omega_t: found.omega_t,
            ecv: found.ecv,
            factors: found.factors,
            bounded_items: found.bounded_items,
        }
    }
}

/// An exploratory factor analysis with its settings.
#[derive(Debug, Clone, PartialEq)]
pub struct FactorSolution {
    /// Method of extraction.
    pub method: Extraction,
    /// Rotation.
    pub rotation: FactorRotation,
    /// Number of factors.
    pub factors: usize,
    /// The solution.
    pub found: Result<ExploratoryFactors, Undefined>,
}

/// The factors of an exploratory analysis.
#[derive(Debug, Clone, PartialEq)]
pub struct ExploratoryFactors {
    /// Per item: its loadings.
    pub loadings: Vec<Vec<f64>>,
    /// Correlations of the factors, row by row.
    pub phi: Vec<Vec<f64>>,
    /// Per item: the share of its variance that the factors explain.
    pub communality: Vec<f64>,
    /// Test of fit.
    pub test: Result<ChiSquared, Undefined>,
    /// Places, in the scale, of items whose uniqueness is at its floor.
    pub bounded_items: Vec<usize>,
}

impl From<Exploratory> for ExploratoryFactors {
    fn from(found: Exploratory) -> Self {
        Self {
            loadings: rows_of(&found.rotated.loadings),
            phi: rows_of(&found.rotated.phi),
            communality: found.communality.iter().copied().collect(),
            test: found.test,
            bounded_items: found.bounded_items,
        }
    }
}

fn rows_of(matrix: &DMatrix<f64>) -> Vec<Vec<f64>> {
    matrix.row_iter().map(|row| row.iter().copied().collect()).collect()
}
