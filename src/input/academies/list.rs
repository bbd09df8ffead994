//! The academies of a trust: their names, aliases, reference numbers and numbers of staff.

use std::collections::HashMap;

use crate::input::academies::error::AcademyFileError;
use crate::input::academies::headcounts::{AcademyHeadcount, Headcounts};
use crate::input::text::{name_key, nearest};
use crate::model::Trust;

/// One academy of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedAcademy {
    /// What it is called in every output.
    pub name: String,
    /// What else it may be called in a file.
    pub aliases: Vec<String>,
    /// Its unique reference number, six digits.
    pub urn: Option<String>,
    /// How many staff could have answered.
    pub staff: Option<u64>,
    /// The row, as a spreadsheet numbers it.
    pub row: u32,
}

/// The academies of one trust; no two share a name, an alias or a URN.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AcademyList {
    /// The file, as it was named.
    file: String,
    academies: Vec<ListedAcademy>,
    by_key: HashMap<String, usize>,
}

impl AcademyList {
    /// The academies of a trust file, where no two are called the same.
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
            // Two of one name are refused with the trust file itself; were they let through, the first would be meant.
            let _ = list.add(listed);
        }
        list
    }

    /// No academies yet, of a file.
    pub(crate) fn of_file(file: &str) -> Self {
        Self {
            file: file.to_owned(),
            ..Self::default()
        }
    }

    /// The academies in the file's order.
    #[must_use]
    pub fn academies(&self) -> &[ListedAcademy] {
        &self.academies
    }

    /// The file, as it was named.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The academy that a text names: by its name, an alias or its URN, whatever its case and punctuation.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<&ListedAcademy> {
        let key = name_key(text);
        self.by_key.get(&key).map(|&place| &self.academies[place])
    }

    /// The name most like a text that names none.
    #[must_use]
    pub fn nearest(&self, text: &str) -> Option<&str> {
        let names = self
            .academies
            .iter()
            .flat_map(|academy| std::iter::once(&academy.name).chain(&academy.aliases));
        let like = nearest(text, names.map(String::as_str))?;
        self.find(like).map(|academy| academy.name.as_str())
    }

    /// The headcounts that the list gives, if it gives any.
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

    /// Adds an academy that shares no name, alias or reference number with the others.
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

/// Whether a text is a school's unique reference number: six digits from 100000 up to those given out so far and some more.
pub(crate) fn is_urn(text: &str) -> bool {
    let text = text.trim();
    text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit()) && text.starts_with('1') && *text < *"170000"
}
