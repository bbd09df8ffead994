//! `cte score`: scores per academy and trust-wide.

use crate::analysis::{Criteria, screening};
use crate::cli::args::ScoreArgs;
use crate::cli::done::Done;
use crate::cli::load::{Need, load_for};
use crate::disclosure::{publish, publish_without};
use crate::report;

pub(crate) fn run(args: &ScoreArgs) -> anyhow::Result<Done> {
    // Careless answering is told by rows.
    let need = if args.exclude_flagged { Need::Rows } else { Need::Counts };
    let mut loaded = load_for(&args.survey, args.by.as_deref(), need)?;
    let policy = loaded.policy;
    let flagged = args.exclude_flagged.then(|| {
        let responses = &loaded.survey.responses;
        screening(&loaded.instrument, responses, Criteria::default()).flagged()
    });
    let guarded = loaded.guarded(&args.survey, &[true, true], flagged.as_deref())?;
    let counts = loaded.take_counts();
    let survey = loaded.survey_of_counts(counts).beside(guarded.as_ref());
    let published = publish(&survey, policy);
    let context = loaded.context();
    let mut report = report::score(&published, &context);
    if let Some(flagged) = &flagged {
        let kept = loaded.survey.responses.without(flagged);
        let without = publish_without(&survey, &loaded.survey_of(&kept), policy);
        report = report::with_exclusion(report, &published, &without, &context);
    }
    Ok(loaded.done(report, &args.survey, &args.output, args.only.as_ref()))
}
