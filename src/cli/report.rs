//! `cte report`: a folder of pages for the trust and its academies.

use std::process::ExitCode;

use anyhow::bail;

use crate::cli::args::ReportArgs;
use crate::cli::load::load_by;
use crate::cli::output::{fill, print, replace};
use crate::disclosure::{Reported, publish_report};
use crate::export::html;
use crate::report::{Wanted, board};

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
    let mut loaded = load_by(&args.survey, args.by.as_deref())?;
    let guarded = loaded.guarded(&args.survey, &[true, true], None)?;
    let reported = publish_report(&loaded.survey().beside(guarded.as_ref()), loaded.policy);
    let context = loaded.context();
    let wanted = match &args.academy {
        None => Wanted::All,
        Some(name) => Wanted::Academy(academy(&reported, name)?),
    };
    let files = html::pages(&board(&reported, &context, &loaded.about, wanted))?;
    let Some(first) = files.first() else {
        bail!("there is nothing to report");
    };
    let made = if is_page {
        replace(&args.output, &first.bytes)?;
        args.output.clone()
    } else {
        fill(&args.output, &files)?;
        args.output.join(&first.name)
    };
    print(format!("{}\n", made.display()).as_bytes())?;
    Ok(ExitCode::SUCCESS)
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
