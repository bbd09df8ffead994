//! A survey that is counted: its tallies, and the names under which groups were read.

use std::collections::{BTreeSet, HashMap};

use crate::input::tally_file::{CountedFile, StandsFor, TallyGrouping};
use crate::model::Finding;
use crate::tally::{Tallies, Tally, TallyVersion};

/// The counts of a survey, which replace its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The counts, by grouping.
    pub tallies: Tallies,
    /// The response files that were counted.
    pub files: Vec<CountedFile>,
    /// Findings made when those files were counted.
    pub findings: Vec<Finding>,
    /// The parts whose two-way tables are not counted.
    pub without_tables: Vec<WithoutTables>,
    /// The scales of which some part has two-way tables, by their places in the instrument.
    pub with_tables: BTreeSet<usize>,
    /// For each grouping, the names that were read.
    pub(crate) names: Vec<NamesRead>,
}

/// A part of the counts without the two-way tables of some scales, so that their sum has none either.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithoutTables {
    /// The tally file.
    pub file: String,
    /// The version of its format.
    pub version: TallyVersion,
    /// Places of the scales in the instrument.
    pub scales: Vec<usize>,
}

/// The names that were read for the groups of one grouping.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct NamesRead {
    /// The names in order of first appearance, each with its other spellings.
    pub(crate) read: Vec<NameRead>,
    /// For each group, the indices of its names.
    pub(crate) of_group: Vec<Vec<usize>>,
}

/// A name that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NameRead {
    pub(crate) name: String,
    pub(crate) others: Vec<String>,
}

/// Names that were counted as one group and cannot be separated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{one}` and `{other}` were counted as one group, `{group}`, and the trust file separates them: add the pool \
     or alias under which they were counted to the trust file, or count the responses again"
)]
pub struct PulledApart {
    /// The group.
    pub group: String,
    /// One of its names.
    pub one: String,
    /// Another of its names, which belongs to another group.
    pub other: String,
}

impl Counted {
    /// Counts made while reading. For each grouping, `spellings` lists the names with several spellings, the group's
    /// name first.
    pub(crate) fn of_rows(tallies: Tallies, spellings: &[Vec<Vec<String>>]) -> Self {
        let names = |(tally, spellings): (&Tally, &Vec<Vec<String>>)| {
            let spelt: HashMap<&String, &[String]> = spellings
                .iter()
                .filter_map(|spellings| spellings.split_first())
                .collect();
            let read = |name: &String| NameRead {
                name: name.clone(),
                others: spelt.get(name).map_or(Vec::new(), |others| others.to_vec()),
            };
            NamesRead {
                read: tally.names().iter().map(read).collect(),
                of_group: (0..tally.groups()).map(|group| vec![group]).collect(),
            }
        };
        Self {
            names: tallies.by.iter().zip(spellings).map(names).collect(),
            tallies,
            files: Vec::new(),
            findings: Vec::new(),
            without_tables: Vec::new(),
            with_tables: BTreeSet::new(),
        }
    }

    /// True if the counts come from tally files.
    #[must_use]
    pub fn is_of_files(&self) -> bool {
        !self.files.is_empty()
    }

    /// The names that were read for the groups of one grouping, in order of first appearance.
    #[must_use]
    pub fn names_as_read(&self, grouping: usize) -> Vec<String> {
        self.names[grouping].read.iter().map(|read| read.name.clone()).collect()
    }

    /// Renames and reorders groups: group `g` becomes the one at `places[g]` of `names`.
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

    /// Regroups by the names that were read: name `n` goes to `places[n]` of `names`.
    ///
    /// # Errors
    /// When names that were counted as one group would be separated.
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
            // A group without names that were read has no respondents, so any place will do.
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

    /// The groupings as a tally file describes them.
    #[must_use]
    pub fn groupings(&self) -> Vec<TallyGrouping> {
        let grouping = |(names, tally): (&NamesRead, &Tally)| {
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
