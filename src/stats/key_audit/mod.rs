//! Key audit: checks if each item of a scale runs in the direction that the scoring key declares. It reports and
//! changes nothing.
//!
//! # What the data can show
//! Correlations show which items run *against* which: they may split a scale into two sets of items. They do not show
//! which of the two sets is wrong. The pattern decides:
//!
//! | what the data show | verdict |
//! |---|---|
//! | exactly the items declared reversed run against those declared forward | the reversed items *look already reversed* in the file: one recoding of all of them explains it |
//! | the same split, but fewer items are declared forward than reversed, and people disagree with the forward items and agree with the reversed ones, as keyed | the forward items *look un-reversed* |
//! | another set of fewer than half the items runs against the rest | of that set, items declared forward *look un-reversed*, items declared reversed *look already reversed* |
//! | two equal halves run against each other | if their means, as keyed, differ by at least 10 points of 100, the lower half is wrong; otherwise *unclear* |
//! | shifting all codes by one, with the last code becoming the first, makes an item or the whole scale much more consistent | *labels look rotated* |
//! | the item's correlation with the others, in their corrected directions, is clearly above 0 | *fine* |
//! | anything else: too few answers, no variance, a weak item | *unclear* |
//!
//! A single item runs "against" the others if its correlation with their sum is −.10 or lower and its one-sided p
//! value, by Fisher's z, is below [`ITEM_P`]. A set runs against another if the correlation of the two sums is −.10 or
//! lower with p below [`SET_P`] or [`ANY_SET_P`], and each of its items has p below [`MEMBER_P`]. The other items must
//! be internally consistent (alpha at least .25), and the sign must be the same within groups (answers minus their
//! group's mean), so that a difference between academies alone raises no warning.
//!
//! A fully reversed scale has the same correlations as a correct one. [`crate::analysis`] detects it by comparison with
//! other scales. A rotation that moves only a rarely used code changes almost nothing and is not detected.
//!
//! The thresholds were set by simulation: `cargo bench --bench key_audit`. `benches/key_audit.md` lists the rates of
//! false alarms and of detection.

mod direction;
mod matrix;
mod rotation;

use nalgebra::DMatrix;

use crate::stats::Undefined;
use crate::stats::alpha::alpha;
use crate::stats::alpha_interval::two_sided_z;
use crate::stats::covariance::{FirstComponent, correlation, first_component};
use crate::stats::figure::{check_items, check_persons};
use crate::stats::item_total::{Correlation, fisher};
use direction::{Split, split};
use matrix::{correlation_of, keyed};
pub use rotation::Rotation;
use rotation::{of_item, of_scale};

/// One-sided p below which a single item runs against the others.
pub const ITEM_P: f64 = 0.005;
/// One-sided p below which an item belongs to a set that runs against the others.
pub const MEMBER_P: f64 = 0.05;
/// One-sided p below which the items declared reversed run, as a set, against those declared forward.
pub const SET_P: f64 = 0.001;
/// One-sided p below which any other two sets run against each other. It is stricter because there are many possible
/// sets, and a second factor also forms two sets.
pub const ANY_SET_P: f64 = 0.0002;
/// Fewest persons for an audit.
pub const FEWEST: u64 = 20;
/// If the means of two sets differ by at least this many points of 100, the lower set is taken as the wrong one.
const APART: f64 = 10.0;

/// Verdict on an item's declared direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyVerdict {
    /// The item runs as the key declares.
    Fine,
    /// The item runs against the scale: it seems to need reversing but is declared forward.
    LooksUnreversed,
    /// The item is declared reversed, but in the file it runs with the forward items.
    LooksAlreadyReversed,
    /// The item's codes seem shifted by one, with the last code becoming the first.
    LooksRotated,
    /// The data do not allow a verdict.
    Unclear,
}

impl KeyVerdict {
    /// All verdicts.
    pub const ALL: [Self; 5] = [
        Self::Fine,
        Self::LooksUnreversed,
        Self::LooksAlreadyReversed,
        Self::LooksRotated,
        Self::Unclear,
    ];

