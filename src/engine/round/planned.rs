//! Reports items that were given to parts of the staff only.

use crate::analysis::PlannedMissing;
use crate::input::all_quoted;
use crate::model::{Finding, Instrument, Level, PLANNED_MISSING};

/// One finding for each scale whose items were given to parts of the staff.
pub(super) fn findings(instrument: &Instrument, planned: &[PlannedMissing]) -> Vec<Finding> {
    planned.iter().map(|planned| finding(instrument, planned)).collect()
}

fn finding(instrument: &Instrument, planned: &PlannedMissing) -> Finding {
    let scale = &instrument.scales()[planned.scale];
    let id = |&item: &usize| instrument.items()[item].id.clone();
    let blocks = planned.blocks.iter().map(|block| {
        let ids: Vec<String> = block.iter().map(id).collect();
        all_quoted(&ids)
    });
    let blocks: Vec<String> = blocks.collect();
    let message = format!(
        "the items of {} were given to parts of the staff (planned missing): hardly anybody lacks items of two of these blocks: {}. \
         Scores of people who were given different items cannot be compared, and alpha and agreement need people who were given all \
         items. Read the items one by one (`cte items`), or declare each block as a scale of its own",
        scale.name,
        blocks.join(" / ")
    );
    Finding::new(Level::Warning, PLANNED_MISSING, message).of_item(&id(&planned.blocks[0][0]))
}
