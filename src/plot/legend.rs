//! Legends: as many entries per line as fit.

use crate::plot::canvas::{Anchor, Canvas, LEADING, SMALL};
use crate::plot::measure::{lines, width};
use crate::report::{Point, Sign};

/// Space between two columns.
pub(super) const GAP: f64 = 14.0;
/// Margin around the chart.
pub(super) const EDGE: f64 = 6.0;

/// The layout of a legend.
pub(super) struct Layout {
    /// Width of the chart.
    pub(super) total: f64,
    /// The baseline of the first line.
    pub(super) baseline: f64,
    /// The distance from the left edge of a sign to its text.
    pub(super) indent: f64,
    /// Additional space between two lines of entries.
    pub(super) spacing: f64,
    /// The most lines of an entry.
    pub(super) most: usize,
}

/// Draws a legend and returns the baseline of its last line. `sign` draws the sign of the entry at an index, from its left edge
/// on the baseline.
pub(super) fn draw<'t>(
    canvas: &mut Canvas,
    texts: impl IntoIterator<Item = &'t str>,
    layout: &Layout,
    sign: impl Fn(&mut Canvas, usize, (f64, f64)),
) -> f64 {
    let (mut at, mut y) = (EDGE, layout.baseline);
    for (index, text) in texts.into_iter().enumerate() {
        let wrapped = lines(text, SMALL, layout.total - 2.0 * EDGE - layout.indent, layout.most);
        let widest = wrapped.iter().map(|line| width(line, SMALL)).fold(0.0, f64::max);
        let needed = layout.indent + widest + GAP;
        if at > EDGE && at + needed > layout.total - EDGE + GAP {
            at = EDGE;
            y += LEADING + layout.spacing;
        }
        sign(canvas, index, (at, y));
        for (place, line) in wrapped.iter().enumerate() {
            let left = (at + layout.indent, y + place as f64 * LEADING);
            canvas.text("quiet small", left, Anchor::Start, line);
        }
        y += (wrapped.len() - 1) as f64 * LEADING;
        at += needed;
    }
    y
}

/// Draws the legend of a chart of points and returns the height at which it ends.
pub(super) fn draw_signs(canvas: &mut Canvas, signs: &[(Sign, String)], top: f64, total: f64) -> f64 {
    let layout = Layout {
        total,
        baseline: top + LEADING,
        indent: 34.0,
        spacing: 2.0,
        most: 3,
    };
    let texts = signs.iter().map(|(_, text)| text.as_str());
    let end = draw(canvas, texts, &layout, |canvas, index, (x, y)| {
        draw_sign(canvas, signs[index].0, (x, y - 4.5));
    });
    end + 4.0
}

/// Draws a sign, from its left edge.
fn draw_sign(canvas: &mut Canvas, sign: Sign, (x, y): (f64, f64)) {
    let centre = (x + 13.0, y);
    match sign {
        Sign::Interval | Sign::Beside | Sign::Reference => {
            let class = if sign == Sign::Reference {
                "reference"
            } else {
                "interval"
            };
            canvas.line(class, (x, y), (x + 26.0, y));
        }
        Sign::Widened => {
            widened(canvas, (x, x + 26.0), y);
            canvas.line("interval", (x + 6.0, y), (x + 20.0, y));
        }
        Sign::Dot | Sign::Shrunken => {}
    }
    match sign {
        Sign::Interval | Sign::Widened | Sign::Dot => canvas.dot(Point::Filled, centre),
        Sign::Beside => canvas.dot(Point::Hollow, centre),
        Sign::Shrunken => canvas.diamond(centre),
        Sign::Reference => {}
    }
}

/// Draws a widened interval: a thin line with marked ends, behind the plain interval.
pub(super) fn widened(canvas: &mut Canvas, (from, to): (f64, f64), y: f64) {
    let end = |x: f64| [(x, y - 3.5), (x, y + 3.5)];
    canvas.lines("widened", vec![[(from, y), (to, y)], end(from), end(to)]);
}
