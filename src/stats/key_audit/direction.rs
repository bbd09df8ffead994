//! Splits the items of a scale into two sets that correlate negatively, if the data clearly show them.
//!
//! The split maximises Q(s) = Σᵢ﹤ⱼ sᵢ sⱼ rᵢⱼ, s = ±1, over a few candidates, each improved by reversing single items
//! until none raises Q. The candidates are: no item reversed, all items declared reversed, and the signs of the first
//! principal component. Three conditions must then hold. The larger set must be internally consistent. The two sets
//! must correlate negatively. Every item of the smaller set must correlate negatively with the sum of the larger set;
//! an item that does not is left out of the split. These conditions reject a second factor that is almost unrelated to
//! the first and whose signs are random.

use nalgebra::DMatrix;

use crate::elementary::atanh;
use crate::stats::alpha::alpha;
use crate::stats::alpha_interval::two_sided_z;
use crate::stats::covariance::first_component;
use crate::stats::key_audit::matrix::{Keyed, correlation_of, correlation_of_sums};
use crate::stats::key_audit::{ANY_SET_P, FEWEST, ITEM_P, MEMBER_P, SET_P};

/// Smallest size of a negative correlation that counts.
const LEAST: f64 = 0.10;
/// Lowest alpha of the items that an item or a set is compared with. A set with a lower alpha has no clear direction.
const COHERENT: f64 = 0.25;

/// A split of the items into two sets.
pub(crate) struct Split {
    /// For each item 1 or −1, or 0 if it is not part of the split. Without a split there is no −1.
    pub(crate) sides: Vec<f64>,
}

/// Finds the split that the data show.
pub(crate) fn split(keyed: &Keyed, reversed: &[bool]) -> Split {
    let r = correlations(&keyed.pooled);
    let k = r.nrows();
    let informative: Vec<bool> = (0..k).map(|item| keyed.pooled[(item, item)] > 1e-10).collect();
    let start = |turned: &dyn Fn(usize) -> bool| -> Vec<f64> {
        (0..k)
            .map(|item| match (informative[item], turned(item)) {
                (false, _) => 0.0,
                (true, true) => -1.0,
                (true, false) => 1.0,
            })
            .collect()
    };
    if let Some(sides) = declared(keyed, &start(&|item| reversed[item])) {
        return Split { sides };
    }
    let mut candidates = vec![start(&|_| false), start(&|item| reversed[item])];
    if let Ok(component) = first_component(&r) {
        candidates.push(start(&|item| component.vector[item] < 0.0));
    }
    let mut best: Option<(f64, Vec<f64>)> = None;
    for mut sides in candidates {
        climb(&r, &mut sides);
        let sides = supported(keyed, &sides, reversed);
        let q = quality(&r, &sides);
        let split = sides.iter().any(|&side| side < 0.0);
        if split && best.as_ref().is_none_or(|(most, _)| q > *most + 1e-12) {
            best = Some((q, sides));
        }
    }
    Split {
        sides: best.map_or_else(|| start(&|_| false), |(_, sides)| sides),
    }
}

/// Returns the split by declared direction if the two sets correlate negatively and every reversed item, however
/// weakly, correlates negatively with the forward items. This split is expected in advance, so it needs less evidence
/// than one found by searching.
fn declared(keyed: &Keyed, sides: &[f64]) -> Option<Vec<f64>> {
    let forward: Vec<f64> = sides.iter().map(|&side| side.max(0.0)).collect();
    let reversed = (0..sides.len()).filter(|&item| sides[item] < 0.0);
    let negative = |item: usize| correlation_of(&keyed.pooled, item, &forward).is_ok_and(|r| r < 0.0);
    let several = reversed.clone().count() > 1 && forward.iter().sum::<f64>() > 1.5;
    let all = several && sets_apart(keyed, sides, SET_P) && reversed.into_iter().all(negative);
    all.then(|| sides.to_vec())
}

/// Correlation matrix; 0 for items that do not vary.
fn correlations(covariances: &DMatrix<f64>) -> DMatrix<f64> {
    let k = covariances.nrows();
    let sd: Vec<f64> = (0..k).map(|item| covariances[(item, item)].max(0.0).sqrt()).collect();
    DMatrix::from_fn(k, k, |i, j| match i == j {
        true => 1.0,
        false if sd[i] > 1e-5 && sd[j] > 1e-5 => covariances[(i, j)] / (sd[i] * sd[j]),
        false => 0.0,
    })
}

/// Q(s) of a split.
fn quality(r: &DMatrix<f64>, sides: &[f64]) -> f64 {
    let k = sides.len();
    (0..k)
        .flat_map(|i| (0..i).map(move |j| (i, j)))
        .map(|(i, j)| sides[i] * sides[j] * r[(i, j)])
        .sum()
}

