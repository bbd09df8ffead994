//! `cte compare`: what changed from one term to another.

use anyhow::bail;

use crate::analysis::{Links, Rows};
use crate::cli::args::CompareArgs;
use crate::cli::done::Done;
use crate::cli::load::Loaded;
use crate::cli::reliability::explained;
use crate::cli::terms::two_terms;
use crate::disclosure::{Comparison, Linked, Survey, publish_change, publish_linked};
use crate::report;

pub(crate) fn run(args: &CompareArgs) -> anyhow::Result<Done> {
    if let Some(key) = &args.explain {
        return Ok(Done::of(explained(key)?, &args.output, args.only.as_ref()));
    }
    let terms = two_terms(&args.survey, args.by.as_deref(), args.instrument_before.as_deref())?;
    let surveys = terms.terms();
    let ([before, after], [first, last], Some(context)) =
        (surveys.as_slice(), terms.loaded.as_slice(), terms.context())
    else {
        bail!("a change needs two terms");
    };
    let published = publish_change(before, after, terms.scales, last.policy);
    let mut report = report::compare(&published, &context);
    if let Some(linked) = linked([&before.survey, &after.survey], [first, last], &published) {
        report = report::with_linked(report, &linked, &context);
    }
    Ok(last.done(report, &args.survey, &args.output, args.only.as_ref()))
}

/// The change of those who answered in both terms, where a column of codes was read.
fn linked(surveys: [&Survey<'_>; 2], loaded: [&Loaded; 2], comparison: &Comparison) -> Option<Linked> {
    let [before, after] = loaded;
    let links = Links::of(before.codes.as_ref()?, after.codes.as_ref()?);
    let [mut earlier, mut later] = surveys.map(Survey::clone);
    for (survey, loaded) in [(&mut earlier, before), (&mut later, after)] {
        survey.academies.rows = Some(Rows {
            responses: &loaded.survey.responses,
            progress: &|_, _, _| (),
        });
    }
    Some(publish_linked([&earlier, &later], &links, comparison, after.policy))
}
