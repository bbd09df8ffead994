//! Structure of a questionnaire: correlations of ordinal items, number of factors, exploratory and confirmatory factor
//! analysis.

mod adequacy;
mod bivariate_normal;
mod categorical_omega;
mod cluster_bias;
mod confirmatory;
mod confirmatory_fiml;
mod confirmatory_ordinal;
mod directions;
mod exploratory;
mod extraction;
mod factor_model;
mod fit_indices;
mod gamma_tails;
mod groups;
mod hierarchical_omega;
mod incomplete;
mod likelihood_fit;
mod noncentral;
mod normal_theory;
mod ordinal;
mod ordinal_tables;
mod parallel;
mod partial_credit;
mod polychoric;
mod polychoric_influence;
mod robust_fit;
mod rotation;
mod simulated_fit;
mod thresholds;
mod velicer;
mod weighted_fit;

pub use adequacy::{ChiSquared, Kmo, bartlett, kmo};
#[cfg(test)]
pub(crate) use bivariate_normal::bivariate_below;
pub use categorical_omega::{CategoricalOmega, NO_ERROR_VARIANCE, categorical_omega, categorical_omega_of_tables};
pub use cluster_bias::{ClusterBias, ClusterBiases, cluster_biases};
pub use confirmatory::{
    Confirmatory, Correction, Criteria, FactorCorrelation, Loading, ScaledFit, confirmatory_ml,
    confirmatory_ml_of_covariances,
};
pub use confirmatory_fiml::confirmatory_fiml;
pub use confirmatory_ordinal::{confirmatory_wlsmv, confirmatory_wlsmv_of_tables};
pub use exploratory::{Exploratory, Rotation, exploratory};
pub use extraction::{Extracted, Extraction, extract};
pub use factor_model::FactorModel;
pub use fit_indices::{ComparativeFit, FitIndices};
pub(crate) use gamma_tails::chi_squared_tail;
pub use groups::{BiasCriteria, Equality, GroupBias, ItemBias, ItemBiases, LadderStep, Released, item_biases, ladder};
pub use hierarchical_omega::{HierarchicalOmega, hierarchical_omega};
pub use incomplete::IncompleteAnswers;
pub use ordinal::{OrdinalAnswers, TwoWayTable};
pub use ordinal_tables::OrdinalTables;
pub use parallel::{ParallelAnalysis, ParallelLimits, parallel_analysis};
pub use partial_credit::{CODE_WITHOUT_ANSWERS, PartialCredit, PartialCreditCounts, PartialCreditItem, partial_credit};
pub use polychoric::{AT_BOUND, Polychoric, polychoric, polychoric_of_table, polychoric_of_tables};
pub use robust_fit::FitValues;
pub use rotation::{Rotated, oblimin, varimax};
pub use simulated_fit::{FitVerdict, RESIDUAL_CORRELATION, SimulatedFit, SimulationPlan, StatedMisfit, simulated_fit};
pub use thresholds::Thresholds;
pub use velicer::{eigenvalues, minimum_average_partial};
