//! `cte trend`: several terms in a row.

use clap::Args;

use crate::cli::command::Registered;
use crate::cli::reporting::Reporting;
use crate::cli::survey::{SurveyArgs, by};
use crate::engine::{Command, Report, Setup, trend};

/// The command.
pub(crate) const COMMAND: Registered = Registered::reporting::<TrendArgs>();

/// Show scores over all terms, with changes and the trust's own benchmarks
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    cte trend                                         all terms of the trust file\n  \
    cte trend autumn.csv spring.csv summer.csv        a file a term, the earliest first\n  \
    cte trend --term \"Spring 2027\" -o trend.csv       up to that term, as a table")]
#[command(mut_arg("files", |arg| arg.help(
    "The terms, the earliest first: response files or, with a trust file, names of its terms [default: all of them]")))]
#[command(mut_arg("term", |arg| arg.help("The last term to show, of the trust file")))]
struct TrendArgs {
    /// Also follow the groups of another column, such as role
    #[arg(long, value_name = "COLUMN", help_heading = "What is shown")]
    by: Option<String>,
    /// Show only the answer in short
    #[arg(long, help_heading = "What is shown")]
    brief: bool,
    /// Explain a figure and its definition; without KEY, every figure
    #[arg(long, value_name = "KEY", num_args = 0..=1, default_missing_value = "", help_heading = "What is shown")]
    explain: Option<String>,
}

impl Reporting for TrendArgs {
    const NAME: &str = "trend";
    const COMMAND: Command = Command::Trend;

    fn add_to(&self, setup: &mut Setup<'static>) -> anyhow::Result<()> {
        setup.reading.by = by(self.by.as_deref());
        Ok(())
    }

    fn report(&self, survey: &SurveyArgs, setup: &Setup<'_>) -> anyhow::Result<Report> {
        Ok(trend(&survey.terms(setup)?, setup)?)
    }

    fn is_brief(&self) -> bool {
        self.brief
    }

    fn explain(&self) -> Option<&str> {
        self.explain.as_deref()
    }
}
