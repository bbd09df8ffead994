//! `cte score`: scores per academy and trust-wide.

use anyhow::bail;

use crate::analysis::{Criteria, screening};
use crate::cli::args::ScoreArgs;
use crate::cli::done::Done;
use crate::cli::load::{Need, load_for};
use crate::disclosure::{publish, publish_exclusion};
use crate::input::instrument::{BUNDLED, bundled};
use crate::model::{Finding, Instrument, Level};
use crate::report;

/// Why there is no standardised score: the second result splits the cells that it is made of.
const BESIDE_A_SECOND: &str = "no standardised scores beside a second result, which would split the groups that they are made of: \
     leave out --exclude-flagged";

/// Whether there is anything that `--norms` can show.
///
/// # Errors
/// When no scale of the questionnaire has a norm, with what there is instead.
fn has_norms(instrument: &Instrument) -> anyhow::Result<()> {
    let any = |instrument: &Instrument| instrument.scales().iter().any(|scale| !scale.norms.is_empty());
    if any(instrument) {
        return Ok(());
    }
    let others = BUNDLED.iter().filter_map(|entry| bundled(entry.id)).filter(any);
    let others: Vec<String> = others.map(|other| format!("`{}`", other.id)).collect();
    bail!(
        "--norms: the questionnaire `{}` has no norms ({} have); its scores stand beside the trust's own earlier terms with \
         `cte trend`, and a norm of yours is a [[scale.norm]] of the questionnaire file",
        instrument.id,
        others.join(", ")
    )
}

pub(crate) fn run(args: &ScoreArgs) -> anyhow::Result<Done> {
    // Careless answering is told by rows.
    let need = if args.exclude_flagged { Need::Rows } else { Need::Counts };
    let mut loaded = load_for(&args.survey, args.by.as_deref(), need)?;
    let policy = loaded.policy;
    if args.norms {
        has_norms(&loaded.instrument)?;
    }
    if args.exclude_flagged {
        loaded.needs_rows("--exclude-flagged")?;
    }
    let flagged = args.exclude_flagged.then(|| {
        let responses = &loaded.survey.responses;
        screening(&loaded.instrument, responses, Criteria::default()).flagged()
    });
    if flagged.is_some() && loaded.standard.take().is_some() {
        let finding = Finding::new(Level::Note, "no-standard", BESIDE_A_SECOND.to_owned());
        loaded.survey.findings.push(finding);
    }
    if let Some(standard) = &loaded.standard {
        loaded.survey.findings.extend(standard.findings.clone());
    }
    let guarded = loaded.guarded(&args.survey, &[true, true], flagged.as_deref())?;
    let tallies = loaded.take_tallies();
    let survey = match tallies {
        Some(tallies) => loaded.survey_of_tallies(tallies),
        None => loaded.survey(),
    };
    let survey = survey.guarded_by(guarded.as_ref());
    let published = publish(&survey, policy);
    let context = loaded.context();
    let mut report = report::score(&published, &context);
    if args.norms {
        report = report::with_norms(report, &published, &context);
    }
    if let Some(flagged) = &flagged {
        let kept = loaded.survey.responses.without(flagged);
        let without = publish_exclusion(&survey, &loaded.survey_of(&kept), policy);
        report = report::with_exclusion(report, &published, &without, &context);
    }
    Ok(loaded.done(report, &args.survey, &args.output, args.only.as_ref()))
}
