//! `cte trend`: several terms in a row.

use clap::Parser;

use crate::cli::command::Registered;
use crate::cli::output::OutputArgs;
use crate::cli::reporting::{Reporting, only_help};
use crate::cli::survey::{SurveyArgs, by};
use crate::engine::{Command, Report, Setup, trend};

/// The command.
pub(crate) const COMMAND: Registered = Registered::reporting::<TrendArgs>();

/// Show scores over all terms, with changes and the trust's own benchmarks
#[derive(Debug, Parser)]
#[command(
    name = "trend",
    after_help = "Examples:\n  \
    cte trend                                         all terms of the trust file\n  \
    cte trend autumn.csv spring.csv summer.csv        a file a term, the earliest first\n  \
    cte trend --term \"Spring 2027\" -o trend.csv       up to that term, as a table"
)]
#[command(mut_arg("files", |arg| arg.help(
    "The terms, the earliest first: response files or, with a trust file, names of its terms [default: all of them]")))]
#[command(mut_arg("term", |arg| arg.help("The last term to show, of the trust file")))]
struct TrendArgs {
    #[command(flatten)]
    survey: SurveyArgs,
    /// Also follow the groups of another column, such as role
    #[arg(long, value_name = "COLUMN", help_heading = "What is shown")]
    by: Option<String>,
    /// Explain a figure and its definition; without KEY, every figure
    #[arg(long, value_name = "KEY", num_args = 0..=1, default_missing_value = "", help_heading = "What is shown")]
    explain: Option<String>,
    #[arg(long, value_name = "TABLE", help_heading = "Output", help = only_help(Command::Trend))]
    only: Option<String>,
    #[command(flatten)]
    output: OutputArgs,
}

impl Reporting for TrendArgs {
    const COMMAND: Command = Command::Trend;

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
        Ok(trend(&self.survey.terms(setup)?, setup)?)
    }

    fn explain(&self) -> Option<&str> {
        self.explain.as_deref()
    }
}
