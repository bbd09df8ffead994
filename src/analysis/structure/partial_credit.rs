//! The partial credit model of a scale, whose counts a tally has too.

use crate::analysis::structure::reasons::NamedItems;
use crate::stats::{self, PartialCredit, PartialCreditCounts, Undefined};

/// Fits the model to the people who answered every item. `sums` has people per sum of keyed codes, counted from 0.
pub(super) fn partial_credit(named: &NamedItems<'_>, sums: Vec<u64>) -> Result<PartialCredit, Undefined> {
    let counts = PartialCreditCounts::new(named.counts.to_vec(), sums);
    let found = counts.and_then(|counts| stats::partial_credit(&counts));
    found.map_err(|reason| named.explain(reason))
}
