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
    Aggregation, Allowed, Anova, BetweenSupport, Change, ChangeInMeans, Coefficient, Convention, Correlation,
    Descriptives, Direction, EffectSize, Estimated, Exactness, Flag, GroupAgreement, GroupEstimates, HomeAudit,
    Interval, ItemAnalysis, ItemAudit, ItemDistribution, ItemKey, ItemMetric, ItemMissing, KeyVerdict, MeanDifference,
    MeanInterval, MissingRule, MixedChange, MixedChanges, Named, NullAgreement, Options, OtherInterval, OwnChange,
    Population, RandomSlope, RankProbabilities, Rest, RoleStaff, Says, ScaleAudit, ScaleReliability, Screened,
    Screening, Shrunken, Standard, StandardisedChange, StandardisedMean, StratifiedMean, TermScore, TrustEstimates,
    TwoLevel, Undefined, Verdict, Weights, Welch, Whole,
};
pub use change::{Comparison, GroupChange, PublishedChange, ScaleChange, StandardisedChanges, When, publish_change};
pub use check::{GroupResponse, Prospect, PublishedCheck, Response, publish_check};
pub use countable::{Countable, SmallGroup, countable};
pub use grouped_study::GroupedStudy;
pub use guard::{GuardedTerms, guard, guard_terms};
pub use items::{GroupItems, PublishedItem, PublishedItems, publish_items};
pub use linked::{Linked, LinkedBeside, LinkedChange, LinkedScale, publish_linked};
pub use outputs::{Current, Earlier, EarlierScale, Fate, Guarded, GuardedSet, Labels, Members, ScaleMembers};
pub use plan::{Margin, SuppressionPlan, plan};
pub use policy::{Policy, Rule};
pub use publish::publish;
pub use published::{Breakdown, Published, PublishedGroup, PublishedScale, Respondents};
pub use reliability::{Closer, CloserScale, PublishedStanding, Standing, publish_closely};
pub use reported::{AcademyScale, Beside, ItemBeside, Reported, ReportedAcademy, RestOfTrust, publish_report, publish_report_with_change};
pub use reported_change::{AcademyChange, ReportedChange, TwoTerms};
pub use shown::Shown;
pub use shown_groups::{ShownScale, shown_groups};
pub use standardised::{StandardStaff, StandardisedScale};
pub use term::Term;
pub use trend::{
    GroupPoint, GroupTrend, Point, Quartiles, ScaleTrend, StandardisedPoint, StandardisedTrend, Trend, TrustPoint,
    publish_trend,
};
pub use withheld_cells::{WithheldCell, withheld_cells, withheld_changes, withheld_points};
pub use without::{TrustScore, Without, WithoutScale, publish_without};
