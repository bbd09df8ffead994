//! Statistics on plain numbers: slices, counts and matrices. This module knows nothing about surveys, files or text.
//!
//! Every statistic returns a named struct, or an [`Undefined`] reason if there is no figure. No statistic returns 0 or
//! NaN for a missing figure. Docs give each formula with its source; levels and shares are between 0 and 1, and scores,
//! standard deviations and standard errors are in the unit of the input.

mod agreement;
mod alpha;
mod alpha_groups;
mod alpha_interval;
mod alpha_moments;
mod anova;
mod binomials;
mod bootstrap;
mod chi_squared;
mod cliffs_delta;
mod code_blocks;
mod code_counts;
mod covariance;
mod descriptives;
mod detectable;
mod double_double;
mod effect_size;
mod equal_values;
mod exact_sum;
mod extreme_splits;
mod f_quantile;
mod figure;
mod fixed_weights;
mod group_summary;
mod guttman;
mod icc;
mod interitem;
mod item_total;
mod mean_difference;
mod mean_interval;
mod mixed_change;
mod multiplicity;
mod noncentral_t;
mod normal;
mod null_agreement;
mod null_probabilities;
mod omega;
mod omega_minres;
mod one_factor;
mod one_way;
mod paired;
mod plan;
pub(crate) mod random;
mod random_slope;
mod ranks;
mod ratio_posterior;
mod reml;
mod root;
mod sem;
mod simulate;
mod slope_posterior;
mod split_half;
mod standardised;
mod stratified;
mod structure;
mod tails;
mod top_scores;
mod two_level;
mod variance_ratio;
mod welch;

pub use agreement::{Agreement, ad_cutoff, agreement, rwg_j, uniform_null_variance};
pub use alpha::{alpha, alpha_standardized};
pub use alpha_groups::{AlphaSums, FEWEST_GROUPS, OverGroups, alpha_over_groups};
pub use alpha_interval::{Wald, alpha_normal_theory, bonett, feldt, two_sided_z};
pub use alpha_moments::AlphaMoments;
pub use anova::{Anova, FTest, anova};
pub use bootstrap::{Bootstrap, BootstrapPlan, CompleteRows, Limits, bootstrap};
pub(crate) use chi_squared::poisson_at_most;
pub use cliffs_delta::cliffs_delta;
pub use covariance::{
    check_covariance, correlation, factored, first_loadings, squared_multiple_correlations, standard_deviations,
    total_variance, without,
};
pub use descriptives::{Descriptives, descriptives};
pub use detectable::{smallest_detectable, smallest_visible_change};
pub use effect_size::{EffectSize, effect_of_difference, effect_size};
pub use equal_values::too_many_equal;
pub(crate) use exact_sum::exact_sum;
pub use extreme_splits::{MOST_ITEMS_FOR_ALL_SPLITS, RESTARTS};
pub use f_quantile::f_quantile;
pub(crate) use figure::check_persons;
pub use figure::{Interval, Undefined};
pub use fixed_weights::{ChangedStratum, FixedWeightsChange, fixed_weights_change};
pub use group_summary::GroupSummary;
pub use guttman::{Guttman, guttman};
pub use icc::{Intraclass, icc1, icc1_mean_size, icc2, variance_ratio};
pub use interitem::{InterItem, interitem};
pub use item_total::{Correlation, ItemTotal, item_totals};
pub use mean_difference::{ChangeInMeans, EstimatedMean, MeanDifference, independent_difference, mean_difference};
pub use mean_interval::{MeanInterval, Population, mean_interval, mean_intervals};
pub use mixed_change::{BeforeAfter, MixedChange, mixed_change};
pub use multiplicity::{benjamini_hochberg, holm};
pub use noncentral_t::{noncentral_t_cdf, noncentrality};
pub use null_agreement::{NullAgreement, Simulation, null_agreement, null_agreements};
pub use null_probabilities::NullProbabilities;
pub use omega::{OmegaTotal, omega_of, omega_of_many, omega_total};
pub use omega_minres::{OmegaMinres, omega_minres};
pub use one_factor::{FactorStart, OneFactor};
pub use paired::{PairedChange, paired_change};
pub use plan::{
    Detection, Waves, answers_for_change, answers_for_icc2, answers_for_width, averaged_sd, expected_icc2, half_width,
    sd_interval, smallest_change,
};
pub use random_slope::{OwnChange, RandomSlope, random_slope};
pub use ranks::{RankProbabilities, rank_probabilities};
pub use reml::{RandomEffects, ShrunkenMean, random_effects};
pub use sem::standard_error_of_measurement;
pub use simulate::{AcademyPart, Draws, LatentItem, LatentSurvey, draw_academy, draw_person, even_thresholds};
pub use split_half::{SplitHalf, split_half};
pub use standardised::{StandardisedMean, standardised_mean};
pub use stratified::{BorrowedVariance, StratifiedMean, Stratum, Weighting, stratified_mean, stratified_mean_of_like};
pub use structure::{
    AT_BOUND, BiasCriteria, CODE_WITHOUT_ANSWERS, CategoricalOmega, ChiSquared, ClusterBias, ClusterBiases,
    ComparativeFit, Confirmatory, Correction, Criteria, Equality, Exploratory, Extracted, Extraction,
    FactorCorrelation, FactorModel, FitIndices, FitValues, FitVerdict, GroupBias, HierarchicalOmega, IncompleteAnswers,
    ItemBias, ItemBiases, Kmo, LadderStep, Loading, NO_ERROR_VARIANCE, OrdinalAnswers, OrdinalTables, ParallelAnalysis,
    ParallelLimits, PartialCredit, PartialCreditCounts, PartialCreditItem, Polychoric, RESIDUAL_CORRELATION, Released,
    Rotated, Rotation as FactorRotation, ScaledFit, SimulatedFit, SimulationPlan, StatedMisfit, Thresholds,
    TwoWayTable, bartlett, categorical_omega, categorical_omega_of_tables, cluster_biases, confirmatory_fiml,
    confirmatory_ml, confirmatory_ml_of_covariances, confirmatory_wlsmv, confirmatory_wlsmv_of_tables, eigenvalues,
    exploratory, extract, hierarchical_omega, item_biases, kmo, ladder, minimum_average_partial, oblimin,
    parallel_analysis, partial_credit, polychoric, polychoric_of_table, polychoric_of_tables, simulated_fit, varimax,
};
pub use tails::{f_upper_tail, t_critical, t_upper_tail, tail_of_level};
pub use top_scores::{TopScores, too_many_at_the_top};
pub use two_level::{BetweenSupport, ItemMeans, TwoLevel, two_level};
pub use welch::welch;
mod duplicates;
mod intra_individual_sd;
mod key_audit;
mod longest_run;
mod mahalanobis;
mod pearson;

pub use duplicates::{Duplicates, duplicates};
pub use intra_individual_sd::intra_individual_sd;
pub use key_audit::{
    ANY_SET_P, FEWEST, ITEM_P, ItemAudit, KeyVerdict, MEMBER_P, Rotation, SET_P, ScaleAnswers, ScaleAudit, key_audit,
};
pub use longest_run::longest_run;
pub use mahalanobis::{Distance, mahalanobis};
pub use pearson::pearson;
