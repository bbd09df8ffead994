//! Key audit of an instrument: checks the scoring direction of every item against its scale, and of every scale against the
//! other scales.
//!
//! An item is audited in its *home*: of the scales that contain it, the one with fewest items but at least four, or else the one
//! with most. In a wide scale of several traits, one wrong item can make those of another trait look wrong. A home as a whole is compared with
//! the other homes that share no item with it, by the correlation of people's scores with the mean of their standardised scores
//! there. A scale *runs against the others* if that correlation is −.20 or less and below 0 at p < .001. It is called flipped if,
//! in addition, its mean is below the middle of its range while the means of the others are above theirs. Without other scales,
//! a flip shows only in the level: most staff disagree (mean below 42 of 100, with 99 % confidence below 45) although most agree
//! in surveys of this kind, and the tail of the answers is on the agreeing side. That may be true, so the items of such a scale
//! are *unclear*, not wrong.
//!
//! No figure can distinguish a flipped scale from one that means the opposite of the others, as burnout does next to efficacy.

use crate::analysis::Study;
use crate::analysis::covariances::TOO_MANY_ITEMS;
use crate::analysis::items::item_distribution;
use crate::analysis::person_sums::{PersonSum, person_sums};
use crate::elementary::atanh;
use crate::model::Scale;
use crate::stats::{self, Correlation, GroupSummary, ItemAudit, KeyVerdict, ScaleAnswers, ScaleAudit, Undefined};
use crate::tally::{MISSING, Responses};

/// Fewest items of a scale in which an item is preferably audited.
const ENOUGH_ITEMS: usize = 4;
/// Correlation with the other scales at or below which a scale runs against them.
const AGAINST: f64 = -0.20;
/// One-sided p of that correlation.
const AGAINST_P: f64 = 0.001;
/// Mean, in percent of the range, below which a scale may be flipped.
const LOW: f64 = 42.0;
/// Upper limit of that mean, with 99 % confidence.
const LOW_LIMIT: f64 = 45.0;
/// Least skewness of the items of a scale that may be flipped.
const SKEWED: f64 = 0.05;

/// Verdict on the direction of a scale as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScaleVerdict {
    /// Nothing speaks against its direction.
    Fine,
    /// All its items run against the other scales, and it is the scale with which people disagree.
    Flipped,
    /// It and the other scales run against each other, and the levels do not show which is flipped.
    AgainstOthers,
    /// Most people disagree although most usually agree, and there is no other evidence.
    Low,
}

/// The audit of one scale.
#[derive(Debug, Clone, PartialEq)]
pub struct HomeAudit {
    /// Place of the scale in the instrument.
    pub scale: usize,
    /// Its items against each other, or the reason why they cannot be compared.
    pub items: Result<ScaleAudit, Undefined>,
    /// Correlation with the other scales that share no item with it, and the number of people with both; `None` if there are none.
    pub with_others: Option<(Correlation, u64)>,
    /// Mean of the keyed answers in percent of the range.
    pub pomp: Option<f64>,
    /// Mean skewness of the keyed items.
    pub skewness: Option<f64>,
    /// Verdict on the scale as a whole.
    pub verdict: ScaleVerdict,
}

/// The audit of one item.
#[derive(Debug, Clone, PartialEq)]
pub struct ItemKey {
    /// Place of the item in the instrument.
    pub item: usize,
    /// Place of its home among the audited scales; `None` for an item of no scale.
    pub home: Option<usize>,
    /// The verdict.
    pub verdict: KeyVerdict,
    /// The figures behind the verdict.
    pub figures: Result<ItemAudit, Undefined>,
}

/// The key audit of a survey.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyAudit {
    /// The homes, in the instrument's order.
    pub homes: Vec<HomeAudit>,
    /// The items, in the instrument's order.
    pub items: Vec<ItemKey>,
}

