//! Does each item of a scale run as the key says? Looks, and changes nothing.
//!
//! # What can be seen, and what cannot
//! Correlations show which items run *against* which: they split the items of a scale in two sets, or not. They do not
//! show which of the two sets is wrong. That is decided by the pattern:
//!
//! | what the data show | verdict |
//! |---|---|
//! | exactly the items declared reversed run against those declared forward | these *look already reversed* in the file: one act, done to all of them, explains it |
//! | the same, but fewer items are declared forward than reversed, and the forward ones are disagreed with where the reversed ones, keyed, are agreed with | the forward ones *look un-reversed* |
//! | some other set of fewer than half the items runs against the rest | of that set, those declared forward *look un-reversed*, those declared reversed *look already reversed* |
//! | two equal halves run against each other | the half that is disagreed with, as keyed, is the wrong one if the halves lie 10 points of 100 apart; else *unclear* |
//! | a shift of every code by one, the last coming round to the first, makes an item, or the whole scale, hang together much better | *labels look rotated* |
//! | the item's correlation with the others, so turned, is above 0 beyond doubt | *fine* |
//! | anything else: too few answers, no variance, a weak item | *unclear* |
//!
//! "Against" needs, of a single item: r with the sum of the others −.10 or less, its one-sided p, by Fisher's z, below
//! [`ITEM_P`]; of a set of items: the same of the two sums, below [`SET_P`] or [`ANY_SET_P`], and of each item, below [`MEMBER_P`]. The
//! others must hang together (alpha .25 or more), and the sign must be the same within groups (every answer less its
//! group's mean), so that a difference between academies alone flags nothing.
//!
//! A whole scale that is flipped has the correlations of one that is not: see [`crate::analysis`], where there are other
//! scales to hold it against. A rotation that moves only a rarely used code changes next to nothing, and is not seen.
//!
//! The thresholds were set by simulation: `cargo bench --bench key_audit`, the rates of false alarm and of detection in
//! `benches/key_audit.md`.

mod direction;
mod matrix;
mod rotation;

use nalgebra::DMatrix;

use crate::stats::Undefined;
use crate::stats::alpha::alpha;
use crate::stats::alpha_interval::two_sided_z;
use crate::stats::item_total::{Correlation, fisher};
use direction::{Split, split};
use matrix::{correlation_of, keyed};
pub use rotation::Rotation;
use rotation::{of_item, of_scale};

/// One-sided p below which a single item runs against the others.
pub const ITEM_P: f64 = 0.005;
/// The same for each item of a set that runs against the others as a set.
pub const MEMBER_P: f64 = 0.05;
/// One-sided p below which the items declared reversed and those declared forward run against each other as sets.
pub const SET_P: f64 = 0.001;
/// The same of any other two sets: there are many to choose from, and a second factor makes two.
pub const ANY_SET_P: f64 = 0.0002;
/// Fewest persons of whom anything is said.
pub const FEWEST: u64 = 20;
/// Points of 100 by which two sets of items must lie apart for the lower to be taken for the wrong one.
const APART: f64 = 10.0;

/// What the data say of an item's declared direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyVerdict {
    /// It runs with the scale as the key says.
    Fine,
    /// It runs against the scale: it looks like an item that must be reversed and is not.
    LooksUnreversed,
    /// Declared reversed, it runs with the forward items as it stands in the file.
    LooksAlreadyReversed,
    /// Its codes look shifted by one, the last coming round to the first.
    LooksRotated,
    /// The data do not say.
    Unclear,
}

impl KeyVerdict {
    /// Every verdict.
    pub const ALL: [Self; 5] = [
        Self::Fine,
        Self::LooksUnreversed,
        Self::LooksAlreadyReversed,
        Self::LooksRotated,
        Self::Unclear,
    ];

    /// The name that outputs use.
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

/// The answers to one scale.
#[derive(Debug, Clone, Copy)]
pub struct ScaleAnswers<'a> {
    /// For each item the places of the codes as given, 0 to `points` − 1, one a person.
    pub items: &'a [Vec<Option<u8>>],
    /// How many codes an item has.
    pub points: usize,
    /// For each item whether it is declared reversed.
    pub reversed: &'a [bool],
    /// For each person the group.
    pub groups: &'a [u32],
}

/// The audit of one item.
#[derive(Debug, Clone, PartialEq)]
pub struct ItemAudit {
    /// The verdict.
    pub verdict: KeyVerdict,
    /// Keyed item against the sum of the other keyed items.
    pub item_rest_r: Result<Correlation, Undefined>,
    /// The same within groups.
    pub item_rest_r_within: Result<f64, Undefined>,
    /// Keyed item against the sum of the items that run as they should, this one left out; what the verdict stands on.
    pub anchored_r: Result<Correlation, Undefined>,
    /// Loading on the first principal component of the keyed items' correlations.
    pub loading: Result<f64, Undefined>,
    /// Alpha of the scale as it is keyed.
    pub alpha: Result<f64, Undefined>,
    /// Alpha of the scale with this item alone the other way.
    pub alpha_other_way: Result<f64, Undefined>,
    /// The shift that would make the item fit better, where it looks rotated.
    pub rotation: Option<Rotation>,
    /// Mean of the keyed answers in per cent of the range; `None` without answers.
    pub pomp: Option<f64>,
}

