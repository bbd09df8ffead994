//! Structure: whether the items of each scale measure what the key says.

use crate::analysis::ResponseRows;
use crate::disclosure::publish_structure;
use crate::engine::chosen_scales::ChosenScales;
use crate::engine::load::load;
use crate::engine::remarks::withholding_findings;
use crate::engine::round::read::Need;
use crate::engine::{Error, Setup, Source};
use crate::report::{self, Report};

/// Structure of every scale: number of factors, loadings, and reliability of ordered answers. It needs the responses
/// themselves.
///
/// # Errors
/// When a file cannot be read or understood, or is a tally.
pub fn structure(responses: &[Source], setup: &Setup<'_>) -> Result<Report, Error> {
    let mut round = load(responses, setup, None, Need::RowsFor("`cte structure`"))?;
    let guarded = round.guarded(setup, &[true], None)?;
    let mut study = round.survey().guarded_by(guarded.as_ref());
    study.academies.rows = Some(ResponseRows {
        responses: &round.survey.responses,
        progress: setup.progress,
    });
    let mut published = publish_structure(&study, round.policy);
    let chosen = ChosenScales::of(setup, &round.instrument)?;
    published.scales.retain(|scale| chosen.has(scale.scale));
    let mut context = round.context();
    context.findings.extend(withholding_findings(&study, round.policy));
    Ok(report::stamped(report::structure(&published, &context)))
}
