//! What may be seen. Only this folder can make one.

use crate::analysis::{
    Aggregation, GroupAgreement, GroupEstimates, ItemDistribution, Options, ScaleReliability, TrustEstimates,
};
use crate::disclosure::seal::Seal;
use crate::disclosure::{Policy, Shown, StandardStaff, StandardisedScale};

/// How many rows there were.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Respondents {
    /// All rows.
    pub rows: u64,
    /// Rows that answer nothing.
    pub blank: u64,
}

/// A group on one scale.
#[derive(Debug, Clone, PartialEq)]
pub struct PublishedGroup {
    /// The group's name; empty for those who gave none.
    pub name: String,
    /// Its scores.
    pub scores: Shown<GroupEstimates>,
    /// Its agreement.
    pub agreement: Shown<GroupAgreement>,
}

/// The groups of one column on one scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Breakdown {
    /// The column's header.
    pub column: String,
    /// Its groups.
    pub groups: Vec<PublishedGroup>,
}

/// One scale.
#[derive(Debug, Clone, PartialEq)]
pub struct PublishedScale {
    /// Place of the scale in the instrument.
    pub scale: usize,
    /// The trust as a whole.
    pub trust: Shown<TrustEstimates>,
    /// Reliability.
    pub reliability: Shown<ScaleReliability>,
    /// Whether answers may be averaged to academy scores.
    pub aggregation: Shown<Aggregation>,
    /// How many withheld academies count as one in the trust's figures.
    pub pooled: usize,
    /// The academies.
    pub academies: Vec<PublishedGroup>,
    /// Another grouping of the same respondents, where one was asked for.
    pub by: Option<Breakdown>,
    /// The scores standardised to the trust's staff by that other grouping, where its staff is known.
    pub standardised: Option<StandardisedScale>,
}

/// Everything of one survey that may be seen.
#[derive(Debug, Clone, PartialEq)]
pub struct Published {
    /// The rule that was followed.
    pub policy: Policy,
    /// How it was estimated.
    pub options: Options,
    /// How many rows there were.
    pub respondents: Respondents,
    /// The scales, in the instrument's order.
    pub scales: Vec<PublishedScale>,
    /// The items over the whole trust, in the instrument's order.
    pub items: Vec<Shown<ItemDistribution>>,
    /// The staff that scores are standardised to, where it is known.
    pub standard: Option<StandardStaff>,
    seal: Seal,
}

impl Published {
    /// Only what `publish` decided comes here.
    pub(in crate::disclosure) fn new(
        policy: Policy,
        options: Options,
        respondents: Respondents,
        scales: Vec<PublishedScale>,
        items: Vec<Shown<ItemDistribution>>,
        standard: Option<StandardStaff>,
    ) -> Self {
        Self {
            policy,
            options,
            respondents,
            scales,
            items,
            standard,
            seal: Seal,
        }
    }
}
