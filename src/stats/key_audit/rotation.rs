//! Would the answers hang together better if every code were shifted by one, the last coming round to the first?
//!
//! A shift of all items of a scale is judged by the share of variance of the first principal component, λ₁/k, which no
//! turning of items changes; a shift of one item by Williams's t for the two correlations, with the others' sum, of the item
//! as it stands (or turned, whichever fits better) and of the item shifted back:
//!
//! t = (r₁ − r₀) √((n − 1)(1 + r₀₁) / (2 (n − 1)/(n − 3) |R| + r̄² (1 − r₀₁)³)), |R| = 1 − r₁² − r₀² − r₀₁² + 2 r₁ r₀ r₀₁.
//!
//! Williams (1959), Regression Analysis; Steiger (1980), Psychological Bulletin 87(2), 245–251.

use crate::stats::key_audit::ScaleAnswers;
use crate::stats::key_audit::matrix::{Keyed, covariance, first_component, keyed, place};

/// A shift that makes the answers hang together better.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rotation {
    /// What to add to every code to undo it, the last code coming round to the first: 1 or −1.
    pub undo: i32,
    /// For a scale λ₁/k, for an item its correlation with the others, as the file stands.
    pub as_it_stands: f64,
    /// The same with the shift undone.
    pub undone: f64,
    /// Williams's t; `None` for a shift of the whole scale.
    pub t: Option<f64>,
}

/// Codes that a scale of labels may have: two shifted are two reversed, and sliders have no labels.
const POINTS: std::ops::RangeInclusive<usize> = 3..=11;
/// How much λ₁/k must rise, at the least, and times √n.
const RISE: f64 = 0.05;
const RISE_ROOT_N: f64 = 0.7;
/// An item shifted back must correlate with the others at least this much, this much more than before, and t be above.
const LEAST_R: f64 = 0.20;
const LEAST_GAIN: f64 = 0.10;
const LEAST_T: f64 = 3.0;
/// The code that comes round must have been given by so many persons, and by this share: one careless person is no shift.
const LEAST_ROUND: usize = 5;
const LEAST_ROUND_SHARE: f64 = 0.04;

/// The shift of all items that makes the scale hang together clearly better, if one does.
pub(crate) fn of_scale(answers: &ScaleAnswers<'_>, as_given: &Keyed) -> Option<Rotation> {
    if !POINTS.contains(&answers.points) || answers.items.len() < 3 {
        return None;
    }
    let share = |keyed: &Keyed| {
        first_component(&keyed.pooled)
            .ok()
            .map(|(value, _)| value / answers.items.len() as f64)
    };
    let as_it_stands = share(as_given)?;
    let needed = RISE.max(RISE_ROOT_N / (as_given.persons as f64).sqrt());
    let tried = [1, -1].into_iter().filter_map(|undo| {
        let items: Vec<Vec<Option<u8>>> = answers
            .items
            .iter()
            .map(|item| {
                item.iter()
                    .map(|answer| answer.map(|place| shifted(place, undo, answers.points)))
                    .collect()
            })
            .collect();
        let undone = share(&keyed(&ScaleAnswers {
            items: &items,
            ..*answers
        }))?;
        (undone - as_it_stands >= needed).then_some(Rotation {
            undo,
            as_it_stands,
            undone,
            t: None,
        })
    });
    tried.max_by(|a, b| a.undone.total_cmp(&b.undone))
}

