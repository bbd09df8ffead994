//! Decides what may be seen; the only maker of [`Published`].
//!
//! What depends on how respondents are grouped (the analysis of variance, REML, the stratified variance, the mean of
//! academies) is estimated with all withheld groups taken as one, so that every published figure is a function of the
//! groups shown and of their total alone.

mod agreement;
pub mod audit;
mod change;
mod check;
mod countable;
mod crossed;
mod exposed;
mod grouped_study;
mod guard;
mod items;
mod linked;
mod margins;
mod outputs;
mod plan;
mod policy;
mod publish;
mod published;
mod reliability;
mod reported;
mod reported_change;
mod seal;
mod shown;
mod shown_groups;
mod standardised;
mod term;
mod trend;
mod withheld_cells;
mod without;

pub use crate::analysis::{
    Aggregation, AggregationVerdict, Allowed, Anova, BetweenSupport, Change, ChangeInMeans, Coefficient, Conclusion,
    Convention, Correlation, Descriptives, Direction, EffectSize, Estimated, Exactness, Flag, GroupAgreement,
    GroupEstimates, HomeAudit, Interval, ItemAnalysis, ItemAudit, ItemDistribution, ItemKey, ItemMetric, ItemMissing,
    KeyVerdict, KeyedCoefficient, MeanDifference, MeanInterval, MissingRule, MixedChange, MixedChanges, NullAgreement,
    Options, OtherInterval, OwnChange, Population, RandomSlope, RankProbabilities, RestComparison, ScaleAudit,
    ScaleReliability, ScaleVerdict, Screened, Screening, Shrunken, Standard, StandardRole, StandardisedChange,
    StandardisedMean, StratifiedMean, TermScore, TrustEstimates, TwoLevel, Undefined, Weights, Welch,
};
pub use change::{
    Comparison, GroupChange, PublishedChange, ScaleChange, StandardisedChanges, WhichTerm, publish_change,
};
pub use check::{GroupResponse, Prospect, PublishedCheck, ResponseRate, publish_check};
pub use countable::{Countable, SmallGroup, countable};
pub use grouped_study::GroupedStudy;
pub use guard::{GuardedTerms, guard, guard_terms};
pub use items::{GroupItems, PublishedItem, PublishedItems, publish_items};
pub use linked::{LinkedChange, LinkedContext, LinkedScale, PublishedLinked, publish_linked};
pub use outputs::{
    CellStatus, EarlierOutput, EarlierScale, Guarded, GuardedSet, NewOutput, OutputGrouping, OutputMembers,
    ScaleMembers,
};
pub use plan::{Margin, SuppressionPlan, plan};
pub use policy::{Policy, Rule};
pub use publish::publish;
pub use published::{Breakdown, Published, PublishedGroup, PublishedScale, Respondents};
pub use reliability::{
    PublishedReliability, PublishedScaleReliability, PublishedStanding, Standing, publish_reliability,
};
pub use reported::{
    AcademyItem, AcademyScale, Reported, ReportedAcademy, RestOfTrust, RestScores, publish_report,
    publish_report_with_change,
};
pub use reported_change::{AcademyChange, ReportedChange, ReportedTerms};
pub use shown::Shown;
pub use shown_groups::{ShownScale, shown_groups};
pub use standardised::{StandardStaff, StandardisedScale};
pub use term::TermStudy;
pub use trend::{
    GroupPoint, GroupTrend, Quartiles, ScaleTrend, StandardisedPoint, StandardisedTrend, Trend, TrendPoint, TrustPoint,
    publish_trend,
};
pub use withheld_cells::{WithheldCell, withheld_cells, withheld_changes, withheld_points};
pub use without::{ExclusionScale, PublishedExclusion, TrustScore, publish_exclusion};
