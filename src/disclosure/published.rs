//! The published scores of a survey.

use crate::analysis::{Aggregation, Conclusion, GroupAgreement, Options, ScaleReliability};
use crate::disclosure::invariance::PublishedInvariance;
use crate::disclosure::seal::Seal;
use crate::disclosure::{
    AnswerFigures, GroupFigures, Policy, Respondents, Shown, StandardStaff, StandardisedScale, TrustFigures,
};

/// The figures of a group on one scale.
#[derive(Debug, Clone, PartialEq)]
pub struct PublishedGroup {
    /// The group's name; empty for people who gave none.
    pub name: String,
    /// Its scores.
    pub scores: Shown<GroupFigures>,
    /// Its agreement.
    pub agreement: Shown<GroupAgreement>,
    /// The conclusion about its score and that of the rest of the trust, the same as on an academy's page; `None` if its scores are
    /// withheld, where there is no rest, and for groups of another column.
    pub beside_rest: Option<Conclusion>,
}

/// The groups of one column on one scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Breakdown {
    /// The column's header.
    pub column: String,
    /// Its groups.
    pub groups: Vec<PublishedGroup>,
}

/// The figures of one scale.
#[derive(Debug, Clone, PartialEq)]
pub struct PublishedScale {
    /// Place of the scale in the instrument.
    pub scale: usize,
    /// The trust as a whole.
    pub trust: Shown<TrustFigures>,
    /// Reliability.
    pub reliability: Shown<ScaleReliability>,
    /// Differences between academies, and whether answers may be averaged to academy scores.
    pub aggregation: Shown<Aggregation>,
    /// Number of withheld academies, which are combined into one group in the trust's figures.
    pub pooled: usize,
    /// The academies.
    pub academies: Vec<PublishedGroup>,
    /// Another grouping of the same respondents, if one was asked for.
    pub by: Option<Breakdown>,
    /// Scores standardised to the trust's staff by that grouping, if staff numbers are known.
    pub standardised: Option<StandardisedScale>,
}

/// The published figures of a survey.
#[derive(Debug, Clone, PartialEq)]
pub struct Published {
    /// The disclosure rule.
    pub policy: Policy,
    /// Options of estimation.
    pub options: Options,
    /// Number of rows.
    pub respondents: Respondents,
    /// The scales, in the instrument's order.
    pub scales: Vec<PublishedScale>,
    /// The items over the whole trust, in the instrument's order.
    pub items: Vec<Shown<AnswerFigures>>,
    /// The staff that scores are standardised to, if known.
    pub standard: Option<StandardStaff>,
    /// Whether the groups of another column read the items alike; empty without rows or another column.
    pub invariance: Vec<PublishedInvariance>,
    seal: Seal,
}

impl Published {
    /// Collects the figures that `publish` decided to show.
    pub(in crate::disclosure) fn new(
        policy: Policy,
        options: Options,
        respondents: Respondents,
        scales: Vec<PublishedScale>,
        items: Vec<Shown<AnswerFigures>>,
        standard: Option<StandardStaff>,
    ) -> Self {
        Self {
            policy,
            options,
            respondents,
            scales,
            items,
            standard,
            invariance: Vec::new(),
            seal: Seal,
        }
    }
}
