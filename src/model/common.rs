//! What several versions of a questionnaire have in common, so that terms can be compared on it.
//!
//! Items are matched by id. An item is common when every version has it on the same range and in the same direction; a scale
//! when every version has it with at least one common item, and it is then that of the common items alone.

use std::collections::BTreeSet;

use crate::model::{Instrument, InstrumentParts, Item, ModelError, Scale, ScaleParts};

/// One way in which versions differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VersionDifference {
    /// Not every version has the item.
    Item {
        /// Its id.
        id: String,
    },
    /// The item's range of codes is not the same everywhere.
    Range {
        /// Its id.
        id: String,
    },
    /// The item is reversed in some versions only.
    Direction {
        /// Its id.
        id: String,
    },
    /// The item is worded differently; it is compared all the same.
    Wording {
        /// Its id.
        id: String,
    },
    /// Not every version has the scale, or no item of it is common.
    Scale {
        /// Its id.
        id: String,
    },
    /// How answers become scores differs; the last version's rule is used throughout.
    Scoring,
}

/// Several versions brought to what they have in common.
#[derive(Debug, Clone, PartialEq)]
pub struct Common {
    /// One questionnaire a version, with the version's own items. The common scales come first, in one order; behind them stand
    /// the version's own scales that are cut down, so that what is withheld on the whole scale is withheld on the part too.
    pub instruments: Vec<Instrument>,
    /// How many scales are common.
    pub scales: usize,
    /// For each version the places of the scales that it has itself, whole.
    pub own: Vec<Vec<usize>>,
    /// How the versions differ; empty where they do not.
    pub differences: Vec<VersionDifference>,
}

impl Common {
    /// What the versions have in common; the scales stand in the last one's order.
    ///
    /// # Errors
    /// [`ModelError::Nothing`] when no scale is common.
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

/// The scales' ids: the last version's in its order, then those that only earlier ones have.
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

/// The ids of the common items, and how the others differ.
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

/// The scale on the items that it has in every version; named so where those are not all.
fn shared_scale(versions: &[&Instrument], own: &[&Scale], common: &BTreeSet<String>) -> Option<ScaleParts> {
    let ids = |place: usize| -> Vec<&str> {
        let items = own[place].items.iter();
        items.map(|&item| versions[place].items()[item].id.as_str()).collect()
    };
    let (last, scale) = (own.len().checked_sub(1)?, own.last()?);
    let everywhere = |id: &str| common.contains(id) && (0..own.len()).all(|place| ids(place).contains(&id));
    let kept: Vec<&str> = ids(last).into_iter().filter(|id| everywhere(id)).collect();
    if kept.is_empty() {
        return None;
    }
    let whole = (0..own.len()).all(|place| ids(place).len() == kept.len());
    Some(ScaleParts {
        id: scale.id.clone(),
        name: if whole {
            scale.name.clone()
        } else {
            format!("{} (only the {} items of every version)", scale.name, kept.len())
        },
        items: kept.into_iter().map(str::to_owned).collect(),
        norms: if whole { scale.norms.clone() } else { Vec::new() },
        null: Some(scale.null.clone()),
    })
}

/// Whether a version has a shared scale whole, be its items in another order.
fn has(version: &Instrument, shared: &ScaleParts) -> bool {
    let own = scale_of(version, &shared.id).map(|scale| scale.items.iter());
    own.is_some_and(|items| {
        items.len() == shared.items.len()
            && items
                .clone()
                .all(|&item| shared.items.contains(&version.items()[item].id))
    })
}

/// A version with the shared scales first and, behind them, its own that are not the same.
fn cut_down(version: &Instrument, last: &Instrument, shared: &[ScaleParts]) -> Result<Instrument, ModelError> {
    let mut scales = shared.to_vec();
    for own in version.scales() {
        if shared.iter().any(|scale| scale.id == own.id && has(version, scale)) {
            continue;
        }
        let items = own.items.iter().map(|&item| version.items()[item].id.clone());
        let items = items.collect();
        let mut id = format!("{}.whole", own.id);
        while scales.iter().any(|scale| scale.id == id) {
            id.push('.');
        }
        scales.push(ScaleParts {
            id,
            name: own.name.clone(),
            items,
            norms: Vec::new(),
            null: Some(own.null.clone()),
        });
    }
    Instrument::new(InstrumentParts {
        id: version.id.clone(),
        name: version.name.clone(),
        version: version.version.clone(),
        citation: version.citation.clone(),
        licence: version.licence.clone(),
        status: version.status,
        verified: version.verified,
        wording: version.wording,
        source: version.source.clone(),
        scoring: last.scoring.clone(),
        items: version.items().to_vec(),
        scales,
        sha256: version.sha256.clone(),
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::model::{Aggregate, CodeRange, Response, ScoreKind, Scoring, Status, Wording};

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
                min_answered: 0.8,
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
