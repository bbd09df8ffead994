//! Reads the list of a trust's academies: names, aliases, URNs and numbers of staff.
//!
//! The list is a small table made for the purpose, or an extract of the national register of schools, which may contain
//! other trusts.

use csv::ByteRecord;

use crate::input::academies::error::AcademyFileError;
use crate::input::academies::list::{AcademyList, ListedAcademy};
use crate::input::academies::read_headcounts::{STAFF, column_of, whole_count};
use crate::input::columns::shown_headers;
use crate::input::error::{InputError, Problem};
use crate::input::layouts::{Head, plain};
use crate::input::open::{OpenError, Source, open};
use crate::input::options::ReadOptions;
use crate::input::text::{excerpt, name_key, nearest, tidy};

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

/// Reads a list of academies. If `trust` is given, keeps only the academies of the trust with that code or name.
///
/// # Errors
/// When the file is not a table, has no column of names, contains several trusts although none was named, lacks the
/// trust that was named, or gives two academies one name.
pub fn read_academies(source: &Source, trust: Option<&str>) -> Result<AcademyList, InputError> {
    academies(source, trust).map_err(|problem| InputError::of(&source.name, problem))
}

fn academies(source: &Source, trust: Option<&str>) -> Result<AcademyList, Problem> {
    let (tables, _) = open(&source.name, &source.bytes, &ReadOptions::default())?;
    let mut tables = tables.into_iter().map(|table| (Head { records: table.head() }, table));
    let (head, table) = tables
        .find(|(head, _)| !head.records.is_empty())
        .ok_or(OpenError::Empty)?;
    let plan = plain(&head);
    let named = |names: &[&str]| column_of(&plan.columns, names);
    let name = named(NAMES).ok_or_else(|| AcademyFileError::NoHeadcountColumn {
        wanted: "which academy",
        example: "academy",
        columns: shown_headers(&plan.columns),
    })?;
    let [aliases, urn, staff] = [ALIASES, URNS, STAFF].map(named);
    let [code, group, status, left] = [TRUST_CODES, TRUST_NAMES, STATUSES, LEFT].map(named);

    let wanted = trust.map(name_key);
    let mut trusts: Vec<String> = Vec::new();
    let mut list = AcademyList::of_file(&source.name);
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
        // Schools that closed or left the trust keep their row in the register.
        if name_key(&text(status)) == "closed" || !text(left).is_empty() {
            continue;
        }
        let own = [text(code), text(group)];
        let is_wanted = |wanted: &String| own.iter().any(|trust| name_key(trust) == *wanted);
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
            return Err(AcademyFileError::NotACount {
                row,
                column: staff.map_or_else(String::new, |field| excerpt(&plan.columns[field].header)),
                text: excerpt(&counted),
            }
            .into());
        }
        // Without a trust's name, the whole register would be used.
        if wanted.is_none() && trusts.len() > 1 {
            return Err(AcademyFileError::SeveralTrusts { trusts }.into());
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
        Some(trust) if list.academies().is_empty() => Err(AcademyFileError::NoSuchTrust {
            trust: trust.to_owned(),
            nearest: nearest(trust, trusts.iter().map(String::as_str)).map(str::to_owned),
        }
        .into()),
        _ if list.academies().is_empty() => Err(AcademyFileError::OnlyHeader.into()),
        _ => Ok(list),
    }
}
