//! Scores every term on the same items: an item that an academy was not asked in one term does not count for it in any.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::Asked;
use crate::engine::Error;
use crate::engine::round::Round;
use crate::input::all_quoted;
use crate::model::{Finding, Instrument, Level};
use crate::tally::Tally;

/// The items that the terms do not have in common, by their ids.
#[derive(Debug, Default)]
struct Lacking {
    /// Items that nobody was asked in some term, each with the terms.
    of_all: BTreeMap<String, BTreeSet<usize>>,
    /// For each group: items that it was not asked in some term, each with the terms, without those that nobody was asked.
    of_groups: Vec<BTreeMap<String, BTreeSet<usize>>>,
}

/// Brings the terms, whose groups are the same, to the items that were asked in all of them, and reports the others.
///
/// # Errors
/// When a term was read from a tally, which still has the answers to items that do not count.
pub(super) fn on_the_same_items(names: &[String], rounds: &mut [Round]) -> Result<Vec<Finding>, Error> {
    let tallies: Vec<Tally> = rounds.iter().map(Round::tally_by_academy).collect();
    let asked: Vec<Asked> = (0..rounds.len()).map(|term| asked_in(rounds, &tallies, term)).collect();
    if asked.iter().all(Asked::is_everything) {
        return Ok(Vec::new());
    }
    let lacking = Lacking::of(rounds, &tallies, &asked);
    for (term, (round, own)) in rounds.iter_mut().zip(&asked).enumerate() {
        let shared = lacking.in_term(&round.instrument, own);
        if shared != *own && round.survey.counted.is_some() {
            let items = items_beyond(&round.instrument, own, &shared);
            return Err(Error::TallyWithOtherItems {
                term: names[term].clone(),
                items,
            });
        }
        round.note_asked(&shared);
    }
    let Some(last) = rounds.last() else {
        return Ok(Vec::new());
    };
    let least = if last.policy.unsuppressed {
        0
    } else {
        last.policy.min_group
    };
    let people = |tally: &Tally, group: usize| tally.rows(group) - tally.blank(group);
    // Smaller groups are not shown, so it does not matter on which items they would be.
    let named = |group: usize| tallies.iter().all(|tally| people(tally, group) >= least);
    let groups = tallies[0].names().iter().enumerate();
    let shown: Vec<Option<&String>> = groups.map(|(group, name)| named(group).then_some(name)).collect();
    Ok(lacking.findings(names, &last.instrument, &shown))
}

/// What was asked in one of the terms, in view of the others.
fn asked_in(rounds: &[Round], tallies: &[Tally], term: usize) -> Asked {
    let others = (0..rounds.len()).filter(|&other| other != term);
    let others: Vec<(&Instrument, &Tally)> = others
        .map(|other| (&rounds[other].instrument, &tallies[other]))
        .collect();
    Asked::of(&rounds[term].instrument, &tallies[term], &others)
}

/// The ids of the items that do not count beyond those that a term itself lacks.
fn items_beyond(instrument: &Instrument, own: &Asked, shared: &Asked) -> Vec<String> {
    let groups = own.not_asked_of.iter().zip(&shared.not_asked_of);
    let more = groups.flat_map(|(own, shared)| shared.iter().filter(|item| !own.contains(item)));
    let more: BTreeSet<&String> = more.map(|&item| &instrument.items()[item].id).collect();
    more.into_iter().cloned().collect()
}

impl Lacking {
    fn of(rounds: &[Round], tallies: &[Tally], asked: &[Asked]) -> Self {
        let groups = tallies.first().map_or(0, Tally::groups);
        let mut lacking = Self {
            of_all: BTreeMap::new(),
            of_groups: vec![BTreeMap::new(); groups],
        };
        for (term, (round, own)) in rounds.iter().zip(asked).enumerate() {
            let id = |item: usize| round.instrument.items()[item].id.clone();
            for &item in &own.not_asked {
                lacking.of_all.entry(id(item)).or_default().insert(term);
            }
            for (group, items) in own.not_asked_of.iter().enumerate() {
                let tally = &tallies[term];
                for &item in items
                    .iter()
                    .filter(|&&item| is_scored(&round.instrument, tally, group, item))
                {
                    lacking.of_groups[group].entry(id(item)).or_default().insert(term);
                }
            }
        }
        for items in &mut lacking.of_groups {
            items.retain(|item, _| !lacking.of_all.contains_key(item));
        }
        lacking
    }

