//! Charts as SVG. Positions follow from measured text widths, so that nothing overlaps.

mod bars;
mod canvas;
mod colour;
mod dots;
mod element;
mod legend;
mod measure;
mod panels;

use crate::plot::canvas::{Canvas, LEADING, SMALL, TEXT};
use crate::plot::element::{elements, escaped};
use crate::plot::legend::EDGE;
use crate::plot::measure::lines;
use crate::report::{Chart, Drawing, number};

#[cfg(feature = "cli")]
pub(crate) use bars::to_the_left;
pub(crate) use canvas::{Anchor, Shape};
#[cfg(feature = "cli")]
pub(crate) use canvas::{CORNER, RADIUS};
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

/// The most lines of a picture's title and of its source.
const MOST_LINES: usize = 3;

/// Draws a chart `width` units wide and as high as needed.
pub(crate) fn picture(chart: &Chart, width: f64, place: Place) -> Picture {
    let mut canvas = Canvas::default();
    let mut height = match &chart.drawing {
        Drawing::Dots(dots) => dots::draw(&mut canvas, dots, width),
        Drawing::Bars(bars) => bars::draw(&mut canvas, bars, width),
        Drawing::Panels(panels) => panels::draw(&mut canvas, panels, width),
    };
    if place == Place::Alone {
        height = alone(&mut canvas, chart, width, height);
    }
    let mut shapes = canvas.into_shapes();
    // A page contains each chart twice. The narrow version is for phones, which have no pointer.
    if place == Place::InPage && width < NARROW {
        shapes.iter_mut().for_each(Shape::omit_title);
    }
    Picture { width, height, shapes }
}

/// Adds what a page says around a chart: its title above and its source below. Returns the height.
fn alone(canvas: &mut Canvas, chart: &Chart, width: f64, height: f64) -> f64 {
    let room = width - 2.0 * EDGE;
    let title = lines(&chart.title, TEXT, room, MOST_LINES);
    let above = title.len() as f64 * LEADING + EDGE;
    canvas.shift_down(above);
    for (place, line) in title.iter().enumerate() {
        let y = EDGE + (place as f64 + 0.75) * LEADING;
        canvas.text("whole", (EDGE, y), Anchor::Start, line);
    }
    let mut y = above + height;
    for line in lines(&chart.source, SMALL, room, MOST_LINES) {
        y += LEADING;
        canvas.text("quiet small", (EDGE, y), Anchor::Start, &line);
    }
    y + EDGE
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
