//! The questionnaire: items, scales, scoring. [`Instrument::new`] checks it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;

use serde::Serialize;

use crate::model::{CodeRange, MissingReason, NullDistribution};

/// Reasons why [`InstrumentParts`] are not an instrument.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// The lowest code is not below the highest.
    #[error("the range {min} to {max} is empty: `min` must be below `max`")]
    EmptyRange {
        /// Declared lowest code.
        min: i32,
        /// Declared highest code.
        max: i32,
    },
    /// More than 255 codes.
    #[error("the range {min} to {max} has {points} codes: at most 255 are possible")]
    TooManyCodes {
        /// Declared lowest code.
        min: i32,
        /// Declared highest code.
        max: i32,
        /// Number of codes in this range.
        points: i64,
    },
    /// A label, a favourable code or a null distribution names a code outside the range.
    #[error("{what} {code} is outside the range {range}")]
    OffRange {
        /// Kind of entry with the code.
        what: &'static str,
        /// The code.
        code: i64,
        /// The declared range.
        range: CodeRange,
    },
    /// Two codes have the same label, so a cell could mean either.
    #[error("`{label}` is the label of two codes, {first} and {second}")]
    SharedLabel {
        /// The label.
        label: String,
        /// The lower code.
        first: i32,
        /// The higher code.
        second: i32,
    },
    /// Two items or scales have the same id.
    #[error("the {what} `{id}` stands twice")]
    Duplicate {
        /// Item or scale.
        what: &'static str,
        /// The id.
        id: String,
    },
    /// An id is empty or has characters that are not allowed.
    #[error("`{id}` cannot be the id of {what}: {}", id_cure(what))]
    BadId {
        /// Instrument, item or scale.
        what: &'static str,
        /// The id.
        id: String,
    },
    /// A scale names an item that the instrument does not have.
    #[error("the scale `{scale}` names the item `{item}`, which the instrument does not have")]
    UnknownItem {
        /// The scale's id.
        scale: String,
        /// The item's id.
        item: String,
    },
    /// A scale without items.
    #[error("the scale `{scale}` has no items")]
    EmptyScale {
        /// The scale's id.
        scale: String,
    },
    /// The items of a scale have different ranges.
    #[error(
        "the scale `{scale}` mixes ranges: `{first}` is on {first_range}, `{other}` on {other_range}; \
         give each range a scale of its own"
    )]
    MixedRanges {
        /// The scale's id.
        scale: String,
        /// Its first item.
        first: String,
        /// That item's range.
        first_range: CodeRange,
        /// The first item that differs.
        other: String,
        /// Its range.
        other_range: CodeRange,
    },
    /// No items, or no scales.
    #[error("the instrument has no {what}")]
    Nothing {
        /// Items or scales.
        what: &'static str,
    },
    /// `min_answered` is not a share.
    #[error("`min_answered` is {found}: it must be above 0 and at most 1")]
    BadShare {
        /// The declared value.
        found: f64,
    },
    /// A null distribution is not valid.
    #[error("the null distribution {why}")]
    BadNull {
        /// The fault.
        why: String,
    },
}

/// Status of an instrument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// In development: no norms and no claim of validity.
    Development,
    /// Published in the literature.
    Published,
}

/// Kind of item texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Wording {
    /// The words respondents see.
    Full,
    /// A summary in our own words, because the published wording is not free.
    Gist,
}

/// Kind of a person's score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ScoreKind {
    /// Mean of the answered items.
    Mean,
    /// Sum prorated to all items: mean × k.
    Sum,
}

/// Order of aggregation of an academy's score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Aggregate {
    /// Mean over the persons' scores.
    Persons,
    /// Mean over items of the item's academy mean.
    Items,
}

/// Answers to the items of a scale that a person must give to have a score on it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LeastAnswered {
    /// At least this share of the items, above 0 and at most 1.
    MinAnswered(f64),
    /// All items but this number, and at least one.
    MaxMissing(u32),
}

/// Scoring rule.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Scoring {
    /// Mean or sum.
    pub score: ScoreKind,
    /// Answers that a person must give to have a score.
    #[serde(flatten)]
    pub least: LeastAnswered,
    /// Persons or items first.
    pub aggregate: Aggregate,
}

