//! `cte compare`: what changed from one term to another.

use anyhow::bail;

use crate::analysis::{Links, ResponseRows};
use crate::cli::args::CompareArgs;
use crate::cli::done::Done;
use crate::cli::load::Loaded;
use crate::cli::published::write_audit;
use crate::cli::reliability::explained;
use crate::cli::terms::{beside, two_terms};
use crate::disclosure::{GroupedStudy, LinkedContext, publish_change, publish_linked, withheld_changes};
use crate::report;

pub(crate) fn run(args: &CompareArgs) -> anyhow::Result<Done> {
    if let Some(key) = &args.explain {
        return Ok(Done::of(explained(key)?, &args.output, args.only.as_ref()));
    }
    let mut terms = two_terms(&args.survey, args.by.as_deref(), args.instrument_before.as_deref())?;
    let links = links(&terms.loaded);
    if links.is_some() {
        terms.without_standard();
    }
    let guarded = terms.guarded();
    let surveys = beside(terms.terms(), guarded.as_ref());
    let ([before, after], [first, last], Some(context)) =
        (surveys.as_slice(), terms.loaded.as_slice(), terms.context())
    else {
        bail!("a change needs two terms");
    };
    let published = publish_change(before, after, terms.scales, last.policy);
    if let Some(path) = &args.survey.audit {
        let cells = withheld_changes(&published, &surveys, guarded.as_ref());
        let (rows, policy, options) = (&published.respondents, published.policy, published.options);
        write_audit(path, &report::audit_of_terms(&cells, &context, rows, policy, options))?;
    }
    let mut report = report::compare(&published, &context);
    if let Some(links) = &links {
        let current = terms.current_linked(links);
        let beside = current.as_ref().zip(guarded.as_ref());
        let beside = beside.map(|(linked, guarded)| LinkedContext { linked, guarded });
        let [earlier, later] = [(before, first), (after, last)].map(|(term, loaded)| with_rows(&term.survey, loaded));
        let linked = publish_linked([&earlier, &later], links, &published, beside, last.policy);
        report = report::with_linked(report, &linked, &context);
    }
    Ok(last.done(report, &args.survey, &args.output, args.only.as_ref()))
}

/// Who answered in both terms, where a column of codes was read.
fn links(loaded: &[Loaded]) -> Option<Links> {
    let [before, after] = loaded else { return None };
    Some(Links::of(before.codes.as_ref()?, after.codes.as_ref()?))
}

/// A term's survey with its rows.
fn with_rows<'t>(survey: &GroupedStudy<'t>, loaded: &'t Loaded) -> GroupedStudy<'t> {
    let mut survey = survey.clone();
    survey.academies.rows = Some(ResponseRows {
        responses: &loaded.survey.responses,
        progress: &|_, _, _| (),
    });
    survey
}
