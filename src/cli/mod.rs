//! The command line: arguments, paths, streams. Knows no formula.

mod args;
mod arrange;
mod check;
mod compare;
mod conditions;
mod config;
mod done;
mod files;
mod init;
mod instrument;
mod items;
mod load;
mod output;
mod page_folder;
mod plot;
mod progress;
mod published;
mod reliability;
mod report;
mod score;
mod settings;
mod sources;
mod spooled;
mod tallies;
mod tally;
mod terms;
mod trend;
mod verify;

use std::ffi::OsString;
use std::process::ExitCode;

use anyhow::bail;
use clap::Parser;

use crate::cli::args::{Cli, Command};
use crate::cli::done::{Done, repeatable};

/// Exit code: could not (bad usage, bad file).
pub const COULD_NOT: u8 = 2;

/// Runs the program with its arguments, the first of which is its name.
///
/// # Errors
/// Whatever kept it from doing what was asked, with the file it met.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> anyhow::Result<ExitCode> {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let cli = match Cli::try_parse_from(&arguments) {
        Ok(cli) => cli,
        Err(usage) => {
            // Help and version are asked for and go to stdout; usage errors go to stderr with exit code 2.
            let code = u8::try_from(usage.exit_code()).unwrap_or(COULD_NOT);
            return match usage.print() {
                Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
                _ => Ok(ExitCode::from(code)),
            };
        }
    };
    match cli.command {
        Command::Report(mut args) => {
            args.survey.arguments = repeatable(&arguments);
            report::run(&args)
        }
        Command::Plot(args) => plot::run(&args),
        Command::Tally(mut args) => {
            args.survey.arguments = repeatable(&arguments);
            tally::run(&args)
        }
        Command::Init(args) => init::run(&args),
        Command::Instrument(args) => instrument::run(&args),
        Command::Verify(args) => verify::run(&args),
        command => made(command, &arguments)?.finish(),
    }
}

/// What a command makes of a survey; the arguments are written into it.
///
/// # Errors
/// Whatever kept it from being made.
fn made(command: Command, arguments: &[OsString]) -> anyhow::Result<Done> {
    let arguments = repeatable(arguments);
    match command {
        Command::Score(mut args) => {
            args.survey.arguments = arguments;
            score::run(&args)
        }
        Command::Check(mut args) => {
            args.survey.arguments = arguments;
            check::run(*args)
        }
        Command::Reliability(mut args) => {
            args.survey.arguments = arguments;
            reliability::run(&args)
        }
        Command::Items(mut args) => {
            args.survey.arguments = arguments;
            items::run(&args)
        }
        Command::Compare(mut args) => {
            args.survey.arguments = arguments;
            args.survey.link.clone_from(&args.link);
            compare::run(&args)
        }
        Command::Trend(mut args) => {
            args.survey.arguments = arguments;
            trend::run(&args)
        }
        Command::Report(_)
        | Command::Plot(_)
        | Command::Tally(_)
        | Command::Init(_)
        | Command::Instrument(_)
        | Command::Verify(_) => {
            bail!("this command makes nothing that can be verified")
        }
    }
}
