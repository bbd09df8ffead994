//! Commands that make a report of a survey: from their arguments to a report that is written.

use std::cell::Cell;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, anyhow};
use clap::Parser;

use crate::cli::command::{Invocation, Registered, Repeat, exit_code};
use crate::cli::output::{OutputArgs, complain, deliver, replace};
use crate::cli::progress::Bar;
use crate::cli::repeatable::repeatable;
use crate::cli::survey::SurveyArgs;
use crate::cli::used;
use crate::engine::{Command, PublishedResults, Recorded, Report, Setup, explain};
use crate::export::{Style, format_of_ending};

/// How many conditions are named before the rest is counted.
const SHOWN: usize = 20;

/// A command that makes a report of a survey.
pub(crate) trait Reporting: Parser {
    /// The command of the engine.
    const COMMAND: Command;

    /// The arguments that all commands of surveys share.
    fn survey(&self) -> &SurveyArgs;

    /// The form and place of the result, and the table that CSV writes.
    fn delivery(&self) -> (&OutputArgs, Option<&str>);

    /// Adds the command's own options to the setup.
    fn add_to(&self, setup: &mut Setup<'static>) -> anyhow::Result<()>;

    /// Makes the report.
    fn report(&self, setup: &Setup<'_>) -> anyhow::Result<Report>;

    /// The key of the figure to be explained instead.
    fn explain(&self) -> Option<&str> {
        None
    }

    /// True if someone should look at the result.
    fn needs_attention(_: &Report) -> bool {
        false
    }
}

/// The help of `--only`: the tables of the command's report.
pub(crate) fn only_help(command: Command) -> String {
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
            definition: C::command,
            run: |matches, invocation| run(&C::from_arg_matches(matches)?, invocation),
            repeat: Some(Repeat {
                recorded: |matches| {
                    let args = C::from_arg_matches(matches)?;
                    let mut setup = args.survey().setup()?;
                    args.add_to(&mut setup)?;
                    Ok(Recorded {
                        command: C::COMMAND,
                        setup,
                        without_trust_file: args.survey().no_config,
                    })
                },
                report: |matches, invocation, published| {
                    let args = C::from_arg_matches(matches)?;
                    make(&args, invocation, Some(published)).map(|made| made.report)
                },
            }),
        }
    }
}

/// Makes the report of a command.
fn make<C: Reporting>(
    args: &C,
    invocation: Invocation<'_>,
    published: Option<PublishedResults>,
) -> anyhow::Result<Made> {
    let add_to = |setup: &mut Setup<'static>| {
        if let Some(published) = published {
            setup.published = published;
        }
        args.add_to(setup)
    };
    with_setup(args.survey(), invocation, add_to, |setup| {
        Ok(Made {
            report: args.report(setup)?,
            usual_format: setup.trust.as_ref().and_then(|trust| trust.defaults().format.clone()),
        })
    })
}

/// A report that was made.
struct Made {
    report: Report,
    /// The format that the trust file wants.
    usual_format: Option<String>,
}

/// Makes the report of a command, writes it, and checks the conditions on it.
fn run<C: Reporting>(args: &C, invocation: Invocation<'_>) -> anyhow::Result<ExitCode> {
    let (output, only) = args.delivery();
    if let Some(key) = args.explain() {
        deliver(&explain(key)?, output, only)?;
        return Ok(ExitCode::SUCCESS);
    }
    let made = make(args, invocation, None)?;
    // A condition that cannot be checked stops the run before anything is written.
    let fired = match &args.survey().fail_on {
        Some(conditions) => conditions.fired(&made.report.record).map_err(|why| anyhow!(why))?,
        None => Vec::new(),
    };
    deliver(&made.report, &output.or_usual(made.usual_format.as_deref()), only)?;
    for condition in fired.iter().take(SHOWN) {
        complain(&format!("--fail-on {condition}"));
    }
    if fired.len() > SHOWN {
        complain(&format!("--fail-on: and {} more", fired.len() - SHOWN));
    }
    Ok(exit_code(C::needs_attention(&made.report) || !fired.is_empty()))
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
    replace(path, &(format.write)(report, &Style::default())?)?;
    used::note(path);
    Ok(())
}

impl SurveyArgs {
    /// The whole setup of a run: with the trust file and the earlier results. Starts the threads.
    pub(crate) fn full_setup(&self, invocation: Invocation<'_>) -> anyhow::Result<Setup<'static>> {
        let trust = self.trust_file()?;
        let usual = trust.as_ref().and_then(|trust| trust.defaults().threads);
        start_threads(self.threads.or(usual))?;
        Ok(Setup {
            trust,
            published: PublishedResults::WithFolder(self.published()?),
            arguments: repeatable(invocation.line),
            ..self.setup()?
        })
    }
}

#[cfg(feature = "parallel")]
fn start_threads(threads: Option<u16>) -> anyhow::Result<()> {
    use std::sync::Once;

    // A result that is made again for comparison starts no threads of its own.
    static STARTED: Once = Once::new();
    let mut failed = None;
    if let Some(threads) = threads {
        STARTED.call_once(|| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(usize::from(threads));
            failed = pool.build_global().err();
        });
    }
    failed.map_or(Ok(()), |error| Err(error).context("the threads cannot be started"))
}

#[cfg(not(feature = "parallel"))]
fn start_threads(_: Option<u16>) -> anyhow::Result<()> {
    Ok(())
}
