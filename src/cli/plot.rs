//! `cte plot`: one chart, as a file of its own.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::bail;
use clap::Parser;
use clap::builder::PossibleValue;

use crate::cli::command::{Invocation, Registered, Runnable};
use crate::cli::options::one_of;
use crate::cli::output::Ready;
use crate::cli::recording::write_ready;
use crate::cli::repeatable::as_part;
use crate::cli::reporting::with_setup;
use crate::cli::survey::{SurveyArgs, questionnaire_before};
use crate::cli::target::Target;
use crate::engine::{Place, Plot, Setup, change_chart, chart, result_record, structure_chart, svg, trend_chart};
use crate::export::png;

/// The command.
pub(crate) const COMMAND: Registered = Registered::of::<PlotArgs>();

/// Draw scores, items, agreement, change, trend or the structure of a scale, as SVG or PNG
#[derive(Debug, Parser)]
#[command(
    name = "plot",
    after_help = "Examples:\n  \
    cte plot scores responses.csv -o scores.svg       every academy's score and its interval\n  \
    cte plot change autumn.csv spring.csv             what changed, the earlier term first\n  \
    cte plot trend -o trend.svg                       the trust on every scale, term by term\n  \
    cte plot scree responses.csv -o scree.png         how many things do the items measure?"
)]
#[command(mut_arg("files", |arg| arg.help(
    "Response files, or the terms of a change or trend: files or names of the trust file [default: the last, last two or all]")))]
struct PlotArgs {
    /// The figure
    #[arg(value_name = "WHAT", value_parser = one_of(Plot::ALL, |plot| PossibleValue::new(plot.name())))]
    what: Plot,
    #[command(flatten)]
    survey: SurveyArgs,
    /// The questionnaire of the earlier term of a change, if it was another version
    #[arg(long, value_name = "ID|FILE", help_heading = "Input")]
    instrument_before: Option<String>,
    /// The scale's id [default: the first; for a trend the trust on all]
    ///
    /// A trend of one scale has a panel for the trust and one for each academy.
    #[arg(long, value_name = "ID", help_heading = "What is shown")]
    scale: Option<String>,
    /// The width of the picture; below 480 labels are above their rows
    #[arg(long, value_name = "UNITS", default_value_t = 800, hide_short_help = true, value_parser = clap::value_parser!(u16).range(280..=4000), help_heading = "Output")]
    width: u16,
    /// Write to this file, as its ending says: `.svg` or `.png` [default: SVG to standard output]
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    output: Option<PathBuf>,
}

impl Runnable for PlotArgs {
    fn run(self, invocation: Invocation<'_>) -> anyhow::Result<ExitCode> {
        let output = self.output.as_deref().unwrap_or(Path::new("-"));
        let place = Target::at(output)?;
        let ending = output.extension().and_then(|ending| ending.to_str());
        let ending = ending.unwrap_or_default().to_lowercase();
        if !["svg", "png"].contains(&ending.as_str()) && (!ending.is_empty() || matches!(place, Target::File(_))) {
            bail!("`{}`: a picture is written as .svg or .png", output.display());
        }
        if self.instrument_before.is_some() && self.what != Plot::Change {
            bail!("--instrument-before is for a change, which has a term before: `cte plot change BEFORE AFTER`");
        }
        let add_to = |setup: &mut Setup<'static>| {
            setup.arguments = self.of_result(&setup.arguments);
            setup.own_runs = vec![setup.arguments.clone()];
            setup.questionnaire_before = questionnaire_before(self.instrument_before.as_deref())?;
            Ok(())
        };
        let scale = self.scale.as_deref();
        let (chart, record) = with_setup(&self.survey, invocation, add_to, |setup| {
            let drawn = match self.what {
                Plot::Change => change_chart(&self.survey.terms(setup)?, scale, setup)?,
                Plot::Trend => trend_chart(&self.survey.terms(setup)?, scale, setup)?,
                what @ (Plot::Scree | Plot::Loadings) => {
                    structure_chart(what, &self.survey.responses(setup)?, scale, setup)?
                }
                what => chart(what, &self.survey.responses(setup)?, scale, setup)?,
            };
            let given_out = place.is_given_out() && !self.survey.no_record;
            let record = given_out.then(|| result_record(&drawn.result, setup)).transpose()?;
            Ok((drawn.chart, record.flatten()))
        })?;
        let width = f64::from(self.width);
        let picture = match ending.as_str() {
            "png" => png::png(&chart, width)?,
            _ => svg(&chart, width, Place::Alone).into_bytes(),
        };
        write_ready(record.as_slice(), &Ready::at(output, picture)?)?;
        Ok(ExitCode::SUCCESS)
    }
}

impl PlotArgs {
    /// The arguments of the command that gives the figures of the chart.
    fn of_result(&self, arguments: &[String]) -> Vec<String> {
        let command = match self.what {
            Plot::Change => "compare",
            Plot::Trend => "trend",
            Plot::Scree | Plot::Loadings => "structure",
            Plot::Scores | Plot::Items | Plot::Agreement => "score",
        };
        let mut arguments = as_part(arguments, command);
        if let Some(what) = arguments.iter().position(|argument| argument == self.what.name()) {
            arguments.remove(what);
        }
        arguments
    }
}
