//! `cte instrument`: the questionnaires.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::builder::PossibleValuesParser;
use clap::{Parser, Subcommand};

use crate::cli::command::{Invocation, Registered, Runnable};
use crate::cli::disk::{Disk, open};
use crate::cli::output::{OutputArgs, deliver, print};
use crate::engine::{Questionnaire, check_questionnaire, questionnaires};
use crate::export::format_named;

/// The command.
pub(crate) const COMMAND: Registered = Registered::of::<InstrumentArgs>();

/// List, show and check questionnaires
#[derive(Parser)]
#[command(
    name = "instrument",
    after_help = "Examples:\n  \
    cte instrument list                               the bundled questionnaires\n  \
    cte instrument show cess                          items, direction, scales, scoring, sources\n  \
    cte instrument check our.toml                     every fault, with its place and its cure"
)]
struct InstrumentArgs {
    #[command(subcommand)]
    command: InstrumentCommand,
}

#[derive(Subcommand)]
enum InstrumentCommand {
    /// List the bundled questionnaires
    List {
        #[command(flatten)]
        output: OutputArgs,
    },
    /// Show a questionnaire: items, direction, scales, scoring, sources
    Show {
        /// The id of a bundled questionnaire, or a TOML file
        #[arg(value_name = "ID|FILE")]
        instrument: String,
        /// The format
        #[arg(long, value_name = "FORMAT", default_value = "text",
            value_parser = PossibleValuesParser::new(["text", "json", "markdown", "csv", "toml"]))]
        format: String,
    },
    /// Check a questionnaire file, and report every fault with its place and its cure
    Check {
        /// The TOML file
        file: PathBuf,
    },
}

impl Runnable for InstrumentArgs {
    fn run(self, _: Invocation<'_>) -> anyhow::Result<ExitCode> {
        match self.command {
            InstrumentCommand::List { output } => deliver(&questionnaires(), &output, None)?,
            InstrumentCommand::Show { instrument, format } => {
                let questionnaire = Questionnaire::named(&instrument, &Disk)?;
                // TOML is the questionnaire's own form, not one of a report.
                match format_named(&format) {
                    None => print(questionnaire.to_toml(&Disk)?.as_bytes())?,
                    Some(format) => {
                        let output = OutputArgs {
                            format: Some(format),
                            output: Vec::new(),
                        };
                        deliver(&questionnaire.report(&Disk)?, &output, None)?;
                    }
                }
            }
            InstrumentCommand::Check { file } => {
                let checked = check_questionnaire(&open(&file)?, &Disk)?;
                print(checked.as_bytes()).context("the result cannot be shown")?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}
