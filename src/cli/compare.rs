//! `cte compare`: the change between two terms.

use clap::Args;

use crate::cli::command::Registered;
use crate::cli::reporting::Reporting;
use crate::cli::survey::{SurveyArgs, by, questionnaire_before};
use crate::engine::{Command, Report, Setup, compare};

/// The command.
pub(crate) const COMMAND: Registered = Registered::reporting::<CompareArgs>();

/// Compare two terms, for each academy and for the trust
#[derive(Debug, Args)]
#[command(
    override_usage = "cte compare [OPTIONS] [BEFORE AFTER]",
    after_help = "Examples:\n  \
    cte compare autumn.csv spring.csv                 two files, the earlier first\n  \
    cte compare                                       the trust file's latest two terms\n  \
    cte compare --term \"Spring 2027\"                  that term and the one before it\n  \
    cte compare \"Autumn 2025\" \"Autumn 2026\"           any two terms of the trust file\n  \
    cte compare --explain clearly                     what a figure or a word means"
)]
#[command(mut_arg("files", |arg| arg.value_name("BEFORE AFTER").help(
    "The two terms: response files or, with a trust file, names of its terms [default: its latest two]")))]
#[command(mut_arg("term", |arg| arg.help("The later term, of the trust file; the earlier is the one before it")))]
struct CompareArgs {
    /// The questionnaire of the earlier term, if it was another version
    ///
    /// Scales are compared on the items of both.
    #[arg(long, value_name = "ID|FILE", hide_short_help = true, help_heading = "Input")]
    instrument_before: Option<String>,
    /// The column with a code that each respondent gave in both terms
    ///
    /// Also shows the change of the same people. No code is ever written anywhere.
    #[arg(long, value_name = "COLUMN", help_heading = "What is shown")]
    link: Option<String>,
    /// Also compare by another column, such as role
    ///
    /// Its header, or a word that only its header has.
    #[arg(long, value_name = "COLUMN", help_heading = "What is shown")]
    by: Option<String>,
    /// Show only the answer in short
    #[arg(long, help_heading = "What is shown")]
    brief: bool,
    /// Explain a figure and its definition; without KEY, every figure
    #[arg(long, value_name = "KEY", num_args = 0..=1, default_missing_value = "", help_heading = "What is shown")]
    explain: Option<String>,
}

impl Reporting for CompareArgs {
    const NAME: &str = "compare";
    const COMMAND: Command = Command::Compare;

    fn add_to(&self, setup: &mut Setup<'static>) -> anyhow::Result<()> {
        setup.reading.by = by(self.by.as_deref());
        setup.reading.link.clone_from(&self.link);
        setup.questionnaire_before = questionnaire_before(self.instrument_before.as_deref())?;
        Ok(())
    }

    fn report(&self, survey: &SurveyArgs, setup: &Setup<'_>) -> anyhow::Result<Report> {
        Ok(compare(&survey.terms(setup)?, setup)?)
    }

    fn is_brief(&self) -> bool {
        self.brief
    }

    fn explain(&self) -> Option<&str> {
        self.explain.as_deref()
    }
}