    /// Name of the verdict in outputs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Fine => "fine",
            Self::LooksUnreversed => "looks un-reversed",
            Self::LooksAlreadyReversed => "looks already reversed",
            Self::LooksRotated => "labels look rotated",
            Self::Unclear => "unclear",
        }
    }
}

/// Answers to the items of one scale.
#[derive(Debug, Clone, Copy)]
pub struct ScaleAnswers<'a> {
    /// For each item, one entry per person: the place of the code as given, 0 to `points` − 1; `None` if missing.
    pub items: &'a [Vec<Option<u8>>],
    /// Number of codes of each item.
    pub points: usize,
    /// For each item, true if it is declared reversed.
    pub reversed: &'a [bool],
    /// Group of each person.
    pub groups: &'a [u32],
}

/// Audit of one item.
#[derive(Debug, Clone, PartialEq)]
pub struct ItemAudit {
    /// Verdict on the item's direction.
    pub verdict: KeyVerdict,
    /// Correlation of the keyed item with the sum of the other keyed items.
    pub item_rest_r: Result<Correlation, Undefined>,
    /// Item-rest correlation within groups.
    pub item_rest_r_within: Result<f64, Undefined>,
    /// Correlation of the keyed item with the sum of the other items that run as they should; the verdict is based on
    /// it.
    pub anchored_r: Result<Correlation, Undefined>,
    /// Loading on the first principal component of the keyed items' correlations.
    pub loading: Result<f64, Undefined>,
    /// Alpha of the scale as keyed.
    pub alpha: Result<f64, Undefined>,
    /// Alpha of the scale if only this item is reversed.
    pub alpha_other_way: Result<f64, Undefined>,
    /// The shift that would make the item fit better, if it looks rotated.
    pub rotation: Option<Rotation>,
    /// Mean of the keyed answers as a percentage of the maximum possible (0 to 100); `None` without answers.
    pub pomp: Option<f64>,
}

/// Audit of one scale.
#[derive(Debug, Clone, PartialEq)]
pub struct ScaleAudit {
    /// Number of persons used.
    pub n: u64,
    /// True if only persons who answered the whole scale are used; otherwise each pair of items has its own persons.
    pub listwise: bool,
    /// Audits of the items, in scale order.
    pub items: Vec<ItemAudit>,
    /// Alpha after reversing every item that looks wrong; `None` if none does.
    pub alpha_all_turned: Option<Result<f64, Undefined>>,
}

/// Audits every item of a scale; intervals have confidence `level` (between 0 and 1).
///
/// # Errors
/// [`Undefined::TooFewItems`] for fewer than two items, [`Undefined::TooFewPersons`] for fewer than [`FEWEST`] persons,
/// and [`Undefined::OutOfRange`] if `level` is not between 0 and 1.
pub fn key_audit(answers: &ScaleAnswers<'_>, level: f64) -> Result<ScaleAudit, Undefined> {
    let k = answers.items.len();
    check_items(k, 2)?;
    let z = two_sided_z(level)?;
    let keyed = keyed(answers);
    check_persons(keyed.persons, FEWEST)?;
    let pomp = pomp(answers);
    let whole = of_scale(answers, &keyed);
    let split = split(&keyed, answers.reversed);
    let wrong = whole.map_or_else(|| wrong(&split, answers.reversed, &pomp), |_| Wrong::none(k));
    let signs = wrong.signs(&split);
    let rotations: Vec<Option<Rotation>> = match whole {
        Some(rotation) => vec![Some(rotation); k],
        None => (0..k).map(|item| of_item(answers, &keyed, &signs, item)).collect(),
    };
    // An item with shifted codes carries no information about the direction of others.
    let signs: Vec<f64> = signs
        .iter()
        .zip(&rotations)
        .map(|(&sign, rotation)| {
            if rotation.is_some() && whole.is_none() {
                0.0
            } else {
                sign
            }
        })
        .collect();
    let as_keyed = alpha(&keyed.pooled);
    let loadings = loadings(&keyed.pooled, &signs);
    let items: Vec<ItemAudit> = (0..k)
        .map(|item| {
            let anchored_r = anchored(&keyed.pooled, &signs, item).map(|r| with_interval(r, keyed.persons, z));
            ItemAudit {
                verdict: verdict(item, answers.reversed, rotations[item], &wrong, &anchored_r),
                item_rest_r: rest(&keyed.pooled, item).map(|r| with_interval(r, keyed.persons, z)),
                item_rest_r_within: rest(&keyed.within, item),
                anchored_r,
                loading: loadings.as_ref().map(|all| all[item]).map_err(Clone::clone),
                alpha: as_keyed.clone(),
                alpha_other_way: alpha(&turned(&keyed.pooled, |other| other == item)),
                rotation: rotations[item],
                pomp: pomp[item],
            }
        })
        .collect();
    let looks_wrong = |item: usize| {
        matches!(
            items[item].verdict,
            KeyVerdict::LooksUnreversed | KeyVerdict::LooksAlreadyReversed
        )
    };
    let any = (0..k).any(looks_wrong);
    let alpha_all_turned = any.then(|| alpha(&turned(&keyed.pooled, looks_wrong)));
    Ok(ScaleAudit {
        n: keyed.persons,
        listwise: keyed.listwise,
        items,
        alpha_all_turned,
    })
}