/// Possible answers to an item.
#[derive(Debug, Clone, PartialEq)]
pub struct Response {
    /// The declared codes.
    pub range: CodeRange,
    /// Labels of some or all codes.
    pub labels: BTreeMap<i32, String>,
    /// Further declared wordings of a code.
    pub synonyms: BTreeMap<String, i32>,
    /// Favourable keyed codes; the highest third unless declared.
    pub favourable: BTreeSet<i32>,
    /// Texts that mean a missing answer, with the reason.
    pub missing: BTreeMap<String, MissingReason>,
}

impl Response {
    /// The top third of the codes, rounded up: 5–6 of 6, 4–5 of 5.
    #[must_use]
    pub fn default_favourable(range: CodeRange) -> BTreeSet<i32> {
        range.codes().rev().take(range.points().div_ceil(3)).collect()
    }

    fn check(&self) -> Result<(), ModelError> {
        let off = |what, code: i32| match self.range.index(i64::from(code)) {
            Some(_) => Ok(()),
            None => Err(ModelError::OffRange {
                what,
                code: i64::from(code),
                range: self.range,
            }),
        };
        for (&code, label) in &self.labels {
            off("the label of code", code)?;
            let twin = self
                .labels
                .range(..code)
                .find(|(_, other)| other.to_lowercase() == label.to_lowercase());
            if let Some((&first, _)) = twin {
                return Err(ModelError::SharedLabel {
                    label: label.clone(),
                    first,
                    second: code,
                });
            }
        }
        self.favourable
            .iter()
            .try_for_each(|&code| off("the favourable code", code))?;
        self.synonyms
            .values()
            .try_for_each(|&code| off("the synonym's code", code))
    }
}

/// One statement or question.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// The id that columns are matched to.
    pub id: String,
    /// The wording, or a summary of it.
    pub text: String,
    /// True if a high code means low efficacy.
    pub reversed: bool,
    /// Possible answers.
    pub response: Response,
}

/// A published or local comparison figure; shown only on request.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Norm {
    /// Name of the norm.
    pub name: String,
    /// Its mean, in the scale's metric.
    pub mean: f64,
    /// Its standard deviation.
    pub sd: f64,
    /// Display of a standardised score, such as `standard-500`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display: Option<String>,
    /// Source of the norm.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Certainty, such as `unverified`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
}

/// Points of a displayed standard score to one standard deviation.
const POINTS: f64 = 100.0;

impl Norm {
    /// Distance of a score from the norm's mean in standard deviations: (x − mean)/sd.
    #[must_use]
    pub fn distance(&self, score: f64) -> f64 {
        (score - self.mean) / self.sd
    }

    /// Standard score by `display`: for `standard-500`, 100 (x − mean)/sd + 500.
    #[must_use]
    pub fn standard_score(&self, score: f64) -> Option<f64> {
        let centre: f64 = self.display.as_ref()?.strip_prefix("standard-")?.parse().ok()?;
        centre.is_finite().then(|| POINTS * self.distance(score) + centre)
    }
}

/// A scale as the instrument file declares it, by item ids.
#[derive(Debug, Clone, PartialEq)]
pub struct ScaleParts {
    /// The scale's id.
    pub id: String,
    /// The scale's name for people.
    pub name: String,
    /// Ids of its items, in order.
    pub items: Vec<String>,
    /// Ids of further items that the scale was designed with, but that nobody was asked. A sum score counts them in.
    pub not_asked: Vec<String>,
    /// Comparison figures.
    pub norms: Vec<Norm>,
    /// The null distribution of agreement; uniform unless declared.
    pub null: Option<NullDistribution>,
}

/// A set of items with one range that are scored together.
#[derive(Debug, Clone, PartialEq)]
pub struct Scale {
    /// The scale's id.
    pub id: String,
    /// The scale's name for people.
    pub name: String,
    /// Its items, as places in [`Instrument::items`], in the declared order.
    pub items: Vec<usize>,
    /// Further items that the scale was designed with, but that nobody was asked, as places in [`Instrument::items`].
    pub not_asked: Vec<usize>,
    /// The range its items share.
    pub range: CodeRange,
    /// Comparison figures.
    pub norms: Vec<Norm>,
    /// The null distribution of agreement.
    pub null: NullDistribution,
}

