//! The report of `cte trend`: every term's scores, what changed from each to the next, and the trust's own benchmarks.

mod record;
mod view;

use crate::disclosure::Trend;
use crate::report::context::marking;
use crate::report::terms::title;
use crate::report::{Report, TermsContext, tidy};

/// The report of what is published of several terms.
#[must_use]
pub fn trend(published: &Trend, context: &TermsContext<'_>) -> Report {
    let academies = published.scales.first().map_or(0, |scale| scale.academies.len());
    let plain = context.plain(record::drops(published, context));
    let record = record::record(published, context, &plain);
    Report {
        title: title(context, academies),
        marking: marking(published.policy),
        blocks: view::blocks(published, context, &plain),
        tables: tidy::tables(&tidy::TREND_TABLES, &record),
        record,
    }
}
