//! The axes of dot plots.

use crate::report::board::score::Bounds;
use crate::report::{Axis, Kind, Mark, number};

/// An axis of scores: the part of the possible scores that the marks need, extended to whole steps.
pub(super) fn of_scores(marks: impl Iterator<Item = Mark>, bounds: Bounds) -> Axis {
    let Bounds { least, most } = bounds;
    let range = (most - least).max(f64::MIN_POSITIVE);
    let (low, high) = extent(marks).unwrap_or((least, most));
    // Less than a fifth of the range would make small differences look large.
    let spare = ((range / 5.0) - (high - low)).max(0.0) / 2.0;
    let (low, high) = ((low - spare).max(least), (high + spare).min(most));
    let step = step(high - low, 8.0, range);
    let from = ((low / step).floor() * step).max(least);
    let to = ((high / step).ceil() * step).min(most);
    let part = if from > least || to < most {
        "; the part that is used is drawn"
    } else {
        ""
    };
    Axis {
        from,
        to: if to > from { to } else { from + step },
        ticks: ticks(from, to, step),
        label: format!("Score, on a scale from {}{part}", bounds.text()),
    }
}

/// An axis of changes. It includes at least a tenth of the possible scores on each side of 0, so that small changes do not look
/// large.
pub(super) fn of_changes(marks: impl Iterator<Item = Mark>, bounds: Bounds) -> Axis {
    let range = (bounds.most - bounds.least).max(f64::MIN_POSITIVE);
    let (low, high) = extent(marks).unwrap_or((0.0, 0.0));
    let (low, high) = (low.min(-range / 10.0), high.max(range / 10.0));
    let step = step(high - low, 6.0, range);
    let (from, to) = ((low / step).floor() * step, (high / step).ceil() * step);
    let signed = |(value, label): (f64, String)| match value {
        value if value > step / 2.0 => (value, format!("+{label}")),
        _ => (value, label),
    };
    Axis {
        from,
        to,
        ticks: ticks(from, to, step).into_iter().map(signed).collect(),
        label: format!("Change of the score, on a scale from {}", bounds.text()),
    }
}

/// An axis of eigenvalues, from 0.
pub(super) fn of_eigenvalues(marks: impl Iterator<Item = Mark>) -> Axis {
    from_nought(marks, "Eigenvalue")
}

/// An axis of loadings. It includes 0 and 1.
pub(super) fn of_loadings(marks: impl Iterator<Item = Mark>) -> Axis {
    from_nought(marks, "Loading: correlation with what the scale has in common")
}

/// An axis that includes 0 and 1.
fn from_nought(marks: impl Iterator<Item = Mark>, label: &str) -> Axis {
    let (low, high) = extent(marks).unwrap_or((0.0, 1.0));
    let (low, high) = (low.min(0.0), high.max(1.0));
    let step = step(high - low, 6.0, high - low);
    let (from, to) = ((low / step).floor() * step, (high / step).ceil() * step);
    Axis {
        from,
        to,
        ticks: ticks(from, to, step),
        label: label.to_owned(),
    }
}

/// The lowest and the highest value of the marks and their intervals.
fn extent(marks: impl Iterator<Item = Mark>) -> Option<(f64, f64)> {
    let own = |value: f64| (value, value);
    let ends = marks.flat_map(|mark| [mark.limits, mark.widened, mark.shrunken.map(own), Some(own(mark.value))]);
    ends.flatten().reduce(|all, own| (all.0.min(own.0), all.1.max(own.1)))
}

/// The smallest round step that divides a length into at most so many parts.
fn step(length: f64, most: f64, whole: f64) -> f64 {
    let steps = [0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0];
    steps.into_iter().find(|step| length / step <= most).unwrap_or(whole)
}

/// The multiples of a step from one value to another.
fn ticks(from: f64, to: f64, step: f64) -> Vec<(f64, String)> {
    const MOST: usize = 24;
    // A multiple of a step differs from it in the last digit after division.
    const SPARE: f64 = 1e-6;
    let kind = if step < 1.0 { Kind::Statistic } else { Kind::Count };
    let first = (from / step - SPARE).ceil();
    let values = (0..MOST).map(|count| (first + count as f64) * step);
    values
        .take_while(|value| *value <= to + step * SPARE)
        .map(|value| (value, number::text(value, kind)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Point;
    use crate::report::board::score::dot;

    fn axis(value: f64, limits: (f64, f64)) -> Axis {
        let mark = Mark {
            limits: Some(limits),
            ..dot(Point::Filled, value)
        };
        let bounds = Bounds { least: 1.0, most: 6.0 };
        of_changes([mark].into_iter(), bounds)
    }

    #[test]
    fn the_axis_holds_nought_and_every_limit() {
        let wide = axis(0.9, (0.2, 1.6));
        assert!(wide.from <= -0.5 && wide.to >= 1.6, "{wide:?}");
        let small = axis(0.01, (0.0, 0.02));
        assert!(small.to - small.from >= 1.0, "a small change looks small: {small:?}");
        let labels: Vec<&str> = small.ticks.iter().map(|(_, label)| label.as_str()).collect();
        assert_eq!(labels.first(), Some(&"−0.6"));
        assert!(labels.contains(&"0.0") && labels.contains(&"+0.2"), "{labels:?}");
        let sums = of_changes(
            std::iter::empty(),
            Bounds {
                least: 12.0,
                most: 72.0,
            },
        );
        assert!(sums.from <= -6.0 && sums.to >= 6.0 && sums.ticks.len() < 12, "{sums:?}");
    }
}
