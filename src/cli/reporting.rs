//! Commands that make a report of a survey: from their arguments to a report that is written.

use std::cell::Cell;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{ArgMatches, Args, FromArgMatches as _};

use crate::cli::command::{Invocation, Registered, Repeat, exit_code};
use crate::cli::output::{OutputArgs, View, complain_of, deliver, ready, replace};
use crate::cli::progress::Bar;
use crate::cli::recording::write_ready;
use crate::cli::repeatable::repeatable;
use crate::cli::survey::SurveyArgs;
use crate::cli::used;
use crate::engine::{Command, PublishedResults, Recorded, Report, ResultRecord, Setup, explain, result_record};
use crate::export::{Style, format_of_ending};

/// The arguments that all commands which make a report share.
#[derive(Args)]
struct ReportArgs {
    #[command(flatten)]
    survey: SurveyArgs,
    /// Show only the scale of this id (repeatable)
    #[arg(
        long = "scale",
        value_name = "ID",
        hide_short_help = true,
        help_heading = "What is shown"
    )]
    scales: Vec<String>,
    /// The table that CSV writes
    #[arg(long, value_name = "TABLE", help_heading = "Output")]
    only: Option<String>,
    #[command(flatten)]
    output: OutputArgs,
}

/// A command that makes a report of a survey: its own arguments.
pub(crate) trait Reporting: Args {
    /// The command's name.
    const NAME: &str;

    /// The command of the engine.
    const COMMAND: Command;