impl Scale {
    /// Lowest and highest possible score: the ends of the range, or for a sum score these times the number of items.
    #[must_use]
    pub fn score_range(&self, scoring: &Scoring) -> [i64; 2] {
        let times = match scoring.score {
            ScoreKind::Mean => 1,
            ScoreKind::Sum => i64::try_from(self.designed()).unwrap_or(i64::MAX),
        };
        [self.range.min(), self.range.max()].map(|code| i64::from(code).saturating_mul(times))
    }

    /// Number of items that a person must answer to have a score: at least the share of the items, rounded up,
    /// or all but the number that may be missing; and at least one.
    #[must_use]
    pub fn needed(&self, scoring: &Scoring) -> usize {
        self.needed_without(0, scoring)
    }

    /// Number of items that a person must answer to have a score, if `not_asked` items of the scale were not asked of the person's
    /// group: the rule of [`Self::needed`] over the items asked.
    #[must_use]
    pub fn needed_without(&self, not_asked: usize, scoring: &Scoring) -> usize {
        let k = self.items.len().saturating_sub(not_asked).max(1);
        match scoring.least {
            // The share is a decimal: 0.8 × 5 must need 4 although 0.8 in binary is a little more than 8/10.
            LeastAnswered::MinAnswered(share) => (1..=k)
                .find(|&answered| answered as f64 + 1e-9 >= share * k as f64)
                .unwrap_or(k),
            LeastAnswered::MaxMissing(most) => k.saturating_sub(usize::try_from(most).unwrap_or(usize::MAX)).max(1),
        }
    }

    /// Score units from one answer to the next on every item: 1 for a mean, the number of items for a sum.
    #[must_use]
    pub fn step(&self, scoring: &Scoring) -> f64 {
        match scoring.score {
            ScoreKind::Mean => 1.0,
            ScoreKind::Sum => self.designed() as f64,
        }
    }

    /// Number of items that the scale was designed with, asked or not.
    #[must_use]
    pub fn designed(&self) -> usize {
        self.items.len() + self.not_asked.len()
    }
}

/// Everything an instrument is made from, unchecked.
#[derive(Debug, Clone, PartialEq)]
pub struct InstrumentParts {
    /// The id that `-i` takes.
    pub id: String,
    /// The name for people.
    pub name: String,
    /// Its version.
    pub version: String,
    /// How to cite it.
    pub citation: Option<String>,
    /// The licence of its wording.
    pub licence: Option<String>,
    /// Development or published.
    pub status: Status,
    /// True if the key was checked in a primary source.
    pub verified: bool,
    /// Full wording or gist.
    pub wording: Wording,
    /// Source of key and figures.
    pub source: Option<String>,
    /// Scoring rule.
    pub scoring: Scoring,
    /// Its items, in order.
    pub items: Vec<Item>,
    /// Its scales, in order.
    pub scales: Vec<ScaleParts>,
    /// SHA-256 of the file it came from, hexadecimal.
    pub sha256: String,
}

/// A questionnaire that has been checked: ids are unique, every scale has items, all codes are on their ranges. It has the
/// fields of its [`InstrumentParts`].
#[derive(Debug, Clone, PartialEq)]
pub struct Instrument {
    parts: InstrumentParts,
    scales: Vec<Scale>,
}

impl Deref for Instrument {
    type Target = InstrumentParts;

    fn deref(&self) -> &InstrumentParts {
        &self.parts
    }
}

impl Instrument {
    /// Checks the parts and makes the instrument.
    ///
    /// # Errors
    /// The first fault found, with its id or code.
    pub fn new(mut parts: InstrumentParts) -> Result<Self, ModelError> {
        check_id("the instrument", &parts.id)?;
        if let LeastAnswered::MinAnswered(found) = parts.scoring.least
            && !(found > 0.0 && found <= 1.0)
        {
            return Err(ModelError::BadShare { found });
        }
        if parts.items.is_empty() {
            return Err(ModelError::Nothing { what: "items" });
        }
        if parts.scales.is_empty() {
            return Err(ModelError::Nothing { what: "scales" });
        }
        let mut places = BTreeMap::new();
        for (place, item) in parts.items.iter().enumerate() {
            if !is_item_id(&item.id) {
                return Err(ModelError::BadId {
                    what: "an item",
                    id: item.id.clone(),
                });
            }
            if places.insert(item.id.as_str(), place).is_some() {
                return Err(ModelError::Duplicate {
                    what: "item",
                    id: item.id.clone(),
                });
            }
            item.response.check()?;
        }
        let mut scales: Vec<Scale> = Vec::with_capacity(parts.scales.len());
        for scale in &mut parts.scales {
            if scales.iter().any(|earlier| earlier.id == scale.id) {
                return Err(ModelError::Duplicate {
                    what: "scale",
                    id: scale.id.clone(),
                });
            }
            let resolved = resolve(scale.clone(), &places, &parts.items)?;
            scale.null = Some(resolved.null.clone());
            scales.push(resolved);
        }
        Ok(Self { parts, scales })
    }

