//! A survey that is counted: its tallies, and under which names the answers were read.

use std::collections::HashMap;

use crate::input::read::Survey;
use crate::input::tally_file::{CountedFile, StandsFor, TallyGrouping};
use crate::model::{Finding, Instrument, Level};
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

impl Survey {
    /// How many groupings there are.
    #[must_use]
    pub fn groupings(&self) -> usize {
        match &self.counted {
            Some(counted) => counted.tallies.by.len(),
            None => self.responses.groupings().len(),
        }
    }

    /// The groups of a grouping.
    #[must_use]
    pub fn groups(&self, grouping: usize) -> &[String] {
        match &self.counted {
            Some(counted) => counted.tallies.by[grouping].names(),
            None => self.responses.groupings()[grouping].names(),
        }
    }

    /// The names that were read for the groups of a grouping, in order of first appearance. As long as nothing was put together
    /// they are the groups.
    #[must_use]
    pub fn names_as_read(&self, grouping: usize) -> Vec<String> {
        match &self.counted {
            Some(counted) => counted.names_as_read(grouping),
            None => self.groups(grouping).to_vec(),
        }
    }

    /// Puts the groups of one grouping under other names and in another order: group `g` becomes the one at `places[g]` of
    /// `names`, and so may be taken together with others. Names that no group goes to become groups of nobody.
    ///
    /// # Panics
    /// When there is not one place a group, or a place is beyond the names.
    pub fn regroup(&mut self, grouping: usize, names: Vec<String>, places: &[usize]) {
        match &mut self.counted {
            Some(counted) => counted.regroup(grouping, names, places),
            None => self.responses.regroup(grouping, names, places),
        }
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
        if let Some(counted) = &mut self.counted {
            return counted.regroup_as_read(grouping, names, places);
        }
        self.responses.regroup(grouping, names, places);
        Ok(())
    }
}

/// Whether a finding is about all answers together, so that it must be found anew when answers are added.
pub(crate) fn is_of_all(code: &str) -> bool {
    ["invalid-answers", "spellings", "no-group", "item-blank", "all-blank"].contains(&code)
}

/// Says how many answers could not be read.
pub(crate) fn invalid_finding(count: u64) -> Finding {
    let answers = if count == 1 {
        "1 answer".to_owned()
    } else {
        format!("{count} answers")
    };
    let message = format!("{answers} could not be read and count as missing, with the reason `invalid`");
    Finding::new(Level::Warning, "invalid-answers", message)
}

/// Says which names were spelt in several ways.
pub(crate) fn spelling_findings(spellings: &[Vec<String>], column: &str) -> Vec<Finding> {
    let finding = |spellings: &Vec<String>| {
        let others: Vec<String> = spellings[1..].iter().map(|name| format!("`{name}`")).collect();
        let message = format!(
            "`{}` has {} spellings, taken as one: also {}",
            spellings[0],
            spellings.len(),
            others.join(", ")
        );
        let mut finding = Finding::new(Level::Note, "spellings", message);
        finding.column = Some(column.to_owned());
        finding
    };
    spellings.iter().map(finding).collect()
}

/// Says that some who answer are in no group of a grouping; of the academies, which everybody has one of, it is a warning.
pub(crate) fn no_group_finding(grouping: usize, column: &str) -> Finding {
    let level = if grouping == 0 { Level::Warning } else { Level::Note };
    let message = format!("some rows with answers give no `{column}`: they are shown as a group of their own");
    let mut finding = Finding::new(level, "no-group", message);
    finding.column = Some(column.to_owned());
    finding
}

/// Whether somebody who answers is in no group of a tally.
pub(crate) fn has_nobodys(tally: &Tally) -> bool {
    let named = |group: &usize| tally.names()[*group].is_empty();
    let mut nobodys = (0..tally.groups()).filter(named);
    nobodys.any(|group| tally.rows(group) > tally.blank(group))
}

/// Says which items nobody answered.
pub(crate) fn blank_findings(blank: &[usize], instrument: &Instrument) -> Vec<Finding> {
    let items = instrument.items();
    if blank.len() == items.len() {
        let message = "nobody answered any item".to_owned();
        return vec![Finding::new(Level::Warning, "all-blank", message)];
    }
    let finding = |&place: &usize| {
        let message = format!("nobody answered item `{}`", items[place].id);
        let mut finding = Finding::new(Level::Warning, "item-blank", message);
        finding.item = Some(items[place].id.clone());
        finding
    };
    blank.iter().map(finding).collect()
}
