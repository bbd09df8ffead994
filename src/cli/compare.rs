//! `cte compare`: what changed from one term to another.

use anyhow::bail;

use crate::cli::args::CompareArgs;
use crate::cli::done::Done;
use crate::cli::reliability::explained;
use crate::cli::terms::two_terms;
use crate::disclosure::publish_change;
use crate::report;

pub(crate) fn run(args: &CompareArgs) -> anyhow::Result<Done> {
    if let Some(key) = &args.explain {
        return Ok(Done::of(explained(key)?, &args.output, args.only.as_ref()));
    }
    let terms = two_terms(&args.survey, args.by.as_deref(), args.instrument_before.as_deref())?;
    let surveys = terms.surveys();
    let ([before, after], [_, last], Some(context)) = (surveys.as_slice(), terms.loaded.as_slice(), terms.context())
    else {
        bail!("a change needs two terms");
    };
    let published = publish_change(before, after, terms.scales, last.policy);
    let report = report::compare(&published, &context);
    Ok(last.done(report, &args.survey, &args.output, args.only.as_ref()))
}
