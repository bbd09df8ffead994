//! `cte score`: scores per academy and trust-wide.

use crate::analysis::{Criteria, screening};
use crate::cli::args::ScoreArgs;
use crate::cli::done::Done;
use crate::cli::load::load_by;
use crate::disclosure::{publish, publish_without};
use crate::report;

pub(crate) fn run(args: &ScoreArgs) -> anyhow::Result<Done> {
    let loaded = load_by(&args.survey, args.by.as_deref())?;
    let policy = loaded.policy;
    let survey = loaded.survey();
    let published = publish(&survey, policy);
    let context = loaded.context();
    let mut report = report::score(&published, &context);
    if args.exclude_flagged {
        let responses = &loaded.survey.responses;
        let flagged = screening(&loaded.instrument, responses, Criteria::default()).flagged();
        let kept = responses.without(&flagged);
        let without = publish_without(&survey, &loaded.survey_of(&kept), policy);
        report = report::with_exclusion(report, &published, &without, &context);
    }
    Ok(loaded.done(report, &args.survey, &args.output, args.only.as_ref()))
}
