//! Figures as SVG. Where everything stands follows from the text's measured widths, so that nothing overlaps.

mod bars;
mod canvas;
mod colour;
mod dots;
mod element;
mod measure;

use crate::plot::canvas::Canvas;
use crate::plot::element::{elements, escaped};
use crate::report::{Drawing, Figure, number};

pub(crate) use canvas::{Anchor, CORNER, RADIUS, Shape};
pub(crate) use colour::property;
pub use colour::style;
pub(crate) use element::{DIAMOND, dot_class};

/// Where a figure will stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In a file of its own, which carries its colours.
    Alone,
    /// In a page that has [`style`], beside a table with the same figures.
    InPage,
}

/// Below this width labels stand above their rows.
const NARROW: f64 = 480.0;

/// A figure's size and shapes.
#[derive(Debug)]
pub(crate) struct Picture {
    pub(crate) width: f64,
    pub(crate) height: f64,
    pub(crate) shapes: Vec<Shape>,
}

/// Draws a figure `width` units wide and as high as it takes.
pub(crate) fn picture(figure: &Figure, width: f64, place: Place) -> Picture {
    // A page contains each figure twice. The narrow one, for telephones, has no titles for a pointer.
    let mut canvas = Canvas::new(place == Place::Alone || width >= NARROW);
    let height = match &figure.drawing {
        Drawing::Dots(dots) => dots::draw(&mut canvas, dots, width),
        Drawing::Bars(bars) => bars::draw(&mut canvas, bars, width),
    };
    Picture {
        width,
        height,
        shapes: canvas.into_shapes(),
    }
}

/// A figure as an SVG element, `width` units wide and as high as it takes.
#[must_use]
pub fn svg(figure: &Figure, width: f64, place: Place) -> String {
    let picture = picture(figure, width, place);
    let [w, h] = [picture.width, picture.height].map(number::place);
    let (title, summary) = (escaped(&figure.title), escaped(&figure.summary));
    let shapes = elements(&picture.shapes);
    match place {
        Place::Alone => format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <svg xmlns=\"http://www.w3.org/2000/svg\" class=\"figure\" width=\"{w}\" height=\"{h}\" \
             viewBox=\"0 0 {w} {h}\" role=\"img\" aria-labelledby=\"title desc\">\n\
             <title id=\"title\">{title}</title>\n<desc id=\"desc\">{summary} {}</desc>\n<style>{}</style>\n\
             <rect class=\"paper\" width=\"{w}\" height=\"{h}\"/>\n{}\n</svg>\n",
            escaped(&figure.detail),
            style(""),
            shapes.replace("<g>", "\n<g>")
        ),
        Place::InPage => format!(
            "<svg class=\"figure\" viewBox=\"0 0 {w} {h}\" role=\"img\" aria-label=\"{title}. {summary}\">{shapes}</svg>"
        ),
    }
}
