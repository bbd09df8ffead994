//! What tallies have of the two-way tables of items, in words.

use std::collections::BTreeMap;

use crate::input::{Counted, WithoutTables};
use crate::model::{Finding, Instrument, Level};
use crate::tally::TallyVersion;

/// Said where a tally is analysed.
const OF_COUNTS: &str = "a tally has how the answers to items go together two by two, not who gave which answers: MLR, FIML, what \
                         corrects WLSMV, whether groups or terms read the questions alike, and whether a question differs between \
                         academies more than its scale does need the responses; run `cte structure` on the responses for these";
/// Most files that are named.
const MOST_FILES: usize = 3;

/// Notes what the structure of counts lacks.
pub(crate) fn structure_of_counts(counted: &Counted, instrument: &Instrument) -> Finding {
    let mut message = OF_COUNTS.to_owned();
    for line in without_tables(&counted.without_tables, instrument) {
        message.push_str(". Polychoric correlations, WLSMV and categorical omega are missing: ");
        message.push_str(&line);
    }
    Finding::new(Level::Note, "structure-of-counts", message)
}

/// Notes the two-way tables that some parts have and their sum has not.
pub(crate) fn tables_lost(counted: &Counted, instrument: &Instrument) -> Vec<String> {
    let lost = counted.without_tables.iter().filter_map(|part| {
        let scales = part.scales.iter().copied();
        let scales: Vec<usize> = scales.filter(|scale| counted.with_tables.contains(scale)).collect();
        (!scales.is_empty()).then(|| WithoutTables { scales, ..part.clone() })
    });
    let lines = without_tables(&lost.collect::<Vec<_>>(), instrument);
    let line = |line| {
        format!("the sum has no two-way tables of these items, which `cte structure` needs for ordered answers: {line}")
    };
    lines.into_iter().map(line).collect()
}

/// The parts of counts without two-way tables, and how to have them, each kind as one sentence.
fn without_tables(parts: &[WithoutTables], instrument: &Instrument) -> Vec<String> {
    let mut kinds: BTreeMap<(bool, &[usize]), Vec<String>> = BTreeMap::new();
    for part in parts {
        let is_earlier = part.version == TallyVersion::Second;
        let files = kinds.entry((is_earlier, &part.scales)).or_default();
        files.push(format!("`{}`", part.file));
    }
    let line = |((is_earlier, scales), files): ((bool, &[usize]), Vec<String>)| {
        let (has, them) = if files.len() == 1 {
            ("has", "its")
        } else {
            ("have", "their")
        };
        let named = files[..files.len().min(MOST_FILES)].join(", ");
        let more = match files.len().saturating_sub(MOST_FILES) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let ids: Vec<String> = scales
            .iter()
            .map(|&scale| format!("`{}`", instrument.scales()[scale].id))
            .collect();
        let cure = if is_earlier {
            "which earlier versions of `cte` did not count; count"
        } else {
            "which would nearly reveal what single people answered; count"
        };
        let how = if is_earlier {
            "again"
        } else {
            "together with those of others, or with --unsuppressed"
        };
        format!(
            "{named}{more} {has} no two-way tables of the items of {}, {cure} {them} responses {how}",
            ids.join(", ")
        )
    };
    kinds.into_iter().map(line).collect()
}