/// Items on the wrong side of a split.
struct Wrong {
    items: Vec<bool>,
    /// True if two sets run against each other and nothing shows which of them is wrong.
    undecided: bool,
}

impl Wrong {
    fn none(k: usize) -> Self {
        Self {
            items: vec![false; k],
            undecided: false,
        }
    }

    /// 1 for items that run as they should, −1 for those that do not, 0 for those without information.
    fn signs(&self, split: &Split) -> Vec<f64> {
        let sign = |(item, &side): (usize, &f64)| match (side.abs() > 0.5, self.items[item]) {
            (false, _) => 0.0,
            (true, true) => -1.0,
            (true, false) if self.undecided => side,
            (true, false) => 1.0,
        };
        split.sides.iter().enumerate().map(sign).collect()
    }
}

/// Decides which of the two sets of a split is wrong, by the table at the head of this module.
fn wrong(split: &Split, reversed: &[bool], pomp: &[Option<f64>]) -> Wrong {
    let k = split.sides.len();
    let clear = |item: &usize| split.sides[*item].abs() > 0.5;
    let against: Vec<usize> = (0..k).filter(|&item| split.sides[item] < -0.5).collect();
    if against.is_empty() {
        return Wrong::none(k);
    }
    let with: Vec<usize> = (0..k).filter(|&item| split.sides[item] > 0.5).collect();
    let level = |items: &[usize]| {
        let known: Vec<f64> = items.iter().filter_map(|&item| pomp[item]).collect();
        known.iter().sum::<f64>() / known.len().max(1) as f64
    };
    let lower = |one: &[usize], other: &[usize]| level(one) <= level(other) - APART;
    let these = |items: &[usize]| Wrong {
        items: (0..k).map(|item| items.contains(&item)).collect(),
        undecided: false,
    };
    let declared: Vec<usize> = (0..k).filter(clear).filter(|&item| reversed[item]).collect();
    let forward: Vec<usize> = (0..k).filter(clear).filter(|&item| !reversed[item]).collect();
    if against == declared || with == declared {
        let few_forward = forward.len() < declared.len() && lower(&forward, &declared);
        return these(if few_forward { &forward } else { &declared });
    }
    match against.len().cmp(&with.len()) {
        std::cmp::Ordering::Less => these(&against),
        std::cmp::Ordering::Greater => these(&with),
        std::cmp::Ordering::Equal if lower(&against, &with) => these(&against),
        std::cmp::Ordering::Equal if lower(&with, &against) => these(&with),
        std::cmp::Ordering::Equal => Wrong {
            items: vec![false; k],
            undecided: true,
        },
    }
}

fn verdict(
    item: usize,
    reversed: &[bool],
    rotation: Option<Rotation>,
    wrong: &Wrong,
    anchored: &Result<Correlation, Undefined>,
) -> KeyVerdict {
    let rises = anchored.as_ref().is_ok_and(|found| match &found.interval {
        Ok(limits) => limits.lower > 0.0,
        // A perfect correlation has no interval and needs none.
        Err(_) => found.value > 0.999,
    });
    if rotation.is_some() {
        KeyVerdict::LooksRotated
    } else if wrong.items[item] && reversed[item] {
        KeyVerdict::LooksAlreadyReversed
    } else if wrong.items[item] {
        KeyVerdict::LooksUnreversed
    } else if !wrong.undecided && rises {
        KeyVerdict::Fine
    } else {
        KeyVerdict::Unclear
    }
}

