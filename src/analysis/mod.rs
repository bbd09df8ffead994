//! Estimates from a survey: applies the statistics to the tally of an instrument's answers. This layer does not know files,
//! texts, or the rules of disclosure.

mod aggregation;
mod answer_style;
mod asked;
mod change;
mod change_signs;
mod check;
mod coefficient;
mod conclusion;
mod covariances;
mod favourable;
mod groups;
mod item_analysis;
mod item_change;
mod items;
mod key_audit;
mod linked;
mod membership;
mod mixed_change;
mod person_sums;
mod plan;
mod planned;
mod rehearsal;
mod reliability;
mod rest;
mod screening;
mod standardised;
mod standing;
mod structure;
mod study;
mod summaries;
mod trust;
mod two_level;
mod verdict;

pub use crate::model::MissingRule;
pub use crate::stats::{
    Agreement, Anova, BetweenSupport, ChangeInMeans, ChiSquared, ClusterBias, ComparativeFit, Correlation,
    Criteria as InformationCriteria, Descriptives, Distance, EffectSize, Equality, Extraction, FTest, FactorRotation,
    FitIndices, FitValues, FitVerdict, GroupBias, Interval, ItemAudit, ItemBias, KeyVerdict, LadderStep, Loading,
    MeanDifference, MeanInterval, MixedChange, NullAgreement, OwnChange, PairedChange, PartialCredit,
    PartialCreditItem, Population, RESIDUAL_CORRELATION, RandomEffects, RandomSlope, RankProbabilities, Released,
    Rotation, ScaleAudit, ScaledFit, ShrunkenMean, SimulatedFit, StandardisedMean, StatedMisfit, StratifiedMean,
    TwoLevel, Undefined, Weighting, ad_cutoff, answers_for_icc2, paired_change, sd_interval,
};
pub use aggregation::{Aggregation, aggregation, chance_agreement};
pub use answer_style::{AnswerStyle, StyleSigns, TopShare, answer_styles, style_signs};
pub use asked::{Asked, ItemsAsked, comparable_groups};
pub use change::{Change, PooledChange, TermScore, TrustChange, group_changes, group_score, trust_change};
pub use change_signs::{ChangeSign, change_signs, only_rise_of_response};
pub use check::{Check, ItemMissing, check};
pub use coefficient::{Coefficient, Estimated};
pub use conclusion::{Conclusion, WhyNot};
pub use groups::{GroupAgreement, GroupEstimates, group_agreement, group_estimates};
pub use item_analysis::{Direction, ItemAnalysis, item_analysis};
pub use item_change::{ItemChange, ItemOfScale, item_changes, trust_item_changes};
pub(crate) use items::answer_counts;
pub use items::{ItemDistribution, item_distribution};
pub use key_audit::{HomeAudit, ItemKey, KeyAudit, ScaleVerdict, key_audit};
pub use linked::{LinkedGroup, Links, linked_groups};
pub use membership::{answering_rows, scored_rows};
pub use mixed_change::{MixedChanges, mixed_changes};
pub use plan::{
    AskedOften, Assumption, Ends, GroupNeeds, GroupOutlook, GroupSize, Origin, PlanAims, PlanAssumptions,
    ResponseNeeded, TERMS_A_YEAR, TrustNeeds, TrustOutlook, asked_often, group_needs, group_outlook, trust_needs,
    trust_outlook,
};
pub use planned::{PlannedMissing, planned_missing};
pub use rehearsal::{Dif, MadeUpAnswer, MadeUpAnswers, PersonDraws, Rehearsal, RehearsalSettings};
pub use reliability::{KeyedCoefficient, OtherInterval, ScaleReliability, coefficients, scale_reliability};
pub use rest::{Beside, RestComparison, answers_beside, conclusions_beside_the_rest, scores_beside};
pub use screening::{Criteria, Flag, Screened, Screening, screening};
pub use standardised::{
    Standard, StandardRole, StandardisedChange, standardised_academy, standardised_change, standardised_trust,
};
pub use standing::rank_probabilities;
pub use structure::{
    Adequacy, CategoricalOmegas, ClusterBiasFigures, ComparedGroup, DeclaredModel, DifferentItem, ENOUGH_TO_COMPARE,
    Estimator, ExploratoryFactors, FactorLink, FactorSolution, HierarchicalOmegas, Invariance, InvarianceDepth,
    InvarianceFigures, ModelCutOffs, ModelFigures, ModelFit, ParallelFactors, PolychoricFigures, ResidualPair,
    ScaleStructure, StructureDepth, UnusedCodes, cluster_bias, fit_cut_offs, invariance_by_group,
    invariance_over_terms, largest_change_without, scale_structure, shift_effects,
};
pub use study::{Convention, CountedAnswers, GroupHeadcounts, ItemMetric, Options, Progress, ResponseRows, Study};
pub(crate) use summaries::Metric;
pub use summaries::{GroupScores, ScoreSums, score_extremes, score_sums, scored_persons};
pub use trust::{TrustEstimates, estimates_over, mean_over, trust_estimates, trust_mean};
pub use two_level::two_level;
pub use verdict::{AggregationVerdict, Allowed, MedianAgreement};
