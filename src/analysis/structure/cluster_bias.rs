//! Whether items differ between academies more than their scale does.

use crate::analysis::Study;
use crate::analysis::structure::complete::Complete;
use crate::analysis::structure::counts::NEEDS_ROWS;
use crate::analysis::structure::models::{several_factors, tested_items};
use crate::analysis::structure::reasons::NamedItems;
use crate::analysis::structure::without::largest_difference_change;
use crate::stats::{self, ClusterBias, FactorModel, Undefined};

/// Whether the items of a scale differ between academies more than the scale does.
#[derive(Debug, Clone, PartialEq)]
pub struct ClusterBiasFigures {
    /// Per item of the scale: its test.
    pub items: Vec<ClusterBias>,
    /// The items that differ, the clearest first.
    pub different: Vec<DifferentItem>,
}

/// An item that differs between academies more than its scale does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DifferentItem {
    /// Place of the item in the scale.
    pub item: usize,
    /// By how much the largest difference between the mean scores of two of the academies would change without the item, in score units;
    /// `None` if there are not two with people.
    pub change: Option<f64>,
}

/// Tests every item of a scale between `academies`; everybody else is in one group. Where the questionnaire divides the scale's items into
/// scales of three items or more, each of them is a factor of its own.
///
/// # Errors
/// Without rows, and the reasons of [`stats::cluster_biases`].
pub fn cluster_bias(study: &Study<'_>, scale: usize, academies: &[usize]) -> Result<ClusterBiasFigures, Undefined> {
    let complete = Complete::of(study, scale).ok_or(NEEDS_ROWS)?;
    let groups = complete.responses.groupings().first().ok_or(NEEDS_ROWS)?;
    let answers = complete.keyed(study, scale)?;
    let cluster = |&row: &usize| {
        let own = groups.ids()[row] as usize;
        academies
            .iter()
            .position(|&academy| academy == own)
            .unwrap_or(academies.len())
    };
    let clusters: Vec<usize> = complete.rows.iter().map(cluster).collect();
    let counts: Vec<Vec<u64>> = (0..answers.items()).map(|item| answers.counts(item)).collect();
    let named = NamedItems {
        study,
        scale,
        counts: &counts,
        tables: None,
    };
    let tested = |factors: &FactorModel| stats::cluster_biases(factors, &answers, &clusters, tested_items(study));
    // Where the parts cannot be fitted, all items are tested as one scale.
    let of_parts = several_factors(study, scale).and_then(|factors| tested(&factors).ok());
    let found = match of_parts {
        Some(found) => found,
        None => FactorModel::one_factor(answers.items())
            .and_then(|factors| tested(&factors))
            .map_err(|reason| named.explain(reason))?,
    };
    let different = found.different.into_iter().map(|item| DifferentItem {
        item,
        change: largest_difference_change(study, scale, item, academies),
    });
    Ok(ClusterBiasFigures {
        different: different.collect(),
        items: found.items,
    })
}
