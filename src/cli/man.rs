//! `cte man`: manual pages.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use clap_mangen::Man;

use crate::cli::command::{Invocation, Registered, Runnable, definition};
use crate::cli::output::fill;
use crate::export::Part;

/// The command.
pub(crate) const COMMAND: Registered = Registered::of::<ManArgs>();

/// Write a manual page for each command into a folder
#[derive(Debug, Parser)]
#[command(
    name = "man",
    after_help = "Examples:\n  \
    cte man ~/.local/share/man/man1                   then `man cte-score`"
)]
struct ManArgs {
    /// The folder, which is made if there is none
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

impl Runnable for ManArgs {
    fn run(self, invocation: Invocation<'_>) -> anyhow::Result<ExitCode> {
        let mut root = definition(invocation.commands);
        root.build();
        let mut pages = Vec::new();
        add_pages(&root, &mut pages)?;
        fill(&self.folder, pages)?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Adds the page of a command and those of its own commands.
fn add_pages(command: &clap::Command, pages: &mut Vec<Part>) -> anyhow::Result<()> {
    let page = Man::new(command.clone());
    let mut bytes = Vec::new();
    page.render(&mut bytes)?;
    pages.push(Part {
        name: page.get_filename(),
        bytes,
    });
    let is_root = command.get_name() == "cte";
    let mut own = command
        .get_subcommands()
        .filter(|own| is_root || own.get_name() != "help");
    own.try_for_each(|own| add_pages(own, pages))
}
