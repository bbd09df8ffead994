//! The `cte` program: parse, run, print the failure, set the exit code.

use std::io::Write;
use std::process::ExitCode;

fn main() -> ExitCode {
    match cte::cli::run(std::env::args_os()) {
        Ok(code) => code,
        Err(failure) => {
            // Where even this cannot be written, the exit code still says it.
            let _ = writeln!(std::io::stderr(), "cte: {failure:#}");
            ExitCode::from(cte::cli::COULD_NOT)
        }
    }
}
