//! A survey that is counted: its tallies, and under which names the answers were read.

use std::collections::HashMap;

use crate::input::tally_file::{CountedFile, StandsFor, TallyGrouping};
use crate::model::Finding;
use crate::tally::{Tallies, Tally};

/// The counts of a survey, in place of its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The counts, by each grouping.
    pub tallies: Tallies,
    /// The response files behind them.
    pub files: Vec<CountedFile>,
    /// Findings made when those files were counted.
    pub findings: Vec<Finding>,
    /// For each grouping the names that were read.
    pub(crate) names: Vec<Names>,
}

/// The names that were read for the groups of one grouping.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Names {
    /// In order of first appearance, each with its other spellings.
    pub(crate) read: Vec<Read>,
    /// For each group the places of its names.
    pub(crate) of_group: Vec<Vec<usize>>,
}

/// One name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Read {
    pub(crate) name: String,
    pub(crate) others: Vec<String>,
}

/// Names that were counted as one group and cannot be parted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{one}` and `{other}` were counted as one group, `{group}`, and the trust file keeps them apart: give the trust file the pool \
     or the alias by which they were counted, or count the responses again"
)]
pub struct PulledApart {
    /// The group.
    pub group: String,
    /// One of the names.
    pub one: String,
    /// Another, which belongs elsewhere.
    pub other: String,
}

impl Counted {
    /// Rows that were counted as they were read. `spellings` are for each grouping the names that were spelt in several ways, the
    /// one they go by first.
    pub(crate) fn of_rows(tallies: Tallies, spellings: &[Vec<Vec<String>>]) -> Self {
        let names = |(tally, spellings): (&Tally, &Vec<Vec<String>>)| {
            let spelt: HashMap<&String, &[String]> = spellings
                .iter()
                .filter_map(|spellings| spellings.split_first())
                .collect();
            let read = |name: &String| Read {
                name: name.clone(),
                others: spelt.get(name).map_or(Vec::new(), |others| others.to_vec()),
            };
            Names {
                read: tally.names().iter().map(read).collect(),
                of_group: (0..tally.groups()).map(|group| vec![group]).collect(),
            }
        };
        Self {
            names: tallies.by.iter().zip(spellings).map(names).collect(),
            tallies,
            files: Vec::new(),
            findings: Vec::new(),
        }
    }

    /// Whether they stood in tally files, and were not counted in this run alone.
    #[must_use]
    pub fn is_of_files(&self) -> bool {
        !self.files.is_empty()
    }

    /// The names that were read for the groups of one grouping, in order of first appearance.
    #[must_use]
    pub fn names_as_read(&self, grouping: usize) -> Vec<String> {
        self.names[grouping].read.iter().map(|read| read.name.clone()).collect()
    }

    /// Puts the groups under other names and in another order: group `g` becomes the one at `places[g]` of `names`.
    pub fn regroup(&mut self, grouping: usize, names: Vec<String>, places: &[usize]) {
        let own = &mut self.names[grouping];
        let before = std::mem::replace(&mut own.of_group, vec![Vec::new(); names.len()]);
        for (read, &place) in before.into_iter().zip(places) {
            own.of_group[place].extend(read);
        }
        for read in &mut own.of_group {
            read.sort_unstable();
            read.dedup();
        }
        self.tallies.regroup(grouping, names, places);
    }

    /// The same by the names that were read: what was read under name `n` goes to `places[n]` of `names`.
    ///
    /// # Errors
    /// When that would part what was counted as one.
    pub fn regroup_as_read(
        &mut self,
        grouping: usize,
        names: Vec<String>,
        places: &[usize],
    ) -> Result<(), PulledApart> {
        let own = &self.names[grouping];
        let groups = self.tallies.by[grouping].names();
        let mut of_groups = Vec::with_capacity(groups.len());
        for (read, group) in own.of_group.iter().zip(groups) {
            let mut to = read.iter().map(|&name| places[name]);
            // A group that nothing was read for is of nobody, and may stand anywhere.
            let place = to.next().unwrap_or_default();
            if let Some(elsewhere) = to.position(|other| other != place) {
                return Err(PulledApart {
                    group: group.clone(),
                    one: own.read[read[0]].name.clone(),
                    other: own.read[read[elsewhere + 1]].name.clone(),
                });
            }
            of_groups.push(place);
        }
        self.regroup(grouping, names, &of_groups);
        Ok(())
    }

    /// The groupings, as a tally file says them.
    #[must_use]
    pub fn groupings(&self) -> Vec<TallyGrouping> {
        let grouping = |(names, tally): (&Names, &Tally)| {
            let spelt = names.read.iter().filter(|read| !read.others.is_empty());
            let spellings = spelt.map(|read| std::iter::once(&read.name).chain(&read.others).cloned().collect());
            let stands_for = names.of_group.iter().zip(tally.names()).filter_map(|(read, group)| {
                let names: Vec<String> = read.iter().map(|&name| names.read[name].name.clone()).collect();
                (names != [group.as_str()]).then(|| StandsFor {
                    group: group.clone(),
                    names,
                })
            });
            TallyGrouping {
                column: tally.column().to_owned(),
                groups: tally.groups(),
                spellings: spellings.collect(),
                stands_for: stands_for.collect(),
            }
        };
        self.names.iter().zip(&self.tallies.by).map(grouping).collect()
    }
}
