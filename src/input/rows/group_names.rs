//! Names of academies and other groups, cleaned: spellings that differ only in case, spacing or punctuation are one group.

use std::collections::HashMap;

use crate::input::academies::AcademyList;
use crate::input::rows::cell_places::CellPlaces;
use crate::input::text::{fold, name_key, tidy};
use crate::model::{Finding, Level};

/// The groups of one column over all files, under the spelling that came first.
#[derive(Default)]
pub(crate) struct GroupNames {
    by_cell: CellPlaces,
    by_key: HashMap<String, usize>,
    groups: Vec<Group>,
    /// The names that there are, if they are known.
    list: Option<AcademyList>,
    /// The spellings that the list has not.
    unknown: Vec<String>,
}

/// One group and how it was spelt.
struct Group {
    name: String,
    spellings: Vec<String>,
}

impl GroupNames {
    /// Groups whose names are on a list, if there is one.
    pub(crate) fn of(list: Option<&AcademyList>) -> Self {
        Self {
            list: list.cloned(),
            ..Self::default()
        }
    }

    /// The spellings that the list has not, each with the most similar name on it.
    fn unknown(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        let nearest = |name: &String| self.list.as_ref().and_then(|list| list.nearest(name));
        self.unknown.iter().map(move |name| (name.as_str(), nearest(name)))
    }

    /// Says which spellings the list has not.
    pub(crate) fn unknown_findings(&self) -> Vec<Finding> {
        let list = self.list.as_ref().map_or("", AcademyList::file);
        let finding = |(name, nearest): (&str, Option<&str>)| {
            let nearest = nearest.map_or_else(String::new, |nearest| format!("; nearest: `{nearest}`"));
            let message =
                format!("no academy in `{list}` is called `{name}`{nearest}: correct it, or add it there as an alias");
            Finding::new(Level::Warning, "unknown-academy", message)
        };
        self.unknown().map(finding).collect()
    }

    /// Every group with its spellings, the one it goes by first.
    pub(crate) fn all(&self) -> impl Iterator<Item = &[String]> {
        self.groups.iter().map(|group| group.spellings.as_slice())
    }

    /// The group that a cell names, as a place for [`Self::name`].
    pub(crate) fn place(&mut self, cell: &[u8]) -> usize {
        if let Some(place) = self.by_cell.get(cell) {
            return place as usize;
        }
        // A choice of several closes its only answer with a semicolon.
        let spelling = tidy(&String::from_utf8_lossy(cell)).trim_end_matches(';').to_owned();
        let listed = self.list.as_ref().and_then(|list| list.find(&spelling));
        let spelling = listed.map_or(spelling, |academy| academy.name.clone());
        let key = if names_nobody(&spelling) {
            String::new()
        } else {
            name_key(&spelling)
        };
        // A dash or a full stop names nobody either.
        let name = if key.is_empty() { String::new() } else { spelling };
        if self.list.is_some() && listed.is_none() && !name.is_empty() && !self.by_key.contains_key(&key) {
            self.unknown.push(name.clone());
        }
        let groups = &mut self.groups;
        let place = *self.by_key.entry(key).or_insert_with(|| {
            groups.push(Group {
                name: name.clone(),
                spellings: Vec::new(),
            });
            groups.len() - 1
        });
        let group = &mut groups[place];
        if !group.spellings.contains(&name) {
            group.spellings.push(name);
        }
        // A group beyond the numbers of 32 bits, which no table of so many rows has, is looked for again.
        if let Ok(known) = u32::try_from(place) {
            self.by_cell.insert(cell, known);
        }
        place
    }

    /// The group that a cell names, if the cell was met before.
    #[inline]
    pub(crate) fn known(&self, cell: &[u8]) -> Option<u32> {
        self.by_cell.get(cell)
    }

    /// How many groups there are.
    pub(crate) fn len(&self) -> usize {
        self.groups.len()
    }

    /// The group's name; empty for those who named none.
    pub(crate) fn name(&self, place: usize) -> &str {
        &self.groups[place].name
    }

    /// The groups that were spelt in several ways: each with its spellings, the one it goes by first.
    pub(crate) fn merged(&self) -> impl Iterator<Item = &[String]> {
        self.groups
            .iter()
            .map(|group| group.spellings.as_slice())
            .filter(|spellings| spellings.len() > 1)
    }
}

/// Whether a text is what programs write where nothing was given.
fn names_nobody(name: &str) -> bool {
    const NOTHING: [&str; 7] = ["n/a", "#n/a", "null", "#null!", "nan", "(blank)", "[not completed]"];
    NOTHING.contains(&fold(name).as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_academy_are_one_group_under_the_first() {
        let mut names = GroupNames::default();
        let cells = [
            "St Mary\u{2019}s",
            "ST. MARY'S",
            " st  marys ",
            "St\u{a0}Mary's",
            "St Mary's (Primary)",
        ];
        let places: Vec<usize> = cells.iter().map(|cell| names.place(cell.as_bytes())).collect();
        assert_eq!(places, [0, 0, 0, 0, 1]);
        assert_eq!(names.name(0), "St Mary’s");
        let merged: Vec<usize> = names.merged().map(<[String]>::len).collect();
        assert_eq!(merged, [4]);
    }

    #[test]
    fn what_programs_write_for_nothing_names_nobody() {
        let mut names = GroupNames::default();
        let cells = ["", "N/A", "#N/A", "NULL", "(blank)", " n/a ", "-", "Nan's School"];
        let places: Vec<usize> = cells.iter().map(|cell| names.place(cell.as_bytes())).collect();
        assert_eq!(places, [0, 0, 0, 0, 0, 0, 0, 1]);
        assert_eq!((names.name(0), names.name(1)), ("", "Nan's School"));
        assert_eq!(names.merged().count(), 0);
    }

    #[test]
    fn blank_cells_and_dashes_are_those_who_named_none() {
        let mut names = GroupNames::default();
        for cell in ["", "  ", "-", "\u{a0}", "."] {
            let place = names.place(cell.as_bytes());
            assert_eq!(names.name(place), "");
        }
        assert_eq!(names.merged().count(), 0);
    }
}
