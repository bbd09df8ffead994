//! `cte tally`: exact counts instead of responses.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::bail;
use clap::Parser;

use crate::cli::command::{Invocation, Registered, Runnable};
use crate::cli::output::{complain_of, print_path, replace, say};
use crate::cli::reporting::with_setup;
use crate::cli::survey::{SurveyArgs, by};
use crate::cli::target::Target;
use crate::engine::{Setup, tally};

/// The command.
pub(crate) const COMMAND: Registered = Registered::of::<TallyArgs>();

/// Write exact counts instead of responses; `cte score` accepts such tallies and adds them up
#[derive(Debug, Parser)]
#[command(
    name = "tally",
    override_usage = "cte tally [OPTIONS] [FILE]... -o FILE.tally",
    after_help = "Examples:\n  \
    cte tally oak.csv -o oak.tally                    an academy keeps its answers and sends their counts\n  \
    cte score *.tally                                 the centre scores them as if it had the answers\n  \
    cte tally *.tally -o autumn.tally                 many tallies as one\n  \
    cte tally part.csv --unsuppressed > part.tally    a part of the rows, on one machine of many\n\n\
    A tally contains no row and no text of a respondent, and groups of fewer than 10 people are refused. It is for those who \
    score, not for publication: if only one person left a question out, the counts tell what that person answered to the \
    others."
)]
#[command(mut_arg("headcount", |arg| arg.hide(true)))]
#[command(mut_arg("missing", |arg| arg.hide(true)))]
#[command(mut_arg("level", |arg| arg.hide(true)))]
#[command(mut_arg("seed", |arg| arg.hide(true)))]
#[command(mut_arg("published", |arg| arg.hide(true)))]
#[command(mut_arg("published_from", |arg| arg.hide(true)))]
#[command(mut_arg("no_record", |arg| arg.hide(true)))]
#[command(mut_arg("audit", |arg| arg.hide(true)))]
#[command(mut_arg("fail_on", |arg| arg.hide(true)))]
#[command(mut_arg("files", |arg| arg.help(
    "Response files, as for `cte score`; `-` is standard input. Tallies are added to them")))]
#[command(mut_arg("min_group", |arg| arg.help("The fewest people of a group that is counted by itself (3 or more) [default: 10]")))]
#[command(mut_arg("unsuppressed", |arg| {
    let help = "Count small groups too; marks the file as not for circulation";
    arg.help(help).long_help(help)
}))]
struct TallyArgs {
    #[command(flatten)]
    survey: SurveyArgs,
    /// Also count by another column, such as role
    #[arg(long, value_name = "COLUMN", help_heading = "What is shown")]
    by: Option<String>,
    /// Write to this file, whole or not at all [default: standard output]
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    output: Option<PathBuf>,
}

impl Runnable for TallyArgs {
    fn run(self, invocation: Invocation<'_>) -> anyhow::Result<ExitCode> {
        if let Some(option) = scoring_option(&self.survey) {
            bail!("{option} says how counts are scored, and here they are only made: say it to `cte score`");
        }
        let output = self.output.as_deref().unwrap_or(Path::new("-"));
        let place = Target::at(output)?;
        if place == Target::Stdout && std::io::stdout().is_terminal() {
            bail!("a tally is no text to read in a terminal: write it with -o FILE.tally");
        }
        let add_to = |setup: &mut Setup<'static>| {
            setup.reading.by = by(self.by.as_deref());
            Ok(())
        };
        let counted = with_setup(&self.survey, invocation, add_to, |setup| {
            Ok(tally(&self.survey.responses(setup)?, setup)?)
        })?;
        complain_of("warning:", &counted.warnings, " warnings");
        for note in &counted.notes {
            say(&format!("note: {note}"));
        }
        replace(output, counted.bytes)?;
        if let Target::File(_) = place {
            print_path(output)?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// The first option that says how counts are scored.
fn scoring_option(args: &SurveyArgs) -> Option<&'static str> {
    let given = [
        ("--headcount", args.headcount.is_some()),
        ("--missing", args.missing.is_some()),
        ("--level", args.level.is_some()),
        ("--seed", args.seed.is_some()),
        ("--published", !args.published.is_empty()),
        ("--published-from", !args.published_from.is_empty()),
        ("--audit", args.audit.is_some()),
        ("--fail-on", args.fail_on.is_some()),
    ];
    given.into_iter().find(|(_, given)| *given).map(|(option, _)| option)
}
