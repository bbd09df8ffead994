//! The whole program for a web page: `wasm32-wasip1`, with files in memory.

mod columns;
mod missing;

use std::fs;
use std::process::ExitCode;

/// The device from which a page reads what it can offer instead of a message alone.
const CHOICES: &str = "/dev/choices";

fn main() -> ExitCode {
    match cte::cli::run(std::env::args_os()) {
        Ok(code) => code,
        Err(failure) => {
            cte::cli::report_failure(&failure);
            if let Some(choices) = columns::choices(&failure) {
                // The message is there; without the lists, the page shows that alone.
                let _ = fs::write(CHOICES, choices.to_string());
            }
            ExitCode::from(cte::cli::COULD_NOT)
        }
    }
}
