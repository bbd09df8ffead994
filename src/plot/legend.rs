//! Legends: as many entries per line as fit.

use crate::plot::canvas::{Anchor, Canvas, LEADING, SMALL};
use crate::plot::measure::{lines, width};

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
