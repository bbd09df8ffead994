//! Checks of a survey before scoring: missing answers, blank rows, careless responses, scoring key.

use std::collections::BTreeMap;

use crate::analysis::items::item_distribution;
use crate::analysis::key_audit::{KeyAudit, key_audit};
use crate::analysis::screening::{Criteria, Screening, screening};
use crate::analysis::{AnswerStyle, ItemDistribution, Study, answer_styles};
use crate::model::MissingReason;
use crate::tally::Responses;

/// Given and missing answers to an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemMissing {
    /// Place of the item in the instrument.
    pub item: usize,
    /// Answers given.
    pub answered: u64,
    /// Missing answers by reason, blank submissions included.
    pub missing: BTreeMap<MissingReason, u64>,
}

/// The results of all checks.
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// The items, in the instrument's order.
    pub missing: Vec<ItemMissing>,
    /// Rows that answer no item.
    pub blank: Vec<usize>,
    /// Screening of the respondents.
    pub screening: Screening,
    /// Audit of the scoring key.
    pub key_audit: KeyAudit,
    /// How the people of each academy answered.
    pub styles: Vec<AnswerStyle>,
}

/// Checks a survey. `study` has its counts, `responses` its rows.
#[must_use]
pub fn check(study: &Study<'_>, responses: &Responses, criteria: Criteria) -> Check {
    let all: Vec<usize> = (0..study.tally.groups()).collect();
    let missing = |item: usize| {
        let ItemDistribution { n, missing, .. } = item_distribution(study, item, &all);
        ItemMissing {
            item,
            answered: n,
            missing,
        }
    };
    Check {
        missing: (0..study.instrument.items().len()).map(missing).collect(),
        blank: (0..responses.rows()).filter(|&row| responses.is_blank(row)).collect(),
        screening: screening(study.instrument, responses, criteria),
        key_audit: key_audit(study, responses),
        styles: answer_styles(study, responses),
    }
}
