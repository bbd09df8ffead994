//! `cte plot`: one figure, as a file of its own.

use std::process::ExitCode;

use anyhow::{Context as _, bail};

use crate::cli::args::PlotArgs;
use crate::cli::load::load_by;
use crate::cli::output::{print, replace};
use crate::cli::terms::{beside, two_terms};
use crate::disclosure::{publish, publish_change};
use crate::export::png;
use crate::model::Scale;
use crate::plot::{Place, svg};
use crate::report::{Figure, Plot, change_figure, figure};

pub(crate) fn run(args: &PlotArgs) -> anyhow::Result<ExitCode> {
    let ending = args.output.as_ref().map(|path| {
        let ending = path.extension().and_then(|ending| ending.to_str());
        ending.unwrap_or_default().to_lowercase()
    });
    if let (Some(ending), Some(path)) = (&ending, &args.output)
        && !["svg", "png"].contains(&ending.as_str())
    {
        bail!("`{}`: a picture is written as .svg or .png", path.display());
    }
    let plot = Plot::ALL.into_iter().find(|plot| plot.name() == args.what);
    let figure = match plot {
        Some(Plot::Change) => of_two_terms(args)?,
        Some(plot) => of_one_term(args, plot)?,
        None => None,
    };
    let figure = figure.with_context(|| format!("there is nothing to draw for `{}`", args.what))?;
    let width = f64::from(args.width);
    match (&args.output, ending.as_deref()) {
        (Some(path), Some("png")) => replace(path, &png::png(&figure, width)?)?,
        (Some(path), _) => replace(path, svg(&figure, width, Place::Alone).as_bytes())?,
        (None, _) => print(svg(&figure, width, Place::Alone).as_bytes())?,
    }
    Ok(ExitCode::SUCCESS)
}

/// A figure of one survey. As `cte score` withholds: by the trust file's further column too, or the two could be set against each
/// other.
fn of_one_term(args: &PlotArgs, plot: Plot) -> anyhow::Result<Option<Figure>> {
    if args.instrument_before.is_some() {
        bail!("--instrument-before is for a change, which has a term before: `cte plot change BEFORE AFTER`");
    }
    let mut loaded = load_by(&args.survey, None)?;
    let guarded = loaded.guarded(&args.survey, &[true, true], None)?;
    let scale = scale(loaded.instrument.scales(), args.scale.as_deref())?;
    let published = publish(&loaded.survey().guarded_by(guarded.as_ref()), loaded.policy);
    Ok(figure(&published, &loaded.context(), plot, scale))
}

/// The figure of what changed, as `cte compare` withholds.
fn of_two_terms(args: &PlotArgs) -> anyhow::Result<Option<Figure>> {
    let mut terms = two_terms(&args.survey, None, args.instrument_before.as_deref())?;
    let guarded = terms.guarded();
    let surveys = beside(terms.terms(), guarded.as_ref());
    let ([before, after], Some(last), Some(context)) = (surveys.as_slice(), terms.loaded.last(), terms.context())
    else {
        bail!("a change needs two terms");
    };
    let common = &context.instrument.scales()[..terms.scales];
    let scale = scale(common, args.scale.as_deref())?;
    let published = publish_change(before, after, terms.scales, last.policy);
    Ok(change_figure(&published, &context, scale))
}

/// The place of the scale of an id, or of the first.
fn scale(scales: &[Scale], id: Option<&str>) -> anyhow::Result<usize> {
    let Some(id) = id else { return Ok(0) };
    let known = || {
        let ids = scales.iter().map(|scale| scale.id.as_str());
        ids.collect::<Vec<_>>().join(", ")
    };
    scales
        .iter()
        .position(|scale| scale.id == id)
        .with_context(|| format!("there is no scale `{id}`; there are {}", known()))
}
