//! Decides what may be seen; the only maker of [`Published`].
//!
//! What depends on how respondents are grouped (the analysis of variance, REML, the stratified variance, the mean of
//! academies) is estimated with all withheld groups taken as one, so that every published figure is a function of the
//! groups shown and of their total alone.

pub mod audit;
mod change;
mod check;
mod closer;
mod countable;
mod crossed;
mod guard;
mod linked;
mod plan;
mod publish;
mod published;
mod reported;
mod reported_change;
mod shown;
mod standardised;
mod term;
mod trend;
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
pub use closer::{
    Closer, CloserScale, GroupItems, PublishedItem, PublishedItems, PublishedStanding, Standing, publish_closely,
    publish_items,
};
pub use countable::{Countable, SmallGroup, countable};
pub use guard::{
    Current, Earlier, EarlierScale, Fate, Guarded, GuardedSet, GuardedTerms, Labels, Members, ScaleMembers,
    WithheldCell, guard, guard_terms, withheld_cells, withheld_changes, withheld_points,
};
pub use linked::{Linked, LinkedBeside, LinkedChange, LinkedScale, publish_linked};
pub use plan::{Margin, Plan, Policy, Rule, plan};
pub use publish::{Survey, publish};
pub use published::{Breakdown, Published, PublishedGroup, PublishedScale, Respondents, Shown};
pub use reported::{AcademyScale, Beside, ItemBeside, Reported, ReportedAcademy, RestOfTrust, publish_report};
pub use reported_change::{AcademyChange, ReportedChange, TwoTerms, publish_report_with_change};
pub use shown::{ShownScale, shown_groups};
pub use standardised::{StandardStaff, StandardisedScale};
pub use term::Term;
pub use trend::{
    GroupPoint, GroupTrend, Point, Quartiles, ScaleTrend, StandardisedPoint, StandardisedTrend, Trend, TrustPoint,
    publish_trend,
};
pub use without::{TrustScore, Without, WithoutScale, publish_without};
