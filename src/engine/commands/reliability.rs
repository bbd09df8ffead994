//! Reliability: every coefficient with its definition.

use crate::analysis::ResponseRows;
use crate::disclosure::publish_reliability;
use crate::engine::chosen_scales::ChosenScales;
use crate::engine::load::load;
use crate::engine::remarks::withholding_findings;
use crate::engine::round::read::Need;
use crate::engine::{Error, Setup, Source};
use crate::report::{self, Report};

/// Every coefficient of reliability and agreement, with its definition.
///
/// # Errors
/// When a file cannot be read or understood, or bootstrap intervals are asked of counts.
pub fn reliability(responses: &[Source], setup: &Setup<'_>) -> Result<Report, Error> {
    let mut round = load(responses, setup, None, Need::Rows)?;
    let estimation = &setup.estimation;
    round.options.metric = estimation.metric;
    if let Some(like) = estimation.like {
        round.options.like = like;
        if estimation.missing.is_none() {
            round.options.missing = like.missing();
        }
    }
    if estimation.bootstrap > 0 {
        round.needs_rows("--bootstrap")?;
    }
    round.options.bootstrap = estimation.bootstrap;
    let guarded = round.guarded(setup, &[true], None)?;
    let mut study = round.survey().guarded_by(guarded.as_ref());
    let rows = ResponseRows {
        responses: &round.survey.responses,
        progress: setup.progress,
    };
    study.academies.rows = round.survey.counted.is_none().then_some(rows);
    let mut published = publish_reliability(&study, round.policy);
    let chosen = ChosenScales::of(setup, &round.instrument)?;
    published.scales.retain(|scale| chosen.has(scale.scale));
    let mut context = round.context();
    context.findings.extend(withholding_findings(&study, round.policy));
    Ok(report::stamped(report::reliability(&published, &context)))
}
