//! Decides what may be seen; the only maker of [`Published`].
//!
//! What depends on how respondents are grouped (the analysis of variance, REML, the stratified variance, the mean of
//! academies) is estimated with all withheld groups taken as one, so that every published figure is a function of the
//! groups shown and of their total alone.

pub mod audit;
mod check;
mod closer;
mod guard;
mod plan;
mod publish;
mod published;
mod without;

pub use crate::analysis::{
    Aggregation, Allowed, Anova, BetweenSupport, Coefficient, Convention, Correlation, Descriptives, Direction,
    Estimated, Exactness, Flag, GroupAgreement, GroupEstimates, HomeAudit, Interval, ItemAnalysis, ItemAudit,
    ItemDistribution, ItemKey, ItemMetric, ItemMissing, KeyVerdict, MeanInterval, MissingRule, Named, NullAgreement,
    Options, OtherInterval, Population, RankProbabilities, ScaleAudit, ScaleReliability, Screened, Screening, Shrunken,
    StratifiedMean, TrustEstimates, TwoLevel, Undefined, Verdict, Weights, Whole,
};
pub use check::{GroupResponse, Prospect, PublishedCheck, Response, publish_check};
pub use closer::{
    Closer, CloserScale, GroupItems, PublishedItem, PublishedItems, PublishedStanding, Standing, publish_closely,
    publish_items,
};
pub use guard::{
    Current, Earlier, EarlierScale, Fate, Guarded, GuardedSet, Labels, Members, ScaleMembers, WithheldCell, guard,
    withheld_cells,
};
pub use plan::{Margin, Plan, Policy, Rule, plan};
pub use publish::{Survey, publish};
pub use published::{Breakdown, Published, PublishedGroup, PublishedScale, Respondents, Shown};
pub use without::{TrustScore, Without, WithoutScale, publish_without};
