//! Decides what may be seen; the only maker of [`Published`].
//!
//! What depends on how respondents are grouped (the analysis of variance, REML, the stratified variance, the mean of
//! academies) is estimated with all withheld groups taken as one, so that every published figure is a function of the
//! groups shown and of their total alone.

mod check;
mod closer;
mod plan;
mod publish;
mod published;
mod reported;
mod without;

pub use crate::analysis::{
    Aggregation, Allowed, Anova, BetweenSupport, Coefficient, Convention, Correlation, Descriptives, Direction,
    Estimated, Exactness, Flag, GroupAgreement, GroupEstimates, HomeAudit, Interval, ItemAnalysis, ItemAudit,
    ItemDistribution, ItemKey, ItemMetric, ItemMissing, KeyVerdict, MeanDifference, MeanInterval, MissingRule, Named,
    NullAgreement, Options, OtherInterval, Population, RankProbabilities, ScaleAudit, ScaleReliability, Screened,
    Screening, Shrunken, StratifiedMean, TrustEstimates, TwoLevel, Undefined, Verdict, Weights, Whole,
};
pub use check::{GroupResponse, Prospect, PublishedCheck, Response, publish_check};
pub use closer::{
    Closer, CloserScale, GroupItems, PublishedItem, PublishedItems, PublishedStanding, Standing, publish_closely,
    publish_items,
};
pub use plan::{Margin, Plan, Policy, Rule, plan};
pub use publish::{Survey, publish};
pub use published::{Breakdown, Published, PublishedGroup, PublishedScale, Respondents, Shown};
pub use reported::{AcademyScale, Beside, ItemBeside, Reported, ReportedAcademy, Rest, publish_report};
pub use without::{TrustScore, Without, WithoutScale, publish_without};
