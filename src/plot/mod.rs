//! Charts as SVG. Positions follow from measured text widths, so that nothing overlaps.

mod bars;
mod canvas;
mod colour;
mod dots;
mod element;
mod legend;
mod measure;

use crate::plot::canvas::Canvas;
use crate::plot::element::{elements, escaped};
use crate::report::{Chart, Drawing, number};

#[cfg(feature = "cli")]
pub(crate) use bars::to_the_left;
pub(crate) use canvas::Shape;
#[cfg(feature = "cli")]
pub(crate) use canvas::{Anchor, CORNER, RADIUS};
pub use colour::style;
#[cfg(feature = "cli")]
pub(crate) use colour::{category, property};
#[cfg(feature = "cli")]
pub(crate) use element::{DIAMOND, dot_class};

/// Setting of a chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A separate file, which contains its colours.
    Alone,
    /// Part of a page that contains [`style`] and a table with the same figures.
    InPage,
}

/// Below this width, labels are above their rows.
const NARROW: f64 = 480.0;

/// Size and shapes of a chart.
#[derive(Debug)]
pub(crate) struct Picture {
    pub(crate) width: f64,
    pub(crate) height: f64,
    pub(crate) shapes: Vec<Shape>,
}

/// Draws a chart `width` units wide and as high as needed.
pub(crate) fn picture(chart: &Chart, width: f64, place: Place) -> Picture {
    let mut canvas = Canvas::default();
    let height = match &chart.drawing {
        Drawing::Dots(dots) => dots::draw(&mut canvas, dots, width),
        Drawing::Bars(bars) => bars::draw(&mut canvas, bars, width),
    };
    let mut shapes = canvas.into_shapes();
    // A page contains each chart twice. The narrow version is for phones, which have no pointer.
    if place == Place::InPage && width < NARROW {
        shapes.iter_mut().for_each(Shape::omit_title);
    }
    Picture { width, height, shapes }
}

/// Draws a chart as an SVG element, `width` units wide and as high as needed.
#[must_use]
pub fn svg(chart: &Chart, width: f64, place: Place) -> String {
    let picture = picture(chart, width, place);
    let [w, h] = [picture.width, picture.height].map(number::place);
    let (title, summary) = (escaped(&chart.title), escaped(&chart.summary));
    let shapes = elements(&picture.shapes);
    match place {
        Place::Alone => format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <svg xmlns=\"http://www.w3.org/2000/svg\" class=\"figure\" width=\"{w}\" height=\"{h}\" \
             viewBox=\"0 0 {w} {h}\" role=\"img\" aria-labelledby=\"title desc\">\n\
             <title id=\"title\">{title}</title>\n<desc id=\"desc\">{summary} {}</desc>\n<style>{}</style>\n\
             <rect class=\"paper\" width=\"{w}\" height=\"{h}\"/>\n{}\n</svg>\n",
            escaped(&chart.in_words()),
            style(""),
            shapes.replace("<g>", "\n<g>")
        ),
        Place::InPage => format!(
            "<svg class=\"figure\" viewBox=\"0 0 {w} {h}\" role=\"img\" aria-label=\"{title}. {summary}\">{shapes}</svg>"
        ),
    }
}
