//! `cte trend`: several terms in a row.

use anyhow::bail;

use crate::cli::args::TrendArgs;
use crate::cli::done::Done;
use crate::cli::reliability::explained;
use crate::cli::terms::all_terms;
use crate::disclosure::publish_trend;
use crate::report;

pub(crate) fn run(args: &TrendArgs) -> anyhow::Result<Done> {
    if let Some(key) = &args.explain {
        return Ok(Done::of(explained(key)?, &args.output, args.only.as_ref()));
    }
    let terms = all_terms(&args.survey, args.by.as_deref())?;
    let (Some(last), Some(context)) = (terms.loaded.last(), terms.context()) else {
        bail!("a trend needs terms");
    };
    let published = publish_trend(&terms.terms(), terms.scales, last.policy);
    let report = report::trend(&published, &context);
    Ok(last.done(report, &args.survey, &args.output, args.only.as_ref()))
}
