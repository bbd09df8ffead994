//! The common part of several versions of a questionnaire, on which terms can be compared.
//!
//! Items are matched by id. An item is common if every version has it, with the same range and direction. A scale is common if every
//! version has it, with at least one common item; it then consists of its common items only.

use std::collections::BTreeSet;

use crate::model::{Instrument, InstrumentParts, Item, ModelError, Scale, ScaleParts};

/// A difference between versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VersionDifference {
    /// Not every version has the item.
    Item {
        /// Its id.
        id: String,
    },
    /// The item's range of codes differs.
    Range {
        /// Its id.
        id: String,
    },
    /// The item is reversed in some versions and not in others.
    Direction {
        /// Its id.
        id: String,
    },
    /// The item is worded differently; it is still compared.
    Wording {
        /// Its id.
        id: String,
    },
    /// Not every version has the scale, or no item of it is common.
    Scale {
        /// Its id.
        id: String,
    },
    /// The scoring rule differs; the last version's rule is used for all terms.
    Scoring,
}

/// Several versions of a questionnaire, arranged for comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Common {
    /// One questionnaire per version, with the version's own items. The common scales come first, in the same order. The version's
    /// own scales that were shortened follow them, so that figures withheld on the whole scale are withheld on the part too.
    pub instruments: Vec<Instrument>,
    /// Number of common scales.
    pub scales: usize,
    /// Per version: places of the scales that the version itself has, unshortened.
    pub own: Vec<Vec<usize>>,
    /// Differences between the versions.
    pub differences: Vec<VersionDifference>,
}

impl Common {
    /// Finds the common part of the versions. Scales are in the order of the last version.
    ///
    /// # Errors
    /// [`ModelError::Nothing`] if no scale is common.
    pub fn of(versions: &[&Instrument]) -> Result<Self, ModelError> {
        let Some((last, earlier)) = versions.split_last() else {
            return Err(ModelError::Nothing { what: "scales" });
        };
        let alike = |other: &&Instrument| {
            other.items() == last.items() && other.scales() == last.scales() && other.scoring == last.scoring
        };
        if earlier.iter().all(alike) {
            return Ok(Self {
                instruments: versions.iter().map(|version| (*version).clone()).collect(),
                scales: last.scales().len(),
                own: vec![(0..last.scales().len()).collect(); versions.len()],
                differences: Vec::new(),
            });
        }
        let (common, mut differences) = common_items(versions);
        let mut shared: Vec<ScaleParts> = Vec::new();
        for id in scale_ids(versions) {
            let own: Option<Vec<&Scale>> = versions.iter().map(|version| scale_of(version, id)).collect();
            let part = own.and_then(|own| shared_scale(versions, &own, &common));
            match part {
                Some(part) => shared.push(part),
                None => differences.push(VersionDifference::Scale { id: id.to_owned() }),
            }
        }
        if shared.is_empty() {
            return Err(ModelError::Nothing { what: "scales" });
        }
        if earlier.iter().any(|other| other.scoring != last.scoring) {
            differences.push(VersionDifference::Scoring);
        }
        let instruments = versions.iter().map(|version| cut_down(version, last, &shared));
        let instruments = instruments.collect::<Result<Vec<_>, _>>()?;
        let own = instruments.iter().zip(versions).map(|(cut, version)| {
            let whole = |&place: &usize| place >= shared.len() || has(version, &shared[place]);
            (0..cut.scales().len()).filter(whole).collect()
        });
        Ok(Self {
            own: own.collect(),
            instruments,
            scales: shared.len(),
            differences,
        })
    }
}

/// Ids of the scales: those of the last version in its order, then those that only earlier versions have.
fn scale_ids<'i>(versions: &[&'i Instrument]) -> Vec<&'i str> {
    let mut ids: Vec<&str> = Vec::new();
    for scale in versions.iter().rev().flat_map(|version| version.scales()) {
        if !ids.contains(&scale.id.as_str()) {
            ids.push(&scale.id);
        }
    }
    ids
}

fn scale_of<'i>(version: &'i Instrument, id: &str) -> Option<&'i Scale> {
    version.scales().iter().find(|scale| scale.id == id)
}

fn item_of<'i>(version: &'i Instrument, id: &str) -> Option<&'i Item> {
    version.items().iter().find(|item| item.id == id)
}

