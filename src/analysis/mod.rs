//! Where the model, the tally and the statistics meet. Knows nothing of files, text or what may be shown.

mod aggregation;
mod beside;
mod change;
mod check;
mod coefficient;
mod covariances;
mod groups;
mod item_analysis;
mod items;
mod key_audit;
mod linked;
mod membership;
mod reliability;
mod screening;
mod standardised;
mod standing;
mod study;
mod summaries;
mod trust;
mod two_level;
mod verdict;

pub use crate::stats::{
    Agreement, Anova, BetweenSupport, ChangeInMeans, Correlation, Descriptives, Distance, EffectSize, Exactness, FTest,
    Interval, ItemAudit, KeyVerdict, MeanDifference, MeanInterval, MixedChange, NullAgreement, OwnChange, PairedChange,
    Population, RandomEffects, RandomSlope, RankProbabilities, Rotation, ScaleAudit, StandardisedMean, StratifiedMean,
    TwoLevel, Undefined, Welch, ad_cutoff, holm, paired_change,
};
pub use aggregation::{Aggregation, aggregation, aggregation_from, chance_agreement};
pub use beside::{item_beside, score_beside};
pub use change::{
    Change, MixedChanges, Rest, Says, TermScore, beside_rest, group_changes, group_score, mixed_changes, trust_change,
};
pub use check::{Check, ItemMissing, check};
pub use coefficient::{Coefficient, Estimated};
pub use groups::{GroupAgreement, GroupEstimates, Shrunken, group_agreement, group_estimates, group_estimates_from};
pub use item_analysis::{Direction, ItemAnalysis, item_analysis};
pub use items::{ItemDistribution, item_distribution};
pub use key_audit::{HomeAudit, ItemKey, KeyAudit, Whole, key_audit};
pub use linked::{LinkedGroup, Links, linked_groups};
pub use membership::{answering_rows, scored_rows};
pub use reliability::{Named, OtherInterval, ScaleReliability, coefficients, scale_reliability};
pub use screening::{Criteria, Flag, Screened, Screening, screening};
pub use standardised::{
    RoleStaff, Standard, StandardisedChange, standardised_academy, standardised_change, standardised_trust,
};
pub use standing::standing_from;
pub use study::{Convention, Headcounts, ItemMetric, MissingRule, Options, Progress, Rows, Study};
pub use summaries::{GroupScores, score_extremes};
pub use trust::{TrustEstimates, Weights, estimates_over, trust_estimates_from};
pub use two_level::two_level;
pub use verdict::{Allowed, Answer, Verdict};