/// Audits the key of every item.
#[must_use]
pub fn key_audit(study: &Study<'_>, responses: &Responses) -> KeyAudit {
    let scales = study.instrument.scales();
    let home_of: Vec<Option<usize>> = (0..study.instrument.items().len())
        .map(|item| {
            let holding = || (0..scales.len()).filter(|&scale| scales[scale].items.contains(&item));
            let items = |&scale: &usize| scales[scale].items.len();
            let narrowest = holding().filter(|scale| items(scale) >= ENOUGH_ITEMS).min_by_key(items);
            narrowest.or_else(|| holding().rev().max_by_key(items))
        })
        .collect();
    let mut places: Vec<usize> = home_of.iter().flatten().copied().collect();
    places.sort_unstable();
    places.dedup();
    let scores: Vec<Vec<Option<f64>>> = places
        .iter()
        .map(|&scale| scores(study, &scales[scale], responses))
        .collect();
    let pomps: Vec<Option<f64>> = scores
        .iter()
        .map(|scores| mean(scores.iter().flatten().copied()))
        .collect();
    let homes: Vec<HomeAudit> = places
        .iter()
        .enumerate()
        .map(|(place, &scale)| {
            let apart: Vec<usize> = (0..places.len())
                .filter(|&other| {
                    let shares = |item| scales[scale].items.contains(item);
                    other != place && !scales[places[other]].items.iter().any(shares)
                })
                .collect();
            let with_others = against(&scores, place, &apart, study.options.level);
            let others = mean(apart.iter().filter_map(|&other| pomps[other]));
            let skewness = skewness(study, &scales[scale]);
            HomeAudit {
                scale,
                items: of_scale(study, &scales[scale], responses),
                verdict: scale_verdict(with_others.as_ref(), &scores[place], pomps[place], others, skewness),
                with_others,
                pomp: pomps[place],
                skewness,
            }
        })
        .collect();
    let items = home_of
        .iter()
        .enumerate()
        .map(|(item, home)| {
            of_item(
                study,
                item,
                home.and_then(|home| places.iter().position(|&p| p == home)),
                &homes,
            )
        })
        .collect();
    KeyAudit { homes, items }
}

/// The audit of one item within its home.
fn of_item(study: &Study<'_>, item: usize, home: Option<usize>, homes: &[HomeAudit]) -> ItemKey {
    let none = || Undefined::OutOfRange {
        why: "the item belongs to no scale",
    };
    let figures = home.ok_or_else(none).and_then(|home| {
        let audit = homes[home].items.as_ref().map_err(Clone::clone)?;
        let place = study.instrument.scales()[homes[home].scale]
            .items
            .iter()
            .position(|&own| own == item);
        Ok(audit.items[place.ok_or_else(none)?].clone())
    });
    let own = figures.as_ref().map_or(KeyVerdict::Unclear, |found| found.verdict);
    let reversed = study.instrument.items()[item].reversed;
    let turned = |verdict: KeyVerdict| match verdict {
        // In a flipped scale, the items that run against the scale are the right ones.
        KeyVerdict::Fine | KeyVerdict::Unclear if reversed => KeyVerdict::LooksAlreadyReversed,
        KeyVerdict::Fine | KeyVerdict::Unclear => KeyVerdict::LooksUnreversed,
        KeyVerdict::LooksUnreversed | KeyVerdict::LooksAlreadyReversed => KeyVerdict::Fine,
        KeyVerdict::LooksRotated => KeyVerdict::LooksRotated,
    };
    let verdict = match (home.map(|home| homes[home].verdict), own) {
        (Some(ScaleVerdict::Flipped), own) => turned(own),
        (Some(ScaleVerdict::AgainstOthers | ScaleVerdict::Low), KeyVerdict::Fine) => KeyVerdict::Unclear,
        (_, own) => own,
    };
    ItemKey {
        item,
        home,
        verdict,
        figures,
    }
}

/// The audit of a scale's items against each other.
fn of_scale(study: &Study<'_>, scale: &Scale, responses: &Responses) -> Result<ScaleAudit, Undefined> {
    let column = |&item: &usize| {
        let answer = |&place: &u8| (place != MISSING).then_some(place);
        responses.column(item).iter().map(answer).collect()
    };
    let items: Vec<Vec<Option<u8>>> = scale.items.iter().map(column).collect();
    let reversed: Vec<bool> = scale
        .items
        .iter()
        .map(|&item| study.instrument.items()[item].reversed)
        .collect();
    let everybody = vec![0; responses.rows()];
    let groups = responses
        .groupings()
        .first()
        .map_or(everybody.as_slice(), |academies| academies.ids());
    if !study.tally.shape().has_pairs() {
        return Err(TOO_MANY_ITEMS);
    }
    let answers = ScaleAnswers {
        items: &items,
        points: scale.range.points(),
        reversed: &reversed,
        groups,
    };
    stats::key_audit(&answers, study.options.level)
}

