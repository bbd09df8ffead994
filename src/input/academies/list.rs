//! A list of a trust's academies: names, aliases, reference numbers and numbers of staff.

use std::collections::HashMap;

use crate::input::academies::error::AcademyFileError;
use crate::input::academies::headcounts::{AcademyHeadcount, Headcounts};
use crate::input::text::{name_key, nearest};
use crate::model::Trust;

/// An academy of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedAcademy {
    /// Its name in every output.
    pub name: String,
    /// Other names that files may use.
    pub aliases: Vec<String>,
    /// Its unique reference number, six digits.
    pub urn: Option<String>,
    /// The number of staff who could have answered.
    pub staff: Option<u64>,
    /// The row, as a spreadsheet numbers it.
    pub row: u32,
}

/// The academies of a trust. No two share a name, an alias or a URN.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AcademyList {
    /// The name of the file, as given.
    file: String,
    academies: Vec<ListedAcademy>,
    by_key: HashMap<String, usize>,
}

impl AcademyList {
    /// The academies of a trust file.
    #[must_use]
    pub fn of_trust(trust: &Trust) -> Self {
        let mut list = Self::default();
        for academy in trust.academies() {
            let listed = ListedAcademy {
                name: academy.name.clone(),
                aliases: academy.aliases.clone(),
                urn: academy.urn.clone(),
                staff: academy.headcount,
                row: 0,
            };
            // The trust file refuses two academies with one name. If that failed, the first would be used.
            let _ = list.add(listed);
        }
        list
    }

    /// An empty list, read from this file.
    pub(crate) fn of_file(file: &str) -> Self {
        Self {
            file: file.to_owned(),
            ..Self::default()
        }
    }

    /// The academies in file order.
    #[must_use]
    pub fn academies(&self) -> &[ListedAcademy] {
        &self.academies
    }

    /// The name of the file, as given.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The academy with this name, alias or URN, ignoring case, spacing and punctuation.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<&ListedAcademy> {
        self.place(text).map(|place| &self.academies[place])
    }

    /// The index of the academy with this name, alias or URN, ignoring case, spacing and punctuation.
    pub(crate) fn place(&self, text: &str) -> Option<usize> {
        self.by_key.get(&name_key(text)).copied()
    }

    /// The name or alias most like a text that is not on the list.
    pub(crate) fn nearest_name(&self, text: &str) -> Option<&str> {
        let names = self
            .academies
            .iter()
            .flat_map(|academy| std::iter::once(&academy.name).chain(&academy.aliases));
        nearest(text, names.map(String::as_str))
    }

    /// The academy whose name or alias is most like a text that is not on the list.
    #[must_use]
    pub fn nearest(&self, text: &str) -> Option<&str> {
        let like = self.nearest_name(text)?;
        self.find(like).map(|academy| academy.name.as_str())
    }

    /// The headcounts in the list, if there are any.
    #[must_use]
    pub fn headcounts(&self) -> Option<Headcounts> {
        let counted = self.academies.iter().filter_map(|academy| {
            Some(AcademyHeadcount {
                academy: academy.name.clone(),
                staff: academy.staff?,
                row: academy.row,
            })
        });
        let counted: Vec<AcademyHeadcount> = counted.collect();
        (!counted.is_empty()).then(|| Headcounts::of(counted))
    }

    /// Adds an academy. Returns an error if another has the same name, alias or reference number.
    pub(crate) fn add(&mut self, academy: ListedAcademy) -> Result<(), AcademyFileError> {
        let place = self.academies.len();
        let called = std::iter::once(&academy.name)
            .chain(&academy.aliases)
            .chain(&academy.urn);
        for text in called.filter(|text| !name_key(text).is_empty()) {
            let known = *self.by_key.entry(name_key(text)).or_insert(place);
            if known != place {
                return Err(AcademyFileError::AcademyTwice {
                    academy: text.clone(),
                    first: self.academies[known].row,
                    second: academy.row,
                });
            }
        }
        self.academies.push(academy);
        Ok(())
    }
}

/// True if a text is a school's unique reference number: six digits from 100000, up to a little more than those in use.
pub(crate) fn is_urn(text: &str) -> bool {
    let text = text.trim();
    text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit()) && text.starts_with('1') && *text < *"170000"
}
