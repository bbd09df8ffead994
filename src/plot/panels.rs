//! Small line charts side by side: a panel for each subject, terms from left to right.

use crate::plot::NARROW;
use crate::plot::canvas::{Anchor, Canvas, LEADING, SMALL, TEXT};
use crate::plot::legend::{EDGE, GAP, draw_signs};
use crate::plot::measure::{lines, width};
use crate::report::{Panel, PanelHeight, Panels, TermPoint};

/// Width that a panel needs, without its margins.
const LEAST: f64 = 225.0;
/// The most panels side by side.
const MOST_COLUMNS: usize = 3;
/// Height of the part of a short panel with the points.
const SHORT: f64 = 120.0;
/// Height of the part of a tall panel with the points.
const TALL: f64 = 240.0;
/// Space within that part above the highest and below the lowest point, for the figures.
const INSET: f64 = 16.0;
/// From a point up to the baseline of its figure, and down to it.
const ABOVE: f64 = 8.0;
const BELOW: f64 = 15.0;
/// The most lines of a panel's name, and of a term's.
const MOST_LINES: usize = 2;
/// The least room for a term's name.
const TERM: f64 = 44.0;

/// A panel's place in the picture, and what all panels of a row share.
struct Frame {
    left: f64,
    top: f64,
    width: f64,
    /// Lines of the longest name in the row.
    names: usize,
    /// Height of the part with the points.
    height: f64,
}

/// Draws panels and returns the height of the picture.
pub(crate) fn draw(canvas: &mut Canvas, panels: &Panels, total: f64) -> f64 {
    let room = total - 2.0 * EDGE;
    let fits = |columns: &usize| total >= NARROW && *columns as f64 * (LEAST + GAP) <= room + GAP;
    let most = (1..=MOST_COLUMNS).rev().find(fits).unwrap_or(1);
    let count = panels.panels.len().max(1);
    // Rows of nearly the same length: four panels are two and two.
    let columns = count.div_ceil(count.div_ceil(most));
    let each = (room - (columns - 1) as f64 * GAP) / columns as f64;
    let mut top = EDGE;
    for row in panels.panels.chunks(columns) {
        let name = |panel: &Panel| lines(&panel.label, TEXT, each, MOST_LINES).len();
        let names = row.iter().map(name).max().unwrap_or(0);
        let mut bottom = top;
        for (place, panel) in row.iter().enumerate() {
            let frame = Frame {
                left: EDGE + place as f64 * (each + GAP),
                top,
                width: each,
                names,
                height: match panels.height {
                    PanelHeight::Short => SHORT,
                    PanelHeight::Tall => TALL,
                },
            };
            bottom = f64::max(bottom, draw_panel(canvas, panel, &frame));
        }
        top = bottom + GAP;
    }
    let mut y = top - GAP;
    for line in lines(&panels.label, TEXT, room, 3) {
        y += LEADING;
        canvas.text("quiet small", (EDGE, y), Anchor::Start, &line);
    }
    draw_signs(canvas, &panels.legend, y + 10.0, total) + EDGE
}

/// Draws one panel and returns where it ends.
fn draw_panel(canvas: &mut Canvas, panel: &Panel, frame: &Frame) -> f64 {
    canvas.open(panel.in_words());
    let mut y = frame.top;
    for line in lines(&panel.label, TEXT, frame.width, MOST_LINES) {
        y += LEADING;
        canvas.text("whole", (frame.left, y), Anchor::Start, &line);
    }
    y = frame.top + frame.names as f64 * LEADING;
    y += LEADING;
    for line in lines(&panel.note, SMALL, frame.width, 1) {
        canvas.text("quiet small", (frame.left, y), Anchor::Start, &line);
    }
    let top = y + 6.0;
    let bottom = top + frame.height;
    let axis = &panel.axis;
    let labels = axis.ticks.iter().map(|(_, label)| width(label, SMALL));
    let left = frame.left + labels.fold(0.0, f64::max) + 6.0;
    let right = frame.left + frame.width;
    let span = (axis.to - axis.from).max(f64::MIN_POSITIVE);
    let (low, high) = (bottom - INSET, top + INSET);
    let height = |value: f64| low - ((value - axis.from) / span).clamp(0.0, 1.0) * (low - high);
    let mut free = f64::INFINITY;
    let mut grid = Vec::new();
    for (value, label) in &axis.ticks {
        let y = height(*value);
        if y < free {
            grid.push([(left, y), (right, y)]);
            canvas.text("quiet small", (left - 6.0, y + 4.0), Anchor::End, label);
            free = y - LEADING;
        }
    }
    canvas.lines("grid", grid);
    canvas.line("axis", (left, bottom), (right, bottom));
    let step = (right - left) / panel.points.len().max(1) as f64;
    let across = |place: usize| left + (place as f64 + 0.5) * step;
    let shown = |point: &TermPoint| point.mark.map(|mark| mark.value);
    for (place, pair) in panel.points.windows(2).enumerate() {
        if let (Some(from), Some(to)) = (shown(&pair[0]), shown(&pair[1])) {
            canvas.line(
                "widened",
                (across(place), height(from)),
                (across(place + 1), height(to)),
            );
        }
    }
    for (place, point) in panel.points.iter().enumerate() {
        let has_room = width(&point.figure, SMALL) < step - 2.0 || place + 1 == panel.points.len();
        draw_point(canvas, point, across(place), &height, has_room);
    }
    let end = terms(canvas, panel, bottom, step, across);
    canvas.close();
    end
}

/// Draws a point with its interval, the figure beside it and, if there is room, its figure in digits.
fn draw_point(canvas: &mut Canvas, point: &TermPoint, x: f64, height: &impl Fn(f64) -> f64, has_room: bool) {
    let Some(mark) = point.mark else {
        return;
    };
    let mut baseline = height(mark.value) - ABOVE;
    if let Some((low, high)) = mark.limits {
        canvas.line("interval", (x, height(low)), (x, height(high)));
        baseline = baseline.min(height(high) - 4.0);
    }
    if let Some(shrunken) = mark.shrunken {
        canvas.diamond((x, height(shrunken)));
        // The figure is that of the point, so it goes to the side on which the point is.
        if shrunken > mark.value {
            baseline = height(mark.value) + BELOW;
        }
    }
    canvas.dot(mark.point, (x, height(mark.value)));
    if has_room {
        canvas.text("name small", (x, baseline), Anchor::Middle, &point.figure);
    }
}

/// Writes the names of as many terms as there is room for, the last one always, and returns where they end.
fn terms(canvas: &mut Canvas, panel: &Panel, bottom: f64, step: f64, across: impl Fn(usize) -> f64) -> f64 {
    let count = panel.points.len();
    let every = (1..count)
        .find(|every| *every as f64 * step >= TERM)
        .unwrap_or(count.max(1));
    let room = every as f64 * step - 4.0;
    let mut most = 0;
    for (place, point) in panel.points.iter().enumerate() {
        if (count - 1 - place).is_multiple_of(every) {
            let name = lines(&point.term, SMALL, room, MOST_LINES);
            for (line, text) in name.iter().enumerate() {
                let y = bottom + (line + 1) as f64 * LEADING;
                canvas.text("quiet small", (across(place), y), Anchor::Middle, text);
            }
            most = most.max(name.len());
        }
    }
    bottom + most as f64 * LEADING
}
