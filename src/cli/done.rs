//! What a command has done: a report, where it goes, and whether something that was asked about was found.

use std::ffi::OsString;
use std::process::ExitCode;

use anyhow::anyhow;

use crate::cli::args::OutputArgs;
use crate::cli::conditions::Conditions;
use crate::cli::output::{complain, deliver};
use crate::report::Report;

/// Exit code: done, and something was found that was asked about.
pub(crate) const FOUND: u8 = 1;

/// How many figures that fail are named before the rest is counted.
const SHOWN: usize = 20;

/// A command's result before it is delivered.
pub(crate) struct Done {
    pub(crate) report: Report,
    pub(crate) output: OutputArgs,
    /// The one table that CSV writes.
    pub(crate) only: Option<String>,
    /// Conditions on the result.
    pub(crate) fail_on: Option<Conditions>,
    /// Whether somebody should look, as the command itself sees it.
    pub(crate) look: bool,
}

impl Done {
    /// A report with no conditions on it.
    pub(crate) fn of(report: Report, output: &OutputArgs, only: Option<&String>) -> Self {
        Self {
            report,
            output: output.clone(),
            only: only.cloned(),
            fail_on: None,
            look: false,
        }
    }

    /// Delivers the report, then says which conditions hold.
    ///
    /// # Errors
    /// When it cannot be delivered, or a condition is about no figure of it.
    pub(crate) fn finish(&self) -> anyhow::Result<ExitCode> {
        // A condition that cannot be checked is found before anything is written.
        let fired = match &self.fail_on {
            Some(conditions) => conditions.fired(&self.report.record).map_err(|why| anyhow!(why))?,
            None => Vec::new(),
        };
        deliver(&self.report, &self.output, self.only.as_deref())?;
        for condition in fired.iter().take(SHOWN) {
            complain(&format!("--fail-on {condition}"));
        }
        if fired.len() > SHOWN {
            complain(&format!("--fail-on: and {} more", fired.len() - SHOWN));
        }
        let found = self.look || !fired.is_empty();
        Ok(if found {
            ExitCode::from(FOUND)
        } else {
            ExitCode::SUCCESS
        })
    }
}

/// The command and its arguments without what says only where the result goes, in which form and how fast.
pub(crate) fn repeatable(arguments: &[OsString]) -> Vec<String> {
    const LONG: [&str; 6] = ["--output", "--format", "--only", "--fail-on", "--threads", "--audit"];
    let mut kept = Vec::new();
    let mut arguments = arguments
        .iter()
        .skip(1)
        .map(|argument| argument.to_string_lossy().into_owned());
    while let Some(argument) = arguments.next() {
        if argument == "--" {
            kept.push(argument);
            kept.extend(arguments);
            break;
        }
        if argument == "-o" || LONG.contains(&argument.as_str()) {
            arguments.next();
            continue;
        }
        let attached = LONG
            .iter()
            .any(|long| argument.strip_prefix(long).is_some_and(|rest| rest.starts_with('=')));
        if attached || (argument.starts_with("-o") && !argument.starts_with("--")) {
            continue;
        }
        kept.push(argument);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_the_result_goes_is_no_part_of_how_it_is_made() {
        let of = |line: &str| repeatable(&line.split(' ').map(OsString::from).collect::<Vec<_>>()).join(" ");
        assert_eq!(of("cte score a.csv -o out.json --format json -i x"), "score a.csv -i x");
        assert_eq!(
            of("cte score -oout.json --format=json a.csv --only=items"),
            "score a.csv"
        );
        assert_eq!(
            of("cte score --fail-on alpha<.7 --threads 2 -- -o a.csv"),
            "score -- -o a.csv"
        );
        assert_eq!(
            of("cte score --output out.json --no-config a.csv"),
            "score --no-config a.csv"
        );
    }
}
