//! Scores per academy and trust-wide.

use crate::analysis::{Criteria, screening};
use crate::disclosure::{publish, publish_exclusion};
use crate::engine::chosen_scales::ChosenScales;
use crate::engine::load::load;
use crate::engine::planned::plan_of_term;
use crate::engine::remarks::withholding_findings;
use crate::engine::round::read::{Need, checksums};
use crate::engine::{Error, Setup, Source};
use crate::input::instrument::{BUNDLED, Bundled};
use crate::model::{Finding, Instrument, Level};
use crate::report::{self, Report};

/// The reason why there is no standardised score: the second result splits the cells that it is made of.
const NOT_WITH_A_SECOND: &str = "no standardised scores beside a second result, which would split the groups that they are made of: \
     leave out --exclude-flagged";

/// Scores of a survey: per academy, by a second grouping and trust-wide, with reliability and agreement.
///
/// # Errors
/// When a file cannot be read or understood, or something is asked that the responses do not have.
pub fn score(responses: &[Source], setup: &Setup<'_>) -> Result<Report, Error> {
    let without_flagged = setup.show.without_flagged;
    // Careless answering shows in rows.
    let need = if without_flagged { Need::Rows } else { Need::Counts };
    let mut round = load(responses, setup, setup.by(), need)?;
    let planned = plan_of_term(setup, round.about.term.as_deref())?;
    if let Some(planned) = &planned {
        round.run.also_read.extend(checksums([&planned.source].into_iter())?);
    }
    let policy = round.policy;
    if setup.show.norms {
        check_norms(&round.instrument)?;
    }
    if without_flagged {
        round.needs_rows("--exclude-flagged")?;
    }
    let flagged = without_flagged.then(|| {
        let responses = &round.survey.responses;
        screening(&round.instrument, responses, Criteria::default()).flagged()
    });
    if flagged.is_some() && round.standard.take().is_some() {
        let finding = Finding::new(Level::Note, "no-standard", NOT_WITH_A_SECOND.to_owned());
        round.survey.findings.push(finding);
    }
    if let Some(standard) = &round.standard {
        round.survey.findings.extend(standard.findings.clone());
    }
    let guarded = round.guarded(setup, &[true, true], flagged.as_deref())?;
    let tallies = round.take_tallies();
    let survey = match tallies {
        Some(tallies) => round.survey_of_tallies(tallies),
        None => round.survey(),
    };
    let mut survey = survey.guarded_by(guarded.as_ref());
    // Whether groups read the questions alike shows in rows.
    survey.academies.rows = round.response_rows(setup.progress).filter(|_| survey.by.is_some());
    let mut published = publish(&survey, policy);
    let chosen = ChosenScales::of(setup, &round.instrument)?;
    published.scales.retain(|scale| chosen.has(scale.scale));
    let mut context = round.context();
    context.findings.extend(withholding_findings(&survey, policy));
    let mut report = report::score(&published, &context);
    if let Some(planned) = &planned {
        report = report::with_plan(report, &planned.plan);
    }
    if setup.show.norms {
        report = report::with_norms(report, &published, &context);
    }
    if let Some(flagged) = &flagged {
        let kept = round.survey.responses.without(flagged);
        let mut without = publish_exclusion(&survey, &round.survey_of(&kept), policy);
        without.scales.retain(|scale| chosen.has(scale.scale));
        report = report::with_exclusion(report, &published, &without, &context);
    }
    Ok(report::stamped(report))
}

/// Checks that the questionnaire has norms.
///
/// # Errors
/// When no scale of it has a norm, with what there is instead.
fn check_norms(instrument: &Instrument) -> Result<(), Error> {
    let any = |instrument: &Instrument| instrument.scales().iter().any(|scale| !scale.norms.is_empty());
    if any(instrument) {
        return Ok(());
    }
    let others = BUNDLED.iter().filter_map(Bundled::instrument).filter(any);
    Err(Error::NoNorms {
        questionnaire: instrument.id.clone(),
        others: others.map(|other| other.id.clone()).collect(),
    })
}
