//! `cte compare`: what changed from one term to another.

use std::process::ExitCode;

use anyhow::bail;

use crate::cli::args::CompareArgs;
use crate::cli::output::deliver;
use crate::cli::reliability::explained;
use crate::cli::terms::two_terms;
use crate::disclosure::publish_change;
use crate::report;

pub(crate) fn run(args: &CompareArgs) -> anyhow::Result<ExitCode> {
    if let Some(key) = &args.explain {
        deliver(&explained(key)?, &args.output, args.only.as_deref())?;
        return Ok(ExitCode::SUCCESS);
    }
    let terms = two_terms(&args.survey, args.by.as_deref(), args.instrument_before.as_deref())?;
    let surveys = terms.terms();
    let ([before, after], [_, last], Some(context)) = (surveys.as_slice(), terms.loaded.as_slice(), terms.context())
    else {
        bail!("a change needs two terms");
    };
    let published = publish_change(before, after, terms.scales, last.policy);
    let report = report::compare(&published, &context);
    deliver(&report, &last.output(&args.output), args.only.as_deref())?;
    Ok(ExitCode::SUCCESS)
}
