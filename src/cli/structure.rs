//! `cte structure`: whether the items measure what the key says.

use clap::Args;

use crate::cli::command::Registered;
use crate::cli::reporting::Reporting;
use crate::cli::survey::SurveyArgs;
use crate::engine::{Command, Report, Setup, structure};

/// The command.
pub(crate) const COMMAND: Registered = Registered::reporting::<StructureArgs>();

/// Show whether the items of each scale go together as the scoring key says
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    cte structure responses.csv                       every scale: one thing or several, weakest item, loadings\n  \
    cte structure responses.csv -o structure.xlsx     as a workbook\n  \
    cte structure --explain omega_h                   what a figure is")]
struct StructureArgs {
    /// Explain a figure, and why another program may print something else; without KEY, every figure
    #[arg(long, value_name = "KEY", num_args = 0..=1, default_missing_value = "", help_heading = "What is shown")]
    explain: Option<String>,
}

impl Reporting for StructureArgs {
    const NAME: &str = "structure";
    const COMMAND: Command = Command::Structure;

    fn add_to(&self, _: &mut Setup<'static>) -> anyhow::Result<()> {
        Ok(())
    }

    fn report(&self, survey: &SurveyArgs, setup: &Setup<'_>) -> anyhow::Result<Report> {
        Ok(structure(&survey.responses(setup)?, setup)?)
    }

    fn explain(&self) -> Option<&str> {
        self.explain.as_deref()
    }
}
