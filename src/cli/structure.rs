//! `cte structure`: whether the items measure what the key says, and alike for everybody.

use std::path::PathBuf;

use clap::Args;

use crate::cli::command::Registered;
use crate::cli::reporting::Reporting;
use crate::cli::survey::{SurveyArgs, by, questionnaire_before, since};
use crate::engine::{Command, Report, Setup, StructureDepth, structure};

/// The command.
pub(crate) const COMMAND: Registered = Registered::reporting::<StructureArgs>();

/// Show whether the items of each scale go together as the scoring key says, and alike for everybody
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    cte structure responses.csv                       every scale: one thing or several, weakest item\n  \
    cte structure responses.csv --by role             do the roles read the questions alike?\n  \
    cte structure spring.csv --before autumn.csv      did the questions work alike in both terms?\n  \
    cte structure responses.csv --cut-offs            does the key fit, for a survey of this size?
  \
    cte structure responses.csv -o structure.xlsx     as a workbook\n  \
    cte structure --explain omega_h                   what a figure is")]
struct StructureArgs {
    /// The term before, to see if questions worked alike (repeatable)
    ///
    /// Its response files or, with a trust file, its name [default: the one before it in the trust file, if there is one]
    #[arg(long, value_name = "FILE|TERM", conflicts_with = "no_before", help_heading = "Input")]
    before: Vec<PathBuf>,
    /// The questionnaire of the term before, if it was another version
    ///
    /// Scales are compared on the items of both.
    #[arg(long, value_name = "ID|FILE", hide_short_help = true, help_heading = "Input")]
    instrument_before: Option<String>,
    /// Also show whether roles, or other groups, read the questions alike
    ///
    /// The header of their column, or a word that only its header has. Groups of 100 people or more are compared.
    #[arg(long, value_name = "COLUMN", help_heading = "What is shown")]
    by: Option<String>,
    /// Judge the fit of models by surveys simulated for this one
    ///
    /// 500 surveys of as many people with the same key and loadings: where CFI, TLI, RMSEA and SRMR fall if the model is true, and with one
    /// misfit of a stated size. Takes seconds.
    #[arg(long, help_heading = "What is shown")]
    cut_offs: bool,
    /// Do not compare with the term before
    #[arg(long, hide_short_help = true, help_heading = "What is shown")]
    no_before: bool,
    /// Explain a figure and its definition; without KEY, every figure
    #[arg(long, value_name = "KEY", num_args = 0..=1, default_missing_value = "", help_heading = "What is shown")]
    explain: Option<String>,
}

impl Reporting for StructureArgs {
    const NAME: &str = "structure";
    const COMMAND: Command = Command::Structure;

    fn add_to(&self, setup: &mut Setup<'static>) -> anyhow::Result<()> {
        setup.reading.by = by(self.by.as_deref());
        if self.cut_offs {
            setup.show.structure = StructureDepth::CutOffs;
        }
        setup.questionnaire_before = questionnaire_before(self.instrument_before.as_deref())?;
        Ok(())
    }

    fn report(&self, survey: &SurveyArgs, setup: &Setup<'_>) -> anyhow::Result<Report> {
        let since = since(&self.before, self.no_before, setup)?;
        Ok(structure(&survey.responses(setup)?, &since, setup)?)
    }

    fn explain(&self) -> Option<&str> {
        self.explain.as_deref()
    }
}
