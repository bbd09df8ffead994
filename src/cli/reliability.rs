//! `cte reliability`: every coefficient with its definition.

use clap::Args;
use clap::builder::PossibleValue;

use crate::cli::command::Registered;
use crate::cli::options::one_of;
use crate::cli::reporting::Reporting;
use crate::cli::survey::SurveyArgs;
use crate::engine::{Command, Convention, ItemMetric, Report, Setup, reliability};

/// The command.
pub(crate) const COMMAND: Registered = Registered::reporting::<ReliabilityArgs>();

/// Show every coefficient of reliability and agreement, with its definition
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    cte reliability responses.csv                     every coefficient, with its interval\n  \
    cte reliability responses.csv --like psych        as that program defines alpha and omega\n  \
    cte reliability --explain omega                   what a figure is")]
struct ReliabilityArgs {
    /// Explain a figure, and why another program may print something else; without KEY, every figure
    #[arg(long, value_name = "KEY", num_args = 0..=1, default_missing_value = "", help_heading = "What is shown")]
    explain: Option<String>,
    /// Follow another program's conventions for alpha and omega
    #[arg(long, value_name = "PROGRAM", help_heading = "What is shown",
        value_parser = one_of(Convention::ALL, |like| PossibleValue::new(like.name())))]
    like: Option<Convention>,
    /// Add bootstrap intervals from this many draws (2,000 is usual)
    #[arg(long, value_name = "DRAWS", value_parser = clap::value_parser!(u32).range(20..=1_000_000), help_heading = "What is shown")]
    bootstrap: Option<u32>,
    /// Base split halves and Guttman's bounds on correlations, as psych does
    #[arg(long, help_heading = "What is shown")]
    standardized: bool,
}

impl Reporting for ReliabilityArgs {
    const NAME: &str = "reliability";
    const COMMAND: Command = Command::Reliability;

    fn add_to(&self, setup: &mut Setup<'static>) -> anyhow::Result<()> {
        setup.estimation.like = self.like;
        setup.estimation.bootstrap = self.bootstrap.map_or(0, |draws| draws as usize);
        if self.standardized {
            setup.estimation.metric = ItemMetric::Standardised;
        }
        Ok(())
    }

    fn report(&self, survey: &SurveyArgs, setup: &Setup<'_>) -> anyhow::Result<Report> {
        Ok(reliability(&survey.responses(setup)?, setup)?)
    }

    fn explain(&self) -> Option<&str> {
        self.explain.as_deref()
    }
}