/// People's scores in percent of the range; `None` for those who answered fewer than half of the items.
fn scores(study: &Study<'_>, scale: &Scale, responses: &Responses) -> Vec<Option<f64>> {
    let top = scale.range.points() as f64 - 1.0;
    let needed = scale.items.len().div_ceil(2);
    let score = |person: PersonSum| Some(100.0 * person.mean(needed)? / top);
    let sums = person_sums(study.instrument, responses, scale);
    sums.into_iter().map(score).collect()
}

/// Correlation of one home's scores with the mean standardised scores of the homes that share no item with it.
fn against(scores: &[Vec<Option<f64>>], place: usize, apart: &[usize], level: f64) -> Option<(Correlation, u64)> {
    if apart.is_empty() {
        return None;
    }
    let standards: Vec<Option<GroupSummary>> = scores.iter().map(|of| spread(of)).collect();
    let standard = |home: usize, row: usize| {
        let standard = standards[home]?;
        Some((scores[home][row]? - standard.mean) / standard.sd()?)
    };
    let both: Vec<(f64, f64)> = (0..scores[place].len())
        .filter_map(|row| {
            let others = mean(apart.iter().filter_map(|&other| standard(other, row)))?;
            Some((standard(place, row)?, others))
        })
        .collect();
    Some((stats::pearson(&both, level).ok()?, both.len() as u64))
}

/// The verdict on a scale from its relation to the other scales and from its level.
fn scale_verdict(
    with_others: Option<&(Correlation, u64)>,
    scores: &[Option<f64>],
    pomp: Option<f64>,
    others: Option<f64>,
    skewness: Option<f64>,
) -> ScaleVerdict {
    let critical = stats::two_sided_z(1.0 - 2.0 * AGAINST_P).unwrap_or(f64::INFINITY);
    let runs_against = with_others.is_some_and(|(r, n)| {
        let z = atanh(r.value) * (*n as f64 - 3.0).max(0.0).sqrt();
        *n >= stats::FEWEST && r.value <= AGAINST && z <= -critical
    });
    if runs_against {
        return match (pomp, others) {
            (Some(own), Some(others)) if own < 50.0 && others > 50.0 => ScaleVerdict::Flipped,
            (Some(own), Some(others)) if own > 50.0 && others < 50.0 => ScaleVerdict::Fine,
            _ => ScaleVerdict::AgainstOthers,
        };
    }
    let n = scores.iter().flatten().count();
    let limit = spread(scores).and_then(|found| Some(found.mean + 2.576 * found.sd()? / (n as f64).sqrt()));
    let low = n as u64 >= stats::FEWEST && pomp.is_some_and(|pomp| pomp < LOW) && limit.is_some_and(|l| l < LOW_LIMIT);
    if low && skewness.is_some_and(|skewness| skewness > SKEWED) {
        ScaleVerdict::Low
    } else {
        ScaleVerdict::Fine
    }
}

fn skewness(study: &Study<'_>, scale: &Scale) -> Option<f64> {
    let all: Vec<usize> = (0..study.tally.groups()).collect();
    let of = |&item: &usize| item_distribution(study, item, &all).descriptives.ok()?.skewness.ok();
    mean(scale.items.iter().filter_map(of))
}

/// Mean of the values in any order; `None` without values.
fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let summary = GroupSummary::from_values(&values.collect::<Vec<f64>>());
    (summary.n > 0).then_some(summary.mean)
}

/// Summary of the scores; `None` if they do not vary.
fn spread(scores: &[Option<f64>]) -> Option<GroupSummary> {
    let summary = GroupSummary::from_values(&scores.iter().flatten().copied().collect::<Vec<f64>>());
    summary.sd().is_some_and(|sd| sd > 1e-9).then_some(summary)
}
