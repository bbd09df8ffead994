//! Splits the items of a scale in two sets that run against each other, if the data say so beyond doubt.
//!
//! The split looked for is the one with the largest Q(s) = Σᵢ﹤ⱼ sᵢ sⱼ rᵢⱼ, s = ±1, among few candidates, each climbed to
//! where turning no single item raises Q: the key as declared, all declared reversed items turned, and the signs of the first
//! principal component. Then the larger set must hang together, the sets must run against each other, and so must every
//! item of the smaller set against the sum of the larger; an item that does not is left out of the split. So a second
//! factor that the first hardly touches, whose signs are chance, splits nothing.

use nalgebra::DMatrix;

use crate::stats::alpha::alpha;
use crate::stats::alpha_interval::two_sided_z;
use crate::stats::key_audit::matrix::{Keyed, correlation_of, correlation_of_sums, first_component};
use crate::stats::key_audit::{ANY_SET_P, FEWEST, ITEM_P, MEMBER_P, SET_P};

/// An item must run against the others at least this much.
const LEAST: f64 = 0.10;
/// Alpha of the items that an item, or a set, is held against: what does not hang together points nowhere.
const COHERENT: f64 = 0.25;

/// A split, or none.
pub(crate) struct Split {
    /// For each item 1 or −1, or 0 where it says nothing; no −1 where there is no split.
    pub(crate) sides: Vec<f64>,
}

/// The split that the data show.
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
    if let Ok((_, vector)) = first_component(&r) {
        candidates.push(start(&|item| vector[item] < 0.0));
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

/// The split of the declared directions, if the two sets run against each other and every reversed item, however weakly,
/// against the forward ones: this one split is expected beforehand, so less will do than for one that is looked for.
fn declared(keyed: &Keyed, sides: &[f64]) -> Option<Vec<f64>> {
    let forward: Vec<f64> = sides.iter().map(|&side| side.max(0.0)).collect();
    let reversed = (0..sides.len()).filter(|&item| sides[item] < 0.0);
    let negative = |item: usize| correlation_of(&keyed.pooled, item, &forward).is_ok_and(|r| r < 0.0);
    let several = reversed.clone().count() > 1 && forward.iter().sum::<f64>() > 1.5;
    let all = several && sets_apart(keyed, sides, SET_P) && reversed.into_iter().all(negative);
    all.then(|| sides.to_vec())
}

/// Correlations, 0 with an item that does not vary.
fn correlations(covariances: &DMatrix<f64>) -> DMatrix<f64> {
    let k = covariances.nrows();
    let sd: Vec<f64> = (0..k).map(|item| covariances[(item, item)].max(0.0).sqrt()).collect();
    DMatrix::from_fn(k, k, |i, j| match i == j {
        true => 1.0,
        false if sd[i] > 1e-5 && sd[j] > 1e-5 => covariances[(i, j)] / (sd[i] * sd[j]),
        false => 0.0,
    })
}

fn quality(r: &DMatrix<f64>, sides: &[f64]) -> f64 {
    let k = sides.len();
    (0..k)
        .flat_map(|i| (0..i).map(move |j| (i, j)))
        .map(|(i, j)| sides[i] * sides[j] * r[(i, j)])
        .sum()
}

/// Turns the item that runs most against the others, until none does. Q rises with each turn, so this ends.
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

/// The split with what is not beyond doubt left out of it; no −1 where nothing remains.
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
    // What an item of the smaller set is held against does not change as others are left out of it; what is kept must in
    // the end run against all the others, those that were left out among them: they may be its own kind.
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
    let all = |kept: &[f64]| -> Vec<f64> {
        let others = kept.iter().zip(&sides);
        others
            .map(|(&kept, &side)| if kept < 0.0 { -1.0 } else { side.abs() })
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

/// Whether the items of a set hang together; a single one does.
fn coherent(covariances: &DMatrix<f64>, set: &[f64]) -> bool {
    let items: Vec<usize> = (0..set.len()).filter(|&item| set[item] > 0.0).collect();
    let of = DMatrix::from_fn(items.len(), items.len(), |i, j| covariances[(items[i], items[j])]);
    items.len() < 2 || alpha(&of).is_ok_and(|alpha| alpha >= COHERENT)
}

fn runs_against(keyed: &Keyed, item: usize, with: &[f64], p: f64) -> bool {
    let pooled = correlation_of(&keyed.pooled, item, with);
    let within = correlation_of(&keyed.within, item, with);
    beyond_doubt(keyed, pooled.ok(), within.ok(), p)
}

fn sets_apart(keyed: &Keyed, sides: &[f64], p: f64) -> bool {
    let with: Vec<f64> = sides.iter().map(|&side| side.max(0.0)).collect();
    let against: Vec<f64> = sides.iter().map(|&side| (-side).max(0.0)).collect();
    let of = |covariances| correlation_of_sums(covariances, &against, &with).ok();
    beyond_doubt(keyed, of(&keyed.pooled), of(&keyed.within), p)
}

/// Whether r is below −[`LEAST`] and, one-sided, below 0 at `p`; and below 0 within groups where there are persons enough
/// to say.
fn beyond_doubt(keyed: &Keyed, pooled: Option<f64>, within: Option<f64>, p: f64) -> bool {
    let z = |r: f64| r.atanh() * (keyed.persons as f64 - 3.0).max(0.0).sqrt();
    let critical = two_sided_z(1.0 - 2.0 * p).unwrap_or(f64::INFINITY);
    let below = |r: f64| r <= -LEAST && z(r) <= -critical;
    let same = within.is_none_or(|r| r < 0.0) || keyed.within_df < FEWEST;
    pooled.is_some_and(below) && same
}
