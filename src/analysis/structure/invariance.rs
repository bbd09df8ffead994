//! Whether groups, such as roles or terms, read the items of a scale alike.
//!
//! Only groups in which enough people answered every item are compared. Where the questionnaire divides the scale's items into scales
//! of three items or more, each of them is a factor of its own, so that a real difference on one of them is no difference of reading.

use crate::analysis::Study;
use crate::analysis::structure::complete::Complete;
use crate::analysis::structure::models::{DeclaredModel, several_factors, tested_items};
use crate::analysis::summaries::Metric;
use crate::stats::{self, BiasCriteria, FactorModel, GroupBias, ItemBias, LadderStep, OrdinalAnswers, Undefined};

/// Fewest people of a group who answered every item.
pub const ENOUGH_TO_COMPARE: u64 = 100;
/// Most people for whom the comparison is made beside other figures, where it must be quick.
const MOST_BESIDE: usize = 50_000;
/// The chance that any of a survey's items is called different in its intercept although none is.
const BY_INTERCEPT: f64 = 0.044;
/// The same for loadings, which matter less.
const BY_LOADING: f64 = 0.002;

/// How much is estimated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvarianceDepth {
    /// The tests of single items, if they are quick.
    Items,
    /// The tests of single items, and the fit of every step.
    Ladder,
}

/// A group that is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparedGroup {
    /// Its place in the grouping, or among the terms.
    pub place: usize,
    /// People who answered every item.
    pub n: u64,
}

/// Whether groups read the items of a scale alike.
#[derive(Debug, Clone, PartialEq)]
pub struct Invariance {
    /// The groups that are compared; all differences are relative to the first.
    pub groups: Vec<ComparedGroup>,
    /// Places of groups with too few people to be compared.
    pub too_few: Vec<usize>,
    /// The comparison; a reason if there are not two groups with enough people.
    pub found: Result<InvarianceFigures, Undefined>,
}

/// The comparison of groups.
#[derive(Debug, Clone, PartialEq)]
pub struct InvarianceFigures {
    /// The factors behind the items.
    pub model: DeclaredModel,
    /// Configural, metric, scalar and strict; empty unless the whole ladder was asked for.
    pub steps: Result<Vec<LadderStep>, Undefined>,
    /// Per item of the scale: its tests.
    pub items: Vec<ItemBias>,
    /// The items that are read differently, the clearest first.
    pub different: Vec<GroupBias>,
    /// False if too few items are left to compare the groups on.
    pub comparable: bool,
    /// Score units to one code of one item.
    pub unit: f64,
    /// Per group: by how much the items that are read differently move its score, relative to the first group.
    pub effects: Vec<f64>,
    /// The unit to which shifts are published; 0 for full precision.
    pub shift_unit: f64,
}

/// The people of a group who answered every item.
struct Sample {
    place: usize,
    /// Their keyed codes, per item of the scale.
    columns: Vec<Vec<u8>>,
}

/// Compares the groups of a grouping of the study's rows. `shown` has the groups that may be compared. `None` without rows, for
/// fewer than two such groups, or if there are too many people to be quick.
#[must_use]
pub fn invariance_by_group(
    study: &Study<'_>,
    scale: usize,
    grouping: usize,
    shown: &[usize],
    depth: InvarianceDepth,
) -> Option<Invariance> {
    let complete = Complete::of(study, scale)?;
    let groups = complete.responses.groupings().get(grouping)?;
    if is_slow(complete.rows.len(), depth) || shown.len() < 2 {
        return None;
    }
    let answers = match complete.keyed(study, scale) {
        Ok(answers) => answers,
        Err(reason) => return Some(without(reason)),
    };
    let sample = |&group: &usize| {
        let own = |at: &usize| groups.ids()[complete.rows[*at]] as usize == group;
        let places: Vec<usize> = (0..complete.rows.len()).filter(own).collect();
        let column = |item: usize| places.iter().map(|&at| answers.column(item)[at]).collect();
        Sample {
            place: group,
            columns: (0..answers.items()).map(column).collect(),
        }
    };
    let mut samples: Vec<Sample> = shown.iter().map(sample).collect();
    // The largest group is the one that others are compared with.
    let size = |sample: &Sample| sample.columns.first().map_or(0, Vec::len);
    let largest = (0..samples.len()).rev().max_by_key(|&place| size(&samples[place]))?;
    samples[..=largest].rotate_right(1);
    Some(compared(study, scale, samples, &points(&answers), depth))
}

