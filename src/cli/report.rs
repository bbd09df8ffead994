//! `cte report`: a folder of pages for the trust and its academies.

use std::process::ExitCode;

use anyhow::{Context as _, bail};

use crate::cli::args::ReportArgs;
use crate::cli::load::load_by;
use crate::cli::output::{print, replace};
use crate::cli::page_folder::{PageFolder, Rest};
use crate::cli::progress::Bar;
use crate::cli::terms::{Before, Terms, beside, with_the_term_before};
use crate::disclosure::{
    GroupedStudy, GuardedTerms, Policy, Reported, ReportedTerms, publish_report, publish_report_with_change,
};
use crate::export::{Part, Style, format_of_ending, html};
use crate::report::{WORKBOOK, Wanted, board_workbook, pages};

pub(crate) fn run(args: &ReportArgs) -> anyhow::Result<ExitCode> {
    let is_page = args
        .output
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("html"));
    if is_page && args.academy.is_none() {
        bail!(
            "`{}` is one page, and the report is a folder of them: write -o DIR/, or choose one with --academy NAME",
            args.output.display()
        );
    }
    let bar = Bar::new();
    let mut loaded = load_by(&args.survey, args.by.as_deref())?;
    let guarded = loaded.guarded(&args.survey, &[true, true], None)?;
    let before = Before {
        files: &args.before,
        instrument: args.instrument_before.as_deref(),
    };
    let mut terms = if args.no_change {
        None
    } else {
        with_the_term_before(&args.survey, args.by.as_deref(), &loaded, before)?
    };
    // What was given out earlier guards the report's own term. Where that withholds more than the two terms by themselves do,
    // nothing of the change is shown.
    let survey = loaded.survey().guarded_by(guarded.as_ref());
    let guarded = terms.as_mut().and_then(Terms::guarded);
    let reported = reported(&survey, terms.as_ref(), guarded.as_ref(), loaded.policy);
    let context = loaded.context();
    let wanted = match &args.academy {
        None => Wanted::All,
        Some(name) => Wanted::Academy(academy(&reported, name)?),
    };
    let of_both = terms.as_ref().and_then(Terms::context);
    let mut pages = pages(&reported, &context, &loaded.about, of_both.as_ref(), wanted);
    let writer = html::Pages::new();
    if is_page {
        let page = pages.next().context("there is nothing to report")?;
        replace(&args.output, &writer.file(&page)?.bytes)?;
        print(format!("{}\n", args.output.display()).as_bytes())?;
        return Ok(ExitCode::SUCCESS);
    }
    let rest = match wanted {
        Wanted::All => Rest::Removed,
        Wanted::Academy(_) => Rest::Kept,
    };
    let mut folder = PageFolder::begin(&args.output)?;
    let all = pages.len();
    for (place, page) in pages.enumerate() {
        bar.show("pages", place, all);
        folder.add(&writer.file(&page)?)?;
    }
    bar.clear();
    if wanted == Wanted::All {
        let workbook = board_workbook(&reported, &context, &loaded.about, of_both.as_ref());
        let format = format_of_ending("xlsx").context("no format writes a workbook")?;
        folder.add(&Part {
            name: WORKBOOK.to_owned(),
            bytes: (format.write)(&workbook, &Style::default())?,
        })?;
    }
    let Some(first) = folder.finish(rest)? else {
        bail!("there is nothing to report");
    };
    print(format!("{}\n", first.display()).as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// What may be said of the survey and, where there is a term before it, of what has changed.
fn reported(
    survey: &GroupedStudy<'_>,
    terms: Option<&Terms>,
    guarded: Option<&GuardedTerms>,
    policy: Policy,
) -> Reported {
    let surveys = terms.map_or(Vec::new(), |terms| beside(terms.terms(), guarded));
    let scales = terms.map_or(0, |terms| terms.scales);
    match <[_; 2]>::try_from(surveys) {
        Ok([before, after]) => {
            let terms = ReportedTerms { before, after, scales };
            publish_report_with_change(survey, &terms, policy)
        }
        Err(_) => publish_report(survey, policy),
    }
}

/// The academy of a name, whatever its letters' case.
fn academy<'a>(reported: &'a Reported, name: &str) -> anyhow::Result<&'a str> {
    let names = || reported.academies.iter().map(|academy| academy.name.as_str());
    let wanted = name.trim().to_lowercase();
    if let Some(found) = names().find(|known| known.to_lowercase() == wanted) {
        return Ok(found);
    }
    let alike = |known: &str| strsim::jaro_winkler(&known.to_lowercase(), &wanted);
    let nearest = names()
        .filter(|known| !known.is_empty())
        .max_by(|one, other| alike(one).total_cmp(&alike(other)));
    match nearest {
        Some(nearest) => bail!("there is no academy `{name}` in the survey; nearest: `{nearest}`"),
        None => bail!("there is no academy `{name}` in the survey, which names none"),
    }
}
