//! `cte completions`: completions of a shell.

use std::process::ExitCode;

use clap::Parser;
use clap_complete::{Shell, generate};

use crate::cli::command::{Invocation, Registered, Runnable, definition};
use crate::cli::output::print;

/// The command.
pub(crate) const COMMAND: Registered = Registered::of::<CompletionsArgs>();

/// Write the completions of a shell to standard output
#[derive(Debug, Parser)]
#[command(
    name = "completions",
    after_help = "Examples:\n  \
    cte completions bash > ~/.local/share/bash-completion/completions/cte\n  \
    cte completions zsh > ~/.zfunc/_cte\n  \
    cte completions fish > ~/.config/fish/completions/cte.fish"
)]
struct CompletionsArgs {
    /// The shell
    shell: Shell,
}

impl Runnable for CompletionsArgs {
    fn run(self, invocation: Invocation<'_>) -> anyhow::Result<ExitCode> {
        let mut script = Vec::new();
        generate(self.shell, &mut definition(invocation.commands), "cte", &mut script);
        print(&script)?;
        Ok(ExitCode::SUCCESS)
    }
}
