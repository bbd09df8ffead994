//! Dot plot: one row per group with its dot and intervals.

use crate::plot::NARROW;
use crate::plot::canvas::{Anchor, Canvas, LEADING, TEXT};
use crate::plot::legend::{EDGE, GAP, draw_signs, widened};
use crate::plot::measure::{lines, width};
use crate::report::{DotRow, Dots};

/// Distance from one row to the next if labels have one line.
const ROW: f64 = 22.0;

/// Positions of the columns.
struct Columns {
    label: f64,
    plot: (f64, f64),
    narrow: bool,
    /// True if a row's text is below its label because there is no room next to it.
    under: bool,
    right: f64,
}

/// If labels would get less than this share of the width, a row's text goes below its label.
const LEAST_FOR_LABELS: f64 = 0.4;

impl Columns {
    fn of(dots: &Dots, total: f64) -> Self {
        let narrow = total < NARROW;
        let right = total - EDGE;
        if narrow {
            let text = dots.rows.iter().map(|row| width(&row.text, TEXT)).fold(0.0, f64::max);
            let room = right - EDGE - text - GAP;
            let under = room < total * LEAST_FOR_LABELS;
            return Self {
                label: if under { right - EDGE } else { room },
                plot: (EDGE + 10.0, right - 10.0),
                narrow,
                under,
                right,
            };
        }
        let widest = |text: fn(&DotRow) -> &str| dots.rows.iter().map(|row| width(text(row), TEXT)).fold(0.0, f64::max);
        let label = widest(|row| &row.label).clamp(60.0, total * 0.32);
        let text = widest(|row| &row.text).max(width(&dots.heading, TEXT));
        Self {
            label,
            plot: (EDGE + label + GAP + 6.0, right - text - GAP - 6.0),
            narrow,
            under: false,
            right,
        }
    }
}

/// Draws a dot plot and returns its height.
pub(crate) fn draw(canvas: &mut Canvas, dots: &Dots, total: f64) -> f64 {
    let columns = Columns::of(dots, total);
    let (left, right) = columns.plot;
    let span = (dots.axis.to - dots.axis.from).max(f64::MIN_POSITIVE);
    let x = |value: f64| left + ((value - dots.axis.from) / span).clamp(0.0, 1.0) * (right - left);
    let most = if columns.narrow { 3 } else { 2 };
    let labels: Vec<Vec<String>> = dots
        .rows
        .iter()
        .map(|row| lines(&row.label, TEXT, columns.label, most))
        .collect();
    let heights = labels.iter().map(|label| {
        let text = (label.len() + usize::from(columns.under)) as f64 * LEADING;
        if columns.narrow {
            text + ROW
        } else {
            text.max(LEADING) + ROW - LEADING
        }
    });
    let heights: Vec<f64> = heights.collect();
    let mut top = EDGE + LEADING;
    let reference = dots.reference.as_ref();
    if !columns.narrow && !dots.rows.is_empty() {
        canvas.text("quiet small", (columns.right, top), Anchor::End, &dots.heading);
    }
    if let Some(reference) = reference {
        let half = width(&reference.label, TEXT) / 2.0;
        let (least, most) = if columns.narrow {
            (EDGE + half, columns.right - half)
        } else {
            (EDGE + half, columns.right - width(&dots.heading, TEXT) - GAP - half)
        };
        let at = x(reference.value).min(most).max(least);
        canvas.text("reference-label small", (at, top), Anchor::Middle, &reference.label);
    }
    top += 8.0;
    let bottom = top + heights.iter().sum::<f64>();
    if !columns.narrow {
        background(canvas, dots, (top, bottom), &x);
    }
    let mut y = top;
    for ((row, label), height) in dots.rows.iter().zip(&labels).zip(&heights) {
        if columns.narrow {
            // Labels are between the strips, so that no line crosses them.
            let words = (label.len() + usize::from(columns.under)) as f64 * LEADING;
            let strip = y + words + 2.0;
            background(canvas, dots, (strip, y + height), &x);
        }
        draw_row(canvas, row, label, &columns, (y, *height), &x);
        y += height;
    }
    canvas.line("axis", (left, bottom), (right, bottom));
    y = ticks(canvas, dots, bottom, &x);
    for line in lines(&dots.axis.label, TEXT, total - 2.0 * EDGE, 3) {
        y += LEADING;
        canvas.text("quiet small", (f64::midpoint(left, right), y), Anchor::Middle, &line);
    }
    draw_signs(canvas, &dots.legend, y + 10.0, total) + EDGE
}

/// Draws the background of the rows: the band, the grid and the reference line.
fn background(canvas: &mut Canvas, dots: &Dots, (top, bottom): (f64, f64), x: &impl Fn(f64) -> f64) {
    let reference = dots.reference.as_ref();
    if let Some((low, high)) = reference.and_then(|reference| reference.limits) {
        canvas.rect("band", (x(low), top), ((x(high) - x(low)).max(1.0), bottom - top), None);
    }
    let grid = dots
        .axis
        .ticks
        .iter()
        .map(|(value, _)| [(x(*value), top), (x(*value), bottom)]);
    canvas.lines("grid", grid.collect());
    if let Some(reference) = reference {
        canvas.line("reference", (x(reference.value), top), (x(reference.value), bottom));
    }
}

/// Draws one row: label, text, intervals and dot.
fn draw_row(
    canvas: &mut Canvas,
    row: &DotRow,
    label: &[String],
    columns: &Columns,
    (top, height): (f64, f64),
    x: &impl Fn(f64) -> f64,
) {
    canvas.open(row.in_words());
    let text = (label.len() + usize::from(columns.under)) as f64 * LEADING;
    let (first, centre) = if columns.narrow {
        (top + 13.0, top + text + (height - text) / 2.0 - 2.0)
    } else {
        (top + (height - text) / 2.0 + 12.0, top + height / 2.0)
    };
    for (place, line) in label.iter().enumerate() {
        canvas.text("name", (EDGE, first + place as f64 * LEADING), Anchor::Start, line);
    }
    let baseline = if columns.narrow { first } else { centre + 4.5 };
    let class = if row.mark.is_some() { "name" } else { "quiet" };
    if columns.under {
        let below = first + label.len() as f64 * LEADING;
        canvas.text(class, (EDGE, below), Anchor::Start, &row.text);
    } else {
        canvas.text(class, (columns.right, baseline), Anchor::End, &row.text);
    }
    if let Some(mark) = row.mark {
        if let Some((low, high)) = mark.widened {
            widened(canvas, (x(low), x(high)), centre);
        }
        if let Some((low, high)) = mark.limits {
            canvas.line("interval", (x(low), centre), (x(high), centre));
        }
        canvas.dot(mark.point, (x(mark.value), centre));
        if let Some(shrunken) = mark.shrunken {
            canvas.diamond((x(shrunken), centre));
        }
    }
    canvas.close();
}

/// Draws the ticks, with labels where there is room, and returns the height at which the next line begins.
fn ticks(canvas: &mut Canvas, dots: &Dots, bottom: f64, x: &impl Fn(f64) -> f64) -> f64 {
    let mut free = f64::NEG_INFINITY;
    for (value, label) in &dots.axis.ticks {
        let half = width(label, TEXT) / 2.0;
        canvas.line("axis", (x(*value), bottom), (x(*value), bottom + 4.0));
        if x(*value) - half > free {
            canvas.text("quiet small", (x(*value), bottom + LEADING), Anchor::Middle, label);
            free = x(*value) + half + 4.0;
        }
    }
    bottom + LEADING
}
