//! `cte verify`: makes an earlier result again from its recorded command line, and compares.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::bail;
use clap::Parser;

use crate::cli::command::{Invocation, Registered, Runnable, exit_code, line_of};
use crate::cli::disk::{Disk, open, result};
use crate::cli::output::{OutputArgs, View, deliver};
use crate::engine::{PublishedResults, RecordedRun, Report};

/// The command.
pub(crate) const COMMAND: Registered = Registered::of::<VerifyArgs>();

/// Make an earlier JSON result again, and check that it is the same; exits 1 if it is not
#[derive(Parser)]
#[command(
    name = "verify",
    after_help = "Examples:\n  \
    cte verify scores.json                            is it still the result of its files?\n  \
    cte verify scores.json --format json              for scripts"
)]
struct VerifyArgs {
    /// A result in JSON. Run this where the result was made: its paths are as they were given
    #[arg(value_name = "OUTPUT.json")]
    result: PathBuf,
    #[command(flatten)]
    output: OutputArgs,
}

impl Runnable for VerifyArgs {
    fn run(self, invocation: Invocation<'_>) -> anyhow::Result<ExitCode> {
        let recorded = RecordedRun::read(&open(&self.result)?)?;
        let remade = remade(&recorded, invocation).map_err(|error| format!("{error:#}"));
        let verification = recorded.compare(remade, &Disk)?;
        deliver(&verification.report, &self.output, View::default())?;
        Ok(exit_code(!verification.holds))
    }
}

/// Makes the report of an earlier result again, from its command line.
fn remade(recorded: &RecordedRun, invocation: Invocation<'_>) -> anyhow::Result<Report> {
    let line = line_of(&recorded.arguments);
    let earlier = Invocation {
        line: &line,
        ..invocation
    };
    let matches = earlier.parsed()?;
    let Some((Some(repeat), matches)) = earlier
        .find(&matches)
        .map(|(command, matches)| (&command.repeat, matches))
    else {
        bail!("this command makes nothing that can be verified");
    };
    // Results published after this one had no influence on it.
    let published = recorded.published.iter().map(|name| result(Path::new(name)));
    let published = PublishedResults::Only(published.collect::<Result<_, _>>()?);
    (repeat.report)(matches, earlier, published)
}