    /// The items, in the declared order.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.parts.items
    }

    /// The scales, in the declared order.
    #[must_use]
    pub fn scales(&self) -> &[Scale] {
        &self.scales
    }

    /// The questionnaire as it was asked: its scales without these items, by place. A scale of which no item was asked stays as it
    /// is.
    #[must_use]
    pub fn without_items(&self, not_asked: &[usize]) -> Self {
        let mut asked = self.clone();
        for (scale, parts) in asked.scales.iter_mut().zip(&mut asked.parts.scales) {
            let (out, kept): (Vec<usize>, Vec<usize>) = scale.items.iter().partition(|item| not_asked.contains(item));
            if kept.is_empty() {
                continue;
            }
            let id = |&item: &usize| self.parts.items[item].id.clone();
            scale.not_asked.extend(out);
            scale.items = kept;
            parts.items = scale.items.iter().map(id).collect();
            parts.not_asked = scale.not_asked.iter().map(id).collect();
        }
        asked
    }
}

fn resolve(scale: ScaleParts, places: &BTreeMap<&str, usize>, items: &[Item]) -> Result<Scale, ModelError> {
    check_id("a scale", &scale.id)?;
    let mut chosen: Vec<usize> = Vec::with_capacity(scale.items.len() + scale.not_asked.len());
    let mut seen = BTreeSet::new();
    for id in scale.items.iter().chain(&scale.not_asked) {
        let Some(&place) = places.get(id.as_str()) else {
            return Err(ModelError::UnknownItem {
                scale: scale.id,
                item: id.clone(),
            });
        };
        if !seen.insert(place) {
            return Err(ModelError::Duplicate {
                what: "scale's item",
                id: id.clone(),
            });
        }
        chosen.push(place);
    }
    let first = match chosen.first() {
        Some(&first) if !scale.items.is_empty() => first,
        _ => return Err(ModelError::EmptyScale { scale: scale.id }),
    };
    let range = items[first].response.range;
    if let Some(&other) = chosen.iter().find(|&&place| items[place].response.range != range) {
        return Err(ModelError::MixedRanges {
            scale: scale.id,
            first: items[first].id.clone(),
            first_range: range,
            other: items[other].id.clone(),
            other_range: items[other].response.range,
        });
    }
    let null = scale.null.unwrap_or_else(|| NullDistribution::uniform(range));
    null.check(range)?;
    let not_asked = chosen.split_off(scale.items.len());
    Ok(Scale {
        id: scale.id,
        name: scale.name,
        items: chosen,
        not_asked,
        range,
        norms: scale.norms,
        null,
    })
}

/// True if the text can be the id of an instrument or a scale: one or more letters, digits, `_`, `-` and `.`.
#[must_use]
pub fn is_id(text: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    !text.is_empty() && text.chars().all(plain)
}

/// True if the text can be the id of an item: one line without white space at its ends. A survey tool's own code, such
/// as `WHO5[SQ001]`, is one.
#[must_use]
pub fn is_item_id(text: &str) -> bool {
    !text.is_empty() && text.trim() == text && !text.chars().any(char::is_control)
}

/// Advice on an id of this kind that is not valid.
#[must_use]
pub fn id_cure(what: &str) -> &'static str {
    if what == "an item" {
        "write one line, without white space at its ends"
    } else {
        "use letters, digits, `_`, `-` and `.`"
    }
}

fn check_id(what: &'static str, id: &str) -> Result<(), ModelError> {
    if !is_id(id) {
        return Err(ModelError::BadId {
            what,
            id: id.to_owned(),
        });
    }
    Ok(())
}
