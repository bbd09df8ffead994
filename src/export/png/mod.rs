//! Charts as PNG, with a font of their own so that they look the same everywhere.

mod font;
mod paper;

use crate::export::ExportError;
use crate::export::png::paper::Paper;
use crate::plot::{Place, picture};
use crate::report::Chart;

/// Pixels a unit: sharp in print at the size of a page.
const PIXELS: f64 = 2.0;
/// The most pixels on a side.
const MOST: f64 = 30_000.0;

/// A chart `width` units wide as PNG, two pixels a unit, in the colours of light paper.
///
/// # Errors
/// When the picture would be too large.
pub fn png(chart: &Chart, width: f64) -> Result<Vec<u8>, ExportError> {
    let picture = picture(chart, width, Place::Alone);
    let mut paper = side(picture.width)
        .zip(side(picture.height))
        .and_then(|(width, height)| Paper::new(width, height))
        .ok_or_else(|| failed("it would be too large: write it as .svg"))?;
    for shape in &picture.shapes {
        paper.draw(shape);
    }
    paper.into_png().map_err(|error| failed(&error.to_string()))
}

/// The pixels of a side of this many units.
fn side(units: f64) -> Option<u32> {
    let pixels = units.ceil().max(1.0) * PIXELS;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a whole number from 2 to MOST"
    )]
    (pixels <= MOST).then_some(pixels as u32)
}

fn failed(why: &str) -> ExportError {
    ExportError::Picture { why: why.to_owned() }
}
