//! `cte check`: the check of a response file before scoring. Exit code 1 if something needs attention.

use clap::Parser;

use crate::cli::command::Registered;
use crate::cli::output::OutputArgs;
use crate::cli::reporting::{Reporting, only_help};
use crate::cli::survey::{SurveyArgs, by};
use crate::engine::{Command, Report, Setup, check, needs_attention};

/// The command.
pub(crate) const COMMAND: Registered = Registered::reporting::<CheckArgs>();

/// Check a response file before scoring: columns, answers, scoring key, careless responses, response rates. Exits 1 if something
/// needs attention
#[derive(Debug, Parser)]
#[command(name = "check")]
struct CheckArgs {
    #[command(flatten)]
    survey: SurveyArgs,
    /// Also show response by another column, such as role: its header, or a word that only its header has
    #[arg(long, value_name = "COLUMN", help_heading = "What is shown")]
    by: Option<String>,
    #[arg(long, value_name = "TABLE", help_heading = "Output", help = only_help(Command::Check))]
    only: Option<String>,
    #[command(flatten)]
    output: OutputArgs,
}

impl Reporting for CheckArgs {
    const COMMAND: Command = Command::Check;

    fn survey(&self) -> &SurveyArgs {
        &self.survey
    }

    fn delivery(&self) -> (&OutputArgs, Option<&str>) {
        (&self.output, self.only.as_deref())
    }

    fn add_to(&self, setup: &mut Setup<'static>) -> anyhow::Result<()> {
        setup.reading.by = by(self.by.as_deref());
        Ok(())
    }

    fn report(&self, setup: &Setup<'_>) -> anyhow::Result<Report> {
        Ok(check(&self.survey.responses(setup)?, setup)?)
    }

    fn needs_attention(report: &Report) -> bool {
        needs_attention(report)
    }
}