    /// The items that do not count in a term: those that it or another term lacks, as places in its questionnaire.
    fn in_term(&self, instrument: &Instrument, own: &Asked) -> Asked {
        let place = |id: &String| instrument.items().iter().position(|item| item.id == *id);
        let groups = self.of_groups.iter().zip(&own.not_asked_of);
        let not_asked_of = groups.map(|(lacking, own)| {
            let all: BTreeSet<usize> = lacking.keys().filter_map(place).chain(own.iter().copied()).collect();
            all.into_iter().collect()
        });
        Asked {
            not_asked_of: not_asked_of.collect(),
            not_asked: own.not_asked.clone(),
        }
    }

    /// Reports the items that are compared, by scale and for the groups that have a name.
    fn findings(&self, names: &[String], instrument: &Instrument, groups: &[Option<&String>]) -> Vec<Finding> {
        let mut findings = Vec::new();
        for scale in instrument.scales() {
            let places = || scale.items.iter().chain(&scale.not_asked);
            let ids: Vec<&String> = places().map(|&item| &instrument.items()[item].id).collect();
            let of_scale = |lacking: &BTreeMap<String, BTreeSet<usize>>| -> BTreeMap<String, BTreeSet<usize>> {
                let here = lacking.iter().filter(|(item, _)| ids.contains(item));
                here.map(|(item, terms)| (item.clone(), terms.clone())).collect()
            };
            let mut report = |who: Option<String>, items: BTreeMap<String, BTreeSet<usize>>, all: usize| {
                // Of a scale that was not asked at all there is nothing to compare.
                if items.is_empty() || all == ids.len() {
                    return;
                }
                let terms: BTreeSet<usize> = items.values().flatten().copied().collect();
                let terms: Vec<&String> = terms.iter().map(|&term| &names[term]).collect();
                let (who, there) = match who {
                    Some(who) => (format!("{who}: {}", scale.name), " there"),
                    None => (scale.name.clone(), ""),
                };
                let (was, ones) = if items.len() == 1 {
                    ("was", "item")
                } else {
                    ("were", "items")
                };
                let message = format!(
                    "{who} is compared on {} of its {} items, in every term: {ones} {} {was} not asked{there} in {}",
                    ids.len() - all,
                    ids.len(),
                    all_quoted(items.keys()),
                    all_quoted(terms)
                );
                findings.push(Finding::new(Level::Warning, "items-in-common", message));
            };
            let of_all = of_scale(&self.of_all);
            let shared = of_all.len();
            report(None, of_all, shared);
            let mut alike: BTreeMap<Vec<(String, BTreeSet<usize>)>, Vec<&String>> = BTreeMap::new();
            let named = groups
                .iter()
                .zip(&self.of_groups)
                .filter_map(|(name, lacking)| Some(((*name)?, lacking)));
            for (name, lacking) in named {
                alike
                    .entry(of_scale(lacking).into_iter().collect())
                    .or_default()
                    .push(name);
            }
            for (items, named) in alike {
                let items: BTreeMap<String, BTreeSet<usize>> = items.into_iter().collect();
                let all = shared + items.len();
                report(Some(all_quoted(named)), items, all);
            }
        }
        findings
    }
}

/// True if anybody of a group answered a scale with the item.
fn is_scored(instrument: &Instrument, tally: &Tally, group: usize, item: usize) -> bool {
    let scales = instrument.scales().iter().enumerate();
    let mut with_item = scales.filter(|(_, scale)| scale.items.contains(&item) || scale.not_asked.contains(&item));
    with_item.any(|(scale, _)| tally.scores(scale, group).persons(1) > 0)
}
