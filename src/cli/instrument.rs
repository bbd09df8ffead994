//! `cte instrument`: the questionnaires.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::builder::PossibleValuesParser;
use clap::{Parser, Subcommand};

use crate::cli::command::{Invocation, Registered, Runnable};
use crate::cli::disk::{Disk, open};
use crate::cli::form::ExportArgs;
use crate::cli::output::{OutputArgs, View, deliver, print, replace, say};
use crate::engine::{Questionnaire, Reading, Setup, check_questionnaire, draft_questionnaire_file, questionnaires};
use crate::export::format_named;

/// The command.
pub(crate) const COMMAND: Registered = Registered::of::<InstrumentArgs>();

/// List, show, check, draft and export questionnaires
#[derive(Parser)]
#[command(
    name = "instrument",
    after_help = "Examples:\n  \
    cte instrument list                               the bundled questionnaires\n  \
    cte instrument show cess                          items, direction, scales, scoring, sources\n  \
    cte instrument check our.toml                     every fault, with its place and its cure\n  \
    cte instrument export our.toml --to limesurvey -o form.txt"
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
    /// Draft a questionnaire from a file of responses: items, labels and scales, with questions about what no file shows
    New {
        /// The responses: CSV, XLSX, ODS, or a ZIP of one
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Write to this file, and replace it if it exists [default: standard output]
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
        /// The worksheet to read [default: the one with most items]
        #[arg(long, value_name = "NAME")]
        sheet: Option<String>,
    },
    /// Check a questionnaire file, and report every fault with its place and its cure
    Check {
        /// The TOML file
        file: PathBuf,
    },
    /// Write the form that a survey tool imports: academies, roles, items, and a privacy notice by the rules of the results
    Export(ExportArgs),
}

impl Runnable for InstrumentArgs {
    fn run(self, _: Invocation<'_>) -> anyhow::Result<ExitCode> {
        match self.command {
            InstrumentCommand::List { output } => deliver(&questionnaires(), &output, View::default())?,
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
                        deliver(&questionnaire.report(&Disk)?, &output, View::default())?;
                    }
                }
            }
            InstrumentCommand::New { file, output, sheet } => {
                let id = id_of(output.as_deref().unwrap_or(&file));
                let setup = Setup {
                    files: &Disk,
                    reading: Reading {
                        sheet,
                        ..Reading::default()
                    },
                    ..Setup::default()
                };
                let draft = draft_questionnaire_file(&open(&file)?, &id, &setup)?;
                match output {
                    None => print(draft.text.as_bytes())?,
                    Some(path) => {
                        replace(&path, draft.text.into_bytes())?;
                        say(&format!("wrote `{}`: {}", path.display(), draft.summary));
                    }
                }
            }
            InstrumentCommand::Check { file } => {
                let checked = check_questionnaire(&open(&file)?, &Disk)?;
                print(checked.as_bytes()).context("the result cannot be shown")?;
            }
            InstrumentCommand::Export(arguments) => arguments.run()?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// The id of a questionnaire in a file of this name.
fn id_of(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
    let id: String = stem
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { '-' })
        .collect();
    let id = id.trim_matches('-');
    if id.is_empty() {
        "questionnaire".to_owned()
    } else {
        id.to_owned()
    }
}
