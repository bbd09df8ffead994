//! `cte report`: a folder of pages for the trust and its academies.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::Parser;

use crate::cli::command::{Invocation, Registered, Runnable};
use crate::cli::output::{Ready, print_path};
use crate::cli::page_folder::{OlderPages, PageFolder};
use crate::cli::progress::Bar;
use crate::cli::recording::{write_ready, write_recorded};
use crate::cli::repeatable::as_part;
use crate::cli::reporting::with_setup;
use crate::cli::survey::{SurveyArgs, by, questionnaire_before, since};
use crate::cli::target::Target;
use crate::engine::{BoardReport, OwnRuns, ResultRecord, Setup, WORKBOOK, Wanted, board_report, result_record};
use crate::export::{Part, Style, format_of_ending, html};

/// The command.
pub(crate) const COMMAND: Registered = Registered::of::<ReportArgs>();

/// Write reports for the board and for each academy: a folder of web pages, each complete in itself, and a workbook
#[derive(Debug, Parser)]
#[command(
    name = "report",
    after_help = "Examples:\n  \
    cte report -o board/                              the trust file's latest term, and what changed since the one before\n  \
    cte report spring.csv --before autumn.csv -o board/\n  \
    cte report --academy \"Oak Primary\" -o oak.html    only this academy's page\n  \
    cte report --methods -o methods.html              only the technical document"
)]
#[command(mut_arg("academy_name", |arg| arg.visible_alias(None).long("academy-name")))]
struct ReportArgs {
    #[command(flatten)]
    survey: SurveyArgs,
    /// The term before, to show the change since: its file or name (repeatable)
    ///
    /// Its response files or, with a trust file, its name [default: the one before it in the trust file, if there is one]
    #[arg(long, value_name = "FILE|TERM", conflicts_with = "no_change", help_heading = "Input")]
    before: Vec<PathBuf>,
    /// The questionnaire of the term before, if it was another version
    ///
    /// Scales are compared on the items of both.
    #[arg(long, value_name = "ID|FILE", hide_short_help = true, help_heading = "Input")]
    instrument_before: Option<String>,
    /// Only this academy's page
    ///
    /// Other commands have --academy for the academy of all the files; here that is --academy-name.
    #[arg(long, value_name = "NAME", help_heading = "What is shown")]
    academy: Option<String>,
    /// Also the technical document: how every figure was made
    ///
    /// The page `methods.html`: design, response, exclusions, rules, definitions, how often intervals and words are right, files and
    /// checksums, for a governor who asks or a researcher who cites. With -o FILE.html only this page.
    #[arg(long, conflicts_with = "academy", help_heading = "What is shown")]
    methods: bool,
    /// In the trust's report also by another column, such as role
    ///
    /// Its header, or a word that only its header has.
    #[arg(long, value_name = "COLUMN", help_heading = "What is shown")]
    by: Option<String>,
    /// Do not show the change since the term before
    #[arg(long, help_heading = "What is shown")]
    no_change: bool,
    /// The folder that the pages and the workbook are written to
    ///
    /// With --academy or --methods it may be one file, such as `oak.html`.
    #[arg(short, long, value_name = "DIR", help_heading = "Output")]
    output: PathBuf,
}

impl Runnable for ReportArgs {
    fn run(self, invocation: Invocation<'_>) -> anyhow::Result<ExitCode> {
        let ending = self.output.extension();
        let is_page = ending.is_some_and(|ending| ending.eq_ignore_ascii_case("html"))
            || !matches!(Target::at(&self.output)?, Target::File(_));
        if is_page && self.academy.is_none() && !self.methods {
            bail!(
                "`{}` is one page, and the report is a folder of them: write -o DIR/, or choose one with --academy NAME or --methods",
                self.output.display()
            );
        }
        let add_to = |setup: &mut Setup<'static>| {
            let own = own_runs(&setup.arguments);
            setup.own_runs = vec![own.score, own.compare, own.trend];
            setup.reading.by = by(self.by.as_deref());
            setup.questionnaire_before = questionnaire_before(self.instrument_before.as_deref())?;
            Ok(())
        };
        let (report, records) = with_setup(&self.survey, invocation, add_to, |setup| {
            let responses = self.survey.responses(setup)?;
            let report = board_report(&responses, &since(&self.before, self.no_change, setup)?, setup)?;
            let mut records = Vec::new();
            if !self.survey.no_record {
                for result in report.results(&own_runs(&setup.arguments)) {
                    records.extend(result_record(&result, setup)?);
                }
            }
            Ok((report, records))
        })?;
        let wanted = match &self.academy {
            Some(name) => Wanted::Academy(report.academy(name)?),
            None if self.methods && is_page => Wanted::Methods,
            None if self.methods => Wanted::AllAndMethods,
            None => Wanted::All,
        };
        if is_page {
            return self.write_page(&report, wanted, &records);
        }
        let older = match wanted {
            Wanted::All | Wanted::AllAndMethods => OlderPages::Removed,
            Wanted::Academy(_) | Wanted::Methods => OlderPages::Kept,
        };
        let first = write_recorded(&records, &[], || {
            let folder = self.pages(&report, wanted)?;
            Ok(|| folder.finish(older))
        })?;
        let first = first.context("there is nothing to report")?;
        print_path(&first)?;
        Ok(ExitCode::SUCCESS)
    }
}

/// The commands that make what a report shows.
fn own_runs(arguments: &[String]) -> OwnRuns {
    OwnRuns {
        score: as_part(arguments, "score"),
        compare: as_part(arguments, "compare"),
        trend: as_part(arguments, "trend"),
    }
}

impl ReportArgs {
    /// Writes one page as one file.
    fn write_page(
        &self,
        report: &BoardReport,
        wanted: Wanted<'_>,
        records: &[ResultRecord],
    ) -> anyhow::Result<ExitCode> {
        let writer = html::Pages::new();
        let mut bytes = None;
        report.pages(wanted, |page, _| {
            bytes = Some(writer.file(&page)?.bytes);
            anyhow::Ok(())
        })?;
        let bytes = bytes.context("there is nothing to report")?;
        write_ready(records, &Ready::at(&self.output, bytes)?)?;
        if let Target::File(_) = Target::at(&self.output)? {
            print_path(&self.output)?;
        }
        Ok(ExitCode::SUCCESS)
    }

    /// Writes the pages into a folder, with the workbook if all are wanted; they are not in their places yet.
    fn pages(&self, report: &BoardReport, wanted: Wanted<'_>) -> anyhow::Result<PageFolder> {
        let writer = html::Pages::new();
        let mut folder = PageFolder::begin(&self.output)?;
        let (bar, mut place) = (Bar::new(), 0);
        report.pages(wanted, |page, all| {
            bar.show("pages", place, all);
            place += 1;
            folder.add(&writer.file(&page)?)
        })?;
        bar.clear();
        if matches!(wanted, Wanted::All | Wanted::AllAndMethods) {
            let format = format_of_ending("xlsx").context("no format writes a workbook")?;
            folder.add(&Part {
                name: WORKBOOK.to_owned(),
                bytes: (format.write)(&report.workbook(), &Style::default())?,
            })?;
        }
        Ok(folder)
    }
}