/// Reverses the item with the most negative sum of correlations until there is none. Q rises each time, so this ends.
fn climb(r: &DMatrix<f64>, sides: &mut [f64]) {
    let k = sides.len();
    for _ in 0..10 * k {
        let pull = |i: usize| {
            (0..k)
                .filter(|&j| j != i)
                .map(|j| sides[i] * sides[j] * r[(i, j)])
                .sum::<f64>()
        };
        let worst = (0..k).map(|item| (item, pull(item))).min_by(|a, b| a.1.total_cmp(&b.1));
        match worst {
            Some((item, pull)) if pull < -1e-12 => sides[item] = -sides[item],
            _ => return,
        }
    }
}

/// Removes all items from the split whose evidence is not clear. Without −1 in the result there is no split.
fn supported(keyed: &Keyed, sides: &[f64], reversed: &[bool]) -> Vec<f64> {
    let mut sides = sides.to_vec();
    let count = |sides: &[f64], sign: f64| sides.iter().filter(|&&side| side * sign > 0.0).count();
    if count(&sides, -1.0) > count(&sides, 1.0) {
        for side in &mut sides {
            *side = -*side;
        }
    }
    let with: Vec<f64> = sides.iter().map(|&side| side.max(0.0)).collect();
    let none: Vec<f64> = sides.iter().map(|side| side.abs()).collect();
    if !coherent(&keyed.pooled, &with) {
        return none;
    }
    // The items that a candidate is compared with stay fixed while others are removed. In the end the remaining items
    // must correlate negatively with all others, including the removed ones, which may belong to the same kind.
    let against = |p: f64| -> Vec<f64> {
        let keeps = |item: usize| sides[item] >= 0.0 || runs_against(keyed, item, &with, p);
        (0..sides.len())
            .map(|item| if keeps(item) { sides[item] } else { 0.0 })
            .collect()
    };
    let several = against(MEMBER_P);
    let declared = several
        .iter()
        .zip(reversed)
        .all(|(&side, &reversed)| side.abs() < 0.5 || (side < 0.0) == reversed)
        || several
            .iter()
            .zip(reversed)
            .all(|(&side, &reversed)| side.abs() < 0.5 || (side > 0.0) == reversed);
    let p = if declared { SET_P } else { ANY_SET_P };
    let all = |remaining: &[f64]| -> Vec<f64> {
        let others = remaining.iter().zip(&sides);
        others
            .map(|(&remaining, &side)| if remaining < 0.0 { -1.0 } else { side.abs() })
            .collect()
    };
    if count(&several, -1.0) > 1 && sets_apart(keyed, &several, p) && sets_apart(keyed, &all(&several), p) {
        return several;
    }
    let alone = against(ITEM_P);
    if count(&alone, -1.0) == 1 && sets_apart(keyed, &all(&alone), ITEM_P) {
        return all(&alone);
    }
    none
}

/// True if the items of a set are internally consistent. A single item is.
fn coherent(covariances: &DMatrix<f64>, set: &[f64]) -> bool {
    let items: Vec<usize> = (0..set.len()).filter(|&item| set[item] > 0.0).collect();
    let of = DMatrix::from_fn(items.len(), items.len(), |i, j| covariances[(items[i], items[j])]);
    items.len() < 2 || alpha(&of).is_ok_and(|alpha| alpha >= COHERENT)
}

/// True if an item clearly correlates negatively with the sum of the items weighted by `with`.
fn runs_against(keyed: &Keyed, item: usize, with: &[f64], p: f64) -> bool {
    let pooled = correlation_of(&keyed.pooled, item, with);
    let within = correlation_of(&keyed.within, item, with);
    clearly_negative(keyed, pooled.ok(), within.ok(), p)
}

/// True if the two sets of a split clearly correlate negatively.
fn sets_apart(keyed: &Keyed, sides: &[f64], p: f64) -> bool {
    let with: Vec<f64> = sides.iter().map(|&side| side.max(0.0)).collect();
    let against: Vec<f64> = sides.iter().map(|&side| (-side).max(0.0)).collect();
    let of = |covariances| correlation_of_sums(covariances, &against, &with).ok();
    clearly_negative(keyed, of(&keyed.pooled), of(&keyed.within), p)
}

/// True if r is at most −[`LEAST`] and significantly negative (one-sided `p`), and also negative within groups if there
/// are enough persons to judge.
fn clearly_negative(keyed: &Keyed, pooled: Option<f64>, within: Option<f64>, p: f64) -> bool {
    let z = |r: f64| atanh(r) * (keyed.persons as f64 - 3.0).max(0.0).sqrt();
    let critical = two_sided_z(1.0 - 2.0 * p).unwrap_or(f64::INFINITY);
    let below = |r: f64| r <= -LEAST && z(r) <= -critical;
    let same = within.is_none_or(|r| r < 0.0) || keyed.within_df < FEWEST;
    pooled.is_some_and(below) && same
}
