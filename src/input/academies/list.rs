//! The academies of a trust: what they are called, what else they are called, their URNs, and how many staff they have.
//!
//! The list is a small table of one's own, or an extract of the national register, cut down to one trust.

use std::collections::HashMap;

use csv::ByteRecord;

use crate::input::academies::headcount::{AcademyHeadcount, Headcounts, STAFF, column_of, whole_count};
use crate::input::columns::shown_headers;
use crate::input::error::{InputError, Problem};
use crate::input::layouts::{Head, plain};
use crate::input::open::open;
use crate::input::options::{ReadOptions, Source};
use crate::input::rows::key;
use crate::input::text::{excerpt, nearest, tidy};
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
        let key = key(text);
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

    fn add(&mut self, academy: ListedAcademy) -> Result<(), Problem> {
        let place = self.academies.len();
        let called = std::iter::once(&academy.name)
            .chain(&academy.aliases)
            .chain(&academy.urn);
        for text in called.filter(|text| !key(text).is_empty()) {
            let known = *self.by_key.entry(key(text)).or_insert(place);
            if known != place {
                return Err(Problem::AcademyTwice {
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

const NAMES: &[&str] = &[
    "academy",
    "school",
    "name",
    "academy name",
    "school name",
    "establishmentname",
    "establishment name",
];
const ALIASES: &[&str] = &[
    "aliases",
    "alias",
    "other names",
    "also known as",
    "short name",
    "known as",
];
const URNS: &[&str] = &["urn", "school urn", "academy urn"];
const TRUST_CODES: &[&str] = &["trusts code", "group id", "group uid", "trust code", "trust id"];
const TRUST_NAMES: &[&str] = &["trusts name", "group name", "trust name", "trust"];
const STATUSES: &[&str] = &["establishmentstatus name", "status"];
const LEFT: &[&str] = &["date left group"];

/// Reads a list of academies, of which those of one trust are taken: the one whose code or name is `trust`.
///
/// # Errors
/// When the file is no table, has no column of names, holds several trusts and none was named, has not the one named, or calls
/// two academies the same.
pub fn read_academies(source: &Source, trust: Option<&str>) -> Result<AcademyList, InputError> {
    academies(source, trust).map_err(|problem| InputError::of(&source.name, problem))
}

fn academies(source: &Source, trust: Option<&str>) -> Result<AcademyList, Problem> {
    let (tables, _) = open(&source.name, &source.bytes, &ReadOptions::default())?;
    let mut tables = tables.into_iter().map(|table| (Head { records: table.head() }, table));
    let (head, table) = tables
        .find(|(head, _)| !head.records.is_empty())
        .ok_or(Problem::Empty)?;
    let plan = plain(&head);
    let named = |names: &[&str]| column_of(&plan.columns, names);
    let name = named(NAMES).ok_or_else(|| Problem::NoHeadcountColumn {
        wanted: "which academy",
        example: "academy",
        columns: shown_headers(&plan.columns),
    })?;
    let [aliases, urn, staff] = [ALIASES, URNS, STAFF].map(named);
    let [code, group, status, left] = [TRUST_CODES, TRUST_NAMES, STATUSES, LEFT].map(named);

    let wanted = trust.map(key);
    let mut trusts: Vec<String> = Vec::new();
    let mut list = AcademyList {
        file: source.name.clone(),
        ..AcademyList::default()
    };
    let mut records = table.records();
    let mut record = ByteRecord::new();
    let mut at = 0;
    while let Some(row) = records.next(&mut record) {
        at += 1;
        if at <= plan.header_records || record.as_slice().trim_ascii().is_empty() {
            continue;
        }
        let text = |field: Option<usize>| {
            let cell = field.and_then(|field| record.get(field)).unwrap_or_default();
            tidy(&String::from_utf8_lossy(cell))
        };
        // Schools that have closed or left the trust keep their row in the register.
        if key(&text(status)) == "closed" || !text(left).is_empty() {
            continue;
        }
        let own = [text(code), text(group)];
        let is_wanted = |wanted: &String| own.iter().any(|trust| key(trust) == *wanted);
        let called = if own[1].is_empty() { &own[0] } else { &own[1] };
        if !called.is_empty() && !trusts.contains(called) && (trusts.len() < 2 || wanted.is_some()) {
            trusts.push(called.clone());
        }
        if wanted.as_ref().is_some_and(|wanted| !is_wanted(wanted)) || text(Some(name)).is_empty() {
            continue;
        }
        let counted = text(staff);
        let count = whole_count(&counted);
        if count.is_none() && !counted.is_empty() {
            return Err(Problem::NotACount {
                row,
                column: staff.map_or_else(String::new, |field| excerpt(&plan.columns[field].header)),
                text: excerpt(&counted),
            });
        }
        // Without a trust's name the register would be taken whole.
        if wanted.is_none() && trusts.len() > 1 {
            return Err(Problem::SeveralTrusts { trusts });
        }
        let other = text(aliases);
        let other = other.split([';', '|']).map(str::trim).filter(|alias| !alias.is_empty());
        list.add(ListedAcademy {
            name: text(Some(name)),
            aliases: other.map(str::to_owned).collect(),
            urn: Some(text(urn)).filter(|urn| !urn.is_empty()),
            staff: count,
            row,
        })?;
    }
    match trust {
        Some(trust) if list.academies.is_empty() => Err(Problem::NoSuchTrust {
            trust: trust.to_owned(),
            nearest: nearest(trust, trusts.iter().map(String::as_str)).map(str::to_owned),
        }),
        _ if list.academies.is_empty() => Err(Problem::OnlyHeader),
        _ => Ok(list),
    }
}

/// Whether a text is a school's unique reference number: six digits from 100000 up to those given out so far and some more.
pub(crate) fn is_urn(text: &str) -> bool {
    let text = text.trim();
    text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit()) && text.starts_with('1') && *text < *"170000"
}
