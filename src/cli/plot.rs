//! `cte plot`: one figure, as a file of its own.

use std::process::ExitCode;

use anyhow::{Context as _, bail};

use crate::cli::args::PlotArgs;
use crate::cli::load::{Loaded, load_by};
use crate::cli::output::{print, replace};
use crate::disclosure::publish;
use crate::export::png;
use crate::plot::{Place, svg};
use crate::report::{Plot, figure};

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
    // As `cte score` withholds: by the trust file's further column too, or the two could be set against each other.
    let mut loaded = load_by(&args.survey, None)?;
    let guarded = loaded.guarded(&args.survey, &[true, true], None)?;
    let scale = scale(&loaded, args.scale.as_deref())?;
    let published = publish(&loaded.survey().beside(guarded.as_ref()), loaded.policy);
    let context = loaded.context();
    let plot = Plot::ALL.into_iter().find(|plot| plot.name() == args.what);
    let figure = plot
        .and_then(|plot| figure(&published, &context, plot, scale))
        .with_context(|| format!("there is nothing to draw for `{}`", args.what))?;
    let picture = svg(&figure, f64::from(args.width), Place::Alone);
    match (&args.output, ending.as_deref()) {
        (Some(path), Some("png")) => replace(path, &png::png(&picture)?)?,
        (Some(path), _) => replace(path, picture.as_bytes())?,
        (None, _) => print(picture.as_bytes())?,
    }
    Ok(ExitCode::SUCCESS)
}

/// The place of the scale of an id, or of the first.
fn scale(loaded: &Loaded, id: Option<&str>) -> anyhow::Result<usize> {
    let scales = loaded.instrument.scales();
    let Some(id) = id else { return Ok(0) };
    let known = || {
        scales
            .iter()
            .map(|scale| scale.id.as_str())
            .collect::<Vec<_>>()
            .join(", ")
    };
    scales
        .iter()
        .position(|scale| scale.id == id)
        .with_context(|| format!("there is no scale `{id}`; there are {}", known()))
}
