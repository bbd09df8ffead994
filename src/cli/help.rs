//! `cte help`: the help of a command, or a topic.

use std::process::ExitCode;

use anyhow::bail;
use clap::Parser;

use crate::cli::command::{Invocation, Registered, Runnable, definition};
use crate::cli::output::print;
use crate::cli::terminal::colours_stdout;
use crate::engine::{READERS, nearest};

/// The command.
pub(crate) const COMMAND: Registered = Registered::of::<HelpArgs>();

/// A page of help that belongs to no single command.
struct Topic {
    name: &'static str,
    text: fn() -> String,
}

const TOPICS: &[Topic] = &[
    Topic {
        name: "files",
        text: || include_str!("topics/files.txt").to_owned() + &layouts(),
    },
    Topic {
        name: "disclosure",
        text: || include_str!("topics/disclosure.txt").to_owned(),
    },
];

/// Show the help of a command, or of a topic: files, disclosure
#[derive(Debug, Parser)]
#[command(
    name = "help",
    after_help = "Examples:\n  \
    cte help score                                    every option of a command\n  \
    cte help files                                    what files cte reads\n  \
    cte help disclosure                               what is withheld, and why"
)]
struct HelpArgs {
    /// A command, or a topic: files, disclosure
    #[arg(value_name = "COMMAND|TOPIC")]
    names: Vec<String>,
}

impl Runnable for HelpArgs {
    fn run(self, invocation: Invocation<'_>) -> anyhow::Result<ExitCode> {
        if let [name] = self.names.as_slice()
            && let Some(topic) = TOPICS.iter().find(|topic| topic.name == name)
        {
            print((topic.text)().as_bytes())?;
            return Ok(ExitCode::SUCCESS);
        }
        let mut root = definition(invocation.commands);
        let mut command = &root;
        for name in &self.names {
            let Some(found) = command.find_subcommand(name) else {
                let known = command.get_subcommands().map(clap::Command::get_name);
                let known: Vec<&str> = known.chain(TOPICS.iter().map(|topic| topic.name)).collect();
                let near = nearest(name, known.iter().copied());
                let near = near.map_or(String::new(), |near| format!("; nearest: `{near}`"));
                bail!(
                    "there is no command or topic `{name}`{near}; there are {}",
                    known.join(", ")
                );
            };
            command = found;
        }
        let line = ["cte"].into_iter().chain(self.names.iter().map(String::as_str));
        if let Err(help) = root.try_get_matches_from_mut(line.chain(["--help"])) {
            let help = help.render();
            let text = if colours_stdout() {
                help.ansi().to_string()
            } else {
                help.to_string()
            };
            print(text.as_bytes())?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// One line for each layout.
fn layouts() -> String {
    let widest = READERS.iter().map(|layout| layout.name.len()).max().unwrap_or(0);
    let line = |layout: &crate::engine::Layout| format!("  {:widest$}  {}\n", layout.name, layout.about);
    READERS.iter().map(line).collect()
}
