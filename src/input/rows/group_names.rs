//! Names of academies and other groups. Spellings that differ only in case, spacing or punctuation name one group.

use std::collections::HashMap;

use crate::input::academies::AcademyList;
use crate::input::duplicates::of_text;
use crate::input::rows::cell_places::CellPlaces;
use crate::input::text::{fold, name_key, tidy};
use crate::model::{Finding, Level};

/// The groups in one column over all files. Each has the name that was spelt first.
#[derive(Default)]
pub(crate) struct GroupNames {
    by_cell: CellPlaces,
    by_key: HashMap<String, usize>,
    groups: Vec<Group>,
    /// The hash of each group's name; 0 for those who named none.
    hashes: Vec<u64>,
    /// The list of academies, if there is one.
    list: Option<AcademyList>,
    /// Names that are not on the list.
    unknown: Vec<String>,
}

/// A group and its spellings.
struct Group {
    name: String,
    spellings: Vec<String>,
}

impl GroupNames {
    /// No groups yet. If there is a list, names are looked up on it.
    pub(crate) fn of(list: Option<&AcademyList>) -> Self {
        Self {
            list: list.cloned(),
            ..Self::default()
        }
    }

    /// Each name that is not on the list, with the most similar name on it.
    fn unknown(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        let nearest = |name: &String| self.list.as_ref().and_then(|list| list.nearest(name));
        self.unknown.iter().map(move |name| (name.as_str(), nearest(name)))
    }

    /// Warns of names that are not on the list.
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

    /// The spellings of every group, its name first.
    pub(crate) fn all(&self) -> impl Iterator<Item = &[String]> {
        self.groups.iter().map(|group| group.spellings.as_slice())
    }

    /// The group that a cell names. The result is an index for [`Self::name`].
    pub(crate) fn place(&mut self, cell: &[u8]) -> usize {
        if let Some(place) = self.by_cell.get(cell) {
            return place as usize;
        }
        // A multiple choice ends its only answer with a semicolon.
        let spelling = tidy(&String::from_utf8_lossy(cell)).trim_end_matches(';').to_owned();
        let spelling = without_decimals(spelling);
        let listed = self.list.as_ref().and_then(|list| list.find(&spelling));
        let spelling = listed.map_or(spelling, |academy| academy.name.clone());
        let key = if names_nobody(&spelling) {
            String::new()
        } else {
            name_key(&spelling)
        };
        // A lone dash or full stop is no name.
        let name = if key.is_empty() { String::new() } else { spelling };
        if self.list.is_some() && listed.is_none() && !name.is_empty() && !self.by_key.contains_key(&key) {
            self.unknown.push(name.clone());
        }
        let (groups, hashes) = (&mut self.groups, &mut self.hashes);
        let place = *self.by_key.entry(key).or_insert_with(|| {
            hashes.push(if name.is_empty() { 0 } else { of_text(name.as_bytes()) });
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
        // Groups beyond 2³² are not cached. No table has that many.
        if let Ok(known) = u32::try_from(place) {
            self.by_cell.insert(cell, known);
        }
        place
    }

    /// The group that a cell names, if the same cell occurred before.
    #[inline(always)]
    pub(crate) fn known(&self, cell: &[u8]) -> Option<u32> {
        self.by_cell.get(cell)
    }

    /// The hash of each group's name, for comparing rows; 0 for those who named none.
    pub(crate) fn hashes(&self) -> &[u64] {
        &self.hashes
    }

    /// The number of groups.
    pub(crate) fn len(&self) -> usize {
        self.groups.len()
    }

    /// The name of a group; empty for respondents who gave no group.
    pub(crate) fn name(&self, place: usize) -> &str {
        &self.groups[place].name
    }

    /// The groups with several spellings, each as a list that begins with its name.
    pub(crate) fn merged(&self) -> impl Iterator<Item = &[String]> {
        self.groups
            .iter()
            .map(|group| group.spellings.as_slice())
            .filter(|spellings| spellings.len() > 1)
    }
}

/// A name without the decimals that a program adds to a number: `100001` for `100001.0`.
fn without_decimals(name: String) -> String {
    match name.split_once('.') {
        Some((whole, zeros))
            if !whole.is_empty()
                && whole.bytes().all(|byte| byte.is_ascii_digit())
                && zeros.bytes().all(|byte| byte == b'0') =>
        {
            whole.to_owned()
        }
        _ => name,
    }
}

/// True for texts that programs write for an empty cell.
fn names_nobody(name: &str) -> bool {
    const NOTHING: [&str; 11] = [
        "na",
        "none",
        "not applicable",
        "missing",
        "n/a",
        "#n/a",
        "null",
        "#null!",
        "nan",
        "(blank)",
        "[not completed]",
    ];
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
        let cells = ["", "N/A", "NA", "NULL", "(blank)", " n/a ", "none", "Nan's School"];
        let places: Vec<usize> = cells.iter().map(|cell| names.place(cell.as_bytes())).collect();
        assert_eq!(places, [0, 0, 0, 0, 0, 0, 0, 1]);
        assert_eq!((names.name(0), names.name(1)), ("", "Nan's School"));
        assert_eq!(names.merged().count(), 0);
    }

    #[test]
    fn a_number_with_decimals_names_the_academy_of_the_number() {
        let mut names = GroupNames::default();
        let cells = ["100001.0", "100001", "100001.00", "100001.5"];
        let places: Vec<usize> = cells.iter().map(|cell| names.place(cell.as_bytes())).collect();
        assert_eq!(places, [0, 0, 0, 1]);
        assert_eq!(names.name(0), "100001");
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
