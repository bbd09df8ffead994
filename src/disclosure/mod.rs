//! Statistical disclosure control: decides what may be published. Only this layer makes published values such as [`Published`].
//!
//! The terms are those of Hundepool et al. (2012), *Statistical Disclosure Control*. The threshold rule withholds small groups
//! (primary suppression); further groups are withheld so that no small group can be derived (secondary suppression). That is
//! decided over linked tables: scales that share items, two groupings of the same respondents, and earlier outputs.
//!
//! Read the layer from the bottom up:
//! 1. `policy`, `precision`, `shown`, `seal`, `audit`: the rule, the rounding of figures, a figure or the rule that withholds it, and the sums that follow from other sums;
//! 2. `suppression`: the one engine that decides what is withheld, from a list of outputs about the same people;
//! 3. `grouped_study`, `margins`, `outputs`: the respondents, the counts behind their figures, and earlier outputs about them;
//! 4. `survey_plan`, `agreement`, `standardised`, `term`, `guard`: the lists of outputs that are given to the engine;
//! 5. `publish` and the other files: one publication each.
//!
//! Figures that depend on the grouping (analysis of variance, REML, stratified variance, mean of academies) are estimated with all
//! withheld groups combined into one group. So every published figure is a function of the groups shown and of their total alone.

mod agreement;
pub mod audit;
mod change;
mod chasing;
mod check;
mod countable;
mod exclusion;
mod grouped_study;
mod guard;
mod invariance;
mod item_change;
mod items;
mod joint_plan;
mod linked_respondents;
mod margins;
mod outputs;
mod partial;
mod peers;
mod planning;
mod policy;
mod precision;
mod publish;
mod published;
mod reliability;
mod remarks;
mod reported;
mod reported_change;
mod reported_trend;
mod respondents;
mod rest;
mod seal;
mod shown;
mod shown_groups;
mod standardised;
mod structure;
mod suppression;
mod survey_detail;
mod survey_plan;
mod term;
mod trend;
mod two_way;
mod withheld_cells;

pub use crate::analysis::{
    Adequacy, Aggregation, AggregationVerdict, Allowed, Anova, AskedOften, Assumption, BetweenSupport,
    CategoricalOmegas, Change, ChangeInMeans, ChangeSign, ChiSquared, ClusterBiasFigures, Coefficient, ComparativeFit,
    ComparedGroup, Conclusion, Convention, Correlation, DeclaredModel, Descriptives, Direction, ENOUGH_TO_COMPARE,
    EffectSize, Ends, Equality, Estimated, Estimator, ExploratoryFactors, Extraction, FactorLink, FactorRotation,
    FactorSolution, FitIndices, FitValues, FitVerdict, Flag, GroupAgreement, GroupBias, GroupEstimates, GroupNeeds,
    GroupOutlook, HierarchicalOmegas, HomeAudit, InformationCriteria, Interval, Invariance, InvarianceDepth,
    InvarianceFigures, ItemAnalysis, ItemAudit, ItemBias, ItemChange, ItemDistribution, ItemKey, ItemMetric,
    ItemMissing, ItemsAsked, KeyVerdict, KeyedCoefficient, LadderStep, Loading, MeanDifference, MeanInterval,
    MissingRule, MixedChange, MixedChanges, ModelCutOffs, ModelFigures, ModelFit, NullAgreement, Options, Origin,
    OtherInterval, OwnChange, ParallelFactors, PartialCredit, PlanAims, PlanAssumptions, PolychoricFigures,
    PooledChange, Population, RESIDUAL_CORRELATION, RandomSlope, RankProbabilities, Released, ResidualPair,
    ResponseNeeded, RestComparison, ScaleAudit, ScaleReliability, ScaleStructure, ScaleVerdict, ScaledFit, Screened,
    Screening, ShrunkenMean, SimulatedFit, Standard, StandardRole, StandardisedChange, StandardisedMean, StatedMisfit,
    StratifiedMean, StructureDepth, TERMS_A_YEAR, TermScore, TrustChange, TrustEstimates, TrustNeeds, TrustOutlook,
    TwoLevel, Undefined, UnusedCodes, Weighting,
};
pub use change::{
    ChangedAnswers, Comparison, GroupChange, PublishedChange, ScaleChange, StandardisedChanges, WhichTerm,
    publish_change,
};
pub use chasing::{Chased, StillNeeded};
pub use check::{GroupResponse, PressureSigns, Prospect, PublishedCheck, ResponseRate, TopProportion, publish_check};
pub use countable::{Countable, SmallGroup, countable};
pub use exclusion::{ExclusionScale, PublishedExclusion, TrustScore, publish_exclusion};
pub use grouped_study::GroupedStudy;
pub use guard::{GuardedTerms, guard, guard_terms};
pub use invariance::{InvarianceBy, PublishedInvariance, publish_invariance, publish_invariance_over_terms};
pub use item_change::PublishedItemChange;
pub use items::{GroupItems, PublishedItem, PublishedItems, publish_items};
pub use linked_respondents::{LinkedChange, LinkedContext, LinkedScale, PublishedLinked, publish_linked};
pub use outputs::{
    CellStatus, EarlierAnswers, EarlierGrouping, EarlierOutput, EarlierScale, Guarded, GuardedSet, NewOutput,
    OutputGrouping, OutputMembers, ScaleMembers,
};
pub use partial::ItemDetail;
pub use peers::{PeerScores, with_peers};
pub use planning::{
    AcademyPlan, ExpectedRate, Icc2Needs, LastTerm, NextAcademy, PlanRequest, PublishedPlan, QuestionPlan, TrustPlan,
    publish_plan,
};
pub use policy::{Digits, Policy, Rule};
pub use precision::{AnswerDetail, AnswerFigures, GroupFigures, Moments, Proportion, TrustFigures};
pub use publish::publish;
pub use published::{Breakdown, Published, PublishedGroup, PublishedScale};
pub use reliability::{
    PublishedReliability, PublishedScaleReliability, PublishedStanding, Standing, publish_reliability,
};
pub use remarks::{HeavySuppression, Remarks, remarks};
pub use reported::{
    AcademyItem, AcademyScale, Reported, ReportedAcademy, RestAnswers, RestOfTrust, RestScores, publish_report,
    publish_report_with_change,
};
pub use reported_change::{AcademyChange, ReportedChange, ReportedTerms};
pub use reported_trend::with_trend;
pub use respondents::Respondents;
pub use shown::Shown;
pub use shown_groups::{ShownScale, shown_groups};
pub use standardised::{StandardStaff, StandardisedScale};
pub use structure::{PublishedStructure, PublishedStructures, WeakestItem, publish_structure};
pub use suppression::{Margin, SuppressionPlan, plan};
pub use term::TermStudy;
pub use trend::{
    GroupPoint, GroupTrend, Quartiles, RestInTerm, ScaleTrend, StandardisedPoint, StandardisedTrend, Trend, TrendPoint,
    TrustPoint, publish_trend,
};
pub use two_way::{TABLES_MARKING, TablesRule, tables_to_leave_out};
pub use withheld_cells::{WithheldCell, withheld_cells, withheld_changes, withheld_points};
