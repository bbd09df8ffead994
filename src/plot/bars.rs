//! Diverging stacked bars: unfavourable answers left of a common line, favourable answers right of it, a middle
//! category centred on it.

use crate::plot::NARROW;
use crate::plot::canvas::{Anchor, Canvas, LEADING, TEXT};
use crate::plot::colour::category;
use crate::plot::legend::{self, EDGE, GAP, Layout};
use crate::plot::measure::{lines, width};
use crate::report::{BarRow, Bars, Part};

/// Height of a bar.
const BAR: f64 = 20.0;

/// Draws the bars and returns the height of the chart.
pub(crate) fn draw(canvas: &mut Canvas, bars: &Bars, total: f64) -> f64 {
    let narrow = total < NARROW;
    let right = total - EDGE;
    let text = bars.rows.iter().map(|row| width(&row.text, TEXT)).fold(0.0, f64::max);
    let text = text.max(width(&bars.heading, TEXT));
    let label = if narrow {
        right - EDGE - text - GAP
    } else {
        let widest = bars.rows.iter().map(|row| width(&row.label, TEXT)).fold(0.0, f64::max);
        widest.clamp(60.0, total * 0.4)
    };
    let (left, end) = if narrow {
        (EDGE, right)
    } else {
        (EDGE + label + GAP, right - text - GAP)
    };
    let mut y = draw_legend(canvas, &bars.categories, total) + LEADING + 4.0;
    canvas.text("quiet small", (right, y), Anchor::End, &bars.heading);
    y += 8.0;
    let middle = Middle::of(bars, left, end);
    let top = y;
    for row in &bars.rows {
        let wrapped = lines(&row.label, TEXT, label, if narrow { 4 } else { 3 });
        let words = wrapped.len() as f64 * LEADING;
        let (first, bar, height) = if narrow {
            (y + 13.0, y + words + 4.0, words + BAR + 14.0)
        } else {
            let height = words.max(BAR) + 8.0;
            (y + (height - words) / 2.0 + 12.0, y + (height - BAR) / 2.0, height)
        };
        canvas.open(row.in_words(&bars.categories));
        let class = if row.whole { "whole" } else { "name" };
        for (place, line) in wrapped.iter().enumerate() {
            canvas.text(class, (EDGE, first + place as f64 * LEADING), Anchor::Start, line);
        }
        let baseline = if narrow { first } else { bar + BAR / 2.0 + 4.5 };
        let class = if row.shares.is_some() { class } else { "quiet" };
        canvas.text(class, (right, baseline), Anchor::End, &row.text);
        if let Some(shares) = &row.shares {
            segments(canvas, shares, &middle, bar);
        }
        canvas.close();
        y += height;
    }
    canvas.line("axis", (middle.at, top), (middle.at, y));
    y + EDGE
}

/// Position of the line between the two sides, and the width of all answers of a row.
struct Middle {
    at: f64,
    unit: f64,
}

impl Middle {
    fn of(bars: &Bars, left: f64, end: f64) -> Self {
        let sides = |row: &BarRow| {
            row.shares
                .as_ref()
                .map(|shares| (to_the_left(shares), 1.0 - to_the_left(shares)))
        };
        let widest = bars
            .rows
            .iter()
            .filter_map(sides)
            .fold((0.0_f64, 0.0_f64), |most, side| {
                (most.0.max(side.0), most.1.max(side.1))
            });
        let unit = (end - left) / (widest.0 + widest.1).max(1.0);
        Self {
            at: left + widest.0 * unit,
            unit,
        }
    }
}

/// Share of answers left of the line: the lower half of the categories, and half of a middle category.
pub(crate) fn to_the_left(shares: &[Part]) -> f64 {
    let half = shares.len() / 2;
    let middle = if shares.len() % 2 == 1 {
        shares[half].share / 2.0
    } else {
        0.0
    };
    shares[..half].iter().map(|part| part.share).sum::<f64>() + middle
}

/// Draws the categories of one row.
fn segments(canvas: &mut Canvas, shares: &[Part], middle: &Middle, top: f64) {
    let mut x = middle.at - to_the_left(shares) * middle.unit;
    for (place, part) in shares.iter().enumerate() {
        let wide = part.share * middle.unit;
        if wide > 0.0 {
            let (fill, ink) = category(place, shares.len());
            canvas.rect("gap", (x, top), (wide, BAR), Some(fill));
            let label = part.text.trim_end_matches(" %");
            if width(label, TEXT) + 6.0 < wide {
                canvas.on(ink, (x + wide / 2.0, top + BAR / 2.0 + 4.5), label);
            }
        }
        x += wide;
    }
}

/// Draws a swatch and a name for every category, used or not, and returns the height at which the legend ends.
fn draw_legend(canvas: &mut Canvas, categories: &[String], total: f64) -> f64 {
    let layout = Layout {
        total,
        baseline: EDGE + LEADING,
        indent: 22.0,
        spacing: 4.0,
        most: 2,
    };
    let texts = categories.iter().map(String::as_str);
    legend::draw(canvas, texts, &layout, |canvas, place, (x, y)| {
        let (fill, _) = category(place, categories.len());
        canvas.rect("gap", (x, y - 11.5), (15.0, 14.0), Some(fill));
    })
}
