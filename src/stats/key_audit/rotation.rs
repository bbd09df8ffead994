//! Detects rotated labels: codes that are shifted by one, with the last code becoming the first.
//!
//! A shift of all items is judged by the share of variance of the first principal component, λ₁/k, which does not
//! depend on the items' directions. A shift of one item is judged by Williams's t for two dependent correlations with
//! the sum of the other items: r₀ of the item as given (or reversed, if that fits better) and r₁ of the item shifted
//! back; r₀₁ is the correlation of these two, n the number of persons and r̄ = (r₁ + r₀)/2:
//!
//! t = (r₁ − r₀) √((n − 1)(1 + r₀₁) / (2 (n − 1)/(n − 3) |R| + r̄² (1 − r₀₁)³)), |R| = 1 − r₁² − r₀² − r₀₁² + 2 r₁ r₀
//! r₀₁.
//!
//! Williams (1959), Regression Analysis; Steiger (1980), Psychological Bulletin 87(2), 245–251.

use crate::elementary::powi;
use crate::stats::covariance::{self, first_component};
use crate::stats::key_audit::ScaleAnswers;
use crate::stats::key_audit::matrix::{Keyed, covariance, keyed, place};

/// A shift that makes the answers more consistent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rotation {
    /// Number to add to every code to undo the shift, 1 or −1; the last code becomes the first.
    pub undo: i32,
    /// As the file is: λ₁/k for a scale, or an item's correlation with the others.
    pub as_it_stands: f64,
    /// λ₁/k or the correlation after undoing the shift.
    pub undone: f64,
    /// Williams's t; `None` for a shift of the whole scale.
    pub t: Option<f64>,
}

/// Numbers of codes for which shifts are considered. Shifting two codes reverses them, and scales with many codes are
/// sliders without labels.
const POINTS: std::ops::RangeInclusive<usize> = 3..=11;
/// Least increase of λ₁/k.
const RISE: f64 = 0.05;
/// Least increase of λ₁/k times √n.
const RISE_ROOT_N: f64 = 0.7;
/// Least correlation with the others of an item shifted back.
const LEAST_R: f64 = 0.20;
/// Least increase of that correlation by shifting back.
const LEAST_GAIN: f64 = 0.10;
/// Least Williams's t.
const LEAST_T: f64 = 3.0;
/// Fewest persons who must have given the code that wraps around, so that one careless person is not taken for a shift.
const LEAST_ROUND: usize = 5;
/// Least share of persons who must have given the code that wraps around.
const LEAST_ROUND_SHARE: f64 = 0.04;

/// Finds a shift of all items that makes the scale clearly more consistent.
pub(crate) fn of_scale(answers: &ScaleAnswers<'_>, as_given: &Keyed) -> Option<Rotation> {
    if !POINTS.contains(&answers.points) || answers.items.len() < 3 {
        return None;
    }
    let share = |keyed: &Keyed| {
        let first = first_component(&covariance::correlation(&keyed.pooled).ok()?).ok()?;
        Some(first.eigenvalue / answers.items.len() as f64)
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

/// Finds a shift of one item that makes it fit clearly better with the others in their corrected directions.
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
        // If reversing the item fits as well as shifting it, reversal is the explanation.
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

/// For each person, the mean of the other items in their corrected directions; NaN if half of them or more are missing.
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

/// The place of a code after the shift, with the last code becoming the first.
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
    let (xx, yy, xy) = (
        covariance(&x, &x).value,
        covariance(&y, &y).value,
        covariance(&x, &y).value,
    );
    (xx > 1e-10 && yy > 1e-10).then(|| (xy / (xx * yy).sqrt()).clamp(-1.0, 1.0))
}

/// Williams's t; see the head of this module.
fn williams(r1: f64, r0: f64, r01: f64, n: f64) -> f64 {
    if n <= 3.0 {
        return 0.0;
    }
    let determinant = 1.0 - r1 * r1 - r0 * r0 - r01 * r01 + 2.0 * r1 * r0 * r01;
    let mean = f64::midpoint(r1, r0);
    let below = 2.0 * (n - 1.0) / (n - 3.0) * determinant.max(0.0) + mean * mean * powi(1.0 - r01, 3);
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
    fn a_shift_wraps_around_at_both_ends() {
        assert_eq!([0, 1, 5].map(|place| shifted(place, 1, 6)), [1, 2, 0]);
        assert_eq!([0, 1, 5].map(|place| shifted(place, -1, 6)), [5, 0, 4]);
    }
}
