//! The commands as the program knows them, and a command line that calls one.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{ArgMatches, Parser};

use crate::cli::terminal::arguments;
use crate::engine::{PublishedResults, Recorded, RecordedResult, Report};

/// Exit code: done, and something that was asked about was found.
const FOUND: u8 = 1;

/// A command as the program knows it.
pub(crate) struct Registered {
    /// Its name, arguments and help.
    pub(crate) definition: fn() -> clap::Command,
    /// Runs it with its parsed arguments.
    pub(crate) run: fn(&ArgMatches, Invocation<'_>) -> anyhow::Result<ExitCode>,
    /// For a command whose result can be made again.
    pub(crate) repeat: Option<Repeat>,
}

/// The ways to make a result of a command again.
pub(crate) struct Repeat {
    /// The setup that the arguments ask for.
    pub(crate) recorded: fn(&ArgMatches) -> anyhow::Result<Recorded>,
    /// The report, from arguments; these earlier results were taken into account.
    pub(crate) report: fn(&ArgMatches, Invocation<'_>, PublishedResults) -> anyhow::Result<Report>,
}

/// A command that is run as a whole.
pub(crate) trait Runnable: Parser {
    /// Runs the command.
    fn run(self, invocation: Invocation<'_>) -> anyhow::Result<ExitCode>;
}

impl Registered {
    /// A command that is run as a whole.
    pub(crate) const fn of<C: Runnable>() -> Self {
        Self {
            definition: C::command,
            run: |matches, invocation| C::from_arg_matches(matches)?.run(invocation),
            repeat: None,
        }
    }
}

/// A command line, and the commands that it may call.
#[derive(Clone, Copy)]
pub(crate) struct Invocation<'l> {
    /// The program's name and its arguments.
    pub(crate) line: &'l [OsString],
    pub(crate) commands: &'static [Registered],
}

impl Invocation<'_> {
    /// Parses the command line.
    pub(crate) fn parsed(self) -> Result<ArgMatches, clap::Error> {
        definition(self.commands).try_get_matches_from(self.line)
    }

    /// The command of a parsed line, and its own arguments.
    pub(crate) fn find(self, matches: &ArgMatches) -> Option<(&'static Registered, &ArgMatches)> {
        let (name, matches) = matches.subcommand()?;
        let named = |command: &&Registered| (command.definition)().get_name() == name;
        Some((self.commands.iter().find(named)?, matches))
    }

    /// The setup that the recorded arguments of an earlier result ask for; `None` if they are no command that makes a report.
    pub(crate) fn recorded(self, arguments: &[String]) -> Option<RecordedResult> {
        let line = line_of(arguments);
        let earlier = Invocation {
            line: &line,
            commands: self.commands,
        };
        let matches = earlier.parsed().ok()?;
        let (command, matches) = earlier.find(&matches)?;
        let repeat = command.repeat.as_ref()?;
        Some((repeat.recorded)(matches).map_err(Into::into))
    }
}

/// The command line of recorded arguments.
pub(crate) fn line_of(arguments: &[String]) -> Vec<OsString> {
    let arguments = arguments.iter().map(OsString::from);
    std::iter::once(OsString::from("cte")).chain(arguments).collect()
}

/// The program's arguments and help.
pub(crate) fn definition(commands: &[Registered]) -> clap::Command {
    clap::Command::new("cte")
        // Not `cte.exe`, whatever the file is called.
        .bin_name("cte")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Scores of collective teacher efficacy, with the evidence for each")
        .after_help(
            "Examples:\n  \
             cte check responses.csv                           is this file fit to be scored?\n  \
             cte score responses.csv                           scores per academy and trust-wide\n  \
             cte report responses.csv -o board/                web pages and a workbook for the board\n\n\
             Topics: `cte help files`, `cte help disclosure`. Options: `cte help score`.\n\
             `cte --version --verbose` names the commit and the platform it was built for.\n\
             Exit codes: 0 done; 1 done, and something asked about was found; 2 could not.\n\
             Nothing is ever sent anywhere: cte works on files alone.",
        )
        .disable_help_subcommand(true)
        .args(arguments())
        .propagate_version(true)
        .max_term_width(100)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands(commands.iter().map(|command| (command.definition)()))
}

/// The exit code of a command that was done.
pub(crate) fn exit_code(found: bool) -> ExitCode {
    if found {
        ExitCode::from(FOUND)
    } else {
        ExitCode::SUCCESS
    }
}