/// Compares terms, the earliest first. `None` if a term has no rows, or if there are too many people to be quick.
#[must_use]
pub fn invariance_over_terms(terms: &[&Study<'_>], scale: usize, depth: InvarianceDepth) -> Option<Invariance> {
    let last = terms.last()?;
    let id = |study: &Study<'_>, place: usize| {
        let item = study.instrument.scales()[scale].items[place];
        study.instrument.items()[item].id.clone()
    };
    let mut samples = Vec::with_capacity(terms.len());
    let mut codes: Option<Vec<usize>> = None;
    let mut people = 0;
    for (place, &study) in terms.iter().enumerate().rev() {
        let complete = Complete::of(study, scale)?;
        people += complete.rows.len();
        if is_slow(people, depth) {
            return None;
        }
        let answers = match complete.keyed(study, scale) {
            Ok(answers) => answers,
            // A term without answers is one with too few.
            Err(Undefined::TooFewPersons { .. }) => {
                samples.push(Sample {
                    place,
                    columns: Vec::new(),
                });
                continue;
            }
            Err(reason) => return Some(without(reason)),
        };
        let k = last.instrument.scales()[scale].items.len();
        let same = |wanted: usize| (0..answers.items()).find(|&own| id(study, own) == id(last, wanted));
        let places: Option<Vec<usize>> = (0..k).map(same).collect();
        let Some(places) = places.filter(|_| answers.items() == k) else {
            return Some(without(OTHER_ITEMS));
        };
        let own: Vec<usize> = places.iter().map(|&item| answers.points(item)).collect();
        if codes.get_or_insert_with(|| own.clone()) != &own {
            return Some(without(OTHER_ITEMS));
        }
        samples.push(Sample {
            place,
            columns: places.iter().map(|&item| answers.column(item).to_vec()).collect(),
        });
    }
    samples.reverse();
    Some(compared(last, scale, samples, &codes.unwrap_or_default(), depth))
}

/// The reason where the terms have not the same items.
const OTHER_ITEMS: Undefined = Undefined::OutOfRange {
    why: "the terms did not ask the same items with the same answers",
};

fn is_slow(people: usize, depth: InvarianceDepth) -> bool {
    depth == InvarianceDepth::Items && people > MOST_BESIDE
}

fn points(answers: &OrdinalAnswers) -> Vec<usize> {
    (0..answers.items()).map(|item| answers.points(item)).collect()
}

fn without(reason: Undefined) -> Invariance {
    Invariance {
        groups: Vec::new(),
        too_few: Vec::new(),
        found: Err(reason),
    }
}

fn compared(
    study: &Study<'_>,
    scale: usize,
    samples: Vec<Sample>,
    points: &[usize],
    depth: InvarianceDepth,
) -> Invariance {
    let size = |sample: &Sample| sample.columns.first().map_or(0, Vec::len) as u64;
    let (enough, few): (Vec<Sample>, Vec<Sample>) = samples
        .into_iter()
        .partition(|sample| size(sample) >= ENOUGH_TO_COMPARE);
    let group = |sample: &Sample| ComparedGroup {
        place: sample.place,
        n: size(sample),
    };
    let groups: Vec<ComparedGroup> = enough.iter().map(group).collect();
    let answers = enough
        .into_iter()
        .map(|sample| OrdinalAnswers::new(sample.columns, points.to_vec()));
    let found = answers
        .collect::<Result<Vec<OrdinalAnswers>, Undefined>>()
        .and_then(|answers| figures(study, scale, &answers, depth));
    Invariance {
        groups,
        too_few: few.into_iter().map(|sample| sample.place).collect(),
        found,
    }
}

fn figures(
    study: &Study<'_>,
    scale: usize,
    groups: &[OrdinalAnswers],
    depth: InvarianceDepth,
) -> Result<InvarianceFigures, Undefined> {
    let declared = &study.instrument.scales()[scale];
    let k = declared.items.len();
    let criteria = criteria(study);
    let tested = |factors: &FactorModel| stats::item_biases(factors, groups, criteria);
    // Where the parts cannot be fitted, all items are tested as one scale.
    let of_parts = several_factors(study, scale).and_then(|factors| Some((tested(&factors).ok()?, factors)));
    let (model, biases, factors) = if let Some((found, factors)) = of_parts {
        (DeclaredModel::Scales, found, factors)
    } else {
        let factors = FactorModel::one_factor(k)?;
        (DeclaredModel::OneFactor, tested(&factors)?, factors)
    };
    let unit = Metric::of(study, scale).unit / k as f64;
    Ok(InvarianceFigures {
        effects: shift_effects(&biases.different, groups.len(), unit),
        model,
        steps: match depth {
            InvarianceDepth::Items => Ok(Vec::new()),
            InvarianceDepth::Ladder => stats::ladder(&factors, groups),
        },
        items: biases.items,
        different: biases.different,
        comparable: biases.comparable,
        unit,
        shift_unit: 0.0,
    })
}

/// By how much the shifts of single items move each group's score; `unit` has the score units to one code of one item.
#[must_use]
pub fn shift_effects(different: &[GroupBias], groups: usize, unit: f64) -> Vec<f64> {
    let shifts = |group: usize| different.iter().filter_map(move |bias| bias.shifts.get(group));
    (0..groups).map(|group| unit * shifts(group).sum::<f64>()).collect()
}

/// The p values below which an item is called different: over all items of the questionnaire's scales, so that a survey with many
/// scales raises no more false alarms than one with a single scale.
fn criteria(study: &Study<'_>) -> BiasCriteria {
    let tested = tested_items(study).max(1) as f64;
    BiasCriteria {
        intercept: BY_INTERCEPT / tested,
        loading: BY_LOADING / tested,
    }
}
