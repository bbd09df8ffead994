//! `cte instrument`: the questionnaires.

use std::process::ExitCode;

use anyhow::Context as _;

use crate::cli::args::{InstrumentArgs, InstrumentCommand, OutputArgs};
use crate::cli::load::{find_instrument, instrument_file};
use crate::cli::output::{deliver, print};
use crate::input::instrument::{BUNDLED, bundled, lint, to_toml};
use crate::model::Instrument;
use crate::report;

pub(crate) fn run(args: &InstrumentArgs) -> anyhow::Result<ExitCode> {
    match &args.command {
        InstrumentCommand::List { output } => {
            let all: Vec<Instrument> = BUNDLED.iter().filter_map(|entry| bundled(entry.id)).collect();
            deliver(&report::instruments(&all), output, None)?;
        }
        InstrumentCommand::Show { instrument, format } => {
            let found = find_instrument(instrument)?;
            if format == "toml" {
                print(to_toml(&found).as_bytes())?;
            } else {
                let output = OutputArgs {
                    format: Some(format.clone()),
                    output: None,
                };
                deliver(&report::instrument(&found), &output, None)?;
            }
        }
        InstrumentCommand::Check { file } => {
            let loaded = instrument_file(file)?;
            let mut lines = vec![format!(
                "`{}` is a questionnaire that cte can score: {}, {} items, {} scales",
                file.display(),
                loaded.instrument.name,
                loaded.instrument.items().len(),
                loaded.instrument.scales().len()
            )];
            lines.extend(loaded.warnings.iter().map(|warning| format!("warning: {warning}")));
            lines.extend(lint(&loaded.instrument).iter().map(|remark| format!("note: {remark}")));
            print((lines.join("\n") + "\n").as_bytes()).context("the result cannot be shown")?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