    /// Adds the command's own options to the setup.
    fn add_to(&self, setup: &mut Setup<'static>) -> anyhow::Result<()>;

    /// Makes the report.
    fn report(&self, survey: &SurveyArgs, setup: &Setup<'_>) -> anyhow::Result<Report>;

    /// The key of the figure to be explained instead.
    fn explain(&self) -> Option<&str> {
        None
    }

    /// True if people are shown only the answer in short.
    fn is_brief(&self) -> bool {
        false
    }

    /// True if someone should look at the result.
    fn needs_attention(_: &Report) -> bool {
        false
    }
}

/// The help of `--only`: the tables of the command's report.
fn only_help(command: Command) -> String {
    let tables = command.tables();
    let always = tables.iter().filter(|table| table.option.is_none());
    let names: Vec<&str> = always.map(|table| table.name).collect();
    let added = tables
        .iter()
        .filter_map(|table| Some(format!("; with {} {}", table.option?, table.name)));
    format!(
        "The table that CSV writes: {}{}",
        names.join(", "),
        added.collect::<String>()
    )
}

impl Registered {
    /// A command that makes a report of a survey.
    pub(crate) const fn reporting<C: Reporting>() -> Self {
        Self {
            definition: || {
                let command = ReportArgs::augment_args(clap::Command::new(C::NAME));
                C::augment_args(command).mut_arg("only", |only| {
                    only.help("The table that CSV writes").long_help(only_help(C::COMMAND))
                })
            },
            run: |matches, invocation| ReportCommand::<C>::of(matches)?.run(invocation),
            repeat: Some(Repeat {
                recorded: |matches| {
                    let ReportCommand { shared, own } = ReportCommand::<C>::of(matches)?;
                    let mut setup = shared.survey.setup()?;
                    setup.show.scales.clone_from(&shared.scales);
                    own.add_to(&mut setup)?;
                    Ok(Recorded {
                        command: C::COMMAND,
                        setup,
                        without_trust_file: shared.survey.no_config,
                    })
                },
                report: |matches, invocation, published| {
                    let command = ReportCommand::<C>::of(matches)?;
                    command.make(invocation, Some(published)).map(|made| made.report)
                },
            }),
        }
    }
}

/// A parsed command that makes a report.
struct ReportCommand<C> {
    shared: ReportArgs,
    own: C,
}

/// A report that was made.
struct Made {
    report: Report,
    /// Its record, if it is to be kept.
    record: Option<ResultRecord>,
    /// The format that the trust file wants.
    usual_format: Option<String>,
}

impl<C: Reporting> ReportCommand<C> {
    fn of(matches: &ArgMatches) -> Result<Self, clap::Error> {
        Ok(Self {
            shared: ReportArgs::from_arg_matches(matches)?,
            own: C::from_arg_matches(matches)?,
        })
    }

    /// Makes the report.
    fn make(&self, invocation: Invocation<'_>, published: Option<PublishedResults>) -> anyhow::Result<Made> {
        let survey = &self.shared.survey;
        let add_to = |setup: &mut Setup<'static>| {
            if let Some(published) = published {
                setup.published = published;
            }
            setup.show.scales.clone_from(&self.shared.scales);
            self.own.add_to(setup)
        };
        with_setup(survey, invocation, add_to, |setup| {
            let report = self.own.report(survey, setup)?;
            // A result that is written to a file is given out, unless it is a working paper.
            let given_out = C::COMMAND != Command::Check && self.shared.output.is_given_out()?;
            let record = (given_out && !survey.no_record).then(|| result_record(&report, setup));
            Ok(Made {
                record: record.transpose()?.flatten(),
                report,
                usual_format: setup.trust.as_ref().and_then(|trust| trust.defaults().format.clone()),
            })
        })
    }

    /// Makes the report, writes it, and checks the conditions on it.
    fn run(&self, invocation: Invocation<'_>) -> anyhow::Result<ExitCode> {
        let ReportArgs {
            survey,
            scales: _,
            only,
            output,
        } = &self.shared;
        let view = View {
            only: only.as_deref(),
            brief: self.own.is_brief(),
        };
        if let Some(key) = self.own.explain() {
            deliver(&explain(key)?, output, view)?;
            return Ok(ExitCode::SUCCESS);
        }
        let made = self.make(invocation, None)?;
        // A condition that cannot be checked stops the run before anything is written.
        let fired = match &survey.fail_on {
            Some(conditions) => conditions.fired(&made.report.record)?,
            None => Vec::new(),
        };
        let ready = ready(&made.report, &output.or_usual(made.usual_format.as_deref()), view)?;
        write_ready(made.record.as_slice(), &ready)?;
        complain_of("--fail-on", &fired, " conditions of --fail-on");
        Ok(exit_code(C::needs_attention(&made.report) || !fired.is_empty()))
    }
}

/// Runs a piece of work with the setup that the arguments ask for, with progress on the terminal; then writes the audit, if one is
/// asked for.
pub(crate) fn with_setup<T>(
    survey: &SurveyArgs,
    invocation: Invocation<'_>,
    add_to: impl FnOnce(&mut Setup<'static>) -> anyhow::Result<()>,
    work: impl FnOnce(&Setup<'_>) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let mut setup = survey.full_setup(invocation)?;
    add_to(&mut setup)?;
    let audit = Cell::new(None);
    let keep = |report: Report| audit.set(Some(report));
    let bar = Bar::new();
    let progress = |what: &str, done: usize, of: usize| bar.show(what, done, of);
    let recorded = |arguments: &[String]| invocation.recorded(arguments);
    let setup = Setup {
        recorded: &recorded,
        audit: if survey.audit.is_some() { Some(&keep) } else { None },
        progress: &progress,
        ..setup
    };
    let done = work(&setup)?;
    bar.clear();
    if let (Some(path), Some(audit)) = (&survey.audit, audit.take()) {
        write_audit(path, &audit)?;
    }
    Ok(done)
}

/// Writes an audit as its ending says.
fn write_audit(path: &Path, report: &Report) -> anyhow::Result<()> {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let format = format_of_ending(ending).filter(|format| ["csv", "json"].contains(&format.name));
    let format = format.with_context(|| {
        format!(
            "`{}`: an audit is written as a table or a record: end its name in .csv or .json",
            path.display()
        )
    })?;
    replace(path, (format.write)(report, &Style::default())?)?;
    used::note(path);
    Ok(())
}

impl SurveyArgs {
    /// The whole setup of a run: with the trust file and the earlier results. Starts the threads.
    pub(crate) fn full_setup(&self, invocation: Invocation<'_>) -> anyhow::Result<Setup<'static>> {
        let trust = self.trust_file()?;
        let usual = trust.as_ref().and_then(|trust| trust.defaults().threads);
        start_threads(self.threads.or(usual))?;
        let arguments = repeatable(invocation.line);
        Ok(Setup {
            trust,
            published: PublishedResults::WithFolder(self.published()?),
            own_runs: vec![arguments.clone()],
            arguments,
            ..self.setup()?
        })
    }
}

/// The most threads that are started on a small machine. On a larger one, four for each processor.
#[cfg(feature = "parallel")]
const MOST_THREADS: usize = 16;

#[cfg(feature = "parallel")]
fn start_threads(threads: Option<u16>) -> anyhow::Result<()> {
    use std::sync::Once;

    // A result that is made again for comparison starts no threads of its own.
    static STARTED: Once = Once::new();
    let mut failed = None;
    if let Some(threads) = threads {
        STARTED.call_once(|| {
            // More threads than this only wait for each other. The result is the same for any number.
            let most = std::thread::available_parallelism().map_or(MOST_THREADS, |processors| 4 * processors.get());
            let threads = usize::from(threads).min(most.max(MOST_THREADS));
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
            failed = pool.build_global().err();
        });
    }
    failed.map_or(Ok(()), |error| Err(error).context("the threads cannot be started"))
}

#[cfg(not(feature = "parallel"))]
fn start_threads(_: Option<u16>) -> anyhow::Result<()> {
    Ok(())
}
