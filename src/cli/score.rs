//! `cte score`: scores per academy and trust-wide.

use std::process::ExitCode;

use crate::analysis::{Criteria, screening};
use crate::cli::args::ScoreArgs;
use crate::cli::load::load_by;
use crate::cli::output::deliver;
use crate::disclosure::{publish, publish_without};
use crate::report::{self, Context};

pub(crate) fn run(args: &ScoreArgs) -> anyhow::Result<ExitCode> {
    let loaded = load_by(&args.survey, args.by.as_deref())?;
    let policy = loaded.policy;
    let survey = loaded.survey();
    let published = publish(&survey, policy);
    let context = Context {
        instrument: &loaded.instrument,
        inputs: loaded.inputs(),
        remarks: loaded.remarks(),
    };
    let mut report = report::score(&published, &context);
    if args.exclude_flagged {
        let responses = &loaded.survey.responses;
        let flagged = screening(&loaded.instrument, responses, Criteria::default()).flagged();
        let kept = responses.without(&flagged);
        let without = publish_without(&survey, &loaded.survey_of(&kept), policy);
        report = report::with_exclusion(report, &published, &without, &context);
    }
    deliver(&report, &loaded.output(&args.output), args.only.as_deref())?;
    Ok(ExitCode::SUCCESS)
}
