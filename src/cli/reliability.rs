//! `cte reliability`: every coefficient with its identity.

use anyhow::bail;

use crate::analysis::{Convention, ItemMetric, ResponseRows};
use crate::cli::args::ReliabilityArgs;
use crate::cli::done::Done;
use crate::cli::load::load;
use crate::cli::progress::Bar;
use crate::disclosure::publish_reliability;
use crate::report::{self, EXPLANATIONS, Report};

pub(crate) fn run(args: &ReliabilityArgs) -> anyhow::Result<Done> {
    if let Some(key) = &args.explain {
        return Ok(Done::of(explained(key)?, &args.output, args.only.as_ref()));
    }
    let mut loaded = load(&args.survey, None)?;
    if args.standardized {
        loaded.options.metric = ItemMetric::Standardised;
    }
    if let Some(like) = Convention::ALL
        .into_iter()
        .find(|like| args.like.as_deref() == Some(like.name()))
    {
        loaded.options.like = like;
        if args.survey.missing.is_none() {
            loaded.options.missing = like.missing();
        }
    }
    if args.bootstrap.is_some() {
        loaded.needs_rows("--bootstrap")?;
    }
    loaded.options.bootstrap = args.bootstrap.map_or(0, |draws| draws as usize);
    let policy = loaded.policy;
    let guarded = loaded.guarded(&args.survey, &[true], None)?;
    let bar = Bar::new();
    let progress = |what: &str, done: usize, of: usize| bar.show(what, done, of);
    let published = {
        let mut study = loaded.survey().guarded_by(guarded.as_ref());
        let rows = ResponseRows {
            responses: &loaded.survey.responses,
            progress: &progress,
        };
        study.academies.rows = loaded.survey.counted.is_none().then_some(rows);
        publish_reliability(&study, policy)
    };
    bar.clear();
    let report = report::reliability(&published, &loaded.context());
    Ok(loaded.done(report, &args.survey, &args.output, args.only.as_ref()))
}

/// What a figure is, or every figure for an empty key.
///
/// # Errors
/// When there is no such figure, with the nearest and those that there are.
pub(crate) fn explained(key: &str) -> anyhow::Result<Report> {
    if let Some(report) = report::explain(key) {
        return Ok(report);
    }
    let known: Vec<&str> = EXPLANATIONS.iter().map(|explanation| explanation.key).collect();
    let nearest = report::nearest_key(key).map_or_else(String::new, |nearest| format!("; nearest: `{nearest}`"));
    bail!(
        "there is no figure `{key}` to explain{nearest}; there are {}",
        known.join(", ")
    )
}
