//! `cte trend`: several terms in a row.

use std::process::ExitCode;

use anyhow::bail;

use crate::cli::args::TrendArgs;
use crate::cli::output::deliver;
use crate::cli::reliability::explained;
use crate::cli::terms::all_terms;
use crate::disclosure::publish_trend;
use crate::report;

pub(crate) fn run(args: &TrendArgs) -> anyhow::Result<ExitCode> {
    if let Some(key) = &args.explain {
        deliver(&explained(key)?, &args.output, args.only.as_deref())?;
        return Ok(ExitCode::SUCCESS);
    }
    let terms = all_terms(&args.survey, args.by.as_deref())?;
    let (Some(last), Some(context)) = (terms.loaded.last(), terms.context()) else {
        bail!("a trend needs terms");
    };
    let published = publish_trend(&terms.terms(), terms.scales, last.policy);
    let report = report::trend(&published, &context);
    deliver(&report, &last.output(&args.output), args.only.as_deref())?;
    Ok(ExitCode::SUCCESS)
}
