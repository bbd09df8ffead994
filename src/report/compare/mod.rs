//! The report of `cte compare`: what changed from one term to another, and what may not be concluded.

mod record;
mod view;
pub(crate) mod words;

pub(crate) use self::record::{change_fields, drops, response_drops};

use crate::disclosure::Comparison;
use crate::report::context::marking;
use crate::report::terms::title;
use crate::report::{Record, Report, TermsContext, tidy};

/// The record of a change, as `cte compare` gives it.
pub(crate) fn record(published: &Comparison, context: &TermsContext<'_>) -> Record {
    record::record(published, context, &context.plain(drops(published, context)))
}

/// The report of what is published of a change.
#[must_use]
pub fn compare(published: &Comparison, context: &TermsContext<'_>) -> Report {
    let academies = published.scales.first().map_or(0, |scale| scale.academies.len());
    let plain = context.plain(record::drops(published, context));
    let record = record::record(published, context, &plain);
    Report {
        title: title(context, academies),
        marking: marking(published.policy),
        blocks: view::blocks(published, context, &plain),
        tables: tidy::tables(&tidy::COMPARE_TABLES, &record),
        record,
    }
}
