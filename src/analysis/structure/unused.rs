//! Codes that nobody used.

use crate::analysis::Study;
use crate::analysis::structure::figures::UnusedCodes;

/// The codes of each item that nobody chose, by a scale's people per code of each item; only items with such codes.
pub(super) fn unused_codes(study: &Study<'_>, scale: usize, counts: &[Vec<u64>]) -> Vec<UnusedCodes> {
    let items = &study.instrument.scales()[scale].items;
    let of = |item: usize| {
        let range = study.instrument.items()[items[item]].response.range;
        let counts = range.codes().zip(&counts[item]);
        UnusedCodes {
            item,
            codes: counts.filter(|(_, count)| **count == 0).map(|(code, _)| code).collect(),
        }
    };
    let all = (0..counts.len()).map(of);
    all.filter(|unused| !unused.codes.is_empty()).collect()
}
