//! The command line: arguments, paths and streams. It calls the engine and writes what that returns.

mod check;
mod command;
mod compare;
mod completions;
mod disk;
mod disk_file;
mod form;
mod help;
mod in_use;
mod init;
mod instrument;
mod items;
mod leftover;
mod man;
mod names;
mod options;
mod output;
mod page_folder;
mod plan;
mod plot;
#[cfg_attr(target_family = "wasm", path = "progress_of_page.rs")]
mod progress;
mod recording;
mod reliability;
mod repeatable;
mod report;
mod reporting;
mod score;
mod simulate;
mod spooled;
mod structure;
mod survey;
mod tally;
mod target;
mod temporary;
mod terminal;
mod trend;
mod used;
mod verify;
mod version;
#[cfg(any(windows, test))]
mod wildcards;

use std::ffi::OsString;
use std::process::ExitCode;

use anyhow::bail;

use crate::cli::command::{Invocation, Registered};
use crate::cli::output::{print, write_line};
use crate::plain::clean;

/// Exit code: could not (bad usage, bad file).
pub const COULD_NOT: u8 = 2;

/// Every command, in the order of the help.
const COMMANDS: &[Registered] = &[
    score::COMMAND,
    check::COMMAND,
    report::COMMAND,
    compare::COMMAND,
    trend::COMMAND,
    items::COMMAND,
    reliability::COMMAND,
    structure::COMMAND,
    plan::COMMAND,
    simulate::COMMAND,
    plot::COMMAND,
    init::COMMAND,
    instrument::COMMAND,
    tally::COMMAND,
    verify::COMMAND,
    completions::COMMAND,
    man::COMMAND,
    help::COMMAND,
];

/// Writes a failure to standard error. If that cannot be written, the exit code still tells.
pub fn report_failure(failure: &anyhow::Error) {
    write_line(&format!("cte: {failure:#}"));
}

/// Runs the program with its arguments, the first of which is its name.
///
/// # Errors
/// The reason why the command could not be done, with the file.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> anyhow::Result<ExitCode> {
    let line: Vec<OsString> = arguments.into_iter().collect();
    #[cfg(windows)]
    let line = wildcards::expanded(line);
    if version::is_asked_for(&line) {
        print(version::text().as_bytes())?;
        return Ok(ExitCode::SUCCESS);
    }
    let invocation = Invocation {
        line: &line,
        commands: COMMANDS,
    };
    let matches = match invocation.parsed() {
        Ok(matches) => matches,
        Err(usage) => {
            // A message quotes arguments, which may hold what a terminal would obey.
            let plain: Vec<OsString> = line
                .iter()
                .map(|argument| clean(&argument.to_string_lossy()).into())
                .collect();
            let plain = Invocation {
                line: &plain,
                ..invocation
            };
            let usage = plain.parsed().err().unwrap_or(usage);
            // Help and version are asked for and go to stdout; usage errors go to stderr with exit code 2.
            let code = u8::try_from(usage.exit_code()).unwrap_or(COULD_NOT);
            return match usage.print() {
                Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
                _ => Ok(ExitCode::from(code)),
            };
        }
    };
    terminal::set(&matches);
    let Some((command, matches)) = invocation.find(&matches) else {
        bail!("there is no such command");
    };
    (command.run)(matches, invocation)
}

#[cfg(test)]
mod tests {
    use super::COMMANDS;
    use crate::cli::command::definition;

    #[test]
    fn the_command_line_is_well_formed() {
        definition(COMMANDS).debug_assert();
    }
}
