//! `cte score`: scores per academy and trust-wide.

use clap::Args;

use crate::cli::command::Registered;
use crate::cli::reporting::Reporting;
use crate::cli::survey::{SurveyArgs, by};
use crate::engine::{Command, Report, Setup, score};

/// The command.
pub(crate) const COMMAND: Registered = Registered::reporting::<ScoreArgs>();

/// Score responses: per academy and trust-wide, with reliability and agreement
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    cte score responses.csv                           every academy that has 10 respondents or more\n  \
    cte score responses.csv --headcount staff.csv     also response rates, and intervals for all staff\n  \
    cte score responses.csv --by role                 also by another column\n  \
    cte score                                         the trust file's latest term\n  \
    cte score *.csv -o scores.json -o scores.xlsx     two outputs of one run")]
struct ScoreArgs {
    /// Also score by another column, such as role
    ///
    /// Its header, or a word that only its header has. If the trust file counts staff by its groups (`headcount_by_role`), also
    /// shows scores standardised to them: as if each role had answered in its share of all staff.
    #[arg(long, value_name = "COLUMN", help_heading = "What is shown")]
    by: Option<String>,
    /// Also show the questionnaire's published norms
    ///
    /// Each with its source and status: how others scored, not a target. None is of the United Kingdom unless its source says so.
    #[arg(long, help_heading = "What is shown")]
    norms: bool,
    /// Show only the answer in short
    #[arg(long, help_heading = "What is shown")]
    brief: bool,
    /// Also score without the respondents that `cte check` flags, and show both
    #[arg(long, help_heading = "Who is counted")]
    exclude_flagged: bool,
}

impl Reporting for ScoreArgs {
    const NAME: &str = "score";
    const COMMAND: Command = Command::Score;

    fn add_to(&self, setup: &mut Setup<'static>) -> anyhow::Result<()> {
        setup.reading.by = by(self.by.as_deref());
        setup.show.norms = self.norms;
        setup.show.without_flagged = self.exclude_flagged;
        Ok(())
    }

    fn is_brief(&self) -> bool {
        self.brief
    }

    fn report(&self, survey: &SurveyArgs, setup: &Setup<'_>) -> anyhow::Result<Report> {
        Ok(score(&survey.responses(setup)?, setup)?)
    }
}