/// Ids of the common items, and the differences in the other items.
fn common_items(versions: &[&Instrument]) -> (BTreeSet<String>, Vec<VersionDifference>) {
    let (mut common, mut differences) = (BTreeSet::new(), Vec::new());
    let mut seen = BTreeSet::new();
    for item in versions.iter().rev().flat_map(|version| version.items()) {
        let id = item.id.clone();
        if !seen.insert(id.clone()) {
            continue;
        }
        let everywhere: Option<Vec<&Item>> = versions.iter().map(|version| item_of(version, &id)).collect();
        let Some(everywhere) = everywhere else {
            differences.push(VersionDifference::Item { id });
            continue;
        };
        let same = |test: &dyn Fn(&Item) -> bool| everywhere.iter().all(|&other| test(other));
        if !same(&|other| other.response.range == item.response.range) {
            differences.push(VersionDifference::Range { id });
        } else if !same(&|other| other.reversed == item.reversed) {
            differences.push(VersionDifference::Direction { id });
        } else {
            if !same(&|other| other.text == item.text) {
                differences.push(VersionDifference::Wording { id: id.clone() });
            }
            common.insert(id);
        }
    }
    (common, differences)
}

/// A scale reduced to the common items that were asked in every version. Its name says so if a version lacks an item; items that
/// every version has but that were not asked of anybody in one of them are noted as such.
fn shared_scale(versions: &[&Instrument], own: &[&Scale], common: &BTreeSet<String>) -> Option<ScaleParts> {
    let ids = |place: usize, items: &[usize]| -> Vec<&str> {
        let items = items.iter();
        items.map(|&item| versions[place].items()[item].id.as_str()).collect()
    };
    let asked = |place: usize| ids(place, &own[place].items);
    let designed = |place: usize| [asked(place), ids(place, &own[place].not_asked)].concat();
    let (last, scale) = (own.len().checked_sub(1)?, own.last()?);
    let of_all = |id: &&str| common.contains(*id) && (0..own.len()).all(|place| designed(place).contains(id));
    let in_all: Vec<&str> = designed(last).into_iter().filter(of_all).collect();
    let (shared, not_asked): (Vec<&str>, Vec<&str>) = in_all
        .iter()
        .partition(|id| (0..own.len()).all(|place| asked(place).contains(id)));
    if shared.is_empty() {
        return None;
    }
    let whole = (0..own.len()).all(|place| designed(place).len() == in_all.len());
    Some(ScaleParts {
        id: scale.id.clone(),
        name: if whole {
            scale.name.clone()
        } else {
            format!("{} (only the {} items of every version)", scale.name, in_all.len())
        },
        items: shared.into_iter().map(str::to_owned).collect(),
        not_asked: not_asked.into_iter().map(str::to_owned).collect(),
        norms: if whole { scale.norms.clone() } else { Vec::new() },
        null: Some(scale.null.clone()),
    })
}

/// True if a version's own scale has exactly the items of the shared scale, in any order.
fn has(version: &Instrument, shared: &ScaleParts) -> bool {
    let same = |own: &[usize], shared: &[String]| {
        own.len() == shared.len() && own.iter().all(|&item| shared.contains(&version.items()[item].id))
    };
    scale_of(version, &shared.id)
        .is_some_and(|own| same(&own.items, &shared.items) && same(&own.not_asked, &shared.not_asked))
}

