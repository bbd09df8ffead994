//! The command line: arguments, paths, streams. Knows no formula.

mod args;
mod arrange;
mod check;
mod config;
mod files;
mod init;
mod instrument;
mod items;
mod load;
mod output;
mod progress;
mod reliability;
mod score;
mod settings;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

use crate::cli::args::{Cli, Command};

/// Exit code: could not (bad usage, bad file).
pub const COULD_NOT: u8 = 2;

/// Runs the program with its arguments, the first of which is its name.
///
/// # Errors
/// Whatever kept it from doing what was asked, with the file it met.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> anyhow::Result<ExitCode> {
    let cli = match Cli::try_parse_from(arguments) {
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
        Command::Score(args) => score::run(&args),
        Command::Check(args) => check::run(*args),
        Command::Reliability(args) => reliability::run(&args),
        Command::Items(args) => items::run(&args),
        Command::Init(args) => init::run(&args),
        Command::Instrument(args) => instrument::run(&args),
    }
}