/// Mean of each item's keyed answers as a percentage of the maximum possible.
fn pomp(answers: &ScaleAnswers<'_>) -> Vec<Option<f64>> {
    let top = answers.points.saturating_sub(1).max(1) as f64;
    let of = |(column, &reversed): (&Vec<Option<u8>>, &bool)| {
        let (mut n, mut sum) = (0_u64, 0_u64);
        for &place in column.iter().flatten() {
            n += 1;
            sum += u64::from(place);
        }
        (n > 0).then(|| {
            let mean = 100.0 * sum as f64 / n as f64 / top;
            if reversed { 100.0 - mean } else { mean }
        })
    };
    answers.items.iter().zip(answers.reversed).map(of).collect()
}

/// Correlation of an item with the sum of the others.
fn rest(covariances: &DMatrix<f64>, item: usize) -> Result<f64, Undefined> {
    let k = covariances.nrows();
    let others: Vec<f64> = (0..k).map(|other| f64::from(u8::from(other != item))).collect();
    correlation_of(covariances, item, &others)
}

/// Correlation of an item with the sum of the others in their corrected directions; for an item on the wrong side, with
/// the sum of the right ones only.
fn anchored(covariances: &DMatrix<f64>, signs: &[f64], item: usize) -> Result<f64, Undefined> {
    let wrong = signs[item] < -0.5;
    let weights: Vec<f64> = signs
        .iter()
        .enumerate()
        .map(|(other, &sign)| {
            if other == item || (wrong && sign < 0.0) {
                0.0
            } else {
                sign
            }
        })
        .collect();
    correlation_of(covariances, item, &weights)
}

fn with_interval(value: f64, n: u64, z: f64) -> Correlation {
    Correlation {
        value,
        interval: fisher(value, n, z),
    }
}

/// Covariances after reversing some items.
fn turned(covariances: &DMatrix<f64>, these: impl Fn(usize) -> bool) -> DMatrix<f64> {
    let sign = |item: usize| if these(item) { -1.0 } else { 1.0 };
    DMatrix::from_fn(covariances.nrows(), covariances.ncols(), |i, j| {
        sign(i) * sign(j) * covariances[(i, j)]
    })
}

/// Loadings on the first principal component of the correlations, √λ₁ v, with a sign that makes the sum over the right
/// items positive.
fn loadings(covariances: &DMatrix<f64>, signs: &[f64]) -> Result<Vec<f64>, Undefined> {
    let FirstComponent { eigenvalue, vector } = first_component(&correlation(covariances)?)?;
    let right: f64 = vector.iter().zip(signs).map(|(v, sign)| v * sign).sum();
    let scale = eigenvalue.max(0.0).sqrt() * if right < 0.0 { -1.0 } else { 1.0 };
    Ok(vector.iter().map(|v| scale * v).collect())
}

#[cfg(test)]
mod tests {
    use approx::assert_relative_eq;
    use proptest::prelude::*;

    use super::*;

    /// Answers of `n` persons to items with one common factor; if asked, the last item is reversed.
    fn answers(n: u32, turned: bool) -> Vec<Vec<Option<u8>>> {
        let item = |item: u32| {
            let of = |person: u32| {
                let place = u8::try_from((person * 7) % 5 + (person * (item + 3) / 2) % 2).expect("below six");
                Some(if turned && item == 3 { 5 - place } else { place })
            };
            (0..n).map(of).collect()
        };
        (0..4).map(item).collect()
    }

    fn audit(items: &[Vec<Option<u8>>], reversed: &[bool]) -> Result<ScaleAudit, Undefined> {
        let scale = ScaleAnswers {
            items,
            points: 6,
            reversed,
            groups: &vec![0; items.first().map_or(0, Vec::len)],
        };
        key_audit(&scale, 0.95)
    }