/// The audit of one scale.
#[derive(Debug, Clone, PartialEq)]
pub struct ScaleAudit {
    /// Persons behind it.
    pub n: u64,
    /// Whether these are the persons who answered all of the scale; else each pair of items has its own.
    pub listwise: bool,
    /// The items, in the scale's order.
    pub items: Vec<ItemAudit>,
    /// Alpha with every item that looks wrong the other way; `None` where none does.
    pub alpha_all_turned: Option<Result<f64, Undefined>>,
}

/// Holds every item of a scale against the others; intervals of `level`.
///
/// # Errors
/// Fewer than two items, fewer than [`FEWEST`] persons, or a level not between 0 and 1.
pub fn key_audit(answers: &ScaleAnswers<'_>, level: f64) -> Result<ScaleAudit, Undefined> {
    let k = answers.items.len();
    if k < 2 {
        return Err(Undefined::TooFewItems { found: k, needed: 2 });
    }
    let z = two_sided_z(level)?;
    let keyed = keyed(answers);
    if keyed.persons < FEWEST {
        return Err(Undefined::TooFewPersons {
            found: keyed.persons,
            needed: FEWEST,
        });
    }
    let pomp = pomp(answers);
    let whole = of_scale(answers, &keyed);
    let split = split(&keyed, answers.reversed);
    let wrong = whole.map_or_else(|| wrong(&split, answers.reversed, &pomp), |_| Wrong::none(k));
    let signs = wrong.signs(&split);
    let rotations: Vec<Option<Rotation>> = match whole {
        Some(rotation) => vec![Some(rotation); k],
        None => (0..k).map(|item| of_item(answers, &keyed, &signs, item)).collect(),
    };
    // An item whose codes are shifted says nothing of the others' direction.
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

/// Which items are on the wrong side of a split.
struct Wrong {
    items: Vec<bool>,
    /// Whether two sets run against each other and nothing says which is wrong.
    undecided: bool,
}

impl Wrong {
    fn none(k: usize) -> Self {
        Self {
            items: vec![false; k],
            undecided: false,
        }
    }

    /// 1 for items that run as they should, −1 for those that do not, 0 for those that say nothing.
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

/// Mean of each item's keyed answers in per cent of the range.
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

/// r of an item with the sum of the other items.
fn rest(covariances: &DMatrix<f64>, item: usize) -> Result<f64, Undefined> {
    let k = covariances.nrows();
    let others: Vec<f64> = (0..k).map(|other| f64::from(u8::from(other != item))).collect();
    correlation_of(covariances, item, &others)
}

/// r of an item with the sum of the others, each turned by its sign; for an item on the wrong side, of the right ones
/// alone.
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

/// The covariances with some items the other way.
fn turned(covariances: &DMatrix<f64>, these: impl Fn(usize) -> bool) -> DMatrix<f64> {
    let sign = |item: usize| if these(item) { -1.0 } else { 1.0 };
    DMatrix::from_fn(covariances.nrows(), covariances.ncols(), |i, j| {
        sign(i) * sign(j) * covariances[(i, j)]
    })
}

/// Loadings on the first principal component of the correlations, √λ₁ v, the right items positive in sum.
fn loadings(covariances: &DMatrix<f64>, signs: &[f64]) -> Result<Vec<f64>, Undefined> {
    let (value, vector) = matrix::first_component(covariances)?;
    let right: f64 = vector.iter().zip(signs).map(|(v, sign)| v * sign).sum();
    let scale = value.max(0.0).sqrt() * if right < 0.0 { -1.0 } else { 1.0 };
    Ok(vector.iter().map(|v| scale * v).collect())
}

#[cfg(test)]
mod tests {
    use approx::assert_relative_eq;
    use proptest::prelude::*;

    use super::*;

    /// Answers of `n` persons to items that all follow one leaning, the last item turned round where asked.
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
    fn two_items_that_run_apart_at_one_level_are_both_unclear() {
        let leaning: Vec<Option<u8>> = (0..60).map(|person| Some(person % 6)).collect();
        let against = leaning.iter().map(|place| place.map(|place| 5 - place)).collect();
        assert_eq!(verdicts(&[leaning, against], &[false; 2]), [KeyVerdict::Unclear; 2]);
    }

    #[test]
    fn too_little_is_named() {
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
    fn an_item_that_everybody_answers_alike_is_unclear_and_spoils_no_other() {
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
        fn whatever_the_answers_no_figure_is_out_of_range_and_the_order_of_rows_does_not_count(
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
