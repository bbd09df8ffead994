//! The `cte` program: parse, run, print the failure, set the exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    match cte::cli::run(std::env::args_os()) {
        Ok(code) => code,
        Err(failure) => {
            cte::cli::report_failure(&failure);
            ExitCode::from(cte::cli::COULD_NOT)
        }
    }
}