    fn verdicts(items: &[Vec<Option<u8>>], reversed: &[bool]) -> Vec<KeyVerdict> {
        let audit = audit(items, reversed).unwrap();
        audit.items.iter().map(|item| item.verdict).collect()
    }

    #[test]
    fn an_item_that_runs_against_the_key_has_the_verdict_of_its_declared_direction() {
        use KeyVerdict::{Fine, LooksAlreadyReversed, LooksUnreversed};
        let (right, turned) = (answers(300, false), answers(300, true));
        assert_eq!(verdicts(&right, &[false; 4]), [Fine; 4]);
        assert_eq!(verdicts(&turned, &[false; 4]), [Fine, Fine, Fine, LooksUnreversed]);
        let last = [false, false, false, true];
        assert_eq!(verdicts(&turned, &last), [Fine; 4]);
        assert_eq!(verdicts(&right, &last), [Fine, Fine, Fine, LooksAlreadyReversed]);
    }

    #[test]
    fn the_item_the_other_way_gives_the_alpha_of_the_right_file() {
        let (right, turned) = (answers(60, false), answers(60, true));
        let good = audit(&right, &[false; 4]).unwrap().items[3].alpha.clone().unwrap();
        let bad = audit(&turned, &[false; 4]).unwrap();
        assert_relative_eq!(
            bad.items[3].alpha_other_way.clone().unwrap(),
            good,
            max_relative = 1e-12
        );
        assert_relative_eq!(bad.alpha_all_turned.unwrap().unwrap(), good, max_relative = 1e-12);
    }

    #[test]
    fn two_opposed_items_with_equal_means_are_both_unclear() {
        let leaning: Vec<Option<u8>> = (0..60).map(|person| Some(person % 6)).collect();
        let against = leaning.iter().map(|place| place.map(|place| 5 - place)).collect();
        assert_eq!(verdicts(&[leaning, against], &[false; 2]), [KeyVerdict::Unclear; 2]);
    }

    #[test]
    fn too_little_data_gives_a_reason() {
        assert_eq!(
            audit(&answers(19, false), &[false; 4]),
            Err(Undefined::TooFewPersons { found: 19, needed: 20 })
        );
        assert_eq!(
            audit(&answers(60, false)[..1], &[false]),
            Err(Undefined::TooFewItems { found: 1, needed: 2 })
        );
    }

    #[test]
    fn a_constant_item_is_unclear_and_affects_no_other() {
        let mut items = answers(60, false);
        items[1] = vec![Some(4); 60];
        assert_eq!(
            verdicts(&items, &[false; 4]),
            [
                KeyVerdict::Fine,
                KeyVerdict::Unclear,
                KeyVerdict::Fine,
                KeyVerdict::Fine
            ]
        );
    }

    proptest! {
        #[test]
        fn all_figures_are_in_range_and_do_not_depend_on_the_order_of_rows(
            rows in prop::collection::vec(prop::collection::vec(prop::option::weighted(0.9, 0_u8..6), 4), 0..60),
            reversed in prop::collection::vec(any::<bool>(), 4),
        ) {
            let columns = |rows: &[Vec<Option<u8>>]| -> Vec<Vec<Option<u8>>> {
                (0..4).map(|item| rows.iter().map(|row| row[item]).collect()).collect()
            };
            let found = audit(&columns(&rows), &reversed);
            if let Ok(found) = &found {
                for item in &found.items {
                    for r in [&item.item_rest_r, &item.anchored_r].into_iter().flatten() {
                        prop_assert!((-1.0..=1.0).contains(&r.value));
                    }
                    prop_assert!(item.loading.as_ref().map_or(true, |l| l.abs() <= 1.0 + 1e-9));
                }
            }
            let mut other = rows.clone();
            other.reverse();
            let verdicts = |found: &Result<ScaleAudit, Undefined>| {
                found.as_ref().map(|found| found.items.iter().map(|item| item.verdict).collect::<Vec<_>>()).map_err(Clone::clone)
            };
            prop_assert_eq!(verdicts(&found), verdicts(&audit(&columns(&other), &reversed)));
        }
    }
}