/// A version with the shared scales first, followed by its own scales that differ from them.
fn cut_down(version: &Instrument, last: &Instrument, shared: &[ScaleParts]) -> Result<Instrument, ModelError> {
    let mut scales = shared.to_vec();
    for own in version.scales() {
        if shared.iter().any(|scale| scale.id == own.id && has(version, scale)) {
            continue;
        }
        let ids = |items: &[usize]| items.iter().map(|&item| version.items()[item].id.clone()).collect();
        let mut id = format!("{}.whole", own.id);
        while scales.iter().any(|scale| scale.id == id) {
            id.push('.');
        }
        scales.push(ScaleParts {
            id,
            name: own.name.clone(),
            items: ids(&own.items),
            not_asked: ids(&own.not_asked),
            norms: Vec::new(),
            null: Some(own.null.clone()),
        });
    }
    Instrument::new(InstrumentParts {
        scoring: last.scoring.clone(),
        scales,
        ..InstrumentParts::clone(version)
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::model::{Aggregate, CodeRange, LeastAnswered, Response, ScoreKind, Scoring, Status, Wording};

    fn instrument(items: &[(&str, &str, bool, i32)], scales: &[(&str, &[&str])]) -> Instrument {
        let item = |&(id, text, reversed, max): &(&str, &str, bool, i32)| {
            let range = CodeRange::new(1, max).unwrap();
            Item {
                id: id.to_owned(),
                text: text.to_owned(),
                reversed,
                response: Response {
                    range,
                    labels: BTreeMap::new(),
                    synonyms: BTreeMap::new(),
                    favourable: Response::default_favourable(range),
                    missing: BTreeMap::new(),
                },
            }
        };
        let scale = |(id, items): &(&str, &[&str])| ScaleParts {
            id: (*id).to_owned(),
            name: id.to_uppercase(),
            items: items.iter().map(|&id| id.to_owned()).collect(),
            not_asked: Vec::new(),
            norms: Vec::new(),
            null: None,
        };
        Instrument::new(InstrumentParts {
            id: "t".to_owned(),
            name: "t".to_owned(),
            version: "1".to_owned(),
            citation: None,
            licence: None,
            status: Status::Development,
            verified: true,
            wording: Wording::Full,
            source: None,
            scoring: Scoring {
                score: ScoreKind::Mean,
                least: LeastAnswered::MinAnswered(0.8),
                aggregate: Aggregate::Persons,
            },
            items: items.iter().map(item).collect(),
            scales: scales.iter().map(scale).collect(),
            sha256: String::new(),
        })
        .unwrap()
    }

    #[test]
    fn versions_alike_are_taken_as_they_are() {
        let one = instrument(&[("a", "A", false, 6), ("b", "B", true, 6)], &[("x", &["a", "b"])]);
        let common = Common::of(&[&one, &one]).unwrap();
        assert_eq!((common.scales, common.differences.len()), (1, 0));
        assert_eq!(common.instruments[0], one);
    }

    #[test]
    fn only_common_items_are_compared_and_every_difference_is_named() {
        let first = instrument(
            &[
                ("a", "A", false, 6),
                ("b", "B", false, 6),
                ("c", "C", false, 6),
                ("d", "D", false, 6),
                ("e", "E", false, 6),
            ],
            &[("x", &["a", "b", "c", "d"]), ("old", &["e"])],
        );
        let second = instrument(
            &[
                ("b", "B, said anew", false, 6),
                ("a", "A", false, 6),
                ("c", "C", true, 6),
                ("f", "F", false, 5),
            ],
            &[("x", &["b", "a", "c"]), ("new", &["f"])],
        );
        let common = Common::of(&[&first, &second]).unwrap();
        assert_eq!(common.scales, 1);
        assert_eq!(
            common.own,
            [vec![1, 2], vec![1, 2]],
            "both have the scale whole besides the part"
        );
        for version in &common.instruments {
            let scale = &version.scales()[0];
            let ids: Vec<&str> = scale
                .items
                .iter()
                .map(|&item| version.items()[item].id.as_str())
                .collect();
            assert_eq!(ids, ["b", "a"]);
            assert_eq!(scale.name, "X (only the 2 items of every version)");
            assert_eq!(version.scales().len(), 3, "the whole scales stay for the plan");
        }
        let id = |id: &str| id.to_owned();
        assert_eq!(
            common.differences,
            [
                VersionDifference::Wording { id: id("b") },
                VersionDifference::Direction { id: id("c") },
                VersionDifference::Item { id: id("f") },
                VersionDifference::Item { id: id("d") },
                VersionDifference::Item { id: id("e") },
                VersionDifference::Scale { id: id("new") },
                VersionDifference::Scale { id: id("old") },
            ]
        );
    }

    #[test]
    fn versions_with_nothing_in_common_are_refused() {
        let one = instrument(&[("a", "A", false, 6)], &[("x", &["a"])]);
        let other = instrument(&[("a", "A", false, 5)], &[("x", &["a"])]);
        assert_eq!(Common::of(&[&one, &other]), Err(ModelError::Nothing { what: "scales" }));
    }
}
