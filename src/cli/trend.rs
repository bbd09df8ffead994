//! `cte trend`: several terms in a row.

use anyhow::bail;

use crate::cli::args::TrendArgs;
use crate::cli::done::Done;
use crate::cli::published::write_audit;
use crate::cli::reliability::explained;
use crate::cli::terms::{all_terms, beside};
use crate::disclosure::{publish_trend, withheld_points};
use crate::report;

pub(crate) fn run(args: &TrendArgs) -> anyhow::Result<Done> {
    if let Some(key) = &args.explain {
        return Ok(Done::of(explained(key)?, &args.output, args.only.as_ref()));
    }
    let mut terms = all_terms(&args.survey, args.by.as_deref())?;
    let guarded = terms.guarded();
    let (Some(last), Some(context)) = (terms.loaded.last(), terms.context()) else {
        bail!("a trend needs terms");
    };
    let surveys = beside(terms.terms(), guarded.as_ref());
    let published = publish_trend(&surveys, terms.scales, last.policy);
    if let Some(path) = &args.survey.audit {
        let cells = withheld_points(&published, &surveys, guarded.as_ref());
        let (rows, policy, options) = (&published.respondents, published.policy, published.options);
        write_audit(path, &report::audit_of_terms(&cells, &context, rows, policy, options))?;
    }
    let report = report::trend(&published, &context);
    Ok(last.done(report, &args.survey, &args.output, args.only.as_ref()))
}