/// The shift of one item that makes it fit the others, each turned by its sign, clearly better, if one does.
pub(crate) fn of_item(answers: &ScaleAnswers<'_>, keyed: &Keyed, signs: &[f64], item: usize) -> Option<Rotation> {
    if !POINTS.contains(&answers.points) {
        return None;
    }
    let rest = rest(answers, keyed, signs, item);
    let of = |undo: i32| -> Vec<f64> {
        let keyed_place = |&row: &usize| {
            let answer = answers.items[item][row].map(|place| shifted(place, undo, answers.points));
            place(answer, answers.points, answers.reversed[item])
        };
        keyed.rows.iter().map(keyed_place).collect()
    };
    let stands = of(0);
    let r0 = correlation(&stands, &rest)?;
    let round = |undo: i32| {
        let comes_round = if undo > 0 { answers.points - 1 } else { 0 };
        let given = |row: &&usize| answers.items[item][**row].is_some_and(|place| usize::from(place) == comes_round);
        let n = keyed.rows.iter().filter(given).count();
        n >= LEAST_ROUND && n as f64 >= LEAST_ROUND_SHARE * keyed.rows.len() as f64
    };
    let tried = [1, -1].into_iter().filter(|&undo| round(undo)).filter_map(|undo| {
        let back = of(undo);
        let (r1, r01) = (correlation(&back, &rest)?, correlation(&back, &stands)?);
        // An item that runs against the others is explained by turning it, if that fits as well.
        let (r0, r01) = if r0 < 0.0 { (-r0, -r01) } else { (r0, r01) };
        let t = williams(r1, r0, r01, keyed.persons as f64);
        let better = r1 >= LEAST_R && r1 - r0 >= LEAST_GAIN && t >= LEAST_T;
        better.then_some(Rotation {
            undo,
            as_it_stands: r0,
            undone: r1,
            t: Some(t),
        })
    });
    tried.max_by(|a, b| a.undone.total_cmp(&b.undone))
}

/// Mean of the other items of each person, each turned by its sign; NaN where half of them or more are missing.
fn rest(answers: &ScaleAnswers<'_>, keyed: &Keyed, signs: &[f64], item: usize) -> Vec<f64> {
    let middle = (answers.points as f64 - 1.0) / 2.0;
    let others: Vec<usize> = (0..signs.len())
        .filter(|&other| other != item && signs[other].abs() > 0.5)
        .collect();
    let of = |&row: &usize| {
        let given: Vec<f64> = others
            .iter()
            .map(|&other| {
                signs[other] * (place(answers.items[other][row], answers.points, answers.reversed[other]) - middle)
            })
            .filter(|value| !value.is_nan())
            .collect();
        if 2 * given.len() > others.len() {
            given.iter().sum::<f64>() / given.len() as f64
        } else {
            f64::NAN
        }
    };
    keyed.rows.iter().map(of).collect()
}

fn shifted(place: u8, undo: i32, points: usize) -> u8 {
    let points = i32::try_from(points).unwrap_or(i32::MAX);
    u8::try_from((i32::from(place) + undo).rem_euclid(points)).unwrap_or(place)
}

fn correlation(x: &[f64], y: &[f64]) -> Option<f64> {
    let both: Vec<(f64, f64)> = x
        .iter()
        .zip(y)
        .filter(|(a, b)| !a.is_nan() && !b.is_nan())
        .map(|(&a, &b)| (a, b))
        .collect();
    let (x, y): (Vec<f64>, Vec<f64>) = both.into_iter().unzip();
    let (xx, yy, xy) = (covariance(&x, &x).0, covariance(&y, &y).0, covariance(&x, &y).0);
    (xx > 1e-10 && yy > 1e-10).then(|| (xy / (xx * yy).sqrt()).clamp(-1.0, 1.0))
}

fn williams(r1: f64, r0: f64, r01: f64, n: f64) -> f64 {
    if n <= 3.0 {
        return 0.0;
    }
    let determinant = 1.0 - r1 * r1 - r0 * r0 - r01 * r01 + 2.0 * r1 * r0 * r01;
    let mean = f64::midpoint(r1, r0);
    let below = 2.0 * (n - 1.0) / (n - 3.0) * determinant.max(0.0) + mean * mean * (1.0 - r01).powi(3);
    if below > 0.0 {
        (r1 - r0) * ((n - 1.0) * (1.0 + r01) / below).sqrt()
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_relative_eq;

    #[test]
    fn williams_t_of_steiger_1980_style_figures() {
        // psych::r.test(n = 103, r12 = .4, r13 = .5, r23 = .1): t = -0.89.
        assert_relative_eq!(williams(0.4, 0.5, 0.1, 103.0), -0.89, epsilon = 0.005);
    }

    #[test]
    fn a_shift_comes_round_at_both_ends() {
        assert_eq!([0, 1, 5].map(|place| shifted(place, 1, 6)), [1, 2, 0]);
        assert_eq!([0, 1, 5].map(|place| shifted(place, -1, 6)), [5, 0, 4]);
    }
}
