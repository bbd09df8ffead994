//! The report of `cte score`: scores of academies and of the trust, and how reliable they are.

mod record;
mod summary;
mod view;
pub(crate) mod words;

pub(crate) use self::record::{by_of_scale, record};

use crate::disclosure::{Population, Published};
use crate::model::Finding;
use crate::report::context::{marking, title};
use crate::report::headcount::more_than_headcount;
use crate::report::{Context, Report, tidy};

/// The report of what is published of a survey.
#[must_use]
pub fn score(published: &Published, context: &Context<'_>) -> Report {
    let mut context = context.clone();
    let stale = stale_headcounts(published, &context.findings);
    context.findings.extend(stale);
    let record = record(published, &context);
    Report {
        title: title(&context, published),
        marking: marking(published.policy, &context.findings),
        summary: summary::blocks(&record, published),
        blocks: view::blocks(&record, published, &context),
        tables: tidy::views(&tidy::SCORE_TABLES),
        record,
    }
}

/// Warnings about the academies shown whose headcount is below the number of their answers. For a withheld academy the
/// warning would disclose its number.
fn stale_headcounts(published: &Published, known: &[Finding]) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    let academies = published.scales.iter().flat_map(|scale| &scale.academies);
    for found in academies.filter_map(|academy| academy.scores.figures()) {
        let Ok(Population::Stale { headcount }) = found.interval.as_ref().map(|interval| interval.population) else {
            continue;
        };
        let message = format!(
            "`{}` has {headcount} staff by its headcount, and more answered, so no interval is narrowed by it",
            found.name
        );
        let finding = more_than_headcount(&message, known);
        if !findings.contains(&finding) {
            findings.push(finding);
        }
    }
    findings
}
