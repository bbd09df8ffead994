//! `cte check`: the check of a response file before scoring. Exit code 1 if something needs attention.

use clap::Args;

use crate::cli::command::Registered;
use crate::cli::reporting::Reporting;
use crate::cli::survey::{SurveyArgs, by};
use crate::engine::{Command, Report, Setup, check, needs_attention};

/// The command.
pub(crate) const COMMAND: Registered = Registered::reporting::<CheckArgs>();

/// Check a response file before scoring: columns, answers, scoring key, careless responses, response rates. Exits 1 if something
/// needs attention
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    cte check responses.csv                           is this file fit to be scored?\n  \
    cte check responses.csv --headcount staff.csv     also who has not answered yet\n  \
    cte check *.csv --format json | jq .findings      for scripts")]
#[command(mut_arg("no_record", |arg| arg.hide(true)))]
struct CheckArgs {
    /// Also show response by another column, such as role
    ///
    /// Its header, or a word that only its header has.
    #[arg(long, value_name = "COLUMN", help_heading = "What is shown")]
    by: Option<String>,
}

impl Reporting for CheckArgs {
    const NAME: &str = "check";
    const COMMAND: Command = Command::Check;

    fn add_to(&self, setup: &mut Setup<'static>) -> anyhow::Result<()> {
        setup.reading.by = by(self.by.as_deref());
        Ok(())
    }

    fn report(&self, survey: &SurveyArgs, setup: &Setup<'_>) -> anyhow::Result<Report> {
        Ok(check(&survey.responses(setup)?, setup)?)
    }

    fn needs_attention(report: &Report) -> bool {
        needs_attention(report)
    }
}
